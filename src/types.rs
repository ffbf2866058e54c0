//! The data of the type checker: types, objects, scopes, and questions about them that need no
//! syntax. Knows nothing of files or diagnostics.

pub mod lookup;
pub mod method_set;
pub mod predicates;
pub mod print;
pub mod repr;
pub mod sizes;
pub mod subst;
pub mod table;
pub mod type_set;
pub mod universe;
