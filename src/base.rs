//! What every room may use and what knows neither Go nor chips.

pub mod cycles;
pub mod diag;
pub mod embedded;
pub mod fs;
pub mod index;
pub mod intern;
pub mod line_directive;
pub mod source;
