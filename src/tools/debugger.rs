//! A debugger's server in the background, and the debugger itself in front of it.

use super::command::{Command, Runner};
use anyhow::{Context as _, Result, bail};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take until it listens: probes are slow to answer.
const START: Duration = Duration::from_secs(20);

/// A server that listens for a debugger. It ends with this value.
pub struct Server {
    child: Child,
}

/// A port of this computer that nobody uses now.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let address = listener.and_then(|l| l.local_addr()).context("there is no free port")?;
    Ok(address.port())
}

impl Server {
    /// Starts the command and waits until something listens on the port. What the server says is
    /// shown on standard error.
    pub fn start(runner: Runner, command: &Command, port: u16) -> Result<Server> {
        if is_taken(port) {
            bail!("something listens on port {port} already; choose another one with -gdb-port");
        }
        runner.announce(command);
        let name = || format!("cannot run {}", command.line());
        let mut process = command.process();
        process.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        // Ctrl-C in the debugger stops the program on the board, not the server.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut process, 0);
        let mut child = process.spawn().with_context(name)?;
        let mut output = child.stdout.take().expect("standard output is a pipe");
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(n @ 1..) = output.read(&mut buffer) {
                // Nobody is left to tell if this fails.
                let _ = std::io::stderr().write_all(&buffer[..n]);
            }
        });
        let mut server = Server { child };
        let end = Instant::now() + START;
        while !is_taken(port) {
            if let Some(status) = server.child.try_wait().with_context(name)? {
                bail!("the server ended ({status}); the command was:  {}", command.line());
            }
            if Instant::now() > end {
                let after = START.as_secs();
                bail!(
                    "the server does not listen on port {port} after {after} s: {}",
                    command.line()
                );
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }

    /// Waits until the server ends by itself.
    pub fn wait(&mut self) -> Result<ExitStatus> {
        self.child.wait().context("the server cannot be waited for")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Errors mean that it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether somebody listens there. Asking by a connection would be a debugger's.
fn is_taken(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_err()
}

/// Runs the debugger on this terminal until it ends.
pub fn run(runner: Runner, command: &Command) -> Result<ExitStatus> {
    runner.announce(command);
    command.process().status().with_context(|| format!("cannot run {}", command.line()))
}
