//! Checks in Thumb code. When a function begins, r12 is free, and so is what is pushed.

use super::{Stacks, limit};
use std::fmt::Write as _;

/// What the helper has on the stack while it compares.
const PUSHED: u32 = 8;

/// An 8-bit number and a shift that make the bytes, rounded up: what MOVS and LSLS can make, and
/// what an immediate operand of Thumb-2 can be (ARMv7-M A5.3.2).
fn parts(bytes: u32) -> (u32, u32) {
    let (mut n, mut shift) = (bytes, 0);
    while n > 255 {
        (n, shift) = (n.div_ceil(2), shift + 1);
    }
    (n, shift)
}

/// The bytes that the parts make.
fn whole((n, shift): (u32, u32)) -> u64 {
    u64::from(n) << shift
}

/// The bytes that an entry of the helper stands for, as it gets them. They are rounded up, since
/// few different numbers make few entries.
fn entry(need: u32) -> (u32, u32) {
    let (n, shift) = parts(need.saturating_sub(PUSHED));
    parts(n.next_multiple_of(16) << shift)
}

fn entry_name(entry: (u32, u32)) -> String {
    format!("embgo_stack_check_{}", whole(entry))
}

/// A call of the helper.
pub fn call(out: &mut String, need: u32) {
    let name = entry_name(entry(need));
    let _ = write!(out, "\tmov\tr12, lr\n\tbl\t{name}\n\tmov\tlr, r12\n");
}

/// What comes in front of the n-th function that compares by itself: a literal, and the way to the
/// report. The call there would return to the function's first instruction, which tells the report
/// which function it is. These are 16 bytes, so that the function is aligned as before.
pub fn before(out: &mut String, n: usize, need: u32, stacks: Stacks) {
    let need = whole(parts(need));
    let more = if stacks.goroutines { 0 } else { need };
    let _ = write!(
        out,
        "\t.p2align\t2\n.Lembgo_limit{n}:\n\t.long\t{}+{more}\n.Lembgo_few{n}:\n\
         \tnop\n\tmov\tr12, lr\n\tmov.w\tr0, #{need}\n\tbl\tembgo_stack_few\n",
        limit(stacks)
    );
}

/// The comparison in the function itself (Thumb-2).
pub fn inline(out: &mut String, n: usize, need: u32, stacks: Stacks) {
    let _ = writeln!(out, "\tldr.w\tr12, .Lembgo_limit{n}");
    if stacks.goroutines {
        let need = whole(parts(need));
        let _ = write!(
            out,
            "\tldr.w\tr12, [r12]\n\tldr.w\tr12, [r12, #4]\n\tadd.w\tr12, r12, #{need}\n"
        );
    }
    let _ = write!(out, "\tcmp\tsp, r12\n\tblo\t.Lembgo_few{n}\n");
}

/// The instructions that put the limit of the running stack into r1.
fn load(stacks: Stacks) -> String {
    let load = match stacks.goroutines {
        true => "\tldr\tr1, .Lembgo_limit\n\tldr\tr1, [r1]\n\tldr\tr1, [r1, #4]\n",
        false => "\tldr\tr1, .Lembgo_limit\n",
    };
    match stacks.interrupts {
        // IPSR is zero outside of exceptions.
        true => format!(
            "\tmrs\tr1, ipsr\n\tcmp\tr1, #0\n\tbeq\t2f\n\tldr\tr1, .Lembgo_irq_limit\n\tb\t3f\n\
             2:\n{load}3:\n"
        ),
        false => load.to_owned(),
    }
}

/// `embgo_stack_check_N`, one for each number of bytes that some function asks for, and
/// `embgo_stack_few`.
///
/// The former take the function's return address in r12 and keep all other registers but lr. The
/// latter takes bytes in r0, that return address in r12 and the function in lr.
pub fn helper(needs: &[u32], stacks: Stacks) -> String {
    let mut out =
        "\t.section\t.text.embgo_stack_check,\"ax\",%progbits\n\t.p2align\t2\n".to_owned();
    let mut function = |name: &str, body: &str| {
        let _ = write!(
            out,
            "\t.global\t{name}\n\t.type\t{name},%function\n\t.thumb_func\n{name}:\n{body}"
        );
    };
    let load = load(stacks);
    if !needs.is_empty() {
        let mut entries: Vec<(u32, u32)> = needs.iter().map(|n| entry(*n)).collect();
        entries.sort_unstable_by_key(|e| whole(*e));
        entries.dedup();
        for (n, shift) in entries {
            let mut body = format!("\tpush\t{{r0, r1}}\n\tmovs\tr0, #{n}\n");
            if shift > 0 {
                let _ = writeln!(body, "\tlsls\tr0, r0, #{shift}");
            }
            body.push_str("\tb\tembgo_stack_check\n");
            function(&entry_name((n, shift)), &body);
        }
        function(
            "embgo_stack_check",
            &format!(
                "{load}\tadds\tr1, r0, r1\n\tcmp\tsp, r1\n\tblo\t1f\n\tpop\t{{r0, r1}}\n\tbx\tlr\n\
                 1:\tadd\tsp, #{PUSHED}\n\tadds\tr0, #{PUSHED}\n\tmov\tr2, lr\n\tb\t1f\n"
            ),
        );
    }
    function("embgo_stack_few", "\tmov\tr2, lr\n\tadds\tr2, #4\n");
    // The return address is on the stack for the report, which looks for such.
    let _ = write!(
        out,
        "1:\n{load}\tmov\tr3, sp\n\tsubs\tr1, r3, r1\n\tmov\tr3, r12\n\tpush\t{{r1, r3}}\n\
         \tmov\tr3, sp\n\tbl\tembgo_stack_overflow\n\
         \t.p2align\t2\n.Lembgo_limit:\n\t.long\t{}\n",
        limit(stacks)
    );
    if stacks.interrupts {
        out.push_str(".Lembgo_irq_limit:\n\t.long\t_irq_stack_bottom\n");
    }
    out.push_str("\t.size\tembgo_stack_few, .-embgo_stack_few\n");
    out
}
