//! Peripherals through package machine, with devices of the simulator at the other end.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, Ended, root, script};
use serde_json::{Value, json};

struct Board {
    target: &'static str,
    chip: &'static str,
    /// The simulator's name of the console; empty for its first.
    uart: &'static str,
    /// The simulator's names of the buses and the converter, and the converter's channel of ADC0.
    i2c: &'static str,
    spi: &'static str,
    adc: (&'static str, u32),
    /// A pin that selects the SPI device: in Go, and the simulator's name.
    select: (&'static str, &'static str),
    /// How many bytes the I2C program reads at once.
    bytes: &'static str,
    /// Pins that the I2C device is wired to, SDA and SCL, where the simulator wants to know.
    wires: Option<(&'static str, &'static str)>,
}

const PICO: Board = Board {
    target: "pico",
    chip: "rp2040",
    uart: "uart0",
    i2c: "i2c0",
    spi: "spi0",
    adc: ("adc", 0),
    select: ("GP17", "GP17"),
    bytes: "2",
    wires: None,
};

const DISCO: Board = Board {
    target: "stm32f4disco",
    chip: "stm32f407",
    uart: "uart2",
    i2c: "i2c1",
    spi: "spi1",
    adc: ("adc1", 0),
    select: ("PB12", "PB12"),
    // The model has no state BTF, with which the end of a longer read begins (RM0090, 27.3.3).
    bytes: "1",
    ..PICO
};

const NRF: Board = Board {
    target: "nrf52840-dk",
    chip: "nrf52840",
    uart: "",
    i2c: "i2c0",
    spi: "spi2",
    // No device of the simulator is connected to this converter.
    adc: ("", 0),
    select: ("LED2", "P0.14"),
    ..PICO
};

const MICROBIT: Board =
    Board { target: "microbit-v2", chip: "nrf52833", select: ("P0_12", "P0.12"), ..NRF };

const C3: Board = Board {
    target: "esp32-c3-devkitm",
    chip: "esp32c3",
    uart: "uart0",
    i2c: "i2c0",
    spi: "spi2",
    adc: ("apb_saradc", 0),
    select: ("GPIO10", "GPIO10"),
    wires: Some(("GPIO4", "GPIO5")),
    ..PICO
};

const S3: Board = Board {
    target: "esp32-s3-devkitc",
    chip: "esp32s3",
    uart: "",
    wires: Some(("GPIO8", "GPIO9")),
    ..C3
};

const HIFIVE: Board = Board { target: "hifive1b", chip: "fe310", uart: "", ..PICO };

/// What the program of that name says on the board; names in it are replaced.
fn said(board: &Board, name: &str, names: &[(&str, &str)], plan: &Value) -> String {
    let embgo = Embgo::new();
    let path = root().join("tests/data/peripherals").join(name).with_extension("go");
    let mut text = std::fs::read_to_string(path).expect("the program is there");
    for (from, to) in names {
        text = text.replace(from, to);
    }
    embgo.file("main.go", text);
    embgo.run(&format!("build -target={} -o a.elf main.go", board.target)).ok();
    let (elf, folder) = (embgo.path().join("a.elf"), embgo.path());
    let (elf, folder) = (elf.to_string_lossy(), folder.to_string_lossy());
    script("peripherals.py", &[&elf, board.chip, board.uart, &folder, &plan.to_string()])
}

/// A device on the I2C bus.
fn on_bus(board: &Board, kind: &str, address: u32) -> Value {
    let mut device = json!({"id": "t", "type": kind, "connection": board.i2c,
                            "config": {"i2c_address": address}});
    if let Some((sda, scl)) = board.wires {
        device["route"] = json!({"sda": sda, "scl": scl});
    }
    device
}

fn i2c(board: &Board) {
    let device = on_bus(board, "tmp102", 0x48);
    let plan = json!({"devices": [device], "script": [["run", "12ms"]]});
    let text = said(board, "i2c", &[("BYTES", board.bytes)], &plan);
    let last = if board.bytes == "1" { "18" } else { "48" };
    let want = format!("temperature 25\nlimit 18 {last}\nnobody: true\nagain true 25\n");
    assert_eq!(text, want, "{}", board.target);
}

fn spi(board: &Board) {
    let device = json!({"id": "m", "type": "max31855", "connection": board.spi,
                        "config": {"cs_pin": board.select.1}});
    let plan = json!({"devices": [device], "script": [["run", "6ms"]]});
    let pin = format!("machine.{}", board.select.0);
    let text = said(board, "spi", &[("machine.CS", &pin)], &plan);
    assert_eq!(text, "1 144 22 0\n1 144 22 0\ntrue\n", "{}", board.target);
}

/// The values before and after the voltage changes; the last one may be cut off.
fn adc(board: &Board, last: &str) {
    let (connection, channel) = board.adc;
    let device = json!({"id": "p", "type": "potentiometer", "connection": connection,
                        "config": {"channel": channel}});
    let script = json!([
        ["input", "position", 75.0],
        ["run", "3ms"],
        ["input", "position", 10.0],
        ["run", last]
    ]);
    let text = said(board, "adc", &[], &json!({"devices": [device], "script": script}));
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("true"), "{text}");
    let whole = text.lines().count() - 1;
    let values: Vec<u32> = lines.take(whole - 1).filter_map(|l| l.parse().ok()).collect();
    let near = |value: Option<&u32>, want: u32| value.is_some_and(|v| v.abs_diff(want) <= 64);
    assert!(near(values.first(), 49152) && near(values.last(), 6553), "{}: {text}", board.target);
}

