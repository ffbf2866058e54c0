//! Stands for `esp` in an embgo that was built without the cargo feature of that name.

use super::firmware::Firmware;
use super::{Choice, Progress, Written};
use crate::target::Target;
use anyhow::{Result, bail};

/// There is none.
#[derive(Debug)]
pub struct Esp {
    pub port: String,
}

pub fn find(_: &Target, _: &Choice) -> Result<Esp> {
    bail!(
        "this embgo was built without the cargo feature \"esp\", which flashes Espressif's chips; \
         use -method=command, or build embgo with its default features"
    )
}

impl Esp {
    pub fn write(self, _: &Firmware, _: &Choice, _: &mut dyn Progress) -> Result<Written> {
        bail!("this embgo was built without the cargo feature \"esp\"")
    }
}
