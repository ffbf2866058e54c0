//! Conversions (spec: Conversions) and the implicit conversion of untyped operands.

use super::Checker;
use super::operand::Operand;
use crate::types::repr::TypeId;

impl Checker {
    /// Gives an untyped operand the type `target`; reports where that cannot be.
    pub(crate) fn convert_untyped(&mut self, x: &mut Operand, target: TypeId) {
        let _ = (x, target);
    }

    /// The type that an untyped value takes without context; other types are their own default.
    pub(crate) fn default_type(&self, ty: TypeId) -> TypeId {
        ty
    }
}
