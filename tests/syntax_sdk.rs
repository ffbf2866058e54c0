//! The parser against Go's own: every file of the Go SDK and of Go's `test/` folder must be
//! accepted exactly if `go/parser` accepts it, and then every node must stand where it stands
//! there.

use embgo::base::source::{FileId, Pos};
use embgo::syntax::ast::{Block, Decl, ExprId, ExprKind, File, InterfaceElem, Stmt, StmtKind};
use embgo::syntax::parser;
use goroot::goroot;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::process::Command;

#[path = "sdk/goroot.rs"]
mod goroot;

/// Files on which the two rightly differ: the end of the path, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    // What gc's parser reports and go/parser leaves to the type checker.
    ("src/go/doc/testdata/issue17788.go", "a method needs a receiver"),
    ("testdata/check/decls2/decls2a.go", "a method needs a receiver"),
    ("test/fixedbugs/bug217.go", "a method needs a receiver"),
    ("test/fixedbugs/issue19610.go", "no declaration in the post statement of a for loop"),
    ("test/syntax/typesw.go", "only a name can be declared by a type switch"),
    // What go/parser reports and gc leaves to the type checker.
    ("test/fixedbugs/issue23586.go", "go and defer need a call"),
    ("fixedbugs/issue50372.go", "at most two variables in a range clause"),
    ("testdata/spec/range.go", "at most two variables in a range clause"),
];

/// The kinds of records, in the order that `tests/data/syntax/goparse.go.txt` has them in.
#[derive(Clone, Copy)]
enum Kind {
    Ident,
    Binary,
    Call,
    Composite,
    Selector,
    Unary,
    Star,
    FuncLit,
    Assert,
    Slice,
    Array,
    Chan,
    Paren,
    Index,
    KeyValue,
    Map,
    Struct,
    Interface,
    Assign,
    ExprStmt,
    Send,
    IncDec,
    DeclStmt,
    Go,
    Defer,
    Return,
    Branch,
    Block,
    If,
    Switch,
    TypeSwitch,
    Select,
    For,
    Range,
    Labeled,
    Case,
    Comm,
    Spec,
    FuncDecl,
}

#[test]
fn accepts_what_go_accepts_and_sees_the_same_tree() {
    let goroot = goroot();
    let oracle = oracle(&goroot, &[goroot.join("src"), go_tests()]);
    let lines: Vec<&str> = oracle.lines().collect();
    assert!(lines.len() > 5000, "only {} files found", lines.len());
    let wrong: Vec<String> = lines.par_iter().filter_map(|line| compare(line)).collect();
    assert!(wrong.is_empty(), "{} files differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn rejects_in_the_words_of_gc() {
    let goroot = goroot();
    let compiler = Command::new(goroot.join("bin/go"))
        .args(["tool", "-n", "compile"])
        .env("GOROOT", &goroot)
        .env("GOTOOLCHAIN", "local")
        .output()
        .expect("the go command starts");
    let compiler = String::from_utf8_lossy(&compiler.stdout).trim().to_owned();
    let mut files = Vec::new();
    for folder in [go_tests(), goroot.join("src/cmd/compile/internal/syntax/testdata")] {
        go_files(&folder, &mut files);
    }
    // The compiler deletes its output where it fails, so that this must be a file of ours.
    let dir = tempfile::tempdir().expect("a temporary folder");
    let compare = |path: &PathBuf| compare_words(&compiler, dir.path(), path);
    let results: Vec<Option<String>> = files.par_iter().filter_map(compare).collect();
    assert!(results.len() > 80, "only {} files are rejected", results.len());
    let wrong: Vec<String> = results.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{} files differ:\n{}", wrong.len(), wrong.join("\n"));
}

fn go_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("a folder that can be read");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            go_files(&path, files);
        } else if path.extension().is_some_and(|e| e == "go") {
            files.push(path);
        }
    }
}

