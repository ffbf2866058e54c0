//! `embgo flash`.

use super::args::FlashArgs;
use super::progress::{Bar, Plain};
use super::{build, interrupt, out};
use crate::base::embedded::EmbeddedFs;
use crate::base::fs::DiskFs;
use crate::flash::firmware::Firmware;
use crate::flash::{Choice, Progress, Ready, Written, choose};
use crate::image::Format;
use crate::target::{self, Target};
use crate::tools::command::Runner;
use crate::tools::find::Search;
use anyhow::Result;
use std::path::Path;

pub fn run(args: &FlashArgs) -> Result<u8> {
    let mut options = args.flags.options(&args.packages)?;
    options.no_output = true;
    let target = target::load(&options.target, &DiskFs, &EmbeddedFs, &options.dir)?;
    let choice = choice(args);
    interrupt::watch(args.flags.json);
    let mut progress = progress(args.flags.json);
    // Firmware that is damaged is told before a board is asked for.
    let from_file = match args.packages.as_slice() {
        [file] if is_firmware(Path::new(file)) => Some(Firmware::read(Path::new(file), &target)?),
        _ => None,
    };
    let ready = choose::prepare(&target, &choice, &Search::from_env(), &mut *progress)?;
    let firmware = match from_file {
        Some(firmware) => firmware,
        None => {
            let result = crate::driver::build::build(&options)?;
            build::show(&result, &args.flags)?;
            let Some(built) = result.built.filter(|b| !b.elf.is_empty()) else { return Ok(1) };
            Firmware::from_elf(built.elf, &target)?
        }
    };
    finish(args, ready, (&firmware, &target), &choice, &mut *progress)
}

fn finish(
    args: &FlashArgs,
    ready: Ready,
    (firmware, target): (&Firmware, &Target),
    choice: &Choice,
    progress: &mut dyn Progress,
) -> Result<u8> {
    let place = ready.place();
    if choice.dry_run {
        progress.note(&format!("nothing was written; it would go to {place}"));
        return Ok(0);
    }
    let runner = Runner { echo: args.flags.echo };
    let write = || ready.write(firmware, target, choice, runner, progress);
    let written = interrupt::while_writing(write)?;
    told(args.flags.json, &place, &written)?;
    Ok(0)
}

fn choice(args: &FlashArgs) -> Choice {
    Choice {
        method: args.method,
        port: args.port.clone(),
        probe: args.probe.clone(),
        baud: args.baud,
        verify: !args.no_verify,
        erase: args.erase,
        no_reset: args.no_reset,
        wait: args.wait,
        dry_run: args.dry_run,
    }
}

/// A bar for people, lines for everybody else.
fn progress(json: bool) -> Box<dyn Progress> {
    match out::terminal() && !json {
        true => Box::new(Bar::default()),
        false => Box::new(Plain::new(json)),
    }
}

/// Whether a name is that of a file of firmware, not of a package.
fn is_firmware(path: &Path) -> bool {
    Format::of_path(path).is_some() && !path.is_dir()
}

fn told(json: bool, place: &str, written: &Written) -> Result<()> {
    if json {
        return out::print_json(&serde_json::json!({
            "kind": "flashed",
            "place": place,
            "bytes": written.bytes,
            "skipped": written.skipped,
            "checked": written.checked,
        }));
    }
    let mut text = format!("wrote {} bytes to {place}", written.bytes);
    if written.skipped > 0 {
        text += &format!(" ({} were there already)", written.skipped);
    }
    text += match written.checked {
        Some(_) => "; ",
        None => "; not checked",
    };
    text += written.checked.unwrap_or("");
    out::note(&text);
    Ok(())
}
