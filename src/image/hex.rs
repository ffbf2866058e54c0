//! Intel HEX: lines of `:`, length, 16-bit offset, record type, bytes and a sum, all in hexadecimal
//! (Intel, "Hexadecimal Object File Format Specification", revision A, 1988).

use super::Options;
use super::segments::{Segment, Segments};
use anyhow::{Context as _, Result, bail, ensure};
use std::fmt::Write as _;

/// Bytes in a data record: what most tools write, and every reader can take.
const ROW: u64 = 16;

const DATA: u8 = 0;
const END: u8 = 1;
/// Bits 4..20 of the addresses that follow, to be added to the offset.
const SEGMENT_BASE: u8 = 2;
/// The start address as CS:IP.
const SEGMENT_START: u8 = 3;
/// The upper 16 bits of the addresses that follow.
const LINEAR_BASE: u8 = 4;
/// The start address, 32 bits.
const LINEAR_START: u8 = 5;

pub fn encode(segments: &Segments, _: &Options) -> Result<Vec<u8>> {
    let mut out = String::new();
    // Readers start with an upper half of 0.
    let mut upper = 0;
    for part in segments {
        let mut at = 0;
        while at < part.data.len() {
            let address = part.address + at as u32;
            if address >> 16 != upper {
                upper = address >> 16;
                record(&mut out, 0, LINEAR_BASE, &(upper as u16).to_be_bytes());
            }
            // Rows start at multiples of their length, so that none crosses into the next 64 KiB.
            let room = (ROW - u64::from(address) % ROW) as usize;
            let row = &part.data[at..part.data.len().min(at + room)];
            record(&mut out, address as u16, DATA, row);
            at += row.len();
        }
    }
    if let Some(entry) = segments.entry {
        record(&mut out, 0, LINEAR_START, &entry.to_be_bytes());
    }
    record(&mut out, 0, END, &[]);
    Ok(out.into_bytes())
}

fn record(out: &mut String, offset: u16, kind: u8, data: &[u8]) {
    let [high, low] = offset.to_be_bytes();
    let head = [data.len() as u8, high, low, kind];
    let mut sum = 0u8;
    out.push(':');
    for byte in head.iter().chain(data) {
        sum = sum.wrapping_add(*byte);
        let _ = write!(out, "{byte:02X}");
    }
    let _ = writeln!(out, "{:02X}", sum.wrapping_neg());
}

/// A record as it stands in a line.
struct Record<'a> {
    offset: u16,
    kind: u8,
    data: &'a [u8],
}

pub fn decode(bytes: &[u8]) -> Result<Segments> {
    let mut reader = Reader::default();
    for (i, line) in bytes.split(|b| *b == b'\n').enumerate() {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        let at = || format!("Intel HEX, line {}", i + 1);
        let raw = unhex(line).with_context(at)?;
        parse(&raw).and_then(|r| reader.take(&r)).with_context(at)?;
    }
    ensure!(reader.ended, "Intel HEX: the end record is missing, so the file is cut off");
    Segments::new(reader.parts, reader.entry).context("Intel HEX")
}

fn unhex(line: &[u8]) -> Result<Vec<u8>> {
    let Some(digits) = line.strip_prefix(b":") else {
        bail!("it does not start with ':'");
    };
    ensure!(digits.len().is_multiple_of(2), "an odd number of hexadecimal digits");
    let digit = |b: u8| char::from(b).to_digit(16);
    let mut out = Vec::with_capacity(digits.len() / 2);
    for (i, pair) in digits.chunks_exact(2).enumerate() {
        match (digit(pair[0]), digit(pair[1])) {
            (Some(high), Some(low)) => out.push((high << 4 | low) as u8),
            _ => bail!("column {}: not a hexadecimal number", 2 + 2 * i),
        }
    }
    Ok(out)
}

fn parse(raw: &[u8]) -> Result<Record<'_>> {
    let [length, high, low, kind, rest @ ..] = raw else {
        bail!("it is too short for a record");
    };
    let Some((sum, data)) = rest.split_last() else { bail!("it is too short for a record") };
    ensure!(
        data.len() == usize::from(*length),
        "it announces {length} bytes of data and holds {}",
        data.len()
    );
    let bytes = &raw[..raw.len() - 1];
    let right = bytes.iter().fold(0u8, |a, b| a.wrapping_add(*b)).wrapping_neg();
    ensure!(right == *sum, "the checksum is {sum:#04x} but the record's is {right:#04x}");
    Ok(Record { offset: u16::from_be_bytes([*high, *low]), kind: *kind, data })
}

#[derive(Default)]
struct Reader {
    parts: Vec<Segment>,
    entry: Option<u32>,
    base: u32,
    ended: bool,
}

impl Reader {
    fn take(&mut self, r: &Record<'_>) -> Result<()> {
        ensure!(!self.ended, "a record after the end record");
        match (r.kind, r.data) {
            (DATA, data) => self.data(r.offset, data),
            (END, []) => self.ended = true,
            (SEGMENT_BASE, &[a, b]) => self.base = u32::from(u16::from_be_bytes([a, b])) << 4,
            (LINEAR_BASE, &[a, b]) => self.base = u32::from(u16::from_be_bytes([a, b])) << 16,
            (SEGMENT_START, &[a, b, c, d]) => {
                let segment = u32::from(u16::from_be_bytes([a, b]));
                let offset = u32::from(u16::from_be_bytes([c, d]));
                self.entry = Some((segment << 4) + offset);
            }
            (LINEAR_START, &[a, b, c, d]) => self.entry = Some(u32::from_be_bytes([a, b, c, d])),
            (END..=LINEAR_START, data) => {
                bail!("a record of type {} cannot have {} bytes of data", r.kind, data.len())
            }
            (kind, _) => bail!("unknown record type {kind}"),
        }
        Ok(())
    }

    /// Appends to the last run where the record continues it. An address wraps at 2^32, as the
    /// specification has it.
    fn data(&mut self, offset: u16, data: &[u8]) {
        let address = self.base.wrapping_add(u32::from(offset));
        match self.parts.last_mut() {
            Some(last) if last.end() == u64::from(address) => last.data.extend_from_slice(data),
            _ => self.parts.push(Segment { address, data: data.to_vec() }),
        }
    }
}
