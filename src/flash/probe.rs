//! Debug probes, by the library of probe-rs: what is attached, and flashing through one. The chip is
//! attached to before anything is compiled, so that bad wires are told first.

use super::firmware::{Firmware, esp_chip};
use super::usb::ids;
use super::{Choice, Look, Progress, Written};
use crate::image::Format;
use crate::target::Target;
use anyhow::{Context as _, Result, anyhow, bail};
use probe_rs::config::Registry;
use probe_rs::flashing::{
    DownloadOptions, FlashError, FlashLoader, FlashProgress, ProgressEvent, ProgressOperation,
};
use probe_rs::probe::list::{Accessibility, Lister, ProbeListItem};
use probe_rs::probe::{DebugProbeInfo, DebugProbeSelector, Probe as Opened, WireProtocol};
use probe_rs::{Architecture, Permissions, Session};
use serde::Serialize;
use std::sync::Once;

/// A probe that is attached to this computer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Attached {
    /// What `-probe` calls it: vendor, product and serial number.
    pub id: String,
    pub name: String,
    /// The kind, as `openocd-interface` of targets has it, if it is one that they name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interface: Option<&'static str>,
    /// Why it cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// A chip that a probe is connected to.
pub struct Probe {
    session: Session,
    /// The probe, for people.
    pub name: String,
}

/// All probes, in the order of their ids.
pub fn all() -> Vec<Attached> {
    let mut all: Vec<Attached> = lister().list_all_with_access().iter().map(attached).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    // One that is known by two of its interfaces is still one.
    all.dedup_by(|a, b| a.id == b.id);
    all
}

fn attached(item: &ProbeListItem) -> Attached {
    let info = &item.info;
    let selector = DebugProbeSelector { interface: None, ..DebugProbeSelector::from(&item.info) };
    Attached {
        id: selector.to_string(),
        name: info.identifier.clone(),
        interface: interface(info.vendor_id, info.product_id),
        problem: match item.accessibility {
            Accessibility::Accessible => None,
            Accessibility::PermissionDenied => Some(ids::no_permission()),
        },
    }
}

/// The name that OpenOCD's files have for a kind of probe.
fn interface(vendor: u16, product: u16) -> Option<&'static str> {
    Some(match (vendor, product) {
        (0x0483, _) => "stlink",
        (0x1366, _) => "jlink",
        (0x303a, 0x1001) => "esp_usb_jtag",
        (0x0403, _) | (0x1d50, 0x6018) => return None,
        _ => "cmsis-dap",
    })
}

/// The lister, after the chips and the probe of Espressif's are known, too.
fn lister() -> Lister {
    register();
    Lister::new()
}

fn register() {
    static ONCE: Once = Once::new();
    ONCE.call_once(probe_rs_espressif::register_plugin);
}

/// What probe-rs knows of the target's chip.
///
/// # Errors
/// The target names none, or one that probe-rs does not know.
pub fn chip(target: &Target) -> Result<probe_rs::config::Target> {
    register();
    let name = &target.debug.probe_rs_chip;
    if name.is_empty() {
        bail!("the target {} does not name its chip (\"probe-rs-chip\")", target.name);
    }
    let found = Registry::from_builtin_families().get_target_by_name(name);
    found.map_err(|e| anyhow!("\"probe-rs-chip\" of {}: {name:?}: {}", target.name, chain(&e)))
}

