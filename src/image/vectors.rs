//! An ELF file for a simulator that has no boot loader.

use super::segments::Segments;
use anyhow::{Context as _, Result, ensure};
use object::build::elf::{Builder, SectionData};
use object::elf;

/// Puts a copy of the first two words of the vector table at `table` (the stack pointer and where to
/// start) to `start`, where the processor looks for them after a reset and a boot loader's table
/// would be.
pub fn at_start(elf: &[u8], table: u32, start: u32) -> Result<Vec<u8>> {
    let doing = "cannot put the vectors where the simulator looks for them";
    let segments = Segments::from_elf(elf)?;
    let words = segments.iter().find_map(|s| {
        let from = usize::try_from(table.checked_sub(s.address)?).ok()?;
        s.data.get(from..from.checked_add(8)?)
    });
    let words = words.with_context(|| format!("{doing}: the program has none at {table:#x}"))?;
    let free = segments.iter().all(|s| s.address >= start.saturating_add(8));
    ensure!(free, "{doing}: the program has other things at {start:#x}");
    let mut builder = Builder::read(elf).context(doing)?;
    let section = builder.sections.add();
    section.name = b".boot_vectors".as_slice().into();
    section.sh_type = elf::SHT_PROGBITS;
    section.sh_flags = elf::SHF_ALLOC;
    section.sh_size = 8;
    section.sh_addralign = 4;
    section.data = SectionData::Data(words.to_vec().into());
    let segment = builder.segments.add_load_segment(elf::PF_R, 4);
    segment.append_section(section);
    section.sh_addr = start.into();
    (segment.p_vaddr, segment.p_paddr) = (start.into(), start.into());
    let mut out = Vec::new();
    builder.write(&mut out).context(doing)?;
    Ok(out)
}
