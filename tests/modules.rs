//! Programs out of several modules: `go.mod`, `go.work`, `vendor` and the module cache, `embgo
//! list` and what editors need. The SDK's own go command is asked where it can answer, too.

use program::goroot::goroot;
use program::{Embgo, Ended};
use serde_json::Value;

#[path = "support/program.rs"]
mod program;

/// A module cache with two versions of a module, and one that needs the newer one.
fn with_cache() -> Embgo {
    let embgo = Embgo::new();
    for (name, path, rest, text) in [
        ("!upper/a@v1.0.0", "Upper/a", "", "package a\n\nconst Version = \"1.0.0\"\n"),
        ("!upper/a@v1.2.0", "Upper/a", "", "package a\n\nconst Version = \"1.2.0\"\n"),
        (
            "b@v0.3.0",
            "b",
            "require example.com/Upper/a v1.2.0\n",
            "package b\n\nimport \"example.com/Upper/a\"\n\nconst A = a.Version\n",
        ),
    ] {
        let dir = format!("cache/example.com/{name}");
        embgo.file(
            &format!("{dir}/go.mod"),
            format!("module example.com/{path}\n\ngo 1.20\n\n{rest}"),
        );
        embgo.file(&format!("{dir}/x.go"), text);
    }
    embgo
}

fn run(embgo: &Embgo, line: &str) -> Ended {
    let mut command = embgo.command(line);
    command.env("GOMODCACHE", embgo.path().join("cache")).env("GOROOT", goroot());
    Ended::of(command.output().expect("embgo starts"))
}

const MAIN: &str = "package main

import (
	\"example.com/Upper/a\"
	\"example.com/b\"
)

func main() { println(a.Version, b.A) }
";

const GO_MOD: &str = "module example.com/main

go 1.22

require (
	example.com/Upper/a v1.0.0
	example.com/b v0.3.0
)
";

#[test]
fn the_highest_version_that_is_required_is_used() {
    let embgo = with_cache();
    embgo.file("go.mod", GO_MOD);
    embgo.file("main.go", MAIN);
    let ended = run(&embgo, "run -target=riscv-qemu .");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert_eq!(ended.stdout, "1.2.0 1.2.0\n");
    // Without the requirement that excludes mention, the older version is enough.
    embgo.file("go.mod", format!("{GO_MOD}\nexclude example.com/Upper/a v1.2.0\n"));
    assert_eq!(run(&embgo, "run -target=riscv-qemu .").stdout, "1.0.0 1.0.0\n");
}

#[test]
fn a_module_that_is_not_there_is_named_with_what_to_do() {
    let embgo = with_cache();
    embgo.file("go.mod", GO_MOD.replace("b v0.3.0", "b v0.4.0"));
    embgo.file("main.go", MAIN);
    let ended = run(&embgo, "build -target=riscv-qemu .");
    assert_eq!(ended.code, 1);
    let message = "package example.com/b: module example.com/b@v0.4.0 is not downloaded";
    assert!(ended.stderr.contains(message), "{}", ended.stderr);
    assert!(ended.stderr.contains("run `go mod download example.com/b@v0.4.0`"));
}

#[test]
fn folders_replace_modules() {
    let embgo = with_cache();
    embgo.file("go.mod", format!("{GO_MOD}\nreplace example.com/Upper/a => ./local\n"));
    embgo.file("main.go", MAIN);
    embgo.file("local/go.mod", "module example.com/Upper/a\n");
    embgo.file("local/a.go", "package a\n\nconst Version = \"local\"\n");
    assert_eq!(run(&embgo, "run -target=riscv-qemu .").stdout, "local local\n");
    embgo.file("go.mod", format!("{GO_MOD}\nreplace example.com/Upper/a => ./gone\n"));
    let ended = run(&embgo, "run -target=riscv-qemu .");
    assert!(ended.stderr.contains("the folder ./gone that replaces it does not exist"));
}

