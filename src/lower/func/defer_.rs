//! `defer`, `recover`, and functions that contain them (see `docs/abi.md`, Defer, panic, recover).
//!
//! The body of a function that defers is a function of its own over a frame object. Which fields
//! the object has is known only once the body is lowered, so until then its type is a placeholder.

use super::body::{Code, ResultVar};
use super::call::{Prepared, Target};
use super::closure::Home;
use super::vars::Var;
use super::{FuncLower, Val};
use crate::check::program::Mode;
use crate::ir::builder::FuncBuilder;
use crate::ir::entities::*;
use crate::ir::function::{CmpOp, Function, Op};
use crate::lower::func::analyze::VarKey;
use crate::lower::types::ResultPlace;
use crate::syntax::ast::*;
use crate::types::repr::*;
use crate::types::table::TypeTable;

/// Stands for the type of the frame object.
const FRAME: AggId = AggId(u32::MAX);

/// The frame object of a function that defers, while its body is lowered.
pub(super) struct Frame {
    fields: Vec<Ty>,
    /// The function of the body.
    body: FuncId,
    /// Direct results: the place, the field, and whether it holds the address of an object.
    results: Vec<(ResultPlace, u32, bool)>,
}

impl<'x> FuncLower<'x, '_, '_> {
    /// Begins the body function; the builder then writes that one.
    pub(super) fn start_frame(&mut self, code: &Code<'x>) {
        let head = self.l.runtime_type("deferFrame");
        let mut fields = vec![self.ty(head)];
        fields.extend(self.l.m.sig_def(code.shape.sig).params.iter());
        let sig = self.l.m.sig(Sig { params: Box::new([Ty::Ptr]), result: None });
        let outer = &self.l.m.funcs[self.id];
        let (name, pos, debug) = (outer.name.clone(), outer.pos, outer.debug_name.clone());
        let mut f = Function::new(format!("{name}$d"), sig);
        f.pos = pos;
        f.scopes = vec![(0, pos)];
        f.debug_name = debug;
        f.attrs.section = outer.attrs.section.clone();
        let body = self.l.m.funcs.push(f.clone());
        self.l.made_beside(body);
        self.b = FuncBuilder::new(&self.l.m, f);
        self.frame = Some(Frame { fields, body, results: Vec::new() });
    }

    fn own_frame(&mut self) -> &mut Frame {
        self.frame.as_mut().expect("a function that defers has a frame")
    }

    /// The frame of the function that a `defer` here belongs to.
    pub(super) fn frame_pointer(&mut self) -> Operand {
        match self.vars.get(&VarKey::Frame) {
            Some(Var::Value(v)) => *v,
            _ => self.b.param(0),
        }
    }

    /// The address of a new field of the frame.
    pub(super) fn frame_field(&mut self, ty: Ty) -> Operand {
        let frame = self.own_frame();
        frame.fields.push(ty);
        let field = frame.fields.len() as u32 - 1;
        let base = self.b.param(0);
        self.b.field_addr(base, FRAME, field)
    }

    /// The IR parameter `i` of the outer function.
    pub(super) fn frame_param(&mut self, i: usize) -> Operand {
        let ty = self.own_frame().fields[i + 1];
        let base = self.b.param(0);
        let addr = self.b.field_addr(base, FRAME, i as u32 + 1);
        self.b.load(addr, ty)
    }

    /// The address of a new field for a result, or for the address of one.
    pub(super) fn frame_result(&mut self, place: ResultPlace, ty: Ty, object: bool) -> Operand {
        let field = self.own_frame().fields.len() as u32;
        if !matches!(place, ResultPlace::Memory(_)) || object {
            self.own_frame().results.push((place, field, object));
        }
        self.frame_field(ty)
    }

    /// Ends the body function and writes the outer one.
    pub(super) fn finish_frame(mut self, code: &Code<'x>) {
        let frame = self.frame.take().expect("start_frame was called");
        let agg = self.l.m.agg(Agg::Struct(frame.fields.clone().into()));
        let outer = FuncBuilder::new(&self.l.m, self.l.m.funcs[self.id].clone());
        let mut body = std::mem::replace(&mut self.b, outer).finish();
        for block in body.blocks.iter_mut() {
            for inst in &mut block.insts {
                if let Op::FieldAddr { agg: id, .. } = &mut inst.op
                    && *id == FRAME
                {
                    *id = agg;
                }
            }
        }
        self.l.m.funcs[frame.body] = body;
        let slot = self.temp(Ty::Agg(agg));
        for i in 0..self.b.func.params.len() {
            let field = self.b.field_addr(slot, agg, i as u32 + 1);
            let v = self.b.param(i);
            self.b.store(field, v);
        }
        // Deferred calls are made at the function's end.
        self.at(code.body.rbrace);
        self.rt("rundefer", &[slot, Operand::Func(frame.body)]);
        self.return_from_frame(&frame, slot, agg);
        self.finish();
    }

