//! Labels and branches (spec: Labeled statements, Break, Continue, Goto, Fallthrough statements).
//!
//! One walk over a function's body, function literals excluded: they have labels of their own.

use super::Checker;
use crate::base::intern::Symbol;
use crate::base::source::{Pos, Span};
use crate::syntax::ast::{self, Block, Decl, Name, Stmt, StmtKind};

/// A label of the function.
struct Label {
    name: Name,
    /// The block it is declared in.
    block: usize,
    used: bool,
}

/// A `goto` whose label has not been seen yet.
#[derive(Clone, Copy)]
struct Goto {
    label: Name,
    /// A variable declared after it in the same block, over which it must not jump.
    jumps_over: Option<Name>,
}

/// What encloses a statement.
#[derive(Clone, Copy, Default)]
struct Context<'a> {
    breaks: bool,
    continues: bool,
    switch: Switch,
    /// The labeled statements around it, the innermost first.
    targets: Option<&'a Target<'a>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Switch {
    #[default]
    None,
    /// Directly in a clause of an expression switch; the flag says that it is the last.
    Clause(bool),
    TypeClause,
}

struct Target<'a> {
    label: Symbol,
    is_loop: bool,
    /// It can be left by `break`.
    breakable: bool,
    outer: Option<&'a Target<'a>>,
}

struct Walker<'c> {
    checker: &'c mut Checker,
    labels: Vec<Label>,
    /// For each block its parent and where it starts.
    blocks: Vec<(Option<usize>, Pos)>,
}

impl Checker {
    /// Checks all labels and branches of a function's body.
    pub(super) fn labels(&mut self, body: &Block) {
        let mut w = Walker { checker: self, labels: Vec::new(), blocks: Vec::new() };
        let open = w.block(None, body.lbrace, &body.stmts, Context::default());
        for goto in open {
            let name = goto.label.name;
            let message = match w.labels.iter_mut().find(|l| l.name.name == name) {
                Some(label) => {
                    label.used = true;
                    let at = w.checker.prog.sources.position(w.blocks[label.block].1);
                    format!("goto {name} jumps into block starting at {at}")
                }
                None => format!("label {name} not defined"),
            };
            w.error(goto.label.span, "UndeclaredLabel", message);
        }
        for label in std::mem::take(&mut w.labels) {
            if !label.used {
                let message = format!("label {} defined and not used", label.name.name);
                w.error(label.name.span, "UnusedLabel", message);
            }
        }
    }
}

