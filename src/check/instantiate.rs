//! Instances of generic types and functions (spec: Instantiations, Satisfying a type constraint).

use super::Checker;
use super::decl::Later;
use super::operand::Operand;
use super::program::{ExprInfo, Mode};
use crate::base::source::Span;
use crate::syntax::ast::{ExprId, ExprKind};
use crate::types::predicates::Query;
use crate::types::print;
use crate::types::repr::*;
use crate::types::subst::{complete_waiting, instantiate, type_map};
use crate::types::table::TypeTable;

/// Type arguments to be checked against constraints when all types are complete.
pub(super) struct TypeArgs {
    pub spans: Vec<Span>,
    pub params: Vec<TypeParamId>,
    pub args: Vec<TypeId>,
}

impl Checker {
    /// The own type parameters of a generic type, if `ty` is one (and no instance).
    pub(crate) fn generic_params(&self, ty: TypeId) -> &[TypeParamId] {
        match self.prog.types[ty] {
            Type::Named(n) => {
                let named = &self.prog.ents.named[n];
                &named.type_params[named.implicit as usize..]
            }
            _ => &[],
        }
    }

    /// Reports a generic type without type arguments; answers whether it is one. Where a type is
    /// wanted (not an expression), its type parameters are shown.
    pub(super) fn uninstantiated_type(&mut self, e: ExprId, ty: TypeId, in_type: bool) -> bool {
        let alias = self.prog.info[self.env.file].objects[e];
        let alias_params = alias.and_then(|o| self.decls.alias_params.get(&o).map(|p| (o, p)));
        let (name, params) = match (self.prog.types[ty].clone(), alias_params) {
            (_, Some((obj, params))) => (self.prog.ents.objects[obj].name, params.clone()),
            (Type::Named(n), None) if !self.generic_params(ty).is_empty() => {
                let obj = self.prog.ents.named[n].obj;
                (self.prog.ents.objects[obj].name, self.generic_params(ty).to_vec())
            }
            _ => return false,
        };
        let pkg = Some(self.env.pkg);
        let text = match in_type {
            true => print::generic_string(&self.prog.types, &self.prog.ents, pkg, name, &params),
            false => self.expr_string(e),
        };
        let message = format!("cannot use generic type {text} without instantiation");
        self.error(self.span(e), "WrongTypeArgCount", message);
        true
    }

    /// If an expression names a generic alias: that with its type parameters, `A[P any]`.
    pub(super) fn generic_alias(&self, e: ExprId) -> Option<String> {
        let obj = self.prog.info[self.env.file].objects[e]?;
        let params = self.decls.alias_params.get(&obj)?;
        let (name, pkg) = (self.prog.ents.objects[obj].name, Some(self.env.pkg));
        let (types, ents) = (&self.prog.types, &self.prog.ents);
        Some(print::generic_string(types, ents, pkg, name, params))
    }

    /// `x[A, B]`: an instance of a generic type.
    pub(super) fn instance(&mut self, e: ExprId, x: ExprId, indices: &[ExprId]) -> TypeId {
        let ast = self.ast();
        let inner = ast.unparen(x);
        self.require(self.operator_span(e), 18, "type instantiation");
        let generic = match &ast[inner].kind {
            ExprKind::Ident(_) => self.ident_lazy(inner, true),
            ExprKind::Selector { x, sel } => match self.qualifier(*x) {
                Some(pkg) => self.qualified_lazy(inner, pkg, *sel),
                None => self.expr_or_type(inner),
            },
            _ => self.expr_or_type(inner),
        };
        if generic.mode != Mode::TypeExpr || generic.ty == TypeTable::INVALID {
            if generic.is_valid() && generic.mode != Mode::TypeExpr {
                let message = format!("{} is not a type", self.operand_string(&generic));
                self.error(self.span(x), "NotAType", message);
            }
            return TypeTable::INVALID;
        }
        self.record_type(x, generic.ty);
        let obj = self.prog.info[self.env.file].objects[inner];
        let alias = obj.and_then(|o| self.decls.alias_params.get(&o).cloned());
        if let (Some(params), Some(obj)) = (alias, obj) {
            let args = self.type_args(indices);
            let name = self.prog.ents.objects[obj].name.to_string();
            if !self.type_arg_count(e, indices, &name, params.len()) || has_invalid(&args) {
                return TypeTable::INVALID;
            }
            self.later_type_args(indices, params.clone(), args.clone());
            return self.subst(&type_map(&params, &args), generic.ty);
        }
        let Type::Named(named) = self.prog.types[generic.ty] else {
            return self.not_generic(e, generic.ty);
        };
        // The type parameters are declared with the type.
        let decl = self.prog.ents.named[named].obj;
        if self.prog.ents.named[named].type_params.is_empty()
            && !self.decls.with_params.contains(&decl)
        {
            return self.not_generic(e, generic.ty);
        }
        let args = self.type_args(indices);
        if self.generic_params(generic.ty).is_empty() {
            self.early_type_params(decl);
        }
        let params = self.prog.ents.named[named].type_params.clone();
        let implicit = self.prog.ents.named[named].implicit as usize;
        let name = self.prog.ents.objects[decl].name.to_string();
        if has_invalid(&args) {
            return TypeTable::INVALID;
        }
        // An instance with too few arguments is a type of its own all the same.
        let count_ok = self.type_arg_count(e, indices, &name, params.len() - implicit);
        if args.len() > params.len() - implicit {
            return TypeTable::INVALID;
        }
        let outer = params[..implicit].iter().map(|&p| self.prog.types.intern(Type::TypeParam(p)));
        let outer: Vec<TypeId> = outer.collect();
        let all: Box<[TypeId]> = outer.into_iter().chain(args.iter().copied()).collect();
        let ty = instantiate(&mut self.prog.types, &mut self.prog.ents, named, all);
        let at = self.span(x);
        self.decls.instance_spans.entry(ty).or_insert(at);
        self.check_infinite();
        if count_ok {
            let own = params[implicit..].to_vec();
            self.decls.instantiations.push((own, args.clone(), at));
            self.later_type_args(indices, params[implicit..].to_vec(), args);
        }
        ty
    }

