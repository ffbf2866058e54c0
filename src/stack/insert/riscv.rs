//! Checks in RISC-V code. t0, t1 and t2 are free when a function begins.

use super::{Stacks, limit};
use std::fmt::Write as _;

/// A call of the helper.
pub fn call(out: &mut String, need: u32) {
    let _ = write!(out, "\tli\tt1, {need}\n\tcall\tt0, embgo_stack_check\n");
}

/// What comes in front of the n-th function that compares by itself: the way to the report. The
/// call there would return to the function's first instruction.
pub fn before(out: &mut String, n: usize, need: u32) {
    let _ = write!(out, ".Lembgo_few{n}:\n\tli\tt1, {need}\n\tcall\tt0, embgo_stack_few\n");
}

/// The comparison in the function itself.
pub fn inline(out: &mut String, n: usize, need: u32, stacks: Stacks) {
    let word = limit(stacks);
    let _ = match (stacks.goroutines, need) {
        (false, _) => {
            write!(out, "\tlui\tt1, %hi({word}+{need})\n\taddi\tt1, t1, %lo({word}+{need})\n")
        }
        (true, 0..2048) => writeln!(out, "{}\taddi\tt1, t1, {need}", current("t1")),
        (true, _) => write!(out, "{}\tli\tt2, {need}\n\tadd\tt1, t1, t2\n", current("t1")),
    };
    let _ = writeln!(out, "\tbltu\tsp, t1, .Lembgo_few{n}");
}

/// Loads the limit of the running goroutine.
fn current(register: &str) -> String {
    format!(
        "\tlui\t{register}, %hi(runtime.current)\n\
         \tlw\t{register}, %lo(runtime.current)({register})\n\tlw\t{register}, 4({register})\n"
    )
}

/// `embgo_stack_check`, which takes bytes in t1 and returns to t0, and `embgo_stack_few`, where t0 is
/// the function.
pub fn helper(helped: bool, stacks: Stacks) -> String {
    let address = |name: &str| format!("\tlui\tt2, %hi({name})\n\taddi\tt2, t2, %lo({name})\n");
    let mut load = if stacks.goroutines { current("t2") } else { address(limit(stacks)) };
    if stacks.interrupts {
        load = format!(
            "\tlui\tt2, %hi(embgo_irq_depth)\n\tlw\tt2, %lo(embgo_irq_depth)(t2)\n\
             \tbeqz\tt2, 2f\n{}\tj\t3f\n2:\n{load}3:\n",
            address("_irq_stack_bottom")
        );
    }
    let mut out =
        "\t.section\t.text.embgo_stack_check,\"ax\",@progbits\n\t.p2align\t2\n".to_owned();
    let (name, rest) = match helped {
        true => ("embgo_stack_check", "\tsub\tt2, sp, t2\n\tblt\tt2, t1, 1f\n\tjr\tt0\n1:\n"),
        // An address behind the function's first instruction, as of other calls.
        false => ("embgo_stack_few", "\tsub\tt2, sp, t2\n\taddi\tt0, t0, 4\n"),
    };
    let _ = write!(
        out,
        "\t.global\t{name}\n\t.type\t{name},@function\n{name}:\n{load}{rest}\
         \taddi\tsp, sp, -16\n\tsw\tra, 12(sp)\n\tmv\ta0, t1\n\tmv\ta1, t2\n\
         \tmv\ta2, t0\n\tmv\ta3, sp\n\tcall\tembgo_stack_overflow\n\t.size\t{name}, .-{name}\n"
    );
    out
}
