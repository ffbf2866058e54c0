//! The i.MX RT1064 and RT1062: what the boot ROM finds in the flash, start-up in the simulator,
//! clock and serial port, functions in ITCM, and how small a program is.

#[path = "support/program.rs"]
mod program;

use goblin::elf::Elf;
use program::{Embgo, Ended, root, script};
use serde_json::Value;
use std::process::Command;

const BOARDS: [(&str, u32, u32); 2] =
    [("mimxrt1064-evk", 0x7000_0000, 4 << 20), ("teensy41", 0x6000_0000, 8 << 20)];

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
}

/// IMXRT1060RM, "System Boot": FlexSPI configuration block, image vector table, boot data.
#[test]
fn the_boot_rom_finds_its_header() {
    for (board, flash, size) in BOARDS {
        let embgo = Embgo::new();
        embgo.file("main.go", "package main\n\nfunc main() { println(\"hello\") }\n");
        embgo.run(&format!("build -target={board} -o a.bin main.go")).ok();
        embgo.run(&format!("build -target={board} -o a.elf main.go")).ok();
        let image = embgo.read("a.bin");
        assert_eq!(&image[..4], b"FCFB");
        assert_eq!(word(&image, 0x04), 0x5601_0000, "version");
        assert_eq!(image[0x0c..0x0f], [1, 3, 3], "sampling clock, chip select");
        assert_eq!(image[0x44..0x47], [1, 4, 6], "NOR, four lines, 100 MHz");
        assert_eq!(word(&image, 0x50), size);
        // Command 0xeb, 24 bits of address on four lines, 6 empty cycles, data on four lines.
        let read = [0xeb, 0x04, 0x18, 0x0a, 0x06, 0x32, 0x04, 0x26];
        assert_eq!(image[0x80..0x88], read);
        assert_eq!((word(&image, 0x1c0), word(&image, 0x1c4)), (256, 4096), "page, sector");

        let ivt = &image[0x1000..];
        assert_eq!(ivt[..4], [0xd1, 0x00, 0x20, 0x41], "tag, length, version");
        let vectors = word(ivt, 4);
        assert_eq!(vectors, flash + 0x2000);
        assert_eq!((word(ivt, 8), word(ivt, 12)), (0, 0), "no device configuration data");
        let (boot_data, own) = (word(ivt, 16), word(ivt, 20));
        assert_eq!((boot_data, own), (flash + 0x1020, flash + 0x1000));
        assert_eq!(word(ivt, 24), 0, "no signature");
        let boot_data = &image[(boot_data - flash) as usize..];
        assert_eq!((word(boot_data, 0), word(boot_data, 4), word(boot_data, 8)), (flash, size, 0));

        let vectors = &image[(vectors - flash) as usize..];
        let elf = embgo.read("a.elf");
        let elf = Elf::parse(&elf).expect("an ELF file");
        let stack = elf.syms.iter().find(|s| elf.strtab.get_at(s.st_name) == Some("_stack_top"));
        assert_eq!(u64::from(word(vectors, 0)), stack.expect("it has a stack").st_value);
        assert_eq!(u64::from(word(vectors, 4)), elf.entry);
        assert_eq!(elf.entry & 1, 1, "Thumb");

        // The hex file says the same.
        embgo.run(&format!("build -target={board} -o a.hex main.go")).ok();
        let hex = embgo.read("a.hex");
        let from_hex = embgo::image::hex::decode(&hex).expect("a hex file");
        let mut memory = vec![0; image.len()];
        for segment in from_hex.iter() {
            let at = (segment.address - flash) as usize;
            memory[at..at + segment.data.len()].copy_from_slice(&segment.data);
        }
        assert_eq!(memory, image);
    }
}

/// Runs a program on the MIMXRT1064 in the simulator.
fn simulate(source: &str, steps: u32, text: &str) -> Value {
    simulate_and_read(source, steps, text, &[])
}

