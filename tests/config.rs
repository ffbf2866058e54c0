//! `embgo.toml`: what it sets, what wins over it, and what is wrong in it.

#[path = "support/program.rs"]
mod program;

use program::Embgo;

const HELLO: &str = "package main\n\nfunc main() { println(\"hello\") }\n";

fn project(config: &str) -> Embgo {
    let embgo = Embgo::new();
    embgo.file("go.mod", "module m\n\ngo 1.26\n");
    embgo.file("sub/main.go", HELLO);
    embgo.file("embgo.toml", config);
    embgo
}

#[test]
fn the_file_is_used_from_below_and_flags_win() {
    let embgo = project("target = \"cortex-m-qemu\"\n[build]\nsize = \"short\"\n");
    let sub = embgo.path().join("sub");
    let run = |line: &str| {
        let output = embgo.command(line).current_dir(&sub).output().expect("embgo starts");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    assert_eq!(run("run"), (Some(0), "hello\n".to_owned()));
    let (code, report) = run("build -o x.elf");
    assert_eq!(code, Some(0));
    assert!(report.contains("flash"), "{report}");
    assert_eq!(run("build -size=none -o x.elf"), (Some(0), String::new()));
    let (_, script) = run("build -target=riscv-qemu -size=none -emit=ld");
    assert!(script.contains("0x80000000"), "{script}");
}

#[test]
fn another_module_does_not_see_it() {
    let embgo = project("target = \"cortex-m-qemu\"\n");
    embgo.file("other/go.mod", "module other\n");
    embgo.file("other/main.go", HELLO);
    let output = embgo.command("build").current_dir(embgo.path().join("other")).output();
    let output = output.expect("embgo starts");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("-target"), "{output:?}");
}

#[test]
fn a_board_of_the_project() {
    let embgo =
        project("target = \"boards/mine.json\"\n[targets.'boards/mine.json']\nsize = 'short'\n");
    embgo.file("boards/mine.json", r#"{"inherits": ["cortex-m-qemu"], "description": "mine"}"#);
    let output = embgo.command("run").current_dir(embgo.path().join("sub")).output();
    let text = String::from_utf8_lossy(&output.expect("embgo starts").stdout).into_owned();
    assert!(text.contains("flash") && text.ends_with("hello\n"), "{text}");
}

#[test]
fn what_is_wrong_is_said() {
    for (config, says) in [
        (
            "opt = \"2\"\ntraget = \"pico\"\n",
            "embgo.toml:2: unknown key traget; did you mean target?",
        ),
        ("target = \"pico\n", "embgo.toml:1: "),
        ("opt = \"9\"\n", "invalid value '9' for '--opt <LEVEL>'"),
        ("[build]\nbaud = 9600\n", "embgo.toml:2: unknown key baud for embgo build"),
    ] {
        let embgo = project(config);
        let ended = embgo.run("build -target=riscv-qemu ./sub");
        assert_eq!(ended.code, 1, "{ended:?}");
        assert!(ended.stderr.contains(says), "{says}: {}", ended.stderr);
        assert!(ended.stderr.contains("embgo.toml"), "{}", ended.stderr);
    }
}

#[test]
fn init_writes_a_file_that_works() {
    let embgo = Embgo::new();
    embgo.file("main.go", HELLO);
    let ended = embgo.run("init -target=no-such-board");
    assert_eq!((ended.code, embgo.names()), (1, vec!["main.go".to_owned()]), "{ended:?}");
    assert_eq!(embgo.run("init -target=riscv-qemu -port=/dev/ttyX").code, 0);
    let ended = embgo.run("run main.go");
    assert_eq!((ended.code, ended.stdout.as_str()), (0, "hello\n"), "{}", ended.stderr);
    let again = embgo.run("init");
    assert_eq!(again.code, 1);
    assert!(again.stderr.contains("is there already"), "{}", again.stderr);
}
