//! What comes through a pipe before an emulated program reads is kept for it.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, Ended};
use std::io::Write as _;
use std::process::Stdio;

/// Sleeps, then sends back what is there until a full stop.
const PROGRAM: &str = "package main

import (
	\"machine\"
	\"time\"
)

func main() {
	time.Sleep(300 * time.Millisecond)
	var text []byte
	for len(text) == 0 || text[len(text)-1] != '.' {
		if machine.Serial.Buffered() == 0 {
			time.Sleep(time.Millisecond)
			continue
		}
		c, err := machine.Serial.ReadByte()
		if err != nil {
			println(err.Error())
		}
		text = append(text, c)
	}
	_, err := machine.Serial.ReadByte()
	println(string(text), err != nil)
}
";

#[test]
fn input_waits_for_the_program() {
    // QEMU itself keeps 32 characters and leaves the others in the pipe.
    for text in ["hello.", "the quick brown fox jumps over the lazy dog, and then it sleeps."] {
        for target in ["cortex-m-qemu", "cortex-m4-qemu", "riscv-qemu", "xtensa-qemu"] {
            let embgo = Embgo::new();
            embgo.file("main.go", PROGRAM);
            let mut command = embgo.command(&format!("run -target={target} -timeout=60s main.go"));
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut child = command.spawn().expect("embgo starts");
            child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("it is open");
            let ended = Ended::of(child.wait_with_output().expect("it ends"));
            assert_eq!(ended.stdout, format!("{text} true\n"), "{target}: {}", ended.stderr);
        }
    }
}
