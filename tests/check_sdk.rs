//! The checker against the whole standard library: Go compiles it, so there is nothing to report.

use embgo::base::diag::{Diagnostic, Diagnostics};
use embgo::base::embedded::EmbeddedFs;
use embgo::base::fs::{DiskFs, MemFs};
use embgo::check::check_program;
use embgo::load::{self, Env, Loaded, Roots};
use embgo::target;
use goroot::goroot;
use std::path::Path;
use std::process::Command;

#[path = "sdk/goroot.rs"]
mod goroot;
#[path = "support/section.rs"]
mod section;

/// The import paths of the standard library's public packages, for a 32-bit system.
fn std_packages() -> Vec<String> {
    let goroot = goroot();
    let out = Command::new(goroot.join("bin/go"))
        .args(["list", "std"])
        .env("GOROOT", &goroot)
        .env("GOTOOLCHAIN", "local")
        .env("CGO_ENABLED", "0")
        .envs([("GOOS", "linux"), ("GOARCH", "arm"), ("GOARM", "7")])
        .output()
        .expect("the go command starts");
    let hidden = |p: &str| p.split('/').any(|e| e == "internal" || e == "vendor");
    let list = String::from_utf8(out.stdout).expect("UTF-8");
    list.lines().filter(|p| !hidden(p)).map(str::to_owned).collect()
}

/// The line of the first import of such a program.
const FIRST_IMPORT: usize = 3;

/// Writes a program that imports packages, one a line.
fn importing(packages: &[String], dir: &Path) {
    let imports: Vec<String> = packages.iter().map(|p| format!("import _ {p:?}\n")).collect();
    let main = format!("package main\n\n{}\nfunc main() {{}}\n", imports.concat());
    std::fs::write(dir.join("main.go"), main).expect("a file in the temporary folder");
}

/// What the checker says of a program, of all bodies and not only those that are reached.
fn said(mut loaded: Loaded) -> Vec<String> {
    for p in &mut loaded.packages {
        p.user = true;
    }
    let mut c = check_program(loaded);
    let diagnostics = std::mem::take(&mut c.diags).sorted(&c.prog.sources);
    diagnostics
        .iter()
        .map(|d| format!("{}: {}", c.prog.sources.position(d.span.lo), d.message))
        .collect()
}

fn check_all() -> Vec<String> {
    let packages = std_packages();
    assert!(packages.len() > 150, "only {} packages", packages.len());
    let dir = tempfile::tempdir().expect("a temporary folder");
    importing(&packages, dir.path());

    let none = MemFs::default();
    let mut env = Env::new(&DiskFs, &none, dir.path());
    env.goroot = Some(goroot());
    env.implicit = Vec::new();
    env.bare_metal = false;
    let releases = (1..=load::GO_VERSION).map(|n| format!("go1.{n}"));
    let tags: Vec<String> =
        ["linux", "arm", "gc"].map(str::to_owned).into_iter().chain(releases).collect();
    let roots = Roots::from_args(&[]).expect("no arguments are fine");
    let (loaded, _) = load::program(&env, &roots, &tags).expect("no trouble with files");
    said(loaded)
}

/// Loads for a board what the program in `dir` imports.
fn for_board(dir: &Path) -> (Loaded, Diagnostics) {
    let board = target::load("riscv-qemu", &DiskFs, &EmbeddedFs, dir).expect("a target");
    let mut env = Env::new(&DiskFs, &EmbeddedFs, dir);
    env.goroot = Some(goroot());
    let roots = Roots::from_args(&[]).expect("no arguments are fine");
    load::program(&env, &roots, &board.all_tags()).expect("no trouble with files")
}

/// The packages that a board can have, the program that imports them, and why not the others.
fn on_a_board() -> (Vec<String>, Loaded, Vec<(String, String)>) {
    let (mut fine, mut refused) = (std_packages(), Vec::new());
    loop {
        let dir = tempfile::tempdir().expect("a temporary folder");
        importing(&fine, dir.path());
        let (loaded, diagnostics) = for_board(dir.path());
        let diagnostics = diagnostics.sorted(&loaded.sources);
        // The place is the import in the program, whichever package further on is the reason.
        let at = |d: &Diagnostic| loaded.sources.position(d.span.lo).to_string();
        let line = |d: &Diagnostic| at(d).split(':').nth(1).and_then(|l| l.parse::<usize>().ok());
        let mut lines: Vec<(usize, String)> =
            diagnostics.iter().map(|d| (line(d).expect("a line"), d.message.clone())).collect();
        lines.sort();
        for (line, message) in lines.into_iter().rev() {
            refused.push((fine.remove(line - FIRST_IMPORT), message));
        }
        if diagnostics.is_empty() {
            refused.sort();
            return (fine, loaded, refused);
        }
    }
}

fn deeply<T: Send + 'static>(f: fn() -> T) -> T {
    // Deep recursion over the syntax tree needs more than a test thread's stack.
    let thread = std::thread::Builder::new().stack_size(256 << 20).spawn(f);
    thread.expect("a thread starts").join().expect("the checker does not panic")
}

#[test]
fn nothing_to_report_for_the_standard_library() {
    let errors = deeply(check_all);
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

/// Packages for a board, those that cannot be had and why, and what the checker says of the former.
type OnBoard = (Vec<String>, Vec<(String, String)>, Vec<String>);

fn check_for_board() -> OnBoard {
    let (fine, loaded, refused) = on_a_board();
    (fine, refused, said(loaded))
}

#[test]
fn nothing_to_report_for_a_board() {
    let (fine, refused, errors) = deeply(check_for_board);
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    let list =
        |names: &[String]| names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    let mut page = format!(
        "Of the {} public packages of Go's library, {} can be imported for `riscv-qemu`; type-checked \
         with all bodies, they and what they import have no errors (`cargo test --test check_sdk`): \
         {}.\n\nThe others are refused where they are imported:\n\n| package | what embgo says |\n|---|---|\n",
        fine.len() + refused.len(),
        fine.len(),
        list(&fine)
    );
    for (package, message) in &refused {
        page += &format!("| `{package}` | {message} |\n");
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    section::check(&root.join("docs/std.md"), "packages", &page).expect("the page is current");
}
