//! PICOBOOT: the USB protocol of the boot ROM of the RP2040, which is there beside its drive when
//! the board was connected with BOOT held (RP2040 Datasheet, 2.8.5 "USB PICOBOOT Interface").
//!
//! Unlike the drive it can read: what is there already is left alone, and what was written is read
//! back. It needs no drive that somebody mounts.

use super::firmware::Firmware;
use super::usb::{self, Device, Fault, Kind, Request, Transport, ids};
use super::{Choice, Look, Progress, Written};
use crate::image::segments::{Segment, Segments};
use crate::target::Target;
use anyhow::{Context as _, Result, anyhow, bail};
use std::ops::Range;
use std::time::Duration;

/// The first word of each command.
pub const MAGIC: u32 = 0x431f_d10b;
/// Where the flash is, and the most there can be.
pub const FLASH: Range<u32> = 0x1000_0000..0x1100_0000;
/// The least that can be erased, and the least that can be written.
pub const SECTOR: u32 = 4096;
pub const PAGE: u32 = 256;
/// The UF2 family of this chip, by which targets say that they have it.
pub const FAMILY: u32 = 0xe48b_ff56;

/// What the commands are called by.
pub mod command {
    pub const EXCLUSIVE_ACCESS: u8 = 0x01;
    pub const REBOOT: u8 = 0x02;
    pub const FLASH_ERASE: u8 = 0x03;
    pub const READ: u8 = 0x84;
    pub const WRITE: u8 = 0x05;
    pub const EXIT_XIP: u8 = 0x06;
}

/// Requests on the control pipe.
pub const INTERFACE_RESET: u8 = 0x41;
pub const GET_COMMAND_STATUS: u8 = 0x42;

/// The chip erases a block of this size at once, which is much faster than sector by sector.
const BLOCK: u32 = 64 << 10;
/// How much is read or written at once.
const PIECE: usize = 4096;
/// A block takes at most 2 s to erase (W25Q16JV, 9.6), and a sector 0.4 s.
const ERASE: Duration = Duration::from_secs(40);
const ANSWER: Duration = Duration::from_secs(5);
/// How long the chip waits before it restarts, so that the answer arrives.
const RESTART_MS: u32 = 200;

/// The board that waits for firmware.
///
/// # Errors
/// The target has another chip, or several boards wait, or the one may not be opened.
pub fn find(target: &Target, choice: &Choice) -> Result<Look<Device>> {
    if target.image.uf2_family != Some(FAMILY) {
        bail!("the target {} has no RP2040 (\"uf2-family-id\" says so)", target.name);
    }
    let (vendor, product) = ids::RP2040_BOOT;
    let mut devices = usb::all()?;
    devices.retain(|d| (d.vendor, d.product) == (vendor, product));
    let Some(device) = usb::only(devices, choice.port.as_deref())? else {
        return Ok(Look::Absent(format!(
            "no USB device {vendor:04x}:{product:04x} appeared (an RP2040 with BOOT held)"
        )));
    };
    match &device.problem {
        Some(problem) => bail!("the USB device {}: {problem}", device.port()),
        None => Ok(Look::Found(device)),
    }
}

/// Opens the board's interface.
pub fn open(device: &Device) -> Result<Picoboot> {
    // Its class is the vendor's own; the drive's interface has the class of mass storage.
    let interface = device.interfaces.iter().find(|i| i.class == 0xff);
    let Some(interface) = interface else {
        bail!("the USB device {} has no PICOBOOT interface", device.port())
    };
    Ok(Picoboot::new(device.open(interface.number)?))
}

/// A connection to the boot ROM.
pub struct Picoboot {
    transport: Box<dyn Transport>,
    token: u32,
}

/// What went wrong with a command.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Problem {
    Fault(Fault),
    /// The chip's word for it.
    Status(u32),
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Problem {
        Problem::Fault(fault)
    }
}

/// The data that goes with a command.
enum Data<'a> {
    None,
    Out(&'a [u8]),
    In(usize),
}

impl Picoboot {
    pub fn new(transport: Box<dyn Transport>) -> Picoboot {
        Picoboot { transport, token: 0 }
    }

    /// Writes the firmware, leaves out what is there already, reads back what it wrote and restarts
    /// the chip.
    ///
    /// # Errors
    /// The firmware does not fit, the board refuses or goes away, or holds something else then.
    pub fn write(
        mut self,
        firmware: &Firmware,
        target: &Target,
        choice: &Choice,
        progress: &mut dyn Progress,
    ) -> Result<Written> {
        let segments = firmware.segments();
        check(segments)?;
        let doing = |what: &'static str| move |p: Problem| explain(p, what);
        self.prepare().map_err(doing("connecting"))?;
        if choice.erase {
            self.erase(all_flash(target), progress).map_err(doing("erasing"))?;
        }
        let pages = segments.paged(SECTOR, 0xff);
        let total = pages.len();
        let changed = match choice.verify && !choice.erase {
            true => self.changed(&pages, progress).map_err(doing("reading"))?,
            false => pages,
        };
        let bytes = changed.len();
        if bytes > 0 {
            progress.begin("writing", bytes);
            self.program(&changed, !choice.erase, progress).map_err(doing("writing"))?;
            progress.end();
        }
        if choice.verify && bytes > 0 {
            let wrong = self.compare("checking", &changed, progress).map_err(doing("checking"))?;
            if let Some(address) = wrong.first() {
                bail!(
                    "what is in the flash at {address:#010x} is not what was written. Repeat; if \
                     it happens again, the flash or its supply is bad"
                );
            }
        }
        if !choice.no_reset {
            self.restart().map_err(doing("restarting"))?;
        }
        let checked = choice.verify.then_some("read back and equal");
        Ok(Written { bytes, skipped: total - bytes, checked })
    }

