//! The words of the IR's text, in one table each, for the printer and the parser.

use super::entities::Ty;
use super::function::*;

/// Operations on two operands of one type.
pub const BIN: &[(&str, BinOp)] = &[
    ("add", BinOp::Add),
    ("sub", BinOp::Sub),
    ("mul", BinOp::Mul),
    ("sdiv", BinOp::SDiv),
    ("udiv", BinOp::UDiv),
    ("srem", BinOp::SRem),
    ("urem", BinOp::URem),
    ("and", BinOp::And),
    ("or", BinOp::Or),
    ("xor", BinOp::Xor),
    ("shl", BinOp::Shl),
    ("lshr", BinOp::LShr),
    ("ashr", BinOp::AShr),
    ("fadd", BinOp::FAdd),
    ("fsub", BinOp::FSub),
    ("fmul", BinOp::FMul),
    ("fdiv", BinOp::FDiv),
];

/// Comparisons.
pub const CMP: &[(&str, CmpOp)] = &[
    ("eq", CmpOp::Eq),
    ("ne", CmpOp::Ne),
    ("slt", CmpOp::Slt),
    ("sle", CmpOp::Sle),
    ("sgt", CmpOp::Sgt),
    ("sge", CmpOp::Sge),
    ("ult", CmpOp::Ult),
    ("ule", CmpOp::Ule),
    ("ugt", CmpOp::Ugt),
    ("uge", CmpOp::Uge),
    ("feq", CmpOp::FEq),
    ("fne", CmpOp::FNe),
    ("flt", CmpOp::FLt),
    ("fle", CmpOp::FLe),
    ("fgt", CmpOp::FGt),
    ("fge", CmpOp::FGe),
];

/// Conversions.
pub const CAST: &[(&str, CastOp)] = &[
    ("trunc", CastOp::Trunc),
    ("zext", CastOp::ZExt),
    ("sext", CastOp::SExt),
    ("ftrunc", CastOp::FTrunc),
    ("fext", CastOp::FExt),
    ("stof", CastOp::SToF),
    ("utof", CastOp::UToF),
    ("ftos", CastOp::FToS),
    ("ftou", CastOp::FToU),
    ("ptrtoint", CastOp::PtrToInt),
    ("inttoptr", CastOp::IntToPtr),
    ("bits", CastOp::Bits),
];

/// Intrinsics.
pub const INTRINSIC: &[(&str, Intrinsic)] = &[
    ("clz", Intrinsic::Clz),
    ("ctz", Intrinsic::Ctz),
    ("popcount", Intrinsic::PopCount),
    ("byteswap", Intrinsic::ByteSwap),
    ("bitreverse", Intrinsic::BitReverse),
    ("mulhighu", Intrinsic::MulHighU),
    ("sqrt", Intrinsic::Sqrt),
    ("fabs", Intrinsic::Fabs),
    ("floor", Intrinsic::Floor),
    ("ceil", Intrinsic::Ceil),
    ("truncf", Intrinsic::TruncF),
    ("fma", Intrinsic::Fma),
    ("copysign", Intrinsic::CopySign),
    ("atomicload", Intrinsic::AtomicLoad),
    ("atomicstore", Intrinsic::AtomicStore),
    ("atomicadd", Intrinsic::AtomicAdd),
    ("atomicand", Intrinsic::AtomicAnd),
    ("atomicor", Intrinsic::AtomicOr),
    ("atomicxchg", Intrinsic::AtomicXchg),
    ("atomiccas", Intrinsic::AtomicCas),
    ("fence", Intrinsic::Fence),
    ("trap", Intrinsic::Trap),
    ("frameaddress", Intrinsic::FrameAddress),
    ("returnaddress", Intrinsic::ReturnAddress),
    ("stackpointer", Intrinsic::StackPointer),
];

/// Kinds of checks.
pub const CHECK: &[(&str, CheckKind)] = &[
    ("nil", CheckKind::Nil),
    ("index", CheckKind::Index),
    ("slice_len", CheckKind::SliceLen),
    ("slice_cap", CheckKind::SliceCap),
    ("slice_order", CheckKind::SliceOrder),
    ("slice3_max", CheckKind::Slice3Max),
    ("slice3_len", CheckKind::Slice3Len),
    ("slice3_high", CheckKind::Slice3High),
    ("slice3_low", CheckKind::Slice3Low),
    ("slice_to_array", CheckKind::SliceToArray),
    ("divide", CheckKind::Divide),
    ("shift", CheckKind::Shift),
    ("make_len", CheckKind::MakeLen),
    ("bounds", CheckKind::Bounds),
];

/// Scalar types.
pub const SCALAR: &[(&str, Ty)] = &[
    ("bool", Ty::Bool),
    ("i8", Ty::I8),
    ("i16", Ty::I16),
    ("i32", Ty::I32),
    ("i64", Ty::I64),
    ("f32", Ty::F32),
    ("f64", Ty::F64),
    ("ptr", Ty::Ptr),
];

/// The word for `value`; `?` for one that the table lacks, which a test excludes.
pub fn word<T: PartialEq>(table: &[(&'static str, T)], value: T) -> &'static str {
    table.iter().find(|(_, v)| *v == value).map_or("?", |(w, _)| w)
}

/// The value for `word`.
pub fn value<T: Copy>(table: &[(&'static str, T)], word: &str) -> Option<T> {
    table.iter().find(|(w, _)| *w == word).map(|(_, v)| *v)
}
