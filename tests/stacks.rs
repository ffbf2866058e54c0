//! Stacks: sizes that the analysis finds, overflows that are reported before anything is damaged,
//! on each kind of core in QEMU, and the words of all messages.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, root};

/// Checks call a helper, or compare by themselves where that is faster.
const LEVELS: [&str; 2] = ["", "-opt=2"];
const ALL: [&str; 5] = ["cortex-m-qemu", "microbit", "cortex-m4-qemu", "riscv-qemu", "xtensa-qemu"];

/// Runs a program of `tests/data/stacks`: status, output, messages.
fn run(name: &str, target: &str, options: &str) -> (i32, String, String) {
    let file = root().join(format!("tests/data/stacks/{name}.go"));
    let line = format!("run -target={target} -timeout=60s {options} {}", file.display());
    let ended = Embgo::new().run(&line);
    (ended.code, ended.stdout, ended.stderr)
}

/// The numbers in the report of a goroutine's overflow: which, its stack, what was free, what was
/// needed.
#[track_caller]
fn overflow(output: &str) -> [i64; 4] {
    report("goroutine has", output).try_into().expect("four numbers")
}

/// The numbers in the report of an overflow, in which `whose` stands.
#[track_caller]
fn report(whose: &str, output: &str) -> Vec<i64> {
    let line = output.lines().find(|l| l.starts_with("fatal error: ")).unwrap_or_default();
    let words: Vec<&str> = line.split(' ').collect();
    let rest: Vec<&str> = words.iter().filter(|w| w.parse::<i64>().is_err()).copied().collect();
    let want = format!(
        "fatal error: stack overflow: {whose} bytes of stack, of them free, and a function needs"
    );
    assert_eq!(rest.join(" "), want, "{output}");
    let numbers: Vec<i64> = words.iter().filter_map(|w| w.parse().ok()).collect();
    let [.., free, need] = numbers[..] else { panic!("{line}") };
    assert!(free >= 0 && free < need, "{line}");
    numbers
}

/// Each kind of core with each kind of check.
fn everywhere() -> impl Iterator<Item = (&'static str, &'static str)> {
    ALL.iter().flat_map(|target| LEVELS.iter().map(|level| (*target, *level)))
}

#[test]
fn recursion_in_main() {
    for (target, level) in everywhere() {
        let (code, output, messages) = run("recursion", target, level);
        assert_eq!(code, 2, "{target} {level}: {output}");
        assert!(output.starts_with("0\n"), "{target}: {output}");
        assert_eq!(overflow(&output)[0], 1);
        assert!(output.contains("\ngoroutine 1 [running]:\ntrace: 0x"), "{output}");
        assert!(messages.contains("  main.deep ("), "{target}: {messages}");
        assert!(messages.contains("recursion.go:13)\n  (15 more times)"), "{target}: {messages}");
    }
}

#[test]
fn recursion_in_a_goroutine_keeps_its_neighbours() {
    for (target, level) in everywhere() {
        let (code, output, _) = run("goroutine", target, level);
        assert_eq!(code, 2, "{target}: {output}");
        assert_eq!(overflow(&output)[0], 3, "{target}");
        assert!(output.contains("kept\n") && !output.contains("damaged"), "{target}: {output}");
    }
}

/// Coroutines have stacks of the usual size, whatever they call.
#[test]
fn coroutines() {
    for (name, said) in [("coroutine", "1 true\n14 true\n"), ("coroutinewide", "1 true\n")] {
        for (target, level) in everywhere() {
            if name == "coroutine" && target == "microbit" {
                // The memory does not suffice for what the first of them does.
                continue;
            }
            let (code, output, messages) = run(name, target, level);
            assert_eq!(code, 2, "{name}, {target}: {output}");
            assert!(output.starts_with(said), "{name}, {target}: {output}");
            assert_eq!(overflow(&output)[0], 2, "{name}, {target}: {output}");
            assert!(messages.contains("  main."), "{name}, {target}: {messages}");
        }
    }
}

