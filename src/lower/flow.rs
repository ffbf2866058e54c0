//! Which types of values each interface type can hold, and which methods are called through it.
//!
//! The whole program is known, so a case of a type switch for a type that no such interface holds
//! is dead, a method that nobody calls through the interface needs no code, and a package that only
//! such code reaches is not in the program. Lowering starts out with nothing held by any interface
//! and lowers what is reached; a function that was lowered under an assumption that turns out wrong
//! later is lowered once more.
//!
//! Values get from one interface type to another by conversions and assertions. Reflection takes
//! `interface{}` and reaches everything inside the values it is given.

use super::Lower;
use super::func::{lower_body, lower_initializer};
use super::program::new_function;
use crate::check::program::Initializer;
use crate::ir::entities::*;
use crate::types::repr::*;
use indexmap::{IndexMap, IndexSet};
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::collections::VecDeque;

type Set<T> = IndexSet<T, FxBuildHasher>;
type Map<K, V> = IndexMap<K, V, FxBuildHasher>;

/// What is lowered, and lowered again, as a whole.
#[derive(Clone)]
pub(super) enum Unit {
    Body(super::FuncKey, FuncId),
    Init(FuncId, PkgId, Initializer),
}

/// What a piece of code was left out for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Assumption {
    /// Values of the first interface type are never of the second type, or implement it.
    Never(TypeId, TypeId),
    /// This field of a struct type, a bool, is never true.
    False(TypeId, u32),
    /// reflect's kind of no value that reflection can see.
    NoKind(u64),
}

/// See [`Lower::storage_method`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Storage {
    /// Has a stored value as its first result.
    Gives,
    Takes,
    /// Calls a function with the values, or what else it may do.
    Shows,
}

/// An interface type (all with the same methods are one).
#[derive(Default)]
struct Node {
    holds: Set<TypeId>,
    /// Interface types that its values get into.
    to: Set<TypeId>,
    /// The methods called through it, by their index; their place is that in itabs, from 0.
    called: Set<u32>,
    /// The types that it has itabs of.
    itabs: Set<TypeId>,
}

/// See the module's documentation.
#[derive(Default)]
pub(super) struct Flow {
    nodes: Map<TypeId, Node>,
    /// Types that were put into an interface, whose consequences are not drawn yet.
    news: VecDeque<(TypeId, TypeId)>,
    units: Vec<Unit>,
    /// The unit that is being lowered.
    current: Option<usize>,
    assumed: FxHashMap<Assumption, Set<usize>>,
    /// The interface types that an assumption was made of what implements them, by source.
    asked: FxHashMap<TypeId, Set<TypeId>>,
    /// Units to be lowered again.
    again: Set<usize>,
    /// The functions made for a unit beside its own.
    beside: FxHashMap<usize, Vec<FuncId>>,
    /// The bool fields of struct types that can be true.
    set: Set<(TypeId, u32)>,
    /// Types all of whose fields were looked at by `fields_set`.
    opened: Set<TypeId>,
    /// Kinds of values that reflection may see or that the program names, as bits.
    kinds: u64,
    /// A unit is being lowered again.
    pub(super) repeating: bool,
}

