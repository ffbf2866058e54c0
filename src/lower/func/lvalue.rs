//! Places: what can be assigned to or have its address taken.
//!
//! Finding a place evaluates the operands of index expressions and pointer indirections; the
//! checks that they are in range and not nil come when the place is used, since an assignment
//! makes them in its second phase (spec: Assignment statements).

use super::analyze::VarKey;
use super::{FuncLower, Kind, Val};
use crate::base::source::Pos;
use crate::check::program::Mode;
use crate::ir::entities::*;
use crate::ir::function::{CheckKind, CmpOp};
use crate::syntax::ast::*;
use crate::types::repr::*;

/// A check that is still to be made.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub cond: Operand,
    pub kind: CheckKind,
    pub args: Vec<Operand>,
    /// What the report names.
    pub pos: Pos,
}

/// An index, a slice bound, a length.
#[derive(Clone, Copy, Debug)]
pub(super) struct IndexValue {
    /// As I32.
    pub value: Operand,
    /// Before it was cut to that, if its type has 64 bits.
    pub wide: Option<Operand>,
    /// Its type is unsigned and has numbers that no int32 is.
    pub unsigned: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Place {
    Blank,
    /// Memory, valid if the checks succeed.
    Mem {
        addr: Operand,
        checks: Vec<Pending>,
    },
    /// `m[k]`, with the address of the key.
    Map {
        ty: TypeId,
        map: Operand,
        key: Operand,
    },
}

impl Place {
    fn at(addr: Operand) -> Place {
        Place::Mem { addr, checks: Vec::new() }
    }
}

impl FuncLower<'_, '_, '_> {
    /// The place that an addressable expression or a map element denotes.
    pub(super) fn place(&mut self, e: ExprId) -> Place {
        let ast = self.src.ast;
        match ast.kind(e) {
            ExprKind::Paren(x) => self.place(*x),
            ExprKind::Ident(_) => {
                let addr = self.ident_addr(e);
                Place::at(addr)
            }
            ExprKind::Selector { x, .. } => self.selector_place(e, *x),
            ExprKind::Index { x, indices } => self.index_place(*x, indices[0]),
            ExprKind::Star(x) => {
                let ptr = self.expr(*x);
                let checks = self.pending_nil(ptr, self.span(e).lo);
                Place::Mem { addr: ptr, checks }
            }
            _ => {
                let t = self.type_of(e);
                let v = self.val(e);
                let addr = self.addr_of_val(v, t);
                Place::at(addr)
            }
        }
    }

    /// The address of a variable, local or global.
    fn ident_addr(&mut self, e: ExprId) -> Operand {
        let obj = self.object(e).expect("an addressable identifier denotes a variable");
        match self.l.c.prog.ents.objects[obj].kind {
            ObjectKind::Var(VarKind::Global) => Operand::Global(self.l.global(obj)),
            _ => self.var_addr(VarKey::Obj(obj)),
        }
    }

    fn pending_nil(&mut self, ptr: Operand, pos: Pos) -> Vec<Pending> {
        if matches!(ptr, Operand::Slot(_) | Operand::Global(_)) {
            return Vec::new();
        }
        let cond = self.b.not_null(ptr);
        vec![Pending { cond, kind: CheckKind::Nil, args: Vec::new(), pos }]
    }

    fn selector_place(&mut self, e: ExprId, x: ExprId) -> Place {
        if !std::mem::take(&mut self.only_read)
            && let Some((t, field)) = self.bool_field(e)
        {
            self.l.field_set(t, field);
        }
        let Some(sel) = self.selection(e) else {
            // A qualified identifier.
            let addr = self.ident_addr(e);
            return Place::at(addr);
        };
        let t = self.type_of(x);
        let base = match self.kind(t) {
            Kind::Pointer(_) => Val::Op(self.expr(x)),
            _ => match self.place(x) {
                Place::Mem { addr, checks } => {
                    return self.walk_place(addr, checks, t, &sel.path).0;
                }
                other => {
                    // A field of a map's element can be read, though not assigned to.
                    let v = self.read_place(other, t);
                    let addr = self.addr_of_val(v, t);
                    Val::Mem(addr)
                }
            },
        };
        match base {
            Val::Op(ptr) => {
                let checks = self.pending_nil(ptr, self.span(e).hi);
                let elem = self.pointee(t);
                self.walk_place(ptr, checks, elem, &sel.path).0
            }
            Val::Mem(addr) => self.walk_place(addr, Vec::new(), t, &sel.path).0,
        }
    }

