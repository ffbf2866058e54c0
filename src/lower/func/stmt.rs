//! Statements.

use super::labels::declares_label;
use super::rangefunc::Exit;
use super::vars::{Storage, Var};
use super::{FuncLower, Kind, Val};
use crate::base::intern::Symbol;
use crate::base::source::Pos;
use crate::check::program::SelectionKind;
use crate::ir::entities::*;
use crate::lower::func::analyze::VarKey;
use crate::syntax::ast::*;
use crate::types::repr::*;

/// A statement that `break` or `continue` can refer to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    pub label: Option<Symbol>,
    /// Distinguishes it from the targets of the functions around and inside.
    pub id: u32,
    pub brk: BlockId,
    pub cont: Option<BlockId>,
}

/// A target outside the body of a range-over-func loop.
#[derive(Clone, Copy, Debug)]
pub(super) struct OuterTarget {
    pub label: Option<Symbol>,
    pub id: u32,
}

impl<'x> FuncLower<'x, '_, '_> {
    pub(super) fn stmts(&mut self, list: &'x [Stmt]) {
        for s in list {
            // What control cannot get to is left out; with goto it may from further down.
            if self.ctx.gotos || self.b.is_live() || matches!(s.kind, StmtKind::Labeled { .. }) {
                self.stmt(s);
            }
        }
    }

    pub(super) fn block(&mut self, b: &'x Block) {
        self.push_scope(b.lbrace);
        self.stmts(&b.stmts);
        self.b.pop_scope();
    }

    pub(super) fn stmt(&mut self, s: &'x Stmt) {
        let mark = self.temps.mark();
        self.statement(s);
        self.temps.release(mark);
    }

    fn statement(&mut self, s: &'x Stmt) {
        let label = self.pending_label.take();
        self.at(s.span.lo);
        match &s.kind {
            StmtKind::Bad | StmtKind::Empty => {}
            StmtKind::Expr(e) => self.discard(*e),
            StmtKind::Send { ch, value } => self.send(*ch, *value),
            StmtKind::IncDec { x, inc } => self.inc_dec(*x, *inc),
            StmtKind::Assign { lhs, rhs, op: Some(op), .. } => self.op_assign(lhs[0], *op, rhs[0]),
            StmtKind::Assign { lhs, rhs, op: None, .. } => self.assign(lhs, rhs),
            StmtKind::Define { lhs, rhs, .. } => self.define(lhs, rhs),
            StmtKind::Decl(decls) => self.decls(decls),
            StmtKind::Go(e) => self.go(*e),
            StmtKind::Defer(e) => self.defer(*e),
            StmtKind::Return(list) => self.return_stmt(list),
            StmtKind::Break(name) => self.break_stmt(*name),
            StmtKind::Continue(name) => self.continue_stmt(*name),
            StmtKind::Goto(name) => self.goto(name.name),
            StmtKind::Fallthrough => {
                let next = self.fallthrough.expect("fallthrough stands in a clause");
                self.b.br(next);
            }
            StmtKind::Block(b) => self.block(b),
            StmtKind::If(s) => self.if_stmt(s),
            StmtKind::Switch(s) => self.switch_stmt(s, label),
            StmtKind::TypeSwitch(s) => self.type_switch(s, label),
            StmtKind::Select { cases, lbrace, .. } => self.select_stmt(cases, *lbrace, label),
            StmtKind::For(s) => self.for_stmt(s, label),
            StmtKind::Range(s) => self.range_stmt(s, label),
            StmtKind::Labeled { label, stmt } => {
                let block = self.label_block(label.name);
                self.b.br(block);
                self.b.switch_to(block);
                self.pending_label = Some(label.name);
                self.stmt(stmt);
                self.pending_label = None;
            }
        }
    }

    pub(super) fn label_block(&mut self, name: Symbol) -> BlockId {
        match self.labels.get(&name) {
            Some(block) => *block,
            None => {
                let block = self.b.new_block();
                if self.ctx.gotos {
                    self.b.reach(block);
                }
                self.labels.insert(name, block);
                block
            }
        }
    }

    // Declarations

    fn decls(&mut self, decls: &'x [Decl]) {
        for d in decls {
            if let Decl::Var(v) = d {
                self.at(v.span.lo);
                self.var_decl(v);
            }
        }
    }

