//! Loading from a disk in memory: what is found, and each message.

use super::*;
use crate::base::diag::plain;
use crate::base::fs::MemFs;
use expect_test::{Expect, expect};

/// A disk with the files of a text: each starts with a line `-- path --`.
fn disk(text: &str) -> MemFs {
    let mut fs = MemFs::default();
    for part in text.split("-- ").skip(1) {
        let (path, content) = part.split_once(" --\n").expect("a header line");
        fs.add(format!("/home/me/{path}"), content);
    }
    fs
}

fn with_sdk(mut fs: MemFs) -> MemFs {
    for (path, text) in [
        ("errors/errors.go", "package errors\nimport \"internal/reflectlite\"\n"),
        ("internal/reflectlite/a.go", "package reflectlite\nimport \"unsafe\"\n"),
        ("net/a.go", "package net\n"),
        ("net/http/a.go", "package http\nimport \"net\"\n"),
        ("net/smart/a.go", "package smart\nimport \"golang.org/x/y\"\nimport \"os/exec\"\n"),
        ("vendor/golang.org/x/y/y.go", "package y\n"),
    ] {
        fs.add(format!("/go/src/{path}"), text);
    }
    fs
}

fn embedded() -> MemFs {
    let mut fs = MemFs::default();
    fs.add("runtime-stubs/runtime/panic.go", "package runtime\nimport \"internal/chip\"\n");
    fs.add("runtime-stubs/runtime/arm.go", "//go:build arm\n\npackage runtime\n");
    fs.add("runtime-stubs/internal/chip/chip_arm.go", "package chip\n");
    fs.add("runtime-stubs/internal/chip/chip_riscv.go", "package chip\n");
    fs.add("runtime-stubs/machine/pin.go", "package machine\n");
    fs
}

fn load_from(fs: &MemFs, args: &[&str]) -> Result<(Loaded, Diagnostics)> {
    let embedded = embedded();
    let mut env = Env::new(fs, &embedded, "/home/me");
    env.goroot = Some("/go".into());
    env.mod_cache = Some("/home/me/cache".into());
    let args: Vec<String> = args.iter().map(|a| (*a).to_owned()).collect();
    let tags = ["linux", "arm", "tinygo"].map(str::to_owned);
    program(&env, &Roots::from_args(&args)?, &tags)
}

/// Loads the program `args` of the files in `text`; shows packages with their files and imports,
/// then diagnostics, or the error.
fn check_args(text: &str, args: &[&str], expected: Expect) {
    let fs = with_sdk(disk(text));
    let shown = match load_from(&fs, args) {
        Err(e) => format!("error: {e:#}"),
        Ok((loaded, diags)) if diags.is_empty() => show(&loaded),
        Ok((loaded, diags)) => {
            let list = diags.sorted(&loaded.sources);
            let texts: Vec<String> = list.iter().map(|d| plain(d, &loaded.sources)).collect();
            texts.join("\n")
        }
    };
    expected.assert_eq(&shown);
}

fn check(text: &str, expected: Expect) {
    check_args(text, &[], expected);
}

fn show(loaded: &Loaded) -> String {
    let mut lines = Vec::new();
    for (i, p) in loaded.packages.iter().enumerate() {
        let files: Vec<&str> =
            p.files.iter().map(|id| loaded.sources.file(*id).name.as_str()).collect();
        let imports: Vec<String> = p
            .imports
            .values()
            .inspect(|dep| assert!(**dep < i, "imports come first"))
            .map(|dep| loaded.packages[*dep].path.to_string())
            .collect();
        let mark = if i == loaded.root { "*" } else { "" };
        let user = if p.user { " user" } else { "" };
        lines.push(format!(
            "{mark}{} {:?}{user} 1.{} [{}] -> [{}]",
            p.path,
            p.origin,
            p.go_version,
            files.join(" "),
            imports.join(" ")
        ));
    }
    lines.join("\n")
}

