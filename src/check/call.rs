//! Calls (spec: Calls, Passing arguments to ... parameters).

use super::Checker;
use super::operand::{Operand, Usage};
use super::program::Mode;
use crate::syntax::ast::{Call, ExprId};
use crate::types::repr::*;
use crate::types::table::TypeTable;

impl Checker {
    pub(crate) fn call_expr(&mut self, e: ExprId, call: &Call) -> (Operand, Usage) {
        let x = self.expr_or_type(call.fun);
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
                let mut x = self.expr_hint(arg, None);
                if x.is_valid() && call.spread {
                    let message = format!("invalid use of ... in conversion to {}", name(self));
                    self.fail(&mut x, "BadDotDotDotSyntax", message);
                } else if x.is_valid() {
                    match self.is_constraint(target) {
                        true => self.constraint_conversion(e, &mut x, target),
                        false => self.conversion(&mut x, target),
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
            Type::Interface(i) => !i.unions.is_empty() || i.comparable,
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
        let sig = match &self.prog.types[self.underlying(x.ty)] {
            Type::Func(sig) => (**sig).clone(),
            Type::Basic(Basic::Invalid) => {
                self.use_exprs(&call.args);
                return self.invalid(e);
            }
            _ => {
                let (what, ty) = (self.operand_string(&x), self.type_string(x.ty));
                let message =
                    format!("invalid operation: cannot call {what}: {ty} is not a function");
                self.fail(&mut x, "InvalidCall", message);
                self.use_exprs(&call.args);
                return x;
            }
        };
        let mut args = self.call_args(&call.args, &sig.params);
        self.arguments(e, call, &sig, &mut args);
        self.env.has_call_or_recv = true;
        let (mode, ty) = match *sig.results {
            [] => (Mode::NoValue, self.prog.types.intern(Type::Tuple(Box::default()))),
            [one] => (Mode::Value, one),
            _ => (Mode::Value, self.prog.types.intern(Type::Tuple(sig.results.clone()))),
        };
        let mode = if ty == TypeTable::INVALID { Mode::Invalid } else { mode };
        Operand::new(mode, ty, Some(e), self.span(e))
    }

    /// The operands of a list of arguments: a single call may yield several.
    fn call_args(&mut self, list: &[ExprId], params: &[TypeId]) -> Vec<Operand> {
        let [single] = *list else {
            let hint = |i: usize| params.get(i).copied();
            return list.iter().enumerate().map(|(i, &e)| self.argument(e, hint(i))).collect();
        };
        let x = self.multi_expr(single);
        match &self.prog.types[x.ty] {
            Type::Tuple(list) if x.is_valid() => {
                list.iter().map(|&ty| Operand::new(Mode::Value, ty, x.expr, x.span)).collect()
            }
            _ => vec![x],
        }
    }

    /// One argument for a parameter of type `param`, which a generic function would be fitted to.
    fn argument(&mut self, e: ExprId, param: Option<TypeId>) -> Operand {
        let _ = param;
        self.expr(e)
    }

    /// The operands of a built-in's arguments.
    pub(crate) fn expr_list(&mut self, list: &[ExprId]) -> Vec<Operand> {
        let [single] = *list else { return list.iter().map(|&e| self.expr(e)).collect() };
        let x = self.multi_expr(single);
        match &self.prog.types[x.ty] {
            Type::Tuple(list) if x.is_valid() => {
                let nth = |(i, &ty): (usize, &TypeId)| Operand::result(i as u32 + 1, ty, x.span);
                list.iter().enumerate().map(nth).collect()
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
        let rest = match (sig.variadic && !call.spread, sig.params.last()) {
            (true, Some(&last)) => match self.prog.types[last] {
                Type::Slice(elem) => elem,
                _ => last,
            },
            _ => TypeTable::INVALID,
        };
        for (i, x) in args.iter_mut().enumerate() {
            let variadic_part = sig.variadic && !call.spread && i >= fixed;
            let param = if variadic_part { rest } else { sig.params[i] };
            // The usual case, without composing the context of a message.
            if x.is_valid() && x.ty == param && x.mode != Mode::TypeExpr {
                continue;
            }
            let context = format!("argument to {}", self.expr_string(call.fun));
            self.assignment(x, Some(param), &context);
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
        let have: Vec<TypeId> = args.iter().map(|x| x.ty).collect();
        let message = format!(
            "{quantity} arguments in call to {}\n\thave {}\n\twant {}",
            self.expr_string(call.fun),
            self.types_summary(&have, false, call.spread),
            self.types_summary(&sig.params, sig.variadic, false),
        );
        self.error(at, "WrongArgCount", message);
    }
}
