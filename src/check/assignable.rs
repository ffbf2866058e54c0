//! Assignability (spec: Assignability) and implementation of interfaces.

use super::Checker;
use super::convert::Misfit;
use super::operand::Operand;
use super::program::Mode;
use super::spelling::Spelling;
use crate::syntax::ast::ChanDir;
use crate::types::repr::*;
use crate::types::table::TypeTable;

/// Why a value is not assignable: an error code, and a cause that may be empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct NotAssignable {
    pub code: &'static str,
    pub cause: String,
}

fn incompatible() -> NotAssignable {
    NotAssignable { code: "IncompatibleAssign", cause: String::new() }
}

impl Checker {
    /// Prepares `x` for being assigned to a variable of type `target` (`None`: of its default
    /// type), converting an untyped value. On failure an error that names `context` is reported
    /// and `x` becomes invalid.
    pub(crate) fn assignment(&mut self, x: &mut Operand, target: Option<TypeId>, context: &str) {
        self.single_value(x);
        match x.mode {
            Mode::Invalid => return,
            Mode::NoValue | Mode::Builtin(_) | Mode::TypeExpr => {
                let what = self.operand_string(x);
                let to = target.map(|t| self.target_string(t)).unwrap_or_default();
                let message = format!("cannot assign {what} to {to} in {context}");
                return self.fail(x, "IncompatibleAssign", message);
            }
            _ => {}
        }
        if self.prog.types.is_untyped(x.ty) && !self.assign_untyped(x, target, context) {
            return;
        }
        let Some(target) = target else { return };
        if let Err(NotAssignable { code, cause }) = self.assignable_or(x, target) {
            let (what, to) = (self.operand_string(x), self.target_string(target));
            let colon = if cause.is_empty() { "" } else { ": " };
            let message = format!("cannot use {what} as {to} value in {context}{colon}{cause}");
            self.fail(x, code, message);
        }
    }

    /// As [`assignment`](Self::assignment), and messages spell the target as `spelling` says.
    pub(super) fn assignment_to(
        &mut self,
        x: &mut Operand,
        target: Option<TypeId>,
        context: &str,
        spelling: impl FnOnce(&Checker) -> Option<Spelling>,
    ) {
        let errors = self.diags.len();
        self.assignment(x, target, context);
        // Only a message asks for the spelling.
        if self.diags.len() > errors
            && let Some(target) = target
            && let Some(text) = spelling(self).and_then(|s| self.spelling_text(s, target))
        {
            let plain = format!(" as {} value in ", self.type_string(target));
            self.diags.reword(errors, &plain, &format!(" as {text} value in "));
            let plain = format!(" overflows {}", self.type_string(target));
            self.diags.reword(errors, &plain, &format!(" overflows {text}"));
        }
    }

    fn assign_untyped(&mut self, x: &mut Operand, target: Option<TypeId>, context: &str) -> bool {
        let to = match target {
            None if x.is_nil() => {
                let message = format!("use of untyped nil in {context}");
                self.fail(x, "UntypedNilUse", message);
                return false;
            }
            Some(t)
                if x.is_nil() || !self.q().is_interface(t) || self.prog.types.is_type_param(t) =>
            {
                t
            }
            _ => self.default_type(x.ty),
        };
        match self.implicit_type(x, to) {
            Ok((ty, value)) => {
                self.apply_implicit(x, ty, value);
                x.is_valid()
            }
            Err(misfit) => {
                let (code, note) = match misfit {
                    Misfit::Truncated => (misfit.code(), " (truncated)"),
                    Misfit::Overflow => (misfit.code(), " (overflows)"),
                    Misfit::Kind | Misfit::Value => ("IncompatibleAssign", ""),
                };
                let (what, to) = (self.operand_string(x), self.target_string(to));
                let message = format!("cannot use {what} as {to} value in {context}{note}");
                self.fail(x, code, message);
                false
            }
        }
    }

    /// Whether `x` may be assigned to a `t`; the error says why not, and may be empty.
    pub(crate) fn assignable(&mut self, x: &Operand, t: TypeId) -> Result<(), String> {
        self.assignable_or(x, t).map_err(|no| no.cause)
    }

