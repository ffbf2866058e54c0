//! Espressif's chips over a serial port: the boot loader in their mask ROM, by the library of
//! espflash (its flasher stub, compressed data, regions that are equal already left out).

use super::firmware::{Firmware, esp_chip};
use super::{Choice, Progress, Written, ports};
use crate::image::{Format, esp};
use crate::target::Target;
use anyhow::{Context as _, Result, anyhow, bail};
use espflash::connection::{Connection, ResetAfterOperation, ResetBeforeOperation};
use espflash::flasher::Flasher;
use espflash::image_format::Segment;
use espflash::target::{Chip, ProgressCallbacks};
use serialport::{SerialPort as _, SerialPortType, UsbPortInfo};
use std::borrow::Cow;
use std::time::Duration;

/// The unit of flash that is compared and, if it differs, written. The chip erases in blocks of it.
const REGION: usize = 64 << 10;
/// How long the chip may take for an answer that nobody waits for.
const LAST_ANSWER: Duration = Duration::from_millis(50);
/// What the boot ROM listens at.
const FIRST_BAUD: u32 = 115_200;

/// A port with one of these chips on it.
#[derive(Debug)]
pub struct Esp {
    pub port: String,
    chip: esp::Chip,
    /// Where in the flash the image lies: at 0 the boot ROM looks for it.
    at: u32,
}

/// Finds the port of the target's board.
pub fn find(target: &Target, choice: &Choice) -> Result<Esp> {
    let Some(chip) = esp_chip(target) else {
        bail!("the target {} is no chip of Espressif's (\"binary-format\" says so)", target.name)
    };
    Ok(Esp { port: ports::choose(target, choice.port.as_deref())?, chip, at: target.image.esp_at })
}

impl Esp {
    /// Writes the image and checks it by the chip's own MD5.
    pub fn write(
        self,
        firmware: &Firmware,
        choice: &Choice,
        progress: &mut dyn Progress,
    ) -> Result<Written> {
        let image = firmware.encode(Format::Esp(self.chip))?;
        progress.note(&format!("connecting to the chip on {}", self.port));
        let mut flasher = self.connect(choice)?;
        if choice.erase {
            progress.note("erasing the flash");
            flasher.erase_flash().map_err(|e| self.explain(e, "erasing"))?;
        }
        let regions: Vec<Segment<'_>> = image
            .chunks(REGION)
            .zip((self.at..).step_by(REGION))
            .map(|(data, addr)| Segment { addr, data: padded(data) })
            .collect();
        let sizes = image.chunks(REGION).map(|c| c.len() as u64).collect::<Vec<_>>().into_iter();
        let mut meter = Meter { progress, sizes, before: 0, parts: 1, region: 0, skipped: 0 };
        meter.progress.begin("writing", image.len() as u64);
        let result = flasher.write_bins_to_flash(&regions, &mut meter);
        let skipped = meter.skipped;
        result.map_err(|e| self.explain(e, "writing"))?;
        progress.end();
        if choice.no_reset {
            drain(flasher);
        }
        let checked = choice.verify.then_some("the chip's MD5 agrees");
        Ok(Written { bytes: image.len() as u64 - skipped, skipped, checked })
    }

    fn connect(&self, choice: &Choice) -> Result<Flasher> {
        let port = serialport::new(&self.port, FIRST_BAUD)
            .flow_control(serialport::FlowControl::None)
            .open_native()
            .with_context(|| format!("cannot open the port {}", self.port))?;
        let (after, before) = match choice.no_reset {
            true => (ResetAfterOperation::NoReset, ResetBeforeOperation::NoReset),
            false => (ResetAfterOperation::HardReset, ResetBeforeOperation::DefaultReset),
        };
        let connection = Connection::new(port, usb_info(&self.port), after, before, FIRST_BAUD);
        // Comparing is how equal regions are found, so it is part of checking.
        let (verify, skip) = (choice.verify, choice.verify);
        let chip = Some(library_chip(self.chip));
        Flasher::connect(connection, true, verify, skip, chip, Some(choice.baud))
            .map_err(|e| self.explain(e, "connecting"))
    }

