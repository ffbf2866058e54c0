//! Runs a test program on a board that is connected: puts it there as `embgo flash` does, and reads
//! what it writes to its serial port (or to memory, with `-serial=rtt`) until it tells of its end.

use super::options::{Named as _, Serial};
use crate::flash::firmware::Firmware;
use crate::flash::{Choice, Progress, choose, is_serial, ports};
use crate::monitor::rtt::Memory;
use crate::monitor::serial::Serial as Port;
use crate::monitor::{Line, Source};
use crate::target::Target;
use crate::tools::command::Runner;
use crate::tools::emulator::Ending;
use crate::tools::find::Search;
use anyhow::{Context as _, Result};
use std::io::{ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often a line that is not there is looked for.
const RETRY: Duration = Duration::from_millis(100);

/// The board and the line to it.
#[derive(Clone, Debug)]
pub struct Board {
    pub choice: Choice,
    /// The serial port that the program writes to; else the one the board is known by.
    pub line: Option<String>,
    /// Bits a second on it.
    pub baud: u32,
}

/// What a run has to know.
pub struct Run<'a> {
    pub target: &'a Target,
    pub elf: Vec<u8>,
    pub runner: Runner,
    pub timeout: Option<Duration>,
    /// Set by who takes the output, when the program has told of its end.
    pub over: &'a AtomicBool,
}

/// Writes the program to the board and passes on what it says. Gives [`Ending::TimedOut`] if the
/// time is over or if it told of its end, which is for the caller to know.
pub fn run(board: &Board, run: Run<'_>, out: &mut dyn Write) -> Result<Ending> {
    let Run { target, elf, runner, timeout, over } = run;
    let ready = choose::prepare(target, &board.choice, &Search::from_env(), &mut Quiet)?;
    let firmware = Firmware::from_elf(elf, target)?;
    let flashed_over = ready.serial_port().map(str::to_owned);
    let mut source = source(board, target, flashed_over.as_deref(), firmware.elf.as_deref())?;
    // The first lines come as soon as the program is there. A port that is needed for writing, or
    // that the board has only while it runs, is opened behind that.
    let early = target.serial != Serial::Rtt.name() && flashed_over.is_none();
    let mut line = if early { source.open().ok() } else { None };
    if let Some(line) = &mut line {
        drain(&mut **line);
    }
    ready.write(&firmware, target, &board.choice, runner, &mut Quiet)?;
    let start = Instant::now();
    let late = |limit: Option<Duration>| limit.is_some_and(|limit| start.elapsed() >= limit);
    let mut buffer = [0; 4096];
    let mut seen = line.is_some();
    while !over.load(Ordering::Relaxed) && !late(timeout) {
        let Some(open) = &mut line else {
            line = match seen {
                true => source.again(),
                false => {
                    source.open().map(Some).or_else(|e| match late(Some(board.choice.wait)) {
                        true => Err(e.context("the program was written, but cannot be watched")),
                        false => Ok(None),
                    })?
                }
            };
            seen |= line.is_some();
            if line.is_none() {
                std::thread::sleep(RETRY);
            }
            continue;
        };
        match open.read(&mut buffer) {
            Ok(n @ 1..) => out.write_all(&buffer[..n]).context("cannot write the output")?,
            Err(e) if matches!(e.kind(), ErrorKind::TimedOut | ErrorKind::Interrupted) => {}
            // The board may come back.
            Ok(_) | Err(_) => line = None,
        }
    }
    Ok(Ending::TimedOut)
}

/// Where the program's output comes from.
fn source(
    board: &Board,
    target: &Target,
    flashed_over: Option<&str>,
    elf: Option<&[u8]>,
) -> Result<Box<dyn Source>> {
    if target.serial == Serial::Rtt.name() {
        return Ok(Box::new(Memory::new(target, board.choice.probe.as_deref(), elf)));
    }
    let name = match board.line.as_deref().or(flashed_over) {
        Some(name) => name.to_owned(),
        None => {
            let named = board.choice.port.as_deref().filter(|port| is_serial(port));
            ports::choose(target, named).context("no port to read the tests' output from")?
        }
    };
    Ok(Box::new(Port::new(&name, board.baud)))
}

/// Reads away what an earlier program has sent.
fn drain(line: &mut dyn Line) {
    let mut buffer = [0; 4096];
    while matches!(line.read(&mut buffer), Ok(1..)) {}
}

/// The results of the tests are what is shown.
struct Quiet;

impl Progress for Quiet {
    fn note(&mut self, _: &str) {}
    fn begin(&mut self, _: &str, _: u64) {}
    fn at(&mut self, _: u64) {}
    fn end(&mut self) {}
}
