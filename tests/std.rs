//! Programs of `tests/data/std` that use the standard library: on emulated boards they print what
//! they print with official Go, for which `go run` is asked with `GOARCH=386` (32-bit integers, as
//! on the boards).

use goroot::goroot;
use libtest_mimic::{Arguments, Failed, Trial};
use std::fs::File;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

#[path = "sdk/goroot.rs"]
mod goroot;

const TARGETS: [&str; 2] = ["riscv-qemu", "cortex-m4-qemu"];

/// Runs a program and gives what it writes to its standard output and error, in order.
fn output(command: &mut Command) -> Result<String, Failed> {
    let dir = tempfile::tempdir()?;
    let path = dir.path().join("output");
    let file = File::create(&path)?;
    let status = command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file).status()?;
    let text = String::from_utf8_lossy(&std::fs::read(&path)?).into_owned();
    if status.success() { Ok(text) } else { Err(format!("{status}\n{text}").into()) }
}

fn run(file: &Path) -> Result<(), Failed> {
    let goroot = goroot();
    let mut go = Command::new(goroot.join("bin/go"));
    go.arg("run").arg(file).env("GOROOT", &goroot).env("GOFLAGS", "").env("GOTOOLCHAIN", "local");
    let want = output(go.envs([("GOOS", "linux"), ("GOARCH", "386"), ("CGO_ENABLED", "0")]))?;
    for target in TARGETS {
        let mut embgo = Command::new(env!("CARGO_BIN_EXE_embgo"));
        embgo.args(["run", "-target", target, "-timeout=120s"]).arg(file);
        let got = output(&mut embgo)?;
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

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/std");
    let entries = std::fs::read_dir(&dir).expect("tests/data/std is readable").flatten();
    let mut files: Vec<_> = entries.map(|e| e.path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "go"));
    files.sort();
    let trial = |file: std::path::PathBuf| {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Trial::test(name, move || run(&file))
    };
    libtest_mimic::run(&args, files.into_iter().map(trial).collect()).exit_code()
}
