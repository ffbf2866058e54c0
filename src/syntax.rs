//! From text to syntax tree. Takes a string, gives a [`ast::File`] and diagnostics; never fails,
//! never panics, knows nothing of packages or types.

pub mod ast;
