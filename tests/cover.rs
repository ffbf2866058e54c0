//! `embgo test -cover` against `go test -cover` of the official SDK: the same percentages, by
//! function, and the same counts.

use program::{Embgo, Ended};
use std::collections::BTreeMap;
use std::process::Command;

#[path = "support/program.rs"]
mod program;

/// The go command of the SDK, in the folder of the test.
fn go(embgo: &Embgo, line: &str) -> String {
    let root = program::goroot::goroot();
    let mut command = Command::new(root.join("bin/go"));
    command.args(line.split_whitespace()).current_dir(embgo.path()).env("GOROOT", &root);
    command.env("HOME", embgo.path()).env("GOFLAGS", "-mod=mod").env("GOPROXY", "off");
    // What it builds of the library serves the next run.
    command.env("GOCACHE", std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("go-cache"));
    Ended::of(command.output().expect("go starts")).ok()
}

fn module() -> Embgo {
    let embgo = Embgo::new();
    let data = program::root().join("tests/data/cover");
    let files = ["go.mod", "a.go", "a_test.go", "sub/sub.go", "none/n.go", "konst/k.go"];
    for name in files {
        embgo.file(name, std::fs::read(data.join(name)).expect("test data"));
    }
    embgo
}

/// The packages' lines without the time that they took.
fn summary(text: &str) -> Vec<String> {
    let words = |l: &str| {
        let parts: Vec<&str> =
            l.split('\t').filter(|w| !w.ends_with('s') || w.contains(' ')).collect();
        parts.join(" ")
    };
    text.lines().map(words).collect()
}

/// How many statements with which count a profile has, without their places: those differ between
/// versions of Go.
fn counts(profile: &[u8]) -> BTreeMap<(String, String), usize> {
    let text = std::str::from_utf8(profile).expect("a profile is text");
    let mut counts = BTreeMap::new();
    for line in text.lines().skip(1) {
        let mut words = line.split(' ').skip(1).map(str::to_owned);
        let statements = words.next().expect("the number of statements");
        let key = (statements, words.next().expect("a count"));
        *counts.entry(key).or_default() += 1;
    }
    counts
}

#[test]
fn the_profile_is_that_of_go() {
    let embgo = module();
    for mode in ["set", "count", "atomic"] {
        let flags = format!("-covermode={mode} -coverprofile");
        let theirs = go(&embgo, &format!("test -count=1 {flags}=go.profile ./..."));
        let ours = embgo.run(&format!("test {flags}=embgo.profile ./...")).ok();
        assert_eq!(summary(&ours), summary(&theirs), "{mode}");
        let profile = embgo.read("embgo.profile");
        assert!(profile.starts_with(format!("mode: {mode}\n").as_bytes()), "{mode}");
        assert_eq!(counts(&profile), counts(&embgo.read("go.profile")), "{mode}");
        let by_function = |file: &str| go(&embgo, &format!("tool cover -func={file}"));
        let functions = by_function("embgo.profile");
        assert_eq!(functions, by_function("go.profile"), "{mode}");
        assert!(functions.contains("sub/sub.go:3:"), "{functions}");
    }
}

#[test]
fn packages_of_a_pattern_are_counted() {
    let embgo = module();
    for packages in [".", "./..."] {
        let line = |profile| {
            format!("-covermode=count -coverpkg=./... -coverprofile={profile} {packages}")
        };
        let theirs = go(&embgo, &format!("test -count=1 {}", line("go.profile")));
        let ours = embgo.run(&format!("test {}", line("embgo.profile"))).ok();
        assert_eq!(summary(&ours), summary(&theirs), "{packages}");
        let by_function = |file: &str| go(&embgo, &format!("tool cover -func={file}"));
        assert_eq!(by_function("embgo.profile"), by_function("go.profile"), "{packages}");
    }
}

#[test]
fn a_package_of_the_library_is_counted() {
    let embgo = module();
    let theirs = go(&embgo, "test -count=1 -short -cover container/list");
    let ours = embgo.run("test -short -cover container/list").ok();
    assert_eq!(summary(&ours), summary(&theirs));
    assert!(ours.contains("\tcoverage: "), "{ours}");
}

#[test]
fn what_is_not_asked_for_costs_nothing() {
    let embgo = module();
    let plain = embgo.run("test -c -o plain.elf -no-debug .");
    assert_eq!(plain.code, 0, "{}", plain.stderr);
    let counted = embgo.run("test -c -o counted.elf -no-debug -cover .");
    assert_eq!(counted.code, 0, "{}", counted.stderr);
    assert!(embgo.read("plain.elf").len() < embgo.read("counted.elf").len());
}

#[test]
fn wrong_flags_are_refused() {
    let embgo = module();
    let ended = embgo.run("test -covermode=some .");
    assert_eq!(ended.code, 2);
    assert!(ended.stderr.contains("set, count, atomic"), "{}", ended.stderr);
    let ended = embgo.run("test -cover -coverpkg=./nothing/... .");
    assert_ne!(ended.code, 0);
    assert!(ended.stderr.contains("no such directory"), "{}", ended.stderr);
}
