//! Questions about labels and `goto` in statements. Knows nothing of types.

use crate::base::intern::Symbol;
use crate::syntax::ast::*;

/// Does a list of statements (blocks inside included) declare a label?
pub(super) fn declares_label(list: &[Stmt], name: Symbol) -> bool {
    list.iter().any(|s| {
        let block = |b: &Block| declares_label(&b.stmts, name);
        match &s.kind {
            StmtKind::Labeled { label, stmt } => {
                label.name == name || declares_label(std::slice::from_ref(stmt), name)
            }
            StmtKind::Block(b) => block(b),
            StmtKind::If(s) => {
                block(&s.then)
                    || s.els.as_ref().is_some_and(|e| declares_label(std::slice::from_ref(e), name))
            }
            StmtKind::Switch(s) => s.cases.iter().any(|c| declares_label(&c.body, name)),
            StmtKind::TypeSwitch(s) => s.cases.iter().any(|c| declares_label(&c.body, name)),
            StmtKind::Select { cases, .. } => cases.iter().any(|c| declares_label(&c.body, name)),
            StmtKind::For(s) => block(&s.body),
            StmtKind::Range(s) => block(&s.body),
            _ => false,
        }
    })
}

/// Does the statement contain a `goto` (function literals in it aside)?
pub(super) fn has_goto(s: &Stmt) -> bool {
    let block = |b: &Block| b.stmts.iter().any(has_goto);
    match &s.kind {
        StmtKind::Goto(_) => true,
        StmtKind::Block(b) => block(b),
        StmtKind::If(s) => block(&s.then) || s.els.as_ref().is_some_and(has_goto),
        StmtKind::Switch(s) => s.cases.iter().any(|c| c.body.iter().any(has_goto)),
        StmtKind::TypeSwitch(s) => s.cases.iter().any(|c| c.body.iter().any(has_goto)),
        StmtKind::Select { cases, .. } => cases.iter().any(|c| c.body.iter().any(has_goto)),
        StmtKind::For(s) => block(&s.body),
        StmtKind::Range(s) => block(&s.body),
        StmtKind::Labeled { stmt, .. } => has_goto(stmt),
        _ => false,
    }
}
