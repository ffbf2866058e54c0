//! `for range` over functions: the body becomes a function that the iterator calls.
//!
//! What leaves the body (break to outer loops, goto, return) is noted in the loop's object, the body
//! returns false, and the code behind the iterator's call goes on as noted.

use super::analyze::VarKey;
use super::body::{Capture, ResultVar};
use super::call::{Prepared, Target};
use super::stmt::OuterTarget;
use super::vars::Var;
use super::{FuncLower, Names, Val};
use crate::base::intern::Symbol;
use crate::ir::entities::*;
use crate::ir::function::CmpOp;
use crate::syntax::ast::*;
use crate::types::repr::*;

/// The first word of the loop's object. `runtime.panicrange` knows these numbers.
const READY: i32 = 0;
const DONE: i32 = 1;
const EXHAUSTED: i32 = 2;
const RUNNING: i32 = 3;
const MISSING_PANIC: i32 = 4;

/// Where control goes that leaves the body of a loop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Exit {
    Return,
    Break(u32),
    Continue(u32),
    Goto(Symbol),
}

/// The body of a range-over-func loop.
pub(super) struct RangeBody<'x> {
    pub stmts: &'x Block,
    /// The results of the function that the loop belongs to.
    pub results: Vec<ResultVar>,
    /// The ways out, in the order of their numbers (from 1) in the loop's object.
    exits: Vec<Exit>,
}

impl<'x> FuncLower<'x, '_, '_> {
    fn loop_type(&mut self) -> AggId {
        self.l.m.agg(Agg::Struct(Box::new([Ty::I32, Ty::I32])))
    }

    pub(super) fn range_func(&mut self, s: &'x RangeStmt, label: Option<Symbol>, t: TypeId) {
        let iterator = self.expr(s.x);
        let agg = self.loop_type();
        let object = self.new_object(Ty::Agg(agg), "state of a loop over a function");
        let yield_type = self.signature(t).params[0];
        let (closure, exits) = self.range_closure(s, label, yield_type, object);
        let shape = self.l.call_shape(t, None, true);
        let args = vec![(Val::Op(closure), yield_type)];
        self.make_call_now(&Prepared { target: Target::Closure(iterator), args, shape }, None);
        let state = self.b.load(object, Ty::I32);
        let lost = self.b.cmp(CmpOp::Eq, state, Operand::i32(RUNNING));
        let bad = self.b.new_block();
        let good = self.b.new_block();
        self.b.cond_br(lost, bad, good);
        self.b.switch_to(bad);
        self.rt("panicrange", &[Operand::i32(MISSING_PANIC)]);
        self.b.unreachable();
        self.b.switch_to(good);
        self.b.store(object, Operand::i32(EXHAUSTED));
        self.take_exits(object, agg, &exits);
    }

    fn take_exits(&mut self, object: Operand, agg: AggId, exits: &[Exit]) {
        if exits.is_empty() {
            return;
        }
        let addr = self.b.field_addr(object, agg, 1);
        let next = self.b.load(addr, Ty::I32);
        let done = self.b.new_block();
        let blocks: Vec<BlockId> = exits.iter().map(|_| self.b.new_block()).collect();
        let cases = blocks.iter().enumerate().map(|(i, b)| (i as u64 + 1, *b)).collect();
        self.b.switch(next, cases, done);
        for (exit, block) in exits.iter().zip(blocks) {
            self.b.switch_to(block);
            self.take_exit(*exit);
        }
        self.b.switch_to(done);
    }

    /// Goes where the body of a loop in this function wanted to go.
    fn take_exit(&mut self, exit: Exit) {
        let own = |id: u32| self.targets.iter().find(|t| t.id == id).copied();
        let to = match exit {
            Exit::Return if self.range_body.is_none() => return self.leave(),
            Exit::Return => None,
            Exit::Break(id) => own(id).map(|t| t.brk),
            Exit::Continue(id) => own(id).and_then(|t| t.cont),
            Exit::Goto(name) => match self.label_is_here(name) {
                true => Some(self.label_block(name)),
                false => None,
            },
        };
        match to {
            Some(block) => self.b.br(block),
            None => self.exit(exit),
        }
    }

