//! What is wrong is told once, in words that say what to do, and nothing half-written stays.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, Ended};
use std::process::Command;

const HELLO: &str = "package main\n\nfunc main() {\n\tprintln(\"hello world!\")\n}\n";

/// Builds `x.uf2` for the pico from the files given, and expects to fail.
#[track_caller]
fn fails(files: &[(&str, &str)], what: &str) -> String {
    let embgo = Embgo::new();
    for (name, text) in files {
        embgo.file(name, text);
    }
    refused(&embgo, "build -target=pico -o x.uf2 .", what)
}

/// Runs a command that must end with status 1 and one message that has `what` in it.
#[track_caller]
fn refused(embgo: &Embgo, line: &str, what: &str) -> String {
    let mut command = embgo.command(line);
    refused_command(embgo, &mut command, what)
}

#[track_caller]
fn refused_command(embgo: &Embgo, command: &mut Command, what: &str) -> String {
    let before = embgo.names();
    let ended = Ended::of(command.output().expect("embgo starts"));
    assert_eq!((ended.code, ended.stdout.as_str()), (1, ""), "{}", ended.stderr);
    assert!(ended.stderr.contains(what), "{what:?} is not in:\n{}", ended.stderr);
    for bad in ["internal compiler error", "panicked", "RUST_BACKTRACE"] {
        assert!(!ended.stderr.contains(bad), "{}", ended.stderr);
    }
    assert_eq!(embgo.names(), before, "something was left behind");
    ended.stderr
}

/// The lines of a message that do not belong to the line before.
fn messages(text: &str) -> Vec<&str> {
    text.lines().filter(|l| !l.starts_with(['\t', ' '])).collect()
}

#[track_caller]
fn one_message(text: &str) {
    assert_eq!(messages(text).len(), 1, "{text}");
}

#[test]
fn files_that_cannot_be_read() {
    let embgo = Embgo::new();
    one_message(&refused(&embgo, "build -target=pico none.go", "none.go"));
    std::fs::create_dir(embgo.path().join("folder.go")).unwrap();
    one_message(&refused(&embgo, "build -target=pico folder.go", "folder.go"));
    one_message(&refused(&embgo, "build -target=pico ./none", "none"));
}

#[test]
fn text_that_is_not_utf8() {
    let embgo = Embgo::new();
    embgo.file("main.go", b"package main\n\nfunc main() {\n\tprintln(\"\xff\")\n}\n");
    let text = refused(&embgo, "build -target=pico .", "main.go:4:11: invalid UTF-8 encoding");
    assert!(text.contains("UTF-8\n"), "no advice in {text}");
    one_message(&text);
}

#[test]
fn folders_without_a_program() {
    one_message(&fails(&[], "no Go files in"));
    one_message(&fails(&[("a_test.go", "package a\n")], "no non-test Go files in"));
    let other = ("main.go", "//go:build linux && !tinygo\n\npackage main\n");
    one_message(&fails(&[other], "build constraints exclude all Go files in"));
    let library = ("lib.go", "package lib\n\nfunc F() {}\n");
    one_message(&fails(&[library], "main"));
    one_message(&fails(&[("main.go", "package main\n")], "function main is undeclared"));
}

#[test]
fn two_packages_in_a_folder() {
    let text = fails(&[("a.go", HELLO), ("b.go", "package other\n")], "found packages main (a.go)");
    assert!(text.contains("other (b.go)") && text.contains("help: "), "{text}");
    one_message(&text);
}

#[test]
fn imports_that_cannot_be() {
    let with = |path: &str| format!("package main\n\nimport _ \"{path}\"\n\nfunc main() {{}}\n");
    for (path, words) in [
        ("example.com/none", "example.com/none"),
        ("none", "none"),
        ("net/http", "operating system"),
        ("os/exec", "operating system"),
        ("./sub", "relative"),
    ] {
        let main = with(path);
        let text = fails(&[("go.mod", "module m\n\ngo 1.24\n"), ("main.go", &main)], words);
        assert!(text.starts_with("main.go:3:") && text.contains("\thelp: "), "{text}");
        one_message(&text);
    }
}

#[test]
fn targets_that_do_not_exist() {
    let embgo = Embgo::new();
    embgo.file("main.go", HELLO);
    one_message(&refused(&embgo, "build -target=picco .", "did you mean pico?"));
    refused(&embgo, "build .", "no target");
    one_message(&refused(&embgo, "build -target=./board.json .", "board.json"));
    embgo.file("board.json", "{ \"inherit\": [\"pico\"] }");
    let text = refused(&embgo, "build -target=./board.json .", "board.json");
    assert!(text.contains("inherits"), "{text}");
}

#[test]
fn no_llvm_no_build() {
    let embgo = Embgo::new();
    embgo.file("main.go", HELLO);
    let mut command = embgo.command("build -target=pico -o x.uf2 .");
    command.env("PATH", "").env("EMBGO_CACHE", "off").env("EMBGO_LLVM", embgo.path());
    let text = refused_command(&embgo, &mut command, "clang");
    assert!(text.contains(&*embgo.path().to_string_lossy()), "{text}");

    let mut command = embgo.command("build -target=pico -o x.uf2 .");
    command.env("PATH", "").env("EMBGO_CACHE", "off");
    let ended = Ended::of(command.output().expect("embgo starts"));
    // LLVM is also looked for at its usual places, so it may be found all the same.
    if ended.code != 0 {
        assert!(ended.stderr.contains("install"), "no advice in {}", ended.stderr);
    }
}

