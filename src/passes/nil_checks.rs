//! Drops checks that cannot fail: of addresses that are never nil (slots, globals, new objects),
//! and of what a check or a branch on the way here has established already.
//!
//! Facts about temporaries hold wherever the place that established them dominates. What a
//! variable holds (the last value stored or loaded) is followed along blocks with one predecessor.

use super::{PassConfig, dce};
use crate::base::index::IndexVec;
use crate::ir::cfg::Cfg;
use crate::ir::entities::*;
use crate::ir::function::*;
use crate::ir::module::Module;
use rustc_hash::{FxHashMap, FxHashSet};

pub fn run(m: &mut Module, _: &PassConfig) {
    let alloc = m.alloc;
    for f in m.funcs.iter_mut() {
        let checks = |i: &Inst| matches!(i.op, Op::Check { .. });
        if f.blocks.iter().any(|b| b.insts.iter().any(checks)) {
            function(f, alloc);
        }
    }
}

fn function(f: &mut Function, alloc: Option<FuncId>) {
    let cfg = Cfg::new(f);
    let mut facts = Facts::new(f, alloc);
    let mut dead: Vec<(BlockId, usize)> = Vec::new();
    let mut children = IndexVec::<BlockId, Vec<BlockId>>::from_elem(Vec::new(), f.blocks.len());
    for &b in cfg.order.iter().skip(1) {
        children[cfg.idom[b]].push(b);
    }
    // The dominator tree from the root; `None` ends the facts of a block's subtree.
    let mut work: Vec<Option<BlockId>> = vec![Some(BlockId(0))];
    while let Some(step) = work.pop() {
        let Some(b) = step else {
            facts.leave();
            continue;
        };
        facts.enter(f, &cfg, b);
        for (i, inst) in f.blocks[b].insts.iter().enumerate() {
            if facts.inst(inst) {
                dead.push((b, i));
            }
        }
        facts.held_at_end[b] = facts.held.clone();
        work.push(None);
        // Children that hold facts of this block's end come in the order of the blocks.
        work.extend(children[b].iter().rev().map(|c| Some(*c)));
    }
    if dead.is_empty() {
        return;
    }
    for (b, i) in dead.into_iter().rev() {
        // Made a check that holds, and removed below with its condition.
        if let Op::Check { cond, args, .. } = &mut f.blocks[b].insts[i].op {
            *cond = Operand::bool(true);
            args.clear();
        }
    }
    let holds = |op: &Op| matches!(op, Op::Check { cond: Operand::Int(_, 1), .. });
    for block in f.blocks.iter_mut() {
        block.insts.retain(|inst| !holds(&inst.op));
    }
    dce::dead_instructions(f);
}

/// A fact that ends with the subtree in which it was learnt.
enum Learnt {
    NonNil(Operand),
    True(Operand),
    Same(ValueId),
}

struct Facts {
    alloc: Option<FuncId>,
    /// `v = p != nil` and `v = p == nil`.
    compares: FxHashMap<ValueId, (Operand, CmpOp)>,
    /// Pointer variables that are only loaded and stored.
    simple: IndexVec<SlotId, bool>,
    non_nil: FxHashSet<Operand>,
    /// Conditions that hold.
    known: FxHashSet<Operand>,
    /// An older name of the same value.
    same: FxHashMap<ValueId, Operand>,
    held: FxHashMap<SlotId, Operand>,
    held_at_end: IndexVec<BlockId, FxHashMap<SlotId, Operand>>,
    learnt: Vec<Learnt>,
    /// The length of `learnt` at the entry of each block that is open.
    marks: Vec<usize>,
}

impl Facts {
    fn new(f: &Function, alloc: Option<FuncId>) -> Facts {
        let mut compares = FxHashMap::default();
        for inst in f.blocks.iter().flat_map(|b| b.insts.iter()) {
            if let (Op::Cmp(op @ (CmpOp::Eq | CmpOp::Ne), a, b), Some(v)) = (&inst.op, inst.result)
            {
                match (a, b) {
                    (p, Operand::Null) | (Operand::Null, p) => {
                        compares.insert(v, (*p, *op));
                    }
                    _ => {}
                }
            }
        }
        Facts {
            alloc,
            compares,
            simple: simple_slots(f),
            non_nil: FxHashSet::default(),
            known: FxHashSet::default(),
            same: FxHashMap::default(),
            held: FxHashMap::default(),
            held_at_end: IndexVec::from_elem(FxHashMap::default(), f.blocks.len()),
            learnt: Vec::new(),
            marks: Vec::new(),
        }
    }

