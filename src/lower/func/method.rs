//! Receivers, method values and method expressions (spec: Method values, Method expressions).

use super::call::{Prepared, Target};
use super::{FuncLower, Kind, Val};
use crate::check::program::{Selection, SelectionKind};
use crate::ir::entities::*;
use crate::lower::FuncKey;
use crate::syntax::ast::*;
use crate::types::repr::*;
use crate::types::table::TypeTable;

impl FuncLower<'_, '_, '_> {
    /// The key of the method that the selector `e` selects, for a receiver of type `recv`: the type
    /// arguments of the receiver's type, and those of the method itself.
    pub(super) fn method_key(&mut self, f: FuncObjId, recv: TypeId, e: ExprId) -> FuncKey {
        let base = match self.l.c.prog.types[recv] {
            Type::Pointer(base) => base,
            _ => recv,
        };
        let mut key = self.l.method_of(f, base);
        let own = self.func_key(f, e).targs;
        if !own.is_empty() {
            key.targs = key.targs.iter().chain(&own).copied().collect();
        }
        key
    }

    /// The type of a method's receiver parameter, for a receiver found at a value of type `t`
    /// (which is the base type or a pointer to it).
    fn receiver_type(&mut self, f: FuncObjId, t: TypeId) -> TypeId {
        let by_pointer = self.l.c.prog.ents.funcs[f].recv.is_some_and(|(_, pointer)| pointer);
        let base = match self.l.c.prog.types[t] {
            Type::Pointer(base) => base,
            _ => t,
        };
        if by_pointer { self.l.c.prog.types.pointer(base) } else { base }
    }

    /// The receiver argument for the method `f` selected on `x`, and its type.
    pub(super) fn receiver(&mut self, x: ExprId, sel: &Selection, f: FuncObjId) -> (Val, TypeId) {
        let t = self.type_of(x);
        let by_pointer = self.l.c.prog.ents.funcs[f].recv.is_some_and(|(_, pointer)| pointer);
        if by_pointer {
            let (ptr, base) = self.receiver_pointer(x, t, &sel.path);
            let recv = self.receiver_type(f, base);
            return (Val::Op(ptr), recv);
        }
        let (v, at) = self.embedded(x, t, &sel.path);
        let recv = self.receiver_type(f, at);
        let Type::Pointer(_) = self.l.c.prog.types[at] else {
            return (v, recv);
        };
        let ptr = self.op(v, at);
        self.nil_check(ptr);
        (self.load_val(ptr, recv), recv)
    }

    /// The address of the value that a pointer method is called on, and the value's type.
    fn receiver_pointer(&mut self, x: ExprId, t: TypeId, path: &[u32]) -> (Operand, TypeId) {
        if let Type::Pointer(base) = self.l.c.prog.types[t] {
            let ptr = self.expr(x);
            if path.is_empty() {
                return (ptr, base);
            }
            self.nil_check(ptr);
            return self.pointer_along(ptr, base, path);
        }
        if !self.is_addressable(x) {
            // Only an embedded pointer can be the receiver.
            let v = self.val(x);
            let (v, t) = self.walk_val(v, t, path);
            return (self.op(v, t), self.pointee(t));
        }
        let addr = self.address_of(x);
        self.pointer_along(addr, t, path)
    }

    fn pointer_along(&mut self, addr: Operand, t: TypeId, path: &[u32]) -> (Operand, TypeId) {
        let (place, t) = self.walk_place(addr, Vec::new(), t, path);
        let addr = self.place_addr(place, t);
        match self.l.c.prog.types[t] {
            Type::Pointer(base) => (self.b.load(addr, Ty::Ptr), base),
            _ => (addr, t),
        }
    }

    /// `x.m` as a function value: the receiver is evaluated and copied now.
    pub(super) fn method_value(&mut self, e: ExprId, x: ExprId, sel: &Selection) -> Operand {
        let sig = self.type_of(e);
        match sel.kind {
            SelectionKind::Method(f) => {
                self.l.storage_opens(f);
                let (recv, recv_type) = self.receiver(x, sel, f);
                let key = self.method_key(f, recv_type, e);
                let target = self.l.func(key);
                let shape = self.l.call_shape(sig, Some(recv_type), false);
                let name = format!("{}$b", self.l.m.funcs[target].name);
                let recovers = self.l.func_recovers(f);
                let code = self.bound_code(name, sig, recovers, |s, params| {
                    let args = s.bound_receiver(recv_type, params);
                    Prepared { target: Target::Func(target), args, shape: shape.clone() }
                });
                let recv = [(recv, recv_type)];
                self.heap_closure(code, &recv)
            }
            SelectionKind::InterfaceMethod(i) => {
                let (iface, t) = self.interface_receiver(x, sel);
                let i = self.l.slot(t, i);
                let tab = self.extract(iface, 0);
                self.nil_check(tab);
                let word = TypeTable::UNSAFE_POINTER;
                let shape = self.l.call_shape(sig, Some(word), false);
                let name = format!("iface.method{i}${}$b", shape.sig.0);
                let code = self.bound_code(name, sig, true, |s, params| {
                    let mut args = s.bound_receiver_pair(word, params);
                    let (tab, _) = args.remove(0);
                    let tab = s.op(tab, word);
                    Prepared { target: Target::Method(tab, i), args, shape: shape.clone() }
                });
                let data = self.extract(iface, 1);
                let words = [(Val::Op(tab), word), (Val::Op(data), word)];
                self.heap_closure(code, &words)
            }
            _ => unreachable!("a method value selects a method"),
        }
    }

    /// The code of bound methods: takes what it needs out of the closure object and calls,
    /// passing on the permission to recover.
    fn bound_code(
        &mut self,
        name: String,
        sig: TypeId,
        recovers: bool,
        call: impl FnOnce(&mut Self, &[(Val, TypeId)]) -> Prepared,
    ) -> FuncId {
        if let Some(&id) = self.l.thunks.get(&name) {
            return id;
        }
        let shape = self.l.call_shape(sig, None, true);
        let id = self.l.new_thunk(name, shape.sig);
        self.inside(id, |s| {
            let params = s.thunk_params(&shape);
            let p = call(s, &params);
            if recovers {
                s.forward_recover(id, p.target);
            }
            s.forward(&p, &shape);
        });
        id
    }

    /// Receiver (out of the closure object) and parameters of a bound method.
    fn bound_receiver(&mut self, recv: TypeId, params: &[(Val, TypeId)]) -> Vec<(Val, TypeId)> {
        let v = self.closure_field(&[recv], 0);
        std::iter::once((v, recv)).chain(params.iter().copied()).collect()
    }

    fn bound_receiver_pair(&mut self, t: TypeId, params: &[(Val, TypeId)]) -> Vec<(Val, TypeId)> {
        let first = self.closure_field(&[t, t], 0);
        let second = self.closure_field(&[t, t], 1);
        [(first, t), (second, t)].into_iter().chain(params.iter().copied()).collect()
    }

    /// `T.m` as a function whose first parameter is the receiver.
    pub(super) fn method_expr(&mut self, e: ExprId, sel: &Selection) -> Operand {
        let sig = self.type_of(e);
        let recv = self.subst(sel.recv);
        let ExprKind::Selector { sel: method, .. } = self.src.ast.kind(e) else {
            unreachable!("a method expression is a selector")
        };
        // A generic method has one for each of its instances.
        let targs = self.l.c.prog.info[self.src.file].instances.get(&e).cloned();
        let targs: Vec<String> = targs
            .unwrap_or_default()
            .iter()
            .map(|&t| {
                let t = self.subst(t);
                self.l.type_name(t, true)
            })
            .collect();
        let own = if targs.is_empty() { String::new() } else { format!("[{}]", targs.join(",")) };
        let name = format!("{}.{}{own}$e", self.l.type_name(recv, true), method.name);
        let sel = sel.clone();
        let recovers = match sel.kind {
            SelectionKind::MethodExpr(f) => self.l.func_recovers(f),
            _ => true,
        };
        let code = self.bound_code(name, sig, recovers, move |s, params| {
            let (first, t) = params[0];
            s.method_expr_call(e, &sel, first, t, &params[1..])
        });
        Operand::Global(self.l.closure_global(code))
    }

    fn method_expr_call(
        &mut self,
        e: ExprId,
        sel: &Selection,
        first: Val,
        t: TypeId,
        params: &[(Val, TypeId)],
    ) -> Prepared {
        let (v, at) = self.walk_val(first, t, &sel.path);
        match sel.kind {
            SelectionKind::InterfaceMethodExpr(i) => {
                let op = self.op(v, at);
                let (tab, data) = (self.extract(op, 0), self.extract(op, 1));
                let sig = self.interface(at).methods[i as usize].sig;
                let i = self.l.slot(at, i);
                let word = TypeTable::UNSAFE_POINTER;
                let shape = self.l.call_shape(sig, Some(word), false);
                let mut args = vec![(Val::Op(data), word)];
                args.extend(params);
                Prepared { target: Target::Method(tab, i), args, shape }
            }
            SelectionKind::MethodExpr(f) => {
                self.l.storage_opens(f);
                let recv = self.receiver_type(f, at);
                let v = self.adapt_receiver(v, at, recv, sel, first, t);
                let key = self.method_key(f, recv, e);
                let sig = self.l.func_type(&key).0;
                let shape = self.l.call_shape(sig, Some(recv), false);
                let target = Target::Func(self.l.func(key));
                let mut args = vec![(v, recv)];
                args.extend(params);
                Prepared { target, args, shape }
            }
            _ => unreachable!("a method expression selects a method"),
        }
    }

    /// The receiver of a method expression in the form the method takes it: a pointer is followed
    /// for a value method; the address of an embedded field is taken for a pointer method.
    fn adapt_receiver(
        &mut self,
        v: Val,
        at: TypeId,
        recv: TypeId,
        sel: &Selection,
        first: Val,
        t: TypeId,
    ) -> Val {
        let is_pointer = |s: &Self, t: TypeId| matches!(s.l.c.prog.types[t], Type::Pointer(_));
        match (is_pointer(self, at), is_pointer(self, recv)) {
            (true, false) => {
                let ptr = self.op(v, at);
                self.nil_check(ptr);
                self.load_val(ptr, recv)
            }
            (false, true) => {
                // (*T).m of a field embedded by value.
                let Kind::Pointer(base) = self.kind(t) else {
                    unreachable!("a pointer method is in the method set of a pointer")
                };
                let ptr = self.op(first, t);
                self.nil_check(ptr);
                Val::Op(self.pointer_along(ptr, base, &sel.path).0)
            }
            _ => v,
        }
    }
}