#[test]
fn outputs_that_cannot_be_written() {
    let embgo = Embgo::new();
    embgo.file("main.go", HELLO);
    std::fs::create_dir(embgo.path().join("folder")).unwrap();
    for (line, words) in [
        ("build -target=pico -o none/x.uf2 .", "there is no folder"),
        ("build -target=pico -o folder .", "it is a folder"),
        ("build -target=pico -o main.go/x.uf2 .", "there is no folder"),
    ] {
        one_message(&refused(&embgo, line, words));
    }
    assert_eq!(std::fs::read_dir(embgo.path().join("folder")).unwrap().count(), 0);
    assert_eq!(embgo.read("main.go"), HELLO.as_bytes());
}

#[test]
fn programs_that_are_too_large_are_explained() {
    let embgo = Embgo::new();
    let zeros = "package main\n\nvar table [100000]byte\n\nfunc main() {\n\tfor i := range table {\n\t\t\
                 table[i] = byte(i)\n\t}\n\tprintln(table[len(table)-1])\n}\n";
    embgo.file("main.go", zeros);
    let text = refused(&embgo, "build -target=microbit -o x.hex .", "region \"ram\"");
    assert!(text.contains("16K") || text.contains("16384"), "{text}");
    assert!(text.contains("bytes too many"), "{text}");
    assert!(text.contains("main.table"), "{text}");
    one_message_about_size(&text);

    let embgo = Embgo::new();
    let words: Vec<String> =
        (0..6000u32).map(|i| (i.wrapping_mul(2_654_435) % 999_983).to_string()).collect();
    let list: Vec<String> = words.chunks(10).map(|w| format!("\t{},\n", w.join(", "))).collect();
    let table = format!(
        "package main\n\nvar table = [...]uint64{{\n{}}}\n\nfunc at(i int) uint64 {{ return table[i] }}\n\n\
         func main() {{\n\tfor i := range table {{\n\t\tprintln(at(i))\n\t}}\n}}\n",
        list.concat()
    );
    embgo.file("main.go", table);
    embgo.file(
        "small.json",
        "{ \"inherits\": [\"cortex-m-qemu\"], \"memory\": { \"flash\": { \"length\": \"16K\" } } }",
    );
    let text = refused(&embgo, "build -target=./small.json -o x.elf .", "region \"flash\"");
    assert!(text.contains("main.table"), "{text}");
    one_message_about_size(&text);
}

/// The first line, then at most ten symbols, the largest first.
#[track_caller]
fn one_message_about_size(text: &str) {
    assert_eq!(text.matches("error:").count(), 1, "{text}");
    let after = text.lines().skip_while(|l| !l.starts_with("the largest symbols")).skip(1);
    let sizes: Vec<u64> = after.filter_map(|l| l.split_whitespace().next()?.parse().ok()).collect();
    assert!(!sizes.is_empty() && sizes.len() <= 10, "{text}");
    assert!(sizes.is_sorted_by(|a, b| a >= b), "{text}");
}

#[test]
fn syntax_errors() {
    let text =
        fails(&[("main.go", "package main\n\nfunc main() {\n\tx := = 1\n}\n")], "main.go:4:7: ");
    assert!(text.contains("syntax error: "), "{text}");
}

#[test]
fn type_errors_are_sorted_and_at_most_ten() {
    let mut body = String::new();
    for i in 0..14 {
        body += &format!("\tvar v{i} int = \"{i}\"\n\t_ = v{i}\n");
    }
    let b = format!("package main\n\nfunc b() {{\n{body}}}\n");
    let a = "package main\n\nfunc main() {\n\tundefined1()\n\tb()\n\tx := 1\n}\n";
    let text = fails(&[("b.go", &b), ("a.go", a)], "a.go:4:2: undefined: undefined1");
    let lines = messages(&text);
    assert_eq!(lines.len(), 11, "{text}");
    assert_eq!(lines[1], "a.go:6:2: declared and not used: x");
    assert_eq!(
        lines[2],
        "b.go:4:15: cannot use \"0\" (untyped string constant) as int value in variable declaration"
    );
    assert_eq!(lines[10], "too many errors");
}

#[test]
fn nothing_is_written_over_by_a_failed_build() {
    let embgo = Embgo::new();
    embgo.file("main.go", HELLO);
    embgo.run("build -target=pico -o x.uf2 .").ok();
    let good = embgo.read("x.uf2");
    embgo.file("main.go", "package main\n\nfunc main() {\n\tx := 1\n}\n");
    refused(&embgo, "build -target=pico -o x.uf2 .", "declared and not used: x");
    assert_eq!(embgo.read("x.uf2"), good);
}

#[test]
fn commands_that_make_no_sense_have_a_status_of_their_own() {
    let embgo = Embgo::new();
    for line in ["", "biuld", "build -opt=fast", "build -o", "run -timeout=x"] {
        assert_eq!(embgo.run(line).code, 2, "{line}");
    }
}

#[test]
fn failures_are_data_when_asked() {
    let embgo = Embgo::new();
    embgo.file("main.go", "package main\n\nfunc main() {\n\tx := 1\n}\n");
    let ended = embgo.run("build -target=pico -json .");
    assert_eq!((ended.code, ended.stderr.as_str()), (1, ""));
    let line: serde_json::Value = serde_json::from_str(&ended.stdout).expect("one JSON object");
    let place = (&line["file"], &line["line"], &line["col"], &line["code"]);
    assert_eq!(place, (&"main.go".into(), &4.into(), &2.into(), &"UnusedVar".into()));
}
