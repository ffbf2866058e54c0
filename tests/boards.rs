//! Boards in the simulator: the same program blinks and prints on each.
//!
//! The simulator's timers do not all run at the chip's rate; the table says what rate they were
//! measured at, relative to the real one (the simulated time is that of the processor's clock).

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

struct Board {
    target: &'static str,
    chip: &'static str,
    uart: &'static str,
    /// The output register and the bit of the LED.
    register: u32,
    bit: u32,
    /// How much faster the simulator's timer runs than the chip's; `None` where the rate has no
    /// fixed relation to the chip's.
    timer_rate: Option<f64>,
    /// Microseconds of simulated time a step, and steps.
    step: u32,
    steps: u32,
}

const BOARDS: &[Board] = &[
    Board {
        target: "stm32f4disco",
        chip: "stm32f407",
        uart: "uart2",
        register: 0x4002_0c14,
        bit: 12,
        timer_rate: Some(1.0),
        step: 20,
        steps: 1500,
    },
    Board {
        target: "pico",
        chip: "rp2040",
        uart: "uart0",
        register: 0xd000_0010,
        bit: 25,
        timer_rate: Some(5.0),
        step: 10,
        steps: 800,
    },
    Board {
        target: "nrf52840-dk",
        chip: "nrf52840",
        uart: "uart0",
        register: 0x5000_0504,
        bit: 13,
        timer_rate: Some(0.8),
        step: 20,
        steps: 1600,
    },
    Board {
        target: "esp32-c3-devkitm",
        chip: "esp32c3",
        uart: "uart0",
        register: 0x6000_4004,
        bit: 8,
        timer_rate: None,
        step: 20,
        steps: 1500,
    },
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The Python that has the simulator.
fn python() -> PathBuf {
    match std::env::var_os("EMBGO_TEST_PYTHON") {
        Some(p) => p.into(),
        None => root().join(".venv/bin/python"),
    }
}

fn build(target: &str, package: &Path, out: &Path) {
    let result = Command::new(env!("CARGO_BIN_EXE_embgo"))
        .args(["build", "-target", target, "-o"])
        .args([out, package])
        .output()
        .expect("embgo starts");
    assert!(
        result.status.success(),
        "embgo build -target={target}: {}",
        String::from_utf8_lossy(&result.stderr)
    );
}

fn simulate(board: &Board, elf: &Path) -> Value {
    let result = Command::new(python())
        .arg(root().join("tests/support/blink.py"))
        .arg(elf)
        .args([board.chip, &board.register.to_string(), &board.bit.to_string()])
        .args([&board.step.to_string(), &board.steps.to_string(), board.uart])
        .output()
        .unwrap_or_else(|e| panic!("{}: {e}; run `make deps`", python().display()));
    let stderr = String::from_utf8_lossy(&result.stderr);
    assert!(result.status.success(), "the simulator failed: {stderr}");
    serde_json::from_slice(&result.stdout).expect("the script prints JSON")
}

fn check(target: &str) {
    let board = BOARDS.iter().find(|b| b.target == target).expect("the board is in the table");
    let dir = tempfile::tempdir().expect("a temporary folder");
    let elf = dir.path().join("blink.elf");
    build(target, &root().join("tests/data/boards/blink"), &elf);
    let seen = simulate(board, &elf);
    let text = seen["text"].as_str().unwrap_or("");
    assert!(text.contains("hello world!"), "{target} printed {text:?}");
    let list = seen["changes"].as_array().expect("a list");
    let changes: Vec<f64> = list.iter().filter_map(Value::as_f64).collect();
    assert!(changes.len() >= 5, "{target} changed its LED only at {changes:?} µs");
    let halves: Vec<f64> = changes.windows(2).map(|w| w[1] - w[0]).collect();
    // One per cent, or the step in which the pin is looked at, whichever is more.
    let step = f64::from(board.step);
    let close = |got: f64, want: f64| (got - want).abs() <= (want * 0.01).max(1.01 * step);
    for h in &halves {
        assert!(close(*h, halves[0]), "{target} blinks unevenly: {halves:?} µs");
    }
    if let Some(rate) = board.timer_rate {
        // Over several halves the step matters less.
        let mean = (changes[changes.len() - 1] - changes[0]) / halves.len() as f64;
        let want = 5000.0 / rate;
        let tolerance = (want * 0.01).max(1.01 * step / halves.len() as f64);
        assert!((mean - want).abs() <= tolerance, "{target}: {mean} µs a half, expected {want}");
    }
}

#[test]
fn stm32f4disco_blinks_and_prints() {
    check("stm32f4disco");
}

#[test]
fn pico_blinks_and_prints() {
    check("pico");
}

#[test]
fn nrf52840_dk_blinks_and_prints() {
    check("nrf52840-dk");
}

#[test]
fn esp32_c3_blinks_and_prints() {
    check("esp32-c3-devkitm");
}
