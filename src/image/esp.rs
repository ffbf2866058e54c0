//! The image that the mask ROMs of Espressif's chips load (esptool's documentation, "Firmware Image
//! Format"): a header, segments with their addresses, a checksum and a SHA-256.

use super::segments::{Segment, Segments};
use super::sha256::sha256;
use anyhow::{Context as _, Result, bail, ensure};

/// The chips whose images differ, by the number in their header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Chip {
    Esp32 = 0,
    Esp32S2 = 2,
    Esp32C3 = 5,
    Esp32S3 = 9,
    Esp32C6 = 13,
    Esp32H2 = 16,
}

impl Chip {
    const ALL: [(Chip, &str); 6] = [
        (Chip::Esp32, "esp32"),
        (Chip::Esp32S2, "esp32s2"),
        (Chip::Esp32C3, "esp32c3"),
        (Chip::Esp32S3, "esp32s3"),
        (Chip::Esp32C6, "esp32c6"),
        (Chip::Esp32H2, "esp32h2"),
    ];

    /// `esp32c3`
    pub fn name(self) -> &'static str {
        Chip::ALL.iter().find(|(chip, _)| *chip == self).map_or("", |(_, name)| name)
    }

    pub fn named(name: &str) -> Option<Chip> {
        Chip::ALL.iter().find(|(_, n)| *n == name).map(|(chip, _)| *chip)
    }
}

const MAGIC: u8 = 0xe9;
const HEADER: usize = 24;
/// Address and length in front of a segment's bytes.
const SEGMENT_HEADER: usize = 8;
/// The ROM has room for so many segments.
const MOST_SEGMENTS: usize = 16;
/// Two data lines: what every module's flash can do.
const DIO: u8 = 2;
/// 4 MB of flash in the upper half, 80 MHz in the lower.
const FLASH: u8 = 0x2f;
const CHECKSUM_START: u8 = 0xef;
const ALIGN: usize = 16;
const HASH: usize = 32;

pub fn encode(segments: &Segments, chip: Chip) -> Result<Vec<u8>> {
    let count = segments.iter().count();
    ensure!(
        count <= MOST_SEGMENTS,
        "the program has {count} segments; the boot ROM loads at most {MOST_SEGMENTS}"
    );
    let mut out = vec![MAGIC, count as u8, DIO, FLASH];
    out.extend(segments.entry.unwrap_or(0).to_le_bytes());
    // No pin for write protection, no drive strengths, the chip, any revision from 0 on.
    out.extend([0xee, 0, 0, 0]);
    out.extend((chip as u16).to_le_bytes());
    out.extend([0, 0, 0, 0xff, 0xff]);
    // Four reserved bytes; then: a hash follows.
    out.extend([0, 0, 0, 0, 1]);
    let mut checksum = CHECKSUM_START;
    // Where the length of the segment before stands.
    let mut last = 0;
    for part in in_order(segments) {
        if let Some(offset) = mapped(part.address) {
            pad(&mut out, last, offset)?;
        }
        ensure!(
            part.address.is_multiple_of(4),
            "the segment at {:#010x} does not start at a word",
            part.address
        );
        let length = part.data.len().next_multiple_of(4);
        out.extend(part.address.to_le_bytes());
        out.extend((length as u32).to_le_bytes());
        last = out.len() - 4;
        out.extend_from_slice(&part.data);
        out.resize(out.len() + length - part.data.len(), 0);
        checksum = part.data.iter().fold(checksum, |sum, byte| sum ^ byte);
    }
    out.resize((out.len() + 1).next_multiple_of(ALIGN) - 1, 0);
    out.push(checksum);
    let hash = sha256(&out);
    out.extend(hash);
    Ok(out)
}

/// The segments in the image's order: what is mapped comes first, because its place in the flash is
/// given by its address.
fn in_order(segments: &Segments) -> impl Iterator<Item = &Segment> {
    let first = segments.iter().filter(|s| mapped(s.address).is_some());
    first.chain(segments.iter().filter(|s| mapped(s.address).is_none()))
}

/// Of an address in one of the windows on the flash, the offset there (ESP32-S3 and ESP32-C3
/// technical reference manuals, "System and Memory"). The linker script makes them the offsets in
/// the image.
pub fn mapped(address: u32) -> Option<u32> {
    let windows = [0x3c00_0000..0x3e00_0000, 0x4200_0000..0x4400_0000];
    let window = windows.into_iter().find(|w| w.contains(&address))?;
    Some(address - window.start)
}

/// Lengthens the segment whose length stands at `last`, so that the next one's bytes begin at
/// `offset`: zeros, which change no sum.
fn pad(out: &mut Vec<u8>, last: usize, offset: u32) -> Result<()> {
    let start = offset as usize - SEGMENT_HEADER.min(offset as usize);
    ensure!(
        out.len() <= start && (last > 0 || out.len() == start),
        "a segment that is read from flash offset {offset:#x} cannot lie there in the image, whose \
         end is {:#x} so far",
        out.len() + SEGMENT_HEADER
    );
    if last > 0 {
        let more = (start - out.len()) as u32;
        let length: &mut [u8] = &mut out[last..last + 4];
        let old = u32::from_le_bytes([length[0], length[1], length[2], length[3]]);
        length.copy_from_slice(&(old + more).to_le_bytes());
        out.resize(start, 0);
    }
    Ok(())
}

/// Reads an image and checks all its sums.
pub fn decode(bytes: &[u8]) -> Result<Segments> {
    let header = bytes.get(..HEADER).context("Espressif image: it is shorter than its header")?;
    ensure!(
        header[0] == MAGIC,
        "Espressif image: it starts with {:#04x} instead of {MAGIC:#04x}",
        header[0]
    );
    let entry = u32::from_le_bytes([header[4], header[5], header[6], header[7]]);
    let mut at = HEADER;
    let mut parts = Vec::new();
    let mut checksum = CHECKSUM_START;
    for i in 0..header[1] {
        let part = segment(bytes, at)
            .with_context(|| format!("Espressif image, segment {i} (offset {at:#x})"))?;
        checksum = part.data.iter().fold(checksum, |sum, byte| sum ^ byte);
        at += 8 + part.data.len();
        parts.push(part);
    }
    let end = (at + 1).next_multiple_of(ALIGN);
    let Some(found) = bytes.get(end - 1) else { bail!("Espressif image: the checksum is missing") };
    ensure!(
        *found == checksum,
        "Espressif image: the checksum at offset {:#x} is {found:#04x}, but the bytes' is \
         {checksum:#04x}",
        end - 1
    );
    if header[23] == 1 {
        let hash = bytes.get(end..end + HASH).context("Espressif image: the hash is missing")?;
        ensure!(
            sha256(&bytes[..end]) == hash,
            "Espressif image: the hash at offset {end:#x} is wrong"
        );
    }
    Segments::new(parts, Some(entry)).context("Espressif image")
}

fn segment(bytes: &[u8], at: usize) -> Result<Segment> {
    let word = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let (address, length) = word(at).zip(word(at + 4)).context("its header is cut off")?;
    let data = bytes.get(at + 8..).and_then(|rest| rest.get(..length as usize));
    let data = data.with_context(|| format!("its {length} bytes reach beyond the end"))?.to_vec();
    Ok(Segment { address, data })
}