    pub(crate) fn assignable_or(&mut self, x: &Operand, t: TypeId) -> Result<(), NotAssignable> {
        let v = x.ty;
        if v == t || !x.is_valid() || v == TypeTable::INVALID || t == TypeTable::INVALID {
            return Ok(());
        }
        if self.prog.types.is_untyped(v) {
            return self.implicit_type(x, t).map(|_| ()).map_err(|_| incompatible());
        }
        let (vu, tu) = (self.underlying(v), self.underlying(t));
        if vu == TypeTable::INVALID && !self.miscounted(v)
            || tu == TypeTable::INVALID && !self.miscounted(t)
        {
            return Ok(());
        }
        let both_named = self.prog.types.has_name(v) && self.prog.types.has_name(t);
        let (vp, tp) = (self.prog.types.is_type_param(v), self.prog.types.is_type_param(t));
        if vu == tu && !both_named && !vp && !tp {
            return Ok(());
        }
        if self.q().is_interface(t) || self.q().is_interface_pointer(t) {
            match self.implements(v, t) {
                Ok(()) => return Ok(()),
                // A type parameter's types may still be assignable.
                Err(_) if vp => {}
                Err(cause) => return Err(NotAssignable { code: "InvalidIfaceAssign", cause }),
            }
        }
        if self.q().is_interface(v) && self.implements(t, v).is_ok() {
            let cause = "need type assertion".to_owned();
            return Err(NotAssignable { cause, ..incompatible() });
        }
        if vp || tp {
            return self.assignable_sets(x, t);
        }
        match (&self.prog.types[vu], &self.prog.types[tu]) {
            (Type::Chan(ChanDir::Both, a), Type::Chan(_, b)) if a == b => match both_named {
                true => Err(NotAssignable { code: "InvalidChanAssign", cause: String::new() }),
                false => Ok(()),
            },
            _ => Err(incompatible()),
        }
    }

    /// An instance with a wrong number of type arguments.
    pub(super) fn miscounted(&self, t: TypeId) -> bool {
        let Type::Named(n) = self.prog.types[t] else { return false };
        let origin = self.prog.ents.named[n].origin.as_ref();
        origin.is_some_and(|(o, args)| self.prog.ents.named[*o].type_params.len() != args.len())
    }

    /// Assignability with a type parameter on either side and a type without a name on the other:
    /// every type of the type set must be assignable.
    fn assignable_sets(&mut self, x: &Operand, t: TypeId) -> Result<(), NotAssignable> {
        let (v, types) = (x.ty, &self.prog.types);
        let to_param = types.is_type_param(t);
        if types.has_name(if to_param { v } else { t }) {
            return Err(incompatible());
        }
        let terms = self.q().terms(if to_param { t } else { v }).unwrap_or_default();
        if terms.is_empty() {
            return Err(incompatible());
        }
        for term in terms {
            let (from, to) = if to_param { (v, term.ty) } else { (term.ty, t) };
            let y = Operand { ty: from, ..*x };
            if let Err(no) = self.assignable_or(&y, to) {
                let (from, to) = (self.type_string(from), self.type_string(to));
                let cause = match to_param {
                    true => format!("cannot assign {from} to {to} (in {})", self.type_string(t)),
                    false => format!("cannot assign {from} (in {}) to {to}", self.type_string(v)),
                };
                return Err(NotAssignable { cause, ..no });
            }
        }
        Ok(())
    }

    /// Whether `t` implements the interface `iface`; the error says why not.
    pub(crate) fn implements(&mut self, t: TypeId, iface: TypeId) -> Result<(), String> {
        let (tu, iu) = (self.underlying(t), self.underlying(iface));
        if tu == TypeTable::INVALID || iu == TypeTable::INVALID {
            return Ok(());
        }
        if let Type::Pointer(base) = self.prog.types[tu]
            && !self.miscounted(base)
            && self.underlying(base) == TypeTable::INVALID
        {
            return Ok(());
        }
        let Type::Interface(want) = &self.prog.types[iu] else {
            let name = self.type_string(iface);
            let pointer = self.interface_pointer(iface);
            let detail = pointer.unwrap_or_else(|| format!("{name} is not an interface"));
            return Err(format!("{} does not implement {name} ({detail})", self.type_string(t)));
        };
        if want.methods.is_empty() || self.embeds_invalid(t) {
            return Ok(());
        }
        match self.missing_method(t, iface, true) {
            None => Ok(()),
            Some(cause) => {
                let (t, iface) = (self.type_string(t), self.type_string(iface));
                Err(format!("{t} does not implement {iface} {cause}"))
            }
        }
    }

    /// Whether a struct has an embedded field that was reported: who knows what methods it has.
    fn embeds_invalid(&self, t: TypeId) -> bool {
        let base = match self.prog.types[t] {
            Type::Pointer(base) => base,
            _ => t,
        };
        let invalid = |t: TypeId| match self.prog.types[t] {
            Type::Pointer(base) => base == TypeTable::INVALID,
            _ => t == TypeTable::INVALID,
        };
        match &self.prog.types[self.underlying(base)] {
            Type::Struct(fields) => fields.iter().any(|f| f.embedded && invalid(f.ty)),
            _ => false,
        }
    }

    /// Whether values of type `t` may be compared with `==` (interfaces: yes, at run time).
    pub(crate) fn comparable(&mut self, t: TypeId) -> bool {
        self.q().incomparable(t).is_none()
    }
}
