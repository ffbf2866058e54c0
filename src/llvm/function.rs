//! Functions: headers, slots, blocks and terminators.

use super::debug::Scopes;
use super::text::{Emitter, quoted, w};
use crate::ir::entities::*;
use crate::ir::function::*;
use rustc_hash::FxHashSet;
use std::fmt::Write;

/// The function being written.
pub(super) struct FuncEmitter<'e, 'a> {
    pub e: &'e mut Emitter<'a>,
    pub f: &'a Function,
    /// Helper temporaries `%t0`, `%t1`, ... made so far.
    pub temps: u32,
    /// Blocks made by checks so far.
    pub splits: u32,
    /// `, !dbg !7` of the current location, and that location.
    pub dbg: String,
    pub loc: Option<Loc>,
    pub scopes: Option<Scopes>,
    /// Some check fails by the function's common trap block.
    pub traps: bool,
}

impl<'a> Emitter<'a> {
    pub(super) fn functions(&mut self) {
        let m = self.m;
        let mut known: FxHashSet<&str> = FxHashSet::default();
        known.extend(m.funcs.iter().filter(|f| !f.is_external()).map(|f| f.name.as_str()));
        known.extend(m.globals.iter().filter(|g| g.init.is_some()).map(|g| g.name.as_str()));
        for (id, f) in m.funcs.iter_enumerated() {
            if !f.is_external() {
                self.define(id, f);
            } else if known.insert(&f.name) {
                self.signature("declare ", id, f);
                let attrs = self.attr_group(id, f);
                w!(self.out, " #{attrs}\n\n");
            }
        }
    }

    /// `define internal i32 @name(i32 %v0)`
    fn signature(&mut self, keyword: &str, id: FuncId, f: &Function) {
        self.out.push_str(keyword);
        if self.m.alloc == Some(id) {
            // The allocator never returns nil nor memory that anything else points to.
            self.out.push_str("noalias nonnull ");
        }
        let sig = self.m.sig_def(f.sig);
        self.result_ty(sig.result);
        w!(self.out, " {}(", self.func_names[id]);
        for (i, ty) in sig.params.iter().enumerate() {
            if i > 0 {
                self.out.push_str(", ");
            }
            self.param_ty(*ty);
            if let Some(v) = f.params.get(i) {
                w!(self.out, " %v{}", v.0);
            }
        }
        self.out.push(')');
    }

    /// Bools travel as a whole register, as in C.
    pub(super) fn param_ty(&mut self, ty: Ty) {
        self.ty(ty);
        if ty == Ty::Bool {
            self.out.push_str(" zeroext");
        }
    }

    pub(super) fn result_ty(&mut self, ty: Option<Ty>) {
        match ty {
            None => self.out.push_str("void"),
            Some(ty) => {
                if ty == Ty::Bool {
                    self.out.push_str("zeroext ");
                }
                self.ty(ty);
            }
        }
    }

    fn define(&mut self, id: FuncId, f: &'a Function) {
        let linkage = match (f.attrs.weak, f.attrs.export) {
            (true, _) => "define weak ",
            (false, true) => "define ",
            (false, false) => "define internal ",
        };
        self.signature(linkage, id, f);
        let attrs = self.attr_group(id, f);
        w!(self.out, " #{attrs}");
        if let Some(section) = &f.attrs.section {
            w!(self.out, " section {}", quoted(section));
        }
        let mut scopes = None;
        if let Some(d) = &mut self.debug
            && !f.debug_name.is_empty()
        {
            let s = d.subprogram(&mut self.meta, f);
            w!(self.out, " !dbg !{}", s.subprogram);
            scopes = Some(s);
        }
        self.out.push_str(" {\n");
        let dbg = String::new();
        let (temps, splits, loc, traps) = (0, 0, None, false);
        let mut fe = FuncEmitter { e: self, f, temps, splits, dbg, loc, scopes, traps };
        fe.entry();
        fe.blocks();
        fe.e.out.push_str("}\n\n");
    }
}

