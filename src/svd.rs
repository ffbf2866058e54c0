//! Descriptions of chips in Arm's format CMSIS-SVD, made into Go packages of registers.
//!
//! `read` takes the text apart, `resolve` gives every register its place, size and fields (what it
//! derives from, arrays, clusters), `layout` makes structs of them, `print` writes Go.

pub mod layout;
pub mod names;
pub mod print;
pub mod read;
pub mod resolve;

use anyhow::{Result, bail};

/// What the Go package is to be.
#[derive(Debug, Default)]
pub struct Options {
    /// The package's name; otherwise that of the chip.
    pub package: Option<String>,
    /// The peripherals to take, or their groups; all if empty.
    pub peripherals: Vec<String>,
    /// The build tags of the file.
    pub tags: Vec<String>,
    /// The name of the description, for messages and for the first line of the Go file.
    pub source: String,
}

/// A Go package of one file.
#[derive(Debug)]
pub struct Package {
    pub name: String,
    /// The name of the file, from the chip's name.
    pub file: String,
    pub text: String,
    pub peripherals: usize,
    pub registers: usize,
    pub interrupts: usize,
    /// What was left out, and why.
    pub warnings: Vec<String>,
}

/// Makes a Go package of a description.
pub fn package(text: &str, options: &Options) -> Result<Package> {
    let device = read::device(text, &options.source)?;
    let chip = resolve::chip(&device, &options.source, &options.peripherals)?;
    let stem = names::file_stem(&chip.name);
    let name = match &options.package {
        Some(name) if names::is_package(name) => name.clone(),
        Some(name) => bail!("{name} cannot be a Go package: use lower-case letters and digits"),
        None => names::package(&chip.name),
    };
    let package = layout::package(chip);
    Ok(Package {
        text: print::file(&package, &name, options),
        file: format!("{stem}.go"),
        name,
        peripherals: package.instances.len(),
        registers: package.types.iter().map(layout::Struct::registers).sum(),
        interrupts: package.interrupts.len(),
        warnings: package.warnings,
    })
}
