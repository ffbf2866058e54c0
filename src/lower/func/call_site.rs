//! Where tests report from: a call of `t.Log` and the like is preceded by a store of its file and
//! line to `testing.callSite`, because the device has no table of functions and lines.
//!
//! In a function that begins with `t.Helper()` no place is stored; instead it is stored before a
//! call of such a function. So reports name the place that Go names, as far as the compiler sees
//! what is called.

use super::FuncLower;
use crate::base::intern::Symbol;
use crate::base::source::Pos;
use crate::check::program::SelectionKind;
use crate::ir::entities::Operand;
use crate::syntax::ast::*;
use crate::types::lookup::underlying;
use crate::types::repr::*;

/// The methods that print where they were called.
const REPORTS: [&str; 8] = ["Log", "Logf", "Error", "Errorf", "Fatal", "Fatalf", "Skip", "Skipf"];

impl FuncLower<'_, '_, '_> {
    /// Before a call of `fun`: notes the place, if package testing may want it.
    pub(super) fn note_call_site(&mut self, fun: ExprId) {
        let Some(testing) = self.l.testing else { return };
        if !self.wants_call_site(testing, fun) {
            return;
        }
        let span = self.span(fun);
        if self.in_helper(span.lo) {
            return;
        }
        let Some(obj) = self.l.c.prog.lookup(testing, Symbol::new("callSite")) else { return };
        let file = self.l.c.prog.sources.file(self.src.file);
        let name = file.name.rsplit('/').next().unwrap_or("");
        // The name's line: a selector may begin lines before.
        let text = format!("{name}:{}", file.line_col(span.hi).0);
        let site = self.string_const(text.as_bytes());
        let global = self.l.global(obj);
        self.b.store(Operand::Global(global), site);
    }

    fn wants_call_site(&self, testing: PkgId, fun: ExprId) -> bool {
        let ast = self.src.ast;
        let fun = ast.unparen(fun);
        if let Some((f, _)) = self.static_callee(fun) {
            return self.is_helper(f);
        }
        let ExprKind::Selector { sel, .. } = ast.kind(fun) else { return false };
        let reports = REPORTS.contains(&sel.name.as_str());
        match self.l.c.prog.info[self.src.file].selections.get(&fun).map(|s| &s.kind) {
            Some(SelectionKind::Method(f)) => {
                let file = self.l.c.prog.ents.funcs[*f].file;
                reports && self.l.c.prog.file_pkg[file] == testing || self.is_helper(*f)
            }
            Some(SelectionKind::InterfaceMethod(_)) => reports && self.is_tb(fun),
            _ => false,
        }
    }

    /// Is a method selected of an interface like testing.TB?
    fn is_tb(&self, fun: ExprId) -> bool {
        let prog = &self.l.c.prog;
        let Some(sel) = prog.info[self.src.file].selections.get(&fun) else { return false };
        let t = underlying(&prog.types, &prog.ents, sel.recv);
        let Type::Interface(i) = &prog.types[t] else { return false };
        i.methods.iter().any(|m| m.name.as_str() == "Helper")
    }

    /// Does a declared function begin with a call of `Helper`?
    fn is_helper(&self, f: FuncObjId) -> bool {
        let (file, decl) = self.l.c.prog.func_decl(f);
        decl.body.as_ref().is_some_and(|body| calls_helper(self.l.c.prog.ast(file), body))
    }

    /// Is the place inside of a function that begins with a call of `Helper`?
    fn in_helper(&self, at: Pos) -> bool {
        let ast = self.src.ast;
        ast.decls.iter().any(|d| match d {
            Decl::Func(f) if f.span.lo <= at && at < f.span.hi => {
                f.body.as_ref().is_some_and(|body| calls_helper(ast, body))
            }
            _ => false,
        })
    }
}

/// Is a call of a method `Helper` one of the statements?
fn calls_helper(ast: &File, body: &Block) -> bool {
    body.stmts.iter().any(|s| {
        let StmtKind::Expr(e) = s.kind else { return false };
        let ExprKind::Call(call) = ast.kind(e) else { return false };
        matches!(ast.kind(call.fun), ExprKind::Selector { sel, .. } if sel.name.as_str() == "Helper")
    })
}
