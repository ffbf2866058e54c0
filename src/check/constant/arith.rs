//! Arithmetic on constants, exact as long as the values are.

use super::{Big, PRECISION, Value, to_big};
use crate::syntax::ast::BinOp;
use dashu_base::BitTest;
use dashu_int::IBig;
use dashu_ratio::RBig;
use std::cmp::Ordering;

/// Two numbers in the form that both have.
enum Pair {
    Int(IBig, IBig),
    Rat(RBig, RBig),
    Float(Big, Big),
    Complex([Value; 2], [Value; 2]),
}

/// `-x`.
pub fn neg(x: &Value) -> Value {
    match x {
        Value::Int(i) => Value::Int(-i),
        Value::Rat(r) => Value::Rat(-r.clone()),
        Value::Float(f) => Value::Float(-f.clone()),
        Value::Complex(re, im) => Value::complex(neg(re), neg(im)),
        _ => Value::Unknown,
    }
}

/// `!x`.
pub fn not(x: &Value) -> Value {
    x.as_bool().map_or(Value::Unknown, |b| Value::Bool(!b))
}

/// `^x` of an unsigned type of `bits` bits, or of a signed or untyped integer.
pub fn complement(x: &Value, bits: Option<u32>) -> Value {
    match (x.to_int(), bits) {
        (Some(i), Some(bits)) => Value::Int(((IBig::ONE << bits as usize) - IBig::ONE) ^ i),
        (Some(i), None) => Value::Int(!i),
        (None, _) => Value::Unknown,
    }
}

/// `x op y` for arithmetic, logical and string operators; `integer` says that the operands are of
/// integer type, so that a division truncates. Dividing by zero is unknown: the caller reports it.
pub fn binary(x: &Value, op: BinOp, y: &Value, integer: bool) -> Value {
    match (x, y) {
        (Value::Bool(a), Value::Bool(b)) => match op {
            BinOp::AndAnd => Value::Bool(*a && *b),
            BinOp::OrOr => Value::Bool(*a || *b),
            _ => Value::Unknown,
        },
        (Value::Str(a), Value::Str(b)) if op == BinOp::Add => {
            Value::Str([&**a, &**b].concat().into())
        }
        _ => match pair(x, y) {
            Some(pair) => numbers(pair, op, integer),
            None => Value::Unknown,
        },
    }
}

fn numbers(pair: Pair, op: BinOp, integer: bool) -> Value {
    match pair {
        Pair::Int(a, b) => ints(a, op, b, integer),
        Pair::Rat(a, b) => match op {
            BinOp::Add => Value::ratio(a + b),
            BinOp::Sub => Value::ratio(a - b),
            BinOp::Mul => Value::ratio(a * b),
            BinOp::Div if !b.is_zero() => Value::ratio(a / b),
            _ => Value::Unknown,
        },
        Pair::Float(a, b) => match op {
            BinOp::Add => float(a + b),
            BinOp::Sub => float(a - b),
            BinOp::Mul => float(a * b),
            BinOp::Div if !b.repr().significand().is_zero() => float(a / b),
            _ => Value::Unknown,
        },
        Pair::Complex(a, b) => complex(&a, op, &b),
    }
}

fn ints(a: IBig, op: BinOp, b: IBig, integer: bool) -> Value {
    let i = match op {
        BinOp::Add => a + b,
        BinOp::Sub => a - b,
        BinOp::Mul => a * b,
        BinOp::Div if b.is_zero() => return Value::Unknown,
        BinOp::Div if integer => a / b,
        BinOp::Div => return Value::ratio(RBig::from_parts_signed(a, b)),
        BinOp::Rem if b.is_zero() => return Value::Unknown,
        BinOp::Rem => a % b,
        BinOp::And => a & b,
        BinOp::Or => a | b,
        BinOp::Xor => a ^ b,
        BinOp::AndNot => a & !b,
        _ => return Value::Unknown,
    };
    // Integers of untyped floats may grow without an overflow being reported.
    if i.bit_len() > 8 * PRECISION { float(to_big(i)) } else { Value::Int(i) }
}

fn float(f: Big) -> Value {
    Value::float(f)
}

