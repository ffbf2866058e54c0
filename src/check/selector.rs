//! Selectors (spec: Selectors).
