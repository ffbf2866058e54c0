//! The functions of a linked program, and where each of them goes.

use super::calls::{self, Exits};
use super::symbols::Machine;
use anyhow::{Context as _, Result};
use object::{
    Architecture, Object as _, ObjectSection as _, ObjectSymbol as _, SectionKind, SymbolKind,
};

/// A function of the linked program.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Function {
    pub start: u32,
    pub size: u32,
    pub symbol: String,
}

/// Machine code with what an ELF file says of it.
pub struct Code<'a> {
    pub file: object::File<'a>,
    pub machine: Machine,
    /// By address; several may begin at the same.
    pub functions: Vec<Function>,
    /// What is loaded: addresses and bytes.
    loaded: Vec<(u64, &'a [u8])>,
    /// Where constants between instructions begin and end.
    data: Vec<(u32, bool)>,
}

impl<'a> Code<'a> {
    /// Reads an ELF file.
    pub fn read(elf: &'a [u8]) -> Result<Code<'a>> {
        let file = object::File::parse(elf).context("the linked program")?;
        let machine = Machine::of(file.architecture());
        let functions = functions(&file);
        // Sections that are not loaded have addresses, too: 0.
        use SectionKind::{Data, ReadOnlyData, Text};
        let loaded = file.sections().filter(|s| matches!(s.kind(), Text | Data | ReadOnlyData));
        let loaded = loaded.filter_map(|s| Some((s.address(), s.data().ok()?))).collect();
        Ok(Code { data: data_ranges(&file), loaded, file, machine, functions })
    }

    /// Calls and jumps in a function.
    pub fn exits(&self, f: &Function) -> Exits {
        let code = self.bytes(f.start, f.size);
        let is_data = |address: u32| {
            let n = self.data.partition_point(|(at, _)| *at <= address);
            n > 0 && self.data[n - 1].1
        };
        let word = |at: u32| Some(u32::from_le_bytes(self.bytes(at, 4)?.try_into().ok()?));
        calls::exits(self.machine, f.start, code.unwrap_or_default(), is_data, word)
    }

    fn bytes(&self, start: u32, size: u32) -> Option<&'a [u8]> {
        let (start, size) = (u64::from(start), u64::from(size));
        self.loaded.iter().find_map(|(at, bytes)| {
            let from = usize::try_from(start.checked_sub(*at)?).ok()?;
            bytes.get(from..from.checked_add(usize::try_from(size).ok()?)?)
        })
    }
}

/// The functions of a file, by address.
pub fn functions(file: &object::File) -> Vec<Function> {
    // Bit 0 of addresses of code.
    let thumb = u32::from(file.architecture() == Architecture::Arm);
    let text = file.symbols().filter(|s| s.kind() == SymbolKind::Text && s.size() > 0);
    let mut functions: Vec<Function> = text
        .filter_map(|s| {
            let start = s.address() as u32 & !thumb;
            Some(Function { start, size: s.size() as u32, symbol: s.name().ok()?.to_owned() })
        })
        .collect();
    functions.sort();
    functions
}

/// Which of the functions an address lies in.
pub fn containing(functions: &[Function], address: u32) -> Option<&Function> {
    let n = functions.partition_point(|f| f.start <= address).checked_sub(1)?;
    Some(&functions[n]).filter(|f| address - f.start < f.size)
}

/// Constants between instructions: the ranges that mapping symbols begin and end.
fn data_ranges(file: &object::File) -> Vec<(u32, bool)> {
    let mut marks: Vec<(u32, bool)> = file
        .symbols()
        .filter_map(|s| match s.name().ok()?.get(..2)? {
            "$d" => Some((s.address() as u32, true)),
            "$t" | "$x" => Some((s.address() as u32, false)),
            _ => None,
        })
        .collect();
    marks.sort_unstable();
    marks
}
