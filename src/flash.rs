//! Puts firmware on a board that is connected to this computer.
//!
//! Two steps, so that what is missing is said before anything is compiled: [`choose::prepare`] tries
//! the ways that the target and the flags allow, and finds the drive, port, probe or tool of the
//! first that is possible; [`Ready::write`] puts the firmware there and checks that it arrived. Each
//! way is one file: `picoboot` (the boot ROM of the RP2040), `volume` (a drive that takes UF2 or
//! hex), `dfu` (boot loaders over USB), `esp` (the boot loader of Espressif's chips over a serial
//! port), `probe` (a debug probe), `command` (a program of the user's). `usb` is the transport of
//! those that speak USB, `ports` lists serial ports, `firmware` is what is written. This room prints
//! nothing; it tells of its progress through [`Progress`].

pub mod choose;
pub mod command;
pub mod dfu;
#[cfg(feature = "esp")]
pub mod esp;
#[cfg(not(feature = "esp"))]
#[path = "flash/no_esp.rs"]
pub mod esp;
pub mod firmware;
pub mod picoboot;
pub mod ports;
#[cfg(feature = "probe")]
pub mod probe;
#[cfg(not(feature = "probe"))]
#[path = "flash/no_probe.rs"]
pub mod probe;
pub mod usb;
pub mod volume;

use crate::target::Target;
use crate::tools::command::Runner;
use anyhow::Result;
use firmware::Firmware;
use std::path::PathBuf;
use std::time::Duration;

/// A way to get firmware onto a board.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// The USB protocol of the RP2040's boot ROM.
    Picoboot,
    /// Copy a file to the drive of a boot loader.
    Volume,
    /// The USB class for boot loaders.
    Dfu,
    /// The boot loader in the mask ROM of Espressif's chips.
    Esp,
    /// A debug probe.
    Probe,
    /// The target's `flash-command`.
    Command,
}

impl Method {
    /// The names that `-method` takes; the first of each is ours, the others are TinyGo's.
    pub const NAMES: [(&str, Method); 14] = [
        ("picoboot", Method::Picoboot),
        ("volume", Method::Volume),
        ("msd", Method::Volume),
        ("dfu", Method::Dfu),
        ("esp", Method::Esp),
        ("esp32flash", Method::Esp),
        ("probe", Method::Probe),
        ("probe-rs", Method::Probe),
        ("openocd", Method::Probe),
        ("jlink", Method::Probe),
        ("bmp", Method::Probe),
        ("native", Method::Probe),
        ("esp32jtag", Method::Probe),
        ("command", Method::Command),
    ];

    pub fn named(name: &str) -> Option<Method> {
        Method::NAMES.iter().find(|(n, _)| *n == name).map(|(_, m)| *m)
    }

    /// Our name for it.
    pub fn name(self) -> &'static str {
        let found = Method::NAMES.iter().find(|(_, m)| *m == self);
        found.expect("each way has a name").0
    }

    /// Whether the board shows itself this way only after somebody held a button or the like, so
    /// that waiting may help.
    fn appears(self) -> bool {
        matches!(self, Method::Picoboot | Method::Volume | Method::Dfu)
    }
}

/// What the command line says beside the target.
#[derive(Clone, Debug)]
pub struct Choice {
    pub method: Option<Method>,
    /// A serial port, a USB device (`usb:1-2`), or the folder where the board's drive is.
    pub port: Option<String>,
    /// A debug probe: `VID:PID`, `VID:PID:SERIAL`.
    pub probe: Option<String>,
    /// Bits a second on a serial port once the connection stands.
    pub baud: u32,
    pub verify: bool,
    /// Erase all of the chip's flash first.
    pub erase: bool,
    /// Leave the lines alone that reset the chip: it is in its boot loader already, and stays
    /// there.
    pub no_reset: bool,
    /// How long to wait for a board to appear.
    pub wait: Duration,
    /// Find what is needed, but write nothing.
    pub dry_run: bool,
}