/// Finds the probe and attaches to the chip.
///
/// # Errors
/// Several probes are connected, or the one cannot be opened, or no chip answers.
pub fn find(target: &Target, choice: &Choice) -> Result<Look<Probe>> {
    let chip = chip(target)?;
    let selector = choice.probe.as_deref().map(selector).transpose()?;
    let mut found = lister().list_with_access(selector.as_ref());
    found.dedup_by(|a, b| attached(a).id == attached(b).id);
    let item = match found.as_slice() {
        [] => {
            return Ok(Look::Absent(match &choice.probe {
                Some(probe) => format!("the debug probe {probe} is not connected"),
                None => "no debug probe is connected".to_owned(),
            }));
        }
        [one] => one,
        several => {
            let names: Vec<String> = several.iter().map(|p| attached(p).id).collect();
            bail!(
                "several debug probes are connected, {}; name one with -probe",
                super::listed(&names)
            )
        }
    };
    let probe = attached(item);
    if let Some(problem) = probe.problem {
        bail!("the debug probe {} ({}): {problem}", probe.name, probe.id);
    }
    let name = format!("{} ({})", probe.name, probe.id);
    let session = attach(&item.info, &chip, target, choice)
        .with_context(|| format!("the debug probe {name}"))?;
    Ok(Look::Found(Probe { session, name }))
}

fn selector(text: &str) -> Result<DebugProbeSelector> {
    text.parse().map_err(|_| {
        anyhow!(
            "-probe={text}: a probe is called VID:PID or VID:PID:SERIAL; `embgo probes` lists them"
        )
    })
}

/// Attaches; if the chip does not answer, once more while its reset line is held, which helps if
/// the program sleeps or has taken the pins.
fn attach(
    info: &DebugProbeInfo,
    chip: &probe_rs::config::Target,
    target: &Target,
    choice: &Choice,
) -> Result<Session> {
    let permissions = || match choice.erase {
        // To lift a protection erases all, which the user has just asked for.
        true => Permissions::new().allow_erase_all(),
        false => Permissions::new(),
    };
    let first = match open(info, chip, target)?.attach(chip.clone(), permissions()) {
        Ok(session) => return Ok(session),
        Err(e) => e,
    };
    if let probe_rs::Error::MissingPermissions(_) = first {
        bail!("the chip is locked; -erase unlocks it, which erases all of its flash");
    }
    let again = open(info, chip, target).map(|p| p.attach_under_reset(chip.clone(), permissions()));
    match again {
        Ok(Ok(session)) => Ok(session),
        // Why it failed in the usual way is told: the other is a last resort.
        _ => bail!(
            "the chip {} does not answer: {}. Look at the wires and the board's power; the target \
             has to be the board's own",
            chip.name,
            chain(&first)
        ),
    }
}

fn open(info: &DebugProbeInfo, chip: &probe_rs::config::Target, target: &Target) -> Result<Opened> {
    let mut probe = info.open().map_err(|e| anyhow!("it cannot be opened: {}", chain(&e)))?;
    if probe.protocol().is_none() {
        let jtag =
            chip.architecture() != Architecture::Arm || target.debug.openocd_transport == "jtag";
        let wires = if jtag { WireProtocol::Jtag } else { WireProtocol::Swd };
        probe.select_protocol(wires).map_err(|e| anyhow!("{}", chain(&e)))?;
    }
    Ok(probe)
}

/// An error and its causes in one line; what a cause repeats is left out.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string().trim_end_matches('.').to_owned();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.contains(more.trim_end_matches('.')) {
            text += ": ";
            text += more.trim_end_matches('.');
        }
        cause = error.source();
    }
    text
}

impl Probe {
    /// The open connection to the chip.
    pub(crate) fn into_session(self) -> Session {
        self.session
    }

    /// Writes the firmware, leaves it if it is there already, checks it and restarts the chip.
    pub fn write(
        mut self,
        firmware: &Firmware,
        target: &Target,
        choice: &Choice,
        progress: &mut dyn Progress,
    ) -> Result<Written> {
        let mut loader = self.session.target().flash_loader();
        let mut total = 0;
        for (address, data) in pieces(firmware, target)? {
            loader.add_data(address, &data).map_err(|e| explain(&e))?;
            total += data.len() as u64;
        }
        let equal = choice.verify && !choice.erase && self.holds(&loader, progress)?;
        if !equal {
            let mut meter = Meter::new(progress, "checking");
            let mut options = DownloadOptions::new();
            options.verify = choice.verify;
            options.do_chip_erase = choice.erase;
            options.progress = FlashProgress::new(|event| meter.event(event));
            loader.commit(&mut self.session, options).map_err(|e| explain(&e))?;
        }
        let bytes = if equal { 0 } else { total };
        if !choice.no_reset {
            let mut core = self.session.core(0).map_err(|e| not_started(&e))?;
            core.reset().map_err(|e| not_started(&e))?;
        }
        let checked = choice.verify.then_some("read back and equal");
        Ok(Written { bytes, skipped: total - bytes, checked })
    }

