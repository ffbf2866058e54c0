//! Types, operands and expressions as gc's messages show them.

use super::Checker;
use super::operand::Operand;
use crate::syntax::ast::ExprId;
use crate::types::repr::TypeId;

impl Checker {
    /// A type, names of other packages than the current one qualified.
    pub(crate) fn type_string(&self, t: TypeId) -> String {
        crate::types::print::type_string(&self.prog.types, &self.prog.ents, Some(self.env.pkg), t)
    }

    /// `x (variable of type int)`.
    pub(crate) fn operand_string(&self, x: &Operand) -> String {
        format!("{x:?}")
    }

    /// The source form of an expression, function bodies elided.
    pub(crate) fn expr_string(&self, e: ExprId) -> String {
        format!("{e}")
    }
}