    fn return_from_frame(&mut self, frame: &Frame, slot: Operand, agg: AggId) {
        let results: Vec<ResultVar> = self.results.clone();
        let mut direct = Vec::new();
        for r in &results {
            let kept = frame.results.iter().find(|(place, ..)| *place == r.place);
            let Some(&(_, field, object)) = kept else { continue };
            let mut addr = self.b.field_addr(slot, agg, field);
            if object {
                addr = self.b.load(addr, Ty::Ptr);
            }
            let ty = self.ty(r.ty);
            match r.place {
                ResultPlace::Memory(i) => {
                    let out = self.b.param(i as usize);
                    self.b.copy(out, addr, ty);
                }
                _ => direct.push(self.b.load(addr, ty)),
            }
        }
        let value = match direct.len() {
            0 => None,
            1 => Some(direct[0]),
            _ => {
                let ty = self.l.m.sig_def(self.b.func.sig).result;
                Some(self.b.make_agg(ty.expect("several direct results"), direct))
            }
        };
        self.b.ret(value);
    }

    // The statement

    pub(super) fn defer(&mut self, e: ExprId) {
        let e = self.src.ast.unparen(e);
        let ast = self.src.ast;
        let ExprKind::Call(call) = ast.kind(e) else { return };
        let fun = ast.unparen(call.fun);
        // Executed at most once in a call of the function: the frame has room for it.
        let once = self.frame.is_some() && self.loops == 0 && !self.ctx.gotos;
        let home = if once { Home::Frame } else { Home::Heap };
        if let ExprKind::FuncLit(lit) = ast.kind(fun)
            && call.args.is_empty()
            && lit.sig.results.is_empty()
        {
            let (_, closure) = self.called_literal(fun, lit, home);
            return self.push_deferred(closure, home);
        }
        let (code, vals) = match self.mode(fun) {
            Mode::Builtin(b) => self.later_builtin(b, call),
            _ => {
                let p = self.prepare(fun, call, home);
                if let Target::Method(tab, _) = p.target {
                    self.nil_check(tab);
                }
                let forward = self.may_recover(fun);
                self.later_call(p, forward)
            }
        };
        let closure = self.later_closure(code, &vals, home);
        self.push_deferred(closure, home);
    }

    /// A closure object for code that makes a call later, with what it needs for that.
    pub(super) fn later_closure(
        &mut self,
        code: FuncId,
        vals: &[(Val, TypeId)],
        home: Home,
    ) -> Operand {
        if vals.is_empty() {
            return Operand::Global(self.l.closure_global(code));
        }
        let types: Vec<TypeId> = vals.iter().map(|(_, t)| *t).collect();
        let ty = self.object_of(&types);
        let object = self.object_at(home, ty, "call deferred in a loop");
        self.fill_object(object, Operand::Func(code), vals);
        object
    }

    fn push_deferred(&mut self, closure: Operand, home: Home) {
        let record = self.l.runtime_type("deferred");
        let ty = self.ty(record);
        let record = self.object_at(home, ty, "defer in a loop");
        let frame = self.frame_pointer();
        self.rt("deferpush", &[frame, record, closure]);
    }

    /// Code that makes a prepared call, and the values that its closure object holds. With
    /// `forward` the called function may recover if the code itself may.
    pub(super) fn later_call(
        &mut self,
        p: Prepared,
        forward: bool,
    ) -> (FuncId, Vec<(Val, TypeId)>) {
        let word = TypeTable::UNSAFE_POINTER;
        let mut vals: Vec<(Val, TypeId)> = Vec::new();
        match p.target {
            Target::Func(_) => {}
            Target::Literal(_, op) | Target::Closure(op) | Target::Method(op, _) => {
                vals.push((Val::Op(op), word));
            }
        }
        let extra = vals.len();
        vals.extend(p.args.iter().copied());
        let types: Vec<TypeId> = vals.iter().map(|(_, t)| *t).collect();
        let id = self.deferred_function();
        self.inside(id, |s| {
            let loaded: Vec<(Val, TypeId)> =
                (0..types.len()).map(|i| (s.closure_field(&types, i), types[i])).collect();
            let first = loaded.first().map(|(v, t)| s.op_if(extra > 0, *v, *t));
            let target = match (p.target, first.flatten()) {
                (Target::Literal(code, _), Some(op)) => Target::Literal(code, op),
                (Target::Closure(_), Some(op)) => Target::Closure(op),
                (Target::Method(_, i), Some(op)) => Target::Method(op, i),
                (other, _) => other,
            };
            let args = loaded[extra..].to_vec();
            let p = Prepared { target, args, shape: p.shape.clone() };
            if forward {
                s.forward_recover(id, target);
            }
            s.make_call_now(&p, None);
            s.b.ret(None);
        });
        (id, vals)
    }

