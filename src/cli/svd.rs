//! `embgo svd`.

use super::args::SvdArgs;
use super::out;
use crate::image;
use crate::svd::{self, Options, print::GENERATED};
use anyhow::{Context as _, Result, bail};
use std::path::PathBuf;

/// How many warnings are shown one by one.
const SHOWN: usize = 10;

pub fn run(args: &SvdArgs) -> Result<u8> {
    let file = &args.file;
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let text = String::from_utf8_lossy(&bytes);
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
    let split = |list: &[String]| list.iter().map(|n| n.trim().to_owned()).collect::<Vec<_>>();
    let options = Options {
        package: args.package.clone(),
        peripherals: split(&args.peripherals),
        tags: split(&args.tags),
        source: name,
    };
    let package = svd::package(&text, &options)?;
    for warning in package.warnings.iter().take(SHOWN) {
        out::note(&format!("warning: {}: {warning}", options.source));
    }
    if package.warnings.len() > SHOWN {
        out::note(&format!("warning: and {} more", package.warnings.len() - SHOWN));
    }
    let dir = args.output.clone().unwrap_or_else(|| PathBuf::from(&package.name));
    let path = dir.join(&package.file);
    // A file that someone wrote is not ours to replace.
    if let Ok(old) = std::fs::read_to_string(&path)
        && !old.starts_with(GENERATED)
    {
        bail!("{} is there already and not from `embgo svd`; choose another -o", path.display());
    }
    std::fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
    image::write_atomic(&path, package.text.as_bytes())
        .with_context(|| format!("cannot write {}", path.display()))?;
    out::note(&format!(
        "wrote {}: package {} with {} peripherals, {} registers, {} interrupts",
        path.display(),
        package.name,
        package.peripherals,
        package.registers,
        package.interrupts
    ));
    Ok(0)
}
