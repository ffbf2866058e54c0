//! Programs that run from the flash of Espressif's chips: the image, held against esptool and
//! espflash; the start code, with the real mask ROM of the ESP32-S3 in the simulator; and a program
//! that is larger than the RAM.
#![cfg(feature = "esp")]

#[path = "support/program.rs"]
mod program;

use embgo::image::esp;
use embgo::image::segments::Segments;
use espflash::flasher::{FlashData, FlashSettings, FlashSize};
use espflash::image_format::idf::{IdfBootloaderFormat, check_idf_bootloader};
use espflash::target::{Chip, XtalFrequency};
use program::{Embgo, Ended, python, root, script};
use std::collections::BTreeMap;
use std::process::Command;

const TARGETS: [&str; 4] = [
    "esp32-s3-devkitc-flash",
    "esp32-s3-devkitc-app",
    "esp32-c3-devkitm-flash",
    "esp32-c3-devkitm-app",
];

/// A program with variables that have initial values, and its two files.
fn build(embgo: &Embgo, target: &str) -> (Vec<u8>, Vec<u8>) {
    let source = "package main\n\nvar words = []string{\"one\", \"two\"}\n\nvar count = 7\n\nfunc main() \
                  {\n\tfor _, w := range words {\n\t\tcount++\n\t\tprintln(w, count)\n\t}\n}\n";
    embgo.file("words.go", source);
    for file in ["words.elf", "words.bin"] {
        embgo.run(&format!("build -target={target} -o {file} words.go")).ok();
    }
    (embgo.read("words.elf"), embgo.read("words.bin"))
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
}

/// Each byte that is loaded or mapped, by its address.
fn bytes(segments: &Segments) -> BTreeMap<u32, u8> {
    let each = segments.iter().flat_map(|s| (s.address..).zip(s.data.iter().copied()));
    each.collect()
}

#[test]
fn what_is_mapped_lies_at_its_own_offset() {
    for target in TARGETS {
        let embgo = Embgo::new();
        let (elf, image) = build(&embgo, target);
        let mut at = 24;
        let mut mapped = Vec::new();
        for _ in 0..image[1] {
            let (address, length) = (word(&image, at), word(&image, at + 4));
            at += 8;
            match address >> 24 {
                0x3c | 0x42 => {
                    assert_eq!(address & 0x00ff_ffff, at as u32, "{target}: {address:#x}");
                    mapped.push(address >> 24);
                }
                0x3f | 0x40 => {}
                _ => panic!("{target}: a segment at {address:#x}"),
            }
            at += length as usize;
        }
        assert_eq!(mapped, [0x3c, 0x42], "{target}");
        // The ROM starts the program in RAM.
        assert_eq!(word(&image, 4) >> 20, 0x403, "{target}");
        // It holds what the ELF file does.
        let all = bytes(&esp::decode(&image).expect("it is whole"));
        for (address, byte) in bytes(&Segments::from_elf(&elf).expect("it is whole")) {
            assert_eq!(all.get(&address), Some(&byte), "{target}: {address:#x}");
        }
        // The application descriptor comes first.
        assert_eq!(word(&image, 32), 0xabcd_5432, "{target}");
    }
}

#[test]
fn esptool_accepts_the_images() {
    for target in TARGETS {
        let embgo = Embgo::new();
        build(&embgo, target);
        let mut esptool = Command::new(python().with_file_name("esptool"));
        esptool.args(["image-info", "words.bin"]).current_dir(embgo.path());
        let said = Ended::of(esptool.output().unwrap_or_else(|e| panic!("{e}; `make deps`"))).ok();
        let chip = if target.contains("-s3-") { "ESP32-S3" } else { "ESP32-C3" };
        let project = "Project name: embgo";
        for wanted in [chip, "DROM", "IROM", "(valid)", project, "MMU page size: 64 KB"] {
            assert!(said.contains(wanted), "{target}: {wanted}: {said}");
        }
        assert!(!said.contains("invalid"), "{target}: {said}");
    }
}

