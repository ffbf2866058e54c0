//! Removes what nothing needs: functions and globals that no root reaches, blocks that no path
//! reaches, and instructions whose results nobody reads.
//!
//! Roots are the exported functions and globals, and what lies in a section of its own (vector
//! tables, which only the linker script refers to).

use super::PassConfig;
use crate::base::index::{Idx, IndexVec};
use crate::ir::cfg::Cfg;
use crate::ir::entities::*;
use crate::ir::function::*;
use crate::ir::module::Module;

pub fn run(m: &mut Module, _: &PassConfig) {
    for f in m.funcs.iter_mut() {
        dead_blocks(f);
        dead_instructions(f);
    }
    let live = Live::find(m);
    live.keep(m);
}

/// Drops the blocks that the entry does not reach.
pub fn dead_blocks(f: &mut Function) {
    let cfg = Cfg::new(f);
    if cfg.order.len() == f.blocks.len() {
        return;
    }
    let mut new_ids = IndexVec::from_elem(BlockId(0), f.blocks.len());
    let mut kept = IndexVec::with_capacity(cfg.order.len());
    for id in f.blocks.ids() {
        if cfg.is_reached(id) {
            new_ids[id] = kept.push(std::mem::take(&mut f.blocks[id]));
        }
    }
    for term in kept.iter_mut().filter_map(|b: &mut Block| b.term.as_mut()) {
        term.successors_mut(|b| *b = new_ids[*b]);
    }
    f.blocks = kept;
}

/// Drops pure instructions without readers, to the end.
pub fn dead_instructions(f: &mut Function) {
    let mut uses = IndexVec::<ValueId, u32>::from_elem(0, f.values.len());
    for block in f.blocks.iter() {
        for inst in &block.insts {
            inst.op.operands(|op| count(&mut uses, op));
        }
        if let Some(term) = &block.term {
            term.operands(|op| count(&mut uses, op));
        }
    }
    // Backwards, so that a whole chain goes in one sweep if it lies in one block or in blocks
    // numbered upwards; other chains are left to LLVM.
    for block in f.blocks.iter_mut().rev() {
        let mut keep = vec![true; block.insts.len()];
        for (i, inst) in block.insts.iter().enumerate().rev() {
            let unused = inst.result.is_some_and(|r| uses[r] == 0);
            if unused && inst.op.is_pure() {
                keep[i] = false;
                inst.op.operands(|op| {
                    if let Operand::Value(v) = op {
                        uses[*v] -= 1;
                    }
                });
            }
        }
        let mut keep = keep.into_iter();
        block.insts.retain(|_| keep.next().unwrap_or(true));
    }
}

fn count(uses: &mut IndexVec<ValueId, u32>, op: &Operand) {
    if let Operand::Value(v) = op {
        uses[*v] += 1;
    }
}

/// What the roots reach.
struct Live {
    funcs: IndexVec<FuncId, bool>,
    globals: IndexVec<GlobalId, bool>,
    work: Vec<Item>,
}

enum Item {
    Func(FuncId),
    Global(GlobalId),
}

impl Live {
    fn find(m: &Module) -> Live {
        let mut live = Live {
            funcs: IndexVec::from_elem(false, m.funcs.len()),
            globals: IndexVec::from_elem(false, m.globals.len()),
            work: Vec::new(),
        };
        for (id, f) in m.funcs.iter_enumerated() {
            if (f.attrs.export || f.attrs.weak) && !f.is_external() {
                live.func(id);
            }
        }
        for (id, g) in m.globals.iter_enumerated() {
            if (g.export || g.section.is_some()) && g.init.is_some() {
                live.global(id);
            }
        }
        // Stores become calls of these behind this pass.
        for f in m.barriers.iter().flat_map(|b| b.funcs()) {
            live.func(f);
        }
        while let Some(item) = live.work.pop() {
            match item {
                Item::Func(f) => live.visit_func(m, f),
                Item::Global(g) => live.visit_global(m, g),
            }
        }
        live
    }

    fn func(&mut self, id: FuncId) {
        if !std::mem::replace(&mut self.funcs[id], true) {
            self.work.push(Item::Func(id));
        }
    }

    fn global(&mut self, id: GlobalId) {
        if !std::mem::replace(&mut self.globals[id], true) {
            self.work.push(Item::Global(id));
        }
    }

    fn operand(&mut self, op: &Operand) {
        match op {
            Operand::Func(f) => self.func(*f),
            Operand::Global(g) => self.global(*g),
            _ => {}
        }
    }

    fn visit_func(&mut self, m: &Module, id: FuncId) {
        for block in m.funcs[id].blocks.iter() {
            for inst in &block.insts {
                match &inst.op {
                    Op::Call { callee: Callee::Func(f), .. } => self.func(*f),
                    Op::Check { kind, .. } => {
                        m.checks.get(kind).into_iter().for_each(|f| self.func(*f))
                    }
                    Op::New { .. } => m.alloc.into_iter().for_each(|f| self.func(f)),
                    _ => {}
                }
                inst.op.operands(|op| self.operand(op));
            }
            if let Some(term) = &block.term {
                term.operands(|op| self.operand(op));
            }
        }
    }

    fn visit_global(&mut self, m: &Module, id: GlobalId) {
        let (mut globals, mut funcs) = (Vec::new(), Vec::new());
        if let Some(init) = &m.globals[id].init {
            init.references(&mut |g| globals.push(g), &mut |f| funcs.push(f));
        }
        globals.into_iter().for_each(|g| self.global(g));
        funcs.into_iter().for_each(|f| self.func(f));
    }

    /// Keeps what is live and renumbers it.
    fn keep(&self, m: &mut Module) {
        let funcs = new_ids(&self.funcs);
        let globals = new_ids(&self.globals);
        retain(&mut m.funcs, &self.funcs);
        retain(&mut m.globals, &self.globals);
        let operand = |op: &mut Operand| match op {
            Operand::Func(f) => *f = funcs[*f],
            Operand::Global(g) => *g = globals[*g],
            _ => {}
        };
        for block in m.funcs.iter_mut().flat_map(|f| f.blocks.iter_mut()) {
            for inst in &mut block.insts {
                if let Op::Call { callee: Callee::Func(f), .. } = &mut inst.op {
                    *f = funcs[*f];
                }
                inst.op.operands_mut(operand);
            }
            if let Some(term) = &mut block.term {
                term.operands_mut(operand);
            }
        }
        for init in m.globals.iter_mut().filter_map(|g| g.init.as_mut()) {
            init.references_mut(&mut |g| *g = globals[*g], &mut |f| *f = funcs[*f]);
        }
        m.checks.retain(|_, f| self.funcs[*f]);
        m.checks.values_mut().for_each(|f| *f = funcs[*f]);
        m.barriers = m.barriers.map(|b| b.map(|f| funcs[f]));
        m.alloc = m.alloc.filter(|f| self.funcs[*f]).map(|f| funcs[f]);
    }
}

fn new_ids<I: Idx>(live: &IndexVec<I, bool>) -> IndexVec<I, I> {
    let mut next = 0;
    live.iter()
        .map(|l| {
            let id = I::new(next);
            next += *l as usize;
            id
        })
        .collect()
}

fn retain<I: Idx, T>(items: &mut IndexVec<I, T>, live: &IndexVec<I, bool>) {
    let old = std::mem::take(items);
    *items = old.into_vec().into_iter().zip(live).filter(|(_, l)| **l).map(|(t, _)| t).collect();
}
