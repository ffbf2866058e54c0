//! Slice expressions and the builtins on slices (spec: Slice expressions, Appending to and copying
//! slices, Making slices).

use super::lvalue::IndexValue;
use super::{FuncLower, Kind, Val};
use crate::base::source::Pos;
use crate::ir::entities::*;
use crate::ir::function::{CheckKind, CmpOp};
use crate::ir::layout;
use crate::syntax::ast::ExprId;
use crate::types::repr::*;

/// `make` with a constant capacity of at most this many bytes is an object of fixed size, which
/// escape analysis can put on the stack.
const MAX_FIXED: u64 = 1 << 16;

/// An index of a slice expression.
#[derive(Clone, Copy)]
struct Bound {
    index: IndexValue,
    pos: Pos,
}

/// What is sliced.
struct Sliced {
    ptr: Operand,
    len: Operand,
    cap: Operand,
    elem: Ty,
    /// It is a slice, so that the limit is called its capacity.
    is_slice: bool,
    is_string: bool,
}

impl FuncLower<'_, '_, '_> {
    pub(super) fn slice_expr(
        &mut self,
        x: ExprId,
        bounds: [Option<ExprId>; 3],
        t: TypeId,
    ) -> Operand {
        let base = self.sliced(x);
        let [lo, hi, max] = bounds.map(|e| e.map(|e| self.bound(x, e)));
        if let Some(max) = max {
            let kind = if base.is_slice { CheckKind::Slice3Max } else { CheckKind::Slice3Len };
            self.bound_check(max, base.cap, kind);
        }
        let limit = max.map_or(base.cap, |m| m.index.value);
        if let Some(hi) = hi {
            let kind = match (max.is_some(), base.is_slice) {
                (true, _) => CheckKind::Slice3High,
                (_, true) => CheckKind::SliceCap,
                (_, false) => CheckKind::SliceLen,
            };
            self.bound_check(hi, limit, kind);
        }
        let end = hi.map_or(base.len, |h| h.index.value);
        if let Some(lo) = lo {
            let kind = if max.is_some() { CheckKind::Slice3Low } else { CheckKind::SliceOrder };
            self.bound_check(lo, end, kind);
        }
        let start = lo.map_or(Operand::i32(0), |l| l.index.value);
        let len = self.b.sub(end, start);
        let ty = self.ty(t);
        if base.is_string {
            let ptr = self.moved(&base, start, len);
            return self.make(ty, &[ptr, len]);
        }
        let cap = self.b.sub(limit, start);
        let ptr = self.moved(&base, start, cap);
        self.make(ty, &[ptr, len, cap])
    }

    /// The address of element `start`, but the old address if `room` is 0: the new one might be
    /// that of another object, which must not be kept alive.
    fn moved(&mut self, base: &Sliced, start: Operand, room: Operand) -> Operand {
        if start.is_zero() {
            return base.ptr;
        }
        let zero = Operand::i32(0);
        let none = self.b.cmp(CmpOp::Eq, room, zero);
        let start = self.b.select(none, zero, start);
        self.b.elem_addr(base.ptr, base.elem, start)
    }

    fn sliced(&mut self, x: ExprId) -> Sliced {
        let t = self.type_of(x);
        match self.kind(t) {
            Kind::Slice(elem) => {
                let s = self.expr(x);
                let (ptr, len, cap) = (self.extract(s, 0), self.extract(s, 1), self.extract(s, 2));
                let elem = self.ty(elem);
                Sliced { ptr, len, cap, elem, is_slice: true, is_string: false }
            }
            Kind::Basic(_) => {
                let s = self.expr(x);
                let (ptr, len) = (self.extract(s, 0), self.extract(s, 1));
                Sliced { ptr, len, cap: len, elem: Ty::I8, is_slice: false, is_string: true }
            }
            Kind::Array(elem, n) => {
                let ptr = self.address_of(x);
                self.sliced_array(ptr, elem, n)
            }
            Kind::Pointer(array) => {
                let Kind::Array(elem, n) = self.kind(array) else {
                    unreachable!("slicing of a pointer to something else than an array")
                };
                let ptr = self.expr(x);
                self.nil_check(ptr);
                self.sliced_array(ptr, elem, n)
            }
            other => unreachable!("slicing of {other:?}"),
        }
    }

    fn sliced_array(&mut self, ptr: Operand, elem: TypeId, n: i64) -> Sliced {
        let n = Operand::i32(n as i32);
        let elem = self.ty(elem);
        Sliced { ptr, len: n, cap: n, elem, is_slice: false, is_string: false }
    }

    fn bound(&mut self, x: ExprId, e: ExprId) -> Bound {
        Bound { index: self.index_value(e), pos: self.bracket(x) }
    }

    /// Checks that `0 <= b <= limit`.
    fn bound_check(&mut self, b: Bound, limit: Operand, kind: CheckKind) {
        let pos = self.b.loc().pos;
        self.at(b.pos);
        let cond = self.within(b.index, CmpOp::Ule, limit);
        let (kind, args) = self.shown(b.index, kind, limit);
        self.check(cond, kind, &args);
        self.at(pos);
    }

    // Builtins

    pub(super) fn slice_elem(&self, t: TypeId) -> TypeId {
        match self.kind(t) {
            Kind::Slice(elem) => elem,
            other => unreachable!("{other:?} is no slice"),
        }
    }

    fn size_operand(&mut self, t: TypeId) -> Operand {
        Operand::i32(self.size_of(t) as i32)
    }

    /// `n` elements of type `elem` in bytes.
    fn bytes(&mut self, n: Operand, elem: TypeId) -> Operand {
        let size = self.size_operand(elem);
        self.b.mul(n, size)
    }

    /// `append(s, elems...)`, the last one a slice or string if `spread`.
    pub(super) fn append(&mut self, args: &[ExprId], spread: bool, t: TypeId) -> Operand {
        let elem = self.slice_elem(t);
        let late = self.late_list(args)[0];
        let first = if late { None } else { Some(self.expr_as(args[0], t)) };
        let rest = &args[1..];
        if spread {
            let from = self.type_of(rest[0]);
            let more = match self.kind(from) {
                Kind::Basic(Basic::UntypedNil) => Operand::zero(self.ty(t)),
                _ => self.expr(rest[0]),
            };
            let s = self.first_of_append(first, args[0], t);
            return self.append_slice(s, more, elem, t);
        }
        let types = vec![elem; rest.len()];
        let vals = self.values_as(rest, &types);
        let s = self.first_of_append(first, args[0], t);
        self.append_values(s, &vals, elem, t)
    }

    /// A slice with more elements behind it.
    pub(super) fn append_values(
        &mut self,
        s: Operand,
        vals: &[Val],
        elem: TypeId,
        t: TypeId,
    ) -> Operand {
        if vals.is_empty() {
            return s;
        }
        let n = Operand::i32(vals.len() as i32);
        let (grown, len) = self.grow(s, n, elem, t);
        let ptr = self.extract(grown, 0);
        let ty = self.ty(elem);
        for (i, v) in vals.iter().enumerate() {
            let at = self.b.add(len, Operand::i32(i as i32));
            let addr = self.b.elem_addr(ptr, ty, at);
            self.store_val(addr, *v, elem);
        }
        grown
    }

    fn first_of_append(&mut self, first: Option<Operand>, e: ExprId, t: TypeId) -> Operand {
        match first {
            Some(s) => s,
            None => self.expr_as(e, t),
        }
    }

    fn append_slice(&mut self, s: Operand, more: Operand, elem: TypeId, t: TypeId) -> Operand {
        let (src, n) = (self.extract(more, 0), self.extract(more, 1));
        let (grown, len) = self.grow(s, n, elem, t);
        let ptr = self.extract(grown, 0);
        let ty = self.ty(elem);
        let addr = self.b.elem_addr(ptr, ty, len);
        let bytes = self.bytes(n, elem);
        let pointers = self.holds_pointers(elem);
        self.b.mem_move(addr, src, bytes, pointers);
        grown
    }

    /// A slice with room for `n` more elements, which are counted in its length; and the old
    /// length.
    fn grow(&mut self, s: Operand, n: Operand, elem: TypeId, t: TypeId) -> (Operand, Operand) {
        let ty = self.ty(t);
        let (ptr, len, cap) = (self.extract(s, 0), self.extract(s, 1), self.extract(s, 2));
        let new_len = self.b.add(len, n);
        let result = self.temp(ty);
        let same = self.make(ty, &[ptr, new_len, cap]);
        self.b.store(result, same);
        let more = self.b.new_block();
        let done = self.b.new_block();
        let full = self.b.cmp(CmpOp::Ugt, new_len, cap);
        self.b.cond_br(full, more, done);
        self.b.switch_to(more);
        let size = self.size_operand(elem);
        let elem_ty = self.ty(elem);
        let layout = self.layout(elem_ty);
        let grown = self.rt_value("growslice", &[ptr, new_len, cap, len, size, layout]);
        self.b.store(result, grown);
        self.b.br(done);
        self.b.switch_to(done);
        (self.b.load(result, ty), len)
    }

    /// `copy(dst, src)`
    pub(super) fn copy(&mut self, dst: Operand, src: Operand, elem: TypeId) -> Operand {
        let (to, have) = (self.extract(dst, 0), self.extract(dst, 1));
        let (from, want) = (self.extract(src, 0), self.extract(src, 1));
        let less = self.b.cmp(CmpOp::Slt, have, want);
        let n = self.b.select(less, have, want);
        let bytes = self.bytes(n, elem);
        let pointers = self.holds_pointers(elem);
        self.b.mem_move(to, from, bytes, pointers);
        n
    }

    fn holds_pointers(&mut self, elem: TypeId) -> bool {
        let ty = self.ty(elem);
        layout::has_pointers(&self.l.m, ty)
    }

    /// `clear(s)` of a slice
    pub(super) fn clear_slice(&mut self, s: Operand, elem: TypeId) {
        let (ptr, len) = (self.extract(s, 0), self.extract(s, 1));
        let bytes = self.bytes(len, elem);
        let pointers = self.holds_pointers(elem);
        self.b.mem_zero(ptr, bytes, pointers);
    }

    /// `make([]T, len, cap)`
    pub(super) fn make_slice(&mut self, t: TypeId, len: ExprId, cap: Option<ExprId>) -> Operand {
        let elem = self.slice_elem(t);
        let ty = self.ty(t);
        let elem_ty = self.ty(elem);
        if let Some((n, m)) = self.fixed_make(len, cap)
            && n <= m
            && m * self.size_of(elem) as u64 <= MAX_FIXED
        {
            let agg = self.l.m.agg(Agg::Array(elem_ty, m));
            let ptr = self.new_object(Ty::Agg(agg), "make of a slice");
            return self.make(ty, &[ptr, Operand::i32(n as i32), Operand::i32(m as i32)]);
        }
        let len = self.make_len(len);
        let cap = cap.map_or(len, |cap| self.make_len(cap));
        let size = self.size_operand(elem);
        let layout = self.layout(elem_ty);
        let ptr = self.rt_value("makeslice", &[size, len, cap, layout]);
        self.make(ty, &[ptr, len, cap])
    }

    fn fixed_make(&self, len: ExprId, cap: Option<ExprId>) -> Option<(u64, u64)> {
        let number = |e: ExprId| self.constant(e)?.as_i64().and_then(|v| u64::try_from(v).ok());
        let n = number(len)?;
        Some((n, cap.map_or(Some(n), number)?))
    }

    /// A length for `make`; what does not fit into an int becomes -1, which is out of range, too.
    pub(super) fn make_len(&mut self, e: ExprId) -> Operand {
        let index = self.index_value(e);
        self.len_of_index(index)
    }

    /// As [`make_len`](Self::make_len) of an index value.
    pub(super) fn len_of_index(&mut self, n: IndexValue) -> Operand {
        let Some(wide) = n.wide else { return n.value };
        let max = Operand::int(Ty::I64, i32::MAX as u64);
        let fits = self.b.cmp(CmpOp::Ule, wide, max);
        self.b.select(fits, n.value, Operand::i32(-1))
    }

    /// A slice of the elements `vals`, in an array of its own.
    pub(super) fn slice_of(&mut self, vals: &[Val], elem: TypeId, why: &'static str) -> Operand {
        let ty = self.l.slice_ty();
        if vals.is_empty() {
            return Operand::zero(ty);
        }
        let n = vals.len();
        let elem_ty = self.ty(elem);
        let agg = self.l.m.agg(Agg::Array(elem_ty, n as u64));
        let ptr = self.new_object(Ty::Agg(agg), why);
        for (i, v) in vals.iter().enumerate() {
            if matches!(v, Val::Op(op) if op.is_zero()) {
                continue;
            }
            let addr = self.b.elem_addr(ptr, elem_ty, Operand::i32(i as i32));
            self.store_val(addr, *v, elem);
        }
        let n = Operand::i32(n as i32);
        self.make(ty, &[ptr, n, n])
    }
}