/// From the same ELF file, espflash makes an image for ESP-IDF's boot loader and its partition
/// table; what it puts at each address is what is there in ours.
#[test]
fn espflash_makes_the_same_of_the_program() {
    for (target, chip) in [(TARGETS[1], Chip::Esp32s3), (TARGETS[3], Chip::Esp32c3)] {
        let embgo = Embgo::new();
        let (elf, image) = build(&embgo, target);
        check_idf_bootloader(&elf).expect("the application descriptor is there");
        let settings = FlashSettings::new(None, Some(FlashSize::_4Mb), None);
        let data = FlashData::new(settings, 0, None, chip, XtalFrequency::_40Mhz);
        let made = IdfBootloaderFormat::new(&elf, &data, None, None, None, None);
        let made = made.unwrap_or_else(|e| panic!("{target}: {e}"));
        let app = made.ota_segments().next().expect("an application");
        assert_eq!(app.addr, 0x10000, "{target}");
        let theirs = bytes(&esp::decode(app.data()).expect("it is whole"));
        let ours = bytes(&esp::decode(&image).expect("it is whole"));
        for (address, byte) in bytes(&Segments::from_elf(&elf).expect("it is whole")) {
            let seen = (theirs.get(&address), ours.get(&address));
            assert_eq!(seen, (Some(&byte), Some(&byte)), "{target}: {address:#x}");
        }
        assert_eq!(word(app.data(), 4), word(&image, 4), "{target}: the entry");
    }
}

/// The table maps the first 4 MB of the flash and nothing else, both buses are open, and both caches
/// run: bit 0 of their control registers.
#[test]
fn the_rom_of_the_s3_sets_cache_and_mmu_up() {
    let embgo = Embgo::new();
    build(&embgo, "esp32-s3-devkitc-flash");
    let elf = embgo.path().join("words.elf");
    let seen = script("esp_mmu.py", &[&elf.to_string_lossy()]);
    let line = seen.lines().last().unwrap_or_default();
    let seen: serde_json::Value = serde_json::from_str(line).expect("the script prints JSON");
    assert_eq!(seen["text"], "one 8\r\ntwo 9\r\n".replace('\r', ""), "{}", seen["text"]);
    let table = seen["table"].as_array().expect("a list");
    assert_eq!(table.len(), 512);
    for (i, entry) in table.iter().enumerate() {
        // Bit 14: invalid.
        let want = if i < 64 { i as u64 } else { 0x4000 };
        assert_eq!(entry.as_u64(), Some(want), "entry {i}");
    }
    let register = |name: &str| seen[name].as_u64().expect("a number");
    assert_eq!((register("icache") & 1, register("dcache") & 1), (1, 1), "{seen}");
    assert_eq!((register("icache1") & 3, register("dcache1") & 3), (0, 0), "{seen}");
}

