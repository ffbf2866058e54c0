//! `embgo monitor` on a pseudo-terminal that plays a board (`tests/support/serial_peer.py`): the
//! panic is of real firmware, run in QEMU.
#![cfg(target_os = "linux")]

#[path = "support/program.rs"]
mod program;
#[path = "support/serial_peer.rs"]
mod serial_peer;

use program::{Embgo, Ended};
use serial_peer::Peer;
use std::io::Write as _;
use std::process::{Command, Stdio};

fn monitor(embgo: &Embgo, line: &str) -> Ended {
    embgo.run(&format!("monitor -port={}/port -for=20s {line}", embgo.path().display()))
}

const PANICS: &str = "package main

var table = [4]int{1, 2, 3, 4}

//go:noinline
func look(i int) int {
	return table[i]
}

//go:noinline
func work(n int) int {
	return look(n) + 1
}

func main() {
	println(\"begin\")
	println(work(len(table)))
}
";

#[test]
fn addresses_of_a_panic_become_functions_and_lines() {
    let embgo = Embgo::new();
    embgo.file("panics.go", PANICS);
    embgo.run("build -target=riscv-qemu -o panics.elf panics.go").ok();
    // What the firmware itself writes.
    let qemu = "-machine virt -m 64M -bios none -display none -monitor none -serial stdio -kernel";
    let mut run = Command::new("qemu-system-riscv32");
    run.args(qemu.split(' ')).arg("panics.elf").current_dir(embgo.path()).stdin(Stdio::null());
    let said = run.output().expect("QEMU starts").stdout;
    assert!(String::from_utf8_lossy(&said).contains("trace: 0x"));
    embgo.file("said", &said);
    embgo.file("end", "the end\n");
    let peer = Peer::start(&embgo, &["said", "end"]);
    let ended = monitor(&embgo, "-until=end panics.elf");
    drop(peer);
    assert_eq!(
        (ended.code, ended.stdout.as_bytes()),
        (0, &[&said, &b"the end\n"[..]].concat()[..])
    );
    for line in ["panics.go:7", "panics.go:12", "panics.go:17"] {
        assert!(ended.stderr.contains(line), "{line}: {}", ended.stderr);
    }
    for name in ["main.look", "main.work", "main.main"] {
        assert!(ended.stderr.contains(name), "{name}: {}", ended.stderr);
    }
}

#[test]
fn a_port_that_goes_is_waited_for() {
    let embgo = Embgo::new();
    embgo.file("one", "before\n");
    embgo.file("two", "after\nready\n");
    let peer = Peer::start(&embgo, &["one", "-gone", "two"]);
    let ended = monitor(&embgo, "-until=ready -log=log.txt");
    drop(peer);
    assert_eq!(
        (ended.code, ended.stdout.as_str()),
        (0, "before\nafter\nready\n"),
        "{}",
        ended.stderr
    );
    assert!(ended.stderr.contains("port is gone; waiting for it"), "{}", ended.stderr);
    assert!(ended.stderr.contains("port is back"), "{}", ended.stderr);
    let log = String::from_utf8(embgo.read("log.txt")).expect("text");
    assert!(log.contains("before\n") && log.ends_with("ready\n"), "{log}");
}

#[test]
fn what_is_typed_goes_to_the_board() {
    let embgo = Embgo::new();
    let peer = Peer::start(&embgo, &["-echo"]);
    let line = format!("monitor -port={}/port -for=20s -until=got:", embgo.path().display());
    let mut command = embgo.command(&line);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("embgo starts");
    child.stdin.take().expect("a pipe").write_all(b"hello\n").expect("it reads");
    let ended = Ended::of(child.wait_with_output().expect("it ends"));
    drop(peer);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(ended.stdout.starts_with("got:"), "{}", ended.stdout);
}

#[test]
fn lines_have_time_stamps() {
    let embgo = Embgo::new();
    embgo.file("text", "a\nb\n");
    let peer = Peer::start(&embgo, &["text"]);
    let ended = monitor(&embgo, "-timestamps -until=b");
    drop(peer);
    let lines: Vec<&str> = ended.stdout.lines().collect();
    assert_eq!(lines.len(), 2, "{}", ended.stdout);
    for (line, end) in lines.iter().zip(["] a", "] b"]) {
        assert!(line.starts_with('[') && line.ends_with(end), "{line}");
    }
}

#[test]
fn what_does_not_come_is_a_failure() {
    let embgo = Embgo::new();
    embgo.file("text", "tests failed\n");
    let peer = Peer::start(&embgo, &["text"]);
    let line = format!("monitor -port={}/port -for=2s -until=passed", embgo.path().display());
    let ended = embgo.run(&line);
    drop(peer);
    assert_eq!(ended.code, 1);
    assert!(ended.stderr.contains("did not come"), "{}", ended.stderr);
}

#[test]
fn a_missing_port_is_told() {
    let embgo = Embgo::new();
    let ended = embgo.run("monitor -port=/dev/nowhere");
    assert_eq!(ended.code, 1);
    assert!(ended.stderr.contains("cannot open the port /dev/nowhere"), "{}", ended.stderr);
    let ended = embgo.run("monitor");
    assert!(ended.stderr.contains("embgo ports"), "{}", ended.stderr);
    embgo.file("x.elf", "no ELF");
    let ended = embgo.run("monitor -port=/dev/nowhere x.elf");
    assert!(ended.stderr.contains("is no ELF file"), "{}", ended.stderr);
}
