//! Boards in the simulator: the same program blinks and prints on each.
//!
//! The simulator's timers do not all run at the chip's rate; the table says how much faster they
//! run (the simulated time is that of the processor's clock).

#[path = "support/program.rs"]
mod program;

use program::{Embgo, python, root, script};
use serde_json::Value;
use std::path::Path;

struct Board {
    target: &'static str,
    chip: &'static str,
    /// The simulator's name of the serial port; empty for its first.
    uart: &'static str,
    /// The output register and the bit of the LED.
    register: u32,
    bit: u32,
    /// How much faster the simulator's timer runs than the chip's.
    timer_rate: f64,
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
        // It counts the processor's cycles, through the prescaler.
        timer_rate: 2.0,
        step: 20,
        steps: 1500,
    },
    Board {
        target: "feather-stm32f405",
        chip: "stm32f407",
        uart: "usart3",
        register: 0x4002_0814,
        bit: 1,
        timer_rate: 2.0,
        step: 20,
        steps: 1500,
    },
    Board {
        target: "pico",
        chip: "rp2040",
        uart: "uart0",
        register: 0xd000_0010,
        bit: 25,
        // It counts the processor's cycles.
        timer_rate: 125.0,
        step: 1,
        steps: 500,
    },
    Board {
        target: "nrf52840-dk",
        chip: "nrf52840",
        uart: "",
        register: 0x5000_0504,
        bit: 13,
        timer_rate: 0.8,
        step: 20,
        steps: 1600,
    },
    Board {
        target: "esp32-c3-devkitm",
        chip: "esp32c3",
        uart: "uart0",
        register: 0x6000_4004,
        bit: 8,
        // The same; there is no divider.
        timer_rate: 160.0,
        step: 1,
        // The text takes more than a millisecond.
        steps: 1500,
    },
    Board {
        target: "xiao-esp32s3",
        chip: "esp32s3",
        uart: "",
        register: 0x6000_4004,
        bit: 21,
        timer_rate: 1.0,
        step: 20,
        steps: 1600,
    },
    // The same chip; its LED is on the second bank of registers.
    Board {
        target: "esp32-s3-devkitc",
        chip: "esp32s3",
        uart: "",
        register: 0x6000_4010,
        bit: 16,
        timer_rate: 1.0,
        step: 20,
        steps: 1600,
    },
];

fn simulate(board: &Board, elf: &Path) -> Value {
    let (register, bit) = (board.register.to_string(), board.bit.to_string());
    let (step, steps) = (board.step.to_string(), board.steps.to_string());
    let elf = elf.to_string_lossy();
    let text = script("blink.py", &[&elf, board.chip, &register, &bit, &step, &steps, board.uart]);
    serde_json::from_str(&text).expect("the script prints JSON")
}

fn check(target: &str) {
    let board = BOARDS.iter().find(|b| b.target == target).expect("the board is in the table");
    let embgo = Embgo::new();
    let package = root().join("tests/data/boards/blink");
    embgo.run(&format!("build -target={target} -o blink.elf {}", package.display())).ok();
    let seen = simulate(board, &embgo.path().join("blink.elf"));
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
    let mean = (changes[changes.len() - 1] - changes[0]) / halves.len() as f64;
    let want = 5000.0 / board.timer_rate;
    assert!(close(mean, want), "{target}: {mean} µs a half, expected {want}");
}

#[test]
fn stm32f4disco_blinks_and_prints() {
    check("stm32f4disco");
}

#[test]
fn feather_stm32f405_blinks_and_prints() {
    check("feather-stm32f405");
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

#[test]
fn xiao_esp32s3_blinks_and_prints() {
    check("xiao-esp32s3");
}

#[test]
fn esp32_s3_devkitc_blinks_and_prints() {
    check("esp32-s3-devkitc");
}

/// What `embgo run` prints for `examples/hello`.
fn hello(flags: &str) -> program::Ended {
    let embgo = Embgo::new();
    let mut command = embgo.command(&format!("run {flags}"));
    command.arg(root().join("examples/hello")).env("EMBGO_PYTHON", python());
    program::Ended::of(command.output().expect("embgo starts"))
}

#[test]
fn emulators_say_hello_and_end() {
    for target in ["cortex-m-qemu", "cortex-m4-qemu", "microbit", "riscv-qemu", "xtensa-qemu"] {
        let ended = hello(&format!("-target={target} -timeout=60s"));
        let seen = (ended.code, ended.stdout.as_str(), ended.stderr.as_str());
        assert_eq!(seen, (0, "hello world!\n", ""), "{target}");
    }
}

/// The machine has nothing that would end it.
#[test]
fn hifive1b_says_hello_and_waits() {
    let ended = hello("-target=hifive1b -timeout=3s");
    assert_eq!((ended.code, ended.stdout.as_str()), (1, "hello world!\n"), "{}", ended.stderr);
    assert!(ended.stderr.contains("still running"), "{}", ended.stderr);
}

/// Goroutines wake within 240 cycles in the mean and 640 in 99 of 100 cases: 1.5 and 4 µs at 160 MHz.
#[test]
fn goroutines_wake_quickly_on_the_esp32_c3() {
    let embgo = Embgo::new();
    let mut command = embgo.command("run -target=esp32-c3-devkitm -for=60ms");
    command.arg(root().join("benches/wakeups")).env("EMBGO_PYTHON", python());
    let output = program::Ended::of(command.output().expect("embgo starts")).ok();
    for kind in ["go", "send"] {
        let line = output.lines().find(|l| l.starts_with(&format!("{kind} mean ")));
        let line = line.unwrap_or_else(|| panic!("{output}"));
        let words: Vec<&str> = line.split(' ').collect();
        let [_, _, mean, _, p99, _, least, _, _] = words[..] else { panic!("{line}") };
        let n = |word: &str| word.parse::<u32>().expect("a number");
        assert!((1..=240).contains(&n(mean)) && n(p99) <= 640 && n(least) <= n(mean), "{line}");
    }
    // The histogram has all of them.
    let bars = output.lines().filter(|l| l.starts_with("  "));
    let total: u32 = bars.filter_map(|l| l.split('\t').nth(1)?.parse::<u32>().ok()).sum();
    assert_eq!(total, 20_000, "{output}");
}

/// All targets of which embgo says that a simulator runs them.
#[test]
fn simulators_say_hello() {
    let listed = Embgo::new().run("targets -json").ok();
    let targets: Vec<Value> = listed.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
    let simulated = targets.iter().filter(|t| t["run"] == "simulator");
    let names: Vec<&str> = simulated.filter_map(|t| t["name"].as_str()).collect();
    assert!(BOARDS.iter().all(|b| names.contains(&b.target)), "{names:?}");
    for target in names {
        let ended = hello(&format!("-target={target} -for=3ms"));
        let seen = (ended.code, ended.stdout.as_str(), ended.stderr.as_str());
        assert_eq!(seen, (0, "hello world!\n", ""), "{target}");
    }
}
