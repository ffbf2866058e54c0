//! A board on a serial line: `tests/support/serial_peer.py`.

use super::program::{Embgo, python, root};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// The board, until it is dropped.
pub struct Peer(Child);

impl Peer {
    /// Starts it at `port` in the folder.
    pub fn start(embgo: &Embgo, actions: &[&str]) -> Peer {
        let mut command = Command::new(python());
        command.arg(root().join("tests/support/serial_peer.py")).arg(embgo.path().join("port"));
        command.args(actions).current_dir(embgo.path()).stdout(Stdio::piped());
        command.env("EMBGO", env!("CARGO_BIN_EXE_embgo"));
        command.env("EMBGO_PYTHON", python());
        let mut child = command.spawn().unwrap_or_else(|e| panic!("{e}; `make deps`"));
        let mut line = String::new();
        let out = child.stdout.take().expect("it is a pipe");
        BufReader::new(out).read_line(&mut line).expect("the peer says that it is ready");
        Peer(child)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
