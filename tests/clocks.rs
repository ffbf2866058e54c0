//! `machine.RTC`: the clock with a date, its alarm, and the registers behind them.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, root, script};
use serde_json::{Value, json};

const UNSET: &str = "machine: RTC: the time has not been set\nmachine: RTC: no such date or time \
                     between the years 2001 and 2099\ntrue\nset 2024 2 28 3 23 59 58 1709164798\n";

/// Two seconds, and what was left of the one in which it was asked for; then two each.
const RANG: &str = "rang 2024 2 29 4 0 0 1 1709164801\nrang 2024 2 29 4 0 0 3 1709164803\n\
                    rang 2024 2 29 4 0 0 5 1709164805\n";

/// What the program says in the simulator, with the words that the script reads before it.
fn clock(target: &str, chip: &str, uart: &str, plan: &Value) -> String {
    let embgo = Embgo::new();
    let source = root().join("tests/data/peripherals/rtc.go");
    embgo.run(&format!("build -target={target} -o a.elf {}", source.display())).ok();
    let (elf, folder) = (embgo.path().join("a.elf"), embgo.path());
    let (elf, folder) = (elf.to_string_lossy(), folder.to_string_lossy());
    script("peripherals.py", &[&elf, chip, uart, &folder, &plan.to_string()])
}

/// So many steps of a millisecond: in a longer one the simulator skips what sleeps.
fn steps(script: &mut Vec<Value>, milliseconds: u32) {
    script.extend((0..milliseconds).map(|_| json!(["run", "1ms"])));
}

fn read(script: &mut Vec<Value>, base: u32, offsets: &[u32]) {
    script.extend(offsets.iter().map(|offset| json!(["read", base + offset])));
}

fn words(base: u32, words: &[(u32, u32)]) -> String {
    words.iter().map(|(offset, word)| format!("{:#x} {word:#x}\n", base + offset)).collect()
}

/// The simulator's clock goes through a second in 0.4 ms. CLKDIV_M1 makes one of 46,875 Hz, INTE is on,
/// and the alarm off at the end; CLK_RTC_CTRL and _DIV: on, from the crystal, by 256.
#[test]
fn the_rp2040_rings() {
    let mut script = vec![];
    steps(&mut script, 8);
    read(&mut script, 0x4005_c000, &[0x00, 0x24]);
    read(&mut script, 0x4000_806c, &[0, 4]);
    let text = clock("pico", "rp2040", "uart0", &json!({"script": script}));
    let want = words(0x4005_c000, &[(0, 46874), (0x24, 1)]);
    let want = want + &words(0x4000_806c, &[(0, 0x860), (4, 0x1_0000)]) + UNSET;
    let rings = text.strip_prefix(&want).unwrap_or_else(|| panic!("{text}"));
    let seconds: Vec<u32> =
        rings.split_whitespace().skip(8).step_by(9).filter_map(|s| s.parse().ok()).collect();
    // The simulator's seconds go by before the program asks for the alarm, too.
    assert!((1_709_164_801..1_709_164_805).contains(&seconds[0]), "{text}");
    assert_eq!(seconds[1..], [seconds[0] + 2, seconds[0] + 4], "{text}");
}

/// The prescaler is 4095, for eighths of a second; the test makes it 0, so that a second lasts a
/// quarter of a millisecond (1.2 ms in the simulator, whose counter goes too slowly).
#[test]
fn the_nrf52_rings() {
    const RTC1: u32 = 0x4001_1000;
    let mut script = vec![json!(["run", "300us"])];
    read(&mut script, RTC1, &[0x508, 0x540, 0x304]);
    for (offset, word) in [(4, 1), (0x508, 0), (0, 1)] {
        script.push(json!(["write", RTC1 + offset, word]));
    }
    steps(&mut script, 12);
    let want = words(RTC1, &[(0x508, 4095), (0x540, 3 * 8), (0x304, 0x1_0002)]) + UNSET + RANG;
    for (target, chip) in [("nrf52840-dk", "nrf52840"), ("microbit-v2", "nrf52833")] {
        let text = clock(target, chip, "", &json!({"script": script}));
        assert_eq!(text, want, "{target}");
    }
}

