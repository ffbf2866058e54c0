//! Watches a board's serial port: text from it, text to it, and the port coming and going.
//!
//! Takes an open line by name and gives bytes to a [`Screen`]; addresses of a dying program become
//! functions and lines by [`crate::trace`]. Prints nothing itself and knows no terminal.

use crate::flash::ports::{self, Usb};
use crate::trace::Decoder;
use anyhow::{Context as _, Result};
use serialport::SerialPort;
use std::io::{ErrorKind, Read as _, Write as _};
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::{Duration, Instant};

/// How long one look at the port takes when nothing comes.
const LOOK: Duration = Duration::from_millis(20);
/// How often a port that is gone is looked for.
const RETRY: Duration = Duration::from_millis(100);

/// What to watch, and until when.
pub struct Watch {
    /// `/dev/ttyACM0`
    pub port: String,
    /// Bits a second.
    pub baud: u32,
    /// End, successfully, when a line holds this.
    pub until: Option<String>,
    /// End after so long.
    pub limit: Option<Duration>,
}

/// Where things are shown.
pub trait Screen {
    /// Bytes from the board, as they are.
    fn board(&mut self, bytes: &[u8]) -> Result<()>;
    /// What embgo has to say, a line or more.
    fn note(&mut self, text: &str);
}

/// What comes from the person at the keyboard.
pub enum Input {
    Bytes(Vec<u8>),
    /// The person wants to leave.
    Quit,
}

/// Why the watch ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// The text that was waited for came.
    Found,
    /// The time is over.
    TimedOut,
    Quit,
}

/// Watches until there is a reason to end.
///
/// # Errors
/// The port cannot be opened at first (later it is waited for), or the screen takes nothing more.
pub fn run(
    watch: &Watch,
    mut decoder: Option<Decoder>,
    input: &Receiver<Input>,
    screen: &mut dyn Screen,
) -> Result<Ending> {
    let start = Instant::now();
    let identity = identity(&watch.port);
    let mut port = Some(open(&watch.port, watch.baud)?);
    let mut seen = Lines { line: Vec::new(), until: watch.until.as_deref().map(str::as_bytes) };
    let mut buffer = [0; 4096];
    loop {
        if watch.limit.is_some_and(|limit| start.elapsed() >= limit) {
            return Ok(Ending::TimedOut);
        }
        let Some(line) = &mut port else {
            std::thread::sleep(RETRY);
            if matches!(input.try_recv(), Ok(Input::Quit)) {
                return Ok(Ending::Quit);
            }
            if let Some(name) = find(&watch.port, identity.as_ref())
                && let Ok(again) = open(&name, watch.baud)
            {
                screen.note(&format!("{name} is back"));
                port = Some(again);
            }
            continue;
        };
        match input.try_recv() {
            Ok(Input::Quit) => return Ok(Ending::Quit),
            // What cannot be sent shows as a port that is gone at the next read.
            Ok(Input::Bytes(bytes)) => drop(line.write_all(&bytes)),
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => {}
        }
        match line.read(&mut buffer) {
            // A port on USB whose device left gives an empty read.
            Ok(0) => {
                screen.note(&format!("{} is gone; waiting for it", watch.port));
                port = None;
            }
            Ok(n) => {
                screen.board(&buffer[..n])?;
                let explained = decoder.as_mut().map(|d| d.feed(&buffer[..n])).unwrap_or_default();
                explained.iter().for_each(|text| screen.note(text.trim_end()));
                if seen.feed(&buffer[..n]) {
                    return Ok(Ending::Found);
                }
            }
            Err(e) if matches!(e.kind(), ErrorKind::TimedOut | ErrorKind::Interrupted) => {}
            Err(_) => {
                screen.note(&format!("{} is gone; waiting for it", watch.port));
                port = None;
            }
        }
    }
}

fn open(name: &str, baud: u32) -> Result<Box<dyn SerialPort>> {
    serialport::new(name, baud)
        .timeout(LOOK)
        .open()
        .with_context(|| format!("cannot open the port {name}"))
}

/// What the device on a port says of itself, to know it again under another name.
fn identity(name: &str) -> Option<Usb> {
    let all = ports::all().ok()?;
    all.into_iter().find(|p| p.name == name)?.usb.filter(|u| u.serial.is_some())
}

/// The name of the port now.
fn find(name: &str, identity: Option<&Usb>) -> Option<String> {
    let Some(identity) = identity else {
        return std::path::Path::new(name).exists().then(|| name.to_owned());
    };
    let all = ports::all().ok()?;
    all.into_iter().find(|p| p.usb.as_ref() == Some(identity)).map(|p| p.name)
}

/// Looks for a text in the lines that go by.
struct Lines<'a> {
    line: Vec<u8>,
    until: Option<&'a [u8]>,
}

impl Lines<'_> {
    /// Longer lines are looked at in pieces.
    const MOST: usize = 4096;

    fn feed(&mut self, bytes: &[u8]) -> bool {
        let Some(until) = self.until else { return false };
        for &byte in bytes {
            if byte == b'\n' || self.line.len() == Self::MOST {
                self.line.clear();
                continue;
            }
            self.line.push(byte);
            if self.line.ends_with(until) {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_across_pieces() {
        let mut lines = Lines { line: Vec::new(), until: Some(b"all good") };
        assert!(!lines.feed(b"it is all g"));
        assert!(lines.feed(b"ood now"));
        let mut lines = Lines { line: Vec::new(), until: Some(b"ab") };
        assert!(!lines.feed(b"a\nb"));
        assert!(!Lines { line: Vec::new(), until: None }.feed(b"ab"));
    }

    #[test]
    fn a_port_that_is_not_there_is_an_error() {
        let watch = Watch { port: "/dev/nowhere".into(), baud: 9600, until: None, limit: None };
        let (_sender, receiver) = std::sync::mpsc::channel();
        struct Nobody;
        impl Screen for Nobody {
            fn board(&mut self, _: &[u8]) -> Result<()> {
                Ok(())
            }
            fn note(&mut self, _: &str) {}
        }
        let error = run(&watch, None, &receiver, &mut Nobody).unwrap_err();
        assert_eq!(error.to_string(), "cannot open the port /dev/nowhere");
    }
}