    fn type_args(&mut self, list: &[ExprId]) -> Vec<TypeId> {
        list.iter().map(|&e| self.var_type_lazy(e)).collect()
    }

    fn later_type_args(&mut self, at: &[ExprId], params: Vec<TypeParamId>, args: Vec<TypeId>) {
        let spans = at.iter().map(|&e| self.span(e)).collect();
        self.later(Later::TypeArgs(TypeArgs { spans, params, args }));
    }

    fn not_generic(&mut self, e: ExprId, ty: TypeId) -> TypeId {
        let text = self.type_string(ty);
        let what = self.expr_string(e);
        let message = format!("invalid operation: {what} ({text} is not a generic type)");
        self.error(self.span(e), "NotAGenericType", message);
        TypeTable::INVALID
    }

    /// Reports a wrong number of type arguments of a type.
    fn type_arg_count(&mut self, e: ExprId, at: &[ExprId], name: &str, want: usize) -> bool {
        let have = at.len();
        if have == want {
            return true;
        }
        let quantity = if have < want { "not enough" } else { "too many" };
        let message =
            format!("{quantity} type arguments for type {name}: have {have}, want {want}");
        self.error(self.span(e), "WrongTypeArgCount", message);
        false
    }

    /// Completes instances that waited for declarations.
    pub(super) fn complete_instances(&mut self) {
        if !self.prog.ents.incomplete.is_empty() {
            complete_waiting(&mut self.prog.types, &mut self.prog.ents);
            self.check_infinite();
        }
    }

    /// Checks type arguments against their constraints, and reports the first that does not fit.
    pub(super) fn check_type_args(&mut self, t: &TypeArgs) -> bool {
        let map = type_map(&t.params, &t.args);
        for (i, (&p, &arg)) in t.params.iter().zip(&t.args).enumerate() {
            let constraint = self.prog.ents.type_params[p].constraint;
            let constraint = self.subst(&map, constraint);
            if let Err(cause) = self.satisfies(arg, constraint) {
                let span = t.spans.get(i).or(t.spans.last()).copied().unwrap_or(Span::NONE);
                self.error(span, "InvalidTypeArg", cause);
                return false;
            }
        }
        true
    }

    /// Whether a type argument satisfies a constraint.
    pub(crate) fn satisfies(&mut self, t: TypeId, constraint: TypeId) -> Result<(), String> {
        self.implements_as(t, constraint, "satisfy")
    }

