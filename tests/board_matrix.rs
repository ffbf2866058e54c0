//! Programs in the style of TinyGo's examples, for every board: each builds, or says what the board
//! lacks. `make boards` prints the sizes.

#[path = "support/program.rs"]
mod program;

use embgo::base::embedded::EmbeddedFs;
use program::{Embgo, root};

/// The flash bytes of a program for a board, or nothing if the board lacks what it needs.
fn flash(target: &str, program: &str) -> Option<u64> {
    let path = root().join("tests/data/matrix").join(program).with_extension("go");
    let ended = Embgo::new().run(&format!("size -json -target={target} {}", path.display()));
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

#[test]
fn every_program_builds_for_every_board_that_can() {
    let programs = ["blinky", "timer", "echo", "interrupt", "adc", "spi", "i2cscan", "watchdog"];
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
            assert!(sizes.iter().all(Option::is_some), "{table}");
        }
    }
    println!("{table}\n{built} programs");
}
