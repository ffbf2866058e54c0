//! Follows the addresses of a group of variables, and what is loaded through them, to every use.

use crate::base::index::IndexVec;
use crate::ir::entities::*;
use crate::ir::function::*;
use crate::ir::layout;
use crate::ir::module::Module;
use rustc_hash::{FxHashMap, FxHashSet};

/// What is the same for all groups.
pub struct Program {
    /// The functions that name a global variable.
    users: IndexVec<GlobalId, Vec<FuncId>>,
    callers: IndexVec<FuncId, Vec<FuncId>>,
    /// Functions that may be called in ways that are not seen.
    taken: IndexVec<FuncId, bool>,
}

impl Program {
    pub fn of(m: &Module) -> Program {
        let mut users = IndexVec::from_elem(Vec::new(), m.globals.len());
        let mut callers = IndexVec::from_elem(Vec::new(), m.funcs.len());
        let mut taken: IndexVec<FuncId, bool> =
            m.funcs.iter().map(|f| f.attrs.export || f.attrs.weak).collect();
        for (id, f) in m.funcs.iter_enumerated() {
            let mut see = |op: &Operand| match op {
                Operand::Global(g) if users[*g].last() != Some(&id) => users[*g].push(id),
                Operand::Func(f) => taken[*f] = true,
                _ => {}
            };
            for block in f.blocks.iter() {
                block.insts.iter().for_each(|i| i.op.operands(&mut see));
                block.term.iter().for_each(|t| t.operands(&mut see));
            }
            for inst in f.blocks.iter().flat_map(|b| b.insts.iter()) {
                if let Op::Call { callee: Callee::Func(c), .. } = &inst.op
                    && callers[*c].last() != Some(&id)
                {
                    callers[*c].push(id);
                }
            }
        }
        for init in m.globals.iter().filter_map(|g| g.init.as_ref()) {
            init.references(&mut |_| {}, &mut |f| taken[f] = true);
        }
        Program { users, callers, taken }
    }
}

/// A function, and where its values come from.
struct Body<'a> {
    f: &'a Function,
    definitions: FxHashMap<ValueId, &'a Op>,
}

impl<'a> Body<'a> {
    fn of(f: &'a Function) -> Body<'a> {
        let insts = f.blocks.iter().flat_map(|b| b.insts.iter());
        Body { f, definitions: insts.filter_map(|i| Some((i.result?, &i.op))).collect() }
    }
}

/// A use that writes, or that goes where nobody can follow.
struct Lost;

type Follow = Result<(), Lost>;

pub struct Uses<'a> {
    m: &'a Module,
    program: &'a Program,
    group: FxHashSet<GlobalId>,
    /// There are addresses in what the group consists of.
    addresses: bool,
    /// Values that are, or are made of, addresses of the group or what was loaded through them.
    values: FxHashSet<(FuncId, ValueId)>,
    /// Variables on the stack that hold such values.
    slots: FxHashSet<(FuncId, SlotId)>,
    results: FxHashSet<FuncId>,
    work: Vec<FuncId>,
    /// Something was learned about the function at hand.
    changed: bool,
}

impl<'a> Uses<'a> {
    /// Does the program only ever read these variables?
    pub fn only_reads(m: &'a Module, program: &'a Program, group: &[GlobalId]) -> bool {
        let mut addresses = false;
        for init in group.iter().filter_map(|g| m.globals[*g].init.as_ref()) {
            init.references(&mut |_| addresses = true, &mut |_| {});
        }
        let mut uses = Uses {
            m,
            program,
            group: group.iter().copied().collect(),
            addresses,
            values: FxHashSet::default(),
            slots: FxHashSet::default(),
            results: FxHashSet::default(),
            work: group.iter().flat_map(|g| program.users[*g].iter().copied()).collect(),
            changed: false,
        };
        uses.follow().is_ok()
    }

    fn follow(&mut self) -> Follow {
        while let Some(id) = self.work.pop() {
            let body = Body::of(&self.m.funcs[id]);
            loop {
                self.changed = false;
                for block in body.f.blocks.iter() {
                    for inst in &block.insts {
                        self.instruction(id, &body, inst)?;
                    }
                    if let Some(Term::Ret(Some(v))) = &block.term
                        && self.has(id, *v)
                        && self.results.insert(id)
                    {
                        if self.program.taken[id] {
                            return Err(Lost);
                        }
                        self.work.extend(&self.program.callers[id]);
                    }
                }
                if !self.changed {
                    break;
                }
            }
        }
        Ok(())
    }

    fn has(&self, id: FuncId, op: Operand) -> bool {
        match op {
            Operand::Value(v) => self.values.contains(&(id, v)),
            Operand::Global(g) => self.group.contains(&g),
            _ => false,
        }
    }

    fn take(&mut self, id: FuncId, result: Option<ValueId>) {
        if let Some(v) = result {
            self.changed |= self.values.insert((id, v));
        }
    }

