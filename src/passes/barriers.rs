//! Lets a collector that marks in steps know of the pointers that are overwritten meanwhile: what
//! was reachable when it began is then found, wherever the program has moved it.
//!
//! Stores of pointers become calls; before other operations that overwrite pointers comes a call.
//! Nothing is needed for variables on the stack, which the collector looks through when it begins,
//! nor for an object that the function has just allocated: until something else may begin a
//! collection, either none is going on or the object counts as marked.

use super::PassConfig;
use super::reclaim::RECLAIMING;
use crate::base::index::IndexVec;
use crate::ir::entities::*;
use crate::ir::function::*;
use crate::ir::layout::{self, POINTER_SIZE};
use crate::ir::module::{Barriers, Const, Module};

/// Functions that give a new object; in `growslice`'s result it is a part.
const ALLOCATING: [&str; 2] = ["runtime.alloc", "runtime.makeslice"];

pub fn run(m: &mut Module, _: &PassConfig) {
    let Some(barriers) = m.barriers.take() else { return };
    let never = |g: &crate::ir::module::Global| {
        g.name == RECLAIMING && g.constant && g.init == Some(Const::Int(0))
    };
    if m.globals.iter().any(never) {
        return;
    }
    let calls = Calls::new(m, barriers);
    for id in m.funcs.ids() {
        let mut f = std::mem::replace(&mut m.funcs[id], Function::new(String::new(), SigId(0)));
        Inserter { m, barriers, calls: &calls }.function(&mut f);
        m.funcs[id] = f;
    }
}

/// What calls of each function do.
struct Calls {
    /// A collection may begin or go on, or another goroutine run.
    collects: IndexVec<FuncId, bool>,
    allocates: IndexVec<FuncId, bool>,
}

impl Calls {
    fn new(m: &Module, barriers: Barriers) -> Calls {
        let named = |f: &Function| ALLOCATING.contains(&f.name.as_str());
        let allocates: IndexVec<FuncId, bool> = m.funcs.iter().map(named).collect();
        let mut collects: IndexVec<FuncId, bool> = m
            .funcs
            .iter_enumerated()
            .map(|(id, f)| f.is_external() || allocates[id] || calls_unknown(f))
            .collect();
        let mut callers = IndexVec::<FuncId, Vec<FuncId>>::from_elem(Vec::new(), m.funcs.len());
        for (id, f) in m.funcs.iter_enumerated() {
            for inst in f.blocks.iter().flat_map(|b| b.insts.iter()) {
                if let Op::Call { callee: Callee::Func(to), .. } = inst.op {
                    callers[to].push(id);
                }
            }
        }
        let mut work: Vec<FuncId> = collects.ids().filter(|f| collects[*f]).collect();
        while let Some(f) = work.pop() {
            for caller in &callers[f] {
                if !std::mem::replace(&mut collects[*caller], true) {
                    work.push(*caller);
                }
            }
        }
        // They call assembly that asks whether a handler runs.
        barriers.funcs().into_iter().for_each(|f| collects[f] = false);
        Calls { collects, allocates }
    }
}

/// Does it call through a pointer?
fn calls_unknown(f: &Function) -> bool {
    let unknown = |i: &Inst| matches!(i.op, Op::Call { callee: Callee::Ptr(..), .. });
    f.blocks.iter().any(|b| b.insts.iter().any(unknown))
}

struct Inserter<'a> {
    m: &'a Module,
    barriers: Barriers,
    calls: &'a Calls,
}

/// The pointers that a value of a type has, if any: where the first one is, and how many bytes it
/// is from there to the end of the last one.
struct Span {
    at: u64,
    bytes: u64,
}

