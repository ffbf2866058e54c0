//! `for range` over everything but functions (spec: For statements with range clause).

use super::{FuncLower, Kind, Val, is_string};
use crate::base::intern::Symbol;
use crate::ir::entities::*;
use crate::ir::function::CmpOp;
use crate::syntax::ast::*;
use crate::types::repr::*;
use crate::types::table::TypeTable;

/// The blocks of a loop.
#[derive(Clone, Copy)]
pub(super) struct Loop {
    pub head: BlockId,
    pub body: BlockId,
    pub next: BlockId,
    pub done: BlockId,
}

impl<'x> FuncLower<'x, '_, '_> {
    pub(super) fn range_stmt(&mut self, s: &'x RangeStmt, label: Option<Symbol>) {
        self.push_scope(s.for_pos);
        let t = self.type_of(s.x);
        match self.kind(t) {
            Kind::Basic(b) if is_string(b) => self.range_string(s, label),
            Kind::Basic(_) => self.range_int(s, label, t),
            Kind::Slice(elem) => {
                let v = self.expr(s.x);
                let (ptr, len) = (self.extract(v, 0), self.extract(v, 1));
                self.range_elements(s, label, Some(ptr), len, elem);
            }
            Kind::Array(elem, n) => self.range_array(s, label, t, elem, n),
            Kind::Pointer(array) => self.range_pointer(s, label, array),
            Kind::Map(key, elem) => self.range_map(s, label, t, key, elem),
            Kind::Func => self.range_func(s, label, t),
            Kind::Chan(elem) => self.range_chan(s, label, elem),
            other => unreachable!("range over {other:?}"),
        }
        self.b.pop_scope();
    }

    // The frame of all loops

    pub(super) fn loop_blocks(&mut self) -> Loop {
        Loop {
            head: self.b.new_block(),
            body: self.b.new_block(),
            next: self.b.new_block(),
            done: self.b.new_block(),
        }
    }

    /// The loop's body, from where its variables have their values.
    pub(super) fn loop_body(&mut self, s: &'x RangeStmt, label: Option<Symbol>, l: Loop) {
        self.push_target(label, l.done, Some(l.next));
        self.loops += 1;
        self.block(&s.body);
        self.loops -= 1;
        self.targets.pop();
        self.at_end(s.body.rbrace);
        self.b.br(l.next);
        self.b.switch_to(l.next);
        self.at(s.for_pos);
    }

    /// Is there an iteration variable other than `_`?
    pub(super) fn wanted(&self, x: Option<ExprId>) -> bool {
        x.is_some_and(|x| !self.is_blank(x))
    }

    /// Gives the iteration variables their values.
    pub(super) fn bind_range(
        &mut self,
        s: &RangeStmt,
        key: Option<(Val, TypeId)>,
        value: Option<(Val, TypeId)>,
    ) {
        let pairs = [(s.key, key), (s.value, value)];
        let pairs: Vec<(ExprId, Val, TypeId)> = pairs
            .into_iter()
            .filter_map(|(x, v)| {
                let (x, (v, t)) = (x?, v?);
                (!self.is_blank(x)).then_some((x, v, t))
            })
            .collect();
        if s.define {
            for (x, v, from) in pairs {
                let obj = self.object(x).expect("an iteration variable has an object");
                let t = self.object_type(obj);
                let v = self.convert_val(v, from, t);
                self.declare_val(x, t, v);
            }
            return;
        }
        let places: Vec<_> = pairs.iter().map(|(x, ..)| self.place(*x)).collect();
        for (place, (x, v, from)) in places.into_iter().zip(pairs) {
            let t = self.type_of(x);
            let v = self.convert_val(v, from, t);
            self.store_place(place, v, t);
        }
    }

    /// A hidden counter from 0 to `n` (of type `ty`): gives its value in the body, where the
    /// builder then is; [`count_end`](Self::count_end) closes the loop.
    fn count(&mut self, l: Loop, ty: Ty, n: Operand, cmp: CmpOp) -> (Operand, Operand) {
        let counter = self.temp(ty);
        self.b.store(counter, Operand::Int(ty, 0));
        self.b.br(l.head);
        self.b.switch_to(l.head);
        let i = self.b.load(counter, ty);
        let more = self.b.cmp(cmp, i, n);
        self.b.cond_br(more, l.body, l.done);
        self.b.switch_to(l.body);
        (counter, i)
    }

    fn count_end(&mut self, l: Loop, counter: Operand, i: Operand) {
        let one = Operand::Int(self.b.ty(i), 1);
        let next = self.b.add(i, one);
        self.b.store(counter, next);
        self.b.br(l.head);
        self.b.switch_to(l.done);
    }

    // By type

    fn range_int(&mut self, s: &'x RangeStmt, label: Option<Symbol>, t: TypeId) {
        let n = self.expr(s.x);
        let ty = self.ty(t);
        let signed = self.basic(t).is_some_and(super::is_signed);
        let l = self.loop_blocks();
        let cmp = if signed { CmpOp::Slt } else { CmpOp::Ult };
        let (counter, i) = self.count(l, ty, n, cmp);
        self.bind_range(s, Some((Val::Op(i), t)), None);
        self.loop_body(s, label, l);
        self.count_end(l, counter, i);
    }

