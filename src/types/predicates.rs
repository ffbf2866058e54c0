//! Yes/no questions about types.

use super::repr::*;
use super::table::TypeTable;

impl TypeTable {
    /// The basic type that `t` is (not: has as underlying type).
    pub fn as_basic(&self, t: TypeId) -> Option<Basic> {
        match self.get(t) {
            Type::Basic(b) => Some(*b),
            _ => None,
        }
    }
}
