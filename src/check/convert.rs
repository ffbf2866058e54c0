//! The implicit conversion of untyped operands (spec: Constants, Representability).

use super::Checker;
use super::constant::PRECISION;
use super::constant::Value;
use super::constant::arith::bit_len;
use super::operand::Operand;
use super::program::Mode;
use crate::base::source::{Pos, Span};
use crate::syntax::ast::{BinOp, ExprKind, UnOp};
use crate::types::repr::*;
use crate::types::table::TypeTable;

/// Why an untyped operand does not convert.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Misfit {
    /// The types do not go together.
    Kind,
    /// The value is none of the type.
    Value,
    Truncated,
    Overflow,
}

impl Misfit {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Misfit::Kind => "InvalidUntypedConversion",
            Misfit::Value => "InvalidConstVal",
            Misfit::Truncated => "TruncatedFloat",
            Misfit::Overflow => "NumericOverflow",
        }
    }
}

/// The longest constant string. Sums of constants must not use up the memory of the machine that
/// compiles; gc stops at 2 GB, what fits a microcontroller is far shorter.
const MAX_STRING: usize = 1 << 26;

impl Checker {
    /// Gives an untyped operand the type `target`; reports where that cannot be.
    pub(crate) fn convert_untyped(&mut self, x: &mut Operand, target: TypeId) {
        match self.implicit_type(x, target) {
            Ok((ty, value)) => self.apply_implicit(x, ty, value),
            Err(misfit) => {
                let target = match self.prog.types.is_type_param(target) {
                    true => target,
                    false => self.underlying(target),
                };
                self.report_misfit(x, misfit, target);
            }
        }
    }

    /// Makes the outcome of [`implicit_type`](Self::implicit_type) that of `x`.
    pub(crate) fn apply_implicit(&mut self, x: &mut Operand, ty: TypeId, value: Option<Value>) {
        if let Some(v) = value {
            self.set_const(x, v);
            self.update_value(x);
        }
        if ty != x.ty {
            x.ty = ty;
            self.update_type(x.expr, ty, false);
        }
    }

    /// The type that the type an untyped value takes without context; other types are their own
    /// default.
    pub(crate) fn default_type(&self, ty: TypeId) -> TypeId {
        match self.prog.types.as_basic(ty) {
            Some(b) => TypeTable::basic(b.default()),
            None => ty,
        }
    }

    /// The type that an untyped `x` takes where a `target` is expected, and its value there.
    pub(crate) fn implicit_type(
        &self,
        x: &Operand,
        target: TypeId,
    ) -> Result<(TypeId, Option<Value>), Misfit> {
        let from = match self.prog.types.as_basic(x.ty) {
            Some(b) if b.is_untyped() && x.is_valid() && target != TypeTable::INVALID => b,
            _ => return Ok((x.ty, None)),
        };
        if let Some(to) = self.prog.types.as_basic(target).filter(|b| b.is_untyped()) {
            let ty = wider(from, to).ok_or(Misfit::Kind)?;
            return Ok((TypeTable::basic(ty), None));
        }
        if self.prog.types.is_type_param(target) {
            // The value must convert to every type of the type set; it keeps its own form.
            let list = self.q().set_types(target);
            if list.is_empty() {
                return Err(Misfit::Kind);
            }
            for u in list {
                self.implicit_type(x, u).map_err(|_| Misfit::Kind)?;
            }
            return Ok((target, None));
        }
        if x.is_nil() {
            return self.q().has_nil(target).then_some((target, None)).ok_or(Misfit::Kind);
        }
        match self.q().under(target) {
            Type::Basic(Basic::Invalid) => Ok((target, None)),
            Type::Basic(to) if x.is_constant() => {
                let value = self.representation(x, *to)?;
                Ok((target, Some(value)))
            }
            // Values that are untyped without being constant: comparisons, and shifts whose left
            // operand is constant.
            Type::Basic(to) => {
                let fits = match from {
                    Basic::UntypedBool => to.is_boolean(),
                    Basic::UntypedString => to.is_string(),
                    _ => from.is_numeric() && to.is_numeric(),
                };
                fits.then_some((target, None)).ok_or(Misfit::Kind)
            }
            // Dynamic types are never untyped.
            Type::Interface(i) if i.methods.is_empty() && i.unions.is_empty() => {
                Ok((TypeTable::basic(from.default()), None))
            }
            _ => Err(Misfit::Kind),
        }
    }

