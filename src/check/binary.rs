//! Binary operators (spec: Arithmetic operators, Logical operators).

use super::Checker;
use super::constant::{Value, arith};
use super::operand::Operand;
use super::program::Mode;
use super::spelling::Spelling;
use crate::base::source::{Pos, Span};
use crate::syntax::ast::{BinOp, ExprId, ExprKind, LitKind};
use crate::types::repr::*;
use crate::types::table::TypeTable;

/// A binary operation to check, `x op y`; `expr` is `None` in `x op= y` and `x++`.
pub(crate) struct Binary {
    pub expr: Option<ExprId>,
    pub op: BinOp,
    pub op_pos: Pos,
    pub x: ExprId,
    /// `None` stands for the 1 of `x++`.
    pub y: Option<ExprId>,
}

impl Checker {
    /// Checks a binary expression. Operators of one level lean to the left and may be many, so
    /// that the left operands are walked rather than recursed into.
    pub(crate) fn binary_expr(&mut self, e: ExprId) -> Operand {
        let ast = self.ast();
        let mut spine = Vec::new();
        let mut first = e;
        while let ExprKind::Binary { op, op_pos, x, y } = *ast.kind(first) {
            spine.push(Binary { expr: Some(first), op, op_pos, x, y: Some(y) });
            first = x;
        }
        let mut x = self.expr(first);
        let start = x.span.lo;
        while let Some(b) = spine.pop() {
            let y = self.right(&b);
            if b.op == BinOp::Add && self.is_literal_text(&x) && self.is_literal_text(&y) {
                self.concat(&mut x, &y, b, &mut spine);
            } else {
                self.combine(&mut x, y, &b);
                x.expr = b.expr;
            }
            x.span = Span::new(start, ast.span(x.expr.unwrap_or(e)).hi);
            if !spine.is_empty() {
                self.record(&x);
            }
        }
        x
    }

    fn is_literal_text(&self, x: &Operand) -> bool {
        x.ty == TypeTable::basic(Basic::UntypedString)
            && matches!(self.const_of(x), Some(Value::Str(_)))
    }

    /// Concatenates constants as long as there are more. Tables are often written as thousands of
    /// strings with `+` between them: the value of each partial sum is not kept.
    fn concat(&mut self, x: &mut Operand, y: &Operand, b: Binary, spine: &mut Vec<Binary>) {
        let bytes = |c: &Checker, x: &Operand| match c.const_of(x).and_then(Value::as_bytes) {
            Some(s) => s.to_vec(),
            None => Vec::new(),
        };
        let mut sum = bytes(self, x);
        sum.extend(bytes(self, y));
        let mut last = b.expr;
        while let Some(next) = spine.last().filter(|n| n.op == BinOp::Add)
            && let Some(y) = next.y
            && let ExprKind::Lit(LitKind::String, _) = self.ast().kind(y)
        {
            let y = self.expr(y);
            sum.extend(bytes(self, &y));
            last = next.expr;
            spine.pop();
        }
        self.set_const(x, Value::Str(sum.into()));
        x.expr = last;
        self.check_overflow(x, b.op_pos);
    }

    /// Checks a binary operation, which may be that of an assignment `x op= y`.
    pub(crate) fn binary(&mut self, b: &Binary) -> Operand {
        let mut x = self.expr(b.x);
        let y = self.right(b);
        self.combine(&mut x, y, b);
        x
    }

    /// The right operand.
    fn right(&mut self, b: &Binary) -> Operand {
        match b.y {
            Some(y) => self.expr(y),
            None => {
                let one = self.prog.consts.push(Value::int(1));
                let untyped = TypeTable::basic(Basic::UntypedInt);
                Operand::new(Mode::Constant(one), untyped, None, Span::at(b.op_pos))
            }
        }
    }

    /// Applies an operation to its operands; the result is left in `x`.
    fn combine(&mut self, x: &mut Operand, mut y: Operand, b: &Binary) {
        if !x.is_valid() {
            return;
        }
        if !y.is_valid() {
            return x.invalidate();
        }
        if b.op.is_shift() {
            return self.shift(x, &mut y, b);
        }
        if !self.match_types(x, &mut y) {
            return;
        }
        if b.op.is_comparison() {
            return self.comparison(x, &mut y, b.op, None);
        }
        if x.ty != y.ty {
            self.report_mismatch(x, &y, b);
            return x.invalidate();
        }
        if self.operator_defined(x, b.op.text(), operands_of(b.op)) && self.divisor_ok(x, &y, b.op)
        {
            self.compute(x, &y, b);
        }
    }

