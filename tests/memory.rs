//! Memory: the collector under load, what is reported of allocations, and what may not allocate.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, Ended};

/// Cortex-M3, Cortex-M0 (no Thumb-2) and RISC-V.
const TARGETS: [&str; 3] = ["cortex-m-qemu", "riscv-qemu", "microbit"];

fn with(text: &str, line: &str) -> Ended {
    let embgo = Embgo::new();
    embgo.file("go.mod", "module example.com/m\n\ngo 1.24\n");
    embgo.file("main.go", text);
    embgo.run(line)
}

/// The program prints `want` on all kinds of processors, with a collection at every third
/// allocation, too.
fn prints(text: &str, want: &str) {
    for target in TARGETS {
        for flags in ["", " -tags=gcstress", " -opt=2", " -gc=leaking"] {
            if target == "microbit" && flags == " -gc=leaking" {
                // 16 KB are not enough for that.
                continue;
            }
            let ended = with(text, &format!("run -target={target} -timeout=100s{flags} ."));
            assert_eq!(ended.stdout.replace('\r', ""), want, "{target}{flags}: {ended:?}");
        }
    }
}

#[test]
fn copies_and_clears() {
    prints(include_str!("data/memory/copies.go"), "wrong: 0\nnot zero: 0\n");
}

#[test]
fn structures_live() {
    prints(include_str!("data/memory/structures.go"), include_str!("data/memory/structures.out"));
}

#[test]
fn goroutines_keep_what_they_use() {
    prints(include_str!("data/memory/stacks.go"), include_str!("data/memory/stacks.out"));
}

#[test]
fn finalizers_cleanups() {
    let text = include_str!("data/memory/finalizers.go");
    for target in TARGETS {
        let ended = with(text, &format!("run -target={target} -timeout=60s ."));
        let want = include_str!("data/memory/finalizers.out");
        assert_eq!(ended.stdout.replace('\r', ""), want, "{target}: {ended:?}");
    }
}

/// 40 KB of small objects live in 64 KB of memory, and ten million allocations beside them.
#[test]
fn churn() {
    let text = include_str!("data/memory/churn.go");
    let ended = with(text, "run -target=cortex-m-qemu -timeout=500s -opt=2 .");
    assert_eq!(ended.stdout, "1999000\nok\n", "{ended:?}");
}

/// After objects of many sizes have come and gone, at least 90 % of what is free can be used.
#[test]
fn fragmentation() {
    let text = include_str!("data/memory/fragments.go");
    let ended = with(text, "run -target=cortex-m-qemu -timeout=100s -opt=2 .");
    assert!(ended.stdout.ends_with("ok\n"), "{ended:?}");
}

/// How long the collector stops the program is measured.
#[test]
fn pauses() {
    let text = include_str!("../benches/runtime/pauses.go");
    for target in ["riscv-qemu", "cortex-m-qemu"] {
        let ended = with(text, &format!("run -target={target} -timeout=60s ."));
        let pause = ended.stdout.trim().strip_prefix("longest pause ");
        let pause: u64 = pause.and_then(|n| n.parse().ok()).unwrap_or_else(|| panic!("{ended:?}"));
        assert!(pause > 0, "{ended:?}");
    }
}

/// While the collector runs, interrupts are masked for a few instructions at a time, and for no call.
#[test]
fn interrupts_are_on_while_the_collector_runs() {
    let embgo = Embgo::new();
    embgo.file("main.go", include_str!("data/goroutines/irq.go"));
    embgo.run("build -target=cortex-m-qemu -emit=asm -opt=2 -o a.s main.go").ok();
    let asm = String::from_utf8(embgo.read("a.s")).expect("assembly is text");
    let start = asm.find("\nruntime.collect:").expect("the collector is there");
    let end = asm[start..].find(".Lfunc_end").expect("functions have an end");
    let code = asm[start..start + end].lines().filter_map(|l| l.strip_prefix('\t'));
    let code = code.filter(|l| l.starts_with(|c: char| c.is_ascii_lowercase()));
    let (mut masked, mut times) = (None, 0);
    for line in code {
        let called = line.strip_prefix("bl\t").unwrap_or_default();
        match (&mut masked, called.split_whitespace().next().unwrap_or_default()) {
            (at, "embgo_irq_disable") => *at = Some(0),
            (Some(n), "embgo_irq_restore") => {
                assert!(*n < 30, "{n} instructions");
                (masked, times) = (None, times + 1);
            }
            (Some(n), "") => *n += 1,
            (Some(_), name) => panic!("{name} is called while interrupts are masked"),
            (None, _) => {}
        }
    }
    assert!(times > 0, "{}", &asm[start..start + end]);
}

const LEAK: &str = "package main

var all [][]byte

func main() {
\tfor {
\t\tall = append(all, make([]byte, 1000))
\t}
}
";

/// Runs out of memory in the second goroutine, with two holes of unequal size.
const LEAK_ASIDE: &str = "package main

var all [][]byte

func main() {
\tall = make([][]byte, 0, 16)
\tdone := make(chan bool)
\tgo func() {
\t\tfor len(all) < 10 {
\t\t\tall = append(all, make([]byte, 1000))
\t\t}
\t\tall[3], all[4], all[7] = nil, nil, nil
\t\tall = append(all, make([]byte, 1_000_000_000))
\t\tdone <- true
\t}()
\t<-done
}
";

/// The message says the size, what is free in all and in one piece, and, in a line of its own, whose
/// allocation it was.
#[test]
fn handlers_get_what_weak_pointers_still_have() {
    for flags in ["", "-opt=2", "-gc=incremental"] {
        let line = format!("run -target=cortex-m-qemu -timeout=100s {flags} .");
        let ended = with(include_str!("data/memory/weakhandler.go"), &line);
        assert_eq!(ended.stdout, "true kept\n", "{flags}: {ended:?}");
    }
}

