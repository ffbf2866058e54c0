//! Unification of types that mention type parameters (spec: Type unification): finds type
//! arguments that make two types identical, or assignable, where they need not be identical.

use super::Checker;
use crate::syntax::ast::ChanDir;
use crate::types::lookup::{FoundKind, Lookup};
use crate::types::repr::*;

/// Types nested deeper than this come from an endless unification.
const MAX_DEPTH: u32 = 100;

/// How closely two types must match.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Match {
    /// Underlying types count, and the directions of channels do not.
    Loose,
    /// As for an assignment: as `Loose`, but the types' elements must be identical.
    Assign,
    Exact,
}

impl Match {
    /// How the elements of composite types must match.
    fn of_elements(self) -> Match {
        if self == Match::Loose { Match::Loose } else { Match::Exact }
    }
}

/// Type arguments while they are inferred. Type parameters that were matched with each other share
/// a slot.
pub(super) struct Unifier {
    pub params: Vec<TypeParamId>,
    slots: Vec<usize>,
    types: Vec<Option<TypeId>>,
    depth: u32,
}

impl Unifier {
    /// `given` may be shorter than `params`.
    pub fn new(params: &[TypeParamId], given: &[Option<TypeId>]) -> Unifier {
        let mut types = given.to_vec();
        types.resize(params.len(), None);
        let slots = (0..params.len()).collect();
        Unifier { params: params.to_vec(), slots, types, depth: 0 }
    }

    /// What is inferred for the type parameter of this index.
    pub fn at(&self, i: usize) -> Option<TypeId> {
        self.types[self.slots[i]]
    }

    pub fn set(&mut self, i: usize, t: TypeId) {
        self.types[self.slots[i]] = Some(t);
    }

    /// How many type parameters nothing is known of.
    pub fn unknowns(&self) -> usize {
        (0..self.params.len()).filter(|&i| self.at(i).is_none()).count()
    }

    /// All that is inferred so far; a type parameter that shares its slot with another is that.
    pub fn inferred(&self) -> Vec<Option<TypeId>> {
        (0..self.params.len()).map(|i| self.at(i)).collect()
    }

    /// Makes two type parameters the same. Answers whether that is possible: not if both are known.
    fn join(&mut self, i: usize, j: usize) -> bool {
        let (a, b) = (self.slots[i], self.slots[j]);
        if a == b {
            return true;
        }
        let (keep, drop) = match (self.types[a], self.types[b]) {
            (Some(_), Some(_)) => return false,
            (None, Some(_)) => (b, a),
            _ => (a, b),
        };
        for slot in &mut self.slots {
            if *slot == drop {
                *slot = keep;
            }
        }
        true
    }
}

impl Checker {
    /// Matches two types; what follows for type parameters is remembered in `u`.
    pub(super) fn unify(&mut self, u: &mut Unifier, x: TypeId, y: TypeId, m: Match) -> bool {
        if x == y {
            return true;
        }
        if u.depth > MAX_DEPTH {
            return false;
        }
        u.depth += 1;
        let ok = self.unify_ordered(u, x, y, m);
        u.depth -= 1;
        ok
    }

    fn unify_ordered(&mut self, u: &mut Unifier, x: TypeId, y: TypeId, m: Match) -> bool {
        // A type parameter to infer stands on the left, a defined type on the right.
        let (x, mut y) = match self.is_named(x) || bound_index(self, u, y).is_some() {
            true => (y, x),
            false => (x, y),
        };
        // A defined type matches a type literal through its underlying type.
        let literal = !self.is_named(x) && !self.prog.types.is_type_param(x);
        if m != Match::Exact
            && self.is_named(y)
            && literal
            && !(self.allows(21) && self.q().is_interface(x))
        {
            y = self.underlying(y);
            if x == y {
                return true;
            }
        }
        match (bound_index(self, u, x), bound_index(self, u, y)) {
            (Some(i), Some(j)) => {
                if u.join(i, j) {
                    return true;
                }
                match (u.at(i), u.at(j)) {
                    (Some(a), Some(b)) => self.unify(u, a, b, m),
                    _ => true,
                }
            }
            (Some(i), None) => match u.at(i) {
                Some(known) => self.unify_again(u, i, known, y, m),
                None => {
                    u.set(i, y);
                    true
                }
            },
            _ => self.unify_structure(u, x, y, m),
        }
    }

    fn is_named(&self, t: TypeId) -> bool {
        matches!(self.prog.types[t], Type::Named(_))
    }

    /// A type parameter that was inferred already is matched again.
    fn unify_again(
        &mut self,
        u: &mut Unifier,
        i: usize,
        known: TypeId,
        y: TypeId,
        m: Match,
    ) -> bool {
        if !self.unify(u, known, y, m) {
            return false;
        }
        let (x_iface, y_iface) = (self.q().is_interface(known), self.q().is_interface(y));
        let (x_named, y_named) = (self.is_named(known), self.is_named(y));
        if m != Match::Exact {
            // Interfaces only match such of the same methods, and two names are two types.
            if x_iface != y_iface {
                return false;
            }
            if x_iface && known != y {
                if x_named && y_named && self.origin_of(known) != self.origin_of(y) {
                    return false;
                }
                let count = |t| match self.q().under(t) {
                    Type::Interface(i) => i.methods.len(),
                    _ => 0,
                };
                if count(known) != count(y) {
                    return false;
                }
            }
            // Of a defined type and a type literal the defined one is inferred, and of two channels
            // the one that is restricted.
            let directed = matches!(self.q().under(y), Type::Chan(dir, _) if *dir != ChanDir::Both);
            if y_named || directed && !x_named {
                u.set(i, y);
            }
        }
        true
    }

