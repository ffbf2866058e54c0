//! The checker against the whole standard library: Go compiles it, so there is nothing to report.

use embgo::base::diag::Diagnostic;
use embgo::base::fs::{DiskFs, MemFs};
use embgo::load::{self, Env, Loaded, Roots};
use goroot::goroot;
use library::{check_all_bodies, for_board, importing};
use std::path::Path;
use std::process::Command;

#[path = "sdk/goroot.rs"]
mod goroot;
#[path = "sdk/library.rs"]
mod library;
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

/// What the checker says of a program.
fn said(loaded: Loaded) -> Vec<String> {
    let mut c = check_all_bodies(loaded);
    let diagnostics = std::mem::take(&mut c.diags).sorted(&c.prog.sources);
    diagnostics
        .iter()
        .map(|d| format!("{}: {}", c.prog.sources.position(d.span.lo), d.message))
        .collect()
}

fn check_hosted() -> Vec<String> {
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

/// The packages that a board can have, the program that imports them, and why not the others.
fn on_a_board() -> (Vec<String>, Loaded, Vec<(String, String)>) {
    let (mut fine, mut refused) = (std_packages(), Vec::new());
    loop {
        let dir = tempfile::tempdir().expect("a temporary folder");
        importing(&fine, dir.path());
        let (loaded, diagnostics) = for_board(dir.path(), goroot());
        let diagnostics = diagnostics.sorted(&loaded.sources);
        // The place is the import in the program, whichever package further on is the reason.
        let line = |d: &Diagnostic| {
            let file = loaded.sources.lookup(d.span.lo).expect("a place");
            loaded.sources.file(file).line_col(d.span.lo).0 as usize
        };
        let mut lines: Vec<(usize, String)> =
            diagnostics.iter().map(|d| (line(d), d.message.clone())).collect();
        lines.sort();
        // The first import is in line 3; from the last one on, those before keep their places.
        for (line, message) in lines.into_iter().rev() {
            refused.push((fine.remove(line - 3), message));
        }
        if diagnostics.is_empty() {
            refused.sort();
            return (fine, loaded, refused);
        }
    }
}

fn deeply<T: Send + 'static>(f: impl FnOnce() -> T + Send + 'static) -> T {
    // Deep recursion over the syntax tree needs more than a test thread's stack.
    let thread = std::thread::Builder::new().stack_size(256 << 20).spawn(f);
    thread.expect("a thread starts").join().expect("the checker does not panic")
}

#[test]
fn nothing_to_report_for_the_standard_library() {
    let errors = deeply(check_hosted);
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn nothing_to_report_for_a_board() {
    let (fine, refused, errors) = deeply(|| {
        let (fine, loaded, refused) = on_a_board();
        (fine, refused, said(loaded))
    });
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
