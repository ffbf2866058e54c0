//! What the result of a build is called and which format it has. Pure.

use crate::image::Format;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// Decides on file and format: the extension of `-o` wins, then the target's own format. Without
/// `-o` the file is called like the program, in the folder where embgo was started.
pub fn plan(asked: Option<&Path>, program: &str, native: &str) -> Result<(PathBuf, Format)> {
    let Some(own) = Format::named(native) else {
        bail!("the target's binary-format is {native:?}, which embgo cannot write");
    };
    match asked {
        Some(path) if path.as_os_str().is_empty() => bail!("-o needs the name of a file"),
        Some(path) => {
            let format = match Format::of_path(path) {
                // The boot ROM wants more than the bare bytes.
                Some(Format::Bin) if matches!(own, Format::Esp(_)) => own,
                Some(format) => format,
                None => own,
            };
            Ok((path.to_owned(), format))
        }
        None => Ok((PathBuf::from(format!("{program}.{}", own.extension())), own)),
    }
}

/// Refuses a place that cannot take the result, before time is spent on making it.
pub fn check_folder(path: &Path) -> Result<()> {
    if path.is_dir() {
        bail!("cannot write {}: it is a folder (name a file with -o)", path.display());
    }
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() && !dir.is_dir() => {
            bail!("cannot write {}: there is no folder {}", path.display(), dir.display())
        }
        _ => Ok(()),
    }
}

/// What a program is called: like the folder of its package, or like its first file.
pub fn program_name(inputs: &[String], dir: &Path) -> String {
    let first = inputs.first().map_or(".", String::as_str);
    let path = dir.join(first);
    let name = match first.ends_with(".go") {
        true => path.file_stem().map(ToOwned::to_owned),
        // `.` and `..` have a name only once they are resolved.
        false => path.canonicalize().unwrap_or(path).file_name().map(ToOwned::to_owned),
    };
    name.map_or_else(|| "main".to_owned(), |n| n.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::esp::Chip;

    #[test]
    fn the_extension_chooses_the_format() {
        let of = |asked: Option<&str>| plan(asked.map(Path::new), "blinky", "uf2").unwrap();
        assert_eq!(of(None), (PathBuf::from("blinky.uf2"), Format::Uf2));
        assert_eq!(of(Some("d/x.hex")), (PathBuf::from("d/x.hex"), Format::Hex));
        assert_eq!(of(Some("x.elf")), (PathBuf::from("x.elf"), Format::Elf));
        assert_eq!(of(Some("firmware")), (PathBuf::from("firmware"), Format::Uf2));
        let esp = plan(Some(Path::new("x.bin")), "x", "esp32c3").unwrap().1;
        assert_eq!(esp, Format::Esp(Chip::Esp32C3));
        assert!(plan(None, "x", "nrf-dfu").unwrap_err().to_string().contains("nrf-dfu"));
    }

    #[test]
    fn programs_are_called_like_their_folder_or_file() {
        let of = |input: &str| program_name(&[input.to_owned()], Path::new("/nowhere/here"));
        assert_eq!(of("x/blink.go"), "blink");
        assert_eq!(of("./examples/blinky"), "blinky");
        assert_eq!(of("example.com/a/b"), "b");
    }
}
