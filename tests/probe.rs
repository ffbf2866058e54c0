//! Flashing over a debug probe, end to end: embgo speaks with a probe (`tests/support/black_magic.rs`)
//! on a micro:bit in QEMU, where the flash algorithm of the nRF51 runs and drives its flash
//! controller, and then the program.
#![cfg(all(feature = "probe", target_os = "linux"))]

#[path = "support/black_magic.rs"]
mod black_magic;
#[path = "support/gdb_stub.rs"]
mod gdb_stub;
#[path = "support/program.rs"]
mod program;

use black_magic::{Probe, Trouble};
use embgo::base::embedded::EmbeddedFs;
use embgo::base::fs::MemFs;
use embgo::flash::probe;
use embgo::target::{self, Target, list};
use gdb_stub::Qemu;
use program::{Embgo, Ended, root};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{ChildStdout, Stdio};

fn target(name: &str) -> Target {
    target::load(name, &MemFs::default(), &EmbeddedFs, Path::new("")).expect("a target")
}

/// probe-rs knows the chip of every board, and where it says that there is memory, there is.
#[test]
fn every_chip_is_known() {
    let mut seen = Vec::new();
    for name in list::list(&EmbeddedFs).into_iter().map(|t| t.name) {
        let target = target(&name);
        if target.debug.probe_rs_chip.is_empty() {
            let emulated = name.ends_with("-qemu") || name == "lm3s6965";
            // The Teensy's debug pins belong to its boot loader.
            let closed = name == "teensy41";
            assert!(emulated || closed, "{name} is a board without \"probe-rs-chip\"");
            continue;
        }
        let chip = probe::chip(&target).unwrap_or_else(|e| panic!("{name}: {e:#}"));
        // Code in the flash of Espressif's chips is at addresses of a cache; what is flashed is an
        // image at its begin.
        let image = target.image.format.starts_with("esp");
        let code = if image { 0 } else { u64::from(target.memory.code().origin) };
        let mut regions = chip.memory_map.iter().filter_map(|r| r.as_nvm_region());
        let region = regions.find(|r| r.range.contains(&code));
        assert!(region.is_some(), "{name}: no flash at {code:#x}: {:?}", chip.memory_map);
        let programs = |a: &probe_rs::config::RawFlashAlgorithm| {
            a.flash_properties.address_range.contains(&code)
        };
        assert!(chip.flash_algorithms.iter().any(programs), "{name}: nothing programs {code:#x}");
        seen.push(chip.name.to_lowercase());
    }
    let boards = [
        "rp2040",
        "nrf52840_xxaa",
        "stm32f407vg",
        "fe310-g002",
        "esp32c3",
        "esp32s3",
        "nrf51822_xxaa",
    ];
    for chip in boards {
        assert!(seen.iter().any(|s| s.starts_with(chip)), "{chip} is not in {seen:?}");
    }
}

#[test]
fn a_chip_that_is_unknown_is_told() {
    let mut target = target("pico");
    target.debug.probe_rs_chip = "RP9999".to_owned();
    let error = format!("{:#}", probe::chip(&target).expect_err("there is none"));
    assert!(error.starts_with("\"probe-rs-chip\" of pico: \"RP9999\": "), "{error}");
    target.debug.probe_rs_chip.clear();
    let error = format!("{:#}", probe::chip(&target).expect_err("there is none"));
    assert!(error.contains("does not name its chip"), "{error}");
}

/// A micro:bit with a probe.
struct Board {
    embgo: Embgo,
    probe: Option<Probe>,
    serial: BufReader<ChildStdout>,
}

impl Board {
    fn new() -> Board {
        let embgo = Embgo::new();
        let (qemu, serial) = Qemu::start("microbit", embgo.path());
        Board { embgo, probe: Some(Probe::new(qemu)), serial: BufReader::new(serial) }
    }