impl Lower<'_> {
    fn is_iface(&self, t: TypeId) -> bool {
        matches!(self.c.prog.types[self.underlying(t)], Type::Interface(_))
    }

    /// The interface type that stands for those with the same methods.
    pub(super) fn iface_key(&mut self, iface: TypeId) -> TypeId {
        let u = self.underlying(iface);
        match &self.c.prog.types[u] {
            Type::Interface(i) if i.methods.is_empty() && !i.comparable => {
                self.c.prog.types.intern(Type::Interface(Box::default()))
            }
            _ => u,
        }
    }

    /// `interface{}`
    pub(super) fn any_key(&mut self) -> TypeId {
        self.c.prog.types.intern(Type::Interface(Box::default()))
    }

    /// Stands for what the values of panics can be. They are `interface{}` for the program, but
    /// only where it recovers them.
    pub(super) fn panics(&mut self) -> TypeId {
        let list = Interface { comparable: true, ..Interface::default() };
        self.c.prog.types.intern(Type::Interface(Box::new(list)))
    }

    /// Stands for what is kept in `sync.Pool` and `sync.Map`. It is `interface{}` for the program,
    /// but mostly gets no further than an assertion to the type that it has.
    pub(super) fn stored(&mut self) -> TypeId {
        let unions = Box::new([Box::default()]);
        let list = Interface { comparable: true, unions, ..Interface::default() };
        self.c.prog.types.intern(Type::Interface(Box::new(list)))
    }

    /// What a method of `sync.Pool` or `sync.Map` does with values.
    pub(super) fn storage_method(&self, f: FuncObjId) -> Option<Storage> {
        let (named, _) = self.c.prog.ents.funcs[f].recv?;
        let obj = &self.c.prog.ents.objects[self.c.prog.ents.named[named].obj];
        let path = self.c.prog.ents.packages[obj.pkg?].path.as_str();
        if path != "sync" || !matches!(obj.name.as_str(), "Pool" | "Map") {
            return None;
        }
        let name = self.c.prog.ents.objects[self.c.prog.ents.funcs[f].obj].name;
        Some(match name.as_str() {
            "Get" | "Load" | "LoadOrStore" | "LoadAndDelete" | "Swap" => Storage::Gives,
            "Put" | "Store" | "Delete" | "Clear" | "CompareAndSwap" | "CompareAndDelete" => {
                Storage::Takes
            }
            _ => Storage::Shows,
        })
    }

    /// A method of `sync.Pool` or `sync.Map` is used in a way that is not looked into.
    pub(super) fn storage_opens(&mut self, f: FuncObjId) {
        if self.storage_method(f).is_some() {
            let (stored, any) = (self.stored(), self.any_key());
            self.flows(stored, any);
            self.flows(any, stored);
        }
    }

    fn node(&mut self, key: TypeId) -> &mut Node {
        self.flow.nodes.entry(key).or_default()
    }

    /// A value of a concrete type gets into an interface.
    pub(super) fn put_into(&mut self, iface: TypeId, t: TypeId) {
        let key = self.iface_key(iface);
        if self.node(key).holds.insert(t) {
            self.flow.news.push_back((key, t));
            self.settle();
        }
    }

    /// Values of one interface type become ones of another, if they implement it.
    pub(super) fn flows(&mut self, from: TypeId, to: TypeId) {
        let (from, to) = (self.iface_key(from), self.iface_key(to));
        if from == to || !self.node(from).to.insert(to) {
            return;
        }
        let list: Vec<TypeId> = self.node(from).holds.iter().copied().collect();
        for t in list {
            if self.implements(t, to) {
                self.put_into(to, t);
            }
        }
    }

    /// The types that an interface type can hold.
    pub(super) fn held(&mut self, iface: TypeId) -> Vec<TypeId> {
        let key = self.iface_key(iface);
        self.node(key).holds.iter().copied().collect()
    }

    /// The place in itabs of a method that is called through an interface type.
    pub(super) fn slot(&mut self, iface: TypeId, method: u32) -> u32 {
        let key = self.underlying(iface);
        let node = self.node(key);
        let (slot, new) = node.called.insert_full(method);
        if new {
            let types: Vec<TypeId> = node.itabs.iter().copied().collect();
            let m = self.iface_methods(key)[method as usize].clone();
            for t in types {
                self.method_func(t, m.name, m.pkg);
            }
        }
        slot as u32
    }

    /// The place of a method if it is called through the interface type.
    pub(super) fn known_slot(&self, iface: TypeId, method: u32) -> Option<u32> {
        let node = self.flow.nodes.get(&self.underlying(iface))?;
        node.called.get_index_of(&method).map(|i| i as u32)
    }

    /// The methods that are called through an interface type, in the order of their places.
    pub(super) fn called_methods(&self, iface: TypeId) -> Vec<u32> {
        let node = self.flow.nodes.get(&iface);
        node.map_or(Vec::new(), |n| n.called.iter().copied().collect())
    }

    /// There is an itab of these types: the methods called through it must be there.
    pub(super) fn has_itab(&mut self, iface: TypeId, t: TypeId) {
        if !self.node(iface).itabs.insert(t) {
            return;
        }
        for i in self.called_methods(iface) {
            let m = self.iface_methods(iface)[i as usize].clone();
            self.method_func(t, m.name, m.pkg);
        }
    }

    /// Draws the consequences of what is newly held.
    fn settle(&mut self) {
        while let Some((key, t)) = self.flow.news.pop_front() {
            self.holds_after_all(Assumption::Never(key, t));
            let asked = self.flow.asked.get(&key).cloned().unwrap_or_default();
            for iface in asked {
                if self.implements(t, iface) {
                    self.holds_after_all(Assumption::Never(key, iface));
                }
            }
            let targets: Vec<TypeId> = self.node(key).to.iter().copied().collect();
            for to in targets {
                if self.implements(t, to) && self.node(to).holds.insert(t) {
                    self.flow.news.push_back((to, t));
                }
            }
        }
    }

    fn holds_after_all(&mut self, wrong: Assumption) {
        if let Some(units) = self.flow.assumed.remove(&wrong) {
            self.flow.again.extend(units);
        }
    }

    /// Can a value of an interface type be of type `t`, or implement it? If not, the code being
    /// lowered relies on it.
    pub(super) fn may_hold(&mut self, iface: TypeId, t: TypeId) -> bool {
        let Some(unit) = self.flow.current else { return true };
        let key = self.iface_key(iface);
        let t = if self.is_iface(t) { self.iface_key(t) } else { t };
        let known = self.flow.nodes.get(&key).map(|n| n.holds.clone()).unwrap_or_default();
        let found = match self.is_iface(t) {
            true => known.iter().any(|c| self.implements(*c, t)),
            false => known.contains(&t),
        };
        if !found {
            if self.is_iface(t) {
                self.flow.asked.entry(key).or_default().insert(t);
            }
            self.flow.assumed.entry(Assumption::Never(key, t)).or_default().insert(unit);
        }
        found
    }

    /// The types that code was left out for because no `interface{}` holds them, sorted.
    pub(super) fn thought_absent(&mut self) -> Vec<TypeId> {
        let any = self.any_key();
        let asked = self.flow.assumed.keys().filter_map(|a| match a {
            Assumption::Never(from, t) if *from == any => Some(*t),
            _ => None,
        });
        let mut list: Vec<TypeId> = asked.collect();
        list.sort();
        list.retain(|t| !self.is_iface(*t));
        list
    }

    /// Can `reflect.Kind`s of this number come up?
    pub(super) fn kind_exists(&mut self, kind: u64) -> bool {
        if kind == 0 || kind >= 64 || self.flow.kinds >> kind & 1 != 0 {
            return true;
        }
        let Some(unit) = self.flow.current else { return true };
        self.flow.assumed.entry(Assumption::NoKind(kind)).or_default().insert(unit);
        false
    }

    /// A `reflect.Kind` of this number can come up.
    pub(super) fn kind_comes_up(&mut self, kind: u64) {
        if kind < 64 && self.flow.kinds >> kind & 1 == 0 {
            self.flow.kinds |= 1 << kind;
            self.holds_after_all(Assumption::NoKind(kind));
        }
    }

    /// Is it the type `reflect.Kind`?
    pub(super) fn is_reflect_kind(&self, t: TypeId) -> bool {
        let Type::Named(n) = self.c.prog.types[t] else { return false };
        let obj = &self.c.prog.ents.objects[self.c.prog.ents.named[n].obj];
        obj.name.as_str() == "Kind"
            && obj.pkg.is_some_and(|p| self.c.prog.ents.packages[p].path.as_str() == "reflect")
    }

    // Bools in structs: options that nobody sets

    /// Is the field of a struct type always false? Then the code being lowered relies on it.
    pub(super) fn is_never_set(&mut self, t: TypeId, field: u32) -> bool {
        let Some(unit) = self.flow.current else { return false };
        if let Type::Named(n) = self.c.prog.types[t] {
            // Lowering and package reflect themselves write into such types.
            let pkg = self.c.prog.ents.objects[self.c.prog.ents.named[n].obj].pkg;
            let path = pkg.map(|p| self.c.prog.ents.packages[p].path.as_str());
            if matches!(path, Some("runtime" | "reflect")) {
                return false;
            }
        }
        let u = self.underlying(t);
        if self.flow.set.contains(&(u, field)) {
            return false;
        }
        self.flow.assumed.entry(Assumption::False(u, field)).or_default().insert(unit);
        true
    }

    /// The field of a struct type can be true.
    pub(super) fn field_set(&mut self, t: TypeId, field: u32) {
        let u = self.underlying(t);
        if self.flow.set.insert((u, field)) {
            self.holds_after_all(Assumption::False(u, field));
        }
    }

    /// Values of the type come from, or are written by, what lowering does not look into.
    pub(super) fn fields_set(&mut self, t: TypeId) {
        self.resolve(t);
        let u = self.underlying(t);
        match self.c.prog.types[u].clone() {
            Type::Array(elem, _) => self.fields_set(elem),
            Type::Struct(fields) if self.flow.opened.insert(u) => {
                for (i, f) in fields.iter().enumerate() {
                    self.field_set(u, i as u32);
                    self.fields_set(f.ty);
                }
            }
            _ => {}
        }
    }

    /// As [`fields_set`](Self::fields_set), for what a pointer points to.
    pub(super) fn pointee_set(&mut self, t: TypeId) {
        if let Type::Pointer(to) = self.c.prog.types[self.underlying(t)] {
            self.fields_set(to);
        }
    }

    // Units

    /// Lowers a unit for the first time.
    pub(super) fn lower_unit(&mut self, unit: Unit) {
        self.flow.units.push(unit);
        self.run_unit(self.flow.units.len() - 1);
    }

    fn run_unit(&mut self, i: usize) {
        let outer = self.flow.current.replace(i);
        match self.flow.units[i].clone() {
            Unit::Body(key, id) => lower_body(self, &key, id),
            Unit::Init(id, pkg, init) => lower_initializer(self, id, pkg, &init),
        }
        self.flow.current = outer;
    }

    /// A function that belongs to the unit being lowered, and goes with it.
    pub(super) fn made_beside(&mut self, f: FuncId) {
        if let Some(unit) = self.flow.current {
            self.flow.beside.entry(unit).or_default().push(f);
        }
    }

    /// Lowers once more what relied on wrong assumptions; true if there was any.
    pub(super) fn lower_again(&mut self) -> bool {
        let units: Vec<usize> = std::mem::take(&mut self.flow.again).into_iter().collect();
        self.flow.repeating = true;
        for &i in &units {
            for f in self.flow.beside.remove(&i).unwrap_or_default() {
                // Its name is free for the function that replaces it.
                let old = &mut self.m.funcs[f];
                let name = std::mem::take(&mut old.name);
                *old = crate::ir::function::Function::new(format!("{name}\u{b7}old"), old.sig);
                self.symbols.remove(&name);
                self.m.funcs[f].name = self.unique(format!("{name}\u{b7}old"));
            }
            let (Unit::Body(_, id) | Unit::Init(id, ..)) = self.flow.units[i];
            let f = &self.m.funcs[id];
            let fresh =
                new_function(f.name.clone(), f.sig, f.attrs.clone(), f.pos, f.debug_name.clone());
            self.m.funcs[id] = fresh;
            self.run_unit(i);
        }
        self.flow.repeating = false;
        !units.is_empty()
    }
}
