//! Stands for `rtt` in an embgo that was built without the cargo feature `probe`.

use super::{Line, Source};
use crate::target::Target;
use anyhow::{Result, bail};

/// There is none.
pub struct Memory;

impl Memory {
    pub fn new(_: &Target, _: Option<&str>, _: Option<&[u8]>) -> Memory {
        Memory
    }
}

impl Source for Memory {
    fn name(&self) -> String {
        "the chip's memory".to_owned()
    }

    fn open(&mut self) -> Result<Box<dyn Line>> {
        bail!("this embgo was built without the cargo feature \"probe\", which -rtt needs")
    }

    fn again(&mut self) -> Option<Box<dyn Line>> {
        None
    }
}
