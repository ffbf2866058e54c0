//! How small programs are, in bytes of flash: `println("hello world!")`, and what formatting,
//! reflection and the library's usual packages cost.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, root};

/// The flash bytes of a program for a board.
fn flash(target: &str, program: &str) -> u64 {
    let program = root().join(program);
    let line = format!("size -json -opt=z -target={target} {}", program.display());
    let text = Embgo::new().run(&line).ok();
    let reports = text.lines().filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok());
    let flash = reports.filter_map(|r| r["total"]["flash"].as_u64()).next();
    flash.unwrap_or_else(|| panic!("no size in {text}"))
}

#[test]
fn hello_is_small() {
    for (target, most) in [("cortex-m-qemu", 2000), ("riscv-qemu", 1900)] {
        let bytes = flash(target, "examples/hello");
        println!("{target}: {bytes} bytes");
        assert!(bytes <= most, "{target}: {bytes} bytes, at most {most} are wanted");
    }
}

#[test]
fn the_library_is_small() {
    let wanted = [("fmthello", 12_000), ("sprintf", 42_000), ("words", 10_000), ("json", 80_000)];
    for (program, most) in wanted {
        let bytes = flash("cortex-m-qemu", &format!("benches/programs/{program}.go"));
        println!("{program}: {bytes} bytes");
        assert!(bytes <= most, "{program}: {bytes} bytes, at most {most} are wanted");
    }
}
