//! Tests of exact constants.

use super::arith::{binary, compare, shift};
use super::literal::read;
use super::*;
use crate::syntax::ast::{BinOp, LitKind};

fn float(s: &str) -> Value {
    read(LitKind::Float, s)
}

fn int(s: &str) -> Value {
    read(LitKind::Int, s)
}

#[test]
fn floats_round_once_and_to_even() {
    for s in [
        "0.1",
        "1e308",
        "1.7976931348623157e308",
        "4.9e-324",
        "2.5e-324",
        "2.4e-324",
        "1e-400",
        "2.2250738585072011e-308",
        "2.2250738585072014e-308",
        "123456789.123456789",
        "1e23",
        "9007199254740993.0",
        "9007199254740992.5",
        "3.4028235677973366e38",
        "1.8e308",
        "0.3",
    ] {
        let v = float(s);
        assert_eq!(v.to_f64(), Some(s.parse::<f64>().unwrap()), "{s}");
        assert_eq!(v.to_f32(), Some(s.parse::<f32>().unwrap()), "{s}");
    }
    for s in ["1e-45", "7e-46", "7.1e-46", "1.1754942e-38", "16777217", "16777219", "1e39"] {
        assert_eq!(float(s).to_f32(), Some(s.parse::<f32>().unwrap()), "{s}");
    }
    // 1 + 2^-24 + 2^-58: rounding to float64 first would give 1.
    let v = float("0x1.00000100000004p0");
    assert_eq!(v.to_f32().unwrap().to_bits(), 0x3f80_0001);
}

#[test]
fn literals_of_all_forms() {
    assert_eq!(int("0b1_01"), Value::int(5));
    assert_eq!(int("0o17"), Value::int(15));
    assert_eq!(int("017"), Value::int(15));
    assert_eq!(int("0x_fF"), Value::int(255));
    assert_eq!(float("0x1p-2").to_f64(), Some(0.25));
    assert_eq!(float("0x.8p1"), Value::int(1));
    assert_eq!(float("1e3"), Value::int(1000));
    assert_eq!(float(".5e1"), Value::int(5));
    assert_eq!(read(LitKind::Imag, "010i").im(), Value::int(10));
    assert_eq!(read(LitKind::Imag, "0x10i").im(), Value::int(16));
    assert_eq!(read(LitKind::Char, r"'\u00e4'"), Value::int(0xe4));
    assert_eq!(read(LitKind::Char, r"'\''"), Value::int(39));
    assert_eq!(read(LitKind::Char, r"'\377'"), Value::int(255));
    assert_eq!(read(LitKind::String, r#""a\x80\101ä\n""#), Value::str(b"a\x80A\xc3\xa4\n"));
    assert_eq!(read(LitKind::String, "`a\r\\n`"), Value::str(b"a\\n"));
    assert!(read(LitKind::Char, r"'\ud800'").is_unknown());
}

#[test]
fn huge_numbers_stay_usable() {
    let big = float("1e100000");
    let quotient = binary(&big, BinOp::Div, &float("1e99999"), false);
    assert_eq!(quotient.to_int(), Some(10.into()));
    assert_eq!(big.to_f64(), Some(f64::INFINITY));
    assert_eq!(float("1e-100000").to_f64(), Some(0.0));
    assert!(float("1e99999999999").is_unknown());
    assert_eq!(big.to_string(), "1e+100000");
    assert_eq!(float("1e-100000").to_string(), "1e-100000");
}

#[test]
fn integer_operations_are_those_of_twos_complement() {
    let op =
        |a: i64, op, b: i64| binary(&Value::int(a), op, &Value::int(b), true).as_i64().unwrap();
    for (a, b) in [(7, 3), (-7, 3), (7, -3), (-7, -3), (-1, 0x0f0f), (-256, 255), (0, -5)] {
        assert_eq!(op(a, BinOp::Div, b), a / b);
        assert_eq!(op(a, BinOp::Rem, b), a % b);
        assert_eq!(op(a, BinOp::And, b), a & b);
        assert_eq!(op(a, BinOp::Or, b), a | b);
        assert_eq!(op(a, BinOp::Xor, b), a ^ b);
        assert_eq!(op(a, BinOp::AndNot, b), a & !b);
        assert_eq!(shift(&Value::int(a), BinOp::Shr, 1).as_i64(), Some(a >> 1));
    }
    assert_eq!(arith::complement(&Value::int(5), Some(8)).as_i64(), Some(250));
    assert_eq!(arith::complement(&Value::int(5), None).as_i64(), Some(-6));
}

#[test]
fn complex_division_is_exact() {
    let z = Value::complex(Value::int(1), Value::int(2));
    let w = Value::complex(Value::int(3), Value::int(-4));
    let q = binary(&binary(&z, BinOp::Mul, &w, false), BinOp::Div, &w, false);
    assert_eq!(compare(&q, BinOp::Eq, &z), Some(true));
    assert_eq!(z.to_string(), "(1 + 2i)");
}

#[test]
fn representability() {
    let ok = |v: &Value, b| v.represent(b).is_some();
    assert!(ok(&Value::int(255), Basic::Uint8) && !ok(&Value::int(256), Basic::Uint8));
    assert!(ok(&Value::int(-128), Basic::Int8) && !ok(&Value::int(-129), Basic::Int8));
    assert!(!ok(&Value::int(1i64 << 31), Basic::Int) && ok(&Value::int(1i64 << 31), Basic::Uint));
    assert!(!ok(&float("1.5"), Basic::Int) && ok(&float("1.0"), Basic::Int));
    assert!(!ok(&float("3.5e38"), Basic::Float32) && ok(&float("3.5e38"), Basic::Float64));
    assert!(!ok(&Value::complex(Value::int(1), Value::int(1)), Basic::Float64));
    let tenth = float("0.1").represent(Basic::Float32).unwrap();
    assert_eq!(tenth.to_f64(), Some(f64::from(0.1f32)));
}

#[test]
fn text_of_constants() {
    for (v, s) in [
        (float("1.5"), "1.5"),
        (
            float("1e100"),
            "10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
        ),
        (float("123456.7"), "123456.7"),
        (float("1234567.8"), "1.23457e+06"),
        (float("0.00001234"), "1.234e-05"),
        (Value::str(b"a\"\n\xff\xc3\xa4"), r#""a\"\n\xffä""#),
    ] {
        assert_eq!(v.to_string(), s);
    }
}

#[test]
fn duplicates_are_found_by_value() {
    assert_eq!(float("1.0").map_key(), Value::int(1).map_key());
    assert_eq!(float("0.1").map_key(), float(".1").map_key());
    assert_ne!(Value::int(1).map_key(), Value::Bool(true).map_key());
    assert_ne!(float("0.1").map_key(), float("0.2").map_key());
}
