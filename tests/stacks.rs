//! Stacks: sizes that the analysis finds, overflows that are reported before anything is damaged,
//! on each kind of core in QEMU, and the words of all messages.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, root};

const ALL: [&str; 4] = ["cortex-m-qemu", "microbit", "cortex-m4-qemu", "riscv-qemu"];

/// Runs a program of `tests/data/stacks`: status, output, messages.
fn run(name: &str, target: &str, options: &str) -> (i32, String, String) {
    let file = root().join(format!("tests/data/stacks/{name}.go"));
    let line = format!("run -target={target} -timeout=60s {options} {}", file.display());
    let ended = Embgo::new().run(&line);
    (ended.code, ended.stdout, ended.stderr)
}

/// The numbers in the report of an overflow: goroutine, its stack, what was free, what was needed.
#[track_caller]
fn overflow(output: &str) -> [i64; 4] {
    let line = output.lines().find(|l| l.starts_with("fatal error: ")).unwrap_or_default();
    let words: Vec<&str> = line.split(' ').collect();
    let rest: Vec<&str> = words.iter().filter(|w| w.parse::<i64>().is_err()).copied().collect();
    assert_eq!(
        rest.join(" "),
        "fatal error: stack overflow: goroutine has bytes of stack, of them free, and a function \
         needs",
        "{output}"
    );
    let numbers: Vec<i64> = words.iter().filter_map(|w| w.parse().ok()).collect();
    let numbers: [i64; 4] = numbers.try_into().expect("four numbers");
    assert!(numbers[2] >= 0 && numbers[2] < numbers[3], "{line}");
    numbers
}

#[test]
fn recursion_in_main() {
    for target in ALL {
        let (code, output, messages) = run("recursion", target, "");
        assert_eq!(code, 2, "{target}: {output}");
        assert!(output.starts_with("0\n"), "{target}: {output}");
        assert_eq!(overflow(&output)[0], 1);
        assert!(output.contains("\ngoroutine 1 [running]:\ntrace: 0x"), "{output}");
        assert!(messages.contains("  main.deep ("), "{target}: {messages}");
        assert!(messages.contains("recursion.go:13)\n  (15 more times)"), "{target}: {messages}");
    }
}

#[test]
fn recursion_in_a_goroutine_keeps_its_neighbours() {
    for target in ALL {
        let (code, output, _) = run("goroutine", target, "");
        assert_eq!(code, 2, "{target}: {output}");
        assert_eq!(overflow(&output)[0], 3, "{target}");
        assert!(output.contains("kept\n") && !output.contains("damaged"), "{target}: {output}");
    }
}

#[test]
fn large_variables() {
    for target in ALL {
        let (code, output, messages) = run("local", target, "");
        assert_eq!(code, 2, "{target}: {output}");
        assert!(output.starts_with("5050\n5150\n"), "{target}: {output}");
        // The check sees the whole frame coming.
        assert!(overflow(&output)[3] > 400, "{target}: {output}");
        assert!(messages.contains("  main.large ("), "{target}: {messages}");
    }
}

#[test]
fn recursion_in_an_interrupt_handler() {
    for target in ["cortex-m-qemu", "microbit", "cortex-m4-qemu"] {
        let (code, output, messages) = run("handler", target, "");
        assert_eq!(code, 2, "{target}: {output}");
        assert!(output.starts_with("in the handler true\n0\n"), "{target}: {output}");
        overflow(&output);
        assert!(messages.contains("  main.deep ("), "{target}: {messages}");
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
