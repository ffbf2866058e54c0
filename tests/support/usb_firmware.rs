//! Targets, and firmware for the peers on USB.

use embgo::base::embedded::EmbeddedFs;
use embgo::base::fs::MemFs;
use embgo::flash::firmware::Firmware;
use embgo::image::segments::{Segment, Segments};
use embgo::image::{Options, hex};
use embgo::target::{self, Target};
use std::path::Path;

pub fn target(name: &str) -> Target {
    target::load(name, &MemFs::default(), &EmbeddedFs, Path::new("")).expect("a target")
}

/// Bytes that repeat nowhere soon.
pub fn bytes(length: usize) -> Vec<u8> {
    (0..length as u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
}

/// Firmware with these bytes at these addresses.
pub fn firmware(target: &str, parts: &[(u32, &[u8])]) -> Firmware {
    let parts = parts.iter().map(|(at, data)| Segment { address: *at, data: data.to_vec() });
    let segments = Segments::new(parts.collect(), None).expect("they do not overlap");
    let text = hex::encode(&segments, &Options::default()).expect("it is small");
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("firmware.hex");
    std::fs::write(&path, text).expect("it is writable");
    Firmware::read(&path, &self::target(target)).expect("it is firmware")
}
