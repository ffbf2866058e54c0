//! The serial port on USB of the RP2040, in rp2040py, with the emulator's host and one that sends what
//! no honest host does. Those of the nRF52840, the
//! nRF52833 and the STM32F4 are in `tests/host_go.rs`, with models of the controllers.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, root, script};
use serde_json::{Value, json};

/// Builds a program for the Pico, with the console on USB, and gives the file.
fn build(embgo: &Embgo, source: &str) -> String {
    embgo.file("main.go", source);
    embgo.run("build -target=pico -serial=usb -o a.uf2 main.go").ok();
    embgo.path().join("a.uf2").display().to_string()
}

/// What the echo program and the host did.
fn echo(plan: &Value) -> Value {
    host("usbecho", plan)
}

/// What a program and the host did.
fn host(name: &str, plan: &Value) -> Value {
    let path = root().join("tests/data/peripherals").join(name).with_extension("go");
    let embgo = Embgo::new();
    let file = build(&embgo, &std::fs::read_to_string(path).expect("the program is there"));
    let told = script("rp2040_usb.py", &[&file, &plan.to_string()]);
    serde_json::from_str(&told).expect("JSON")
}

/// The emulator's host finds the endpoints in the descriptors and uses them.
#[test]
fn a_kilobyte_comes_back() {
    let piece: String = (b' '..b'`').filter(|c| !b"!?*".contains(c)).map(char::from).collect();
    let mut plan = vec![json!(["send", "?"]), json!(["run", 2])];
    for _ in 0..17 {
        plan.push(json!(["send", piece]));
        plan.push(json!(["run", 5]));
    }
    plan.extend([json!(["lines", false, true]), json!(["send", "?"]), json!(["run", 3])]);
    let told = echo(&json!(plan));
    assert_eq!(told["connected"], true, "{told}");
    assert_eq!(told["text"], format!("hello\n{}", piece.repeat(17)));
    assert_eq!(told["uart"], "lines D R\nlines . R\n");
}

/// A panic's words arrive before the program stops.
#[test]
fn the_last_words_arrive() {
    let told = echo(&json!([["send", "a*"], ["run", 10]]));
    let text = told["text"].as_str().expect("text");
    assert!(
        text.starts_with("hello\napanic: the end\n\ngoroutine 1 [running]:\ntrace: 0x"),
        "{text}"
    );
    assert!(text.ends_with('\n'), "{text}");
}

fn request(kind: u8, number: u8, value: u16, index: u16, length: u16) -> Value {
    let [v, i, l] = [value, index, length].map(u16::to_le_bytes);
    json!(["setup", [kind, number, v[0], v[1], i[0], i[1], l[0], l[1]]])
}

