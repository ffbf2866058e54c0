//! Which variables of a declaration are shared, and what each function body in it does.
//!
//! Takes the checked syntax tree of one function declaration or initialiser, gives [`Facts`]. The
//! walk is over source order, so a variable is seen declared before it is used. What it finds is
//! safe rather than exact: a variable counted as shared merely costs more.

use super::labels::has_goto;
use crate::base::source::{FileId, Pos};
use crate::check::program::{FileInfo, Mode, Program, SelectionKind};
use crate::syntax::ast::*;
use crate::types::predicates::Query;
use crate::types::repr::{Builtin, ObjId, ObjectKind, Type, TypeId, VarKind};
use rustc_hash::{FxHashMap, FxHashSet};

/// A variable, or something else that closures capture like one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum VarKey {
    Obj(ObjId),
    /// A result without a name.
    Result(u32),
    /// The frame of the function that defers.
    Frame,
    /// Whether `recover` has an effect.
    Token,
    /// The state of the range-over-func loop whose body this is.
    Loop,
}

/// A function body: of the declaration, a literal, or a range-over-func loop.
#[derive(Default, Debug)]
pub(super) struct Ctx {
    /// What of its surroundings it uses, in the order of first use.
    pub captures: Vec<VarKey>,
    /// Contains `defer`, also in the bodies of its range-over-func loops.
    pub defers: bool,
    pub recovers: bool,
    /// Contains `goto`: any code may run more than once.
    pub gotos: bool,
    /// Contains a range-over-func loop that returns from the function.
    pub returns_from_range: bool,
}

#[derive(Default, Debug)]
pub(super) struct Facts {
    /// The declaration itself under [`Pos::NONE`], literals by their start, range bodies by the
    /// `for`.
    pub ctxs: FxHashMap<Pos, Ctx>,
    /// Variables whose address is taken.
    pub shared: FxHashSet<ObjId>,
    /// Variables assigned to after their declaration.
    pub mutated: FxHashSet<ObjId>,
    /// Variables that some literal or range body uses.
    pub captured: FxHashSet<VarKey>,
    /// Those captured by something that may outlive the variable's block.
    pub escaping: FxHashSet<VarKey>,
    /// The operands of type switches, and calls whose value is dropped.
    pub inspected: FxHashSet<ExprId>,
    /// Variables that are given what `recover` gives, and where they are.
    pub recovered: FxHashMap<ObjId, Vec<ExprId>>,
    /// By the callee of a call of `recover`: the variable that is given its value.
    pub recover_into: FxHashMap<ExprId, ObjId>,
    /// The names of variables that are declared without a value.
    pub bare: FxHashSet<ExprId>,
    /// Those captured by a deferred literal.
    pub deferred: FxHashSet<VarKey>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum CtxKind {
    /// The declaration.
    Top,
    /// A literal that may go anywhere.
    Literal,
    /// A literal that is called where it stands.
    Called,
    /// A literal that is deferred, outside loops.
    Deferred,
    RangeBody,
}

struct Frame {
    pos: Pos,
    kind: CtxKind,
    ctx: Ctx,
    loops: u32,
    results: Vec<VarKey>,
}

struct Scan<'x> {
    prog: &'x Program,
    ast: &'x File,
    info: &'x FileInfo,
    facts: Facts,
    /// The body each variable belongs to, as an index of `stack`.
    owner: FxHashMap<VarKey, usize>,
    stack: Vec<Frame>,
    /// The declaration contains `goto`.
    gotos: bool,
}

/// The facts of a function declaration.
pub(super) fn function(prog: &Program, file: FileId, ast: &File, decl: &FuncDecl) -> Facts {
    let mut scan = Scan::new(prog, file, ast);
    scan.gotos = decl.body.as_ref().is_some_and(|body| body.stmts.iter().any(has_goto));
    scan.enter(Pos::NONE, CtxKind::Top, decl.recv.iter(), &decl.sig);
    if let Some(body) = &decl.body {
        scan.block(body);
    }
    scan.leave();
    scan.facts
}