    /// An error of the library's as people understand it.
    fn explain(&self, error: espflash::Error, doing: &str) -> anyhow::Error {
        use espflash::Error;
        let port = &self.port;
        match error {
            Error::Connection(_) if doing == "connecting" => anyhow!(
                "the chip on {port} does not answer. Hold BOOT, press RESET and let BOOT go, then \
                 repeat; another program must not have the port open"
            ),
            Error::Connection(e) => anyhow!(
                "the connection on {port} was lost while {doing} ({e}); the chip's flash is \
                 incomplete: repeat"
            ),
            Error::ChipMismatch(wanted, found) => anyhow!(
                "the chip on {port} is an {}, and the target is for an {}; choose the board's own \
                 target, or another port with -port",
                found.to_uppercase(),
                wanted.to_uppercase()
            ),
            Error::VerifyFailed => anyhow!(
                "what is in the chip's flash is not what was written: the MD5 differs. Repeat; if \
                 it happens again, the flash or its supply is bad, or try a lower -baud"
            ),
            other => anyhow!("{doing} over {port} failed: {other}"),
        }
    }
}

/// Takes back what the library does not read, the answer to its last word to a chip that is not
/// reset: it is not the program's.
fn drain(flasher: Flasher) {
    std::thread::sleep(LAST_ANSWER);
    // An answer that stays does no harm to what was written.
    let _ = flasher.into_connection().into_serial().clear(serialport::ClearBuffer::Input);
}

/// The chip takes whole words.
fn padded(data: &[u8]) -> Cow<'_, [u8]> {
    if data.len().is_multiple_of(4) {
        return Cow::Borrowed(data);
    }
    let mut data = data.to_vec();
    data.resize(data.len().next_multiple_of(4), 0xff);
    Cow::Owned(data)
}

fn library_chip(chip: esp::Chip) -> Chip {
    match chip {
        esp::Chip::Esp32 => Chip::Esp32,
        esp::Chip::Esp32S2 => Chip::Esp32s2,
        esp::Chip::Esp32C3 => Chip::Esp32c3,
        esp::Chip::Esp32S3 => Chip::Esp32s3,
        esp::Chip::Esp32C6 => Chip::Esp32c6,
        esp::Chip::Esp32H2 => Chip::Esp32h2,
    }
}

/// The way to reset a chip depends on what its port is; a port that is not on USB has no numbers.
fn usb_info(name: &str) -> UsbPortInfo {
    let all = serialport::available_ports().unwrap_or_default();
    let found = all.into_iter().find(|p| p.port_name == name);
    match found.map(|p| p.port_type) {
        Some(SerialPortType::UsbPort(info)) => info,
        _ => UsbPortInfo {
            vid: 0,
            pid: 0,
            serial_number: None,
            manufacturer: None,
            product: None,
            interface: None,
        },
    }
}

/// The library counts the parts of one region; people want bytes of all.
struct Meter<'a> {
    progress: &'a mut dyn Progress,
    /// Bytes of the regions that did not begin yet.
    sizes: std::vec::IntoIter<u64>,
    /// Bytes of the regions that are done.
    before: u64,
    /// Bytes of the region at hand, once it began to be written, and the parts it goes in.
    region: u64,
    parts: u64,
    skipped: u64,
}

impl ProgressCallbacks for Meter<'_> {
    fn init(&mut self, _addr: u32, total: usize) {
        self.parts = total.max(1) as u64;
        self.region = self.sizes.next().unwrap_or(0);
    }

    fn update(&mut self, current: usize) {
        self.progress.at(self.before + self.region * current as u64 / self.parts);
    }

    fn verifying(&mut self) {}

    fn finish(&mut self, skipped: bool) {
        if skipped {
            // Such a region never began.
            self.region = self.sizes.next().unwrap_or(0);
            self.skipped += self.region;
        }
        self.before += self.region;
        self.progress.at(self.before);
    }
}