    fn op_if(&mut self, wanted: bool, v: Val, t: TypeId) -> Option<Operand> {
        wanted.then(|| self.op(v, t))
    }

    pub(super) fn later_builtin(
        &mut self,
        b: Builtin,
        call: &Call,
    ) -> (FuncId, Vec<(Val, TypeId)>) {
        let vals = match b {
            Builtin::Recover => vec![(Val::Op(self.own_token()), TypeTable::UINT32)],
            _ => self.builtin_args(b, &call.args),
        };
        let types: Vec<TypeId> = vals.iter().map(|(_, t)| *t).collect();
        let id = self.deferred_function();
        self.inside(id, |s| {
            let loaded: Vec<(Val, TypeId)> =
                (0..types.len()).map(|i| (s.closure_field(&types, i), types[i])).collect();
            if b == Builtin::Recover {
                s.deferred_recover(id, loaded[0].0);
            } else {
                s.builtin_effect(b, loaded);
            }
            s.b.ret(None);
        });
        (id, vals)
    }

    /// `defer recover()` acts like a call by the function that defers it, unless a panic runs it.
    fn deferred_recover(&mut self, own: FuncId, token: Val) {
        let token = self.op(token, TypeTable::UINT32);
        let word = self.l.recoverable();
        let now = self.b.load(word, Ty::Ptr);
        let by_panic = self.b.cmp(CmpOp::Eq, now, Operand::Func(own));
        let token = self.b.select(by_panic, Operand::i32(0), token);
        self.rt("gorecover", &[token]);
    }

    fn deferred_function(&mut self) -> FuncId {
        let sig = self.l.m.sig(Sig { params: Box::new([Ty::Ptr]), result: None });
        let name = format!("{}.defer", self.names.outer);
        self.new_helper(name, sig)
    }

    // Recover

    /// Finds out at entry whether the function was called by the deferred call mechanism.
    pub(super) fn take_token(&mut self) {
        let word = self.l.recoverable();
        let now = self.b.load(word, Ty::Ptr);
        let own = self.b.cmp(CmpOp::Eq, now, Operand::Func(self.id));
        let rest = self.b.select(own, Operand::Null, now);
        self.b.store(word, rest);
        self.token = Some(self.b.int_resize(own, Ty::I32, false));
    }

    /// The token of the function that the code belongs to.
    fn own_token(&self) -> Operand {
        match self.vars.get(&VarKey::Token) {
            Some(Var::Value(v)) => *v,
            _ => self.token.expect("a function that recovers takes the token"),
        }
    }

    pub(super) fn recover(&mut self, fun: ExprId) -> Operand {
        if !self.is_confined_recover(fun) {
            let (panics, any) = (self.l.panics(), self.empty_interface());
            self.l.flows(panics, any);
        }
        let token = self.own_token();
        self.rt_value("gorecover", &[token])
    }

    /// In code that makes a deferred call: what it calls may recover if it itself may.
    pub(super) fn forward_recover(&mut self, own: FuncId, target: Target) {
        let code = match target {
            Target::Func(f) | Target::Literal(f, _) => Operand::Func(f),
            Target::Closure(object) => {
                self.nil_check(object);
                self.b.load(object, Ty::Ptr)
            }
            Target::Method(tab, i) => self.method_code(tab, i),
        };
        self.l.forward_recover(&mut self.b, own, code);
    }

    /// Can the function that an expression names call recover itself? If in doubt, yes.
    fn may_recover(&self, fun: ExprId) -> bool {
        let func = match (self.static_callee(fun), self.src.ast.kind(fun)) {
            (Some((f, _)), _) => f,
            (None, ExprKind::Selector { .. }) => {
                match self.l.c.prog.info[self.src.file].selections.get(&fun).map(|s| s.kind.clone())
                {
                    Some(crate::check::program::SelectionKind::Method(f)) => f,
                    _ => return true,
                }
            }
            _ => return true,
        };
        self.l.func_recovers(func)
    }
}
