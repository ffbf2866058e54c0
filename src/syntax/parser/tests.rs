//! The trees of the productions that are easy to get wrong, and the words of errors.

use super::*;
use crate::base::diag::plain;
use crate::base::source::SourceMap;
use crate::syntax::print::dump::dump;
use expect_test::{Expect, expect};
use std::path::Path;

mod errors;
mod properties;
mod trees;

/// Parses `text` and returns its dump without the package line and positions, and its errors.
fn parsed(text: &str) -> (String, String) {
    let mut map = SourceMap::default();
    let id = map.add(Path::new("x.go"), "x.go".to_owned(), text.into());
    let (file, diagnostics) = parse(id, map.file(id).start(), text);
    let lines = diagnostics.iter().map(|d| plain(d, &map));
    let errors: Vec<String> = lines.map(|l| l.trim_start_matches("x.go:").to_owned()).collect();
    let dump = dump(&file, &map);
    let lines = dump.lines().skip(1).map(|l| l.rsplit_once(" @").map_or(l, |(text, _)| text));
    (lines.collect::<Vec<_>>().join("\n"), errors.join("\n"))
}

/// Checks the tree of the declarations `text`.
fn tree(text: &str, expected: Expect) {
    let (dump, errors) = parsed(&format!("package p\n{text}"));
    assert_eq!(errors, "", "{text}");
    expected.assert_eq(&dump);
}

/// Checks the tree of the statements `text`.
fn body(text: &str, expected: Expect) {
    let (dump, errors) = parsed(&format!("package p\nfunc f() {{\n{text}\n}}"));
    assert_eq!(errors, "", "{text}");
    let lines: Vec<&str> =
        dump.lines().skip(1).map(|l| l.strip_prefix("  ").unwrap_or(l)).collect();
    expected.assert_eq(&lines.join("\n"));
}

/// Checks the errors in the file `text`.
fn fails(text: &str, expected: Expect) {
    expected.assert_eq(&parsed(text).1);
}

/// Checks the errors in the statements `text`, which start at line 1.
fn body_fails(text: &str, expected: Expect) {
    expected.assert_eq(&parsed(&format!("package p; func f() {{ {text}\n}}")).1);
}
