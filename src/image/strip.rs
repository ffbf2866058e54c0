//! An ELF file without what only people and debuggers read.

use super::segments::Segments;
use anyhow::{Context as _, Result, ensure};
use object::build::elf::{Builder, SectionData};

/// Takes debug information, symbols and comments out of an ELF file. What is loaded, and where, and
/// the entry stay the same.
pub fn strip(elf: &[u8]) -> Result<Vec<u8>> {
    let before = Segments::from_elf(elf)?;
    let mut builder = Builder::read(elf).context("cannot strip the ELF file")?;
    for section in &mut builder.sections {
        let names = matches!(section.data, SectionData::SectionString);
        // RISC-V's attributes say which instructions the program needs; disassemblers want them.
        let attributes = matches!(section.data, SectionData::Attributes(_));
        section.delete = !(section.is_alloc() || names || attributes);
    }
    for symbol in &mut builder.symbols {
        symbol.delete = true;
    }
    builder.delete_orphans();
    builder.set_section_sizes();
    let mut out = Vec::new();
    builder.write(&mut out).context("cannot strip the ELF file")?;
    let after = Segments::from_elf(&out).context("the stripped ELF file")?;
    ensure!(before == after, "stripping would change what the ELF file loads");
    Ok(out)
}