    fn var_decl(&mut self, v: &'x VarDecl) {
        if !v.values.is_empty() {
            return self.define(&v.names, &v.values);
        }
        for &name in &v.names {
            if self.is_blank(name) {
                continue;
            }
            let obj = self.object(name).expect("a declared variable has an object");
            let t = self.object_type(obj);
            let var = self.new_obj_var(obj, t);
            self.init_zero(var, t);
        }
    }

    // Control flow

    fn if_stmt(&mut self, s: &'x IfStmt) {
        self.push_scope(self.span(s.cond).lo);
        if let Some(init) = &s.init {
            self.stmt(init);
        }
        let known = self.constant(s.cond).and_then(|v| v.as_bool());
        match known {
            // The other branch cannot be entered by goto either (spec: Goto statements).
            Some(true) => self.block(&s.then),
            Some(false) => {
                if let Some(els) = &s.els {
                    self.stmt(els);
                }
            }
            None => self.branches(s),
        }
        self.b.pop_scope();
    }

    fn branches(&mut self, s: &'x IfStmt) {
        let then = self.b.new_block();
        let done = self.b.new_block();
        let els = if s.els.is_some() { self.b.new_block() } else { done };
        self.cond(s.cond, then, els);
        self.b.switch_to(then);
        if self.b.is_live() {
            self.block(&s.then);
        }
        self.b.br(done);
        if let Some(stmt) = &s.els {
            self.b.switch_to(els);
            if self.b.is_live() {
                self.stmt(stmt);
            }
            self.b.br(done);
        }
        self.b.switch_to(done);
    }

    pub(super) fn push_target(
        &mut self,
        label: Option<Symbol>,
        brk: BlockId,
        cont: Option<BlockId>,
    ) {
        let id = self.next_target;
        self.next_target += 1;
        self.targets.push(Target { label, id, brk, cont });
    }

    fn break_stmt(&mut self, name: Option<Name>) {
        let found = match name {
            Some(name) => self.targets.iter().rfind(|t| t.label == Some(name.name)),
            None => self.targets.last(),
        };
        match found {
            Some(t) => {
                let to = t.brk;
                self.b.br(to);
            }
            None => {
                let id = self.outer_target(name);
                self.exit(Exit::Break(id));
            }
        }
    }

    fn continue_stmt(&mut self, name: Option<Name>) {
        let found = match name {
            Some(name) => self.targets.iter().rfind(|t| t.label == Some(name.name)),
            None => self.targets.iter().rfind(|t| t.cont.is_some()),
        };
        match found.and_then(|t| t.cont) {
            Some(to) => self.b.br(to),
            None => {
                let id = self.outer_target(name);
                self.exit(Exit::Continue(id));
            }
        }
    }

    fn outer_target(&self, name: Option<Name>) -> u32 {
        let name = name.map(|n| n.name);
        let found = self.outer_targets.iter().rfind(|t| t.label == name);
        found.expect("the checker found the label").id
    }

    fn goto(&mut self, name: Symbol) {
        if self.label_is_here(name) {
            let block = self.label_block(name);
            self.b.br(block);
        } else {
            self.exit(Exit::Goto(name));
        }
    }

    /// Is a label declared in this function, rather than around the range body that it is?
    pub(super) fn label_is_here(&self, name: Symbol) -> bool {
        match &self.range_body {
            Some(body) => declares_label(&body.stmts.stmts, name),
            None => true,
        }
    }

    fn for_stmt(&mut self, s: &'x ForStmt, label: Option<Symbol>) {
        self.push_scope(s.body.lbrace);
        let mut own = Vec::new();
        if let Some(init) = &s.init {
            self.stmt(init);
            own = self.loop_variables(init);
        }
        let head = self.b.new_block();
        let body = self.b.new_block();
        let next = self.b.new_block();
        let done = self.b.new_block();
        self.b.br(head);
        self.b.switch_to(head);
        self.loops += 1;
        match s.cond {
            Some(cond) => {
                self.at(self.span(cond).lo);
                self.cond(cond, body, done);
            }
            None => self.b.br(body),
        }
        self.push_target(label, done, Some(next));
        self.b.switch_to(body);
        self.block(&s.body);
        self.b.br(next);
        self.b.switch_to(next);
        self.targets.pop();
        self.next_iteration(&own);
        if let Some(post) = &s.post {
            self.stmt(post);
        }
        self.b.br(head);
        self.loops -= 1;
        self.b.switch_to(done);
        self.b.pop_scope();
    }