/// The simulator's clock is registers only, and its RCC lacks BDCR and CSR. The test moves time and
/// date on, sets the alarm's flag and has the interrupt come.
#[test]
fn the_stm32f407_rings() {
    const RTC: u32 = 0x4000_2800;
    let bdcr =
        "  - id: \"bdcr\"\n    type: \"declarative\"\n    base_address: 0x40023870\n    size: \
                \"16B\"\n    config: {path: \"HERE\"}\n"
            .replace("HERE", &root().join("tests/support/stm32f4_bdcr.yaml").to_string_lossy());
    let rcc = "base_address: 0x40023800\n    size: \"1KB\"";
    let mut script = vec![json!(["run", "3ms"])];
    // BDCR; TR, DR, CR, PRER, ALRMAR; the masks of line 17, the NVIC's interrupt 41.
    read(&mut script, 0x4002_3870, &[0]);
    read(&mut script, RTC, &[0, 4, 8, 0x10, 0x1c]);
    read(&mut script, 0x4001_3c00, &[0, 8]);
    read(&mut script, 0xe000_e104, &[0]);
    for second in [1, 3, 5] {
        for (at, word) in [(RTC, second), (RTC + 4, 0x24_8229), (0xe000_e204, 1 << 9)] {
            script.push(json!(["write", at, word]));
        }
        script.push(json!(["run", "1ms"]));
        read(&mut script, RTC, &[0x1c]);
    }
    script.push(json!(["run", "1ms"]));
    read(&mut script, RTC, &[8]);
    let less = json!([[rcc, rcc.replace("1KB", "112B")]]);
    let plan = json!({"chip": bdcr, "less": less, "script": script});
    let text = clock("stm32f4disco", "stm32f407", "uart2", &plan);
    let want = words(0x4002_3870, &[(0, 0x8103)])
        // Wednesday, 28 February 2024; the alarm is on at the 29th, 00:00:01, with its interrupt.
        + &words(RTC, &[(0, 0x23_5958), (4, 0x24_6228), (8, 0x1120), (0x10, 0x7f_00ff)])
        + &words(RTC, &[(0x1c, 0x2900_0001)])
        + &words(0x4001_3c00, &[(0, 0x2_0000), (8, 0x2_0000)])
        + &words(0xe000_e104, &[(0, 1 << 9)])
        + &words(RTC, &[(0x1c, 0x2900_0003), (0x1c, 0x2900_0005), (0x1c, 0x2900_0007), (8, 0x20)]);
    assert_eq!(text, want + UNSET + RANG);
}

/// STORE1 is the length of a turn, as the simulators measure it, STORE2 and 3 the time at count 0 in
/// microseconds, SLP_TIMER0 and 1 the count that rings, INT_ENA its interrupt. The C3's counter stands
/// still; three seconds are so many turns.
#[test]
fn the_esp32_counts_from_a_time() {
    for (target, chip, uart) in
        [("esp32-c3-devkitm", "esp32c3", "uart0"), ("esp32-s3-devkitc", "esp32s3", "")]
    {
        let mut script = vec![];
        steps(&mut script, 20);
        read(&mut script, 0x6000_8000, &[0x54, 0x58, 0x5c, 4, 8, 0x40]);
        let text = clock(target, chip, uart, &json!({"script": script}));
        let lines: Vec<&str> = text.lines().take(6).collect();
        let word = |i: usize| {
            let (_, word) = lines[i].split_once(" 0x").expect("a word");
            u64::from_str_radix(word, 16).expect("a word")
        };
        let length = word(0) as f64 / f64::from(1 << 19);
        let zero = (word(2) << 32 | word(1)) as f64;
        let rings = ((word(4) & 0xffff) << 32 | word(3)) as f64;
        let set = 1_709_164_798e6;
        assert!((set - 1e6..=set).contains(&zero), "{target}: {text}");
        let off = zero + rings * length - (set + 3e6);
        assert!((0.0..=3.0 * length).contains(&off), "{target}: {off} us, {text}");
        assert_eq!((word(4) >> 16, word(5)), (1, 1 << 10), "{target}: {text}");
        assert!(text.ends_with(UNSET), "{target}: {text}");
    }
}

