//! Waiting for time: counters that turn over, and processors that sleep meanwhile.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, python, root, script};
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

/// The RP2040's timer has 64 bits in two words, and an alarm compares the lower one.
#[test]
fn the_lower_word_turns_over_on_the_rp2040() {
    let embgo = Embgo::new();
    embgo.file("main.go", TURN.replace("IMPORT", "").replace("PRESET", ""));
    embgo.run("build -target=pico -o a.uf2 main.go").ok();
    let file = embgo.path().join("a.uf2");
    let file = file.to_string_lossy();
    // It turns in the first half of the program's 13 ms, and in the second.
    for before in [3_000, 11_000] {
        let shows = format!("timer={}", (1u64 << 32) - before);
        let seen: Value = serde_json::from_str(&script("rp2040.py", &[&file, "25", "25", &shows]))
            .expect("the script prints JSON");
        assert_eq!(seen["uart"], "timer true\nall true\n", "{before}: {seen}");
    }
}

/// The nRF's timer turns over every 71 minutes; QEMU skips what the processor sleeps through.
const HOURS: &str = r#"package main

import (
	"device/arm"
	"time"
)

func show(what string, since time.Time, want time.Duration) {
	d := time.Since(since)
	println(what, d >= want && d < want+time.Second)
}

func main() {
	begin := time.Now()
	// Six halves of a turn in which nobody asks for the time.
	for i := 0; i < 6; i++ {
		arm.Asm("wfi")
	}
	show("away", begin, 3<<32*time.Microsecond)
	for i := 0; i < 4; i++ {
		last := time.Now()
		time.Sleep(50 * time.Minute)
		show("slept", last, 50*time.Minute)
	}
	tick := time.NewTicker(40 * time.Minute)
	last := time.Now()
	for i := 0; i < 3; i++ {
		<-tick.C
		show("tick", last, 40*time.Minute)
		last = time.Now()
	}
	tick.Stop()
	select {
	case <-time.After(3 * time.Hour):
		show("after", last, 3*time.Hour)
	case <-time.After(4 * time.Hour):
		println("the later one")
	}
	show("all", begin, 3<<32*time.Microsecond+500*time.Minute)
}
"#;

#[test]
fn hours_pass_on_the_nrf51() {
    let embgo = Embgo::new();
    embgo.file("main.go", HOURS);
    embgo.run("build -target=microbit -tags=emulated -o x.elf main.go").ok();
    let words = emulator(&embgo, "microbit");
    let mut command = Command::new("timeout");
    command.arg("60").args(words).args(["-icount", "shift=4,sleep=off"]);
    let output = program::Ended::of(command.output().expect("QEMU starts")).ok();
    let slept = "slept true\n".repeat(4);
    let ticks = "tick true\n".repeat(3);
    assert_eq!(output, format!("away true\n{slept}{ticks}after true\nall true\n"));
}

const SLEEPS: &str = r#"package main

import "time"

func main() {
	for i := 0; i < TIMES; i++ {
		time.Sleep(100 * time.Millisecond)
	}
}
"#;

/// The command of the board's emulator that runs x.elf.
fn emulator(embgo: &Embgo, target: &str) -> Vec<String> {
    let info = embgo.run(&format!("info -json -target={target}")).ok();
    let info: Value = serde_json::from_str(&info).expect("JSON");
    let words = info["emulator"].as_array().expect("a list").iter().filter_map(Value::as_str);
    let elf = embgo.path().join("x.elf").display().to_string();
    words.map(|w| w.replace("{}", &elf)).collect()
}

/// The instructions that a program executes in QEMU.
fn instructions(embgo: &Embgo, plugin: &Path, target: &str, times: u32) -> u64 {
    embgo.file("main.go", SLEEPS.replace("TIMES", &times.to_string()));
    // A board's program ends the emulator as `embgo run` has it.
    embgo.run(&format!("build -target={target} -tags=emulated -o x.elf main.go")).ok();
    let out = embgo.path().join("count");
    let mut command = Command::new("timeout");
    command.arg("60").args(emulator(embgo, target));
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
