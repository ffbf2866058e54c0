//! Inference of type arguments (spec: Type inference): from the arguments of a call, from
//! constraints, from the default types of untyped constants, and from the type that a generic
//! function is assigned to.

use super::Checker;
use super::operand::Operand;
use crate::base::source::Span;
use crate::syntax::ast::ExprId;
use crate::types::repr::*;
use crate::types::subst::TypeMap;
use crate::types::table::TypeTable;
use crate::types::unify::Unifier;

/// What type arguments are inferred for.
pub(super) struct Inference<'a> {
    /// The called function, as messages name it.
    pub name: &'a str,
    pub params: &'a [TypeParamId],
    /// The type arguments that were written.
    pub given: &'a [TypeId],
    /// Where it is reported that one cannot be inferred.
    pub at: Span,
}

impl Checker {
    /// Infers all type arguments from parameter types and the arguments for them; reports where
    /// that fails.
    pub(super) fn infer(
        &mut self,
        inf: &Inference<'_>,
        param_types: &[TypeId],
        args: &[Operand],
    ) -> Option<Vec<TypeId>> {
        let mut bound: Vec<Option<TypeId>> = inf.given.iter().copied().map(Some).collect();
        bound.resize(inf.params.len(), None);
        if args.iter().any(|x| !x.is_valid()) {
            return None;
        }
        let mut untyped: Vec<(usize, TypeId)> = Vec::new();
        // Untyped constants of different kinds for one type parameter.
        let mut mixed: Option<(usize, TypeId, Operand)> = None;
        for (&param, x) in param_types.iter().zip(args) {
            if !self.q().has_type_param(param) || !self.func_params(x).is_empty() {
                continue;
            }
            if self.prog.types.is_untyped(x.ty) {
                let index = self.param_index(inf.params, param);
                let Some(i) = index.filter(|_| !x.is_nil()) else { continue };
                let other = untyped.iter().find(|(j, _)| *j == i).map(|&(_, t)| t);
                if let Some(other) = other
                    && other != x.ty
                    && !(self.q().all(other, Basic::is_numeric)
                        && self.q().all(x.ty, Basic::is_numeric))
                {
                    mixed = mixed.or(Some((i, other, *x)));
                }
                untyped.push((i, x.ty));
                continue;
            }
            let before = bound.clone();
            if !self.unify(inf.params, &mut bound, param, x.ty, false) {
                self.report_mismatched_arg(inf, &before, param, x);
                return None;
            }
        }
        self.infer_from_constraints(inf, &mut bound)?;
        if let Some((i, other, x)) = mixed
            && bound[i].is_none()
        {
            let (a, b) = (self.type_string(other), self.type_string(x.ty));
            let p = self.prog.ents.type_params[inf.params[i]].obj;
            let (name, p) = (inf.name, self.prog.ents.objects[p].name);
            let message =
                format!("in call to {name}, mismatched types {a} and {b} (cannot infer {p})");
            self.error(x.span, "CannotInferTypeArgs", message);
            return None;
        }
        self.infer_untyped(&untyped, &mut bound);
        self.infer_from_constraints(inf, &mut bound)?;
        self.infer_from_functions(inf, param_types, args, &mut bound);
        self.infer_from_constraints(inf, &mut bound)?;
        if let Some(i) = bound.iter().position(Option::is_none) {
            let obj = &self.prog.ents.objects[self.prog.ents.type_params[inf.params[i]].obj];
            let (p, at) = (obj.name, self.prog.sources.position(obj.pos));
            let name = inf.name;
            let call = if name.is_empty() { "".into() } else { format!("in call to {name}, ") };
            let message = format!("{call}cannot infer {p} (declared at {at})");
            self.error(inf.at, "CannotInferTypeArgs", message);
            return None;
        }
        bound.into_iter().collect()
    }

    fn param_index(&self, params: &[TypeParamId], t: TypeId) -> Option<usize> {
        match self.prog.types[t] {
            Type::TypeParam(p) => params.iter().position(|&q| q == p),
            _ => None,
        }
    }

    fn unify(
        &mut self,
        params: &[TypeParamId],
        bound: &mut Vec<Option<TypeId>>,
        pattern: TypeId,
        t: TypeId,
        exact: bool,
    ) -> bool {
        // An argument of the caller's own type parameter stands for its core type.
        let own = !exact && self.prog.types.is_type_param(t);
        let t = match own && !self.prog.types.is_type_param(pattern) {
            true => self.q().single_under(t).unwrap_or(t),
            false => t,
        };
        let args = std::mem::take(bound);
        let mut u = Unifier { types: &self.prog.types, ents: &self.prog.ents, params, args };
        let ok = u.unify(pattern, t, exact);
        *bound = u.args;
        ok
    }

