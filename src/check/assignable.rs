//! Assignability (spec: Assignability) and implementation of interfaces.

use super::Checker;
use super::operand::Operand;
use crate::types::repr::TypeId;

impl Checker {
    /// Prepares `x` for being assigned to a variable of type `target` (`None`: of its default
    /// type), converting an untyped value. On failure an error that names `context` is reported
    /// and `x` becomes invalid.
    pub(crate) fn assignment(&mut self, x: &mut Operand, target: Option<TypeId>, context: &str) {
        let _ = (x, target, context);
    }

    /// Whether `x` may be assigned to a `t`; the error says why not, and may be empty.
    pub(crate) fn assignable(&mut self, x: &Operand, t: TypeId) -> Result<(), String> {
        let _ = (x, t);
        Ok(())
    }

    /// Whether `t` implements the interface `iface`; the error says why not.
    pub(crate) fn implements(&mut self, t: TypeId, iface: TypeId) -> Result<(), String> {
        let _ = (t, iface);
        Ok(())
    }

    /// Whether values of type `t` may be compared with `==` (interfaces: yes, at run time).
    pub(crate) fn comparable(&mut self, t: TypeId) -> bool {
        let _ = t;
        true
    }
}