/// The same; `words` are what is at the addresses at the end.
fn simulate_and_read(source: &str, steps: u32, text: &str, at: &[u32]) -> Value {
    let embgo = Embgo::new();
    embgo.file("main.go", source);
    embgo.run("build -target=mimxrt1064-evk -o a.elf main.go").ok();
    let elf = embgo.path().join("a.elf");
    let system = root().join("targets/simulated/imxrt106x/system.yaml");
    let paths = [elf, system].map(|p| p.display().to_string());
    let mut args = vec![paths[0].clone(), paths[1].clone(), steps.to_string(), text.to_owned()];
    args.extend(at.iter().map(u32::to_string));
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    serde_json::from_str(&script("imxrt.py", &args)).expect("JSON")
}

/// What a program of `tests/data/peripherals` said, and the words that it left at the addresses.
fn peripheral(name: &str, names: &[(&str, &str)], at: &[u32]) -> (String, Vec<String>) {
    let path = root().join("tests/data/peripherals").join(name).with_extension("go");
    let mut source = std::fs::read_to_string(path).expect("the program is there");
    for (from, to) in names {
        source = source.replace(from, to);
    }
    let told = simulate_and_read(&source, 800, "", at);
    let words = told["words"].as_array().expect("a list").iter();
    let words = words.map(|w| format!("{:#x}", w.as_u64().expect("a word"))).collect();
    (told["text"].as_str().expect("text").to_owned(), words)
}

/// WCR: two half seconds, running, held by a debugger, with the two bits that act when they are 0; the
/// second half of WSR's key; WMCR: no power-down; its clock.
#[test]
fn the_watchdog_runs() {
    let at = [0x400b_8000, 0x400b_8008, 0x400f_c074];
    let (said, words) = peripheral("watchdog", &[], &at);
    assert_eq!(said, "false\ntrue\ntrue\n");
    assert_eq!(words[..2], ["0xaaaa0136", "0x0"], "{words:?}");
    let clocks = u32::from_str_radix(&words[2][2..], 16).expect("a word");
    assert_eq!(clocks >> 16 & 3, 3, "{words:?}");
}

