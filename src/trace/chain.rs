//! Tells which of the addresses found on a stack belong together.
//!
//! A dying program prints every word of its stack that points behind a call; some of them are left
//! from calls that ended long ago. Of two calls that were under way at the same time the outer one
//! goes to the function of the inner one, or to one that jumps there. The row is taken in which that
//! is certain most often.

use super::code::{self, Code, Function};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;

/// Longer rows are judged no further.
const MAX: usize = 64;

/// Whether an outer call can have led to an inner one, and what that is worth: a row with stale
/// addresses that could be called somehow must not beat a shorter one that is certain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fit {
    /// It names the function.
    Yes = 3,
    /// It calls an address in a register, or goes to a function that jumps to one, or nothing is
    /// known of it.
    Perhaps = 1,
    /// Few calls are such that the code does not show them.
    No = -3,
}

/// Which calls lead where in a program.
#[derive(Default)]
pub struct Chains {
    functions: Vec<Function>,
    /// The address that a call returns to, and the start of the function that it names.
    calls: FxHashMap<u32, Option<u32>>,
    /// Functions that end with jumps to others. `None`: to anywhere.
    jumps: FxHashMap<u32, Option<Vec<u32>>>,
}

impl Chains {
    /// Reads an ELF file. From what is no ELF file nothing is known.
    pub fn read(elf: &[u8]) -> Chains {
        let mut chains = Chains::default();
        let Ok(code) = Code::read(elf) else { return chains };
        let mut last = None;
        for f in &code.functions {
            if last.replace(f.start) == Some(f.start) {
                continue;
            }
            let end = f.start.saturating_add(f.size);
            let exits = code.exits(f);
            chains.calls.extend(exits.calls.iter().map(|c| (c.back, c.target)));
            let mut outside = exits.jumps;
            outside.retain(|to| !(f.start..end).contains(to));
            if exits.anywhere {
                chains.jumps.insert(f.start, None);
            } else if !outside.is_empty() {
                chains.jumps.insert(f.start, Some(outside));
            }
        }
        chains.functions = code.functions;
        chains
    }

    /// The function that an address lies in, by its start.
    fn function(&self, address: u32) -> Option<u32> {
        code::containing(&self.functions, address).map(|f| f.start)
    }

    /// Whether the call behind which `outer` lies can have led to the call behind which `inner`
    /// lies.
    fn fit(&self, inner: u32, outer: u32) -> Fit {
        let Some(Some(target)) = self.calls.get(&outer) else { return Fit::Perhaps };
        let inner = inner.checked_sub(1).and_then(|at| self.function(at));
        let (Some(inner), Some(first)) = (inner, self.function(*target)) else {
            return Fit::Perhaps;
        };
        let (mut seen, mut next) = (FxHashSet::default(), vec![first]);
        let mut otherwise = Fit::No;
        while let Some(f) = next.pop() {
            if f == inner {
                return Fit::Yes;
            }
            if !seen.insert(f) {
                continue;
            }
            match self.jumps.get(&f) {
                None => {}
                Some(None) => otherwise = Fit::Perhaps,
                Some(Some(list)) => next.extend(list.iter().filter_map(|to| self.function(*to))),
            }
        }
        otherwise
    }

    /// The addresses that belong together, the innermost first as in the list.
    pub fn choose(&self, addresses: &[u32]) -> Vec<u32> {
        let n = addresses.len().min(MAX);
        // The best row that ends with each address: what it is worth, and the one before.
        let mut rows: Vec<(i32, Option<usize>)> = Vec::with_capacity(n);
        for (i, outer) in addresses[..n].iter().enumerate() {
            let best = (0..i)
                .map(|j| (rows[j].0 + self.fit(addresses[j], *outer) as i32, Reverse(j)))
                .max()
                .filter(|(worth, _)| *worth >= 0);
            rows.push((best.map_or(0, |b| b.0), best.map(|b| b.1.0)));
        }
        // Of equals the one that ends further inside.
        let end = (0..n).rev().max_by_key(|i| rows[*i].0);
        let row = std::iter::successors(end, |i| rows[*i].1);
        let mut chosen: Vec<u32> = row.map(|i| addresses[i]).collect();
        chosen.reverse();
        chosen.extend(&addresses[n..]);
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Functions of 16 bytes at 0x100, 0x110 and so on. The calls: where each returns to, and whom
    /// it names.
    fn chains(calls: &[(u32, Option<u32>)], jumps: &[(u32, Option<Vec<u32>>)]) -> Chains {
        Chains {
            functions: (0x10..0x20)
                .map(|n| Function { start: n << 4, size: 16, symbol: String::new() })
                .collect(),
            calls: calls.iter().copied().collect(),
            jumps: jumps.iter().cloned().collect(),
        }
    }

    #[test]
    fn stale_addresses_are_left_out() {
        // 0x120 calls 0x110, which calls 0x100; 0x130 calls 0x140.
        let c = chains(
            &[(0x108, None), (0x118, Some(0x100)), (0x128, Some(0x110)), (0x138, Some(0x140))],
            &[],
        );
        assert_eq!(c.choose(&[0x108, 0x138, 0x118, 0x138, 0x128]), [0x108, 0x118, 0x128]);
        assert_eq!(c.choose(&[0x108, 0x118, 0x118, 0x128]), [0x108, 0x118, 0x128]);
        assert_eq!(c.choose(&[]), [0; 0]);
    }

    #[test]
    fn jumps_are_followed() {
        let calls = [(0x108, None), (0x118, Some(0x120)), (0x148, Some(0x150))];
        let c = chains(&calls, &[(0x120, Some(vec![0x130])), (0x130, Some(vec![0x100, 0x120]))]);
        assert_eq!(c.choose(&[0x108, 0x148, 0x118]), [0x108, 0x118]);
        let c = chains(&calls, &[(0x120, None)]);
        assert_eq!(c.choose(&[0x108, 0x118]), [0x108, 0x118]);
    }

    /// What calls in a way that nothing shows does not cost all that is outside of it.
    #[test]
    fn gaps_are_crossed() {
        let calls: Vec<(u32, Option<u32>)> =
            (0x11..0x18).map(|n| (n << 4 | 8, Some((n - 1) << 4))).collect();
        let mut c = chains(&calls, &[]);
        c.calls.insert(0x148, Some(0x1f0));
        let all = [0x118, 0x128, 0x138, 0x148, 0x158, 0x168, 0x178];
        assert_eq!(c.choose(&all), all);
    }
}
