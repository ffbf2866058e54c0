//! `embgo test` for boards: in the simulator of the target, and on a board that is connected. That
//! board is a pseudo-terminal (`tests/support/serial_peer.py`) behind which the program that was
//! "flashed" runs in the simulator, so what comes over the line is what the firmware writes.
#![cfg(target_os = "linux")]

#[path = "support/program.rs"]
mod program;
#[path = "support/serial_peer.rs"]
mod serial_peer;

use program::{Embgo, Ended, python};
use serial_peer::Peer;

const BOARD: &str = "stm32f4disco";

const TESTS: &str = "package lib

import \"testing\"

func TestGood(t *testing.T) {
	t.Log(\"from the board\")
}

func TestBad(t *testing.T) {
	if n := len(t.Name()); n == 7 {
		t.Errorf(\"the name has %d letters\", n)
	}
}

func TestCrash(t *testing.T) {
	var list []int
	t.Log(list[len(t.Name())])
}
";

/// A module with these tests.
fn module() -> Embgo {
    let embgo = Embgo::new();
    embgo.file("go.mod", "module lib\n\ngo 1.26\n");
    embgo.file("lib_test.go", TESTS);
    embgo
}

/// Without the seconds, which differ.
fn without_times(text: &str) -> String {
    let line = |l: &str| match l.rsplit_once('\t') {
        Some((rest, time)) if time.ends_with('s') => rest.to_owned(),
        _ => l.split(" (").next().unwrap_or(l).to_owned(),
    };
    text.lines().map(|l| line(l) + "\n").collect()
}

const GOOD_AND_BAD: &str = "=== RUN   TestGood
    lib_test.go:6: from the board
--- PASS: TestGood
=== RUN   TestBad
    lib_test.go:11: the name has 7 letters
--- FAIL: TestBad
FAIL
FAIL\tlib
FAIL
";

/// Runs a line of which the simulator is a part.
fn with_simulator(embgo: &Embgo, line: &str) -> Ended {
    let mut command = embgo.command(line);
    Ended::of(command.env("EMBGO_PYTHON", python()).output().expect("embgo starts"))
}

#[test]
fn tests_run_in_the_simulator_of_a_board() {
    let embgo = module();
    let ended = with_simulator(&embgo, &format!("test -target={BOARD} -run=Good"));
    let text = without_times(&ended.stdout);
    assert_eq!((ended.code, text.as_str()), (0, "PASS\nok  \tlib\n"), "{}", ended.stderr);
    let ended = with_simulator(&embgo, &format!("test -target={BOARD} -v -run=Good|Bad"));
    let text = without_times(&ended.stdout);
    assert_eq!((ended.code, text.as_str()), (1, GOOD_AND_BAD), "{}", ended.stderr);
    // A panic ends the program, too.
    let ended = with_simulator(&embgo, &format!("test -target={BOARD} -run=Crash -timeout=60s"));
    assert_eq!(ended.code, 1);
    let wanted = "index out of range [9] with length 0";
    assert!(ended.stdout.contains(wanted), "{}", ended.stdout);
    assert!(ended.stdout.contains("exit status 2"), "{}", ended.stdout);
}

/// Formatting jumps by tables where the target allows it, and the simulated RP2040 does not.
#[test]
fn tests_run_in_the_simulator_of_an_rp2040() {
    let ended = with_simulator(&module(), "test -target=pico -v -run=Good");
    assert_eq!(ended.code, 0, "{}", ended.stdout);
    assert!(ended.stdout.contains("lib_test.go:6: from the board"), "{}", ended.stdout);
}

/// The target of a board whose program is copied by a command.
fn board(embgo: &Embgo) -> String {
    let target = r#"{ "inherits": ["BOARD"], "flash-method": "command", "flash-command": "cp {elf} flashed.elf" }"#;
    embgo.file("board.json", target.replace("BOARD", BOARD));
    let port = embgo.path().join("port");
    format!("-target=./board.json -board -monitor-port={}", port.display())
}

#[test]
fn tests_run_on_a_board_and_tell_over_its_serial_port() {
    let embgo = module();
    let board = board(&embgo);
    let peer = Peer::start(&embgo, &[&format!("-flashed={BOARD}")]);
    let ended = embgo.run(&format!("test {board} -v -run=Good|Bad -timeout=60s"));
    drop(peer);
    let text = without_times(&ended.stdout);
    assert_eq!((ended.code, text.as_str()), (1, GOOD_AND_BAD), "{}", ended.stderr);
}

#[test]
fn a_board_that_says_nothing_is_a_failure() {
    let embgo = module();
    let board = board(&embgo);
    let peer = Peer::start(&embgo, &[]);
    let ended = embgo.run(&format!("test {board} -timeout=1s"));
    drop(peer);
    assert_eq!(ended.code, 1);
    assert!(ended.stdout.contains("panic: test timed out after 1s"), "{}", ended.stdout);
}

#[test]
fn a_board_needs_its_name_and_its_port() {
    let embgo = module();
    let says = |line: &str, code: i32, wanted: &str| {
        let ended = embgo.run(line);
        assert_eq!((ended.code, ended.stderr.contains(wanted)), (code, true), "{}", ended.stderr);
    };
    says("test -board", 1, "-board needs its name: -target=BOARD");
    says("test -target=pico -port=x", 2, "--board");
    let line = board(&embgo).replace("/port", "/none");
    says(&format!("test {line} -wait=100ms"), 1, "cannot be watched");
}
