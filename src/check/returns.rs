//! Terminating statements (spec: Terminating statements).

use super::Checker;
use crate::base::intern::Symbol;
use crate::syntax::ast::{Block, CaseClause, ExprId, ExprKind, Stmt, StmtKind};

impl Checker {
    pub(super) fn terminates_block(&self, b: &Block) -> bool {
        self.terminates_list(&b.stmts)
    }

    fn terminates_list(&self, list: &[Stmt]) -> bool {
        // Trailing empty statements do not count.
        let last = list.iter().rev().find(|s| !matches!(s.kind, StmtKind::Empty));
        last.is_some_and(|s| self.terminates(s, None))
    }

    /// `label` is that of the statement, if it has one.
    fn terminates(&self, s: &Stmt, label: Option<Symbol>) -> bool {
        match &s.kind {
            StmtKind::Return(_) | StmtKind::Goto(_) | StmtKind::Fallthrough => true,
            StmtKind::Expr(e) => self.is_panic(*e),
            StmtKind::Labeled { label, stmt } => self.terminates(stmt, Some(label.name)),
            StmtKind::Block(b) => self.terminates_block(b),
            StmtKind::If(i) => i
                .els
                .as_ref()
                .is_some_and(|els| self.terminates_block(&i.then) && self.terminates(els, None)),
            StmtKind::Switch(s) => self.terminates_cases(&s.cases, label),
            StmtKind::TypeSwitch(s) => self.terminates_cases(&s.cases, label),
            StmtKind::Select { cases, .. } => cases
                .iter()
                .all(|c| self.terminates_list(&c.body) && !breaks_list(&c.body, label, true)),
            StmtKind::For(f) => f.cond.is_none() && !breaks_list(&f.body.stmts, label, true),
            _ => false,
        }
    }

    fn terminates_cases(&self, cases: &[CaseClause], label: Option<Symbol>) -> bool {
        let body_ends =
            |c: &CaseClause| self.terminates_list(&c.body) && !breaks_list(&c.body, label, true);
        cases.iter().any(|c| c.default) && cases.iter().all(body_ends)
    }

    /// A call of the predeclared `panic`.
    fn is_panic(&self, e: ExprId) -> bool {
        let ast = &self.prog.asts[self.env.file];
        let ExprKind::Call(call) = &ast[ast.unparen(e)].kind else { return false };
        let fun = ast.unparen(call.fun);
        self.prog.object(self.env.file, fun) == Some(self.universe.panic)
    }
}

/// Whether a list holds a `break` that leaves the statement around it: one with its label, or,
/// where `implicit` is set, one without a label.
fn breaks_list(list: &[Stmt], label: Option<Symbol>, implicit: bool) -> bool {
    list.iter().any(|s| breaks(s, label, implicit))
}

fn breaks(s: &Stmt, label: Option<Symbol>, implicit: bool) -> bool {
    let cases = |list: &[CaseClause]| list.iter().any(|c| breaks_list(&c.body, label, false));
    match &s.kind {
        StmtKind::Break(None) => implicit,
        StmtKind::Break(Some(name)) => Some(name.name) == label,
        StmtKind::Labeled { stmt, .. } => breaks(stmt, label, implicit),
        StmtKind::Block(b) => breaks_list(&b.stmts, label, implicit),
        StmtKind::If(i) => {
            breaks_list(&i.then.stmts, label, implicit)
                || i.els.as_ref().is_some_and(|els| breaks(els, label, implicit))
        }
        // An unlabeled break inside of these leaves them, not the outer statement.
        StmtKind::Switch(s) => cases(&s.cases),
        StmtKind::TypeSwitch(s) => cases(&s.cases),
        StmtKind::Select { cases, .. } => cases.iter().any(|c| breaks_list(&c.body, label, false)),
        StmtKind::For(f) => breaks_list(&f.body.stmts, label, false),
        StmtKind::Range(r) => breaks_list(&r.body.stmts, label, false),
        _ => false,
    }
}
