//! Runs a program on what its target names: an emulator or a simulator.

use super::{output, pins};
use crate::base::embedded;
use crate::image;
use crate::target::arch::Arch;
use crate::target::layers::DataFile;
use crate::target::memory::Role;
use crate::target::{PinRegister, Target};
use crate::tools::command::Runner;
use crate::tools::emulator::{self, Emulation, Ending};
use crate::tools::find::Search;
use crate::tools::simulator::{self, Simulation};
use anyhow::{Context as _, Result, bail};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// How to run a program.
#[derive(Clone, Copy, Debug, Default)]
pub struct RunOptions<'a> {
    /// Arguments of the program, which the emulator hands over.
    pub args: &'a [String],
    /// Stop the program after this long.
    pub timeout: Option<Duration>,
    /// Simulators: end after this much simulated time.
    pub span: Option<Duration>,
    /// Tell of changes of pins on standard error.
    pub pins: Option<PinLines>,
    /// The program reads what is typed here.
    pub input: bool,
    /// Print the command.
    pub echo: bool,
    /// The folder in which the emulator runs.
    pub dir: Option<&'a Path>,
    /// Simulators: set by who takes the output, when nothing more is wanted.
    pub over: Option<&'a AtomicBool>,
}

/// How changes of pins are told, a line each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PinLines {
    Text,
    Json,
}

/// The build tags of a program that is to be run in the target's emulator.
pub fn tags(target: &Target) -> Vec<String> {
    // The end of the program becomes the end of the emulator, by semihosting.
    let emulated = target.arch == Arch::Arm && !target.emulator.is_empty();
    emulated.then(|| "emulated".to_owned()).into_iter().collect()
}

/// Runs an ELF file on what the target names. `dir` is for files that the run needs.
pub fn run(
    target: &Target,
    elf: &Path,
    dir: &Path,
    options: &RunOptions<'_>,
    out: &mut (dyn Write + Send),
) -> Result<Ending> {
    let search = Search::from_env();
    let runner = Runner { echo: options.echo };
    if !target.emulator.is_empty() {
        if options.span.is_some() {
            bail!("-for needs a simulator, and {} runs in an emulator; use -timeout", target.name);
        }
        if options.pins.is_some() {
            bail!(
                "-pins needs a simulator, and {} runs in the emulator {}, which does not tell of \
                 pins; `embgo targets` tells which targets have a simulator",
                target.name,
                target.emulator[0]
            );
        }
        let image = image_file(target, elf, dir)?;
        let emulation = Emulation {
            command: &target.emulator,
            elf,
            image: image.as_deref(),
            args: options.args,
            timeout: options.timeout,
            input: options.input,
            dir: options.dir,
        };
        return emulator::run(runner, &search, &emulation, out);
    }
    let Some(s) = &target.simulator else {
        bail!(
            "there is no emulator for the target {}; `embgo targets` lists those with one",
            target.name
        )
    };
    if !options.args.is_empty() {
        bail!("the simulator has no way to pass arguments to the program");
    }
    let on_disk = |file: &Option<DataFile>| file.as_ref().map(|f| on_disk(f, dir)).transpose();
    let (system, parts) = (on_disk(&s.system)?, on_disk(&s.parts)?);
    let watched = options.pins.map(|lines| watched(target, &s.pins, lines)).transpose()?;
    let behind = behind_boot_loader(target, elf, dir)?;
    let elf = behind.as_deref().unwrap_or(elf);
    let simulation = Simulation {
        pins: watched.as_deref(),
        chip: &s.chip,
        system: system.as_deref(),
        parts: parts.as_deref(),
        uart: s.uart.as_deref(),
        elf,
        span: options.span,
        timeout: options.timeout,
        over: options.over,
    };
    simulator::run(runner, &search, &simulation, out)
}

/// Boot loaders start the program behind them; the simulator has none, so a copy of the program is
/// made that starts without.
fn behind_boot_loader(target: &Target, elf: &Path, dir: &Path) -> Result<Option<PathBuf>> {
    let place = target.memory.role(Role::Vectors);
    let Some(place) = place.filter(|r| r.reserved > 0 && target.arch == Arch::Arm) else {
        return Ok(None);
    };
    let bytes = std::fs::read(elf).with_context(|| format!("cannot read {}", elf.display()))?;
    let bytes = image::vectors::at_start(&bytes, place.origin, place.origin - place.reserved)?;
    let path = dir.join("simulated.elf");
    image::write_atomic(&path, &bytes)?;
    Ok(Some(path))
}

/// What the script that drives the simulator is told of pins.
fn watched(target: &Target, registers: &[PinRegister], lines: PinLines) -> Result<String> {
    if registers.is_empty() {
        bail!("the target {} does not say where its pins are: \"simulator.pins\"", target.name);
    }
    let watched = serde_json::json!({
        "registers": registers,
        "names": pins::names(target)?,
        "json": lines == PinLines::Json,
    });
    Ok(watched.to_string())
}

/// The image in the target's own format, for an emulator whose command asks for one.
pub fn image_file(target: &Target, elf: &Path, dir: &Path) -> Result<Option<PathBuf>> {
    if !target.emulator.iter().any(|word| word.contains("{img}")) {
        return Ok(None);
    }
    let (name, format) = output::plan(None, "program", &target.image.format)?;
    let bytes = std::fs::read(elf).with_context(|| format!("cannot read {}", elf.display()))?;
    let options = image::Options { uf2_family: target.image.uf2_family, ..Default::default() };
    let path = dir.join(name);
    image::write_atomic(&path, &image::from_elf(&bytes, format, &options)?)?;
    Ok(Some(path))
}

/// A file for the simulator, with those beside it, which it can name.
fn on_disk(file: &DataFile, dir: &Path) -> Result<PathBuf> {
    if !file.embedded {
        return Ok(file.path.clone());
    }
    let folder = file.path.parent().unwrap_or(Path::new("")).to_string_lossy() + "/";
    for (name, bytes) in embedded::below(&folder) {
        let path = dir.join(&name[folder.len()..]);
        image::write_atomic(&path, bytes)?;
    }
    Ok(dir.join(file.path.file_name().unwrap_or_default()))
}
