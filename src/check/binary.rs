//! Binary operators (spec: Arithmetic operators).

use super::Checker;
use super::operand::Operand;
use crate::base::source::Pos;
use crate::syntax::ast::{BinOp, ExprId};

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
    /// Checks a binary operation, which may be that of an assignment `x op= y`.
    pub(crate) fn binary(&mut self, b: &Binary) -> Operand {
        Operand::invalid(b.expr, self.span(b.x))
    }

    /// Makes the types of two operands of a binary operation agree, if one is untyped. Reports
    /// nothing: answers whether it could.
    pub(crate) fn match_types(&mut self, x: &mut Operand, y: &mut Operand) -> bool {
        let _ = (x, y);
        true
    }
}