/// 1 kB comes back, sent in pieces while the program answers.
fn echo(board: &Board) {
    let piece: String = (b' '..b'`').map(char::from).collect();
    let mut script = vec![json!(["run", "2ms"])];
    for _ in 0..16 {
        script.push(json!(["send", piece]));
        // At 115,200 bits a second.
        script.push(json!(["run", "6ms"]));
    }
    let text = said(board, "echo", &[], &json!({"script": script}));
    assert_eq!(text, format!("ready\n{}", piece.repeat(16)), "{}", board.target);
}

/// 60 bytes, more than these ports hold, arrive while the program sleeps: only interrupts keep them.
/// The pause is in the time of the simulator's timer.
fn ring(board: &Board, pause: &str) {
    let piece: String = (b' '..b'\\').map(char::from).collect();
    let script = json!([["run", "2ms"], ["send", piece], ["run", "12ms"]]);
    let text = said(board, "ring", &[("PAUSE", pause)], &json!({"script": script}));
    assert_eq!(text, "ready 0\nbuffered 60\n", "{}", board.target);
}

fn pin(board: &Board, button: &str, port: &str, number: u32, chip: &str) {
    let input = json!({"id": "b", "kind": "button", "peripheral": port, "pin": number,
                       "signal": "input", "active_high": true});
    let levels = [true, false, true, false].map(|level| json!(["pin", "b", level]));
    let mut script = vec![json!(["run", "2ms"])];
    for level in levels {
        script.push(level);
        script.push(json!(["run", "2ms"]));
    }
    let plan = json!({"pins": [input], "chip": chip, "script": script});
    let name = format!("machine.{button}");
    let text = said(board, "pin", &[("machine.BUTTON", &name)], &plan);
    let want = "ready true\nnow true\nnow false\nnow true\noff\n";
    assert_eq!(text, want, "{}", board.target);
}

#[test]
fn i2c_on_the_rp2040() {
    i2c(&PICO);
}

#[test]
fn i2c_on_the_stm32f407() {
    i2c(&DISCO);
}

#[test]
fn i2c_on_the_nrf52() {
    i2c(&NRF);
    i2c(&MICROBIT);
}

#[test]
fn spi_on_the_rp2040() {
    spi(&PICO);
}

#[test]
fn spi_on_the_stm32f407() {
    spi(&DISCO);
}

#[test]
fn spi_on_the_nrf52() {
    spi(&NRF);
    spi(&MICROBIT);
}

#[test]
fn adc_on_the_rp2040() {
    adc(&PICO, "3ms");
}

#[test]
fn adc_on_the_stm32f407() {
    adc(&DISCO, "3ms");
}

#[test]
fn i2c_on_the_esp32() {
    i2c(&C3);
    i2c(&S3);
}

/// More bytes than the controller holds, both ways.
#[test]
fn long_i2c_transfers_on_the_esp32() {
    for board in [&C3, &S3] {
        let plan =
            json!({"devices": [on_bus(board, "at24c256", 0x50)], "script": [["run", "12ms"]]});
        let text = said(board, "i2clong", &[], &plan);
        assert_eq!(text, "true\ntrue\nfalse 117\n", "{}", board.target);
    }
}

#[test]
fn spi_on_the_esp32() {
    spi(&C3);
    spi(&S3);
}

/// The serial port is far behind the converter: 128 bytes wait in it when the voltage changes.
#[test]
fn adc_on_the_esp32() {
    adc(&C3, "20ms");
    adc(&S3, "20ms");
}

#[test]
fn echo_of_a_kilobyte() {
    echo(&PICO);
    echo(&DISCO);
    echo(&NRF);
    echo(&MICROBIT);
}

#[test]
fn echo_of_a_kilobyte_on_the_esp32() {
    echo(&C3);
    echo(&S3);
}

#[test]
fn interrupts_fill_the_serial_buffer() {
    ring(&PICO, "1250*time.Millisecond");
    ring(&DISCO, "20*time.Millisecond");
    ring(&NRF, "8*time.Millisecond");
    ring(&MICROBIT, "8*time.Millisecond");
}

