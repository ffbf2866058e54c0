//! Maps: reading, writing, literals' insertion (spec: Index expressions, Map types).

use super::{FuncLower, Val};
use crate::ir::entities::*;
use crate::syntax::ast::ExprId;
use crate::types::repr::*;
use crate::types::table::TypeTable;

impl FuncLower<'_, '_, '_> {
    pub(super) fn map_desc(&mut self, map: TypeId) -> Operand {
        Operand::Global(self.l.map_type(map))
    }

    pub(super) fn map_parts(&self, map: TypeId) -> (TypeId, TypeId) {
        match self.kind(map) {
            super::Kind::Map(key, elem) => (key, elem),
            other => unreachable!("{other:?} is no map"),
        }
    }

    /// Evaluates a key; gives the address of memory that holds it and that nobody changes.
    pub(super) fn map_key(&mut self, e: ExprId, key: TypeId) -> Operand {
        let v = self.owned_as(e, key);
        self.addr_of_val(v, key)
    }

    /// The element for the key at `key` (the zero value if there is none), and whether it exists.
    pub(super) fn map_read(
        &mut self,
        map_type: TypeId,
        map: Operand,
        key: Operand,
    ) -> (Val, Operand) {
        let (_, elem) = self.map_parts(map_type);
        let desc = self.map_desc(map_type);
        let ptr = self.rt_value("mapaccess", &[desc, map, key]);
        let found = self.b.not_null(ptr);
        if self.size_of(elem) == 0 {
            return (self.zero_val(elem), found);
        }
        let ty = self.ty(elem);
        let result = self.temp(ty);
        self.b.zero(result, ty);
        let some = self.b.new_block();
        let done = self.b.new_block();
        self.b.cond_br(found, some, done);
        self.b.switch_to(some);
        let v = self.load_val(ptr, elem);
        self.store_val(result, v, elem);
        self.b.br(done);
        self.b.switch_to(done);
        (self.load_val(result, elem), found)
    }

    /// The address of the element for a key, inserted if there is none.
    pub(super) fn map_assign(&mut self, map_type: TypeId, map: Operand, key: Operand) -> Operand {
        let desc = self.map_desc(map_type);
        self.rt_value("mapassign", &[desc, map, key])
    }

    /// `v, ok := m[k]`
    pub(super) fn map_index_ok(
        &mut self,
        _e: ExprId,
        x: ExprId,
        index: ExprId,
    ) -> Vec<(Val, TypeId)> {
        let map_type = self.type_of(x);
        let (key, elem) = self.map_parts(map_type);
        let map = self.expr(x);
        let key = self.map_key(index, key);
        let (v, found) = self.map_read(map_type, map, key);
        vec![(v, elem), (Val::Op(found), TypeTable::BOOL)]
    }
}
