//! The operand: an expression while it is being checked.

use super::program::Mode;
use crate::base::source::Span;
use crate::syntax::ast::ExprId;
use crate::types::repr::TypeId;

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
    pub fn is_valid(&self) -> bool {
        self.mode != Mode::Invalid
    }
}
