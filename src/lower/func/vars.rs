//! Where variables live: slots, objects of their own, or the frame of a function that defers.

use super::analyze::VarKey;
use super::{FuncLower, Val};
use crate::base::source::Pos;
use crate::ir::entities::*;
use crate::ir::function::DebugVar;
use crate::syntax::ast::ExprId;
use crate::types::repr::*;

/// How to reach a variable.
#[derive(Clone, Copy, Debug)]
pub(super) enum Var {
    /// It lies at this address.
    Mem(Operand),
    /// Its address is in this slot: a loop variable, of which every iteration has its own.
    Cell(Operand),
    /// Not a Go variable: this is its value (see [`VarKey::Frame`], [`VarKey::Token`]).
    Value(Operand),
}

/// Where a variable is to live.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Storage {
    Slot,
    /// An object of its own, which may outlive the function.
    Object,
    /// The frame object: deferred literals use it.
    Frame,
}

/// A new variable: where it is, and whether that memory is zero already.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewVar {
    pub addr: Operand,
    pub zeroed: bool,
}

impl FuncLower<'_, '_, '_> {
    /// Is a captured variable copied into the closure rather than referred to?
    pub(super) fn captured_by_value(&mut self, key: VarKey, t: TypeId) -> bool {
        match key {
            VarKey::Frame | VarKey::Token | VarKey::Loop => true,
            VarKey::Result(_) => false,
            VarKey::Obj(obj) => {
                let result = matches!(
                    self.l.c.prog.ents.objects[obj].kind,
                    ObjectKind::Var(VarKind::Result)
                );
                !result
                    && !self.src.facts.mutated.contains(&obj)
                    && !self.src.facts.shared.contains(&obj)
                    && self.is_direct(t)
            }
        }
    }

    pub(super) fn storage(&mut self, key: VarKey, t: TypeId) -> Storage {
        let facts = self.src.facts;
        if let VarKey::Obj(obj) = key
            && facts.shared.contains(&obj)
        {
            return Storage::Object;
        }
        if !facts.captured.contains(&key) || self.captured_by_value(key, t) {
            Storage::Slot
        } else if facts.escaping.contains(&key) {
            Storage::Object
        } else if facts.deferred.contains(&key) && self.frame.is_some() {
            Storage::Frame
        } else if facts.deferred.contains(&key) {
            // Used by a literal that a literal around it defers.
            Storage::Object
        } else {
            Storage::Slot
        }
    }

    /// Declares a local variable (`name` is its identifier) in fresh memory.
    pub(super) fn new_var(&mut self, name: ExprId, t: TypeId) -> NewVar {
        let obj = self.object(name).expect("a declared variable has an object");
        self.new_obj_var(obj, t)
    }

    pub(super) fn new_obj_var(&mut self, obj: ObjId, t: TypeId) -> NewVar {
        let key = VarKey::Obj(obj);
        let storage = self.storage(key, t);
        let var = self.allocate(storage, Some(obj), t);
        self.vars.insert(key, Var::Mem(var.addr));
        var
    }

    /// Memory for a variable; `obj` is what the debugger calls it.
    pub(super) fn allocate(&mut self, storage: Storage, obj: Option<ObjId>, t: TypeId) -> NewVar {
        let ty = self.ty(t);
        match storage {
            Storage::Slot => {
                let debug = obj.and_then(|obj| self.debug_var(obj, t, 0, false));
                NewVar { addr: self.b.slot(ty, debug), zeroed: false }
            }
            Storage::Object => {
                let addr = self.new_object(ty, "moved to heap: its address is taken or captured");
                if let Some(obj) = obj {
                    self.show_at(obj, t, addr);
                }
                NewVar { addr, zeroed: true }
            }
            Storage::Frame => {
                let addr = self.frame_field(ty);
                if let Some(obj) = obj {
                    self.show_at(obj, t, addr);
                }
                NewVar { addr, zeroed: false }
            }
        }
    }

    /// Tells the debugger that a variable lies at `addr`.
    pub(super) fn show_at(&mut self, obj: ObjId, t: TypeId, addr: Operand) {
        if let Some(debug) = self.debug_var(obj, t, 0, true) {
            let slot = self.b.slot(Ty::Ptr, Some(debug));
            self.b.store(slot, addr);
        }
    }

    pub(super) fn debug_var(
        &mut self,
        obj: ObjId,
        t: TypeId,
        arg: u32,
        indirect: bool,
    ) -> Option<DebugVar> {
        let (name, pos) = {
            let o = &self.l.c.prog.ents.objects[obj];
            (o.name, o.pos)
        };
        if name.is_blank() || name.as_str().is_empty() || self.b.func.debug_name.is_empty() {
            return None;
        }
        let ty = self.l.debug_type(t);
        let scope = self.b.loc().scope;
        Some(DebugVar { name: name.as_str().to_owned(), ty, pos, scope, arg, indirect })
    }

    /// The address of a variable that is in scope.
    pub(super) fn var_addr(&mut self, key: VarKey) -> Operand {
        match self.vars.get(&key) {
            Some(Var::Mem(addr) | Var::Value(addr)) => *addr,
            Some(Var::Cell(slot)) => {
                let slot = *slot;
                self.b.load(slot, Ty::Ptr)
            }
            None => unreachable!("{}: variable {key:?} is not in scope", self.names.outer),
        }
    }

    /// Gives a new variable the zero value.
    pub(super) fn init_zero(&mut self, var: NewVar, t: TypeId) {
        if !var.zeroed && self.size_of(t) > 0 {
            let ty = self.ty(t);
            self.b.zero(var.addr, ty);
        }
    }

    /// Declares a variable with a value that is at hand.
    pub(super) fn declare_val(&mut self, name: ExprId, t: TypeId, v: Val) {
        let var = self.new_var(name, t);
        if let (Val::Op(Operand::Int(Ty::Bool, known)), Some(obj)) = (v, self.object(name))
            && !self.src.facts.mutated.contains(&obj)
            && !self.src.facts.shared.contains(&obj)
        {
            self.known.insert(obj, known != 0);
        }
        self.store_new(var, v, t);
    }

    pub(super) fn store_new(&mut self, var: NewVar, v: Val, t: TypeId) {
        let known_zero = matches!(v, Val::Op(op) if op.is_zero());
        if !(var.zeroed && known_zero) {
            self.store_val(var.addr, v, t);
        }
    }

    /// Is a name in a declaration or on the left side something other than `_`?
    pub(super) fn is_blank(&self, e: ExprId) -> bool {
        let e = self.src.ast.unparen(e);
        self.src.ast.ident(e).is_some_and(|name| name.is_blank())
    }

    pub(super) fn push_scope(&mut self, pos: Pos) {
        self.b.push_scope(pos);
    }
}
