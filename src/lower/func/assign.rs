//! Assignments and definitions (spec: Assignment statements, Short variable declarations).

use super::lvalue::Place;
use super::{FuncLower, Val};
use crate::check::program::{Initializer, Mode};
use crate::ir::entities::*;
use crate::syntax::ast::*;
use crate::types::repr::*;
use crate::types::table::TypeTable;

impl<'x> FuncLower<'x, '_, '_> {
    pub(super) fn assign(&mut self, lhs: &[ExprId], rhs: &[ExprId]) {
        match (lhs.len(), rhs.len()) {
            (1, 1) => self.assign_one(lhs[0], rhs[0]),
            (n, m) if n == m => self.assign_parallel(lhs, rhs),
            _ => self.assign_tuple(lhs, rhs[0]),
        }
    }

    fn assign_one(&mut self, x: ExprId, e: ExprId) {
        if self.is_blank(x) {
            return self.discard_as_default(e);
        }
        let t = self.type_of(x);
        let reset = self.constant(e).and_then(|v| v.as_bool()) == Some(false);
        // A variable read on the left is read after the calls on the right, as gc does it where
        // the specification leaves the order open.
        if self.has_call(e) && !self.has_call(x) {
            let v = self.owned_as(e, t);
            let place = self.place(x);
            return self.store_place(place, v, t);
        }
        self.only_read = reset && matches!(self.src.ast.kind(x), ExprKind::Selector { .. });
        let place = self.place(x);
        self.only_read = false;
        if !self.is_direct(t) && self.is_constant_literal(e) {
            let addr = self.place_addr(place, t);
            return self.into(addr, false, e, t);
        }
        let v = self.assigned_value(e, t);
        self.store_place(place, v, t);
    }

    /// What is assigned. Memory is handed over as it is: the copy comes at once.
    fn assigned_value(&mut self, e: ExprId, t: TypeId) -> Val {
        self.val_as(e, t)
    }

    /// `_ = e`
    fn discard_as_default(&mut self, e: ExprId) {
        if matches!(self.mode(e), Mode::Constant(_) | Mode::Nil) {
            return;
        }
        self.discard(e);
    }

    fn assign_parallel(&mut self, lhs: &[ExprId], rhs: &[ExprId]) {
        let mut places = Vec::with_capacity(lhs.len());
        let mut types = Vec::with_capacity(lhs.len());
        for (&x, &e) in lhs.iter().zip(rhs) {
            if self.is_blank(x) {
                places.push(Place::Blank);
                types.push(self.default_type_of(e));
            } else {
                places.push(self.place(x));
                types.push(self.type_of(x));
            }
        }
        let vals = self.values_as(rhs, &types);
        for ((place, v), t) in places.into_iter().zip(vals).zip(types) {
            self.store_place(place, v, t);
        }
    }

    /// The type of an expression whose value is thrown away.
    fn default_type_of(&mut self, e: ExprId) -> TypeId {
        let t = self.type_of(e);
        if t == TypeTable::NIL { TypeTable::UNSAFE_POINTER } else { t }
    }

    fn assign_tuple(&mut self, lhs: &[ExprId], e: ExprId) {
        let late = !lhs.iter().any(|x| self.has_call(*x));
        let mut places = Vec::new();
        if !late {
            places = lhs.iter().map(|x| self.place_or_blank(*x)).collect();
        }
        let vals = self.multi_value(e);
        if late {
            return self.assign_vals(lhs, vals);
        }
        self.store_places(places, lhs, vals);
    }

    /// Assigns values that are at hand.
    pub(super) fn assign_vals(&mut self, lhs: &[ExprId], vals: Vec<(Val, TypeId)>) {
        let places = lhs.iter().map(|x| self.place_or_blank(*x)).collect();
        self.store_places(places, lhs, vals);
    }

    fn store_places(&mut self, places: Vec<Place>, lhs: &[ExprId], vals: Vec<(Val, TypeId)>) {
        for ((place, (v, from)), &x) in places.into_iter().zip(vals).zip(lhs) {
            if !matches!(place, Place::Blank) {
                let t = self.type_of(x);
                let v = self.convert_val(v, from, t);
                self.store_place(place, v, t);
            }
        }
    }

    fn place_or_blank(&mut self, x: ExprId) -> Place {
        if self.is_blank(x) { Place::Blank } else { self.place(x) }
    }

    /// `x op= y`
    pub(super) fn op_assign(&mut self, x: ExprId, op: BinOp, y: ExprId) {
        let t = self.type_of(x);
        let early = self.has_call(x) || !self.has_call(y);
        let (place, right) = if early {
            let place = self.place(x);
            (place, self.right_operand(op, y, t))
        } else {
            let right = self.right_operand(op, y, t);
            (self.place(x), right)
        };
        let may_panic = matches!(op, BinOp::Div | BinOp::Rem) || op.is_shift();
        let (addr, left) = if may_panic && matches!(place, Place::Map { .. }) {
            // An operation that panics inserts nothing.
            let left = self.read_place(place.clone(), t);
            (None, self.op(left, t))
        } else {
            let addr = self.place_addr(place.clone(), t);
            let ty = self.ty(t);
            (Some(addr), self.b.load(addr, ty))
        };
        let pos = self.span(x).lo;
        self.at(pos);
        let v = self.arith(op, left, right, t, y);
        let addr = addr.unwrap_or_else(|| self.place_addr(place, t));
        self.b.store(addr, v);
    }

    /// The right operand of `x op= y` where x has type `t`; a shift count has a type of its own.
    fn right_operand(&mut self, op: BinOp, y: ExprId, t: TypeId) -> Operand {
        if op.is_shift() { self.expr(y) } else { self.expr_as(y, t) }
    }

