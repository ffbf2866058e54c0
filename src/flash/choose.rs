//! Chooses the way to the board: which ways there are and in which order, and waits for a board
//! that has to appear first. If none is possible it says of each why not.

use super::{
    Choice, Look, Method, Progress, Ready, command, dfu, esp, picoboot, ports, probe, usb, volume,
};
use crate::target::Target;
use crate::tools::find::Search;
use anyhow::{Result, bail};
use std::time::{Duration, Instant};

/// How often to look for a board.
const POLL: Duration = Duration::from_millis(200);

/// Finds the first way that is possible.
///
/// # Errors
/// None is, or the target names none that is known.
pub fn prepare(
    target: &Target,
    choice: &Choice,
    search: &Search,
    progress: &mut dyn Progress,
) -> Result<Ready> {
    let mut open = fitting(methods(target, choice)?, choice)?;
    if choice.erase && open.iter().all(|m| !erases(*m)) {
        bail!("-erase is not possible this way: {} does not erase all", names(&open));
    }
    if choice.erase {
        open.retain(|m| erases(*m));
    }
    let single = open.len() == 1;
    let mut attempts: Vec<Attempt> = open
        .into_iter()
        .map(|method| Attempt { method, reason: String::new(), over: false })
        .collect();
    let end = Instant::now() + choice.wait;
    let mut asked = false;
    loop {
        for attempt in attempts.iter_mut().filter(|a| !a.over) {
            match look(attempt.method, target, choice, search) {
                Ok(Look::Found(ready)) => {
                    // A command that names no port may wait for a boot loader; it does not ask.
                    let asks = matches!(&ready, Ready::Command(_))
                        && !target.flash.command.contains("{port}");
                    if asks {
                        ask_for_boot_loader(target, choice, progress)?;
                    }
                    return Ok(ready);
                }
                Ok(Look::Absent(reason)) => attempt.reason = reason,
                Err(e) if single => return Err(e),
                Err(e) => (attempt.reason, attempt.over) = (format!("{e:#}"), true),
            }
        }
        let waits = attempts.iter().any(|a| !a.over && a.method.appears());
        if !waits || Instant::now() >= end {
            bail!(nothing(&attempts, choice));
        }
        if !asked {
            asked = true;
            ask_for_boot_loader(target, choice, progress)?;
            progress.note("waiting for the board");
        }
        std::thread::sleep(POLL);
    }
}

/// A way that was tried.
struct Attempt {
    method: Method,
    /// Why it is not possible.
    reason: String,
    /// Trying again cannot help.
    over: bool,
}

fn look(method: Method, target: &Target, choice: &Choice, search: &Search) -> Result<Look<Ready>> {
    Ok(match method {
        Method::Picoboot => picoboot::find(target, choice)?.map(Ready::Picoboot),
        Method::Volume => volume::find(target, choice)?.map(Ready::Volume),
        Method::Dfu => dfu::find(choice)?.map(Ready::Dfu),
        Method::Esp => Look::Found(Ready::Esp(esp::find(target, choice)?)),
        Method::Probe => probe::find(target, choice)?.map(|p| Ready::Probe(Box::new(p))),
        Method::Command => Look::Found(Ready::Command(command::prepare(target, choice, search)?)),
    })
}

/// A program of ours, or of TinyGo's, on the board restarts into the boot loader.
fn ask_for_boot_loader(
    target: &Target,
    choice: &Choice,
    progress: &mut dyn Progress,
) -> Result<()> {
    if !target.flash.touch_1200 {
        return Ok(());
    }
    if let Ok(port) = ports::choose(target, choice.port.as_deref()) {
        progress.note(&format!("asking the board on {port} for its boot loader"));
        ports::touch(&port)?;
    }
    Ok(())
}

