//! From text to syntax tree. Takes a string, gives a [`ast::File`] and diagnostics; never fails,
//! never panics, knows nothing of packages or types.

pub mod ast;
pub mod constraint;
pub mod directives;
pub mod lexer;
pub mod literal;
pub mod parser;
pub mod print;
pub mod token;