    /// The value of a constant operand as a `to`.
    pub(crate) fn representation(&self, x: &Operand, to: Basic) -> Result<Value, Misfit> {
        let v = self.const_of(x).expect("a constant has a value");
        let from = self.q().basic(x.ty).unwrap_or(Basic::Invalid);
        v.represent(self.prog.types.sized(to)).ok_or(match from.is_numeric() && to.is_numeric() {
            true if !from.is_integer() && to.is_integer() => Misfit::Truncated,
            true => Misfit::Overflow,
            false => Misfit::Value,
        })
    }

    /// Makes a constant the value that its type's basic type `to` has for it, or reports.
    pub(crate) fn represent(&mut self, x: &mut Operand, to: Basic) {
        match self.representation(x, to) {
            Ok(v) => self.set_const(x, v),
            Err(misfit) => self.report_misfit(x, misfit, TypeTable::basic(to)),
        }
    }

    fn report_misfit(&mut self, x: &mut Operand, misfit: Misfit, target: TypeId) {
        let what = self.operand_string(x);
        let ty = x.expr.and_then(|e| self.spelled_type(e, target));
        let ty = ty.unwrap_or_else(|| self.target_string(target));
        let message = match misfit {
            Misfit::Truncated => format!("{what} truncated to {ty}"),
            Misfit::Overflow => format!("{what} overflows {ty}"),
            Misfit::Kind | Misfit::Value => format!("cannot convert {what} to type {ty}"),
        };
        self.fail(x, misfit.code(), message);
    }

    /// Checks the constant result of an operation: a typed one must be a value of its type, an
    /// untyped integer must not grow without bounds. `at` is the operator.
    pub(crate) fn check_overflow(&mut self, x: &mut Operand, at: Pos) {
        let Some(v) = self.const_of(x) else { return };
        let basic = self.q().basic(x.ty).unwrap_or(Basic::Invalid);
        if let Some(n) = v.as_bytes().map(<[u8]>::len).filter(|&n| n > MAX_STRING) {
            let message = format!("constant string too long ({n} bytes > {MAX_STRING} bytes)");
            self.error(Span::at(at), "InvalidConstVal", message);
            self.set_const(x, Value::Unknown);
        } else if v.is_unknown() {
            let message = "constant result is not representable";
            self.error(Span::at(at), "InvalidConstVal", message);
        } else if !basic.is_untyped() {
            self.represent_typed(x, basic);
        } else if basic.is_integer() && bit_len(v).is_some_and(|n| n > PRECISION) {
            let message = format!("constant {}overflow", self.operation_name(x));
            self.error(Span::at(at), "InvalidConstVal", message);
            self.set_const(x, Value::Unknown);
        }
    }

    /// As [`represent`](Self::represent), naming the defined type in the message.
    fn represent_typed(&mut self, x: &mut Operand, basic: Basic) {
        match self.representation(x, basic) {
            Ok(v) => self.set_const(x, v),
            Err(misfit) => {
                let target = TypeTable::basic(basic);
                self.report_misfit(x, misfit, target);
            }
        }
    }

    /// `addition `, `shift `, ... for an operation that can overflow.
    fn operation_name(&self, x: &Operand) -> &'static str {
        let Some(e) = x.expr else { return "" };
        match self.prog.asts[self.env.file].kind(e) {
            ExprKind::Unary { op: UnOp::Xor, .. } => "bitwise complement ",
            ExprKind::Binary { op, .. } => match op {
                BinOp::Add => "addition ",
                BinOp::Sub => "subtraction ",
                BinOp::Xor => "bitwise XOR ",
                BinOp::Mul => "multiplication ",
                BinOp::Shl => "shift ",
                _ => "",
            },
            _ => "",
        }
    }

    /// Whether a constant has mode and value (it may be unknown).
    pub(crate) fn both_constant(&self, x: &Operand, y: &Operand) -> bool {
        matches!((x.mode, y.mode), (Mode::Constant(_), Mode::Constant(_)))
    }
}

/// The untyped type that holds values of both; numeric kinds are ordered by generality.
fn wider(a: Basic, b: Basic) -> Option<Basic> {
    match a == b {
        true => Some(a),
        false if a.is_numeric() && b.is_numeric() => Some(if a as u8 > b as u8 { a } else { b }),
        false => None,
    }
}
