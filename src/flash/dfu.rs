//! DFU: the USB class for boot loaders. Two kinds: ST's DfuSe, in which blocks have addresses and
//! memory can be erased and read, and plain DFU 1.1, which takes one image and knows where it goes.

pub mod layout;
pub mod session;

use super::firmware::Firmware;
use super::usb::{self, Device, Fault, Transport};
use super::{Choice, Look, Progress, Written};
use crate::image::Format;
use crate::image::segments::{Segment, Segments};
use anyhow::{Context as _, Result, anyhow, bail};
use layout::{Layout, Sector};
use session::{Problem, Session, dfuse, state};

/// Class, subclass and protocol of an interface in DFU mode, and of a program that can start it.
const MODE: (u8, u8, u8) = (0xfe, 1, 2);
const RUNTIME: (u8, u8, u8) = (0xfe, 1, 1);

/// Flash of some STM32s is written in units of this size, of others in smaller ones.
const UNIT: u32 = 32;
/// What devices take whose descriptor does not say.
const BLOCK: u16 = 64;

/// The version that a DfuSe device gives of itself.
const DFUSE: u16 = 0x011a;

/// Whether a device is in DFU mode.
pub fn waits(device: &Device) -> bool {
    has(device, MODE)
}

fn has(device: &Device, wanted: (u8, u8, u8)) -> bool {
    device.interfaces.iter().any(|i| (i.class, i.subclass, i.protocol) == wanted)
}

/// The board that waits for firmware.
///
/// # Errors
/// Several do, or the one may not be opened.
pub fn find(choice: &Choice) -> Result<Look<Device>> {
    let all = usb::all()?;
    let waiting = all.iter().filter(|d| waits(d)).cloned().collect();
    match usb::only(waiting, choice.port.as_deref())? {
        Some(Device { problem: Some(problem), place, .. }) => {
            bail!("the USB device {}{place}: {problem}", usb::PREFIX)
        }
        Some(device) => Ok(Look::Found(device)),
        None => Ok(Look::Absent(match all.iter().find(|d| has(d, RUNTIME)) {
            Some(device) => format!(
                "the USB device {} has DFU, but runs its program; start its boot loader",
                device.port()
            ),
            None => "no USB device in DFU mode appeared (an STM32: BOOT0 high at reset)".to_owned(),
        })),
    }
}

/// Opens the board and writes to it.
pub fn run(
    device: &Device,
    firmware: &Firmware,
    choice: &Choice,
    progress: &mut dyn Progress,
) -> Result<Written> {
    let mode = |i: &&usb::Interface| (i.class, i.subclass, i.protocol) == MODE;
    let interface = device.interfaces.iter().find(mode).context("the device left DFU mode")?;
    let transport = device.open(interface.number).context("cannot open the board")?;
    write(transport, interface.number, firmware, choice, progress)
}

/// Writes firmware over an open interface.
///
/// # Errors
/// It does not fit, the board refuses or goes away, or holds something else then.
pub fn write(
    mut transport: Box<dyn Transport>,
    interface: u8,
    firmware: &Firmware,
    choice: &Choice,
    progress: &mut dyn Progress,
) -> Result<Written> {
    let about = About::read(&transport.configuration(), interface);
    let (setting, layout) = setting(&mut *transport, &about, firmware.segments())?;
    transport.select(setting).map_err(|f| explain(f.into(), "connecting"))?;
    let session = Session { transport, block: about.block };
    match layout {
        Some(layout) => DfuSe { session, layout }.write(firmware.segments(), choice, progress),
        None => plain(session, &about, firmware, choice, progress),
    }
}

/// What the descriptors say.
struct About {
    /// The alternate settings, with the numbers of their names.
    settings: Vec<(u8, u8)>,
    block: u16,
    attributes: u8,
    version: u16,
}

