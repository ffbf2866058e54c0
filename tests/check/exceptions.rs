//! Lists of tests that are known not to agree, each with the reason: `name reason` lines.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/check").join(file)
}

/// The tests and the reasons.
pub fn read(file: &str) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(path(file)).expect("the list of exceptions");
    let lines = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    let pair = |l: &str| {
        let (name, reason) = l.split_once(' ').unwrap_or((l, ""));
        assert!(!reason.trim().is_empty(), "{name}: an exception needs a reason");
        (name.to_owned(), reason.trim().to_owned())
    };
    lines.map(pair).collect()
}

/// With `UPDATE_EXPECT=1`, writes the list anew: with all that do not agree, and the reasons that
/// are known.
pub fn update(file: &str, disagree: &[String], old: &BTreeMap<String, String>) -> bool {
    if std::env::var_os("UPDATE_EXPECT").is_none() {
        return false;
    }
    let text = std::fs::read_to_string(path(file)).expect("the list of exceptions");
    let comment = text.lines().take_while(|l| l.starts_with('#'));
    let mut new: String = comment.map(|l| format!("{l}\n")).collect();
    for name in disagree {
        let reason = old.get(name).map_or("is not done yet", String::as_str);
        let _ = writeln!(new, "{name} {reason}");
    }
    std::fs::write(path(file), new).expect("the list can be written");
    true
}

/// A table of them.
pub fn table(list: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    if !list.is_empty() {
        out += "\n| does not agree | reason |\n|---|---|\n";
    }
    for (name, reason) in list {
        let _ = writeln!(out, "| `{name}` | {reason} |");
    }
    out
}
