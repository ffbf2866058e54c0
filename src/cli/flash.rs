//! `embgo flash`.

use super::args::FlashArgs;
use super::progress::{Bar, Plain};
use super::{build, interrupt, monitor, out};
use crate::base::embedded::EmbeddedFs;
use crate::base::fs::DiskFs;
use crate::driver::memory;
use crate::driver::options::{Named as _, Serial};
use crate::flash::firmware::Firmware;
use crate::flash::{Choice, Progress, Ready, Written, choose, ports};
use crate::image::Format;
use crate::monitor::Source;
use crate::monitor::rtt::Memory;
use crate::monitor::serial::Serial as Port;
use crate::target::{self, Target};
use crate::tools::command::Runner;
use crate::tools::find::Search;
use crate::trace::Decoder;
use anyhow::Result;
use std::path::Path;
use std::time::{Duration, Instant};

/// How often a port that has to appear is looked for.
const POLL: Duration = Duration::from_millis(200);

pub fn run(args: &FlashArgs) -> Result<u8> {
    let mut options = args.flags.options(&args.packages)?;
    options.no_output = true;
    let mut target = target::load(&options.target, &DiskFs, &EmbeddedFs, &options.dir)?;
    memory::apply(&options, &mut target)?;
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
    let line = ready.serial_port().map(str::to_owned);
    finish(args, ready, (&firmware, &target), &choice, &mut *progress)?;
    drop(progress);
    match args.monitor {
        true => watch(args, &target, line, firmware.elf.as_deref()),
        false => Ok(0),
    }
}

/// Watches the board that was written, over the port `line` if it was flashed over one.
fn watch(
    args: &FlashArgs,
    target: &Target,
    line: Option<String>,
    elf: Option<&[u8]>,
) -> Result<u8> {
    let mut source: Box<dyn Source> = match args.monitor_port.clone().or(line) {
        _ if target.serial == Serial::Rtt.name() => {
            Box::new(Memory::new(target, args.probe.as_deref(), elf))
        }
        Some(port) => Box::new(Port::new(&port, args.monitor_baud)),
        None => Box::new(Port::new(&appearing(target, args)?, args.monitor_baud)),
    };
    monitor::watch(&mut *source, args.wait, &args.watch, elf.map(Decoder::new))
}

/// The port of a board that has just restarted.
fn appearing(target: &Target, args: &FlashArgs) -> Result<String> {
    let serial = args.port.as_deref().filter(|port| crate::flash::is_serial(port));
    let end = Instant::now() + args.wait;
    loop {
        match ports::choose(target, serial) {
            Err(_) if Instant::now() < end => std::thread::sleep(POLL),
            Ok(port) => return Ok(port),
            Err(e) => return Err(e.context("the firmware was written, but cannot be watched")),
        }
    }
}

fn finish(
    args: &FlashArgs,
    ready: Ready,
    (firmware, target): (&Firmware, &Target),
    choice: &Choice,
    progress: &mut dyn Progress,
) -> Result<()> {
    let place = ready.place();
    if choice.dry_run {
        progress.note(&format!("nothing was written; it would go to {place}"));
        return Ok(());
    }
    let runner = Runner { echo: args.flags.echo };
    let write = || ready.write(firmware, target, choice, runner, progress);
    let written = interrupt::while_writing(write)?;
    told(args.flags.json, &place, &written)
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
