//! The drive of a boot loader: a file is copied to it. UF2 boot loaders are known by the file
//! INFO_UF2.TXT (UF2 specification, "File containers"), others by the name of their drive.

use super::firmware::Firmware;
use super::{Choice, Look, Progress, Written};
use crate::image::Format;
use crate::target::Target;
use anyhow::{Context as _, Result, bail};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The file that every UF2 boot loader shows.
const INFO: &str = "INFO_UF2.TXT";
/// Where boot loaders that take hex files say why they refused one.
const FAIL: &str = "FAIL.TXT";
/// How often to look for a drive, or whether it has gone.
const POLL: Duration = Duration::from_millis(100);
/// How long a boot loader may take to start what it was given.
const RESTART: Duration = Duration::from_secs(10);
/// How much is written between two looks at the progress.
const BLOCK: usize = 16 << 10;

/// A drive that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Volume {
    pub dir: PathBuf,
    file: String,
    format: Format,
}

/// Finds the target's drive.
///
/// # Errors
/// The target has none, or several fit, or the folder that `-port` names is none.
pub fn find(target: &Target, choice: &Choice) -> Result<Look<Volume>> {
    let file = match target.flash.file_name.as_str() {
        "" => "firmware.uf2".to_owned(),
        name => name.to_owned(),
    };
    let Some(format) = Format::of_path(Path::new(&file)) else {
        bail!("{}: \"msd-firmware-name\": what {file:?} is cannot be told", target.name)
    };
    let names = &target.flash.volume_names;
    if let Some(port) = &choice.port
        && let Some(dir) = super::as_folder(port)
    {
        check(&dir, names, format).with_context(|| format!("the drive {port}"))?;
        return Ok(Look::Found(Volume { dir, file, format }));
    }
    if names.is_empty() {
        bail!(
            "the target {} does not say what its drive is called (\"msd-volume-name\"); name its \
             folder with -port",
            target.name
        );
    }
    Ok(match look(names, format)? {
        Some(dir) => Look::Found(Volume { dir, file, format }),
        None => Look::Absent(format!(
            "no drive called {} appeared; if it is somewhere embgo does not look, name its folder \
             with -port",
            super::listed(names)
        )),
    })
}

/// The one mounted drive that fits.
fn look(names: &[String], format: Format) -> Result<Option<PathBuf>> {
    let mut found: Vec<PathBuf> =
        mounted().into_iter().filter(|dir| check(dir, names, format).is_ok()).collect();
    match found.len() {
        0 | 1 => Ok(found.pop()),
        _ => {
            let dirs: Vec<String> = found.iter().map(|d| d.display().to_string()).collect();
            bail!("several boards are connected, as {}; name one with -port", super::listed(&dirs))
        }
    }
}

/// Whether a folder is the drive of one of these names.
fn check(dir: &Path, names: &[String], format: Format) -> Result<()> {
    let called = |name: &str| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    if format != Format::Uf2 {
        let name = dir.file_name().unwrap_or_default().to_string_lossy();
        if !names.is_empty() && !called(&name) {
            bail!("it is not called {}", super::listed(names));
        }
        return Ok(());
    }
    let Ok(info) = std::fs::read(dir.join(INFO)) else {
        bail!("it has no {INFO}, so it is not the drive of a UF2 boot loader")
    };
    let info = String::from_utf8_lossy(&info);
    let board = info.lines().find_map(|l| l.strip_prefix("Board-ID:")).unwrap_or("").trim();
    if !names.is_empty() && !called(board) {
        bail!("its {INFO} says Board-ID {board:?}, and {} is wanted", super::listed(names));
    }
    Ok(())
}

/// The folders where removable drives are.
#[cfg(target_os = "linux")]
fn mounted() -> Vec<PathBuf> {
    // Fields 2 and 3 of proc_mounts(5): the folder, with blanks as \040, and the file system.
    let table = std::fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    let fat = |kind: &str| matches!(kind, "vfat" | "msdos" | "fuseblk" | "exfat");
    table
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(' ').skip(1);
            let (dir, kind) = (fields.next()?, fields.next()?);
            fat(kind).then(|| PathBuf::from(dir.replace("\\040", " ").replace("\\011", "\t")))
        })
        .collect()
}

