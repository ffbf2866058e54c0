//! Watches a board: text from it, text to it, and its line coming and going.
//!
//! Takes a [`Source`] of lines, a serial port (`serial`) or the memory that a debug probe reads
//! (`rtt`), and gives bytes to a [`Screen`]; addresses of a dying program become functions and lines
//! by [`crate::trace`]. Prints nothing itself and knows no terminal.

#[cfg(feature = "probe")]
pub mod rtt;
#[cfg(not(feature = "probe"))]
#[path = "monitor/no_rtt.rs"]
pub mod rtt;
pub mod serial;

use crate::trace::Decoder;
use anyhow::Result;
use std::io::{ErrorKind, Read, Write};
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::{Duration, Instant};

/// How long one look at the line takes when nothing comes.
const LOOK: Duration = Duration::from_millis(20);
/// How often a line that is gone is looked for.
const RETRY: Duration = Duration::from_millis(100);

/// Where a line to the board is from.
pub trait Source {
    /// What is watched, for people: `/dev/ttyACM0`.
    fn name(&self) -> String;
    /// Opens the line.
    fn open(&mut self) -> Result<Box<dyn Line>>;
    /// Opens the line once more, if the board is there again; it may have another name now.
    fn again(&mut self) -> Option<Box<dyn Line>>;
}

/// An open line. A read that gives nothing for a while is an error of the kind `TimedOut`, and one
/// of no bytes means that the line is gone.
pub trait Line: Read + Write {}

/// Until when to watch.
pub struct Watch {
    /// How long the line may take to appear at first.
    pub wait: Duration,
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
/// The line cannot be opened at first (later it is waited for), or the screen takes nothing more.
pub fn run(
    source: &mut dyn Source,
    watch: &Watch,
    mut decoder: Option<Decoder>,
    input: &Receiver<Input>,
    screen: &mut dyn Screen,
) -> Result<Ending> {
    let start = Instant::now();
    let mut port = Some(first(source, watch, start)?);
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
            if let Some(again) = source.again() {
                screen.note(&format!("{} is back", source.name()));
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
                screen.note(&format!("{} is gone; waiting for it", source.name()));
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
                screen.note(&format!("{} is gone; waiting for it", source.name()));
                port = None;
            }
        }
    }
}

/// Opens the line for the first time.
fn first(source: &mut dyn Source, watch: &Watch, start: Instant) -> Result<Box<dyn Line>> {
    loop {
        match source.open() {
            Err(_) if start.elapsed() < watch.wait => std::thread::sleep(RETRY),
            result => return result,
        }
    }
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
        let mut source = serial::Serial::new("/dev/nowhere", 9600);
        let watch = Watch { wait: Duration::from_millis(150), until: None, limit: None };
        let (_sender, receiver) = std::sync::mpsc::channel();
        struct Nobody;
        impl Screen for Nobody {
            fn board(&mut self, _: &[u8]) -> Result<()> {
                Ok(())
            }
            fn note(&mut self, _: &str) {}
        }
        let error = run(&mut source, &watch, None, &receiver, &mut Nobody).unwrap_err();
        assert_eq!(error.to_string(), "cannot open the port /dev/nowhere");
    }
}
