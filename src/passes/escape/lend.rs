//! Texts that a function makes and drops: `strconv.Itoa(n)` given to something that copies it,
//! `string(bytes)` that is compared. The functions that make them take memory for their result as
//! their first argument, or nil; here it becomes room on the stack where the result never leaves
//! the caller.

use super::graph::Graph;
use super::is_local;
use super::rounds::Rounds;
use super::summary::{Place, Shape, Users};
use crate::base::cycles::cycles;
use crate::base::index::Idx;
use crate::ir::entities::*;
use crate::ir::function::*;
use crate::ir::module::Module;
use crate::passes::{Level, PassConfig};
use rustc_hash::{FxHashMap, FxHashSet};

/// The functions, and how many bytes their first argument points to; what does not fit there goes
/// to the heap (`runtime-stubs/runtime/string.go`, `runtime-stubs/internal/strconv/lent.go`).
const LENDERS: [(&str, u64); 8] = [
    ("runtime.bytes2string", 32),
    ("runtime.concat2", 32),
    ("runtime.concat3", 32),
    ("runtime.concatN", 32),
    ("runtime.intstring", 32),
    ("runtime.string2bytes", 32),
    ("internal/strconv.decimalText", 24),
    ("internal/strconv.unsignedText", 24),
];

/// Where size counts more, these stay as they are: each call would have one more argument on the
/// stack.
const CONCAT: &str = "runtime.concat";

/// A function lends at most this many bytes, so that stacks do not grow by much.
const MOST: u64 = 128;

/// The functions of [`LENDERS`] that the program has.
pub struct Lenders {
    room: FxHashMap<FuncId, u64>,
    /// Functions that may call themselves, by whatever way: what they lent would be there once for
    /// each call.
    recursive: FxHashSet<FuncId>,
}

impl Lenders {
    pub fn find(m: &Module, config: &PassConfig) -> Lenders {
        let mut room = FxHashMap::default();
        if config.level == Level::Full {
            for (id, f) in m.funcs.iter_enumerated() {
                let lender = LENDERS.iter().find(|(name, _)| *name == f.name);
                if let Some((name, bytes)) = lender
                    && !(config.small && name.starts_with(CONCAT))
                {
                    room.insert(id, *bytes);
                }
            }
        }
        Lenders { room, recursive: FxHashSet::default() }
    }

    /// Lends nothing to functions that may call themselves.
    pub fn leave_out_recursion(&mut self, m: &Module, users: &Users) {
        if !self.room.is_empty() {
            self.recursive = recursive(m, users);
        }
    }

    /// The bytes that could be lent to an instruction, if it is such a call.
    pub fn room(&self, inst: &Inst) -> Option<u64> {
        let Op::Call { callee: Callee::Func(c), args } = &inst.op else { return None };
        let bytes = self.room.get(c)?;
        (args.first() == Some(&Operand::Zero(Ty::Ptr))).then_some(*bytes)
    }

    /// The places of such calls whose results stay in the function, and the bytes for each.
    pub fn local_results(
        &self,
        graph: &mut Graph,
        rounds: &mut Option<Rounds>,
        m: &Module,
        id: FuncId,
    ) -> Vec<((BlockId, usize), u64)> {
        let mut found = Vec::new();
        if self.recursive.contains(&id) {
            return found;
        }
        let f = &m.funcs[id];
        let mut total = 0;
        for (b, block) in f.blocks.iter_enumerated() {
            for (i, inst) in block.insts.iter().enumerate() {
                let (Some(bytes), Some(v)) = (self.room(inst), inst.result) else { continue };
                if total + bytes <= MOST && is_local(f, graph, rounds, v, (b, i)) {
                    total += bytes;
                    found.push(((b, i), bytes));
                }
            }
        }
        found
    }
}

fn recursive(m: &Module, users: &Users) -> FxHashSet<FuncId> {
    // The functions, then for each type of function a node that leads to those an indirect call
    // may reach.
    let count = m.funcs.len();
    let mut edges: Vec<Vec<usize>> = vec![Vec::new(); count + m.sigs.len()];
    for (id, f) in m.funcs.iter_enumerated() {
        users.funcs[id].iter().for_each(|user| edges[user.index()].push(id.index()));
        if users.taken[id] {
            edges[count + f.sig.0 as usize].push(id.index());
        }
    }
    for (sig, list) in users.sigs.iter().enumerate() {
        list.iter().for_each(|user| edges[user.index()].push(count + sig));
    }
    let sets = cycles(edges.len(), |i| std::mem::take(&mut edges[i]));
    let funcs = sets.into_iter().flatten().filter(|n| *n < count);
    funcs.map(|n| FuncId(n as u32)).collect()
}

/// Lends memory of the stack to the call at `at`.
pub fn give_room(m: &mut Module, id: FuncId, at: (BlockId, usize), bytes: u64) {
    // Words, so that it is aligned for copies.
    let ty = Ty::Agg(m.agg(Agg::Array(Ty::I32, bytes / 4)));
    let f = &mut m.funcs[id];
    let slot = f.slots.push(Slot { ty, debug: None });
    if let Op::Call { args, .. } = &mut f.blocks[at.0].insts[at.1].op {
        args[0] = Operand::Slot(slot);
    }
}

/// The bytes that were lent to a call, by its function's name and its arguments.
pub fn lent(callee: &str, args: &[Operand]) -> Option<u64> {
    let (_, bytes) = LENDERS.iter().find(|(name, _)| *name == callee)?;
    matches!(args.first(), Some(Operand::Slot(_))).then_some(*bytes)
}

/// What the functions that join strings do with pointers, which the analysis cannot find out: the
/// strings are in a list, and what is in memory is not told from what that points to. The result
/// is new, in the room or one of the strings; nothing is kept.
pub fn shape(name: &str) -> Option<Shape> {
    let text = |group| Place { pointer: group, content: None, deep: false };
    let list = Place { pointer: 2, content: Some(1), deep: false };
    let places = match name.strip_prefix(CONCAT)? {
        "2" => vec![text(1), text(1), text(1), text(1)],
        "3" => vec![text(1), text(1), text(1), text(1), text(1)],
        "N" => vec![text(1), list, text(3), text(1)],
        _ => return None,
    };
    Some(Shape { places, groups: 4 })
}
