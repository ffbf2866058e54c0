//! Operations that LLVM knows by name, and atomic accesses in the way the processor can.
//! (LLVM declares intrinsics by itself since version 18.)

use super::function::FuncEmitter;
use super::text::w;
use super::{Atomics, Masking};
use crate::ir::entities::*;
use crate::ir::function::Intrinsic;
use crate::ir::layout;
use std::fmt::Write;

/// Writes `r = i(args)`.
pub(super) fn emit(fe: &mut FuncEmitter, r: Option<ValueId>, i: Intrinsic, args: &[Operand]) {
    match i {
        Intrinsic::Clz => named(fe, r, "ctlz", args, ", i1 false"),
        Intrinsic::Ctz => named(fe, r, "cttz", args, ", i1 false"),
        Intrinsic::PopCount => named(fe, r, "ctpop", args, ""),
        Intrinsic::ByteSwap => named(fe, r, "bswap", args, ""),
        Intrinsic::BitReverse => named(fe, r, "bitreverse", args, ""),
        Intrinsic::Sqrt => named(fe, r, "sqrt", args, ""),
        Intrinsic::Fabs => named(fe, r, "fabs", args, ""),
        Intrinsic::Floor => named(fe, r, "floor", args, ""),
        Intrinsic::Ceil => named(fe, r, "ceil", args, ""),
        Intrinsic::TruncF => named(fe, r, "trunc", args, ""),
        Intrinsic::Fma => named(fe, r, "fma", args, ""),
        Intrinsic::CopySign => named(fe, r, "copysign", args, ""),
        Intrinsic::MulHighU => mul_high(fe, r, args[0], args[1]),
        Intrinsic::Trap => fe.trap(),
        Intrinsic::Fence => fe.line("  fence seq_cst"),
        Intrinsic::FrameAddress => {
            fe.result(r);
            fe.line("call ptr @llvm.frameaddress.p0(i32 0)");
        }
        Intrinsic::ReturnAddress => {
            fe.result(r);
            fe.line("call ptr @llvm.returnaddress(i32 0)");
        }
        Intrinsic::StackPointer => stack_pointer(fe, r),
        Intrinsic::AtomicLoad
        | Intrinsic::AtomicStore
        | Intrinsic::AtomicAdd
        | Intrinsic::AtomicAnd
        | Intrinsic::AtomicOr
        | Intrinsic::AtomicXchg
        | Intrinsic::AtomicCas => atomic(fe, r, i, args),
    }
}

/// A call of `llvm.name.type` on operands of the result's type.
fn named(fe: &mut FuncEmitter, r: Option<ValueId>, name: &str, args: &[Operand], more: &str) {
    let ty = fe.f.operand_ty(args[0]);
    fe.result(r);
    fe.e.out.push_str("call ");
    fe.e.ty(ty);
    // `llvm.sqrt.f32`, `llvm.ctlz.i32`
    let kind = if ty.is_float() { "f" } else { "i" };
    w!(fe.e.out, " @llvm.{name}.{kind}{}(", layout::size_of(fe.e.m, ty) * 8);
    fe.list(args);
    fe.e.out.push_str(more);
    fe.line(")");
}

/// The high half of the product in twice the width.
fn mul_high(fe: &mut FuncEmitter, r: Option<ValueId>, a: Operand, b: Operand) {
    let bits = fe.f.operand_ty(a).bits();
    let wide = bits * 2;
    let [x, y] = [a, b].map(|v| {
        let t = fe.temp();
        fe.e.out.push_str("zext ");
        fe.typed(v);
        w!(fe.e.out, " to i{wide}");
        fe.end();
        t
    });
    let product = fe.temp();
    w!(fe.e.out, "mul nuw i{wide} %t{x}, %t{y}");
    fe.end();
    let high = fe.temp();
    w!(fe.e.out, "lshr i{wide} %t{product}, {bits}");
    fe.end();
    fe.result(r);
    w!(fe.e.out, "trunc i{wide} %t{high} to i{bits}");
    fe.end();
}

fn stack_pointer(fe: &mut FuncEmitter, r: Option<ValueId>) {
    if fe.e.target.is_xtensa() {
        // LLVM 22 reads no register of Xtensa by name.
        fe.result(r);
        return fe.line("call ptr asm sideeffect \"or $0, a1, a1\", \"=r,~{memory}\"()");
    }
    let name = match fe.e.sp_name {
        Some(id) => id,
        None => {
            let id = fe.e.meta.node(format_args!("!{{!\"sp\"}}"));
            fe.e.sp_name = Some(id);
            id
        }
    };
    let t = fe.temp();
    w!(fe.e.out, "call i32 @llvm.read_register.i32(metadata !{name})");
    fe.end();
    fe.result(r);
    w!(fe.e.out, "inttoptr i32 %t{t} to ptr");
    fe.end();
}

fn atomic(fe: &mut FuncEmitter, r: Option<ValueId>, i: Intrinsic, args: &[Operand]) {
    let ty = match i {
        Intrinsic::AtomicLoad => fe.result_type(r),
        _ => fe.f.operand_ty(args[1]),
    };
    let wide = layout::size_of(fe.e.m, ty) > 4;
    match fe.e.target.atomics {
        Atomics::Native(_) if !wide => native(fe, r, i, args, ty),
        // One access of at most a word is indivisible anyway.
        Atomics::Masked(_) if !wide && i == Intrinsic::AtomicLoad => {
            fe.line("  fence syncscope(\"singlethread\") seq_cst");
            fe.result(r);
            load(fe, "load volatile ", ty, args[0]);
            fe.line("  fence syncscope(\"singlethread\") seq_cst");
        }
        Atomics::Masked(_) if !wide && i == Intrinsic::AtomicStore => {
            fe.line("  fence syncscope(\"singlethread\") seq_cst");
            store(fe, args[0], |fe| fe.typed(args[1]));
            fe.line("  fence syncscope(\"singlethread\") seq_cst");
        }
        Atomics::Native(masking) | Atomics::Masked(masking) => {
            let state = mask(fe, masking);
            plain(fe, r, i, args, ty);
            unmask(fe, masking, state);
        }
    }
}