/// Requests and what comes back: packets, or a refusal. Then the port still works.
#[test]
fn requests_are_answered_or_refused() {
    let device = "12010002ef0201408a2e0a00000101020301";
    let first = "09024b0002010080fa080b0002020200000904000001020200000524002001\
                 05240100010424020205240600010705810310001009040100020a000000070502";
    let rest = "0240000007058202400000";
    let cases: &[(Value, &[&str])] = &[
        (request(0x80, 6, 0x100, 0, 0xffff), &[device]),
        (request(0x80, 6, 0x100, 0, 8), &[&device[..16]]),
        (request(0x80, 6, 0x100, 0, 0), &[""]),
        (request(0x80, 6, 0x200, 0, 0xffff), &[first, rest]),
        (request(0x80, 6, 0x200, 0, 64), &[first]),
        (request(0x80, 6, 0x300, 0, 255), &["04030904"]),
        // "Pico", and the number of the flash chip.
        (request(0x80, 6, 0x302, 0x409, 255), &["0a035000690063006f00"]),
        (
            request(0x80, 6, 0x303, 0x409, 255),
            &["22034500360036003000350038003300380038003300310037003200410032004600"],
        ),
        (request(0x80, 6, 0x304, 0x409, 255), &["stall"]),
        (request(0x80, 6, 0x600, 0, 10), &["stall"]),
        (request(0x80, 6, 0x101, 0, 18), &["stall"]),
        (request(0x80, 8, 0, 0, 1), &["01"]),
        (request(0, 5, 128, 0, 0), &["stall"]),
        (request(0, 9, 2, 0, 0), &["stall"]),
        (request(0, 255, 0xffff, 0xffff, 0), &["stall"]),
        (request(255, 255, 0xffff, 0xffff, 0xffff), &["stall"]),
        (request(0x81, 10, 0, 1, 1), &["00"]),
        (request(0x81, 10, 0, 2, 1), &["stall"]),
        (request(0x82, 0, 0, 0x82, 2), &["0000"]),
        (request(0x82, 0, 0, 0x83, 2), &["stall"]),
        (request(0x82, 0, 0, 0x182, 2), &["stall"]),
        (request(2, 3, 0, 0x82, 0), &[""]),
        (request(0x82, 0, 0, 0x82, 2), &["0100"]),
        (request(2, 1, 0, 0x82, 0), &[""]),
        (request(0x82, 0, 0, 0x82, 2), &["0000"]),
        (request(0xa1, 0x21, 0, 0, 7), &["00c20100000008"]),
        (request(0xa1, 0x21, 0, 1, 7), &["stall"]),
        (request(0x21, 0x20, 0, 0, 0xffff), &["stall"]),
        (request(0x21, 0x20, 0, 0, 0), &["stall"]),
        (request(0x21, 0x23, 0, 0, 0), &["stall"]),
    ];
    let mut plan: Vec<Value> = cases.iter().map(|c| c.0.clone()).collect();
    plan.extend([json!(["send", "still here"]), json!(["run", 4])]);
    let told = echo(&json!(plan));
    let answers = told["answers"].as_array().expect("a list");
    for ((request, want), got) in cases.iter().zip(answers) {
        assert_eq!(got, &json!(want), "{request}");
    }
    assert_eq!((answers.len(), &told["text"]), (cases.len(), &json!("hello\nstill here")));
}

/// What is written while the port is closed, the host sleeps or takes no packets: as much as the port
/// keeps arrives later, and the program goes on.
#[test]
fn nothing_waits_for_a_host() {
    let line = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\n";
    let told = echo(&json!([
        ["send", "!"],
        ["run", 6],
        ["lines", false, false],
        ["send", "!"],
        ["run", 6],
        ["lines", true, false],
        ["run", 6],
        ["suspend"],
        ["send", "!"],
        ["run", 6],
        ["resume"],
        ["run", 6],
        ["take", false],
        ["send", "!"],
        ["run", 400],
        ["send", "?"],
        ["run", 5],
        ["take", true],
        ["run", 6],
    ]));
    assert_eq!(told["uart"], "written\nwritten\nwritten\nwritten\nlines D .\n");
    // All eight; the two that are kept, twice; one packet on its way and two kept.
    assert_eq!(told["text"], format!("hello\n{}", line.repeat(8 + 2 + 2 + 3)));

    // Nobody at all.
    let embgo = Embgo::new();
    let source = "package main\n\nimport \"machine\"\n\nfunc main() {\n\tmachine.UART0.Configure(\
                  machine.UARTConfig{})\n\tfor i := 0; i < 100; i++ {\n\t\tprintln(\"line\", i)\n\t}\n\
                  \tmachine.UART0.Write([]byte(\"done\\n\"))\n}\n";
    let file = build(&embgo, source);
    let seen = script("rp2040.py", &[&file, "20", "25"]);
    let seen: Value = serde_json::from_str(&seen).expect("JSON");
    assert_eq!(seen["uart"], "done\n", "{seen}");
}

