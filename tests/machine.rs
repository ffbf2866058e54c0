//! What package machine has for which chip: the table in `docs/machine.md`, and what a program is
//! told that uses something else.

#[path = "support/program.rs"]
mod program;
#[path = "support/section.rs"]
mod section;

use embgo::base::embedded::EmbeddedFs;
use embgo::base::fs::MemFs;
use embgo::check::machine::rows;
use embgo::target;
use program::{Embgo, root};
use std::path::Path;

/// A board for each chip, with the chip's name in package machine, and the names of the table that
/// `tests/peripherals.rs`, `tests/bootloader.rs`, `tests/block_device.rs`, `tests/clocks.rs`,
/// `tests/usb.rs` and `tests/qemu_boards.rs` have seen work in a simulator on it.
const CHIPS: &[(&str, &str, &[&str])] = &[
    (
        "pico",
        "RP2040",
        &[
            "SetInterrupt",
            "UART0",
            "SPI0",
            "I2C0",
            "ADC",
            "PWMConfig",
            "Watchdog",
            "EnterBootloader",
            "RTC",
            "DeviceID",
            "Flash",
            "USBCDC",
        ],
    ),
    (
        "stm32f4disco",
        "STM32F4",
        &[
            "SetInterrupt",
            "UART0",
            "SPI0",
            "I2C0",
            "ADC",
            "PWMConfig",
            "Watchdog",
            "EnterBootloader",
            "RTC",
            "CAN",
            "Flash",
        ],
    ),
    ("nrf52840-dk", "nRF52840", NRF52),
    ("microbit-v2", "nRF52833", NRF52),
    ("microbit", "nRF51", &["Flash", "UART0", "GetRNG", "DeviceID", "CPUReset"]),
    ("esp32-c3-devkitm", "ESP32-C3", ESP32_C3),
    ("esp32-s3-devkitc", "ESP32-S3", ESP),
    ("mimxrt1064-evk", "RT106x", &["UART0", "RTC", "Watchdog", "PWMConfig", "EnterBootloader"]),
    ("hifive1b", "FE310", &["PWMConfig", "Watchdog", "RTC", "Flash", "UART0", "SetInterrupt"]),
];

const NRF52: &[&str] = &[
    "SetInterrupt",
    "UART0",
    "SPI0",
    "I2C0",
    "PWMConfig",
    "Watchdog",
    "EnterBootloader",
    "Flash",
    "RTC",
    "GetRNG",
    "DeviceID",
    "CPUReset",
];

const ESP: &[&str] = &[
    "UART0",
    "SPI0",
    "I2C0",
    "ADC",
    "PWMConfig",
    "Watchdog",
    "EnterBootloader",
    "CAN",
    "RTC",
    "USBCDC",
];
const ESP32_C3: &[&str] =
    &["SPI0", "I2C0", "ADC", "PWMConfig", "Watchdog", "EnterBootloader", "RTC"];

/// The messages of a program that uses each of the expressions.
fn messages(target: &str, used: &[String]) -> String {
    let embgo = Embgo::new();
    let uses: String = used.iter().map(|e| format!("var _ = {e}\n")).collect();
    embgo.file(
        "main.go",
        format!("package main\n\nimport \"machine\"\n\n{uses}\nfunc main() {{}}\n"),
    );
    embgo.run(&format!("build -target={target} -o a.elf main.go")).stderr
}

