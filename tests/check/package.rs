//! Checks packages of a few files as gc would: shared by the tests of the checker.

use crate::goroot::goroot;
use embgo::base::diag::{Diagnostic, Diagnostics, plain};
use embgo::base::fs::{DiskFs, MemFs};
use embgo::base::index::IndexVec;
use embgo::base::source::SourceMap;
use embgo::check::{check_program_for, unchecked};
use embgo::load::{self, Env, Loaded, LoadedPackage, Origin, Roots};
use embgo::syntax::ast::Decl;
use embgo::syntax::parser;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An error, in the file with that number.
#[derive(Clone, Debug)]
pub struct Error {
    pub file: usize,
    pub line: u32,
    pub column: u32,
    /// With all its lines.
    pub message: String,
}

/// How a package is checked.
#[derive(Clone, Copy)]
pub struct Mode {
    /// N of the language version 1.N.
    pub version: u32,
    /// Check also where there are syntax errors, as go/types' tests do and compilers do not.
    pub despite_syntax: bool,
    /// Bytes of an `int`.
    pub word: i64,
    /// Show equal messages for one line once, as gc does and go/types' tests do not.
    pub once: bool,
}

impl Default for Mode {
    fn default() -> Mode {
        Mode { version: load::GO_VERSION, despite_syntax: true, word: 4, once: true }
    }
}

/// Parses and checks the files of one package, given by their texts.
pub fn errors(texts: &[String], mode: Mode) -> Vec<Error> {
    // Deep recursion over the syntax tree needs more than a test thread's stack.
    std::thread::scope(|scope| {
        let check = || {
            if texts.iter().any(|t| has_imports(t)) {
                with_imports(texts, mode)
            } else {
                alone(texts, mode)
            }
        };
        let thread = std::thread::Builder::new().stack_size(256 << 20).spawn_scoped(scope, check);
        let checked = thread.expect("a thread starts").join();
        checked.unwrap_or_else(|_| {
            let message = "internal compiler error".to_owned();
            vec![Error { file: 0, line: 0, column: 0, message }]
        })
    })
}

/// Whether a file imports packages that have files.
pub fn has_imports(text: &str) -> bool {
    !imports(text).is_empty()
}

/// The paths of the packages with files that a file imports.
pub fn imports(text: &str) -> Vec<String> {
    let mut sources = SourceMap::default();
    let id = sources.add(Path::new(""), String::new(), text.into());
    let (ast, _) = parser::parse(id, sources.file(id).start(), text);
    let path = |d: &Decl| match d {
        Decl::Import(i) if i.path != "unsafe" => Some(i.path.clone()),
        _ => None,
    };
    ast.decls.iter().filter_map(path).collect()
}

/// Checks files that import nothing.
fn alone(texts: &[String], mode: Mode) -> Vec<Error> {
    let mut sources = SourceMap::default();
    let mut files = IndexVec::new();
    let mut diags = Diagnostics::default();
    let mut ids = Vec::new();
    for (i, text) in texts.iter().enumerate() {
        let id = sources.add(Path::new(""), file_name(i), text.as_str().into());
        let (ast, found) = parser::parse(id, sources.file(id).start(), text);
        diags.append(found);
        files.push(Arc::new(ast));
        ids.push(id);
    }
    let Some(&first) = ids.first() else { return Vec::new() };
    let name = files[first].package.name;
    let package = LoadedPackage {
        path: name,
        name,
        dir: PathBuf::new(),
        files: ids,
        imports: Default::default(),
        origin: Origin::User,
        user: true,
        go_version: mode.version,
        module: None,
    };
    // Files with syntax errors are checked as well: the tree of what could be read is sound.
    list(
        Loaded { sources, files, packages: vec![package], root: 0, covered: Vec::new() },
        diags,
        mode,
    )
}

/// Checks files that import packages of the Go SDK.
fn with_imports(texts: &[String], mode: Mode) -> Vec<Error> {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        std::fs::write(dir.path().join(name), text).expect("a file in the temporary folder");
    };
    write("go.mod", &format!("module p\n\ngo 1.{}\n", mode.version));
    let names: Vec<String> = (0..texts.len()).map(file_name).collect();
    for (name, text) in names.iter().zip(texts) {
        write(name, text);
    }
    let none = MemFs::default();
    let mut env = Env::new(&DiskFs, &none, dir.path());
    env.goroot = Some(goroot());
    env.implicit = Vec::new();
    env.bare_metal = false;
    let releases = (1..=load::GO_VERSION).map(|n| format!("go1.{n}"));
    let tags: Vec<String> =
        ["linux", "arm", "gc"].map(str::to_owned).into_iter().chain(releases).collect();
    let roots = Roots::from_args(&names).expect("the files are there");
    let (loaded, diags) = load::program(&env, &roots, &tags).expect("no trouble with files");
    list(loaded, diags, mode)
}

/// Names that give a file number back.
fn file_name(i: usize) -> String {
    format!("f{i}.go")
}

/// All that is wrong, in order.
fn list(loaded: Loaded, mut diags: Diagnostics, mode: Mode) -> Vec<Error> {
    let stop = diags.stops_checking() && !mode.despite_syntax;
    let mut c = if stop { unchecked(loaded) } else { check_program_for(loaded, mode.word) };
    diags.append(std::mem::take(&mut c.diags));
    let sources = &c.prog.sources;
    // `assert` and `trace` are builtins of Go's own test harness.
    // A function without a body is an error to gc, not to its type checker.
    let own = ["undefined: assert", "undefined: trace", "missing function body"];
    // That a type is too large is found by gc's back end; go/types' tests pretend to import C.
    let other = |m: &str| {
        own.contains(&m)
            || m.starts_with("type ") && m.ends_with(" too large")
            || m.starts_with("import \"C\" needs cgo")
    };
    let expected = |m: &str| mode.once || !other(m);
    let list = match mode.once {
        true => diags.sorted(sources),
        false => diags.iter().cloned().collect(),
    };
    let list = list.into_iter();
    list.filter(|d| d.code != "MissingMain" && expected(&d.message))
        .map(|d| {
            let at = sources.lookup(d.span.lo).map(|f| {
                let (line, column) = sources.file(f).line_col(d.span.lo);
                let name = &sources.file(f).name;
                let number = name.strip_prefix('f').and_then(|n| n.strip_suffix(".go"));
                (number.and_then(|n| n.parse().ok()).unwrap_or(usize::MAX), line, column)
            });
            let (file, line, column) = at.unwrap_or_default();
            let bare = Diagnostic { span: embgo::base::source::Span::NONE, help: None, ..d };
            Error { file, line, column, message: plain(&bare, sources) }
        })
        .collect()
}
