//! Runs firmware in the `labwired` board simulator, a Python package.

use super::command::{Command, Runner};
use super::emulator::{Ending, Stream, stream};
use super::find::Search;
use super::spec::ToolId;
use anyhow::Result;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// The small program that drives the simulator.
const SCRIPT: &str = include_str!("labwired.py");

/// What to run.
pub struct Simulation<'a> {
    /// The simulator's name of the chip.
    pub chip: &'a str,
    /// A file that describes a whole board; it is used instead of the chip.
    pub system: Option<&'a Path>,
    /// A Python file with models of what the simulator lacks: `STEP_US`, the microseconds of a step,
    /// and `Parts(sim)`, whose `before()` is called before each step.
    pub parts: Option<&'a Path>,
    /// The simulator's name of the serial port whose text is shown; its first by default.
    pub uart: Option<&'a str>,
    pub elf: &'a Path,
    /// What pins to tell of on standard error, as the script wants it.
    pub pins: Option<&'a str>,
    /// Simulated time after which the run ends, successfully; without it only the program or the
    /// timeout ends it.
    pub span: Option<Duration>,
    /// How long it may take on this computer.
    pub timeout: Option<Duration>,
    /// Set by who takes the output, when nothing more is wanted.
    pub over: Option<&'a AtomicBool>,
}

/// Runs the firmware and copies what it writes to its serial port to `out` as it comes.
pub fn run(
    runner: Runner,
    search: &Search,
    simulation: &Simulation<'_>,
    out: &mut (dyn Write + Send),
) -> Result<Ending> {
    let mut command = Command::new(&search.find(ToolId::Labwired)?);
    // Without -u the text would come in blocks.
    command.args(["-u", "-c", SCRIPT]).arg(simulation.elf).arg(simulation.chip);
    command.arg(simulation.system.unwrap_or(Path::new("")));
    command.arg(simulation.parts.unwrap_or(Path::new("")));
    command.arg(simulation.uart.unwrap_or(""));
    let micros = simulation.span.map_or(0, |s| s.as_micros());
    command.arg(micros.to_string());
    command.arg(simulation.pins.unwrap_or(""));
    let Simulation { timeout, over, .. } = *simulation;
    let how = Stream { timeout, input: true, dir: None, over };
    stream(runner, &command, how, out)
}
