//! The files that a build writes for each board, read back: they hold what the ELF file loads.

#[path = "support/program.rs"]
mod program;

use embgo::image::segments::Segments;
use embgo::image::{self, Format, Options, esp};
use program::{Embgo, Ended, python, root};
use std::process::Command;

fn build(embgo: &Embgo, board: &str, file: &str) -> Vec<u8> {
    let hello = root().join("examples/hello");
    embgo.run(&format!("build -target={board} -o {file} {}", hello.display())).ok();
    embgo.read(file)
}

/// Bytes that the linker aligned up to, and gaps, aside.
fn holds(found: &Segments, wanted: &Segments, what: &str) {
    for part in wanted {
        let byte = |address: u32| {
            let of = found.iter().find(|s| {
                address.checked_sub(s.address).is_some_and(|at| (at as usize) < s.data.len())
            });
            of.map(|s| s.data[(address - s.address) as usize])
        };
        for (address, wanted) in (part.address..).zip(&part.data) {
            assert_eq!(byte(address), Some(*wanted), "{what}: {address:#x}");
        }
    }
}

#[test]
fn hex_flat_and_uf2_files_hold_the_program() {
    let boards = [
        "pico",
        "stm32f4disco",
        "nrf52840-dk",
        "microbit",
        "hifive1b",
        "cortex-m-qemu",
        "xiao-ble",
    ];
    for board in boards {
        let embgo = Embgo::new();
        let elf = Segments::from_elf(&build(&embgo, board, "x.elf")).expect("an ELF file");
        let base = elf.start().expect("it has bytes");
        let total: usize = elf.iter().map(|s| s.data.len()).sum();
        assert!(total > 500, "{board}: {total} bytes");
        for (file, format) in
            [("x.hex", Format::Hex), ("x.bin", Format::Bin), ("x.uf2", Format::Uf2)]
        {
            let bytes = build(&embgo, board, file);
            let options = Options { base, ..Options::default() };
            let back = image::decode(&bytes, format, &options).expect("it is whole");
            holds(&back, &elf, &format!("{board} {file}"));
            let most = back.iter().map(|s| s.data.len()).sum::<usize>();
            // Whole sectors at both ends, and gaps.
            assert!(most < total + 3 * 4096, "{board} {file}: {most} bytes of {total}");
            if format == Format::Hex {
                assert_eq!(back.entry, elf.entry, "{board}");
            }
        }
    }
}

#[test]
fn images_of_espressif_hold_the_program_and_please_esptool() {
    for (board, name) in [
        ("esp32-s3-devkitc", "ESP32-S3"),
        ("xiao-esp32s3", "ESP32-S3"),
        ("esp32-c3-devkitm", "ESP32-C3"),
        ("xiao-esp32c3", "ESP32-C3"),
    ] {
        let embgo = Embgo::new();
        let elf = Segments::from_elf(&build(&embgo, board, "x.elf")).expect("an ELF file");
        let back = esp::decode(&build(&embgo, board, "x.bin")).expect("it is whole");
        holds(&back, &elf, board);
        assert_eq!(back.entry, elf.entry, "{board}");
        let mut esptool = Command::new(python().with_file_name("esptool"));
        esptool.args(["image-info", "x.bin"]).current_dir(embgo.path());
        let said = Ended::of(esptool.output().unwrap_or_else(|e| panic!("{e}; `make deps`"))).ok();
        let valid = said.matches("(valid)").count();
        assert!(said.contains(name) && valid == 2, "{board}: {said}");
    }
}
