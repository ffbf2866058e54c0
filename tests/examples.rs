//! What `examples/checksum` says of its own code is true, whatever computes it. (`tests/std.rs` has
//! the examples that official Go runs as well, `tests/boards.rs` blinky's kind.)

#[path = "support/program.rs"]
mod program;

use goblin::elf::Elf;
use program::{Embgo, root};
use std::process::Command;

#[test]
fn the_checksum_of_the_code_is_right() {
    let embgo = Embgo::new();
    let package = root().join("examples/checksum");
    for target in ["riscv-qemu", "cortex-m4-qemu"] {
        embgo.run(&format!("build -target={target} -o sum.elf {}", package.display())).ok();
        let bytes = embgo.read("sum.elf");
        let elf = Elf::parse(&bytes).expect("an ELF file");
        let symbol = |name| {
            let mut all = elf.syms.iter();
            all.find(|s| elf.strtab.get_at(s.st_name) == Some(name)).expect(name).st_value
        };
        let (start, end) = (symbol("_stext"), symbol("_etext"));
        let segment = elf.program_headers.iter().find(|p| p.vm_range().contains(&(start as usize)));
        let segment = segment.expect("the code is in a segment");
        let at = (segment.p_offset + (start - segment.p_vaddr)) as usize;
        embgo.file("code", &bytes[at..at + (end - start) as usize]);
        let sum = Command::new("sha256sum").arg(embgo.path().join("code")).output();
        let sum = String::from_utf8(sum.expect("sha256sum is there").stdout).expect("text");
        let said = embgo.run(&format!("run -target={target} -timeout=60s sum.elf")).ok();
        let wanted = format!("SHA-256 {}", sum.split(' ').next().unwrap_or(""));
        assert!(said.contains(&wanted), "{target}: {said}{wanted}");
    }
}