#[test]
fn it_starts_and_keeps_time() {
    let told = simulate(
        "package main

import (
	\"machine\"
	\"time\"
)

func main() {
	machine.LED.Configure(machine.PinConfig{Mode: machine.PinOutput})
	for i := 0; i < 4; i++ {
		machine.LED.Set(i&1 == 0)
		time.Sleep(100 * time.Microsecond)
	}
	println(\"end\", machine.CPUFrequency())
}
",
        800,
        "",
    );
    assert_eq!(told["text"], "end 600000000\n");
    let changes = told["changes"].as_array().expect("a list");
    let (times, levels): (Vec<_>, Vec<_>) =
        changes.iter().map(|c| (c[0].as_u64().expect("microseconds"), c[2].clone())).unzip();
    assert_eq!(levels, [1 << 9, 0, 1 << 9, 0]);
    for pair in times.windows(2) {
        assert!((100..=101).contains(&(pair[1] - pair[0])), "{times:?}");
    }
    // From reset to main, with the simulator's PLL that is ready at once.
    let start = changes[0][1].as_u64().expect("steps");
    assert!(start < 1000, "{start} us");

    let registers = &told["registers"];
    for (name, want) in [
        // DTCM up to 512 KB, ITCM 128 KB; both on, banks by GPR17: 4 ITCM, 12 DTCM.
        ("IOMUXC_GPR14", 0x00a8_0000_u32),
        ("IOMUXC_GPR16", 0x7),
        ("IOMUXC_GPR17", 0xaaaa_aaff),
        // Of 0x2980 after reset: EN is off, UPDATE on.
        ("RTWDOG_CS", 0x2920),
        ("DCDC_REG3", 18),
        // LOCK, ENABLE, no BYPASS, 24 MHz * 100 / 2.
        ("CCM_ANALOG_PLL_ARM", 0x8000_2064),
        ("CCM_CACRR", 1),
        ("CCM_CBCDR", 0x300),
        ("CCM_CBCMR", 0xc_1000),
        ("CCM_CSCMR1", 0x40),
        ("CCM_CSCDR1", 0x40),
        ("GPT1_CR", 0x28b),
        ("GPT1_PR", 23),
        ("LPUART1_CTRL", 0xc_0000),
        ("IOMUXC_SW_MUX_CTL_PAD_GPIO_AD_B0_12", 2),
        ("IOMUXC_SW_MUX_CTL_PAD_GPIO_AD_B0_13", 2),
        ("GPIO1_GDIR", 1 << 9),
    ] {
        assert_eq!(registers[name], want, "{name}: {:#x}", registers[name].as_u64().unwrap_or(0));
    }
}

#[test]
fn the_serial_port_is_emptied_by_its_interrupt() {
    let text: String = ('!'..='~').chain('!'..='9').take(100).collect();
    let told = simulate(
        "package main

import (
	\"machine\"
	\"time\"
)

func main() {
	machine.Serial.Configure(machine.UARTConfig{})
	// All arrives now, and nobody asks for it.
	time.Sleep(900 * time.Microsecond)
	b := make([]byte, 128)
	n, _ := machine.Serial.Read(b)
	machine.Serial.Write(b[:n])
}
",
        1500,
        &text,
    );
    assert_eq!(told["text"], text);
    let held = told["held"].as_u64().expect("steps");
    assert!((1..300).contains(&held), "{held}");
}

#[test]
fn the_speed_of_the_serial_port_is_the_nearest_there_is() {
    let told = simulate(
        "package main

import (
	\"device/nxp\"
	\"machine\"
)

var registers nxp.LPUART_Type

func main() {
	uart := machine.UART{Bus: &registers}
	for _, baud := range []uint32{9600, 115200, 1000000, 3000000} {
		uart.SetBaudRate(baud)
		println(registers.BAUD.Get()>>24+1, registers.BAUD.Get()&0x1fff)
	}
}
",
        600,
        "",
    );
    // Samples in a bit and divisor: 24 MHz / (25 * 100), 24 MHz / (26 * 8) = 115385, ...
    assert_eq!(told["text"], "25 100\n26 8\n24 1\n8 1\n");
}

/// Submodule 3 of FlexPWM2. INIT and CTRL2: independent outputs; CTRL (in the upper half): full cycles,
/// 150 MHz / 128; VAL1 (upper half): 3,000,000 / 128 counts less one; VAL2 and VAL3: no longer high
/// after the period has changed; no fault stops it; its output A, the pin of the LED by function 1.
#[test]
fn pulse_width() {
    let names = [("TIMER", "PWM2_3"), ("PIN", "LED"), ("OTHER", "PA0")];
    let sm = 0x403e_0000 + 3 * 0x60;
    let at = [sm, sm + 4, sm + 0xc, sm + 0x10, sm + 0x14, sm + 0x2c, 0x403e_0180, 0x403e_0188];
    let (said, words) = peripheral("pwm", &names, &[&at[..], &[0x401f_80e0]].concat());
    assert_eq!(said, "true\n0 true\ntrue\n18749\ntrue\ntrue 23436\n");
    // CLDOK stays in the simulator's memory.
    let want = ["0x0", "0x470e000", "0x5b8c0000", "0x0", "0x0", "0x0", "0x800", "0x888", "0x1"];
    assert_eq!(words, want);
}

#[test]
fn functions_can_lie_in_itcm() {
    let embgo = Embgo::new();
    embgo.file(
        "main.go",
        "package main

import \"machine\"

//go:section .ramfunc
//go:noinline
func hot(c byte) byte { return c ^ 0x20 }

func main() {
	c, _ := machine.Serial.ReadByte()
	machine.Serial.WriteByte(hot(c))
}
",
    );
    embgo.run("build -target=mimxrt1064-evk -o a.elf main.go").ok();
    let bytes = embgo.read("a.elf");
    let elf = Elf::parse(&bytes).expect("an ELF file");
    let value = |name: &str| {
        let symbol = elf.syms.iter().find(|s| elf.strtab.get_at(s.st_name) == Some(name));
        symbol.unwrap_or_else(|| panic!("there is no {name}")).st_value
    };
    let hot = value("main.hot");
    assert!((0x20..128 << 10).contains(&(hot & !1)), "{hot:#x}");
    // It is copied there from the flash.
    let segment = elf.program_headers.iter().find(|p| p.vm_range().contains(&(hot as usize)));
    let load = segment.expect("it is in a segment").p_paddr;
    assert!((0x7000_2000..0x7040_0000).contains(&load), "{load:#x}");
    assert_eq!((load, 0x20), (value("_siramfunc"), value("_sramfunc")));
    assert!(value("_eramfunc") > hot);
    // Variables and stack are in DTCM, the heap in OCRAM.
    assert!((0x2000_0000..0x2006_0000).contains(&value("_sdata")));
    assert!((0x2000_0000..0x2006_0000).contains(&value("_stack_top")));
    assert_eq!((value("_heap_start"), value("_heap_end")), (0x2020_0000, 0x2028_0000));
}

/// Code that runs while the flash cannot be read is in ITCM, however much it is optimised; it calls
/// nothing elsewhere but what ends a program, and has no address in the flash.
#[test]
fn commands_to_the_flash_come_from_itcm() {
    let tools = ["llvm-objdump-22", "llvm-objdump-21", "llvm-objdump-20", "llvm-objdump-19"];
    let tool = tools.iter().find_map(|t| which::which(t).ok());
    let tool = tool.expect("llvm-objdump is there; `make deps` installs it");
    let source = root().join("tests/data/peripherals/flash.go");
    for (board, opt) in [("mimxrt1064-evk", "z"), ("teensy41", "2"), ("mimxrt1064-evk", "0")] {
        let embgo = Embgo::new();
        let line = format!("build -target={board} -opt={opt} -o a.elf {}", source.display());
        embgo.run(&line).ok();
        let elf = embgo.path().join("a.elf");
        let mut objdump = Command::new(&tool);
        objdump.args(["-d", "--no-show-raw-insn", "-j", ".ramfunc"]).arg(&elf);
        let listed = Ended::of(objdump.output().expect("llvm-objdump starts")).ok();
        for function in ["flashRun", "flashSend", "flashWait", "barrier"] {
            assert!(listed.contains(&format!("<machine.{function}>:")), "{board}: no {function}");
        }
        for line in listed.lines() {
            if let Some((_, name)) = line.split_once("Thunk_") {
                assert!(name.starts_with("runtime.panic"), "{board}, {opt}: {line}");
            }
            // Thunks keep their address in r12.
            let address = [".word\t0x6", ".word\t0x7", ", #0x6000", ", #0x7000"];
            let far = address.iter().any(|a| line.contains(a)) && !line.contains("r12");
            assert!(!far, "{board}, {opt}: {line}");
        }
    }
}

/// The code in ITCM runs in the simulator, whose flash takes no commands: the program is told so. The
/// region of the memory protection is as it was, and the last sequence is there: command 0x02 with an
/// address of 24 bits, data to write.
#[test]
fn a_flash_that_refuses_is_reported() {
    let source = "package main

import \"machine\"

func main() {
	f := machine.Flash
	println(f.WriteBlockSize(), f.EraseBlockSize(), machine.FlashDataEnd(), f.Size() > 3<<20)
	println(f.EraseBlocks(0, 1).Error())
}
";
    let told = simulate_and_read(source, 1000, "", &[0xe000_eda0, 0x402a_42f0, 0x402a_42f4]);
    let refused = "machine: flash: the memory refuses to change: is it write-protected?";
    let end = 0x7040_0000_u32;
    assert_eq!(told["text"], format!("256 4096 {end} true\n{refused}\n"));
    let words = serde_json::json!([0x0602_002b, 0x0818_0402, 0x2000]);
    assert_eq!(told["words"], words);
}

/// With the boot header, which takes 8 KB with the gap behind it.
#[test]
fn a_small_program_is_small() {
    for (board, ..) in BOARDS {
        let embgo = Embgo::new();
        embgo.file("main.go", "package main\n\nfunc main() { println(\"hello world!\") }\n");
        let line = format!("build -target={board} -size=short -json -o a.elf main.go");
        let said = embgo.run(&line).ok();
        let size = said.lines().filter_map(|l| serde_json::from_str::<Value>(l).ok());
        let size = size.filter_map(|v| v.get("size")?.get("total").cloned()).next_back();
        let size = size.expect("sizes");
        let bytes = |name: &str| size[name].as_u64().unwrap_or_else(|| panic!("{name}: {size}"));
        assert!(bytes("flash") <= 12 << 10, "{board}: {size}");
        assert!(bytes("ram") <= 4 << 10, "{board}: {size}");
    }
}