/// No model: the counter's upper bits are the seconds, and it rings at the third one from 0 on, where
/// the test's memory stands still.
#[test]
fn the_fe310_counts_seconds() {
    let mut script = vec![json!(["run", "20us"]), json!(["write", 0x0200_bff8, 9])];
    steps(&mut script, 1);
    read(&mut script, 0x1000_0000, &[0x40, 0x48, 0x4c, 0x60]);
    let text = clock("hifive1b", "fe310", "", &json!({"script": script}));
    let set = 1_709_164_798_u64 << 15;
    let want = [(0x40, 0x100f), (0x48, set as u32), (0x4c, (set >> 32) as u32), (0x60, 3)];
    assert!(text.starts_with(&words(0x1000_0000, &want)), "{text}");
}

/// The simulator's chip has memory at the SNVS: the counter's 47 bits, and the alarm three seconds
/// later, a little behind the low-power counter.
#[test]
fn the_rt1064_counts_seconds() {
    let embgo = Embgo::new();
    let source = root().join("tests/data/peripherals/rtc.go");
    embgo.run(&format!("build -target=mimxrt1064-evk -o a.elf {}", source.display())).ok();
    let paths =
        [embgo.path().join("a.elf"), root().join("targets/simulated/imxrt106x/system.yaml")];
    let paths = paths.map(|p| p.display().to_string());
    let told = script("imxrt.py", &[&paths[0], &paths[1], "400", ""]);
    let told: Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(told["text"], UNSET);
    let (set, rings) = (1_709_164_798_u64 << 15, 1_709_164_801_u64 << 15 | 8);
    for (name, want) in [
        ("SNVS_HPCR", 0x1_0003),
        ("SNVS_LPCR", 1),
        ("SNVS_LPSRTCMR", set >> 32),
        ("SNVS_LPSRTCLR", set & 0xffff_ffff),
        ("SNVS_HPTAMR", rings >> 32),
        ("SNVS_HPTALR", rings & 0xffff_ffff),
    ] {
        assert_eq!(told["registers"][name], want, "{name}: {told}");
    }
}

/// Both conversions of each eleventh day, against package time, in QEMU: its FE310 has no such counter, but SetTime converts
/// there and back.
#[test]
fn days_are_counted() {
    let embgo = Embgo::new();
    embgo.file(
        "main.go",
        "package main

import (
	\"machine\"
	\"time\"
)

func main() {
	days, bad := 0, 0
	for day := time.Date(2001, 1, 1, 12, 34, 56, 0, time.UTC); day.Year() < 2100; day = day.AddDate(0, 0, 11) {
		t := machine.RTCTime{Year: int16(day.Year()), Month: int8(day.Month()), Day: int8(day.Day()),
			Hour: 12, Min: 34, Sec: 56}
		after := t
		after.Day++
		end := day.AddDate(0, 0, 1).Day() == 1
		if machine.RTC.SetTime(t) != nil || (machine.RTC.SetTime(after) != nil) != end || t.Unix() != day.Unix() {
			bad++
		}
		days++
	}
	println(days, \"days,\", bad, \"bad\")
}
",
    );
    let ended = embgo.run("run -target=hifive1b -timeout=12s main.go");
    assert_eq!(ended.stdout, "3288 days, 0 bad\n", "{}", ended.stderr);
}
