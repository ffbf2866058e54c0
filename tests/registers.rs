//! A typed struct of registers at a fixed address: what becomes of its accesses.

#[path = "support/program.rs"]
mod program;

use goblin::elf::Elf;
use program::{Embgo, root};
use std::process::Command;

/// The instructions of a function.
fn code(elf: &std::path::Path, function: &str) -> String {
    let tools = ["llvm-objdump-22", "llvm-objdump-21", "llvm-objdump-20", "llvm-objdump-19"];
    let tool = tools.iter().find_map(|t| which::which(t).ok());
    let mut command = Command::new(tool.expect("llvm-objdump is there; `make deps` installs it"));
    command.args(["-d", "--no-show-raw-insn"]);
    command.arg(format!("--disassemble-symbols={function}")).arg(elf);
    let output = command.output().expect("llvm-objdump starts");
    String::from_utf8(output.stdout).expect("text")
}

/// The loads and stores through registers, with the offset: `ldr 0x4`.
fn accesses(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let Some((_, instruction)) = line.split_once(':') else { continue };
        let words: Vec<&str> = instruction.split_whitespace().collect();
        let Some(at) = words.iter().position(|w| w.starts_with("[r")) else { continue };
        let offset = words.get(at + 1).map_or("0", |o| o.trim_start_matches('#'));
        found.push(format!("{} {}", words[0], offset.trim_end_matches(']')));
    }
    found
}

#[test]
fn each_access_is_one_instruction_at_the_registers_address() {
    let embgo = Embgo::new();
    let package = root().join("tests/data/registers");
    for level in ["z", "s", "2"] {
        let line =
            format!("build -target=stm32f4disco -opt={level} -o a.elf {}", package.display());
        embgo.run(&line).ok();
        let path = embgo.path().join("a.elf");
        let bytes = embgo.read("a.elf");
        let elf = Elf::parse(&bytes).expect("an ELF file");
        for (function, base, want) in [
            ("main.output", 0x4002_0000_u32, &["ldr 0", "str 0"][..]),
            ("main.pushPull", 0x4002_0004, &["ldr 0", "str 0"]),
            ("main.toggle", 0x4002_0014, &["ldr 0", "str 0"]),
            // Nothing is left out, though it looks useless, and nothing changes places.
            ("main.twice", 0x4002_0010, &["str 0x4", "str 0x4", "ldr 0", "ldr 0"]),
        ] {
            let text = code(&path, function);
            assert_eq!(accesses(&text), want, "-opt={level}: {function}");
            let symbol = elf.syms.iter().find(|s| elf.strtab.get_at(s.st_name) == Some(function));
            let start = symbol.expect("the function is there").st_value & !1;
            let segment =
                elf.program_headers.iter().find(|p| p.vm_range().contains(&(start as usize)));
            let segment = segment.expect("the code is in a segment");
            let at = (segment.p_offset + start - segment.p_vaddr) as usize;
            // The address stands behind the code, or two instructions put it together.
            let behind = bytes[at..at + 48].windows(4).any(|w| w == base.to_le_bytes());
            let halves = [format!("#{:#x}", base & 0xffff), format!("#{:#x}", base >> 16)];
            let made = text.contains("movt") && halves.iter().all(|h| text.contains(h));
            assert!(behind || made, "-opt={level}: {function} does not use {base:#x}\n{text}");
        }
    }
}

/// Arm application note 321, "Vector table configuration".
#[test]
fn a_barrier_follows_each_change_of_the_vector_tables_address() {
    let embgo = Embgo::new();
    let replace = "package main\n\nimport \"runtime/interrupt\"\n\nfunc main() {\n\
                   \tirq := interrupt.New(7, func(interrupt.Interrupt) { println(7) })\n\
                   \tirq.Replace(func(interrupt.Interrupt) { println(8) })\n}\n";
    embgo.file("main.go", replace);
    for target in ["microbit", "cortex-m-qemu", "stm32f4disco"] {
        let line = format!("build -target={target} -o a.elf main.go");
        embgo.run(&line).ok();
        // The first word that the processor stores is the table's address.
        let text = code(&embgo.path().join("a.elf"), "Reset_Handler");
        let instructions: Vec<&str> =
            text.lines().filter_map(|l| l.split_once(':')?.1.split_whitespace().next()).collect();
        let at = instructions.iter().position(|i| *i == "str").expect("VTOR is written");
        assert_eq!(instructions[at + 1], "dsb", "{target}: {text}");
    }
    let line = "build -target=cortex-m-qemu --emit=asm -o a.s main.go";
    embgo.run(line).ok();
    let text = String::from_utf8(embgo.read("a.s")).expect("assembly is text");
    let code = |l: &&str| l.starts_with('\t') && !l.starts_with("\t.") && !l.starts_with("\t@");
    let lines: Vec<&str> = text.lines().filter(code).map(str::trim).collect();
    let at = lines.iter().position(|l| l.starts_with("dsb")).expect("a barrier");
    assert!(lines[at - 1].starts_with("str"), "{:?}", &lines[at - 3..=at]);
}