impl Default for Choice {
    fn default() -> Choice {
        Choice {
            method: None,
            port: None,
            probe: None,
            baud: 460_800,
            verify: true,
            erase: false,
            no_reset: false,
            wait: Duration::from_secs(20),
            dry_run: false,
        }
    }
}

/// Who is told how far the work is.
pub trait Progress {
    /// Something that takes a while and has no measure: `waiting for the drive RPI-RP2`.
    fn note(&mut self, text: &str);
    /// Work of `total` bytes begins: `writing`.
    fn begin(&mut self, what: &str, total: u64);
    /// So many bytes are done.
    fn at(&mut self, done: u64);
    /// The work that began last is done.
    fn end(&mut self);
}

/// What was done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// Bytes of firmware that were sent.
    pub bytes: u64,
    /// Bytes that the board had already.
    pub skipped: u64,
    /// How it was checked that they arrived: `the chip's MD5 agrees`.
    pub checked: Option<&'static str>,
}

/// What looking for a board gave. An error is for what looking again cannot change.
#[derive(Debug)]
pub enum Look<T> {
    Found(T),
    /// Why it is not there; it may come.
    Absent(String),
}

impl<T> Look<T> {
    fn map<U>(self, f: impl FnOnce(T) -> U) -> Look<U> {
        match self {
            Look::Found(value) => Look::Found(f(value)),
            Look::Absent(why) => Look::Absent(why),
        }
    }
}

/// A way with all it needs.
pub enum Ready {
    Picoboot(usb::Device),
    Volume(volume::Volume),
    Dfu(usb::Device),
    Esp(esp::Esp),
    // A session is large.
    Probe(Box<probe::Probe>),
    Command(command::Prepared),
}

impl Ready {
    /// Where the firmware will go, for people: `the drive /media/me/RPI-RP2`.
    pub fn place(&self) -> String {
        match self {
            Ready::Picoboot(device) | Ready::Dfu(device) => {
                format!("the USB device {}", device.port())
            }
            Ready::Volume(volume) => format!("the drive {}", volume.dir.display()),
            Ready::Esp(esp) => format!("the port {}", esp.port),
            Ready::Probe(probe) => format!("the debug probe {}", probe.name),
            Ready::Command(command) => format!("`{}`", command.program()),
        }
    }

    /// The serial port that this way uses.
    pub fn serial_port(&self) -> Option<&str> {
        match self {
            Ready::Esp(esp) => Some(&esp.port),
            _ => None,
        }
    }

    /// Writes the firmware and checks that it arrived.
    pub fn write(
        self,
        firmware: &Firmware,
        target: &Target,
        choice: &Choice,
        runner: Runner,
        progress: &mut dyn Progress,
    ) -> Result<Written> {
        match self {
            Ready::Picoboot(device) => picoboot::run(&device, firmware, target, choice, progress),
            Ready::Volume(volume) => volume.write(firmware, choice, progress),
            Ready::Dfu(device) => dfu::run(&device, firmware, choice, progress),
            Ready::Esp(esp) => esp.write(firmware, choice, progress),
            Ready::Probe(probe) => probe.write(firmware, target, choice, progress),
            Ready::Command(command) => command.run(firmware, runner, progress),
        }
    }
}

/// Names of things, for people: `a`, `a and b`, `a, b and c`.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The folder that holds what a way needs on its way to the board.
fn scratch() -> Result<tempfile::TempDir> {
    use anyhow::Context as _;
    tempfile::tempdir().context("cannot make a temporary folder")
}

/// Whether what a user gave with `-port` is a serial port, not a drive's folder or a USB device.
pub fn is_serial(port: &str) -> bool {
    !port.starts_with(usb::PREFIX) && as_folder(port).is_none()
}

/// A path a user may have given with `-port`.
fn as_folder(port: &str) -> Option<PathBuf> {
    let path = PathBuf::from(port);
    path.is_dir().then_some(path)
}
