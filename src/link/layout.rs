//! The table of `embgo layout`: a target's regions and roles and, with a linked program, what lies
//! in each.

use super::report;
use crate::target::Target;
use crate::target::memory::{Region, Role};
use crate::target::number;
use anyhow::Result;
use goblin::elf::program_header::PT_LOAD;
use goblin::elf::section_header::{SHF_ALLOC, SHT_NOBITS};
use goblin::elf::{Elf, SectionHeader};
use serde::Serialize;
use std::fmt;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Layout {
    pub target: String,
    pub entry: String,
    pub stack_size: u32,
    pub regions: Vec<RegionRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RegionRow {
    pub name: String,
    pub origin: u32,
    pub length: u32,
    pub flags: String,
    /// Left free for a bootloader in front of `origin`.
    pub reserved: u32,
    pub roles: Vec<Role>,
    /// Bytes in use and their share of `length` in percent; only with a program.
    pub used: Option<u64>,
    pub percent: Option<f64>,
    pub sections: Vec<SectionRow>,
}

/// A section, or the copy of one that waits in flash to be loaded to RAM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionRow {
    pub name: String,
    pub address: u64,
    pub size: u64,
    /// These bytes are the first content of a section that runs elsewhere.
    pub load_copy: bool,
}

/// The table of a target, filled in from a linked program if there is one.
pub fn table(target: &Target, elf: Option<&[u8]>) -> Result<Layout> {
    let sections = match elf {
        Some(bytes) => Some(sections(&report::parse(bytes)?)),
        None => None,
    };
    let rows = target.memory.regions.iter().map(|r| row(r, target, sections.as_deref()));
    Ok(Layout {
        target: target.name.clone(),
        entry: target.entry.clone(),
        stack_size: target.stack_size,
        regions: rows.collect(),
    })
}

fn row(region: &Region, target: &Target, sections: Option<&[SectionRow]>) -> RegionRow {
    let inside = |s: &&SectionRow| region.contains(s.address);
    let here: Vec<SectionRow> =
        sections.unwrap_or_default().iter().filter(inside).cloned().collect();
    let used = sections.map(|_| here.iter().map(|s| s.size).sum::<u64>());
    let flags = [("r", true), ("w", region.writable), ("x", region.executable)];
    RegionRow {
        name: region.name.clone(),
        origin: region.origin,
        length: region.length,
        flags: flags.iter().filter(|(_, on)| *on).map(|(f, _)| *f).collect(),
        reserved: region.reserved,
        roles: target.memory.roles_of(region),
        used,
        percent: used.map(|u| (u as f64 * 1000.0 / f64::from(region.length)).round() / 10.0),
        sections: here,
    }
}

fn sections(elf: &Elf) -> Vec<SectionRow> {
    let mut rows = Vec::new();
    for header in &elf.section_headers {
        if header.sh_flags & u64::from(SHF_ALLOC) == 0 || header.sh_size == 0 {
            continue;
        }
        let name = elf.shdr_strtab.get_at(header.sh_name).unwrap_or("?").to_owned();
        let (address, size) = (header.sh_addr, header.sh_size);
        if let Some(load) = load_address(elf, header)
            && load != address
        {
            let name = name.clone();
            rows.push(SectionRow { name, address: load, size, load_copy: true });
        }
        rows.push(SectionRow { name, address, size, load_copy: false });
    }
    rows.sort_by_key(|r| r.address);
    rows
}

/// Where a section's bytes lie in the image, by the segment that holds them.
pub fn load_address(elf: &Elf, header: &SectionHeader) -> Option<u64> {
    if header.sh_type == SHT_NOBITS {
        return None;
    }
    let holds = |p: &&goblin::elf::ProgramHeader| {
        p.p_type == PT_LOAD
            && header.sh_offset >= p.p_offset
            && header.sh_offset - p.p_offset < p.p_filesz
    };
    let segment = elf.program_headers.iter().find(holds)?;
    Some(segment.p_paddr.wrapping_add(header.sh_offset - segment.p_offset))
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let width = self.regions.iter().map(|r| r.name.len()).max().unwrap_or(0).max(6);
        writeln!(f, "{:width$}  from        to          size      used", "region")?;
        for r in &self.regions {
            let last = u64::from(r.origin) + u64::from(r.length) - 1;
            let size = number::show(r.length.into());
            write!(f, "{:width$}  {:#010x}  {last:#010x}  {size:8}", r.name, r.origin)?;
            match (r.used, r.percent) {
                (Some(used), Some(percent)) => write!(f, "  {used} ({percent} %)")?,
                _ => write!(f, "  -")?,
            }
            let roles: Vec<_> = r.roles.iter().map(|r| r.name()).collect();
            let roles = if roles.is_empty() { "not used".into() } else { roles.join(" ") };
            writeln!(f, "  {} {roles}", r.flags)?;
            if r.reserved > 0 {
                let reserved = number::show(r.reserved.into());
                writeln!(f, "{:width$}  {reserved} in front left to the bootloader", "")?;
            }
            for s in &r.sections {
                let note = if s.load_copy { " (first content)" } else { "" };
                writeln!(
                    f,
                    "{:width$}  {:#010x}  {:>10}  {}{note}",
                    "", s.address, s.size, s.name
                )?;
            }
        }
        writeln!(f, "entry {}, stack {} bytes", self.entry, self.stack_size)
    }
}
