//! Cycles among declarations: how they are reported, and types that contain themselves.

use super::Checker;
use crate::base::diag::Diagnostic;
use crate::base::source::{Pos, Span};
use crate::types::repr::*;
use crate::types::table::TypeTable;

impl Checker {
    /// Reports a cycle of declarations, beginning with the one that comes first in the source.
    pub(super) fn cycle_error(&mut self, cycle: &[ObjId]) {
        let at = |&o: &ObjId| Span::at(self.prog.ents.objects[o].pos);
        let places: Vec<Span> = cycle.iter().map(at).collect();
        self.cycle_error_at(cycle, &places);
    }

    /// As [`cycle_error`](Self::cycle_error) with the place of each.
    pub(super) fn cycle_error_at(&mut self, cycle: &[ObjId], places: &[Span]) {
        let name = |&o: &ObjId| self.prog.ents.objects[o].name.to_string();
        let names: Vec<String> = cycle.iter().map(name).collect();
        self.named_cycle_error(cycle, places, &names);
    }

    fn named_cycle_error(&mut self, cycle: &[ObjId], places: &[Span], names: &[String]) {
        let objects = &self.prog.ents.objects;
        let start = (0..cycle.len()).min_by_key(|&i| places[i].lo).unwrap_or(0);
        let first = &objects[cycle[start]];
        let span = places[start];
        let is_type = matches!(first.kind, ObjectKind::TypeName { .. });
        let name = &names[start];
        let what = if is_type { "invalid recursive type" } else { "invalid cycle in declaration" };
        if cycle.len() == 1 {
            let message = format!("{what}: {name} refers to itself");
            self.error(span, "InvalidDeclCycle", message);
            return;
        }
        let of = if is_type { "" } else { " of" };
        let mut d = Diagnostic::error("InvalidDeclCycle", span, format!("{what}{of} {name}"));
        for i in 0..cycle.len() {
            let at = |k: usize| (start + k) % cycle.len();
            let (this, next) = (&names[at(i)], &names[at(i + 1)]);
            d = d.note(places[at(i)], format!("{this} refers to {next}"));
        }
        self.report(d);
    }

    /// Reports a type that contains itself other than through a pointer, slice, ... and breaks
    /// the cycle (spec: a struct or array type may not contain itself).
    pub(super) fn check_finite(&mut self, named: NamedId) {
        let ty = self.prog.types.intern(Type::Named(named));
        self.finite_type(ty, &[], &mut Vec::new());
    }

    /// As [`check_finite`](Self::check_finite) for any type.
    pub(super) fn check_finite_type(&mut self, ty: TypeId) {
        self.finite_type(ty, &[], &mut Vec::new());
    }

    /// Follows a defined type. `nest` are the defined types around it, `path` all that led here,
    /// type arguments included. Answers whether all of the type was known.
    fn finite_named(&mut self, ty: TypeId, nest: &[TypeId], path: &mut Vec<TypeId>) -> bool {
        let Type::Named(n) = self.prog.types[ty] else { return true };
        let named = &self.prog.ents.named[n];
        let plain = named.origin.is_none() && named.type_params.is_empty();
        if plain && self.decls.finite.contains(&n) || named.underlying == Some(TypeTable::INVALID) {
            return true;
        }
        if nest.contains(&ty) {
            let start = path.iter().position(|&t| t == ty).unwrap_or(0);
            self.report_infinite(&path[start..]);
            return true;
        }
        // What is written names the types that messages are to name, and does not expand.
        let origin = named.origin.as_ref().map_or(n, |(origin, _)| *origin);
        let Some(underlying) = self.prog.ents.named[origin].underlying else { return false };
        let rhs = self.decls.rhs.get(&origin).copied().unwrap_or(underlying);
        let mut inner = nest.to_vec();
        inner.push(ty);
        path.push(ty);
        let known = self.finite_type(rhs, &inner, path);
        path.pop();
        if known && plain {
            self.decls.finite.insert(n);
        }
        known
    }

