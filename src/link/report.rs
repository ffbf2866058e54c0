//! Sizes of a linked program or an object file, by kind of memory, package and symbol. Reads ELF
//! bytes; never fails on strange ones but says what is wrong.

use anyhow::{Context, Result, bail};
use goblin::elf::section_header::{SHF_ALLOC, SHF_EXECINSTR, SHF_WRITE, SHT_NOBITS};
use goblin::elf::sym::{STT_FILE, STT_SECTION};
use goblin::elf::{Elf, SectionHeader};
use indexmap::IndexMap;
use serde::Serialize;
use std::fmt::Write as _;

/// Bytes by kind. The stack and the heap count nowhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sizes {
    pub code: u64,
    pub rodata: u64,
    /// Variables with a first value: they take room in the image and in RAM.
    pub data: u64,
    /// Variables that start as zero, or as anything.
    pub bss: u64,
}

/// What a section's bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Code,
    Rodata,
    Data,
    Bss,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SymbolSize {
    pub name: String,
    pub section: String,
    pub kind: Kind,
    pub address: u64,
    pub size: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackageSize {
    /// An import path, or [`NO_PACKAGE`] for symbols that are not Go's and bytes without a symbol.
    pub package: String,
    #[serde(flatten)]
    pub sizes: Sizes,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    pub total: SizesOut,
    /// The largest in flash first.
    pub packages: Vec<PackageSize>,
    /// The largest first.
    pub symbols: Vec<SymbolSize>,
}

/// The totals with the two sums that matter to the board.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SizesOut {
    #[serde(flatten)]
    pub sizes: Sizes,
    pub flash: u64,
    pub ram: u64,
}

/// The package name for what belongs to none.
pub const NO_PACKAGE: &str = "(other)";
/// And for the table of interrupt vectors, and what compilers take for granted: copying, division.
const VECTORS: &str = "(vectors)";
const HELPERS: &str = "(helpers)";

impl Sizes {
    /// Bytes of the image.
    pub fn flash(&self) -> u64 {
        self.code + self.rodata + self.data
    }

    /// Bytes of variables.
    pub fn ram(&self) -> u64 {
        self.data + self.bss
    }

    fn slot(&mut self, kind: Kind) -> &mut u64 {
        match kind {
            Kind::Code => &mut self.code,
            Kind::Rodata => &mut self.rodata,
            Kind::Data => &mut self.data,
            Kind::Bss => &mut self.bss,
        }
    }
}

/// The kind of an allocated section; none for debug sections, the stack and the heap.
pub fn kind(name: &str, header: &SectionHeader) -> Option<Kind> {
    let flag = |f: u32| header.sh_flags & u64::from(f) != 0;
    if !flag(SHF_ALLOC) || header.sh_size == 0 || [".stack", ".irqstack", ".heap"].contains(&name) {
        return None;
    }
    // A vector table is often declared without `const`; it stays in flash all the same.
    let table = [".vectors", ".boot2", ".isr_vector", ".init"].contains(&name);
    Some(if header.sh_type == SHT_NOBITS {
        Kind::Bss
    } else if table {
        Kind::Code
    } else if flag(SHF_WRITE) {
        Kind::Data
    } else if flag(SHF_EXECINSTR) {
        Kind::Code
    } else {
        Kind::Rodata
    })
}

/// Reads a linked program or an object file.
pub fn read(bytes: &[u8]) -> Result<Report> {
    let elf = parse(bytes)?;
    let mut sections = IndexMap::new();
    for (index, header) in elf.section_headers.iter().enumerate() {
        let name = elf.shdr_strtab.get_at(header.sh_name).unwrap_or("");
        if let Some(kind) = kind(name, header) {
            sections.insert(index, (name, kind, header));
        }
    }
    let mut total = Sizes::default();
    for (_, kind, header) in sections.values() {
        let slot = total.slot(*kind);
        *slot = slot.saturating_add(header.sh_size);
    }
    let mut symbols = Vec::new();
    for sym in &elf.syms {
        let Some((section, kind, header)) = sections.get(&sym.st_shndx) else { continue };
        let name = elf.strtab.get_at(sym.st_name).unwrap_or("");
        if sym.st_size == 0 || name.is_empty() || [STT_FILE, STT_SECTION].contains(&sym.st_type()) {
            continue;
        }
        // The lowest bit of a Thumb function's address says that it is one.
        let address = if *kind == Kind::Code && elf.header.e_machine == goblin::elf::header::EM_ARM
        {
            sym.st_value & !1
        } else {
            sym.st_value
        };
        let section = (*section).to_owned();
        let size = sym.st_size.min(header.sh_size);
        let name = name.to_owned();
        symbols.push((
            (sym.st_shndx, address),
            SymbolSize { name, section, kind: *kind, address, size },
        ));
    }
    let symbols = without_overlaps(symbols);
    let packages = by_package(&symbols, total);
    let total = SizesOut { sizes: total, flash: total.flash(), ram: total.ram() };
    Ok(Report { total, packages, symbols })
}

/// An ELF file for a 32-bit little-endian processor.
pub fn parse(bytes: &[u8]) -> Result<Elf<'_>> {
    if !bytes.starts_with(b"\x7fELF") {
        bail!("not an ELF file");
    }
    let elf = Elf::parse(bytes).context("not a readable ELF file")?;
    if elf.is_64 || !elf.little_endian {
        bail!("not an ELF file for a 32-bit little-endian processor");
    }
    Ok(elf)
}