    fn instruction(&mut self, id: FuncId, body: &Body<'_>, inst: &Inst) -> Follow {
        let r = inst.result;
        match &inst.op {
            // Something else than the program changes it: a debugger, another core, hardware.
            Op::Load { ptr, volatile: true, .. } if self.has(id, *ptr) => return Err(Lost),
            Op::Load { ptr, .. } => return self.load(id, body, r, *ptr),
            Op::Store { ptr, value, ty, .. } => {
                if self.has(id, *ptr) {
                    return Err(Lost);
                }
                if self.has(id, *value) {
                    return self.keep(id, body, *ptr, *ty);
                }
                return Ok(());
            }
            Op::Copy { dst, src, ty } => return self.copy(id, body, *dst, *src, *ty),
            Op::Call { callee, args } => return self.call(id, r, callee, args),
            _ => {}
        }
        let mut any = false;
        inst.op.operands(|op| any |= self.has(id, *op));
        if !any {
            return Ok(());
        }
        match &inst.op {
            // What is compared, or how far it goes, is no address any more.
            Op::Cmp(..) | Op::Cast(CastOp::SToF | CastOp::UToF, _) => {}
            Op::Check { args, .. } => {
                if args.iter().any(|a| body.f.operand_ty(*a) == Ty::Ptr && self.has(id, *a)) {
                    return Err(Lost);
                }
            }
            Op::Extract(agg, i) => {
                if self.is_address(self.part(body.f.operand_ty(*agg), *i)) {
                    self.take(id, r);
                }
            }
            Op::ElemAddr { base, .. } => match self.has(id, *base) {
                true => self.take(id, r),
                // An element of something else, by a number that was read.
                false if *base == Operand::Null => return Err(Lost),
                false => {}
            },
            Op::Cast(CastOp::IntToPtr, _) => return Err(Lost),
            Op::Bin(..)
            | Op::FNeg(_)
            | Op::Cast(..)
            | Op::Select(..)
            | Op::FieldAddr { .. }
            | Op::MakeAgg(_) => self.take(id, r),
            // Only what it reads.
            Op::MemMove { dst, .. } if !self.has(id, *dst) && !self.addresses => {}
            Op::Intrinsic(i, _) if i.is_pure() => self.take(id, r),
            Op::Intrinsic(Intrinsic::AtomicLoad, _) => self.take(id, r),
            _ => return Err(Lost),
        }
        Ok(())
    }

    /// The type of a part of a value.
    fn part(&self, ty: Ty, i: u32) -> Ty {
        match ty {
            Ty::Agg(id) => match self.m.agg_def(id) {
                Agg::Struct(fields) => fields[i as usize],
                Agg::Array(elem, _) => *elem,
            },
            ty => ty,
        }
    }

    /// May a value of this type, read from the group or made of what was, be an address, if need be
    /// as a number?
    fn is_address(&self, ty: Ty) -> bool {
        layout::has_pointers(self.m, ty) || self.addresses && layout::size_of(self.m, ty) >= 4
    }

    fn load(&mut self, id: FuncId, body: &Body<'_>, r: Option<ValueId>, ptr: Operand) -> Follow {
        let ty = r.map_or(Ty::I32, |v| body.f.values[v]);
        if self.has(id, ptr) && self.is_address(ty) {
            self.take(id, r);
        }
        if let Some((slot, path)) = slot_path(self.m, body, ptr)
            && self.slots.contains(&(id, slot))
            && self.is_address(ty)
        {
            if !fits(self.m, path, ty) {
                return Err(Lost);
            }
            self.take(id, r);
        }
        Ok(())
    }

    fn copy(&mut self, id: FuncId, body: &Body<'_>, dst: Operand, src: Operand, ty: Ty) -> Follow {
        if self.has(id, dst) {
            return Err(Lost);
        }
        let from_slot =
            slot_path(self.m, body, src).is_some_and(|(s, _)| self.slots.contains(&(id, s)));
        if from_slot || self.has(id, src) && self.is_address(ty) {
            return self.keep(id, body, dst, ty);
        }
        Ok(())
    }

    /// The value is stored: that can be followed in a variable on the stack that is only used as a
    /// whole or by its parts.
    fn keep(&mut self, id: FuncId, body: &Body<'_>, ptr: Operand, ty: Ty) -> Follow {
        let Some((slot, path)) = slot_path(self.m, body, ptr) else { return Err(Lost) };
        if !fits(self.m, path, ty) || !is_private(self.m, body, slot) {
            return Err(Lost);
        }
        self.changed |= self.slots.insert((id, slot));
        Ok(())
    }

