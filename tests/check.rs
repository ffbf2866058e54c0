//! The type checker's errors against comments in Go files.
//!
//! - `tests/data/check/*.go`: every error must be announced, and every announced one reported.
//! - Go's `test/` folder: `// run` programs without imports have no errors; of the errors that
//!   `// errorcheck` files announce, a minimum number must be found.
//! - The SDK's `internal/types/testdata`: likewise.
//!
//! Files with type parameters do not count.

#[path = "check/announced.rs"]
mod announced;
#[path = "sdk/goroot.rs"]
mod goroot;

use announced::{Announced, announced};
use embgo::base::index::IndexVec;
use embgo::base::source::SourceMap;
use embgo::check::check_program;
use embgo::load::{Loaded, LoadedPackage, Origin};
use embgo::syntax::parser;
use libtest_mimic::{Arguments, Failed, Trial};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Arc;

/// At least so many of the errors that the SDK's `internal/types/testdata` announces are found.
const TESTDATA_FLOOR: usize = 1880;
/// At most so many errors are reported there that nothing announces.
const TESTDATA_EXTRA: usize = 282;
/// The same for the `// errorcheck` files of Go's `test/` folder (their words are those of Go
/// 1.19).
const ERRORCHECK_FLOOR: usize = 1939;
const ERRORCHECK_EXTRA: usize = 371;

/// `// run` programs that only compile where `int` has 64 bits; gc rejects them for 32 bits too.
const NEED_64_BITS: &[&str] =
    &["printbig.go", "nilptr_aix.go", "fixedbugs/bug114.go", "fixedbugs/issue23305.go"];

/// An error.
struct Error {
    line: u32,
    column: u32,
    message: String,
}

/// Parses and checks one file as a package of its own.
fn errors(path: &Path, text: &str) -> Vec<Error> {
    let mut sources = SourceMap::default();
    let id = sources.add(path, path.display().to_string(), text.into());
    let (ast, diags) = parser::parse(id, sources.file(id).start(), text);
    // Files with syntax errors are checked as well: the tree of what could be read is sound.
    let (diags, sources) = {
        let name = ast.package.name;
        let package = LoadedPackage {
            path: name,
            name,
            dir: PathBuf::new(),
            files: vec![id],
            imports: Default::default(),
            origin: Origin::User,
            user: true,
            go_version: 27,
        };
        let mut files = IndexVec::new();
        files.push(Arc::new(ast));
        let mut c = check_program(Loaded { sources, files, packages: vec![package], root: 0 });
        let mut all = diags;
        all.append(std::mem::take(&mut c.diags));
        (all, c.prog.sources)
    };
    let list = diags.sorted(&sources).into_iter();
    // `assert` and `trace` are builtins of Go's own test harness.
    let expected = |m: &str| m != "undefined: assert" && m != "undefined: trace";
    list.filter(|d| d.code != "MissingMain" && expected(&d.message))
        .map(|d| {
            let at = sources.lookup(d.span.lo).map(|f| sources.file(f).line_col(d.span.lo));
            let (line, column) = at.unwrap_or_default();
            Error { line, column, message: d.message }
        })
        .collect()
}

/// What is reported but not announced, and announced but not reported.
fn differences(errors: &[Error], announced: &[Announced]) -> (Vec<String>, Vec<String>) {
    let is = |e: &Error, a: &Announced| e.line == a.line && a.matches(&e.message);
    let extra = errors.iter().filter(|e| !announced.iter().any(|a| is(e, a)));
    let missing = announced.iter().filter(|a| !errors.iter().any(|e| is(e, a)));
    (
        extra.map(|e| format!("{}: not announced: {}", e.line, e.message)).collect(),
        missing.map(|a| format!("{}: not reported: {}", a.line, a.pattern)).collect(),
    )
}

fn read(path: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(path).unwrap_or_default()).into_owned()
}

/// All Go files below a folder, sorted.
fn go_files(dir: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(dir).into_iter().flatten().flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            go_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "go") {
            out.push(path);
        }
    }
}

/// One of our own files: exactly the announced errors.
fn exact(path: &Path) -> Result<(), Failed> {
    let text = read(path);
    let (extra, missing) = differences(&errors(path, &text), &announced(&text));
    match extra.is_empty() && missing.is_empty() {
        true => Ok(()),
        false => Err([extra, missing].concat().join("\n").into()),
    }
}

fn has_imports(text: &str) -> bool {
    text.lines().any(|l| l.starts_with("import") && !l.contains("\"unsafe\""))
}

fn is_generic(errors: &[Error]) -> bool {
    errors.iter().any(|e| {
        e.message.contains("type parameters are not supported yet")
            || e.message.contains("is not a generic type")
    })
}

/// Counts over many files: announced errors found, announced, and errors not announced.
fn score(files: &[PathBuf]) -> (usize, usize, usize) {
    let mut totals = (0, 0, 0);
    for path in files {
        let text = read(path);
        let announced = announced(&text);
        let errors = errors(path, &text);
        if is_generic(&errors) {
            continue;
        }
        let (extra, missing) = differences(&errors, &announced);
        if std::env::var_os("CHECK_SHOW").is_some() && !(extra.is_empty() && missing.is_empty()) {
            println!(
                "{}\n  {}",
                path.display(),
                [extra.clone(), missing.clone()].concat().join("\n  ")
            );
        }
        totals.0 += announced.len() - missing.len();
        totals.1 += announced.len();
        totals.2 += extra.len();
    }
    totals
}