impl Walker<'_> {
    fn error(&mut self, span: Span, code: &'static str, message: String) {
        self.checker.error(span, code, message);
    }

    /// Walks a block. Gives the `goto`s whose labels were not found in it.
    fn block(
        &mut self,
        parent: Option<usize>,
        start: Pos,
        stmts: &[Stmt],
        cx: Context<'_>,
    ) -> Vec<Goto> {
        let block = self.blocks.len();
        self.blocks.push((parent, start));
        let mut open = Vec::new();
        let len = stmts.iter().rposition(|s| !matches!(s.kind, StmtKind::Empty));
        for (i, s) in stmts.iter().enumerate() {
            // `fallthrough` must be the last statement of its clause.
            let last = len == Some(i);
            let switch = if last { cx.switch } else { Switch::None };
            self.stmt(block, s, Context { switch, ..cx }, cx.switch, &mut open);
        }
        // The variables of this block are out of scope at labels further out.
        for goto in &mut open {
            goto.jumps_over = None;
        }
        open
    }

    fn stmt(
        &mut self,
        block: usize,
        s: &Stmt,
        cx: Context<'_>,
        clause: Switch,
        open: &mut Vec<Goto>,
    ) {
        let inner = Context { switch: Switch::None, ..cx };
        match &s.kind {
            StmtKind::Labeled { label, stmt } => {
                self.declare(block, *label, open);
                let target = Target {
                    label: label.name,
                    is_loop: matches!(stmt.kind, StmtKind::For(_) | StmtKind::Range(_)),
                    breakable: is_breakable(&stmt.kind),
                    outer: cx.targets,
                };
                let cx = Context { targets: Some(&target), ..cx };
                self.stmt(block, stmt, cx, clause, open);
            }
            StmtKind::Decl(list) => {
                if let Some(Decl::Var(d)) = list.iter().find(|d| matches!(d, Decl::Var(_))) {
                    self.variable(d.names.first().copied(), None, open);
                }
            }
            StmtKind::Define { lhs, op_pos, .. } => {
                self.variable(lhs.first().copied(), Some(*op_pos), open);
            }
            StmtKind::Break(label) => self.check_break(s.span, *label, cx),
            StmtKind::Continue(label) => self.check_continue(s.span, *label, cx),
            StmtKind::Goto(label) => self.goto(block, *label, open),
            StmtKind::Fallthrough => self.fallthrough(s.span, cx.switch, clause),
            StmtKind::Block(b) => open.extend(self.block(Some(block), b.lbrace, &b.stmts, inner)),
            StmtKind::If(i) => {
                open.extend(self.block(Some(block), i.then.lbrace, &i.then.stmts, inner));
                if let Some(els) = &i.els {
                    let els = std::slice::from_ref(els);
                    open.extend(self.block(Some(block), els[0].span.lo, els, inner));
                }
            }
            StmtKind::For(f) => self.body(block, &f.body, inner, open),
            StmtKind::Range(r) => self.body(block, &r.body, inner, open),
            StmtKind::Switch(sw) => {
                for (i, c) in sw.cases.iter().enumerate() {
                    let switch = Switch::Clause(i + 1 == sw.cases.len());
                    let cx = Context { breaks: true, switch, ..inner };
                    open.extend(self.block(Some(block), c.span.lo, &c.body, cx));
                }
            }
            StmtKind::TypeSwitch(sw) => {
                for c in &sw.cases {
                    let cx = Context { breaks: true, switch: Switch::TypeClause, ..inner };
                    open.extend(self.block(Some(block), c.span.lo, &c.body, cx));
                }
            }
            StmtKind::Select { cases, .. } => {
                for c in cases {
                    let cx = Context { breaks: true, ..inner };
                    open.extend(self.block(Some(block), c.span.lo, &c.body, cx));
                }
            }
            _ => {}
        }
    }

    fn body(&mut self, block: usize, body: &Block, cx: Context<'_>, open: &mut Vec<Goto>) {
        let cx = Context { breaks: true, continues: true, ..cx };
        open.extend(self.block(Some(block), body.lbrace, &body.stmts, cx));
    }

    /// A variable is declared (by `:=` at `op`): pending `goto`s would jump over it.
    fn variable(&mut self, e: Option<ast::ExprId>, op: Option<Pos>, open: &mut [Goto]) {
        let Some(e) = e else { return };
        let ast = self.checker.ast();
        let name = ast.ident(e).unwrap_or_else(|| Symbol::new("_"));
        for goto in open {
            let span = op.map_or(ast.span(e), Span::at);
            goto.jumps_over = Some(Name { name, span });
        }
    }

    fn declare(&mut self, block: usize, name: Name, open: &mut Vec<Goto>) {
        if name.name.is_blank() {
            return;
        }
        if let Some(other) = self.labels.iter().find(|l| l.name.name == name.name) {
            let at = self.checker.prog.sources.position(other.name.span.lo);
            let message = format!("label {} already defined at {at}", name.name);
            self.error(name.span, "DuplicateLabel", message);
            return;
        }
        let (found, rest) = open.iter().copied().partition(|g| g.label.name == name.name);
        let found: Vec<Goto> = found;
        *open = rest;
        for goto in &found {
            if let Some(var) = goto.jumps_over {
                let at = self.checker.prog.sources.position(var.span.lo);
                let (label, var) = (name.name, var.name);
                let message = format!("goto {label} jumps over declaration of {var} at {at}");
                self.error(goto.label.span, "JumpOverDecl", message);
            }
        }
        self.labels.push(Label { name, block, used: !found.is_empty() });
    }

    fn goto(&mut self, block: usize, label: Name, open: &mut Vec<Goto>) {
        // A label of this block or of one around it that stands above is reachable.
        let mut at = Some(block);
        while let Some(b) = at {
            let mut labels = self.labels.iter_mut();
            if let Some(l) = labels.find(|l| l.block == b && l.name.name == label.name) {
                l.used = true;
                return;
            }
            at = self.blocks[b].0;
        }
        open.push(Goto { label, jumps_over: None });
    }

    /// Marks a label as used, and answers whether it was declared already.
    fn mark_used(&mut self, label: Symbol) -> bool {
        let found = self.labels.iter_mut().find(|l| l.name.name == label);
        found.is_some_and(|l| {
            l.used = true;
            true
        })
    }

    fn check_break(&mut self, span: Span, label: Option<Name>, cx: Context<'_>) {
        let Some(label) = label else {
            if !cx.breaks {
                let message = "break is not in a loop, switch, or select".to_owned();
                self.error(span, "MisplacedBreak", message);
            }
            return;
        };
        let declared = self.mark_used(label.name);
        match enclosing(cx.targets, label.name) {
            Some(t) if t.breakable => {}
            _ if declared => {
                let message = format!("invalid break label {}", label.name);
                self.error(label.span, "MisplacedLabel", message);
            }
            _ => {
                let message = format!("break label not defined: {}", label.name);
                self.error(label.span, "UndeclaredLabel", message);
            }
        }
    }

    fn check_continue(&mut self, span: Span, label: Option<Name>, cx: Context<'_>) {
        let Some(label) = label else {
            if !cx.continues {
                let message = "continue is not in a loop".to_owned();
                self.error(span, "MisplacedContinue", message);
            }
            return;
        };
        let declared = self.mark_used(label.name);
        match enclosing(cx.targets, label.name) {
            Some(t) if t.is_loop => {}
            _ if declared => {
                let message = format!("invalid continue label {}", label.name);
                self.error(label.span, "MisplacedLabel", message);
            }
            _ => {
                let message = format!("continue label not defined: {}", label.name);
                self.error(label.span, "UndeclaredLabel", message);
            }
        }
    }

    /// `here` is the switch whose clause the statement ends, `clause` the one it stands in.
    fn fallthrough(&mut self, span: Span, here: Switch, clause: Switch) {
        let message = match (here, clause) {
            (Switch::Clause(false), _) => return,
            (Switch::Clause(true), _) => "cannot fallthrough final case in switch",
            (_, Switch::TypeClause) => "cannot fallthrough in type switch",
            _ => "fallthrough statement out of place",
        };
        self.error(span, "MisplacedFallthrough", message.to_owned());
    }
}

fn is_breakable(s: &StmtKind) -> bool {
    matches!(
        s,
        StmtKind::For(_)
            | StmtKind::Range(_)
            | StmtKind::Switch(_)
            | StmtKind::TypeSwitch(_)
            | StmtKind::Select { .. }
    )
}

fn enclosing<'a>(mut targets: Option<&'a Target<'a>>, label: Symbol) -> Option<&'a Target<'a>> {
    // The blank label is none.
    while let Some(t) = targets.filter(|_| !label.is_blank()) {
        if t.label == label {
            return Some(t);
        }
        targets = t.outer;
    }
    None
}
