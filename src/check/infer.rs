//! Inference of type arguments (spec: Type inference): from the arguments of a call, from
//! constraints, from the default types of untyped constants, and from the type that a generic
//! function is assigned to.

use super::Checker;
use super::operand::Operand;
use super::spelling::Spelling;
use super::unify::{Match, Unifier};
use crate::base::source::Span;
use crate::syntax::ast::ExprId;
use crate::types::print;
use crate::types::repr::*;
use crate::types::subst::{TypeMap, type_map};
use crate::types::table::TypeTable;

/// What type arguments are inferred for.
pub(super) struct Inference<'a> {
    pub params: &'a [TypeParamId],
    /// The type arguments that were written, by parameter; may be shorter.
    pub given: &'a [Option<TypeId>],
    /// Where it is reported that one cannot be inferred.
    pub at: Span,
    /// What the value is called that a generic function is assigned to, if it is.
    pub reverse: Option<&'a str>,
}

/// Why type arguments cannot be inferred, and where that is reported; `None` if something else
/// was reported.
type Failure = Option<(Span, String)>;

impl Checker {
    /// Infers all type arguments from parameter types and the arguments for them.
    pub(super) fn infer(
        &mut self,
        inf: &Inference<'_>,
        param_types: &[TypeId],
        args: &[Operand],
    ) -> Result<Vec<TypeId>, Failure> {
        if args.iter().any(|x| !x.is_valid()) {
            return Err(None);
        }
        let map: TypeMap =
            inf.params.iter().zip(inf.given).filter_map(|(&p, g)| Some((p, (*g)?))).collect();
        let param_types: Vec<TypeId> = param_types.iter().map(|&t| self.subst(&map, t)).collect();
        let mut u = Unifier::new(inf.params, inf.given);
        let mut untyped: Vec<(usize, &Operand)> = Vec::new();
        for (&param, x) in param_types.iter().zip(args) {
            if !self.mentions(inf.params, param) && !self.mentions(inf.params, x.ty) {
                continue;
            }
            if self.prog.types.is_untyped(x.ty) {
                let index = self.param_index(inf.params, param);
                untyped.extend(index.filter(|_| !x.is_nil()).map(|i| (i, x)));
            } else if !self.unify_arg(&mut u, param, x) {
                return Err(Some(self.mismatched_arg(inf, &u, param, x, args)));
            }
        }
        self.infer_from_constraints(inf, &mut u)?;
        self.infer_untyped(inf, &untyped, &mut u)?;
        self.resolved(inf, u)
    }

    fn unify_arg(&mut self, u: &mut Unifier, param: TypeId, x: &Operand) -> bool {
        let have = self.plain_func(x.ty);
        self.unify(u, param, have, Match::Assign)
    }

    /// A generic function's type without its type parameters.
    pub(super) fn plain_func(&mut self, t: TypeId) -> TypeId {
        match &self.prog.types[t] {
            Type::Func(sig) if !sig.type_params.is_empty() => {
                let plain = Signature { type_params: Box::default(), ..(**sig).clone() };
                self.prog.types.intern(Type::Func(Box::new(plain)))
            }
            _ => t,
        }
    }

    fn param_index(&self, params: &[TypeParamId], t: TypeId) -> Option<usize> {
        match self.prog.types[t] {
            Type::TypeParam(p) => params.iter().position(|&q| q == p),
            _ => None,
        }
    }

    /// Whether a type mentions one of these type parameters.
    pub(super) fn mentions(&mut self, params: &[TypeParamId], t: TypeId) -> bool {
        if params.is_empty() || !self.q().has_type_param(t) {
            return false;
        }
        // Replaced by an invalid type, they change it.
        let t = self.plain_func(t);
        let map: TypeMap = params.iter().map(|&p| (p, TypeTable::INVALID)).collect();
        self.subst(&map, t) != t
    }

    /// The inferred types with type parameters in them replaced, if all are known.
    fn resolved(&mut self, inf: &Inference<'_>, u: Unifier) -> Result<Vec<TypeId>, Failure> {
        let mut types = u.inferred();
        self.drop_cycles(inf.params, &mut types);
        for _ in 0..types.len() {
            let map: TypeMap =
                inf.params.iter().zip(&types).filter_map(|(&p, t)| Some((p, (*t)?))).collect();
            let before = types.clone();
            for t in types.iter_mut().flatten() {
                *t = self.subst(&map, *t);
            }
            if types == before {
                break;
            }
        }
        let mut out = Vec::with_capacity(types.len());
        for (&p, t) in inf.params.iter().zip(types) {
            match t {
                Some(t) if !self.mentions(inf.params, t) => out.push(t),
                _ => {
                    let obj = &self.prog.ents.objects[self.prog.ents.type_params[p].obj];
                    let (name, at) = (obj.name, self.prog.sources.position(obj.pos));
                    let message = format!("cannot infer {name} (declared at {at})");
                    return Err(Some((inf.at, message)));
                }
            }
        }
        Ok(out)
    }

