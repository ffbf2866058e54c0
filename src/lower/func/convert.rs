//! Constants and conversions (spec: Conversions, Assignability).

use super::{
    FuncLower, Kind, NO_ROOM, Val, is_complex, is_float, is_integer, is_signed, is_string,
};
use crate::check::constant::Value;
use crate::check::program::Mode;
use crate::ir::entities::*;
use crate::ir::function::{CastOp, CheckKind, CmpOp};
use crate::syntax::ast::ExprId;
use crate::types::repr::*;

impl FuncLower<'_, '_, '_> {
    // Constants

    /// The value of a constant expression as a value of type `t`.
    pub(super) fn const_val(&mut self, e: ExprId, t: TypeId) -> Val {
        let value = self.constant(e).expect("a constant has a value").clone();
        if self.l.is_reflect_kind(t) {
            self.l.kind_comes_up(value.to_bits().unwrap_or(0));
        }
        Val::Op(self.const_operand(&value, t))
    }

    pub(super) fn const_operand(&mut self, v: &Value, t: TypeId) -> Operand {
        let ty = self.ty(t);
        match ty {
            Ty::Bool => Operand::bool(v.as_bool().unwrap_or(false)),
            Ty::I8 | Ty::I16 | Ty::I32 | Ty::I64 => Operand::int(ty, v.to_bits().unwrap_or(0)),
            Ty::F32 => Operand::f32(v.to_f32().unwrap_or(0.0)),
            Ty::F64 => Operand::f64(v.to_f64().unwrap_or(0.0)),
            Ty::Ptr => match v.to_bits() {
                Some(0) | None => Operand::Null,
                Some(bits) => self.b.cast(CastOp::IntToPtr, Operand::int(Ty::I32, bits), Ty::Ptr),
            },
            Ty::Agg(_) => match v.as_bytes() {
                Some(bytes) => self.string_const(bytes),
                None => {
                    let part = match self.l.m.part_ty(ty, 0) {
                        Ty::F32 => crate::types::table::TypeTable::basic(Basic::Float32),
                        _ => crate::types::table::TypeTable::FLOAT64,
                    };
                    let re = self.const_operand(&v.re(), part);
                    let im = self.const_operand(&v.im(), part);
                    self.make(ty, &[re, im])
                }
            },
        }
    }

    pub(super) fn string_const(&mut self, bytes: &[u8]) -> Operand {
        let ty = self.l.string_ty();
        if bytes.is_empty() {
            return Operand::zero(ty);
        }
        let global = self.l.string_global(bytes);
        self.make(ty, &[Operand::Global(global), Operand::i32(bytes.len() as i32)])
    }

    // Conversions

    /// The implicit conversion of assignment: only to an interface does it do anything.
    pub(super) fn convert_val(&mut self, v: Val, from: TypeId, to: TypeId) -> Val {
        if from == to || !self.is_interface(to) {
            return v;
        }
        if self.is_interface(from) {
            let op = self.op(v, from);
            return Val::Op(self.convert_interface(op, from, to));
        }
        Val::Op(self.box_val(v, from, to))
    }

    /// `T(x)`
    pub(super) fn conversion(&mut self, x: ExprId, t: TypeId) -> Val {
        if self.mode(x) == Mode::Nil {
            return self.zero_val(t);
        }
        let from = self.type_of(x);
        if self.is_interface(t) {
            return self.val_as(x, t);
        }
        // A constant that becomes a value of a type parameter's type keeps its exact value.
        if self.constant(x).is_some()
            && let Kind::Basic(b) = self.kind(t)
            && (is_integer(b) || is_float(b) || is_complex(b))
        {
            return self.const_val(x, t);
        }
        let v = self.val(x);
        self.convert_explicit(v, from, t)
    }

    fn convert_explicit(&mut self, v: Val, from: TypeId, to: TypeId) -> Val {
        if from == to || self.l.underlying(from) == self.l.underlying(to) {
            return v;
        }
        // Memory that is seen as of another type than it was written as.
        for t in [from, to] {
            match self.kind(t) {
                Kind::Struct => self.l.fields_set(t),
                Kind::Pointer(elem) => self.l.fields_set(elem),
                _ => {}
            }
        }
        let op = match (self.kind(from), self.kind(to)) {
            (Kind::Basic(a), Kind::Basic(b)) => {
                let v = self.op(v, from);
                self.convert_basic(v, a, b, to)
            }
            (Kind::Pointer(_), Kind::Basic(b)) | (Kind::Func, Kind::Basic(b)) => {
                let v = self.op(v, from);
                self.convert_basic(v, Basic::UnsafePointer, b, to)
            }
            (Kind::Basic(b), Kind::Slice(elem)) if is_string(b) => {
                let v = self.op(v, from);
                match self.size_of(elem) {
                    1 => self.rt_value("string2bytes", &[NO_ROOM, v]),
                    _ => self.rt_value("string2runes", &[v]),
                }
            }
            (Kind::Slice(elem), Kind::Basic(b)) if is_string(b) => {
                let v = self.op(v, from);
                if self.size_of(elem) != 1 {
                    self.rt_value("runes2string", &[v])
                } else {
                    let (ptr, len) = (self.extract(v, 0), self.extract(v, 1));
                    self.rt_value("bytes2string", &[NO_ROOM, ptr, len])
                }
            }
            (Kind::Slice(_), Kind::Array(..)) => {
                let v = self.op(v, from);
                let ptr = self.slice_to_array(v, to);
                return self.load_val(ptr, to);
            }
            (Kind::Slice(_), Kind::Pointer(array)) => {
                let v = self.op(v, from);
                self.slice_to_array(v, array)
            }
            // Otherwise the representation is the same.
            _ => return v,
        };
        Val::Op(op)
    }

    /// The pointer of a slice after the check that it is as long as the array type `array`.
    fn slice_to_array(&mut self, v: Operand, array: TypeId) -> Operand {
        let Kind::Array(_, n) = self.kind(array) else {
            unreachable!("a slice is converted to an array")
        };
        let n = Operand::i32(n as i32);
        let (ptr, len) = (self.extract(v, 0), self.extract(v, 1));
        let cond = self.b.cmp(CmpOp::Uge, len, n);
        self.check(cond, CheckKind::SliceToArray, &[len, n]);
        ptr
    }

    fn convert_basic(&mut self, v: Operand, from: Basic, to: Basic, t: TypeId) -> Operand {
        let ty = self.ty(t);
        if is_string(to) {
            return if is_string(from) { v } else { self.int_to_string(v, from) };
        }
        if is_complex(to) {
            return self.complex_resize(v, ty);
        }
        match (is_float(from), is_float(to)) {
            (true, true) => self.float_resize(v, ty),
            (true, false) => self.float_to_int(v, to, ty),
            (false, true) => {
                let op = if is_signed(from) { CastOp::SToF } else { CastOp::UToF };
                self.b.cast(op, v, ty)
            }
            (false, false) => match (self.b.ty(v), ty) {
                (Ty::Ptr, Ty::Ptr) => v,
                (Ty::Ptr, _) => {
                    let word = self.b.cast(CastOp::PtrToInt, v, Ty::I32);
                    self.b.int_resize(word, ty, false)
                }
                (_, Ty::Ptr) => {
                    let word = self.b.int_resize(v, Ty::I32, is_signed(from));
                    self.b.cast(CastOp::IntToPtr, word, Ty::Ptr)
                }
                (Ty::Bool, _) => v,
                _ => {
                    debug_assert!(is_integer(from), "{from:?} to {to:?}");
                    self.b.int_resize(v, ty, is_signed(from))
                }
            },
        }
    }

    /// A float as an integer. What is out of range gives some value (spec: Conversions between
    /// numeric types), for narrow types the low bits of the conversion to 32 bits.
    fn float_to_int(&mut self, v: Operand, to: Basic, ty: Ty) -> Operand {
        let wide = if ty == Ty::I64 { Ty::I64 } else { Ty::I32 };
        let signed = is_signed(to) || ty.bits() < 32;
        let op = if signed { CastOp::FToS } else { CastOp::FToU };
        let v = self.b.cast(op, v, wide);
        self.b.int_resize(v, ty, true)
    }

    fn int_to_string(&mut self, v: Operand, from: Basic) -> Operand {
        let wide = self.b.int_resize(v, Ty::I64, is_signed(from));
        self.rt_value("intstring", &[NO_ROOM, wide])
    }
}
