//! Values kept in `sync.Pool` and `sync.Map`: `interface{}` by their type, but what gets out of them
//! is nearly always asserted to be of one type at once. Such values need not count as values that
//! any `interface{}` of the program can have, see `lower::flow`.

use super::FuncLower;
use crate::check::program::{Mode, SelectionKind};
use crate::lower::flow::Storage;
use crate::syntax::ast::*;
use crate::types::repr::*;
use rustc_hash::FxHashSet;

impl FuncLower<'_, '_, '_> {
    /// The callee of a call that gives a stored value.
    fn stored_value(&self, e: ExprId) -> Option<ExprId> {
        let ast = self.src.ast;
        let ExprKind::Call(call) = ast.kind(ast.unparen(e)) else { return None };
        let fun = ast.unparen(call.fun);
        let sel = self.l.c.prog.info[self.src.file].selections.get(&fun)?;
        let SelectionKind::Method(f) = sel.kind else { return None };
        (self.l.storage_method(f) == Some(Storage::Gives)).then_some(fun)
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
        if self.is_interface(t) {
            return self.type_of(x);
        }
        let variable = self.object(x).is_some_and(|obj| self.stored.contains(&obj));
        let call = self.stored_value(x);
        self.confined.extend(call);
        match variable || call.is_some() {
            true => self.l.stored(),
            false => self.type_of(x),
        }
    }

    /// `x, ... := e`: is `x` a stored value that is only asserted to be of a type?
    pub(super) fn define_stored(&mut self, x: ExprId, e: ExprId) {
        let Some(fun) = self.stored_value(e) else { return };
        let Some(obj) = self.object(x) else { return };
        if self.src.facts.mutated.contains(&obj) || self.src.facts.shared.contains(&obj) {
            return;
        }
        let ast = self.src.ast;
        let mut plain = FxHashSet::default();
        for node in ast.exprs.iter() {
            match node.kind {
                ExprKind::TypeAssert { x, .. } => plain.insert(ast.unparen(x)),
                ExprKind::Binary { op: BinOp::Eq | BinOp::Ne, x, y, .. } => {
                    let compared = [(x, y), (y, x)].into_iter();
                    let compared = compared.filter(|(nil, _)| self.mode(*nil) == Mode::Nil);
                    plain.extend(compared.map(|(_, v)| ast.unparen(v)));
                    true
                }
                _ => true,
            };
        }
        // An assertion to an interface type would let it get further.
        for node in ast.exprs.iter() {
            if let ExprKind::TypeAssert { x, ty: Some(ty) } = node.kind {
                let to = self.type_of(ty);
                if self.is_interface(to) {
                    plain.remove(&ast.unparen(x));
                }
            }
        }
        let uses = ast.exprs.ids().filter(|&u| u != x && matches!(ast.kind(u), ExprKind::Ident(_)));
        if uses.filter(|&u| self.object(u) == Some(obj)).all(|u| plain.contains(&u)) {
            self.confined.insert(fun);
            self.stored.insert(obj);
        }
    }
}