    fn report_mismatch(&mut self, x: &Operand, y: &Operand, b: &Binary) {
        if x.ty == TypeTable::INVALID || y.ty == TypeTable::INVALID {
            return;
        }
        let what = match (b.expr, b.y) {
            (Some(e), _) => self.expr_string(e),
            (None, y) => {
                let y = y.map_or("1".into(), |y| self.expr_string(y));
                format!("{} {}= {y}", self.expr_string(b.x), b.op.text())
            }
        };
        let (xt, yt) = (self.operand_type_string(x), self.operand_type_string(y));
        let message = format!("invalid operation: {what} (mismatched types {xt} and {yt})");
        self.error(x.span, "MismatchedTypes", message);
    }

    /// Reports a constant zero as divisor where that cannot be left to run time.
    fn divisor_ok(&mut self, x: &mut Operand, y: &Operand, op: BinOp) -> bool {
        if !matches!(op, BinOp::Div | BinOp::Rem) {
            return true;
        }
        // The squares of a complex divisor's parts may be too small to divide by.
        let square = |v: Value| arith::binary(&v, BinOp::Mul, &v, false);
        let vanishes = |v: &Value| square(v.re()).is_zero() && square(v.im()).is_zero();
        let complex = self.q().all(x.ty, Basic::is_complex);
        let zero = self.const_of(y).is_some_and(|v| v.is_zero() || complex && vanishes(v));
        if zero && (x.is_constant() || self.q().all(x.ty, Basic::is_integer)) {
            self.error(y.span, "DivByZero", "invalid operation: division by zero");
            x.invalidate();
            return false;
        }
        true
    }

    fn compute(&mut self, x: &mut Operand, y: &Operand, b: &Binary) {
        let (Some(v), Some(w)) = (self.const_of(x), self.const_of(y)) else {
            x.mode = Mode::Value;
            return;
        };
        if v.is_unknown() || w.is_unknown() {
            return self.set_const(x, Value::Unknown);
        }
        let integer = self.q().all(x.ty, Basic::is_integer);
        let result = arith::binary(v, b.op, w, integer);
        self.set_const(x, result);
        x.expr = b.expr.or(x.expr);
        self.check_overflow(x, b.op_pos);
    }

    /// Makes the types of two operands of a binary operation agree, if one is untyped. A failed
    /// conversion is reported, and `x` is invalid then; operands that cannot match stay as they
    /// are, for the caller to report.
    pub(crate) fn match_types(&mut self, x: &mut Operand, y: &mut Operand) -> bool {
        if self.may_convert(x, y) {
            self.env.target = y.expr.map(|e| Spelling::Of(self.env.file, e));
            self.convert_untyped(x, y.ty);
            if x.is_valid() {
                self.env.target = x.expr.map(|e| Spelling::Of(self.env.file, e));
                self.convert_untyped(y, x.ty);
            }
            self.env.target = None;
            if !y.is_valid() {
                x.invalidate();
            }
        }
        x.is_valid()
    }

    /// Whether converting an untyped operand to the other's type has any prospect.
    fn may_convert(&self, x: &Operand, y: &Operand) -> bool {
        let q = self.q();
        let untyped = |x: &Operand| self.prog.types.is_untyped(x.ty);
        let differ = |kind: fn(Basic) -> bool| q.all(x.ty, kind) != q.all(y.ty, kind);
        if !untyped(x) && !untyped(y) || differ(Basic::is_numeric) {
            return false;
        }
        if q.is_interface(x.ty) || q.is_interface(y.ty) {
            return true;
        }
        if differ(Basic::is_boolean) || differ(Basic::is_string) {
            return false;
        }
        match (x.is_nil(), y.is_nil()) {
            (true, _) => q.has_nil(y.ty),
            (_, true) => q.has_nil(x.ty),
            _ => ![x, y].iter().any(|x| matches!(q.under(x.ty), Type::Pointer(_))),
        }
    }
}

/// The kinds of types that have an arithmetic or logical operator.
fn operands_of(op: BinOp) -> fn(Basic) -> bool {
    match op {
        BinOp::Add => Basic::is_numeric_or_string,
        BinOp::Sub | BinOp::Mul | BinOp::Div => Basic::is_numeric,
        BinOp::AndAnd | BinOp::OrOr => Basic::is_boolean,
        _ => Basic::is_integer,
    }
}
