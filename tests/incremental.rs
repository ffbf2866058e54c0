//! `-gc=incremental`: marking in bounded steps.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, Ended};
use std::process::Command;

const MODULE: &str = "module example.com/m\n\ngo 1.24\n";

/// Each step at every allocation, and a comparison with a marking in one stop at the end.
const STRESS: &str = "-gc=incremental -tags=gcstress";

fn run(files: &[(&str, &str)], line: &str) -> Ended {
    let embgo = Embgo::new();
    embgo.file("go.mod", MODULE);
    for (name, text) in files {
        embgo.file(name, text);
    }
    embgo.run(line)
}

fn prints(files: &[(&str, &str)], target: &str, want: &str) {
    for flags in ["-gc=incremental", STRESS, &format!("{STRESS} -opt=2")] {
        let ended = run(files, &format!("run -target={target} -timeout=200s {flags} ."));
        assert_eq!(ended.stdout.replace('\r', ""), want, "{target} {flags}: {ended:?}");
    }
}

const MOVES: (&str, &str) = ("main.go", include_str!("data/moves/main.go"));

/// An object whose only reference is moved while marking goes on survives, whatever moves it:
/// assignments, copies, maps, channels, atomic operations, goroutines, coroutines, weak pointers.
#[test]
fn what_is_moved_survives() {
    let files = [MOVES, ("language.go", include_str!("data/moves/language.go"))];
    prints(&files, "riscv-qemu", "done\n");
    prints(&files, "cortex-m-qemu", "done\n");
}

#[test]
fn what_reflection_moves_survives() {
    let files = [MOVES, ("reflect.go", include_str!("data/moves/reflect.go"))];
    prints(&files, "riscv-qemu", "done\n");
    prints(&files, "cortex-m-qemu", "done\n");
}

#[test]
fn what_handlers_move_survives() {
    let files = [("main.go", include_str!("data/moves/handler.go"))];
    prints(&files, "cortex-m-qemu", "wrong: 0\n");
}

/// The programs of the other collector's tests.
#[test]
fn structures_live() {
    let want = include_str!("data/memory/structures.out");
    for target in ["cortex-m-qemu", "riscv-qemu", "microbit"] {
        prints(&[("main.go", include_str!("data/memory/structures.go"))], target, want);
    }
}

#[test]
fn goroutines_keep_what_they_use() {
    let want = include_str!("data/memory/stacks.out");
    for target in ["cortex-m-qemu", "riscv-qemu", "microbit"] {
        prints(&[("main.go", include_str!("data/memory/stacks.go"))], target, want);
    }
}

#[test]
fn finalizers_cleanups() {
    let text = include_str!("data/memory/finalizers.go");
    for target in ["cortex-m-qemu", "riscv-qemu", "microbit"] {
        let line = format!("run -target={target} -timeout=60s -gc=incremental .");
        let ended = run(&[("main.go", text)], &line);
        let want = include_str!("data/memory/finalizers.out");
        assert_eq!(ended.stdout.replace('\r', ""), want, "{target}: {ended:?}");
    }
}

/// 40 KB of small objects live in 64 KB of memory, and ten million allocations beside them.
#[test]
fn churn() {
    let text = include_str!("data/memory/churn.go");
    let line = "run -target=cortex-m-qemu -timeout=500s -opt=2 -gc=incremental .";
    let ended = run(&[("main.go", text)], line);
    assert_eq!(ended.stdout, "1999000\nok\n", "{ended:?}");
}

/// With objects of many sizes, too, at least 90 % of what is free can be used.
#[test]
fn fragmentation() {
    let text = include_str!("data/memory/fragments.go");
    let line = "run -target=cortex-m-qemu -timeout=100s -opt=2 -gc=incremental .";
    let ended = run(&[("main.go", text)], line);
    assert!(ended.stdout.ends_with("ok\n"), "{ended:?}");
}

/// The longest stop, in nanoseconds: QEMU's clock counts one an instruction.
fn longest_stop(gc: &str, opt: &str) -> u64 {
    let embgo = Embgo::new();
    embgo.file("main.go", include_str!("../benches/runtime/stops.go"));
    embgo.file("small.json", include_str!("../benches/runtime/small.json"));
    embgo.run(&format!("build -target=small.json -gc={gc} -opt={opt} -o a.elf main.go")).ok();
    let info = embgo.run("info -json -target=riscv-qemu").ok();
    let info: serde_json::Value = serde_json::from_str(&info).expect("it is JSON");
    let words = info["emulator"].as_array().expect("the emulator is known").iter();
    let elf = embgo.path().join("a.elf").display().to_string();
    let words = words.filter_map(|w| w.as_str()).map(|w| w.replace("{}", &elf));
    let mut command = Command::new("timeout");
    let output = command.arg("60").args(words).args(["-icount", "shift=0"]).output();
    let text = String::from_utf8(output.expect("timeout starts").stdout).expect("it is text");
    let stop = text.trim().strip_prefix("longest stop ").and_then(|n| n.parse().ok());
    stop.unwrap_or_else(|| panic!("{text}"))
}

/// Marking in steps stops the program for a hundredth of the time that marking at once takes.
#[test]
fn stops_are_short() {
    for opt in ["z", "2"] {
        let (steps, whole) = (longest_stop("incremental", opt), longest_stop("slab", opt));
        assert!(steps > 0 && steps <= 5000, "{opt}: {steps} instructions");
        assert!(whole >= 100_000, "{opt}: {whole} instructions");
    }
}

/// Nothing of it is in programs with the other collectors, nor in those that need none.
#[test]
fn barriers_are_an_option() {
    let embgo = Embgo::new();
    embgo.file("main.go", include_str!("../benches/runtime/churn.go"));
    embgo
        .file("few.go", "package main\n\nfunc main() {\n\tp := new(int)\n\tprintln(p != nil)\n}\n");
    let asm = |flags: &str, file: &str| {
        let line = format!("build -target=cortex-m-qemu -emit=asm {flags} -o a.s {file}");
        embgo.run(&line).ok();
        String::from_utf8(embgo.read("a.s")).expect("assembly is text")
    };
    assert!(asm("-gc=incremental", "main.go").contains("runtime.shadeUnlessMarked"));
    for (flags, file) in [
        ("-gc=slab", "main.go"),
        ("-gc=leaking", "main.go"),
        ("", "main.go"),
        ("-gc=incremental", "few.go"),
    ] {
        let text = asm(flags, file);
        assert!(!text.contains("shadeUnlessMarked"), "{flags} {file}");
        assert!(!text.contains("runtime.storePointer"), "{flags} {file}");
    }
}

/// The heap statistics add up, and `runtime.GC` frees what is dead whatever goes on.
#[test]
fn statistics() {
    let text = include_str!("data/moves/statistics.go");
    for target in ["cortex-m-qemu", "riscv-qemu"] {
        prints(&[("main.go", text)], target, "true true true true true\n");
    }
}

/// A target's file can choose it; another name is an error that lists what there is.
#[test]
fn chosen_by_target() {
    let embgo = Embgo::new();
    let json = r#"{ "inherits": ["cortex-m-qemu"], "gc": "incremental" }"#;
    embgo.file("mine.json", json);
    let info = embgo.run("info -target=mine.json").ok();
    assert!(info.contains("incremental"), "{}", info);
    let ended = embgo.run("build -target=pico -gc=fast .");
    assert_ne!(ended.code, 0);
    for name in ["slab", "incremental", "leaking", "none"] {
        assert!(ended.stderr.contains(name), "{}", ended.stderr);
    }
}
