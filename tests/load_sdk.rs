//! Loading against `go list`: all of the standard library, the same packages with the same files
//! and the same imports, for a 32-bit ARM system.

use embgo::base::fs::{DiskFs, MemFs};
use embgo::load::{self, Env, Loaded, Origin, Roots};
use goroot::goroot;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

#[path = "sdk/goroot.rs"]
mod goroot;

/// Runs `go list` with `args`.
fn go_list(goroot: &Path, args: &[&str]) -> Vec<String> {
    let out = Command::new(goroot.join("bin/go"))
        .arg("list")
        .args(args)
        .env("GOROOT", goroot)
        .env("GOTOOLCHAIN", "local")
        .env("GOFLAGS", "")
        .env("CGO_ENABLED", "0")
        .envs([("GOOS", "linux"), ("GOARCH", "arm"), ("GOARM", "7")])
        .output()
        .expect("the go command starts");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
}

/// What a package consists of: its files and what it imports.
type Packages = BTreeMap<String, (Vec<String>, Vec<String>)>;

fn expected(goroot: &Path) -> Packages {
    let form = "{{.ImportPath}}\t{{join .GoFiles \" \"}}\t{{join .Imports \" \"}}";
    let words = |text: Option<&str>| -> Vec<String> {
        let words = text.unwrap_or("").split_whitespace().filter(|w| *w != "unsafe");
        let mut words: Vec<String> = words.map(str::to_owned).collect();
        words.sort();
        words
    };
    let line = |line: String| {
        let mut parts = line.split('\t');
        let path = parts.next().unwrap_or("").to_owned();
        (path, (words(parts.next()), words(parts.next())))
    };
    go_list(goroot, &["-deps", "-f", form, "std"]).into_iter().map(line).collect()
}

fn found(loaded: &Loaded) -> Packages {
    let sdk = loaded.packages.iter().filter(|p| p.origin == Origin::Sdk);
    sdk.map(|p| {
        let name = |id| loaded.sources.file(id).name.rsplit('/').next().unwrap_or("").to_owned();
        let mut files: Vec<String> = p.files.iter().map(|id| name(*id)).collect();
        files.sort();
        let path = |i: &usize| loaded.packages[*i].path.to_string();
        let mut imports: Vec<String> = p.imports.values().map(path).collect();
        imports.sort();
        (p.path.to_string(), (files, imports))
    })
    .collect()
}

#[test]
fn finds_the_packages_and_files_that_go_finds() {
    let goroot = goroot();
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut expected = expected(&goroot);
    expected.remove("unsafe");
    let public =
        expected.keys().filter(|p| !p.split('/').any(|e| e == "internal" || e == "vendor"));
    let imports: Vec<String> = public.map(|p| format!("import _ {p:?}\n")).collect();
    assert!(imports.len() > 150, "only {} packages", imports.len());
    let main = format!("package main\n\n{}\nfunc main() {{}}\n", imports.concat());
    std::fs::write(dir.path().join("main.go"), main).expect("a file in the temporary folder");

    let none = MemFs::default();
    let mut env = Env::new(&DiskFs, &none, dir.path());
    env.goroot = Some(goroot.clone());
    env.implicit = Vec::new();
    env.bare_metal = false;
    let tool_tags = go_list(&goroot, &["-f", "{{join context.ToolTags \" \"}}", "errors"]);
    let tags = format!("linux arm gc {}", tool_tags.join(" "));
    let tags: Vec<String> = tags.split_whitespace().map(str::to_owned).collect();
    let roots = Roots::from_args(&[]).expect("no arguments are fine");
    let (loaded, diagnostics) = load::program(&env, &roots, &tags).expect("no trouble with files");
    assert!(diagnostics.is_empty(), "{diagnostics:?}");

    let found = found(&loaded);
    for (path, package) in &found {
        assert_eq!(Some(package), expected.get(path), "{path}");
    }
    // Packages that nothing public imports are not reached.
    let hidden = |p: &&String| p.contains("internal") || p.starts_with("vendor/");
    let unreached = expected.keys().filter(|p| !found.contains_key(*p));
    assert_eq!(unreached.filter(|p| !hidden(p)).collect::<Vec<_>>(), Vec::<&String>::new());
    for (i, p) in loaded.packages.iter().enumerate() {
        assert!(p.imports.values().all(|dep| *dep < i), "{} comes before its imports", p.path);
    }
}
