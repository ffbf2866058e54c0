//! Objects made in loops: a slot serves for all rounds only if no round can see the object of an
//! earlier one. So wherever a pointer to the object may be kept (temporaries, variables), no path
//! may lead from the `New` to a use of the keeper without giving it a new value first.

use super::blocks_in_loops;
use super::graph::Graph;
use crate::base::index::IndexVec;
use crate::ir::entities::*;
use crate::ir::function::*;

pub struct Rounds {
    in_loop: IndexVec<BlockId, bool>,
    /// Slots that are only loaded and stored, as a whole.
    simple: Vec<SlotId>,
}

/// What keeps a pointer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keeper {
    Value(ValueId),
    Slot(SlotId),
}

/// What an instruction does to a keeper.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    None,
    Use,
    /// It holds something new afterwards.
    Renew,
}

impl Rounds {
    pub fn new(f: &Function) -> Rounds {
        Rounds { in_loop: blocks_in_loops(f), simple: simple_slots(f) }
    }

    pub fn in_loop(&self, _: &Function, b: BlockId) -> bool {
        self.in_loop[b]
    }

    /// May the object `v`, made at `at`, be the same in every round?
    pub fn fresh_each_round(
        &self,
        f: &Function,
        graph: &mut Graph,
        v: ValueId,
        at: (BlockId, usize),
    ) -> bool {
        let class = graph.of_value(v);
        if graph.stored_elsewhere(class, &self.simple) {
            return false;
        }
        let mut keepers: Vec<Keeper> = Vec::new();
        for other in f.values.ids().filter(|o| *o != v) {
            if graph.of_value(other) == class {
                keepers.push(Keeper::Value(other));
            }
        }
        for s in &self.simple {
            let address = graph.of_slot(*s);
            if graph.content_of(address) == Some(class) {
                keepers.push(Keeper::Slot(*s));
            }
        }
        keepers.into_iter().all(|k| !stale_use(f, k, at))
    }
}

/// Does a path lead from behind `at` to a use of the keeper before it is renewed?
fn stale_use(f: &Function, k: Keeper, at: (BlockId, usize)) -> bool {
    let mut seen = IndexVec::<BlockId, bool>::from_elem(false, f.blocks.len());
    // The block of the New is entered again from its start if a path leads there.
    let mut work = vec![(at.0, at.1 + 1)];
    while let Some((b, start)) = work.pop() {
        let block = &f.blocks[b];
        let step = block.insts[start..].iter().map(|i| access(k, i)).find(|a| *a != Access::None);
        match step {
            Some(Access::Use) => return true,
            Some(_) => continue,
            None => {}
        }
        let Some(term) = &block.term else { continue };
        let mut used = false;
        term.operands(|op| used |= uses(k, op));
        if used {
            return true;
        }
        term.successors(|s| {
            if !std::mem::replace(&mut seen[s], true) {
                work.push((s, 0));
            }
        });
    }
    false
}

fn access(k: Keeper, inst: &Inst) -> Access {
    let mut used = false;
    match (&inst.op, k) {
        (Op::Store { ptr: Operand::Slot(s), value, .. }, Keeper::Slot(slot)) if *s == slot => {
            used |= uses(k, value);
            return if used { Access::Use } else { Access::Renew };
        }
        (op, _) => op.operands(|op| used |= uses(k, op)),
    }
    match k {
        _ if used => Access::Use,
        Keeper::Value(v) if inst.result == Some(v) => Access::Renew,
        _ => Access::None,
    }
}

fn uses(k: Keeper, op: &Operand) -> bool {
    match (k, op) {
        (Keeper::Value(v), Operand::Value(o)) => v == *o,
        (Keeper::Slot(s), Operand::Slot(o)) => s == *o,
        _ => false,
    }
}

fn simple_slots(f: &Function) -> Vec<SlotId> {
    let mut simple = IndexVec::<SlotId, bool>::from_elem(true, f.slots.len());
    let mut taken = |op: &Operand| {
        if let Operand::Slot(s) = op {
            simple[*s] = false;
        }
    };
    for block in f.blocks.iter() {
        for inst in &block.insts {
            match &inst.op {
                Op::Load { ptr: Operand::Slot(s), .. } => {
                    if inst.result.is_none_or(|v| f.values[v] != f.slots[*s].ty) {
                        taken(&Operand::Slot(*s));
                    }
                }
                Op::Store { ptr: Operand::Slot(s), value, ty, .. } => {
                    taken(value);
                    if *ty != f.slots[*s].ty {
                        taken(&Operand::Slot(*s));
                    }
                }
                op => op.operands(&mut taken),
            }
        }
        if let Some(term) = &block.term {
            term.operands(&mut taken);
        }
    }
    f.slots.ids().filter(|s| simple[*s]).collect()
}