#[test]
fn the_table_of_chips_is_true() {
    let rows = rows();
    let mut table = String::from("| | ");
    table += &CHIPS.iter().map(|c| c.1).collect::<Vec<_>>().join(" | ");
    table += &format!(" |\n|---|{}\n", "---|".repeat(CHIPS.len()));
    let mut lines: Vec<String> = rows.iter().map(|r| format!("| {} |", r.what)).collect();
    for (target, chip, seen) in CHIPS {
        let uses = |name: &str| match name {
            "SetInterrupt" => "machine.Pin.SetInterrupt".to_owned(),
            // The first port has another number on some chips.
            "UART0" => "machine.Serial.Buffered".to_owned(),
            _ => format!("machine.{name}"),
        };
        let used: Vec<String> = rows.iter().map(|r| uses(r.name)).collect();
        // Messages end after the tenth.
        let said: String = used.chunks(5).map(|part| messages(target, part)).collect();
        for ((row, expression), line) in rows.iter().zip(&used).zip(&mut lines) {
            let missing = said.contains(&format!("undefined: {expression}\n"))
                || said.contains(&format!("{expression} undefined"));
            let lacking = row.lacking.contains(chip);
            assert!(missing || !lacking, "{chip} has {} after all", row.name);
            assert!(!missing || !seen.contains(&row.name), "{chip} has no {}: {said}", row.name);
            *line += match () {
                _ if lacking => " – |",
                _ if missing => " not yet |",
                _ if seen.contains(&row.name) => " **yes** |",
                _ => " yes |",
            };
        }
    }
    table += &(lines.join("\n") + "\n");
    section::check(&root().join("docs/machine.md"), "chips", &table).expect("the page is current");
}

/// The function is a constant, so that the text of the other case is not in the program.
#[test]
fn the_processors_clock_is_the_targets() {
    let mut compared = 0;
    for board in target::list::list(&EmbeddedFs) {
        let target = target::load(&board.name, &MemFs::default(), &EmbeddedFs, Path::new(""));
        let Some(hz) = target.expect("a board loads").cpu_frequency else { continue };
        let embgo = Embgo::new();
        let source = "package main\n\nimport \"machine\"\n\nfunc main() {\n\tif \
                      machine.CPUFrequency() == HZ {\n\t\tprintln(\"it agrees\")\n\t} else \
                      {\n\t\tprintln(\"it differs\")\n\t}\n}\n";
        embgo.file("main.go", source.replace("HZ", &hz.to_string()));
        let ended = embgo.run(&format!("build -target={} -o a.elf main.go", board.name));
        // The emulators' machines have no such function.
        if ended.stderr.contains("undefined: machine.CPUFrequency") {
            continue;
        }
        ended.ok();
        let elf = embgo.read("a.elf");
        let has = |text: &[u8]| elf.windows(text.len()).any(|w| w == text);
        assert!(has(b"it agrees") && !has(b"it differs"), "{}: not {hz}", board.name);
        compared += 1;
    }
    assert!(compared >= 15, "{compared} boards");
}

/// In QEMU: the crystal and the ring oscillator run and are ready; the PLL is locked and used, from the
/// crystal, with R 2, F 80 and Q 2, not divided again; 320 MHz / 2778 is 115,200 bits a second.
#[test]
fn the_fe310_runs_from_its_pll() {
    let embgo = Embgo::new();
    embgo.file(
        "main.go",
        "package main\n\nimport \"device/sifive\"\n\nfunc main() {\n\tp := \
         sifive.PRCI\n\tprintln(p.HFXOSCCFG.Get()>>30, p.HFROSCCFG.Get()>>30, p.PLLCFG.Get(), \
         p.PLLDIV.Get(), sifive.UART0.DIV.Get())\n}\n",
    );
    let ended = embgo.run("run -target=hifive1b -timeout=5s main.go");
    let pll = 1_u32 << 31 | 1 << 17 | 1 << 16 | 1 << 10 | 39 << 4 | 1;
    assert_eq!(ended.stdout, format!("3 3 {pll} 256 2777\n"), "{}", ended.stderr);
}