/// What the start code of the ESP32-C3 does before the first line of Go, access by access: the
/// interrupts (8) and the watchdogs (technical reference manual, registers of chapters 9, 11 and 12),
/// then the flash by
/// the ROM's functions (ESP-IDF, esp32c3.rom.ld) and the MMU's table.
#[test]
fn the_start_code_of_the_c3_stops_watchdogs_and_maps_the_flash() {
    let embgo = Embgo::new();
    build(&embgo, "esp32-c3-devkitm-flash");
    let elf = embgo.path().join("words.elf");
    let trace = script("rv32_trace.py", &[&elf.to_string_lossy(), "embgo_early"]);
    let trace: Vec<(String, u32, Option<u32>)> =
        serde_json::from_str::<Vec<serde_json::Value>>(&trace)
            .expect("the script prints JSON")
            .iter()
            .map(|step| {
                let number = |i: usize| step[i].as_u64().map(|n| n as u32);
                let kind = step[0].as_str().expect("a kind").to_owned();
                (kind, number(1).expect("an address"), number(2))
            })
            .collect();
    let write = |address, value| ("write".to_owned(), address, Some(value));
    let read = |address| ("read".to_owned(), address, None);
    let (key, super_key) = (0x50d8_3aa1, 0x8f1d_312a);
    let mut want = vec![
        // mstatus.MIE
        ("clear".to_owned(), 0x300, Some(8)),
        write(0x600c_2104, 0),
        write(0x6000_80a8, key),
        write(0x6000_8090, 0),
        write(0x6000_80a8, 0),
        write(0x6000_80b0, super_key),
        read(0x6000_80ac),
        write(0x6000_80ac, 0xffff_ffff),
        write(0x6000_80b0, 0),
    ];
    for group in [0x6001_f000, 0x6002_0000] {
        want.extend([write(group + 0x64, key), write(group + 0x48, 0), write(group + 0x64, 0)]);
    }
    // What is handed over counts only where the function takes something.
    let calls: Vec<(u32, Option<u32>)> =
        trace.iter().filter(|s| s.0 == "call").map(|s| (s.1, s.2)).collect();
    assert_eq!(
        calls.iter().map(|c| c.0).collect::<Vec<_>>(),
        [0x4000_051c, 0x4000_055c, 0x4000_0520]
    );
    assert_eq!(calls[2].1, Some(0));
    for (address, argument) in &calls[..2] {
        want.push(("call".to_owned(), *address, *argument));
    }
    want.extend((0..64).map(|i| write(0x600c_5000 + 4 * i, i)));
    want.extend([read(0x600c_4004), write(0x600c_4004, 0xffff_fffc)]);
    want.push(("call".to_owned(), 0x4000_0520, Some(0)));
    assert_eq!(trace, want);
    // The core has no mie (0x304) and no mip (0x344): technical reference manual, 1.4.
    let tools = ["llvm-objdump-22", "llvm-objdump-21", "llvm-objdump-20", "llvm-objdump-19"];
    let tool = tools.iter().find_map(|t| which::which(t).ok());
    let mut objdump = Command::new(tool.expect("llvm-objdump is there; `make deps` installs it"));
    let listed = Ended::of(objdump.arg("-d").arg(&elf).output().expect("llvm-objdump starts"));
    let code = listed.ok();
    assert!(code.contains("mstatus") && code.contains("mtvec"), "{code}");
    for lacking in ["mie", "mip"] {
        let words = code.split(|c: char| !c.is_alphanumeric());
        assert!(!words.into_iter().any(|w| w == lacking), "{lacking} in {code}");
    }
    // The application finds the flash mapped.
    build(&embgo, "esp32-c3-devkitm-app");
    let trace = script("rv32_trace.py", &[&elf.to_string_lossy(), "embgo_early"]);
    assert!(!trace.contains("call"), "{trace}");
}

/// Registers of the ESP32-C3's analog parts are written by the ROM's rom_i2c_writeReg_Mask (ESP-IDF,
/// esp32c3.rom.ld).
#[test]
fn the_rom_of_the_c3_writes_analog_registers() {
    let embgo = Embgo::new();
    embgo.file(
        "main.go",
        "package main\n\nimport \"machine\"\n\nfunc main() {\n\tmachine.InitADC()\n}\n",
    );
    embgo.run("build -target=esp32-c3-devkitm -o a.elf main.go").ok();
    let elf = embgo.path().join("a.elf").display().to_string();
    let more = "{\"arguments\": [105, 0, 1, 3, 0, 7]}";
    let trace = script("rv32_trace.py", &[&elf, "embgo_analog_write", more]);
    assert_eq!(trace.trim(), format!("[[\"call\", {}, 105]]", 0x4000_1960));
}

