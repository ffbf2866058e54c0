//! Shifts (spec: Operators).
