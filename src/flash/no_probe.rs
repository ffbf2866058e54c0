//! Stands for `probe` in an embgo that was built without the cargo feature of that name.

use super::firmware::Firmware;
use super::{Choice, Look, Progress, Written};
use crate::target::Target;
use anyhow::{Result, bail};
use serde::Serialize;

const PROBLEM: &str = "this embgo was built without the cargo feature \"probe\", which flashes over \
                       debug probes; build it with its default features";

/// There is none.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Attached {
    pub id: String,
    pub name: String,
    pub interface: Option<&'static str>,
    pub problem: Option<String>,
}

/// There is none.
pub struct Probe {
    pub name: String,
}

pub fn all() -> Vec<Attached> {
    Vec::new()
}

pub fn find(_: &Target, _: &Choice) -> Result<Look<Probe>> {
    bail!(PROBLEM)
}

impl Probe {
    pub fn write(
        self,
        _: &Firmware,
        _: &Target,
        _: &Choice,
        _: &mut dyn Progress,
    ) -> Result<Written> {
        bail!(PROBLEM)
    }
}