/// 600 KB of constants, more than all RAM; code behind them, on later pages.
#[test]
fn a_program_may_be_larger_than_the_ram() {
    let embgo = Embgo::new();
    let text: String = (0..600_000u64).map(|i| char::from(b'a' + (i * i / 7 % 26) as u8)).collect();
    let mut sum = 0u32;
    text.bytes().step_by(1009).for_each(|b| sum = sum.wrapping_mul(31).wrapping_add(b.into()));
    let source = format!(
        "package main\n\nconst text = \"{text}\"\n\nfunc main() {{\n\tvar sum uint32\n\tfor i := 0; \
         i < len(text); i += 1009 {{\n\t\tsum = sum*31 + uint32(text[i])\n\t}}\n\tprintln(sum)\n}}\n"
    );
    embgo.file("large.go", source);
    for board in ["esp32-s3-devkitc", "esp32-c3-devkitm"] {
        let ended = embgo.run(&format!("build -target={board} -o x.elf large.go"));
        assert_eq!(ended.code, 1, "{board} has so much RAM?");
    }
    // The simulator has no mask ROM for the ESP32-C3, whose start code needs it.
    for target in ["esp32-s3-devkitc-flash", "esp32-s3-devkitc-app", "esp32-c3-devkitm-app"] {
        let mut command = embgo.command(&format!("run -target={target} -for=5ms large.go"));
        let ended = Ended::of(command.env("EMBGO_PYTHON", python()).output().expect("it starts"));
        assert_eq!(
            (ended.code, ended.stdout),
            (0, format!("{sum}\n")),
            "{target}: {}",
            ended.stderr
        );
    }
    embgo.run("build -target=esp32-c3-devkitm-flash -o large.bin large.go").ok();
    assert!(embgo.read("large.bin").len() > 600_000);
}

/// A function in RAM calls one in flash and is called from there: further apart than direct calls and
/// literals reach.
#[test]
fn functions_can_run_from_ram() {
    let embgo = Embgo::new();
    let source = "package main\n\n//go:noinline\nfunc square(n int) int {\n\treturn n * n\n}\n\n\
                  //go:section .ramfunc.fast\n//go:noinline\nfunc fast(n int) int {\n\ts := \
                  123456789\n\tfor i := range n {\n\t\ts += square(i)\n\t}\n\treturn s\n}\n\nfunc \
                  main() {\n\tprintln(fast(10))\n}\n";
    embgo.file("fast.go", source);
    for target in ["esp32-s3-devkitc-flash", "esp32-s3-devkitc", "esp32-c3-devkitm-app"] {
        let mut command = embgo.command(&format!("run -target={target} -for=3ms fast.go"));
        let ended = Ended::of(command.env("EMBGO_PYTHON", python()).output().expect("it starts"));
        let seen = (ended.code, ended.stdout.as_str());
        assert_eq!(seen, (0, "123457074\n"), "{target}: {}", ended.stderr);
    }
    embgo.run("build -target=esp32-s3-devkitc-flash -o fast.elf fast.go").ok();
    let elf = embgo.read("fast.elf");
    let elf = goblin::elf::Elf::parse(&elf).expect("an ELF file");
    let fast = elf.syms.iter().find(|s| elf.strtab.get_at(s.st_name) == Some("main.fast"));
    assert_eq!(fast.expect("the function").st_value >> 16, 0x4037);
}

/// Interrupts, goroutines and times from flash.
#[test]
fn boards_blink_from_flash() {
    for target in ["esp32-s3-devkitc-flash", "esp32-s3-devkitc-app"] {
        let embgo = Embgo::new();
        let mut command = embgo.command(&format!("run -target={target} -for=16ms -pins"));
        command.arg(root().join("tests/data/boards/blink")).env("EMBGO_PYTHON", python());
        let ended = Ended::of(command.output().expect("embgo starts"));
        assert_eq!((ended.code, ended.stdout.as_str()), (0, "hello world!\n"), "{}", ended.stderr);
        let changes = ended.stderr.lines().filter(|l| l.contains(" LED ")).count();
        assert_eq!(changes, 4, "{target}: {}", ended.stderr);
    }
}

/// The program of the block device, for a target.
fn block_device(embgo: &Embgo, target: &str) -> String {
    let source = root().join("tests/data/peripherals/flash.go");
    embgo.run(&format!("build -target={target} -o flash.elf {}", source.display())).ok();
    embgo.path().join("flash.elf").display().to_string()
}

