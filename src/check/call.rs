//! Calls (spec: Calls).
