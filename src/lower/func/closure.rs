//! Function literals, closure objects, and functions that lowering writes beside the one at hand.

use super::analyze::VarKey;
use super::body::{Capture, Code};
use super::call::Prepared;
use super::vars::Var;
use super::{FuncLower, Val};
use crate::base::source::Pos;
use crate::ir::builder::FuncBuilder;
use crate::ir::entities::*;
use crate::ir::function::{Attrs, Function};
use crate::lower::Lower;
use crate::lower::types::{CallShape, ResultPlace};
use crate::syntax::ast::*;
use crate::types::repr::*;

/// Where an object that the program does not see may lie.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Home {
    /// It is done with when the current statement is.
    Slot,
    /// It is made once in a call of the function, which defers.
    Frame,
    Heap,
    /// It belongs to a goroutine that is started.
    Goroutine,
}

impl Lower<'_> {
    /// A function without a Go declaration, found again under its name.
    pub(super) fn new_thunk(&mut self, name: String, sig: SigId) -> FuncId {
        let id = self.m.funcs.push(Function::new(name.clone(), sig));
        self.thunks.insert(name, id);
        id
    }
}

impl<'x> FuncLower<'x, '_, '_> {
    // Literals

    /// A function literal as a value.
    pub(super) fn func_lit(&mut self, e: ExprId, lit: &'x FuncLit) -> Operand {
        let (code, captures) = self.literal(e, lit);
        if captures.is_empty() {
            return Operand::Global(self.l.closure_global(code));
        }
        let ty = self.closure_type(&captures);
        let object = self.new_object(ty, "function literal that captures variables");
        self.fill_closure(object, code, &captures);
        object
    }

    /// A literal that is called or deferred where it stands: code and closure object.
    pub(super) fn called_literal(
        &mut self,
        e: ExprId,
        lit: &'x FuncLit,
        home: Home,
    ) -> (FuncId, Operand) {
        let (code, captures) = self.literal(e, lit);
        if captures.is_empty() {
            return (code, Operand::Global(self.l.closure_global(code)));
        }
        let ty = self.closure_type(&captures);
        let object = self.object_at(home, ty, "literal deferred in a loop");
        self.fill_closure(object, code, &captures);
        (code, object)
    }

    /// Memory for a closure object or the like.
    pub(super) fn object_at(&mut self, home: Home, ty: Ty, why: &'static str) -> Operand {
        match home {
            Home::Slot => self.temp(ty),
            Home::Frame => self.frame_field(ty),
            Home::Heap => self.new_object(ty, why),
            Home::Goroutine => self.new_object(ty, "call that a goroutine is to make"),
        }
    }

    /// Lowers a literal's code. Gives what its closure objects are to hold.
    pub(super) fn literal(&mut self, e: ExprId, lit: &'x FuncLit) -> (FuncId, Vec<Capture>) {
        let pos = self.span(e).lo;
        let captures = self.captures(&self.src.facts.ctxs[&pos].captures);
        let sig = self.type_of(e);
        let mut shape = self.l.call_shape(sig, None, true);
        if self.pool_literals.contains(&e) && shape.result_types.len() == 1 {
            shape.result_types[0] = self.l.stored();
        }
        let id = self.new_nested(shape.sig, pos, false);
        let name = self.l.m.funcs[id].name.clone();
        let code = Code {
            recv: None,
            params: &lit.sig.params,
            results: &lit.sig.results,
            body: &lit.body,
            shape,
            captures: Some(captures.clone()),
        };
        FuncLower::new(self.l, self.src, id, name, pos).function(&code);
        (id, captures)
    }

    /// Declares the function of a literal, `outer.func1` or `outer.func1.1` inside of another one, or
    /// of the body of a loop over a function, `outer-range1`.
    pub(super) fn new_nested(&mut self, sig: SigId, pos: Pos, is_range: bool) -> FuncId {
        let names = &mut self.names;
        let (count, between) = match (is_range, names.in_literal) {
            (true, _) => (&mut names.ranges, "-range"),
            (false, true) => (&mut names.literals, "."),
            (false, false) => (&mut names.literals, ".func"),
        };
        *count += 1;
        let name = format!("{}{between}{count}", names.outer);
        // LLVM's assembler takes a minus in a symbol for Xtensa as one.
        let symbol = self.l.unique(name.replace('-', "."));
        let mut f = Function::new(symbol, sig);
        f.pos = pos;
        f.scopes = vec![(0, pos)];
        f.debug_name = name;
        let id = self.l.m.funcs.push(f);
        self.l.made_beside(id);
        id
    }

    /// How the variables that a literal uses get into its closure object.
    pub(super) fn captures(&mut self, keys: &[VarKey]) -> Vec<Capture> {
        let mut list = Vec::new();
        for &key in keys {
            let go = match key {
                VarKey::Obj(obj) => Some(self.object_type(obj)),
                VarKey::Result(_) => self.result_type(key),
                VarKey::Frame | VarKey::Token | VarKey::Loop => None,
            };
            let (by_value, ty) = match (key, go) {
                (VarKey::Frame | VarKey::Loop, _) => (true, Ty::Ptr),
                (VarKey::Token, _) => (true, Ty::I32),
                (_, Some(t)) if self.captured_by_value(key, t) => (true, self.ty(t)),
                _ => (false, Ty::Ptr),
            };
            list.push(Capture { key, ty, go, by_value });
        }
        list
    }

    fn result_type(&self, key: VarKey) -> Option<TypeId> {
        let own = self.results.iter().find(|r| r.key == key).map(|r| r.ty);
        own.or_else(|| {
            let body = self.range_body.as_ref()?;
            body.results.iter().find(|r| r.key == key).map(|r| r.ty)
        })
    }

