//! The checker against the whole standard library: Go compiles it, so there is nothing to report.

use embgo::base::fs::{DiskFs, MemFs};
use embgo::check::check_program;
use embgo::load::{self, Env, Roots};
use goroot::goroot;
use std::process::Command;

#[path = "sdk/goroot.rs"]
mod goroot;

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

fn check_all() -> Vec<String> {
    let packages = std_packages();
    assert!(packages.len() > 150, "only {} packages", packages.len());
    let imports: Vec<String> = packages.iter().map(|p| format!("import _ {p:?}\n")).collect();
    let dir = tempfile::tempdir().expect("a temporary folder");
    let main = format!("package main\n\n{}\nfunc main() {{}}\n", imports.concat());
    std::fs::write(dir.path().join("main.go"), main).expect("a file in the temporary folder");

    let none = MemFs::default();
    let mut env = Env::new(&DiskFs, &none, dir.path());
    env.goroot = Some(goroot());
    env.implicit = Vec::new();
    env.bare_metal = false;
    let releases = (1..=load::GO_VERSION).map(|n| format!("go1.{n}"));
    let tags: Vec<String> =
        ["linux", "arm", "gc"].map(str::to_owned).into_iter().chain(releases).collect();
    let roots = Roots::from_args(&[]).expect("no arguments are fine");
    let (mut loaded, _) = load::program(&env, &roots, &tags).expect("no trouble with files");
    for p in &mut loaded.packages {
        // All bodies are checked, not only those that are reached.
        p.user = true;
    }
    let mut c = check_program(loaded);
    let diagnostics = std::mem::take(&mut c.diags).sorted(&c.prog.sources);
    diagnostics
        .iter()
        .map(|d| format!("{}: {}", c.prog.sources.position(d.span.lo), d.message))
        .collect()
}

#[test]
fn nothing_to_report_for_the_standard_library() {
    // Deep recursion over the syntax tree needs more than a test thread's stack.
    let thread = std::thread::Builder::new().stack_size(256 << 20).spawn(check_all);
    let errors = thread.expect("a thread starts").join().expect("the checker does not panic");
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}
