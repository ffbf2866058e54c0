//! The Go SDK's own tests of its packages, on emulated boards by `embgo test`.
//!
//! `tests/data/std_tests/packages.txt` lists the packages, `failures.txt` the tests that are left
//! out or are expected to fail, each with its reason. `make test-std` runs them all and writes
//! `docs/std.md`; a few are run with all other tests.

use program::goroot::goroot;
use program::root;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

#[path = "support/program.rs"]
mod program;

/// The boards: how the table calls them, what `-target` takes, and further flags.
const BOARDS: [(&str, &str, &str); 2] = [
    ("riscv-qemu", "tests/data/std_tests/riscv-qemu.json", "-opt=0"),
    ("cortex-m4-qemu", "cortex-m4-qemu", "-opt=z"),
];

/// The packages of the quick test: what they need of the compiler differs.
const QUICK: [&str; 6] =
    ["container/list", "unicode/utf16", "sort", "encoding/hex", "maps", "text/tabwriter"];

fn lines(name: &str) -> Vec<String> {
    let file = root().join("tests/data/std_tests").join(name);
    let text = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{name}: {e}"));
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines.map(str::to_owned).collect()
}

/// A line of `failures.txt`: board (or `*`), package, test, reason.
struct Known {
    board: String,
    package: String,
    test: String,
    reason: String,
}

fn known() -> Vec<Known> {
    let parse = |line: &String| {
        let words: Vec<&str> = line.splitn(4, char::is_whitespace).map(str::trim).collect();
        let [board, package, test, reason] = words[..] else {
            panic!("failures.txt: want `board package test reason`: {line}")
        };
        let text = str::to_owned;
        let (board, package) = (text(board), text(package));
        Known { board, package, test: text(test), reason: text(reason) }
    };
    lines("failures.txt").iter().map(parse).collect()
}

/// What the tests of a package gave.
#[derive(Default)]
struct Outcome {
    passed: usize,
    skipped: usize,
    failed: BTreeSet<String>,
    /// The package as a whole passed.
    good: bool,
    /// It does not build: the first line that says why.
    build: Option<String>,
}