#[test]
fn vendored_packages_need_no_cache() {
    let embgo = Embgo::new();
    embgo.file("go.mod", "module example.com/main\n\ngo 1.22\n\nrequire example.com/v v1.0.0\n");
    embgo.file(
        "main.go",
        "package main\n\nimport \"example.com/v/sub\"\n\nfunc main() { println(sub.X) }\n",
    );
    embgo.file("vendor/example.com/v/sub/v.go", "package sub\n\nconst X = 7\n");
    embgo.file(
        "vendor/modules.txt",
        "# example.com/v v1.0.0\n## explicit; go 1.20\nexample.com/v/sub\n",
    );
    let ended = run(&embgo, "run -target=riscv-qemu .");
    assert_eq!(ended.stdout, "7\n", "{}", ended.stderr);
    embgo.file("vendor/modules.txt", "# example.com/v v1.1.0\n## explicit\nexample.com/v/sub\n");
    let ended = run(&embgo, "run -target=riscv-qemu .");
    assert!(ended.stderr.contains("inconsistent vendoring"), "{}", ended.stderr);
    assert!(ended.stderr.contains("run `go mod vendor`"), "{}", ended.stderr);
}

#[test]
fn workspaces_join_modules() {
    let embgo = Embgo::new();
    embgo.file("go.work", "go 1.22\n\nuse (\n\t./app\n\t./lib\n)\n");
    embgo.file("app/go.mod", "module example.com/app\n\ngo 1.22\n");
    embgo.file(
        "app/main.go",
        "package main\n\nimport \"example.com/lib\"\n\nfunc main() { println(lib.X) }\n",
    );
    embgo.file("lib/go.mod", "module example.com/lib\n\ngo 1.22\n");
    embgo.file("lib/lib.go", "package lib\n\nconst X = \"workspace\"\n");
    let ended = run(&embgo, "run -target=riscv-qemu ./app");
    assert_eq!(ended.stdout, "workspace\n", "{}", ended.stderr);
    let mut command = embgo.command("run -target=riscv-qemu ./app");
    let ended = Ended::of(command.env("GOWORK", "off").output().unwrap());
    assert!(ended.stderr.contains("no required module provides"), "{}", ended.stderr);
    embgo.file("other/go.mod", "module example.com/other\n");
    embgo.file("other/main.go", "package main\n\nfunc main() {}\n");
    let ended = run(&embgo, "build -target=riscv-qemu ./other");
    assert!(ended.stderr.contains("is not one of the modules of the workspace"));
}

#[test]
fn internal_packages_of_other_modules_stay_theirs() {
    let embgo = with_cache();
    embgo.file("cache/example.com/b@v0.3.0/internal/c/c.go", "package c\n");
    embgo.file("go.mod", GO_MOD);
    embgo.file(
        "main.go",
        "package main\n\nimport _ \"example.com/b/internal/c\"\n\nfunc main() {}\n",
    );
    let ended = run(&embgo, "build -target=riscv-qemu .");
    assert!(ended.stderr.contains("use of internal package example.com/b/internal/c not allowed"));
}

/// The objects that stand behind each other in the output of `list -json`.
fn objects(text: &str) -> Vec<Value> {
    serde_json::Deserializer::from_str(text).into_iter().map(|v| v.expect("JSON")).collect()
}

