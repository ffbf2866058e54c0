//! Arithmetic on values at hand (spec: Arithmetic operators, Integer overflow).

use super::{FuncLower, NO_ROOM, is_complex, is_float, is_signed, is_string};
use crate::ir::entities::*;
use crate::ir::function::{BinOp as IrOp, CastOp, CheckKind, CmpOp};
use crate::syntax::ast::{BinOp, ExprId};
use crate::types::repr::*;

impl FuncLower<'_, '_, '_> {
    /// `l op r` of type `t`; `y` is the expression of the right operand, whose type is the
    /// count's in a shift.
    pub(super) fn arith(
        &mut self,
        op: BinOp,
        l: Operand,
        r: Operand,
        t: TypeId,
        y: ExprId,
    ) -> Operand {
        if op.is_shift() {
            let count = self.type_of(y);
            return self.shift(op, l, r, t, count);
        }
        self.arith_basic(op, l, r, t)
    }

    pub(super) fn arith_basic(&mut self, op: BinOp, l: Operand, r: Operand, t: TypeId) -> Operand {
        let b = self.basic(t).expect("arithmetic is on basic types");
        if is_string(b) {
            self.rt_value("concat2", &[NO_ROOM, l, r])
        } else if is_float(b) {
            self.float_op(op, l, r)
        } else if is_complex(b) {
            self.complex_op(op, l, r)
        } else {
            self.int_op(op, l, r, is_signed(b))
        }
    }

    fn float_op(&mut self, op: BinOp, l: Operand, r: Operand) -> Operand {
        let op = match op {
            BinOp::Add => IrOp::FAdd,
            BinOp::Sub => IrOp::FSub,
            BinOp::Mul => IrOp::FMul,
            BinOp::Div => IrOp::FDiv,
            other => unreachable!("{} of floats", other.text()),
        };
        self.b.bin(op, l, r)
    }

    fn int_op(&mut self, op: BinOp, l: Operand, r: Operand, signed: bool) -> Operand {
        let op = match op {
            BinOp::Add => IrOp::Add,
            BinOp::Sub => IrOp::Sub,
            BinOp::Mul => IrOp::Mul,
            BinOp::And => IrOp::And,
            BinOp::Or => IrOp::Or,
            BinOp::Xor => IrOp::Xor,
            BinOp::AndNot => {
                let mask = self.b.not(r);
                return self.b.and(l, mask);
            }
            BinOp::Div | BinOp::Rem => return self.divide(op == BinOp::Div, l, r, signed),
            other => unreachable!("{} of integers", other.text()),
        };
        self.b.bin(op, l, r)
    }

    /// Integer division. The most negative value divided by -1 is itself, with remainder 0
    /// (spec: Integer operators).
    fn divide(&mut self, quotient: bool, l: Operand, r: Operand, signed: bool) -> Operand {
        let ty = self.b.ty(l);
        let zero = Operand::Int(ty, 0);
        let minus_one = Operand::int(ty, u64::MAX);
        if r.as_int().is_none_or(|v| v == 0) {
            let cond = self.b.cmp(CmpOp::Ne, r, zero);
            self.check(cond, CheckKind::Divide, &[]);
        }
        if !signed {
            return self.b.bin(if quotient { IrOp::UDiv } else { IrOp::URem }, l, r);
        }
        let op = if quotient { IrOp::SDiv } else { IrOp::SRem };
        match r.as_int() {
            Some(v) if Operand::Int(ty, v) == minus_one => {
                if quotient {
                    self.b.neg(l)
                } else {
                    zero
                }
            }
            Some(_) => self.b.bin(op, l, r),
            None if ty.bits() < 32 => {
                let wide_l = self.b.int_resize(l, Ty::I32, true);
                let wide_r = self.b.int_resize(r, Ty::I32, true);
                let v = self.b.bin(op, wide_l, wide_r);
                self.b.int_resize(v, ty, true)
            }
            None => {
                let special = self.b.cmp(CmpOp::Eq, r, minus_one);
                let by = self.b.select(special, Operand::Int(ty, 1), r);
                let v = self.b.bin(op, l, by);
                let other = if quotient { self.b.neg(l) } else { zero };
                self.b.select(special, other, v)
            }
        }
    }

    /// A shift by any count: a negative one panics, one of the width or more shifts everything
    /// out (spec: Operators, Shifts).
    fn shift(
        &mut self,
        op: BinOp,
        l: Operand,
        count: Operand,
        t: TypeId,
        count_type: TypeId,
    ) -> Operand {
        let b = self.basic(t).expect("shifts are of integers");
        let signed = is_signed(b);
        let ir = match (op, signed) {
            (BinOp::Shl, _) => IrOp::Shl,
            (_, true) => IrOp::AShr,
            (_, false) => IrOp::LShr,
        };
        let ty = self.b.ty(l);
        let width = ty.bits() as u64;
        if let Some(n) = count.as_int() {
            return match (n < width, ir) {
                (true, _) => self.b.bin(ir, l, Operand::Int(ty, n)),
                (false, IrOp::AShr) => self.b.bin(ir, l, Operand::Int(ty, width - 1)),
                (false, _) => Operand::Int(ty, 0),
            };
        }
        let count_ty = self.b.ty(count);
        if self.basic(count_type).is_some_and(is_signed) {
            let cond = self.b.cmp(CmpOp::Sge, count, Operand::Int(count_ty, 0));
            self.check(cond, CheckKind::Shift, &[]);
        }
        let fits = self.b.cmp(CmpOp::Ult, count, Operand::int(count_ty, width));
        let n = self.b.int_resize(count, ty, false);
        if ir == IrOp::AShr {
            let n = self.b.select(fits, n, Operand::Int(ty, width - 1));
            return self.b.bin(ir, l, n);
        }
        let v = self.b.bin(ir, l, n);
        self.b.select(fits, v, Operand::Int(ty, 0))
    }

    /// `-v`
    pub(super) fn negate(&mut self, v: Operand, t: TypeId) -> Operand {
        let b = self.basic(t).expect("only numbers are negated");
        if is_float(b) {
            self.b.fneg(v)
        } else if is_complex(b) {
            let ty = self.ty(t);
            let (re, im) = (self.extract(v, 0), self.extract(v, 1));
            let (re, im) = (self.b.fneg(re), self.b.fneg(im));
            self.make(ty, &[re, im])
        } else {
            self.b.neg(v)
        }
    }

    /// The number 1 of a type.
    pub(super) fn one(&mut self, t: TypeId) -> Operand {
        match self.ty(t) {
            Ty::F32 => Operand::f32(1.0),
            Ty::F64 => Operand::f64(1.0),
            ty @ Ty::Agg(_) => {
                let re = match self.l.m.part_ty(ty, 0) {
                    Ty::F32 => Operand::f32(1.0),
                    _ => Operand::f64(1.0),
                };
                let im = Operand::zero(self.b.ty(re));
                self.make(ty, &[re, im])
            }
            ty => Operand::Int(ty, 1),
        }
    }

    fn complex_op(&mut self, op: BinOp, l: Operand, r: Operand) -> Operand {
        let ty = self.b.ty(l);
        match op {
            BinOp::Div => return self.complex_div(ty, l, r),
            BinOp::Mul => return self.complex_mul(ty, l, r),
            _ => {}
        }
        let (a, b) = (self.extract(l, 0), self.extract(l, 1));
        let (c, d) = (self.extract(r, 0), self.extract(r, 1));
        let (re, im) = match op {
            BinOp::Add => (self.b.bin(IrOp::FAdd, a, c), self.b.bin(IrOp::FAdd, b, d)),
            BinOp::Sub => (self.b.bin(IrOp::FSub, a, c), self.b.bin(IrOp::FSub, b, d)),
            other => unreachable!("{} of complex numbers", other.text()),
        };
        self.make(ty, &[re, im])
    }

    /// Products of either complex type are made of 64-bit parts, as gc does it: what cancels out
    /// in a difference of products would else be most of a `complex64`.
    fn complex_mul(&mut self, ty: Ty, l: Operand, r: Operand) -> Operand {
        let wide = self.ty(crate::types::table::TypeTable::COMPLEX128);
        let (l, r) = (self.complex_resize(l, wide), self.complex_resize(r, wide));
        let (a, b) = (self.extract(l, 0), self.extract(l, 1));
        let (c, d) = (self.extract(r, 0), self.extract(r, 1));
        let (ac, bd) = (self.b.bin(IrOp::FMul, a, c), self.b.bin(IrOp::FMul, b, d));
        let (ad, bc) = (self.b.bin(IrOp::FMul, a, d), self.b.bin(IrOp::FMul, b, c));
        let (re, im) = (self.b.bin(IrOp::FSub, ac, bd), self.b.bin(IrOp::FAdd, ad, bc));
        let v = self.make(wide, &[re, im]);
        self.complex_resize(v, ty)
    }

    /// Division of either complex type is done in complex128, as gc does.
    fn complex_div(&mut self, ty: Ty, l: Operand, r: Operand) -> Operand {
        let wide = self.ty(crate::types::table::TypeTable::COMPLEX128);
        let (l, r) = (self.complex_resize(l, wide), self.complex_resize(r, wide));
        let v = self.rt_value("complex128div", &[l, r]);
        self.complex_resize(v, ty)
    }

    /// A complex number in another width.
    pub(super) fn complex_resize(&mut self, v: Operand, to: Ty) -> Operand {
        if self.b.ty(v) == to {
            return v;
        }
        let part = self.l.m.part_ty(to, 0);
        let (re, im) = (self.extract(v, 0), self.extract(v, 1));
        let (re, im) = (self.float_resize(re, part), self.float_resize(im, part));
        self.make(to, &[re, im])
    }

    pub(super) fn float_resize(&mut self, v: Operand, to: Ty) -> Operand {
        match (self.b.ty(v), to) {
            (Ty::F32, Ty::F64) => self.b.cast(CastOp::FExt, v, to),
            (Ty::F64, Ty::F32) => self.b.cast(CastOp::FTrunc, v, to),
            _ => v,
        }
    }
}