/// The port holds 128 bytes, so that the number does not tell who took them: its state does, while
/// the program sleeps.
#[test]
fn interrupts_fill_the_serial_buffer_of_the_esp32s3() {
    let script = json!([
        ["run", "2ms"],
        ["send", "hello"],
        ["run", "2ms"],
        ["read", 0x6000_001c],
        ["run", "3ms"]
    ]);
    let text = said(&S3, "ring", &[("PAUSE", "4*time.Millisecond")], &json!({"script": script}));
    let mut lines = text.lines();
    let held = lines.next().and_then(|l| l.split(" 0x").nth(1));
    let held = held.and_then(|w| u32::from_str_radix(w, 16).ok()).expect("a word");
    assert_eq!(held & 0x3ff, 0, "{text}");
    assert_eq!(lines.collect::<Vec<_>>(), ["ready 0", "buffered 5"]);
}

/// The simulator's pins cause no interrupt on these chips (the C3's model has no interrupt matrix
/// either); the registers are as the manuals want them: GPIO_PIN5_REG for both edges and the
/// processor, the source's place in the matrix, and on the C3 the processor's interrupt: enabled, by
/// level, priority 1.
#[test]
fn pin_interrupts_on_the_esp32() {
    let at = |list: &[u32]| list.iter().map(|a| json!(["read", a])).collect::<Vec<_>>();
    let c3 = [0x6000_4088, 0x600c_2040, 0x600c_2104, 0x600c_2108, 0x600c_218c];
    let want = "0x60004088 0x2180\n0x600c2040 0x1e\n0x600c2104 0x40000000\n0x600c2108 0x0\n\
                0x600c218c 0x1\n";
    let s3 = &c3[..2];
    for (board, list, want) in
        [(&C3, &c3[..], want), (&S3, s3, "0x60004088 0x2180\n0x600c2040 0x2\n")]
    {
        let mut script = vec![json!(["run", "3ms"])];
        script.extend(at(list));
        let names = [("machine.BUTTON", "machine.GPIO5")];
        let text = said(board, "pin", &names, &json!({"script": script}));
        assert_eq!(text, format!("{want}ready true\n"), "{}", board.target);
    }
}

#[test]
fn pin_interrupts_on_the_nrf52() {
    pin(&NRF, "BUTTON1", "gpio0", 11, "");
    pin(&MICROBIT, "BUTTONA", "gpio0", 14, "");
}

/// The simulator does not connect pins to the controller, nor does its description have SYSCFG: the
/// test adds that as memory, looks at the registers, and causes the events by SWIER.
#[test]
fn pin_interrupts_on_the_stm32f407() {
    let syscfg = "  - id: \"syscfg\"\n    type: \"stub\"\n    base_address: 0x40013800\n    \
                  size: \"1KB\"\n";
    let input = json!({"id": "b", "kind": "button", "peripheral": "gpioa", "pin": 0,
                       "signal": "input", "active_high": true});
    let mut script = vec![json!(["run", "2ms"])];
    // IMR, RTSR, FTSR; the interrupt of line 0 in the NVIC.
    for register in [0x4001_3c00_u32, 0x4001_3c08, 0x4001_3c0c, 0xe000_e100] {
        script.push(json!(["read", register]));
    }
    for level in [true, false, true, false] {
        script.push(json!(["pin", "b", level]));
        script.push(json!(["write", 0x4001_3c10_u32, 1]));
        script.push(json!(["run", "2ms"]));
    }
    script.push(json!(["read", 0x4001_3c00_u32]));
    let plan = json!({"pins": [input], "chip": syscfg, "script": script});
    let text = said(&DISCO, "pin", &[], &plan);
    // Bit 28 is the clock's.
    let want = "0x40013c00 0x1\n0x40013c08 0x1\n0x40013c0c 0x1\n0xe000e100 0x10000040\n\
                0x40013c00 0x0\nready true\nnow true\nnow false\nnow true\noff\n";
    assert_eq!(text, want);
}

/// labwired has no interrupts of pins on this chip; rp2040py has.
#[test]
fn pin_interrupts_on_the_rp2040() {
    let embgo = Embgo::new();
    let path = root().join("tests/data/peripherals/pin.go");
    let text = std::fs::read_to_string(path).expect("the program is there");
    embgo.file("main.go", text.replace("machine.BUTTON", "machine.GP15"));
    embgo.run("build -target=pico -o a.uf2 main.go").ok();
    let file = embgo.path().join("a.uf2");
    let file = file.to_string_lossy();
    let text = script("rp2040.py", &[&file, "20", "15", "4=1", "7=0", "10=1", "13=0"]);
    let seen: Value = serde_json::from_str(&text).expect("the script prints JSON");
    let want = "ready true\nnow true\nnow false\nnow true\noff\n";
    assert_eq!(seen["uart"], want, "{seen}");
}

