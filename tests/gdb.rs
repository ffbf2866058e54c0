//! `embgo gdb` and `embgo debug`: gdb-multiarch at QEMU, by itself, as OpenOCD, and for VS Code.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, Ended};
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

const COUNT: &str = "package main

type point struct {
	name string
	x    int
}

func main() {
	p := point{\"here\", 41}
	p.x++
	println(p.name, p.x)
}
";

fn gdb(embgo: &Embgo, line: &str, commands: &[&str]) -> Ended {
    let mut command = embgo.command(line);
    command.args(["--", "-nx", "-batch", "-ex", "set pagination off"]);
    for c in commands {
        command.args(["-ex", c]);
    }
    Ended::of(command.stdin(Stdio::null()).output().expect("embgo starts"))
}

#[test]
fn a_program_stops_at_main() {
    let embgo = Embgo::new();
    embgo.file("main.go", COUNT);
    for target in ["cortex-m-qemu", "riscv-qemu"] {
        let line = format!("gdb -target={target} -opt=0 main.go");
        let ended = gdb(&embgo, &line, &["next", "next", "print p", "continue"]);
        let text = format!("{}{}", ended.stdout, ended.stderr);
        assert!(text.contains("main.main () at ./main.go:9"), "{text}");
        assert!(text.contains("\"here\", x = 42"), "{text}");
        assert!(text.contains("here 42"), "{text}");
    }
}

/// Calls itself openocd, and serves a chip that QEMU plays, without a program in it.
const OPENOCD: &str = r#"#!/bin/sh
echo "$@" >> "$HOME/openocd.log"
port=$(echo "$@" | sed 's/.*gdb_port \([0-9]*\).*/\1/')
exec qemu-system-arm -machine lm3s6965evb -display none -monitor none -serial null -S \
	-gdb tcp:127.0.0.1:$port
"#;

/// A board with that chip and a debug probe.
const BOARD: &str = r#"{
	"inherits": ["lm3s6965"],
	"build-tags": ["qemu"],
	"openocd-interface": "stlink",
	"openocd-target": "stellaris"
}"#;

#[test]
fn a_board_gets_the_program_first() {
    let embgo = Embgo::new();
    embgo.file("main.go", COUNT);
    embgo.file("board.json", BOARD);
    let script = embgo.file("bin/openocd", OPENOCD);
    let made = Command::new("chmod").arg("+x").arg(&script).status().expect("chmod starts");
    assert!(made.success());
    let path = std::env::var("PATH").expect("there is a PATH");
    let mut command = embgo.command("gdb -target=./board.json -opt=0 main.go --");
    command.env("PATH", format!("{}:{path}", embgo.path().join("bin").display()));
    command.args(["-nx", "-batch", "-ex", "next", "-ex", "next", "-ex", "print p"]);
    let ended = Ended::of(command.stdin(Stdio::null()).output().expect("embgo starts"));
    let text = format!("{}{}", ended.stdout, ended.stderr);
    assert!(text.contains("Loading section .vectors"), "{text}");
    assert!(text.contains("\"here\", x = 42"), "{text}");
    let log = String::from_utf8(embgo.read("openocd.log")).expect("text");
    assert!(log.starts_with("-f interface/stlink"), "{log}");
    assert!(log.contains("-f target/stellaris.cfg -c gdb_port "), "{log}");
}

#[test]
fn what_is_missing_is_named_before_compiling() {
    let embgo = Embgo::new();
    embgo.file("main.go", "this is no Go");
    let mut command = embgo.command("gdb -target=stm32f4disco main.go");
    let ended = Ended::of(command.env("PATH", "/nowhere").output().expect("embgo starts"));
    assert_eq!(ended.code, 1);
    for part in
        ["nothing here can debug stm32f4disco", "qemu: ", "probe-rs: ", "openocd was not found"]
    {
        assert!(ended.stderr.contains(part), "{part}: {}", ended.stderr);
    }
    let ended = embgo.run("gdb -target=cortex-m-qemu -server=openocd main.go");
    assert!(ended.stderr.contains("openocd cannot serve cortex-m-qemu"), "{}", ended.stderr);
}

/// A process that is ended with the value.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

/// Does with launch.json what VS Code's extension does: starts the server, waits for its word, and
/// gives gdb's machine interface the commands.
#[test]
fn visual_studio_code() {
    let embgo = Embgo::new();
    embgo.file("main.go", COUNT);
    embgo.file(".vscode/launch.json", r#"{"configurations": [{"name": "mine"}]}"#);
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr());
    let port = port.expect("a port").port();
    let line = format!("debug -vscode -target=cortex-m-qemu -opt=0 -gdb-port={port} main.go");
    for _ in 0..2 {
        let ended = embgo.run(&line);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
    }
    let launch: Value = serde_json::from_slice(&embgo.read(".vscode/launch.json")).expect("JSON");
    let list = launch["configurations"].as_array().expect("a list");
    assert_eq!(list.len(), 2, "{launch}");
    assert_eq!(list[0]["name"], "mine");
    let config = &list[1];
    let folder = embgo.path().to_string_lossy().into_owned();
    let text =
        |key: &str| config[key].as_str().expect("a text").replace("${workspaceFolder}", &folder);
    let mut server = embgo.command(&text("debugServerArgs"));
    assert_eq!(server.get_program().to_string_lossy(), text("debugServerPath"));
    let mut server = Running(server.stdout(Stdio::piped()).spawn().expect("embgo starts"));
    let mut said = String::new();
    let output = server.0.stdout.take().expect("a pipe");
    BufReader::new(output).read_line(&mut said).expect("a line");
    assert!(said.contains(&text("serverStarted")), "{said}");
    let mut gdb = Command::new(text("miDebuggerPath"))
        .args(["-nx", "-i=mi"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("gdb starts");
    let mut input = gdb.stdin.take().expect("a pipe");
    for step in config["customLaunchSetupCommands"].as_array().expect("a list") {
        let step = step["text"].as_str().expect("a text").replace("${workspaceFolder}", &folder);
        writeln!(input, "{step}").expect("gdb reads");
    }
    assert_eq!(text("launchCompleteCommand"), "exec-continue");
    writeln!(input, "-exec-continue").expect("gdb reads");
    let mut lines = BufReader::new(gdb.stdout.take().expect("a pipe")).lines();
    let stopped = lines
        .by_ref()
        .map_while(Result::ok)
        .find(|l| l.starts_with("*stopped") && l.contains("breakpoint-hit"));
    let stopped = stopped.expect("it stops");
    assert!(stopped.contains("func=\"main.main\""), "{stopped}");
    writeln!(input, "kill\n-gdb-exit").expect("gdb reads");
    let _ = gdb.wait();
}

#[test]
fn a_launch_json_that_cannot_be_read_stays() {
    let embgo = Embgo::new();
    let text = "// comments\n{}\n";
    embgo.file(".vscode/launch.json", text);
    let ended = embgo.run("debug -vscode -target=cortex-m-qemu");
    assert_eq!(ended.code, 1);
    assert!(ended.stderr.contains("launch.json cannot be changed"), "{}", ended.stderr);
    assert_eq!(embgo.read(".vscode/launch.json"), text.as_bytes());
}