    /// The closure of the loop's body, and the ways out of it.
    fn range_closure(
        &mut self,
        s: &'x RangeStmt,
        label: Option<Symbol>,
        yield_type: TypeId,
        object: Operand,
    ) -> (Operand, Vec<Exit>) {
        let mut captures = self.captures(&self.src.facts.ctxs[&s.for_pos].captures);
        captures.push(Capture { key: VarKey::Loop, ty: Ty::Ptr, go: None, by_value: true });
        let shape = self.l.call_shape(yield_type, None, true);
        let id = self.new_nested(shape.sig, s.for_pos, true);
        let names = std::mem::take(&mut self.names);
        let results = match &self.range_body {
            Some(body) => body.results.clone(),
            None => self.results.clone(),
        };
        let mut outer_targets = self.outer_targets.clone();
        outer_targets.extend(self.targets.iter().map(|t| OuterTarget { label: t.label, id: t.id }));
        let next_target = self.next_target;
        let mut inner = FuncLower::new(self.l, self.src, id, String::new(), s.for_pos);
        inner.names = names;
        inner.outer_targets = outer_targets;
        inner.next_target = next_target;
        inner.range_body = Some(RangeBody { stmts: &s.body, results, exits: Vec::new() });
        inner.loops = 1;
        let (exits, names) = inner.range_body_function(s, label, &shape, &captures);
        self.names = names;
        let ty = self.closure_type(&captures);
        let closure = self.new_object(ty, "body of a loop over a function");
        let own = self.vars.insert(VarKey::Loop, Var::Value(object));
        self.fill_closure(closure, id, &captures);
        match own {
            Some(var) => self.vars.insert(VarKey::Loop, var),
            None => self.vars.remove(&VarKey::Loop),
        };
        (closure, exits)
    }

    fn range_body_function(
        mut self,
        s: &'x RangeStmt,
        label: Option<Symbol>,
        shape: &crate::lower::types::CallShape,
        captures: &[Capture],
    ) -> (Vec<Exit>, Names) {
        let params = self.thunk_params(shape);
        let object = self.b.param(params.len());
        self.bind_captures(captures, object);
        let state = self.loop_object();
        let now = self.b.load(state, Ty::I32);
        let ready = self.b.cmp(CmpOp::Eq, now, Operand::i32(READY));
        let good = self.b.new_block();
        let bad = self.b.new_block();
        self.b.cond_br(ready, good, bad);
        self.b.switch_to(bad);
        self.rt("panicrange", &[now]);
        self.b.unreachable();
        self.b.switch_to(good);
        self.b.store(state, Operand::i32(RUNNING));
        self.bind_range(s, params.first().copied(), params.get(1).copied());
        let brk = self.b.new_block();
        let cont = self.b.new_block();
        self.push_target(label, brk, Some(cont));
        self.block(&s.body);
        self.at_end(s.body.rbrace);
        self.b.br(cont);
        for (block, state, more) in [(cont, READY, true), (brk, DONE, false)] {
            self.b.switch_to(block);
            self.stop(state, more);
        }
        let exits = self.range_body.take().map(|b| b.exits).unwrap_or_default();
        let names = std::mem::take(&mut self.names);
        self.finish();
        (exits, names)
    }

    fn loop_object(&mut self) -> Operand {
        self.var_addr(VarKey::Loop)
    }

    /// Returns from the body's function.
    fn stop(&mut self, state: i32, more: bool) {
        let object = self.loop_object();
        self.b.store(object, Operand::i32(state));
        self.b.ret(Some(Operand::bool(more)));
    }

    /// Leaves the body for a place outside.
    pub(super) fn exit(&mut self, exit: Exit) {
        let body = self.range_body.as_mut().expect("only range bodies have places outside");
        let number = match body.exits.iter().position(|e| *e == exit) {
            Some(i) => i + 1,
            None => {
                body.exits.push(exit);
                body.exits.len()
            }
        };
        let agg = self.loop_type();
        let object = self.loop_object();
        let next = self.b.field_addr(object, agg, 1);
        self.b.store(next, Operand::i32(number as i32));
        self.stop(DONE, false);
    }

    /// `return` inside the body.
    pub(super) fn return_from_range(&mut self, exprs: &[ExprId]) {
        let body = self.range_body.as_ref().expect("asked for a range body only");
        let results = body.results.clone();
        if !exprs.is_empty() {
            self.store_results(exprs, &results);
        }
        self.exit(Exit::Return);
    }
}
