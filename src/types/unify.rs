//! Matching of types that mention type parameters against types that are known (spec: Type
//! unification). One side is the pattern: only its type parameters are inferred, so that a generic
//! function may call itself with its own type parameters as arguments.

use super::lookup::underlying;
use super::repr::*;
use super::table::TypeTable;
use crate::syntax::ast::ChanDir;

/// Type arguments while they are inferred.
pub struct Unifier<'a> {
    pub types: &'a TypeTable,
    pub ents: &'a Entities,
    pub params: &'a [TypeParamId],
    /// As long as `params`.
    pub args: Vec<Option<TypeId>>,
}

impl Unifier<'_> {
    /// The index of a type parameter that is to be inferred.
    pub fn index(&self, t: TypeId) -> Option<usize> {
        match self.types[t] {
            Type::TypeParam(p) => self.params.iter().position(|&q| q == p),
            _ => None,
        }
    }

    fn under(&self, t: TypeId) -> TypeId {
        underlying(self.types, self.ents, t)
    }

    fn is_defined(&self, t: TypeId) -> bool {
        matches!(self.types[t], Type::Named(_) | Type::Basic(_) | Type::TypeParam(_))
    }

    /// Matches the pattern with a type that is to be assigned to it (`exact`: to be identical).
    pub fn unify(&mut self, pattern: TypeId, t: TypeId, exact: bool) -> bool {
        if let Some(i) = self.index(pattern) {
            return match self.args[i] {
                None => {
                    self.args[i] = Some(t);
                    true
                }
                Some(bound) => self.join(i, bound, t, exact),
            };
        }
        let (mut p, mut t) = (pattern, t);
        if !exact
            && let (Type::Named(a), Type::Named(b)) = (&self.types[p], &self.types[t])
            && self.origin(*a) != self.origin(*b)
        {
            return self.interface_methods(p, t);
        }
        if !exact {
            // A defined type is assignable where its underlying type is wanted, and the reverse.
            if !self.is_defined(p) && matches!(self.types[t], Type::Named(_)) {
                t = self.under(t);
            } else if matches!(self.types[p], Type::Named(_)) && !self.is_defined(t) {
                if self.is_interface(p) {
                    return self.interface_methods(p, t);
                }
                p = self.under(p);
            }
            if self.is_interface(p) && !self.is_interface(t) {
                return self.interface_methods(p, t);
            }
        }
        // The parts first: equal types may still mention type parameters, where a generic function
        // calls itself.
        self.parts(p, t, exact) || p == t
    }

    fn is_interface(&self, t: TypeId) -> bool {
        !self.types.is_type_param(t) && matches!(self.types[self.under(t)], Type::Interface(_))
    }

    fn origin(&self, n: NamedId) -> NamedId {
        self.ents.named[n].origin.as_ref().map_or(n, |(o, _)| *o)
    }

    /// A type parameter that was inferred already is matched again.
    fn join(&mut self, i: usize, bound: TypeId, t: TypeId, exact: bool) -> bool {
        if bound == t {
            return true;
        }
        if exact {
            return false;
        }
        let (a, b) = (self.under(bound), self.under(t));
        // A channel of both directions is the more general argument.
        if let (Type::Chan(d, x), Type::Chan(e, y)) = (&self.types[a], &self.types[b])
            && x == y
            && (self.is_defined(bound) as u8 + self.is_defined(t) as u8) < 2
        {
            if *d == ChanDir::Both && *e != ChanDir::Both {
                self.args[i] = Some(t);
                return true;
            }
            if d == e || *e == ChanDir::Both {
                if d == e && self.is_defined(t) {
                    self.args[i] = Some(t);
                }
                return true;
            }
            return false;
        }
        if a != b || self.is_defined(bound) && self.is_defined(t) {
            return false;
        }
        // Of a defined type and its underlying type, the defined one is inferred.
        if self.is_defined(t) {
            self.args[i] = Some(t);
        }
        true
    }

    /// The methods of an interface type that mentions type parameters, found in `t`'s.
    fn interface_methods(&mut self, iface: TypeId, t: TypeId) -> bool {
        let Type::Interface(want) = &self.types[self.under(iface)] else { return false };
        let methods = want.methods.clone();
        methods.iter().all(|m| match self.method_sig(t, m) {
            // What lacks a method is told when the argument is assigned.
            None => true,
            Some(sig) => self.unify(m.sig, sig, true),
        })
    }

    /// The signature of a method as far as that needs no substitution.
    fn method_sig(&self, t: TypeId, m: &IfaceMethod) -> Option<TypeId> {
        if let Type::Interface(have) = &self.types[self.under(t)] {
            return have.methods.iter().find(|h| h.name == m.name && h.pkg == m.pkg).map(|h| h.sig);
        }
        let base = super::lookup::deref(self.types, t).0;
        let Type::Named(n) = self.types[base] else { return None };
        let methods = &self.ents.named[n].methods;
        let obj = methods.iter().map(|&o| &self.ents.objects[o]).find(|o| o.name == m.name)?;
        (obj.ty != TypeTable::INVALID).then_some(obj.ty)
    }

    fn lists(&mut self, a: &[TypeId], b: &[TypeId], exact: bool) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(&a, &b)| self.unify(a, b, exact))
    }

    fn parts(&mut self, p: TypeId, t: TypeId, exact: bool) -> bool {
        let (types, ents) = (self.types, self.ents);
        match (&types[p], &types[t]) {
            (Type::Pointer(a), Type::Pointer(b)) | (Type::Slice(a), Type::Slice(b)) => {
                self.unify(*a, *b, true)
            }
            (Type::Array(a, n), Type::Array(b, m)) => n == m && self.unify(*a, *b, true),
            (Type::Map(k, v), Type::Map(l, w)) => {
                self.unify(*k, *l, true) && self.unify(*v, *w, true)
            }
            (Type::Chan(d, a), Type::Chan(e, b)) => {
                (d == e || !exact && *e == ChanDir::Both) && self.unify(*a, *b, true)
            }
            (Type::Struct(a), Type::Struct(b)) => {
                a.len() == b.len()
                    && a.iter().zip(b).all(|(a, b)| {
                        a.name == b.name
                            && a.pkg == b.pkg
                            && a.embedded == b.embedded
                            && a.tag == b.tag
                            && self.unify(a.ty, b.ty, true)
                    })
            }
            (Type::Tuple(a), Type::Tuple(b)) => self.lists(a, b, true),
            (Type::Func(a), Type::Func(b)) => {
                a.variadic == b.variadic
                    && self.lists(&a.params, &b.params, true)
                    && self.lists(&a.results, &b.results, true)
            }
            (Type::Interface(a), Type::Interface(b)) => {
                if !exact {
                    return self.interface_methods(p, t);
                }
                a.methods.len() == b.methods.len()
                    && a.methods.iter().zip(&b.methods).all(|(a, b)| {
                        a.name == b.name && a.pkg == b.pkg && self.unify(a.sig, b.sig, true)
                    })
            }
            (Type::Named(a), Type::Named(b)) => {
                let args = |n: NamedId| -> Option<Vec<TypeId>> {
                    let named = &ents.named[n];
                    match &named.origin {
                        Some((_, args)) => Some(args.to_vec()),
                        None => named
                            .type_params
                            .iter()
                            .map(|&p| types.find(&Type::TypeParam(p)))
                            .collect(),
                    }
                };
                match (args(*a), args(*b)) {
                    (Some(x), Some(y)) if self.origin(*a) == self.origin(*b) => {
                        self.lists(&x, &y, true)
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }
}
