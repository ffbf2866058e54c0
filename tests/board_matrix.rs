//! Programs in the style of TinyGo's examples, for every board: each builds, or says what the board
//! lacks. `make boards` prints the sizes.

#[path = "support/program.rs"]
mod program;

use embgo::base::embedded::EmbeddedFs;
use program::{Embgo, root};

/// The flash bytes of a program for a board, or nothing if the board lacks what it needs.
fn flash(target: &str, program: &str) -> Option<u64> {
    let path = root().join("tests/data/matrix").join(program).with_extension("go");
    let text = std::fs::read_to_string(path).expect("the program is there");
    let (timer, pin) = timer(target);
    let text = text.replace("machine.TIMER", timer).replace("machine.PIN", pin);
    let embgo = Embgo::new();
    embgo.file("main.go", text);
    let ended = embgo.run(&format!("size -json -target={target} main.go"));
    if ended.code != 0 {
        let text = ended.stdout + &ended.stderr;
        assert!(
            text.contains("undefined: machine.") || text.contains(" undefined"),
            "{target}, {program}: {text}"
        );
        return None;
    }
    let reports = ended.stdout.lines().filter_map(|l| serde_json::from_str(l).ok());
    let flash = reports.filter_map(|r: serde_json::Value| r["total"]["flash"].as_u64()).next();
    Some(flash.unwrap_or_else(|| panic!("no size in {}", ended.stdout)))
}

/// A timer of the board with pulse width modulation, and a pin of it.
fn timer(target: &str) -> (&'static str, &'static str) {
    let chips = [
        ("pico", ("machine.PWM0", "machine.GP1")),
        ("stm32", ("machine.TIM3", "machine.PA6")),
        ("esp32", ("machine.PWM0", "machine.GPIO5")),
        ("mimxrt1064", ("machine.PWM2_3", "machine.LED")),
        ("teensy41", ("machine.PWM4_2", "machine.D2")),
        ("hifive1b", ("machine.PWM1", "machine.LED")),
    ];
    let found = chips.iter().find(|c| target.contains(c.0));
    found.map_or(("machine.PWM0", "machine.LED"), |c| c.1)
}

#[test]
fn every_program_builds_for_every_board_that_can() {
    let programs = [
        "blinky",
        "timer",
        "echo",
        "interrupt",
        "adc",
        "spi",
        "i2cscan",
        "watchdog",
        "pwm",
        "rtc",
        "usb",
        "i2ctarget",
        "habits",
    ];
    let mut table = format!("{:<20}", "bytes of flash");
    table += &programs.map(|p| format!("{p:>10}")).concat();
    let mut built = 0;
    for board in embgo::target::list::list(&EmbeddedFs) {
        let sizes = programs.map(|p| flash(&board.name, p));
        built += sizes.iter().flatten().count();
        let cells = sizes.map(|s| s.map_or("–".to_owned(), |s| s.to_string()));
        table += &format!("\n{:<20}", board.name);
        table += &cells.map(|c| format!("{c:>10}")).concat();
        // Any board can wait; these chips have everything.
        assert!(sizes[1].is_some(), "{table}");
        if ["stm32f4disco", "nrf52840-dk", "microbit-v2", "esp32-c3-devkitm", "esp32-s3-devkitc"]
            .contains(&board.name.as_str())
        {
            assert!(sizes[..10].iter().all(Option::is_some), "{table}");
        }
        if ["mimxrt1064-evk", "teensy41"].contains(&board.name.as_str()) {
            assert!(sizes[4..9].iter().all(Option::is_some) && sizes[11].is_some(), "{table}");
        }
        if ["pico", "nrf52840", "xiao", "stm32", "feather", "esp32", "mimxrt", "teensy"]
            .iter()
            .any(|p| board.name.starts_with(p))
        {
            assert!(sizes[10].is_some() && sizes[11].is_some(), "{table}");
        }
        assert!(sizes[12].is_some() || board.name.contains("qemu"), "{table}");
    }
    println!("{table}\n{built} programs");
}
