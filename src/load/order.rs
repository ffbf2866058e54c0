//! The order of packages: imports first, else by path (spec: Package initialization); cycles.

use super::LoadedPackage;
use std::collections::BTreeSet;

/// The indices of `packages` in the order in which they are initialized: those that the packages
/// `first` need come before all others. The error is a cycle: each package imports the next, the
/// last one the first.
pub(super) fn initialization(
    packages: &[LoadedPackage],
    first: &[usize],
) -> Result<Vec<usize>, Vec<usize>> {
    let early = reachable(packages, first);
    let key = |i: usize| (!early[i], packages[i].path, i);
    let mut importers = vec![Vec::new(); packages.len()];
    let mut missing = vec![0usize; packages.len()];
    for (i, p) in packages.iter().enumerate() {
        missing[i] = p.imports.len();
        for &dep in p.imports.values() {
            importers[dep].push(i);
        }
    }
    let ready = (0..packages.len()).filter(|i| missing[*i] == 0);
    let mut ready: BTreeSet<_> = ready.map(key).collect();
    let mut order = Vec::with_capacity(packages.len());
    while let Some((.., i)) = ready.pop_first() {
        order.push(i);
        for &importer in &importers[i] {
            missing[importer] -= 1;
            if missing[importer] == 0 {
                ready.insert(key(importer));
            }
        }
    }
    match order.len() == packages.len() {
        true => Ok(order),
        false => Err(cycle(packages, &missing)),
    }
}

fn reachable(packages: &[LoadedPackage], roots: &[usize]) -> Vec<bool> {
    let mut seen = vec![false; packages.len()];
    let mut todo = roots.to_vec();
    while let Some(i) = todo.pop() {
        if !std::mem::replace(&mut seen[i], true) {
            todo.extend(packages[i].imports.values());
        }
    }
    seen
}

/// A cycle among the packages that miss imports still. Each of them misses one that does, too, so
/// that a walk from any along those imports comes back to where it has been.
fn cycle(packages: &[LoadedPackage], missing: &[usize]) -> Vec<usize> {
    let next = |i: usize| packages[i].imports.values().copied().find(|dep| missing[*dep] > 0);
    let mut walk = Vec::new();
    let mut at = (0..packages.len()).find(|i| missing[*i] > 0);
    while let Some(i) = at {
        if let Some(start) = walk.iter().position(|w| *w == i) {
            let mut cycle = walk.split_off(start);
            // The package that was found first starts it.
            let first = (0..cycle.len()).min_by_key(|k| cycle[*k]).unwrap_or(0);
            cycle.rotate_left(first);
            return cycle;
        }
        walk.push(i);
        at = next(i);
    }
    walk
}
