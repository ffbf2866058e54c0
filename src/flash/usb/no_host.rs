//! Stands for `host` in an embgo that was built without the cargo feature `usb`.

use super::{Device, Transport};
use anyhow::{Result, bail};

const PROBLEM: &str = "this embgo was built without the cargo feature \"usb\"; build it with its \
                       default features";

pub fn all() -> Result<Vec<Device>> {
    bail!(PROBLEM)
}

pub fn open(_: &Device, _: u8) -> Result<Box<dyn Transport>> {
    bail!(PROBLEM)
}