impl<'a> FuncEmitter<'_, 'a> {
    /// The slots, at the start of the first block, or in one before it if that is the target of
    /// branches (which LLVM's first block must not be).
    fn entry(&mut self) {
        let mut apart = false;
        for term in self.f.blocks.iter().filter_map(|b| b.term.as_ref()) {
            term.successors(|b| apart |= b == BlockId(0));
        }
        self.e.out.push_str(if apart { "entry:\n" } else { "b0:\n" });
        for (id, slot) in self.f.slots.iter_enumerated() {
            w!(self.e.out, "  %s{} = alloca ", id.0);
            self.e.mem_ty(slot.ty);
            self.e.out.push('\n');
        }
        if let (Some(d), Some(scopes)) = (&mut self.e.debug, &mut self.scopes) {
            let mut args = FxHashSet::default();
            for (id, slot) in self.f.slots.iter_enumerated() {
                let Some(var) = &slot.debug else { continue };
                // LLVM rejects two variables that claim to be the same parameter.
                let arg = if args.insert(var.arg) { var.arg } else { 0 };
                let (v, loc) = d.variable(&mut self.e.meta, scopes, self.f, var, arg);
                let expr = if var.indirect { "DW_OP_deref" } else { "" };
                w!(
                    self.e.out,
                    "    #dbg_declare(ptr %s{}, !{v}, !DIExpression({expr}), !{loc})\n",
                    id.0
                );
            }
        }
        if apart {
            self.line("  br label %b0");
            self.e.out.push_str("b0:\n");
        }
    }

    fn blocks(&mut self) {
        let f = self.f;
        for (id, block) in f.blocks.iter_enumerated() {
            if id != BlockId(0) {
                w!(self.e.out, "b{}:\n", id.0);
            }
            // What a function starts with to put its parameters into their slots has no location:
            // that is how a debugger finds where to stop.
            let mut prologue = id == BlockId(0);
            for inst in &block.insts {
                prologue &= inst.loc.pos == f.pos && !may_call(&inst.op);
                if !prologue {
                    self.set_loc(inst.loc);
                }
                self.inst(inst);
            }
            self.set_loc(block.term_loc);
            match &block.term {
                Some(term) => self.term(term),
                None => unreachable!("block {id} of {} has no terminator", f.name),
            }
        }
        if self.traps {
            self.set_loc(Loc::default());
            self.e.out.push_str("trap:\n");
            self.trap();
            self.line("  unreachable");
        }
    }

    /// An instruction that faults. On Xtensa LLVM 22 would call `abort` for its own.
    pub(super) fn trap(&mut self) {
        self.line(match self.e.target.is_xtensa() {
            true => "  call void asm sideeffect \"ill\", \"\"()",
            false => "  call void @llvm.trap()",
        });
    }

    /// Makes `loc` the location of what follows.
    fn set_loc(&mut self, loc: Loc) {
        if self.loc == Some(loc) {
            return;
        }
        self.loc = Some(loc);
        if let (Some(d), Some(scopes)) = (&mut self.e.debug, &mut self.scopes) {
            let md = d.location(&mut self.e.meta, scopes, self.f, loc);
            self.dbg.clear();
            w!(self.dbg, ", !dbg !{md}");
        }
    }

    /// One instruction, whole, with its location.
    pub(super) fn line(&mut self, text: &str) {
        self.e.out.push_str(text);
        self.end();
    }

    /// Ends an instruction.
    pub(super) fn end(&mut self) {
        self.e.out.push_str(&self.dbg);
        self.e.out.push('\n');
    }

    fn term(&mut self, term: &Term) {
        match term {
            Term::Br(b) => w!(self.e.out, "  br label %b{}", b.0),
            Term::CondBr { cond, then, els } => {
                self.e.out.push_str("  br i1 ");
                self.e.operand(*cond);
                w!(self.e.out, ", label %b{}, label %b{}", then.0, els.0);
            }
            Term::Switch { value, ty, cases, default } => {
                self.e.out.push_str("  switch ");
                self.e.ty(*ty);
                self.e.out.push(' ');
                self.e.operand(*value);
                w!(self.e.out, ", label %b{} [", default.0);
                for (v, b) in cases {
                    self.e.out.push(' ');
                    self.e.ty(*ty);
                    w!(self.e.out, " {v}, label %b{}", b.0);
                }
                self.e.out.push_str(" ]");
            }
            Term::Ret(None) => self.e.out.push_str("  ret void"),
            Term::Ret(Some(v)) => {
                self.e.out.push_str("  ret ");
                self.typed(*v);
            }
            Term::Unreachable => self.e.out.push_str("  unreachable"),
        }
        self.end();
    }

    /// An operand with its type.
    pub(super) fn typed(&mut self, op: Operand) {
        self.e.ty(self.f.operand_ty(op));
        self.e.out.push(' ');
        self.e.operand(op);
    }
}

/// LLVM wants a location on every call between functions with debug information.
fn may_call(op: &Op) -> bool {
    matches!(op, Op::Call { .. } | Op::Check { .. } | Op::New { .. } | Op::Asm { .. })
}