/// `embgo test` runs tests in goroutines whose stacks no go statement sizes.
#[test]
fn tests_of_a_package() {
    let embgo = Embgo::new();
    embgo.file("go.mod", "module wide\n\ngo 1.26\n");
    embgo.file(
        "wide_test.go",
        "package wide

import \"testing\"

//go:noinline
func wide(n int) int {
	var a [5000]byte
	for i := range a {
		a[i] = byte(n + i)
	}
	return int(a[n])
}

func TestWide(t *testing.T) { t.Log(wide(3)) }
",
    );
    let ended = embgo.run("test -target=cortex-m-qemu .");
    assert_eq!(ended.code, 1, "{}", ended.stdout);
    assert!(overflow(&ended.stdout)[3] > 5000, "{}", ended.stdout);
    // The trace is explained where it is.
    let explained =
        ended.stdout.split_once("\ntrace: ").and_then(|(_, rest)| rest.split_once('\n'));
    let (_, frames) = explained.expect("a trace");
    assert!(frames.starts_with("  wide.wide (wide_test.go:6)\n"), "{}", ended.stdout);
}

#[test]
fn large_variables() {
    for (target, level) in everywhere() {
        let (code, output, messages) = run("local", target, level);
        assert_eq!(code, 2, "{target}: {output}");
        assert!(output.starts_with("5050\n5150\n"), "{target}: {output}");
        // The check sees the whole frame coming.
        assert!(overflow(&output)[3] > 400, "{target}: {output}");
        assert!(messages.contains("  main.large ("), "{target}: {messages}");
    }
}

/// A program whose interrupt handler calls `deep`, with what each core needs to cause the interrupt.
fn handler_program(target: &str) -> String {
    let (imports, number, cause, end) = match target {
        "riscv-qemu" => (
            "",
            "interrupt.Software",
            "(*volatile.Register32)(unsafe.Pointer(uintptr(0x02000000))).Set(1)",
            "(*volatile.Register32)(unsafe.Pointer(uintptr(0x02000000))).Set(0)",
        ),
        "xtensa-qemu" => (
            "\"device\"\n",
            "7",
            "device.Asm(\"movi a8, 128\\n wsr a8, intset\\n rsync\")",
            "device.Asm(\"movi a8, 128\\n wsr a8, intclear\\n rsync\")",
        ),
        _ => (
            "",
            "7",
            "(*volatile.Register32)(unsafe.Pointer(uintptr(0xe000e200))).Set(1 << 7)",
            "(*volatile.Register32)(unsafe.Pointer(uintptr(0xe000e280))).Set(1 << 7)",
        ),
    };
    let file = root().join("tests/data/stacks/handler.txt");
    let text = std::fs::read_to_string(file).expect("the program is readable");
    text.replace("IMPORTS", imports)
        .replace("NUMBER", number)
        .replace("CAUSE", cause)
        .replace("END", end)
}

/// Handlers run on a stack of their own, so that goroutines and main keep what they have.
#[test]
fn recursion_in_an_interrupt_handler() {
    for target in ALL {
        for (depth, code) in [("20", 0), ("1 << 20", 2)] {
            let embgo = Embgo::new();
            embgo.file("main.go", handler_program(target).replace("DEPTH", depth));
            let ended = embgo.run(&format!("run -target={target} -timeout=60s main.go"));
            let (output, messages) = (&ended.stdout, &ended.stderr);
            assert_eq!(ended.code, code, "{target}: {output} {messages}");
            assert!(output.starts_with("in the handler true\n0\n"), "{target}: {output}");
            if code == 0 {
                assert!(output.ends_with("0\nkept kept\n"), "{target}: {output}");
                continue;
            }
            report("an interrupt handler has", output);
            assert!(messages.contains("  main.deep ("), "{target}: {messages}");
        }
    }
}

/// A handler with a known need gets as much; what it interrupts keeps only what the processor saves
/// there.
#[test]
fn handlers_have_a_stack() {
    for (target, kept) in [("cortex-m-qemu", 36), ("riscv-qemu", 0), ("xtensa-qemu", 0)] {
        let embgo = Embgo::new();
        let text = handler_program(target).replace("DEPTH", "3");
        embgo.file("main.go", text.replace("return deep(n-1) + ", "return "));
        let line = format!("build -target={target} -print-stacks -o x.elf main.go");
        let output = embgo.run(&line).ok();
        let found = output.lines().find_map(|l| {
            l.strip_prefix("interrupt handlers have ")?.strip_suffix(" bytes of stack")
        });
        let bytes: u32 = found.unwrap_or_else(|| panic!("{output}")).parse().expect("a number");
        assert!((100..600).contains(&bytes), "{target}: {output}");
        let reserve = format!("{kept} bytes of each stack are kept for interrupts");
        assert_eq!(output.contains(&reserve), kept != 0, "{target}: {output}");
    }
}