    /// `implements` with what follows from type elements and `comparable`; `verb` says which
    /// relation it is.
    pub(super) fn implements_as(
        &mut self,
        t: TypeId,
        iface: TypeId,
        verb: &str,
    ) -> Result<(), String> {
        let Type::Interface(want) = self.prog.types[self.underlying(iface)].clone() else {
            return Ok(());
        };
        if t == TypeTable::INVALID || self.underlying(t) == TypeTable::INVALID {
            return Ok(());
        }
        let pkg = Some(self.env.pkg);
        let (name, of) = (
            self.type_string(t),
            print::constraint_string(&self.prog.types, &self.prog.ents, pkg, iface),
        );
        let terms = self.q().terms(iface);
        let is_iface = matches!(self.prog.types[self.underlying(t)], Type::Interface(_));
        if is_iface && self.q().is_empty_set(t) {
            return Ok(());
        }
        if terms.as_ref().is_some_and(Vec::is_empty) {
            return Err(format!("cannot {verb} {of} (empty type set)"));
        }
        if !want.methods.is_empty()
            && let Some(cause) = self.missing_method(t, iface, true)
        {
            return Err(format!("{name} does not {verb} {of} {cause}"));
        }
        let comparable = |c: &Checker| {
            if !want.comparable || c.q().strictly_comparable(t) {
                return Ok(());
            }
            match verb == "satisfy" && c.q().incomparable(t).is_none() {
                true if c.allows(20) => Ok(()),
                true => Err(format!("{name} to {verb} comparable requires go1.20 or later")),
                false => Err(format!("{name} does not {verb} comparable")),
            }
        };
        let Some(terms) = terms else { return comparable(self) };
        if is_iface {
            let fits = self.q().terms(t).is_some_and(|have| self.q().terms_subset(&have, &terms));
            return match fits {
                true => comparable(self),
                false => Err(format!("{name} does not {verb} {of}")),
            };
        }
        let q: Query = self.q();
        if terms.iter().any(|&term| q.term_includes(term, t)) {
            return comparable(self);
        }
        let near = terms.iter().find(|term| !term.tilde && self.underlying(t) == term.ty);
        if let Some(near) = near {
            let ty = self.type_string(near.ty);
            return Err(format!(
                "{name} does not {verb} {of} (possibly missing ~ for {ty} in {of})"
            ));
        }
        if want.unions.iter().flatten().any(|term| term.ty == t) {
            return Err(format!(
                "{name} does not {verb} {of} ({of} mentions {name}, but {name} is not in the type set of {of})"
            ));
        }
        let list: Vec<String> = terms
            .iter()
            .map(|t| (if t.tilde { "~" } else { "" }, self.qualified_type_string(t.ty)))
            .map(|(tilde, ty)| format!("{tilde}{ty}"))
            .collect();
        Err(format!("{name} does not {verb} {of} ({name} missing in {})", list.join(" | ")))
    }

    // Functions

    /// The type parameters of a generic function value.
    pub(crate) fn func_params(&self, x: &Operand) -> Vec<TypeParamId> {
        match &self.prog.types[x.ty] {
            Type::Func(sig) if x.mode == Mode::Value => sig.type_params.to_vec(),
            _ => Vec::new(),
        }
    }

    /// Reports a generic function or type that is used without type arguments.
    pub(super) fn non_generic(&mut self, x: &mut Operand) {
        let Some(e) = x.expr else { return };
        match x.mode {
            Mode::TypeExpr => {
                let ast = self.ast();
                let e = ast.unparen(e);
                let named = matches!(ast[e].kind, ExprKind::Ident(_) | ExprKind::Selector { .. });
                if named && self.uninstantiated_type(e, x.ty, false) {
                    x.invalidate();
                }
            }
            Mode::Value if !self.func_params(x).is_empty() => {
                let what = self.expr_string(e);
                let message = format!("cannot use generic function {what} without instantiation");
                self.fail(x, "WrongTypeArgCount", message);
            }
            _ => {}
        }
    }

    /// `f[A, B]` for a generic function: with all type arguments an instance, with fewer the
    /// function and the arguments it has.
    pub(super) fn func_type_args(
        &mut self,
        x: &Operand,
        indices: &[ExprId],
    ) -> Option<Vec<TypeId>> {
        let want = self.func_params(x).len();
        let args: Vec<TypeId> = indices.iter().map(|&i| self.var_type(i)).collect();
        if has_invalid(&args) {
            return None;
        }
        if args.len() > want {
            let message = format!("got {} type arguments but want {want}", args.len());
            self.error(self.span(indices[want]), "WrongTypeArgCount", message);
            return None;
        }
        Some(args)
    }

    /// Makes the generic function `x` (the operand of the expression `fun`, which may be an index
    /// expression) its instance with these arguments, and records them.
    pub(super) fn instantiate_func(
        &mut self,
        x: &mut Operand,
        fun: ExprId,
        args: Vec<TypeId>,
        spans: Vec<Span>,
    ) -> bool {
        let params = self.func_params(x);
        let Type::Func(sig) = &self.prog.types[x.ty] else { return false };
        let sig = Signature { type_params: Box::default(), ..(**sig).clone() };
        let map = type_map(&params, &args);
        let sig = self.prog.types.intern(Type::Func(Box::new(sig)));
        let ty = self.subst(&map, sig);
        self.decls.instantiations.push((params.clone(), args.clone(), x.span));
        let checked = TypeArgs { spans, params, args: args.clone() };
        if !self.check_type_args(&checked) {
            x.invalidate();
            return false;
        }
        x.ty = ty;
        x.mode = Mode::Value;
        let ast = self.ast();
        let file = self.env.file;
        let mut e = fun;
        loop {
            self.set_info((file, e), ExprInfo { mode: Mode::Value, ty });
            e = match &ast[e].kind {
                ExprKind::Paren(inner) => *inner,
                ExprKind::Index { x, .. } => *x,
                _ => break,
            };
        }
        self.prog.info[file].instances.insert(e, args.into());
        true
    }
}

fn has_invalid(list: &[TypeId]) -> bool {
    list.contains(&TypeTable::INVALID)
}
