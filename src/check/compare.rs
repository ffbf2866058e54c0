//! Comparison operators (spec: Comparison operators).

use super::Checker;
use super::constant::{Value, arith};
use super::operand::Operand;
use super::program::Mode;
use crate::base::source::Span;
use crate::syntax::ast::BinOp;
use crate::types::predicates::{Incomparable, composite_kind};
use crate::types::repr::*;
use crate::types::table::TypeTable;

/// Why a comparison is wrong: where (at `y` rather than `x`), and a cause that may be empty.
struct Fault {
    at_y: bool,
    code: &'static str,
    cause: String,
}

impl Checker {
    /// Checks `x op y`, both operands being valid; the result is left in `x`. With `case`, `x` is
    /// the case expression of a switch on `y`; errors stand there.
    pub(crate) fn comparison(
        &mut self,
        x: &mut Operand,
        y: &mut Operand,
        op: BinOp,
        case: Option<Span>,
    ) {
        if x.ty == TypeTable::INVALID || y.ty == TypeTable::INVALID {
            return x.invalidate();
        }
        if let Some(fault) = self.comparison_fault(x, y, op) {
            return self.report_comparison(x, y, op, case, fault);
        }
        let untyped_bool = TypeTable::basic(Basic::UntypedBool);
        match (self.const_of(x), self.const_of(y)) {
            (Some(a), Some(b)) => {
                let result = arith::compare(a, op, b).map_or(Value::Unknown, Value::Bool);
                self.set_const(x, result);
            }
            _ => {
                x.mode = Mode::Value;
                // The operands become values now.
                for x in [&*x, &*y] {
                    self.update_type(x.expr, self.default_type(x.ty), true);
                }
            }
        }
        x.ty = untyped_bool;
    }

    fn comparison_fault(&mut self, x: &Operand, y: &Operand, op: BinOp) -> Option<Fault> {
        if self.assignable(x, y.ty).is_err() && self.assignable(y, x.ty).is_err() {
            let (xt, yt) = (self.operand_type_string(x), self.operand_type_string(y));
            let cause = format!("mismatched types {xt} and {yt}");
            return Some(Fault { at_y: true, code: "MismatchedTypes", cause });
        }
        let fault = |at_y, cause| Some(Fault { at_y, code: "UndefinedOp", cause });
        if !matches!(op, BinOp::Eq | BinOp::Ne) {
            let ordered = |x: &Operand| self.q().all(x.ty, Basic::is_ordered);
            return match (ordered(x), ordered(y)) {
                (true, true) => None,
                (x_ordered, _) => fault(x_ordered, String::new()),
            };
        }
        if x.is_nil() || y.is_nil() {
            let other = if x.is_nil() { y.ty } else { x.ty };
            // Only nil == nil comes this far without a type that has nil.
            let both = x.ty == TypeTable::NIL && y.ty == TypeTable::NIL;
            return if both || !self.q().has_nil(other) {
                fault(true, String::new())
            } else {
                None
            };
        }
        for (at_y, x) in [(false, x), (true, y)] {
            if let Some(why) = self.q().incomparable(x.ty) {
                return fault(at_y, self.incomparable_cause(x.ty, why));
            }
        }
        None
    }

    fn incomparable_cause(&self, t: TypeId, why: Incomparable) -> String {
        let kind = &self.prog.types[self.underlying(t)];
        match (kind, why) {
            (_, Incomparable::TypeParam | Incomparable::EmptySet) => self.incomparable_string(why),
            (Type::Slice(_) | Type::Func(_) | Type::Map(..), _) => {
                format!("{} can only be compared to nil", composite_kind(kind))
            }
            (_, why) => self.incomparable_string(why),
        }
    }

    /// The parts of a type that make it incomparable.
    pub(crate) fn incomparable_string(&self, why: Incomparable) -> String {
        match why {
            Incomparable::Struct(field) => {
                format!("struct containing {} cannot be compared", self.type_string(field))
            }
            Incomparable::Array(t) => format!("{} cannot be compared", self.type_string(t)),
            Incomparable::TypeParam => "incomparable types in type set".into(),
            Incomparable::EmptySet => "empty type set".into(),
            Incomparable::Plain => String::new(),
        }
    }

    fn report_comparison(
        &mut self,
        x: &mut Operand,
        y: &Operand,
        op: BinOp,
        case: Option<Span>,
        fault: Fault,
    ) {
        let culprit = if fault.at_y { y } else { &*x };
        let at = case.unwrap_or(culprit.span);
        let op = if case.is_some() { "==" } else { op.text() };
        let cause = match fault.cause.is_empty() {
            true if [&*x, y].iter().any(|x| self.prog.types.is_type_param(x.ty)) => {
                let culprit = if self.prog.types.is_type_param(x.ty) { culprit } else { y };
                let ty = self.type_string(culprit.ty);
                format!("type parameter {ty} cannot use operator {op}")
            }
            true => {
                let kind = match culprit.is_nil() {
                    true => "untyped nil".into(),
                    false => self.kind_string(culprit.ty),
                };
                format!("operator {op} not defined on {kind}")
            }
            false => fault.cause,
        };
        let name = |x: &Operand| match x.expr {
            Some(e) => self.expr_string(e),
            // The tag of a switch that has none.
            None if x.is_constant() => "true".to_owned(),
            None => self.operand_string(x),
        };
        let (xs, ys) = (name(x), name(y));
        let message = match case {
            Some(_) => format!("invalid case {xs} in switch on {ys} ({cause})"),
            None => format!("invalid operation: {xs} {op} {ys} ({cause})"),
        };
        self.error(at, fault.code, message);
        x.invalidate();
    }
}
