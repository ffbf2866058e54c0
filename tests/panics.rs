//! What `embgo run` makes of the last words of a program: functions and lines, causes of faults,
//! what is kept over a reset.

#[path = "support/program.rs"]
mod program;

use program::Embgo;

const ALL: [&str; 5] = ["cortex-m-qemu", "microbit", "cortex-m4-qemu", "riscv-qemu", "xtensa-qemu"];

#[test]
fn a_trace_has_functions_and_lines() {
    let embgo = Embgo::new();
    embgo.file(
        "main.go",
        "package main\n\ntype pair struct{ a, b int }\n\n//go:noinline\nfunc second(p *pair) int {\n\
         \treturn p.b\n}\n\nfunc main() {\n\tprintln(second(&pair{1, 2}))\n\tvar p *pair\n\
         \tprintln(second(p))\n}\n",
    );
    for target in ALL {
        let ended = embgo.run(&format!("run -target={target} -timeout=60s main.go"));
        assert_eq!(ended.code, 2, "{target}");
        let want = "2\npanic: runtime error: invalid memory address or nil pointer dereference\n\n\
                    goroutine 1 [running]:\ntrace: 0x";
        assert!(ended.stdout.starts_with(want), "{target}: {}", ended.stdout);
        for line in ["  main.second (main.go:7)\n", "  main.main (main.go:13)\n"] {
            assert!(ended.stderr.contains(line), "{target}: {}", ended.stderr);
        }
    }
}

/// The numbers in the array are addresses of code, too, many of them behind calls.
#[test]
fn what_only_looks_like_a_return_address_is_left_out() {
    let embgo = Embgo::new();
    embgo.file(
        "main.go",
        "package main\n\n//go:noinline\nfunc deep(n int) int {\n\tvar a [20]int\n\
         \tfor i := range a {\n\t\ta[i] = n * i\n\t}\n\treturn deep(n+1) + a[n%20]\n}\n\n\
         func main() { println(deep(0)) }\n",
    );
    let mut skipped = 0;
    for level in ["", "-opt=2"] {
        let ended = embgo.run(&format!("run -target=cortex-m-qemu {level} main.go"));
        assert_eq!(ended.code, 2);
        let trace = ended.stdout.lines().find_map(|l| l.strip_prefix("trace: ")).expect("a trace");
        let usual = trace.split(' ').nth(1).expect("an address");
        skipped += trace.split(' ').skip(2).filter(|a| *a != usual).count();
        let frames = ended.stderr.lines().filter(|l| l.contains('('));
        for line in frames {
            let known = line.starts_with("  main.") || line.ends_with(" more times)");
            assert!(known, "{line} in: {}", ended.stderr);
        }
    }
    assert!(skipped > 2, "the trace has only return addresses");
}

#[test]
fn faults_have_their_cause_and_registers() {
    let embgo = Embgo::new();
    embgo.file(
        "main.go",
        "package main\n\nimport \"unsafe\"\n\n//go:noinline\nfunc load(at uintptr) int {\n\
         \treturn *(*int)(unsafe.Pointer(at))\n}\n\nfunc main() {\n\tprintln(load(0xf0000000))\n}\n",
    );
    for (target, cause, register) in [
        (
            "cortex-m4-qemu",
            "HardFault: access to an address without memory or device (address 0xf0000000)\n",
            "  r0=0xf0000000  ",
        ),
        (
            "riscv-qemu",
            "load from an address without memory or device (address 0xf0000000)\n",
            "  a0=0xf0000000  ",
        ),
        (
            "xtensa-qemu",
            "access to an address without memory or device (address 0xf0000000)\n",
            "  a8=0xf0000000  ",
        ),
    ] {
        let ended = embgo.run(&format!("run -target={target} -timeout=60s main.go"));
        assert_eq!(ended.code, 2, "{target}");
        assert!(ended.stdout.contains("fatal error: exception "), "{target}: {}", ended.stdout);
        for text in [cause, register, "\n  main.load (main.go:7)\n  main.main (main.go:11)\n"] {
            assert!(ended.stderr.contains(text), "{target}: {}", ended.stderr);
        }
    }
}

/// A failed check stops the program, and nothing is said.
#[test]
fn trapping_panics_are_silent() {
    let embgo = Embgo::new();
    embgo.file(
        "main.go",
        "package main\n\nvar n = 5\n\nfunc main() {\n\tprintln(1)\n\tprintln([3]int{}[n])\n}\n",
    );
    for target in ALL {
        let ended = embgo.run(&format!("run -target={target} -timeout=60s -panic=trap main.go"));
        assert_eq!((ended.code, ended.stdout.as_str()), (2, "1\n"), "{target}: {}", ended.stderr);
    }
}

#[test]
fn the_last_panic_survives_a_reset() {
    let embgo = Embgo::new();
    embgo.file(
        "main.go",
        "package main\n\nimport (\n\t\"os\"\n\t\"runtime/debug\"\n)\n\nfunc main() {\n\
         \tif s := debug.LastPanic(); s != \"\" {\n\t\tprintln(\"before:\", s)\n\
         \t\tprintln(debug.LastPanic() == \"\")\n\t\tos.Exit(0)\n\t}\n\tpanic(\"first\")\n}\n",
    );
    for target in ALL {
        let ended = embgo.run(&format!("run -target={target} -timeout=60s -panic=reset main.go"));
        let want = "panic: first\n\ngoroutine 1 [running]:\ntrace: 0x";
        assert!(ended.stdout.starts_with(want), "{target}: {} {}", ended.stdout, ended.stderr);
        let again = "before: panic: first\n\ngoroutine 1 [running]:\ntrace: 0x";
        assert!(ended.stdout.contains(again), "{target}: {}", ended.stdout);
        assert!(ended.stdout.ends_with("\ntrue\n"), "{target}: {}", ended.stdout);
        assert_eq!(ended.code, 0, "{target}");
    }
}