    /// Arguments that are bound so far.
    fn bound_map(&self, params: &[TypeParamId], bound: &[Option<TypeId>]) -> TypeMap {
        params.iter().zip(bound).filter_map(|(&p, b)| Some((p, (*b)?))).collect()
    }

    /// Whether all type parameters in a type that are inferred are bound.
    fn all_bound(&mut self, params: &[TypeParamId], bound: &[Option<TypeId>], t: TypeId) -> bool {
        // Replaced by an invalid type, an unbound one changes the type.
        let map: TypeMap = params
            .iter()
            .zip(bound)
            .filter(|(_, b)| b.is_none())
            .map(|(&p, _)| (p, TypeTable::INVALID))
            .collect();
        map.is_empty() || self.subst(&map, t) == t
    }

    /// A type parameter whose constraint has a core type is matched with that, or is it.
    fn infer_from_constraints(
        &mut self,
        inf: &Inference<'_>,
        bound: &mut Vec<Option<TypeId>>,
    ) -> Option<()> {
        loop {
            let before = bound.clone();
            for (i, &p) in inf.params.iter().enumerate() {
                let constraint = self.prog.ents.type_params[p].constraint;
                let tp = self.prog.types.intern(Type::TypeParam(p));
                let terms = self.q().terms(tp).unwrap_or_default();
                if let Some(core) = self.q().single_under(tp) {
                    let sole = (terms.len() == 1 && !terms[0].tilde).then(|| terms[0].ty);
                    match bound[i] {
                        Some(t) => {
                            let pattern = sole.unwrap_or(core);
                            let t_core = if sole.is_some() { t } else { self.q().core(t) };
                            if !self.unify(inf.params, bound, pattern, t_core, false) {
                                let (p, t) = (self.type_string(tp), self.type_string(t));
                                let c = crate::types::print::constraint_string(
                                    &self.prog.types,
                                    &self.prog.ents,
                                    Some(self.env.pkg),
                                    constraint,
                                );
                                let message = format!("{p} (type {t}) does not satisfy {c}");
                                self.error(inf.at, "InvalidTypeArg", message);
                                return None;
                            }
                        }
                        None => {
                            if let Some(t) = sole
                                && self.all_bound(inf.params, bound, t)
                            {
                                let map = self.bound_map(inf.params, bound);
                                bound[i] = Some(self.subst(&map, t));
                            }
                        }
                    }
                } else if let Some(t) = bound[i] {
                    self.infer_from_methods(inf, bound, constraint, t);
                }
            }
            if *bound == before {
                return Some(());
            }
        }
    }

    /// The methods that a constraint asks for, matched with those of the type argument.
    fn infer_from_methods(
        &mut self,
        inf: &Inference<'_>,
        bound: &mut Vec<Option<TypeId>>,
        constraint: TypeId,
        t: TypeId,
    ) {
        use crate::types::lookup::Lookup;
        let Type::Interface(want) = self.prog.types[self.underlying(constraint)].clone() else {
            return;
        };
        for m in &want.methods {
            if !self.q().has_type_param(m.sig) {
                continue;
            }
            let pkg = m.pkg.unwrap_or(self.env.pkg);
            if let Lookup::Found(f) = self.lookup(t, false, pkg, m.name) {
                self.unify(inf.params, bound, m.sig, f.ty, true);
            }
        }
    }

    /// Type parameters that only untyped constants are passed for take the default type of the
    /// most general one.
    fn infer_untyped(&mut self, untyped: &[(usize, TypeId)], bound: &mut [Option<TypeId>]) {
        let mut most: Vec<(usize, TypeId)> = Vec::new();
        for &(i, t) in untyped.iter().filter(|(i, _)| bound[*i].is_none()) {
            match most.iter_mut().find(|(j, _)| *j == i) {
                // The ids of untyped numbers are ordered by generality.
                Some((_, m)) => *m = (*m).max(t),
                None => most.push((i, t)),
            }
        }
        for (i, t) in most {
            bound[i] = Some(self.default_type(t));
        }
    }