/// The words at these addresses when the program has run, and what it said.
fn registers(board: &Board, name: &str, names: &[(&str, &str)], at: &[u32]) -> String {
    let mut script = vec![json!(["run", "8ms"])];
    if board.chip == "fe310" {
        // mtime, which the start code waits for.
        script =
            vec![json!(["run", "20us"]), json!(["write", 0x0200_bff8, 9]), json!(["run", "1ms"])];
    }
    script.extend(at.iter().map(|a| json!(["read", a])));
    said(board, name, names, &json!({"script": script}))
}

/// The comparisons are worked out by hand from the reference manuals.
#[test]
fn pulse_width_on_the_rp2040() {
    let names = [("TIMER", "PWM4"), ("PIN", "LED"), ("OTHER", "GP3")];
    // Slice 4: CSR, DIV, CC, TOP; pin 25's function.
    let at = [0x4005_0050, 0x4005_0054, 0x4005_005c, 0x4005_0060, 0x4001_40cc];
    let text = registers(&PICO, "pwm", &names, &at);
    // 125,000 cycles a millisecond are 64,516 counts at a divider of 1 15/16; those of 20 ms are
    // 65,466 at 38 3/16.
    let want = "0x40050050 0x1\n0x40050054 0x263\n0x4005005c 0x3f000000\n0x40050060 0xffb9\n\
                0x400140cc 0x4\ntrue\n1 true\ntrue\n64515\ntrue\ntrue 65465\n";
    assert_eq!(text, want);
}

#[test]
fn pulse_width_on_the_stm32f407() {
    let names = [("TIMER", "TIM4"), ("PIN", "LED"), ("OTHER", "PA0")];
    // TIM4: CR1, CCMR1, CCER, PSC, ARR, CCR1; PD12's mode and function.
    let at = [0x4000_0800, 0x4000_0818, 0x4000_0820, 0x4000_0828, 0x4000_082c, 0x4000_0834];
    let text = registers(&DISCO, "pwm", &names, &at);
    // 84,000 cycles a millisecond through a prescaler of 2; 20 ms through 26.
    let want = "0x40000800 0x81\n0x40000818 0x68\n0x40000820 0x1\n0x40000828 0x19\n\
                0x4000082c 0xfc66\n0x40000834 0x2903\ntrue\n0 true\ntrue\n41999\ntrue\n\
                true 64614\n";
    assert_eq!(text, want);
}

#[test]
fn pulse_width_on_the_nrf52() {
    for (board, pin) in [(&NRF, "0xd"), (&MICROBIT, "0x15")] {
        // Any pin, but no more than four.
        let names = [("TIMER", "PWM0"), ("PIN", "LED"), ("OTHER", "P0_14")];
        // ENABLE, MODE, COUNTERTOP, PRESCALER, DECODER, SEQ[0].CNT, PSEL.OUT[0].
        let base = 0x4001_c500;
        let at = [0, 4, 8, 0xc, 0x10, 0x24, 0x60].map(|offset| base + offset);
        let text = registers(board, "pwm", &names, &at);
        let want = format!(
            "0x4001c500 0x1\n0x4001c504 0x0\n0x4001c508 0x4e20\n0x4001c50c 0x4\n0x4001c510 \
             0x2\n0x4001c524 0x4\n0x4001c560 {pin}\ntrue\n0 true\nfalse\n16000\ntrue\ntrue 20000\n"
        );
        assert_eq!(text, want, "{}", board.target);
    }
}

/// Registers of both chips, by ESP32-C3 Technical Reference Manual, chapter 32: a counter of 13 bits,
/// 80,000 cycles a millisecond through a divider of 9.77 (in 1/256), 20 ms through 195.3.
#[test]
fn pulse_width_on_the_esp32() {
    let names = [("TIMER", "PWM1"), ("PIN", "LED"), ("OTHER", "NoPin")];
    // CH0: CONF0, HPOINT, DUTY; TIMER1_CONF; CONF; the LED's output: signal, enable from GPIO.
    let at = [0x00, 0x04, 0x08, 0xa8, 0xd0].map(|offset| 0x6001_9000 + offset);
    for (board, output, signal) in [(&C3, 0x6000_4574, 0x22d), (&S3, 0x6000_4614, 0x449)] {
        let text = registers(board, "pwm", &names, &[&at[..], &[output]].concat());
        // The S3's model keeps the bit (25) that has the timer take its settings over.
        let conf = if board.chip == "esp32c3" { "0xc350d" } else { "0x20c350d" };
        let want = format!(
            "0x60019000 0x15\n0x60019004 0x0\n0x60019008 0x7ff0\n0x600190a8 {conf}\n\
             0x600190d0 0x80000001\n{output:#x} {signal:#x}\n\
             true\n0 true\ntrue\n8191\ntrue\ntrue 8191\n"
        );
        assert_eq!(text, want, "{}", board.target);
    }
}

