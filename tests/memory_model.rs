//! Atomic operations and volatile accesses, read in the assembly that each kind of core gets.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, root};

/// The instructions of a function, without operands' comments.
fn body<'a>(asm: &'a str, name: &str) -> Vec<&'a str> {
    let start = asm.find(&format!("\nmain.{name}:")).unwrap_or_else(|| panic!("no {name}"));
    let end = asm[start..].find(".Lfunc_end").expect("functions have an end");
    let lines = asm[start..start + end].lines().filter_map(|l| l.strip_prefix('\t'));
    let code = lines.filter(|l| l.starts_with(|c: char| c.is_ascii_lowercase()));
    code.map(|l| l.split(" @ ").next().unwrap_or(l).trim()).collect()
}

fn assembly(target: &str) -> String {
    let file = root().join("tests/data/memory/main.go");
    let embgo = Embgo::new();
    embgo.run(&format!("build -target={target} --emit=asm -o a.s {}", file.display())).ok();
    String::from_utf8(embgo.read("a.s")).expect("assembly is text")
}

/// Each of these must start an instruction of the function, in this order.
#[track_caller]
fn order(target: &str, asm: &str, name: &str, wanted: &[&str]) {
    let body = body(asm, name);
    let mut rest = body.iter();
    for want in wanted {
        assert!(rest.any(|i| i.starts_with(want)), "{target}: {name} lacks {want}: {body:?}");
    }
}

#[track_caller]
fn never(target: &str, asm: &str, name: &str, unwanted: &str) {
    let body = body(asm, name);
    assert!(!body.iter().any(|i| i.starts_with(unwanted)), "{target}: {name}: {body:?}");
}

/// 64 bits: with interrupts off, on every core.
const WIDE: [&str; 2] = ["addWide", "loadWide"];

#[test]
fn cores_without_atomic_instructions_mask_interrupts() {
    let target = "microbit";
    let asm = assembly(target);
    for name in ["add", "cas", "swapBool"].iter().chain(&WIDE) {
        order(target, &asm, name, &["mrs", "cpsid", "ldr", "msr\tprimask"]);
    }
    // An access of one word is indivisible.
    for name in ["load", "store"] {
        never(target, &asm, name, "cpsid");
    }
}

#[test]
fn cortex_m3_has_exclusive_accesses_between_barriers() {
    let target = "cortex-m-qemu";
    let asm = assembly(target);
    for name in ["add", "cas", "swapBool"] {
        order(target, &asm, name, &["dmb", "ldrex", "strex"]);
        never(target, &asm, name, "cpsid");
    }
    order(target, &asm, "store", &["dmb", "str", "dmb"]);
    for name in WIDE {
        order(target, &asm, name, &["mrs", "cpsid", "msr\tprimask"]);
    }
}

#[test]
fn riscv_with_atomic_instructions_orders_them() {
    let target = "riscv-qemu";
    let asm = assembly(target);
    order(target, &asm, "add", &["amoadd.w.aqrl"]);
    order(target, &asm, "swapBool", &["amoswap.w.aqrl"]);
    order(target, &asm, "cas", &["lr.w.aqrl", "sc.w.rl"]);
    order(target, &asm, "load", &["fence\trw, rw", "lw", "fence\tr, rw"]);
    order(target, &asm, "store", &["fence\trw, w", "sw"]);
    for name in WIDE {
        order(target, &asm, name, &["csrrci", "csrs\tmstatus"]);
    }
}

#[test]
fn riscv_without_atomic_instructions_masks_interrupts() {
    let target = "esp32-c3-devkitm";
    let asm = assembly(target);
    for name in ["add", "cas", "swapBool"].iter().chain(&WIDE) {
        order(target, &asm, name, &["csrrci", "lw", "csrs\tmstatus"]);
        never(target, &asm, name, "amo");
    }
}

#[test]
fn xtensa_compares_and_stores_between_barriers() {
    for target in ["esp32-s3-devkitc", "xtensa-qemu"] {
        let asm = assembly(target);
        for name in ["add", "cas", "swapBool"] {
            order(target, &asm, name, &["memw", "wsr", "s32c1i", "memw"]);
            never(target, &asm, name, "rsil");
        }
        order(target, &asm, "load", &["l32i", "memw"]);
        order(target, &asm, "store", &["memw", "s32i"]);
        for name in WIDE {
            order(target, &asm, name, &["rsil", "l32i", "wsr"]);
        }
    }
}

#[test]
fn volatile_accesses_are_all_made() {
    for target in
        ["microbit", "cortex-m-qemu", "riscv-qemu", "esp32-c3-devkitm", "esp32-s3-devkitc"]
    {
        let asm = assembly(target);
        let (load, store, byte) = match target {
            "riscv-qemu" | "esp32-c3-devkitm" => ("lw\t", "sw\t", "lbu\t"),
            "esp32-s3-devkitc" => ("l32i\t", "s32i\t", "l8ui\t"),
            _ => ("ldr\tr1, [", "str\t", "ldrb\t"),
        };
        order(target, &asm, "twice", &[store, store]);
        order(target, &asm, "unread", &[load, load, byte]);
    }
}
