//! What a temporary holds while code is interpreted, and arithmetic on it.

use super::memory::{ObjId, Reloc};
use super::{Eval, Stop, stop};
use crate::ir::entities::*;
use crate::ir::fold::{bin_const, mask, signed};
use crate::ir::function::{BinOp, CastOp, CmpOp, Intrinsic};

/// A scalar's bits, an address that is not a number yet, or the parts of an aggregate.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    Bits(u64),
    Addr(ObjId, i64),
    Code(FuncId),
    Agg(Box<[Value]>),
}

impl Value {
    pub const NULL: Value = Value::Bits(0);

    pub fn bits(&self) -> Eval<u64> {
        match self {
            Value::Bits(v) => Ok(*v),
            _ => stop("an address as a number"),
        }
    }
}

impl From<Reloc> for Value {
    fn from(r: Reloc) -> Value {
        match r {
            Reloc::Addr(o, at) => Value::Addr(o, at),
            Reloc::Code(f) => Value::Code(f),
        }
    }
}

fn f32_of(bits: u64) -> f32 {
    f32::from_bits(bits as u32)
}

/// The bits of a float that was computed. Which NaN a processor makes differs.
fn from_f32(v: f32) -> Eval<u64> {
    if v.is_nan() { stop("a NaN") } else { Ok(u64::from(v.to_bits())) }
}

fn from_f64(v: f64) -> Eval<u64> {
    if v.is_nan() { stop("a NaN") } else { Ok(v.to_bits()) }
}

/// `a op b` on numbers of type `ty`.
pub fn bin(op: BinOp, ty: Ty, a: u64, b: u64) -> Eval<u64> {
    match ty {
        Ty::F32 => from_f32(float(op, f32_of(a), f32_of(b))?),
        Ty::F64 => from_f64(float(op, f64::from_bits(a), f64::from_bits(b))?),
        _ => match bin_const(op, ty, a, b) {
            Some(v) => Ok(v & mask(ty)),
            None => stop("undefined arithmetic"),
        },
    }
}

fn float<T>(op: BinOp, a: T, b: T) -> Eval<T>
where
    T: std::ops::Add<Output = T>
        + std::ops::Sub<Output = T>
        + std::ops::Mul<Output = T>
        + std::ops::Div<Output = T>,
{
    Ok(match op {
        BinOp::FAdd => a + b,
        BinOp::FSub => a - b,
        BinOp::FMul => a * b,
        BinOp::FDiv => a / b,
        _ => return stop("an operation on integers"),
    })
}

/// A comparison of numbers.
pub fn cmp(op: CmpOp, ty: Ty, x: u64, y: u64) -> bool {
    use std::cmp::Ordering;
    let order = match ty {
        Ty::F32 => f32_of(x).partial_cmp(&f32_of(y)),
        Ty::F64 => f64::from_bits(x).partial_cmp(&f64::from_bits(y)),
        _ => None,
    };
    let (sx, sy) = (signed(ty, x), signed(ty, y));
    match op {
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
        CmpOp::FEq => order == Some(Ordering::Equal),
        CmpOp::FNe => order != Some(Ordering::Equal),
        CmpOp::FLt => order == Some(Ordering::Less),
        CmpOp::FLe => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        CmpOp::FGt => order == Some(Ordering::Greater),
        CmpOp::FGe => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
    }
}

/// `-x` of a float: its sign bit changes, also that of a NaN.
pub fn neg(ty: Ty, x: u64) -> u64 {
    x ^ if ty == Ty::F32 { 1 << 31 } else { 1 << 63 }
}

/// A conversion of a number.
pub fn cast(op: CastOp, from: Ty, x: u64, to: Ty) -> Eval<u64> {
    let value = || if from == Ty::F32 { f64::from(f32_of(x)) } else { f64::from_bits(x) };
    Ok(match op {
        CastOp::Trunc | CastOp::ZExt | CastOp::PtrToInt | CastOp::IntToPtr => x & mask_of(to),
        CastOp::SExt => signed(from, x) as u64 & mask_of(to),
        CastOp::Bits => x,
        CastOp::FTrunc => return from_f32(f64::from_bits(x) as f32),
        CastOp::FExt => return from_f64(value()),
        CastOp::SToF if to == Ty::F32 => u64::from((signed(from, x) as f32).to_bits()),
        CastOp::SToF => (signed(from, x) as f64).to_bits(),
        CastOp::UToF if to == Ty::F32 => u64::from((x as f32).to_bits()),
        CastOp::UToF => (x as f64).to_bits(),
        CastOp::FToS => {
            let limit = 2f64.powi(to.bits() as i32 - 1);
            let v = value().trunc();
            if !(-limit..limit).contains(&v) {
                return stop("a float out of range");
            }
            v as i64 as u64 & mask(to)
        }
        CastOp::FToU => {
            let v = value().trunc();
            if !(0.0..2f64.powi(to.bits() as i32)).contains(&v) {
                return stop("a float out of range");
            }
            v as u64 & mask(to)
        }
    })
}

fn mask_of(ty: Ty) -> u64 {
    if ty == Ty::Ptr { u64::from(u32::MAX) } else { mask(ty) }
}

/// An operation that LLVM knows by name, on numbers of type `ty`.
pub fn intrinsic(i: Intrinsic, ty: Ty, args: &[u64]) -> Eval<u64> {
    let width = ty.bits();
    let unused = 64 - width.clamp(1, 64);
    let arg = |i: usize| args.get(i).copied().unwrap_or(0);
    let x = arg(0);
    let f = |on32: fn(f32) -> f32, on64: fn(f64) -> f64| match ty {
        Ty::F32 => from_f32(on32(f32_of(x))),
        _ => from_f64(on64(f64::from_bits(x))),
    };
    Ok(match i {
        Intrinsic::Clz => u64::from(x.leading_zeros() - unused),
        Intrinsic::Ctz => u64::from(x.trailing_zeros().min(width)),
        Intrinsic::PopCount => u64::from(x.count_ones()),
        Intrinsic::ByteSwap => x.swap_bytes() >> unused,
        Intrinsic::BitReverse => x.reverse_bits() >> unused,
        Intrinsic::MulHighU => ((u128::from(x) * u128::from(arg(1))) >> width) as u64 & mask(ty),
        Intrinsic::Sqrt => return f(f32::sqrt, f64::sqrt),
        Intrinsic::Fabs => return f(f32::abs, f64::abs),
        Intrinsic::Floor => return f(f32::floor, f64::floor),
        Intrinsic::Ceil => return f(f32::ceil, f64::ceil),
        Intrinsic::TruncF => return f(f32::trunc, f64::trunc),
        Intrinsic::CopySign if ty == Ty::F32 => x & !(1 << 31) | arg(1) & 1 << 31,
        Intrinsic::CopySign => x & !(1 << 63) | arg(1) & 1 << 63,
        Intrinsic::Fma if ty == Ty::F32 => {
            return from_f32(f32_of(x).mul_add(f32_of(arg(1)), f32_of(arg(2))));
        }
        Intrinsic::Fma => {
            let [a, b, c] = [x, arg(1), arg(2)].map(f64::from_bits);
            return from_f64(a.mul_add(b, c));
        }
        _ => return Err(Stop("an operation of the processor")),
    })
}
