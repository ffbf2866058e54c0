//! How a test program on a board, or in a simulator, tells that it has ended: there is nobody it
//! could return to, so it writes its exit status to its console, behind all else
//! (`runtime-stubs/runtime/board.go`, build tag `exittold`). Here that is found and taken out.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// The build tag of programs that tell of their end.
pub const TAG: &str = "exittold";

/// What comes before the status.
const MARK: &[u8] = b"\x16exit ";

/// Passes on what a program writes until it tells of its end.
pub struct Console<'a> {
    out: &'a mut (dyn Write + Send),
    /// What may be the begin of the mark, or the mark and a part of the status.
    held: Vec<u8>,
    pub status: Option<i32>,
    /// Set once the status is known.
    over: &'a AtomicBool,
}

impl<'a> Console<'a> {
    pub fn new(out: &'a mut (dyn Write + Send), over: &'a AtomicBool) -> Console<'a> {
        Console { out, held: Vec::new(), status: None, over }
    }

    /// Passes on what is held back.
    pub fn end(&mut self) -> io::Result<()> {
        self.out.write_all(&std::mem::take(&mut self.held))
    }
}

/// The status, from what stands between the mark and the end of the line.
fn status(text: &[u8]) -> Option<i32> {
    std::str::from_utf8(text).ok()?.trim().parse().ok()
}

impl Write for Console<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // What comes behind the end is of another run.
        if self.status.is_some() {
            return Ok(bytes.len());
        }
        self.held.extend_from_slice(bytes);
        loop {
            let start = self.held.iter().position(|b| *b == MARK[0]).unwrap_or(self.held.len());
            self.out.write_all(&self.held[..start])?;
            self.held.drain(..start);
            let n = self.held.len().min(MARK.len());
            if self.held[..n] == MARK[..n] {
                let end = self.held.iter().position(|b| *b == b'\n');
                let Some(end) = end else { return Ok(bytes.len()) };
                if let Some(status) = status(&self.held[MARK.len()..end]) {
                    self.status = Some(status);
                    self.held.clear();
                    self.over.store(true, Ordering::Relaxed);
                    return Ok(bytes.len());
                }
            }
            // It was something else.
            self.out.write_all(&self.held[..1])?;
            self.held.drain(..1);
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_found_and_taken_out() {
        let (over, mut out) = (AtomicBool::new(false), Vec::new());
        let mut console = Console::new(&mut out, &over);
        for piece in ["PA", "SS\n\x16=== x\x16ex", "it 1", "7\r", "\nmore\n"] {
            assert!(!over.load(Ordering::Relaxed) || piece.ends_with("more\n"));
            console.write_all(piece.as_bytes()).unwrap();
        }
        console.end().unwrap();
        assert_eq!(console.status, Some(17));
        assert!(over.load(Ordering::Relaxed));
        assert_eq!(String::from_utf8(out).unwrap(), "PASS\n\x16=== x");
    }

    #[test]
    fn a_line_that_is_no_end_is_passed_on() {
        let (over, mut out) = (AtomicBool::new(false), Vec::new());
        let mut console = Console::new(&mut out, &over);
        console.write_all(b"a \x16exit\n\x16exit x\n\x16ex").unwrap();
        console.end().unwrap();
        assert_eq!(console.status, None);
        assert_eq!(out, b"a \x16exit\n\x16exit x\n\x16ex");
    }
}
