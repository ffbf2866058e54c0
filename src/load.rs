//! From roots to parsed packages: finds the packages of a program, reads and parses their files,
//! and puts them in order.
//!
//! Takes file systems and build tags, gives [`Loaded`] and diagnostics. Starts no processes and
//! knows nothing of targets or types. Where a package comes from:
//!
//! 1. `runtime-stubs/<path>`, our own packages, which replace the SDK's of the same path, or some
//!    files of it (see `overlay`);
//! 2. the main module, its `vendor` folder, its replaced and required modules;
//! 3. the Go SDK.
//!
//! What is wrong with the user's Go files is a diagnostic; what is wrong before there is a file to
//! point at (no such folder, no Go files in it, a bad `go.mod`) is an error.

use crate::base::diag::Diagnostics;
use crate::base::fs::FileSystem;
use crate::base::index::IndexVec;
use crate::base::intern::Symbol;
use crate::base::source::{FileId, SourceMap};
use crate::syntax::ast;
use anyhow::{Result, bail};
use indexmap::IndexMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

mod cover;
mod embed;
mod gomod;
mod graph;
pub mod modules;
mod names;
mod order;
mod overlay;
pub mod packages;
mod read;
mod refused;
mod resolve;
mod semver;
mod tags;
mod test_main;
mod test_program;

/// The newest version of the language that embgo understands, as in Go 1.N.
pub const GO_VERSION: u32 = 27;

/// The oldest Go SDK whose library fits `runtime-stubs/`.
const OLDEST_SDK: u32 = 26;

/// Where files are.
pub struct Env<'a> {
    /// The user's files, the SDK and the module cache.
    pub disk: &'a dyn FileSystem,
    /// What the program carries in itself; `runtime-stubs/` in it are our packages.
    pub embedded: &'a dyn FileSystem,
    /// A folder on disk to use in place of the embedded `runtime-stubs/`.
    pub overlay: Option<PathBuf>,
    /// The Go SDK. A program that imports only our own packages needs none.
    pub goroot: Option<PathBuf>,
    /// Where `go get` puts modules: `$GOMODCACHE`, else `$GOPATH/pkg/mod`.
    pub mod_cache: Option<PathBuf>,
    /// `$GOWORK`: a workspace file, or `off`.
    pub go_work: Option<PathBuf>,
    /// The working directory, absolute. The user's files are named relative to it.
    pub cwd: PathBuf,
    /// Packages that every program contains, whether imported or not.
    pub implicit: Vec<String>,
    /// Refuse packages that need an operating system.
    pub bare_metal: bool,
    /// Count which statements of these packages run.
    pub cover: Option<Cover>,
}

/// Statement coverage: what is counted in a test program, and how.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cover {
    pub mode: CoverMode,
    /// Import paths; those that are not in the program do not count.
    pub packages: Vec<String>,
    /// Those of them that the test program imports in any case.
    pub imported: Vec<String>,
}

/// `-covermode`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CoverMode {
    /// Has the block run?
    Set,
    /// How often?
    Count,
    /// How often, counted in interrupt handlers, too.
    Atomic,
}

/// The blocks of a package that are counted, in the order of its counters.
#[derive(Clone, Debug)]
pub struct Covered {
    pub path: String,
    pub blocks: Vec<Block>,
}

/// Statements that run together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// The file's name, without its folder.
    pub file: String,
    /// Line and column, from 1.
    pub start: (u32, u32),
    pub end: (u32, u32),
    pub statements: u32,
}

impl<'a> Env<'a> {
    /// For programs that run on bare metal: `runtime` is in all of them.
    pub fn new(
        disk: &'a dyn FileSystem,
        embedded: &'a dyn FileSystem,
        cwd: impl Into<PathBuf>,
    ) -> Env<'a> {
        Env {
            disk,
            embedded,
            overlay: None,
            goroot: None,
            mod_cache: None,
            go_work: None,
            cwd: cwd.into(),
            implicit: vec!["runtime".to_owned()],
            bare_metal: true,
            cover: None,
        }
    }
}

/// The package to build.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Roots {
    /// The package in a folder.
    Dir(PathBuf),
    /// An import path; if there is none of that name, a folder.
    Import(String),
    /// A package of just these files.
    Files(Vec<PathBuf>),
    /// The test program of a package: with its `_test.go` files, those of the package beside it,
    /// and a `main` that runs the tests.
    Test(Box<Roots>),
}

impl Roots {
    /// What the arguments of a command mean: nothing is the working directory, names that end in
    /// `.go` are files, paths that start with a dot or are absolute are folders.
    pub fn from_args(args: &[String]) -> Result<Roots> {
        let is_file = |a: &String| a.ends_with(".go");
        let is_dir = |a: &String| {
            matches!(a.as_str(), "." | "..")
                || a.starts_with("./")
                || a.starts_with("../")
                || Path::new(a).is_absolute()
                || a.contains('\\')
        };
        match args {
            [] => Ok(Roots::Dir(PathBuf::from("."))),
            files if files.iter().all(is_file) => {
                Ok(Roots::Files(files.iter().map(PathBuf::from).collect()))
            }
            [dir] if is_dir(dir) => Ok(Roots::Dir(PathBuf::from(dir))),
            [path] => Ok(Roots::Import(path.clone())),
            _ => bail!("one package at a time, or several .go files of one package"),
        }
    }
}

/// A program, parsed.
pub struct Loaded {
    pub sources: SourceMap,
    pub files: IndexVec<FileId, Arc<ast::File>>,
    /// In the order in which they are initialized (spec: Package initialization): imports first,
    /// else by path; the implicit packages and what they import come before all others.
    pub packages: Vec<LoadedPackage>,
    /// The index of the package that was asked for.
    pub root: usize,
    /// The packages whose statements are counted.
    pub covered: Vec<Covered>,
}

impl Loaded {
    /// The package with this import path.
    pub fn package(&self, path: &str) -> Option<&LoadedPackage> {
        self.packages.iter().find(|p| p.path.as_str() == path)
    }
}

/// Where a package is from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// The main module, or what was named on the command line.
    User,
    /// Another module.
    Dependency,
    /// `runtime-stubs/`.
    Overlay,
    Sdk,
}

#[derive(Clone, Debug)]
pub struct LoadedPackage {
    /// The import path; `command-line-arguments` for files outside of any module.
    pub path: Symbol,
    /// The name in the package clauses.
    pub name: Symbol,
    pub dir: PathBuf,
    /// In the order of their names.
    pub files: Vec<FileId>,
    /// What each import path in the files means: an index in [`Loaded::packages`]. `unsafe` and `C`
    /// are no packages and not in it.
    pub imports: IndexMap<Symbol, usize>,
    pub origin: Origin,
    /// The module that it is from; none for the library.
    pub module: Option<modules::Module>,
    /// One of the user's own, to be checked in full.
    pub user: bool,
    /// N of the `go 1.N` that holds for the package; a file's own [`ast::File::go_version`] may
    /// differ.
    pub go_version: u32,
}

/// Finds and parses the program. With errors in the diagnostics it may be incomplete.
pub fn program(env: &Env, roots: &Roots, tags: &[String]) -> Result<(Loaded, Diagnostics)> {
    graph::load(env, roots, tags)
}

#[cfg(test)]
mod tests;
