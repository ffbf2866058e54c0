//! Checks in Xtensa code (call0). a8 to a11 are free when a function begins.

use super::{LAST, Stacks, limit};
use std::fmt::Write as _;

/// A call of a copy of the helper.
pub fn call(out: &mut String, need: u32, copy: usize) {
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

/// `embgo_stack_check`: takes bytes in a8 and the function's return address in a9, which it puts back
/// into a0.
pub fn helper(stacks: Stacks, copy: usize) -> String {
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