    /// Forgets what was inferred in terms of itself.
    fn drop_cycles(&mut self, params: &[TypeParamId], types: &mut [Option<TypeId>]) {
        let n = types.len();
        let mut reach = vec![vec![false; n]; n];
        for (i, t) in types.iter().enumerate() {
            for (j, &p) in params.iter().enumerate() {
                reach[i][j] = t.is_some_and(|t| self.mentions(&[p], t));
            }
        }
        for k in 0..n {
            let from_k = reach[k].clone();
            for row in reach.iter_mut().filter(|row| row[k]) {
                row.iter_mut().zip(&from_k).for_each(|(r, &k)| *r |= k);
            }
        }
        for (i, t) in types.iter_mut().enumerate() {
            if reach[i][i] {
                *t = None;
            }
        }
    }

    /// A type parameter whose constraint has a core type is matched with that, or is it; known type
    /// arguments must have the methods of the constraints, whose signatures are matched.
    fn infer_from_constraints(
        &mut self,
        inf: &Inference<'_>,
        u: &mut Unifier,
    ) -> Result<(), Failure> {
        loop {
            let before = u.unknowns();
            for (i, &p) in inf.params.iter().enumerate() {
                self.infer_from_constraint(inf, u, i, p)?;
            }
            if u.unknowns() == before {
                return Ok(());
            }
        }
    }

    fn infer_from_constraint(
        &mut self,
        inf: &Inference<'_>,
        u: &mut Unifier,
        i: usize,
        p: TypeParamId,
    ) -> Result<(), Failure> {
        let tp = self.prog.types.intern(Type::TypeParam(p));
        let known = u.at(i);
        let terms = self.q().terms(tp).unwrap_or_default();
        let core = match *terms {
            [term] => Some(term),
            _ => {
                let tilde = terms.iter().any(|t| t.tilde);
                self.q().single_under(tp).map(|ty| Term { tilde, ty })
            }
        };
        if let Some(core) = core {
            match known {
                Some(t) => {
                    let param = self.prog.types.is_type_param(t);
                    let t_core = if core.tilde && !param { self.underlying(t) } else { t };
                    if !self.unify(u, t_core, core.ty, Match::Loose) {
                        return Err(Some(self.unsatisfied(inf, tp, t, "")));
                    }
                }
                None if terms.len() == 1 && !core.tilde => u.set(i, core.ty),
                None => {}
            }
        }
        // What still mentions type parameters does not show its methods.
        if let Some(t) = known
            && !self.mentions(inf.params, t)
        {
            let constraint = self.prog.ents.type_params[p].constraint;
            let cause = self.missing_method_matching(t, constraint, &mut |c, a, b| {
                c.unify(u, a, b, Match::Exact)
            });
            if let Some(cause) = cause {
                return Err(Some(self.unsatisfied(inf, tp, t, &format!(" {cause}"))));
            }
        }
        Ok(())
    }

    fn unsatisfied(
        &self,
        inf: &Inference<'_>,
        tp: TypeId,
        t: TypeId,
        cause: &str,
    ) -> (Span, String) {
        let (name, ty) = (self.type_string(tp), self.type_string(t));
        let constraint = self.constraint_string(tp);
        (inf.at, format!("{name} (type {ty}) does not satisfy {constraint}{cause}"))
    }

    /// The constraint of a type parameter as messages show it.
    pub(crate) fn constraint_string(&self, tp: TypeId) -> String {
        let Type::TypeParam(p) = self.prog.types[tp] else { return String::new() };
        let TypeParam { obj, constraint, .. } = self.prog.ents.type_params[p];
        if let Some(&Spelling::Type(file, e)) = self.decls.spelled.get(&obj) {
            let mut out = String::new();
            self.write_spelled(file, e, &mut out);
            return out;
        }
        let pkg = Some(self.env.pkg);
        print::constraint_string(&self.prog.types, &self.prog.ents, pkg, constraint)
    }

    /// Type parameters that only untyped constants are passed for take the default type of the
    /// most general one.
    fn infer_untyped(
        &mut self,
        inf: &Inference<'_>,
        untyped: &[(usize, &Operand)],
        u: &mut Unifier,
    ) -> Result<(), Failure> {
        let mut most: Vec<(usize, TypeId)> = Vec::new();
        for &(i, x) in untyped.iter().filter(|(i, _)| u.at(*i).is_none()) {
            let Some((_, m)) = most.iter_mut().find(|(j, _)| *j == i) else {
                most.push((i, x.ty));
                continue;
            };
            let numeric = |t| self.q().all(t, Basic::is_numeric);
            if *m != x.ty && !(numeric(*m) && numeric(x.ty)) {
                let (a, b) = (self.type_string(*m), self.type_string(x.ty));
                let p = self.prog.ents.type_params[inf.params[i]].obj;
                let p = self.prog.ents.objects[p].name;
                let message = format!("mismatched types {a} and {b} (cannot infer {p})");
                return Err(Some((x.span, message)));
            }
            // The ids of untyped numbers are ordered by generality.
            *m = (*m).max(x.ty);
        }
        for (i, t) in most {
            u.set(i, self.default_type(t));
        }
        Ok(())
    }

