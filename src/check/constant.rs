//! Exact constant values (spec: Constants): what they are, and how they convert.
//!
//! Knows nothing of types except the basic kinds that a value must be representable in.
//! Arithmetic is in [`arith`], reading literals in [`literal`], their text in [`print`].

pub mod arith;
pub mod literal;
pub mod print;

use crate::types::repr::Basic;
use dashu_base::{BitTest, Signed, UnsignedAbs};
use dashu_float::FBig;
use dashu_float::round::mode::HalfEven;
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;
use std::sync::Arc;

/// A binary floating-point number of [`PRECISION`] bits.
pub type Big = FBig<HalfEven, 2>;

/// Bits of [`Big`] numbers, and the limit of untyped integers: what gc has.
pub const PRECISION: usize = 512;

/// Numerators and denominators up to this many bits are kept exactly.
const RATIO_BITS: usize = 4096;

/// The value of a constant expression. Integers, rationals and both parts of complex numbers are
/// exact. A number is kept in the simplest form that holds it (`Int` before `Rat` before
/// `Complex`), except that [`Value::Float`] stands for magnitudes too large or small to keep as a
/// ratio. The constant's type says how it is used.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// The result of a faulty expression.
    Unknown,
    Bool(bool),
    /// Go strings are bytes.
    Str(Arc<[u8]>),
    Int(IBig),
    Rat(RBig),
    Float(Big),
    /// Real and imaginary part; the latter is not zero.
    Complex(Box<Value>, Box<Value>),
}

/// Equal for equal constants: what map literals and switches look duplicates up by.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum MapKey {
    Bool(bool),
    Str(Arc<[u8]>),
    Int(IBig),
    /// The bits of both parts as float64.
    Float(u64, u64),
    Unknown,
}

impl Value {
    pub fn int(v: impl Into<IBig>) -> Value {
        Value::Int(v.into())
    }

    pub fn str(bytes: &[u8]) -> Value {
        Value::Str(bytes.into())
    }

    pub(crate) fn zero() -> Value {
        Value::Int(IBig::ZERO)
    }

    /// A ratio in its simplest form.
    pub(crate) fn ratio(r: RBig) -> Value {
        let (num_bits, den_bits) = (r.numerator().bit_len(), r.denominator().bit_len());
        if num_bits > RATIO_BITS || den_bits > RATIO_BITS {
            let (num, den) = r.into_parts();
            return Value::Float(to_big(num) / to_big(den.into()));
        }
        if r.is_int() {
            return Value::Int(r.into_parts().0);
        }
        Value::Rat(r)
    }

    /// A float of a magnitude that gc's can have, too; beyond it is unknown, below it zero.
    pub(crate) fn float(f: Big) -> Value {
        const MAX_EXP: isize = i32::MAX as isize;
        if f.repr().is_infinite() {
            return Value::Unknown;
        }
        let exp = f.repr().exponent().saturating_add(f.repr().significand().bit_len() as isize);
        if f.repr().significand().is_zero() || exp < -MAX_EXP {
            Value::zero()
        } else if exp <= MAX_EXP {
            Value::Float(f)
        } else {
            Value::Unknown
        }
    }

    pub(crate) fn complex(re: Value, im: Value) -> Value {
        match (&re, &im) {
            (Value::Unknown, _) | (_, Value::Unknown) => Value::Unknown,
            _ if im.is_zero() => re,
            _ => Value::Complex(Box::new(re), Box::new(im)),
        }
    }

    /// The exact value of a float; infinities and NaN are not constants.
    pub(crate) fn from_f64(f: f64) -> Value {
        match RBig::try_from(f) {
            Ok(r) => Value::ratio(r),
            Err(_) => Value::Unknown,
        }
    }

    pub fn is_unknown(&self) -> bool {
        matches!(self, Value::Unknown)
    }

    /// Whether a number is zero; other values are not.
    pub fn is_zero(&self) -> bool {
        match self {
            Value::Int(i) => i.is_zero(),
            Value::Rat(r) => r.is_zero(),
            Value::Float(f) => f.repr().significand().is_zero(),
            Value::Complex(re, im) => re.is_zero() && im.is_zero(),
            _ => false,
        }
    }

