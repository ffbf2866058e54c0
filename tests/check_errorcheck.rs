//! The `// errorcheck` files of Go's `test/` folder: embgo reports what Go's own compiler reports,
//! at the same places, in the same words.
//!
//! What counts is what the compiler of the SDK prints today for a 32-bit target; the comments of
//! the files are those of Go 1.19, and are counted as well. `tests/data/check/errorcheck.txt` lists
//! the files that do not agree, with the reason. `CHECK_ONLY=part-of-a-name` shows the differences
//! of some, `CHECK_SHOW=1` those of all that are on the list.

#[allow(dead_code, reason = "shared with a test that needs more of it")]
#[path = "check/announced.rs"]
mod announced;
#[path = "check/exceptions.rs"]
mod exceptions;
#[path = "sdk/goroot.rs"]
mod goroot;
#[allow(dead_code, reason = "shared with tests that need more of it")]
#[path = "check/package.rs"]
mod package;
#[path = "support/section.rs"]
mod section;

use package::{Mode, errors, imports};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Go's tests.
fn tests() -> PathBuf {
    let dir = std::env::var_os("EMBGO_TEST_GO_TESTS");
    dir.map_or(PathBuf::from("/usr/share/go-1.19/test"), PathBuf::from)
}

/// All Go files below a folder, sorted.
fn go_files(dir: &Path, out: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(dir).expect("Go's tests are there").flatten();
    let mut paths: Vec<PathBuf> = entries.map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            go_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "go") {
            out.push(path);
        }
    }
}

/// The language version that the flags of a test ask for; `None` if the test is about something
/// else than the language: what the optimiser says, or the compilation of Go's own runtime.
fn version(text: &str) -> Option<u32> {
    let mut version = embgo::load::GO_VERSION;
    let flags = text.lines().next()?.strip_prefix("// errorcheck")?;
    for flag in flags.split_whitespace() {
        match flag {
            "-d=panic" | "-complete" | "-e" | "-e=0" | "-0" => {}
            _ => version = flag.strip_prefix("-lang=go1.")?.parse().ok()?,
        }
    }
    Some(version)
}

/// Go's own compiler and the packages it imports.
struct Gc {
    dir: tempfile::TempDir,
    compile: PathBuf,
    config: PathBuf,
}

impl Gc {
    fn new(imports: &BTreeSet<String>) -> Gc {
        let root = goroot::goroot();
        let dir = tempfile::tempdir().expect("a temporary folder");
        let go = |args: &[&str]| {
            let mut c = Command::new(root.join("bin/go"));
            let env = [("GOARCH", "arm"), ("GOOS", "linux"), ("CGO_ENABLED", "0")];
            c.args(args).envs(env).current_dir(dir.path());
            c.env("GOTOOLCHAIN", "local").env("GOFLAGS", "");
            let out = c.output().expect("the go command starts");
            String::from_utf8_lossy(&out.stdout).trim().to_owned()
        };
        let std: BTreeSet<String> = go(&["list", "std"]).lines().map(str::to_owned).collect();
        let form = "{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}";
        let mut list = vec!["list", "-export", "-deps", "-f", form];
        list.extend(imports.iter().filter(|i| std.contains(*i)).map(String::as_str));
        let config = dir.path().join("importcfg");
        std::fs::write(&config, go(&list)).expect("a file in the temporary folder");
        let compile = PathBuf::from(go(&["tool", "-n", "compile"]));
        Gc { dir, compile, config }
    }

    /// What it reports, without the name of the file.
    fn errors(&self, path: &Path, version: u32) -> Vec<String> {
        let name = path.with_extension("o").display().to_string().replace('/', "_");
        let out = Command::new(&self.compile)
            .args(["-e", "-p", "p", "-complete", "-importcfg"])
            .arg(&self.config)
            .arg(format!("-lang=go1.{version}"))
            .arg("-o")
            .arg(self.dir.path().join(name))
            .arg(path)
            .env("GOARCH", "arm")
            .env("GOOS", "linux")
            .output()
            .expect("the compiler starts");
        let text =
            String::from_utf8_lossy(&out.stdout).replace(&path.display().to_string(), "f0.go");
        let mut list: Vec<String> = Vec::new();
        for line in text.lines() {
            match (line.strip_prefix("f0.go:"), list.last_mut()) {
                (Some(rest), _) => list.push(rest.to_owned()),
                (None, Some(last)) => {
                    last.push('\n');
                    last.push_str(line);
                }
                _ => list.push(line.to_owned()),
            }
        }
        list.sort();
        list
    }
}

/// What embgo reports, in the same form.
fn ours(text: &str, version: u32) -> Vec<String> {
    let mode = Mode { version, despite_syntax: false, ..Mode::default() };
    let list = errors(&[text.to_owned()], mode).into_iter();
    let mut list: Vec<String> =
        list.map(|e| format!("{}:{}: {}", e.line, e.column, e.message)).collect();
    list.sort();
    list
}

