//! Built-in functions (spec: Built-in functions).

use super::lvalue::IndexValue;
use super::lvalue::Place;
use super::{FuncLower, Kind, Val, is_float, is_signed, is_string};
use crate::check::program::Mode;
use crate::ir::entities::*;
use crate::ir::function::{CastOp, CmpOp};
use crate::syntax::ast::*;
use crate::types::repr::*;
use crate::types::table::TypeTable;

impl FuncLower<'_, '_, '_> {
    /// A call of a built-in function, whose value has type `t` if it has one.
    pub(super) fn builtin(&mut self, b: Builtin, call: &Call, t: TypeId) -> Option<Val> {
        let args = &call.args;
        if let [only] = args[..]
            && matches!(self.l.c.prog.types[self.info(only).ty], Type::Tuple(_))
        {
            let vals = self.multi_value(only);
            return self.builtin_of_results(b, vals, t);
        }
        Some(Val::Op(match b {
            Builtin::Len | Builtin::Cap => self.len_or_cap(b, args[0]),
            Builtin::Append => self.append(args, call.spread, t),
            Builtin::Complex => {
                let part = if self.size_of(t) == 8 {
                    TypeTable::basic(Basic::Float32)
                } else {
                    TypeTable::FLOAT64
                };
                let vals = self.values_as(args, &[part, part]);
                let ops: Vec<Operand> = vals.into_iter().map(|v| self.op(v, part)).collect();
                let ty = self.ty(t);
                self.make(ty, &ops)
            }
            Builtin::Real | Builtin::Imag => {
                let v = self.expr(args[0]);
                self.extract(v, (b == Builtin::Imag) as u32)
            }
            Builtin::Make => self.make_call(args, t),
            Builtin::New => self.new_call(args[0], t),
            Builtin::Max | Builtin::Min => self.min_max(b, args, t),
            Builtin::Recover => self.recover(call.fun),
            Builtin::UnsafeAdd
            | Builtin::UnsafeSlice
            | Builtin::UnsafeSliceData
            | Builtin::UnsafeString
            | Builtin::UnsafeStringData => self.unsafe_builtin(b, args, t),
            Builtin::UnsafeSizeof => {
                let t = self.type_of(args[0]);
                Operand::i32(self.size_of(t) as i32)
            }
            Builtin::UnsafeAlignof => {
                let t = self.type_of(args[0]);
                Operand::i32(self.align_of(t) as i32)
            }
            Builtin::UnsafeOffsetof => self.offset_of(args[0]),
            Builtin::Copy
            | Builtin::Clear
            | Builtin::Close
            | Builtin::Delete
            | Builtin::Panic
            | Builtin::Print
            | Builtin::Println => {
                let vals = self.builtin_args(b, args);
                return self.builtin_effect(b, vals);
            }
        }))
    }

    /// The offset of a field whose place depends on a type parameter: its address in a structure at
    /// address 0.
    fn offset_of(&mut self, field: ExprId) -> Operand {
        let field = self.src.ast.unparen(field);
        let ExprKind::Selector { x, .. } = *self.src.ast.kind(field) else {
            unreachable!("the checker takes only fields")
        };
        let path = self.selection(field).map(|s| s.path).unwrap_or_default();
        let t = self.type_of(x);
        let t = if let Kind::Pointer(elem) = self.kind(t) { elem } else { t };
        match self.walk_place(Operand::Null, Vec::new(), t, &path).0 {
            Place::Mem { addr, .. } => self.b.cast(CastOp::PtrToInt, addr, Ty::I32),
            _ => unreachable!("a field is in memory"),
        }
    }

    /// A built-in function whose arguments are the results of a call.
    fn builtin_of_results(
        &mut self,
        b: Builtin,
        mut vals: Vec<(Val, TypeId)>,
        t: TypeId,
    ) -> Option<Val> {
        let v = match b {
            Builtin::Append => {
                let (s, _) = vals.remove(0);
                let s = self.op(s, t);
                let elem = self.slice_elem(t);
                let rest: Vec<Val> =
                    vals.into_iter().map(|(v, from)| self.convert_val(v, from, elem)).collect();
                self.append_values(s, &rest, elem, t)
            }
            Builtin::Complex => {
                let ops: Vec<Operand> = vals.into_iter().map(|(v, t)| self.op(v, t)).collect();
                let ty = self.ty(t);
                self.make(ty, &ops)
            }
            Builtin::UnsafeAdd | Builtin::UnsafeSlice | Builtin::UnsafeString => {
                let (v, n) = (self.op(vals[0].0, vals[0].1), self.op(vals[1].0, vals[1].1));
                let n = self.index_operand(n, vals[1].1);
                self.unsafe_of(b, (v, n), !self.src.unchecked, t)
            }
            Builtin::Min | Builtin::Max => {
                let mut best = self.op(vals[0].0, t);
                for &(v, _) in &vals[1..] {
                    let v = self.op(v, t);
                    best = self.min_max_of(b, best, v, t);
                }
                best
            }
            Builtin::Delete => {
                let key = self.map_parts(vals[0].1).0;
                let (v, from) = vals[1];
                vals[1] = (self.convert_val(v, from, key), key);
                return self.builtin_effect(b, vals);
            }
            _ => return self.builtin_effect(b, vals),
        };
        Some(Val::Op(v))
    }

    /// Evaluates the arguments of a built-in function that is called for its effect.
    pub(super) fn builtin_args(&mut self, b: Builtin, args: &[ExprId]) -> Vec<(Val, TypeId)> {
        let mut types = Vec::new();
        for &a in args {
            let t = self.type_of(a);
            if matches!(b, Builtin::Print | Builtin::Println) {
                self.check_printable(b, a, t);
            }
            types.push(match (b, self.mode(a)) {
                // It is the value of a panic already.
                (Builtin::Panic, _) if self.is_recovered(a) => t,
                (Builtin::Panic, _) => self.l.panics(),
                (_, Mode::Nil) => TypeTable::UNSAFE_POINTER,
                _ => t,
            });
        }
        if b == Builtin::Delete {
            types[1] = self.map_parts(types[0]).0;
        }
        let vals = self.values_as(args, &types);
        vals.into_iter().zip(types).collect()
    }

    /// Makes the call of a built-in function with arguments at hand; `copy` has a value.
    pub(super) fn builtin_effect(&mut self, b: Builtin, args: Vec<(Val, TypeId)>) -> Option<Val> {
        let ops: Vec<Operand> = match b {
            Builtin::Delete | Builtin::Print | Builtin::Println => Vec::new(),
            _ => args.iter().map(|(v, t)| self.op(*v, *t)).collect(),
        };
        match b {
            Builtin::Copy => {
                let elem = self.slice_elem(args[0].1);
                return Some(Val::Op(self.copy(ops[0], ops[1], elem)));
            }
            Builtin::Clear => match self.kind(args[0].1) {
                Kind::Map(..) => {
                    let desc = self.map_desc(args[0].1);
                    self.rt("mapclear", &[desc, ops[0]]);
                }
                _ => {
                    let elem = self.slice_elem(args[0].1);
                    self.clear_slice(ops[0], elem);
                }
            },
            Builtin::Delete => {
                let map = self.op(args[0].0, args[0].1);
                let key = self.addr_of_val(args[1].0, args[1].1);
                let desc = self.map_desc(args[0].1);
                self.rt("mapdelete", &[desc, map, key]);
            }
            Builtin::Panic => {
                let desc = self.extract(ops[0], 0);
                let known = matches!(desc, Operand::Global(_));
                self.rt(if known { "panicvalue" } else { "gopanic" }, &[ops[0]]);
                self.b.unreachable();
            }
            Builtin::Print | Builtin::Println => self.print(b == Builtin::Println, &args),
            Builtin::Close => {
                self.rt("closechan", &[ops[0]]);
            }
            other => unreachable!("{other:?} is not called for its effect"),
        }
        None
    }

    fn len_or_cap(&mut self, b: Builtin, x: ExprId) -> Operand {
        let t = self.type_of(x);
        match self.kind(t) {
            Kind::Basic(_) => {
                let s = self.expr(x);
                self.extract(s, 1)
            }
            Kind::Slice(_) => {
                let s = self.expr(x);
                self.extract(s, if b == Builtin::Len { 1 } else { 2 })
            }
            Kind::Map(..) => {
                let m = self.expr(x);
                self.rt_value("maplen", &[m])
            }
            Kind::Array(_, n) => {
                self.discard(x);
                Operand::i32(n as i32)
            }
            Kind::Pointer(array) => {
                self.expr(x);
                match self.kind(array) {
                    Kind::Array(_, n) => Operand::i32(n as i32),
                    other => unreachable!("length of a pointer to {other:?}"),
                }
            }
            Kind::Chan(_) => {
                let c = self.expr(x);
                self.rt_value(if b == Builtin::Len { "chanlen" } else { "chancap" }, &[c])
            }
            other => unreachable!("length of {other:?}"),
        }
    }

    fn make_call(&mut self, args: &[ExprId], t: TypeId) -> Operand {
        match self.kind(t) {
            Kind::Slice(_) => self.make_slice(t, args[1], args.get(2).copied()),
            Kind::Map(..) => {
                let hint = match args.get(1) {
                    Some(&n) => self.index_value(n).value,
                    None => Operand::i32(0),
                };
                let desc = self.map_desc(t);
                self.rt_value("makemap", &[desc, hint])
            }
            Kind::Chan(_) => self.make_chan(t, args.get(1).copied()),
            other => unreachable!("make of {other:?}"),
        }
    }

    /// `new(T)`, or `new(x)` of a value.
    fn new_call(&mut self, arg: ExprId, t: TypeId) -> Operand {
        let elem = self.pointee(t);
        let ty = self.ty(elem);
        if self.mode(arg) == Mode::TypeExpr {
            return self.new_object(ty, "new");
        }
        let v = self.owned_as(arg, elem);
        let addr = self.new_object(ty, "new");
        self.store_val(addr, v, elem);
        addr
    }

    // min, max

    fn min_max(&mut self, b: Builtin, args: &[ExprId], t: TypeId) -> Operand {
        let types = vec![t; args.len()];
        let vals = self.values_as(args, &types);
        let ops: Vec<Operand> = vals.into_iter().map(|v| self.op(v, t)).collect();
        let mut best = ops[0];
        for &next in &ops[1..] {
            best = self.min_max_of(b, best, next, t);
        }
        best
    }

    fn min_max_of(&mut self, b: Builtin, x: Operand, y: Operand, t: TypeId) -> Operand {
        let basic = self.basic(t).expect("ordered types are basic");
        let min = b == Builtin::Min;
        if is_float(basic) {
            // NaN wins, and -0 is less than 0 (spec: Min and max).
            let narrow = self.ty(t) == Ty::F32;
            let name = match (min, narrow) {
                (true, true) => "fmin32",
                (false, true) => "fmax32",
                (true, false) => "fmin64",
                (false, false) => "fmax64",
            };
            return self.rt_value(name, &[x, y]);
        }
        if is_string(basic) {
            let c = self.rt_value("strcmp", &[x, y]);
            let op = if min { CmpOp::Sle } else { CmpOp::Sge };
            let first = self.b.cmp(op, c, Operand::i32(0));
            return self.b.select(first, x, y);
        }
        let op = match (min, is_signed(basic)) {
            (true, true) => CmpOp::Slt,
            (false, true) => CmpOp::Sgt,
            (true, false) => CmpOp::Ult,
            (false, false) => CmpOp::Ugt,
        };
        let first = self.b.cmp(op, x, y);
        self.b.select(first, x, y)
    }

    // Package unsafe

    fn unsafe_builtin(&mut self, b: Builtin, args: &[ExprId], t: TypeId) -> Operand {
        let v = self.expr(args[0]);
        match args.get(1) {
            Some(&n) => {
                let n = self.index_value(n);
                let checked = !self.src.unchecked && !self.is_own_length(args);
                self.unsafe_of(b, (v, n), checked, t)
            }
            // The data of a slice or string.
            None => self.extract(v, 0),
        }
    }

    /// `unsafe.Add`, `Slice` or `String` of a pointer and a number, which may have to be checked.
    fn unsafe_of(
        &mut self,
        b: Builtin,
        (v, n): (Operand, IndexValue),
        checked: bool,
        t: TypeId,
    ) -> Operand {
        let ty = self.ty(t);
        match b {
            Builtin::UnsafeAdd => self.b.byte_addr(v, n.value),
            _ => {
                let n = self.len_of_index(n);
                if b == Builtin::UnsafeString {
                    if checked {
                        self.rt("checkUnsafeString", &[v, n]);
                    }
                    return self.make(ty, &[v, n]);
                }
                if checked {
                    let elem = self.slice_elem(t);
                    let size = Operand::i32(self.size_of(elem) as i32);
                    self.rt("checkUnsafeSlice", &[v, n, size]);
                }
                self.make(ty, &[v, n, n])
            }
        }
    }

    /// Are these `unsafe.SliceData(x)` or `unsafe.StringData(x)`, and `len(x)`?
    fn is_own_length(&self, args: &[ExprId]) -> bool {
        let ast = self.src.ast;
        let call = |e: ExprId, of: &[Builtin]| match ast.kind(ast.unparen(e)) {
            ExprKind::Call(call) => match self.mode(ast.unparen(call.fun)) {
                Mode::Builtin(b) if of.contains(&b) => Some(ast.unparen(call.args[0])),
                _ => None,
            },
            _ => None,
        };
        let data = call(args[0], &[Builtin::UnsafeSliceData, Builtin::UnsafeStringData]);
        let (Some(x), Some(y)) = (data, call(args[1], &[Builtin::Len])) else { return false };
        let text = &self.l.c.prog.sources.file(self.src.file);
        let text = |e: ExprId| {
            let span = self.span(e);
            text.text.get(text.offset(span.lo)..text.offset(span.hi))
        };
        text(x) == text(y) && !self.has_call(x)
    }
}
