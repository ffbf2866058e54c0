//! Builds a function block by block: every method appends one instruction to the current block,
//! with the current source location, and returns its result.
//!
//! Takes a function without a body and a module to look types up in; gives the function with its
//! body. Trivial cases (constants, neutral elements, a part of a structure just made) are folded
//! on the spot, so that what the program text decides does not become instructions.
//!
//! A block that is terminated takes no more instructions: whatever is appended then goes to a
//! fresh block that nothing reaches, and a second terminator is dropped. Lowering thus need not
//! ask whether the statement before was a `return`.

use super::entities::*;
use super::fold;
use super::function::*;
use super::module::Module;
use crate::base::source::Pos;
use rustc_hash::{FxHashMap, FxHashSet};

/// A function under construction.
pub struct FuncBuilder {
    pub func: Function,
    current: BlockId,
    loc: Loc,
    /// The blocks that control can get to as far as written.
    reached: FxHashSet<BlockId>,
    /// The parts of structures made by `MakeAgg`, so that taking one out needs no instruction.
    made: FxHashMap<ValueId, Box<[Operand]>>,
}

impl FuncBuilder {
    /// Starts the body of `func`: makes its parameter values and the entry block.
    pub fn new(m: &Module, mut func: Function) -> FuncBuilder {
        func.params = m.sig_def(func.sig).params.iter().map(|t| func.values.push(*t)).collect();
        let current = func.blocks.push(Block::default());
        let loc = Loc { pos: func.pos, scope: 0 };
        let reached = [current].into_iter().collect();
        FuncBuilder { func, current, loc, reached, made: FxHashMap::default() }
    }

    /// The finished function. A block left open ends in `unreachable`.
    pub fn finish(mut self) -> Function {
        for block in self.func.blocks.iter_mut() {
            block.term.get_or_insert(Term::Unreachable);
        }
        self.func
    }

    /// The `i`-th parameter's value.
    pub fn param(&self, i: usize) -> Operand {
        Operand::Value(self.func.params[i])
    }

    /// The type of an operand.
    pub fn ty(&self, op: Operand) -> Ty {
        self.func.operand_ty(op)
    }

    pub fn set_loc(&mut self, loc: Loc) {
        self.loc = loc;
    }

    /// Sets the position and keeps the scope.
    pub fn set_pos(&mut self, pos: Pos) {
        self.loc.pos = pos;
    }

    pub fn loc(&self) -> Loc {
        self.loc
    }

    /// Opens a lexical scope inside the current one, at `pos`; [`pop_scope`](Self::pop_scope)
    /// returns to the outer one.
    pub fn push_scope(&mut self, pos: Pos) -> u32 {
        let scopes = &mut self.func.scopes;
        if scopes.is_empty() {
            scopes.push((0, self.func.pos));
        }
        scopes.push((self.loc.scope, pos));
        self.loc.scope = scopes.len() as u32 - 1;
        self.loc.scope
    }

    pub fn pop_scope(&mut self) {
        if let Some((parent, _)) = self.func.scopes.get(self.loc.scope as usize) {
            self.loc.scope = *parent;
        }
    }

    // Blocks and terminators

    pub fn new_block(&mut self) -> BlockId {
        self.func.blocks.push(Block::default())
    }

    /// The block that instructions are appended to.
    pub fn current(&self) -> BlockId {
        self.current
    }

    pub fn switch_to(&mut self, block: BlockId) {
        self.current = block;
    }

    pub fn is_terminated(&self) -> bool {
        self.func.blocks[self.current].term.is_some()
    }

    /// Can control get to the place that is being written, as far as the function is written?
    pub fn is_live(&self) -> bool {
        !self.is_terminated() && self.is_reached(self.current)
    }

    /// Is there a branch to the block from a place that control can get to?
    pub fn is_reached(&self, block: BlockId) -> bool {
        self.reached.contains(&block)
    }

    /// Says that control gets to a block from a place that is written later.
    pub fn reach(&mut self, block: BlockId) {
        self.reached.insert(block);
    }

    /// Ends the current block; dropped if it has ended already.
    pub fn terminate(&mut self, term: Term) {
        let live = self.is_live();
        let block = &mut self.func.blocks[self.current];
        if block.term.is_none() {
            if live {
                match &term {
                    Term::Br(to) => self.reached.extend([*to]),
                    Term::CondBr { then, els, .. } => self.reached.extend([*then, *els]),
                    Term::Switch { cases, default, .. } => {
                        self.reached.extend(cases.iter().map(|(_, to)| *to).chain([*default]));
                    }
                    Term::Ret(_) | Term::Unreachable => {}
                }
            }
            block.term = Some(term);
            block.term_loc = self.loc;
        }
    }

