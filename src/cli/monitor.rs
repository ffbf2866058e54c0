//! `embgo monitor`.

use super::args::{MonitorArgs, WatchArgs};
use super::{interrupt, out, size};
use crate::base::embedded::EmbeddedFs;
use crate::base::fs::DiskFs;
use crate::flash::ports;
use crate::monitor::rtt::Memory;
use crate::monitor::serial::Serial;
use crate::monitor::{self, Ending, Input, Screen, Source, Watch};
use crate::target;
use crate::trace::Decoder;
use anyhow::{Context as _, Result, bail};
use std::fs::File;
use std::io::{IsTerminal as _, Read as _, Write as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

/// The key that leaves in raw mode: Ctrl-], as in telnet.
const LEAVE: u8 = 0x1d;

pub fn run(args: &MonitorArgs) -> Result<u8> {
    let elf = args.program.as_deref().map(read_elf).transpose()?;
    let decoder = elf.as_deref().map(Decoder::new);
    let target = || target::load(&args.target, &DiskFs, &EmbeddedFs, &out::current_dir()?);
    let mut source: Box<dyn Source> = match (&args.port, args.target.as_str()) {
        (_, "") if args.rtt => bail!("-rtt needs the board: name it with -target"),
        (None, "") => {
            bail!("name the board with -target, or its port with -port; `embgo ports` lists them")
        }
        (None, _) if args.rtt => {
            Box::new(Memory::new(&target()?, args.probe.as_deref(), elf.as_deref()))
        }
        (Some(port), _) => Box::new(Serial::new(port, args.baud)),
        (None, _) => Box::new(Serial::new(&ports::choose(&target()?, None)?, args.baud)),
    };
    interrupt::watch(false);
    watch(&mut *source, Duration::ZERO, &args.watch, decoder)
}

/// Watches a board, whose line may take `wait` to appear, and gives the exit status.
pub fn watch(
    source: &mut dyn Source,
    wait: Duration,
    args: &WatchArgs,
    decoder: Option<Decoder>,
) -> Result<u8> {
    let log = match &args.log {
        Some(path) => {
            Some(File::create(path).with_context(|| format!("cannot write {}", path.display()))?)
        }
        None => None,
    };
    let stdin = std::io::stdin();
    let raw = match args.raw && stdin.is_terminal() {
        true => Some(Raw::new()?),
        false => None,
    };
    let mut screen = Terminal { log, stamps: args.timestamps.then(Instant::now), fresh: true };
    let leave = if raw.is_some() { "Ctrl-]" } else { "Ctrl-C" };
    screen.note(&format!("watching {}; {leave} leaves", source.name()));
    let watch = Watch { wait, until: args.until.clone(), limit: args.limit };
    let keyboard = keyboard(raw.is_some());
    let ending = monitor::run(source, &watch, decoder, &keyboard, &mut screen)?;
    drop(raw);
    Ok(match ending {
        Ending::Found => 0,
        Ending::Quit if args.until.is_none() => 0,
        Ending::Quit => interrupt::STATUS,
        Ending::TimedOut if args.until.is_none() => 0,
        Ending::TimedOut => {
            out::note("the text that was waited for did not come");
            1
        }
    })
}

/// The ELF file of what runs on the board.
fn read_elf(program: &Path) -> Result<Vec<u8>> {
    if !size::is_elf(program) {
        bail!("{} is no ELF file; `embgo build -o x.elf` makes one", program.display());
    }
    std::fs::read(program).with_context(|| format!("cannot read {}", program.display()))
}

/// Reads the keyboard in a thread of its own: lines, or keys in raw mode; and Ctrl-C.
fn keyboard(raw: bool) -> Receiver<Input> {
    let (sender, receiver) = std::sync::mpsc::channel();
    interrupt::watching(sender.clone());
    std::thread::spawn(move || read_keyboard(raw, &sender));
    receiver
}

fn read_keyboard(raw: bool, sender: &Sender<Input>) {
    let mut buffer = [0; 256];
    let mut stdin = std::io::stdin().lock();
    while let Ok(n @ 1..) = stdin.read(&mut buffer) {
        let bytes = &buffer[..n];
        let leave = raw && bytes.contains(&LEAVE);
        let input = if leave { Input::Quit } else { Input::Bytes(bytes.to_vec()) };
        if sender.send(input).is_err() {
            return;
        }
    }
}

/// Standard output, and a file that gets the same.
struct Terminal {
    log: Option<File>,
    /// When the watch began, if lines are to say when they came.
    stamps: Option<Instant>,
    /// The next byte begins a line.
    fresh: bool,
}

impl Screen for Terminal {
    fn board(&mut self, bytes: &[u8]) -> Result<()> {
        let mut text = Vec::with_capacity(bytes.len());
        for &byte in bytes {
            if self.fresh
                && let Some(start) = self.stamps
            {
                let stamp = format!("[{:10.3}] ", start.elapsed().as_secs_f64());
                text.extend(stamp.as_bytes());
            }
            text.push(byte);
            self.fresh = byte == b'\n';
        }
        if let Some(log) = &mut self.log {
            log.write_all(&text).context("cannot write the log")?;
        }
        let mut stdout = std::io::stdout().lock();
        stdout.write_all(&text).and_then(|()| stdout.flush()).context("cannot write the output")
    }

    fn note(&mut self, text: &str) {
        if let Some(log) = &mut self.log {
            // The next text from the board reports it if the log cannot be written.
            let _ = writeln!(log, "{text}");
        }
        if !std::mem::replace(&mut self.fresh, true) {
            out::note("");
        }
        out::note(text);
    }
}

/// The terminal hands over every key at once, until this is dropped.
#[cfg(unix)]
struct Raw(rustix::termios::Termios);

#[cfg(unix)]
impl Raw {
    fn new() -> Result<Raw> {
        let stdin = std::io::stdin();
        let before =
            rustix::termios::tcgetattr(&stdin).context("cannot read the terminal's mode")?;
        let mut raw = before.clone();
        raw.make_raw();
        // Lines of the board's and of embgo's own still end properly.
        raw.output_modes |= rustix::termios::OutputModes::OPOST;
        rustix::termios::tcsetattr(&stdin, rustix::termios::OptionalActions::Now, &raw)
            .context("cannot set the terminal's mode")?;
        Ok(Raw(before))
    }
}

#[cfg(unix)]
impl Drop for Raw {
    fn drop(&mut self) {
        let now = rustix::termios::OptionalActions::Now;
        // Nothing can be done about a terminal that is gone.
        let _ = rustix::termios::tcsetattr(std::io::stdin(), now, &self.0);
    }
}

#[cfg(not(unix))]
struct Raw;

#[cfg(not(unix))]
impl Raw {
    fn new() -> Result<Raw> {
        bail!("-raw is not possible on this system yet; leave it out for lines")
    }
}