#[test]
fn bounded_programs_have_no_checks_and_small_stacks() {
    for target in ALL {
        let (code, output, _) = run("bounded", target, "-print-stacks");
        assert_eq!(code, 0, "{target}: {output}");
        assert!(output.ends_with("147\n1\n"), "{target}: {output}");
        assert!(!output.contains("check that there is room"), "{target}: {output}");
        let row = output.lines().find(|l| l.starts_with("go main.main.func1 at "));
        let row = row.unwrap_or_else(|| panic!("{target}: {output}"));
        let words: Vec<&str> = row.split_whitespace().collect();
        // The larger of the two methods, which only an interface leads to.
        let [_, _, _, place, bytes, needs] = words[..6] else { panic!("{row}") };
        let (bytes, needs): (u32, u32) = (bytes.parse().unwrap(), needs.parse().unwrap());
        assert!(place.ends_with("bounded.go:23:2"), "{row}");
        assert!((200..2048).contains(&needs) && bytes >= needs, "{row}");
        assert!(row.contains("main.main.func1 > main.circle.area"), "{row}");
    }
}

/// LLVM keeps the address of a function in a register if it is called several times.
#[test]
fn functions_that_are_called_several_times_count() {
    for target in ALL {
        for opt in ["", "-opt=2"] {
            let (code, output, _) = run("several", target, &format!("-print-stacks {opt}"));
            assert_eq!(code, 0, "{target}: {output}");
            let row = |name: &str| {
                let found = output.lines().find(|l| l.starts_with(name));
                found.unwrap_or_else(|| panic!("{target}: {output}")).to_owned()
            };
            let caller = row("go main.main.func1 at ");
            let needs: u32 = caller.split_whitespace().nth(5).unwrap().parse().expect("bounded");
            assert!(needs > 1200 && caller.contains("main.large"), "{target}: {caller}");
            let deep = row("go main.main.func2 at ");
            assert!(deep.contains(" ?  ") && deep.contains("recursion"), "{target}: {deep}");
        }
    }
}

#[test]
fn recursion_is_named() {
    let (_, output, _) = run("recursion", "cortex-m-qemu", "-print-stacks");
    let row = output.lines().find(|l| l.starts_with("main ")).unwrap_or_default();
    let words: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(words.join(" "), "main 8192 ? recursion: main.deep > main.deep");
    assert!(output.contains("1 functions check that there is room: main.deep\n"), "{output}");
}

#[test]
fn as_json() {
    let embgo = Embgo::new();
    let file = root().join("tests/data/stacks/recursion.go");
    let line = format!("build -target=cortex-m-qemu -print-stacks -json {}", file.display());
    let output = embgo.run(&line).ok();
    let rows = output.lines().filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok());
    let rows: Vec<_> = rows.filter(|v| v["kind"] == "stack").collect();
    assert_eq!(rows[0]["of"], "main");
    assert_eq!(rows[0]["bytes"], 8192);
    assert_eq!(rows[0]["unbounded"], "recursion: main.deep > main.deep");
}

#[test]
fn a_given_size_that_is_too_small_is_checked() {
    for target in ["cortex-m-qemu", "riscv-qemu"] {
        let (code, output, _) = run("bounded", target, "-stack-size=400");
        assert_eq!(code, 2, "{target}: {output}");
        overflow(&output);
    }
    let (code, output, _) = run("bounded", "cortex-m-qemu", "-stack-size=4K -print-stacks");
    assert_eq!(code, 0, "{output}");
    assert!(output.contains("  4096 "), "{output}");
}

#[test]
fn sizes_of_stacks_on_the_command_line() {
    let embgo = Embgo::new();
    for (size, want) in [
        ("12x", "a size is a number of bytes, such as 2048 or 2K"),
        ("5", "a stack has at least 128 bytes and at most 16384K"),
    ] {
        let ended = embgo.run(&format!("build -target=cortex-m-qemu -stack-size={size} a.go"));
        assert_eq!(ended.code, 2);
        assert!(ended.stderr.contains(want), "{}", ended.stderr);
    }
}
