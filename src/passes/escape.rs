//! Moves new objects whose address never leaves the function from the heap to the stack.
//!
//! What a function does with the pointers it is given is summed up ([`summary`]) until nothing
//! changes, for the whole program; then each `New` whose object ([`graph`]) is reached neither
//! from outside nor from the result becomes a slot. One inside a loop must also not be reached
//! from what an earlier round left behind ([`rounds`]).
//!
//! So become results of certain functions of the library that may put them where their caller
//! wants ([`lend`]).
//!
//! Indirect calls may reach every function of their type whose address occurs anywhere.

mod graph;
mod lend;
mod reason;
mod rounds;
mod summary;

use super::PassConfig;
use crate::base::index::IndexVec;
use crate::base::source::Pos;
use crate::ir::cfg::Cfg;
use crate::ir::entities::*;
use crate::ir::function::*;
use crate::ir::layout;
use crate::ir::module::Module;
use graph::Graph;
pub use lend::lent;
use rounds::Rounds;
use summary::Summaries;

/// Objects of one function on the stack take at most this many times the size of the largest.
const OBJECTS: u64 = 2;

pub fn run(m: &mut Module, config: &PassConfig) {
    let mut lenders = lend::Lenders::find(m, config);
    let has_new = |f: &Function| {
        let makes = |i: &Inst| matches!(i.op, Op::New { .. }) || lenders.room(i).is_some();
        f.blocks.iter().any(|b| b.insts.iter().any(makes))
    };
    let candidates: Vec<FuncId> =
        m.funcs.iter_enumerated().filter(|(_, f)| has_new(f)).map(|(id, _)| id).collect();
    if candidates.is_empty() {
        return;
    }
    let summaries = Summaries::of_program(m);
    lenders.leave_out_recursion(m, &summaries.users);
    for id in candidates {
        let mut graph = Graph::of_function(m, &m.funcs[id], &summaries);
        let mut rounds = None;
        let found = local_objects(m, &mut graph, &mut rounds, id, config.max_stack_object);
        let lent = lenders.local_results(&mut graph, &mut rounds, m, id);
        for v in found {
            make_slot(&mut m.funcs[id], v);
        }
        for (at, bytes) in lent {
            lend::give_room(m, id, at, bytes);
        }
    }
}

/// An object that stays on the heap.
pub struct HeapObject {
    pub func: FuncId,
    pub pos: Pos,
    /// What makes it, in lowering's words.
    pub what: &'static str,
    pub size: u64,
    pub reason: String,
}

/// The objects that [`run`] has left on the heap, each with the reason.
pub fn heap_objects(m: &Module, config: &PassConfig) -> Vec<HeapObject> {
    let summaries = Summaries::of_program(m);
    let mut objects = Vec::new();
    for (func, f) in m.funcs.iter_enumerated() {
        let mut graph = None;
        for inst in f.blocks.iter().flat_map(|b| b.insts.iter()) {
            let (Op::New { ty, why, .. }, Some(v)) = (&inst.op, inst.result) else { continue };
            let size = layout::size_of(m, *ty);
            let graph = graph.get_or_insert_with(|| Graph::of_function(m, f, &summaries));
            let reason = if size > config.max_stack_object {
                format!("larger than the {} bytes that go to the stack", config.max_stack_object)
            } else if graph.outlives(Operand::Value(v)) {
                reason::of(m, &summaries, f, v)
            } else if config.level == super::Level::Required {
                "not optimised".to_owned()
            } else if blocks_in_loops(f).iter().any(|l| *l) {
                "made anew in each round of a loop".to_owned()
            } else {
                "the function has enough objects on the stack".to_owned()
            };
            objects.push(HeapObject { func, pos: inst.loc.pos, what: why, size, reason });
        }
    }
    objects
}

/// The results of the `New`s that may become slots.
fn local_objects(
    m: &Module,
    graph: &mut Graph,
    rounds: &mut Option<Rounds>,
    id: FuncId,
    max: u64,
) -> Vec<ValueId> {
    let f = &m.funcs[id];
    let mut found = Vec::new();
    let mut total = 0;
    for (b, block) in f.blocks.iter_enumerated() {
        for (i, inst) in block.insts.iter().enumerate() {
            let (Op::New { ty, .. }, Some(v)) = (&inst.op, inst.result) else { continue };
            let size = layout::size_of(m, *ty);
            if size <= max && total + size <= max * OBJECTS && is_local(f, graph, rounds, v, (b, i))
            {
                total += size;
                found.push(v);
            }
        }
    }
    found
}

/// Does nobody see the object `v`, made at `at`, when the function has returned, or when another
/// one is made there?
fn is_local(
    f: &Function,
    graph: &mut Graph,
    rounds: &mut Option<Rounds>,
    v: ValueId,
    at: (BlockId, usize),
) -> bool {
    if graph.outlives(Operand::Value(v)) {
        return false;
    }
    let rounds = rounds.get_or_insert_with(|| Rounds::new(f));
    !rounds.in_loop(f, at.0) || rounds.fresh_each_round(f, graph, v, at)
}

/// Makes the `New` with result `v` a slot that is zeroed there.
fn make_slot(f: &mut Function, v: ValueId) {
    let mut slot = None;
    for inst in f.blocks.iter_mut().flat_map(|b| b.insts.iter_mut()) {
        if inst.result == Some(v)
            && let Op::New { ty, .. } = inst.op
        {
            let s = f.slots.push(Slot { ty, debug: None });
            inst.op = Op::Zero { dst: Operand::Slot(s), ty };
            inst.result = None;
            slot = Some(s);
        }
    }
    let Some(slot) = slot else { return };
    let replace = |op: &mut Operand| {
        if *op == Operand::Value(v) {
            *op = Operand::Slot(slot);
        }
    };
    for block in f.blocks.iter_mut() {
        block.insts.iter_mut().for_each(|inst| inst.op.operands_mut(replace));
        block.term.iter_mut().for_each(|term| term.operands_mut(replace));
    }
}

/// Which blocks are on a cycle.
fn blocks_in_loops(f: &Function) -> IndexVec<BlockId, bool> {
    let cfg = Cfg::new(f);
    f.blocks.ids().map(|b| cfg.in_loop(f, b)).collect()
}
