//! Arithmetic on constant operands.
//!
//! Takes an operation and its operands, gives the result if it is known: `None` where it is not or
//! where the operation is undefined (division by zero). Knows no functions or blocks.

use super::entities::*;
use super::function::{BinOp, CastOp, CmpOp};

impl Operand {
    /// An integer constant of type `ty`; bits above its width are dropped.
    pub fn int(ty: Ty, v: u64) -> Operand {
        Operand::Int(ty, v & mask(ty))
    }

    /// The zero value of `ty` in its simplest form.
    pub fn zero(ty: Ty) -> Operand {
        match ty {
            Ty::Bool | Ty::I8 | Ty::I16 | Ty::I32 | Ty::I64 => Operand::Int(ty, 0),
            Ty::F32 | Ty::F64 => Operand::Float(ty, 0),
            Ty::Ptr => Operand::Null,
            Ty::Agg(_) => Operand::Zero(ty),
        }
    }

    pub fn f32(v: f32) -> Operand {
        Operand::Float(Ty::F32, v.to_bits() as u64)
    }

    pub fn f64(v: f64) -> Operand {
        Operand::Float(Ty::F64, v.to_bits())
    }

    /// All bits zero, as far as one can see.
    pub fn is_zero(self) -> bool {
        matches!(self, Operand::Int(_, 0) | Operand::Float(_, 0) | Operand::Null | Operand::Zero(_))
    }

    /// The value of an integer constant.
    pub fn as_int(self) -> Option<u64> {
        match self {
            Operand::Int(_, v) => Some(v),
            Operand::Zero(t) if t.is_int() => Some(0),
            _ => None,
        }
    }
}

/// All bits of an integer type set.
pub fn mask(ty: Ty) -> u64 {
    u64::MAX >> (64 - ty.bits().clamp(1, 64))
}

/// The constant `v` of type `ty`, taken as signed.
pub fn signed(ty: Ty, v: u64) -> i64 {
    let shift = 64 - ty.bits().clamp(1, 64);
    (v << shift) as i64 >> shift
}

/// `a op b` on integers of type `ty`; floats are left alone.
pub fn bin(op: BinOp, ty: Ty, a: Operand, b: Operand) -> Option<Operand> {
    if !ty.is_int() {
        return None;
    }
    if let (Some(x), Some(y)) = (a.as_int(), b.as_int()) {
        return bin_const(op, ty, x, y).map(|v| Operand::int(ty, v));
    }
    neutral(op, ty, a, b)
}

/// `x op y` on integers of type `ty`; nothing where that is undefined, or an operation on floats.
/// Bits beyond the type's width mean nothing.
pub fn bin_const(op: BinOp, ty: Ty, x: u64, y: u64) -> Option<u64> {
    let (sx, sy) = (signed(ty, x), signed(ty, y));
    let in_width = y < ty.bits() as u64;
    Some(match op {
        BinOp::Add => x.wrapping_add(y),
        BinOp::Sub => x.wrapping_sub(y),
        BinOp::Mul => x.wrapping_mul(y),
        BinOp::SDiv if sy != 0 => sx.wrapping_div(sy) as u64,
        BinOp::SRem if sy != 0 => sx.wrapping_rem(sy) as u64,
        BinOp::UDiv if y != 0 => x / y,
        BinOp::URem if y != 0 => x % y,
        BinOp::And => x & y,
        BinOp::Or => x | y,
        BinOp::Xor => x ^ y,
        BinOp::Shl if in_width => x << y,
        BinOp::LShr if in_width => x >> y,
        BinOp::AShr if in_width => (sx >> y) as u64,
        _ => return None,
    })
}

/// One operand is the neutral (or absorbing) element.
fn neutral(op: BinOp, ty: Ty, a: Operand, b: Operand) -> Option<Operand> {
    let all = mask(ty);
    match (op, a.as_int(), b.as_int()) {
        (BinOp::Add | BinOp::Or | BinOp::Xor, Some(0), None) => Some(b),
        (
            BinOp::Add
            | BinOp::Sub
            | BinOp::Or
            | BinOp::Xor
            | BinOp::Shl
            | BinOp::LShr
            | BinOp::AShr,
            None,
            Some(0),
        ) => Some(a),
        (BinOp::Mul | BinOp::And, Some(0), None) => Some(Operand::int(ty, 0)),
        (BinOp::Mul | BinOp::And, None, Some(0)) => Some(Operand::int(ty, 0)),
        (BinOp::Mul, Some(1), None) if ty != Ty::Bool => Some(b),
        (BinOp::Mul | BinOp::SDiv | BinOp::UDiv, None, Some(1)) if ty != Ty::Bool => Some(a),
        (BinOp::And, Some(x), None) if x == all => Some(b),
        (BinOp::And, None, Some(y)) if y == all => Some(a),
        _ => None,
    }
}

/// A comparison of two constants, or of nil with an address that is not.
pub fn cmp(op: CmpOp, a: Operand, b: Operand) -> Option<bool> {
    let (x, y, ty) = match (a, b) {
        (Operand::Int(ty, x), Operand::Int(_, y)) => (x, y, ty),
        (Operand::Null, Operand::Null) => (0, 0, Ty::I32),
        (Operand::Slot(_), Operand::Null) | (Operand::Null, Operand::Slot(_)) => (1, 0, Ty::I32),
        _ => return None,
    };
    let (sx, sy) = (signed(ty, x), signed(ty, y));
    Some(match op {
        CmpOp::Eq => x == y,
        CmpOp::Ne => x != y,
        CmpOp::Slt => sx < sy,
        CmpOp::Sle => sx <= sy,
        CmpOp::Sgt => sx > sy,
        CmpOp::Sge => sx >= sy,
        CmpOp::Ult => x < y,
        CmpOp::Ule => x <= y,
        CmpOp::Ugt => x > y,
        CmpOp::Uge => x >= y,
        _ => return None,
    })
}

/// A conversion of a constant. Float conversions are left to LLVM.
pub fn cast(op: CastOp, from: Ty, v: Operand, to: Ty) -> Option<Operand> {
    if from == to && matches!(op, CastOp::Trunc | CastOp::ZExt | CastOp::SExt | CastOp::Bits) {
        return Some(v);
    }
    match (op, v) {
        (CastOp::Trunc | CastOp::ZExt, Operand::Int(_, x)) => Some(Operand::int(to, x)),
        (CastOp::SExt, Operand::Int(_, x)) => Some(Operand::int(to, signed(from, x) as u64)),
        (CastOp::Bits, Operand::Int(_, x)) => Some(Operand::Float(to, x)),
        (CastOp::Bits, Operand::Float(_, x)) => Some(Operand::int(to, x)),
        (CastOp::PtrToInt, Operand::Null) => Some(Operand::int(to, 0)),
        (CastOp::IntToPtr, Operand::Int(_, 0)) => Some(Operand::Null),
        _ => None,
    }
}
