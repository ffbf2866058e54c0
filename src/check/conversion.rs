//! Explicit conversions (spec: Conversions).

use super::Checker;
use super::constant::Value;
use super::operand::Operand;
use super::program::Mode;
use crate::types::repr::*;
use crate::types::table::TypeTable;

impl Checker {
    /// Checks `target(x)`; the result is left in `x`.
    pub(crate) fn conversion(&mut self, x: &mut Operand, target: TypeId) {
        if self.underlying(target) == TypeTable::INVALID {
            if self.declared_invalid(target) && x.is_valid() {
                let (what, ty) = (self.operand_string(x), self.target_string(target));
                let message = format!("cannot convert {what} to type {ty}");
                self.fail(x, "InvalidConversion", message);
            }
            return x.invalidate();
        }
        let constant = x.is_constant();
        let of_const = self.q().basic(target).is_some_and(Basic::is_const);
        let before = *x;
        let result = match constant {
            true if of_const => self.convert_constant(x, target),
            true if self.prog.types.is_type_param(target) => {
                let result = self.constant_to_set(x, target);
                x.mode = Mode::Value;
                result
            }
            _ => self.convertible(x, target).map(|()| x.mode = Mode::Value),
        };
        if let Err(cause) = result {
            // A float that is an integer is shown as that where an integer is wanted.
            let to_int = self.q().all(target, Basic::is_integer);
            let what = match self.const_of(x) {
                Some(Value::Int(_)) if to_int => self.operand_string_as_int(x),
                _ => self.operand_string(x),
            };
            let ty = self.target_string(target);
            let colon = if cause.is_empty() { "" } else { ": " };
            let message = format!("cannot convert {what} to type {ty}{colon}{cause}");
            return self.fail(x, "InvalidConversion", message);
        }
        if !x.is_valid() {
            return;
        }
        if self.prog.types.is_untyped(x.ty) {
            let integer = self.q().all(x.ty, Basic::is_integer);
            let last = if before.is_nil() {
                target
            } else if self.q().is_interface(target) || constant && !of_const {
                // The operand becomes a value of its default type before it is converted.
                self.default_type(x.ty)
            } else if constant && integer && self.q().all(target, Basic::is_string) {
                x.ty
            } else {
                target
            };
            self.update_type(x.expr, last, true);
        }
        x.ty = target;
    }

    /// Whether a type is declared as something that is no type. Not all that follows is silent:
    /// gc reports conversions too.
    fn declared_invalid(&self, t: TypeId) -> bool {
        let Type::Named(n) = self.prog.types[t] else { return false };
        self.decls.rhs.get(&n) == Some(&TypeTable::INVALID)
    }

    /// A conversion of a constant to a type parameter: to every type of its type set.
    fn constant_to_set(&mut self, x: &Operand, target: TypeId) -> Result<(), String> {
        let set = self.q().set_types(target);
        let param = self.type_string(target);
        if set.is_empty() {
            return Err(format!("{param} does not contain specific types"));
        }
        let (integer, string) =
            (self.q().all(x.ty, Basic::is_integer), self.q().all(x.ty, Basic::is_string));
        for u in set {
            if string && self.q().is_bytes_or_runes(u) {
                continue;
            }
            let to = self.q().basic(u).filter(|b| b.is_const());
            let fits = to.is_some_and(|to| {
                self.const_of(x).is_some_and(|v| v.represent(to).is_some())
                    || integer && to.is_string()
            });
            if fits {
                continue;
            }
            let ty = self.type_string(u);
            return Err(match self.const_of(x) {
                Some(v) if integer && self.q().all(u, Basic::is_integer) => {
                    format!("constant {v} overflows {ty} (in {param})")
                }
                _ => {
                    format!("cannot convert {} to type {ty} (in {param})", self.operand_string(x))
                }
            });
        }
        Ok(())
    }

    /// A constant conversion to a type of constants: the error is the cause.
    fn convert_constant(&mut self, x: &mut Operand, target: TypeId) -> Result<(), String> {
        let Some(to) = self.q().basic(target) else { return Err(String::new()) };
        let Some(v) = self.const_of(x) else { return Err(String::new()) };
        if let Some(v) = v.represent(self.prog.types.sized(to)) {
            self.set_const(x, v);
            return Ok(());
        }
        let integer = self.q().all(x.ty, Basic::is_integer);
        if integer && to.is_string() {
            // What is no code point becomes the replacement character.
            let c = v.as_i64().and_then(|i| u32::try_from(i).ok()).and_then(char::from_u32);
            let text = c.unwrap_or(char::REPLACEMENT_CHARACTER).to_string();
            self.set_const(x, Value::str(text.as_bytes()));
            return Ok(());
        }
        if integer && to.is_integer() {
            let message = format!("constant {v} overflows {}", self.target_string(target));
            self.fail(x, "InvalidConversion", message);
            return Ok(());
        }
        Err(String::new())
    }

