//! Comparison operators (spec: Comparison operators).

use super::Checker;
use super::operand::Operand;
use crate::base::source::Span;
use crate::syntax::ast::BinOp;

impl Checker {
    /// Checks `x op y`, both operands being valid; the result is left in `x`. An error stands at
    /// `err_span` if given (the case expression of a switch), and `is_case` words it so.
    pub(crate) fn comparison(
        &mut self,
        x: &mut Operand,
        y: &mut Operand,
        op: BinOp,
        case: Option<Span>,
    ) {
        let _ = (x, y, op, case);
    }
}
