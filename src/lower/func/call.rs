//! Calls (spec: Calls, Passing arguments to ... parameters).
//!
//! A call is prepared (callee and arguments evaluated) and then made, at once or, for `defer`,
//! later in a function of its own.

use super::closure::Home;
use super::vars::Var;
use super::{FuncLower, Kind, Val};
use crate::base::diag::Diagnostic;
use crate::check::program::{Mode, Selection, SelectionKind};
use crate::ir::entities::*;
use crate::lower::FuncKey;
use crate::lower::flow::Storage;
use crate::lower::func::analyze::VarKey;
use crate::lower::types::{CallShape, ResultPlace};
use crate::syntax::ast::*;
use crate::types::repr::*;

/// What is called.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    Func(FuncId),
    /// A literal, with its closure object as last argument.
    Literal(FuncId, Operand),
    /// A function value.
    Closure(Operand),
    /// A method out of an itab; the data word is the first argument. Nil is checked for when the
    /// call is made: the itab, the method's place in it.
    Method(Operand, u32),
}

/// A call whose operands have been evaluated.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    pub target: Target,
    /// The receiver first, if any.
    pub args: Vec<(Val, TypeId)>,
    pub shape: CallShape,
}

impl FuncLower<'_, '_, '_> {
    /// Any call: of a function, a conversion or a built-in. Gives its values.
    pub(super) fn call_any(&mut self, e: ExprId) -> Vec<(Val, TypeId)> {
        self.call_with(e, None)
    }

    /// A call that gives one value of a type that is not direct, put at `dst`, which nothing
    /// else refers to.
    pub(super) fn call_into(&mut self, dst: Operand, e: ExprId, t: TypeId) {
        if let Some((v, from)) = self.call_with(e, Some(dst)).first().copied()
            && v != Val::Mem(dst)
        {
            let v = self.convert_val(v, from, t);
            self.store_val(dst, v, t);
        }
    }

    fn call_with(&mut self, e: ExprId, dst: Option<Operand>) -> Vec<(Val, TypeId)> {
        self.apart(|l| l.call_apart(e, dst))
    }

    fn call_apart(&mut self, e: ExprId, dst: Option<Operand>) -> Vec<(Val, TypeId)> {
        let ast = self.src.ast;
        let ExprKind::Call(call) = ast.kind(e) else { unreachable!("a call is expected") };
        let fun = ast.unparen(call.fun);
        let t = self.type_of(e);
        match self.mode(fun) {
            Mode::TypeExpr => {
                let v = self.conversion(call.args[0], t);
                return vec![(v, t)];
            }
            Mode::Builtin(b) => {
                return self.builtin(b, call, t).map(|v| (v, t)).into_iter().collect();
            }
            _ => {}
        }
        if let Some((func, _)) = self.static_callee(fun)
            && let Some(vals) = self.intrinsic_call(e, func, call)
        {
            return vals;
        }
        let prepared = self.prepare(fun, call, Home::Slot);
        // Go names the line of the parenthesis.
        self.at(self.span(call.fun).hi);
        self.note_call_site(fun);
        self.make_call_now(&prepared, dst)
    }

    /// The declared function that an expression names, if it does so directly.
    pub(super) fn static_callee(&self, fun: ExprId) -> Option<(FuncObjId, ExprId)> {
        let ast = self.src.ast;
        let fun = ast.unparen(fun);
        let named = match ast.kind(fun) {
            ExprKind::Index { x, .. } => ast.unparen(*x),
            _ => fun,
        };
        let is_name = matches!(ast.kind(named), ExprKind::Ident(_) | ExprKind::Selector { .. });
        if !is_name || self.l.c.prog.info[self.src.file].selections.contains_key(&named) {
            return None;
        }
        match self.l.c.prog.ents.objects[self.object(named)?].kind {
            ObjectKind::Func(f) => Some((f, named)),
            _ => None,
        }
    }

    /// The key of a declared function named by the expression `e`, with the type arguments it is
    /// instantiated with.
    pub(super) fn func_key(&mut self, f: FuncObjId, e: ExprId) -> FuncKey {
        let targs = self.l.c.prog.info[self.src.file].instances.get(&e).cloned();
        let targs = targs.unwrap_or_default();
        let targs = targs.iter().map(|t| self.subst(*t)).collect();
        FuncKey { func: f, targs }
    }

    /// Evaluates callee and arguments of a call that is no conversion and no built-in.
    /// `home` says where the closure object of a literal that is called may lie.
    pub(super) fn prepare(&mut self, fun: ExprId, call: &Call, home: Home) -> Prepared {
        let ast = self.src.ast;
        let fun = ast.unparen(fun);
        let sig = self.type_of(fun);
        // `x.m[A]`: the type arguments are kept with the selector.
        let fun = match ast.kind(fun) {
            ExprKind::Index { x, .. } if matches!(self.mode(*x), Mode::Value) => {
                let inner = ast.unparen(*x);
                let known = &self.l.c.prog.info[self.src.file].instances;
                if known.contains_key(&inner) { inner } else { fun }
            }
            _ => fun,
        };
        if let Some((func, named)) = self.static_callee(fun) {
            let key = self.func_key(func, named);
            let mut args = self.arguments(call, sig);
            self.linked_arguments(func, fun, &mut args);
            let shape = self.l.call_shape(sig, None, false);
            let target = Target::Func(self.l.func(key));
            return Prepared { target, args, shape };
        }
        match ast.kind(fun) {
            ExprKind::Selector { x, .. } => {
                if let Some(sel) = self.selection(fun) {
                    match sel.kind {
                        SelectionKind::Method(f) => {
                            return self.prepare_method((fun, *x), &sel, f, sig, call);
                        }
                        SelectionKind::InterfaceMethod(i) => {
                            return self.prepare_dynamic(*x, &sel, i, sig, call);
                        }
                        _ => {}
                    }
                }
            }
            ExprKind::FuncLit(lit) => {
                let (code, object) = self.called_literal(fun, lit, home);
                let args = self.arguments(call, sig);
                let shape = self.l.call_shape(sig, None, true);
                return Prepared { target: Target::Literal(code, object), args, shape };
            }
            _ => {}
        }
        let late = self.is_plain_read(fun) && call.args.iter().any(|a| self.has_call(*a));
        let (closure, args) = if late {
            let args = self.arguments(call, sig);
            (self.expr(fun), args)
        } else {
            let closure = self.expr(fun);
            (closure, self.arguments(call, sig))
        };
        let shape = self.l.call_shape(sig, None, true);
        Prepared { target: Target::Closure(closure), args, shape }
    }

    fn prepare_method(
        &mut self,
        (fun, x): (ExprId, ExprId),
        sel: &Selection,
        f: FuncObjId,
        sig: TypeId,
        call: &Call,
    ) -> Prepared {
        let (recv, recv_type) = self.receiver(x, sel, f);
        let recv = match recv {
            Val::Mem(_) if !self.is_fresh(x) && !self.is_private(x) => self.keep(recv, recv_type),
            _ => recv,
        };
        let mut args = vec![(recv, recv_type)];
        let storage = self.l.storage_method(f);
        self.storing = storage.is_some();
        args.extend(self.arguments(call, sig));
        let opens = match storage {
            Some(Storage::Gives) => !self.confined.contains(&fun),
            Some(Storage::Shows) => true,
            _ => false,
        };
        if opens {
            let (stored, any) = (self.l.stored(), self.empty_interface());
            self.l.flows(stored, any);
        }
        let shape = self.l.call_shape(sig, Some(recv_type), false);
        let key = self.method_key(f, recv_type, fun);
        Prepared { target: Target::Func(self.l.func(key)), args, shape }
    }

    fn prepare_dynamic(
        &mut self,
        x: ExprId,
        sel: &Selection,
        index: u32,
        sig: TypeId,
        call: &Call,
    ) -> Prepared {
        let (iface, t) = self.interface_receiver(x, sel);
        let (tab, data) = (self.extract(iface, 0), self.extract(iface, 1));
        let word = crate::types::table::TypeTable::UNSAFE_POINTER;
        let mut args = vec![(Val::Op(data), word)];
        args.extend(self.arguments(call, sig));
        let shape = self.l.call_shape(sig, Some(word), false);
        let slot = self.l.slot(t, index);
        Prepared { target: Target::Method(tab, slot), args, shape }
    }

    // Arguments

    /// The arguments of a call, as values of the parameters' types.
    /// Makes the interface values that a function without a body is given those of the types that its
    /// definition in another package has for them: itabs have the methods called through one type.
    fn linked_arguments(&mut self, func: FuncObjId, fun: ExprId, args: &mut [(Val, TypeId)]) {
        for ((v, t), to) in args.iter_mut().zip(self.l.linked_params(func)) {
            if *t == to || !self.is_interface(*t) || !self.is_interface(to) {
                continue;
            }
            if let Err(cause) = self.l.c.implements(*t, to) {
                let message =
                    format!("the function that is linked here takes another type: {cause}");
                let error = Diagnostic::error("InvalidIfaceAssign", self.span(fun), message);
                self.l.c.diags.push(error);
                continue;
            }
            (*v, *t) = (self.convert_val(*v, *t, to), to);
        }
    }

    fn arguments(&mut self, call: &Call, sig: TypeId) -> Vec<(Val, TypeId)> {
        let sig = self.signature(sig);
        let mut params = sig.params.to_vec();
        if std::mem::take(&mut self.storing) {
            let (stored, any) = (self.l.stored(), self.empty_interface());
            params.iter_mut().filter(|p| **p == any).for_each(|p| *p = stored);
        }
        if let [only] = call.args[..]
            && matches!(self.l.c.prog.types[self.info(only).ty], Type::Tuple(_))
        {
            let vals = self.multi_value(only);
            return self.spread_results(vals, &params, sig.variadic);
        }
        if !sig.variadic || call.spread {
            return self.argument_list(&call.args, &params);
        }
        let fixed = params.len() - 1;
        let elem = self.slice_elem(params[fixed]);
        let mut types = params[..fixed].to_vec();
        types.resize(call.args.len(), elem);
        let mut vals = self.argument_list(&call.args, &types);
        let rest: Vec<Val> = vals.drain(fixed..).map(|(v, _)| v).collect();
        let slice = self.slice_of(&rest, elem, "arguments of a variadic call");
        vals.push((Val::Op(slice), params[fixed]));
        vals
    }

    /// `f(g())`: the results of one call are the arguments of another.
    fn spread_results(
        &mut self,
        vals: Vec<(Val, TypeId)>,
        params: &[TypeId],
        variadic: bool,
    ) -> Vec<(Val, TypeId)> {
        let fixed = if variadic { params.len() - 1 } else { params.len() };
        let mut args = Vec::new();
        let mut rest = Vec::new();
        for (i, (v, from)) in vals.into_iter().enumerate() {
            if i < fixed {
                args.push((self.convert_val(v, from, params[i]), params[i]));
            } else {
                let elem = self.slice_elem(params[fixed]);
                rest.push(self.convert_val(v, from, elem));
            }
        }
        if variadic {
            let elem = self.slice_elem(params[fixed]);
            let slice = self.slice_of(&rest, elem, "arguments of a variadic call");
            args.push((Val::Op(slice), params[fixed]));
        }
        args
    }

    fn argument_list(&mut self, exprs: &[ExprId], types: &[TypeId]) -> Vec<(Val, TypeId)> {
        let late = self.late_list(exprs);
        let mut vals: Vec<Option<Val>> = vec![None; exprs.len()];
        for round in [false, true] {
            for i in (0..exprs.len()).filter(|i| late[*i] == round) {
                vals[i] = Some(self.argument(exprs[i], types[i]));
            }
        }
        vals.into_iter().flatten().zip(types.iter().copied()).collect()
    }

    /// An argument. In memory it must stay as it is until the call returns, so what others could
    /// change is copied.
    fn argument(&mut self, e: ExprId, t: TypeId) -> Val {
        let v = self.val_as(e, t);
        match v {
            Val::Mem(_) if !self.is_fresh(e) && !self.is_private(e) => self.keep(v, t),
            _ => v,
        }
    }

    /// Is `e` a variable that only the code of this function can change?
    fn is_private(&self, e: ExprId) -> bool {
        let e = self.src.ast.unparen(e);
        if !matches!(self.src.ast.kind(e), ExprKind::Ident(_)) {
            return false;
        }
        let Some(obj) = self.object(e) else { return false };
        let key = VarKey::Obj(obj);
        let facts = self.src.facts;
        matches!(self.vars.get(&key), Some(Var::Mem(_)))
            && !facts.shared.contains(&obj)
            && !facts.captured.contains(&key)
    }

    // Making the call

    /// Makes a call that was prepared; a single result in memory goes to `dst`, if given.
    pub(super) fn make_call_now(
        &mut self,
        p: &Prepared,
        dst: Option<Operand>,
    ) -> Vec<(Val, TypeId)> {
        let mut ir = Vec::new();
        let mut outs = Vec::new();
        for (place, &t) in p.shape.results.iter().zip(&p.shape.result_types) {
            if matches!(place, ResultPlace::Memory(_)) {
                let out = match dst {
                    Some(dst) if p.shape.results.len() == 1 => dst,
                    _ => {
                        let ty = self.ty(t);
                        self.temp(ty)
                    }
                };
                outs.push(out);
                ir.push(out);
            }
        }
        for (v, t) in &p.args {
            ir.push(match *v {
                Val::Op(op) if self.is_direct(*t) => op,
                v => self.addr_of_val(v, *t),
            });
        }
        let result = self.invoke(p, ir);
        let mut vals = Vec::new();
        for (place, &t) in p.shape.results.iter().zip(&p.shape.result_types) {
            let whole = || result.expect("a function with direct results has a result");
            let v = match place {
                ResultPlace::Whole => Val::Op(whole()),
                ResultPlace::Field(i) => Val::Op(self.extract(whole(), *i)),
                ResultPlace::Memory(i) => Val::Mem(outs[*i as usize]),
            };
            vals.push((v, t));
        }
        vals
    }

    fn invoke(&mut self, p: &Prepared, mut ir: Vec<Operand>) -> Option<Operand> {
        match p.target {
            Target::Func(f) => {
                let result = self.b.call(&self.l.m, f, ir);
                if self.l.m.funcs[f].attrs.noreturn {
                    self.b.unreachable();
                }
                result
            }
            Target::Literal(code, object) => {
                ir.push(object);
                self.b.call(&self.l.m, code, ir)
            }
            Target::Closure(object) => {
                self.nil_check(object);
                let code = self.b.load(object, Ty::Ptr);
                ir.push(object);
                self.b.call_ptr(&self.l.m, code, p.shape.sig, ir)
            }
            Target::Method(tab, index) => {
                let code = self.method_code(tab, index);
                self.b.call_ptr(&self.l.m, code, p.shape.sig, ir)
            }
        }
    }

    /// The code of a method out of an itab.
    pub(super) fn method_code(&mut self, tab: Operand, index: u32) -> Operand {
        self.nil_check(tab);
        let addr = self.b.elem_addr(tab, Ty::Ptr, Operand::i32(index as i32 + 1));
        self.b.load(addr, Ty::Ptr)
    }

    /// The interface value that a method is called on, and its type: `x`, or a field embedded in it.
    pub(super) fn interface_receiver(&mut self, x: ExprId, sel: &Selection) -> (Operand, TypeId) {
        let t = self.type_of(x);
        let (v, t) = self.embedded(x, t, &sel.path);
        (self.op(v, t), t)
    }

    /// The value of the field embedded in `x` at the end of `path`.
    pub(super) fn embedded(&mut self, x: ExprId, t: TypeId, path: &[u32]) -> (Val, TypeId) {
        if path.is_empty() {
            return (self.val(x), t);
        }
        if matches!(self.kind(t), Kind::Pointer(_)) || !self.is_addressable(x) {
            let v = self.val(x);
            return self.walk_val(v, t, path);
        }
        let place = self.place(x);
        let addr = self.place_addr(place, t);
        let (place, t) = self.walk_place(addr, Vec::new(), t, path);
        (self.read_place(place, t), t)
    }
}
