//! Go's own `test/` programs on `riscv-qemu`.
//!
//! `tests/data/go/run.txt` names the `// run` programs of Go's `test/` folder that make sense on
//! bare metal; `tests/data/go/skip.txt` those that are not expected to pass yet, each with its
//! reason. Those marked `// rundir` are folders of packages. A program passes if it ends with status
//! 0 and prints what its `.out` file says, or nothing where there is none; that is what official Go
//! does with it. `tests/data/go/today.txt` names those whose `.out` is out of date, `options.txt`
//! those that need another machine or more time. `EMBGO_TEST_FLAGS` adds flags to all builds, as
//! `-gc=incremental -tags=gcstress`.

use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

#[path = "support/go_dir.rs"]
mod go_dir;
#[path = "sdk/goroot.rs"]
mod goroot;

/// The emulated board; `EMBGO_TEST_TARGET` names another one.
fn target() -> String {
    std::env::var("EMBGO_TEST_TARGET").unwrap_or_else(|_| "riscv-qemu".to_owned())
}

/// The list of programs to skip: name, then the reason up to the end of the line.
fn skip_list(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines
        .map(|l| {
            let (name, reason) = l.split_once(char::is_whitespace).unwrap_or((l, ""));
            assert!(!reason.trim().is_empty(), "skip.txt: {name} has no reason");
            (name.to_owned(), reason.trim().to_owned())
        })
        .collect()
}

fn go_tests() -> PathBuf {
    let dir = std::env::var_os("EMBGO_TEST_GO_TESTS");
    dir.map_or(PathBuf::from("/usr/share/go-1.19/test"), PathBuf::from)
}

/// Makes a module of the packages beside a `// rundir` file, and gives the folder of its main one.
fn main_of(file: &Path, module: &Path) -> Result<PathBuf, Failed> {
    let mut folders = go_dir::packages(file, module)?;
    folders.remove("main").ok_or_else(|| Failed::from("there is no package main"))
}

/// What official Go prints today for a program, started in a folder (with `GOARCH=386`, 32-bit
/// integers as on the board).
fn todays(program: &Path, folder: &Path) -> Result<Vec<u8>, Failed> {
    let goroot = goroot::goroot();
    let said = tempfile::NamedTempFile::new()?;
    let mut go = Command::new(goroot.join("bin/go"));
    go.arg("run")
        .arg(program)
        .current_dir(folder)
        .env("GOROOT", &goroot)
        .env("GOFLAGS", "")
        .env("GOTOOLCHAIN", "local");
    go.envs([("GOOS", "linux"), ("GOARCH", "386"), ("CGO_ENABLED", "0")]);
    let status = go.stdout(said.reopen()?).stderr(said.reopen()?).status()?;
    if !status.success() {
        return Err(format!("go run: {status}").into());
    }
    Ok(std::fs::read(said.path())?)
}

/// The files beside it that a program is made of: `// run other.go`.
fn beside(file: &Path, text: &str) -> Vec<PathBuf> {
    let line = text.lines().find_map(|l| l.strip_prefix("// run ")).unwrap_or("");
    let names = line.split_whitespace().filter(|w| w.ends_with(".go"));
    names.map(|name| file.with_file_name(name)).collect()
}

/// The options for a program: those of its line in `options.txt`, or the usual ones.
fn options(name: &str, own: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let line = own.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(' '));
    match line {
        Some(line) if std::env::var_os("EMBGO_TEST_TARGET").is_none() => line
            .split_whitespace()
            .map(|word| match word.strip_prefix("-target=") {
                Some(file) if file.ends_with(".json") => {
                    format!("-target={}", root.join(file).display())
                }
                _ => word.to_owned(),
            })
            .collect(),
        _ => vec![format!("-target={}", target()), "-timeout=60s".to_owned()],
    }
}

fn run(file: &Path, options: &[String], today: bool) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let text = std::fs::read_to_string(file)?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_embgo"));
    command.arg("run").args(options).env("GOROOT", goroot::goroot());
    let flags = std::env::var("EMBGO_TEST_FLAGS").unwrap_or_default();
    command.args(flags.split_whitespace());
    let mut program = file.to_owned();
    if text.lines().any(|l| l.starts_with("// rundir")) {
        program = main_of(file, folder.path())?;
        command.arg(&program).current_dir(folder.path());
    } else {
        command.arg(file).args(beside(file, &text));
    }
    let out = command.output()?;
    // What its `.out` file says, or nothing.
    let want = match today {
        true => todays(&program, folder.path())?,
        false => std::fs::read(file.with_extension("out")).unwrap_or_default(),
    };
    // print and println write to the console, which is standard output here; messages of embgo
    // itself are on standard error.
    if out.status.success() && out.stdout == want {
        return Ok(());
    }
    let tail = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        let skip = text.chars().count().saturating_sub(1500);
        text.chars().skip(skip).collect::<String>()
    };
    Err(Failed::from(format!(
        "{}\n--- output\n{}\n--- messages\n{}",
        out.status,
        tail(&out.stdout),
        tail(&out.stderr)
    )))
}

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/go");
    let names = std::fs::read_to_string(data.join("run.txt")).expect("run.txt is readable");
    let skips = std::fs::read_to_string(data.join("skip.txt")).expect("skip.txt is readable");
    let skips = skip_list(&skips);
    let today = std::fs::read_to_string(data.join("today.txt")).expect("today.txt is readable");
    let today = |name: &str| today.lines().any(|l| l == name);
    let own = std::fs::read_to_string(data.join("options.txt")).expect("options.txt is readable");
    let dir = go_tests();
    if !dir.is_dir() {
        eprintln!("{}: Go's test folder is missing; run `make deps`", dir.display());
        return ExitCode::FAILURE;
    }
    for name in skips.keys() {
        assert!(names.lines().any(|n| n == name), "skip.txt names {name}, which run.txt has not");
    }
    let trials = names.lines().filter(|n| !n.is_empty()).map(|name| {
        let file = dir.join(name);
        let (today, options) = (today(name), options(name, &own));
        Trial::test(name, move || run(&file, &options, today))
            .with_ignored_flag(skips.contains_key(name))
    });
    let conclusion = libtest_mimic::run(&args, trials.collect());
    println!(
        "Go test/ on {}: {} passed, {} failed, {} skipped",
        target(),
        conclusion.num_passed,
        conclusion.num_failed,
        conclusion.num_ignored
    );
    conclusion.exit_code()
}
