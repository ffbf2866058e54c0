//! Puts the checks of a plan into assembly text.
//!
//! A check comes before the function takes any stack, and compares the bytes that it asks for with
//! what is left, by itself or by calling a helper. If there is too little the report is called, for
//! which every check leaves room.

mod riscv;
mod thumb;
mod xtensa;

use super::asm::Asm;
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt::Write as _;

/// The instruction set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Isa {
    /// The first Thumb instructions only: ARMv6-M.
    Thumb,
    Thumb2,
    RiscV,
    Xtensa,
}

/// The stacks that there are.
#[derive(Clone, Copy, Debug)]
pub struct Stacks {
    /// Those of goroutines: the limit is that of the one that `runtime.current` points to, else
    /// the start-up stack's.
    pub goroutines: bool,
    /// One for interrupt handlers, some of which check.
    pub interrupts: bool,
}

/// How many lines of Xtensa assembly one copy of the helper serves: a direct call reaches 512 KB
/// (ISA reference, CALL0), and an instruction has at most 3 bytes.
const NEAR_LINES: usize = 100_000;

/// The copy that stands behind all functions.
const LAST: usize = usize::MAX;

/// Clang's RISC-V assembler does not take the quoted names that clang writes as operands of calls:
/// those get other names.
pub fn callable(text: &str) -> String {
    let mut names: indexmap::IndexSet<&str> = indexmap::IndexSet::new();
    let mut out = String::with_capacity(text.len() + 64);
    // The tables of frames are for debuggers, not for unwinding: clang would load them.
    out.push_str("\t.cfi_sections\t.debug_frame\n");
    for line in text.lines() {
        let start = line.trim_start();
        let call = ["call\t", "tail\t", "jal\t", "j\t"].iter().any(|op| start.starts_with(op));
        match line.find('"').filter(|_| call && line.ends_with('"')) {
            Some(at) => {
                let n = names.insert_full(&line[at..]).0;
                let _ = writeln!(out, "{}.Lcallee{n}", &line[..at]);
            }
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    for (n, name) in names.iter().enumerate() {
        let _ = writeln!(out, "\t.set\t.Lcallee{n}, {name}");
    }
    out
}

/// The text with an instruction behind calls that functions end with: where they would return to is
/// then in the same function.
pub fn calls_inside(asm: &mut Asm) {
    let call = |line: &str| {
        let op = line.split_whitespace().next().unwrap_or_default();
        matches!(op, "bl" | "blx" | "call" | "jal" | "jalr")
    };
    for f in &asm.funcs {
        if call(&asm.lines[f.last]) {
            asm.lines[f.last].push_str("\n\tnop");
        }
    }
}

/// The text with a check at the start of the named functions.
///
/// Which stacks checked functions run on decides where the limit is found. With `fast` the functions
/// compare by themselves where that is shorter in time: it is longer in bytes.
pub fn text(asm: &Asm, checks: &[(String, u32)], isa: Isa, stacks: Stacks, fast: bool) -> String {
    // What handlers share with others has two limits to choose from.
    let inline = fast && !stacks.interrupts && matches!(isa, Isa::Thumb2 | Isa::RiscV);
    let large = isa == Isa::Xtensa && asm.lines.len() > NEAR_LINES;
    let lonely = without_literals(asm, large);
    let needs: FxHashMap<&str, u32> = checks.iter().map(|(name, need)| (&**name, *need)).collect();
    let checked = asm.funcs.iter().filter_map(|f| Some((f, *needs.get(&*f.name)?)));
    let mut checked = checked.enumerate().peekable();
    let mut out = String::with_capacity(asm.lines.iter().map(|l| l.len() + 1).sum());
    let (mut copy, mut copied) = (0, 0);
    for (i, line) in asm.lines.iter().enumerate() {
        if inline && let Some((n, (_, need))) = checked.peek().filter(|(_, (f, _))| f.head == i) {
            match isa {
                Isa::RiscV => riscv::before(&mut out, *n, *need),
                _ => thumb::before(&mut out, *n, *need, stacks),
            }
        }
        if let Some((n, (f, need))) = checked.next_if(|(_, (f, _))| f.start == i) {
            match isa {
                Isa::RiscV if inline => riscv::inline(&mut out, n, need, stacks),
                Isa::RiscV => riscv::call(&mut out, need),
                Isa::Thumb2 if inline => thumb::inline(&mut out, n, need, stacks),
                Isa::Thumb | Isa::Thumb2 => thumb::call(&mut out, need),
                Isa::Xtensa => {
                    let copy = if lonely(&f.name) { LAST } else { copy };
                    xtensa::call(&mut out, need, copy);
                }
            }
        }
        out.push_str(line);
        out.push('\n');
        // Between two functions.
        let far = large && i - copied > NEAR_LINES && !checks.is_empty();
        if far && line.trim_start().starts_with(".size") {
            out.push_str("\t.pushsection\t.text,\"ax\",@progbits\n");
            out.push_str(&xtensa::helper(stacks, copy));
            out.push_str("\t.popsection\n");
            (copy, copied) = (copy + 1, i);
        }
    }
    if checks.is_empty() {
        return out;
    }
    match isa {
        Isa::Thumb | Isa::Thumb2 => {
            let helped: Vec<u32> = checks.iter().map(|c| c.1).filter(|_| !inline).collect();
            out.push_str(&thumb::helper(&helped, stacks));
        }
        Isa::RiscV => out.push_str(&riscv::helper(!inline, stacks)),
        Isa::Xtensa => {
            out.push_str(&xtensa::helper(stacks, copy));
            if large {
                out.push_str(&xtensa::helper(stacks, LAST));
            }
        }
    }
    out
}

/// Tells which functions of a large Xtensa program have no literals: GNU ld places what has some
/// with them, and these behind all others, next to the last copy of the helper.
fn without_literals(asm: &Asm, large: bool) -> impl Fn(&str) -> bool {
    let mut with = FxHashSet::default();
    for line in asm.lines.iter().filter(|_| large) {
        if let Some(section) = line.trim_start().strip_prefix(".section\t")
            && let Some((_, name)) = section.split_once(".literal.")
        {
            with.insert(name.split('"').next().unwrap_or(name).to_owned());
        }
    }
    move |name| large && !with.contains(name)
}

/// The variable that leads to the limit outside of handlers.
fn limit(stacks: Stacks) -> &'static str {
    if stacks.goroutines { "runtime.current" } else { "_stack_bottom" }
}
