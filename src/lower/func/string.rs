//! Strings: indexing.

use super::FuncLower;
use crate::ir::entities::*;
use crate::syntax::ast::ExprId;

impl FuncLower<'_, '_, '_> {
    /// `s[i]`
    pub(super) fn string_index(&mut self, x: ExprId, index: ExprId) -> Operand {
        let s = self.expr(x);
        let (ptr, len) = (self.extract(s, 0), self.extract(s, 1));
        let (i, check) = self.index_check(x, index, len);
        self.flush(&[check]);
        let addr = self.b.elem_addr(ptr, Ty::I8, i);
        self.b.load(addr, Ty::I8)
    }
}