    /// Reports types that contain each other, the last one the first, and breaks the cycle there.
    fn report_infinite(&mut self, cycle: &[TypeId]) {
        let mut first: Option<(Span, NamedId)> = None;
        let mut objects = Vec::with_capacity(cycle.len());
        let mut places = Vec::with_capacity(cycle.len());
        for (i, &t) in cycle.iter().enumerate() {
            let Type::Named(n) = self.prog.types[t] else { continue };
            let named = &self.prog.ents.named[n];
            let generic = named.origin.is_some() || !named.type_params.is_empty();
            let declared = Span::at(self.prog.ents.objects[named.obj].pos);
            // The error stands at a declaration, if there is one that is not generic.
            let place = match self.decls.instance_spans.get(&t).filter(|_| generic) {
                Some(&written) if cycle.len() == 1 => written,
                Some(_) => Span::at(Pos(u32::MAX - 1)),
                None => declared,
            };
            places.push(place);
            objects.push(named.obj);
            if first.is_none_or(|(at, _)| place.lo < at.lo) {
                first = Some((place, n));
            }
            // What is declared as another defined type shares its underlying type.
            let rhs = self.decls.rhs.get(&n);
            if rhs.is_some_and(|&t| matches!(self.prog.types[t], Type::Named(_))) {
                self.prog.ents.named[n].underlying = Some(TypeTable::INVALID);
            }
            let named = &self.prog.ents.named[n];
            if generic && i == 0 {
                let origin = named.origin.as_ref().map_or(n, |(origin, _)| *origin);
                self.prog.ents.named[n].underlying = Some(TypeTable::INVALID);
                self.prog.ents.named[origin].underlying = Some(TypeTable::INVALID);
            }
        }
        if let Some((_, n)) = first {
            self.prog.ents.named[n].underlying = Some(TypeTable::INVALID);
        }
        if places.iter().all(|p| p.lo == Pos(u32::MAX - 1)) {
            let at = cycle.first().and_then(|t| self.decls.instance_spans.get(t)).copied();
            places = vec![at.unwrap_or(Span::NONE); places.len()];
        }
        let names: Vec<String> = cycle.iter().map(|&t| self.type_string(t)).collect();
        self.named_cycle_error(&objects, &places, &names);
    }

    fn finite_type(&mut self, ty: TypeId, nest: &[TypeId], path: &mut Vec<TypeId>) -> bool {
        let parts: Vec<TypeId> = match &self.prog.types[ty] {
            Type::Named(_) => return self.finite_named(ty, nest, path),
            Type::Array(elem, _) => return self.finite_type(*elem, nest, path),
            Type::Struct(fields) => fields.iter().map(|f| f.ty).collect(),
            Type::Interface(i) => i.unions.iter().flatten().map(|t| t.ty).collect(),
            // A type parameter stands for the argument of the instance around it, which was
            // written outside of that.
            Type::TypeParam(p) => {
                let Some((&instance, outer)) = nest.split_last() else { return true };
                let Some(arg) = self.type_argument(instance, *p) else { return true };
                return self.finite_type(arg, outer, path);
            }
            _ => return true,
        };
        let mut known = true;
        for t in parts {
            known &= self.finite_type(t, nest, path);
        }
        known
    }

    /// The type argument of an instance for a type parameter of its generic type.
    fn type_argument(&self, instance: TypeId, p: TypeParamId) -> Option<TypeId> {
        let Type::Named(n) = self.prog.types[instance] else { return None };
        let (origin, args) = self.prog.ents.named[n].origin.as_ref()?;
        let i = self.prog.ents.named[*origin].type_params.iter().position(|&q| q == p)?;
        args.get(i).copied()
    }
}

impl Checker {
    /// Reports type parameters that are instantiated with ever larger types: a cycle of
    /// instantiations, in which one contains a type parameter rather than being it.
    pub(super) fn instantiation_cycles(&mut self) {
        let list = std::mem::take(&mut self.decls.instantiations);
        // Renamed type parameters count as those that were declared.
        let declared = |c: &Checker, p: TypeParamId| c.prog.ents.type_params[p].obj;
        let mut edges: Vec<(ObjId, ObjId, bool, usize)> = Vec::new();
        for (i, (params, args, _)) in list.iter().enumerate() {
            for (&p, &arg) in params.iter().zip(args) {
                let mut from = Vec::new();
                self.q().type_params_in(arg, &mut from);
                let grows = !self.prog.types.is_type_param(arg);
                let to = declared(self, p);
                edges.extend(from.into_iter().map(|q| (declared(self, q), to, grows, i)));
            }
        }
        let reaches = |from: ObjId, to: ObjId| {
            let (mut seen, mut todo) = (vec![from], vec![from]);
            while let Some(p) = todo.pop() {
                if p == to {
                    return true;
                }
                for &(a, b, ..) in &edges {
                    if a == p && !seen.contains(&b) {
                        seen.push(b);
                        todo.push(b);
                    }
                }
            }
            false
        };
        let found = edges.iter().find(|&&(from, to, grows, _)| grows && reaches(to, from));
        if let Some(&(_, p, _, i)) = found {
            let obj = &self.prog.ents.objects[p];
            let (params, args, at) = &list[i];
            let d = Diagnostic::error(
                "InvalidInstanceCycle",
                Span::at(obj.pos),
                "instantiation cycle:",
            );
            let name = obj.name;
            let arg = params.iter().position(|&q| declared(self, q) == p).and_then(|i| args.get(i));
            let d = match arg {
                Some(&arg) => {
                    d.note(*at, format!("{name} instantiated as {}", self.type_string(arg)))
                }
                None => d,
            };
            self.report(d);
        } else {
            self.check_infinite();
        }
    }
}