    /// Runs a command that uses the probe, with `input` for it to read.
    fn run(&mut self, trouble: Trouble, line: &str, input: &str) -> Ended {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it has an address").port();
        let mut probe = self.probe.take().expect("it is here");
        let times = if line.contains("-monitor") { 2 } else { 1 };
        let peer = std::thread::spawn(move || {
            (0..times).for_each(|_| probe.serve(&listener, trouble));
            probe
        });
        let line = line.replace("PROBE", &format!("-probe=1d50:6018:127.0.0.1:{port}"));
        let mut command = self.embgo.command(&line);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("embgo starts");
        let mut stdin = child.stdin.take().expect("it is a pipe");
        stdin.write_all(input.as_bytes()).expect("it reads");
        drop(stdin);
        let ended = Ended::of(child.wait_with_output().expect("it ends"));
        self.probe = Some(peer.join().expect("the probe works"));
        ended
    }

    fn flash(&mut self, trouble: Trouble, line: &str) -> Ended {
        self.run(trouble, &format!("flash -target=microbit PROBE {line}"), "")
    }

    fn hello(&mut self, trouble: Trouble, flags: &str) -> Ended {
        let hello = root().join("examples/hello");
        self.flash(trouble, &format!("{flags} {}", hello.display()))
    }
}

#[test]
fn a_chip_is_flashed_checked_and_started() {
    let mut board = Board::new();
    let ended = board.hello(Trouble::None, "");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    for wanted in ["erasing ", "writing ", "checking ", "read back and equal"] {
        assert!(ended.stderr.contains(wanted), "{wanted:?}: {}", ended.stderr);
    }
    let mut line = String::new();
    board.serial.read_line(&mut line).expect("the program runs");
    assert_eq!(line.trim(), "hello world!");

    // The same again: nothing is written, and the program starts anew.
    let ended = board.hello(Trouble::None, "");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(ended.stderr.contains("wrote 0 bytes to the debug probe "), "{}", ended.stderr);
    line.clear();
    board.serial.read_line(&mut line).expect("the program runs");
    assert_eq!(line.trim(), "hello world!");

    // Without looking first, all is written once more.
    let ended = board.hello(Trouble::None, "-no-verify -no-reset");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(ended.stderr.ends_with("; not checked\n"), "{}", ended.stderr);
    assert!(!ended.stderr.contains("wrote 0 bytes"), "{}", ended.stderr);
}

/// Prints more than fits into the ring, then answers lines.
const ANSWERS: &str = "package main

import \"os\"

