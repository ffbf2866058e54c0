//! Calls (spec: Calls, Passing arguments to ... parameters).

use super::Checker;
use super::infer::Inference;
use super::operand::{Label, Operand, Usage};
use super::program::Mode;
use super::spelling::Spelling;
use crate::base::source::Span;
use crate::syntax::ast::{Call, ExprId, ExprKind};
use crate::types::repr::*;
use crate::types::table::TypeTable;

impl Checker {
    pub(crate) fn call_expr(&mut self, e: ExprId, call: &Call) -> (Operand, Usage) {
        let mut x = self.generic_expr_or_type(call.fun);
        if x.mode == Mode::TypeExpr {
            self.non_generic(&mut x);
        }
        match x.mode {
            Mode::Invalid => {
                self.use_exprs(&call.args);
                (self.invalid(e), Usage::Statement)
            }
            Mode::TypeExpr => (self.conversion_call(e, call, x.ty), Usage::Conversion),
            Mode::Builtin(b) => {
                let x = self.builtin(e, call, b);
                if x.is_valid() && !x.is_constant() {
                    self.env.has_call_or_recv = true;
                }
                let usage = match b.is_statement() || !x.is_valid() {
                    true => Usage::Statement,
                    false => Usage::Expression,
                };
                (x, usage)
            }
            _ => (self.ordinary_call(e, call, x), Usage::Statement),
        }
    }

    /// `T(x)`.
    fn conversion_call(&mut self, e: ExprId, call: &Call, target: TypeId) -> Operand {
        let name = |c: &Checker| c.type_string(target);
        match *call.args {
            [] => {
                let message = format!("missing argument in conversion to {}", name(self));
                self.error(self.span(e), "WrongArgCount", message);
                self.invalid(e)
            }
            [arg] => {
                let mut x = self.expr_to(arg, target);
                if x.is_valid() && call.spread {
                    let message = format!("invalid use of ... in conversion to {}", name(self));
                    self.fail(&mut x, "BadDotDotDotSyntax", message);
                } else if x.is_valid() {
                    match self.is_constraint(target) {
                        true => self.constraint_conversion(e, &mut x, target),
                        false => {
                            let fun = Spelling::Type(self.env.file, call.fun);
                            let outer = self.env.target.replace(fun);
                            self.conversion(&mut x, target);
                            self.env.target = outer;
                        }
                    }
                }
                x
            }
            [.., last] => {
                self.use_exprs(&call.args);
                let message = format!("too many arguments in conversion to {}", name(self));
                self.error(self.span(last), "WrongArgCount", message);
                self.invalid(e)
            }
        }
    }

    /// An interface that only constraints may use.
    fn is_constraint(&self, t: TypeId) -> bool {
        match self.q().under(t) {
            Type::Interface(i) if !self.prog.types.is_type_param(t) => {
                !i.unions.is_empty() || i.comparable
            }
            _ => false,
        }
    }

    fn constraint_conversion(&mut self, e: ExprId, x: &mut Operand, target: TypeId) {
        let message = format!(
            "cannot use interface {} in conversion (contains specific type constraints or is comparable)",
            self.type_string(target)
        );
        self.error(self.span(e), "MisplacedConstraintIface", message);
        x.invalidate();
    }

    fn ordinary_call(&mut self, e: ExprId, call: &Call, mut x: Operand) -> Operand {
        let mut sig = match &self.prog.types[self.q().core(x.ty)] {
            Type::Func(sig) => (**sig).clone(),
            Type::Basic(Basic::Invalid) => {
                self.use_exprs(&call.args);
                return self.invalid(e);
            }
            _ => {
                let what = self.operand_string(&x);
                let why = match self.prog.types.is_type_param(x.ty) {
                    true => match self.q().set_types(x.ty).first() {
                        Some(&t) => format!("{} is not a function", self.type_string(t)),
                        None => "no specific type".to_owned(),
                    },
                    false => format!("{} is not a function", self.operand_type_string(&x)),
                };
                let message = format!("invalid operation: cannot call {what}: {why}");
                self.fail(&mut x, "InvalidCall", message);
                self.use_exprs(&call.args);
                return x;
            }
        };
        let mut args = self.call_args(&call.args);
        if !sig.type_params.is_empty() || args.iter().any(|x| !self.func_params(x).is_empty()) {
            let results = sig.type_params.is_empty().then(|| sig.results.clone());
            match (self.generic_call(e, call, &mut x, sig, &mut args), results) {
                (Some(instance), _) => sig = instance,
                // The result of a function that is not generic is known.
                (None, Some(results)) => return self.call_result(e, &results),
                (None, None) => return self.invalid(e),
            }
        }
        self.arguments(e, call, &sig, &mut args);
        self.call_result(e, &sig.results)
    }

