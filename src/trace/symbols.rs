//! Functions and lines by address, from an ELF file's debug information, or from its symbols where
//! there is none.

use super::code::{self, Function};
use addr2line::Context;
use gimli::{Dwarf, EndianArcSlice, LittleEndian};
use object::{Architecture, Object as _, ObjectSection as _};
use std::sync::Arc;

type Slice = EndianArcSlice<LittleEndian>;

/// Whose instructions a program consists of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Machine {
    Arm,
    RiscV,
    Xtensa,
    Other,
}

impl Machine {
    pub fn of(architecture: Architecture) -> Machine {
        match architecture {
            Architecture::Arm => Machine::Arm,
            Architecture::Riscv32 => Machine::RiscV,
            Architecture::Xtensa => Machine::Xtensa,
            _ => Machine::Other,
        }
    }
}

/// A call as the source has it, inlined or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frame {
    /// The symbol of the function.
    pub symbol: String,
    /// File and line; 0 where the line is not known.
    pub place: Option<(String, u32)>,
}

/// What is known of a program's addresses.
pub struct Symbols {
    lines: Option<Context<Slice>>,
    functions: Vec<Function>,
    machine: Machine,
}

impl Symbols {
    /// Reads a file. From what is no ELF file nothing is known.
    pub fn read(elf: &[u8]) -> Symbols {
        let mut symbols = Symbols { lines: None, functions: Vec::new(), machine: Machine::Other };
        let Ok(file) = object::File::parse(elf) else { return symbols };
        symbols.machine = Machine::of(file.architecture());
        symbols.functions = code::functions(&file);
        let dwarf = Dwarf::load(|id| -> Result<Slice, gimli::Error> {
            let section = file.section_by_name(id.name());
            let data = section.and_then(|s| s.data().ok()).unwrap_or_default();
            Ok(EndianArcSlice::new(Arc::from(data), LittleEndian))
        });
        symbols.lines = dwarf.ok().and_then(|d| Context::from_dwarf(d).ok());
        symbols
    }

    pub fn machine(&self) -> Machine {
        self.machine
    }

    /// The frames whose call returns to an address, one a line; empty if it lies in no function.
    pub fn called_from(&self, address: u32) -> String {
        // Somewhere in the call instruction. Thumb has bit 0 set.
        let thumb = u32::from(self.machine == Machine::Arm);
        self.at((address & !thumb).wrapping_sub(1))
    }

    /// The frames that an instruction belongs to, one a line.
    pub fn at(&self, address: u32) -> String {
        let mut text = String::new();
        for frame in self.frames(address) {
            let name = frame.symbol;
            text += &match frame.place {
                Some((file, line)) if line > 0 => format!("  {name} ({file}:{line})\n"),
                _ => format!("  {name}\n"),
            };
        }
        if text.is_empty()
            && let Some(function) = code::containing(&self.functions, address)
        {
            text = format!("  {}\n", function.symbol);
        }
        text
    }

    /// The frames that an instruction belongs to: its function last, what is inlined there first.
    pub fn frames(&self, address: u32) -> Vec<Frame> {
        let mut list = Vec::new();
        let Some(lines) = &self.lines else { return list };
        let Ok(mut frames) = lines.find_frames(u64::from(address)).skip_all_loads() else {
            return list;
        };
        // A loop in damaged information must end.
        for _ in 0..64 {
            let Ok(Some(frame)) = frames.next() else { break };
            let name = frame.function.as_ref().and_then(|f| f.raw_name().ok());
            let Some(symbol) = name.map(|n| n.into_owned()) else { continue };
            let place = frame.location.and_then(|l| {
                Some((l.file?.trim_start_matches("./").to_owned(), l.line.unwrap_or(0)))
            });
            list.push(Frame { symbol, place });
        }
        list
    }
}
