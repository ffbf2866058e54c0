//! Variables that nothing writes become constants, which stay in flash and need no RAM: arrays of
//! slice literals above all, whose addresses lie in other variables, so that LLVM cannot know.
//!
//! Variables whose initial values refer to each other are looked at together, with every use of an
//! address of theirs and of what is loaded through it ([`uses`]): into functions that are called
//! with it, back to their callers, through variables on the stack whose address nobody else has.
//! One use that writes, or that cannot be followed, and they all stay as they are.

mod uses;

use super::PassConfig;
use crate::base::index::IndexVec;
use crate::ir::entities::*;
use crate::ir::module::{Const, Global, Module};
use uses::{Program, Uses};

pub fn run(m: &mut Module, _: &PassConfig) {
    let groups = groups(m);
    if groups.is_empty() {
        return;
    }
    let program = Program::of(m);
    let mut constant = Vec::new();
    for group in groups {
        if Uses::only_reads(m, &program, &group) {
            constant.extend(group.into_iter().filter(|g| is_candidate(&m.globals[*g])));
        }
    }
    for id in constant {
        let global = &mut m.globals[id];
        global.constant = true;
        // It stays a variable that differs from all others.
        global.unnamed = false;
    }
}

/// Zeros take no room in the image, so they may as well stay in RAM.
fn is_candidate(g: &Global) -> bool {
    !g.constant
        && !g.export
        && g.section.is_none()
        && g.init.as_ref().is_some_and(|init| !is_zero(init))
}

fn is_zero(c: &Const) -> bool {
    match c {
        Const::Zero | Const::Undef | Const::Int(0) | Const::Float(0) | Const::Addr(0) => true,
        Const::Bytes(bytes) => bytes.iter().all(|b| *b == 0),
        Const::Agg(parts) => parts.iter().all(is_zero),
        _ => false,
    }
}

/// The variables that may become constants, with the variables and constants that refer to them, and
/// so on, each group by itself.
fn groups(m: &Module) -> Vec<Vec<GlobalId>> {
    let mut referring: IndexVec<GlobalId, Vec<GlobalId>> =
        IndexVec::from_elem(Vec::new(), m.globals.len());
    for (id, g) in m.globals.iter_enumerated() {
        let init = g.init.iter();
        init.for_each(|init| init.references(&mut |to| referring[to].push(id), &mut |_| {}));
    }
    let lead = leading(m, &referring);
    let mut seen = IndexVec::from_elem(false, m.globals.len());
    let mut groups = Vec::new();
    for first in m.globals.ids().filter(|id| is_candidate(&m.globals[*id])) {
        if seen[first] {
            continue;
        }
        let mut group = Vec::new();
        let mut work = vec![first];
        while let Some(id) = work.pop() {
            if std::mem::replace(&mut seen[id], true) {
                continue;
            }
            group.push(id);
            work.extend(&referring[id]);
            if let Some(init) = &m.globals[id].init {
                init.references(&mut |to| work.extend(Some(to).filter(|t| lead[*t])), &mut |_| {});
            }
        }
        // What refers to them and is not known to be as it is now.
        let opaque =
            |g: &Global| !g.constant && !is_candidate(g) || g.export || g.section.is_some();
        if !group.iter().any(|g| opaque(&m.globals[*g])) {
            groups.push(group);
        }
    }
    groups
}

/// The variables that may become constants, and what leads to them from one constant to the next.
fn leading(m: &Module, referring: &IndexVec<GlobalId, Vec<GlobalId>>) -> IndexVec<GlobalId, bool> {
    let mut lead = IndexVec::from_elem(false, m.globals.len());
    let mut work: Vec<GlobalId> =
        m.globals.ids().filter(|id| is_candidate(&m.globals[*id])).collect();
    while let Some(id) = work.pop() {
        if !std::mem::replace(&mut lead[id], true) {
            work.extend(referring[id].iter().filter(|from| m.globals[**from].constant));
        }
    }
    lead
}
