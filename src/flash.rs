//! Puts firmware on a board that is connected to this computer.
//!
//! Two steps, so that what is missing is said before anything is compiled: [`prepare`] finds the
//! way that the target and the flags ask for, and the drive, port or tool it needs;
//! [`Ready::write`] puts the firmware there and checks that it arrived. Each way is one file:
//! `volume` (a drive that takes UF2 or hex), `esp` (the boot loader of Espressif's chips over a
//! serial port), `command` (a program of the user's). `ports` lists serial ports, `firmware` is
//! what is written. This room prints nothing; it tells of its progress through [`Progress`].

pub mod command;
#[cfg(feature = "esp")]
pub mod esp;
#[cfg(not(feature = "esp"))]
#[path = "flash/no_esp.rs"]
pub mod esp;
pub mod firmware;
pub mod ports;
pub mod volume;

use crate::target::Target;
use crate::tools::command::Runner;
use crate::tools::find::Search;
use anyhow::{Result, bail};
use firmware::Firmware;
use std::path::PathBuf;
use std::time::Duration;

/// A way to get firmware onto a board.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Copy a file to the drive of a boot loader.
    Volume,
    /// The boot loader in the mask ROM of Espressif's chips.
    Esp,
    /// The target's `flash-command`.
    Command,
}

impl Method {
    /// The names that `-method` takes; the first of each is ours, the others are TinyGo's.
    pub const NAMES: [(&str, Method); 5] = [
        ("volume", Method::Volume),
        ("msd", Method::Volume),
        ("esp", Method::Esp),
        ("esp32flash", Method::Esp),
        ("command", Method::Command),
    ];

    pub fn named(name: &str) -> Option<Method> {
        Method::NAMES.iter().find(|(n, _)| *n == name).map(|(_, m)| *m)
    }
}

/// What the command line says beside the target.
#[derive(Clone, Debug)]
pub struct Choice {
    pub method: Option<Method>,
    /// A serial port, or the folder where the board's drive is.
    pub port: Option<String>,
    /// Bits a second on a serial port once the connection stands.
    pub baud: u32,
    pub verify: bool,
    /// Erase all of the chip's flash first.
    pub erase: bool,
    /// Leave the lines alone that reset the chip: it is in its boot loader already, and stays
    /// there.
    pub no_reset: bool,
    /// How long to wait for a drive to appear.
    pub wait: Duration,
    /// Find what is needed, but write nothing.
    pub dry_run: bool,
}

impl Default for Choice {
    fn default() -> Choice {
        Choice {
            method: None,
            port: None,
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

/// A way with all it needs.
pub enum Ready {
    Volume(volume::Volume),
    Esp(esp::Esp),
    Command(command::Prepared),
}

/// Chooses the way and finds what it needs.
///
/// # Errors
/// The target names no way that is known, or the drive, port or tool is not there.
pub fn prepare(
    target: &Target,
    choice: &Choice,
    search: &Search,
    progress: &mut dyn Progress,
) -> Result<Ready> {
    let method = method(target, choice)?;
    if choice.erase && method != Method::Esp {
        bail!("-erase is not possible this way: only the boot loader of Espressif's chips erases");
    }
    Ok(match method {
        Method::Volume => Ready::Volume(volume::find(target, choice, progress)?),
        Method::Esp => Ready::Esp(esp::find(target, choice)?),
        Method::Command => Ready::Command(command::prepare(target, choice, search)?),
    })
}

/// The way that the flags name, else the target, else what its image is for.
fn method(target: &Target, choice: &Choice) -> Result<Method> {
    if let Some(method) = choice.method {
        return Ok(method);
    }
    let named = target.flash.method.as_str();
    if let Some(method) = Method::named(named) {
        return Ok(method);
    }
    let how = match named {
        "" => "names no \"flash-method\"".to_owned(),
        "openocd" | "jlink" | "bmp" => {
            format!("is flashed over a debug probe ({named}), which embgo cannot do yet")
        }
        other => format!("has the \"flash-method\" {other:?}, which embgo does not know"),
    };
    bail!(
        "the target {} {how}; give \"flash-command\" in the target file, or use -method=volume, \
         esp or command",
        target.name
    )
}

impl Ready {
    /// Where the firmware will go, for people: `the drive /media/me/RPI-RP2`.
    pub fn place(&self) -> String {
        match self {
            Ready::Volume(volume) => format!("the drive {}", volume.dir.display()),
            Ready::Esp(esp) => format!("the port {}", esp.port),
            Ready::Command(command) => format!("`{}`", command.program()),
        }
    }

    /// Writes the firmware and checks that it arrived.
    pub fn write(
        self,
        firmware: &Firmware,
        choice: &Choice,
        runner: Runner,
        progress: &mut dyn Progress,
    ) -> Result<Written> {
        match self {
            Ready::Volume(volume) => volume.write(firmware, choice, progress),
            Ready::Esp(esp) => esp.write(firmware, choice, progress),
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

/// A path a user may have given with `-port`.
fn as_folder(port: &str) -> Option<PathBuf> {
    let path = PathBuf::from(port);
    path.is_dir().then_some(path)
}
