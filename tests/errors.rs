//! Every error code has an example, the example gives that error, and `docs/errors.md` shows it.
//!
//! `UPDATE_EXPECT=1` writes the page anew.

#[path = "support/program.rs"]
mod program;

use expect_test::expect_file;
use program::{Embgo, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

/// Codes without an example, because the parser refuses such programs before.
const SYNTAX_FIRST: [&str; 4] =
    ["InvalidSyntaxTree", "MisplacedDotDotDot", "MultiValAssignOp", "UntypedLit"];

struct Example {
    code: String,
    meaning: String,
    /// As it stands in the page: without what is added to make it a program.
    text: String,
}

fn examples() -> Vec<Example> {
    let text = include_str!("data/errors/examples.txt");
    let parts = text.split("\n-- ").skip(1);
    let example = |part: &str| {
        let (title, text) = part.split_once(" --\n").or(part.split_once('\n'))?;
        let (code, meaning) = title.split_once(": ")?;
        let text = text.trim_end().to_owned() + "\n";
        Some(Example { code: code.to_owned(), meaning: meaning.to_owned(), text })
    };
    parts.map(|p| example(p).unwrap_or_else(|| panic!("not an example: {p}"))).collect()
}

impl Example {
    /// Writes the program to a folder.
    fn write(&self, embgo: &Embgo) {
        embgo.file("go.mod", "module example.com/m\n\ngo 1.24\n");
        let mut files = self.text.split("// file: ");
        let main = files.next().unwrap_or("");
        let mut program = String::new();
        if !main.starts_with("package ") {
            program += "package main\n\n";
        }
        program += main;
        if !main.contains("func main(") && self.code != "MissingMain" {
            program += "\nfunc main() {}\n";
        }
        embgo.file("main.go", program);
        for file in files {
            let (name, text) = file.split_once('\n').expect("a file has lines");
            embgo.file(name, text);
        }
    }

    /// The message that embgo gives for it.
    fn message(&self) -> String {
        let embgo = Embgo::new();
        self.write(&embgo);
        // Some are errors only with a flag, which the first line tells.
        let flags = self.text.lines().next().and_then(|l| l.strip_prefix("// embgo build "));
        let flags = flags.unwrap_or_default();
        let ended = embgo.run(&format!("build -json -target=cortex-m-qemu {flags} ."));
        let lines = ended.stdout.lines().map(|l| serde_json::from_str::<Value>(l).expect("JSON"));
        let found: Vec<Value> = lines.filter(|d| d["kind"] == "diagnostic").collect();
        assert_eq!(ended.code, 1, "{}: the example compiles: {ended:?}", self.code);
        let codes: Vec<&str> = found.iter().filter_map(|d| d["code"].as_str()).collect();
        assert_eq!(codes, [self.code.as_str()], "{ended:?}");
        let text = |key: &str| found[0][key].as_str().map(str::to_owned);
        let mut out = text("message").expect("a message");
        // What is not there has no place.
        if let Some(file) = text("file") {
            out = format!("{file}:{}:{}: {out}", found[0]["line"], found[0]["col"]);
        }
        // Folders of this run have other names the next time.
        out = out.replace(&*embgo.path().to_string_lossy(), "/path/to/program");
        for note in found[0]["notes"].as_array().into_iter().flatten() {
            let message = note["message"].as_str().unwrap_or("");
            let file = note["file"].as_str().unwrap_or("");
            let _ = write!(out, "\n\t{file}:{}:{}: {message}", note["line"], note["col"]);
        }
        if let Some(help) = text("help") {
            let _ = write!(out, "\n\thelp: {help}");
        }
        out
    }
}

#[test]
fn every_code_has_an_example_that_gives_it() {
    let mut page = String::from(
        "# Error codes\n\n\
         What embgo says of wrong Go code has the words and the place that Go's own compiler \
         gives it, and a code, which `-json` shows. The codes are those of go/types, with a few of \
         our own. Each has a program here that gives it, and the message as it is printed.\n\n\
         `UPDATE_EXPECT=1 cargo test --test errors` writes this page, from \
         `tests/data/errors/examples.txt`.\n",
    );
    let mut wrong = Vec::new();
    for example in examples() {
        let message = std::panic::catch_unwind(|| example.message());
        let Ok(message) = message else {
            wrong.push(example.code);
            continue;
        };
        let Example { code, meaning, text } = example;
        let (first, rest) = meaning.split_at(1);
        let meaning = first.to_uppercase() + rest;
        let _ =
            write!(page, "\n## {code}\n\n{meaning}.\n\n```go\n{text}```\n\n```\n{message}\n```\n");
    }
    assert!(wrong.is_empty(), "{} examples do not give their code: {wrong:?}", wrong.len());
    expect_file!["../docs/errors.md"].assert_eq(&page);
}

#[test]
fn examples_are_in_order_and_complete() {
    let codes: Vec<String> = examples().into_iter().map(|e| e.code).collect();
    assert!(codes.is_sorted(), "the examples are not in alphabetical order");
    let have: BTreeSet<String> = codes.into_iter().collect();
    let mut used = BTreeSet::new();
    for room in ["check", "load", "lower", "syntax"] {
        literals(&root().join("src").join(room), &mut used);
        literals_of(&root().join(format!("src/{room}.rs")), &mut used);
    }
    literals_of(&root().join("src/driver/memory.rs"), &mut used);
    let missing: Vec<&String> = used.difference(&have).collect();
    assert!(missing.is_empty(), "codes without an example: {missing:?}");
    let unused: Vec<&String> = have.difference(&used).collect();
    assert!(unused.is_empty(), "examples of codes that are not used: {unused:?}");
}

/// The code-like literals in the Rust files of a folder.
fn literals(dir: &Path, out: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(dir).expect("a folder of sources").flatten() {
        let path = entry.path();
        // The makers of test programs and of coverage write Go, whose names are no codes.
        let is_test =
            path.file_stem().is_some_and(|s| s == "tests" || s == "test_main" || s == "cover");
        if path.is_dir() && !is_test {
            literals(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") && !is_test {
            literals_of(&path, out);
        }
    }
}

/// Codes are words of letters, each with a capital, and there is more than one; only `Syntax` is
/// a single word.
fn literals_of(path: &Path, out: &mut BTreeSet<String>) {
    let text = std::fs::read_to_string(path).expect("sources are readable");
    let code = text.split("#[cfg(test)]").next().unwrap_or("");
    for literal in code.split('"').skip(1).step_by(2) {
        let letters = literal.chars().all(|c| c.is_ascii_alphabetic());
        let capitals = literal.chars().filter(char::is_ascii_uppercase).count();
        let lower = literal.chars().any(|c| c.is_ascii_lowercase());
        let starts = literal.starts_with(|c: char| c.is_ascii_uppercase());
        let is_code = letters && starts && lower && capitals > 1 || literal == "Syntax";
        // Lowering speaks of intrinsics' names, too; its own codes tell of something bad.
        let is_code =
            is_code && (!path.to_string_lossy().contains("/lower/") || literal.starts_with("Bad"));
        if is_code && !SYNTAX_FIRST.contains(&literal) {
            out.insert(literal.to_owned());
        }
    }
}
