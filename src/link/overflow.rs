//! Why a program does not fit: from the linker's words and the sizes of what it tried to link.

use super::report::{Kind, Report, SymbolSize};
use crate::target::Target;
use crate::target::memory::Region;
use crate::target::number;
use serde::Serialize;
use std::fmt;

/// One region that is too small.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Excess {
    pub region: String,
    /// Bytes there are.
    pub length: u64,
    /// Bytes too many.
    pub excess: u64,
    /// The section at which the linker saw it.
    pub section: String,
}

/// All regions that are too small and what fills them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overflow {
    pub regions: Vec<Excess>,
    /// The largest symbols that lie in one of them.
    pub largest: Vec<SymbolSize>,
}

/// How many symbols are listed.
const LISTED: usize = 10;

/// Explains an overflow that `ld.lld` reported; none if it reported something else. The sizes come
/// from a second link with `LinkOptions::relaxed`, or from the object file.
pub fn explain(stderr: &str, target: &Target, sizes: Option<&Report>) -> Option<Overflow> {
    let mut regions: Vec<Excess> = Vec::new();
    for line in stderr.lines() {
        let Some((section, region, excess)) = parse(line) else { continue };
        match regions.iter_mut().find(|r| r.region == region) {
            // Each later section is over by more; the last one tells the whole.
            Some(old) if old.excess < excess => {
                old.excess = excess;
                old.section = section.into();
            }
            Some(_) => {}
            None => {
                let length = target.memory.region(region).map_or(0, |r| r.length.into());
                let (region, section) = (region.into(), section.into());
                regions.push(Excess { region, length, excess, section });
            }
        }
    }
    if regions.is_empty() {
        return None;
    }
    let of = |e: &Excess| target.memory.region(&e.region);
    let there: Vec<&Region> = regions.iter().filter_map(of).collect();
    let in_it = |s: &&SymbolSize| there.iter().any(|r| lies_in(s.kind, r, target));
    let symbols = sizes.map_or(&[][..], |s| &s.symbols);
    let largest = symbols.iter().filter(in_it).take(LISTED).cloned().collect();
    Some(Overflow { regions, largest })
}

/// Whether bytes of a kind take room in a region.
fn lies_in(kind: Kind, region: &Region, target: &Target) -> bool {
    use crate::target::memory::Role;
    let is = |role| target.memory.role(role).is_some_and(|r| r.name == region.name);
    match kind {
        Kind::Code => is(Role::Code),
        Kind::Rodata => is(Role::Rodata),
        Kind::Data => is(Role::Data) || is(Role::Load),
        Kind::Bss => is(Role::Bss) || is(Role::Noinit),
    }
}

/// `ld.lld: error: section '.text' will not fit in region 'flash': overflowed by 123 bytes`, with
/// an input's position in front in newer releases.
fn parse(line: &str) -> Option<(&str, &str, u64)> {
    let (before, after) = line.split_once("' will not fit in region '")?;
    let section = before.rsplit('\'').next()?;
    let (region, rest) = after.split_once('\'')?;
    let digits = rest.split_once("overflowed by ")?.1;
    let digits = digits.split(' ').next()?;
    Some((section, region, digits.parse().ok()?))
}

impl fmt::Display for Overflow {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for r in &self.regions {
            write!(f, "the program does not fit: region {:?}", r.region)?;
            if r.length > 0 {
                let size = number::show(r.length);
                write!(f, " has {size} bytes and the program needs {}", r.length + r.excess)?;
            }
            writeln!(f, ", {} bytes too many (at section {})", r.excess, r.section)?;
        }
        if !self.largest.is_empty() {
            writeln!(f, "the largest symbols there:")?;
        }
        for symbol in &self.largest {
            writeln!(f, "{:9}  {:8} {}", symbol.size, symbol.section, symbol.name)?;
        }
        Ok(())
    }
}
