//! Expressions.

use super::Checker;
use super::operand::{Operand, Usage};
use crate::syntax::ast::ExprId;
use crate::types::repr::TypeId;

impl Checker {
    /// Checks `e` as whatever it is (value, type, call without result). `hint` is the type that an
    /// untyped composite literal or an uninstantiated function would take.
    pub(crate) fn raw_expr(&mut self, e: ExprId, hint: Option<TypeId>) -> (Operand, Usage) {
        let _ = hint;
        (Operand::invalid(Some(e), self.span(e)), Usage::Expression)
    }

    /// A single value.
    pub(crate) fn expr(&mut self, e: ExprId) -> Operand {
        self.expr_hint(e, None)
    }

    /// A single value for a place of type `hint`.
    pub(crate) fn expr_hint(&mut self, e: ExprId, hint: Option<TypeId>) -> Operand {
        self.raw_expr(e, hint).0
    }

    /// A single value or a type.
    pub(crate) fn expr_or_type(&mut self, e: ExprId) -> Operand {
        self.raw_expr(e, None).0
    }

    /// One or more values: a call with several results has a `Type::Tuple`.
    pub(crate) fn multi_expr(&mut self, e: ExprId) -> Operand {
        self.raw_expr(e, None).0
    }

    /// An expression statement: reports what "is not used".
    pub(crate) fn expr_stmt(&mut self, e: ExprId) -> Operand {
        self.raw_expr(e, None).0
    }

    /// Ends the checking of a package-level expression or body: untyped expressions that no
    /// context gave a type get their default type.
    pub(crate) fn record_untyped(&mut self) {}

    /// Enters mode and type of `x` into the file's table.
    pub(crate) fn record(&mut self, x: &Operand) {
        let _ = x;
    }

    /// After `x` was used in comma-ok form: its expression keeps the type of the first value, and
    /// its mode says that it admits the form.
    pub(crate) fn record_comma_ok(&mut self, x: &Operand) {
        let _ = x;
    }
}