    /// From a struct of type `t` along a path of field indices, through embedded pointers. Gives
    /// the place and its type.
    pub(super) fn walk_place(
        &mut self,
        addr: Operand,
        checks: Vec<Pending>,
        t: TypeId,
        path: &[u32],
    ) -> (Place, TypeId) {
        let (mut addr, mut checks, mut t) = (addr, checks, t);
        for &i in path {
            if let Kind::Pointer(elem) = self.kind(t) {
                self.flush(&checks);
                addr = self.b.load(addr, Ty::Ptr);
                checks = self.pending_nil(addr, self.b.loc().pos);
                t = elem;
            }
            addr = self.field_addr(addr, t, i);
            t = self.fields(t)[i as usize].ty;
            t = self.subst(t);
        }
        (Place::Mem { addr, checks }, t)
    }

    fn index_place(&mut self, x: ExprId, index: ExprId) -> Place {
        let t = self.type_of(x);
        match self.kind(t) {
            Kind::Map(key, _) => {
                let map = self.expr(x);
                let key = self.map_key(index, key);
                Place::Map { ty: t, map, key }
            }
            Kind::Slice(elem) => {
                let s = self.expr(x);
                let (ptr, len) = (self.extract(s, 0), self.extract(s, 1));
                self.element(ptr, Vec::new(), elem, (x, index), len)
            }
            Kind::Array(elem, n) => {
                let (base, checks) = match self.place(x) {
                    Place::Mem { addr, checks } => (addr, checks),
                    other => {
                        let v = self.read_place(other, t);
                        (self.addr_of_val(v, t), Vec::new())
                    }
                };
                self.element(base, checks, elem, (x, index), Operand::i32(n as i32))
            }
            Kind::Pointer(array) => {
                let Kind::Array(elem, n) = self.kind(array) else {
                    unreachable!("index of a pointer to something else than an array")
                };
                let ptr = self.expr(x);
                let checks = self.pending_nil(ptr, self.bracket(x));
                self.element(ptr, checks, elem, (x, index), Operand::i32(n as i32))
            }
            other => unreachable!("index of {other:?}"),
        }
    }

    fn element(
        &mut self,
        base: Operand,
        mut checks: Vec<Pending>,
        elem: TypeId,
        (x, index): (ExprId, ExprId),
        len: Operand,
    ) -> Place {
        let (i, check) = self.index_check(x, index, len);
        checks.push(check);
        let ty = self.ty(elem);
        let addr = self.b.elem_addr(base, ty, i);
        Place::Mem { addr, checks }
    }

    /// The bracket behind an operand, where Go says that an index is out of range.
    pub(super) fn bracket(&self, x: ExprId) -> Pos {
        let hi = self.span(x).hi;
        let file = self.l.c.prog.sources.file(self.src.file);
        let rest = file.text.get(file.offset(hi)..).unwrap_or_default();
        // Usually it follows directly; comments can stand between.
        let mut at = 0;
        while !rest[at..].starts_with('[') {
            let text = &rest[at..];
            let comment = text.strip_prefix("/*").and_then(|t| t.find("*/"));
            match (comment, text.starts_with([' ', '\t'])) {
                (Some(n), _) => at += n + 4,
                (None, true) => at += 1,
                (None, false) => return hi,
            }
        }
        Pos(hi.0 + at as u32)
    }

    /// Evaluates the index of `x`: its value as I32, and the check that it is below `len`.
    pub(super) fn index_check(
        &mut self,
        x: ExprId,
        index: ExprId,
        len: Operand,
    ) -> (Operand, Pending) {
        let i = self.index_value(index);
        let cond = self.within(i, CmpOp::Ult, len);
        let (kind, args) = self.shown(i, CheckKind::Index, len);
        (i.value, Pending { cond, kind, args, pos: self.bracket(x) })
    }