/// Compares our errors in a file with gc's; nothing if we see none. gc also reports misplaced
/// directives and what the type checker finds, so that ours need only be among its errors.
fn compare_words(compiler: &str, dir: &Path, path: &Path) -> Option<Option<String>> {
    let text = String::from_utf8(std::fs::read(path).unwrap_or_default()).ok()?;
    // Line directives move gc's positions.
    if text.contains("//line ") || text.contains("/*line ") {
        return None;
    }
    let (_, diagnostics) = parser::parse(FileId(0), Pos(1), &text);
    let first = diagnostics.iter().next()?;
    let before = &text[..(first.span.lo.0 - 1) as usize];
    let line = before.matches('\n').count() + 1;
    let column = before.len() - before.rfind('\n').map_or(0, |i| i + 1) + 1;
    let ours = format!("{line}:{column}: {}", first.message);
    let out = Command::new(compiler)
        .args(["-e", "-p=p", "-o"])
        .arg(dir.join(format!("{:?}.o", std::thread::current().id())))
        .arg(path)
        .output()
        .expect("the Go compiler starts");
    let out = String::from_utf8_lossy(&out.stdout).into_owned();
    let name = path.to_string_lossy();
    let theirs = out.lines().filter_map(|l| l.strip_prefix(&*name)?.strip_prefix(':'));
    let same = theirs.clone().any(|l| l == ours);
    let first = theirs.clone().next().unwrap_or("nothing");
    Some((!same).then(|| format!("{name}: {ours}\n    gc: {first}")))
}

/// Go's `test/` folder.
fn go_tests() -> PathBuf {
    let tests = std::env::var_os("EMBGO_TEST_GO_TESTS");
    let tests = tests.map_or(PathBuf::from("/usr/share/go-1.19/test"), PathBuf::from);
    assert!(tests.is_dir(), "no Go tests in {}: run `make deps`", tests.display());
    tests
}

/// What Go's parser says about each file.
fn oracle(goroot: &Path, folders: &[PathBuf]) -> String {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let program = dir.path().join("goparse.go");
    std::fs::copy("tests/data/syntax/goparse.go.txt", &program).expect("the oracle's source");
    let out = Command::new(goroot.join("bin/go"))
        .arg("run")
        .arg(&program)
        .args(folders)
        .env("GOROOT", goroot)
        .env("GOTOOLCHAIN", "local")
        .output()
        .expect("the go command starts");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("paths are UTF-8")
}

/// How our parser differs on the file of a line of the oracle, if it does.
fn compare(line: &str) -> Option<String> {
    let mut parts = line.split('\t');
    let path = parts.next().unwrap();
    let go = parts.next().unwrap() == "ok";
    let detail = parts.next().unwrap_or("");
    let ours = describe(&std::fs::read(path).unwrap_or_default());
    let excepted = EXCEPTIONS.iter().any(|(end, _)| path.ends_with(end));
    let difference = match (go, &ours) {
        (true, Ok(hash)) if hash == detail => None,
        (true, Ok(_)) => Some("accepted by both, but with another tree".to_owned()),
        (true, Err(error)) => Some(format!("rejected only by us: {error}")),
        (false, Ok(_)) => Some(format!("rejected only by Go: {detail}")),
        (false, Err(_)) => None,
    };
    match (difference, excepted) {
        (Some(text), false) => Some(format!("{path}: {text}")),
        (None, true) => Some(format!("{path}: no difference any more, remove the exception")),
        _ => None,
    }
}

/// A hash of the tree, or the first error.
fn describe(bytes: &[u8]) -> Result<String, String> {
    let text = std::str::from_utf8(bytes).map_err(|e| e.to_string())?;
    let (file, diagnostics) = parser::parse(FileId(0), Pos(1), text);
    if let Some(d) = diagnostics.iter().next() {
        let line = text[..(d.span.lo.0 - 1) as usize].matches('\n').count() + 1;
        return Err(format!("{line}: {}", d.message));
    }
    let mut records = Records { file: &file, list: Vec::new() };
    records.file();
    records.list.sort_unstable();
    if std::env::var_os("GOPARSE_RECORDS").is_some() {
        for r in &records.list {
            println!("{} {} {}", r >> 56, r >> 28 & ((1 << 28) - 1), r & ((1 << 28) - 1));
        }
    }
    let bytes = records.list.iter().flat_map(|r| r.to_le_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    Ok(format!("{hash:016x}"))
}

struct Records<'a> {
    file: &'a File,
    list: Vec<u64>,
}

