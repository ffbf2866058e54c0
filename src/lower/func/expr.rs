//! Expressions.

use super::analyze::VarKey;
use super::{FuncLower, Kind, Val};
use crate::check::program::{Mode, SelectionKind};
use crate::ir::entities::*;
use crate::syntax::ast::*;
use crate::types::repr::*;

impl FuncLower<'_, '_, '_> {
    /// The value of an expression of direct type.
    pub(super) fn expr(&mut self, e: ExprId) -> Operand {
        let t = self.type_of(e);
        let v = self.val(e);
        self.op(v, t)
    }

    /// The value of an expression as a value of type `t`, which is direct.
    pub(super) fn expr_as(&mut self, e: ExprId, t: TypeId) -> Operand {
        let v = self.val_as(e, t);
        self.op(v, t)
    }

    /// The value of an expression, converted to the type of the place it is for
    /// (spec: Assignability).
    pub(super) fn val_as(&mut self, e: ExprId, t: TypeId) -> Val {
        match self.mode(e) {
            Mode::Nil => self.zero_val(t),
            Mode::Constant(_) if !self.is_interface(t) => self.const_val(e, t),
            Mode::Constant(_) => self.box_constant(e, t),
            _ => {
                let from = self.type_of(e);
                let v = self.val(e);
                self.convert_val(v, from, t)
            }
        }
    }

    /// Evaluates `e` as a `t` into memory that nothing else refers to (it is zero already if
    /// `zeroed`).
    pub(super) fn into(&mut self, dst: Operand, zeroed: bool, e: ExprId, t: TypeId) {
        let inner = self.src.ast.unparen(e);
        let same = self.type_of(inner) == t || !self.is_interface(t);
        match self.src.ast.kind(inner) {
            ExprKind::CompositeLit(lit) if same && !self.is_direct(t) => {
                self.ordered_eval(inner, |l| l.composite_into(dst, zeroed, inner, lit, t));
            }
            ExprKind::Call(_)
                if same && !self.is_direct(t) && !self.hoisted.contains_key(&inner) =>
            {
                self.call_into(dst, inner, t);
            }
            _ => {
                let v = self.val_as(e, t);
                if !(zeroed && matches!(v, Val::Op(op) if op.is_zero())) {
                    self.store_val(dst, v, t);
                }
            }
        }
    }

    /// The value of an expression, of its own type.
    pub(super) fn val(&mut self, e: ExprId) -> Val {
        let t = self.type_of(e);
        match self.mode(e) {
            Mode::Constant(_) => return self.const_val(e, t),
            Mode::Nil => return self.zero_val(t),
            _ => {}
        }
        if !self.hoisted.is_empty()
            && let Some(v) = self.hoisted.remove(&e)
        {
            return v;
        }
        let ast = self.src.ast;
        match ast.kind(e) {
            ExprKind::Paren(x) => self.val(*x),
            ExprKind::Ident(_) => self.ident(e, t),
            ExprKind::FuncLit(lit) => Val::Op(self.func_lit(e, lit)),
            ExprKind::CompositeLit(lit) => self.ordered_eval(e, |l| l.composite(e, lit, t)),
            ExprKind::Selector { x, .. } => self.selector(e, *x, t),
            ExprKind::Index { x, indices } => {
                self.ordered_eval(e, |l| l.index(e, *x, indices[0], t))
            }
            ExprKind::Slice { x, lo, hi, max, .. } => {
                Val::Op(self.ordered_eval(e, |l| l.slice_expr(*x, [*lo, *hi, *max], t)))
            }
            ExprKind::TypeAssert { x, .. } => self.type_assert(*x, t),
            ExprKind::Call(_) => match self.call_any(e).first() {
                Some((v, _)) => *v,
                None => unreachable!("the value of a call without results"),
            },
            ExprKind::Star(_) => {
                let place = self.place(e);
                self.read_place(place, t)
            }
            ExprKind::Unary { op, x, .. } => self.unary(*op, *x, t),
            ExprKind::Binary { op, x, y, .. } => {
                Val::Op(self.ordered_eval(e, |l| l.binary(e, *op, *x, *y, t)))
            }
            other => unreachable!("{}: {other:?} is no value", self.names.outer),
        }
    }

    fn ident(&mut self, e: ExprId, t: TypeId) -> Val {
        let obj = self.object(e).expect("an identifier denotes an object");
        match self.l.c.prog.ents.objects[obj].kind {
            ObjectKind::Var(VarKind::Global) => {
                let addr = Operand::Global(self.l.global(obj));
                self.load_val(addr, t)
            }
            ObjectKind::Var(_) => {
                let addr = self.var_addr(VarKey::Obj(obj));
                self.load_val(addr, t)
            }
            ObjectKind::Func(f) => {
                let key = self.func_key(f, e);
                Val::Op(self.l.func_value(&key))
            }
            ObjectKind::Nil => self.zero_val(t),
            ref other => unreachable!("{other:?} is no value"),
        }
    }

    fn selector(&mut self, e: ExprId, x: ExprId, t: TypeId) -> Val {
        let Some(sel) = self.selection(e) else { return self.ident(e, t) };
        match sel.kind {
            SelectionKind::Field => {}
            SelectionKind::Method(_) | SelectionKind::InterfaceMethod(_) => {
                return Val::Op(self.method_value(e, x, &sel));
            }
            SelectionKind::MethodExpr(_) | SelectionKind::InterfaceMethodExpr(_) => {
                return Val::Op(self.method_expr(e, &sel));
            }
        }
        let xt = self.type_of(x);
        if self.is_addressable(e) || matches!(self.kind(xt), Kind::Pointer(_)) {
            self.only_read = true;
            let place = self.place(e);
            self.only_read = false;
            return self.read_place(place, t);
        }
        let base = self.val(x);
        self.walk_val(base, xt, &sel.path).0
    }

    /// From a struct value of type `t` along a path of field indices, through embedded pointers.
    pub(super) fn walk_val(&mut self, v: Val, t: TypeId, path: &[u32]) -> (Val, TypeId) {
        let (mut v, mut t) = (v, t);
        for (n, &i) in path.iter().enumerate() {
            if let Kind::Pointer(elem) = self.kind(t) {
                let ptr = self.op(v, t);
                self.nil_check(ptr);
                let (place, t) = self.walk_place(ptr, Vec::new(), elem, &path[n..]);
                return (self.read_place(place, t), t);
            }
            let field = self.fields(t)[i as usize].ty;
            let field = self.subst(field);
            v = match v {
                Val::Op(op) => Val::Op(self.extract(op, i)),
                Val::Mem(addr) => {
                    let addr = self.field_addr(addr, t, i);
                    self.load_val(addr, field)
                }
            };
            t = field;
        }
        (v, t)
    }

    fn index(&mut self, e: ExprId, x: ExprId, index: ExprId, t: TypeId) -> Val {
        let xt = self.type_of(x);
        match self.kind(xt) {
            // An instantiated function.
            Kind::Func => self.instance(x, t),
            Kind::Basic(_) => Val::Op(self.string_index(x, index)),
            Kind::Array(elem, n) if !self.is_addressable(e) => {
                let base = self.val(x);
                let (i, check) = self.index_check(x, index, Operand::i32(n as i32));
                self.flush(&[check]);
                let base = self.addr_of_val(base, xt);
                let ty = self.ty(elem);
                let addr = self.b.elem_addr(base, ty, i);
                self.load_val(addr, elem)
            }
            _ => {
                let place = self.place(e);
                self.read_place(place, t)
            }
        }
    }

    /// A generic function or method with its type arguments, as a value.
    fn instance(&mut self, x: ExprId, t: TypeId) -> Val {
        let inner = self.src.ast.unparen(x);
        match *self.src.ast.kind(inner) {
            ExprKind::Selector { x: base, .. } => self.selector(inner, base, t),
            _ => self.ident(inner, t),
        }
    }

    fn unary(&mut self, op: UnOp, x: ExprId, t: TypeId) -> Val {
        let v = match op {
            UnOp::Addr => self.address_of(x),
            UnOp::Plus => return self.val(x),
            UnOp::Not => {
                let v = self.expr(x);
                self.b.not(v)
            }
            UnOp::Xor => {
                let v = self.expr_as(x, t);
                self.b.not(v)
            }
            UnOp::Neg => {
                let v = self.expr_as(x, t);
                self.negate(v, t)
            }
            UnOp::Recv => return self.recv(x).0,
            UnOp::Tilde => unreachable!("~T is no value"),
        };
        Val::Op(v)
    }

    // What an expression does

    /// Does evaluating `e` call a function (or create something, as a literal does)?
    pub(super) fn has_call(&self, e: ExprId) -> bool {
        if matches!(self.mode(e), Mode::Constant(_) | Mode::TypeExpr | Mode::Nil)
            || self.hoisted.contains_key(&e)
        {
            return false;
        }
        let opt = |e: &Option<ExprId>| e.is_some_and(|e| self.has_call(e));
        match self.src.ast.kind(e) {
            ExprKind::Paren(x) | ExprKind::Star(x) => self.has_call(*x),
            ExprKind::Selector { x, .. } => self.has_call(*x),
            ExprKind::TypeAssert { x, .. } => self.has_call(*x),
            ExprKind::Index { x, indices } => {
                self.has_call(*x) || indices.iter().any(|i| self.has_call(*i))
            }
            ExprKind::Slice { x, lo, hi, max, .. } => {
                self.has_call(*x) || opt(lo) || opt(hi) || opt(max)
            }
            ExprKind::Call(call) => {
                let fun = self.src.ast.unparen(call.fun);
                let harmless = match self.mode(fun) {
                    Mode::TypeExpr => true,
                    Mode::Builtin(b) => matches!(b, Builtin::Len | Builtin::Cap),
                    _ => false,
                };
                !harmless || call.args.iter().any(|a| self.has_call(*a))
            }
            ExprKind::Unary { op, x, .. } => *op == UnOp::Recv || self.has_call(*x),
            ExprKind::Binary { x, y, .. } => self.has_call(*x) || self.has_call(*y),
            ExprKind::CompositeLit(lit) => lit.elems.iter().any(|e| self.has_call(*e)),
            ExprKind::KeyValue { key, value } => self.has_call(*key) || self.has_call(*value),
            _ => false,
        }
    }

    /// Does `e` merely read variables, through pointers and indices at most?
    pub(super) fn is_plain_read(&self, e: ExprId) -> bool {
        if matches!(self.mode(e), Mode::Constant(_) | Mode::TypeExpr | Mode::Nil) {
            return false;
        }
        match self.src.ast.kind(e) {
            ExprKind::Ident(_) => true,
            ExprKind::Paren(x) | ExprKind::Star(x) => self.is_plain_read(*x),
            ExprKind::Selector { x, .. } => {
                match self.l.c.prog.info[self.src.file].selections.get(&e) {
                    Some(sel) => sel.kind == SelectionKind::Field && self.is_plain_read(*x),
                    None => true,
                }
            }
            ExprKind::Index { x, indices } => {
                // A type parameter may stand for a map.
                let map = matches!(self.kind(self.info(*x).ty), Kind::Map(..) | Kind::Other);
                !map && (self.is_plain_read(*x))
                    && (self.constant(indices[0]).is_some() || self.is_plain_read(indices[0]))
            }
            ExprKind::Unary { op, x, .. } => {
                matches!(op, UnOp::Neg | UnOp::Plus | UnOp::Not | UnOp::Xor)
                    && self.is_plain_read(*x)
            }
            ExprKind::Binary { x, y, .. } => {
                let operand = |e: ExprId| self.constant(e).is_some() || self.is_plain_read(e);
                operand(*x) && operand(*y)
            }
            _ => false,
        }
    }

    /// Is the memory that a value of `e` lies in a temporary of its own?
    pub(super) fn is_fresh(&self, e: ExprId) -> bool {
        let e = self.src.ast.unparen(e);
        match self.src.ast.kind(e) {
            ExprKind::CompositeLit(_) | ExprKind::Unary { op: UnOp::Recv, .. } => true,
            ExprKind::Call(call) => {
                let fun = self.src.ast.unparen(call.fun);
                match self.mode(fun) {
                    Mode::TypeExpr => self.is_fresh(call.args[0]),
                    Mode::Builtin(_) => false,
                    _ => true,
                }
            }
            _ => false,
        }
    }
}