    /// Ends what another program may have left half done, locks the drive, and makes the flash
    /// listen to commands.
    fn prepare(&mut self) -> Result<(), Problem> {
        self.reset()?;
        // 2: the computer also lets the drive go, so that nobody misses it later.
        self.command(command::EXCLUSIVE_ACCESS, &[2], Data::None, ANSWER)?;
        self.command(command::EXIT_XIP, &[], Data::None, ANSWER)?;
        Ok(())
    }

    fn reset(&mut self) -> Result<(), Problem> {
        let request = Request { kind: Kind::Vendor, request: INTERFACE_RESET, value: 0 };
        self.transport.control_out(request, &[])?;
        Ok(self.transport.clear_halt()?)
    }

    /// The sectors that do not hold yet what they shall.
    fn changed(
        &mut self,
        pages: &Segments,
        progress: &mut dyn Progress,
    ) -> Result<Segments, Problem> {
        let wrong = self.compare("comparing", pages, progress)?;
        let mut parts = Vec::new();
        for segment in pages {
            for (piece, address) in pieces(segment) {
                if wrong.binary_search(&address).is_ok() {
                    parts.push(Segment { address, data: piece.to_vec() });
                }
            }
        }
        Ok(Segments::new(parts, None).expect("they are parts of what does not overlap"))
    }

    /// The addresses of the pieces that the flash does not hold, in order.
    fn compare(
        &mut self,
        what: &str,
        pages: &Segments,
        progress: &mut dyn Progress,
    ) -> Result<Vec<u32>, Problem> {
        progress.begin(what, pages.len());
        let (mut done, mut wrong) = (0, Vec::new());
        for segment in pages {
            for (piece, address) in pieces(segment) {
                if self.read(address, piece.len())? != piece {
                    wrong.push(address);
                }
                done += piece.len() as u64;
                progress.at(done);
            }
        }
        progress.end();
        Ok(wrong)
    }

    /// Erases and writes block by block, so that the progress tells of both.
    fn program(
        &mut self,
        pages: &Segments,
        erase: bool,
        progress: &mut dyn Progress,
    ) -> Result<(), Problem> {
        let mut done = 0;
        for segment in pages {
            let mut erased = u64::from(segment.address);
            for (piece, address) in pieces(segment) {
                if erase && u64::from(address) >= erased {
                    let block = (u64::from(address) + 1).next_multiple_of(BLOCK.into());
                    let end = block.min(segment.end());
                    self.erase_once(address, (end - u64::from(address)) as u32)?;
                    erased = end;
                }
                let place = range(address, piece.len() as u32);
                self.command(command::WRITE, &place, Data::Out(piece), ANSWER)?;
                done += piece.len() as u64;
                progress.at(done);
            }
        }
        Ok(())
    }

    fn erase(&mut self, all: Range<u32>, progress: &mut dyn Progress) -> Result<(), Problem> {
        progress.begin("erasing", all.len() as u64);
        for address in all.clone().step_by(BLOCK as usize) {
            let size = BLOCK.min(all.end - address);
            self.erase_once(address, size)?;
            progress.at(u64::from(address - all.start + size));
        }
        progress.end();
        Ok(())
    }

    fn erase_once(&mut self, address: u32, size: u32) -> Result<(), Problem> {
        self.command(command::FLASH_ERASE, &range(address, size), Data::None, ERASE)?;
        Ok(())
    }

    fn read(&mut self, address: u32, size: usize) -> Result<Vec<u8>, Problem> {
        self.command(command::READ, &range(address, size as u32), Data::In(size), ANSWER)
    }

    /// Starts the program. The chip may be gone before its answer is here.
    fn restart(&mut self) -> Result<(), Problem> {
        let mut arguments = [0; 12];
        // Program counter and stack are 0: start as after power-on.
        arguments[8..].copy_from_slice(&RESTART_MS.to_le_bytes());
        match self.command(command::REBOOT, &arguments, Data::None, ANSWER) {
            Ok(_) | Err(Problem::Fault(Fault::Gone)) => Ok(()),
            Err(other) => Err(other),
        }
    }

