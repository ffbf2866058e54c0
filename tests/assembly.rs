//! The assembly of the runtime, run in QEMU on every processor that it is written for, under a
//! program in C that takes the place of Go.

use embgo::base::embedded::EmbeddedFs;
use embgo::base::fs::{FileSystem, MemFs};
use embgo::link::arguments;
use embgo::link::script::{LinkOptions, script};
use embgo::target::{self, Target};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

fn tool(names: &[&str]) -> PathBuf {
    let found = names.iter().find_map(|n| which::which(n).ok());
    found.unwrap_or_else(|| panic!("none of {names:?} is installed; `make deps` installs it"))
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn compile(target: &Target, source: &Path) -> PathBuf {
    let clang = tool(&["clang-22", "clang-21", "clang-20", "clang-19", "clang"]);
    let object = source.with_extension("o");
    let args = match source.extension().is_some_and(|e| e == "c") {
        true => ["-Os", "-ffreestanding", "-fno-builtin"].map(Into::into).to_vec(),
        false => target.asm_args(),
    };
    let mut command = Command::new(clang);
    command.args(target.clang_args()).args(args).arg("-c").arg(source).arg("-o").arg(&object);
    run(&mut command);
    object
}

fn check(name: &str) {
    let target = target::load(name, &MemFs::default(), &EmbeddedFs, Path::new("")).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    let test = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/asm/test.c");
    std::fs::copy(test, at("test.c")).unwrap();
    let mut objects = vec![compile(&target, &at("test.c"))];
    for file in &target.extra_files {
        let source = at(file.path.file_name().unwrap().to_str().unwrap());
        std::fs::write(&source, EmbeddedFs.read(&file.path).unwrap()).unwrap();
        objects.push(compile(&target, &source));
    }
    std::fs::write(at("a.ld"), script(&target, &LinkOptions::default()).unwrap()).unwrap();
    let objects: Vec<&Path> = objects.iter().map(PathBuf::as_path).collect();
    let lld = tool(&["ld.lld-22", "ld.lld-21", "ld.lld-20", "ld.lld-19", "ld.lld"]);
    let elf = at("a.elf");
    run(Command::new(lld).args(arguments(&target, &at("a.ld"), &objects, &elf, None)));

    let emulation = embgo::tools::emulator::Emulation {
        command: &target.emulator,
        elf: &elf,
        image: None,
        args: &[],
        timeout: Some(Duration::from_secs(60)),
        input: false,
        dir: None,
    };
    let mut out = Vec::new();
    let search = embgo::tools::find::Search::from_env();
    let runner = embgo::tools::command::Runner::default();
    let ending = embgo::tools::emulator::run(runner, &search, &emulation, &mut out).unwrap();
    let out = String::from_utf8_lossy(&out);
    assert_eq!(ending, embgo::tools::emulator::Ending::Status(0), "{name}: {out}");
    assert!(out.ends_with("ok\n"), "{name}: {out}");
}

#[test]
fn cortex_m0() {
    check("microbit");
}

#[test]
fn cortex_m3() {
    check("cortex-m-qemu");
}

#[test]
fn cortex_m4_with_fpu() {
    check("cortex-m4-qemu");
}

#[test]
fn riscv() {
    check("riscv-qemu");
}