fn assert_score(
    name: &str,
    files: &[PathBuf],
    floor: usize,
    max_extra: usize,
) -> Result<(), Failed> {
    let (found, all, extra) = score(files);
    println!("{name}: {found} of {all} announced errors found, {extra} others");
    if found < floor || extra > max_extra {
        return Err(format!("want at least {floor} found and at most {max_extra} others").into());
    }
    Ok(())
}

fn testdata() -> Result<(), Failed> {
    let mut files = Vec::new();
    go_files(&goroot::goroot().join("src/internal/types/testdata"), &mut files);
    // Files with flags are about other versions of the language.
    files.retain(|f| {
        let text = read(f);
        !text.starts_with("// -") && !has_imports(&text)
    });
    assert_score("internal/types/testdata", &files, TESTDATA_FLOOR, TESTDATA_EXTRA)
}

/// Go's tests whose first line is `// kind` and that import nothing.
fn go_tests(dir: &Path, kind: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    go_files(dir, &mut files);
    files.retain(|f| {
        let text = read(f);
        text.lines().next().is_some_and(|l| l.trim() == format!("// {kind}")) && !has_imports(&text)
    });
    files
}

/// `// run` programs have no errors.
fn run_programs(dir: &Path) -> Result<(), Failed> {
    let mut wrong = Vec::new();
    let files = go_tests(dir, "run");
    for path in &files {
        if NEED_64_BITS.iter().any(|n| path.ends_with(n)) {
            continue;
        }
        let found = errors(path, &read(path));
        if let Some(e) = found.first().filter(|_| !is_generic(&found)) {
            wrong.push(format!("{}:{}: {}", path.display(), e.line, e.message));
        }
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(format!("{} of {}:\n{}", wrong.len(), files.len(), wrong.join("\n")).into()),
    }
}

/// gc reports the same errors for our own files, at the same places.
fn gc_agrees(files: &[PathBuf]) -> Result<(), Failed> {
    let dir = tempfile::tempdir()?;
    let go = goroot::goroot().join("bin/go");
    let mut wrong = Vec::new();
    for path in files {
        let mut ours: Vec<String> = errors(path, &read(path))
            .iter()
            .map(|e| format!("{}:{}: {}", e.line, e.column, e.message))
            .map(|e| first_line(&e))
            .collect();
        let out = Command::new(&go)
            .args(["tool", "compile", "-p", "main", "-e", "-complete", "-o"])
            .arg(dir.path().join("out.o"))
            .arg(path)
            .env("GOARCH", "arm")
            .env("GOOS", "linux")
            .output()?;
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        let prefix = format!("{}:", path.display());
        let mut theirs: Vec<String> =
            text.lines().filter_map(|l| Some(first_line(l.strip_prefix(&prefix)?))).collect();
        ours.sort();
        theirs.sort();
        for e in ours.iter().filter(|e| !theirs.contains(e)) {
            wrong.push(format!("{}: only embgo: {e}", path.display()));
        }
        for e in theirs.iter().filter(|e| !ours.contains(e)) {
            wrong.push(format!("{}: only gc: {e}", path.display()));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// The first line of a message, types named as we name them.
fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or("");
    let words = [("byte", "uint8"), ("rune", "int32")];
    words.iter().fold(line.to_owned(), |line, (alias, name)| line.replace(alias, name))
}

/// Files with words and signs lost, doubled or exchanged are checked without a panic.
fn damaged(files: &[PathBuf]) -> Result<(), Failed> {
    let mut seed = 1u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) as usize % below
    };
    for path in files {
        let text = read(path);
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let words: Vec<&str> = text.split_inclusive(|c| !is_word(c)).collect();
        for _ in 0..40 {
            let mut damaged = words.clone();
            for _ in 0..=random(3) {
                let (i, j) = (random(damaged.len()), random(damaged.len()));
                match random(4) {
                    0 => drop(damaged.remove(i)),
                    1 => damaged[i] = damaged[j],
                    2 => damaged.swap(i, j),
                    _ => damaged.insert(i, damaged[j]),
                }
            }
            errors(path, &damaged.concat());
        }
    }
    Ok(())
}

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let mut files = Vec::new();
    go_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/check"), &mut files);
    let (own, whole) = (files.clone(), files.clone());
    let mut trials: Vec<Trial> = files
        .into_iter()
        .map(|path| {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
            Trial::test(name.unwrap_or_default(), move || exact(&path))
        })
        .collect();
    let dir = std::env::var_os("EMBGO_TEST_GO_TESTS");
    let dir = dir.map_or(PathBuf::from("/usr/share/go-1.19/test"), PathBuf::from);
    let (run_dir, check_dir) = (dir.clone(), dir);
    trials.push(Trial::test("gc_agrees", move || gc_agrees(&own)));
    trials.push(Trial::test("damaged", move || damaged(&whole)));
    trials.push(Trial::test("types_testdata", testdata));
    trials.push(Trial::test("go_test_run", move || run_programs(&run_dir)));
    trials.push(Trial::test("go_test_errorcheck", move || {
        let files = go_tests(&check_dir, "errorcheck");
        let name = "Go's errorcheck tests";
        assert_score(name, &files, ERRORCHECK_FLOOR, ERRORCHECK_EXTRA)
    }));
    libtest_mimic::run(&args, trials).exit_code()
}