    pub(super) fn inc_dec(&mut self, x: ExprId, inc: bool) {
        let t = self.type_of(x);
        let place = self.place(x);
        let addr = self.place_addr(place, t);
        let ty = self.ty(t);
        let v = self.b.load(addr, ty);
        let one = self.one(t);
        let op = if inc { BinOp::Add } else { BinOp::Sub };
        let v = self.arith_basic(op, v, one, t);
        self.b.store(addr, v);
    }

    // Definitions

    /// Does this identifier on the left of `:=` declare a variable (rather than reuse one)?
    fn declares(&self, x: ExprId) -> bool {
        let obj = self.object(x);
        obj.is_some_and(|obj| self.l.c.prog.ents.objects[obj].pos == self.span(x).lo)
    }

    pub(super) fn define(&mut self, lhs: &[ExprId], rhs: &[ExprId]) {
        if let ([x, ..], [e]) = (lhs, rhs) {
            self.define_stored(*x, *e);
        }
        match (lhs.len(), rhs.len()) {
            (1, 1) => self.define_one(lhs[0], rhs[0]),
            (n, m) if n == m => {
                let mut types = Vec::new();
                for (&x, &e) in lhs.iter().zip(rhs) {
                    types.push(self.defined_type(x, e));
                }
                let vals = self.values_as(rhs, &types);
                for ((&x, v), t) in lhs.iter().zip(vals).zip(types) {
                    self.define_val(x, t, v);
                }
            }
            _ => {
                let vals = self.multi_value(rhs[0]);
                self.define_vals(lhs, vals);
            }
        }
    }

    /// Defines variables with values that are at hand.
    pub(super) fn define_vals(&mut self, lhs: &[ExprId], vals: Vec<(Val, TypeId)>) {
        for (&x, (v, from)) in lhs.iter().zip(vals) {
            let t = match self.object(x) {
                Some(obj) if !self.is_blank(x) => self.object_type(obj),
                _ => from,
            };
            let v = self.convert_val(v, from, t);
            self.define_val(x, t, v);
        }
    }

    fn defined_type(&mut self, x: ExprId, e: ExprId) -> TypeId {
        match self.object(x) {
            Some(obj) if !self.is_blank(x) => self.object_type(obj),
            _ => self.default_type_of(e),
        }
    }

    fn define_val(&mut self, x: ExprId, t: TypeId, v: Val) {
        if self.is_blank(x) {
        } else if self.declares(x) {
            self.declare_val(x, t, v);
        } else {
            let place = self.place(x);
            self.store_place(place, v, t);
        }
    }

    fn define_one(&mut self, x: ExprId, e: ExprId) {
        if self.is_blank(x) {
            return self.discard_as_default(e);
        }
        if !self.declares(x) {
            return self.assign_one(x, e);
        }
        let t = self.defined_type(x, e);
        if self.is_direct(t) {
            let v = Val::Op(self.expr_as(e, t));
            return self.declare_val(x, t, v);
        }
        let var = self.new_var(x, t);
        self.into(var.addr, var.zeroed, e, t);
    }

    /// The initialiser of package variables.
    pub(super) fn initializer(&mut self, init: &Initializer) {
        if let [obj] = init.lhs[..] {
            let t = self.object_type(obj);
            if self.is_blank_obj(obj) {
                return self.discard_as_default(init.rhs);
            }
            let global = Operand::Global(self.l.global(obj));
            let v = self.owned_as(init.rhs, t);
            return self.store_val(global, v, t);
        }
        let vals = self.multi_value(init.rhs);
        for (&obj, (v, from)) in init.lhs.iter().zip(vals) {
            if !self.is_blank_obj(obj) {
                let t = self.object_type(obj);
                let v = self.convert_val(v, from, t);
                let global = Operand::Global(self.l.global(obj));
                self.store_val(global, v, t);
            }
        }
    }

    fn is_blank_obj(&self, obj: ObjId) -> bool {
        self.l.c.prog.ents.objects[obj].name.is_blank()
    }

    // Lists of values

    /// The values of expressions as given types, none of which a later one changes.
    pub(super) fn values_as(&mut self, exprs: &[ExprId], types: &[TypeId]) -> Vec<Val> {
        let late = self.late_list(exprs);
        let mut vals: Vec<Option<Val>> = vec![None; exprs.len()];
        for round in [false, true] {
            for i in (0..exprs.len()).filter(|i| late[*i] == round) {
                vals[i] = Some(self.owned_as(exprs[i], types[i]));
            }
        }
        vals.into_iter().flatten().collect()
    }

    /// A value that later side effects do not change.
    pub(super) fn owned_as(&mut self, e: ExprId, t: TypeId) -> Val {
        let v = self.val_as(e, t);
        if self.is_fresh(e) { v } else { self.keep(v, t) }
    }

    /// The values of an expression that gives several: a call, or a comma-ok form.
    pub(super) fn multi_value(&mut self, e: ExprId) -> Vec<(Val, TypeId)> {
        let e = self.src.ast.unparen(e);
        match self.src.ast.kind(e) {
            ExprKind::Call(_) => self.call_any(e),
            ExprKind::Index { x, indices } => self.map_index_ok(e, *x, indices[0]),
            ExprKind::TypeAssert { x, ty: Some(_) } => self.type_assert_ok(e, *x),
            ExprKind::Unary { op: UnOp::Recv, x, .. } => self.recv_ok(*x),
            other => unreachable!("{other:?} has one value"),
        }
    }
}
