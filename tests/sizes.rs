//! How small the smallest program is: bytes of flash of `println("hello world!")`.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, root};

/// The flash bytes of `examples/hello` for a board.
fn flash(target: &str) -> u64 {
    let hello = root().join("examples/hello");
    let line = format!("size -json -opt=z -target={target} {}", hello.display());
    let text = Embgo::new().run(&line).ok();
    let reports = text.lines().filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok());
    let flash = reports.filter_map(|r| r["total"]["flash"].as_u64()).next();
    flash.unwrap_or_else(|| panic!("no size in {text}"))
}

#[test]
fn hello_is_small() {
    for (target, most) in [("cortex-m-qemu", 2000), ("riscv-qemu", 1900)] {
        let bytes = flash(target);
        println!("{target}: {bytes} bytes");
        assert!(bytes <= most, "{target}: {bytes} bytes, at most {most} are wanted");
    }
}