impl About {
    /// Reads the configuration's descriptors: interfaces (USB 2.0, 9.6.5) and DFU's own (DFU 1.1,
    /// 4.1.3).
    fn read(bytes: &[u8], interface: u8) -> About {
        let mut about =
            About { settings: Vec::new(), block: BLOCK, attributes: 0, version: 0x0110 };
        let (mut rest, mut ours) = (bytes, false);
        while let [length, kind, ..] = rest {
            let Some((one, next)) = rest.split_at_checked((*length).max(2).into()) else { break };
            match (kind, one) {
                (4, [_, _, number, setting, _, class, subclass, protocol, name, ..]) => {
                    ours = *number == interface && (*class, *subclass, *protocol) == MODE;
                    if ours {
                        about.settings.push((*setting, *name));
                    }
                }
                (0x21, [_, _, attributes, _, _, low, high, more @ ..]) if ours => {
                    about.attributes = *attributes;
                    about.block = u16::from_le_bytes([*low, *high]).max(8);
                    if let [low, high, ..] = more {
                        about.version = u16::from_le_bytes([*low, *high]);
                    }
                }
                _ => {}
            }
            rest = next;
        }
        about
    }

    fn can_upload(&self) -> bool {
        self.attributes & 2 != 0
    }
}

/// The setting whose memory takes the firmware; that of plain DFU has none.
fn setting(
    transport: &mut dyn Transport,
    about: &About,
    segments: &Segments,
) -> Result<(u8, Option<Layout>)> {
    if about.version != DFUSE {
        return Ok((about.settings.first().map_or(0, |s| s.0), None));
    }
    let mut names = Vec::new();
    for (setting, name) in &about.settings {
        let name = transport.string(*name).map_err(|f| explain(f.into(), "connecting"))?;
        let Some(layout) = Layout::parse(&name) else { continue };
        if segments.iter().all(|s| layout.holds(s)) {
            return Ok((*setting, Some(layout)));
        }
        names.push(layout.name);
    }
    let start = segments.start().unwrap_or(0);
    bail!(
        "the firmware, which begins at {start:#010x}, does not fit in the memory of the board ({}); \
         choose the board's own target",
        super::listed(&names)
    )
}

struct DfuSe {
    session: Session,
    layout: Layout,
}

impl DfuSe {
    fn write(
        mut self,
        segments: &Segments,
        choice: &Choice,
        progress: &mut dyn Progress,
    ) -> Result<Written> {
        let doing = |what: &'static str| move |p: Problem| explain(p, what);
        let start = segments.start().unwrap_or(0);
        let segments = segments.paged(UNIT, 0xff);
        let total = segments.len();
        self.session.idle().map_err(doing("connecting"))?;
        if choice.erase {
            progress.note("erasing the flash");
            self.session.erase_all().map_err(doing("erasing"))?;
        }
        let mut sectors = self.sectors(&segments);
        if choice.verify && !choice.erase {
            sectors = self
                .different("comparing", &sectors, &segments, progress)
                .map_err(doing("reading"))?;
        }
        let bytes = size(&sectors, &segments);
        if bytes > 0 {
            progress.begin("writing", bytes);
            self.program(&sectors, &segments, !choice.erase, progress).map_err(doing("writing"))?;
            progress.end();
        }
        let mut checked = None;
        if choice.verify {
            let wrong = self.different("checking", &sectors, &segments, progress);
            if let Some(sector) = wrong.map_err(doing("checking"))?.first() {
                bail!(
                    "what is in the flash in the sector at {:#010x} is not what was written. \
                     Repeat; if it happens again, the flash or its supply is bad",
                    sector.address
                );
            }
            checked = Some("read back and equal");
        }
        if !choice.no_reset {
            self.leave(start).map_err(doing("restarting"))?;
        }
        Ok(Written { bytes, skipped: total - bytes, checked })
    }

    /// The sectors that the firmware is in.
    fn sectors(&self, segments: &Segments) -> Vec<Sector> {
        let used = |s: &&Sector| segments.iter().any(|g| s.part(g).is_some());
        self.layout.sectors.iter().filter(used).copied().collect()
    }

    /// Of some sectors those that do not hold their part of the firmware.
    fn different(
        &mut self,
        what: &str,
        sectors: &[Sector],
        segments: &Segments,
        progress: &mut dyn Progress,
    ) -> Result<Vec<Sector>, Problem> {
        let (mut wrong, mut done) = (Vec::new(), 0);
        progress.begin(what, size(sectors, segments));
        for sector in sectors {
            let mut equal = sector.readable;
            for (address, part) in parts(sector, segments) {
                if equal {
                    equal = self.session.read(address, part.len())? == part;
                }
                done += part.len() as u64;
                progress.at(done);
            }
            if !equal {
                wrong.push(*sector);
            }
        }
        progress.end();
        Ok(wrong)
    }

