//! Unary operators.
