//! Compiles and runs programs with both compilers, and makes those that differ smaller.

use crate::program;
use crate::state::Panics;
use crate::tree::{self, Node};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const PRELUDE: &str = include_str!("prelude.go");
/// A target and a level of optimisation.
pub type Build = (&'static str, &'static str);

const BUILDS: [Build; 6] = [
    ("riscv-qemu", "0"),
    ("cortex-m4-qemu", "z"),
    ("riscv-qemu", "2"),
    ("cortex-m4-qemu", "0"),
    ("riscv-qemu", "z"),
    ("cortex-m4-qemu", "2"),
];

/// All builds, or the two whose turn it is.
pub fn builds(turn: Option<usize>) -> Vec<Build> {
    match turn {
        None => BUILDS.to_vec(),
        // One of each target: they are neighbours.
        Some(turn) => BUILDS[turn % 3 * 2..][..2].to_vec(),
    }
}

/// One program with its seed.
type Program = (u64, Vec<Node>);

/// What a program is made from.
pub type Seed = (u64, Panics);

/// Official Go: on the path, or in the repository's own environment.
fn go() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join(".venv/bin/go");
    if own.is_file() { own } else { "go".into() }
}

fn source(programs: &[Program], verbose: bool) -> String {
    let mut text = format!("{PRELUDE}\nvar verbose = {verbose}\n\n");
    for (_, nodes) in programs {
        text += &tree::text(nodes);
    }
    text += "\nfunc main() {\n\tprintln(\"initialised\", h)\n";
    for (seed, _) in programs {
        let _ = writeln!(text, "\trun({seed}, p{seed}_)");
    }
    text + "}\n"
}

/// What happened: the output, or why there is none.
fn run_go(file: &Path) -> Result<String, String> {
    let exe = file.with_extension("exe");
    let mut build = Command::new(go());
    build.args(["build", "-o"]).arg(&exe).arg(file);
    build.env("GOARCH", "386").env("CGO_ENABLED", "0");
    build.env("GOTOOLCHAIN", "local").env("GOFLAGS", "");
    let built = build.output().map_err(|e| format!("go: {e}; run `make deps`"))?;
    if !built.status.success() {
        return Err(String::from_utf8_lossy(&built.stderr).into_owned());
    }
    let ran = Command::new("timeout").arg("60").arg(&exe).output().map_err(|e| e.to_string())?;
    let text = String::from_utf8_lossy(&ran.stderr).into_owned();
    match ran.status.success() {
        true => Ok(text),
        false => Err(format!("official Go's program ends with {}:\n{text}", ran.status)),
    }
}

fn run_embgo(file: &Path, (target, level): Build) -> String {
    // Long runs want a compiler that nobody replaces in the meantime.
    let other = std::env::var_os("EMBGO_DIFF_COMPILER");
    let mut command = Command::new(other.unwrap_or(env!("CARGO_BIN_EXE_embgo").into()));
    command.args(["run", "-target", target, "-opt", level, "-timeout=60s"]).arg(file);
    let ran = command.output().expect("embgo starts");
    let mut text = String::from_utf8_lossy(&ran.stdout).into_owned();
    if !ran.status.success() {
        let _ =
            write!(text, "\nends with {}\n{}", ran.status, String::from_utf8_lossy(&ran.stderr));
    }
    text
}

/// The first build whose output is not the wanted one.
fn difference(file: &Path, want: &str, builds: &[Build]) -> Option<(Build, String)> {
    builds.iter().find_map(|build| {
        let got = run_embgo(file, *build);
        (got != want).then_some((*build, got))
    })
}

/// Compares programs with these seeds; the error describes the first difference by a small program.
pub fn check(seeds: &[Seed], builds: &[Build]) -> Result<(), String> {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = dir.path().join("main.go");
    let programs: Vec<Program> =
        seeds.iter().map(|(s, panics)| (*s, program::program(*s, *panics))).collect();
    let seeds: Vec<u64> = programs.iter().map(|(s, _)| *s).collect();
    fs::write(&file, source(&programs, false)).expect("a file");
    if let Ok(keep) = std::env::var("EMBGO_DIFF_KEEP") {
        fs::copy(&file, keep).expect("a copy");
    }
    let want = match run_go(&file) {
        Ok(want) => want,
        Err(message) => {
            return Err(format!("seeds {seeds:?}: the generator is wrong:\n{message}"));
        }
    };
    let Some((build, got)) = difference(&file, &want, builds) else { return Ok(()) };
    let seed = suspect(&want, &got, &seeds);
    let report = smaller(dir.path(), &programs, seed, build);
    let report = format!("{}\n{report}", first_difference(&want, &got));
    let options = format!("-target={} -opt={}", build.0, build.1);
    Err(format!("official Go and embgo differ: {options}, seed {seed}\n{report}"))
}

/// The program whose line is the first that differs.
fn suspect(want: &str, got: &str, seeds: &[u64]) -> u64 {
    let same = want.lines().zip(got.lines()).take_while(|(a, b)| a == b);
    let finished = |l: &&str| {
        let seed = l.split(' ').next().and_then(|w| w.parse::<u64>().ok());
        seed.is_some_and(|s| seeds.contains(&s))
    };
    let n = same.map(|(a, _)| a).filter(finished).count();
    seeds[n.min(seeds.len() - 1)]
}

/// Leaves out what can be left out, and describes what stays different.
fn smaller(dir: &Path, all: &[Program], seed: u64, build: Build) -> String {
    let file = dir.join("small.go");
    let differs = |programs: &[Program]| {
        fs::write(&file, source(programs, true)).expect("a file");
        let want = run_go(&file).ok()?;
        let got = run_embgo(&file, build);
        // A program that does not run any more is another problem, except where it was that.
        (want != got).then_some((want, got))
    };
    let alone: Vec<Program> = all.iter().filter(|(s, _)| *s == seed).cloned().collect();
    let mut best = alone;
    let Some(mut outputs) = differs(&best) else {
        return "alone it does not differ".into();
    };
    let kind = |got: &str| {
        got.lines().find(|l| l.contains("error") || l.contains("panicked")).map(str::to_owned)
    };
    let wanted = kind(&outputs.1);
    let end = Instant::now() + Duration::from_secs(crate::number("EMBGO_DIFF_SHRINK", 120));
    let mut size = tree::count(&best[0].1) / 2;
    while size > 0 && Instant::now() < end {
        let mut from = 0;
        while from < tree::count(&best[0].1) && Instant::now() < end {
            let trial = vec![(seed, tree::without(&best[0].1, from, from + size))];
            match differs(&trial) {
                Some(found) if kind(&found.1) == wanted => (best, outputs) = (trial, found),
                _ => from += size,
            }
        }
        size /= 2;
    }
    format!("{}\n{}", tree::text(&best[0].1), first_difference(&outputs.0, &outputs.1))
}

/// The lines around the first that differs.
fn first_difference(want: &str, got: &str) -> String {
    let same = want.lines().zip(got.lines()).take_while(|(a, b)| a == b).count();
    let part = |text: &str| {
        let lines = text.lines().skip(same.saturating_sub(3)).take(12);
        lines.collect::<Vec<_>>().join("\n")
    };
    format!("--- Go, line {}\n{}\n--- embgo\n{}", same + 1, part(want), part(got))
}
