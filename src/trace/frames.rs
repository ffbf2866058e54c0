//! Where the frame of a function lies at each of its instructions, from an ELF file's
//! `.debug_frame`.

use super::symbols::Machine;
use gimli::{
    BaseAddresses, CfaRule, DebugFrame, EndianSlice, LittleEndian, Register, RegisterRule,
    UnwindContext, UnwindSection as _,
};
use rustc_hash::FxHashMap;

/// How to get from a function's registers to its caller's.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Rule {
    /// The caller's stack pointer is so many bytes above the stack pointer, or above the frame
    /// pointer; 0 in a function without a caller.
    pub size: u32,
    pub from_frame_pointer: bool,
    /// The return address lies so many bytes below the caller's stack pointer.
    pub return_address: u32,
    /// And so does the caller's frame pointer, if this function keeps it on the stack.
    pub frame_pointer: Option<u32>,
}

/// The rules of a function: from which address on which rule holds.
pub type Rules = Vec<(u32, Rule)>;

/// The numbers of the registers in debug information: stack pointer, frame pointer, and the
/// register of the return address.
fn registers(machine: Machine) -> (Register, Register, Register) {
    let (sp, fp, ra) = match machine {
        Machine::Arm => (13, 7, 14),
        Machine::RiscV => (2, 8, 1),
        Machine::Xtensa | Machine::Other => (1, 15, 0),
    };
    (Register(sp), Register(fp), Register(ra))
}

/// The rules of all functions, by the address of each.
pub fn rules(machine: Machine, section: &[u8]) -> FxHashMap<u32, Rules> {
    let mut frames = DebugFrame::from(EndianSlice::new(section, LittleEndian));
    frames.set_address_size(4);
    let bases = BaseAddresses::default();
    let mut context = UnwindContext::new();
    let mut found = FxHashMap::default();
    let mut entries = frames.entries(&bases);
    while let Ok(Some(entry)) = entries.next() {
        let gimli::CieOrFde::Fde(partial) = entry else { continue };
        let Ok(fde) = partial.parse(DebugFrame::cie_from_offset) else { continue };
        let Ok(mut table) = fde.rows(&frames, &bases, &mut context) else { continue };
        let mut rules = Rules::new();
        while let Ok(Some(row)) = table.next_row() {
            let Some(rule) = rule(machine, row) else { continue };
            rules.push((row.start_address() as u32, rule));
        }
        found.insert(fde.initial_address() as u32 & !1, rules);
    }
    found
}

/// The rule of a row; `None` while the return address is still in its register.
fn rule(machine: Machine, row: &gimli::UnwindTableRow<usize>) -> Option<Rule> {
    let (sp, fp, ra) = registers(machine);
    let CfaRule::RegisterAndOffset { register, offset } = row.cfa() else { return None };
    if *register != sp && *register != fp {
        return None;
    }
    let below = |register: Register| match row.register(register) {
        RegisterRule::Offset(n) => u32::try_from(-n).ok(),
        _ => None,
    };
    Some(Rule {
        size: u32::try_from(*offset).ok()?,
        from_frame_pointer: *register == fp,
        return_address: below(ra)?,
        frame_pointer: below(fp),
    })
}

/// The rule that holds at an address.
pub fn at(rules: &Rules, address: u32) -> Option<Rule> {
    let n = rules.partition_point(|(start, _)| *start <= address);
    Some(rules[n.checked_sub(1)?].1)
}
