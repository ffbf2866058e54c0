//! ELF files to the formats that boards take, and back.
//!
//! Takes bytes, gives bytes: no room here touches a file except [`write_atomic`], none knows Go or
//! a chip beyond what the format itself says. A new format is one file and one line in [`Format`].

pub mod bin;
pub mod boot2;
pub mod esp;
pub mod hex;
pub mod segments;
pub mod sha256;
pub mod strip;
pub mod uf2;
pub mod vectors;

use anyhow::{Context as _, Result, bail};
use segments::Segments;
use std::path::Path;

/// The kinds of file that `embgo build -o` writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    Elf,
    Bin,
    Hex,
    Uf2,
    /// For the boot ROM of an Espressif chip.
    Esp(esp::Chip),
}

impl Format {
    /// The usual extension.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Elf => "elf",
            Format::Bin | Format::Esp(_) => "bin",
            Format::Hex => "hex",
            Format::Uf2 => "uf2",
        }
    }

    /// The format of a name such as `uf2`, be it an extension or a target's `binary-format`.
    pub fn named(name: &str) -> Option<Format> {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "elf" | "axf" | "out" => Some(Format::Elf),
            "bin" => Some(Format::Bin),
            "hex" | "ihex" => Some(Format::Hex),
            "uf2" => Some(Format::Uf2),
            name => esp::Chip::named(name).map(Format::Esp),
        }
    }

    /// What the extension of `path` asks for: `None` where it has none or one that says nothing.
    pub fn of_path(path: &Path) -> Option<Format> {
        Format::named(path.extension()?.to_str()?)
    }
}

/// What a format may need to know beside the bytes.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The UF2 family id of the chip.
    pub uf2_family: Option<u32>,
    /// What stands where no segment is. Flash that was erased reads as 0xff, so writing that
    /// changes nothing.
    pub fill: u8,
    /// The address of a flat file's first byte, for reading it.
    pub base: u32,
}

impl Default for Options {
    fn default() -> Options {
        Options { uf2_family: None, fill: 0xff, base: 0 }
    }
}

/// Turns the ELF file of a build into a file of `format`. An ELF file is given back as it is.
pub fn from_elf(elf: &[u8], format: Format, options: &Options) -> Result<Vec<u8>> {
    if format == Format::Elf {
        return Ok(elf.to_vec());
    }
    let segments = Segments::from_elf(elf)?;
    if segments.is_empty() {
        bail!("the program has no bytes to load, so there is nothing to put into an image");
    }
    encode(&segments, format, options)
}

/// Writes `segments` in `format`, which may be anything but ELF.
pub fn encode(segments: &Segments, format: Format, options: &Options) -> Result<Vec<u8>> {
    match format {
        Format::Elf => bail!("an ELF file is made by the linker, not from segments"),
        Format::Bin => bin::encode(segments, options),
        Format::Hex => hex::encode(segments, options),
        Format::Uf2 => uf2::encode(segments, options),
        Format::Esp(chip) => esp::encode(segments, chip),
    }
}

/// Reads a file of `format` back.
pub fn decode(bytes: &[u8], format: Format, options: &Options) -> Result<Segments> {
    match format {
        Format::Elf => Segments::from_elf(bytes),
        Format::Bin => bin::decode(bytes, options),
        Format::Hex => hex::decode(bytes),
        Format::Uf2 => uf2::decode(bytes),
        Format::Esp(_) => esp::decode(bytes),
    }
}

/// Writes a file so that nobody ever sees half of it: to a new file in the same folder, which then
/// takes the name.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<()> {
    let problem = || format!("cannot write {}", path.display());
    if path.is_dir() {
        bail!("{}: it is a folder (name a file with -o)", problem());
    }
    // Devices and pipes (`-o /dev/stdout`) can be written to but not replaced.
    if path.exists() && !path.is_file() {
        return std::fs::write(path, bytes).with_context(problem);
    }
    let dir = match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    };
    if !dir.is_dir() {
        bail!("{}: there is no folder {}", problem(), dir.display());
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".embgo-");
    set_mode(&mut builder);
    let mut file = builder.tempfile_in(dir).with_context(problem)?;
    std::io::Write::write_all(&mut file, bytes).with_context(problem)?;
    file.persist(path).map_err(|e| e.error).with_context(problem)?;
    Ok(())
}

/// Temporary files are private by default; a result of a build is as readable as any other file.
#[cfg(unix)]
fn set_mode(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    // The process's umask still takes its bits away.
    builder.permissions(std::fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn set_mode(_: &mut tempfile::Builder<'_, '_>) {}
