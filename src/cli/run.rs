//! `embgo run`.

use super::args::RunArgs;
use super::{build, out, size};
use crate::base::embedded::{self, EmbeddedFs};
use crate::base::fs::DiskFs;
use crate::driver::output;
use crate::image;
use crate::target::arch::Arch;
use crate::target::{self, Target};
use crate::tools::command::Runner;
use crate::tools::emulator::{self, Emulation, Ending};
use crate::tools::find::Search;
use crate::tools::simulator::{self, Simulation};
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};

pub fn run(args: &RunArgs) -> Result<u8> {
    let dir = tempfile::tempdir().context("cannot make a temporary folder")?;
    if let [file] = args.packages.as_slice()
        && size::is_elf(Path::new(file))
    {
        let here = out::current_dir()?;
        let target = target::load(&args.flags.target, &DiskFs, &EmbeddedFs, &here)?;
        return emulate(args, &target, &here.join(file), dir.path());
    }
    let mut options = args.flags.options(&args.packages)?;
    options.no_output = true;
    let target = target::load(&options.target, &DiskFs, &EmbeddedFs, &options.dir)?;
    if target.arch == Arch::Arm && !target.emulator.is_empty() {
        // The end of the program becomes the end of the emulator, by semihosting.
        options.tags.push("emulated".to_owned());
    }
    let result = crate::driver::build::build(&options)?;
    build::show(&result, &args.flags)?;
    let Some(built) = result.built.as_ref().filter(|_| !result.failed()) else { return Ok(1) };
    let elf = dir.path().join("program.elf");
    std::fs::write(&elf, &built.elf).with_context(|| format!("cannot write {}", elf.display()))?;
    emulate(args, &result.target, &elf, dir.path())
}

/// Runs an ELF file on what the target names, and gives the exit status.
pub fn emulate(args: &RunArgs, target: &Target, elf: &Path, dir: &Path) -> Result<u8> {
    let search = Search::from_env();
    let runner = Runner { echo: args.flags.echo };
    let mut stdout = std::io::stdout();
    let ending = if !target.emulator.is_empty() {
        if args.span.is_some() {
            bail!("-for needs a simulator, and {} runs in an emulator; use -timeout", target.name);
        }
        let (command, arguments, timeout) = (&target.emulator, &args.args, args.timeout);
        let image = image_file(target, elf, dir)?;
        let image = image.as_deref();
        let emulation = Emulation { command, elf, image, args: arguments, timeout };
        emulator::run(runner, &search, &emulation, &mut stdout)?
    } else if let Some(s) = &target.simulator {
        if !args.args.is_empty() {
            bail!("the simulator has no way to pass arguments to the program");
        }
        let system = s.system.as_ref().map(|file| system_file(file, dir)).transpose()?;
        let simulation = Simulation {
            chip: &s.chip,
            system: system.as_deref(),
            uart: s.uart.as_deref(),
            elf,
            span: args.span,
            timeout: args.timeout,
        };
        simulator::run(runner, &search, &simulation, &mut stdout)?
    } else {
        bail!(
            "there is no emulator for the target {}; `embgo targets` lists those with one",
            target.name
        )
    };
    Ok(status(ending, args))
}

/// The image in the target's own format, for an emulator whose command asks for one.
fn image_file(target: &Target, elf: &Path, dir: &Path) -> Result<Option<PathBuf>> {
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

/// The board description of a simulator as a file on the disk.
fn system_file(file: &crate::target::layers::DataFile, dir: &Path) -> Result<PathBuf> {
    if !file.embedded {
        return Ok(file.path.clone());
    }
    let name = file.path.to_string_lossy();
    let bytes =
        embedded::get(&name).with_context(|| format!("the board description {name} is missing"))?;
    let path = dir.join("system.yaml");
    std::fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

/// The exit status of embgo for the way a program ended.
fn status(ending: Ending, args: &RunArgs) -> u8 {
    match ending {
        Ending::Status(code) => u8::try_from(code).unwrap_or(1),
        Ending::Signal(how) => {
            out::note(&format!("the emulator ended by itself ({how})"));
            1
        }
        Ending::TimedOut => {
            let after = args.timeout.unwrap_or_default();
            out::note(&format!("stopped after {after:?}: the program was still running"));
            1
        }
    }
}
