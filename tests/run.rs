//! Programs of `tests/data/run` on emulated boards: each prints what is in its `.out` file, which
//! is what official Go prints for it with `GOARCH=386` (32-bit integers, as on the boards).

use libtest_mimic::{Arguments, Failed, Trial};
use std::path::Path;
use std::process::{Command, ExitCode};

const TARGETS: [&str; 3] = ["riscv-qemu", "cortex-m-qemu", "xtensa-qemu"];

fn run(file: &Path, target: &str) -> Result<(), Failed> {
    let out = Command::new(env!("CARGO_BIN_EXE_embgo"))
        .args(["run", "-target", target, "-timeout=60s"])
        .arg(file)
        .output()?;
    let want = std::fs::read_to_string(file.with_extension("out"))?;
    let got = String::from_utf8_lossy(&out.stdout);
    if out.status.success() && got == want {
        return Ok(());
    }
    let differs = want.lines().zip(got.lines()).position(|(w, g)| w != g);
    let line = differs.unwrap_or(want.lines().count().min(got.lines().count()));
    Err(Failed::from(format!(
        "{}, line {}:\nwant {:?}\ngot  {:?}\n{}",
        out.status,
        line + 1,
        want.lines().nth(line),
        got.lines().nth(line),
        String::from_utf8_lossy(&out.stderr)
    )))
}

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/run");
    let entries = std::fs::read_dir(&dir).expect("tests/data/run is readable").flatten();
    let mut files: Vec<_> = entries.map(|e| e.path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "go"));
    files.sort();
    let mut trials = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for target in TARGETS {
            let file = file.clone();
            trials.push(Trial::test(format!("{name} on {target}"), move || run(&file, target)));
        }
    }
    libtest_mimic::run(&args, trials).exit_code()
}