    /// One command: 32 bytes, then its data, then an empty packet the other way, which says that
    /// all is done.
    fn command(
        &mut self,
        id: u8,
        arguments: &[u8],
        data: Data,
        timeout: Duration,
    ) -> Result<Vec<u8>, Problem> {
        self.token += 1;
        let length = match data {
            Data::None => 0,
            Data::Out(bytes) => bytes.len(),
            Data::In(length) => length,
        };
        let mut packet = Vec::with_capacity(32);
        packet.extend_from_slice(&MAGIC.to_le_bytes());
        packet.extend_from_slice(&self.token.to_le_bytes());
        packet.extend_from_slice(&[id, arguments.len() as u8, 0, 0]);
        packet.extend_from_slice(&(length as u32).to_le_bytes());
        packet.extend_from_slice(arguments);
        packet.resize(32, 0);
        self.exchange(&packet, data, timeout).map_err(|fault| self.problem(fault))
    }

    fn exchange(&mut self, packet: &[u8], data: Data, limit: Duration) -> Result<Vec<u8>, Fault> {
        let pipes = &mut self.transport;
        pipes.bulk_out(packet, limit)?;
        let mut answer = Vec::new();
        match data {
            Data::In(length) => {
                while answer.len() < length {
                    let part = pipes.bulk_in(length - answer.len(), limit)?;
                    if part.is_empty() {
                        let text = format!("{} bytes came instead of {length}", answer.len());
                        return Err(Fault::Other(text));
                    }
                    answer.extend_from_slice(&part);
                }
                pipes.bulk_out(&[], limit)?;
            }
            Data::Out(bytes) => {
                pipes.bulk_out(bytes, limit)?;
                pipes.bulk_in(1, limit)?;
            }
            Data::None => drop(pipes.bulk_in(1, limit)?),
        }
        Ok(answer)
    }

    /// The chip's own word for what it refused.
    fn problem(&mut self, fault: Fault) -> Problem {
        if fault != Fault::Stall {
            return Problem::Fault(fault);
        }
        let request = Request { kind: Kind::Vendor, request: GET_COMMAND_STATUS, value: 0 };
        let status = self.transport.control_in(request, 16);
        // The pipes stall until they are reset; the error at hand is worth more than that of this.
        let _ = self.reset();
        match status.as_deref() {
            Ok([_, _, _, _, a, b, c, d, ..]) => {
                Problem::Status(u32::from_le_bytes([*a, *b, *c, *d]))
            }
            _ => Problem::Fault(fault),
        }
    }
}

/// Address and size, as commands want them.
fn range(address: u32, size: u32) -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes[..4].copy_from_slice(&address.to_le_bytes());
    bytes[4..].copy_from_slice(&size.to_le_bytes());
    bytes
}

/// The pieces of a run that go over the wire, with their addresses.
fn pieces(segment: &Segment) -> impl Iterator<Item = (&[u8], u32)> {
    segment.data.chunks(PIECE).zip((segment.address..).step_by(PIECE))
}

/// All bytes have to lie in the flash.
fn check(segments: &Segments) -> Result<()> {
    for segment in segments {
        if segment.address < FLASH.start || segment.end() > u64::from(FLASH.end) {
            bail!(
                "the firmware has bytes at {:#010x}..{:#010x}, which is not in the flash of an \
                 RP2040; choose the board's own target",
                segment.address,
                segment.end()
            );
        }
    }
    Ok(())
}

/// The flash of the target's board, in whole sectors.
fn all_flash(target: &Target) -> Range<u32> {
    let inside = |r: &&crate::target::memory::Region| FLASH.contains(&r.origin);
    let regions = target.memory.regions.iter().filter(inside);
    let end = regions.map(|r| r.end()).max().unwrap_or(FLASH.start.into());
    let end = end.next_multiple_of(SECTOR.into()).min(FLASH.end.into());
    FLASH.start..end as u32
}

fn explain(problem: Problem, doing: &str) -> anyhow::Error {
    const AGAIN: &str = "hold BOOT while you connect the board, and repeat";
    match problem {
        Problem::Fault(Fault::Gone) if doing == "writing" || doing == "erasing" => {
            anyhow!("the board was disconnected while {doing}, so its flash is incomplete; {AGAIN}")
        }
        Problem::Fault(fault) => anyhow!("{doing} over PICOBOOT failed: {fault}; {AGAIN}"),
        Problem::Status(status) => {
            let why = match status {
                1 => "it does not know the command",
                2 | 3 => "a length is wrong",
                4 => "it has no memory at that address",
                5 => "the address is not aligned",
                6 => "something else was written in between",
                7 => "it is restarting",
                _ => "it gives no reason",
            };
            anyhow!("the board refused {doing}: {why} (PICOBOOT status {status}); {AGAIN}")
        }
    }
}

/// Opens the board and writes to it.
pub fn run(
    device: &Device,
    firmware: &Firmware,
    target: &Target,
    choice: &Choice,
    progress: &mut dyn Progress,
) -> Result<Written> {
    let connection = open(device).context("cannot open the board")?;
    connection.write(firmware, target, choice, progress)
}