#[test]
fn a_program_without_a_module() {
    check(
        "-- main.go --\npackage main\nimport \"machine\"\nimport \"errors\"\n\
         -- b.go --\npackage main\n-- b_test.go --\npackage main\n-- c_windows.go --\npackage x\n\
         -- d.go --\n//go:build ignore\n\npackage y\n-- _e.go --\npackage z\n",
        expect![[r#"
            internal/chip Overlay 1.27 [$EMBGO/internal/chip/chip_arm.go] -> []
            runtime Overlay 1.27 [$EMBGO/runtime/arm.go $EMBGO/runtime/panic.go] -> [internal/chip]
            internal/reflectlite Sdk 1.27 [$GOROOT/src/internal/reflectlite/a.go] -> []
            errors Sdk 1.27 [$GOROOT/src/errors/errors.go] -> [internal/reflectlite]
            machine Overlay 1.27 [$EMBGO/machine/pin.go] -> []
            *command-line-arguments User user 1.27 [b.go main.go] -> [machine errors]"#]],
    );
}

#[test]
fn modules() {
    check_args(
        "-- m/go.mod --\nmodule example.com/m\ngo 1.21\nrequire (\n\ta.b/c v1.0.0\n\tB.d/e v0.1.0\n\tf.g/h v1.0.0\n)\n\
         replace a.b/c => ../c\n\
         -- m/cmd/x/main.go --\npackage main\nimport _ \"example.com/m/lib\"\nimport _ \"a.b/c/sub\"\nimport _ \"B.d/e\"\n\
         -- m/lib/lib.go --\npackage lib\n\
         -- c/go.mod --\nmodule a.b/c\ngo 1.26\n\
         -- c/sub/sub.go --\npackage sub\nimport _ \"example.com/m/lib\"\n\
         -- cache/!b.d/e@v0.1.0/e.go --\npackage e\n",
        &["./m/cmd/x"],
        expect![[r#"
            internal/chip Overlay 1.27 [$EMBGO/internal/chip/chip_arm.go] -> []
            runtime Overlay 1.27 [$EMBGO/runtime/arm.go $EMBGO/runtime/panic.go] -> [internal/chip]
            B.d/e Dependency 1.16 [$GOMODCACHE/!b.d/e@v0.1.0/e.go] -> []
            example.com/m/lib User user 1.21 [m/lib/lib.go] -> []
            a.b/c/sub Dependency 1.26 [c/sub/sub.go] -> [example.com/m/lib]
            *example.com/m/cmd/x User user 1.21 [m/cmd/x/main.go] -> [example.com/m/lib a.b/c/sub B.d/e]"#]],
    );
}

#[test]
fn vendored_packages() {
    check(
        "-- go.mod --\nmodule m\ngo 1.24\nrequire a.b/c v1.0.0\n\
         -- main.go --\npackage main\nimport _ \"a.b/c\"\n\
         -- vendor/a.b/c/c.go --\npackage c\n\
         -- vendor/modules.txt --\n# a.b/c v1.0.0\n## explicit; go 1.20\na.b/c\n",
        expect![[r#"
            internal/chip Overlay 1.27 [$EMBGO/internal/chip/chip_arm.go] -> []
            runtime Overlay 1.27 [$EMBGO/runtime/arm.go $EMBGO/runtime/panic.go] -> [internal/chip]
            a.b/c Dependency 1.20 [vendor/a.b/c/c.go] -> []
            *m User user 1.24 [main.go] -> [a.b/c]"#]],
    );
}

#[test]
fn what_the_sdk_vendors() {
    let mut fs = with_sdk(disk("-- main.go --\npackage main\nimport \"net/smart\"\n"));
    fs.add("/go/src/os/exec/exec.go", "package exec\n");
    let embedded = embedded();
    let mut env = Env::new(&fs, &embedded, "/home/me");
    env.goroot = Some("/go".into());
    env.bare_metal = false;
    env.implicit = Vec::new();
    let (loaded, diags) = program(&env, &Roots::from_args(&[]).unwrap(), &[]).unwrap();
    assert!(diags.is_empty(), "{diags:?}");
    expect![[r#"
        os/exec Sdk 1.27 [$GOROOT/src/os/exec/exec.go] -> []
        vendor/golang.org/x/y Sdk 1.27 [$GOROOT/src/vendor/golang.org/x/y/y.go] -> []
        net/smart Sdk 1.27 [$GOROOT/src/net/smart/a.go] -> [vendor/golang.org/x/y os/exec]
        *command-line-arguments User user 1.27 [main.go] -> [net/smart]"#]]
    .assert_eq(&show(&loaded));
}

#[test]
fn named_files_and_import_paths() {
    let text = "-- go.mod --\nmodule m\n-- a/x.go --\n//go:build ignore\n\npackage main\nimport _ \"m/b\"\n\
        -- a/y.go --\npackage other\n-- b/b.go --\npackage b\n";
    check_args(
        text,
        &["a/x.go"],
        expect![[r#"
        internal/chip Overlay 1.27 [$EMBGO/internal/chip/chip_arm.go] -> []
        runtime Overlay 1.27 [$EMBGO/runtime/arm.go $EMBGO/runtime/panic.go] -> [internal/chip]
        m/b User user 1.16 [b/b.go] -> []
        *m/a User user 1.16 [a/x.go] -> [m/b]"#]],
    );
    check_args(
        text,
        &["m/b"],
        expect![[r#"
        internal/chip Overlay 1.27 [$EMBGO/internal/chip/chip_arm.go] -> []
        runtime Overlay 1.27 [$EMBGO/runtime/arm.go $EMBGO/runtime/panic.go] -> [internal/chip]
        *m/b User user 1.16 [b/b.go] -> []"#]],
    );
    check_args(
        text,
        &["b"],
        expect![[r#"
        internal/chip Overlay 1.27 [$EMBGO/internal/chip/chip_arm.go] -> []
        runtime Overlay 1.27 [$EMBGO/runtime/arm.go $EMBGO/runtime/panic.go] -> [internal/chip]
        *m/b User user 1.16 [b/b.go] -> []"#]],
    );
    check_args(
        text,
        &["errors"],
        expect![[r#"
        internal/chip Overlay 1.27 [$EMBGO/internal/chip/chip_arm.go] -> []
        runtime Overlay 1.27 [$EMBGO/runtime/arm.go $EMBGO/runtime/panic.go] -> [internal/chip]
        internal/reflectlite Sdk 1.27 [$GOROOT/src/internal/reflectlite/a.go] -> []
        *errors Sdk user 1.27 [$GOROOT/src/errors/errors.go] -> [internal/reflectlite]"#]],
    );
    check_args(
        text,
        &["a/x.go", "b/b.go"],
        expect!["error: named files must all be in one directory; /home/me/b/b.go is in another"],
    );
    check_args(
        text,
        &["a/x.go", "b"],
        expect!["error: one package at a time, or several .go files of one package"],
    );
    check_args(
        text,
        &["a/missing.go"],
        expect!["error: reading /home/me/a/missing.go: /home/me/a/missing.go: no such file"],
    );
    check_args(
        text,
        &["a/x_test.go"],
        expect!["error: named files must not be tests: /home/me/a/x_test.go"],
    );
    check_args(
        text,
        &["nothing/here"],
        expect![[r#"
            error: package nothing/here is not in std
            	help: check the spelling; packages of modules have a host name in their path"#]],
    );
}

#[test]
fn folders_without_a_package() {
    check(
        "-- x.txt --\n",
        expect![[r#"
            error: no Go files in /home/me
            	help: name a folder that has a Go package in it"#]],
    );
    check(
        "-- x_test.go --\npackage x\n",
        expect![[r#"
            error: no non-test Go files in /home/me
            	help: give the package a file that does not end in _test.go"#]],
    );
    check(
        "-- x_windows.go --\npackage x\n-- y.go --\n//go:build amd64\n\npackage x\n",
        expect![[r#"
            error: build constraints exclude all Go files in /home/me
            	help: excluded: x_windows.go, y.go; choose another target, or set tags with -tags"#]],
    );
    check_args(
        "-- x.go --\npackage x\n",
        &["./missing"],
        expect!["error: no such directory: /home/me/missing"],
    );
    check(
        "-- go.mod --\nmodule m\nfoo\n-- x.go --\npackage x\n",
        expect!["error: go.mod: line 2: unknown directive: foo"],
    );
    check(
        "-- go.mod --\nmodule m\ngo 1.99\n-- x.go --\npackage x\n",
        expect!["error: go.mod: go 1.99 is newer than 1.27, the newest that embgo knows"],
    );
}

#[test]
fn missing_packages() {
    let main = "-- main.go --\npackage main\nimport (\n\t\"foo/bar\"\n\t\"a.b/c\"\n\t\"m/x\"\n\t\"d.e/f/g\"\n)\n";
    check(
        main,
        expect![[r#"
        main.go:3:2: package foo/bar is not in std
        	help: check the spelling; packages of modules have a host name in their path
        main.go:4:2: no required module provides package a.b/c: go.mod file not found
        	help: start a module with `go mod init NAME`, then `go get` what it imports
        main.go:5:2: package m/x is not in std
        	help: check the spelling; packages of modules have a host name in their path
        main.go:6:2: no required module provides package d.e/f/g: go.mod file not found
        	help: start a module with `go mod init NAME`, then `go get` what it imports"#]],
    );
    check(
        &format!(
            "-- go.mod --\nmodule m\nrequire d.e/f v1.2.3\n{main}-- x/x_windows.go --\npackage x\n"
        ),
        expect![[r#"
            main.go:3:2: package foo/bar is not in std
            	help: check the spelling; packages of modules have a host name in their path
            main.go:4:2: no required module provides package a.b/c
            	help: run `go get a.b/c` to add it to go.mod
            main.go:5:2: build constraints exclude all Go files in x
            	help: excluded: x_windows.go; choose another target, or set tags with -tags
            main.go:6:2: package d.e/f/g: module d.e/f@v1.2.3 is not downloaded
            	help: run `go mod download d.e/f@v1.2.3`"#]],
    );
    check(
        "-- main.go --\npackage main\nimport \"./x\"\nimport \"\"\nimport \"a b\"\n",
        expect![[r#"
            main.go:2:8: "./x" is relative, but relative import paths are not supported in module mode
            	help: write the import path as the package's documentation has it
            main.go:3:8: invalid import path (empty string)
            	help: write the import path as the package's documentation has it
            main.go:4:8: invalid import path (invalid character U+0020 ' ')
            	help: write the import path as the package's documentation has it"#]],
    );
    let fs = disk("-- main.go --\npackage main\nimport \"fmt\"\n");
    let embedded = embedded();
    let env = Env::new(&fs, &embedded, "/home/me");
    let tags = ["arm".to_owned()];
    let (loaded, diags) = program(&env, &Roots::from_args(&[]).unwrap(), &tags).unwrap();
    let text = plain(diags.iter().next().unwrap(), &loaded.sources);
    expect![[r#"
        main.go:2:8: package fmt is not in embgo, and no Go SDK was found
        	help: install Go from https://go.dev/dl, or set GOROOT to where it is"#]]
    .assert_eq(&text);
}

#[test]
fn packages_that_need_an_operating_system() {
    check(
        "-- main.go --\npackage main\nimport \"net/smtp\"\n",
        expect![[r#"
        main.go:2:8: package net/smtp is not available on a microcontroller
        	help: it needs the network stack of an operating system; do without it, or use a package for this purpose"#]],
    );
    check(
        "-- main.go --\npackage main\nimport \"net/smart\"\n",
        expect![[r#"
        main.go:2:8: package os/exec is not available on a microcontroller
        	$GOROOT/src/net/smart/a.go:3:8: net/smart imports os/exec
        	help: it needs an operating system with processes and users; do without it, or use a package for this purpose"#]],
    );
}

#[test]
fn internal_packages_and_programs() {
    check(
        "-- go.mod --\nmodule m\n-- main.go --\npackage main\nimport _ \"internal/chip\"\nimport _ \"m/a/internal/b\"\nimport _ \"m/internal/c\"\nimport _ \"m/p\"\n\
         -- a/internal/b/b.go --\npackage b\n-- internal/c/c.go --\npackage c\n-- p/p.go --\npackage main\n",
        expect![[r#"
            main.go:2:10: use of internal package internal/chip not allowed
            	help: only the standard library may import it
            main.go:3:10: use of internal package m/a/internal/b not allowed
            	help: only packages below m/a may import it
            main.go:5:10: import "m/p" is a program, not an importable package
            	help: move what both need into a package of its own"#]],
    );
}

#[test]
fn two_packages_in_a_folder() {
    check(
        "-- a.go --\npackage a\n-- b.go --\npackage b\n-- c.go --\npackage documentation\n",
        expect![[r#"
            b.go:1:9: found packages a (a.go) and b (b.go) in /home/me
            	a.go:1:9: the other package clause
            	help: give all files of the folder the same package, or move one to its own folder"#]],
    );
}

#[test]
fn cycles() {
    check(
        "-- go.mod --\nmodule m\n-- main.go --\npackage main\nimport \"m/a\"\n-- a/a.go --\npackage a\nimport \"m/b\"\n\
         -- b/b.go --\npackage b\nimport \"fmt2\"\n-- c/c.go --\npackage c\n",
        expect![[r#"
            b/b.go:2:8: package fmt2 is not in std
            	help: check the spelling; packages of modules have a host name in their path"#]],
    );
    check(
        "-- go.mod --\nmodule m\n-- main.go --\npackage main\nimport \"m/a\"\n-- a/a.go --\npackage a\nimport \"m/b\"\n\
         -- b/b.go --\npackage b\nimport \"m/a\"\n",
        expect![[r#"
            b/b.go:2:8: import cycle not allowed
            	a/a.go:2:8: m/a imports m/b
            	b/b.go:2:8: m/b imports m/a
            	help: move what both sides need into a package that imports neither"#]],
    );
    check(
        "-- go.mod --\nmodule m\n-- a.go --\npackage a\nimport \"m\"\n",
        expect![[r#"
        a.go:2:8: import cycle not allowed
        	a.go:2:8: m imports m
        	help: move what both sides need into a package that imports neither"#]],
    );
}

#[test]
fn files_that_are_not_text() {
    let mut fs = disk("-- main.go --\npackage main\n");
    fs.add("/home/me/x.go", b"package main\n\nvar x = \"a\xff\"\n".to_vec());
    let (loaded, diags) = load_from(&fs, &[]).unwrap();
    let text = plain(diags.iter().next().unwrap(), &loaded.sources);
    expect![[r#"
        x.go:3:11: invalid UTF-8 encoding
        	help: save the file as UTF-8"#]]
    .assert_eq(&text);
}

#[test]
fn syntax_errors_are_reported_with_their_file() {
    check(
        "-- sub/a.go --\npackage a\nvar x = = 1\n-- main.go --\npackage main\n",
        expect![[r#"
        internal/chip Overlay 1.27 [$EMBGO/internal/chip/chip_arm.go] -> []
        runtime Overlay 1.27 [$EMBGO/runtime/arm.go $EMBGO/runtime/panic.go] -> [internal/chip]
        *command-line-arguments User user 1.27 [main.go] -> []"#]],
    );
    check_args(
        "-- sub/a.go --\npackage a\nvar x = = 1\n",
        &["./sub"],
        expect!["sub/a.go:2:9: syntax error: unexpected =, expected expression"],
    );
}

/// A disk on which one file cannot be read.
struct Unreadable(MemFs);

impl FileSystem for Unreadable {
    fn read(&self, path: &Path) -> std::io::Result<Vec<u8>> {
        match path.ends_with("b.go") {
            true => Err(std::io::Error::other("permission denied")),
            false => self.0.read(path),
        }
    }
    fn list(&self, dir: &Path) -> std::io::Result<Vec<String>> {
        self.0.list(dir)
    }
    fn folders(&self, dir: &Path) -> std::io::Result<Vec<String>> {
        self.0.folders(dir)
    }
    fn is_dir(&self, path: &Path) -> bool {
        self.0.is_dir(path)
    }
    fn is_file(&self, path: &Path) -> bool {
        self.0.is_file(path)
    }
}

#[test]
fn unreadable_files() {
    let fs = Unreadable(disk("-- a.go --\npackage a\n-- b.go --\npackage a\n"));
    let embedded = embedded();
    let env = Env::new(&fs, &embedded, "/home/me");
    let tags = ["arm".to_owned()];
    let error = program(&env, &Roots::from_args(&[]).unwrap(), &tags).err().unwrap();
    assert_eq!(format!("{error:#}"), "reading /home/me/b.go: permission denied");
}