/// Runs the tests of a package, or takes the output of an earlier run from `results`.
fn run(
    board: (&str, &str, &str),
    package: &str,
    skip: &[&Known],
    results: Option<&Path>,
) -> Outcome {
    let file = results.map(|d| d.join(board.0).join(package.replace('/', "_") + ".txt"));
    if let Some(text) = file.as_ref().and_then(|f| std::fs::read_to_string(f).ok()) {
        return read(&text);
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_embgo"));
    command.args(["test", "-json", "-short", "-no-debug", "-timeout=300s", board.2]);
    command.arg(format!("-target={}", board.1)).arg(package).current_dir(root());
    command.env("GOROOT", goroot());
    let names: Vec<&str> = skip.iter().map(|k| k.test.as_str()).filter(|t| *t != "*").collect();
    if !names.is_empty() {
        command.arg(format!("-skip=^({})$", names.join("|")));
    }
    let output = command.output().expect("embgo starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if let Some(file) = file {
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a new folder");
        std::fs::write(file, &text).expect("a new file");
    }
    read(&text)
}

/// Reads the events of `embgo test -json`. Only tests that are no subtests are counted.
fn read(text: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let mut open = BTreeSet::new();
    for line in text.lines() {
        let Ok(event) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let of = |name: &str| event[name].as_str().unwrap_or("").to_owned();
        let (action, test) = (of("Action"), of("Test"));
        if action == "build-output" {
            outcome.build.get_or_insert_with(|| of("Output").trim().to_owned());
        }
        if test.is_empty() {
            outcome.good |= action == "pass";
            continue;
        }
        if test.contains('/') {
            continue;
        }
        match action.as_str() {
            "run" => drop(open.insert(test)),
            "pass" | "skip" | "fail" => {
                open.remove(&test);
                match action.as_str() {
                    "pass" => outcome.passed += 1,
                    "skip" => outcome.skipped += 1,
                    _ => drop(outcome.failed.insert(test)),
                }
            }
            _ => {}
        }
    }
    // What had begun when the program ended.
    outcome.failed.extend(open);
    outcome
}

#[test]
fn a_few_packages_pass() {
    let known = known();
    for package in QUICK {
        let board = BOARDS[0];
        let skip: Vec<&Known> = known.iter().filter(|k| k.package == package).collect();
        let outcome = run(board, package, &skip, None);
        assert!(outcome.good, "{package}: {:?} {:?}", outcome.failed, outcome.build);
        assert!(outcome.passed > 0, "{package}");
    }
}

#[test]
#[ignore = "takes an hour: make test-std"]
fn all_packages() {
    let results = std::env::var_os("EMBGO_STD_RESULTS").map(PathBuf::from);
    let known = known();
    let mut table = BTreeMap::new();
    for board in BOARDS {
        for package in lines("packages.txt") {
            if board.0 != "riscv-qemu" && !on_small_boards(&package) {
                continue;
            }
            let applies =
                |k: &&Known| k.package == package && (k.board == "*" || k.board == board.0);
            let skip: Vec<&Known> = known.iter().filter(applies).collect();
            let outcome = run(board, &package, &skip, results.as_deref());
            table.insert((package, board.0), outcome);
        }
    }
    let page = root().join("docs/std.md");
    std::fs::write(page, text(&table, &known)).expect("docs/std.md can be written");
}

/// The packages that are tried with 4 MB of memory.
fn on_small_boards(package: &str) -> bool {
    lines("small.txt").iter().any(|p| p == package)
}

const HEAD: &str = "# Go's library, by its own tests

The tests that the Go SDK has of its packages, run with `embgo test -short`: on `riscv-qemu` with \
512 MB of memory and 128 kB of stack for each goroutine (`tests/data/std_tests/riscv-qemu.json`) and \
`-opt=0`, on `cortex-m4-qemu` (4 MB flash, 4 MB RAM) with `-opt=z`. `make test-std` runs them and \
writes this page. Numbers are of tests that passed, that skipped themselves, and that failed or were \
left out; of the latter the list below has each with its reason. A package passes if none failed but \
those that are listed with a reason. Test files that import what needs an operating system (`net/http`, \
`os/exec`, `os/signal`, ...) are left out.

";

fn text(table: &BTreeMap<(String, &str), Outcome>, known: &[Known]) -> String {
    let mut out = HEAD.to_owned();
    let packages: BTreeSet<&String> = table.keys().map(|(p, _)| p).collect();
    let expected = |package: &str, board: &str, test: &str| {
        known.iter().find(|k| {
            k.package == package && k.test == test && (k.board == "*" || k.board == board)
        })
    };
    let passes = |package: &str, board: &str, o: &Outcome| {
        let listed = o.failed.iter().all(|t| expected(package, board, t).is_some());
        o.build.is_none() && o.passed > 0 && listed && (o.good || !o.failed.is_empty())
    };
    for (board, ..) in BOARDS {
        let of_board = table.iter().filter(|((_, b), _)| *b == board);
        let good = of_board.clone().filter(|((p, _), o)| passes(p, board, o)).count();
        let _ = writeln!(out, "- {board}: {good} of {} packages pass", of_board.count());
    }
    out.push_str("\n| package | riscv-qemu | passed/skipped/failed | cortex-m4-qemu | |\n");
    out.push_str("|---|---|---|---|---|\n");
    let mut notes = String::new();
    for package in packages {
        let mut row = format!("| `{package}` |");
        for (board, ..) in BOARDS {
            let Some(o) = table.get(&(package.clone(), board)) else {
                row.push_str(" | |");
                continue;
            };
            let word = match (passes(package, board, o), &o.build) {
                (true, _) => "pass",
                (false, Some(_)) => "does not build",
                (false, None) => "**fail**",
            };
            let left_out = known
                .iter()
                .filter(|k| k.package == *package && k.test != "*")
                .filter(|k| (k.board == "*" || k.board == board) && !o.failed.contains(&k.test))
                .count();
            let bad = o.failed.len() + left_out;
            let _ = write!(row, " {word} | {}/{}/{bad} |", o.passed, o.skipped);
            if let Some(why) = &o.build {
                let _ = writeln!(notes, "- `{package}` on {board}: {}", plain(why));
            }
            for test in &o.failed {
                let reason =
                    expected(package, board, test).map_or("not looked into", |k| k.reason.as_str());
                let _ = writeln!(notes, "- `{package}` {test} on {board}: {reason}");
            }
        }
        for k in known.iter().filter(|k| k.package == *package) {
            let told = table.iter().any(|((p, _), o)| p == package && o.failed.contains(&k.test));
            if !told {
                let _ = writeln!(notes, "- `{package}` {}: {}", k.test, k.reason);
            }
        }
        out.push_str(&row);
        out.push('\n');
    }
    out.push_str("\n## What fails, and why\n\n");
    out.push_str(&notes);
    out
}

/// A message without the places of this computer.
fn plain(text: &str) -> String {
    let words = text.split_whitespace().filter(|w| !w.starts_with('/'));
    words.collect::<Vec<_>>().join(" ").replace('|', "\\|")
}