impl Inserter<'_> {
    fn function(&self, f: &mut Function) {
        let bases = bases(f);
        for b in f.blocks.ids() {
            let insts = std::mem::take(&mut f.blocks[b].insts);
            let mut out = Vec::with_capacity(insts.len());
            // Objects that were allocated in this block since anything could collect.
            let mut fresh: Vec<ValueId> = Vec::new();
            for inst in insts {
                self.inst(f, &bases, &fresh, inst, &mut out);
                if let Some(Inst { op: Op::Call { callee, .. }, result, .. }) = out.last() {
                    let (collects, allocates) = match callee {
                        Callee::Func(to) => (self.calls.collects[*to], self.calls.allocates[*to]),
                        Callee::Ptr(..) => (true, false),
                    };
                    if collects {
                        fresh.clear();
                    }
                    fresh.extend(result.filter(|_| allocates));
                }
            }
            f.blocks[b].insts = out;
        }
    }

    fn inst(
        &self,
        f: &mut Function,
        bases: &IndexVec<ValueId, Operand>,
        fresh: &[ValueId],
        inst: Inst,
        out: &mut Vec<Inst>,
    ) {
        let loc = inst.loc;
        let safe = |ptr: &Operand| match root(bases, *ptr) {
            Operand::Slot(_) => true,
            Operand::Value(v) => fresh.contains(&v),
            _ => false,
        };
        match &inst.op {
            Op::Store { ptr, value, ty: Ty::Ptr, volatile: false } if !safe(ptr) => {
                let args = vec![*ptr, *value];
                let op = Op::Call { callee: Callee::Func(self.barriers.store), args };
                out.push(Inst { op, result: None, loc });
                return;
            }
            Op::Store { ptr, ty, .. } if !safe(ptr) => self.before(f, *ptr, *ty, loc, out),
            Op::Copy { dst, ty, .. } | Op::Zero { dst, ty } if !safe(dst) => {
                self.before(f, *dst, *ty, loc, out);
            }
            Op::MemMove { dst, len, pointers: true, .. }
            | Op::MemZero { dst, len, pointers: true }
                if !safe(dst) =>
            {
                out.push(self.call(self.barriers.shade_range, vec![*dst, *len], loc));
            }
            Op::Intrinsic(
                Intrinsic::AtomicStore | Intrinsic::AtomicXchg | Intrinsic::AtomicCas,
                args,
            ) if f.operand_ty(args[1]) == Ty::Ptr && !safe(&args[0]) => {
                out.push(self.call(self.barriers.shade, vec![args[0]], loc));
            }
            _ => {}
        }
        out.push(inst);
    }

    /// Tells of the pointers of a value of type `ty` at `ptr`, which is about to be overwritten.
    fn before(&self, f: &mut Function, ptr: Operand, ty: Ty, loc: Loc, out: &mut Vec<Inst>) {
        let Some(span) = span(self.m, ty) else { return };
        let mut at = ptr;
        if span.at != 0 {
            let v = f.values.push(Ty::Ptr);
            let index = Operand::i32(span.at as i32);
            let op = Op::ElemAddr { base: ptr, elem: Ty::I8, index };
            out.push(Inst { op, result: Some(v), loc });
            at = Operand::Value(v);
        }
        if span.bytes == POINTER_SIZE {
            out.push(self.call(self.barriers.shade, vec![at], loc));
        } else {
            let bytes = Operand::int(Ty::I32, span.bytes);
            out.push(self.call(self.barriers.shade_range, vec![at, bytes], loc));
        }
    }

    fn call(&self, f: FuncId, args: Vec<Operand>, loc: Loc) -> Inst {
        Inst { op: Op::Call { callee: Callee::Func(f), args }, result: None, loc }
    }
}

/// For the address of a part: the address of the whole.
fn bases(f: &Function) -> IndexVec<ValueId, Operand> {
    let mut bases: IndexVec<ValueId, Operand> = f.values.ids().map(Operand::Value).collect();
    for inst in f.blocks.iter().flat_map(|b| b.insts.iter()) {
        if let (Op::FieldAddr { base, .. } | Op::ElemAddr { base, .. }, Some(v)) =
            (&inst.op, inst.result)
        {
            bases[v] = *base;
        }
    }
    bases
}

fn root(bases: &IndexVec<ValueId, Operand>, mut at: Operand) -> Operand {
    while let Operand::Value(v) = at {
        // What was made by this pass has no base.
        let Some(base) = bases.get(v).copied() else { break };
        if base == at {
            break;
        }
        at = base;
    }
    at
}

fn span(m: &Module, ty: Ty) -> Option<Span> {
    let (first, last) = ends(m, ty)?;
    Some(Span { at: first, bytes: last + POINTER_SIZE - first })
}

/// The offsets of the first and the last pointer.
fn ends(m: &Module, ty: Ty) -> Option<(u64, u64)> {
    match ty {
        Ty::Ptr => Some((0, 0)),
        Ty::Agg(id) => match m.agg_def(id) {
            Agg::Struct(fields) => {
                let part = |i: usize| {
                    let at = layout::field_offset(m, id, i as u32);
                    ends(m, fields[i]).map(|(first, last)| (at + first, at + last))
                };
                let first = (0..fields.len()).find_map(part)?.0;
                let last = (0..fields.len()).rev().find_map(part)?.1;
                Some((first, last))
            }
            Agg::Array(_, 0) => None,
            Agg::Array(elem, n) => {
                let (first, last) = ends(m, *elem)?;
                Some((first, (n - 1) * layout::size_of(m, *elem) + last))
            }
        },
        _ => None,
    }
}
