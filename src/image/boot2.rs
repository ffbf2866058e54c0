//! The checksum of the RP2040's second stage boot block.
//!
//! The mask ROM copies the first 256 bytes of the flash to RAM and runs them only if the last four
//! are the CRC-32 of the others (RP2040 datasheet, section 2.8.1.3.1).

use anyhow::{Context as _, Result, ensure};
use goblin::elf::Elf;

/// The section that holds the block.
const SECTION: &str = ".boot2";
const SIZE: usize = 256;
const CODE: usize = SIZE - 4;

/// Writes the checksum into the `.boot2` section of an ELF file. `false` says that there is none.
pub fn patch_boot2(elf: &mut [u8]) -> Result<bool> {
    let Some((offset, size)) = find(elf)? else { return Ok(false) };
    ensure!(size == SIZE, "section {SECTION} has {size} bytes; the boot ROM reads {SIZE}");
    let end = offset.checked_add(SIZE);
    let block = end
        .and_then(|end| elf.get_mut(offset..end))
        .with_context(|| format!("section {SECTION} lies beyond the end of the ELF file"))?;
    let (code, sum) = block.split_at_mut(CODE);
    sum.copy_from_slice(&crc32(code).to_le_bytes());
    Ok(true)
}

fn find(bytes: &[u8]) -> Result<Option<(usize, usize)>> {
    let elf = Elf::parse(bytes).context("not a readable ELF file")?;
    let named =
        |s: &&goblin::elf::SectionHeader| elf.shdr_strtab.get_at(s.sh_name) == Some(SECTION);
    match elf.section_headers.iter().find(named) {
        Some(s) if s.sh_size > 0 => {
            Ok(Some((usize::try_from(s.sh_offset)?, usize::try_from(s.sh_size)?)))
        }
        _ => Ok(None),
    }
}

/// CRC-32 with polynomial 0x04c11db7, start value 0xffffffff, not reflected, nothing added at the
/// end: the variant that the boot ROM uses.
pub fn crc32(bytes: &[u8]) -> u32 {
    bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte) << 24, |crc, _| {
            let shifted = crc << 1;
            if crc >> 31 == 1 { shifted ^ 0x04c1_1db7 } else { shifted }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::crc32;

    #[test]
    fn check_value_of_the_variant() {
        // The catalogue value of CRC-32/MPEG-2.
        assert_eq!(crc32(b"123456789"), 0x0376_e6e7);
    }
}
