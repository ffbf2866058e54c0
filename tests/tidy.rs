//! Rules of the code that no compiler checks.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All Rust files below a folder of the repository, sorted, with their text.
fn sources(dir: &str) -> Vec<(String, String)> {
    fn walk(dir: &Path, out: &mut Vec<PathBuf>) {
        let entries = fs::read_dir(dir).expect("the folder is readable").flatten();
        let mut paths: Vec<PathBuf> = entries.map(|e| e.path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    walk(&root().join(dir), &mut paths);
    let named = paths.into_iter().map(|p| {
        let name = p.strip_prefix(root()).expect("below the root").display().to_string();
        (name, fs::read_to_string(&p).expect("sources are readable"))
    });
    named.collect()
}

/// The rooms in the order of `src/lib.rs`.
fn rooms() -> Vec<String> {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs is readable");
    let mods = lib.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';'));
    mods.map(str::to_owned).collect()
}

#[test]
fn a_room_uses_only_rooms_listed_above_it() {
    let rooms = rooms();
    let place = |name: &str| rooms.iter().position(|r| r == name);
    let mut wrong = Vec::new();
    for (file, text) in sources("src") {
        let room = file.trim_start_matches("src/").split(['/', '.']).next().unwrap_or("");
        let Some(own) = place(room) else { continue };
        for (i, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            for part in code.split("crate::").skip(1) {
                let used = part.split(|c: char| !c.is_alphanumeric() && c != '_').next();
                if let Some(p) = used.and_then(place)
                    && p > own
                {
                    wrong.push(format!("{file}:{}: {room} uses {}", i + 1, rooms[p]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is() {
    let all = sources("src").into_iter().chain(sources("tests"));
    let bad: Vec<String> =
        all.filter(|(_, text)| !text.starts_with("//!")).map(|(f, _)| f).collect();
    assert!(bad.is_empty(), "without a //! header: {bad:?}");
}

#[test]
fn files_stay_small() {
    const LIMIT: usize = 800;
    let lines = |text: &str| text.lines().count();
    let big: Vec<String> = sources("src")
        .into_iter()
        .filter(|(_, text)| lines(text) > LIMIT)
        .map(|(f, text)| format!("{f}: {} lines", lines(&text)))
        .collect();
    assert!(big.is_empty(), "longer than {LIMIT} lines: {big:?}");
}

#[test]
fn nothing_is_left_to_do_later() {
    let mut found = Vec::new();
    for (file, text) in sources("src") {
        for word in ["todo!(", "unimplemented!(", "#[ignore"] {
            if text.contains(word) {
                found.push(format!("{file}: {word}"));
            }
        }
    }
    assert!(found.is_empty(), "{found:?}");
}