    fn call_result(&mut self, e: ExprId, results: &[TypeId]) -> Operand {
        self.env.has_call_or_recv = true;
        let (mode, ty) = match *results {
            [] => (Mode::NoValue, self.prog.types.intern(Type::Tuple(Box::default()))),
            [one] => (Mode::Value, one),
            _ => (Mode::Value, self.prog.types.intern(Type::Tuple(results.into()))),
        };
        let mode = if ty == TypeTable::INVALID { Mode::Invalid } else { mode };
        Operand::new(mode, ty, Some(e), self.span(e))
    }

    /// The operands of a list of arguments: a single call may yield several.
    fn call_args(&mut self, list: &[ExprId]) -> Vec<Operand> {
        let [single] = *list else {
            return list.iter().map(|&e| self.argument(e)).collect();
        };
        let x = self.generic_multi_expr(single);
        match &self.prog.types[x.ty] {
            Type::Tuple(list) if x.is_valid() => {
                let nth = |(&ty, n)| Operand { ty, label: Label::OfCall(n), ..x };
                list.iter().zip(1..).map(nth).collect()
            }
            _ => vec![x],
        }
    }

    /// One argument, which may be a generic function.
    fn argument(&mut self, e: ExprId) -> Operand {
        let mut x = self.generic_multi_expr(e);
        self.single_value(&mut x);
        x
    }

    /// The types of the parameters that so many arguments are for.
    fn arg_types(&self, call: &Call, sig: &Signature, n: usize) -> Vec<TypeId> {
        let fixed = sig.params.len() - usize::from(sig.variadic);
        let rest = match sig.params.last().map(|&t| &self.prog.types[t]) {
            Some(Type::Slice(elem)) if sig.variadic && !call.spread => Some(*elem),
            _ => None,
        };
        let param = |i: usize| match rest {
            Some(elem) if i >= fixed => elem,
            _ => sig.params.get(i).copied().unwrap_or(TypeTable::INVALID),
        };
        (0..n).map(param).collect()
    }

    /// A call of a generic function, or with generic functions among its arguments: infers the
    /// type arguments that were not given. Gives the signature of the called instance.
    fn generic_call(
        &mut self,
        e: ExprId,
        call: &Call,
        x: &mut Operand,
        sig: Signature,
        args: &mut [Operand],
    ) -> Option<Signature> {
        if !self.count_ok(e, call, &sig, args) || args.iter().any(|a| !a.is_valid()) {
            return None;
        }
        let at = Span::at(call.lparen);
        let mut given = self.partial_args(call.fun).into_iter().map(Some).collect::<Vec<_>>();
        if !sig.type_params.is_empty() {
            let what = match given.is_empty() {
                true => "implicit function instantiation",
                false => "function instantiation",
            };
            self.require(at, 18, what);
        }
        let mut param_types = self.arg_types(call, &sig, args.len());
        let mut params = self.rename_params(&sig.type_params, &mut param_types);
        given.resize(params.len(), None);
        let mut renamed = args.to_vec();
        let mut generic = Vec::new();
        for (i, a) in renamed.iter_mut().enumerate() {
            let own = self.func_params(a);
            let Some(e) = a.expr.filter(|_| !own.is_empty()) else { continue };
            if sig.type_params.is_empty() {
                let what = match self.partial_args(e).is_empty() {
                    true => "implicitly instantiated function as argument",
                    false => "partially instantiated function as argument",
                };
                self.require(a.span, 21, what);
            }
            let mut types = [self.plain_func(a.ty)];
            params.extend(self.rename_params(&own, &mut types));
            a.ty = types[0];
            given.extend(self.partial_args(e).into_iter().map(Some));
            given.resize(params.len(), None);
            generic.push((i, e, own.len()));
        }
        let inf = Inference { params: &params, given: &given, at, reverse: None };
        let targs = match self.infer(&inf, &param_types, &renamed) {
            Ok(targs) => targs,
            Err(failure) => {
                if let Some((span, message)) = failure {
                    let name = self.expr_string(call.fun);
                    let message = format!("in call to {name}, {message}");
                    self.error(span, "CannotInferTypeArgs", message);
                }
                return None;
            }
        };
        let mut done = sig.type_params.len();
        let mut result = sig;
        if done > 0 {
            let spans = self.type_arg_spans(call.fun, at);
            if !self.instantiate_func(x, call.fun, targs[..done].to_vec(), spans) {
                return None;
            }
            if let Type::Func(sig) = &self.prog.types[x.ty] {
                result = (**sig).clone();
            }
        }
        for (i, e, n) in generic {
            let spans = self.type_arg_spans(e, args[i].span);
            self.instantiate_func(&mut args[i], e, targs[done..done + n].to_vec(), spans);
            done += n;
        }
        Some(result)
    }