    pub fn br(&mut self, to: BlockId) {
        self.terminate(Term::Br(to));
    }

    pub fn cond_br(&mut self, cond: Operand, then: BlockId, els: BlockId) {
        self.terminate(match cond {
            Operand::Int(_, v) => Term::Br(if v != 0 { then } else { els }),
            _ if then == els => Term::Br(then),
            _ => Term::CondBr { cond, then, els },
        });
    }

    /// Branches on an integer; the cases differ.
    pub fn switch(&mut self, value: Operand, cases: Vec<(u64, BlockId)>, default: BlockId) {
        let ty = self.ty(value);
        self.terminate(match value {
            Operand::Int(_, v) => {
                Term::Br(cases.iter().find(|(c, _)| *c == v).map_or(default, |(_, b)| *b))
            }
            _ if cases.is_empty() => Term::Br(default),
            _ => Term::Switch { value, ty, cases, default },
        });
    }

    pub fn ret(&mut self, value: Option<Operand>) {
        self.terminate(Term::Ret(value));
    }

    pub fn unreachable(&mut self) {
        self.terminate(Term::Unreachable);
    }

    // Instructions

    /// A new stack slot; its address.
    pub fn slot(&mut self, ty: Ty, debug: Option<DebugVar>) -> Operand {
        Operand::Slot(self.func.slots.push(Slot { ty, debug }))
    }

    /// Appends an instruction without a result.
    pub fn push(&mut self, op: Op) {
        self.append(op, None);
    }

    /// Appends an instruction with a result of type `ty`.
    pub fn push_value(&mut self, op: Op, ty: Ty) -> Operand {
        let result = self.func.values.push(ty);
        self.append(op, Some(result));
        Operand::Value(result)
    }

    fn append(&mut self, op: Op, result: Option<ValueId>) {
        if self.is_terminated() {
            self.current = self.new_block();
        }
        let loc = self.loc;
        self.func.blocks[self.current].insts.push(Inst { op, result, loc });
    }

    /// `a op b`; the result has the type of `a`.
    pub fn bin(&mut self, op: BinOp, a: Operand, b: Operand) -> Operand {
        let ty = self.ty(a);
        match fold::bin(op, ty, a, b) {
            Some(v) => v,
            None => self.push_value(Op::Bin(op, a, b), ty),
        }
    }

    pub fn add(&mut self, a: Operand, b: Operand) -> Operand {
        self.bin(BinOp::Add, a, b)
    }

    pub fn sub(&mut self, a: Operand, b: Operand) -> Operand {
        self.bin(BinOp::Sub, a, b)
    }

    pub fn mul(&mut self, a: Operand, b: Operand) -> Operand {
        self.bin(BinOp::Mul, a, b)
    }

    pub fn and(&mut self, a: Operand, b: Operand) -> Operand {
        self.bin(BinOp::And, a, b)
    }

    pub fn or(&mut self, a: Operand, b: Operand) -> Operand {
        self.bin(BinOp::Or, a, b)
    }

    pub fn xor(&mut self, a: Operand, b: Operand) -> Operand {
        self.bin(BinOp::Xor, a, b)
    }

    /// `-a` of an integer.
    pub fn neg(&mut self, a: Operand) -> Operand {
        let zero = Operand::Int(self.ty(a), 0);
        self.bin(BinOp::Sub, zero, a)
    }

    /// `^a` of an integer; `!a` of a Bool.
    pub fn not(&mut self, a: Operand) -> Operand {
        let ty = self.ty(a);
        self.bin(BinOp::Xor, a, Operand::int(ty, u64::MAX))
    }

    pub fn fneg(&mut self, a: Operand) -> Operand {
        let ty = self.ty(a);
        match a {
            Operand::Float(Ty::F32, bits) => Operand::Float(ty, bits ^ 1 << 31),
            Operand::Float(_, bits) => Operand::Float(ty, bits ^ 1 << 63),
            _ => self.push_value(Op::FNeg(a), ty),
        }
    }

    pub fn cmp(&mut self, op: CmpOp, a: Operand, b: Operand) -> Operand {
        match fold::cmp(op, a, b) {
            Some(v) => Operand::bool(v),
            None => self.push_value(Op::Cmp(op, a, b), Ty::Bool),
        }
    }

    /// Is the pointer nil?
    pub fn is_null(&mut self, ptr: Operand) -> Operand {
        self.cmp(CmpOp::Eq, ptr, Operand::Null)
    }

    pub fn not_null(&mut self, ptr: Operand) -> Operand {
        self.cmp(CmpOp::Ne, ptr, Operand::Null)
    }

