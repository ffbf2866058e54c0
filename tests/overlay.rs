//! What `runtime-stubs/` replaces of the SDK, by hash: a release of Go that changes such a file
//! fails here, and somebody has to see whether ours still fits. `UPDATE_EXPECT=1` then writes
//! `tests/data/replaced.txt` anew for the release that is installed.

use goroot::goroot;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[path = "sdk/goroot.rs"]
mod goroot;

const LIST: &str = "tests/data/replaced.txt";

fn go_files(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let names = entries.filter_map(|e| e.file_name().into_string().ok());
    let mut names: Vec<String> =
        names.filter(|n| n.ends_with(".go") && !n.ends_with("_test.go")).collect();
    names.sort();
    names
}

/// The folders of `runtime-stubs/` that have Go files, as import paths.
fn folders(dir: &Path, path: &str, found: &mut Vec<String>) {
    if !go_files(dir).is_empty() {
        found.push(path.to_owned());
    }
    let mut entries: Vec<_> = std::fs::read_dir(dir).unwrap().flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries.into_iter().filter(|e| e.path().is_dir()) {
        let name = entry.file_name().into_string().unwrap();
        let path = if path.is_empty() { name } else { format!("{path}/{name}") };
        folders(&entry.path(), &path, found);
    }
}

/// The files of the SDK that ours replace or that the table names.
fn replaced(src: &Path) -> Vec<PathBuf> {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime-stubs");
    let table = std::fs::read_to_string(ours.join("overlay.txt")).unwrap();
    let table: BTreeMap<&str, Vec<&str>> = table
        .lines()
        .map(|l| l.split('#').next().unwrap_or(""))
        .filter_map(|l| l.split_once(':'))
        .map(|(path, words)| {
            let files = words.split_whitespace().filter(|w| !w.starts_with('@'));
            (path, files.map(|f| &f[1..]).collect())
        })
        .collect();
    let mut packages = Vec::new();
    folders(&ours, "", &mut packages);
    packages.retain(|p| p.split('/').next() != Some("nosdk"));
    packages.extend(table.keys().map(|p| (*p).to_owned()));
    packages.sort();
    packages.dedup();
    let mut files = Vec::new();
    for path in packages {
        // Nothing in these is meant to fit: they are about processors and systems.
        let own =
            ["runtime", "syscall", "internal/goarch", "internal/goos"].contains(&path.as_str());
        let theirs = go_files(&src.join(&path));
        let mine = go_files(&ours.join(&path));
        let named = table.get(path.as_str());
        // Names with an underscore are those of one system's file.
        let system = |f: &String| {
            ["os", "crypto/internal/sysrand"].contains(&path.as_str()) && f.contains('_')
        };
        for file in theirs.into_iter().filter(|f| !own && !system(f)) {
            let whole = named.is_none();
            let listed = named.is_some_and(|n| n.contains(&file.as_str()));
            if whole || listed || mine.contains(&file) {
                files.push(PathBuf::from(&path).join(file));
            }
        }
        for file in named.into_iter().flatten().filter(|f| !f.ends_with("_test.go")) {
            assert!(src.join(&path).join(file).is_file(), "{path} of the SDK has no {file}");
        }
    }
    files
}

#[test]
fn files_of_the_sdk_that_are_replaced_are_known() {
    let goroot = goroot();
    let version = std::fs::read_to_string(goroot.join("VERSION")).unwrap();
    let version = version.split_whitespace().next().unwrap();
    let release: Vec<&str> = version.trim_start_matches("go").splitn(3, '.').take(2).collect();
    let release = release.join(".");
    let src = goroot.join("src");
    let line = |file: &PathBuf| {
        let hash = blake3::hash(&std::fs::read(src.join(file)).unwrap()).to_hex();
        format!("{release} {} {}\n", file.display(), &hash[..16])
    };
    let found: Vec<String> = replaced(&src).iter().map(line).collect();

    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join(LIST);
    let known = std::fs::read_to_string(&list).unwrap_or_default();
    let (same, others): (Vec<&str>, Vec<&str>) =
        known.split_inclusive('\n').partition(|l| l.split(' ').next() == Some(&release));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let mut all: Vec<&str> =
            others.into_iter().chain(found.iter().map(String::as_str)).collect();
        all.sort_unstable();
        std::fs::write(&list, all.concat()).unwrap();
        return;
    }
    let new: Vec<&String> = found.iter().filter(|l| !same.contains(&l.as_str())).collect();
    assert!(
        new.is_empty(),
        "{version} has other files than those that runtime-stubs/ was written for; compare them, \
         then run with UPDATE_EXPECT=1:\n{}",
        new.into_iter().cloned().collect::<String>()
    );
}