    fn mismatched_arg(
        &mut self,
        inf: &Inference<'_>,
        u: &Unifier,
        param: TypeId,
        x: &Operand,
        args: &[Operand],
    ) -> (Span, String) {
        let types = u.inferred();
        let what = match inf.reverse {
            Some(name) => name.to_owned(),
            None => x.expr.map_or_else(|| self.operand_string(x), |e| self.expr_string(e)),
        };
        let have = self.operand_type_string(x);
        let want = self.type_string(param);
        if types.iter().all(Option::is_none) {
            let names: Vec<&str> = inf
                .params
                .iter()
                .map(|&p| self.prog.ents.objects[self.prog.ents.type_params[p].obj].name.as_str())
                .collect();
            let names = name_list(&names);
            let message =
                format!("type {have} of {what} does not match {want} (cannot infer {names})");
            return (x.span, message);
        }
        let map: TypeMap =
            inf.params.iter().zip(types).filter_map(|(&p, t)| Some((p, t?))).collect();
        let inferred = self.subst(&map, param);
        let message = match (inferred != param, inf.reverse.is_some()) {
            (false, _) => format!("type {have} of {what} does not match {want}"),
            (true, true) => {
                let inferred = self.type_string(inferred);
                format!("inferred type {inferred} for {want} does not match type {have} of {what}")
            }
            (true, false) => {
                let from = args.iter().find(|x| x.ty == inferred);
                let inferred =
                    from.map_or(self.type_string(inferred), |x| self.operand_type_string(x));
                format!("type {have} of {what} does not match inferred type {inferred} for {want}")
            }
        };
        (x.span, message)
    }

    /// Type parameters of their own for one use of a generic function, which may be its own
    /// argument or call itself; `types` with them.
    pub(super) fn rename_params(
        &mut self,
        params: &[TypeParamId],
        types: &mut [TypeId],
    ) -> Vec<TypeParamId> {
        let new: Vec<TypeParamId> = params
            .iter()
            .map(|&p| {
                let param = self.prog.ents.type_params[p].clone();
                self.prog.ents.type_params.push(param)
            })
            .collect();
        let args: Vec<TypeId> =
            new.iter().map(|&p| self.prog.types.intern(Type::TypeParam(p))).collect();
        let map = type_map(params, &args);
        for &p in &new {
            let constraint = self.prog.ents.type_params[p].constraint;
            self.prog.ents.type_params[p].constraint = self.subst(&map, constraint);
        }
        for t in types {
            *t = self.subst(&map, *t);
        }
        new
    }

    /// A generic function that is not called: constraints may give the type arguments that were
    /// not written, if some were.
    pub(super) fn infer_rest(&mut self, x: &mut Operand, e: ExprId) {
        let given = self.partial_args(e);
        if given.is_empty() {
            return self.non_generic(x);
        }
        self.infer_func(x, e, &given, None);
    }

    /// A generic function where a value of the function type `target` is wanted: infers the type
    /// arguments that were not given from that. `desc` is what it is assigned to.
    pub(super) fn infer_partial(&mut self, x: &mut Operand, e: ExprId, target: TypeId, desc: &str) {
        let given = self.partial_args(e);
        let what = match given.is_empty() {
            true => "implicitly instantiated function in assignment",
            false => "partially instantiated function in assignment",
        };
        if self.require(x.span, 18, "function instantiation") {
            self.require(x.span, 21, what);
        }
        self.infer_func(x, e, &given, Some((target, desc)));
    }

    fn infer_func(
        &mut self,
        x: &mut Operand,
        e: ExprId,
        given: &[TypeId],
        target: Option<(TypeId, &str)>,
    ) {
        let mut types = [self.plain_func(x.ty)];
        let params = self.func_params(x);
        let params = self.rename_params(&params, &mut types);
        let given: Vec<Option<TypeId>> = given.iter().copied().map(Some).collect();
        let reverse = target.map(|(_, desc)| desc);
        let inf = Inference { params: &params, given: &given, at: x.span, reverse };
        let result = match target {
            Some((t, _)) => {
                let wanted = Operand::value(self.q().core(t), x.span);
                self.infer(&inf, &types, &[wanted])
            }
            None => self.infer(&inf, &[], &[]),
        };
        match result {
            Ok(args) => {
                let at = self.type_arg_spans(e, x.span);
                self.instantiate_func(x, e, args, at);
            }
            Err(failure) => {
                if let Some((span, message)) = failure {
                    self.error(span, "CannotInferTypeArgs", message);
                }
                x.invalidate();
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