/// The bits of each report as its descriptor says, without the number (HID 1.11, section 6.2.2).
fn report_sizes(descriptor: &str) -> String {
    let byte = |i: usize| u32::from_str_radix(&descriptor[2 * i..2 * i + 2], 16).expect("hex");
    let (mut at, mut open) = (0, 0);
    let (mut id, mut size, mut count) = (0, 0, 0);
    let mut bits = std::collections::BTreeMap::new();
    while at < descriptor.len() / 2 {
        let item = byte(at);
        let length = [0, 1, 2, 4][item as usize & 3];
        let value = (0..length).fold(0, |v, i| v | byte(at + 1 + i) << (8 * i));
        at += 1 + length;
        match item >> 2 {
            0x1d => size = value,
            0x21 => id = value,
            0x25 => count = value,
            0x20 => *bits.entry((id, "in")).or_insert(0) += size * count,
            0x24 => *bits.entry((id, "out")).or_insert(0) += size * count,
            0x28 => open += 1,
            0x30 => open -= 1,
            _ => (),
        }
    }
    assert_eq!(open, 0, "collections end");
    let sizes: Vec<String> = bits.iter().map(|((id, way), n)| format!("{id} {way} {n}")).collect();
    sizes.join(", ")
}

/// Keys, buttons and movements are reports of the second function, beside the serial port.
#[test]
fn a_keyboard_and_a_mouse() {
    let lights = |on: &str| json!(["out", request(0x21, 9, 0x202, 2, 2)[1], format!("02{on}")]);
    let plan = json!([
        ["send", "k"],
        ["run", 20],
        ["send", "h"],
        ["run", 20],
        lights("03"),
        ["send", "m"],
        ["run", 20],
        lights("00"),
        ["send", "e"],
        ["run", 20],
        request(0x81, 6, 0x2100, 2, 9),
        request(0xa1, 1, 0x101, 2, 5),
        request(0x81, 6, 0x2200, 2, 0xab),
    ]);
    let told = host("usbhid", &plan);
    let reports = [
        // H with shift, i, ! with shift, Enter, each pressed and released.
        "0202000b0000000000",
        "020000000000000000",
        "0200000c0000000000",
        "020000000000000000",
        "0202001e0000000000",
        "020000000000000000",
        "020000280000000000",
        "020000000000000000",
        // Control stays; F12; a quotation mark with shift; louder; sleep; nothing.
        "020100000000000000",
        "020100450000000000",
        "020100000000000000",
        "020300340000000000",
        "020100000000000000",
        "03e900",
        "030000",
        "0482",
        "0400",
        "020000000000000000",
        // To the right and as far up as a report can say; two buttons; the wheel.
        "0100058100",
        "0105000000",
        "0100000000",
        "01000000ff",
    ];
    assert_eq!(told["reports"], json!(reports), "{told}");
    let text = "k false false false\nh false false false\nm true true false\ne false false true\n";
    assert_eq!(told["text"], text);
    // Both lights' requests end with the device's empty packet.
    let answers = json!([[""], [""], ["09211101000122ab00"], ["01000000ff"]]);
    assert_eq!(
        told["answers"].as_array().expect("a list")[..4],
        answers.as_array().expect("so")[..]
    );
    let packets = told["answers"][4].as_array().expect("packets").iter();
    let descriptor: String = packets.map(|p| p.as_str().expect("text")).collect();
    let sizes = "1 in 32, 2 in 64, 2 out 8, 3 in 16, 4 in 8";
    assert_eq!(report_sizes(&descriptor), sizes);
}

/// As Arduino's tools and `embgo flash` do it: the port is opened at 1200 bits a second and closed.
#[test]
fn a_touch_at_1200_starts_the_boot_loader() {
    let touch = |speed: u32| {
        echo(&json!([
            ["lines", true, true],
            ["speed", speed],
            ["lines", false, false],
            ["run", 40]
        ]))
    };
    let told = touch(1200);
    assert_eq!(told["in_rom"], true, "{told}");
    // The ROM's note to itself that it is to start USB (datasheet 2.8.1.1).
    assert_eq!(told["restarts"][0][4], "0xb007c0d3", "{told}");
    assert_eq!(touch(9600)["in_rom"], false);
}

/// After a reset on the bus the device is new: it has no address and is not in use.
#[test]
fn a_reset_on_the_bus_begins_again() {
    let told = echo(&json!([
        ["reset"],
        request(0x80, 8, 0, 0, 1),
        request(0x81, 10, 0, 1, 1),
        request(0, 5, 1, 0, 0),
        request(0, 9, 1, 0, 0),
        request(0x80, 8, 0, 0, 1),
        ["lines", true, true],
        ["send", "back"],
        ["run", 4],
    ]));
    assert_eq!(told["answers"], json!([["00"], ["stall"], [""], [""], ["01"]]));
    assert_eq!(told["text"], "hello\nback");
}