    fn call(
        &mut self,
        id: FuncId,
        r: Option<ValueId>,
        callee: &Callee,
        args: &[Operand],
    ) -> Follow {
        let given = args.iter().any(|a| self.has(id, *a));
        let callee = match callee {
            Callee::Func(c) => *c,
            // The results of these functions were lost when they were known.
            Callee::Ptr(code, _) if given || self.has(id, *code) => return Err(Lost),
            Callee::Ptr(..) => return Ok(()),
        };
        if self.results.contains(&callee) {
            self.take(id, r);
        }
        if !given {
            return Ok(());
        }
        let f = &self.m.funcs[callee];
        if f.name == "runtime.memmove" && !self.has(id, args[0]) && !self.addresses {
            return Ok(());
        }
        if f.is_external() {
            return Err(Lost);
        }
        for (param, arg) in f.params.iter().zip(args) {
            if self.has(id, *arg) && self.values.insert((callee, *param)) {
                self.work.push(callee);
                self.changed |= callee == id;
            }
        }
        Ok(())
    }
}

/// The variable on the stack that an address is in, and the type of what is there; no type if it
/// is used as something else than what it is.
fn slot_path(m: &Module, body: &Body<'_>, ptr: Operand) -> Option<(SlotId, Option<Ty>)> {
    match ptr {
        Operand::Slot(s) => Some((s, Some(body.f.slots[s].ty))),
        Operand::Value(v) => {
            let (base, agg, field) = match **body.definitions.get(&v)? {
                Op::FieldAddr { base, agg, field } => (base, Some(agg), Ok(field)),
                Op::ElemAddr { base, elem, .. } => (base, None, Err(elem)),
                _ => return None,
            };
            let step = |ty: Ty| {
                firsts(m, ty).find_map(|ty| {
                    let Ty::Agg(id) = ty else { return None };
                    match (m.agg_def(id), field) {
                        (Agg::Struct(fields), Ok(i)) if agg == Some(id) => Some(fields[i as usize]),
                        (Agg::Array(of, _), Err(elem)) if *of == elem => Some(elem),
                        _ => None,
                    }
                })
            };
            let (slot, ty) = slot_path(m, body, base)?;
            Some((slot, ty.and_then(step)))
        }
        _ => None,
    }
}

/// A type, the type of its first part, of the first part of that, and so on: they have one address.
fn firsts(m: &Module, ty: Ty) -> impl Iterator<Item = Ty> {
    std::iter::successors(Some(ty), |ty| match ty {
        Ty::Agg(id) => match m.agg_def(*id) {
            Agg::Struct(fields) => fields.first().copied(),
            Agg::Array(elem, _) => Some(*elem),
        },
        _ => None,
    })
}

/// Is what is at the place of a variable taken for what it is?
fn fits(m: &Module, path: Option<Ty>, ty: Ty) -> bool {
    path.is_some_and(|path| firsts(m, path).any(|first| first == ty))
}

/// Is a variable on the stack only loaded, stored, copied and zeroed, in its own types?
fn is_private(m: &Module, body: &Body<'_>, slot: SlotId) -> bool {
    let f = body.f;
    let mut inside: FxHashMap<ValueId, Option<Ty>> = FxHashMap::default();
    loop {
        let known = inside.len();
        for inst in f.blocks.iter().flat_map(|b| b.insts.iter()) {
            let (Op::FieldAddr { base, .. } | Op::ElemAddr { base, .. }, Some(r)) =
                (&inst.op, inst.result)
            else {
                continue;
            };
            let from = *base == Operand::Slot(slot)
                || matches!(base, Operand::Value(v) if inside.contains_key(v));
            if from {
                let path = slot_path(m, body, Operand::Value(r)).and_then(|(_, ty)| ty);
                inside.insert(r, path);
            }
        }
        if inside.len() == known {
            break;
        }
    }
    let within = |op: &Operand| match op {
        Operand::Slot(s) if *s == slot => Some(Some(f.slots[slot].ty)),
        Operand::Value(v) => inside.get(v).copied(),
        _ => None,
    };
    let typed = |op: &Operand, ty: Ty| within(op).is_none_or(|path| fits(m, path, ty));
    let insts = f.blocks.iter().flat_map(|b| b.insts.iter()).all(|inst| match &inst.op {
        Op::FieldAddr { .. } | Op::ElemAddr { .. } => true,
        Op::Load { ptr, .. } => inst.result.is_none_or(|r| typed(ptr, f.values[r])),
        Op::Store { ptr, value, ty, .. } => typed(ptr, *ty) && within(value).is_none(),
        Op::Copy { dst, src, ty } => typed(dst, *ty) && typed(src, *ty),
        Op::Zero { dst, ty } => typed(dst, *ty),
        op => {
            let mut other = false;
            op.operands(|op| other |= within(op).is_some());
            !other
        }
    });
    let mut returned = false;
    let terms = f.blocks.iter().filter_map(|b| b.term.as_ref());
    terms.for_each(|t| t.operands(|op| returned |= within(op).is_some()));
    insts && !returned
}
