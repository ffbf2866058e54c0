//! `machine.Flash`: erased, written and read in labwired's nRF52840 and in QEMU's nRF51.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, root, script};
use serde_json::Value;

/// What `flash.go` prints after its first line, which has the size of a block and the end of the
/// flash.
const REST: &str = "12 true
16 true 255 255 hello, flash 255 255
104
true
255 255 lo, flash
machine: flash: write beyond its end
machine: flash: read beyond its end
machine: flash: erase beyond its end
42
";

#[test]
fn blocks_are_erased_and_written() {
    let source = root().join("tests/data/peripherals/flash.go");
    let embgo = Embgo::new();
    embgo.run(&format!("build -target=nrf52840-dk -o a.elf {}", source.display())).ok();
    let elf = embgo.path().join("a.elf").display().to_string();
    let told = script("bootloader.py", &[&elf, "nrf52840", "", "8", "0"]);
    let told: Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(told["text"], format!("4 4096 0 1048576\n{REST}"));

    let ran = embgo.run(&format!("run -target=microbit -timeout=20s {}", source.display()));
    assert_eq!(ran.stdout, format!("4 1024 0 262144\n{REST}"), "{}", ran.stderr);
}