/// RP2040-E15: packets of the serial port are given to the controller in the first four fifths of a frame,
/// or at the begin of the next one; frames are watched only while there are packets.
#[test]
fn packets_are_not_sent_late_in_a_frame() {
    let mut plan = Vec::new();
    for i in 0..60 {
        plan.extend([json!(["send", "0123456789"]), json!(["run", 1.0 + f64::from(i % 7) * 0.13])]);
    }
    let told = echo(&json!(plan));
    let given = told["given"].as_array().expect("a list");
    let given: Vec<f64> = given.iter().map(|g| g.as_f64().expect("a number")).collect();
    assert!(given.len() >= 60 && given.iter().all(|&g| g < 800.0), "{given:?}");
    // At once, and when a frame began.
    let early = given.iter().filter(|&&g| g < 20.0).count();
    assert!(early >= 5 && given.len() - early >= 20, "{given:?}");
    assert_eq!(told["watched"], true, "{given:?}");
    plan.push(json!(["run", 20]));
    let told = echo(&json!(plan));
    assert_eq!(told["watched"], false);
    assert_eq!(told["text"], format!("hello\n{}", "0123456789".repeat(60)));
}

/// RP2040-E5: after a reset on the bus, chips of the revisions B0 and B1 are shown an idle bus, by pin 15.
#[test]
fn a_busy_bus_is_hidden_after_a_reset() {
    // A pin after a reset, and one without a driver whose input is high and goes to the controller.
    let (pin, pad) = (0x1f, 0x36);
    let (shown, kept) = (3 << 16 | 2 << 12 | 8, 0x3e);
    let bus = json!([9, pin, pad]);
    let once = [json!([12, shown, kept]), json!([9, shown, kept])];
    let rest =
        [json!(["run", 2]), json!(["lines", true, true]), json!(["send", "on"]), json!(["run", 4])];
    let mut plan = vec![json!(["reset"]), json!(["run", 4]), request(0, 9, 1, 0, 0)];
    plan.extend(rest);
    let told = echo(&json!(plan));
    let want: Vec<&Value> = [&bus].into_iter().chain(&once).chain(&once).collect();
    assert_eq!(told["muxing"], json!(want));
    assert_eq!((&told["pin15"], &told["text"]), (&json!([pin, pad]), &json!("hello\non")));
    // The next revision needs none of it.
    plan.insert(0, json!(["revision", 2]));
    let told = echo(&json!(plan));
    assert_eq!(told["muxing"], json!([bus]));
    assert_eq!(told["text"], "hello\non");
}

#[test]
fn it_needs_no_heap() {
    let boards =
        ["pico", "nrf52840-dk", "stm32f4disco", "feather-stm32f405", "mimxrt1064-evk", "teensy41"];
    let chips = ["rp2040", "nrf52833", "nrf52840", "stm32f405", "esp32s3", "mimxrt1064"];
    for target in boards.into_iter().chain(chips) {
        let embgo = Embgo::new();
        // A chip is a board of one's own, which embgo does not know.
        let own = format!("{{\"inherits\": [\"{target}\"], \"build-tags\": [\"mine\"]}}");
        embgo.file("mine.json", own);
        embgo.file("main.go", "package main\n\nfunc main() {\n\tprintln(1)\n}\n");
        let target = if boards.contains(&target) { target } else { "mine.json" };
        let line = format!("build -target={target} -serial=usb -gc=none -o a.elf main.go");
        embgo.run(&line).ok();
    }
}

/// The micro:bit's connector belongs to its interface chip, and the nRF52833's own pins for USB to
/// nobody.
#[test]
fn the_microbit_connects_no_usb() {
    let embgo = Embgo::new();
    embgo.file("main.go", "package main\n\nfunc main() {\n\tprintln(1)\n}\n");
    let said = embgo.run("build -target=microbit-v2 -serial=usb -o a.elf main.go").stderr;
    assert!(said.contains("microbit-v2 has no serial port on USB that embgo drives"), "{said}");
}
