//! `embgo monitor`.

use super::args::MonitorArgs;
use super::{out, size};
use crate::base::embedded::EmbeddedFs;
use crate::base::fs::DiskFs;
use crate::flash::ports;
use crate::monitor::{self, Ending, Input, Screen, Watch};
use crate::target;
use crate::trace::Decoder;
use anyhow::{Context as _, Result, bail};
use std::fs::File;
use std::io::{IsTerminal as _, Read as _, Write as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender};
use std::time::Instant;

/// The key that leaves in raw mode: Ctrl-], as in telnet.
const LEAVE: u8 = 0x1d;

pub fn run(args: &MonitorArgs) -> Result<u8> {
    let decoder = args.program.as_deref().map(decoder).transpose()?;
    let port = match (&args.port, args.target.as_str()) {
        (Some(port), _) => port.clone(),
        (None, "") => {
            bail!("name the board with -target, or its port with -port; `embgo ports` lists them")
        }
        (None, name) => {
            let target = target::load(name, &DiskFs, &EmbeddedFs, &out::current_dir()?)?;
            ports::choose(&target, None)?
        }
    };
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
    match &raw {
        Some(_) => screen.note(&format!("watching {port}; Ctrl-] leaves")),
        None => screen.note(&format!("watching {port}; Ctrl-C leaves")),
    }
    let watch = Watch { port, baud: args.baud, until: args.until.clone(), limit: args.limit };
    let ending = monitor::run(&watch, decoder, &keyboard(raw.is_some()), &mut screen)?;
    drop(raw);
    Ok(match ending {
        Ending::Found | Ending::Quit => 0,
        Ending::TimedOut if args.until.is_none() => 0,
        Ending::TimedOut => {
            out::note("the text that was waited for did not come");
            1
        }
    })
}

/// The decoder for a program's addresses.
fn decoder(program: &Path) -> Result<Decoder> {
    if !size::is_elf(program) {
        bail!("{} is no ELF file; `embgo build -o x.elf` makes one", program.display());
    }
    let bytes = std::fs::read(program);
    Ok(Decoder::new(&bytes.with_context(|| format!("cannot read {}", program.display()))?))
}

/// Reads the keyboard in a thread of its own: lines, or keys in raw mode.
fn keyboard(raw: bool) -> Receiver<Input> {
    let (sender, receiver) = std::sync::mpsc::channel();
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
