//! Composite literals (spec: Composite literals).

use super::{FuncLower, Kind, Val};
use crate::check::program::Mode;
use crate::ir::entities::*;
use crate::syntax::ast::*;
use crate::types::repr::{Field as TypeField, TypeId};

/// A constant literal of at least this many bytes is copied from the image rather than stored
/// value by value.
const COPY_FROM: u32 = 20;

impl FuncLower<'_, '_, '_> {
    pub(super) fn composite(&mut self, e: ExprId, lit: &CompositeLit, t: TypeId) -> Val {
        match self.kind(t) {
            // An elided `&T` inside another literal.
            Kind::Pointer(elem) => {
                let ty = self.ty(elem);
                let addr = self.new_object(ty, "address of a composite literal");
                self.composite_into(addr, true, e, lit, elem);
                Val::Op(addr)
            }
            Kind::Slice(elem) => Val::Op(self.slice_literal(lit, elem, t)),
            Kind::Map(..) => Val::Op(self.map_literal(lit, t)),
            Kind::Struct if self.is_direct(t) => Val::Op(self.small_struct(lit, t)),
            _ => {
                let ty = self.ty(t);
                let slot = self.temp(ty);
                self.composite_into(slot, false, e, lit, t);
                self.load_val(slot, t)
            }
        }
    }

    /// A field of a struct literal that is not the constant false may be true.
    fn note_bool(&mut self, t: TypeId, field: usize, value: ExprId) {
        if self.constant(value).and_then(|v| v.as_bool()) != Some(false) {
            self.l.field_set(t, field as u32);
        }
    }

    /// The index and the value of an element of a struct literal.
    fn struct_elem(&self, fields: &[TypeField], i: usize, e: ExprId) -> (usize, ExprId) {
        match self.src.ast.kind(e) {
            ExprKind::KeyValue { key, value } => {
                let name = self.src.ast.ident(*key).expect("a struct literal's key is a name");
                let at = fields.iter().position(|f| f.name == name);
                (at.expect("the checker found the field"), *value)
            }
            _ => (i, e),
        }
    }

    /// A struct of direct type, as a temporary.
    fn small_struct(&mut self, lit: &CompositeLit, t: TypeId) -> Operand {
        self.note_pool(lit, t);
        let fields = self.fields(t);
        let mut parts: Vec<Option<Operand>> = vec![None; fields.len()];
        let elems: Vec<(usize, ExprId)> =
            lit.elems.iter().enumerate().map(|(i, e)| self.struct_elem(&fields, i, *e)).collect();
        for &(at, value) in &elems {
            self.note_bool(t, at, value);
        }
        let exprs: Vec<ExprId> = elems.iter().map(|(_, e)| *e).collect();
        let mut types = Vec::new();
        for (i, _) in &elems {
            let ft = self.subst(fields[*i].ty);
            types.push(ft);
        }
        let vals = self.values_as(&exprs, &types);
        for (((i, _), v), ft) in elems.into_iter().zip(vals).zip(types) {
            parts[i] = Some(self.op(v, ft));
        }
        let mut all = Vec::with_capacity(parts.len());
        for (part, f) in parts.into_iter().zip(&fields) {
            let ft = self.subst(f.ty);
            let zero = Operand::zero(self.ty(ft));
            all.push(part.unwrap_or(zero));
        }
        let ty = self.ty(t);
        self.b.make_agg(ty, all)
    }

    /// Evaluates the literal `e` of struct or array type `t` into fresh memory.
    pub(super) fn composite_into(
        &mut self,
        dst: Operand,
        zeroed: bool,
        e: ExprId,
        lit: &CompositeLit,
        t: TypeId,
    ) {
        self.note_pool(lit, t);
        let ty = self.ty(t);
        if self.size_of(t) >= COPY_FROM
            && !lit.elems.is_empty()
            && self.is_constant_literal(e)
            && let Some(init) = self.l.const_init(self.src.file, e, t)
        {
            let global = self.l.const_global("lit", ty, init, 0);
            return self.b.copy(dst, Operand::Global(global), ty);
        }
        match self.kind(t) {
            Kind::Struct => {
                let fields = self.fields(t);
                let zeroed = self.zero_unless(zeroed, lit.elems.len() < fields.len(), dst, ty);
                for (i, &elem) in lit.elems.iter().enumerate() {
                    let (at, value) = self.struct_elem(&fields, i, elem);
                    let ft = self.subst(fields[at].ty);
                    self.note_bool(t, at, value);
                    let addr = self.field_addr(dst, t, at as u32);
                    self.into(addr, zeroed, value, ft);
                }
            }
            Kind::Array(elem, n) => {
                let elems = self.array_elems(lit);
                let zeroed = self.zero_unless(zeroed, (elems.len() as i64) < n, dst, ty);
                self.store_elems(dst, zeroed, &elems, elem);
            }
            _ => {
                let v = self.composite(e, lit, t);
                self.store_val(dst, v, t);
            }
        }
    }

    fn zero_unless(&mut self, zeroed: bool, partial: bool, dst: Operand, ty: Ty) -> bool {
        if partial && !zeroed {
            self.b.zero(dst, ty);
        }
        zeroed || partial
    }

    /// The elements of an array or slice literal with their indices.
    fn array_elems(&self, lit: &CompositeLit) -> Vec<(i64, ExprId)> {
        let mut next = 0;
        let mut list = Vec::with_capacity(lit.elems.len());
        for &e in &lit.elems {
            let value = match self.src.ast.kind(e) {
                ExprKind::KeyValue { key, value } => {
                    next = self.constant(*key).and_then(|k| k.as_i64()).unwrap_or(next);
                    *value
                }
                _ => e,
            };
            list.push((next, value));
            next += 1;
        }
        list
    }

    fn store_elems(&mut self, base: Operand, zeroed: bool, list: &[(i64, ExprId)], elem: TypeId) {
        let ty = self.ty(elem);
        let elem = self.subst(elem);
        for &(i, e) in list {
            let addr = self.b.elem_addr(base, ty, Operand::i32(i as i32));
            self.into(addr, zeroed, e, elem);
        }
    }

    fn slice_literal(&mut self, lit: &CompositeLit, elem: TypeId, t: TypeId) -> Operand {
        let ty = self.ty(t);
        let elems = self.array_elems(lit);
        let n = elems.iter().map(|(i, _)| i + 1).max().unwrap_or(0);
        let elem_ty = self.ty(elem);
        let array = Ty::Agg(self.l.m.agg(Agg::Array(elem_ty, n as u64)));
        let ptr = self.new_object(array, "slice literal");
        let large = n as u32 * self.size_of(elem) >= COPY_FROM;
        let constant = large && elems.iter().all(|(_, e)| self.is_constant_part(*e));
        let init = match constant {
            true => self.l.const_elements(self.src.file, lit, elem),
            false => None,
        };
        match init {
            Some((list, _)) => {
                let init = crate::ir::module::Const::Agg(list);
                let global = self.l.const_global("lit", array, init, 0);
                self.b.copy(ptr, Operand::Global(global), array);
            }
            None => self.store_elems(ptr, true, &elems, elem),
        }
        let n = Operand::i32(n as i32);
        self.make(ty, &[ptr, n, n])
    }

    fn map_literal(&mut self, lit: &CompositeLit, t: TypeId) -> Operand {
        let (key, elem) = self.map_parts(t);
        let desc = self.map_desc(t);
        let hint = Operand::i32(lit.elems.len() as i32);
        let map = self.rt_value("makemap", &[desc, hint]);
        let ast = self.src.ast;
        let pair = |e: &ExprId| match ast.kind(*e) {
            ExprKind::KeyValue { key, value } => (*key, *value),
            _ => unreachable!("elements of a map literal have keys"),
        };
        // Of entries whose keys turn out to be equal the last one stays. As with gc, constant ones
        // come first.
        let (constant, rest): (Vec<_>, Vec<_>) = lit
            .elems
            .iter()
            .map(pair)
            .partition(|(k, v)| self.is_constant_part(*k) && self.is_constant_part(*v));
        for (k, value) in constant.into_iter().chain(rest) {
            let k = self.map_key(k, key);
            let v = self.owned_as(value, elem);
            let addr = self.map_assign(t, map, k);
            self.store_val(addr, v, elem);
        }
        map
    }

    // Literals of constants

    /// Is `e` a struct or array literal that holds nothing but constants?
    pub(super) fn is_constant_literal(&self, e: ExprId) -> bool {
        let e = self.src.ast.unparen(e);
        let ExprKind::CompositeLit(lit) = self.src.ast.kind(e) else { return false };
        if !matches!(self.kind(self.info(e).ty), Kind::Struct | Kind::Array(..)) {
            return false;
        }
        lit.elems.iter().all(|&elem| match self.src.ast.kind(elem) {
            ExprKind::KeyValue { value, .. } => self.is_constant_part(*value),
            _ => self.is_constant_part(elem),
        })
    }

    fn is_constant_part(&self, e: ExprId) -> bool {
        matches!(self.mode(e), Mode::Constant(_) | Mode::Nil) || self.is_constant_literal(e)
    }
}
