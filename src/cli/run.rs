//! `embgo run`.

use super::args::RunArgs;
use super::{build, out, size};
use crate::base::embedded::EmbeddedFs;
use crate::base::fs::DiskFs;
use crate::driver::run::{self as runner, PinLines, RunOptions};
use crate::target::{self, Target};
use crate::tools::emulator::Ending;
use anyhow::{Context as _, Result};
use std::io::Write;
use std::path::Path;

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
    options.tags.extend(runner::tags(&target));
    let result = crate::driver::build::build(&options)?;
    build::show(&result, &args.flags)?;
    let Some(built) = result.built.as_ref().filter(|_| !result.failed()) else { return Ok(1) };
    let elf = dir.path().join("program.elf");
    std::fs::write(&elf, &built.elf).with_context(|| format!("cannot write {}", elf.display()))?;
    emulate(args, &result.target, &elf, dir.path())
}

/// Runs an ELF file on what the target names, and gives the exit status.
pub fn emulate(args: &RunArgs, target: &Target, elf: &Path, dir: &Path) -> Result<u8> {
    let options = RunOptions {
        over: None,
        args: &args.args,
        timeout: args.timeout,
        span: args.span,
        pins: args.pins.then_some(match args.flags.json {
            true => PinLines::Json,
            false => PinLines::Text,
        }),
        input: true,
        echo: args.flags.echo,
        dir: None,
    };
    let ending = runner::run(target, elf, dir, &options, &mut Watched::new(elf))?;
    Ok(status(ending, args))
}

/// Standard output, with explanations of what a dying program prints on standard error.
struct Watched {
    decoder: crate::trace::Decoder,
}

impl Watched {
    fn new(elf: &Path) -> Watched {
        // Without the file there is nothing to explain with.
        let elf = std::fs::read(elf).unwrap_or_default();
        Watched { decoder: crate::trace::Decoder::new(&elf) }
    }
}

impl Write for Watched {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut stdout = std::io::stdout().lock();
        stdout.write_all(bytes)?;
        stdout.flush()?;
        self.decoder.feed(bytes).iter().for_each(|text| out::note(text));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        std::io::stdout().flush()
    }
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
