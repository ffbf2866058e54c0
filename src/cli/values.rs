//! Flags that take one of a few names.

use crate::driver::options::Named;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

/// Takes one of the names that a type has; help and messages show its own, not TinyGo's.
pub fn one_of<T: Named>() -> impl TypedValueParser<Value = T> {
    let shown = T::NAMES.iter().map(|(name, _)| PossibleValue::new(*name));
    let hidden = T::ALIASES.iter().map(|(name, _)| PossibleValue::new(*name).hide(true));
    PossibleValuesParser::new(shown.chain(hidden))
        .map(|name| T::named(&name).expect("clap lets only these names through"))
}