    /// Whether a real number is below zero.
    pub fn is_negative(&self) -> bool {
        match self {
            Value::Int(i) => i.is_negative(),
            Value::Rat(r) => r.is_negative(),
            Value::Float(f) => f.is_negative(),
            _ => false,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(b) => Some(*b),
            _ => None,
        }
    }

    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Value::Str(s) => Some(s),
            _ => None,
        }
    }

    /// The integer that the number is, if it is one.
    pub fn to_int(&self) -> Option<IBig> {
        match self {
            Value::Int(i) => Some(i.clone()),
            Value::Float(f) => big_to_int(f),
            _ => None,
        }
    }

    pub fn as_i128(&self) -> Option<i128> {
        self.to_int().and_then(|i| i128::try_from(i).ok())
    }

    pub fn as_i64(&self) -> Option<i64> {
        self.to_int().and_then(|i| i64::try_from(i).ok())
    }

    /// An integer of any basic type as two's complement bits; the low bits are those of narrower
    /// types. `None` for what is no integer of at most 64 bits.
    pub fn to_bits(&self) -> Option<u64> {
        let v = self.as_i128()?;
        (i64::MIN as i128 <= v && v <= u64::MAX as i128).then_some(v as u64)
    }

    /// The nearest float64 (ties to even; ±Inf on overflow) of a real number.
    pub fn to_f64(&self) -> Option<f64> {
        let (num, den, exp) = self.real_parts()?;
        Some(f64::from_bits(round(&num, &den, exp, 53, -1074, 1023)))
    }

    /// The nearest float32 of a real number, rounded once.
    pub fn to_f32(&self) -> Option<f32> {
        let (num, den, exp) = self.real_parts()?;
        Some(f32::from_bits(round(&num, &den, exp, 24, -149, 127) as u32))
    }

    /// Numerator, denominator and power of two of a real number.
    fn real_parts(&self) -> Option<(IBig, UBig, isize)> {
        match self {
            Value::Int(i) => Some((i.clone(), UBig::ONE, 0)),
            Value::Rat(r) => Some((r.numerator().clone(), r.denominator().clone(), 0)),
            Value::Float(f) => {
                Some((f.repr().significand().clone(), UBig::ONE, f.repr().exponent()))
            }
            _ => None,
        }
    }

    /// The real part of a number.
    pub fn re(&self) -> Value {
        match self {
            Value::Complex(re, _) => (**re).clone(),
            Value::Int(_) | Value::Rat(_) | Value::Float(_) => self.clone(),
            _ => Value::Unknown,
        }
    }

    /// The imaginary part of a number.
    pub fn im(&self) -> Value {
        match self {
            Value::Complex(_, im) => (**im).clone(),
            Value::Int(_) | Value::Rat(_) | Value::Float(_) => Value::zero(),
            _ => Value::Unknown,
        }
    }

    /// The value as one of basic type `b` has it (spec: Representability), floats rounded; `None`
    /// where it is not representable.
    pub fn represent(&self, b: Basic) -> Option<Value> {
        use Basic::*;
        if self.is_unknown() {
            return Some(Value::Unknown);
        }
        if let Some((bits, signed)) = int_size(b) {
            let i = self.to_int()?;
            return fits(&i, bits, signed).then_some(Value::Int(i));
        }
        match b {
            UntypedInt | UntypedRune => self.to_int().map(Value::Int),
            Float32 => self.round_f32(),
            Float64 => self.round_f64(),
            UntypedFloat => self.is_real().then(|| self.clone()),
            Complex64 => Some(Value::complex(self.re().round_f32()?, self.im().round_f32()?)),
            Complex128 => Some(Value::complex(self.re().round_f64()?, self.im().round_f64()?)),
            UntypedComplex => self.is_number().then(|| self.clone()),
            String | UntypedString => self.as_bytes().map(|_| self.clone()),
            Bool | UntypedBool => self.as_bool().map(Value::Bool),
            _ => None,
        }
    }

    pub fn map_key(&self) -> MapKey {
        let bits = |v: &Value| v.to_f64().map_or(0, f64::to_bits);
        match self {
            Value::Unknown => MapKey::Unknown,
            Value::Bool(b) => MapKey::Bool(*b),
            Value::Str(s) => MapKey::Str(s.clone()),
            Value::Int(i) => MapKey::Int(i.clone()),
            Value::Rat(_) | Value::Float(_) => MapKey::Float(bits(self), 0),
            Value::Complex(re, im) => MapKey::Float(bits(re), bits(im)),
        }
    }

    pub(crate) fn is_real(&self) -> bool {
        matches!(self, Value::Int(_) | Value::Rat(_) | Value::Float(_))
    }

    pub(crate) fn is_number(&self) -> bool {
        self.is_real() || matches!(self, Value::Complex(..))
    }

    fn round_f32(&self) -> Option<Value> {
        let f = self.to_f32()?;
        f.is_finite().then(|| Value::from_f64(f.into()))
    }

    fn round_f64(&self) -> Option<Value> {
        let f = self.to_f64()?;
        f.is_finite().then(|| Value::from_f64(f))
    }
}