    pub fn cast(&mut self, op: CastOp, v: Operand, to: Ty) -> Operand {
        if let Some(v) = fold::cast(op, self.ty(v), v, to) {
            return v;
        }
        if op == CastOp::IntToPtr
            && let Some((base, offset)) = self.pointer_sum(v)
        {
            return self.byte_addr(base, offset);
        }
        self.push_value(Op::Cast(op, v), to)
    }

    /// The pointer and the offset of `uintptr(p) + n` (package unsafe, pattern 3), so that the
    /// result is known to point to what `p` points to.
    fn pointer_sum(&self, sum: Operand) -> Option<(Operand, Operand)> {
        match *self.recent(sum)? {
            Op::Cast(CastOp::PtrToInt, p) => Some((p, Operand::i32(0))),
            Op::Bin(BinOp::Add, a, b) => match (self.recent(a), self.recent(b)) {
                (Some(Op::Cast(CastOp::PtrToInt, p)), _) => Some((*p, b)),
                (_, Some(Op::Cast(CastOp::PtrToInt, p))) => Some((*p, a)),
                _ => None,
            },
            _ => None,
        }
    }

    /// What made the value, if that is one of the block's last instructions.
    fn recent(&self, v: Operand) -> Option<&Op> {
        let Operand::Value(v) = v else { return None };
        let insts = self.func.blocks[self.current].insts.iter();
        insts.rev().take(8).find(|inst| inst.result == Some(v)).map(|inst| &inst.op)
    }

    /// An integer in another width: cut off, or extended by zeros or the sign.
    pub fn int_resize(&mut self, v: Operand, to: Ty, signed: bool) -> Operand {
        let from = self.ty(v);
        match from.bits().cmp(&to.bits()) {
            std::cmp::Ordering::Equal => v,
            std::cmp::Ordering::Greater => self.cast(CastOp::Trunc, v, to),
            std::cmp::Ordering::Less => {
                self.cast(if signed { CastOp::SExt } else { CastOp::ZExt }, v, to)
            }
        }
    }

    /// `cond ? a : b`
    pub fn select(&mut self, cond: Operand, a: Operand, b: Operand) -> Operand {
        match cond {
            Operand::Int(_, v) => {
                if v != 0 {
                    a
                } else {
                    b
                }
            }
            _ if a == b => a,
            _ => {
                let ty = self.ty(a);
                self.push_value(Op::Select(cond, a, b), ty)
            }
        }
    }

    pub fn load(&mut self, ptr: Operand, ty: Ty) -> Operand {
        self.push_value(Op::Load { ptr, volatile: false }, ty)
    }

    pub fn load_volatile(&mut self, ptr: Operand, ty: Ty) -> Operand {
        self.push_value(Op::Load { ptr, volatile: true }, ty)
    }

    pub fn store(&mut self, ptr: Operand, value: Operand) {
        let ty = self.ty(value);
        self.push(Op::Store { ptr, value, ty, volatile: false });
    }

    pub fn store_volatile(&mut self, ptr: Operand, value: Operand) {
        let ty = self.ty(value);
        self.push(Op::Store { ptr, value, ty, volatile: true });
    }

    /// The address of field `field` of the structure `agg` at `base`.
    pub fn field_addr(&mut self, base: Operand, agg: AggId, field: u32) -> Operand {
        if field == 0 {
            return base;
        }
        self.push_value(Op::FieldAddr { base, agg, field }, Ty::Ptr)
    }

    /// The address `base + index * size of elem`; `index` is an I32 taken as signed.
    pub fn elem_addr(&mut self, base: Operand, elem: Ty, index: Operand) -> Operand {
        if index == Operand::i32(0) {
            return base;
        }
        self.push_value(Op::ElemAddr { base, elem, index }, Ty::Ptr)
    }

    /// The address `base + offset` bytes.
    pub fn byte_addr(&mut self, base: Operand, offset: Operand) -> Operand {
        self.elem_addr(base, Ty::I8, offset)
    }

    /// An aggregate (of type `ty`) of its parts.
    pub fn make_agg(&mut self, ty: Ty, parts: Vec<Operand>) -> Operand {
        if parts.iter().all(|p| p.is_zero()) {
            return Operand::zero(ty);
        }
        if let Some(whole) = self.same_whole(ty, &parts) {
            return whole;
        }
        let copy: Box<[Operand]> = parts.as_slice().into();
        let v = self.push_value(Op::MakeAgg(parts), ty);
        if let Operand::Value(id) = v {
            self.made.insert(id, copy);
        }
        v
    }

