//! Puts the checks of a plan into assembly text.
//!
//! A check comes before the function takes any stack: the bytes it asks for go to a helper that
//! compares them with what is left. If there is too little the helper calls the report, for which
//! every check leaves room.

use super::asm::Asm;
use std::fmt::Write as _;

/// The instruction set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Isa {
    Thumb,
    RiscV,
}

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

/// The text with a check at the start of the named functions.
///
/// With `goroutines`, the limit is that of the one that `runtime.current` points to; else the
/// start-up stack's.
pub fn text(asm: &Asm, checks: &[(String, u32)], isa: Isa, goroutines: bool) -> String {
    let mut at: Vec<(usize, u32)> = checks
        .iter()
        .filter_map(|(name, need)| {
            let f = asm.funcs.iter().find(|f| f.name == *name)?;
            Some((f.start, *need))
        })
        .collect();
    at.sort_unstable();
    let mut out = String::with_capacity(asm.lines.iter().map(|l| l.len() + 1).sum());
    let mut at = at.into_iter().peekable();
    for (i, line) in asm.lines.iter().enumerate() {
        if let Some((_, need)) = at.next_if(|(start, _)| *start == i) {
            check(&mut out, need, isa);
        }
        out.push_str(line);
        out.push('\n');
    }
    if !checks.is_empty() {
        out.push_str(&helper(isa, goroutines));
    }
    out
}

fn check(out: &mut String, need: u32, isa: Isa) {
    match isa {
        Isa::Thumb => {
            // In words, as a byte and a shift: what MOVS and LSLS can make.
            let (mut n, mut shift) = (need.div_ceil(4), 0);
            while n > 255 {
                (n, shift) = (n.div_ceil(2), shift + 1);
            }
            let _ = write!(out, "\tpush\t{{r0, lr}}\n\tmovs\tr0, #{n}\n");
            if shift > 0 {
                let _ = writeln!(out, "\tlsls\tr0, r0, #{shift}");
            }
            out.push_str("\tbl\tembgo_stack_check\n");
        }
        Isa::RiscV => {
            let _ = write!(out, "\tli\tt1, {need}\n\tcall\tt0, embgo_stack_check\n");
        }
    }
}

/// `embgo_stack_check`. Thumb: takes words in r0, with the function's r0 and lr on the stack, and
/// removes those. RISC-V: takes bytes in t1, returns to t0.
fn helper(isa: Isa, current: bool) -> String {
    match isa {
        Isa::Thumb => {
            let load = match current {
                true => "\tldr\tr1, .Lembgo_limit\n\tldr\tr1, [r1]\n\tldr\tr1, [r1, #4]\n",
                false => "\tldr\tr1, .Lembgo_limit\n",
            };
            let word = if current { "runtime.current" } else { "_stack_bottom" };
            format!(
                "\t.section\t.text.embgo_stack_check,\"ax\",%progbits\n\t.p2align\t2\n\
                 \t.global\tembgo_stack_check\n\
                 \t.type\tembgo_stack_check,%function\n\t.thumb_func\nembgo_stack_check:\n\
                 \tpush\t{{r1}}\n\tmov\tr12, lr\n\tlsls\tr0, r0, #2\n{load}\
                 \tmov\tlr, r2\n\tmov\tr2, sp\n\tsubs\tr1, r2, r1\n\tadds\tr1, #12\n\tmov\tr2, lr\n\
                 \tcmp\tr1, r0\n\tblt\t1f\n\
                 \tldr\tr0, [sp, #8]\n\tmov\tlr, r0\n\tpop\t{{r1}}\n\tldr\tr0, [sp]\n\
                 \tadd\tsp, #8\n\tbx\tr12\n\
                 1:\tmov\tr2, r12\n\tmov\tr3, sp\n\tadds\tr3, #8\n\tbl\tembgo_stack_overflow\n\t.p2align\t2\n.Lembgo_limit:\n\t.long\t{word}\n\
                 \t.size\tembgo_stack_check, .-embgo_stack_check\n"
            )
        }
        Isa::RiscV => {
            let load = match current {
                true => {
                    "\tlui\tt2, %hi(runtime.current)\n\tlw\tt2, %lo(runtime.current)(t2)\n\
                     \tlw\tt2, 4(t2)\n"
                }
                false => "\tlui\tt2, %hi(_stack_bottom)\n\taddi\tt2, t2, %lo(_stack_bottom)\n",
            };
            format!(
                "\t.section\t.text.embgo_stack_check,\"ax\",@progbits\n\t.p2align\t2\n\
                 \t.global\tembgo_stack_check\n\
                 \t.type\tembgo_stack_check,@function\nembgo_stack_check:\n{load}\
                 \tsub\tt2, sp, t2\n\tblt\tt2, t1, 1f\n\tjr\tt0\n\
                 1:\taddi\tsp, sp, -16\n\tsw\tra, 12(sp)\n\tmv\ta0, t1\n\tmv\ta1, t2\n\
                 \tmv\ta2, t0\n\tmv\ta3, sp\n\tcall\tembgo_stack_overflow\n\t.size\tembgo_stack_check, .-embgo_stack_check\n"
            )
        }
    }
}
