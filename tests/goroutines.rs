//! Goroutines, channels, `select`, `sync` and timers on both kinds of processor in QEMU.
//!
//! Each program in `tests/data/goroutines/` must print what its `.out` file says (addresses of a
//! trace as `...`) and end with status 2 if that ends in a fatal error or a panic, else with 0.

use std::path::Path;
use std::process::Command;

/// The output with what depends on the target taken out.
fn normal(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        if line.starts_with("trace:") {
            out.push_str("trace: ...");
        } else if let Some(at) = line.find(" bytes of stack") {
            let start = line[..at].rfind(' ').map_or(0, |i| i + 1);
            // Where the stack is checked it says more.
            let end = at + " bytes of stack".len();
            out.push_str(&format!("{}BYTES{}", &line[..start], &line[at..end]));
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

const TARGETS: [&str; 3] = ["cortex-m-qemu", "riscv-qemu", "xtensa-qemu"];

fn check(name: &str, targets: &[&str], options: &[&str]) {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/goroutines");
    let want = std::fs::read_to_string(data.join(format!("{name}.out"))).unwrap();
    let fails = want.contains("fatal error: ") || want.contains("panic: ");
    for target in targets {
        let out = Command::new(env!("CARGO_BIN_EXE_embgo"))
            .args(["run", "-target", target, "-timeout=60s"])
            .args(options)
            .arg(data.join(format!("{name}.go")))
            .output()
            .expect("embgo starts");
        let got = normal(&String::from_utf8_lossy(&out.stdout));
        let messages = String::from_utf8_lossy(&out.stderr);
        assert_eq!(got, want, "{name} on {target}; messages: {messages}");
        let status = if fails { 2 } else { 0 };
        assert_eq!(out.status.code(), Some(status), "{name} on {target}: {messages}");
    }
}

macro_rules! programs {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                check(stringify!($name), &TARGETS, &[]);
            }
        )*
    };
}

programs! {
    deadlock goexit locks main_ends many nobody overflow panics pingpong selects starts timers
    workers
}

/// Without optimisation nothing hides behind inlining.
#[test]
fn unoptimised() {
    check("starts", &TARGETS, &["-opt=0"]);
    check("selects", &TARGETS, &["-opt=0"]);
}

/// Registers of the floating-point unit, and of processors without Thumb-2, belong to a goroutine.
#[test]
fn registers_are_kept() {
    check("registers", &["cortex-m4-qemu", "microbit"], &["-opt=2"]);
    check("registers", &TARGETS, &["-opt=2"]);
    check("workers", &["cortex-m4-qemu", "microbit"], &[]);
}

/// A handler wakes goroutines, at times when none is ready and in the middle of channel operations.
#[test]
fn interrupts_wake_goroutines() {
    check("irq", &["cortex-m-qemu"], &[]);
    check("irq", &["cortex-m-qemu"], &["-opt=2"]);
    check("irq", &["cortex-m-qemu"], &["-opt=0"]);
}