    fn origin_of(&self, t: TypeId) -> Option<NamedId> {
        match self.prog.types[t] {
            Type::Named(n) => {
                let named = &self.prog.ents.named[n];
                Some(named.origin.as_ref().map_or(n, |(origin, _)| *origin))
            }
            _ => None,
        }
    }

    fn unify_structure(&mut self, u: &mut Unifier, x: TypeId, y: TypeId, m: Match) -> bool {
        // Before Go 1.21 interfaces had to be identical.
        if m != Match::Exact && self.allows(21) {
            match (self.q().is_interface(x), self.q().is_interface(y)) {
                (true, true) => return self.unify_interfaces(u, x, y),
                (true, false) => return self.unify_methods(u, x, y),
                (false, true) => return self.unify_methods(u, y, x),
                (false, false) => {}
            }
        }
        // A type parameter that is not inferred stands for its core type.
        let (x, y) = if self.prog.types.is_type_param(y) { (y, x) } else { (x, y) };
        if self.prog.types.is_type_param(x) {
            return match self.q().single_under(x) {
                Some(core) => self.unify(u, core, y, Match::Assign),
                None => false,
            };
        }
        self.unify_parts(u, x, y, m)
    }

    /// One interface must have the methods of the other, with matching signatures.
    fn unify_interfaces(&mut self, u: &mut Unifier, x: TypeId, y: TypeId) -> bool {
        let (Type::Interface(a), Type::Interface(b)) =
            (self.q().under(x).clone(), self.q().under(y).clone())
        else {
            return false;
        };
        if a.comparable != b.comparable || self.q().terms(x) != self.q().terms(y) {
            return false;
        }
        let (few, many) = if a.methods.len() <= b.methods.len() { (a, b) } else { (b, a) };
        few.methods.iter().all(|m| {
            let same = many.methods.iter().find(|o| o.name == m.name && o.pkg == m.pkg);
            same.is_some_and(|o| self.unify(u, m.sig, o.sig, Match::Exact))
        })
    }

    /// A type must have all methods of an interface, with matching signatures.
    fn unify_methods(&mut self, u: &mut Unifier, iface: TypeId, t: TypeId) -> bool {
        let Type::Interface(want) = self.q().under(iface).clone() else { return false };
        want.methods.iter().all(|m| {
            let pkg = m.pkg.unwrap_or(self.env.pkg);
            match self.lookup(t, false, pkg, m.name) {
                Lookup::Found(f) if f.kind != FoundKind::Field => {
                    self.unify(u, m.sig, f.ty, Match::Exact)
                }
                _ => false,
            }
        })
    }

    fn unify_lists(&mut self, u: &mut Unifier, a: &[TypeId], b: &[TypeId], m: Match) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(&a, &b)| self.unify(u, a, b, m))
    }

    fn unify_parts(&mut self, u: &mut Unifier, x: TypeId, y: TypeId, m: Match) -> bool {
        let em = m.of_elements();
        match (self.prog.types[x].clone(), self.prog.types[y].clone()) {
            (Type::Pointer(a), Type::Pointer(b)) | (Type::Slice(a), Type::Slice(b)) => {
                self.unify(u, a, b, em)
            }
            (Type::Array(a, n), Type::Array(b, k)) => n == k && self.unify(u, a, b, em),
            (Type::Map(k, v), Type::Map(l, w)) => {
                self.unify(u, k, l, em) && self.unify(u, v, w, em)
            }
            (Type::Chan(d, a), Type::Chan(e, b)) => {
                (m != Match::Exact || d == e) && self.unify(u, a, b, em)
            }
            (Type::Struct(a), Type::Struct(b)) => {
                a.len() == b.len()
                    && a.iter().zip(&b).all(|(a, b)| {
                        a.name == b.name
                            && a.pkg == b.pkg
                            && a.embedded == b.embedded
                            && a.tag == b.tag
                            && self.unify(u, a.ty, b.ty, em)
                    })
            }
            (Type::Tuple(a), Type::Tuple(b)) => self.unify_lists(u, &a, &b, em),
            (Type::Func(a), Type::Func(b)) => {
                a.type_params.len() == b.type_params.len()
                    && a.variadic == b.variadic
                    && self.unify_lists(u, &a.params, &b.params, em)
                    && self.unify_lists(u, &a.results, &b.results, em)
            }
            (Type::Interface(a), Type::Interface(b)) => {
                a.comparable == b.comparable
                    && a.methods.len() == b.methods.len()
                    && self.q().terms(x) == self.q().terms(y)
                    && a.methods.iter().zip(&b.methods).all(|(a, b)| {
                        a.name == b.name
                            && a.pkg == b.pkg
                            && self.unify(u, a.sig, b.sig, Match::Exact)
                    })
            }
            (Type::Named(a), Type::Named(b)) => {
                self.origin_of(x) == self.origin_of(y) && {
                    let (a, b) = (self.all_type_args(a), self.all_type_args(b));
                    self.unify_lists(u, &a, &b, m)
                }
            }
            _ => false,
        }
    }

    /// The type arguments of an instance; of a generic type, in its own declaration, its
    /// parameters.
    fn all_type_args(&mut self, n: NamedId) -> Vec<TypeId> {
        let named = &self.prog.ents.named[n];
        match &named.origin {
            Some((_, args)) => args.to_vec(),
            None => {
                let params = named.type_params.clone();
                params.iter().map(|&p| self.prog.types.intern(Type::TypeParam(p))).collect()
            }
        }
    }
}

/// The index of a type parameter that is to be inferred.
fn bound_index(c: &Checker, u: &Unifier, t: TypeId) -> Option<usize> {
    match c.prog.types[t] {
        Type::TypeParam(p) => u.params.iter().position(|&q| q == p),
        _ => None,
    }
}
