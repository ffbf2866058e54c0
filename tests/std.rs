//! Programs of `tests/data/std` that use the standard library, and the examples that are for no
//! board: on emulated boards they print what they print with official Go, for which `go run` is
//! asked with `GOARCH=386` (32-bit integers, as on the boards).

use goroot::goroot;
use libtest_mimic::{Arguments, Failed, Trial};
use std::fs::File;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

#[path = "sdk/goroot.rs"]
mod goroot;

const TARGETS: [&str; 3] = ["riscv-qemu", "cortex-m4-qemu", "xtensa-qemu"];

/// What a machine cannot do: QEMU's Xtensa machine has no clock that knows the date, and the 4 MB of
/// the Cortex-M4 are in too many pieces after some of the levels of compress/flate.
const NOT: [(&str, &str); 2] = [("times", "xtensa-qemu"), ("compression", "cortex-m4-qemu")];

/// The examples; one that reads gets `tests/data/std/NAME.in`.
const EXAMPLES: [&str; 5] = ["crossing", "pid", "ringlog", "sensor", "shell"];

/// Runs a program and gives what it writes to its standard output and error, in order.
fn output(command: &mut Command, program: &Path) -> Result<String, Failed> {
    let name = program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let input = root().join("tests/data/std").join(name + ".in");
    let input = if input.is_file() { File::open(input)?.into() } else { Stdio::null() };
    let dir = tempfile::tempdir()?;
    let path = dir.path().join("output");
    let file = File::create(&path)?;
    let status =
        command.arg(program).stdin(input).stdout(file.try_clone()?).stderr(file).status()?;
    let text = String::from_utf8_lossy(&std::fs::read(&path)?).into_owned();
    if status.success() { Ok(text) } else { Err(format!("{status}\n{text}").into()) }
}

fn run(file: &Path) -> Result<(), Failed> {
    let goroot = goroot();
    let mut go = Command::new(goroot.join("bin/go"));
    go.arg("run")
        .current_dir(root())
        .env("GOROOT", &goroot)
        .env("GOFLAGS", "")
        .env("GOTOOLCHAIN", "local");
    go.envs([("GOOS", "linux"), ("GOARCH", "386"), ("CGO_ENABLED", "0")]);
    if file.is_dir() {
        // Packages are looked up from their own module.
        go.current_dir(file);
    }
    let want = output(&mut go, file)?;
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    for target in TARGETS.into_iter().filter(|t| !NOT.contains(&(&name, t))) {
        let mut embgo = Command::new(env!("CARGO_BIN_EXE_embgo"));
        embgo.args(["run", "-target", target, "-timeout=120s"]);
        let got = output(&mut embgo, file)?;
        if got == want {
            continue;
        }
        let differs = want.lines().zip(got.lines()).position(|(w, g)| w != g);
        let line = differs.unwrap_or(want.lines().count().min(got.lines().count()));
        return Err(Failed::from(format!(
            "on {target}, line {}:\nwant {:?}\ngot  {:?}",
            line + 1,
            want.lines().nth(line),
            got.lines().nth(line)
        )));
    }
    Ok(())
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let dir = root().join("tests/data/std");
    let entries = std::fs::read_dir(&dir).expect("tests/data/std is readable").flatten();
    let mut files: Vec<_> = entries.map(|e| e.path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "go"));
    files.sort();
    files.extend(EXAMPLES.map(|name| root().join("examples").join(name)));
    let trial = |file: std::path::PathBuf| {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Trial::test(name, move || run(&file))
    };
    libtest_mimic::run(&args, files.into_iter().map(trial).collect()).exit_code()
}