/// The facts of the initialiser of a package variable.
pub(super) fn initializer(prog: &Program, file: FileId, ast: &File, e: ExprId) -> Facts {
    let mut scan = Scan::new(prog, file, ast);
    let sig = FuncSig { span: ast.span(e), params: Vec::new(), results: Vec::new() };
    scan.enter(Pos::NONE, CtxKind::Top, [].iter(), &sig);
    scan.expr(e);
    scan.leave();
    scan.facts
}

impl<'x> Scan<'x> {
    fn new(prog: &'x Program, file: FileId, ast: &'x File) -> Scan<'x> {
        Scan {
            prog,
            ast,
            info: &prog.info[file],
            facts: Facts::default(),
            owner: FxHashMap::default(),
            stack: Vec::new(),
            gotos: false,
        }
    }

    fn enter<'f>(
        &mut self,
        pos: Pos,
        kind: CtxKind,
        recv: impl Iterator<Item = &'f Field>,
        sig: &'f FuncSig,
    ) {
        self.push(pos, kind);
        for field in recv.chain(&sig.params) {
            for &name in &field.names {
                self.declare(name);
            }
        }
        let mut results = Vec::new();
        for field in &sig.results {
            for &name in &field.names {
                self.declare(name);
                results.push(self.info.objects[name]);
            }
            if field.names.is_empty() {
                results.push(None);
            }
        }
        let depth = self.stack.len() - 1;
        for (i, obj) in results.iter().enumerate() {
            let key = obj.map_or(VarKey::Result(i as u32), VarKey::Obj);
            self.owner.insert(key, depth);
            self.stack[depth].results.push(key);
        }
    }

    fn push(&mut self, pos: Pos, kind: CtxKind) {
        self.stack.push(Frame { pos, kind, ctx: Ctx::default(), loops: 0, results: Vec::new() });
        let depth = self.stack.len() - 1;
        if kind != CtxKind::RangeBody {
            self.stack[depth].ctx.gotos = self.gotos;
        }
    }

    fn leave(&mut self) {
        let frame = self.stack.pop().expect("leave follows enter");
        self.facts.ctxs.insert(frame.pos, frame.ctx);
        let depth = self.stack.len();
        // Unnamed results and hidden variables are known by position only.
        self.owner.retain(|key, at| matches!(key, VarKey::Obj(_)) || *at < depth);
    }

    fn here(&mut self) -> &mut Frame {
        self.stack.last_mut().expect("inside a body")
    }

    /// The innermost function, past range bodies.
    fn function_depth(&self) -> usize {
        let real = |f: &Frame| f.kind != CtxKind::RangeBody;
        self.stack.iter().rposition(real).expect("inside a function")
    }

    fn declare(&mut self, name: ExprId) {
        if let Some(obj) = self.info.objects[name] {
            self.declare_obj(obj);
        }
    }

    fn declare_obj(&mut self, obj: ObjId) {
        let depth = self.stack.len() - 1;
        self.owner.insert(VarKey::Obj(obj), depth);
    }

    /// Notes that the current body uses something that belongs to the body at `owner`.
    fn capture(&mut self, key: VarKey, owner: usize) {
        for frame in &mut self.stack[owner + 1..] {
            if !frame.ctx.captures.contains(&key) {
                frame.ctx.captures.push(key);
            }
            self.facts.captured.insert(key);
            match frame.kind {
                CtxKind::Literal | CtxKind::RangeBody => {
                    self.facts.escaping.insert(key);
                }
                CtxKind::Deferred => {
                    self.facts.deferred.insert(key);
                }
                CtxKind::Called | CtxKind::Top => {}
            }
        }
    }

    fn use_var(&mut self, key: VarKey) {
        if let Some(&owner) = self.owner.get(&key)
            && owner + 1 < self.stack.len()
        {
            self.capture(key, owner);
        }
    }

    fn local(&self, e: ExprId) -> Option<ObjId> {
        let obj = self.info.objects[e]?;
        match self.prog.ents.objects[obj].kind {
            ObjectKind::Var(k) if k != VarKind::Global && k != VarKind::Field => Some(obj),
            _ => None,
        }
    }

    fn type_of(&self, e: ExprId) -> &'x Type {
        self.under(self.info.exprs[e].ty)
    }

    fn under(&self, t: TypeId) -> &'x Type {
        match &self.prog.types[t] {
            Type::Named(n) => &self.prog.types[self.prog.ents.named[*n].underlying.unwrap_or(t)],
            Type::TypeParam(_) => {
                let q = Query { types: &self.prog.types, ents: &self.prog.ents };
                &self.prog.types[q.core(t)]
            }
            other => other,
        }
    }

    /// The local variable that `e` is or is a part of.
    fn root(&self, e: ExprId) -> Option<ObjId> {
        match self.ast.kind(e) {
            ExprKind::Paren(x) => self.root(*x),
            ExprKind::Ident(_) => self.local(e),
            ExprKind::Selector { x, .. } if !matches!(self.type_of(*x), Type::Pointer(_)) => {
                self.root(*x)
            }
            ExprKind::Index { x, .. } if matches!(self.type_of(*x), Type::Array(..)) => {
                self.root(*x)
            }
            _ => None,
        }
    }

    fn share(&mut self, e: ExprId) {
        self.facts.shared.extend(self.root(e));
    }

    fn mutate(&mut self, e: ExprId) {
        self.facts.mutated.extend(self.root(e));
    }

    // Expressions

    fn exprs(&mut self, list: &[ExprId]) {
        for &e in list {
            self.expr(e);
        }
    }

    fn expr(&mut self, e: ExprId) {
        if matches!(self.info.exprs[e].mode, Mode::Constant(_) | Mode::TypeExpr) {
            return;
        }
        let ast = self.ast;
        match ast.kind(e) {
            ExprKind::Ident(_) => {
                if let Some(obj) = self.local(e) {
                    self.use_var(VarKey::Obj(obj));
                }
            }
            ExprKind::CompositeLit(lit) => {
                for &elem in &lit.elems {
                    match ast.kind(elem) {
                        ExprKind::KeyValue { key, value } => {
                            // The key of a struct literal is a field's name.
                            if !matches!(self.type_of(e), Type::Struct(_)) {
                                self.expr(*key);
                            }
                            self.expr(*value);
                        }
                        _ => self.expr(elem),
                    }
                }
            }
            ExprKind::FuncLit(lit) => self.literal(e, lit, CtxKind::Literal),
            ExprKind::Paren(x) | ExprKind::Star(x) => self.expr(*x),
            ExprKind::Selector { x, .. } => self.selector(e, *x),
            ExprKind::Index { x, indices } => {
                self.expr(*x);
                self.exprs(indices);
            }
            ExprKind::Slice { x, lo, hi, max, .. } => {
                if matches!(self.type_of(*x), Type::Array(..)) {
                    self.share(*x);
                }
                self.expr(*x);
                for part in [lo, hi, max].into_iter().flatten() {
                    self.expr(*part);
                }
            }
            ExprKind::TypeAssert { x, .. } => self.expr(*x),
            ExprKind::Call(call) => self.call(call, CtxKind::Called),
            ExprKind::Unary { op, x, .. } => {
                if *op == UnOp::Addr {
                    self.share(*x);
                }
                self.expr(*x);
            }
            ExprKind::Binary { x, y, .. } => {
                self.expr(*x);
                self.expr(*y);
            }
            ExprKind::KeyValue { key, value } => {
                self.expr(*key);
                self.expr(*value);
            }
            _ => {}
        }
    }

    fn selector(&mut self, e: ExprId, x: ExprId) {
        if let Some(sel) = self.info.selections.get(&e) {
            let by_pointer = match sel.kind {
                SelectionKind::Method(f) => {
                    self.prog.ents.funcs[f].recv.is_some_and(|(_, pointer)| pointer)
                }
                _ => false,
            };
            if by_pointer && !matches!(self.type_of(x), Type::Pointer(_)) {
                self.share(x);
            }
            self.expr(x);
        }
    }

    /// A call whose callee, if it is a literal, is used as `kind` says.
    fn call(&mut self, call: &Call, kind: CtxKind) {
        let fun = self.ast.unparen(call.fun);
        match (self.info.exprs[fun].mode, self.ast.kind(fun)) {
            (Mode::Builtin(Builtin::Recover), _) => {
                let depth = self.function_depth();
                self.stack[depth].ctx.recovers = true;
                if depth + 1 < self.stack.len() {
                    self.capture(VarKey::Token, depth);
                }
            }
            (Mode::Builtin(_), _) => {}
            (_, ExprKind::FuncLit(lit)) => self.literal(fun, lit, kind),
            _ => self.expr(fun),
        }
        self.exprs(&call.args);
    }

    fn literal(&mut self, e: ExprId, lit: &FuncLit, kind: CtxKind) {
        let outer = self.gotos;
        self.gotos |= lit.body.stmts.iter().any(has_goto);
        self.enter(self.ast.span(e).lo, kind, [].iter(), &lit.sig);
        self.block(&lit.body);
        self.leave();
        self.gotos = outer;
    }

    // Statements

    fn block(&mut self, b: &Block) {
        self.stmts(&b.stmts);
    }

    fn stmts(&mut self, list: &[Stmt]) {
        for s in list {
            self.stmt(s);
        }
    }

    fn stmt(&mut self, s: &Stmt) {
        match &s.kind {
            StmtKind::Bad
            | StmtKind::Empty
            | StmtKind::Break(_)
            | StmtKind::Continue(_)
            | StmtKind::Goto(_)
            | StmtKind::Fallthrough => {}
            StmtKind::Expr(e) => {
                self.facts.inspected.insert(self.ast.unparen(*e));
                self.expr(*e);
            }
            StmtKind::Send { ch, value } => {
                self.expr(*ch);
                self.expr(*value);
            }
            StmtKind::IncDec { x, .. } => {
                self.expr(*x);
                self.mutate(*x);
            }
            StmtKind::Assign { lhs, rhs, op, .. } => {
                if op.is_none() {
                    self.note_recover(lhs, rhs);
                }
                self.exprs(lhs);
                self.exprs(rhs);
                lhs.iter().for_each(|x| self.mutate(*x));
            }
            StmtKind::Define { lhs, rhs, .. } => {
                self.note_recover(lhs, rhs);
                self.exprs(rhs);
                self.define(lhs);
            }
            StmtKind::Decl(decls) => self.decls(decls),
            StmtKind::Go(e) => self.spawn(*e, CtxKind::Literal),
            StmtKind::Defer(e) => self.defer(*e),
            StmtKind::Return(list) => {
                self.exprs(list);
                self.returns();
            }
            StmtKind::Block(b) => self.block(b),
            StmtKind::If(s) => {
                s.init.iter().for_each(|s| self.stmt(s));
                self.expr(s.cond);
                self.block(&s.then);
                s.els.iter().for_each(|s| self.stmt(s));
            }
            StmtKind::Switch(s) => {
                s.init.iter().for_each(|s| self.stmt(s));
                s.tag.iter().for_each(|e| self.expr(*e));
                for case in &s.cases {
                    self.exprs(&case.exprs);
                    self.stmts(&case.body);
                }
            }
            StmtKind::TypeSwitch(s) => {
                s.init.iter().for_each(|s| self.stmt(s));
                self.facts.inspected.insert(self.ast.unparen(s.x));
                self.expr(s.x);
                for case in &s.cases {
                    if let Some(&obj) = self.info.implicits.get(&case.span.lo) {
                        self.declare_obj(obj);
                    }
                    self.stmts(&case.body);
                }
            }
            StmtKind::Select { cases, .. } => {
                for case in cases {
                    case.comm.iter().for_each(|s| self.stmt(s));
                    self.stmts(&case.body);
                }
            }
            StmtKind::For(s) => {
                s.init.iter().for_each(|s| self.stmt(s));
                self.here().loops += 1;
                s.cond.iter().for_each(|e| self.expr(*e));
                s.post.iter().for_each(|s| self.stmt(s));
                self.block(&s.body);
                self.here().loops -= 1;
            }
            StmtKind::Range(s) => self.range(s),
            StmtKind::Labeled { stmt, .. } => self.stmt(stmt),
        }
    }

    /// `x = recover()`
    fn note_recover(&mut self, lhs: &[ExprId], rhs: &[ExprId]) {
        let ([x], [e]) = (lhs, rhs) else { return };
        let e = self.ast.unparen(*e);
        let ExprKind::Call(call) = self.ast.kind(e) else { return };
        let fun = self.ast.unparen(call.fun);
        if self.info.exprs[fun].mode != Mode::Builtin(Builtin::Recover) {
            return;
        }
        let x = self.ast.unparen(*x);
        match self.info.objects[x] {
            Some(obj) => {
                self.facts.recovered.entry(obj).or_default().push(x);
                self.facts.recover_into.insert(fun, obj);
            }
            None if matches!(self.ast.kind(x), ExprKind::Ident(name) if name.as_str() == "_") => {
                self.facts.inspected.insert(e);
            }
            None => {}
        }
    }

    /// The left side of `:=`: new variables are declared, others assigned.
    fn define(&mut self, lhs: &[ExprId]) {
        for &x in lhs {
            let Some(obj) = self.info.objects[x] else { continue };
            if self.prog.ents.objects[obj].pos == self.ast.span(x).lo {
                self.declare_obj(obj);
            } else {
                self.expr(x);
                self.mutate(x);
            }
        }
    }

    fn decls(&mut self, decls: &[Decl]) {
        for d in decls {
            if let Decl::Var(v) = d {
                self.exprs(&v.values);
                match v.values.is_empty() {
                    true => self.facts.bare.extend(&v.names),
                    false => self.note_recover(&v.names, &v.values),
                }
                v.names.iter().for_each(|n| self.declare(*n));
            }
        }
    }

    fn spawn(&mut self, e: ExprId, kind: CtxKind) {
        match self.ast.kind(self.ast.unparen(e)) {
            ExprKind::Call(call) => self.call(call, kind),
            _ => self.expr(e),
        }
    }

    fn defer(&mut self, e: ExprId) {
        let depth = self.function_depth();
        self.stack[depth].ctx.defers = true;
        if depth + 1 < self.stack.len() {
            self.capture(VarKey::Frame, depth);
        }
        let once = depth + 1 == self.stack.len() && self.stack[depth].loops == 0 && !self.gotos;
        self.spawn(e, if once { CtxKind::Deferred } else { CtxKind::Literal });
    }

    fn returns(&mut self) {
        let depth = self.function_depth();
        if depth + 1 < self.stack.len() {
            self.stack[depth].ctx.returns_from_range = true;
            for key in self.stack[depth].results.clone() {
                self.capture(key, depth);
            }
        }
    }

    fn range(&mut self, s: &RangeStmt) {
        self.expr(s.x);
        let vars: Vec<ExprId> = s.key.iter().chain(&s.value).copied().collect();
        let over_func = matches!(self.type_of(s.x), Type::Func(_));
        if over_func {
            self.push(s.for_pos, CtxKind::RangeBody);
        } else {
            self.here().loops += 1;
        }
        if s.define {
            self.define(&vars);
        } else {
            self.exprs(&vars);
            vars.iter().for_each(|x| self.mutate(*x));
        }
        self.block(&s.body);
        if over_func {
            self.leave();
        } else {
            self.here().loops -= 1;
        }
    }
}
