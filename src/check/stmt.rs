//! Statements (spec: Statements).

use super::Checker;
use super::binary::Binary;
use super::operand::Usage;
use super::spelling::Spelling;
use crate::base::source::{Pos, Span};
use crate::syntax::ast::{self, BinOp, Block, ExprId, ExprKind, Stmt, StmtKind};
use crate::types::repr::*;

impl Checker {
    pub(super) fn stmts(&mut self, list: &[Stmt]) {
        for s in list {
            self.stmt(s);
        }
    }

    /// A block in a scope of its own.
    pub(super) fn block(&mut self, b: &Block) {
        let outer = self.open_scope(false);
        self.stmts(&b.stmts);
        self.close_scope(outer);
    }

    pub(super) fn stmt(&mut self, s: &Stmt) {
        match &s.kind {
            // Branches and labels are checked for the function as a whole.
            StmtKind::Bad
            | StmtKind::Empty
            | StmtKind::Break(_)
            | StmtKind::Continue(_)
            | StmtKind::Goto(_)
            | StmtKind::Fallthrough => {}
            StmtKind::Labeled { stmt, .. } => self.stmt(stmt),
            StmtKind::Expr(e) => {
                self.expr_stmt(*e);
            }
            StmtKind::Send { ch, value } => self.send(s.span, *ch, *value),
            StmtKind::IncDec { x, inc } => self.inc_dec(*x, *inc),
            StmtKind::Assign { lhs, rhs, op: None, .. } => self.assign_vars(lhs, rhs),
            StmtKind::Assign { lhs, rhs, op: Some(op), op_pos } => {
                self.assign_op(lhs, rhs, *op, *op_pos);
            }
            StmtKind::Define { lhs, rhs, op_pos } => self.short_var_decl(lhs, rhs, *op_pos),
            StmtKind::Decl(list) => self.decl_stmt(list),
            StmtKind::Go(call) => self.suspended_call("go", *call),
            StmtKind::Defer(call) => self.suspended_call("defer", *call),
            StmtKind::Return(values) => self.return_stmt(s.span, values),
            StmtKind::Block(b) => self.block(b),
            StmtKind::If(i) => self.if_stmt(i),
            StmtKind::Switch(sw) => self.switch_stmt(sw),
            StmtKind::TypeSwitch(sw) => self.type_switch_stmt(sw),
            StmtKind::Select { cases, .. } => self.select_stmt(cases),
            StmtKind::For(f) => self.for_stmt(f),
            StmtKind::Range(r) => self.range_stmt(r),
        }
        self.process_later();
    }

    fn decl_stmt(&mut self, list: &[ast::Decl]) {
        for d in list {
            match d {
                ast::Decl::Const(d) => self.local_consts(d),
                ast::Decl::Var(d) => self.local_vars(d),
                ast::Decl::Type(d) => self.local_type(d),
                // The parser admits no others here.
                ast::Decl::Import(_) | ast::Decl::Func(_) => {}
            }
        }
    }

    fn send(&mut self, span: Span, ch: ExprId, value: ExprId) {
        let ch = self.expr(ch);
        let mut value = match self.chan_element(ch.ty, false) {
            Ok(elem) if ch.is_valid() => self.expr_to(value, elem),
            _ => self.expr(value),
        };
        if !ch.is_valid() || !value.is_valid() {
            return;
        }
        if let Some(elem) = self.chan_elem_at(span, &ch, false) {
            self.assignment_to(&mut value, Some(elem), "send", |c| {
                Some(Spelling::Elem(c.env.file, ch.expr?))
            });
        }
    }

    fn inc_dec(&mut self, e: ExprId, inc: bool) {
        let mut x = self.expr(e);
        if !x.is_valid() {
            return;
        }
        if !self.q().all(x.ty, Basic::is_numeric) {
            let op = if inc { "++" } else { "--" };
            let (text, ty) = (self.expr_string(e), self.operand_type_string(&x));
            let message = format!("invalid operation: {text}{op} (non-numeric type {ty})");
            self.error(x.span, "NonNumericIncDec", message);
            return;
        }
        self.assign_value(e, &mut x, "assignment");
    }