/// Whether the errors are those that the comments announce: each error matches one of its line,
/// each one matches an error.
fn as_announced(text: &str, errors: &[String]) -> bool {
    let announced = announced::errorcheck(text);
    let split = |e: &String| {
        let (line, rest) = e.split_once(':').unwrap_or(("0", e));
        let message = rest.split_once(": ").map_or(rest, |(_, m)| m);
        (line.parse::<u32>().unwrap_or(0), message.to_owned())
    };
    let errors: Vec<(u32, String)> = errors.iter().map(split).collect();
    let fits = |e: &(u32, String), a: &announced::Announced| e.0 == a.line && a.matches(&e.1);
    errors.iter().all(|e| announced.iter().any(|a| fits(e, a)))
        && announced.iter().all(|a| errors.iter().any(|e| fits(e, a)))
}

#[derive(Default)]
struct Row {
    files: usize,
    agree: usize,
    announced: usize,
    errors: usize,
}

fn table(rows: &BTreeMap<String, Row>, exceptions: &BTreeMap<String, String>) -> String {
    let mut out = String::from(
        "| folder | files | agree with gc | | as their comments say | errors |\n\
         |---|---|---|---|---|---|\n",
    );
    let mut all = Row::default();
    let mut line = |name: &str, r: &Row| {
        let percent = r.agree as f64 * 100.0 / r.files as f64;
        let _ = writeln!(
            out,
            "| {name} | {} | {} | {percent:.1} % | {} | {} |",
            r.files, r.agree, r.announced, r.errors
        );
    };
    for (name, r) in rows {
        line(name, r);
        all.files += r.files;
        all.agree += r.agree;
        all.announced += r.announced;
        all.errors += r.errors;
    }
    line("**all**", &all);
    out + &exceptions::table(exceptions)
}

#[test]
fn gos_errorcheck_tests() {
    let dir = tests();
    let only = std::env::var("CHECK_ONLY").ok();
    let show = only.is_some() || std::env::var_os("CHECK_SHOW").is_some();
    let mut files = Vec::new();
    go_files(&dir, &mut files);
    let name = |f: &Path| f.strip_prefix(&dir).expect("below the folder").display().to_string();
    let tests: Vec<(String, PathBuf, String, u32)> = files
        .into_iter()
        .filter_map(|f| {
            let text = String::from_utf8_lossy(&std::fs::read(&f).ok()?).into_owned();
            let version = version(&text)?;
            Some((name(&f), f, text, version))
        })
        .filter(|t| only.as_ref().is_none_or(|o| t.0.contains(o)))
        .collect();
    let used = tests.iter().flat_map(|(_, _, text, _)| imports(text)).collect();
    let gc = Gc::new(&used);
    let list = exceptions::read("errorcheck.txt");
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut disagree = Vec::new();
    let reported: Vec<(Vec<String>, Vec<String>)> = tests
        .par_iter()
        .map(|(_, path, text, version)| (ours(text, *version), gc.errors(path, *version)))
        .collect();
    for ((name, _, text, _), (ours, theirs)) in tests.iter().zip(reported) {
        let only_ours = ours.iter().filter(|e| !theirs.contains(e)).map(|e| format!("embgo: {e}"));
        let only_gc = theirs.iter().filter(|e| !ours.contains(e)).map(|e| format!("gc:    {e}"));
        let differences: Vec<String> = only_ours.chain(only_gc).collect();
        let folder = name.rsplit_once('/').map_or("test", |(folder, _)| folder);
        let row = rows.entry(folder.to_owned()).or_default();
        row.files += 1;
        row.errors += theirs.len();
        row.agree += usize::from(differences.is_empty());
        row.announced += usize::from(as_announced(text, &ours));
        let report = format!("{name}\n  {}", differences.join("\n  "));
        match (list.contains_key(name), differences.is_empty()) {
            (false, false) => wrong.push(report),
            (true, true) => wrong.push(format!("{name}: agrees now; take it off the list")),
            (true, false) if show => println!("{report}"),
            _ => {}
        }
        if !differences.is_empty() {
            disagree.push(name.clone());
        }
    }
    if only.is_none() && exceptions::update("errorcheck.txt", &disagree, &list) {
        println!("{}", wrong.join("\n"));
        wrong.clear();
    }
    let table = table(&rows, &exceptions::read("errorcheck.txt"));
    println!("{table}");
    assert!(wrong.is_empty(), "{} files:\n{}", wrong.len(), wrong.join("\n"));
    if only.is_none() {
        section::check(&root().join("docs/conformance.md"), "errorcheck", &table)
            .expect("the page is current");
    }
}
