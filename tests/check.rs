//! The type checker's errors against comments in Go files.
//!
//! - `tests/data/check/*.go`: every error must be announced, and every announced one reported; gc
//!   reports the same.
//! - Go's `test/` folder: `// run` programs without imports have no errors.

#[allow(dead_code, reason = "shared with a test that needs more of it")]
#[path = "check/announced.rs"]
mod announced;
#[path = "sdk/goroot.rs"]
mod goroot;
#[path = "check/package.rs"]
mod package;

use announced::{Announced, announced};
use libtest_mimic::{Arguments, Failed, Trial};
use package::{Error, Mode, has_imports};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// `// run` programs that only compile where `int` has 64 bits; gc rejects them for 32 bits too.
const NEED_64_BITS: &[&str] =
    &["printbig.go", "nilptr_aix.go", "fixedbugs/bug114.go", "fixedbugs/issue23305.go"];

/// `// run` programs that Go 1.21 and later refuse: a type argument that any type would do for.
const REFUSED: &[&str] = &["fixedbugs/issue53309.go"];

/// Parses and checks one file as a package of its own.
fn errors(text: &str) -> Vec<Error> {
    package::errors(&[text.to_owned()], Mode::default())
}

/// What is reported but not announced, and announced but not reported.
fn differences(errors: &[Error], announced: &[Announced]) -> (Vec<String>, Vec<String>) {
    let is = |e: &Error, a: &Announced| e.file == 0 && e.line == a.line && a.matches(&e.message);
    let extra = errors.iter().filter(|e| !announced.iter().any(|a| is(e, a)));
    let missing = announced.iter().filter(|a| !errors.iter().any(|e| is(e, a)));
    (
        extra.map(|e| format!("{}: not announced: {}", e.line, e.message)).collect(),
        missing.map(|a| format!("{}:{}: not reported: {}", a.line, a.column, a.pattern)).collect(),
    )
}

fn read(path: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(path).unwrap_or_default()).into_owned()
}

/// All Go files below a folder, sorted.
fn go_files(dir: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(dir).into_iter().flatten().flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            go_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "go") {
            out.push(path);
        }
    }
}

/// One of our own files: exactly the announced errors.
fn exact(path: &Path) -> Result<(), Failed> {
    let text = read(path);
    let (extra, missing) = differences(&errors(&text), &announced(&text));
    match extra.is_empty() && missing.is_empty() {
        true => Ok(()),
        false => Err([extra, missing].concat().join("\n").into()),
    }
}

/// Go's tests whose first line is `// kind` and that import nothing.
fn go_tests(dir: &Path, kind: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    go_files(dir, &mut files);
    files.retain(|f| {
        let text = read(f);
        text.lines().next().is_some_and(|l| l.trim() == format!("// {kind}")) && !has_imports(&text)
    });
    files
}

/// `// run` programs have no errors.
fn run_programs(dir: &Path) -> Result<(), Failed> {
    let mut wrong = Vec::new();
    let files = go_tests(dir, "run");
    for path in &files {
        if NEED_64_BITS.iter().chain(REFUSED).any(|n| path.ends_with(n)) {
            continue;
        }
        let found = errors(&read(path));
        if let Some(e) = found.first() {
            wrong.push(format!("{}:{}: {}", path.display(), e.line, e.message));
        }
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(format!("{} of {}:\n{}", wrong.len(), files.len(), wrong.join("\n")).into()),
    }
}

/// gc reports the same errors for our own files, at the same places.
fn gc_agrees(files: &[PathBuf]) -> Result<(), Failed> {
    let dir = tempfile::tempdir()?;
    let go = goroot::goroot().join("bin/go");
    let mut wrong = Vec::new();
    for path in files {
        let mut ours: Vec<String> = errors(&read(path))
            .iter()
            .map(|e| format!("{}:{}: {}", e.line, e.column, e.message))
            .map(|e| first_line(&e))
            .collect();
        let out = Command::new(&go)
            .args(["tool", "compile", "-p", "main", "-e", "-complete", "-o"])
            .arg(dir.path().join("out.o"))
            .arg(path)
            .env("GOARCH", "arm")
            .env("GOOS", "linux")
            .output()?;
        let text =
            String::from_utf8_lossy(&out.stdout).replace(&path.display().to_string(), "f0.go");
        let prefix = "f0.go:";
        let mut theirs: Vec<String> =
            text.lines().filter_map(|l| Some(first_line(l.strip_prefix(prefix)?))).collect();
        ours.sort();
        theirs.sort();
        for e in ours.iter().filter(|e| !theirs.contains(e)) {
            wrong.push(format!("{}: only embgo: {e}", path.display()));
        }
        for e in theirs.iter().filter(|e| !ours.contains(e)) {
            wrong.push(format!("{}: only gc: {e}", path.display()));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// The first line of a message.
fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or("").to_owned()
}

/// Files with words and signs lost, doubled or exchanged are checked without a panic.
fn damaged(files: &[PathBuf]) -> Result<(), Failed> {
    let mut seed = 1u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) as usize % below
    };
    for path in files {
        let text = read(path);
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let words: Vec<&str> = text.split_inclusive(|c| !is_word(c)).collect();
        for _ in 0..40 {
            let mut damaged = words.clone();
            for _ in 0..=random(3) {
                let (i, j) = (random(damaged.len()), random(damaged.len()));
                match random(4) {
                    0 => drop(damaged.remove(i)),
                    1 => damaged[i] = damaged[j],
                    2 => damaged.swap(i, j),
                    _ => damaged.insert(i, damaged[j]),
                }
            }
            errors(&damaged.concat());
        }
    }
    Ok(())
}

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let mut files = Vec::new();
    go_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/check"), &mut files);
    let (own, whole) = (files.clone(), files.clone());
    let mut trials: Vec<Trial> = files
        .into_iter()
        .map(|path| {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
            Trial::test(name.unwrap_or_default(), move || exact(&path))
        })
        .collect();
    let dir = std::env::var_os("EMBGO_TEST_GO_TESTS");
    let dir = dir.map_or(PathBuf::from("/usr/share/go-1.19/test"), PathBuf::from);
    trials.push(Trial::test("gc_agrees", move || gc_agrees(&own)));
    trials.push(Trial::test("damaged", move || damaged(&whole)));
    trials.push(Trial::test("go_test_run", move || run_programs(&dir)));
    libtest_mimic::run(&args, trials).exit_code()
}