/// What `can.go` says of a controller that gives back what it sends.
const FRAMES: &str = "false\nfalse\ntrue true\n291 4 8 5 false true 0\n448585461 4 8 5 true true \
                      0\ncalls 2 state 0\nmachine: a CAN identifier has 11 bits, with XTD 29\n288 \
                      false\n85 true\n289 false\n290 false\nwaiting 16 lost true false\n";

/// On the simulator's S3 with the controller's interrupt. Of the C3's only the registers are there:
/// 80 MHz / (2 * (7 + 1)) / (1 + 15 + 4) is 250 kHz, a jump of 3 parts; its interrupts; self-test and one
/// filter; the matrix' signals are 74 and 116.
#[test]
fn can_on_the_esp32() {
    let names = [("machine.TX", "machine.GPIO4"), ("machine.RX", "machine.GPIO5")];
    let script = json!([["run", "40ms"], ["read", 0x600c_2094_u32]]);
    let text = said(&S3, "can", &names, &json!({"script": script}));
    assert_eq!(text, format!("0x600c2094 0x2\n{FRAMES}"));
    let at =
        [0x6002_b000, 0x6002_b010, 0x6002_b018, 0x6002_b01c, 0x6002_b07c, 0x6000_4564, 0x600c_2064];
    let text = registers(&C3, "can", &names, &at);
    let want = "0x6002b000 0xc\n0x6002b010 0x2d\n0x6002b018 0x8007\n0x6002b01c 0x3e\n\
                0x6002b07c 0x100\n0x60004564 0x24a\n0x600c2064 0x1b\nfalse\nfalse\ntrue true\n";
    assert_eq!(text, want);
}

/// MCR: leaves the bus and comes back by itself, sends in order; 42 MHz / 8 / (1 + 16 + 4) is 250 kHz,
/// a jump of 4 parts, loopback; frames with 29 bits to the second FIFO; PD0 and PD1 are function 9. The
/// simulator has one FIFO and no interrupt of the controller: then the test gives all frames to that
/// FIFO, and has the interrupts come.
#[test]
fn can_on_the_stm32f407() {
    let base = 0x4000_6400_u32;
    let names = [("machine.TX", "machine.PD1"), ("machine.RX", "machine.PD0")];
    let read = |at: u32| json!(["read", at]);
    let mut script = vec![json!(["run", "400us"])];
    script
        .extend([0, 0x14, 0x1c, 0x20c, 0x214, 0x21c, 0x244, 0x248, 0x24c].map(|o| read(base + o)));
    script.extend([0x4002_0c20, 0xe000_e100].map(read));
    for _ in 0..900 {
        script.push(json!(["write", 0xe000_e200_u32, 3 << 20]));
        script.push(json!(["write", base + 0x214, 0]));
        script.push(json!(["run", "20us"]));
    }
    let text = said(&DISCO, "can", &names, &json!({"script": script}));
    let want = "0x40006400 0x44\n0x40006414 0x8612\n0x4000641c 0x433f0007\n0x4000660c 0x3\n\
                0x40006614 0x2\n0x4000661c 0x3\n0x40006644 0x4\n0x40006648 0x4\n0x4000664c 0x4\n\
                0x40020c20 0x99\n0xe000e100 0x10700000\n";
    assert_eq!(text, want.to_owned() + FRAMES);
}

/// The simulator's S3 has the serial port on USB; of the C3 there are only registers: the first byte is
/// in EP1, and EP1_CONF lets it go.
#[test]
fn the_console_is_on_usb() {
    let board = Board { target: "esp32-s3-devkitc -serial=usb", ..S3 };
    let text = said(&board, "usb", &[], &json!({"script": [["run", "15ms"]]}));
    assert_eq!(text, "printed\nwritten\nbuffered 0 true\n");
    let board = Board { target: "esp32-c3-devkitm -serial=usb", ..C3 };
    let text = registers(&board, "usb", &[], &[0x6004_3000, 0x6004_3004]);
    assert_eq!(text, "0x60043000 0x70\n0x60043004 0x1\n");
}

#[test]
fn a_board_without_usb_refuses_it_as_console() {
    let embgo = Embgo::new();
    embgo.file("main.go", "package main\n\nfunc main() {}\n");
    let ended = embgo.run("build -target=hifive1b -serial=usb -o a.elf main.go");
    let want = "hifive1b has no serial port on USB that embgo drives; build with -serial=uart or \
                -serial=rtt";
    assert!(ended.code != 0 && ended.stderr.contains(want), "{}", ended.stderr);
}

