//! Waiting for time: counters that turn over, and processors that sleep meanwhile.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, python, root};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Sleeps, tickers and timers over the turn of a counter, which `PRESET` puts close to it.
const TURN: &str = r#"package main

import (
	"time"
	IMPORT
)

// near allows for a computer that has other things to do; a turn of the counter is longer.
func near(d, want time.Duration) bool { return d >= want && d < 10*time.Second }

const UNIT = time.Millisecond

func main() {
	PRESET
	begin := time.Now()
	last := begin
	for i := 0; i < 6; i++ {
		time.Sleep(UNIT)
		now := time.Now()
		if !near(now.Sub(last), UNIT) {
			println("slept", now.Sub(last).String())
		}
		last = now
	}
	tick := time.NewTicker(UNIT)
	for i := 0; i < 3; i++ {
		<-tick.C
	}
	tick.Stop()
	PRESET
	timer := time.NewTimer(4 * UNIT)
	before := time.Now()
	select {
	case <-timer.C:
		println("timer", near(time.Since(before), 4*UNIT))
	case <-time.After(40 * UNIT):
		println("after")
	}
	println("all", time.Since(begin) > 10*UNIT)
}
"#;

#[test]
fn counters_turn_over() {
    let embgo = Embgo::new();
    // CCOUNT counts 40,000 cycles in a millisecond.
    let preset = "device.Asm(\"movi a8, -120\\n slli a8, a8, 10\\n wsr a8, ccount\\n rsync\")";
    let text = TURN.replace("IMPORT", "\"device\"").replace("PRESET", preset);
    embgo.file("main.go", text);
    let output = embgo.run("run -target=xtensa-qemu -timeout=60s main.go").ok();
    assert_eq!(output, "timer true\nall true\n");
    // TIM2 counts 1,000 in a millisecond.
    let text = TURN.replace("IMPORT", "\"device/stm32\"");
    let text = text.replace("PRESET", "stm32.TIM2.CNT.Set(1<<31 - 3000)");
    embgo.file("main.go", text);
    let mut command = embgo.command("run -target=stm32f4disco -for=25ms main.go");
    let output = program::Ended::of(command.env("EMBGO_PYTHON", python()).output().unwrap()).ok();
    assert_eq!(output, "timer true\nall true\n");
}

const SLEEPS: &str = r#"package main

import "time"

func main() {
	for i := 0; i < TIMES; i++ {
		time.Sleep(100 * time.Millisecond)
	}
}
"#;

/// The instructions that a program executes in QEMU.
fn instructions(embgo: &Embgo, plugin: &Path, target: &str, times: u32) -> u64 {
    embgo.file("main.go", SLEEPS.replace("TIMES", &times.to_string()));
    // A board's program ends the emulator as `embgo run` has it.
    embgo.run(&format!("build -target={target} -tags=emulated -o x.elf main.go")).ok();
    let info = embgo.run(&format!("info -json -target={target}")).ok();
    let info: Value = serde_json::from_str(&info).expect("JSON");
    let words: Vec<&str> =
        info["emulator"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    let elf = embgo.path().join("x.elf").display().to_string();
    let out = embgo.path().join("count");
    let mut command = Command::new("timeout");
    command.arg("60").args(words.iter().map(|w| w.replace("{}", &elf)));
    command.arg("-plugin").arg(format!("file={}", plugin.display())).env("ICOUNT_OUT", &out);
    let ended = command.output().expect("QEMU starts");
    assert!(ended.status.success(), "{target}: {}", String::from_utf8_lossy(&ended.stderr));
    let count = std::fs::read_to_string(out).expect("the plugin wrote its count");
    count.trim().parse().expect("a number")
}

/// A wake-up executes less than 2,000 instructions, and there are none in between: the core sleeps.
#[test]
fn processors_sleep() {
    let embgo = Embgo::new();
    let plugin = embgo.path().join("libicount.so");
    let source = root().join("tests/support/icount.c");
    let compiled = ["cc", "clang", "clang-22"].iter().any(|cc| {
        let mut command = Command::new(cc);
        command.args(["-shared", "-fPIC", "-O2", "-o"]).arg(&plugin).arg(&source);
        command.status().is_ok_and(|s| s.success())
    });
    assert!(compiled, "no C compiler");
    for target in ["cortex-m-qemu", "cortex-m4-qemu", "microbit", "riscv-qemu", "xtensa-qemu"] {
        let [few, many] = [1, 6].map(|n| instructions(&embgo, &plugin, target, n));
        let each = many.saturating_sub(few) / 5;
        assert!(each < 2000, "{target}: {each} instructions for 100 ms of sleep");
    }
}
