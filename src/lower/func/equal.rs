//! `==` on values at hand (spec: Comparison operators).

use super::{FuncLower, Kind, Val, is_complex, is_float, is_string};
use crate::ir::entities::*;
use crate::ir::function::CmpOp;
use crate::types::repr::*;

impl FuncLower<'_, '_, '_> {
    pub(super) fn equal(&mut self, l: Val, r: Val, t: TypeId) -> Operand {
        match (l, r) {
            (Val::Op(l), Val::Op(r)) => self.equal_ops(l, r, t),
            _ => {
                let (l, r) = (self.addr_of_val(l, t), self.addr_of_val(r, t));
                self.equal_memory(l, r, t)
            }
        }
    }

    /// Compares two values in memory by the type's equality function.
    fn equal_memory(&mut self, l: Operand, r: Operand, t: TypeId) -> Operand {
        let f = self.l.eq_func(t);
        let v = self.b.call(&self.l.m, f, vec![l, r]);
        v.expect("an equality function has a result")
    }

    fn equal_ops(&mut self, l: Operand, r: Operand, t: TypeId) -> Operand {
        match self.kind(t) {
            Kind::Basic(b) if is_string(b) => self.equal_strings(l, r),
            Kind::Basic(b) if is_float(b) => self.b.cmp(CmpOp::FEq, l, r),
            Kind::Basic(b) if is_complex(b) => {
                let (a, c) = (self.extract(l, 0), self.extract(r, 0));
                let re = self.b.cmp(CmpOp::FEq, a, c);
                let (b, d) = (self.extract(l, 1), self.extract(r, 1));
                let im = self.b.cmp(CmpOp::FEq, b, d);
                self.b.and(re, im)
            }
            Kind::Interface => self.equal_interfaces(l, r, t),
            Kind::Struct if self.compares_by_parts(t) => self.equal_parts(l, r, t),
            Kind::Array(_, 0) => Operand::bool(true),
            Kind::Struct | Kind::Array(..) => {
                let l = self.addr_of_val(Val::Op(l), t);
                let r = self.addr_of_val(Val::Op(r), t);
                self.equal_memory(l, r, t)
            }
            _ => self.b.cmp(CmpOp::Eq, l, r),
        }
    }

    fn equal_strings(&mut self, l: Operand, r: Operand) -> Operand {
        for (empty, other) in [(l, r), (r, l)] {
            if empty.is_zero() {
                let len = self.extract(other, 1);
                return self.b.cmp(CmpOp::Eq, len, Operand::i32(0));
            }
        }
        self.rt_value("streq", &[l, r])
    }

    fn equal_interfaces(&mut self, l: Operand, r: Operand, t: TypeId) -> Operand {
        for (nil, other) in [(l, r), (r, l)] {
            if nil.is_zero() {
                let word = self.extract(other, 0);
                return self.b.is_null(word);
            }
        }
        let name = if self.has_methods(t) { "ifaceEqual" } else { "efaceeq" };
        self.rt_value(name, &[l, r])
    }

    /// A small struct whose fields are compared without calls, none of which can panic.
    fn compares_by_parts(&mut self, t: TypeId) -> bool {
        let fields = self.fields(t);
        fields.iter().all(|f| match self.kind(f.ty) {
            Kind::Basic(b) => !is_string(b),
            Kind::Pointer(_) | Kind::Chan(_) => true,
            Kind::Struct => self.compares_by_parts(f.ty),
            _ => false,
        })
    }

    fn equal_parts(&mut self, l: Operand, r: Operand, t: TypeId) -> Operand {
        let mut all = Operand::bool(true);
        for (i, f) in self.fields(t).iter().enumerate() {
            if !f.name.is_blank() {
                let (a, b) = (self.extract(l, i as u32), self.extract(r, i as u32));
                let same = self.equal_ops(a, b, f.ty);
                all = self.b.and(all, same);
            }
        }
        all
    }
}
