//! The Go SDK's `internal/types/testdata`: packages whose comments announce the errors that the
//! type checker gives, by the rules of go/types' own test.
//!
//! A package agrees if every error is announced at its line, with its words and near its column,
//! and every announced one is reported. `tests/data/check/testdata.txt` lists those that do not
//! agree, with the reason. `CHECK_ONLY=part-of-a-name` shows the differences of
//! some, `CHECK_SHOW=1` those of all that are on the list.

#[allow(dead_code, reason = "shared with a test that needs more of it")]
#[path = "check/announced.rs"]
mod announced;
#[path = "check/exceptions.rs"]
mod exceptions;
#[path = "sdk/goroot.rs"]
mod goroot;
#[path = "check/package.rs"]
mod package;
#[path = "support/section.rs"]
mod section;

use announced::Announced;
use package::{Error, Mode, errors};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The folders, and how many columns an error may be off, as in go/types' test.
const FOLDERS: [(&str, u32); 4] =
    [("check", 50), ("examples", 125), ("fixedbugs", 100), ("spec", 20)];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What stands in a folder, sorted.
fn entries(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).expect("the SDK has its tests").flatten();
    let mut paths: Vec<PathBuf> = entries.map(|e| e.path()).collect();
    paths.sort();
    paths
}

/// The files of a package: a folder's, or one alone.
fn texts(path: &Path) -> Vec<String> {
    let files = if path.is_dir() { entries(path) } else { vec![path.to_owned()] };
    let read = |f: &PathBuf| std::fs::read(f).expect("a readable file");
    files.iter().map(|f| String::from_utf8_lossy(&read(f)).into_owned()).collect()
}

/// N of `-lang=go1.N` in the first line.
fn version(text: &str) -> u32 {
    let first = text.lines().next().and_then(|l| l.strip_prefix("//")).unwrap_or("").trim();
    let flags = first.split_whitespace().filter(|_| first.starts_with('-'));
    let lang = flags.filter_map(|f| f.strip_prefix("-lang=go1.")).next();
    lang.and_then(|n| n.parse().ok()).unwrap_or(embgo::load::GO_VERSION)
}

/// How a package fares.
#[derive(Default, Clone)]
struct Score {
    announced: usize,
    found: usize,
    /// What is reported but not announced, and the other way round.
    differences: Vec<String>,
}

/// What gc and so embgo report with the words of their parser and the go command, in the words of
/// go/types: each pattern with `*` for a name, `#` for a place of which only the line is kept.
const WORDS: [(&str, &str); 7] = [
    ("label * defined and not used", "label * declared and not used"),
    ("label * already defined at #", "label * already declared"),
    ("label * not defined", "label * not declared"),
    ("break label not defined: *", "invalid break label *"),
    ("continue label not defined: *", "invalid continue label *"),
    ("goto * jumps over declaration of ? at #", "goto * jumps over variable declaration at line #"),
    ("package * is not in std", "could not import * (package * is not in std)"),
];

/// A message with the words that go/types has for it.
fn go_types_words(message: &str) -> String {
    let words: Vec<&str> = message.split(' ').collect();
    for (from, to) in WORDS {
        let from: Vec<&str> = from.split(' ').collect();
        let is = |(pattern, word): (&&str, &&str)| {
            matches!(*pattern, "*" | "?" | "#") || pattern == word
        };
        if from.len() != words.len() || !from.iter().zip(&words).all(is) {
            continue;
        }
        let at = |c: &str| from.iter().position(|p| *p == c).map_or("", |i| words[i]);
        let line = at("#").rsplit(':').nth(1).unwrap_or("");
        return to.replace('*', at("*")).replace('#', line);
    }
    message.to_owned()
}

/// Pairs errors with announcements; of several the nearest.
fn compare(texts: &[String], errors: &[Error], tolerance: u32) -> Score {
    let mut open: Vec<(usize, Announced)> = Vec::new();
    for (i, text) in texts.iter().enumerate() {
        open.extend(announced::announced(text).into_iter().map(|a| (i, a)));
    }
    let mut score = Score { announced: open.len(), ..Score::default() };
    for e in errors {
        let message = go_types_words(&e.message);
        let fits = |(file, a): &(usize, Announced)| {
            *file == e.file && a.line == e.line && a.matches(&message)
        };
        let candidates = open.iter().enumerate().filter(|(_, a)| fits(a));
        let nearest = candidates.min_by_key(|(_, (_, a))| a.column.abs_diff(e.column));
        let place = format!("{}:{}:{}", e.file, e.line, e.column);
        match nearest.map(|(i, (_, a))| (i, a.column)) {
            Some((i, column)) => {
                if column.abs_diff(e.column) > tolerance {
                    let text = format!("{place}: column should be {column}: {}", e.message);
                    score.differences.push(text);
                }
                score.found += 1;
                open.remove(i);
            }
            None => score.differences.push(format!("{place}: not announced: {}", e.message)),
        }
    }
    let missing = open
        .iter()
        .map(|(f, a)| format!("{f}:{}:{}: not reported: {}", a.line, a.column, a.pattern));
    score.differences.extend(missing);
    score
}

