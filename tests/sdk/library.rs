//! Programs that import packages of Go's library and do nothing else.

use embgo::base::diag::Diagnostics;
use embgo::base::embedded::EmbeddedFs;
use embgo::base::fs::DiskFs;
use embgo::check::{Checker, check_program};
use embgo::load::{self, Env, Loaded, Roots};
use embgo::target;
use std::path::{Path, PathBuf};

/// Writes a program that imports packages, one a line, from line 3 on.
pub fn importing(packages: &[String], dir: &Path) {
    let imports: Vec<String> = packages.iter().map(|p| format!("import _ {p:?}\n")).collect();
    let main = format!("package main\n\n{}\nfunc main() {{}}\n", imports.concat());
    std::fs::write(dir.join("main.go"), main).expect("a file in the temporary folder");
}

/// Loads for a board the program in a folder.
pub fn for_board(dir: &Path, goroot: PathBuf) -> (Loaded, Diagnostics) {
    let board = target::load("riscv-qemu", &DiskFs, &EmbeddedFs, dir).expect("a target");
    let mut env = Env::new(&DiskFs, &EmbeddedFs, dir);
    env.goroot = Some(goroot);
    let roots = Roots::from_args(&[]).expect("no arguments are fine");
    load::program(&env, &roots, &board.all_tags()).expect("no trouble with files")
}

/// Checks a program with all bodies, not only those that are reached.
pub fn check_all_bodies(mut loaded: Loaded) -> Checker {
    loaded.packages.iter_mut().for_each(|p| p.user = true);
    check_program(loaded)
}
