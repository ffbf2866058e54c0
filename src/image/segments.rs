//! What all image formats hold: runs of bytes, each with the address it is loaded at.
//!
//! Takes an ELF file or pieces, gives runs that are sorted, joined where they touch and never
//! overlap. Knows nothing of the formats.

use anyhow::{Context as _, Result, bail};
use goblin::elf::{Elf, program_header::PT_LOAD};

/// One run of bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Segment {
    /// Where the first byte is loaded: in flash, for what the start-up code copies to RAM.
    pub address: u32,
    /// Never empty, and never reaches beyond the last 32-bit address.
    pub data: Vec<u8>,
}

impl Segment {
    /// The address after the last byte; 2^32 for a segment that ends with the address space.
    pub fn end(&self) -> u64 {
        u64::from(self.address) + self.data.len() as u64
    }
}

/// Place and length and the first bytes: whole programs are too long to look at.
impl std::fmt::Debug for Segment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let first = &self.data[..self.data.len().min(16)];
        write!(f, "{:#010x}..{:#x} {first:02x?}", self.address, self.end())
    }
}

/// The bytes of a program, sorted by address.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Segments {
    parts: Vec<Segment>,
    /// The address that execution starts at, where the format says.
    pub entry: Option<u32>,
}

impl Segments {
    /// Brings runs into order. Runs that overlap are an error, empty ones are dropped.
    pub fn new(mut parts: Vec<Segment>, entry: Option<u32>) -> Result<Segments> {
        parts.retain(|p| !p.data.is_empty());
        parts.sort_by_key(|p| p.address);
        let mut joined: Vec<Segment> = Vec::with_capacity(parts.len());
        for part in parts {
            if part.end() > 1 << 32 {
                bail!(
                    "{} bytes at {:#010x} reach beyond the 32-bit address space",
                    part.data.len(),
                    part.address
                );
            }
            match joined.last_mut() {
                Some(last) if last.end() > u64::from(part.address) => bail!(
                    "the bytes at {:#010x}..{:#010x} and at {:#010x}..{:#010x} overlap",
                    last.address,
                    last.end(),
                    part.address,
                    part.end()
                ),
                Some(last) if last.end() == u64::from(part.address) => {
                    last.data.extend_from_slice(&part.data);
                }
                _ => joined.push(part),
            }
        }
        Ok(Segments { parts: joined, entry })
    }

    /// The loadable segments of an ELF file, at their load (physical) addresses.
    pub fn from_elf(bytes: &[u8]) -> Result<Segments> {
        let elf = Elf::parse(bytes).context("not a readable ELF file")?;
        if elf.is_64 {
            bail!("this is a 64-bit ELF file; microcontroller images are 32-bit");
        }
        let mut parts = Vec::new();
        for (i, header) in elf.program_headers.iter().enumerate() {
            if header.p_type != PT_LOAD || header.p_filesz == 0 {
                continue;
            }
            let start = usize::try_from(header.p_offset).ok();
            let end = header.p_offset.checked_add(header.p_filesz);
            let end = end.and_then(|e| usize::try_from(e).ok());
            let data = start.zip(end).and_then(|(s, e)| bytes.get(s..e)).with_context(|| {
                format!("ELF program header {i}: its bytes lie beyond the end of the file")
            })?;
            let address = u32::try_from(header.p_paddr)
                .with_context(|| format!("ELF program header {i}: bad address"))?;
            parts.push(Segment { address, data: data.to_vec() });
        }
        Segments::new(parts, u32::try_from(elf.entry).ok()).context("ELF program headers")
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Segment> {
        self.parts.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The number of bytes in all runs.
    pub fn len(&self) -> u64 {
        self.parts.iter().map(|p| p.data.len() as u64).sum()
    }

    /// The lowest address that holds a byte.
    pub fn start(&self) -> Option<u32> {
        self.parts.first().map(|p| p.address)
    }

    /// The same bytes in whole pages of `size` (a power of two) that start at multiples of it; what
    /// the runs do not cover is `fill`.
    pub fn paged(&self, size: u32, fill: u8) -> Segments {
        assert!(size.is_power_of_two(), "page sizes are powers of two");
        let mut parts: Vec<Segment> = Vec::new();
        for part in &self.parts {
            let first = part.address & !(size - 1);
            let end = part.end().next_multiple_of(u64::from(size));
            let open = match parts.last_mut() {
                Some(last) if last.end() >= u64::from(first) => last,
                _ => {
                    parts.push(Segment { address: first, data: Vec::new() });
                    parts.last_mut().expect("just pushed")
                }
            };
            let base = u64::from(open.address);
            open.data.resize(open.data.len().max((end - base) as usize), fill);
            let at = (u64::from(part.address) - base) as usize;
            open.data[at..at + part.data.len()].copy_from_slice(&part.data);
        }
        Segments { parts, entry: self.entry }
    }
}

impl<'a> IntoIterator for &'a Segments {
    type Item = &'a Segment;
    type IntoIter = std::slice::Iter<'a, Segment>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