/// What the compiled code for the ESP32-C3 does when it programs 64 bytes: the cache frozen, writing
/// enabled, the command, the state until it is no longer busy, the cache free; all instructions come
/// from RAM, and nothing is read from the windows on the flash.
#[test]
fn commands_to_the_flash_come_from_ram() {
    let embgo = Embgo::new();
    let (spi, freeze) = (0x6000_2000_u32, 0x600c_40cc_u32);
    let (started, phases) = (1 << 18, 1 << 30 | 1 << 27);
    let more = serde_json::json!({
        // Phases, command, address, bits; it changes the memory; there is a cache.
        "arguments": [phases, 0x02, 0x12340, 512, 1, 1],
        "code": [0x4038_0000_u32, 0x4038_8000_u32],
        "values": {
            freeze.to_string(): [2, 1, 5, 5],
            spi.to_string(): [started, 0, 0, started, 0, 0],
            (spi + 0x58).to_string(): [3, 0],
        },
    });
    let command = |user: u32, code: u32, address: u32, bits: u32| {
        let registers = [(0x18, user), (0x20, 7 << 28 | code), (0x1c, 23 << 26), (4, address)];
        let mut steps = vec![("read", spi + 0x18, None)];
        steps.extend(registers.map(|(at, value)| ("write", spi + at, Some(value))));
        for at in [0x24, 0x28] {
            steps.push(("write", spi + at, Some(bits - 1)));
        }
        steps.push(("write", spi, Some(started)));
        steps.push(("read", spi, None));
        steps
    };
    // Bits of USER that stay: all that may.
    let first = 1 << 31 | 0x2c0;
    let state = command(first | 1 << 28, 0x05, 0, 8);
    let mut want = vec![("read", freeze, None), ("write", freeze, Some(1))];
    want.extend([("read", freeze, None), ("read", freeze, None)]);
    want.extend(command(first, 0x06, 0, 8));
    want.push(("read", spi, None));
    want.extend(command(first | phases, 0x02, 0x12340, 512));
    want.extend(state.clone());
    want.extend([("read", spi, None), ("read", spi + 0x58, None)]);
    want.extend(state);
    want.push(("read", spi + 0x58, None));
    want.extend([("read", freeze, None), ("write", freeze, Some(4))]);
    for target in [TARGETS[2], TARGETS[3]] {
        let elf = block_device(&embgo, target);
        let trace = script("rv32_trace.py", &[&elf, "machine.flashRun", &more.to_string()]);
        let trace: Vec<serde_json::Value> = serde_json::from_str(&trace).expect("JSON");
        for (i, (kind, at, value)) in want.iter().enumerate() {
            let mut step = serde_json::json!([kind, at]);
            let list = step.as_array_mut().expect("a list");
            list.extend(value.map(serde_json::Value::from));
            assert_eq!(trace[i], step, "{target}: step {i}: {trace:?}");
        }
        assert_eq!(trace.len(), want.len(), "{target}");
    }
}

/// On the ESP32-S3, the functions that send commands are in RAM with their literals, none of which is in a
/// window on the flash.
#[test]
fn literals_of_the_commands_are_in_ram() {
    let embgo = Embgo::new();
    for target in [TARGETS[0], TARGETS[1]] {
        let elf = std::fs::read(block_device(&embgo, target)).expect("it is there");
        let parsed = goblin::elf::Elf::parse(&elf).expect("an ELF file");
        let named = |name: &str| {
            let is = |s: &goblin::elf::Sym| parsed.strtab.get_at(s.st_name) == Some(name);
            parsed.syms.iter().find(is).unwrap_or_else(|| panic!("{target}: no {name}")).st_value
        };
        let (begin, end) = (named("_sramfunc"), named("_eramfunc"));
        let functions = [named("machine.flashRun"), named("machine.flashSend")];
        assert!(begin >> 16 == 0x4037 && functions.iter().all(|f| (begin..end).contains(f)));
        let bytes = bytes(&Segments::from_elf(&elf).expect("it is whole"));
        let first = *functions.iter().min().expect("two");
        let at = |a: u64| u32::from(bytes[&(a as u32)]);
        let words: Vec<u32> = (begin..first)
            .step_by(4)
            .map(|a| at(a) | at(a + 1) << 8 | at(a + 2) << 16 | at(a + 3) << 24)
            .collect();
        assert!(
            words.contains(&0x600c_4150) && words.contains(&(functions[1] as u32)),
            "{words:x?}"
        );
        assert!(!words.iter().any(|w| matches!(w >> 24, 0x3c | 0x42)), "{target}: {words:x?}");
    }
}
