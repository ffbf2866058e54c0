//! Identifiers and type expressions (spec: Types, Declarations and scope).

use super::Checker;
use super::operand::Operand;
use crate::syntax::ast::{self, ExprId, Name};
use crate::types::repr::*;
use crate::types::table::TypeTable;

impl Checker {
    /// Checks an identifier: looks it up, declares what it denotes where that has not happened
    /// yet, records the object and marks it used. With `want_type` it must denote a type.
    pub(crate) fn ident(&mut self, e: ExprId, want_type: bool) -> Operand {
        let _ = want_type;
        Operand::invalid(Some(e), self.span(e))
    }

    /// If `x` is an identifier that denotes an imported package: the package, marked used.
    pub(crate) fn qualifier(&mut self, x: ExprId) -> Option<PkgId> {
        let _ = x;
        None
    }

    /// The qualified identifier `e` that selects `sel` of package `pkg`; reports what is wrong.
    pub(crate) fn qualified(&mut self, e: ExprId, pkg: PkgId, sel: Name) -> Operand {
        let _ = (pkg, sel);
        Operand::invalid(Some(e), self.span(e))
    }

    /// Checks a type expression; reports "x is not a type".
    pub(crate) fn typ(&mut self, e: ExprId) -> TypeId {
        let _ = e;
        TypeTable::INVALID
    }

    /// As [`typ`](Self::typ), and the type must be one that a variable can have.
    pub(crate) fn var_type(&mut self, e: ExprId) -> TypeId {
        self.typ(e)
    }

    /// The type of a function with this signature.
    pub(crate) fn func_type(&mut self, sig: &ast::FuncSig) -> TypeId {
        let _ = sig;
        TypeTable::INVALID
    }

    /// Checks the body of the function literal `e`, now or after the enclosing declaration.
    pub(crate) fn func_lit(&mut self, e: ExprId, lit: &ast::FuncLit, sig: TypeId) {
        let _ = (e, lit, sig);
    }

    /// Records that the declaration being checked uses the package-level object `obj` (needed
    /// for methods selected statically; identifiers do it themselves).
    pub(crate) fn add_dep(&mut self, obj: ObjId) {
        let _ = obj;
    }

    /// Marks a variable as used.
    pub(crate) fn mark_used(&mut self, obj: ObjId) {
        let _ = obj;
    }
}