#[test]
fn out_of_memory() {
    for target in TARGETS {
        for (text, goroutine, flags) in [
            (LEAK, 1, ""),
            (LEAK, 1, " -gc=leaking"),
            (LEAK_ASIDE, 2, ""),
            (LEAK_ASIDE, 2, " -opt=2"),
        ] {
            let at = format!("{target}{flags}, goroutine {goroutine}");
            let ended = with(text, &format!("run -target={target} -timeout=60s{flags} ."));
            let mut lines = ended.stdout.lines();
            let line = lines.next().unwrap_or("");
            let digit = |c: char| c.is_ascii_digit();
            let numbers: Vec<u64> = line
                .split(|c| !digit(c))
                .filter(|n| !n.is_empty())
                .map(|n| n.parse().expect("a number"))
                .collect();
            let [size, free, all, run] = numbers[..] else { panic!("{at}: {ended:?}") };
            assert_eq!(
                line,
                format!(
                    "fatal error: out of memory: cannot allocate {size} bytes; {free} of {all} are \
                     free, the largest run has {run}"
                ),
            );
            assert!(run <= free && free < all && run < size, "{at}: {line}");
            if goroutine == 2 {
                // The larger hole is two objects of four blocks, if what lies behind is smaller.
                assert_eq!(size, 1_000_000_000, "{at}");
                assert!(run >= 2048 && free >= run + 1024, "{at}: {line}");
            }
            assert_eq!(lines.next(), Some(""), "{at}");
            let header = format!("goroutine {goroutine} [running]:");
            assert_eq!(lines.next(), Some(&*header), "{at}: {ended:?}");
            assert_eq!(ended.code, 2, "{at}");
        }
    }
}

const ALLOCATES: &str = "package main

type T struct{ a, b int }

var global *T

func keep(i int) {
\tglobal = &T{i, i}
}

func text(s string) string {
\treturn s + \"!\"
}

func local() int {
\tt := &T{1, 2}
\treturn t.a
}

//go:noheap
func quick(i int) {
\tslow(i)
}

func slow(i int) {
\tkeep(i)
}

func main() {
\tquick(local())
\tprintln(text(\"x\"))
\tgo println(1)
\tc := make(chan *T)
\tselect {
\tcase c <- &T{}:
\tdefault:
\t}
}
";

#[test]
fn allocations_are_listed() {
    let text = ALLOCATES.replace("//go:noheap\n", "");
    let ended = with(&text, "build -target=cortex-m-qemu -print-allocs -o x.elf .");
    let want = "\
main.go:8:2: main.keep: address of a composite literal (8 bytes): stored in the global variable main.global
main.go:12:9: main.text: concatenation of strings: its size is not constant
main.go:31:2: main.main: call that a goroutine is to make (8 bytes): used by a goroutine
main.go:31:2: main.main: go statement: a goroutine needs a stack
main.go:32:2: main.main: make of a channel: channels are on the heap
main.go:34:7: main.main: address of a composite literal (8 bytes): sent to a channel
";
    assert_eq!(ended.ok(), want);
    let ended = with(&text, "build -target=cortex-m-qemu -print-allocs=keep$ -json -o x.elf .");
    let line = ended.stdout.lines().find(|l| l.contains("\"alloc\"")).map(str::to_owned);
    assert_eq!(
        line.as_deref(),
        Some(
            r#"{"kind":"alloc","file":"main.go","line":8,"col":2,"func":"main.keep","what":"address of a composite literal","size":8,"reason":"stored in the global variable main.global"}"#
        ),
        "{ended:?}"
    );
}

#[test]
fn no_heap() {
    let ended = with(ALLOCATES, "build -target=cortex-m-qemu -o x.elf .");
    assert_eq!(ended.code, 1);
    let want = "\
main.go:8:2: main.quick is go:noheap, but allocates: address of a composite literal (8 bytes): stored in the global variable main.global
\tmain.go:22:6: main.slow is called here
\tmain.go:26:6: main.keep is called here
\tmain.go:21:1: main.quick is declared here
";
    assert_eq!(ended.stderr, want);
}

#[test]
fn no_collector() {
    let text = ALLOCATES.replace("//go:noheap\n", "").replace("\tgo println(1)\n", "");
    let ended = with(&text, "build -target=cortex-m-qemu -gc=none -o x.elf .");
    assert_eq!(ended.code, 1);
    let want = "\
main.go:8:2: heap allocation with -gc=none: address of a composite literal (8 bytes): stored in the global variable main.global
main.go:12:9: heap allocation with -gc=none: concatenation of strings: its size is not constant
main.go:31:2: heap allocation with -gc=none: make of a channel: channels are on the heap
main.go:33:7: heap allocation with -gc=none: address of a composite literal (8 bytes): sent to a channel
";
    assert_eq!(ended.stderr, want);
    let text = "package main\n\nfunc main() {\n\tdefer println(\"bye\")\n\tvar a []int\n\tprintln(a[2])\n}\n";
    let ended = with(text, "run -target=cortex-m-qemu -gc=none .");
    let want = "bye\npanic: runtime error: index out of range [2] with length 0\n";
    assert!(ended.stdout.starts_with(want), "{ended:?}");
}

#[test]
fn no_scheduler() {
    let text = "package main\n\nfunc main() {\n\tgo println(1)\n}\n";
    let ended = with(text, "build -target=cortex-m-qemu -scheduler=none -o x.elf .");
    assert_eq!(ended.code, 1);
    let want = "main.go:4:2: go statement with -scheduler=none\n\
                \thelp: build with -scheduler=tasks\n";
    assert_eq!(ended.stderr, want);
}
