//! Binary expressions: order of evaluation, short circuits, comparisons, concatenation.

use super::{FuncLower, Kind, NO_ROOM, Val, is_float, is_signed, is_string};
use crate::check::program::Mode;
use crate::ir::entities::*;
use crate::ir::function::CmpOp;
use crate::syntax::ast::*;
use crate::types::repr::*;

impl FuncLower<'_, '_, '_> {
    pub(super) fn binary(
        &mut self,
        e: ExprId,
        op: BinOp,
        x: ExprId,
        y: ExprId,
        t: TypeId,
    ) -> Operand {
        if op.is_logical() {
            return self.short_circuit(e);
        }
        if op.is_comparison() {
            return self.comparison(op, x, y);
        }
        if op == BinOp::Add && self.basic(t).is_some_and(is_string) {
            return self.concat(e, t);
        }
        let (l, r) = if self.is_plain_read(x) && self.has_call(y) {
            let r = self.right(op, y, t);
            (self.expr_as(x, t), r)
        } else {
            let l = self.expr_as(x, t);
            (l, self.right(op, y, t))
        };
        self.at(self.span(e).lo);
        self.arith(op, l, r, t, y)
    }

    fn right(&mut self, op: BinOp, y: ExprId, t: TypeId) -> Operand {
        if op.is_shift() { self.expr(y) } else { self.expr_as(y, t) }
    }

    /// The value of `x && y` or `x || y`.
    fn short_circuit(&mut self, e: ExprId) -> Operand {
        let result = self.temp(Ty::Bool);
        let yes = self.b.new_block();
        let no = self.b.new_block();
        let done = self.b.new_block();
        self.apart(|l| l.cond(e, yes, no));
        for (block, value) in [(yes, true), (no, false)] {
            self.b.switch_to(block);
            self.b.store(result, Operand::bool(value));
            self.b.br(done);
        }
        self.b.switch_to(done);
        self.b.load(result, Ty::Bool)
    }

    // Comparisons

    fn comparison(&mut self, op: BinOp, x: ExprId, y: ExprId) -> Operand {
        let eq = matches!(op, BinOp::Eq | BinOp::Ne);
        for (nil, other) in [(x, y), (y, x)] {
            if self.mode(nil) == Mode::Nil {
                let v = self.nil_comparison(other);
                return if op == BinOp::Ne { self.b.not(v) } else { v };
            }
        }
        let t = self.compared_type(x, y);
        // Generic code asks so whether a value is a NaN, also of strings.
        if eq && self.basic(t).is_some_and(is_string) && self.same_variable(x, y) {
            return Operand::bool(op == BinOp::Eq);
        }
        if self.l.is_reflect_kind(t)
            && let Some(v) = self.kind_comparison(op, x, y, t)
        {
            return v;
        }
        let (l, r) = if self.is_plain_read(x) && self.has_call(y) {
            let r = self.owned_as(y, t);
            (self.val_as(x, t), r)
        } else if self.has_call(y) {
            let l = self.owned_as(x, t);
            (l, self.val_as(y, t))
        } else {
            let l = self.val_as(x, t);
            (l, self.val_as(y, t))
        };
        self.at(self.span(x).lo);
        if eq {
            let v = self.equal(l, r, t);
            return if op == BinOp::Ne { self.b.not(v) } else { v };
        }
        let (l, r) = (self.op(l, t), self.op(r, t));
        self.ordered(op, l, r, t)
    }

    /// Compares a `reflect.Kind` with a constant. Kinds that no value has are known not to be it.
    /// Are both expressions the name of one variable?
    fn same_variable(&self, x: ExprId, y: ExprId) -> bool {
        let name = |e| match self.src.ast.kind(e) {
            ExprKind::Ident(_) => self.l.c.prog.object(self.src.file, e),
            _ => None,
        };
        name(x).is_some_and(|obj| name(y) == Some(obj))
    }

    fn kind_comparison(&mut self, op: BinOp, x: ExprId, y: ExprId, t: TypeId) -> Option<Operand> {
        let (v, k, left) = match (self.constant(x), self.constant(y)) {
            (None, Some(k)) => (x, k.to_bits()?, true),
            (Some(k), None) => (y, k.to_bits()?, false),
            _ => return None,
        };
        let v = self.expr(v);
        let eq = matches!(op, BinOp::Eq | BinOp::Ne);
        if eq && !self.l.kind_exists(k) {
            return Some(Operand::bool(op == BinOp::Ne));
        }
        let ty = self.ty(t);
        let k = Operand::int(ty, k);
        let (l, r) = if left { (v, k) } else { (k, v) };
        if eq {
            let same = self.equal(Val::Op(l), Val::Op(r), t);
            return Some(if op == BinOp::Ne { self.b.not(same) } else { same });
        }
        Some(self.ordered(op, l, r, t))
    }

    /// The type in which two operands are compared: an interface if just one of them is one.
    pub(super) fn compared_type(&mut self, x: ExprId, y: ExprId) -> TypeId {
        let (tx, ty) = (self.type_of(x), self.type_of(y));
        if matches!(self.mode(x), Mode::Constant(_)) || self.is_interface(ty) { ty } else { tx }
    }

    /// `x == nil`
    fn nil_comparison(&mut self, x: ExprId) -> Operand {
        let t = self.type_of(x);
        let v = self.expr(x);
        let ptr = match self.kind(t) {
            Kind::Slice(_) | Kind::Interface => self.extract(v, 0),
            _ => v,
        };
        self.b.is_null(ptr)
    }

    /// `<`, `<=`, `>`, `>=`
    pub(super) fn ordered(&mut self, op: BinOp, l: Operand, r: Operand, t: TypeId) -> Operand {
        let b = self.basic(t).expect("ordered types are basic");
        if is_string(b) {
            let c = self.rt_value("strcmp", &[l, r]);
            let zero = Operand::i32(0);
            return self.b.cmp(int_cmp(op, true), c, zero);
        }
        let cmp = if is_float(b) { float_cmp(op) } else { int_cmp(op, is_signed(b)) };
        self.b.cmp(cmp, l, r)
    }

    // Concatenation

    /// The operands of a chain of `+` on strings, left to right.
    fn concat_operands(&self, e: ExprId, list: &mut Vec<ExprId>) {
        if self.constant(e).is_none() {
            match self.src.ast.kind(e) {
                ExprKind::Paren(x) => return self.concat_operands(*x, list),
                ExprKind::Binary { op: BinOp::Add, x, y, .. } => {
                    self.concat_operands(*x, list);
                    return self.concat_operands(*y, list);
                }
                _ => {}
            }
        }
        list.push(e);
    }

    fn concat(&mut self, e: ExprId, t: TypeId) -> Operand {
        let mut list = Vec::new();
        self.concat_operands(e, &mut list);
        list.retain(|e| self.constant(*e).and_then(|v| v.as_bytes()) != Some(b""));
        let types = vec![t; list.len()];
        let vals = self.values_as(&list, &types);
        let ops: Vec<Operand> = vals.into_iter().map(|v| self.op(v, t)).collect();
        self.at(self.span(e).lo);
        match ops[..] {
            [] => Operand::zero(self.ty(t)),
            [only] => only,
            [x, y] => self.rt_value("concat2", &[NO_ROOM, x, y]),
            [x, y, z] => self.rt_value("concat3", &[NO_ROOM, x, y, z]),
            _ => {
                let n = ops.len();
                let ty = self.ty(t);
                let agg = self.l.m.agg(Agg::Array(ty, n as u64));
                let slot = self.temp(Ty::Agg(agg));
                for (i, op) in ops.into_iter().enumerate() {
                    let addr = self.b.elem_addr(slot, ty, Operand::i32(i as i32));
                    self.b.store(addr, op);
                }
                self.rt_value("concatN", &[NO_ROOM, slot, Operand::i32(n as i32)])
            }
        }
    }

    /// The value of a case expression compared with the tag of a switch.
    pub(super) fn tag_equals(&mut self, tag: Val, tag_type: TypeId, case: ExprId) -> Operand {
        if self.mode(case) == Mode::Nil {
            let v = self.op(tag, tag_type);
            let ptr = match self.kind(tag_type) {
                Kind::Slice(_) | Kind::Interface => self.extract(v, 0),
                _ => v,
            };
            return self.b.is_null(ptr);
        }
        let case_type = self.type_of(case);
        let constant = matches!(self.mode(case), Mode::Constant(_));
        if !constant && self.is_interface(case_type) && !self.is_interface(tag_type) {
            let tag = self.convert_val(tag, tag_type, case_type);
            let v = self.val(case);
            return self.equal(tag, v, case_type);
        }
        let v = self.val_as(case, tag_type);
        self.equal(tag, v, tag_type)
    }
}

fn int_cmp(op: BinOp, signed: bool) -> CmpOp {
    match (op, signed) {
        (BinOp::Lt, true) => CmpOp::Slt,
        (BinOp::Le, true) => CmpOp::Sle,
        (BinOp::Gt, true) => CmpOp::Sgt,
        (BinOp::Ge, true) => CmpOp::Sge,
        (BinOp::Lt, false) => CmpOp::Ult,
        (BinOp::Le, false) => CmpOp::Ule,
        (BinOp::Gt, false) => CmpOp::Ugt,
        (BinOp::Ge, false) => CmpOp::Uge,
        (other, _) => unreachable!("{} does not order", other.text()),
    }
}

fn float_cmp(op: BinOp) -> CmpOp {
    match op {
        BinOp::Lt => CmpOp::FLt,
        BinOp::Le => CmpOp::FLe,
        BinOp::Gt => CmpOp::FGt,
        BinOp::Ge => CmpOp::FGe,
        other => unreachable!("{} does not order", other.text()),
    }
}
