//! Generated functions: equality and hash of the values of a type, given by address
//! (spec: Comparison operators).

use super::Lower;
use super::wrap::Generated;
use crate::ir::builder::FuncBuilder;
use crate::ir::entities::*;
use crate::ir::function::{BinOp, CmpOp};
use crate::ir::layout;
use crate::types::repr::*;

impl Lower<'_> {
    /// Are two values of the type equal exactly if their bytes are?
    fn is_plain_memory(&mut self, t: TypeId) -> bool {
        let u = self.underlying(t);
        match self.c.prog.types[u].clone() {
            Type::Basic(b) => {
                use Basic::*;
                !matches!(b, Float32 | Float64 | Complex64 | Complex128 | String)
            }
            Type::Pointer(_) | Type::Chan(..) => true,
            Type::Array(elem, _) => self.is_plain_memory(elem),
            Type::Struct(fields) => {
                let mut end = 0;
                for f in &fields {
                    if f.name.is_blank() || !self.is_plain_memory(f.ty) {
                        return false;
                    }
                    let ty = self.ty(f.ty);
                    if end % layout::align_of(&self.m, ty) != 0 {
                        return false;
                    }
                    end += layout::size_of(&self.m, ty);
                }
                end == self.size_of(t)
            }
            _ => false,
        }
    }

    fn eq_sig(&mut self) -> SigId {
        self.m.sig(Sig { params: [Ty::Ptr, Ty::Ptr].into(), result: Some(Ty::Bool) })
    }

    fn hash_sig(&mut self) -> SigId {
        self.m.sig(Sig { params: [Ty::Ptr, Ty::I32].into(), result: Some(Ty::I32) })
    }

    /// Code of `func(a, b *T) bool` that compares.
    pub fn eq_func(&mut self, t: TypeId) -> FuncId {
        if self.is_plain_memory(t) {
            let size = self.size_of(t);
            return self.mem_equal(size);
        }
        let u = self.underlying(t);
        if let Some(id) = self.generated.get(&Generated::Equal(u)) {
            return *id;
        }
        let sig = self.eq_sig();
        let name = format!("eq:{}", self.type_name(u, true));
        let id = self.new_generated(Generated::Equal(u), name, sig);
        let mut b = self.start(id);
        let (x, y) = (b.param(0), b.param(1));
        let no = b.new_block();
        self.compare(&mut b, u, x, y, no);
        b.ret(Some(Operand::bool(true)));
        b.switch_to(no);
        b.ret(Some(Operand::bool(false)));
        self.m.funcs[id] = b.finish();
        id
    }

    /// Compares the values at two addresses; goes on if they are equal, else branches to `no`.
    fn compare(&mut self, b: &mut FuncBuilder, t: TypeId, x: Operand, y: Operand, no: BlockId) {
        let u = self.underlying(t);
        if self.is_plain_memory(u) && !matches!(self.c.prog.types[u], Type::Basic(_)) {
            let size = self.size_of(u);
            let f = self.mem_equal(size);
            let equal = b.call(&self.m, f, vec![x, y]).expect("it returns a bool");
            return branch(b, equal, no);
        }
        match self.c.prog.types[u].clone() {
            Type::Struct(fields) => {
                let Ty::Agg(agg) = self.ty(u) else { unreachable!("a structure is an aggregate") };
                for (i, f) in fields.iter().enumerate().filter(|(_, f)| !f.name.is_blank()) {
                    let fx = b.field_addr(x, agg, i as u32);
                    let fy = b.field_addr(y, agg, i as u32);
                    self.compare(b, f.ty, fx, fy, no);
                }
            }
            Type::Array(elem, n) => {
                let ty = self.ty(elem);
                let (head, i) = loop_head(b, n);
                let ex = b.elem_addr(x, ty, i);
                let ey = b.elem_addr(y, ty, i);
                self.compare(b, elem, ex, ey, no);
                loop_end(b, head);
            }
            _ => {
                let equal = self.compare_leaf(b, u, x, y);
                branch(b, equal, no);
            }
        }
    }

    fn compare_leaf(&mut self, b: &mut FuncBuilder, u: TypeId, x: Operand, y: Operand) -> Operand {
        let ty = self.ty(u);
        let (vx, vy) = (b.load(x, ty), b.load(y, ty));
        let by = |l: &mut Self, b: &mut FuncBuilder, name| {
            let f = l.runtime(name);
            b.call(&l.m, f, vec![vx, vy]).expect("it returns a bool")
        };
        match self.c.prog.types[u].clone() {
            Type::Basic(Basic::String) => by(self, b, "streq"),
            Type::Interface(i) if i.methods.is_empty() => by(self, b, "efaceeq"),
            Type::Interface(_) => by(self, b, "ifaceEqual"),
            Type::Basic(Basic::Float32 | Basic::Float64) => b.cmp(CmpOp::FEq, vx, vy),
            Type::Basic(Basic::Complex64 | Basic::Complex128) => {
                let [re, im] = [0, 1].map(|i| {
                    let px = b.extract(&self.m, vx, i);
                    let py = b.extract(&self.m, vy, i);
                    b.cmp(CmpOp::FEq, px, py)
                });
                b.and(re, im)
            }
            _ => b.cmp(CmpOp::Eq, vx, vy),
        }
    }

    /// Equality of `size` bytes.
    fn mem_equal(&mut self, size: u64) -> FuncId {
        if let Some(id) = self.generated.get(&Generated::MemEqual(size)) {
            return *id;
        }
        let sig = self.eq_sig();
        let id = self.new_generated(Generated::MemEqual(size), format!("eq:{size}"), sig);
        let mut b = self.start(id);
        let (x, y) = (b.param(0), b.param(1));
        let word = match size {
            0 => None,
            1 => Some(Ty::I8),
            2 => Some(Ty::I16),
            4 => Some(Ty::I32),
            _ => None,
        };
        let equal = match word {
            _ if size == 0 => Operand::bool(true),
            Some(ty) => {
                let (vx, vy) = (b.load(x, ty), b.load(y, ty));
                b.cmp(CmpOp::Eq, vx, vy)
            }
            None => {
                let f = self.runtime("memequal");
                let args = vec![x, y, Operand::i32(size as i32)];
                b.call(&self.m, f, args).expect("it returns a bool")
            }
        };
        b.ret(Some(equal));
        self.m.funcs[id] = b.finish();
        id
    }

    /// Code of `func(p *T, seed uintptr) uintptr` that hashes.
    pub fn hash_func(&mut self, t: TypeId) -> FuncId {
        if self.is_plain_memory(t) {
            let size = self.size_of(t);
            return self.mem_hash(size);
        }
        let u = self.underlying(t);
        match self.c.prog.types[u].clone() {
            Type::Basic(Basic::String) => return self.runtime("strhash"),
            Type::Basic(Basic::Float32) => return self.runtime("f32hash"),
            Type::Basic(Basic::Float64) => return self.runtime("f64hash"),
            Type::Interface(i) if i.methods.is_empty() => return self.runtime("efacehash"),
            Type::Interface(_) => return self.runtime("ifacehash"),
            _ => {}
        }
        if let Some(id) = self.generated.get(&Generated::Hash(u)) {
            return *id;
        }
        let sig = self.hash_sig();
        let name = format!("hash:{}", self.type_name(u, true));
        let id = self.new_generated(Generated::Hash(u), name, sig);
        let mut b = self.start(id);
        let seed = b.slot(Ty::I32, None);
        let (p, s) = (b.param(0), b.param(1));
        b.store(seed, s);
        match self.c.prog.types[u].clone() {
            Type::Struct(fields) => {
                let Ty::Agg(agg) = self.ty(u) else { unreachable!("a structure is an aggregate") };
                for (i, f) in fields.iter().enumerate().filter(|(_, f)| !f.name.is_blank()) {
                    let at = b.field_addr(p, agg, i as u32);
                    self.hash_into(&mut b, f.ty, at, seed);
                }
            }
            Type::Array(elem, n) => {
                let ty = self.ty(elem);
                let (head, i) = loop_head(&mut b, n);
                let at = b.elem_addr(p, ty, i);
                self.hash_into(&mut b, elem, at, seed);
                loop_end(&mut b, head);
            }
            Type::Basic(Basic::Complex64 | Basic::Complex128) => {
                let Ty::Agg(agg) = self.ty(u) else { unreachable!("a complex is an aggregate") };
                let wide = self.size_of(u) == 16;
                let f = self.runtime(if wide { "f64hash" } else { "f32hash" });
                for i in 0..2 {
                    let at = b.field_addr(p, agg, i);
                    let s = b.load(seed, Ty::I32);
                    let h = b.call(&self.m, f, vec![at, s]).expect("it returns a hash");
                    b.store(seed, h);
                }
            }
            other => unreachable!("{other:?} has no hash"),
        }
        let h = b.load(seed, Ty::I32);
        b.ret(Some(h));
        self.m.funcs[id] = b.finish();
        id
    }

    /// `seed = hash(value at p, seed)`
    fn hash_into(&mut self, b: &mut FuncBuilder, t: TypeId, p: Operand, seed: Operand) {
        let f = self.hash_func(t);
        let s = b.load(seed, Ty::I32);
        let h = b.call(&self.m, f, vec![p, s]).expect("it returns a hash");
        b.store(seed, h);
    }

    fn mem_hash(&mut self, size: u64) -> FuncId {
        if let Some(id) = self.generated.get(&Generated::MemHash(size)) {
            return *id;
        }
        let sig = self.hash_sig();
        let id = self.new_generated(Generated::MemHash(size), format!("hash:{size}"), sig);
        let f = self.runtime("memhash");
        let mut b = self.start(id);
        let args = vec![b.param(0), b.param(1), Operand::i32(size as i32)];
        let h = b.call(&self.m, f, args);
        b.ret(h);
        self.m.funcs[id] = b.finish();
        id
    }
}

/// Goes on if `cond`, else to `no`.
fn branch(b: &mut FuncBuilder, cond: Operand, no: BlockId) {
    let yes = b.new_block();
    b.cond_br(cond, yes, no);
    b.switch_to(yes);
}

/// A loop `for i := 0; i < n; i++`, open at the start of its body.
struct Loop {
    head: BlockId,
    done: BlockId,
    slot: Operand,
}

fn loop_head(b: &mut FuncBuilder, n: i64) -> (Loop, Operand) {
    let slot = b.slot(Ty::I32, None);
    b.store(slot, Operand::i32(0));
    let (head, body, done) = (b.new_block(), b.new_block(), b.new_block());
    b.br(head);
    b.switch_to(head);
    let i = b.load(slot, Ty::I32);
    let more = b.cmp(CmpOp::Slt, i, Operand::i32(n as i32));
    b.cond_br(more, body, done);
    b.switch_to(body);
    (Loop { head, done, slot }, i)
}

fn loop_end(b: &mut FuncBuilder, l: Loop) {
    let i = b.load(l.slot, Ty::I32);
    let next = b.bin(BinOp::Add, i, Operand::i32(1));
    b.store(l.slot, next);
    b.br(l.head);
    b.switch_to(l.done);
}