/// The simulator has no FE310: what was written is compared with the manual (chapters 6, 17, 19, 20, 21
/// and 14). 320 MHz / (2 * (159 + 1)) is 1 MHz, of the flash's clock / (2 * (3 + 1)) 40 MHz; mode 0,
/// no chip select, frames of 8 bits; pins 3, 4 and 5 beside those of the serial port.
#[test]
fn spi_on_the_fe310() {
    let at = [0x1001_4000, 0x1002_4000, 0x1002_4004, 0x1002_4018, 0x1002_4040, 0x1001_2038];
    let text = registers(&HIFIVE, "spi", &[("machine.CS", "machine.P10")], &at);
    let want = "0x10014000 0x3\n0x10024000 0x9f\n0x10024004 0x0\n0x10024018 0x3\n\
                0x10024040 0x80000\n0x10012038 0x30038\n0 0 0 0\n0 0 0 0\ntrue\n";
    assert_eq!(text, want);
}

/// 320 MHz / (5 * (639 + 1)) is 100 kHz; the last byte sent is the address, to read.
#[test]
fn i2c_on_the_fe310() {
    let at = [0x1001_6000, 0x1001_6004, 0x1001_6008, 0x1001_600c, 0x1001_2038];
    let text = registers(&HIFIVE, "i2c", &[("BYTES", "2")], &at);
    let want = "0x10016000 0x7f\n0x10016004 0x2\n0x10016008 0x80\n0x1001600c 0x91\n\
                0x10012038 0x33000\ntemperature 145\nlimit 145 145\nnobody: false\nagain true 145\n";
    assert_eq!(text, want);
}

/// PWM1 counts eighths of 320,000 cycles a millisecond, then 128ths of 6.4 million; the output of
/// comparator 3, function 1 of pin 22, is turned over, because it is high from the value on.
#[test]
fn pulse_width_on_the_fe310() {
    let names = [("TIMER", "PWM1"), ("PIN", "LED"), ("OTHER", "P00")];
    // CFG, CMP0, CMP3; IOF_EN, IOF_SEL, OUT_XOR.
    let at = [0x1002_5000, 0x1002_5020, 0x1002_502c, 0x1001_2038, 0x1001_203c, 0x1001_2040];
    let text = registers(&HIFIVE, "pwm", &names, &at);
    let want = "0x10025000 0x1207\n0x10025020 0xc350\n0x1002502c 0x2710\n0x10012038 0x430000\n\
                0x1001203c 0x400000\n0x10012040 0x400000\ntrue\n3 true\ntrue\n40000\ntrue\n\
                true 50000\n";
    assert_eq!(text, want);
}

/// CSR: on, up and down; DIV: 190 12/16.
#[test]
fn slow_pulses_on_the_rp2040() {
    let text = registers(&PICO, "slow", &[], &[0x4005_0050, 0x4005_0054]);
    assert_eq!(text, "0x40050050 0x3\n0x40050054 0xbec\ntrue 199997560 true\ntrue\n");
}

/// Serial ports other than the console, at 9600 bits a second, with even parity and two stop bits: speed
/// and format by the reference manuals, and what connects the pins.
#[test]
fn serial_ports_in_other_formats() {
    let even = "8, 2, machine.ParityEven";
    for (board, [port, tx, rx, format], want) in [
        // UARTIBRD 813, UARTFBRD 51; the function of pin 16. The model has no UARTLCR_H.
        (
            &PICO,
            ["UART0", "GP16", "GP17", even],
            &[(0x4003_4024, 0x32d_u32), (0x4003_4028, 0x33), (0x4001_4084, 2)][..],
        ),
        // BRR, CR1 and CR2; MODER and AFRL of port C.
        (
            &DISCO,
            ["UART6", "PC6", "PC7", even],
            &[
                (0x4001_1408, 0x222e),
                (0x4001_140c, 0x342c),
                (0x4001_1410, 0x2000),
                (0x4002_0800, 0xa000),
                (0x4002_0820, 0x8800_0000_u32),
            ],
        ),
        // PSELRTS is no pin, CONFIG.
        (
            &NRF,
            ["UART0", "P0_06", "P0_08", even],
            &[(0x4000_2508, 0xffff_ffff_u32), (0x4000_256c, 0x1e)],
        ),
        // UART_CLKDIV, 2777 12/16 after a prescaler of 3, UART_CLK_CONF, UART_CONF0; the signals of pins 4 and 5.
        (
            &C3,
            ["UART1", "GPIO4", "GPIO5", even],
            &[
                (0x6001_0014, 0xc0_0ad9),
                (0x6001_0078, 0x0350_2000),
                (0x6001_0020, 0x1000_003e),
                (0x6000_4564, 0x209),
                (0x6000_4178, 0x45),
            ],
        ),
        (
            &S3,
            ["UART1", "GPIO4", "GPIO5", even],
            &[
                (0x6001_0014, 0xc0_0ad9),
                (0x6001_0078, 0x0350_2000),
                (0x6001_0020, 0x1000_003e),
                (0x6000_4564, 0x40f),
                (0x6000_4190, 0x85),
            ],
        ),
        // UART2's clock is in the second register.
        (
            &S3,
            ["UART2", "GPIO4", "NoPin", "7, 1, machine.ParityOdd"],
            &[(0x6002_e020, 0x1000_001b), (0x6000_4564, 0x412)],
        ),
    ] {
        let pins = [tx, rx].map(|p| format!("machine.{p}"));
        let names = [
            ("PORT", port),
            ("machine.TX", pins[0].as_str()),
            ("machine.RX", pins[1].as_str()),
            ("FORMAT", format),
        ];
        let at: Vec<u32> = want.iter().map(|w| w.0).collect();
        let text = registers(board, "serial", &names, &at);
        let words: String = want.iter().map(|(at, word)| format!("{at:#x} {word:#x}\n")).collect();
        let said = text.strip_prefix(&words).unwrap_or_else(|| panic!("{}: {text}", board.target));
        // What the console says in another format is nobody's text.
        if port != "UART0" {
            assert_eq!(said, "true\ntrue false\n", "{} {port}", board.target);
        }
    }
}