    /// Where the type arguments of a function stand, and at last the place for those inferred.
    pub(super) fn type_arg_spans(&self, fun: ExprId, at: Span) -> Vec<Span> {
        let ast = self.ast();
        let mut spans: Vec<Span> = match &ast[ast.unparen(fun)].kind {
            ExprKind::Index { indices, .. } => indices.iter().map(|&i| self.span(i)).collect(),
            _ => Vec::new(),
        };
        spans.push(at);
        spans
    }

    /// The operands of a built-in's arguments.
    pub(crate) fn expr_list(&mut self, list: &[ExprId]) -> Vec<Operand> {
        let [single] = *list else { return list.iter().map(|&e| self.expr(e)).collect() };
        let x = self.multi_expr(single);
        match &self.prog.types[x.ty] {
            Type::Tuple(list) if x.is_valid() => {
                let nth = |(&ty, n)| Operand { expr: x.expr, ..Operand::result(n, ty, x.span) };
                list.iter().zip(1..).map(nth).collect()
            }
            _ => vec![x],
        }
    }

    /// Checks the number of arguments and their assignability to the parameters. Answers whether
    /// the number is right.
    pub(crate) fn arguments(
        &mut self,
        e: ExprId,
        call: &Call,
        sig: &Signature,
        args: &mut [Operand],
    ) -> bool {
        if !self.count_ok(e, call, sig, args) {
            return false;
        }
        let types = self.arg_types(call, sig, args.len());
        for (i, (x, param)) in args.iter_mut().zip(types).enumerate() {
            // The usual case, without composing the context of a message.
            if x.is_valid() && x.ty == param && x.mode != Mode::TypeExpr {
                continue;
            }
            let context = format!("argument to {}", self.expr_string(call.fun));
            self.assignment_to(x, Some(param), &context, |c| c.param_spelling(call, i));
        }
        true
    }

    /// Checks the number of arguments.
    fn count_ok(&mut self, e: ExprId, call: &Call, sig: &Signature, args: &[Operand]) -> bool {
        let fixed = sig.params.len() - usize::from(sig.variadic);
        if call.spread && !self.spread_ok(e, call, sig, args) {
            return false;
        }
        let count_ok = match sig.variadic && !call.spread {
            true => args.len() >= fixed,
            false => args.len() == sig.params.len(),
        };
        if !count_ok {
            let wanted = if call.spread { sig.params.len() } else { fixed };
            self.wrong_count(e, call, sig, args, wanted);
            return false;
        }
        true
    }

    fn spread_ok(&mut self, e: ExprId, call: &Call, sig: &Signature, args: &[Operand]) -> bool {
        let message = if !sig.variadic {
            let fun = self.expr_string(call.fun);
            format!("cannot use ... in call to non-variadic {fun}")
        } else if call.args.len() == 1 && args.len() > 1 {
            let arg = self.expr_string(call.args[0]);
            format!("cannot use ... with {}-valued {arg}", args.len())
        } else {
            return true;
        };
        let code = if sig.variadic { "InvalidDotDotDot" } else { "NonVariadicDotDotDot" };
        self.error(self.span(e), code, message);
        false
    }

    fn wrong_count(
        &mut self,
        e: ExprId,
        call: &Call,
        sig: &Signature,
        args: &[Operand],
        wanted: usize,
    ) {
        // At the first argument too many, or the last one there is.
        let (at, quantity) = match args.len() > wanted {
            true => (args[wanted].span, "too many"),
            false => (args.last().map_or(self.span(e), |x| x.span), "not enough"),
        };
        let message = format!(
            "{quantity} arguments in call to {}\n\thave {}\n\twant {}",
            self.expr_string(call.fun),
            self.operands_summary(args, call.spread),
            self.types_summary(&sig.params, sig.variadic, |i| self.param_spelling(call, i)),
        );
        self.error(at, "WrongArgCount", message);
    }
}
