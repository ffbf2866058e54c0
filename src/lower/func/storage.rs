//! Values that are `interface{}` by their type, but nearly always only asserted to be of some type
//! at once: those kept in `sync.Pool` and `sync.Map`, and those that `recover` gives. They need not
//! count as values that any `interface{}` of the program can have, see `lower::flow`.

use super::FuncLower;
use crate::check::program::{Mode, SelectionKind};
use crate::lower::flow::Storage;
use crate::syntax::ast::*;
use crate::types::repr::*;
use rustc_hash::FxHashSet;

/// Where a value comes from that may be confined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Source {
    /// `sync.Pool` or `sync.Map`.
    Storage,
    /// `recover`.
    Panic,
}

impl FuncLower<'_, '_, '_> {
    /// The callee of a call that gives a stored value or one of a panic.
    fn source(&self, e: ExprId) -> Option<(ExprId, Source)> {
        let ast = self.src.ast;
        let ExprKind::Call(call) = ast.kind(ast.unparen(e)) else { return None };
        let fun = ast.unparen(call.fun);
        if self.mode(fun) == Mode::Builtin(Builtin::Recover) {
            return Some((fun, Source::Panic));
        }
        let sel = self.l.c.prog.info[self.src.file].selections.get(&fun)?;
        let SelectionKind::Method(f) = sel.kind else { return None };
        (self.l.storage_method(f) == Some(Storage::Gives)).then_some((fun, Source::Storage))
    }

    /// Where the values of a variable or call come from, if the use at hand lets them get no
    /// further; `concrete`: it is an assertion to a concrete type.
    fn confined_source(&mut self, x: ExprId, concrete: bool) -> Option<Source> {
        let x = self.src.ast.unparen(x);
        if let Some(obj) = self.object(x) {
            if self.is_confined_panic(obj) {
                return Some(Source::Panic);
            }
            return (concrete && self.stored.contains(&obj)).then_some(Source::Storage);
        }
        let (fun, source) = self.source(x)?;
        // What is stored and asserted to an interface type gets further.
        if source == Source::Storage && !concrete {
            return None;
        }
        self.confined.insert(fun);
        Some(source)
    }

    /// Notes the function that a literal of type `sync.Pool` gives: what it returns is stored.
    pub(super) fn note_pool(&mut self, lit: &CompositeLit, t: TypeId) {
        let Type::Named(n) = self.l.c.prog.types[t] else { return };
        let obj = &self.l.c.prog.ents.objects[self.l.c.prog.ents.named[n].obj];
        let path = obj.pkg.map(|p| self.l.c.prog.ents.packages[p].path.as_str());
        if path != Some("sync") || obj.name.as_str() != "Pool" {
            return;
        }
        for &e in &lit.elems {
            if let ExprKind::KeyValue { value, .. } = self.src.ast.kind(e) {
                self.pool_literals.insert(self.src.ast.unparen(*value));
            }
        }
    }

    /// The type of the operand of an assertion to `t`.
    pub(super) fn asserted_type(&mut self, x: ExprId, t: TypeId) -> TypeId {
        match self.confined_source(x, !self.is_interface(t)) {
            Some(Source::Storage) => self.l.stored(),
            Some(Source::Panic) => self.l.panics(),
            None => self.type_of(x),
        }
    }

    /// The type of the operand of a type switch.
    pub(super) fn switched_type(&mut self, x: ExprId) -> TypeId {
        match self.confined_source(x, false) {
            Some(_) => self.l.panics(),
            None => self.type_of(x),
        }
    }

    /// `x, ... := e`: is `x` a stored value that is only asserted to be of a type?
    pub(super) fn define_stored(&mut self, x: ExprId, e: ExprId) {
        let Some((fun, Source::Storage)) = self.source(e) else { return };
        let Some(obj) = self.object(x) else { return };
        if self.src.facts.mutated.contains(&obj) || self.src.facts.shared.contains(&obj) {
            return;
        }
        let plain = self.plain_uses(Source::Storage);
        if self.only_used(obj, |u| u == x || plain.contains(&u)) {
            self.confined.insert(fun);
            self.stored.insert(obj);
        }
    }

    // What recover gives

    /// Does the value of the call of `recover` with this callee get no further than where it is
    /// looked at?
    pub(super) fn is_confined_recover(&mut self, fun: ExprId) -> bool {
        let fun = self.src.ast.unparen(fun);
        match self.src.facts.recover_into.get(&fun).copied() {
            Some(obj) => self.is_confined_panic(obj),
            None => {
                self.confined.contains(&fun) || {
                    let ast = self.src.ast;
                    let plain = self.plain_uses(Source::Panic);
                    let callee = |e: &ExprId| match ast.kind(*e) {
                        ExprKind::Call(call) => ast.unparen(call.fun) == fun,
                        _ => false,
                    };
                    plain.iter().any(callee)
                }
            }
        }
    }

    /// Is it a variable with what `recover` gave, and which does not get further?
    pub(super) fn is_recovered(&mut self, x: ExprId) -> bool {
        let obj = self.object(self.src.ast.unparen(x));
        obj.is_some_and(|obj| self.is_confined_panic(obj))
    }

    /// Has the variable only values that `recover` gave, which are only looked at or raised again?
    fn is_confined_panic(&mut self, obj: ObjId) -> bool {
        let facts = self.src.facts;
        let Some(places) = facts.recovered.get(&obj) else { return false };
        if let Some(known) = self.recovered.get(&obj) {
            return *known;
        }
        let plain = self.plain_uses(Source::Panic);
        let given = |u: ExprId| places.contains(&u) || facts.bare.contains(&u);
        // Parameters and results have values that are not seen here.
        let pos = self.l.c.prog.ents.objects[obj].pos;
        let ast = self.src.ast;
        let ids = ast.exprs.ids();
        let mut declared = ids.filter(|&u| ast.span(u).lo == pos && self.object(u) == Some(obj));
        let confined =
            declared.any(given) && self.only_used(obj, |u| given(u) || plain.contains(&u));
        self.recovered.insert(obj, confined);
        confined
    }

    fn only_used(&self, obj: ObjId, how: impl Fn(ExprId) -> bool) -> bool {
        let ast = self.src.ast;
        let uses = ast.exprs.ids().filter(|&u| matches!(ast.kind(u), ExprKind::Ident(_)));
        uses.filter(|&u| self.object(u) == Some(obj)).all(how)
    }

    /// The operands of the file that values of a source may be without getting further: those of
    /// assertions and of comparisons with nil, and for recovered values those of type switches and
    /// of `panic`.
    fn plain_uses(&mut self, source: Source) -> FxHashSet<ExprId> {
        let ast = self.src.ast;
        let mut plain = FxHashSet::default();
        for node in ast.exprs.iter() {
            match &node.kind {
                ExprKind::TypeAssert { x, ty: Some(ty) } => {
                    let to = self.type_of(*ty);
                    // What is stored and asserted to an interface type gets further.
                    if source == Source::Panic || !self.is_interface(to) {
                        plain.insert(ast.unparen(*x));
                    }
                }
                ExprKind::Binary { op: BinOp::Eq | BinOp::Ne, x, y, .. } => {
                    let compared = [(x, y), (y, x)].into_iter();
                    let compared = compared.filter(|(nil, _)| self.mode(**nil) == Mode::Nil);
                    plain.extend(compared.map(|(_, v)| ast.unparen(*v)));
                }
                ExprKind::Call(call)
                    if source == Source::Panic
                        && self.mode(ast.unparen(call.fun)) == Mode::Builtin(Builtin::Panic) =>
                {
                    plain.extend(call.args.iter().map(|a| ast.unparen(*a)));
                }
                _ => {}
            }
        }
        if source == Source::Panic {
            plain.extend(&self.src.facts.inspected);
        }
        plain
    }
}
