//! Shifts (spec: Operators).

use super::Checker;
use super::binary::Binary;
use super::constant::{Value, arith};
use super::operand::Operand;
use super::program::Mode;
use crate::types::repr::*;
use crate::types::table::TypeTable;
use dashu_int::IBig;

/// The largest count of a constant shift: enough to write the smallest float64.
const MAX_COUNT: u64 = 1023 - 1 + 52;

impl Checker {
    pub(crate) fn shift(&mut self, x: &mut Operand, y: &mut Operand, b: &Binary) {
        let whole = self.const_of(x).and_then(Value::to_int);
        let untyped = self.prog.types.is_untyped(x.ty);
        let integer = self.q().all(x.ty, Basic::is_integer);
        let unknown = self.const_of(x).is_some_and(Value::is_unknown);
        if !(integer || untyped && (whole.is_some() || unknown)) {
            return self.not_an_integer(x);
        }
        if !self.shift_count(y) {
            return x.invalidate();
        }
        if x.is_constant() {
            if y.is_constant() {
                return self.constant_shift(x, y, whole, b);
            }
            if untyped {
                // The constant takes the type it would have without the shift: its check waits
                // until that is known.
                if let Some(e) = x.expr
                    && let Some(u) = self.untyped.get_mut(&(self.env.file, e))
                {
                    u.is_lhs = true;
                }
                x.mode = Mode::Value;
                return;
            }
        }
        match integer {
            true => x.mode = Mode::Value,
            false => self.not_an_integer(x),
        }
    }

    fn not_an_integer(&mut self, x: &mut Operand) {
        let what = self.operand_string(x);
        let message = format!("invalid operation: shifted operand {what} must be integer");
        self.fail(x, "InvalidShiftOperand", message);
    }

    /// Checks the right operand of a shift.
    fn shift_count(&mut self, y: &mut Operand) -> bool {
        let untyped = self.prog.types.is_untyped(y.ty);
        let integer = self.q().all(y.ty, Basic::is_integer);
        if let Some(v) = self.const_of(y) {
            if v.to_int().is_some_and(|i| i < IBig::ZERO) {
                let what = self.operand_string(y);
                let message = format!("invalid operation: negative shift count {what}");
                self.fail(y, "InvalidShiftCount", message);
            } else if untyped {
                // The value must be one of a uint, but the expression keeps its type for now.
                let mut as_uint = *y;
                self.represent(&mut as_uint, Basic::Uint);
                y.mode = as_uint.mode;
            } else if !integer && v.to_int().is_none() {
                self.not_a_count(y);
            }
            // A constant count, if nothing else gives it a type, is a uint at run time.
            if y.is_valid() && untyped {
                self.update_type(y.expr, TypeTable::UINT, true);
            }
        } else if untyped {
            self.convert_untyped(y, TypeTable::UINT);
        } else if !integer {
            self.not_a_count(y);
        }
        if y.is_valid() && !untyped && !self.allows(13) && !self.q().all(y.ty, Basic::is_unsigned) {
            let what = self.operand_string(y);
            let what = format!("invalid operation: signed shift count {what}");
            self.require(y.span, 13, &what);
            y.invalidate();
        }
        y.is_valid()
    }

    fn not_a_count(&mut self, y: &mut Operand) {
        let what = self.operand_string(y);
        let message = format!("invalid operation: shift count {what} must be integer");
        self.fail(y, "InvalidShiftCount", message);
    }

    fn constant_shift(&mut self, x: &mut Operand, y: &mut Operand, v: Option<IBig>, b: &Binary) {
        let count = self.const_of(y).and_then(Value::to_int);
        // 2.0 << 3 is an integer.
        if !self.q().all(x.ty, Basic::is_integer) {
            x.ty = TypeTable::basic(Basic::UntypedInt);
        }
        let (Some(v), Some(count)) = (v, count) else {
            return self.set_const(x, Value::Unknown);
        };
        let Some(n) = u64::try_from(count).ok().filter(|&n| n <= MAX_COUNT) else {
            let what = self.operand_string(y);
            self.fail(
                y,
                "InvalidShiftCount",
                format!("invalid operation: invalid shift count {what}"),
            );
            return x.invalidate();
        };
        self.set_const(x, arith::shift(&Value::Int(v), b.op, n as usize));
        x.expr = b.expr.or(x.expr);
        self.check_overflow(x, b.op_pos);
    }
}
