//! All targets the program brings with it, for `embgo targets`.

use super::Target;
use super::arch::Arch;
use super::layers;
use crate::base::fs::{FileSystem, MemFs};
use serde::Serialize;
use std::path::Path;

/// One line of `embgo targets`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TargetSummary {
    pub name: String,
    pub description: String,
    pub arch: Arch,
    pub cpu: String,
    /// Bytes of read-only memory for code; 0 where everything runs from RAM.
    pub flash: u64,
    /// Bytes of writable memory in use.
    pub ram: u64,
    /// `qemu`, `simulator`, or none.
    pub run: Option<String>,
    /// The method of flashing, or none.
    pub flash_method: Option<String>,
    pub format: String,
}

/// All targets that can be built for, by name. One that does not load is left out; a test makes
/// sure that none is.
pub fn list(embedded: &dyn FileSystem) -> Vec<TargetSummary> {
    let load = |name: String| {
        super::load(&name, &MemFs::default(), embedded, Path::new("")).ok().map(|t| summary(&t))
    };
    layers::names(embedded).into_iter().filter_map(load).collect()
}

/// What `embgo targets` says of a target.
pub fn summary(target: &Target) -> TargetSummary {
    let used = |r: &&super::memory::Region| !target.memory.roles_of(r).is_empty();
    let sum = |writable: bool| {
        let regions = target.memory.regions.iter().filter(used);
        regions.filter(|r| r.writable == writable).map(|r| u64::from(r.length)).sum()
    };
    TargetSummary {
        name: target.name.clone(),
        description: target.description.clone(),
        arch: target.arch,
        cpu: target.cpu.clone(),
        flash: sum(false),
        ram: sum(true),
        run: target.runner(),
        flash_method: target.flash.methods.first().cloned(),
        format: target.image.format.clone(),
    }
}