fn native(fe: &mut FuncEmitter, r: Option<ValueId>, i: Intrinsic, args: &[Operand], ty: Ty) {
    let align = layout::size_of(fe.e.m, ty);
    let rmw = match i {
        Intrinsic::AtomicLoad => {
            fe.result(r);
            fe.e.out.push_str("load atomic ");
            fe.e.ty(ty);
            fe.e.out.push_str(", ");
            fe.typed(args[0]);
            w!(fe.e.out, " seq_cst, align {align}");
            return fe.end();
        }
        Intrinsic::AtomicStore => {
            fe.e.out.push_str("  store atomic ");
            fe.list(&[args[1], args[0]]);
            w!(fe.e.out, " seq_cst, align {align}");
            return fe.end();
        }
        Intrinsic::AtomicCas => {
            let t = fe.temp();
            fe.e.out.push_str("cmpxchg ");
            fe.list(args);
            fe.line(" seq_cst seq_cst");
            fe.result(r);
            fe.e.out.push_str("extractvalue { ");
            fe.e.ty(ty);
            w!(fe.e.out, ", i1 }} %t{t}, 1");
            return fe.end();
        }
        Intrinsic::AtomicAdd => "add ",
        Intrinsic::AtomicAnd => "and ",
        Intrinsic::AtomicOr => "or ",
        _ => "xchg ",
    };
    fe.result(r);
    w!(fe.e.out, "atomicrmw {rmw}");
    fe.list(args);
    fe.line(" seq_cst");
}

/// The operation by ordinary accesses, inside a sequence that nothing interrupts.
fn plain(fe: &mut FuncEmitter, r: Option<ValueId>, i: Intrinsic, args: &[Operand], ty: Ty) {
    let op = match i {
        Intrinsic::AtomicStore => return store(fe, args[0], |fe| fe.typed(args[1])),
        Intrinsic::AtomicAdd => "add ",
        Intrinsic::AtomicAnd => "and ",
        Intrinsic::AtomicOr => "or ",
        _ => "",
    };
    let named = (i != Intrinsic::AtomicCas).then_some(r).flatten();
    let old = match named {
        Some(v) => {
            fe.result(r);
            format!("%v{}", v.0)
        }
        None => format!("%t{}", fe.temp()),
    };
    load(fe, "load volatile ", ty, args[0]);
    match i {
        Intrinsic::AtomicLoad => {}
        Intrinsic::AtomicXchg => store(fe, args[0], |fe| fe.typed(args[1])),
        Intrinsic::AtomicCas => {
            let same = match r {
                Some(v) => {
                    fe.result(r);
                    format!("%v{}", v.0)
                }
                None => format!("%t{}", fe.temp()),
            };
            fe.e.out.push_str("icmp eq ");
            fe.typed(args[1]);
            w!(fe.e.out, ", {old}");
            fe.end();
            let new = fe.temp();
            w!(fe.e.out, "select i1 {same}, ");
            fe.typed(args[2]);
            fe.e.out.push_str(", ");
            fe.e.ty(ty);
            w!(fe.e.out, " {old}");
            fe.end();
            store_temp(fe, args[0], ty, new);
        }
        _ => {
            let new = fe.temp();
            fe.e.out.push_str(op);
            fe.typed(args[1]);
            w!(fe.e.out, ", {old}");
            fe.end();
            store_temp(fe, args[0], ty, new);
        }
    }
}

fn load(fe: &mut FuncEmitter, keyword: &str, ty: Ty, ptr: Operand) {
    fe.e.out.push_str(keyword);
    fe.e.mem_ty(ty);
    fe.e.out.push_str(", ");
    fe.typed(ptr);
    fe.end();
}

fn store(fe: &mut FuncEmitter, ptr: Operand, value: impl FnOnce(&mut FuncEmitter)) {
    fe.e.out.push_str("  store volatile ");
    value(fe);
    fe.e.out.push_str(", ");
    fe.typed(ptr);
    fe.end();
}

fn store_temp(fe: &mut FuncEmitter, ptr: Operand, ty: Ty, temp: u32) {
    store(fe, ptr, |fe| {
        fe.e.mem_ty(ty);
        w!(fe.e.out, " %t{temp}");
    });
}

/// Masks interrupts; the temporary with the state before.
fn mask(fe: &mut FuncEmitter, masking: Masking) -> u32 {
    let t = fe.temp();
    let template = match masking {
        Masking::Primask => "mrs $0, primask\\0Acpsid i",
        Masking::Mstatus => "csrrci $0, mstatus, 8",
        Masking::IntLevel => "rsil $0, 15",
    };
    w!(fe.e.out, "call i32 asm sideeffect \"{template}\", \"=r,~{{memory}}\"()");
    fe.end();
    t
}

/// Restores the state before; on RISC-V, setting the bits that were set changes only MIE.
fn unmask(fe: &mut FuncEmitter, masking: Masking, state: u32) {
    let template = match masking {
        Masking::Primask => "msr primask, $0",
        Masking::Mstatus => "csrs mstatus, $0",
        Masking::IntLevel => "wsr.ps $0\\0Arsync",
    };
    w!(fe.e.out, "  call void asm sideeffect \"{template}\", \"r,~{{memory}}\"(i32 %t{state})");
    fe.end();
}