/// Names that the boards have in TinyGo, and the same pins: both differences must be no less than 0.
#[test]
fn boards_have_the_names_of_tinygos() {
    let text = std::fs::read_to_string(root().join("tests/data/boards/names.txt"));
    let text = text.expect("the list is there");
    let mut compared = 0;
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let (board, names) = line.split_once(": ").expect("a board and its names");
        let compare = |pair: &str| {
            let (name, same) = pair.split_once('=').expect("a name and another");
            format!(
                "const _ = uint(machine.{name} - machine.{same})\nconst _ = uint(machine.{same} - machine.{name})\n"
            )
        };
        let checks: String = names.split(' ').map(compare).collect();
        let embgo = Embgo::new();
        let source = format!("package main\n\nimport \"machine\"\n\n{checks}\nfunc main() {{}}\n");
        embgo.file("main.go", source);
        let ended = embgo.run(&format!("build -target={board} -o a.elf main.go"));
        assert_eq!(ended.stderr, "", "{board}");
        compared += names.split(' ').count();
    }
    assert!(compared > 70, "{compared} names");
}

/// A board of somebody's own has ports and buses, too: by the chip's numbers, on pins that the program
/// names or those of this package.
#[test]
fn boards_of_ones_own() {
    let source = "package main\n\nimport \"machine\"\n\nfunc main() {\n\tpin := machine.Pin(4)\n\
                  \tpin.Configure(machine.PinConfig{Mode: machine.PinOutput})\n\
                  \tmachine.DefaultUART.Configure(machine.UARTConfig{BaudRate: 9600})\n\
                  \tmachine.DefaultUART.Write([]byte(machine.Device))\n\
                  \tmachine.I2C0.Configure(machine.I2CConfig{})\n\
                  \tmachine.SPI0.Configure(machine.SPIConfig{})\n\
                  \tmachine.SPI0.Tx([]byte{1}, nil)\n\tprintln(\"done\")\n}\n";
    for chip in [
        "rp2040",
        "stm32f407",
        "nrf52840",
        "nrf52833",
        "nrf51",
        "esp32c3",
        "esp32s3",
        "fe310",
        "mimxrt1064",
    ] {
        let embgo = Embgo::new();
        embgo.file("main.go", source);
        let board = format!("{{\"inherits\": [\"{chip}\"], \"build-tags\": [\"sensor_node\"]}}");
        embgo.file("sensor-node.json", board);
        let ended = embgo.run("build -target=sensor-node.json -o a.elf main.go");
        assert_eq!(ended.stderr, "", "{chip}");
    }
}

const NO_PIN: &str = "this board has no pin of that name; take one by the chip's own names";

#[test]
fn what_a_chip_lacks_is_said() {
    for (target, name, help) in [
        ("hifive1b", "InitADC", "the FE310 has no analog-to-digital converter"),
        ("mimxrt1064-evk", "I2S0", "embgo has no digital audio bus for the RT106x yet"),
        ("riscv-qemu", "Watchdog", "the emulated machine has no watchdog"),
        ("pico", "UART7", "this board has UART0, UART1"),
        ("pico-w", "LED", &format!("{NO_PIN}: GPIO0 to GPIO29")),
        ("pico", "NEOPIXEL", &format!("{NO_PIN}: GPIO0 to GPIO29")),
        ("stm32f4disco", "D13", &format!("{NO_PIN}: PA0 to PE15")),
        ("esp32-c3-devkitm", "SPI2_SCK_PIN", &format!("{NO_PIN}: GPIO0 to GPIO21")),
        ("pico", "DAC0", "the RP2040 has no digital-to-analog converter"),
        ("xiao-ble", "PDM", "embgo has no microphone interface for the nRF52840 yet"),
        ("esp32-s3-devkitc", "I2S0", "embgo has no digital audio bus for the ESP32-S3 yet"),
    ] {
        let said = messages(target, &[format!("machine.{name}")]);
        let want = format!("undefined: machine.{name}\n\thelp: {help}\n");
        assert!(said.contains(&want), "{target}: {said}");
    }
    // Other packages have no such help.
    let embgo = Embgo::new();
    embgo.file(
        "main.go",
        "package main\n\nimport \"sync\"\n\nvar _ = sync.SPI0\n\nfunc main() {}\n",
    );
    let said = embgo.run("build -target=hifive1b -o a.elf main.go").stderr;
    assert!(said.contains("undefined: sync.SPI0") && !said.contains("help"), "{said}");
}
