//! Exact constant values (spec: Constants) and their arithmetic.

use dashu_int::IBig;
use dashu_ratio::RBig;

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
    Str(std::sync::Arc<[u8]>),
    Int(IBig),
    Rat(RBig),
    Float(dashu_float::FBig),
    Complex(Box<Value>, Box<Value>),
}