/// SYSTEM_CPU_PER_CONF and SYSTEM_SYSCLK_CONF: the PLL at 480 MHz is the source, a third of it on the
/// C3, half of it on the S3 (chapters 6 and 7); UART0's divider, in sixteenths, of APB's 80 MHz.
#[test]
fn the_esp32_runs_from_its_pll() {
    for (board, at, period) in
        [(&C3, [0x600c_0008, 0x600c_0058], 1), (&S3, [0x600c_0010, 0x600c_0060], 2)]
    {
        let text = registers(board, "watchdog", &[], &[at[0], at[1], 0x6000_0014]);
        let word = |i: usize| {
            let word = text.lines().nth(i).and_then(|l| l.split(" 0x").nth(1));
            u32::from_str_radix(word.expect("a line"), 16).expect("a word")
        };
        assert_eq!(word(0) & 7, 4 | period, "{text}");
        assert_eq!(word(1) >> 10 & 3, 1, "{text}");
        let divider = (word(2) & 0xfff) * 16 + (word(2) >> 20 & 15);
        assert_eq!(divider, 80_000_000 * 16 / 115_200, "{text}");
    }
}

#[test]
fn watchdogs() {
    let said = "false\ntrue\ntrue\n";
    // CTRL: enabled, counting two million half microseconds.
    let text = registers(&PICO, "watchdog", &[], &[0x4005_8000]);
    let value = text.split([' ', '\n']).nth(1).and_then(|v| u32::from_str_radix(&v[2..], 16).ok());
    let value = value.expect("a word");
    assert!(value >> 30 & 1 == 1 && text.ends_with(said), "{text}");
    let left = value & 0xff_ffff;
    assert!((1..=2_000_000).contains(&left), "{left} in {text}");
    // PR and RLR: 8000 turns of 8 kHz, halved to fit.
    let text = registers(&DISCO, "watchdog", &[], &[0x4000_3004, 0x4000_3008]);
    assert_eq!(text, format!("0x40003004 0x1\n0x40003008 0xf9f\n{said}"));
    // RUNSTATUS, CRV, RREN.
    for board in [&NRF, &MICROBIT] {
        let text = registers(board, "watchdog", &[], &[0x4001_0400, 0x4001_0504, 0x4001_0508]);
        let want = format!("0x40010400 0x1\n0x40010504 0x7fff\n0x40010508 0x1\n{said}");
        assert_eq!(text, want, "{}", board.target);
    }
    // WDOGCFG: counts always, and resets; the feed and the key; 32,768 turns.
    let at = [0x1000_0000, 0x1000_0018, 0x1000_001c, 0x1000_0020];
    let text = registers(&HIFIVE, "watchdog", &[], &at);
    let want = "0x10000000 0x1100\n0x10000018 0xd09f00d\n0x1000001c 0x51f15e\n0x10000020 0x8000\n";
    assert_eq!(text, format!("{want}{said}"));
    // WDTCONFIG0, 1, 2 and WDTWPROTECT of TIMG1: a reset of the system, the longest pulses, taken
    // over (C3), 80 MHz / 40,000, 2000 of them, shut.
    for (board, config) in [(&C3, "0xe05f8000"), (&S3, "0xe01f8000")] {
        let at = [0x6002_0048, 0x6002_004c, 0x6002_0050, 0x6002_0064];
        let text = registers(board, "watchdog", &[], &at);
        let want = format!(
            "0x60020048 {config}\n0x6002004c 0x9c400000\n0x60020050 0x7d0\n0x60020064 0x0\n{said}"
        );
        assert_eq!(text, want, "{}", board.target);
    }
}

