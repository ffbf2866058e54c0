//! Why an object is on the heap, in words for the user: the first thing that happens to a pointer
//! to it, in program order, after which the stack would be too short-lived.
//!
//! Unlike [`super::graph`] this follows only where pointers go, not what they may be equal to: it
//! is for reports and never decides anything.

use super::graph::holds_pointers;
use super::summary::Summaries;
use crate::ir::entities::*;
use crate::ir::function::*;
use crate::ir::module::Module;
use rustc_hash::{FxHashMap, FxHashSet};

/// The reason for the object that `v` is the address of.
pub fn of(m: &Module, summaries: &Summaries, f: &Function, v: ValueId) -> String {
    let mut trace =
        Trace { m, f, summaries, held: FxHashSet::default(), defs: FxHashMap::default() };
    for inst in f.blocks.iter().flat_map(|b| b.insts.iter()) {
        if let Some(r) = inst.result {
            trace.defs.insert(r, &inst.op);
        }
    }
    trace.held.insert(Operand::Value(v));
    trace.find().unwrap_or_else(|| "it may be used after the function returns".to_owned())
}

struct Trace<'a> {
    m: &'a Module,
    f: &'a Function,
    summaries: &'a Summaries,
    /// The temporaries that may hold the pointer, and the objects it may be stored in.
    held: FxHashSet<Operand>,
    defs: FxHashMap<ValueId, &'a Op>,
}

impl Trace<'_> {
    fn find(&mut self) -> Option<String> {
        loop {
            let before = self.held.len();
            for block in self.f.blocks.iter() {
                for inst in &block.insts {
                    if let Some(reason) = self.inst(inst) {
                        return Some(reason);
                    }
                }
                if let Some(Term::Ret(Some(v))) = &block.term
                    && self.held.contains(v)
                {
                    return Some("returned".to_owned());
                }
            }
            if self.held.len() == before {
                return None;
            }
        }
    }

    fn inst(&mut self, inst: &Inst) -> Option<String> {
        let held = |op: &Operand| self.held.contains(op);
        let passes = match &inst.op {
            Op::FieldAddr { base, .. } | Op::ElemAddr { base, .. } => held(base),
            Op::Select(_, a, b) => held(a) || held(b),
            Op::MakeAgg(parts) => parts.iter().any(held),
            Op::Extract(agg, _) => held(agg),
            Op::Load { ptr, .. } => held(&self.root(*ptr)),
            Op::Cast(CastOp::PtrToInt, p) if held(p) => {
                return Some("converted to an integer".to_owned());
            }
            Op::Store { ptr, value, .. } if held(value) => return self.stored(*ptr),
            Op::Intrinsic(Intrinsic::AtomicStore | Intrinsic::AtomicXchg, args)
                if held(&args[1]) =>
            {
                return self.stored(args[0]);
            }
            Op::Intrinsic(Intrinsic::AtomicCas, args) if held(&args[2]) => {
                return self.stored(args[0]);
            }
            Op::Copy { dst, src, .. } | Op::MemMove { dst, src, .. }
                if held(&self.root(*src)) && *src != *dst =>
            {
                return self.stored(*dst);
            }
            Op::Asm { args, .. } if args.iter().any(held) => {
                return Some("passed to assembly".to_owned());
            }
            Op::Call { callee, args } => return self.call(inst, callee, args),
            _ => false,
        };
        self.hold(passes, inst.result);
        None
    }

    fn hold(&mut self, passes: bool, result: Option<ValueId>) {
        if let Some(r) = result.filter(|r| passes && holds_pointers(self.m, self.f.values[*r])) {
            self.held.insert(Operand::Value(r));
        }
    }

    /// Where an address comes from: a slot, a global, an object made here, or a temporary.
    fn root(&self, mut op: Operand) -> Operand {
        while let Operand::Value(v) = op
            && let Some(Op::FieldAddr { base, .. } | Op::ElemAddr { base, .. }) = self.defs.get(&v)
        {
            op = *base;
        }
        op
    }

    fn stored(&mut self, ptr: Operand) -> Option<String> {
        let root = self.root(ptr);
        match root {
            Operand::Slot(_) => {}
            Operand::Value(v) if matches!(self.defs.get(&v), Some(Op::New { .. })) => {}
            Operand::Global(g) => {
                let name = &self.m.globals[g].name;
                return Some(format!("stored in the global variable {name}"));
            }
            Operand::Value(v) if self.f.params.contains(&v) => {
                return Some("stored where a parameter points to".to_owned());
            }
            _ => return Some("stored where others can find it".to_owned()),
        }
        self.held.insert(root);
        None
    }

    fn call(&mut self, inst: &Inst, callee: &Callee, args: &[Operand]) -> Option<String> {
        let (summary, name) = match callee {
            Callee::Func(c) => (self.summaries.of_func(*c), Some(&self.m.funcs[*c].name)),
            Callee::Ptr(_, sig) => (self.summaries.of_sig(*sig), None),
        };
        let held: Vec<usize> = (0..args.len()).filter(|i| self.held.contains(&args[*i])).collect();
        if held.is_empty() {
            return None;
        }
        if name.is_some_and(|n| n == "runtime.newproc") {
            return Some("used by a goroutine".to_owned());
        }
        let Some(shape) = &summary.shape else {
            return Some(match name {
                Some(name) => format!("passed to {name}, which is not Go"),
                None => "passed to an unknown function".to_owned(),
            });
        };
        let result = shape.places.get(args.len()).map(|p| p.pointer);
        let mut returned = false;
        for i in held {
            let Some(place) = shape.places.get(i) else { continue };
            if place.pointer == 0 || place.content == Some(0) && place.deep {
                return Some(match name {
                    Some(name) => match chan_or_map(name) {
                        Some(what) => what.to_owned(),
                        None => format!("passed to {name}, which keeps it"),
                    },
                    None => "passed to an unknown function".to_owned(),
                });
            }
            returned |= Some(place.pointer) == result;
        }
        self.hold(returned, inst.result);
        None
    }
}

/// What some functions of package runtime stand for.
fn chan_or_map(name: &str) -> Option<&'static str> {
    Some(match name.strip_prefix("runtime.")? {
        "chansend" | "selectgo" | "selectnbsend" => "sent to a channel",
        "gopanic" | "panicvalue" => "the value of a panic",
        "deferpush" => "used by a deferred call in a loop",
        _ => return None,
    })
}
