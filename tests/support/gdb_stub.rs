//! A client of QEMU's gdb stub: memory, registers, breakpoints, run and halt of an emulated core
//! (GDB manual, "Remote Serial Protocol").

use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// An emulated board that waits for a debugger.
pub struct Qemu {
    child: Child,
    stream: UnixStream,
    received: Vec<u8>,
    pub running: bool,
}

const LIMIT: Duration = Duration::from_secs(30);

impl Qemu {
    /// Starts a machine; its serial port is the second value.
    pub fn start(machine: &str, dir: &Path) -> (Qemu, ChildStdout) {
        let path = dir.join("gdb");
        let mut command = Command::new("qemu-system-arm");
        command.args(["-machine", machine, "-display", "none", "-monitor", "none"]);
        command.args(["-serial", "stdio", "-S", "-gdb", "chardev:gdb", "-chardev"]);
        command.arg(format!("socket,id=gdb,path={},server=on,wait=off", path.display()));
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|e| panic!("QEMU: {e}; `make deps`"));
        let out = child.stdout.take().expect("it is a pipe");
        let end = Instant::now() + LIMIT;
        let stream = loop {
            match UnixStream::connect(&path) {
                Ok(stream) => break stream,
                Err(e) if Instant::now() > end => panic!("QEMU's gdb stub: {e}"),
                Err(_) => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        let mut qemu = Qemu { child, stream, received: Vec::new(), running: false };
        // Registers of M-profile cores are there only for who can describe them.
        qemu.ask("qSupported:xmlRegisters=arm");
        qemu.ask("qXfer:features:read:target.xml:0,fff");
        (qemu, out)
    }

    fn write(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).expect("QEMU listens");
    }

    /// One request and its answer.
    fn ask(&mut self, text: &str) -> String {
        self.send(text);
        self.answer(LIMIT).unwrap_or_else(|| panic!("QEMU does not answer {text}"))
    }

    fn send(&mut self, text: &str) {
        let sum = text.bytes().fold(0u8, u8::wrapping_add);
        self.write(format!("${text}#{sum:02x}").as_bytes());
    }

    /// The next packet, if it comes in time.
    fn answer(&mut self, limit: Duration) -> Option<String> {
        let end = Instant::now() + limit;
        loop {
            let start = self.received.iter().position(|b| *b == b'$');
            let stop =
                start.and_then(|s| Some(s + self.received[s..].iter().position(|b| *b == b'#')?));
            if let (Some(start), Some(stop)) = (start, stop)
                && self.received.len() >= stop + 3
            {
                let text = String::from_utf8_lossy(&self.received[start + 1..stop]).into_owned();
                self.received.drain(..stop + 3);
                self.write(b"+");
                return Some(text);
            }
            let left = end.saturating_duration_since(Instant::now());
            self.stream.set_read_timeout(Some(left.max(Duration::from_millis(1)))).expect("a time");
            let mut bytes = [0; 4096];
            match self.stream.read(&mut bytes) {
                Ok(0) => return None,
                Ok(n) => self.received.extend_from_slice(&bytes[..n]),
                Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    if Instant::now() >= end {
                        return None;
                    }
                }
                Err(e) => panic!("QEMU: {e}"),
            }
        }
    }

    pub fn read(&mut self, address: u32, length: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        while bytes.len() < length {
            let at = address + bytes.len() as u32;
            let part = (length - bytes.len()).min(1024);
            let text = self.ask(&format!("m{at:x},{part:x}"));
            bytes.extend_from_slice(&unhex(&text).filter(|b| b.len() == part)?);
        }
        Some(bytes)
    }

    pub fn write_memory(&mut self, address: u32, bytes: &[u8]) -> bool {
        bytes
            .chunks(1024)
            .zip((address..).step_by(1024))
            .all(|(part, at)| self.ask(&format!("M{at:x},{:x}:{}", part.len(), hex(part))) == "OK")
    }

    /// A register by gdb's number: 0 to 15, 25 for xPSR.
    pub fn register(&mut self, number: u32) -> u32 {
        let bytes = unhex(&self.ask(&format!("p{number:x}"))).unwrap_or_default();
        bytes.try_into().map_or(0, u32::from_le_bytes)
    }

    pub fn set_register(&mut self, number: u32, value: u32) {
        let text = format!("P{number:x}={}", hex(&value.to_le_bytes()));
        assert_eq!(self.ask(&text), "OK", "{text}");
    }

    pub fn breakpoint(&mut self, address: u32, set: bool) {
        let letter = if set { 'Z' } else { 'z' };
        self.ask(&format!("{letter}1,{address:x},2"));
    }

    pub fn run(&mut self) {
        self.send("c");
        self.running = true;
    }

    /// One instruction; a core that waits for an interrupt does not even do that.
    pub fn step(&mut self) {
        self.send("s");
        self.running = self.answer(Duration::from_millis(200)).is_none();
        self.halt();
    }

    /// Whether the core has stopped by itself.
    pub fn stopped(&mut self) -> bool {
        if self.running && self.answer(Duration::from_millis(1)).is_some() {
            self.running = false;
        }
        !self.running
    }

    pub fn halt(&mut self) {
        if !self.stopped() {
            self.write(&[3]);
            self.answer(LIMIT).expect("the core stops");
            self.running = false;
        }
    }

    /// Resets the machine; the core stays halted at its first instruction.
    pub fn reset(&mut self) {
        self.halt();
        // The core begins where the vector table says, so that is how its reset is seen.
        self.set_register(15, 0xffff_fff0);
        self.send(&format!("qRcmd,{}", hex(b"system_reset")));
        // What the command prints comes first.
        while self.answer(LIMIT).is_some_and(|a| a != "OK") {}
        let end = Instant::now() + LIMIT;
        while self.register(15) | 1 == 0xffff_fff1 {
            assert!(Instant::now() < end, "the machine does not reset");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Qemu {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|p| u8::from_str_radix(std::str::from_utf8(p).ok()?, 16).ok()).collect()
}
