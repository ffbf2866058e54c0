//! The flat file: the bytes from the lowest address on, gaps filled. It says nothing of addresses,
//! so a reader must be told the first.

use super::Options;
use super::segments::{Segment, Segments};
use anyhow::{Result, bail};

/// The longest gap that is filled. A longer one means that something (RAM, configuration words far
/// away) got into the image that does not belong into a flat file.
const LONGEST_GAP: u64 = 16 << 20;

pub fn encode(segments: &Segments, options: &Options) -> Result<Vec<u8>> {
    let Some(start) = segments.start() else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    for part in segments {
        let here = u64::from(start) + out.len() as u64;
        let gap = u64::from(part.address) - here;
        if gap > LONGEST_GAP {
            bail!(
                "the bytes at {:#010x} are {} MB after those that end at {here:#010x}: too far \
                 for a flat .bin file; use .hex, .uf2 or the ELF file",
                part.address,
                gap >> 20
            );
        }
        out.resize(out.len() + gap as usize, options.fill);
        out.extend_from_slice(&part.data);
    }
    Ok(out)
}

pub fn decode(bytes: &[u8], options: &Options) -> Result<Segments> {
    Segments::new(vec![Segment { address: options.base, data: bytes.to_vec() }], None)
}