/// Why nothing was found, and what to do.
fn nothing(attempts: &[Attempt], choice: &Choice) -> String {
    let mut text = match attempts {
        [one] => one.reason.clone(),
        _ => {
            let lines = attempts.iter().map(|a| format!("\n  {}: {}", a.method.name(), a.reason));
            format!("no way to the board was found{}\n", lines.collect::<String>())
        }
    };
    if attempts.iter().any(|a| !a.over && a.method.appears()) {
        let begin = if attempts.len() == 1 { ". " } else { "" };
        text += &format!(
            "{begin}Hold the board's BOOT button while you connect it, with a cable that carries \
             data (embgo waited {} s)",
            choice.wait.as_secs()
        );
    }
    let mut text = text.trim_end().to_owned();
    if let Some(hint) = usb::missing_hint() {
        text += &format!("\n{hint}");
    }
    text
}

/// The boot loaders on USB that wait for firmware.
///
/// # Errors
/// The system does not list its USB devices.
pub fn waiting() -> Result<Vec<(usb::Device, Method)>> {
    let method = |device: &usb::Device| match device {
        d if (d.vendor, d.product) == usb::ids::RP2040_BOOT => Some(Method::Picoboot),
        d if dfu::waits(d) => Some(Method::Dfu),
        _ => None,
    };
    let devices = usb::all()?.into_iter();
    Ok(devices.filter_map(|d| method(&d).map(|m| (d, m))).collect())
}

/// Which ways can erase all of the flash.
fn erases(method: Method) -> bool {
    matches!(method, Method::Picoboot | Method::Dfu | Method::Esp | Method::Probe)
}

fn names(methods: &[Method]) -> String {
    super::listed(&methods.iter().map(|m| m.name().to_owned()).collect::<Vec<_>>())
}

/// The ways that `-port` leaves.
fn fitting(mut methods: Vec<Method>, choice: &Choice) -> Result<Vec<Method>> {
    let Some(port) = &choice.port else { return Ok(methods) };
    let all = names(&methods);
    let usb = port.starts_with(usb::PREFIX);
    let folder = super::as_folder(port).is_some();
    methods.retain(|m| match m {
        Method::Picoboot | Method::Dfu => usb || !folder,
        Method::Volume => !usb,
        Method::Esp => !usb && !folder,
        Method::Probe => false,
        Method::Command => true,
    });
    if methods.is_empty() {
        let what = if usb { "a USB device" } else { "a folder" };
        bail!("-port={port} names {what}, which is of no use for {all}");
    }
    Ok(methods)
}

/// The ways to try, in order: the one that the flags name, else those of the target.
///
/// # Errors
/// The target names none, or one that is not known.
pub fn methods(target: &Target, choice: &Choice) -> Result<Vec<Method>> {
    if let Some(method) = choice.method {
        return Ok(vec![method]);
    }
    // Who names a probe wants that.
    if choice.probe.is_some() {
        return Ok(vec![Method::Probe]);
    }
    let mut methods = Vec::new();
    // A boot ROM that can be read is better than its drive.
    if target.image.uf2_family == Some(picoboot::FAMILY) {
        methods.push(Method::Picoboot);
    }
    for name in &target.flash.methods {
        methods.push(known(target, name)?);
    }
    if !target.debug.probe_rs_chip.is_empty() && !target.flash.methods.is_empty() {
        methods.push(Method::Probe);
    }
    if methods.is_empty() {
        bail!(
            "the target {} names no \"flash-method\"; give it one, or \"flash-command\", in the \
             target file, or use -method",
            target.name
        );
    }
    let mut seen = Vec::new();
    methods.retain(|m| {
        !seen.contains(m) && {
            seen.push(*m);
            true
        }
    });
    Ok(methods)
}

fn known(target: &Target, name: &str) -> Result<Method> {
    match Method::named(name) {
        Some(method) => Ok(method),
        None => bail!(
            "the target {} has the \"flash-method\" {name:?}, which embgo does not know; -method \
             chooses another",
            target.name
        ),
    }
}
