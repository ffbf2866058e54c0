//! Type sets of constraints (spec: Interface types, Type parameter declarations, Core types).
//!
//! Takes interfaces and type parameters, gives the terms that their types are described by.

use super::predicates::Query;
use super::repr::*;
use super::table::TypeTable;
use crate::syntax::ast::ChanDir;

/// Unions nest only through declared interfaces; deeper ones are cycles, reported elsewhere.
const MAX_DEPTH: u32 = 50;

/// Why the types of a type set have no underlying type in common.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Uncommon {
    /// The type set is not made of types, or empty.
    NoTypes,
    /// These channels differ in their element types.
    Elements(TypeId, TypeId),
    /// These channels differ in the only direction they have.
    Directions(TypeId, TypeId),
    Different(TypeId, TypeId),
}

impl Query<'_> {
    /// The terms of the type set of a type parameter or interface; `None` where it has no type
    /// elements (all types with its methods), the type itself for any other type.
    pub fn terms(self, t: TypeId) -> Option<Vec<Term>> {
        self.terms_at(t, 0)
    }

    fn terms_at(self, t: TypeId, depth: u32) -> Option<Vec<Term>> {
        let Type::Interface(iface) = self.under(t) else {
            return Some(vec![Term { tilde: false, ty: t }]);
        };
        if depth > MAX_DEPTH {
            return Some(Vec::new());
        }
        let mut all: Option<Vec<Term>> = None;
        for union in &iface.unions {
            let terms = self.union_terms(union, depth);
            all = match (all, terms) {
                (None, terms) => terms,
                (all, None) => all,
                (Some(a), Some(b)) => Some(self.intersection(&a, &b)),
            };
        }
        if iface.comparable
            && let Some(list) = &mut all
        {
            list.retain(|term| self.strictly_comparable(term.ty));
        }
        all
    }

    /// The terms of a union, those of interfaces in it spread out; `None` if that is all types.
    fn union_terms(self, union: &[Term], depth: u32) -> Option<Vec<Term>> {
        let mut out: Vec<Term> = Vec::with_capacity(union.len());
        for &term in union {
            // `~T` describes no type unless T is its own underlying type.
            let under = self.under_id(term.ty);
            if term.tilde && under != term.ty && under != TypeTable::INVALID {
                continue;
            }
            match self.is_interface(term.ty) {
                true => out.extend(self.terms_at(term.ty, depth + 1)?),
                false => out.push(term),
            }
        }
        let tilde: Vec<TypeId> = out.iter().filter(|t| t.tilde).map(|t| t.ty).collect();
        let mut seen: Vec<Term> = Vec::with_capacity(out.len());
        for term in out {
            let covered = !term.tilde && tilde.iter().any(|&t| t == self.under_id(term.ty));
            if !covered && !seen.contains(&term) {
                seen.push(term);
            }
        }
        Some(seen)
    }

    fn under_id(self, t: TypeId) -> TypeId {
        super::lookup::underlying(self.types, self.ents, t)
    }

    fn intersection(self, a: &[Term], b: &[Term]) -> Vec<Term> {
        let mut out = Vec::new();
        for &x in a {
            for &y in b {
                let common = match (x.tilde, y.tilde) {
                    (true, true) | (false, false) => (x.ty == y.ty).then_some(x),
                    (true, false) => (x.ty == self.under_id(y.ty)).then_some(y),
                    (false, true) => (y.ty == self.under_id(x.ty)).then_some(x),
                };
                if let Some(term) = common
                    && !out.contains(&term)
                {
                    out.push(term);
                }
            }
        }
        out
    }

    /// Whether the type `t` (no interface) is in the set that a term describes.
    pub fn term_includes(self, term: Term, t: TypeId) -> bool {
        term.ty == t || term.tilde && self.under_id(t) == term.ty
    }

    /// Whether every type of one list of terms is in the other.
    pub fn terms_subset(self, of: &[Term], all: &[Term]) -> bool {
        of.iter().all(|x| {
            all.iter().any(|y| match (x.tilde, y.tilde) {
                (true, false) => false,
                _ => self.term_includes(*y, x.ty),
            })
        })
    }

    /// The underlying types of a type parameter's type set; empty if it is not made of types.
    pub fn set_types(self, t: TypeId) -> Vec<TypeId> {
        let terms = self.terms(t).unwrap_or_default();
        let mut out: Vec<TypeId> = Vec::with_capacity(terms.len());
        for term in terms {
            let u = self.under_id(term.ty);
            if !out.contains(&u) {
                out.push(u);
            }
        }
        out
    }

    /// The type that decides what can be done with a value of type `t`: the underlying type; for a
    /// type parameter the one underlying type of its whole type set. A type parameter without one
    /// gives its constraint, an interface.
    pub fn core(self, t: TypeId) -> TypeId {
        match self.types.is_type_param(t) {
            true => self.single_under(t).unwrap_or_else(|| self.under_id(t)),
            false => self.under_id(t),
        }
    }

    /// The one underlying type of a type set; see [`common_under`](Self::common_under).
    pub fn single_under(self, t: TypeId) -> Option<TypeId> {
        self.common_under(t).ok()
    }

    /// The one underlying type of all types of a type set, or why there is none. Channels that
    /// differ in direction only count as the restricted one.
    pub fn common_under(self, t: TypeId) -> Result<TypeId, Uncommon> {
        if !self.types.is_type_param(t) {
            return Ok(self.under_id(t));
        }
        let terms = self.terms(t).unwrap_or_default();
        self.common_of(&terms.iter().map(|t| t.ty).collect::<Vec<_>>())
    }

    fn common_of(self, list: &[TypeId]) -> Result<TypeId, Uncommon> {
        let (&first, rest) = list.split_first().ok_or(Uncommon::NoTypes)?;
        let (mut chosen, mut under) = (first, self.under_id(first));
        for &t in rest {
            let u = self.under_id(t);
            match (self.types.get(under), self.types.get(u)) {
                _ if under == u => {}
                (Type::Chan(_, x), Type::Chan(_, y)) if x != y => {
                    return Err(Uncommon::Elements(chosen, t));
                }
                (Type::Chan(_, _), Type::Chan(ChanDir::Both, _)) => {}
                (Type::Chan(ChanDir::Both, _), Type::Chan(..)) => (chosen, under) = (t, u),
                (Type::Chan(..), Type::Chan(..)) => return Err(Uncommon::Directions(chosen, t)),
                _ => return Err(Uncommon::Different(chosen, t)),
            }
        }
        Ok(under)
    }

    /// As [`common_under`](Self::common_under) for slice expressions: a mixture of strings and byte
    /// slices counts as string.
    pub fn common_sliceable(self, t: TypeId) -> Result<TypeId, Uncommon> {
        if !self.types.is_type_param(t) {
            return Ok(self.under_id(t));
        }
        let terms = self.terms(t).unwrap_or_default();
        let string = |t: TypeId| matches!(self.under(t), Type::Basic(b) if b.is_string());
        let (strings, others): (Vec<TypeId>, Vec<TypeId>) =
            terms.iter().map(|t| t.ty).partition(|&t| string(t));
        if strings.is_empty() || others.is_empty() {
            return self.common_under(t);
        }
        let under = self.common_of(&others)?;
        match self.types.get(under) {
            Type::Slice(e) if *e == TypeTable::UINT8 => Ok(TypeTable::STRING),
            _ => Err(Uncommon::Different(others[0], strings[0])),
        }
    }

    /// As [`core`](Self::core), and a mixture of strings and byte slices counts as string.
    pub fn core_string(self, t: TypeId) -> TypeId {
        if !self.types.is_type_param(t) || self.single_under(t).is_some() {
            return self.core(t);
        }
        let bytes = |u: TypeId| match self.types.get(u) {
            Type::Basic(b) => b.is_string(),
            Type::Slice(e) => *e == TypeTable::UINT8,
            _ => false,
        };
        let list = self.set_types(t);
        match !list.is_empty() && list.iter().all(|&u| bytes(u)) {
            true => TypeTable::STRING,
            false => self.under_id(t),
        }
    }

    /// Whether values can be compared without a possible panic: interfaces cannot.
    pub fn strictly_comparable(self, t: TypeId) -> bool {
        self.strictly_comparable_at(t, 0)
    }

    pub(super) fn strictly_comparable_at(self, t: TypeId, hops: u32) -> bool {
        if self.types.is_type_param(t) {
            return self.incomparable_at(t, hops).is_none();
        }
        match self.under(t) {
            Type::Interface(i) => {
                i.comparable
                    || self
                        .terms(t)
                        .is_some_and(|l| l.iter().all(|t| self.strictly_comparable_at(t.ty, hops)))
            }
            Type::Struct(fields) => fields.iter().all(|f| self.strictly_comparable_at(f.ty, hops)),
            Type::Array(elem, _) => self.strictly_comparable_at(*elem, hops),
            _ => self.incomparable_at(t, hops).is_none(),
        }
    }

    /// Whether a type set is known to have no types.
    pub fn is_empty_set(self, t: TypeId) -> bool {
        self.terms(t).is_some_and(|l| l.is_empty())
    }

    /// Whether the size of a type depends on type parameters.
    pub fn has_var_size(self, t: TypeId) -> bool {
        if self.types.is_type_param(t) {
            return true;
        }
        match self.under(t) {
            Type::Array(elem, _) => self.has_var_size(*elem),
            // Named types cannot contain themselves by value, so this ends.
            Type::Struct(fields) => fields.iter().any(|f| self.has_var_size(f.ty)),
            _ => false,
        }
    }

    /// The type parameters that a type mentions.
    pub fn type_params_in(self, t: TypeId, out: &mut Vec<TypeParamId>) {
        if !self.has_type_param(t) {
            return;
        }
        let mut all = |list: &[TypeId]| list.iter().for_each(|&t| self.type_params_in(t, out));
        match self.types.get(t) {
            Type::Basic(_) | Type::Union(_) => {}
            Type::TypeParam(p) => out.push(*p),
            Type::Named(n) => {
                let named = &self.ents.named[*n];
                match &named.origin {
                    Some((_, args)) => all(args),
                    None => out.extend(&named.type_params),
                }
            }
            Type::Pointer(e) | Type::Slice(e) | Type::Array(e, _) | Type::Chan(_, e) => all(&[*e]),
            Type::Map(k, v) => all(&[*k, *v]),
            Type::Struct(fields) => fields.iter().for_each(|f| all(&[f.ty])),
            Type::Tuple(list) => all(list),
            Type::Func(sig) => {
                all(&sig.params);
                all(&sig.results);
            }
            Type::Interface(i) => i.methods.iter().for_each(|m| all(&[m.sig])),
        }
    }

    /// Whether a type mentions a type parameter.
    pub fn has_type_param(self, t: TypeId) -> bool {
        let any = |list: &[TypeId]| list.iter().any(|&t| self.has_type_param(t));
        match self.types.get(t) {
            Type::Basic(_) => false,
            Type::TypeParam(_) => true,
            Type::Named(n) => {
                let named = &self.ents.named[*n];
                !named.type_params.is_empty() || named.origin.as_ref().is_some_and(|(_, a)| any(a))
            }
            Type::Pointer(e) | Type::Slice(e) | Type::Array(e, _) | Type::Chan(_, e) => {
                self.has_type_param(*e)
            }
            Type::Map(k, v) => self.has_type_param(*k) || self.has_type_param(*v),
            Type::Struct(fields) => fields.iter().any(|f| self.has_type_param(f.ty)),
            Type::Tuple(list) => any(list),
            Type::Func(sig) => any(&sig.params) || any(&sig.results),
            Type::Interface(i) => {
                i.methods.iter().any(|m| self.has_type_param(m.sig))
                    || i.unions.iter().flatten().any(|t| self.has_type_param(t.ty))
            }
            Type::Union(terms) => terms.iter().any(|t| self.has_type_param(t.ty)),
        }
    }
}
