//! Instructions.

use super::function::FuncEmitter;
use super::text::{push_escaped, w};
use super::{PanicStrategy, intrinsic};
use crate::ir::entities::*;
use crate::ir::function::*;
use crate::ir::layout;
use std::fmt::Write;

impl<'a> FuncEmitter<'_, 'a> {
    /// Writes one instruction, with the helpers it needs.
    pub(super) fn inst(&mut self, inst: &'a Inst) {
        let r = inst.result;
        match &inst.op {
            Op::Bin(op, a, b) => self.binary(r, bin_name(*op), *a, *b),
            Op::Cmp(op, a, b) => self.binary(r, cmp_name(*op), *a, *b),
            Op::FNeg(a) => {
                self.result(r);
                self.e.out.push_str("fneg ");
                self.typed(*a);
                self.end();
            }
            Op::Cast(op, v) => self.cast(r, *op, *v),
            Op::Select(c, a, b) => {
                self.result(r);
                self.e.out.push_str("select ");
                self.list(&[*c, *a, *b]);
                self.end();
            }
            Op::Load { ptr, volatile } => self.load(r, *ptr, *volatile),
            Op::Store { ptr, value, ty, volatile } => self.store(*ptr, *value, *ty, *volatile),
            Op::FieldAddr { base, agg, field } => {
                self.address(r, Ty::Agg(*agg), *base);
                w!(self.e.out, ", i32 0, i32 {field}");
                self.end();
            }
            Op::ElemAddr { base, elem, index } => {
                self.address(r, *elem, *base);
                self.e.out.push_str(", ");
                self.typed(*index);
                self.end();
            }
            Op::MakeAgg(parts) => self.make_agg(r, parts),
            Op::Extract(agg, i) => self.extract(r, *agg, *i),
            Op::Copy { dst, src, ty } => self.copy(*dst, *src, *ty),
            Op::Zero { dst, ty } => self.zero(*dst, *ty),
            Op::MemMove { dst, src, len, .. } => {
                self.e.out.push_str("  call void @llvm.memmove.p0.p0.i32(");
                self.list(&[*dst, *src, *len]);
                self.line(", i1 false)");
            }
            Op::MemZero { dst, len, .. } => {
                self.e.out.push_str("  call void @llvm.memset.p0.i32(");
                self.typed(*dst);
                self.e.out.push_str(", i8 0, ");
                self.typed(*len);
                self.line(", i1 false)");
            }
            Op::New { .. } => unreachable!("the heap pass leaves no New ({})", self.f.name),
            Op::Call { callee, args } => self.call(r, callee, args),
            Op::Check { cond, kind, args } => self.check(*cond, *kind, args),
            Op::Asm { template, constraints, args } => self.asm(r, template, constraints, args),
            Op::Intrinsic(i, args) => intrinsic::emit(self, r, *i, args),
        }
    }

    /// `  %v3 = `, or the indentation alone.
    pub(super) fn result(&mut self, r: Option<ValueId>) {
        match r {
            Some(v) => w!(self.e.out, "  %v{} = ", v.0),
            None => self.e.out.push_str("  "),
        }
    }

    /// The type of the result.
    pub(super) fn result_type(&self, r: Option<ValueId>) -> Ty {
        r.map_or(Ty::I32, |v| self.f.values[v])
    }

    /// A new helper temporary; writes `  %t3 = `.
    pub(super) fn temp(&mut self) -> u32 {
        let t = self.temps;
        self.temps += 1;
        w!(self.e.out, "  %t{t} = ");
        t
    }

    /// Operands with their types, separated by commas.
    pub(super) fn list(&mut self, ops: &[Operand]) {
        for (i, op) in ops.iter().enumerate() {
            if i > 0 {
                self.e.out.push_str(", ");
            }
            self.typed(*op);
        }
    }

    fn binary(&mut self, r: Option<ValueId>, name: &str, a: Operand, b: Operand) {
        self.result(r);
        self.e.out.push_str(name);
        self.typed(a);
        self.e.out.push_str(", ");
        self.e.operand(b);
        self.end();
    }

    fn cast(&mut self, r: Option<ValueId>, op: CastOp, v: Operand) {
        // Out of range, LLVM's conversion is poison; frozen it is some value, as Go has it.
        let freeze = matches!(op, CastOp::FToS | CastOp::FToU);
        let temp = if freeze {
            Some(self.temp())
        } else {
            self.result(r);
            None
        };
        self.e.out.push_str(cast_name(op));
        self.typed(v);
        self.e.out.push_str(" to ");
        let ty = self.result_type(r);
        self.e.ty(ty);
        self.end();
        if let Some(t) = temp {
            self.result(r);
            self.e.out.push_str("freeze ");
            self.e.ty(ty);
            w!(self.e.out, " %t{t}");
            self.end();
        }
    }

    fn load(&mut self, r: Option<ValueId>, ptr: Operand, volatile: bool) {
        let ty = self.result_type(r);
        let temp = if ty == Ty::Bool {
            Some(self.temp())
        } else {
            self.result(r);
            None
        };
        self.e.out.push_str(if volatile { "load volatile " } else { "load " });
        self.e.mem_ty(ty);
        self.e.out.push_str(", ");
        self.typed(ptr);
        self.end();
        if let Some(t) = temp {
            self.bool_of_byte(r, t);
        }
    }

    /// The Bool of a byte that is 0 or 1.
    fn bool_of_byte(&mut self, r: Option<ValueId>, byte: u32) {
        self.result(r);
        w!(self.e.out, "trunc nuw i8 %t{byte} to i1");
        self.end();
    }

    /// Writes an operand as it is in memory, with its type: Bools become bytes. Must be called
    /// before the instruction that uses it is begun; gives what to write.
    fn as_memory(&mut self, v: Operand) -> Stored {
        match v {
            _ if self.f.operand_ty(v) != Ty::Bool => Stored::Plain(v),
            Operand::Int(_, b) => Stored::Plain(Operand::Int(Ty::I8, b)),
            Operand::Zero(_) => Stored::Plain(Operand::Int(Ty::I8, 0)),
            Operand::Undef(_) => Stored::Plain(Operand::Undef(Ty::I8)),
            _ => {
                let t = self.temp();
                self.e.out.push_str("zext ");
                self.typed(v);
                self.e.out.push_str(" to i8");
                self.end();
                Stored::Byte(t)
            }
        }
    }

    fn stored(&mut self, s: Stored) {
        match s {
            Stored::Plain(v) => self.typed(v),
            Stored::Byte(t) => w!(self.e.out, "i8 %t{t}"),
        }
    }

    fn store(&mut self, ptr: Operand, value: Operand, ty: Ty, volatile: bool) {
        if layout::size_of(self.e.m, ty) == 0 {
            return;
        }
        let stored = self.as_memory(value);
        self.e.out.push_str(if volatile { "  store volatile " } else { "  store " });
        self.stored(stored);
        self.e.out.push_str(", ");
        self.typed(ptr);
        self.end();
    }

    fn address(&mut self, r: Option<ValueId>, elem: Ty, base: Operand) {
        self.result(r);
        // Steps of bytes are also what pointer arithmetic of package unsafe becomes, which may
        // start from the address of a linker's symbol.
        let inbounds = if elem == Ty::I8 { "" } else { "inbounds " };
        w!(self.e.out, "getelementptr {inbounds}");
        self.e.mem_ty(elem);
        self.e.out.push_str(", ");
        self.typed(base);
    }

    fn make_agg(&mut self, r: Option<ValueId>, parts: &[Operand]) {
        let ty = self.result_type(r);
        let mut before: Option<u32> = None;
        for (i, part) in parts.iter().enumerate() {
            let stored = self.as_memory(*part);
            let temp = if i + 1 == parts.len() {
                self.result(r);
                None
            } else {
                Some(self.temp())
            };
            self.e.out.push_str("insertvalue ");
            self.e.mem_ty(ty);
            match before {
                Some(t) => w!(self.e.out, " %t{t}, "),
                None => self.e.out.push_str(" poison, "),
            }
            self.stored(stored);
            w!(self.e.out, ", {i}");
            self.end();
            before = temp;
        }
        if parts.is_empty() {
            self.result(r);
            self.e.out.push_str("freeze ");
            self.e.mem_ty(ty);
            self.line(" zeroinitializer");
        }
    }

    fn extract(&mut self, r: Option<ValueId>, agg: Operand, i: u32) {
        let temp = if self.result_type(r) == Ty::Bool {
            Some(self.temp())
        } else {
            self.result(r);
            None
        };
        self.e.out.push_str("extractvalue ");
        self.typed(agg);
        w!(self.e.out, ", {i}");
        self.end();
        if let Some(t) = temp {
            self.bool_of_byte(r, t);
        }
    }

    fn copy(&mut self, dst: Operand, src: Operand, ty: Ty) {
        let (size, align) = (layout::size_of(self.e.m, ty), layout::align_of(self.e.m, ty));
        if size == 0 {
            return;
        }
        // Pointers to arrays made of slices may overlap in part; other values are apart or the same.
        let array = matches!(ty, Ty::Agg(id) if matches!(self.e.m.agg_def(id), Agg::Array(..)));
        let routine = if array { "memmove" } else { "memcpy" };
        w!(self.e.out, "  call void @llvm.{routine}.p0.p0.i32(ptr align {align} ");
        self.e.operand(dst);
        w!(self.e.out, ", ptr align {align} ");
        self.e.operand(src);
        w!(self.e.out, ", i32 {size}, i1 false)");
        self.end();
    }

    fn zero(&mut self, dst: Operand, ty: Ty) {
        let (size, align) = (layout::size_of(self.e.m, ty), layout::align_of(self.e.m, ty));
        if size == 0 {
            return;
        }
        w!(self.e.out, "  call void @llvm.memset.p0.i32(ptr align {align} ");
        self.e.operand(dst);
        w!(self.e.out, ", i8 0, i32 {size}, i1 false)");
        self.end();
    }

    fn call(&mut self, r: Option<ValueId>, callee: &Callee, args: &[Operand]) {
        let m = self.e.m;
        let (target, sig) = match callee {
            Callee::Func(f) => (Operand::Func(*f), m.funcs[*f].sig),
            Callee::Ptr(p, sig) => (*p, *sig),
        };
        // A result nobody named is still returned.
        let result = m.sig_def(sig).result;
        self.result(r);
        self.e.out.push_str("call ");
        self.e.result_ty(result);
        self.e.out.push(' ');
        self.e.operand(target);
        self.args(args);
        self.end_call();
    }

    /// Ends a call.
    fn end_call(&mut self) {
        if self.f.attrs.traced {
            // Two calls that become one have no line.
            self.e.out.push_str(" nomerge");
        }
        self.end();
    }

    /// `(i32 %v1, i1 zeroext %v2)`
    fn args(&mut self, args: &[Operand]) {
        self.e.out.push('(');
        for (i, arg) in args.iter().enumerate() {
            if i > 0 {
                self.e.out.push_str(", ");
            }
            self.e.param_ty(self.f.operand_ty(*arg));
            self.e.out.push(' ');
            self.e.operand(*arg);
        }
        self.e.out.push(')');
    }

    /// Branches around a call that does not return.
    fn check(&mut self, cond: Operand, kind: CheckKind, args: &[Operand]) {
        let reporter = match self.e.opts.panic {
            PanicStrategy::Print => self.e.m.checks.get(&kind).copied(),
            PanicStrategy::Trap => None,
        };
        let n = self.splits;
        self.splits += 1;
        let weights = self.weights();
        self.e.out.push_str("  br ");
        self.typed(cond);
        match reporter {
            Some(_) => w!(self.e.out, ", label %c{n}, label %f{n}, !prof !{weights}"),
            None => w!(self.e.out, ", label %c{n}, label %trap, !prof !{weights}"),
        }
        self.end();
        match reporter {
            Some(f) => {
                w!(self.e.out, "f{n}:\n  call void {}", self.e.func_names[f]);
                self.args(args);
                self.end_call();
                self.line("  unreachable");
            }
            None => self.traps = true,
        }
        w!(self.e.out, "c{n}:\n");
    }

    fn weights(&mut self) -> u32 {
        match self.e.unlikely {
            Some(id) => id,
            None => {
                let text = "!{!\"branch_weights\", i32 1048575, i32 1}";
                let id = self.e.meta.node(format_args!("{text}"));
                self.e.unlikely = Some(id);
                id
            }
        }
    }

    fn asm(&mut self, r: Option<ValueId>, template: &str, constraints: &str, args: &[Operand]) {
        let result = r.map(|v| self.f.values[v]);
        self.result(r);
        self.e.out.push_str("call ");
        self.e.result_ty(result);
        self.e.out.push_str(" asm sideeffect \"");
        template.bytes().for_each(|b| push_escaped(&mut self.e.out, b));
        self.e.out.push_str("\", \"");
        constraints.bytes().for_each(|b| push_escaped(&mut self.e.out, b));
        self.e.out.push_str("\"(");
        self.list(args);
        self.line(")");
    }
}