/// Two names for the same bytes count once; which one is decided by size, then by name.
fn without_overlaps(mut symbols: Vec<((usize, u64), SymbolSize)>) -> Vec<SymbolSize> {
    symbols.sort_by(|(a, x), (b, y)| (a, y.size, &x.name).cmp(&(b, x.size, &y.name)));
    let mut kept: Vec<SymbolSize> = Vec::new();
    let mut end = (usize::MAX, 0);
    for ((section, address), symbol) in symbols {
        if end.0 == section && address < end.1 {
            continue;
        }
        end = (section, address.saturating_add(symbol.size));
        kept.push(symbol);
    }
    kept.sort_by(|a, b| b.size.cmp(&a.size).then_with(|| a.name.cmp(&b.name)));
    kept
}

fn by_package(symbols: &[SymbolSize], total: Sizes) -> Vec<PackageSize> {
    let mut packages: IndexMap<&str, Sizes> = IndexMap::new();
    let mut named = Sizes::default();
    for symbol in symbols {
        let sizes = packages.entry(package(&symbol.name)).or_default();
        *sizes.slot(symbol.kind) += symbol.size;
        *named.slot(symbol.kind) += symbol.size;
    }
    let other = packages.entry(NO_PACKAGE).or_default();
    other.code += total.code.saturating_sub(named.code);
    other.rodata += total.rodata.saturating_sub(named.rodata);
    other.data += total.data.saturating_sub(named.data);
    other.bss += total.bss.saturating_sub(named.bss);
    let mut out: Vec<PackageSize> = packages
        .into_iter()
        .filter(|(_, sizes)| *sizes != Sizes::default())
        .map(|(package, sizes)| PackageSize { package: package.to_owned(), sizes })
        .collect();
    let rank = |p: &PackageSize| (u64::MAX - p.sizes.flash(), u64::MAX - p.sizes.ram());
    out.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.package.cmp(&b.package)));
    out
}

/// The import path in a Go symbol: `net/http.(*Client).Do` gives `net/http`.
pub fn package(symbol: &str) -> &str {
    // Descriptions of types, what compares and hashes their values, methods through pointers.
    let described = ["type:", "eq:", "hash:"].iter().find_map(|p| symbol.strip_prefix(p));
    let symbol = described.unwrap_or(symbol).trim_start_matches('*');
    // What follows a bracket may hold paths of other packages.
    let head = &symbol[..symbol.find(['(', '[', '{', ' ']).unwrap_or(symbol.len())];
    let last = head.rfind('/').map_or(0, |i| i + 1);
    match head[last..].find('.') {
        Some(dot) if last + dot > 0 && !head.starts_with("__") => &head[..last + dot],
        _ => without_path(symbol),
    }
}

/// Where symbols without an import path belong.
fn without_path(symbol: &str) -> &'static str {
    match symbol {
        "embgo_vectors" => VECTORS,
        // It initialises the packages and is what main is usually inlined into.
        "embgo_start" => "main",
        "memcpy" | "memmove" | "memset" | "memcmp" => HELPERS,
        _ if symbol.starts_with("__") => HELPERS,
        _ if symbol.starts_with("embgo_") || symbol.ends_with("_Handler") => "runtime",
        _ => NO_PACKAGE,
    }
}

impl Report {
    /// The largest symbols.
    pub fn largest(&self, count: usize) -> &[SymbolSize] {
        &self.symbols[..count.min(self.symbols.len())]
    }

    /// The two-line table of `-size=short`.
    pub fn short(&self) -> String {
        let mut out = heading("");
        out.truncate(out.trim_end().len());
        out.push('\n');
        out + row(&self.total.sizes, "").trim_end() + "\n"
    }

    /// The table of `-size=full`: one line a package, then the sum.
    pub fn full(&self) -> String {
        let mut out = heading("package");
        let rule = "------------------------------- | --------------- | -------\n";
        out.push_str(rule);
        for package in &self.packages {
            out.push_str(&row(&package.sizes, &package.package));
        }
        out.push_str(rule);
        out + &row(&self.total.sizes, "total")
    }
}

fn heading(last: &str) -> String {
    format!("   code  rodata    data     bss |   flash     ram | {last}\n")
}

fn row(s: &Sizes, name: &str) -> String {
    let mut out = String::new();
    let (code, rodata, data, bss) = (s.code, s.rodata, s.data, s.bss);
    let (flash, ram) = (s.flash(), s.ram());
    let _ = writeln!(out, "{code:7} {rodata:7} {data:7} {bss:7} | {flash:7} {ram:7} | {name}");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_of_symbols() {
        assert_eq!(package("main.main"), "main");
        assert_eq!(package("net/http.(*Client).Do"), "net/http");
        assert_eq!(package("slices.Sort[a/b.T]"), "slices");
        assert_eq!(package("example.com/x/y.f$d"), "example.com/x/y");
        assert_eq!(package("memcpy"), HELPERS);
        assert_eq!(package("__aeabi_f.x"), HELPERS);
        assert_eq!(package("Reset_Handler"), "runtime");
        assert_eq!(package("type:*encoding/json.Decoder"), "encoding/json");
        assert_eq!(package(".Lx"), NO_PACKAGE);
        assert_eq!(package(""), NO_PACKAGE);
    }

    #[test]
    fn no_elf_is_an_error() {
        assert!(read(b"").is_err());
        assert!(read(b"\x7fELF").is_err());
        assert!(read(&[0x7f; 64]).is_err());
    }
}