/// Bits and signedness of a typed integer kind; `int` and `uintptr` have 32 bits on all our chips.
pub fn int_size(b: Basic) -> Option<(u32, bool)> {
    use Basic::*;
    Some(match b {
        Int8 => (8, true),
        Int16 => (16, true),
        Int | Int32 => (32, true),
        Int64 => (64, true),
        Uint8 => (8, false),
        Uint16 => (16, false),
        Uint | Uintptr | Uint32 => (32, false),
        Uint64 => (64, false),
        _ => return None,
    })
}

fn fits(i: &IBig, bits: u32, signed: bool) -> bool {
    let Ok(v) = i128::try_from(i) else { return false };
    match signed {
        true => -(1i128 << (bits - 1)) <= v && v < 1i128 << (bits - 1),
        false => 0 <= v && v < 1i128 << bits,
    }
}

pub(crate) fn to_big(i: IBig) -> Big {
    Big::from(i).with_precision(PRECISION).value()
}

/// The integer that a float is, tolerating an error in the last bits as gc does, since a float of
/// this size is the rounded result of some arithmetic.
fn big_to_int(f: &Big) -> Option<IBig> {
    let (m, e) = (f.repr().significand(), f.repr().exponent());
    if e >= 0 {
        // Larger integers than any type has are of no use.
        return (e < 16 * PRECISION as isize).then(|| m << e as usize);
    }
    let e = e.unsigned_abs();
    if e > 2 * PRECISION {
        return None;
    }
    let i = m >> e;
    for candidate in [i.clone(), i + IBig::ONE] {
        let off = ((&candidate << e) - m).unsigned_abs();
        if off.bit_len() + PRECISION - 4 <= m.bit_len() {
            return Some(candidate);
        }
    }
    None
}

/// `num / den * 2^exp` as the bits of an IEEE float of `prec` bits (the leading one included) whose
/// least exponent of the last bit is `min`, and whose greatest exponent of the first bit is `max`.
fn round(num: &IBig, den: &UBig, exp: isize, prec: isize, min: isize, max: isize) -> u64 {
    let exp_bits = match prec {
        24 => 8,
        _ => 11,
    };
    let sign = u64::from(num.is_negative()) << (prec - 1 + exp_bits);
    let infinity = sign | ((1u64 << exp_bits) - 1) << (prec - 1);
    let n = num.unsigned_abs();
    if n.is_zero() {
        // Constants have no negative zero.
        return 0;
    }
    // 2^(lead-1) < n/den < 2^(lead+1), times 2^exp.
    let lead = (n.bit_len() as isize - den.bit_len() as isize).saturating_add(exp);
    if lead > max + 2 {
        return infinity;
    }
    if lead < min - 2 {
        return sign;
    }
    // The quotient is taken with one or two bits more than needed; what the division leaves is one
    // sticky bit below them.
    let last = (lead - prec - 1).max(min - 2);
    let shift = exp - last;
    let (q, rest) = match shift >= 0 {
        true => div_rem(n << shift as usize, den.clone()),
        false => div_rem(n, den << shift.unsigned_abs()),
    };
    let mut q = u128::try_from(q).expect("the quotient has at most prec + 3 bits");
    q = q << 1 | u128::from(!rest.is_zero());
    // Now the value is q * 2^(last - 1), exact up to the sticky bit; drop down to the last place
    // that the format has at this magnitude.
    let top = 128 - q.leading_zeros() as isize + last - 1;
    let unit = (top - prec).max(min);
    let drop = (unit - (last - 1)) as u32;
    let half = 1u128 << (drop - 1);
    let (mut m, low) = (q >> drop, q & ((1 << drop) - 1));
    if low > half || low == half && m & 1 == 1 {
        m += 1;
    }
    // A carry out of the mantissa flows into the exponent, as the format intends.
    let biased = (unit - min) as u64;
    let bits = match m >> (prec - 1) {
        0 => m as u64,
        _ => (biased << (prec - 1)) + m as u64,
    };
    if bits >= infinity & !sign { infinity } else { sign | bits }
}

fn div_rem(a: UBig, b: UBig) -> (UBig, UBig) {
    use dashu_base::DivRem;
    a.div_rem(b)
}

#[cfg(test)]
mod tests;