/// The usual formulas for complex numbers, in exact arithmetic.
fn complex([a, b]: &[Value; 2], op: BinOp, [c, d]: &[Value; 2]) -> Value {
    let mul = |x: &Value, y: &Value| binary(x, BinOp::Mul, y, false);
    let add = |x: &Value, y: &Value| binary(x, BinOp::Add, y, false);
    let sub = |x: &Value, y: &Value| binary(x, BinOp::Sub, y, false);
    let div = |x: &Value, y: &Value| binary(x, BinOp::Div, y, false);
    match op {
        BinOp::Add => Value::complex(add(a, c), add(b, d)),
        BinOp::Sub => Value::complex(sub(a, c), sub(b, d)),
        BinOp::Mul => Value::complex(sub(&mul(a, c), &mul(b, d)), add(&mul(b, c), &mul(a, d))),
        BinOp::Div => {
            let s = add(&mul(c, c), &mul(d, d));
            let re = add(&mul(a, c), &mul(b, d));
            let im = sub(&mul(b, c), &mul(a, d));
            Value::complex(div(&re, &s), div(&im, &s))
        }
        _ => Value::Unknown,
    }
}

fn pair(x: &Value, y: &Value) -> Option<Pair> {
    if !x.is_number() || !y.is_number() {
        return None;
    }
    Some(match (x, y) {
        (Value::Int(a), Value::Int(b)) => Pair::Int(a.clone(), b.clone()),
        (Value::Complex(..), _) | (_, Value::Complex(..)) => {
            Pair::Complex([x.re(), x.im()], [y.re(), y.im()])
        }
        (Value::Float(_), _) | (_, Value::Float(_)) => Pair::Float(as_big(x)?, as_big(y)?),
        _ => Pair::Rat(as_ratio(x)?, as_ratio(y)?),
    })
}

fn as_big(x: &Value) -> Option<Big> {
    match x {
        Value::Int(i) => Some(to_big(i.clone())),
        Value::Rat(r) => {
            Some(to_big(r.numerator().clone()) / to_big(r.denominator().clone().into()))
        }
        Value::Float(f) => Some(f.clone()),
        _ => None,
    }
}

fn as_ratio(x: &Value) -> Option<RBig> {
    match x {
        Value::Int(i) => Some(RBig::from(i.clone())),
        Value::Rat(r) => Some(r.clone()),
        _ => None,
    }
}

/// `x op n` for the shift operators; `x` is an integer.
pub fn shift(x: &Value, op: BinOp, n: usize) -> Value {
    match (x.to_int(), op) {
        (Some(i), BinOp::Shl) => Value::Int(i << n),
        (Some(i), BinOp::Shr) => Value::Int(i >> n),
        _ => Value::Unknown,
    }
}

/// `x op y` for a comparison operator; `None` where a value is unknown.
pub fn compare(x: &Value, op: BinOp, y: &Value) -> Option<bool> {
    let order = match (x, y) {
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Str(a), Value::Str(b)) => a.cmp(b),
        _ => match pair(x, y)? {
            Pair::Int(a, b) => a.cmp(&b),
            Pair::Rat(a, b) => a.cmp(&b),
            Pair::Float(a, b) => a.cmp(&b),
            Pair::Complex([a, b], [c, d]) => {
                let equal = compare(&a, BinOp::Eq, &c)? && compare(&b, BinOp::Eq, &d)?;
                if equal { Ordering::Equal } else { Ordering::Less }
            }
        },
    };
    Some(match op {
        BinOp::Eq => order.is_eq(),
        BinOp::Ne => order.is_ne(),
        BinOp::Lt => order.is_lt(),
        BinOp::Le => order.is_le(),
        BinOp::Gt => order.is_gt(),
        BinOp::Ge => order.is_ge(),
        _ => return None,
    })
}

/// Bits of the magnitude of an integer.
pub fn bit_len(x: &Value) -> Option<usize> {
    match x {
        Value::Int(i) => Some(i.bit_len()),
        // Only integers beyond any limit are kept as floats.
        Value::Float(_) => Some(usize::MAX),
        _ => None,
    }
}