/// What the simulator's models of Synopsys' controller have when the device shows itself: interrupts on;
/// the transceiver of full speed, a device by force, six cycles to turn around; the interrupts. The
/// F407's model is that of another STM32's OTG_FS, at the same place.
#[test]
fn the_usb_device_shows_itself() {
    // The chip's number is memory of its own.
    let otg = "  - id: \"usb_otg_fs\"\n    type: \"usb_otg\"\n    base_address: 0x50000000\n    \
               size: \"4KB\"\n    irq: 67\n  - id: \"number\"\n    type: \"stub\"\n    \
               base_address: 0x1fff7a00\n    size: \"1KB\"\n";
    let read = |at: &[u32]| -> Vec<Value> {
        [json!(["run", "30ms"])].into_iter().chain(at.iter().map(|a| json!(["read", a]))).collect()
    };
    // Its clock, then the controller.
    let script = read(&[0x4002_3834, 0x5000_0008, 0x5000_000c, 0x5000_0018]);
    let text = said(&DISCO, "usbdevice", &[], &json!({"chip": otg, "script": script}));
    let want = "0x40023834 0x80\n0x50000008 0x1\n0x5000000c 0x40001840\n0x50000018 \
                0x800c3814\nbefore\nshown false\n";
    assert_eq!(text, want);
    // The controller, and who has the transceiver.
    let script = read(&[0x6008_0008, 0x6008_000c, 0x6008_0018, 0x6000_8120]);
    let text = said(&S3, "usbdevice", &[], &json!({"script": script}));
    let want = "0x60080008 0x1\n0x6008000c 0x40001840\n0x60080018 0x800c3814\n0x60008120 \
                0x180000\nbefore\nshown false\n";
    assert_eq!(text, want);
}

/// On the ESP32-S3 the converter is calibrated by a function of the real mask ROM, which is of another
/// calling convention; the program goes on with its interrupts. The eFuses, which cannot be set in the
/// simulator, are a table; it has no registers of the analog part.
#[test]
fn the_rom_calibrates_the_converter_of_the_s3() {
    let embgo = Embgo::new();
    let stubs = embgo.stubs(|name, text| match name {
        "device/esp/esp32s3.go" => {
            let address = "(*[8]volatile.Register32)(unsafe.Pointer(uintptr(0x6000705c)))";
            assert!(text.contains(address));
            let table = "var burnt = [8]volatile.Register32{4: {Reg: 1}, 7: {Reg: 59 << 1}}";
            text.replace(address, "&burnt") + "\n" + table + "\n"
        }
        _ => text,
    });
    let source = "package main\n\nimport (\n\t\"machine\"\n\t\"time\"\n)\n\nfunc main() {\n\tgo func() {\n\
                  \t\tfor {\n\t\t\ttime.Sleep(100 * time.Microsecond)\n\t\t}\n\t}()\n\tvar before [40]int\n\
                  \tfor i := range before {\n\t\tbefore[i] = i * 7\n\t}\n\tmachine.InitADC()\n\tsum := 0\n\
                  \tfor _, n := range before {\n\t\tsum += n\n\t}\n\tinput := machine.ADC{Pin: \
                  machine.ADC0}\n\tinput.Configure(machine.ADCConfig{})\n\ttime.Sleep(time.Millisecond)\n\
                  \tprintln(sum, input.Get())\n}\n";
    embgo.file("main.go", source);
    let mut command = embgo.command("build -target=esp32-s3-devkitc -o a.elf main.go");
    Ended::of(command.env("EMBGO_STUBS", stubs).output().expect("it starts")).ok();
    let elf = embgo.path().join("a.elf").display().to_string();
    let folder = embgo.path().display().to_string();
    let plan = json!({"script": [["run", "8ms"]]}).to_string();
    let text = script("peripherals.py", &[&elf, "esp32s3", "", &folder, &plan]);
    // The middle of the converter: 2048 * 850 / 959 = 1815 mV; by the curve it is 1808.
    let volts = 2048.0 * 850.0 / 959.0;
    let terms =
        [-0.644403418269478, -0.0644334888647536, 1.297891447611e-4, -7.0769718e-8, 1.3515e-11];
    let off: f64 = terms.iter().rev().fold(0.0, |sum, k| sum * volts + k);
    let want = (volts - off) / 3300.0 * 65535.0;
    let (sum, value) = text.trim().split_once(' ').unwrap_or_else(|| panic!("{text}"));
    let value: f64 = value.parse().expect("a number");
    assert!(sum == "5460" && (value - want).abs() < 3.0, "{text}, want {want}");
}
