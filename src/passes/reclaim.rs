//! Does the program need a collector? Not if all that it ever allocates is little and known: then
//! memory is handed out and never taken back, and the collector is not linked. And does it ask how
//! many objects there were? If not, nothing counts them.
//!
//! Runs behind `heap`, on calls of the allocator. A call counts as often as its function can be
//! called: once for the program's start, without end in loops, in recursion, in interrupt handlers
//! and in whatever is called through a pointer. What a program allocates in order to end with a
//! panic does not count.

use super::PassConfig;
use crate::base::index::IndexVec;
use crate::ir::cfg::Cfg;
use crate::ir::entities::*;
use crate::ir::function::*;
use crate::ir::module::{Const, Module};
use std::collections::VecDeque;

/// The variables that tell the allocator; `runtime.alloc` reads the first.
pub(super) const RECLAIMING: &str = "runtime.reclaiming";
const COUNTING: &str = "runtime.counting";
/// The function that reads what was counted.
const READER: &str = "runtime.readHeapStats";
/// Functions of a program that asks for collections, or for what they did.
const ASKING: [&str; 3] = ["runtime.forceCollection", READER, "runtime.setGCPercent"];
/// A program that allocates more than this many bytes has a collector.
const MOST_BYTES: u64 = 2048;
/// More calls than this are taken for any number.
const MANY: u32 = 64;

pub fn run(m: &mut Module, _: &PassConfig) {
    let find = |name| m.globals.ids().find(|g| m.globals[*g].name == name);
    let [reclaiming, counting] = [RECLAIMING, COUNTING].map(find);
    if let Some(g) = reclaiming {
        let asked = m.funcs.iter().any(|f| ASKING.contains(&f.name.as_str()));
        fix(m, g, asked || !Count::few(m));
    }
    if let Some(g) = counting {
        let read = m.funcs.iter().any(|f| f.name == READER);
        fix(m, g, read);
    }
}

/// Makes a variable a constant.
fn fix(m: &mut Module, g: GlobalId, value: bool) {
    let global = &mut m.globals[g];
    global.init = Some(Const::Int(u64::from(value)));
    global.constant = true;
}

struct Count<'a> {
    m: &'a Module,
    /// How often each function can be called.
    calls: IndexVec<FuncId, u32>,
    /// How often its calls were counted with.
    seen: IndexVec<FuncId, u32>,
    work: VecDeque<FuncId>,
    /// A panic ends the program.
    panics_end: bool,
    taken: IndexVec<FuncId, bool>,
}

impl Count<'_> {
    /// Does the program allocate only little, all in all?
    fn few(m: &Module) -> bool {
        let none = || IndexVec::from_elem(0, m.funcs.len());
        let panics_end = !m.funcs.iter().any(|f| f.name == "runtime.gorecover");
        let mut taken = IndexVec::from_elem(false, m.funcs.len());
        let mut take = |op: &Operand| {
            if let Operand::Func(f) = op {
                taken[*f] = true;
            }
        };
        for block in m.funcs.iter().flat_map(|f| f.blocks.iter()) {
            block.insts.iter().for_each(|i| i.op.operands(&mut take));
        }
        for init in m.globals.iter().filter_map(|g| g.init.as_ref()) {
            init.references(&mut |_| {}, &mut |f| taken[f] = true);
        }
        let mut count =
            Count { m, calls: none(), seen: none(), work: VecDeque::new(), panics_end, taken };
        for (id, f) in m.funcs.iter_enumerated() {
            if f.attrs.export || f.attrs.weak {
                count.add(id, if f.name == "embgo_start" { 1 } else { MANY });
            }
        }
        while let Some(f) = count.work.pop_front() {
            count.visit(f);
        }
        count.total().is_some_and(|n| n <= MOST_BYTES)
    }

    fn add(&mut self, f: FuncId, times: u32) {
        let sum = (self.calls[f] + times).min(MANY);
        if sum != self.calls[f] {
            self.calls[f] = sum;
            self.work.push_back(f);
        }
    }

    /// Counts the calls that a function makes as often as it was called more than last time.
    fn visit(&mut self, id: FuncId) {
        let times = match self.calls[id] {
            MANY => MANY,
            n => n - self.seen[id],
        };
        self.seen[id] = self.calls[id];
        let f = &self.m.funcs[id];
        let cfg = Cfg::new(f);
        for (b, block) in f.blocks.iter_enumerated() {
            let times = if cfg.in_loop(f, b) { MANY } else { times };
            for inst in &block.insts {
                match &inst.op {
                    Op::Call { callee: Callee::Func(c), .. } if !self.ends(*c) => {
                        self.add(*c, times);
                    }
                    Op::Call { callee: Callee::Ptr(_, sig), .. } => {
                        for c in self.m.funcs.ids() {
                            if self.taken[c] && self.m.funcs[c].sig == *sig {
                                self.add(c, MANY);
                            }
                        }
                    }
                    Op::Check { kind, .. } if !self.panics_end => {
                        if let Some(c) = self.m.checks.get(kind) {
                            self.add(*c, MANY);
                        }
                    }
                    _ => {}
                }
                // What assembly is given, it may call.
                let mut given = Vec::new();
                inst.op.operands(|op| given.push(*op));
                for op in given {
                    if let Operand::Func(c) = op {
                        self.add(c, MANY);
                    }
                }
            }
        }
    }

    /// Does the program end in this function?
    fn ends(&self, f: FuncId) -> bool {
        let f = &self.m.funcs[f];
        self.panics_end
            && (f.attrs.cold || f.name == "runtime.gopanic" || f.name == "runtime.panicvalue")
    }

    /// How many bytes are allocated; `None`: nobody knows.
    fn total(&self) -> Option<u64> {
        let mut total: u64 = 0;
        for (id, f) in self.m.funcs.iter_enumerated().filter(|(id, _)| self.calls[*id] != 0) {
            let cfg = Cfg::new(f);
            for (b, block) in f.blocks.iter_enumerated() {
                for inst in &block.insts {
                    let Op::Call { callee: Callee::Func(c), args } = &inst.op else { continue };
                    let Some(bytes) = self.bytes(f, *c, args)? else { continue };
                    if self.calls[id] == MANY || cfg.in_loop(f, b) {
                        return None;
                    }
                    total += bytes * u64::from(self.calls[id]);
                }
            }
        }
        Some(total)
    }

    /// What a call allocates: `Some(None)` nothing, `None` an unknown amount.
    fn bytes(&self, f: &Function, callee: FuncId, args: &[Operand]) -> Option<Option<u64>> {
        let constant = |i: usize| match args.get(i) {
            Some(Operand::Int(_, n)) => Some(*n),
            Some(Operand::Zero(_)) => Some(0),
            _ => None,
        };
        Some(match self.m.funcs[callee].name.as_str() {
            "runtime.makechan" => Some(constant(0)?.saturating_mul(constant(1)?)),
            // The buffer of a channel was counted, a goroutine's stack is used again.
            "runtime.alloc" if f.name == "runtime.makechan" || f.name == "runtime.newG" => Some(0),
            "runtime.alloc" => Some(constant(0)?),
            _ => None,
        })
    }
}
