//! Running a tool to its end: arguments in, output out, and an error that says all there is to say.

use super::{Tool, words};
use anyhow::{Context as _, Result};
use std::ffi::{OsStr, OsString};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};

/// How commands are run, the same for a whole build.
#[derive(Clone, Copy, Debug, Default)]
pub struct Runner {
    /// Print each command to standard error before it runs (`-x`).
    pub echo: bool,
}

/// A command to run.
#[derive(Clone, Debug)]
pub struct Command {
    program: PathBuf,
    args: Vec<OsString>,
    dir: Option<PathBuf>,
    input: Vec<u8>,
}

/// What a command that succeeded wrote.
#[derive(Clone, Debug, Default)]
pub struct Output {
    pub stdout: Vec<u8>,
    /// Warnings, most often empty.
    pub stderr: String,
}

impl Command {
    pub fn new(tool: &Tool) -> Command {
        Command::program(&tool.path)
    }

    pub fn program(program: &Path) -> Command {
        Command { program: program.to_owned(), args: Vec::new(), dir: None, input: Vec::new() }
    }

    pub fn arg(&mut self, arg: impl AsRef<OsStr>) -> &mut Command {
        self.args.push(arg.as_ref().to_owned());
        self
    }

    pub fn args<A: AsRef<OsStr>>(&mut self, args: impl IntoIterator<Item = A>) -> &mut Command {
        self.args.extend(args.into_iter().map(|a| a.as_ref().to_owned()));
        self
    }

    /// The folder to run in.
    pub fn dir(&mut self, dir: &Path) -> &mut Command {
        self.dir = Some(dir.to_owned());
        self
    }

    /// What the command reads from its standard input; nothing by default.
    pub fn input(&mut self, bytes: impl Into<Vec<u8>>) -> &mut Command {
        self.input = bytes.into();
        self
    }

    /// The program that is run.
    pub fn program_path(&self) -> &Path {
        &self.program
    }

    /// The command as a person would type it.
    pub fn line(&self) -> String {
        let all = std::iter::once(self.program.as_os_str()).chain(self.args.iter().map(|a| &**a));
        let words: Vec<String> = all.map(|w| words::quote(&w.to_string_lossy())).collect();
        words.join(" ")
    }

    pub(super) fn process(&self) -> std::process::Command {
        let mut process = std::process::Command::new(&self.program);
        process.args(&self.args);
        if let Some(dir) = &self.dir {
            process.current_dir(dir);
        }
        process
    }
}

impl Runner {
    pub(super) fn announce(self, command: &Command) {
        if self.echo {
            // A closed standard error is no reason to stop.
            let _ = writeln!(std::io::stderr(), "{}", command.line());
        }
    }

    /// Runs a command to its end. A status other than 0 is a [`Failed`].
    pub fn run(self, command: &Command) -> Result<Output> {
        self.announce(command);
        let name = || format!("cannot run {}", command.program.display());
        let mut child = command
            .process()
            .stdin(if command.input.is_empty() { Stdio::null() } else { Stdio::piped() })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(name)?;
        let stdin = child.stdin.take();
        let mut stderr = child.stderr.take().expect("standard error is a pipe");
        // All three streams at once: a tool may well stop reading while it waits for us to read.
        let mut output = Output::default();
        let mut said = Vec::new();
        std::thread::scope(|scope| {
            if let Some(mut stdin) = stdin {
                // The tool may end without reading everything; its own message says why.
                scope.spawn(move || stdin.write_all(&command.input));
            }
            let said = &mut said;
            scope.spawn(move || stderr.read_to_end(said));
            child.stdout.take().map(|mut out| out.read_to_end(&mut output.stdout)).transpose()
        })
        .with_context(name)?;
        let status = child.wait().with_context(name)?;
        output.stderr = String::from_utf8_lossy(&said).into_owned();
        if status.success() {
            return Ok(output);
        }
        let program = command.program.file_name().unwrap_or(command.program.as_os_str());
        let tool = program.to_string_lossy().into_owned();
        Err(Failed { tool, line: command.line(), status, stderr: output.stderr }.into())
    }
}

/// A command that ended with a status other than 0. Rooms that understand a tool's messages can get
/// at them with `downcast_ref`.
#[derive(Debug)]
pub struct Failed {
    pub tool: String,
    pub line: String,
    pub status: ExitStatus,
    pub stderr: String,
}

/// The number of lines of a tool's message that are worth showing.
const LINES: usize = 30;

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} failed ({})", self.tool, self.status)?;
        let lines: Vec<&str> = self.stderr.trim_end().lines().collect();
        for line in lines.iter().take(LINES) {
            write!(f, "\n  {line}")?;
        }
        if lines.len() > LINES {
            write!(f, "\n  ({} more lines)", lines.len() - LINES)?;
        }
        write!(f, "\n  the command was:  {}", self.line)
    }
}

impl std::error::Error for Failed {}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn command(program: &str, args: &[&str]) -> Command {
        let mut command = Command::program(Path::new(program));
        command.args(args);
        command
    }

    #[test]
    fn input_comes_back() {
        let big = vec![b'x'; 1 << 20];
        let output = Runner::default().run(command("/bin/cat", &[]).input(big.clone())).unwrap();
        assert_eq!(output.stdout, big);
    }

    #[test]
    fn a_failure_says_what_the_tool_said() {
        let sh = command("/bin/sh", &["-c", "echo bad >&2; exit 3"]);
        let error = Runner::default().run(&sh).unwrap_err();
        assert_eq!(error.downcast_ref::<Failed>().unwrap().stderr, "bad\n");
        let text = error.to_string();
        assert!(
            text.starts_with("sh failed (exit status: 3)\n  bad\n  the command was:"),
            "{text}"
        );
        let gone = Runner::default().run(&command("/nowhere/tool", &[])).unwrap_err();
        assert_eq!(gone.to_string(), "cannot run /nowhere/tool");
    }
}
