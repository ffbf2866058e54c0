//! Runs firmware in an emulator such as QEMU, as a target's `emulator` command says.

use super::command::{Command, Runner};
use super::find::Search;
use super::spec::SPECS;
use anyhow::{Context as _, Result, bail};
use std::io::{BufRead as _, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

/// What to run.
pub struct Emulation<'a> {
    /// The words of the target's command, for example `qemu-system-arm -machine lm3s6965evb -kernel
    /// {elf}`. `{}` and `{elf}` stand for the ELF file, `{img}` for the image.
    pub command: &'a [String],
    pub elf: &'a Path,
    /// The image in the target's own format, where the command asks for one.
    pub image: Option<&'a Path>,
    /// Arguments of the firmware's own program; QEMU hands them over by semihosting.
    pub args: &'a [String],
    /// How long it may run.
    pub timeout: Option<Duration>,
    /// It reads embgo's own standard input.
    pub input: bool,
    /// The folder in which it runs, for programs that ask it for files.
    pub dir: Option<&'a Path>,
}

/// How a run ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// With this status.
    Status(i32),
    /// The emulator was killed, with a description of how.
    Signal(ExitStatus),
    /// It was still running when its time was over.
    TimedOut,
}

/// Runs the firmware and copies what it writes to `out` as it comes.
pub fn run(
    runner: Runner,
    search: &Search,
    emulation: &Emulation<'_>,
    out: &mut (dyn Write + Send),
) -> Result<Ending> {
    let command = emulation.to_command(search)?;
    let Emulation { timeout, input, dir, .. } = *emulation;
    let how = Stream { timeout, input, dir, over: None };
    stream(runner, &command, how, out)
}

impl Emulation<'_> {
    /// The command with its files, and its program found.
    pub fn to_command(&self, search: &Search) -> Result<Command> {
        let Some((program, words)) = self.command.split_first() else {
            bail!("the target's emulator command is empty");
        };
        let qemu = program.contains("qemu");
        let mut command = Command::program(&find(program, search)?);
        for word in words {
            command.arg(self.fill(word)?);
        }
        if !words.iter().any(|w| w.contains('{')) {
            command.args(qemu.then_some("-kernel")).arg(self.elf);
        }
        if !self.args.is_empty() && !qemu {
            bail!("{program} has no way to pass arguments to the program");
        }
        if !self.args.is_empty() {
            command.arg("-append").arg(self.args.join(" "));
        }
        Ok(command)
    }

    fn fill(&self, word: &str) -> Result<String> {
        let elf = self.elf.to_string_lossy();
        let word = word.replace("{}", &elf).replace("{elf}", &elf);
        if !word.contains("{img}") {
            return Ok(word);
        }
        let image = self.image.context("the emulator command has {img}, but there is no image")?;
        Ok(word.replace("{img}", &image.to_string_lossy()))
    }
}

/// Finds the program of a target's command: a tool of the table, with its advice on installing, or
/// any other program on the `PATH`.
fn find(program: &str, search: &Search) -> Result<PathBuf> {
    if let Some(spec) = SPECS.iter().find(|s| s.name == program) {
        return Ok(search.find(spec.id)?.path);
    }
    let dir = std::env::current_dir().unwrap_or_default();
    which::which_in(program, search.path.as_ref(), dir)
        .with_context(|| format!("the emulator {program} was not found"))
}

/// How a command is run.
#[derive(Clone, Copy, Default)]
pub(super) struct Stream<'a> {
    pub timeout: Option<Duration>,
    /// It reads embgo's own standard input.
    pub input: bool,
    pub dir: Option<&'a Path>,
    /// Set by who takes the output, when nothing more is wanted.
    pub over: Option<&'a AtomicBool>,
}

/// Runs a command, copying its output while it runs.
pub(super) fn stream(
    runner: Runner,
    command: &Command,
    how: Stream<'_>,
    out: &mut (dyn Write + Send),
) -> Result<Ending> {
    let Stream { timeout, input, dir, over } = how;
    runner.announce(command);
    let name = || format!("cannot run {}", command.line());
    let mut process = command.process();
    if let Some(dir) = dir {
        process.current_dir(dir);
    }
    process.stdin(if input { Stdio::inherit() } else { Stdio::null() });
    process.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = process.spawn().with_context(name)?;
    let messages = child.stderr.take().map(|e| std::thread::spawn(move || pass_messages(e)));
    let mut stdout = child.stdout.take().expect("standard output is a pipe");
    let (send, pieces) = mpsc::channel();
    // The reader ends with the pipe, that is at the latest when the child is gone.
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(n @ 1..) = stdout.read(&mut buffer) {
            if send.send(buffer[..n].to_vec()).is_err() {
                break;
            }
        }
    });
    let deadline = timeout.map(|t| Instant::now() + t);
    if copy(&pieces, deadline, over, out).is_none() {
        stop(&mut child);
        // What it wrote before it was stopped still counts.
        copy(&pieces, Some(Instant::now() + GRACE), over, out);
        return Ok(Ending::TimedOut);
    }
    let Some(status) = wait(&mut child, deadline).with_context(name)? else {
        stop(&mut child);
        return Ok(Ending::TimedOut);
    };
    // The last words are often the ones that say why. The thread ends with the pipe.
    let _ = messages.map(std::thread::JoinHandle::join);
    Ok(status.code().map_or(Ending::Signal(status), Ending::Status))
}

