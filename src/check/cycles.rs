//! Cycles among declarations: how they are reported, and types that contain themselves.

use super::Checker;
use crate::base::diag::Diagnostic;
use crate::base::source::Span;
use crate::types::repr::*;
use crate::types::table::TypeTable;

impl Checker {
    /// Reports a cycle of declarations, beginning with the one that comes first in the source.
    pub(super) fn cycle_error(&mut self, cycle: &[ObjId]) {
        let objects = &self.prog.ents.objects;
        let start = (0..cycle.len()).min_by_key(|&i| objects[cycle[i]].pos).unwrap_or(0);
        let first = &objects[cycle[start]];
        let span = Span::at(first.pos);
        let is_type = matches!(first.kind, ObjectKind::TypeName { .. });
        let name = first.name;
        let what = if is_type { "invalid recursive type" } else { "invalid cycle in declaration" };
        if cycle.len() == 1 {
            let message = format!("{what}: {name} refers to itself");
            self.error(span, "InvalidDeclCycle", message);
            return;
        }
        let of = if is_type { "" } else { " of" };
        let mut d = Diagnostic::error("InvalidDeclCycle", span, format!("{what}{of} {name}"));
        for i in 0..cycle.len() {
            let at = |k: usize| &objects[cycle[(start + k) % cycle.len()]];
            let (this, next) = (at(i), at(i + 1));
            d = d.note(Span::at(this.pos), format!("{} refers to {}", this.name, next.name));
        }
        self.report(d);
    }

    /// Reports a type that contains itself other than through a pointer, slice, ... and breaks
    /// the cycle (spec: a struct or array type may not contain itself).
    pub(super) fn check_finite(&mut self, named: NamedId) {
        let mut path = Vec::new();
        self.finite_named(named, &mut path);
    }

    /// Answers whether all of the type was known.
    fn finite_named(&mut self, named: NamedId, path: &mut Vec<NamedId>) -> bool {
        if self.decls.finite.contains(&named) {
            return true;
        }
        if let Some(start) = path.iter().position(|&n| n == named) {
            let cycle: Vec<ObjId> =
                path[start..].iter().map(|&n| self.prog.ents.named[n].obj).collect();
            self.cycle_error(&cycle);
            for &n in &path[start..] {
                self.prog.ents.named[n].underlying = Some(TypeTable::INVALID);
            }
            return true;
        }
        let Some(underlying) = self.prog.ents.named[named].underlying else { return false };
        // What is written names the types that messages are to name.
        let rhs = self.decls.rhs.get(&named).copied().unwrap_or(underlying);
        path.push(named);
        let known = self.finite_type(rhs, path);
        path.pop();
        if known {
            self.decls.finite.insert(named);
        }
        known
    }

    pub(super) fn finite_type(&mut self, ty: TypeId, path: &mut Vec<NamedId>) -> bool {
        match &self.prog.types[ty] {
            Type::Named(n) => self.finite_named(*n, path),
            Type::Array(elem, _) => self.finite_type(*elem, path),
            Type::Struct(fields) => {
                let types: Vec<TypeId> = fields.iter().map(|f| f.ty).collect();
                let mut known = true;
                for ty in types {
                    known &= self.finite_type(ty, path);
                }
                known
            }
            _ => true,
        }
    }
}
