//! The type checker: syntax trees in, [`program::Program`] and diagnostics out.
//!
//! Files are named after the notions of the language, as in go/types, so that a reader of the
//! specification finds the code by name. Every method that checks an expression has one shape,
//! takes the expression and returns an [`operand::Operand`]; failure is an invalid operand whose
//! error has been reported, so that errors do not cascade.

mod assignable;
mod binary;
mod builtins;
mod builtins_unsafe;
mod call;
mod compare;
pub mod constant;
mod conversion;
mod convert;
mod decl;
mod expr;
mod index;
mod literal;
mod member;
pub mod operand;
mod print;
pub mod program;
mod selector;
mod shift;
mod typexpr;
mod unary;

use crate::base::diag::{Diagnostic, Diagnostics};
use crate::base::source::{FileId, Span};
use crate::syntax::ast::ExprId;
use crate::types::repr::*;
use crate::types::universe::Universe;
use indexmap::IndexMap;
use program::Program;
use rustc_hash::FxBuildHasher;

/// The checker, which also outlives the first check: lowering asks it for the bodies of library
/// functions as it reaches them.
pub struct Checker {
    pub prog: Program,
    pub diags: Diagnostics,
    pub(crate) env: Env,
    pub(crate) universe: Universe,
    /// Untyped expressions whose final type is not known yet (spec: a constant or shift takes its
    /// type from the context), by file and expression.
    pub(crate) untyped: Untyped,
}

/// Where in the program the checker is.
#[derive(Clone, Debug)]
pub(crate) struct Env {
    pub file: FileId,
    pub pkg: PkgId,
    /// The innermost scope.
    pub scope: ScopeId,
    /// The signature of the function whose body is being checked.
    pub func: Option<TypeId>,
    /// The value of iota in a constant declaration.
    pub iota: Option<u32>,
    /// The declaration that is being checked, whose dependencies are recorded.
    pub decl: Option<ObjId>,
    /// Where the constant declaration's own name stands, if the expression is an inherited one.
    pub err_span: Option<Span>,
    /// A call or receive was seen in the expression being checked (spec: Length and capacity: it
    /// decides whether `len(array)` is constant).
    pub has_call_or_recv: bool,
}

/// Where [`UntypedExpr`]s are remembered; ordered, so that errors come in a fixed order.
pub(crate) type Untyped = IndexMap<(FileId, ExprId), UntypedExpr, FxBuildHasher>;

/// See [`Checker::untyped`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct UntypedExpr {
    pub is_lhs: bool,
    pub mode: program::Mode,
    pub ty: TypeId,
}

impl Checker {
    /// Reports an error, unless it merely follows from another.
    pub(crate) fn error(&mut self, span: Span, code: &'static str, message: impl Into<String>) {
        let message = message.into();
        // Messages that show a faulty operand or type add nothing to what was reported for it.
        let follows = |words: &str| message.find(words).is_some_and(|at| at > 0);
        if !self.diags.is_empty() && (follows("invalid operand") || follows("invalid type")) {
            return;
        }
        let span = self.env.err_span.unwrap_or(span);
        self.diags.push(Diagnostic::error(code, span, message));
    }

    /// The syntax tree of the file being checked.
    pub(crate) fn ast(&self) -> std::sync::Arc<crate::syntax::ast::File> {
        self.prog.asts[self.env.file].clone()
    }

    /// Where an expression of the current file stands.
    pub(crate) fn span(&self, e: ExprId) -> Span {
        self.prog.asts[self.env.file].span(e)
    }
}