    /// Compares an index with a length or another index, which is not negative.
    pub(super) fn within(&mut self, i: IndexValue, op: CmpOp, limit: Operand) -> Operand {
        match i.wide {
            None => self.b.cmp(op, i.value, limit),
            Some(wide) => {
                let limit = self.b.int_resize(limit, Ty::I64, false);
                self.b.cmp(op, wide, limit)
            }
        }
    }

    /// The check to make of an index, and its arguments.
    pub(super) fn shown(
        &mut self,
        i: IndexValue,
        kind: CheckKind,
        limit: Operand,
    ) -> (CheckKind, Vec<Operand>) {
        let wide = match i.wide {
            None if !i.unsigned => return (kind, vec![i.value, limit]),
            None => self.b.int_resize(i.value, Ty::I64, false),
            Some(wide) => wide,
        };
        let number = kind.bounds().expect("a check of bounds");
        let what = Operand::i32(number | if i.unsigned { 0 } else { 8 });
        (CheckKind::Bounds, vec![wide, limit, what])
    }

    /// The value of an index or a length.
    pub(super) fn index_value(&mut self, e: ExprId) -> IndexValue {
        if let Some(v) = self.constant(e).and_then(|v| v.as_i64()) {
            let value = Operand::int(Ty::I32, v as u64);
            return IndexValue { value, wide: None, unsigned: false };
        }
        let t = self.type_of(e);
        let v = self.expr(e);
        self.index_operand(v, t)
    }

    /// As [`index_value`](Self::index_value) of a value of type `t`.
    pub(super) fn index_operand(&mut self, v: Operand, t: TypeId) -> IndexValue {
        let signed = self.basic(t).is_none_or(super::is_signed);
        let ty = self.b.ty(v);
        let value = self.b.int_resize(v, Ty::I32, signed);
        let wide = (ty == Ty::I64).then_some(v);
        IndexValue { value, wide, unsigned: !signed && matches!(ty, Ty::I32 | Ty::I64) }
    }

    /// Makes checks that were put off.
    pub(super) fn flush(&mut self, checks: &[Pending]) {
        let pos = self.b.loc().pos;
        for c in checks {
            self.at(c.pos);
            self.check(c.cond, c.kind, &c.args);
        }
        self.at(pos);
    }

    /// The address of a place; for a map element that of the (inserted) element.
    pub(super) fn place_addr(&mut self, place: Place, t: TypeId) -> Operand {
        match place {
            Place::Mem { addr, checks } => {
                self.flush(&checks);
                addr
            }
            Place::Map { ty, map, key } => self.map_assign(ty, map, key),
            Place::Blank => {
                let ty = self.ty(t);
                self.temp(ty)
            }
        }
    }

    /// The value at a place.
    pub(super) fn read_place(&mut self, place: Place, t: TypeId) -> Val {
        match place {
            Place::Map { ty, map, key } => self.map_read(ty, map, key).0,
            other => {
                let addr = self.place_addr(other, t);
                self.load_val(addr, t)
            }
        }
    }

    pub(super) fn store_place(&mut self, place: Place, v: Val, t: TypeId) {
        if matches!(place, Place::Blank) {
            return;
        }
        let addr = self.place_addr(place, t);
        self.store_val(addr, v, t);
    }

    /// The address of `e`, an addressable expression or composite literal, for `&e`.
    pub(super) fn address_of(&mut self, e: ExprId) -> Operand {
        let inner = self.src.ast.unparen(e);
        if matches!(self.src.ast.kind(inner), ExprKind::CompositeLit(_)) {
            let t = self.type_of(inner);
            let ty = self.ty(t);
            let addr = self.new_object(ty, "address of a composite literal");
            self.into(addr, true, inner, t);
            return addr;
        }
        let t = self.type_of(inner);
        let place = self.place(inner);
        self.place_addr(place, t)
    }

    /// Can the expression's address be taken, so that reading a part reads only that part?
    pub(super) fn is_addressable(&self, e: ExprId) -> bool {
        self.mode(e) == Mode::Variable
    }
}