    fn program(
        &mut self,
        sectors: &[Sector],
        segments: &Segments,
        erase: bool,
        progress: &mut dyn Progress,
    ) -> Result<(), Problem> {
        let mut done = 0;
        for sector in sectors {
            if erase && sector.erasable {
                self.session.erase(sector.address)?;
            }
            for (address, part) in parts(sector, segments) {
                self.session.set_address(address)?;
                let blocks = part.chunks(self.session.block.into());
                for (number, block) in (dfuse::FIRST_BLOCK..).zip(blocks) {
                    self.session.download(number, block)?;
                    done += block.len() as u64;
                    progress.at(done);
                }
            }
        }
        Ok(())
    }

    /// Starts the program, which begins with its vector table.
    fn leave(&mut self, start: u32) -> Result<(), Problem> {
        self.session.idle()?;
        self.session.set_address(start)?;
        self.session.finish(0)?;
        Ok(())
    }
}

/// The parts of the firmware in a sector.
fn parts<'a>(
    sector: &'a Sector,
    segments: &'a Segments,
) -> impl Iterator<Item = (u32, &'a [u8])> + 'a {
    segments.iter().filter_map(|s: &Segment| sector.part(s))
}

fn size(sectors: &[Sector], segments: &Segments) -> u64 {
    sectors.iter().flat_map(|s| parts(s, segments)).map(|(_, part)| part.len() as u64).sum()
}

/// Plain DFU: the image goes in blocks, and the device knows where they belong.
fn plain(
    mut session: Session,
    about: &About,
    firmware: &Firmware,
    choice: &Choice,
    progress: &mut dyn Progress,
) -> Result<Written> {
    let doing = |what: &'static str| move |p: Problem| explain(p, what);
    if choice.erase {
        bail!("-erase is not possible: the board speaks plain DFU, which cannot erase");
    }
    let image = firmware.encode(Format::Bin)?;
    session.idle().map_err(doing("connecting"))?;
    progress.begin("writing", image.len() as u64);
    let (mut blocks, mut done) = (0u16, 0);
    for block in image.chunks(session.block.into()) {
        session.download(blocks, block).map_err(doing("writing"))?;
        // Numbers begin anew after the last.
        blocks = blocks.wrapping_add(1);
        done += block.len() as u64;
        progress.at(done);
    }
    progress.end();
    let state = session.finish(blocks).map_err(doing("finishing"))?;
    let mut written = Written { bytes: image.len() as u64, skipped: 0, checked: None };
    if !choice.verify {
        return Ok(written);
    }
    // A device that still listens can be read, if it can that at all.
    if state != Some(state::IDLE) || !about.can_upload() {
        written.checked = Some("the boot loader reports no error (it cannot be read back)");
        return Ok(written);
    }
    let found = read_plain(&mut session, image.len(), progress).map_err(doing("checking"))?;
    if found != image {
        bail!(
            "what is in the flash is not what was written. Repeat; if it happens again, the flash \
             or its supply is bad"
        );
    }
    written.checked = Some("read back and equal");
    Ok(written)
}

fn read_plain(
    session: &mut Session,
    length: usize,
    progress: &mut dyn Progress,
) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::with_capacity(length);
    progress.begin("checking", length as u64);
    let mut number = 0u16;
    while bytes.len() < length {
        let part = session.upload(number, session.block)?;
        number = number.wrapping_add(1);
        bytes.extend_from_slice(&part);
        progress.at(bytes.len().min(length) as u64);
        if part.len() < session.block.into() {
            break;
        }
    }
    progress.end();
    session.idle()?;
    bytes.truncate(length);
    Ok(bytes)
}

fn explain(problem: Problem, doing: &str) -> anyhow::Error {
    const AGAIN: &str = "connect the board in its boot loader again, and repeat";
    match problem {
        Problem::Fault(Fault::Gone) if doing == "writing" || doing == "erasing" => {
            anyhow!("the board was disconnected while {doing}, so its flash is incomplete; {AGAIN}")
        }
        Problem::Status(11) => anyhow!(
            "the board refused {doing}: {problem}. ST's tools lift the protection, which erases all"
        ),
        Problem::Status(_) => anyhow!("the board refused {doing}: {problem}; {AGAIN}"),
        _ => anyhow!("{doing} over DFU failed: {problem}; {AGAIN}"),
    }
}