#[test]
fn packages_are_listed_as_go_lists_them() {
    let embgo = with_cache();
    embgo.file("go.mod", GO_MOD.replace("a v1.0.0", "a v1.2.0"));
    embgo.file("main.go", MAIN);
    let ours = run(&embgo, "list -deps -json -target=riscv-qemu .");
    assert_eq!(ours.code, 0, "{}", ours.stderr);
    let ours = objects(&ours.stdout);
    let mut go = std::process::Command::new(goroot().join("bin/go"));
    go.args(["list", "-deps", "-json", "-mod=mod", "."]).current_dir(embgo.path());
    go.env("GOMODCACHE", embgo.path().join("cache")).env("GOFLAGS", "").env("GOSUMDB", "off");
    go.env("GOPROXY", "off").env("GONOSUMCHECK", "1").env("GOTOOLCHAIN", "local");
    go.env("GOFLAGS", "-mod=mod").env("HOME", embgo.path());
    // Without downloaded checksums the go command refuses modules of the cache: only those of the
    // main module can be compared then.
    let theirs = Ended::of(go.output().expect("go starts"));
    let theirs = if theirs.code == 0 { objects(&theirs.stdout) } else { Vec::new() };
    for package in &theirs {
        if package["Standard"] == true {
            continue;
        }
        let same = ours.iter().find(|p| p["ImportPath"] == package["ImportPath"]);
        let same = same.unwrap_or_else(|| panic!("{} is missing", package["ImportPath"]));
        for field in ["Dir", "Name", "GoFiles", "Imports"] {
            assert_eq!(same[field], package[field], "{field} of {}", package["ImportPath"]);
        }
        assert_eq!(same["Module"]["Version"], package["Module"]["Version"]);
    }
    let b = ours.iter().find(|p| p["ImportPath"] == "example.com/b").expect("b is listed");
    assert_eq!(b["Imports"], serde_json::json!(["example.com/Upper/a"]));
    assert_eq!(b["Module"]["Version"], "v0.3.0");
    assert_eq!(b["DepOnly"], true);
    let main = ours.last().expect("the program is the last");
    assert_eq!(main["ImportPath"], "example.com/main");
    assert_eq!(main["Module"]["Main"], true);
    assert!(main["Deps"].as_array().is_some_and(|d| d.contains(&"example.com/b".into())));
}

#[test]
fn patterns_leave_out_what_the_module_ignores() {
    let embgo = Embgo::new();
    embgo.file("go.mod", "module m\n\ngo 1.26\n\nignore ./web\n");
    for dir in ["a", "a/b", "web", "testdata/x", "_y", "other"] {
        embgo.file(&format!("{dir}/x.go"), "package x\n");
    }
    embgo.file("other/go.mod", "module other\n");
    assert_eq!(run(&embgo, "list ./...").ok(), "m/a\nm/a/b\n");
    assert_eq!(run(&embgo, "list m/a...").ok(), "m/a\nm/a/b\n");
}

#[test]
fn an_editor_understands_a_program_for_a_board() {
    let embgo = Embgo::new();
    embgo.file("go.mod", "module example.com/blinky\n\ngo 1.26\n");
    embgo.file(
        "main.go",
        "package main\n\nimport \"machine\"\n\nfunc main() {\n\tled := machine.LED\n\t\
         led.Configure(machine.PinConfig{Mode: machine.PinOutput})\n\tled.High()\n\tboard()\n}\n",
    );
    embgo.file("pico.go", "//go:build pico\n\npackage main\n\nfunc board() {}\n");
    embgo.file(".vscode/settings.json", "{\"editor.tabSize\": 8}\n");
    let mut command = embgo.command("env -ide -json -target=pico");
    command.env("EMBGO_CACHE", embgo.path().join("embgo-cache"));
    let said: Value = serde_json::from_str(&Ended::of(command.output().unwrap()).ok()).unwrap();
    let settings: Value =
        serde_json::from_slice(&embgo.read(".vscode/settings.json")).expect("JSON");
    assert_eq!(settings["editor.tabSize"], 8);
    assert_eq!(settings["go.toolsEnvVars"], said["env"]);
    for line in ["list -deps .", "vet ."] {
        let mut go = std::process::Command::new(goroot().join("bin/go"));
        go.args(line.split(' ')).current_dir(embgo.path());
        go.env("GOROOT", goroot()).env("GOPROXY", "off").env("GOTOOLCHAIN", "local");
        go.env("HOME", embgo.path());
        // The library is compiled only once.
        go.env("GOCACHE", std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("go-cache"));
        for (name, value) in settings["go.toolsEnvVars"].as_object().expect("an object") {
            go.env(name, value.as_str().expect("text"));
        }
        let ended = Ended::of(go.output().expect("go starts"));
        assert_eq!(ended.code, 0, "go {line}: {}", ended.stderr);
        assert!(line != "list -deps ." || ended.stdout.contains("machine\n"), "{}", ended.stdout);
    }
}
