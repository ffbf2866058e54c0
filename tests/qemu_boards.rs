//! What of package machine works on QEMU's HiFive1 (`sifive_e`) and micro:bit, with its models of the
//! chips' controllers.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, Ended, root};
use std::io::Write as _;
use std::process::Stdio;

/// What a program of `tests/data` says while it is sent a text.
fn said(target: &str, name: &str, input: &str) -> String {
    let embgo = Embgo::new();
    let source = root().join("tests/data").join(name);
    let line = format!("run -target={target} -timeout=6s {}", source.display());
    let mut command = embgo.command(&line);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("embgo starts");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it is open");
    Ended::of(child.wait_with_output().expect("it ends")).stdout
}

#[test]
fn serial_ports_take_bytes_by_interrupts() {
    let text = "the quick brown fox jumps over the lazy dog, and then it sleeps.";
    for target in ["hifive1b", "microbit"] {
        assert_eq!(
            said(target, "qemu_boards/serial.go", text),
            format!("{text} true true\n"),
            "{target}"
        );
    }
}

#[test]
fn pins_of_the_fe310_interrupt() {
    let want = "ready true\nnow true true\nnow true false\nrising\nfalling\noff true\n";
    assert_eq!(said("hifive1b", "qemu_boards/pin.go", ""), want);
}

#[test]
fn the_nrf51_gives_random_numbers() {
    assert_eq!(said("microbit", "peripherals/random.go", ""), "0 0 40\n");
}

/// The number is that of QEMU's FICR: 0x00000003, 0x12345678.
#[test]
fn the_nrf51_has_a_number_and_restarts() {
    let told = said("microbit", "peripherals/restart.go", "");
    let line = "id 3 0 0 0 120 86 52 18\n";
    assert!(told.starts_with(&line.repeat(3)), "{}", &told[..told.len().min(200)]);
}