    /// Over `n` elements at `base`; without one only the key is wanted.
    fn range_elements(
        &mut self,
        s: &'x RangeStmt,
        label: Option<Symbol>,
        base: Option<Operand>,
        n: Operand,
        elem: TypeId,
    ) {
        let l = self.loop_blocks();
        let (counter, i) = self.count(l, Ty::I32, n, CmpOp::Slt);
        let value = match base {
            Some(base) if self.wanted(s.value) => {
                let ty = self.ty(elem);
                let addr = self.b.elem_addr(base, ty, i);
                Some((self.load_val(addr, elem), elem))
            }
            _ => None,
        };
        self.bind_range(s, Some((Val::Op(i), TypeTable::INT)), value);
        self.loop_body(s, label, l);
        self.count_end(l, counter, i);
    }

    fn range_array(
        &mut self,
        s: &'x RangeStmt,
        label: Option<Symbol>,
        t: TypeId,
        elem: TypeId,
        n: i64,
    ) {
        let base = if self.wanted(s.value) {
            let v = if self.is_direct(t) { self.val_in_memory(s.x, t) } else { self.val(s.x) };
            // The loop goes over a copy, unless nothing can change the array meanwhile.
            let v = if self.is_fresh(s.x) || self.is_unchanging(s.x) { v } else { self.keep(v, t) };
            Some(self.addr_of_val(v, t))
        } else {
            if self.has_call(s.x) {
                self.discard(s.x);
            }
            None
        };
        self.range_elements(s, label, base, Operand::i32(n as i32), elem);
    }

    fn val_in_memory(&mut self, e: ExprId, t: TypeId) -> Val {
        let v = self.val(e);
        Val::Mem(self.addr_of_val(v, t))
    }

    /// Is `e` a local variable that never changes after its declaration?
    fn is_unchanging(&self, e: ExprId) -> bool {
        let e = self.src.ast.unparen(e);
        let local = matches!(self.src.ast.kind(e), ExprKind::Ident(_));
        let Some(obj) = self.object(e).filter(|_| local) else { return false };
        let kind = &self.l.c.prog.ents.objects[obj].kind;
        !matches!(kind, ObjectKind::Var(VarKind::Global | VarKind::Result))
            && !self.src.facts.shared.contains(&obj)
            && !self.src.facts.mutated.contains(&obj)
    }

    fn range_pointer(&mut self, s: &'x RangeStmt, label: Option<Symbol>, array: TypeId) {
        let Kind::Array(elem, n) = self.kind(array) else {
            unreachable!("range over a pointer to something else than an array")
        };
        let base = if self.wanted(s.value) {
            let ptr = self.expr(s.x);
            if n > 0 {
                self.nil_check(ptr);
            }
            Some(ptr)
        } else {
            if self.has_call(s.x) {
                self.discard(s.x);
            }
            None
        };
        self.range_elements(s, label, base, Operand::i32(n as i32), elem);
    }

    fn range_string(&mut self, s: &'x RangeStmt, label: Option<Symbol>) {
        let v = self.expr(s.x);
        let (ptr, len) = (self.extract(v, 0), self.extract(v, 1));
        let l = self.loop_blocks();
        let after = self.temp(Ty::I32);
        let rune = self.temp(Ty::I32);
        let (counter, i) = self.count(l, Ty::I32, len, CmpOp::Slt);
        let long = self.b.new_block();
        let start = self.b.new_block();
        let addr = self.b.elem_addr(ptr, Ty::I8, i);
        let byte = self.b.load(addr, Ty::I8);
        let ascii = self.b.int_resize(byte, Ty::I32, false);
        self.b.store(rune, ascii);
        let next = self.b.add(i, Operand::i32(1));
        self.b.store(after, next);
        let is_ascii = self.b.cmp(CmpOp::Ult, ascii, Operand::i32(0x80));
        self.b.cond_br(is_ascii, start, long);
        self.b.switch_to(long);
        let both = self.rt_value("decoderune", &[v, i]);
        let (r, next) = (self.extract(both, 0), self.extract(both, 1));
        self.b.store(rune, r);
        self.b.store(after, next);
        self.b.br(start);
        self.b.switch_to(start);
        let r = self.b.load(rune, Ty::I32);
        let key = (Val::Op(i), TypeTable::INT);
        self.bind_range(s, Some(key), Some((Val::Op(r), super::RUNE)));
        self.loop_body(s, label, l);
        let next = self.b.load(after, Ty::I32);
        self.b.store(counter, next);
        self.b.br(l.head);
        self.b.switch_to(l.done);
    }

    fn range_map(
        &mut self,
        s: &'x RangeStmt,
        label: Option<Symbol>,
        t: TypeId,
        key: TypeId,
        elem: TypeId,
    ) {
        let map = self.expr(s.x);
        let desc = self.map_desc(t);
        let iter_type = self.l.runtime_type("hiter");
        let iter_ty = self.ty(iter_type);
        let iter = self.temp(iter_ty);
        self.rt("mapiterinit", &[desc, map, iter]);
        let l = self.loop_blocks();
        self.b.br(l.head);
        self.b.switch_to(l.head);
        let more = self.rt_value("mapiternext", &[iter]);
        self.b.cond_br(more, l.body, l.done);
        self.b.switch_to(l.body);
        let k = self.wanted(s.key).then(|| self.iter_part(iter, iter_type, 0, key));
        let v = self.wanted(s.value).then(|| self.iter_part(iter, iter_type, 1, elem));
        self.bind_range(s, k, v);
        self.loop_body(s, label, l);
        self.b.br(l.head);
        self.b.switch_to(l.done);
    }

    fn iter_part(&mut self, iter: Operand, t: TypeId, i: u32, of: TypeId) -> (Val, TypeId) {
        let field = self.field_addr(iter, t, i);
        let addr = self.b.load(field, Ty::Ptr);
        (self.load_val(addr, of), of)
    }
}