func main() {
	for i := 0; i < 300; i++ {
		println(\"line\", i)
	}
	println(\"ready\")
	line := \"\"
	for {
		var c [1]byte
		if n, _ := os.Stdin.Read(c[:]); n == 0 {
			continue
		}
		if c[0] == '\\n' {
			println(\"got:\", line)
			line = \"\"
		} else {
			line += string(c[:])
		}
	}
}
";

/// The console in the chip's memory: its layout as SEGGER publishes it, read by this test; then what
/// embgo makes of it while the program runs.
#[test]
fn a_program_is_watched_through_its_memory() {
    let mut board = Board::new();
    board.embgo.file("answers.go", ANSWERS);
    board.embgo.run("build -target=microbit -serial=rtt -o answers.elf answers.go").ok();
    let ended = board.flash(Trouble::None, "answers.elf");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    std::thread::sleep(std::time::Duration::from_secs(1));

    let elf = board.embgo.read("answers.elf");
    let at = probe_rs::rtt::find_rtt_control_block_in_raw_file(&elf).expect("an ELF file");
    let at = at.expect("the symbol is there") as u32;
    let probe = board.probe.as_mut().expect("it is here");
    let block = probe.memory(at, 24 + 2 * 24);
    assert_eq!(&block[..16], b"SEGGER RTT\0\0\0\0\0\0");
    let word = |i: usize| u32::from_le_bytes(block[i..i + 4].try_into().expect("four bytes"));
    assert_eq!((word(16), word(20)), (1, 1));
    // Each ring: name, buffer, size, where is written, where is read, flags.
    let name = probe.memory(word(24), 9);
    assert_eq!(name, b"Terminal\0");
    assert_eq!((word(32), word(40), word(44)), (1024, 0, 0));
    assert_eq!((word(56), word(60), word(64)), (64, 0, 0));
    // Nobody listened: the ring is full of what came first, and the program went on.
    assert_eq!(word(36), 1023);
    let text = String::from_utf8(probe.memory(word(28), 1023)).expect("text");
    let first: String = (0..300).map(|i| format!("line {i}\r\n")).collect();
    let first = if text.contains('\r') { first } else { first.replace('\r', "") };
    assert_eq!(text, first[..1023]);

    // With the ELF file, and by searching the RAM.
    for (program, word) in [("answers.elf", "hello"), ("", "again")] {
        let line = format!("monitor -target=microbit -rtt PROBE -until=got: -for=60s {program}");
        let ended = board.run(Trouble::None, &line, &format!("{word}\n"));
        assert_eq!(ended.code, 0, "{}\n{}", ended.stdout, ended.stderr);
        assert!(ended.stdout.contains(&format!("got: {word}")), "{}", ended.stdout);
    }
    // After flashing, too.
    let line = "flash -target=microbit PROBE -serial=rtt -monitor -until=7 -for=60s answers.elf";
    let ended = board.run(Trouble::None, line, "");
    assert_eq!(ended.code, 0, "{}\n{}", ended.stdout, ended.stderr);
    assert!(ended.stdout.starts_with("line 0\n"), "{}", ended.stdout);
}

#[test]
fn a_program_without_a_console_in_memory_is_told() {
    let mut board = Board::new();
    let ended = board.hello(Trouble::None, "");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let ended = board.run(Trouble::None, "monitor -target=microbit -rtt PROBE -for=20s", "");
    assert_eq!(ended.code, 1, "{}", ended.stdout);
    assert!(ended.stderr.contains("has to be built with -serial=rtt"), "{}", ended.stderr);
}

#[test]
fn all_is_erased_first_if_asked_for() {
    let mut board = Board::new();
    let ended = board.hello(Trouble::None, "-erase -json");
    let lines: Vec<serde_json::Value> =
        ended.ok().lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    let told = |what: &str| lines.iter().any(|l| l["kind"] == "progress" && l["what"] == what);
    assert!(told("erasing") && told("writing"), "{lines:?}");
    let last = lines.last().expect("it told something");
    assert_eq!((&last["kind"], &last["skipped"]), (&"flashed".into(), &0.into()), "{last}");
}

/// What a flash that goes wrong says.
fn trouble(trouble: Trouble) -> String {
    let mut board = Board::new();
    let ended = board.hello(trouble, "");
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert!(!ended.stderr.contains("wrote "), "{}", ended.stderr);
    ended.stderr
}

#[test]
fn a_bad_flash_is_noticed() {
    let says = trouble(Trouble::Worn(0x104));
    assert!(says.contains("what is in the flash is not what was written"), "{says}");
}

#[test]
fn a_pulled_probe_is_never_a_success() {
    // In the algorithm that is put into RAM, and in the data for it.
    for at in [1000, 3000] {
        let says = trouble(Trouble::Pulled(at));
        assert!(says.contains("flashing over the debug probe failed: "), "{at}: {says}");
        assert!(says.contains("the flash may be incomplete"), "{at}: {says}");
    }
}

#[test]
fn a_chip_that_does_not_answer_is_told_before_compiling() {
    let mut board = Board::new();
    let ended = board.flash(Trouble::NoChip, "nothing.go");
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    let wanted = "the chip nRF51822_xxAA does not answer: ";
    assert!(ended.stderr.contains(wanted), "{}", ended.stderr);
    assert!(ended.stderr.contains("Look at the wires"), "{}", ended.stderr);
}

#[test]
fn probes_that_are_not_there_are_told() {
    let embgo = Embgo::new();
    let says = |line: &str| {
        let ended = embgo.run(line);
        assert_eq!(ended.code, 1, "{line}: {}", ended.stderr);
        ended.stderr
    };
    let text = says("flash -target=nrf52840-dk -probe=dead:beef nothing.go");
    assert!(text.contains("the debug probe dead:beef is not connected"), "{text}");
    let text = says("flash -target=nrf52840-dk -probe=jlink nothing.go");
    assert!(text.contains("-probe=jlink: a probe is called VID:PID or VID:PID:SERIAL"), "{text}");
    let text = says("flash -target=cortex-m-qemu -method=probe nothing.go");
    assert!(text.contains("does not name its chip (\"probe-rs-chip\")"), "{text}");
    // Nobody listens there.
    let text = says("flash -target=nrf52840-dk -probe=1d50:6018:127.0.0.1:1 nothing.go");
    assert!(text.contains("it cannot be opened"), "{text}");
}
