//! Constants as gc's messages show them.

use super::{Value, to_big};
use dashu_base::BitTest;
use std::fmt;

/// How many characters of a string constant are shown.
const SHOWN: usize = 72;

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Unknown => f.write_str("unknown"),
            Value::Bool(b) => write!(f, "{b}"),
            Value::Str(s) => f.write_str(&shorten(&quote(s))),
            Value::Int(i) => write!(f, "{i}"),
            Value::Rat(_) | Value::Float(_) => f.write_str(&real_string(self)),
            Value::Complex(re, im) => write!(f, "({} + {}i)", part(re), part(im)),
        }
    }
}

fn part(v: &Value) -> String {
    match v {
        Value::Int(_) => real_string(v),
        other => other.to_string(),
    }
}

/// A real number with six significant digits.
pub fn real_string(v: &Value) -> String {
    if let Some(x) = v.to_f64()
        && x.is_finite()
        && (x != 0.0 || v.is_zero())
    {
        let text = general(x);
        // More digits where six look like an integer that it is not.
        let whole = v.to_int().is_some();
        return if whole || text.contains('.') { text } else { shortest(x) };
    }
    let big = match v {
        Value::Int(i) => to_big(i.clone()),
        Value::Float(f) => f.clone(),
        Value::Rat(r) => to_big(r.numerator().clone()) / to_big(r.denominator().clone().into()),
        other => return other.to_string(),
    };
    // Too large or small for a float64: big = m * 2^e = m * 10^(e * log10(2)), m being as a
    // float64. Exact conversion would take long, and only a few digits are shown.
    let (m, e) = (big.repr().significand(), big.repr().exponent());
    let spare = m.bit_len().saturating_sub(53);
    let (m, e) = ((m >> spare).to_f64().value(), e as f64 + spare as f64);
    let log = e * std::f64::consts::LOG10_2;
    let mut mantissa = m * 10f64.powf(log.fract());
    let mut exp = log.trunc() as i64;
    while mantissa.abs() >= 10.0 {
        mantissa /= 10.0;
        exp += 1;
    }
    while mantissa.abs() < 1.0 {
        mantissa *= 10.0;
        exp -= 1;
    }
    // Rounding to the digits shown may carry.
    match general(mantissa).as_str() {
        "10" => format!("1e{:+}", exp + 1),
        "-10" => format!("-1e{:+}", exp + 1),
        text => format!("{text}e{exp:+}"),
    }
}

/// As C's `%.6g`.
fn general(x: f64) -> String {
    if x == 0.0 {
        return "0".into();
    }
    let scientific = format!("{x:.5e}");
    let (mantissa, exp) = scientific.split_once('e').expect("the format has an exponent");
    let exp: i32 = exp.parse().expect("an exponent is a number");
    let trim = |s: &str| match s.contains('.') {
        true => s.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => s.to_owned(),
    };
    if (-4..6).contains(&exp) {
        return trim(&format!("{x:.*}", (5 - exp) as usize));
    }
    let sign = if exp < 0 { '-' } else { '+' };
    format!("{}e{sign}{:02}", trim(mantissa), exp.abs())
}

/// As Go's `%g`: the fewest digits that mean this float64.
fn shortest(x: f64) -> String {
    let scientific = format!("{x:e}");
    let (mantissa, exp) = scientific.split_once('e').expect("the format has an exponent");
    let exp: i32 = exp.parse().expect("an exponent is a number");
    if (-4..21).contains(&exp) {
        return format!("{x}");
    }
    let sign = if exp < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exp.abs())
}

fn shorten(s: &str) -> String {
    if s.chars().count() <= SHOWN {
        return s.to_owned();
    }
    s.chars().take(SHOWN - 3).chain("...".chars()).collect()
}

/// A Go string literal of the bytes.
pub fn quote(bytes: &[u8]) -> String {
    let mut out = String::from("\"");
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                '\r' => out.push_str("\\r"),
                '\x07' => out.push_str("\\a"),
                '\x08' => out.push_str("\\b"),
                '\x0b' => out.push_str("\\v"),
                '\x0c' => out.push_str("\\f"),
                c if (c as u32) < 0x20 || c as u32 == 0x7f => {
                    out.push_str(&format!("\\x{:02x}", c as u32));
                }
                c if c.is_control() || c == '\u{feff}' => {
                    out.push_str(&format!("\\u{:04x}", c as u32));
                }
                c => out.push(c),
            }
        }
        for b in chunk.invalid() {
            out.push_str(&format!("\\x{b:02x}"));
        }
    }
    out.push('"');
    out
}
