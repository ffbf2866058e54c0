//! What is to be written: the segments of a build or of a file, in the format that a way wants.

use crate::image::segments::Segments;
use crate::image::{self, Format, Options, esp};
use crate::target::Target;
use anyhow::{Context as _, Result, bail};
use std::path::Path;

/// Firmware for one target.
pub struct Firmware {
    segments: Segments,
    /// The ELF file, if it came from one.
    pub elf: Option<Vec<u8>>,
    uf2_family: Option<u32>,
}

impl Firmware {
    /// The firmware in an ELF file.
    pub fn from_elf(elf: Vec<u8>, target: &Target) -> Result<Firmware> {
        let segments = Segments::from_elf(&elf)?;
        if segments.is_empty() {
            bail!("the program has no bytes to load, so there is nothing to write");
        }
        Ok(Firmware { segments, elf: Some(elf), uf2_family: target.image.uf2_family })
    }

    /// The firmware in a file, whose extension or first bytes say what it is.
    ///
    /// # Errors
    /// The file cannot be read, is damaged, or is for another family of chips.
    pub fn read(path: &Path, target: &Target) -> Result<Firmware> {
        let problem = || format!("cannot flash {}", path.display());
        let bytes = std::fs::read(path).with_context(problem)?;
        let format = format_of(path, &bytes, target).with_context(problem)?;
        if format == Format::Elf {
            return Firmware::from_elf(bytes, target).with_context(problem);
        }
        if format == Format::Uf2 {
            check_family(&bytes, target).with_context(problem)?;
        }
        let options = Options { base: target.memory.code().origin, ..Options::default() };
        let segments = image::decode(&bytes, format, &options).with_context(problem)?;
        if segments.is_empty() {
            bail!("{}: it holds no bytes to write", problem());
        }
        Ok(Firmware { segments, elf: None, uf2_family: target.image.uf2_family })
    }

    /// The bytes at the addresses where they belong.
    pub fn segments(&self) -> &Segments {
        &self.segments
    }

    /// The bytes of a file of this format.
    pub fn encode(&self, format: Format) -> Result<Vec<u8>> {
        if format == Format::Elf {
            let elf = self.elf.clone();
            return elf.context("an ELF file is wanted, but the firmware came from another file");
        }
        let options = Options { uf2_family: self.uf2_family, ..Options::default() };
        image::encode(&self.segments, format, &options)
    }
}

/// The chip of Espressif's whose images a target has.
pub fn esp_chip(target: &Target) -> Option<esp::Chip> {
    match Format::named(&target.image.format) {
        Some(Format::Esp(chip)) => Some(chip),
        _ => None,
    }
}

fn format_of(path: &Path, bytes: &[u8], target: &Target) -> Result<Format> {
    if bytes.starts_with(b"\x7fELF") {
        return Ok(Format::Elf);
    }
    if bytes.starts_with(b"UF2\n") {
        return Ok(Format::Uf2);
    }
    match (Format::of_path(path), esp_chip(target)) {
        (Some(Format::Bin), Some(chip)) => Ok(Format::Esp(chip)),
        (Some(format), _) => Ok(format),
        (None, _) => bail!("what it is cannot be told; name it .elf, .bin, .hex or .uf2"),
    }
}

/// The family of a UF2 file is in each block (UF2 specification, "Block structure": bytes 28 to 31,
/// if flag 0x2000 is set in bytes 8 to 11).
fn check_family(bytes: &[u8], target: &Target) -> Result<()> {
    let word = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let Some(flags) = word(8) else { bail!("it is shorter than one block") };
    let family = (flags & 0x2000 != 0).then(|| word(28)).flatten();
    match (family, target.image.uf2_family) {
        (Some(has), Some(wants)) if has != wants => bail!(
            "it is for the UF2 family {has:#010x}, and {} is of the family {wants:#010x}",
            target.name
        ),
        _ => Ok(()),
    }
}