    /// Fills a closure object for code that captures variables of this function.
    pub(super) fn fill_closure(&mut self, object: Operand, code: FuncId, captures: &[Capture]) {
        let agg = Self::agg_id(self.closure_type(captures));
        self.b.store(object, Operand::Func(code));
        for (i, c) in captures.iter().enumerate() {
            let value = match (c.by_value, self.vars.get(&c.key).copied()) {
                (true, Some(Var::Value(v))) => v,
                (true, None) => self.hidden(c.key),
                (true, Some(_)) => {
                    let addr = self.var_addr(c.key);
                    self.b.load(addr, c.ty)
                }
                (false, _) => self.var_addr(c.key),
            };
            let field = self.b.field_addr(object, agg, i as u32 + 1);
            self.b.store(field, value);
        }
    }

    /// What a range body needs of the function it belongs to.
    fn hidden(&mut self, key: VarKey) -> Operand {
        match key {
            VarKey::Frame => self.frame_pointer(),
            VarKey::Token => self.token.unwrap_or(Operand::i32(0)),
            other => unreachable!("{other:?} is not hidden"),
        }
    }

    // Functions beside this one

    /// Lowers into another function, which is empty so far, and puts it into the module.
    pub(super) fn inside<T>(&mut self, id: FuncId, f: impl FnOnce(&mut Self) -> T) -> T {
        let function = self.l.m.funcs[id].clone();
        let outer = std::mem::replace(&mut self.b, FuncBuilder::new(&self.l.m, function));
        let temps = std::mem::take(&mut self.temps);
        let result = f(self);
        self.temps = temps;
        let inner = std::mem::replace(&mut self.b, outer);
        self.l.m.funcs[id] = inner.finish();
        result
    }

    /// The parameters of the function being written, whose shape is given, without the closure
    /// object.
    pub(super) fn thunk_params(&mut self, shape: &CallShape) -> Vec<(Val, TypeId)> {
        let outs = shape.results.iter().filter(|r| matches!(r, ResultPlace::Memory(_))).count();
        let mut params = Vec::new();
        for (i, &t) in shape.param_types.iter().enumerate() {
            let op = self.b.param(outs + i);
            let v = if shape.params_in_memory[i] { Val::Mem(op) } else { Val::Op(op) };
            params.push((v, t));
        }
        params
    }

    /// Field `i` of the closure object that the function being written was called with; the
    /// object holds values of the given types.
    pub(super) fn closure_field(&mut self, types: &[TypeId], i: usize) -> Val {
        let object = *self.b.func.params.last().expect("code of a closure has a parameter");
        let agg = Self::agg_id(self.object_of(types));
        let addr = self.b.field_addr(Operand::Value(object), agg, i as u32 + 1);
        self.load_val(addr, types[i])
    }

    /// The type of a closure object that holds values of given types.
    pub(super) fn object_of(&mut self, types: &[TypeId]) -> Ty {
        let mut fields = vec![Ty::Ptr];
        for &t in types {
            fields.push(self.ty(t));
        }
        Ty::Agg(self.l.m.agg(Agg::Struct(fields.into())))
    }

    /// A closure object with values.
    pub(super) fn heap_closure(&mut self, code: FuncId, vals: &[(Val, TypeId)]) -> Operand {
        let types: Vec<TypeId> = vals.iter().map(|(_, t)| *t).collect();
        let ty = self.object_of(&types);
        let object = self.new_object(ty, "method value");
        self.fill_object(object, Operand::Func(code), vals);
        object
    }

    pub(super) fn fill_object(&mut self, object: Operand, code: Operand, vals: &[(Val, TypeId)]) {
        let types: Vec<TypeId> = vals.iter().map(|(_, t)| *t).collect();
        let agg = Self::agg_id(self.object_of(&types));
        self.b.store(object, code);
        for (i, (v, t)) in vals.iter().enumerate() {
            let field = self.b.field_addr(object, agg, i as u32 + 1);
            self.store_val(field, *v, *t);
        }
    }

    /// Makes a call whose results are those of the function being written, of shape `own`.
    pub(super) fn forward(&mut self, p: &Prepared, own: &CallShape) {
        let outs: Vec<Operand> = own
            .results
            .iter()
            .filter(|r| matches!(r, ResultPlace::Memory(_)))
            .enumerate()
            .map(|(i, _)| self.b.param(i))
            .collect();
        let dst = if own.results.len() == 1 { outs.first().copied() } else { None };
        let vals = self.make_call_now(p, dst);
        let mut direct = Vec::new();
        for ((v, t), place) in vals.iter().zip(&own.results) {
            match (place, *v) {
                (ResultPlace::Memory(i), v) => self.store_val(outs[*i as usize], v, *t),
                (_, Val::Op(op)) => direct.push(op),
                (_, Val::Mem(_)) => unreachable!("a direct result is an operand"),
            }
        }
        let result = match direct.len() {
            0 => None,
            1 => Some(direct[0]),
            _ => {
                let ty = self.l.m.sig_def(own.sig).result.expect("several direct results");
                Some(self.b.make_agg(ty, direct))
            }
        };
        self.b.ret(result);
    }

    /// A function that lowering writes.
    pub(super) fn new_helper(&mut self, name: String, sig: SigId) -> FuncId {
        let name = self.l.unique(name);
        let mut f = Function::new(name, sig);
        f.attrs = Attrs::default();
        self.l.m.funcs.push(f)
    }
}
