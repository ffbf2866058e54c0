//! Declarations.

use super::Checker;
use crate::types::repr::*;

impl Checker {
    /// Checks the declaration of a package-level object or method, unless that happened already:
    /// afterwards its type (and value) is known.
    pub(crate) fn obj_decl(&mut self, obj: ObjId) {
        let _ = obj;
    }
}