impl Records<'_> {
    fn add(&mut self, kind: Kind, a: Pos, b: Pos) {
        let at = |p: Pos| u64::from(p.0 - 1);
        self.list.push((kind as u64) << 56 ^ at(a) << 28 ^ at(b));
    }

    fn lo(&self, x: ExprId) -> Pos {
        self.file.span(x).lo
    }

    fn file(&mut self) {
        let file = self.file;
        self.add(Kind::Ident, file.package.span.lo, file.package.span.lo);
        for x in file.exprs.ids() {
            self.expr(x);
        }
        for decl in &file.decls {
            self.decl(decl);
        }
    }

    fn decl(&mut self, decl: &Decl) {
        let lo = match decl {
            Decl::Import(d) => d.span.lo,
            Decl::Const(d) => d.span.lo,
            Decl::Var(d) => d.span.lo,
            Decl::Type(d) => d.span.lo,
            Decl::Func(d) => {
                self.add(Kind::FuncDecl, d.span.lo, self.lo(d.name));
                return d.body.iter().for_each(|b| self.block(b));
            }
        };
        self.add(Kind::Spec, lo, lo);
    }

    fn expr(&mut self, x: ExprId) {
        let span = self.file.span(x);
        match self.file.kind(x) {
            ExprKind::Ident(_) => self.add(Kind::Ident, span.lo, span.lo),
            ExprKind::Binary { op_pos, .. } => self.add(Kind::Binary, span.lo, *op_pos),
            ExprKind::Call(c) => self.add(Kind::Call, c.lparen, c.rparen),
            ExprKind::CompositeLit(l) => self.add(Kind::Composite, l.lbrace, l.rbrace),
            ExprKind::Selector { sel, .. } => {
                self.add(Kind::Selector, span.lo, sel.span.lo);
                self.add(Kind::Ident, sel.span.lo, sel.span.lo);
            }
            ExprKind::Unary { x, .. } => self.add(Kind::Unary, span.lo, self.lo(*x)),
            ExprKind::Star(x) => self.add(Kind::Star, span.lo, self.lo(*x)),
            ExprKind::FuncLit(f) => {
                self.add(Kind::FuncLit, span.lo, f.body.lbrace);
                self.block(&f.body);
            }
            ExprKind::TypeAssert { .. } => self.add(Kind::Assert, span.lo, span.hi),
            ExprKind::Slice { .. } => self.add(Kind::Slice, span.lo, span.hi),
            ExprKind::ArrayType { elem, .. } | ExprKind::SliceType(elem) => {
                self.add(Kind::Array, span.lo, self.lo(*elem));
            }
            ExprKind::ChanType { elem, .. } => self.add(Kind::Chan, span.lo, self.lo(*elem)),
            ExprKind::Paren(_) => self.add(Kind::Paren, span.lo, span.hi),
            ExprKind::Index { .. } => self.add(Kind::Index, span.lo, span.hi),
            ExprKind::KeyValue { value, .. } => {
                self.add(Kind::KeyValue, span.lo, self.lo(*value));
            }
            ExprKind::MapType { value, .. } => self.add(Kind::Map, span.lo, self.lo(*value)),
            ExprKind::StructType(_) => self.add(Kind::Struct, span.lo, span.hi),
            ExprKind::InterfaceType(elems) => {
                self.add(Kind::Interface, span.lo, span.hi);
                // Methods are in the arena by their names.
                assert!(elems.iter().all(|e| match e {
                    InterfaceElem::Method { name, .. } => self.file.ident(*name).is_some(),
                    InterfaceElem::Embed(_) => true,
                }));
            }
            ExprKind::Bad => panic!("a bad expression without an error"),
            ExprKind::Lit(..) | ExprKind::Ellipsis(_) | ExprKind::FuncType(_) => {}
        }
    }

    fn block(&mut self, block: &Block) {
        self.add(Kind::Block, block.lbrace, block.rbrace);
        self.stmts(&block.stmts);
    }

    fn stmts(&mut self, stmts: &[Stmt]) {
        stmts.iter().for_each(|s| self.stmt(s));
    }

    fn stmt(&mut self, stmt: &Stmt) {
        let span = stmt.span;
        match &stmt.kind {
            StmtKind::Bad => panic!("a bad statement without an error"),
            StmtKind::Empty => {}
            StmtKind::Expr(_) => self.add(Kind::ExprStmt, span.lo, span.hi),
            StmtKind::Send { value, .. } => self.add(Kind::Send, span.lo, self.lo(*value)),
            StmtKind::IncDec { x, .. } => self.add(Kind::IncDec, span.lo, self.lo(*x)),
            StmtKind::Assign { op_pos, .. } | StmtKind::Define { op_pos, .. } => {
                self.add(Kind::Assign, span.lo, *op_pos);
            }
            StmtKind::Decl(decls) => {
                self.add(Kind::DeclStmt, span.lo, span.lo);
                decls.iter().for_each(|d| self.decl(d));
            }
            StmtKind::Go(x) => self.add(Kind::Go, span.lo, self.lo(*x)),
            StmtKind::Defer(x) => self.add(Kind::Defer, span.lo, self.lo(*x)),
            StmtKind::Return(_) => self.add(Kind::Return, span.lo, span.hi),
            StmtKind::Break(_) | StmtKind::Continue(_) => self.add(Kind::Branch, span.lo, span.hi),
            StmtKind::Goto(_) | StmtKind::Fallthrough => self.add(Kind::Branch, span.lo, span.hi),
            StmtKind::Block(block) => self.block(block),
            StmtKind::If(s) => {
                self.add(Kind::If, span.lo, self.lo(s.cond));
                s.init.iter().for_each(|s| self.stmt(s));
                self.block(&s.then);
                s.els.iter().for_each(|s| self.stmt(s));
            }
            StmtKind::Switch(s) => {
                self.add(Kind::Switch, span.lo, s.lbrace);
                self.add(Kind::Block, s.lbrace, s.rbrace);
                s.init.iter().for_each(|s| self.stmt(s));
                for case in &s.cases {
                    self.add(Kind::Case, case.span.lo, case.colon);
                    self.stmts(&case.body);
                }
            }
            StmtKind::TypeSwitch(s) => {
                self.add(Kind::TypeSwitch, span.lo, s.lbrace);
                self.add(Kind::Block, s.lbrace, s.rbrace);
                s.init.iter().for_each(|s| self.stmt(s));
                for case in &s.cases {
                    self.add(Kind::Case, case.span.lo, case.colon);
                    self.stmts(&case.body);
                }
            }
            StmtKind::Select { cases, lbrace, rbrace } => {
                self.add(Kind::Select, span.lo, *lbrace);
                self.add(Kind::Block, *lbrace, *rbrace);
                for case in cases {
                    self.add(Kind::Comm, case.span.lo, case.colon);
                    case.comm.iter().for_each(|s| self.stmt(s));
                    self.stmts(&case.body);
                }
            }
            StmtKind::For(s) => {
                self.add(Kind::For, span.lo, s.body.lbrace);
                s.init.iter().chain(&s.post).for_each(|s| self.stmt(s));
                self.block(&s.body);
            }
            StmtKind::Range(s) => {
                self.add(Kind::Range, span.lo, self.lo(s.x));
                self.block(&s.body);
            }
            StmtKind::Labeled { label, stmt } => {
                self.add(Kind::Labeled, span.lo, label.span.hi);
                self.stmt(stmt);
            }
        }
    }
}