    /// Whether a value of `x`'s type converts to `target`; the cause may be empty.
    pub(crate) fn convertible(&mut self, x: &Operand, target: TypeId) -> Result<(), String> {
        let cause = match self.assignable(x, target) {
            Ok(()) => return Ok(()),
            Err(cause) => cause,
        };
        if self.prog.types.is_type_param(x.ty) || self.prog.types.is_type_param(target) {
            return self.convertible_sets(x, target);
        }
        let (from, to) = (self.underlying(x.ty), self.underlying(target));
        let q = self.q();
        let ok = q.identical_ignoring_tags(from, to)
            || self.convertible_pointers(x.ty, target)
            || self.convertible_basics(x.ty, target)
            || self.convertible_slices(from, to);
        if ok { self.slice_version(from, to) } else { Err(cause) }
    }

    /// Conversion from or to a type parameter: from every type to every type of the type sets.
    fn convertible_sets(&mut self, x: &Operand, target: TypeId) -> Result<(), String> {
        let (from_param, to_param) =
            (self.prog.types.is_type_param(x.ty), self.prog.types.is_type_param(target));
        let set = |c: &Checker, t: TypeId| match c.prog.types.is_type_param(t) {
            true => c.q().terms(t).unwrap_or_default().iter().map(|t| t.ty).collect(),
            false => vec![t],
        };
        let (from, to): (Vec<TypeId>, Vec<TypeId>) = (set(self, x.ty), set(self, target));
        if from.is_empty() || to.is_empty() {
            return Err(String::new());
        }
        for &v in &from {
            for &t in &to {
                let mut y = Operand { ty: v, ..*x };
                let constant = y.is_constant() && self.q().basic(t).is_some_and(Basic::is_const);
                let ok = match constant {
                    true => {
                        let errors = self.diags.len();
                        let ok = self.convert_constant(&mut y, t).is_ok() && y.is_valid();
                        self.diags.truncate(errors);
                        ok
                    }
                    false => self.convertible(&y, t).is_ok(),
                };
                if !ok {
                    let name = |of: TypeId, one: TypeId, param: bool| match param {
                        true => format!("{} (in {})", self.type_string(one), self.type_string(of)),
                        false => self.type_string(one),
                    };
                    return Err(match from_param || !x.is_constant() {
                        true => format!(
                            "cannot convert {} to type {}",
                            name(x.ty, v, from_param),
                            name(target, t, to_param)
                        ),
                        false => format!(
                            "cannot convert {} to type {}",
                            self.operand_string(x),
                            name(target, t, to_param)
                        ),
                    });
                }
            }
        }
        Ok(())
    }

    /// Pointer types without a name whose bases agree but for names and tags.
    fn convertible_pointers(&self, from: TypeId, to: TypeId) -> bool {
        match (&self.prog.types[from], &self.prog.types[to]) {
            (Type::Pointer(a), Type::Pointer(b)) => {
                self.q().identical_ignoring_tags(self.underlying(*a), self.underlying(*b))
            }
            _ => false,
        }
    }

    fn convertible_basics(&self, from: TypeId, to: TypeId) -> bool {
        let q = self.q();
        let both = |kind: fn(Basic) -> bool| q.all(from, kind) && q.all(to, kind);
        let pointer =
            |t| matches!(q.under(t), Type::Pointer(_)) || q.basic(t) == Some(Basic::Uintptr);
        let raw = |t| q.basic(t) == Some(Basic::UnsafePointer);
        let string = |t| q.all(t, Basic::is_string);
        both(|b| b.is_integer() || b.is_float())
            || both(Basic::is_complex)
            || string(to) && (q.all(from, Basic::is_integer) || q.is_bytes_or_runes(from))
            || string(from) && q.is_bytes_or_runes(to)
            || pointer(from) && raw(to)
            || raw(from) && pointer(to)
    }

    /// Conversions of slices to arrays are younger than others.
    fn slice_version(&self, from: TypeId, to: TypeId) -> Result<(), String> {
        let types = &self.prog.types;
        let (n, what) = match (&types[from], &types[to]) {
            (Type::Slice(_), Type::Array(..)) => (20, "array"),
            (Type::Slice(_), Type::Pointer(_)) => (17, "array pointer"),
            _ => return Ok(()),
        };
        match self.allows(n) {
            true => Ok(()),
            false => Err(format!("conversion of slice to {what} requires go1.{n} or later")),
        }
    }

    /// A slice to an array or a pointer to one.
    fn convertible_slices(&self, from: TypeId, to: TypeId) -> bool {
        let types = &self.prog.types;
        let array = match types[to] {
            Type::Pointer(base) => self.underlying(base),
            _ => to,
        };
        matches!((&types[from], &types[array]), (Type::Slice(a), Type::Array(b, _)) if a == b)
    }
}