    /// Whether the flash holds all of it already.
    fn holds(&mut self, loader: &FlashLoader, progress: &mut dyn Progress) -> Result<bool> {
        let mut meter = Meter::new(progress, "comparing");
        let mut progress = FlashProgress::new(|event| meter.event(event));
        match loader.verify(&mut self.session, &mut progress) {
            Ok(()) => Ok(true),
            Err(FlashError::Verify) => Ok(false),
            Err(e) => Err(explain(&e)),
        }
    }
}

/// The bytes and where they go: an image for a boot ROM or boot loader lies at its own place.
fn pieces(firmware: &Firmware, target: &Target) -> Result<Vec<(u64, Vec<u8>)>> {
    if let Some(chip) = esp_chip(target) {
        let at = u64::from(target.image.esp_at);
        return Ok(vec![(at, firmware.encode(Format::Esp(chip))?)]);
    }
    let segments = firmware.segments().iter();
    Ok(segments.map(|s| (u64::from(s.address), s.data.clone())).collect())
}

fn explain(error: &FlashError) -> anyhow::Error {
    match error {
        FlashError::Verify => anyhow!(
            "what is in the flash is not what was written. Repeat; if it happens again, the flash \
             or its supply is bad"
        ),
        FlashError::NoSuitableNvm { range, .. } => anyhow!(
            "the firmware has bytes at {:#010x}..{:#010x}, where the chip has no memory; choose the \
             board's own target",
            range.start,
            range.end
        ),
        other => anyhow!(
            "flashing over the debug probe failed: {}; the flash may be incomplete: look at the \
             wires and repeat",
            chain(other)
        ),
    }
}

fn not_started(error: &probe_rs::Error) -> anyhow::Error {
    anyhow!("the firmware is written, but the chip could not be restarted: {}", chain(error))
}

/// Follows what the library tells of its work.
struct Meter<'a> {
    progress: &'a mut dyn Progress,
    totals: [u64; 4],
    done: [u64; 4],
    /// What reading back is for.
    verify: &'static str,
}

impl Meter<'_> {
    fn new<'a>(progress: &'a mut dyn Progress, verify: &'static str) -> Meter<'a> {
        Meter { progress, totals: [0; 4], done: [0; 4], verify }
    }

    fn place(&self, operation: ProgressOperation) -> (usize, &'static str) {
        match operation {
            ProgressOperation::Fill => (0, "reading"),
            ProgressOperation::Erase => (1, "erasing"),
            ProgressOperation::Program => (2, "writing"),
            ProgressOperation::Verify => (3, self.verify),
        }
    }

    fn event(&mut self, event: ProgressEvent) {
        match event {
            ProgressEvent::AddProgressBar { operation, total } => {
                self.totals[self.place(operation).0] += total.unwrap_or(0);
            }
            ProgressEvent::Started(operation) => {
                let (i, name) = self.place(operation);
                self.done[i] = 0;
                self.progress.begin(name, self.totals[i]);
            }
            ProgressEvent::Progress { operation, size, .. } => {
                let (i, _) = self.place(operation);
                // Padding of the last page is no part of the firmware.
                self.done[i] = (self.done[i] + size).min(self.totals[i]);
                self.progress.at(self.done[i]);
            }
            ProgressEvent::Finished(_) => self.progress.end(),
            _ => {}
        }
    }
}