#[cfg(target_os = "macos")]
fn mounted() -> Vec<PathBuf> {
    let entries = std::fs::read_dir("/Volumes").into_iter().flatten().flatten();
    entries.map(|e| e.path()).collect()
}

#[cfg(windows)]
fn mounted() -> Vec<PathBuf> {
    ('D'..='Z').map(|c| PathBuf::from(format!("{c}:\\"))).filter(|d| d.is_dir()).collect()
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn mounted() -> Vec<PathBuf> {
    Vec::new()
}

impl Volume {
    /// Copies the file, and waits until the boot loader has taken it: it then starts the program,
    /// and its drive goes away.
    pub fn write(
        self,
        firmware: &Firmware,
        choice: &Choice,
        progress: &mut dyn Progress,
    ) -> Result<Written> {
        let bytes = firmware.encode(self.format)?;
        let path = self.dir.join(&self.file);
        progress.begin("writing", bytes.len() as u64);
        self.copy(&path, &bytes, progress).with_context(|| {
            format!(
                "the drive {} took only a part of the firmware; connect the board again in its \
                 boot loader and repeat",
                self.dir.display()
            )
        })?;
        progress.end();
        let written = Written { bytes: bytes.len() as u64, skipped: 0, checked: None };
        if !choice.verify {
            return Ok(written);
        }
        progress.note("waiting for the board to restart");
        self.taken(&path)?;
        Ok(Written { checked: Some("the boot loader took it and restarted"), ..written })
    }

    fn copy(&self, path: &Path, bytes: &[u8], progress: &mut dyn Progress) -> Result<()> {
        let mut file = std::fs::File::create(path)?;
        for (i, block) in bytes.chunks(BLOCK).enumerate() {
            file.write_all(block)?;
            // Without it everything would go to a buffer, and trouble would show when nobody
            // looks.
            file.sync_data()?;
            progress.at((i * BLOCK + block.len()) as u64);
        }
        Ok(())
    }

    fn taken(&self, path: &Path) -> Result<()> {
        let end = Instant::now() + RESTART;
        while self.dir.exists() && path.exists() {
            if let Ok(reason) = std::fs::read(self.dir.join(FAIL)) {
                let reason = String::from_utf8_lossy(&reason).trim().to_owned();
                bail!("the board refused the firmware: {reason}");
            }
            if Instant::now() >= end {
                bail!(
                    "the board did not restart: the file is on the drive {}, but its boot loader \
                     has not taken it. It may be for another chip",
                    self.dir.display()
                );
            }
            std::thread::sleep(POLL);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drives_are_known_by_their_info() {
        let dir = tempfile::tempdir().unwrap();
        let names = ["RPI-RP2".to_owned()];
        let says =
            |names: &[String]| check(dir.path(), names, Format::Uf2).unwrap_err().to_string();
        assert!(says(&names).contains("has no INFO_UF2.TXT"));
        let info = "UF2 Bootloader v1\r\nModel: X\r\nBoard-ID: RPI-RP2\r\n";
        std::fs::write(dir.path().join(INFO), info).unwrap();
        check(dir.path(), &names, Format::Uf2).unwrap();
        let other = ["NRF52840".to_owned()];
        assert!(says(&other).contains("says Board-ID \"RPI-RP2\", and NRF52840 is wanted"));
    }

    #[test]
    fn any_info_is_taken() {
        arbtest::arbtest(|u| {
            let dir = tempfile::tempdir().unwrap();
            let bytes: Vec<u8> = u.arbitrary()?;
            std::fs::write(dir.path().join(INFO), bytes).unwrap();
            let _ = check(dir.path(), &["X".to_owned()], Format::Uf2);
            Ok(())
        })
        .budget_ms(200);
    }
}