    /// The value that `parts` were taken out of, in order, if they were.
    fn same_whole(&self, ty: Ty, parts: &[Operand]) -> Option<Operand> {
        let insts = &self.func.blocks[self.current].insts;
        let tail = insts.get(insts.len().checked_sub(parts.len())?..)?;
        let Op::Extract(whole, 0) = tail.first()?.op else { return None };
        let same = tail.iter().zip(parts).enumerate().all(|(i, (inst, part))| {
            inst.op == Op::Extract(whole, i as u32)
                && inst.result.map(Operand::Value) == Some(*part)
        });
        (same && self.ty(whole) == ty).then_some(whole)
    }

    /// Part `i` of an aggregate.
    pub fn extract(&mut self, m: &Module, agg: Operand, i: u32) -> Operand {
        let part = m.part_ty(self.ty(agg), i);
        match agg {
            Operand::Zero(_) => return Operand::zero(part),
            Operand::Undef(_) => return Operand::Undef(part),
            Operand::Value(v) => {
                if let Some(parts) = self.made.get(&v) {
                    return parts[i as usize];
                }
            }
            _ => {}
        }
        self.push_value(Op::Extract(agg, i), part)
    }

    pub fn copy(&mut self, dst: Operand, src: Operand, ty: Ty) {
        if dst != src {
            self.push(Op::Copy { dst, src, ty });
        }
    }

    /// Zeroes the `ty` at `dst`.
    pub fn zero(&mut self, dst: Operand, ty: Ty) {
        match ty {
            Ty::Agg(_) => self.push(Op::Zero { dst, ty }),
            _ => self.store(dst, Operand::zero(ty)),
        }
    }

    /// `pointers`: there may be some in what is overwritten.
    pub fn mem_move(&mut self, dst: Operand, src: Operand, len: Operand, pointers: bool) {
        self.push(Op::MemMove { dst, src, len, pointers });
    }

    /// `pointers`: as for [`FunctionBuilder::mem_move`].
    pub fn mem_zero(&mut self, dst: Operand, len: Operand, pointers: bool) {
        self.push(Op::MemZero { dst, len, pointers });
    }

    /// A new zeroed object; its address.
    pub fn new_object(&mut self, ty: Ty, pointer_free: bool, why: &'static str) -> Operand {
        self.push_value(Op::New { ty, pointer_free, why }, Ty::Ptr)
    }

    /// Calls a function of the module; `None` if it returns nothing.
    pub fn call(&mut self, m: &Module, f: FuncId, args: Vec<Operand>) -> Option<Operand> {
        let result = m.sig_def(m.funcs[f].sig).result;
        self.call_to(Callee::Func(f), args, result)
    }

    /// Calls through a code address.
    pub fn call_ptr(
        &mut self,
        m: &Module,
        code: Operand,
        sig: SigId,
        args: Vec<Operand>,
    ) -> Option<Operand> {
        let result = m.sig_def(sig).result;
        match code {
            Operand::Func(f) if m.funcs[f].sig == sig => {
                self.call_to(Callee::Func(f), args, result)
            }
            _ => self.call_to(Callee::Ptr(code, sig), args, result),
        }
    }

    fn call_to(&mut self, callee: Callee, args: Vec<Operand>, ty: Option<Ty>) -> Option<Operand> {
        let op = Op::Call { callee, args };
        match ty {
            Some(ty) => Some(self.push_value(op, ty)),
            None => {
                self.push(op);
                None
            }
        }
    }

    /// Goes on if `cond` is true, otherwise panics as `kind` says.
    pub fn check(&mut self, cond: Operand, kind: CheckKind, args: Vec<Operand>) {
        if cond != Operand::bool(true) {
            self.push(Op::Check { cond, kind, args });
        }
    }

    /// Panics if `ptr` is nil; nothing for addresses that cannot be.
    pub fn check_nil(&mut self, ptr: Operand) {
        if !matches!(ptr, Operand::Slot(_) | Operand::Global(_) | Operand::Func(_)) {
            let cond = self.not_null(ptr);
            self.check(cond, CheckKind::Nil, Vec::new());
        }
    }

    /// Inline assembly in LLVM's syntax.
    pub fn asm(
        &mut self,
        template: String,
        constraints: String,
        args: Vec<Operand>,
        result: Option<Ty>,
    ) -> Option<Operand> {
        let op = Op::Asm { template, constraints, args };
        match result {
            Some(ty) => Some(self.push_value(op, ty)),
            None => {
                self.push(op);
                None
            }
        }
    }

    /// An intrinsic that gives a value.
    pub fn intrinsic(&mut self, i: Intrinsic, args: Vec<Operand>, result: Ty) -> Operand {
        self.push_value(Op::Intrinsic(i, args), result)
    }

    /// An intrinsic without a result (`AtomicStore`, `Fence`, `Trap`).
    pub fn intrinsic_void(&mut self, i: Intrinsic, args: Vec<Operand>) {
        self.push(Op::Intrinsic(i, args));
    }
}

#[cfg(test)]
mod tests;
