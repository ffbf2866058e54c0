//! The operand: an expression while it is being checked.

use super::program::Mode;
use crate::base::source::Span;
use crate::syntax::ast::ExprId;
use crate::types::repr::{Basic, TypeId};
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
    pub label: Label,
}

/// What messages call an operand that is only a part of its expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Label {
    /// As its expression.
    #[default]
    None,
    /// The n-th result of a call, from 1.
    Result(u32),
    /// The n-th result of a call, from 1, where messages name the call.
    OfCall(u32),
    /// The second value of a comma-ok expression.
    CommaOk,
}

impl Operand {
    /// The operand of a faulty expression.
    pub fn invalid(expr: Option<ExprId>, span: Span) -> Operand {
        Operand::new(Mode::Invalid, TypeTable::INVALID, expr, span)
    }

    pub fn new(mode: Mode, ty: TypeId, expr: Option<ExprId>, span: Span) -> Operand {
        Operand { mode, ty, expr, span, label: Label::None }
    }

    /// A value without an expression, such as one result of a call with several.
    pub fn value(ty: TypeId, span: Span) -> Operand {
        Operand::new(Mode::Value, ty, None, span)
    }

    /// The n-th result (from 1) of a call at `span`.
    pub fn result(n: u32, ty: TypeId, span: Span) -> Operand {
        Operand { label: Label::Result(n), ..Operand::value(ty, span) }
    }

    /// The second value of a comma-ok expression at `span`: an untyped bool.
    pub fn comma_ok(span: Span) -> Operand {
        let ty = TypeTable::basic(Basic::UntypedBool);
        Operand { label: Label::CommaOk, ..Operand::value(ty, span) }
    }

    pub fn is_valid(&self) -> bool {
        self.mode != Mode::Invalid
    }

    pub fn invalidate(&mut self) {
        self.mode = Mode::Invalid;
    }

    pub fn is_constant(&self) -> bool {
        matches!(self.mode, Mode::Constant(_))
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