/// An operand as it goes to memory.
#[derive(Clone, Copy)]
enum Stored {
    Plain(Operand),
    /// The helper temporary with a Bool's byte.
    Byte(u32),
}

fn bin_name(op: BinOp) -> &'static str {
    match op {
        BinOp::Add => "add ",
        BinOp::Sub => "sub ",
        BinOp::Mul => "mul ",
        BinOp::SDiv => "sdiv ",
        BinOp::UDiv => "udiv ",
        BinOp::SRem => "srem ",
        BinOp::URem => "urem ",
        BinOp::And => "and ",
        BinOp::Or => "or ",
        BinOp::Xor => "xor ",
        BinOp::Shl => "shl ",
        BinOp::LShr => "lshr ",
        BinOp::AShr => "ashr ",
        BinOp::FAdd => "fadd ",
        BinOp::FSub => "fsub ",
        BinOp::FMul => "fmul ",
        BinOp::FDiv => "fdiv ",
    }
}

fn cmp_name(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => "icmp eq ",
        CmpOp::Ne => "icmp ne ",
        CmpOp::Slt => "icmp slt ",
        CmpOp::Sle => "icmp sle ",
        CmpOp::Sgt => "icmp sgt ",
        CmpOp::Sge => "icmp sge ",
        CmpOp::Ult => "icmp ult ",
        CmpOp::Ule => "icmp ule ",
        CmpOp::Ugt => "icmp ugt ",
        CmpOp::Uge => "icmp uge ",
        CmpOp::FEq => "fcmp oeq ",
        CmpOp::FNe => "fcmp une ",
        CmpOp::FLt => "fcmp olt ",
        CmpOp::FLe => "fcmp ole ",
        CmpOp::FGt => "fcmp ogt ",
        CmpOp::FGe => "fcmp oge ",
    }
}

fn cast_name(op: CastOp) -> &'static str {
    match op {
        CastOp::Trunc => "trunc ",
        CastOp::ZExt => "zext ",
        CastOp::SExt => "sext ",
        CastOp::FTrunc => "fptrunc ",
        CastOp::FExt => "fpext ",
        CastOp::SToF => "sitofp ",
        CastOp::UToF => "uitofp ",
        CastOp::FToS => "fptosi ",
        CastOp::FToU => "fptoui ",
        CastOp::PtrToInt => "ptrtoint ",
        CastOp::IntToPtr => "inttoptr ",
        CastOp::Bits => "bitcast ",
    }
}