    fn assign_op(&mut self, lhs: &[ExprId], rhs: &[ExprId], op: BinOp, op_pos: Pos) {
        let (&[x], &[y]) = (lhs, rhs) else {
            let text = op.text();
            let message =
                format!("assignment operation {text}= requires single-valued expressions");
            let span = lhs.first().map_or(Span::at(op_pos), |&e| self.span(e));
            self.error(span, "MultiValAssignOp", message);
            return;
        };
        let mut value = self.binary(&Binary { expr: None, op, op_pos, x, y: Some(y) });
        self.assign_value(x, &mut value, "assignment");
    }

    /// `go f()` and `defer f()`
    fn suspended_call(&mut self, keyword: &str, call: ExprId) {
        let code = if keyword == "go" { "InvalidGo" } else { "InvalidDefer" };
        let ast = self.ast();
        if !matches!(ast[ast.unparen(call)].kind, ExprKind::Call(_)) {
            let message = format!("expression in {keyword} must be function call");
            self.error(ast.span(call), code, message);
            self.use_exprs(&[call]);
            return;
        }
        let (x, usage) = self.raw_expr(call, None);
        if !x.is_valid() {
            return;
        }
        let (code, what) = match usage {
            Usage::Statement => return,
            Usage::Conversion => (code, "requires function call, not conversion"),
            Usage::Expression => ("UnusedResults", "discards result of"),
        };
        let message = format!("{keyword} {what} {}", self.operand_string(&x));
        self.error(x.span, code, message);
    }

    fn return_stmt(&mut self, span: Span, values: &[ExprId]) {
        let results = match self.env.func.map(|f| &self.prog.types[f]) {
            Some(Type::Func(sig)) => sig.results.clone(),
            _ => Box::default(),
        };
        let named = self.frames.last().map(|f| f.results.clone()).unwrap_or_default();
        if !values.is_empty() || named.is_empty() {
            self.return_values(&results, values, span);
            return;
        }
        // The results may be implicit unless another entity hides one of them.
        for obj in named {
            let name = self.prog.ents.objects[obj].name;
            let hiding = self.find(name).map(|b| b.obj).filter(|&o| o != obj && !name.is_blank());
            if let Some(other) = hiding {
                let pos = self.prog.ents.objects[other].pos;
                let message = format!("result parameter {name} not in scope at return");
                let ty = self.type_string(self.prog.ents.objects[obj].ty);
                let d = crate::base::diag::Diagnostic::error("OutOfScopeResult", span, message)
                    .note(Span::at(pos), format!("inner declaration of var {name} {ty}"));
                self.report(d);
            }
        }
    }

    fn if_stmt(&mut self, s: &ast::IfStmt) {
        let outer = self.open_scope(false);
        if let Some(init) = &s.init {
            self.stmt(init);
        }
        self.condition(s.cond, "if");
        self.block(&s.then);
        if let Some(els) = &s.els {
            self.stmt(els);
        }
        self.close_scope(outer);
    }

    fn condition(&mut self, cond: ExprId, statement: &str) {
        let x = self.expr(cond);
        if x.is_valid() && !self.q().all(x.ty, Basic::is_boolean) {
            let message = format!("non-boolean condition in {statement} statement");
            self.error(self.span(cond), "InvalidCond", message);
        }
    }

    fn for_stmt(&mut self, s: &ast::ForStmt) {
        let outer = self.open_scope(false);
        if let Some(init) = &s.init {
            self.stmt(init);
        }
        if let Some(cond) = s.cond {
            self.condition(cond, "for");
        }
        if let Some(post) = &s.post {
            self.stmt(post);
            // The parser refuses declarations here.
            if let StmtKind::Define { lhs, .. } = &post.kind {
                let ast = self.ast();
                for name in lhs.iter().filter_map(|&e| ast.ident(e)) {
                    if let Some(b) = self.find(name) {
                        self.mark_used(b.obj);
                    }
                }
            }
        }
        self.block(&s.body);
        self.close_scope(outer);
    }
}