    /// Generic functions as arguments: what is known of their parameters' types.
    fn infer_from_functions(
        &mut self,
        inf: &Inference<'_>,
        param_types: &[TypeId],
        args: &[Operand],
        bound: &mut Vec<Option<TypeId>>,
    ) {
        for (&param, x) in param_types.iter().zip(args) {
            let own = self.func_params(x);
            if own.is_empty() || !self.q().has_type_param(param) {
                continue;
            }
            // First the argument's type arguments from what is bound, then the reverse.
            let map = self.bound_map(inf.params, bound);
            let known = self.subst(&map, param);
            let (Type::Func(a), Type::Func(k)) =
                (self.prog.types[x.ty].clone(), self.prog.types[known].clone())
            else {
                continue;
            };
            let mut own_bound = vec![None; own.len()];
            let pairs: Vec<(TypeId, TypeId)> = a
                .params
                .iter()
                .chain(&a.results)
                .copied()
                .zip(k.params.iter().chain(&k.results).copied())
                .collect();
            for &(mine, theirs) in &pairs {
                if self.all_bound(inf.params, bound, theirs) {
                    self.unify(&own, &mut own_bound, mine, theirs, true);
                }
            }
            let own_map = self.bound_map(&own, &own_bound);
            for (mine, theirs) in pairs {
                let mine_known = self.subst(&own_map, mine);
                if self.all_bound(&own, &own_bound, mine_known) {
                    self.unify(inf.params, bound, theirs, mine_known, true);
                }
            }
        }
    }

    fn report_mismatched_arg(
        &mut self,
        inf: &Inference<'_>,
        bound: &[Option<TypeId>],
        param: TypeId,
        x: &Operand,
    ) {
        let map = self.bound_map(inf.params, bound);
        let inferred = self.subst(&map, param);
        let what = x.expr.map_or_else(|| self.operand_string(x), |e| self.expr_string(e));
        let (have, want) = (self.type_string(x.ty), self.type_string(param));
        let names: Vec<&str> = inf
            .params
            .iter()
            .map(|&p| self.prog.ents.objects[self.prog.ents.type_params[p].obj].name.as_str())
            .collect();
        let message = match inferred != param {
            true => format!(
                "in call to {}, type {have} of {what} does not match inferred type {} for {want}",
                inf.name,
                self.type_string(inferred)
            ),
            false => format!(
                "in call to {}, type {have} of {what} does not match {want} (cannot infer {})",
                inf.name,
                name_list(&names)
            ),
        };
        self.error(x.span, "CannotInferTypeArgs", message);
    }

    /// A generic function that is not called: constraints may give the type arguments that were
    /// not written, if some were.
    pub(super) fn infer_rest(&mut self, x: &mut Operand, e: ExprId) {
        let given = self.partial_args(e);
        if given.is_empty() {
            return self.non_generic(x);
        }
        let params = self.func_params(x);
        let inf = Inference { name: "", params: &params, given: &given, at: x.span };
        match self.infer(&inf, &[], &[]) {
            Some(args) => {
                let at = x.span;
                self.instantiate_func(x, e, args, vec![at]);
            }
            None => x.invalidate(),
        }
    }

    /// A generic function where a value of the function type `target` is wanted: infers the type
    /// arguments that were not given from that.
    pub(super) fn infer_partial(
        &mut self,
        x: &mut Operand,
        e: ExprId,
        given: &[TypeId],
        target: TypeId,
    ) {
        let what = match given.is_empty() {
            true => "implicitly instantiated function in assignment",
            false => "partially instantiated function in assignment",
        };
        self.require(x.span, 21, what);
        let params = self.func_params(x);
        let mut bound: Vec<Option<TypeId>> = given.iter().copied().map(Some).collect();
        bound.resize(params.len(), None);
        let Type::Func(sig) = &self.prog.types[x.ty] else { return };
        let plain = Signature { type_params: Box::default(), ..(**sig).clone() };
        let pattern = self.prog.types.intern(Type::Func(Box::new(plain)));
        let wanted = self.q().core(target);
        let name = self.expr_string(e);
        if !self.unify(&params, &mut bound, pattern, wanted, false) {
            let (have, want) = (self.type_string(pattern), self.type_string(target));
            let what = self.expr_string(e);
            let message =
                format!("type {have} of {what} does not match {want} (cannot infer {})", {
                    let names: Vec<&str> = params
                        .iter()
                        .map(|&p| {
                            self.prog.ents.objects[self.prog.ents.type_params[p].obj].name.as_str()
                        })
                        .collect();
                    name_list(&names)
                });
            return self.fail(x, "CannotInferTypeArgs", message);
        }
        let inf = Inference { name: &name, params: &params, given: &[], at: x.span };
        if self.infer_from_constraints(&inf, &mut bound).is_none() {
            return x.invalidate();
        }
        match bound.into_iter().collect::<Option<Vec<TypeId>>>() {
            Some(args) => {
                let at = x.span;
                self.instantiate_func(x, e, args, vec![at]);
            }
            None => {
                let message = format!("cannot use generic function {name} without instantiation");
                self.fail(x, "WrongTypeArgCount", message);
            }
        }
    }
}

/// `A`, `A and B`, `A, B, and C`.
fn name_list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [a, b] => format!("{a} and {b}"),
        [rest @ .., last] => format!("{}, and {last}", rest.join(", ")),
    }
}
