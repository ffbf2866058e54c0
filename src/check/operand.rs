//! The operand: an expression while it is being checked.

use super::program::Mode;
use crate::base::source::Span;
use crate::syntax::ast::ExprId;
use crate::types::repr::TypeId;
use crate::types::table::TypeTable;

/// What checking an expression yields. A failed check yields mode [`Mode::Invalid`]; the error has
/// then been reported already and whoever sees the operand stays silent.
#[derive(Clone, Copy, Debug)]
pub struct Operand {
    pub mode: Mode,
    pub ty: TypeId,
    /// `None` for a value with no expression of its own (a result of a call, an implicit value).
    pub expr: Option<ExprId>,
    pub span: Span,
}

impl Operand {
    /// The operand of a faulty expression.
    pub fn invalid(expr: Option<ExprId>, span: Span) -> Operand {
        Operand { mode: Mode::Invalid, ty: TypeTable::INVALID, expr, span }
    }

    /// A value without an expression, such as one result of a call with several.
    pub fn value(ty: TypeId, span: Span) -> Operand {
        Operand { mode: Mode::Value, ty, expr: None, span }
    }

    pub fn is_valid(&self) -> bool {
        self.mode != Mode::Invalid
    }

    pub fn is_nil(&self) -> bool {
        self.mode == Mode::Nil
    }
}

/// How an expression may stand alone (spec: Expression statements).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Usage {
    /// A conversion: a call in form only.
    Conversion,
    /// Must be used.
    Expression,
    /// A call or receive: may be a statement.
    Statement,
}
