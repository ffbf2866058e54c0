//! Functions that lowering writes itself: wrappers of declared functions used as values, and of
//! methods reached through an interface.

use super::program::new_function;
use super::{FuncKey, Lower};
use crate::base::intern::Symbol;
use crate::base::source::Pos;
use crate::ir::builder::FuncBuilder;
use crate::ir::entities::*;
use crate::ir::function::{Attrs, CmpOp};
use crate::syntax::ast::{Expr, ExprKind};
use crate::types::lookup::{self, Found, FoundKind, Lookup};
use crate::types::repr::*;
use crate::types::table::TypeTable;

/// What a generated function is for.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Generated {
    /// The code of the function value of a declared function.
    Value(FuncKey),
    /// The method of a concrete type, taking a data word.
    Method(TypeId, Symbol, Option<PkgId>),
    Equal(TypeId),
    Hash(TypeId),
    /// Equality of so many bytes.
    MemEqual(u64),
    MemHash(u64),
    /// What package reflect calls a function value of a type through.
    Caller(TypeId),
    /// The code of a method value that package reflect makes.
    Binder(TypeId),
    /// The code of functions that package reflect makes.
    Maker(TypeId),
}

impl Lower<'_> {
    /// A function without a Go declaration, to be filled in.
    pub(super) fn new_generated(&mut self, what: Generated, name: String, sig: SigId) -> FuncId {
        let name = self.unique(name);
        let f = new_function(name, sig, Attrs::default(), Pos::NONE, String::new());
        let id = self.m.funcs.push(f);
        self.generated.insert(what, id);
        id
    }

    /// Starts the body of a function that was declared.
    pub(super) fn start(&mut self, id: FuncId) -> FuncBuilder {
        let f = self.m.funcs[id].clone();
        FuncBuilder::new(&self.m, f)
    }

    /// The address of the closure object of a declared function.
    pub fn func_value(&mut self, key: &FuncKey) -> Operand {
        Operand::Global(self.func_closure(key))
    }

    /// The closure object of a declared function: it captures nothing.
    pub fn func_closure(&mut self, key: &FuncKey) -> GlobalId {
        let code = self.value_code(key);
        self.closure_global(code)
    }

    /// The code of a declared function's value: the function with one more parameter, unused.
    fn value_code(&mut self, key: &FuncKey) -> FuncId {
        let what = Generated::Value(key.clone());
        if let Some(id) = self.generated.get(&what) {
            return *id;
        }
        let target = self.func(key.clone());
        let ty = self.func_type(key).0;
        let shape = self.call_shape(ty, None, true);
        let name = format!("{}$f", self.m.funcs[target].name);
        let id = self.new_generated(what, name, shape.sig);
        let mut b = self.start(id);
        let n = b.func.params.len() - 1;
        let args = (0..n).map(|i| b.param(i)).collect();
        if self.func_recovers(key.func) {
            self.forward_recover(&mut b, id, Operand::Func(target));
        }
        let result = b.call(&self.m, target, args);
        b.ret(result);
        self.m.funcs[id] = b.finish();
        id
    }

    /// The method of a concrete type, as an itab holds it: called with the data word in place of
    /// the receiver.
    pub fn method_func(&mut self, concrete: TypeId, name: Symbol, pkg: Option<PkgId>) -> FuncId {
        let what = Generated::Method(concrete, name, pkg);
        if let Some(id) = self.generated.get(&what) {
            return *id;
        }
        let found = self.find_method(concrete, name, pkg);
        let found = found.expect("the type implements the interface");
        if let FoundKind::Method { func, .. } = found.kind {
            self.storage_opens(func);
        }
        if let FoundKind::Method { func, ptr_recv: true } = found.kind
            && found.path.is_empty()
        {
            let key = self.method_of(func, found.holder);
            let id = self.func(key);
            self.generated.insert(what, id);
            return id;
        }
        let sig_ty = self.method_type(&found);
        let shape = self.call_shape(sig_ty, Some(TypeTable::UNSAFE_POINTER), false);
        let symbol = format!("{}.{name}$i", self.type_name(concrete, true));
        let id = self.new_generated(what, symbol, shape.sig);
        let mut b = self.start(id);
        let memory_results =
            shape.results.iter().filter(|r| matches!(r, super::types::ResultPlace::Memory(_)));
        let word_at = memory_results.count();
        let (addr, at) = self.data_address(&mut b, word_at, concrete);
        let ptr_recv = matches!(found.kind, FoundKind::Method { ptr_recv: true, .. });
        let (addr, at) = self.walk_path(&mut b, addr, at, &found.path, ptr_recv);
        let params: Vec<Operand> = (0..b.func.params.len()).map(|i| b.param(i)).collect();
        let result = match found.kind {
            FoundKind::Method { func, ptr_recv } => {
                let recv = if ptr_recv || !self.is_direct(at) {
                    addr
                } else {
                    let ty = self.ty(at);
                    b.load(addr, ty)
                };
                let key = self.method_of(func, found.holder);
                let target = self.func(key);
                let mut args = params;
                args[word_at] = recv;
                if self.func_recovers(func) {
                    self.forward_recover(&mut b, id, Operand::Func(target));
                }
                b.call(&self.m, target, args)
            }
            FoundKind::InterfaceMethod(index) => {
                let iface = self.iface_ty();
                let Ty::Agg(agg) = iface else { unreachable!("an interface is a structure") };
                let tab_at = b.field_addr(addr, agg, 0);
                let tab = b.load(tab_at, Ty::Ptr);
                let data_at = b.field_addr(addr, agg, 1);
                let data = b.load(data_at, Ty::Ptr);
                self.nil_check(&mut b, tab);
                let slot = self.slot(at, index);
                let code_at = b.elem_addr(tab, Ty::Ptr, Operand::i32(slot as i32 + 1));
                let code = b.load(code_at, Ty::Ptr);
                let mut args = params;
                args[word_at] = data;
                b.call_ptr(&self.m, code, shape.sig, args)
            }
            FoundKind::Field => unreachable!("a field is no method"),
        };
        b.ret(result);
        self.m.funcs[id] = b.finish();
        id
    }

    /// The variable that says which function may recover (see `docs/abi.md`).
    pub(super) fn recoverable(&mut self) -> Operand {
        let pkg = self.c.prog.package(Symbol::new("runtime"));
        let obj = pkg.and_then(|pkg| self.c.prog.lookup(pkg, Symbol::new("recoverable")));
        Operand::Global(self.global(obj.expect("package runtime has a variable recoverable")))
    }

    /// In the code `own`, which is about to call `code`: that may recover if the caller may.
    pub(super) fn forward_recover(&mut self, b: &mut FuncBuilder, own: FuncId, code: Operand) {
        let word = self.recoverable();
        let now = b.load(word, Ty::Ptr);
        let is_own = b.cmp(CmpOp::Eq, now, Operand::Func(own));
        let next = b.select(is_own, code, now);
        b.store(word, next);
    }

    /// Does a declared function mention `recover`?
    pub(super) fn func_recovers(&self, func: FuncObjId) -> bool {
        let (file, decl) = self.c.prog.func_decl(func);
        let Some(body) = &decl.body else { return false };
        let inside = |e: &Expr| body.lbrace <= e.span.lo && e.span.hi <= body.rbrace;
        let name = Symbol::new("recover");
        let mut exprs = self.c.prog.ast(file).exprs.iter();
        exprs.any(|e| matches!(e.kind, ExprKind::Ident(n) if n == name) && inside(e))
    }

    pub(super) fn nil_check(&mut self, b: &mut FuncBuilder, ptr: Operand) {
        self.check_func(crate::ir::function::CheckKind::Nil);
        b.check_nil(ptr);
    }

    /// The address of the value behind a data word, and the value's type. For a pointer that is
    /// what it points to.
    fn data_address(&mut self, b: &mut FuncBuilder, word: usize, t: TypeId) -> (Operand, TypeId) {
        let word = b.param(word);
        if let Type::Pointer(to) = self.c.prog.types[self.underlying(t)] {
            self.nil_check(b, word);
            return (word, to);
        }
        if self.fits_word(t) {
            let slot = b.slot(Ty::Ptr, None);
            b.store(slot, word);
            return (slot, t);
        }
        (word, t)
    }

    /// Follows a path of embedded fields from the value of type `t` at `addr`.
    fn walk_path(
        &mut self,
        b: &mut FuncBuilder,
        mut addr: Operand,
        mut t: TypeId,
        path: &[u32],
        ptr_recv: bool,
    ) -> (Operand, TypeId) {
        for (n, &i) in path.iter().enumerate() {
            let Type::Struct(fields) = self.c.prog.types[self.underlying(t)].clone() else {
                unreachable!("a path leads through structures")
            };
            let Ty::Agg(agg) = self.ty(t) else { unreachable!("a structure is an aggregate") };
            addr = b.field_addr(addr, agg, i);
            t = fields[i as usize].ty;
            if let Type::Pointer(to) = self.c.prog.types[t] {
                addr = b.load(addr, Ty::Ptr);
                t = to;
                // A pointer method takes the last pointer as it is.
                if n + 1 < path.len() || !ptr_recv {
                    self.nil_check(b, addr);
                }
            }
        }
        (addr, t)
    }

    /// The method with a name in the method set of a type.
    pub fn find_method(&mut self, t: TypeId, name: Symbol, pkg: Option<PkgId>) -> Option<Found> {
        let from = pkg.unwrap_or(self.c.prog.main);
        let prog = &self.c.prog;
        match lookup::lookup(&prog.types, &prog.ents, t, false, from, name) {
            Lookup::Found(f) if f.kind != FoundKind::Field => {
                if let FoundKind::Method { func, .. } = f.kind {
                    let obj = self.c.prog.ents.funcs[func].obj;
                    self.c.obj_decl(obj);
                }
                Some(f)
            }
            _ => None,
        }
    }

    /// The type of a method that was found, without receiver.
    pub(super) fn method_type(&mut self, found: &Found) -> TypeId {
        match found.kind {
            FoundKind::Method { func, .. } => {
                let key = self.method_of(func, found.holder);
                self.func_type(&key).0
            }
            _ => found.ty,
        }
    }

    /// Does a concrete type implement an interface type?
    pub fn implements(&mut self, t: TypeId, iface: TypeId) -> bool {
        self.iface_methods(iface).iter().all(|m| {
            let found = self.find_method(t, m.name, m.pkg);
            found.is_some_and(|f| self.method_type(&f) == m.sig)
        })
    }
}