    /// The variables declared by `init` of which every iteration has its own copy that shows
    /// (spec: For statements with for clause): their address goes into a slot.
    fn loop_variables(&mut self, init: &Stmt) -> Vec<(ObjId, TypeId)> {
        let StmtKind::Define { lhs, .. } = &init.kind else { return Vec::new() };
        let mut own = Vec::new();
        for &name in lhs {
            if self.is_blank(name) {
                continue;
            }
            let Some(obj) = self.object(name) else { continue };
            let t = self.object_type(obj);
            let key = VarKey::Obj(obj);
            if self.storage(key, t) == Storage::Object
                && let Some(Var::Mem(addr)) = self.vars.get(&key).copied()
            {
                let cell = self.b.slot(Ty::Ptr, None);
                self.b.store(cell, addr);
                self.vars.insert(key, Var::Cell(cell));
                own.push((obj, t));
            }
        }
        own
    }

    fn next_iteration(&mut self, own: &[(ObjId, TypeId)]) {
        for &(obj, t) in own {
            let key = VarKey::Obj(obj);
            let Some(Var::Cell(cell)) = self.vars.get(&key).copied() else { continue };
            let old = self.b.load(cell, Ty::Ptr);
            let fresh = self.allocate(Storage::Object, None, t).addr;
            let v = self.load_val(old, t);
            self.store_val(fresh, v, t);
            self.b.store(cell, fresh);
        }
    }

    /// Branches on a condition, without making a value of `&&`, `||` and `!`.
    pub(super) fn cond(&mut self, e: ExprId, then: BlockId, els: BlockId) {
        if self.constant(e).is_none() && !self.hoisted.contains_key(&e) {
            match self.src.ast.kind(e) {
                ExprKind::Paren(x) => return self.cond(*x, then, els),
                ExprKind::Unary { op: UnOp::Not, x, .. } => return self.cond(*x, els, then),
                ExprKind::Binary { op, x, y, .. } if op.is_logical() => {
                    let middle = self.b.new_block();
                    match op {
                        BinOp::AndAnd => self.cond(*x, middle, els),
                        _ => self.cond(*x, then, middle),
                    }
                    self.b.switch_to(middle);
                    if !self.b.is_live() {
                        return;
                    }
                    return self.cond(*y, then, els);
                }
                _ => {}
            }
        }
        let v = match self.known_bool(e) {
            Some(known) => Operand::bool(known),
            None => self.expr(e),
        };
        self.b.cond_br(v, then, els);
    }

    /// The value of a variable that has only one, found out when it was declared.
    fn known_bool(&mut self, e: ExprId) -> Option<bool> {
        if let Some((t, field)) = self.bool_field(e) {
            if !self.l.is_never_set(t, field) {
                return None;
            }
            // What is in front of the field may panic.
            self.expr(e);
            return Some(false);
        }
        let obj = self.object(e)?;
        self.known.get(&obj).copied()
    }

    /// The field of a struct type that an expression selects, if it is a bool.
    pub(super) fn bool_field(&mut self, e: ExprId) -> Option<(TypeId, u32)> {
        let ExprKind::Selector { x, .. } = *self.src.ast.kind(e) else { return None };
        let t = self.type_of(e);
        if !matches!(self.kind(t), Kind::Basic(Basic::Bool | Basic::UntypedBool)) {
            return None;
        }
        let sel = self.selection(e)?;
        if sel.kind != SelectionKind::Field {
            return None;
        }
        let (&last, path) = sel.path.split_last()?;
        let mut at = self.type_of(x);
        for &i in path {
            let holder = self.pointee(at);
            let field = self.fields(holder)[i as usize].ty;
            at = self.subst(field);
        }
        Some((self.pointee(at), last))
    }

    /// Evaluates an expression for its effects.
    pub(super) fn discard(&mut self, e: ExprId) {
        let inner = self.src.ast.unparen(e);
        if let ExprKind::Call(_) = self.src.ast.kind(inner) {
            self.call_any(inner);
            return;
        }
        if let ExprKind::Unary { op: UnOp::Recv, x, .. } = self.src.ast.kind(inner) {
            return self.recv_nothing(*x);
        }
        let _: Val = self.val(e);
    }

    /// The position that ends a block belongs to its last statement.
    pub(super) fn at_end(&mut self, rbrace: Pos) {
        if !self.b.is_terminated() {
            self.at(rbrace);
        }
    }
}