/// What QEMU says of harmless programs: that of the Stellaris timer comes with every reset.
const NOISE: [&str; 1] = ["Timer with period zero, disabling"];

/// Copies the emulator's own messages, line by line.
fn pass_messages(from: impl Read) {
    let mut lines = BufReader::new(from);
    let mut line = Vec::new();
    while matches!(lines.read_until(b'\n', &mut line), Ok(1..)) {
        if !NOISE.iter().any(|n| line.trim_ascii() == n.as_bytes()) {
            let _ = std::io::stderr().write_all(&line);
        }
        line.clear();
    }
}

/// Copies pieces until the sender is gone; `None` if the time is over before, or enough has come.
fn copy(
    pieces: &mpsc::Receiver<Vec<u8>>,
    deadline: Option<Instant>,
    over: Option<&AtomicBool>,
    out: &mut dyn Write,
) -> Option<()> {
    loop {
        if over.is_some_and(|over| over.load(Ordering::Relaxed)) {
            return None;
        }
        let piece = match deadline {
            None => pieces.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(t) => pieces.recv_timeout(t.saturating_duration_since(Instant::now())),
        };
        match piece {
            // Nobody reads the output any more (`embgo run | head`): the program goes on as if.
            Ok(piece) => drop(out.write_all(&piece).and_then(|()| out.flush())),
            Err(RecvTimeoutError::Disconnected) => return Some(()),
            Err(RecvTimeoutError::Timeout) => return None,
        }
    }
}

/// Waits for a child that has closed its output and so is about to end.
fn wait(child: &mut Child, deadline: Option<Instant>) -> std::io::Result<Option<ExitStatus>> {
    let Some(deadline) = deadline else { return child.wait().map(Some) };
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= deadline {
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// How long an emulator has to end by itself.
const GRACE: Duration = Duration::from_millis(500);

/// Ends the child: first politely, because QEMU must put the terminal back in order.
fn stop(child: &mut Child) {
    if cfg!(unix) {
        let polite = std::process::Command::new("kill")
            .arg(child.id().to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if polite.is_ok() && matches!(wait(child, Some(Instant::now() + GRACE)), Ok(Some(_))) {
            return;
        }
    }
    // Errors mean that it is gone already.
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn sh(script: &str, timeout: Option<Duration>) -> (Ending, String) {
        let mut command = Command::program(Path::new("/bin/sh"));
        command.args(["-c", script]);
        let mut out = Vec::new();
        let ending =
            stream(Runner::default(), &command, Stream { timeout, ..Stream::default() }, &mut out)
                .unwrap();
        (ending, String::from_utf8(out).unwrap())
    }

    #[test]
    fn output_and_status_are_passed_on() {
        assert_eq!(sh("echo hi; exit 7", None), (Ending::Status(7), "hi\n".to_owned()));
        let long = Some(Duration::from_secs(20));
        assert_eq!(sh("echo hi", long), (Ending::Status(0), "hi\n".to_owned()));
    }

    #[test]
    fn a_program_that_does_not_end_is_stopped() {
        let start = Instant::now();
        let (ending, out) = sh("echo hi; exec sleep 60", Some(Duration::from_millis(100)));
        assert_eq!((ending, out.as_str()), (Ending::TimedOut, "hi\n"));
        assert!(start.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn files_take_their_places() {
        let of = |command: &str, image: Option<&str>| {
            let command: Vec<String> = command.split_whitespace().map(Into::into).collect();
            let image = image.map(Path::new);
            let elf = Path::new("/a b/x.elf");
            let path = Some("/bin:/usr/bin".into());
            let search = Search { path, ..Search::default() };
            let emulation = Emulation {
                command: &command,
                elf,
                image,
                args: &[],
                timeout: None,
                input: false,
                dir: None,
            };
            emulation.to_command(&search).map(|c| c.line())
        };
        let line = of("sh -k {elf} -d f={img},x", Some("i.uf2")).unwrap();
        assert!(line.ends_with("sh -k '/a b/x.elf' -d f=i.uf2,x"), "{line}");
        assert!(of("sh -x", None).unwrap().ends_with("sh -x '/a b/x.elf'"));
        assert!(of("sh {img}", None).is_err());
        assert!(of("", None).is_err());
        let gone = of("no-such-emulator {}", None).unwrap_err().to_string();
        assert_eq!(gone, "the emulator no-such-emulator was not found");
    }
}
