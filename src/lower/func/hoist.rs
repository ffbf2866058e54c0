//! The order of calls among operands that could panic.
//!
//! The specification orders calls, not the other operations (spec: Order of evaluation). Programs
//! still notice which of two operands panics. As gc does it, the calls inside an expression come
//! first, and then everything around them from left to right.

use super::{FuncLower, Kind};
use crate::check::program::{Mode, SelectionKind};
use crate::syntax::ast::*;
use crate::types::repr::*;

/// What evaluating an expression involves.
#[derive(Clone, Copy, Default)]
struct Survey {
    /// Calls, and what gc treats like them.
    units: bool,
    /// Operations outside of those that could panic.
    panics: bool,
}

impl FuncLower<'_, '_, '_> {
    /// Evaluates with `eval` the compound expression `e` after the calls inside it, if the order
    /// can be noticed. Inside an expression that was put in order nothing is left to do.
    pub(super) fn ordered_eval<T>(&mut self, e: ExprId, eval: impl FnOnce(&mut Self) -> T) -> T {
        if std::mem::replace(&mut self.in_order, true) {
            return eval(self);
        }
        self.order(&[e]);
        let v = eval(self);
        self.in_order = false;
        v
    }

    /// Evaluates what is an expression of its own: arguments of a call, an operand of `&&`.
    pub(super) fn apart<T>(&mut self, eval: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.in_order, false);
        let v = eval(self);
        self.in_order = outer;
        v
    }

    /// Which expressions of a list are to be evaluated after the others: those that merely read
    /// variables and stand before a call.
    pub(super) fn late_list(&mut self, exprs: &[ExprId]) -> Vec<bool> {
        let mut late = vec![false; exprs.len()];
        if !self.in_order && self.order(exprs) {
            return late;
        }
        let mut call_follows = false;
        for (i, &e) in exprs.iter().enumerate().rev() {
            let calls = self.has_call(e);
            late[i] = call_follows && !calls && self.is_plain_read(e);
            call_follows |= calls;
        }
        late
    }

    /// Makes the calls in expressions that are evaluated one after the other, and keeps their
    /// values, if some other part could panic. Tells whether it did.
    fn order(&mut self, exprs: &[ExprId]) -> bool {
        let mut found = Survey::default();
        for &e in exprs {
            self.survey(e, &mut found);
        }
        let needed = found.units && found.panics;
        if needed {
            for &e in exprs {
                self.hoist(e);
            }
        }
        needed
    }

    fn survey(&mut self, e: ExprId, found: &mut Survey) {
        if matches!(self.mode(e), Mode::Constant(_) | Mode::TypeExpr | Mode::Nil)
            || self.hoisted.contains_key(&e)
            || (found.units && found.panics)
        {
            return;
        }
        if self.is_unit(e) {
            found.units = true;
            return;
        }
        let ast = self.src.ast;
        found.panics |= match ast.kind(e) {
            ExprKind::Star(_) | ExprKind::Index { .. } | ExprKind::Slice { .. } => true,
            ExprKind::TypeAssert { .. } => true,
            ExprKind::Selector { x, .. } => match self.selection(e) {
                Some(sel) => {
                    sel.indirect || {
                        let t = self.type_of(*x);
                        matches!(self.kind(t), Kind::Pointer(_))
                    }
                }
                None => false,
            },
            ExprKind::Binary { op: BinOp::Div | BinOp::Rem, y, .. }
            | ExprKind::Binary { op: BinOp::Shl | BinOp::Shr, y, .. } => {
                self.constant(*y).is_none()
            }
            _ => false,
        };
        self.parts(e, &mut |l, x| l.survey(x, found));
    }

    /// Evaluates the calls in `e` and keeps their values for when `e` itself is evaluated.
    fn hoist(&mut self, e: ExprId) {
        if matches!(self.mode(e), Mode::Constant(_) | Mode::TypeExpr | Mode::Nil)
            || self.hoisted.contains_key(&e)
        {
            return;
        }
        if !self.is_unit(e) {
            return self.parts(e, &mut Self::hoist);
        }
        let t = self.type_of(e);
        let v = self.apart(|l| l.val(e));
        let v = if self.is_fresh(e) { v } else { self.keep(v, t) };
        self.hoisted.insert(e, v);
    }

    /// Is it a call, or something that gc evaluates together with the calls?
    fn is_unit(&mut self, e: ExprId) -> bool {
        let ast = self.src.ast;
        match ast.kind(e) {
            ExprKind::Call(call) => match self.mode(ast.unparen(call.fun)) {
                Mode::TypeExpr => false,
                Mode::Builtin(b) => !matches!(b, Builtin::Len | Builtin::Cap),
                _ => true,
            },
            ExprKind::Unary { op, .. } => *op == UnOp::Recv,
            ExprKind::Binary { op, x, y, .. } if op.is_logical() => {
                let mut inside = Survey::default();
                self.survey(*x, &mut inside);
                self.survey(*y, &mut inside);
                inside.units || inside.panics
            }
            ExprKind::TypeAssert { .. } => {
                let t = self.type_of(e);
                !matches!(
                    self.kind(t),
                    Kind::Pointer(_) | Kind::Map(..) | Kind::Chan(_) | Kind::Func
                )
            }
            ExprKind::Selector { .. } => {
                self.selection(e).is_some_and(|s| s.kind != SelectionKind::Field)
            }
            _ => false,
        }
    }

    /// The operands of an expression that is not a unit, in their order.
    fn parts(&mut self, e: ExprId, each: &mut dyn FnMut(&mut Self, ExprId)) {
        let ast = self.src.ast;
        match ast.kind(e) {
            ExprKind::Paren(x)
            | ExprKind::Star(x)
            | ExprKind::Unary { x, .. }
            | ExprKind::TypeAssert { x, .. } => each(self, *x),
            ExprKind::Selector { x, .. } if self.selection(e).is_some() => each(self, *x),
            // Not the type arguments of a function.
            ExprKind::Index { x, indices } if self.mode(indices[0]) != Mode::TypeExpr => {
                each(self, *x);
                each(self, indices[0]);
            }
            ExprKind::Slice { x, lo, hi, max, .. } => {
                each(self, *x);
                for part in [lo, hi, max].into_iter().flatten() {
                    each(self, *part);
                }
            }
            ExprKind::Binary { x, y, op, .. } if !op.is_logical() => {
                each(self, *x);
                each(self, *y);
            }
            ExprKind::Call(call) => call.args.iter().for_each(|a| each(self, *a)),
            ExprKind::CompositeLit(lit) => {
                let t = self.type_of(e);
                let map = matches!(self.kind(t), Kind::Map(..));
                for elem in &lit.elems {
                    match ast.kind(*elem) {
                        ExprKind::KeyValue { key, value } => {
                            if map {
                                each(self, *key);
                            }
                            each(self, *value);
                        }
                        _ => each(self, *elem),
                    }
                }
            }
            _ => {}
        }
    }
}
