//! UF2: blocks of 512 bytes that a boot loader takes in any order, as files on a USB disk
//! (the format's description is the README of microsoft/uf2).

use super::Options;
use super::segments::{Segment, Segments};
use anyhow::{Context as _, Result, bail, ensure};

/// The RP2040's family id.
pub const FAMILY_RP2040: u32 = 0xe48b_ff56;

const BLOCK: usize = 512;
const MAGIC_START: u32 = 0x0a32_4655;
const MAGIC_SECOND: u32 = 0x9e5d_5157;
const MAGIC_END: u32 = 0x0ab1_6f30;
/// Where the payload starts in a block, and how much may be there.
const DATA: usize = 32;
const DATA_MAX: usize = 476;
/// What we put into a block: boot loaders write pages of 256 bytes and want one page a block.
const PAGE: u32 = 256;

const NOT_MAIN_FLASH: u32 = 0x0000_0001;
const FILE_CONTAINER: u32 = 0x0000_1000;
const HAS_FAMILY: u32 = 0x0000_2000;

/// The RP2040's flash is erased in sectors of this size.
const RP2040_SECTOR: u32 = 4096;

pub fn encode(segments: &Segments, options: &Options) -> Result<Vec<u8>> {
    let mut paged = segments.paged(PAGE, options.fill);
    if options.uf2_family == Some(FAMILY_RP2040) {
        // Erratum RP2040-E14: the boot ROM erases by block number, so a sector that is not there in
        // full makes it erase the wrong ones.
        paged = paged.paged(RP2040_SECTOR, options.fill);
    }
    let total = u32::try_from(paged.len() / u64::from(PAGE)).context("UF2: too many blocks")?;
    let mut out = Vec::with_capacity(total as usize * BLOCK);
    for part in &paged {
        for (i, page) in part.data.chunks_exact(PAGE as usize).enumerate() {
            let flags = if options.uf2_family.is_some() { HAS_FAMILY } else { 0 };
            let number = (out.len() / BLOCK) as u32;
            let address = part.address + i as u32 * PAGE;
            let family = options.uf2_family.unwrap_or(0);
            let head = [MAGIC_START, MAGIC_SECOND, flags, address, PAGE, number, total, family];
            out.extend(head.iter().flat_map(|w| w.to_le_bytes()));
            out.extend_from_slice(page);
            out.resize(out.len() + BLOCK - DATA - 4 - page.len(), 0);
            out.extend(MAGIC_END.to_le_bytes());
        }
    }
    Ok(out)
}

/// What a UF2 file holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contents {
    pub segments: Segments,
    /// The family ids of its blocks, each once, in the order they are met.
    pub families: Vec<u32>,
}

/// The bytes for the main flash in a UF2 file.
pub fn decode(bytes: &[u8]) -> Result<Segments> {
    Ok(read(bytes)?.segments)
}

/// Reads a UF2 file with all that it says.
pub fn read(bytes: &[u8]) -> Result<Contents> {
    ensure!(
        bytes.len().is_multiple_of(BLOCK),
        "UF2: {} bytes are not a whole number of blocks of {BLOCK}; the last is cut off at \
         offset {:#x}",
        bytes.len(),
        bytes.len() / BLOCK * BLOCK
    );
    let total = bytes.len() / BLOCK;
    let mut seen = vec![false; total];
    let mut parts: Vec<Segment> = Vec::new();
    let mut families = Vec::new();
    for (i, block) in bytes.chunks_exact(BLOCK).enumerate() {
        let at = || format!("UF2 block {i} (offset {:#x})", i * BLOCK);
        let block = Block::parse(block, total, &mut seen).with_context(at)?;
        if let Some(family) = block.family
            && !families.contains(&family)
        {
            families.push(family);
        }
        if block.skipped {
            continue;
        }
        match parts.last_mut() {
            Some(last) if last.end() == u64::from(block.address) => {
                last.data.extend_from_slice(block.data);
            }
            _ => parts.push(Segment { address: block.address, data: block.data.to_vec() }),
        }
    }
    Ok(Contents { segments: Segments::new(parts, None).context("UF2")?, families })
}

struct Block<'a> {
    address: u32,
    data: &'a [u8],
    family: Option<u32>,
    /// The block is not for the main flash.
    skipped: bool,
}

impl<'a> Block<'a> {
    fn parse(block: &'a [u8], total: usize, seen: &mut [bool]) -> Result<Block<'a>> {
        let word = |at: usize| {
            u32::from_le_bytes([block[at], block[at + 1], block[at + 2], block[at + 3]])
        };
        let magics = [
            (0, MAGIC_START, "first magic number"),
            (4, MAGIC_SECOND, "second magic number"),
            (508, MAGIC_END, "magic number at the end"),
        ];
        for (at, right, what) in magics {
            let found = word(at);
            ensure!(found == right, "the {what} is {found:#010x} instead of {right:#010x}");
        }
        let (flags, address, size) = (word(8), word(12), word(16) as usize);
        let (number, blocks) = (word(20) as usize, word(24) as usize);
        ensure!(size <= DATA_MAX, "its payload of {size} bytes is longer than {DATA_MAX}");
        ensure!(blocks == total, "it says that there are {blocks} blocks, but there are {total}");
        match seen.get_mut(number) {
            Some(seen) if *seen => bail!("block number {number} occurs twice"),
            Some(seen) => *seen = true,
            None => bail!("its number {number} is not below the count of {total}"),
        }
        Ok(Block {
            address,
            data: &block[DATA..DATA + size],
            family: (flags & HAS_FAMILY != 0).then(|| word(28)),
            skipped: flags & (NOT_MAIN_FLASH | FILE_CONTAINER) != 0,
        })
    }
}
