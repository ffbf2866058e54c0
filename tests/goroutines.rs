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
            out.push_str(&format!("{}BYTES{}", &line[..start], &line[at..]));
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

fn check(name: &str, options: &[&str]) {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/goroutines");
    let want = std::fs::read_to_string(data.join(format!("{name}.out"))).unwrap();
    let fails = want.contains("fatal error: ") || want.contains("panic: ");
    for target in ["cortex-m-qemu", "riscv-qemu"] {
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
                check(stringify!($name), &[]);
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
    check("starts", &["-opt=0"]);
    check("selects", &["-opt=0"]);
}
