//! Slots for large intermediate values, used again by later statements.
//!
//! Small ones become registers, so that each may have a slot of its own; a large one costs stack
//! for the whole function.

use crate::ir::entities::*;

/// The temporaries of a function.
#[derive(Default)]
pub(super) struct Temps {
    in_use: Vec<(Ty, Operand)>,
    free: Vec<(Ty, Operand)>,
}

impl Temps {
    /// A slot of type `ty` that nothing uses any more.
    pub(super) fn take(&mut self, ty: Ty) -> Option<Operand> {
        let i = self.free.iter().position(|(t, _)| *t == ty)?;
        let (_, slot) = self.free.swap_remove(i);
        self.in_use.push((ty, slot));
        Some(slot)
    }

    pub(super) fn add(&mut self, ty: Ty, slot: Operand) {
        self.in_use.push((ty, slot));
    }

    /// What is in use now stays so until [`release`](Self::release) of an earlier mark.
    pub(super) fn mark(&self) -> usize {
        self.in_use.len()
    }

    /// The temporaries since `mark` are free: the statement that needed them has ended.
    pub(super) fn release(&mut self, mark: usize) {
        self.free.extend(self.in_use.drain(mark..));
    }
}
