//! Channels: make, send, receive, range (spec: Channel types, Send statements, Receive operator).

use super::{FuncLower, Kind, Val};
use crate::base::intern::Symbol;
use crate::ir::entities::*;
use crate::syntax::ast::*;
use crate::types::repr::*;
use crate::types::table::TypeTable;

/// The bit that `runtime.makechan` finds in the layout of elements that are aligned words.
const CHAN_WORD: u64 = 2;

impl<'x> FuncLower<'x, '_, '_> {
    pub(super) fn chan_elem(&self, chan: TypeId) -> TypeId {
        match self.kind(chan) {
            Kind::Chan(elem) => elem,
            other => unreachable!("{other:?} is no channel"),
        }
    }

    /// `make` of a channel of type `t`.
    pub(super) fn make_chan(&mut self, t: TypeId, size: Option<ExprId>) -> Operand {
        let elem = self.chan_elem(t);
        let n = match size {
            Some(e) => self.chan_size(e),
            None => Operand::i32(0),
        };
        let ty = self.ty(elem);
        let word = self.size_of(elem) == 4 && self.align_of(elem) == 4;
        let layout = self.layout(ty);
        let layout = match layout {
            Operand::Int(ty, bits) if word => Operand::Int(ty, bits | CHAN_WORD),
            other => other,
        };
        let size = Operand::i32(self.size_of(elem) as i32);
        self.rt_value("makechan", &[size, n, layout])
    }

    /// The size of a buffer; one that no word holds is negative, which the runtime refuses.
    fn chan_size(&mut self, e: ExprId) -> Operand {
        self.make_len(e)
    }

    pub(super) fn send(&mut self, ch: ExprId, value: ExprId) {
        let (c, addr) = self.send_operands(ch, value);
        self.rt("chansend", &[c, addr]);
    }

    /// The channel of a send statement, and the address of the value.
    pub(super) fn send_operands(&mut self, ch: ExprId, value: ExprId) -> (Operand, Operand) {
        let t = self.type_of(ch);
        let elem = self.chan_elem(t);
        let vals = self.values_as(&[ch, value], &[t, elem]);
        let c = self.op(vals[0], t);
        (c, self.addr_of_val(vals[1], elem))
    }

    /// `<-x`: the value, its type, and whether there was one.
    pub(super) fn recv(&mut self, x: ExprId) -> (Val, TypeId, Operand) {
        let t = self.type_of(x);
        let elem = self.chan_elem(t);
        let c = self.expr(x);
        let ty = self.ty(elem);
        let slot = self.temp(ty);
        let ok = self.rt_value("chanrecv", &[c, slot]);
        (self.load_val(slot, elem), elem, ok)
    }

    /// `v, ok := <-x`
    pub(super) fn recv_ok(&mut self, x: ExprId) -> Vec<(Val, TypeId)> {
        let (v, elem, ok) = self.recv(x);
        vec![(v, elem), (Val::Op(ok), TypeTable::BOOL)]
    }

    /// `<-x` whose value nobody wants.
    pub(super) fn recv_nothing(&mut self, x: ExprId) {
        let c = self.expr(x);
        self.rt("chanrecv", &[c, Operand::Null]);
    }

    pub(super) fn range_chan(&mut self, s: &'x RangeStmt, label: Option<Symbol>, elem: TypeId) {
        let c = self.expr(s.x);
        let slot = match self.wanted(s.key) {
            true => {
                let ty = self.ty(elem);
                self.temp(ty)
            }
            false => Operand::Null,
        };
        let l = self.loop_blocks();
        self.b.br(l.head);
        self.b.switch_to(l.head);
        let more = self.rt_value("chanrecv", &[c, slot]);
        self.b.cond_br(more, l.body, l.done);
        self.b.switch_to(l.body);
        if slot != Operand::Null {
            let v = self.load_val(slot, elem);
            self.bind_range(s, Some((v, elem)), None);
        }
        self.loop_body(s, label, l);
        self.b.br(l.head);
        self.b.switch_to(l.done);
    }
}