/// How a package fares where errors may be so many columns off.
fn score(path: &Path, tolerance: u32) -> Score {
    let texts = texts(path);
    let mode = Mode { version: version(&texts[0]), despite_syntax: true, word: 8, once: false };
    compare(&texts, &errors(&texts, mode), tolerance)
}

/// The table for the page.
fn table(scores: &[(&str, Vec<(String, Score)>)], exceptions: &BTreeMap<String, String>) -> String {
    let mut out = String::from(
        "| folder | packages | agree | | errors announced | found | others |\n\
         |---|---|---|---|---|---|---|\n",
    );
    let mut all = Vec::new();
    let mut row = |name: &str, list: &[(String, Score)]| {
        let agree = list.iter().filter(|(_, s)| s.differences.is_empty()).count();
        let sum = |f: fn(&Score) -> usize| list.iter().map(|(_, s)| f(s)).sum::<usize>();
        let (announced, found) = (sum(|s| s.announced), sum(|s| s.found));
        let others =
            sum(|s| s.differences.iter().filter(|d| d.contains(": not announced: ")).count());
        let percent = agree as f64 * 100.0 / list.len() as f64;
        let _ = writeln!(
            out,
            "| {name} | {} | {agree} | {percent:.1} % | {announced} | {found} | {others} |",
            list.len()
        );
    };
    for (folder, list) in scores {
        row(folder, list);
        all.extend(list.iter().cloned());
    }
    row("**all**", &all);
    out + &exceptions::table(exceptions)
}

#[test]
fn the_sdks_type_checker_tests() {
    let only = std::env::var("CHECK_ONLY").ok();
    let exceptions = exceptions::read("testdata.txt");
    let mut scores = Vec::new();
    let mut wrong = Vec::new();
    let mut names = BTreeSet::new();
    for (folder, tolerance) in FOLDERS {
        let mut list = Vec::new();
        let name = |path: &Path| {
            let base = path.file_name().expect("entries have names").to_string_lossy();
            format!("{folder}/{base}")
        };
        let mut paths = entries(&goroot::goroot().join("src/internal/types/testdata").join(folder));
        names.extend(paths.iter().map(|p| name(p)));
        paths.retain(|p| only.as_ref().is_none_or(|o| o.split(',').any(|o| name(p).contains(o))));
        let scored: Vec<(String, Score)> =
            paths.par_iter().map(|p| (name(p), score(p, tolerance))).collect();
        for (name, score) in scored {
            if only.is_some() {
                println!("{name}\n  {}", score.differences.join("\n  "));
            }
            match (exceptions.contains_key(&name), score.differences.is_empty()) {
                (false, false) => {
                    wrong.push(format!("{name}\n  {}", score.differences.join("\n  ")));
                }
                (true, false) if std::env::var_os("CHECK_SHOW").is_some() => {
                    println!("{name}\n  {}", score.differences.join("\n  "));
                }
                (true, true) => wrong.push(format!("{name}: agrees now; take it off the list")),
                _ => {}
            }
            list.push((name, score));
        }
        scores.push((folder, list));
    }
    let gone = exceptions.keys().filter(|n| !names.contains(*n));
    wrong.extend(gone.map(|n| format!("{n}: there is no such test")));
    let all = scores.iter().flat_map(|(_, list)| list);
    let disagree: Vec<String> =
        all.filter(|(_, s)| !s.differences.is_empty()).map(|(n, _)| n.clone()).collect();
    if only.is_none() && exceptions::update("testdata.txt", &disagree, &exceptions) {
        println!("{}", wrong.join("\n"));
        wrong.clear();
    }
    let table = table(&scores, &exceptions::read("testdata.txt"));
    println!("{table}");
    assert!(wrong.is_empty(), "{} packages:\n{}", wrong.len(), wrong.join("\n"));
    if only.is_none() {
        section::check(&root().join("docs/conformance.md"), "types testdata", &table)
            .expect("the page is current");
    }
}
