//! Puts the checks of a plan into assembly text.
//!
//! A check comes before the function takes any stack: the bytes it asks for go to a helper that
//! compares them with what is left. If there is too little the helper calls the report, for which
//! every check leaves room.

use super::asm::Asm;
use rustc_hash::FxHashSet;
use std::fmt::Write as _;

/// The instruction set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Isa {
    Thumb,
    RiscV,
    Xtensa,
}

/// The stacks that there are.
#[derive(Clone, Copy, Debug)]
pub struct Stacks {
    /// Those of goroutines: the limit is that of the one that `runtime.current` points to, else
    /// the start-up stack's.
    pub goroutines: bool,
    /// One for interrupt handlers.
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
/// Which stacks checked functions run on decides where the helper finds the limit.
pub fn text(asm: &Asm, checks: &[(String, u32)], isa: Isa, stacks: Stacks) -> String {
    let large = isa == Isa::Xtensa && asm.lines.len() > NEAR_LINES;
    let lonely = without_literals(asm, large);
    let mut at: Vec<(usize, u32, bool)> = checks
        .iter()
        .filter_map(|(name, need)| {
            let f = asm.funcs.iter().find(|f| f.name == *name)?;
            Some((f.start, *need, lonely(name)))
        })
        .collect();
    at.sort_unstable();
    let mut out = String::with_capacity(asm.lines.iter().map(|l| l.len() + 1).sum());
    let mut at = at.into_iter().peekable();
    let (mut copy, mut copied) = (0, 0);
    for (i, line) in asm.lines.iter().enumerate() {
        if let Some((_, need, lonely)) = at.next_if(|(start, ..)| *start == i) {
            check(&mut out, need, isa, if lonely { LAST } else { copy });
        }
        out.push_str(line);
        out.push('\n');
        // Between two functions.
        let far = large && i - copied > NEAR_LINES && !checks.is_empty();
        if far && line.trim_start().starts_with(".size") {
            out.push_str("\t.pushsection\t.text,\"ax\",@progbits\n");
            out.push_str(&helper(isa, stacks, copy));
            out.push_str("\t.popsection\n");
            (copy, copied) = (copy + 1, i);
        }
    }
    if !checks.is_empty() {
        out.push_str(&helper(isa, stacks, copy));
        if large {
            out.push_str(&helper(isa, stacks, LAST));
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

fn check(out: &mut String, need: u32, isa: Isa, copy: usize) {
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
        Isa::Xtensa => {
            // MOVI has 12 bits with a sign.
            let (mut n, mut shift) = (need, 0);
            while n > 2047 {
                (n, shift) = (n.div_ceil(2), shift + 1);
            }
            let _ = write!(out, "\tor\ta9, a0, a0\n\tmovi\ta8, {n}\n");
            if shift > 0 {
                let _ = writeln!(out, "\tslli\ta8, a8, {shift}");
            }
            let _ = writeln!(out, "\tcall0\tembgo_stack_check{}", suffix(copy));
        }
    }
}

/// `embgo_stack_check`. Thumb: takes words in r0, with the function's r0 and lr on the stack, and
/// removes those. RISC-V: takes bytes in t1, returns to t0. Xtensa: takes bytes in a8 and the
/// function's return address in a9, which it puts back into a0.
fn helper(isa: Isa, stacks: Stacks, copy: usize) -> String {
    match isa {
        Isa::Thumb => thumb(stacks),
        Isa::RiscV => riscv(stacks),
        Isa::Xtensa => xtensa(stacks, copy),
    }
}

/// The variable that leads to the limit outside of handlers.
fn limit(stacks: Stacks) -> &'static str {
    if stacks.goroutines { "runtime.current" } else { "_stack_bottom" }
}

fn thumb(stacks: Stacks) -> String {
    let mut load = match stacks.goroutines {
        true => "\tldr\tr1, .Lembgo_limit\n\tldr\tr1, [r1]\n\tldr\tr1, [r1, #4]\n",
        false => "\tldr\tr1, .Lembgo_limit\n",
    }
    .to_owned();
    let mut more = "";
    if stacks.interrupts {
        // IPSR is zero outside of exceptions.
        load = format!(
            "\tmrs\tr1, ipsr\n\tcmp\tr1, #0\n\tbeq\t2f\n\tldr\tr1, .Lembgo_irq_limit\n\tb\t3f\n\
             2:\n{load}3:\n"
        );
        more = ".Lembgo_irq_limit:\n\t.long\t_irq_stack_bottom\n";
    }
    let word = limit(stacks);
    format!(
        "\t.section\t.text.embgo_stack_check,\"ax\",%progbits\n\t.p2align\t2\n\
         \t.global\tembgo_stack_check\n\
         \t.type\tembgo_stack_check,%function\n\t.thumb_func\nembgo_stack_check:\n\
         \tpush\t{{r1}}\n\tmov\tr12, lr\n\tlsls\tr0, r0, #2\n{load}\
         \tmov\tlr, r2\n\tmov\tr2, sp\n\tsubs\tr1, r2, r1\n\tadds\tr1, #12\n\tmov\tr2, lr\n\
         \tcmp\tr1, r0\n\tblt\t1f\n\
         \tldr\tr0, [sp, #8]\n\tmov\tlr, r0\n\tpop\t{{r1}}\n\tldr\tr0, [sp]\n\
         \tadd\tsp, #8\n\tbx\tr12\n\
         1:\tmov\tr2, r12\n\tmov\tr3, sp\n\tadds\tr3, #8\n\tbl\tembgo_stack_overflow\n\
         \t.p2align\t2\n.Lembgo_limit:\n\t.long\t{word}\n{more}\
         \t.size\tembgo_stack_check, .-embgo_stack_check\n"
    )
}

fn riscv(stacks: Stacks) -> String {
    let address = |name: &str| format!("\tlui\tt2, %hi({name})\n\taddi\tt2, t2, %lo({name})\n");
    let mut load = match stacks.goroutines {
        true => "\tlui\tt2, %hi(runtime.current)\n\tlw\tt2, %lo(runtime.current)(t2)\n\
                 \tlw\tt2, 4(t2)\n"
            .to_owned(),
        false => address(limit(stacks)),
    };
    if stacks.interrupts {
        load = format!(
            "\tlui\tt2, %hi(embgo_irq_depth)\n\tlw\tt2, %lo(embgo_irq_depth)(t2)\n\
             \tbeqz\tt2, 2f\n{}\tj\t3f\n2:\n{load}3:\n",
            address("_irq_stack_bottom")
        );
    }
    format!(
        "\t.section\t.text.embgo_stack_check,\"ax\",@progbits\n\t.p2align\t2\n\
         \t.global\tembgo_stack_check\n\
         \t.type\tembgo_stack_check,@function\nembgo_stack_check:\n{load}\
         \tsub\tt2, sp, t2\n\tblt\tt2, t1, 1f\n\tjr\tt0\n\
         1:\taddi\tsp, sp, -16\n\tsw\tra, 12(sp)\n\tmv\ta0, t1\n\tmv\ta1, t2\n\
         \tmv\ta2, t0\n\tmv\ta3, sp\n\tcall\tembgo_stack_overflow\n\
         \t.size\tembgo_stack_check, .-embgo_stack_check\n"
    )
}

fn xtensa(stacks: Stacks, copy: usize) -> String {
    let mut load = format!("\tl32r\ta10, .Lembgo_limit{copy}\n");
    if stacks.goroutines {
        load += "\tl32i\ta10, a10, 0\n\tl32i\ta10, a10, 4\n";
    }
    let mut more = String::new();
    if stacks.interrupts {
        load = format!(
            "\tl32r\ta10, .Lembgo_depth{copy}\n\tl32i\ta10, a10, 0\n\tbeqz\ta10, 2f\n\
             \tl32r\ta10, .Lembgo_irq_limit{copy}\n\tj\t3f\n2:\n{load}3:\n"
        );
        more = format!(
            ".Lembgo_depth{copy}:\n\t.long\tembgo_irq_depth\n\
             .Lembgo_irq_limit{copy}:\n\t.long\t_irq_stack_bottom\n"
        );
    }
    let (name, word) = (format!("embgo_stack_check{}", suffix(copy)), limit(stacks));
    format!(
        "\t.section\t.literal.{name},\"ax\",@progbits\n\t.p2align\t2\n\
         .Lembgo_limit{copy}:\n\t.long\t{word}\n{more}.Lembgo_report{copy}:\n\
         \t.long\tembgo_stack_overflow\n\
         \t.section\t.text.{name},\"ax\",@progbits\n\t.p2align\t2\n\
         \t.global\t{name}\n\t.type\t{name},@function\n{name}:\n{load}\
         \tsub\ta10, a1, a10\n\
         \tblt\ta10, a8, 1f\n\tor\ta8, a0, a0\n\tor\ta0, a9, a9\n\tjx\ta8\n\
         1:\taddi\ta1, a1, -16\n\ts32i\ta9, a1, 12\n\tor\ta2, a8, a8\n\
         \tor\ta3, a10, a10\n\tor\ta4, a0, a0\n\tor\ta5, a1, a1\n\
         \tl32r\ta8, .Lembgo_report{copy}\n\tcallx0\ta8\n\t.size\t{name}, .-{name}\n"
    )
}

/// What tells copies of the helper apart.
fn suffix(copy: usize) -> String {
    match copy {
        LAST => ".last".to_owned(),
        0 => String::new(),
        n => format!(".{n}"),
    }
}
