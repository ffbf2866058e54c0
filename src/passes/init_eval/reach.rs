//! What code that runs later, or ran before, may look at or change.
//!
//! An initialiser that is left to run time runs after those that are evaluated: they must not look
//! at what it changes nor change what it looks at. What code can get at is found through the
//! functions and globals that it names, what memory holds of addresses, and so on.

use super::memory::{Memory, ObjId, Origin, Reloc};
use super::{Eval, stop};
use crate::base::index::IndexVec;
use crate::ir::entities::*;
use crate::ir::function::*;
use crate::ir::module::Module;
use rustc_hash::FxHashSet;

/// What the code that is left to run time, or runs before the initialisers, can get at.
pub struct Taint<'a> {
    m: &'a Module,
    funcs: IndexVec<FuncId, bool>,
    /// What is only read, and what may be changed.
    read: IndexVec<GlobalId, bool>,
    written: IndexVec<GlobalId, bool>,
    /// Globals whose content was followed.
    followed: IndexVec<GlobalId, bool>,
    objects: FxHashSet<ObjId>,
    work: Vec<Item>,
}

enum Item {
    Func(FuncId),
    Global(GlobalId),
    Object(ObjId),
}

impl<'a> Taint<'a> {
    pub fn new(m: &'a Module) -> Taint<'a> {
        let globals = || IndexVec::from_elem(false, m.globals.len());
        Taint {
            m,
            funcs: IndexVec::from_elem(false, m.funcs.len()),
            read: globals(),
            written: globals(),
            followed: globals(),
            objects: FxHashSet::default(),
            work: Vec::new(),
        }
    }

    pub fn may_read(&self, memory: &Memory, o: ObjId) -> Eval<()> {
        let reached = match memory.objects[o].origin {
            Origin::Global(g) => self.written[g],
            Origin::Heap(_) => self.objects.contains(&o),
            Origin::Frame => false,
        };
        if reached { stop("memory that other code changes") } else { Ok(()) }
    }

    pub fn may_write(&self, memory: &Memory, o: ObjId) -> Eval<()> {
        match memory.objects[o].origin {
            Origin::Global(g) if self.read[g] => stop("memory that other code reads"),
            _ => self.may_read(memory, o),
        }
    }

    /// A function runs at another time, but for the calls of some functions in it.
    pub fn add_part(&mut self, memory: &Memory, f: FuncId, without: &[FuncId]) {
        self.visit(f, without);
        self.follow(memory);
    }

    pub fn add(&mut self, memory: &Memory, f: FuncId) {
        self.work.push(Item::Func(f));
        self.follow(memory);
    }

    fn follow(&mut self, memory: &Memory) {
        while let Some(item) = self.work.pop() {
            match item {
                Item::Func(f) => {
                    if !std::mem::replace(&mut self.funcs[f], true) {
                        self.visit(f, &[]);
                    }
                }
                Item::Global(g) => match memory.known_global(g) {
                    Some(o) => self.relocs(memory, o),
                    None => self.constant(g),
                },
                Item::Object(o) => self.relocs(memory, o),
            }
        }
    }

    fn constant(&mut self, g: GlobalId) {
        let m = self.m;
        let Some(init) = &m.globals[g].init else { return };
        let (mut globals, mut funcs) = (Vec::new(), Vec::new());
        init.references(&mut |g| globals.push(g), &mut |f| funcs.push(f));
        globals.into_iter().for_each(|g| self.change(g));
        self.work.extend(funcs.into_iter().map(Item::Func));
    }

    fn relocs(&mut self, memory: &Memory, o: ObjId) {
        for reloc in memory.objects[o].content.relocs.values() {
            match reloc {
                Reloc::Code(f) => self.work.push(Item::Func(*f)),
                Reloc::Addr(to, _) => match memory.objects[*to].origin {
                    Origin::Global(g) => self.change(g),
                    Origin::Heap(_) | Origin::Frame => {
                        if self.objects.insert(*to) {
                            self.work.push(Item::Object(*to));
                        }
                    }
                },
            }
        }
    }

    fn look_at(&mut self, g: GlobalId) {
        if !self.m.globals[g].constant {
            self.read[g] = true;
        }
        if !std::mem::replace(&mut self.followed[g], true) {
            self.work.push(Item::Global(g));
        }
    }

    fn change(&mut self, g: GlobalId) {
        if !self.m.globals[g].constant {
            self.written[g] = true;
        }
        self.look_at(g);
    }

    /// Enters what a function names.
    fn visit(&mut self, id: FuncId, without: &[FuncId]) {
        let m = self.m;
        let f = &m.funcs[id];
        // Temporaries that are addresses of parts of globals.
        let mut parts: IndexVec<ValueId, Option<GlobalId>> =
            IndexVec::from_elem(None, f.values.len());
        for block in f.blocks.iter() {
            for inst in &block.insts {
                match &inst.op {
                    Op::Call { callee: Callee::Func(c), .. } if !without.contains(c) => {
                        self.work.push(Item::Func(*c));
                    }
                    Op::Check { kind, .. } => {
                        self.work.extend(m.checks.get(kind).copied().map(Item::Func));
                    }
                    Op::New { .. } => self.work.extend(m.alloc.map(Item::Func)),
                    _ => {}
                }
                let whole = |op: &Operand| match op {
                    Operand::Global(g) => Some(*g),
                    Operand::Value(v) => parts[*v],
                    _ => None,
                };
                let only_read = match &inst.op {
                    Op::Load { ptr, .. } => whole(ptr),
                    Op::Copy { src, dst, .. } | Op::MemMove { src, dst, .. } if src != dst => {
                        whole(src)
                    }
                    Op::FieldAddr { base, .. } | Op::ElemAddr { base, .. } => {
                        if let (Some(g), Some(v)) = (whole(base), inst.result) {
                            parts[v] = Some(g);
                            continue;
                        }
                        None
                    }
                    Op::Cmp(..) => continue,
                    _ => None,
                };
                let mut uses: Vec<GlobalId> = Vec::new();
                inst.op.operands(|op| {
                    uses.extend(whole(op));
                    if let Operand::Func(f) = op {
                        self.work.push(Item::Func(*f));
                    }
                });
                for g in uses {
                    if only_read == Some(g) { self.look_at(g) } else { self.change(g) }
                }
            }
            if let Some(term) = &block.term {
                let mut uses: Vec<GlobalId> = Vec::new();
                term.operands(|op| match op {
                    Operand::Global(g) => uses.push(*g),
                    Operand::Value(v) => uses.extend(parts[*v]),
                    Operand::Func(f) => self.work.push(Item::Func(*f)),
                    _ => {}
                });
                uses.into_iter().for_each(|g| self.change(g));
            }
        }
    }
}

/// How much code of each initialiser nothing else needs, in bytes. Code that several need counts
/// for each in part; code that is only called through values does not count, since they may stay.
pub fn own_code(m: &Module, init: FuncId, steps: &[FuncId]) -> Vec<u64> {
    let mut needed = IndexVec::from_elem(false, m.funcs.len());
    // The initialisers themselves are found below.
    needed[init] = true;
    mark_needed(m, &mut needed);
    let mut round = IndexVec::from_elem(0, m.funcs.len());
    let sets: Vec<Vec<FuncId>> = steps
        .iter()
        .zip(1..)
        .map(|(step, n)| {
            let (mut set, mut work) = (Vec::new(), vec![*step]);
            while let Some(f) = work.pop() {
                if !needed[f] && std::mem::replace(&mut round[f], n) != n {
                    set.push(f);
                    work.extend(called(&m.funcs[f]));
                }
            }
            set
        })
        .collect();
    let mut users: IndexVec<FuncId, u64> = IndexVec::from_elem(0, m.funcs.len());
    sets.iter().flatten().for_each(|f| users[*f] += 1);
    let size = |f: &FuncId| code_bytes(&m.funcs[*f]) / users[*f];
    sets.iter().map(|set| set.iter().map(size).sum()).collect()
}

/// Marks the functions that the program needs but for its initialisers.
fn mark_needed(m: &Module, needed: &mut IndexVec<FuncId, bool>) {
    let root = |f: &Function| f.attrs.export || f.attrs.weak;
    let mut work: Vec<FuncId> =
        m.funcs.iter_enumerated().filter(|(_, f)| root(f)).map(|(id, _)| id).collect();
    work.extend(m.checks.values());
    work.extend(m.alloc);
    let mut known = IndexVec::from_elem(false, m.globals.len());
    let mut globals: Vec<GlobalId> = Vec::new();
    loop {
        if let Some(f) = work.pop() {
            if std::mem::replace(&mut needed[f], true) {
                continue;
            }
            let f = &m.funcs[f];
            work.extend(called(f));
            let mut operand = |op: &Operand| match op {
                Operand::Func(f) => work.push(*f),
                Operand::Global(g) => globals.push(*g),
                _ => {}
            };
            for block in f.blocks.iter() {
                block.insts.iter().for_each(|i| i.op.operands(&mut operand));
                block.term.iter().for_each(|t| t.operands(&mut operand));
            }
        } else if let Some(g) = globals.pop() {
            if !std::mem::replace(&mut known[g], true)
                && let Some(init) = &m.globals[g].init
            {
                init.references(&mut |g| globals.push(g), &mut |f| work.push(f));
            }
        } else {
            return;
        }
    }
}

/// The functions that a function calls directly.
fn called(f: &Function) -> impl Iterator<Item = FuncId> {
    f.blocks.iter().flat_map(|b| &b.insts).filter_map(|inst| match inst.op {
        Op::Call { callee: Callee::Func(c), .. } => Some(c),
        _ => None,
    })
}

/// About what a call takes, and an address or number that does not fit into an instruction.
const CALL_BYTES: u64 = 4;
const CONSTANT_BYTES: u64 = 6;

/// About as many bytes as a function takes in the shortest code (Thumb, compressed RISC-V):
/// variables are in registers and most of what computes addresses is part of other instructions.
fn code_bytes(f: &Function) -> u64 {
    let constant = |op: &Operand| match op {
        Operand::Global(_) | Operand::Func(_) => CONSTANT_BYTES,
        Operand::Int(_, v) if *v > 255 => CONSTANT_BYTES,
        Operand::Int(..) | Operand::Float(..) => 2,
        _ => 0,
    };
    let inst = |inst: &Inst| {
        let mut bytes = match &inst.op {
            Op::Call { .. } => CALL_BYTES,
            Op::Load { ptr: Operand::Slot(_), .. } | Op::Store { ptr: Operand::Slot(_), .. } => 0,
            Op::FieldAddr { .. } | Op::MakeAgg(_) | Op::Extract(..) => 0,
            Op::Cast(..) | Op::Cmp(..) => 1,
            _ => 2,
        };
        inst.op.operands(|op| bytes += constant(op));
        bytes
    };
    let insts: u64 = f.blocks.iter().flat_map(|b| &b.insts).map(inst).sum();
    insts + 2 * (f.blocks.len() as u64).saturating_sub(1)
}
