//! Debug information as a debugger sees it: `gdb-multiarch` at QEMU's gdb server.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, root};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// QEMU with a program in it that waits for a debugger; gone with the value.
struct Machine {
    child: Child,
    port: u16,
}

impl Machine {
    fn start(words: &[&str], elf: &Path) -> Machine {
        // The port is free now, and nobody else is likely to take it before QEMU does.
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port");
        let port = port.port();
        let child = Command::new(words[0])
            .args(&words[1..])
            .args(["-display", "none", "-monitor", "none", "-serial", "null", "-S"])
            .args(["-gdb", &format!("tcp:127.0.0.1:{port}"), "-kernel"])
            .arg(elf)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|e| panic!("{}: {e}; run `make deps`", words[0]));
        let machine = Machine { child, port };
        machine.wait();
        machine
    }

    /// Until it listens: a second listener on the port fails then.
    fn wait(&self) {
        for _ in 0..200 {
            if TcpListener::bind(("127.0.0.1", self.port)).is_err() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What gdb prints for the commands.
fn gdb(elf: &Path, commands: &[String]) -> String {
    let mut command = Command::new("timeout");
    command.args(["120", "gdb-multiarch", "-nx", "-batch", "-ex", "set pagination off"]);
    command.args(["-ex", "set width 0"]);
    for line in commands {
        command.args(["-ex", line]);
    }
    let output = command.arg(elf).stdin(Stdio::null()).output().expect("timeout starts");
    assert_ne!(output.status.code(), Some(127), "no gdb-multiarch; run `make deps`");
    let text = String::from_utf8_lossy(&output.stdout);
    format!("{text}{}", String::from_utf8_lossy(&output.stderr))
}

const BOARDS: [(&str, &[&str]); 2] = [
    (
        "cortex-m-qemu",
        &[
            "qemu-system-arm",
            "-machine",
            "lm3s6965evb",
            // What the program prints goes nowhere, but it must not fail.
            "-chardev",
            "null,id=console",
            "-semihosting-config",
            "enable=on,target=native,chardev=console",
        ],
    ),
    ("riscv-qemu", &["qemu-system-riscv32", "-machine", "virt", "-m", "64M", "-bios", "none"]),
];

/// Stops at a place inside of `describe` and asks for everything there is.
fn session(target: &str, qemu: &[&str], opt: &str, place: &str) -> String {
    let embgo = Embgo::new();
    let package = root().join("tests/data/debug");
    let line = format!("build -target={target} -opt={opt} -o x.elf {}", package.display());
    embgo.run(&line).ok();
    let elf = embgo.path().join("x.elf");
    let machine = Machine::start(qemu, &elf);
    let commands = [
        "info line main.main".to_owned(),
        format!("target remote 127.0.0.1:{}", machine.port),
        "break main.main".to_owned(),
        "continue".to_owned(),
        format!("break {place}"),
        "continue".to_owned(),
        "backtrace".to_owned(),
        "info args".to_owned(),
        "info locals".to_owned(),
        "print label".to_owned(),
        "print p".to_owned(),
        "print p.name".to_owned(),
        "print sum".to_owned(),
        "ptype p".to_owned(),
    ];
    gdb(&elf, &commands)
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

#[test]
fn without_optimisation_everything_can_be_seen() {
    for (target, qemu) in BOARDS {
        let text = session(target, qemu, "0", "main.go:14");
        has(&text, &["Line 19 of \"", "main.go\"", "Breakpoint 1, main.main"]);
        has(&text, &["Breakpoint 2, main.describe", "#0  main.describe", "#1 "]);
        has(&text, &["in main.main", "main.go:21", "label = ", "\"hello\"", "\"corner\""]);
        has(&text, &["sum = 7", "x = 3, y = 4", "= 7\n", "struct main.point {"]);
    }
}

#[test]
fn optimised_programs_keep_lines_and_names() {
    for (target, qemu) in BOARDS {
        let text = session(target, qemu, "2", "main.describe");
        has(&text, &["main.go\" starts at address", "Breakpoint 1, main.main"]);
        has(&text, &["Breakpoint 2, main.describe", "#0  main.describe", "in main.main"]);
    }
}