    fn enter(&mut self, f: &Function, cfg: &Cfg, b: BlockId) {
        self.marks.push(self.learnt.len());
        let [pred] = cfg.preds[b][..] else {
            self.held.clear();
            return;
        };
        // The entry may have a predecessor too: the way in from outside.
        if b == BlockId(0) {
            self.held.clear();
            return;
        }
        self.held = self.held_at_end[pred].clone();
        if let Some(Term::CondBr { cond, then, els }) = &f.blocks[pred].term
            && then != els
        {
            self.assume(*cond, *then == b);
        }
    }

    fn leave(&mut self) {
        let mark = self.marks.pop().unwrap_or(0);
        for fact in self.learnt.drain(mark..) {
            match fact {
                Learnt::NonNil(p) => {
                    self.non_nil.remove(&p);
                }
                Learnt::True(c) => {
                    self.known.remove(&c);
                }
                Learnt::Same(v) => {
                    self.same.remove(&v);
                }
            }
        }
    }

    /// The oldest known name of a value.
    fn name(&self, op: Operand) -> Operand {
        match op {
            Operand::Value(v) => self.same.get(&v).copied().unwrap_or(op),
            _ => op,
        }
    }

    fn is_non_nil(&self, p: Operand) -> bool {
        match self.name(p) {
            Operand::Slot(_) | Operand::Global(_) | Operand::Func(_) => true,
            p => self.non_nil.contains(&p),
        }
    }

    fn learn_non_nil(&mut self, p: Operand) {
        let p = self.name(p);
        if matches!(p, Operand::Value(_)) && self.non_nil.insert(p) {
            self.learnt.push(Learnt::NonNil(p));
        }
    }

    /// From here on the condition is known to be `truth`.
    fn assume(&mut self, cond: Operand, truth: bool) {
        let Operand::Value(v) = cond else { return };
        if let Some((p, op)) = self.compares.get(&v)
            && (*op == CmpOp::Ne) == truth
        {
            self.learn_non_nil(*p);
        }
        if truth && self.known.insert(cond) {
            self.learnt.push(Learnt::True(cond));
        }
    }

    fn holds(&self, cond: Operand) -> bool {
        let compare = match cond {
            Operand::Int(_, v) => return v != 0,
            Operand::Value(v) => self.compares.get(&v),
            _ => None,
        };
        let non_nil = matches!(compare, Some((p, CmpOp::Ne)) if self.is_non_nil(*p));
        non_nil || self.known.contains(&cond)
    }

    /// Learns from an instruction; is it a check that cannot fail?
    fn inst(&mut self, inst: &Inst) -> bool {
        match (&inst.op, inst.result) {
            (Op::Check { cond, .. }, _) => {
                if self.holds(*cond) {
                    return true;
                }
                self.assume(*cond, true);
            }
            (Op::New { .. }, Some(v)) => self.learn_non_nil(Operand::Value(v)),
            (Op::Call { callee: Callee::Func(f), .. }, Some(v)) if self.alloc == Some(*f) => {
                self.learn_non_nil(Operand::Value(v));
            }
            (Op::FieldAddr { base, .. }, Some(v)) if self.is_non_nil(*base) => {
                self.learn_non_nil(Operand::Value(v));
            }
            (Op::Load { ptr: Operand::Slot(s), .. }, Some(v)) if self.simple[*s] => {
                match self.held.get(s) {
                    Some(held) => {
                        self.same.insert(v, *held);
                        self.learnt.push(Learnt::Same(v));
                    }
                    None => {
                        self.held.insert(*s, Operand::Value(v));
                    }
                }
            }
            (Op::Store { ptr: Operand::Slot(s), value, .. }, _) if self.simple[*s] => {
                let value = self.name(*value);
                self.held.insert(*s, value);
            }
            _ => {}
        }
        false
    }
}

/// The pointer slots that are only loaded and stored as a whole.
fn simple_slots(f: &Function) -> IndexVec<SlotId, bool> {
    let mut simple: IndexVec<SlotId, bool> = f.slots.iter().map(|s| s.ty == Ty::Ptr).collect();
    let mut taken = |op: &Operand| {
        if let Operand::Slot(s) = op {
            simple[*s] = false;
        }
    };
    for block in f.blocks.iter() {
        for inst in &block.insts {
            match &inst.op {
                Op::Load { ptr: Operand::Slot(s), volatile } => {
                    let whole = inst.result.is_some_and(|v| f.values[v] == f.slots[*s].ty);
                    if *volatile || !whole {
                        taken(&Operand::Slot(*s));
                    }
                }
                Op::Store { ptr: Operand::Slot(s), value, ty, volatile } => {
                    taken(value);
                    if *volatile || *ty != f.slots[*s].ty {
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
    simple
}
