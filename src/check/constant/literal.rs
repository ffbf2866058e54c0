//! Reads the literals of Go's syntax (spec: Integer literals to String literals).
//!
//! The lexer has reported what is malformed; here it merely has no value.

use super::{Big, PRECISION, Value, to_big};
use crate::syntax::ast::LitKind;
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

/// The value of a literal; unknown where it is malformed or out of all bounds.
pub fn read(kind: LitKind, text: &str) -> Value {
    let value = match kind {
        LitKind::Int => integer(text),
        LitKind::Float => number(text),
        LitKind::Imag => imaginary(text),
        LitKind::Char => character(text).map(Value::int),
        LitKind::String => string(text).map(|s| Value::Str(s.into())),
    };
    value.unwrap_or(Value::Unknown)
}

fn digits(text: &str) -> String {
    text.chars().filter(|&c| c != '_').collect()
}

/// The radix that a prefix names, and what follows it.
fn radix(text: &str) -> (u32, &str) {
    let b = text.as_bytes();
    match b {
        [b'0', b'x' | b'X', ..] => (16, &text[2..]),
        [b'0', b'b' | b'B', ..] => (2, &text[2..]),
        [b'0', b'o' | b'O', ..] => (8, &text[2..]),
        _ => (10, text),
    }
}

fn integer(text: &str) -> Option<Value> {
    let text = digits(text);
    let (base, rest) = match radix(&text) {
        (10, t) if t.len() > 1 && t.starts_with('0') => (8, t),
        other => other,
    };
    UBig::from_str_radix(rest, base).ok().map(|u| Value::Int(IBig::from(u)))
}

/// A decimal or hexadecimal floating-point literal, or an integer.
fn number(text: &str) -> Option<Value> {
    let text = digits(text);
    let (base, rest) = radix(&text);
    if base == 2 || base == 8 {
        return integer(&text);
    }
    let marker = if base == 16 { ['p', 'P'] } else { ['e', 'E'] };
    let (mantissa, exp) = match rest.split_once(marker) {
        Some((m, e)) => (m, exponent(e)?),
        None => (rest, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let m = IBig::from(UBig::from_str_radix(&all, base).ok()?);
    if m.is_zero() {
        return Some(Value::zero());
    }
    let places = fraction.len() as i64;
    match base {
        16 => scale(m, 2, exp - 4 * places),
        _ => scale(m, 10, exp - places),
    }
}

/// The digits of an exponent, capped where no value can follow them.
fn exponent(text: &str) -> Option<i64> {
    let (negative, text) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let e = text.parse::<i64>().unwrap_or(i64::MAX).min(1 << 40);
    Some(if negative { -e } else { e })
}

/// `m * base^exp`, exact where the power is of a moderate size.
fn scale(m: IBig, base: u32, exp: i64) -> Option<Value> {
    const EXACT: u64 = 4096;
    // Beyond what exponents of 32 bits can hold, digits in front of it included.
    const LARGEST: u64 = 1 << 32;
    let size = exp.unsigned_abs();
    if size <= EXACT {
        let power = UBig::from(base).pow(size as usize);
        return Some(Value::ratio(match exp < 0 {
            true => RBig::from_parts(m, power),
            false => RBig::from(m * IBig::from(power)),
        }));
    }
    if size > LARGEST / if base == 2 { 1 } else { 3 } {
        return if exp < 0 { Some(Value::zero()) } else { None };
    }
    let power = power(base, size);
    let m = to_big(m);
    Some(Value::float(if exp < 0 { m / power } else { m * power }))
}

/// By repeated squaring, with spare bits for the rounding errors.
fn power(base: u32, mut exp: u64) -> Big {
    let wide = |i: u32| Big::from(i).with_precision(PRECISION + 64).value();
    let (mut result, mut square) = (wide(1), wide(base));
    while exp > 0 {
        if exp & 1 == 1 {
            result *= &square;
        }
        square = &square * &square;
        exp >>= 1;
    }
    result.with_precision(PRECISION).value()
}

/// `12i`: for backward compatibility, decimal even with a leading zero.
fn imaginary(text: &str) -> Option<Value> {
    Some(Value::complex(Value::zero(), number(text.strip_suffix('i')?)?))
}

/// The code point of a character literal.
pub fn character(text: &str) -> Option<u32> {
    let body = text.strip_prefix('\'')?.strip_suffix('\'')?;
    let mut chars = body.chars();
    match chars.next()? {
        '\\' => match escape(&mut chars, '\'')? {
            Escape::Byte(b) => Some(b.into()),
            Escape::Char(c) => Some(c.into()),
        },
        c => Some(c.into()),
    }
    .filter(|_| chars.as_str().is_empty())
}

/// The bytes of a string literal.
pub fn string(text: &str) -> Option<Vec<u8>> {
    if let Some(raw) = text.strip_prefix('`') {
        let raw = raw.strip_suffix('`')?;
        return Some(raw.bytes().filter(|&b| b != b'\r').collect());
    }
    let body = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut out = Vec::with_capacity(body.len());
    let mut chars = body.chars();
    while let Some(c) = chars.next() {
        let c = match c {
            '\\' => match escape(&mut chars, '"')? {
                Escape::Byte(b) => {
                    out.push(b);
                    continue;
                }
                Escape::Char(c) => c,
            },
            c => c,
        };
        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
    Some(out)
}

enum Escape {
    Byte(u8),
    Char(char),
}

/// What follows a backslash.
fn escape(chars: &mut std::str::Chars, quote: char) -> Option<Escape> {
    let simple = |b: u8| Some(Escape::Byte(b));
    match chars.next()? {
        'a' => simple(7),
        'b' => simple(8),
        'f' => simple(12),
        'n' => simple(b'\n'),
        'r' => simple(b'\r'),
        't' => simple(b'\t'),
        'v' => simple(11),
        '\\' => simple(b'\\'),
        c if c == quote => simple(c as u8),
        'x' => simple(u8::try_from(code(chars, 2, 16)?).ok()?),
        'u' => char::from_u32(code(chars, 4, 16)?).map(Escape::Char),
        'U' => char::from_u32(code(chars, 8, 16)?).map(Escape::Char),
        c @ '0'..='7' => {
            let low = code(chars, 2, 8)?;
            simple(u8::try_from(c.to_digit(8)? * 64 + low).ok()?)
        }
        _ => None,
    }
}

fn code(chars: &mut std::str::Chars, n: usize, radix: u32) -> Option<u32> {
    let mut v = 0u32;
    for _ in 0..n {
        v = v.checked_mul(radix)?.checked_add(chars.next()?.to_digit(radix)?)?;
    }
    Some(v)
}
