//! Functions whose calls are made in place (see `docs/abi.md`, Intrinsics).

use super::{FuncLower, NO_ROOM, Val};
use crate::ir::entities::*;
use crate::ir::function::{BinOp, CastOp, Function, Intrinsic};
use crate::syntax::ast::*;
use crate::types::repr::*;

type Values = Vec<(Val, TypeId)>;

impl FuncLower<'_, '_, '_> {
    /// A call of the declared function `f`, if calls of it are made in place.
    pub(super) fn intrinsic_call(
        &mut self,
        e: ExprId,
        f: FuncObjId,
        call: &Call,
    ) -> Option<Values> {
        let (path, name) = self.full_name(f)?;
        match path {
            "runtime/volatile" => self.volatile_call(name, e, call),
            "runtime" => self.runtime_call(name, e, call),
            "math/bits" => self.bits_call(name, e, call),
            "math" => self.math_call(name, e, call),
            "sync/atomic" => self.atomic_call(name, e, call),
            "internal/runtime/atomic" => self.internal_atomic_call(name, e, call),
            "runtime/interrupt" if name == "New" => self.interrupt_new(e, call),
            "fmt" => self.format_call(name, e, call),
            "strconv" => self.decimal_call(name, e, call),
            "hash/maphash" if name == "comparableHash" => self.comparable_hash(e, call),
            "internal/abi" => self.abi_call(name, e, call),
            "reflect" if name == "typeOf" => self.reflect_type(e, call),
            "device" | "device/arm" | "device/riscv" => self.asm_call(name, e, call),
            _ => None,
        }
    }

    fn full_name(&self, f: FuncObjId) -> Option<(&'static str, &'static str)> {
        let ents = &self.l.c.prog.ents;
        let obj = &ents.objects[ents.funcs[f].obj];
        Some((ents.packages[obj.pkg?].path.as_str(), obj.name.as_str()))
    }

    /// The decimal text of a number, for which the caller can lend memory.
    fn decimal_call(&mut self, name: &str, e: ExprId, call: &Call) -> Option<Values> {
        let ten = |l: &Self| l.constant(call.args[1]).and_then(|v| v.as_i64()) == Some(10);
        let twin = match name {
            "Itoa" => "decimalText",
            "FormatInt" if call.args.len() == 2 && ten(self) => "decimalText",
            "FormatUint" if call.args.len() == 2 && ten(self) => "unsignedText",
            _ => return None,
        };
        let twin = self.library_func("internal/strconv", twin)?;
        let number = self.operands(call)[0];
        let number = self.b.int_resize(number, Ty::I64, true);
        let text = self.b.call(&self.l.m, twin, vec![NO_ROOM, number])?;
        self.one_value(e, text)
    }

    /// The arguments as operands of the parameters' types.
    fn operands(&mut self, call: &Call) -> Vec<Operand> {
        let sig = self.type_of(call.fun);
        let types = self.signature(sig).params.to_vec();
        let vals = self.values_as(&call.args, &types);
        vals.into_iter().zip(types).map(|(v, t)| self.op(v, t)).collect()
    }

    fn one_value(&mut self, e: ExprId, v: Operand) -> Option<Values> {
        let t = self.type_of(e);
        Some(vec![(Val::Op(v), t)])
    }

    /// What the pointer argument number 0 points to.
    fn pointed_ty(&mut self, call: &Call) -> Ty {
        let sig = self.type_of(call.fun);
        let param = self.signature(sig).params[0];
        let elem = self.pointee(param);
        self.ty(elem)
    }

    fn volatile_call(&mut self, name: &str, e: ExprId, call: &Call) -> Option<Values> {
        let load = name.starts_with("Load");
        if !load && !name.starts_with("Store") {
            return None;
        }
        let ty = self.pointed_ty(call);
        let args = self.operands(call);
        if load {
            let v = self.b.load_volatile(args[0], ty);
            return self.one_value(e, v);
        }
        self.b.store_volatile(args[0], args[1]);
        Some(Vec::new())
    }

    /// Functions that tell gc's escape analysis something, and do nothing else.
    fn abi_call(&mut self, name: &str, e: ExprId, call: &Call) -> Option<Values> {
        match name {
            "EscapeNonString" => {
                self.operands(call);
                Some(Vec::new())
            }
            "EscapeToResultNonString" => {
                let v = self.operands(call)[0];
                self.one_value(e, v)
            }
            _ => None,
        }
    }

    /// `reflect.typeOf[T]()`
    fn reflect_type(&mut self, e: ExprId, call: &Call) -> Option<Values> {
        let (f, named) = self.static_callee(call.fun)?;
        let t = *self.func_key(f, named).targs.first()?;
        let desc = self.l.shown_type(t);
        self.one_value(e, Operand::Global(desc))
    }

    /// `comparableHash(v, seed)`, which looks into the descriptor of a map of the Go SDK's runtime:
    /// 32 bits of the hash for each half of the seed.
    fn comparable_hash(&mut self, e: ExprId, call: &Call) -> Option<Values> {
        let key = self.type_of(call.args[0]);
        let args = self.operands(call);
        let ty = self.ty(key);
        let at = self.temp(ty);
        self.b.store(at, args[0]);
        let hash = self.l.hash_func(key);
        let seed = self.extract(args[1], 0);
        let half = |l: &mut Self, shift: u64| {
            let part = l.b.bin(BinOp::LShr, seed, Operand::int(Ty::I64, shift));
            let part = l.b.int_resize(part, Ty::I32, false);
            let h = l.b.call(&l.l.m, hash, vec![at, part]).expect("it returns a hash");
            l.b.int_resize(h, Ty::I64, false)
        };
        let (lo, hi) = (half(self, 0), half(self, 32));
        let hi = self.b.bin(BinOp::Shl, hi, Operand::int(Ty::I64, 32));
        let sum = self.b.bin(BinOp::Or, hi, lo);
        self.one_value(e, sum)
    }

    fn runtime_call(&mut self, name: &str, e: ExprId, call: &Call) -> Option<Values> {
        let mut sig = |params: &[Ty], result| self.l.m.sig(Sig { params: params.into(), result });
        match name {
            "callEq" => {
                let sig = sig(&[Ty::Ptr, Ty::Ptr], Some(Ty::Bool));
                self.code_call(sig, e, call)
            }
            "callHash" => {
                let sig = sig(&[Ty::Ptr, Ty::I32], Some(Ty::I32));
                self.code_call(sig, e, call)
            }
            "callCode" => {
                let sig = sig(&[Ty::Ptr], None);
                self.code_call(sig, e, call)
            }
            "trap" => {
                self.b.intrinsic_void(Intrinsic::Trap, Vec::new());
                self.b.unreachable();
                Some(Vec::new())
            }
            "getsp" | "returnAddress" => {
                let i = match name {
                    "getsp" => Intrinsic::StackPointer,
                    _ => Intrinsic::ReturnAddress,
                };
                let v = self.b.intrinsic(i, Vec::new(), Ty::Ptr);
                let v = self.b.cast(CastOp::PtrToInt, v, Ty::I32);
                self.one_value(e, v)
            }
            _ => None,
        }
    }

    /// A call of the code address that is the first argument.
    fn code_call(&mut self, sig: SigId, e: ExprId, call: &Call) -> Option<Values> {
        let mut args = self.operands(call);
        let code = args.remove(0);
        match self.b.call_ptr(&self.l.m, code, sig, args) {
            Some(v) => self.one_value(e, v),
            None => Some(Vec::new()),
        }
    }

    fn bits_call(&mut self, name: &str, e: ExprId, call: &Call) -> Option<Values> {
        let (i, stem) = [
            (Intrinsic::Clz, "LeadingZeros"),
            (Intrinsic::Ctz, "TrailingZeros"),
            (Intrinsic::PopCount, "OnesCount"),
            (Intrinsic::ByteSwap, "ReverseBytes"),
            (Intrinsic::BitReverse, "Reverse"),
            (Intrinsic::Clz, "Len"),
            (Intrinsic::MulHighU, "Mul"),
        ]
        .into_iter()
        .find(|(_, stem)| name.starts_with(stem))?;
        let width = &name[stem.len()..];
        if !matches!(width, "" | "8" | "16" | "32" | "64") || stem == "Mul" && width == "64" {
            return None;
        }
        let args = self.operands(call);
        let ty = self.b.ty(args[0]);
        if stem == "Mul" {
            let high = self.b.intrinsic(i, args.clone(), ty);
            let low = self.b.mul(args[0], args[1]);
            let t = self.type_of(e);
            let types = self.tuple(t);
            return Some(vec![(Val::Op(high), types[0]), (Val::Op(low), types[1])]);
        }
        let v = self.b.intrinsic(i, args, ty);
        let v = match stem {
            "ReverseBytes" | "Reverse" => v,
            "Len" => {
                let n = self.b.int_resize(v, Ty::I32, false);
                self.b.sub(Operand::i32(ty.bits() as i32), n)
            }
            _ => self.b.int_resize(v, Ty::I32, false),
        };
        self.one_value(e, v)
    }

    /// Those of package math that are a few instructions on every processor.
    fn math_call(&mut self, name: &str, e: ExprId, call: &Call) -> Option<Values> {
        let i = match name {
            "Abs" => Intrinsic::Fabs,
            "Copysign" => Intrinsic::CopySign,
            "Float32bits" | "Float32frombits" | "Float64bits" | "Float64frombits" => {
                let v = self.operands(call)[0];
                let t = self.type_of(e);
                let ty = self.ty(t);
                let v = self.b.cast(CastOp::Bits, v, ty);
                return self.one_value(e, v);
            }
            _ => return None,
        };
        let args = self.operands(call);
        let v = self.b.intrinsic(i, args, Ty::F64);
        self.one_value(e, v)
    }

    fn atomic_call(&mut self, name: &str, e: ExprId, call: &Call) -> Option<Values> {
        let prefixes = ["CompareAndSwap", "Add", "And", "Or", "Load", "Store", "Swap"];
        let op = *prefixes.iter().find(|p| name.starts_with(**p))?;
        let suffix = &name[op.len()..];
        if !matches!(suffix, "Int32" | "Int64" | "Uint32" | "Uint64" | "Uintptr" | "Pointer") {
            return None;
        }
        self.atomic(op, e, call)
    }

    fn internal_atomic_call(&mut self, name: &str, e: ExprId, call: &Call) -> Option<Values> {
        let op = match name {
            "Load" | "Loadp" | "Load8" | "Load64" | "LoadAcq" | "Loadint32" | "Loadint64"
            | "Loaduint" | "Loaduintptr" => "Load",
            "Store" | "Store8" | "Store64" | "StoreRel" | "Storeint32" | "Storeint64"
            | "Storeuintptr" => "Store",
            "Xadd" | "Xadd64" | "Xaddint32" | "Xaddint64" | "Xadduintptr" => "Add",
            "Xchg" | "Xchg8" | "Xchg64" | "Xchgint32" | "Xchgint64" | "Xchguintptr" => "Swap",
            "Cas" | "Cas64" | "CasRel" | "Casint32" | "Casint64" | "Casuintptr" => "CompareAndSwap",
            "And32" | "And64" | "Anduintptr" | "And" | "And8" => "And",
            "Or32" | "Or64" | "Oruintptr" | "Or" | "Or8" => "Or",
            _ => return None,
        };
        self.atomic(op, e, call)
    }

    fn atomic(&mut self, op: &str, e: ExprId, call: &Call) -> Option<Values> {
        let ty = self.pointed_ty(call);
        let args = self.operands(call);
        self.nil_check(args[0]);
        let v = match op {
            "Load" => self.b.intrinsic(Intrinsic::AtomicLoad, args, ty),
            "Store" => {
                self.b.intrinsic_void(Intrinsic::AtomicStore, args);
                return Some(Vec::new());
            }
            "Add" => {
                let by = args[1];
                let old = self.b.intrinsic(Intrinsic::AtomicAdd, args, ty);
                self.b.bin(BinOp::Add, old, by)
            }
            "And" => self.b.intrinsic(Intrinsic::AtomicAnd, args, ty),
            "Or" => self.b.intrinsic(Intrinsic::AtomicOr, args, ty),
            "Swap" => self.b.intrinsic(Intrinsic::AtomicXchg, args, ty),
            _ => self.b.intrinsic(Intrinsic::AtomicCas, args, Ty::Bool),
        };
        let t = self.type_of(e);
        // The older forms of And and Or give nothing.
        if self.tuple(t).is_empty() {
            return Some(Vec::new());
        }
        self.one_value(e, v)
    }

    /// `interrupt.New(n, handler)`: defines the function that the vector table names.
    fn interrupt_new(&mut self, e: ExprId, call: &Call) -> Option<Values> {
        let t = self.type_of(e);
        let Some(number) = self.constant(call.args[0]).and_then(|v| v.as_i64()) else {
            self.bad_interrupt(e, "the number of an interrupt must be constant");
            let v = self.zero_val(t);
            return Some(vec![(v, t)]);
        };
        let ty = self.ty(t);
        let value = self.make(ty, &[Operand::i32(number as i32)]);
        let done = Some(vec![(Val::Op(value), t)]);
        let name = format!("embgo_irq_{number}");
        let known = self.l.thunks.get(&name).copied();
        if known.is_some() && !self.l.flow.repeating {
            self.bad_interrupt(e, &format!("interrupt {number} has two handlers"));
            return done;
        }
        let Some((target, closure)) = self.handler(call.args[1]) else {
            let message = "the handler of an interrupt must be a declared function or a literal that \
                           captures nothing";
            self.bad_interrupt(e, message);
            return done;
        };
        let sig = self.l.m.sig(Sig::default());
        // A function that is lowered again makes its handlers again.
        let id = match known {
            Some(id) => {
                self.l.m.funcs[id] = Function::new(name, sig);
                id
            }
            None => self.l.new_thunk(name, sig),
        };
        self.l.m.funcs[id].attrs.export = true;
        self.l.m.funcs[id].pos = self.span(e).lo;
        self.l.interrupts = true;
        let replaced = self.l.runtime_if_any("irqReplaced");
        self.inside(id, |s| {
            let number = Operand::i32(number as i32);
            if let Some(replaced) = replaced {
                let done = s.b.call(&s.l.m, replaced, vec![number]).expect("it has a result");
                let (end, go_on) = (s.b.new_block(), s.b.new_block());
                s.b.cond_br(done, end, go_on);
                s.b.switch_to(end);
                s.b.ret(None);
                s.b.switch_to(go_on);
            }
            let mut args = vec![s.b.make_agg(ty, vec![number])];
            args.extend(closure.then_some(Operand::Null));
            s.b.call(&s.l.m, target, args);
            s.b.ret(None);
        });
        done
    }

    /// The code of an interrupt's handler, and whether it takes a closure object, too.
    fn handler(&mut self, e: ExprId) -> Option<(FuncId, bool)> {
        if let Some((f, named)) = self.static_callee(e) {
            let key = self.func_key(f, named);
            return Some((self.l.func(key), false));
        }
        let e = self.src.ast.unparen(e);
        let ExprKind::FuncLit(lit) = self.src.ast.kind(e) else { return None };
        let (code, captures) = self.literal(e, lit);
        captures.is_empty().then_some((code, true))
    }

    fn bad_interrupt(&mut self, e: ExprId, message: &str) {
        let span = self.span(e);
        let error = crate::base::diag::Diagnostic::error("BadInterrupt", span, message);
        self.l.c.diags.push(error);
    }
}
