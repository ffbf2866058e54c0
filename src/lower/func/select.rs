//! `select` (spec: Select statements). The cases are an array of `runtime.waiter` in the function's
//! frame; one case, or one and a default, need no array.

use super::{FuncLower, Val};
use crate::base::intern::Symbol;
use crate::base::source::Pos;
use crate::ir::entities::*;
use crate::syntax::ast::*;
use crate::types::repr::*;
use crate::types::table::TypeTable;

/// A case whose operands have been evaluated.
#[derive(Clone, Copy)]
struct Case {
    chan: Operand,
    /// What to send; where to put what is received, null if nobody wants it.
    addr: Operand,
    send: bool,
    elem: TypeId,
}

/// What a clause does before its statements.
#[derive(Clone, Copy)]
enum Comm<'x> {
    Send { ch: ExprId, value: ExprId },
    Recv { x: ExprId, lhs: &'x [ExprId], define: bool },
}

impl<'x> FuncLower<'x, '_, '_> {
    pub(super) fn select_stmt(
        &mut self,
        clauses: &'x [CommClause],
        lbrace: Pos,
        label: Option<Symbol>,
    ) {
        self.push_scope(lbrace);
        let comms: Vec<Option<Comm<'x>>> =
            clauses.iter().map(|c| c.comm.as_ref().map(|s| self.comm(s))).collect();
        let cases: Vec<Option<Case>> =
            comms.iter().map(|c| c.map(|c| self.select_case(c))).collect();
        let done = self.b.new_block();
        let bodies: Vec<BlockId> = clauses.iter().map(|_| self.b.new_block()).collect();
        let ok = self.select_branch(&cases, &bodies);
        self.push_target(label, done, None);
        for (i, clause) in clauses.iter().enumerate() {
            self.b.switch_to(bodies[i]);
            self.push_scope(clause.colon);
            if let (Some(Comm::Recv { lhs, define, .. }), Some(case)) = (comms[i], cases[i]) {
                self.at(clause.span.lo);
                self.bind_received(lhs, define, case, ok);
            }
            self.stmts(&clause.body);
            self.b.pop_scope();
            self.b.br(done);
        }
        self.targets.pop();
        self.b.switch_to(done);
        self.b.pop_scope();
    }

    fn comm(&self, s: &'x Stmt) -> Comm<'x> {
        let recv = |e: ExprId| match self.src.ast.kind(self.src.ast.unparen(e)) {
            ExprKind::Unary { op: UnOp::Recv, x, .. } => *x,
            other => unreachable!("{other:?} is no communication"),
        };
        match &s.kind {
            StmtKind::Send { ch, value } => Comm::Send { ch: *ch, value: *value },
            StmtKind::Expr(e) => Comm::Recv { x: recv(*e), lhs: &[], define: false },
            StmtKind::Assign { lhs, rhs, .. } => Comm::Recv { x: recv(rhs[0]), lhs, define: false },
            StmtKind::Define { lhs, rhs, .. } => Comm::Recv { x: recv(rhs[0]), lhs, define: true },
            other => unreachable!("{other:?} is no communication"),
        }
    }

    /// Evaluates the operands of a case, as happens for all of them in source order.
    fn select_case(&mut self, comm: Comm<'x>) -> Case {
        match comm {
            Comm::Send { ch, value } => {
                self.at(self.span(ch).lo);
                let t = self.type_of(ch);
                let elem = self.chan_elem(t);
                let (chan, addr) = self.send_operands(ch, value);
                Case { chan, addr, send: true, elem }
            }
            Comm::Recv { x, lhs, .. } => {
                self.at(self.span(x).lo);
                let t = self.type_of(x);
                let elem = self.chan_elem(t);
                let chan = self.expr(x);
                let addr = match self.wanted(lhs.first().copied()) {
                    true => {
                        let ty = self.ty(elem);
                        self.temp(ty)
                    }
                    false => Operand::Null,
                };
                Case { chan, addr, send: false, elem }
            }
        }
    }

    /// Waits for a case and branches to its body (or that of the default clause). Gives what the
    /// second value of a receive is there.
    fn select_branch(&mut self, cases: &[Option<Case>], bodies: &[BlockId]) -> Operand {
        let default = cases.iter().position(|c| c.is_none()).map(|i| bodies[i]);
        let real: Vec<(Case, BlockId)> =
            cases.iter().zip(bodies).filter_map(|(c, b)| Some(((*c)?, *b))).collect();
        match (&real[..], default) {
            ([], None) => {
                self.rt("block", &[]);
                self.b.unreachable();
                Operand::bool(false)
            }
            ([], Some(default)) => {
                self.b.br(default);
                Operand::bool(false)
            }
            ([(case, body)], default) => self.select_one(*case, *body, default),
            _ => self.select_many(&real, default),
        }
    }

    fn select_one(&mut self, case: Case, body: BlockId, default: Option<BlockId>) -> Operand {
        let args = [case.chan, case.addr];
        let (done, ok) = match (case.send, default) {
            (true, None) => {
                self.rt("chansend", &args);
                (Operand::bool(true), Operand::bool(false))
            }
            (false, None) => (Operand::bool(true), self.rt_value("chanrecv", &args)),
            (true, Some(_)) => (self.rt_value("selectnbsend", &args), Operand::bool(false)),
            (false, Some(_)) => {
                let both = self.rt_value("selectnbrecv", &args);
                (self.extract(both, 0), self.extract(both, 1))
            }
        };
        self.b.cond_br(done, body, default.unwrap_or(body));
        ok
    }

    fn select_many(&mut self, cases: &[(Case, BlockId)], default: Option<BlockId>) -> Operand {
        let waiter = self.l.runtime_type("waiter");
        let ty = self.ty(waiter);
        let array = Ty::Agg(self.l.m.agg(Agg::Array(ty, cases.len() as u64)));
        let slot = self.temp(array);
        for (i, (case, _)) in cases.iter().enumerate() {
            let base = self.b.elem_addr(slot, ty, Operand::i32(i as i32));
            // The fields c, elem, send and queued.
            let parts = [
                (0, case.chan),
                (1, case.addr),
                (2, Operand::bool(case.send)),
                (4, Operand::bool(false)),
            ];
            for (field, value) in parts {
                let addr = self.field_addr(base, waiter, field);
                self.b.store(addr, value);
            }
        }
        let n = Operand::i32(cases.len() as i32);
        let both = self.rt_value("selectgo", &[slot, n, Operand::bool(default.is_none())]);
        let (index, ok) = (self.extract(both, 0), self.extract(both, 1));
        let last = cases.len() - 1;
        let otherwise = default.unwrap_or(cases[last].1);
        let n = if default.is_some() { cases.len() } else { last };
        let list = cases[..n].iter().enumerate().map(|(i, (_, body))| (i as u64, *body)).collect();
        self.b.switch(index, list, otherwise);
        ok
    }

    fn bind_received(&mut self, lhs: &'x [ExprId], define: bool, case: Case, ok: Operand) {
        if lhs.is_empty() {
            return;
        }
        let v = match case.addr {
            Operand::Null => self.zero_val(case.elem),
            addr => self.load_val(addr, case.elem),
        };
        let vals = [(v, case.elem), (Val::Op(ok), TypeTable::BOOL)];
        let vals = vals.into_iter().take(lhs.len()).collect();
        if define { self.define_vals(lhs, vals) } else { self.assign_vals(lhs, vals) }
    }
}
