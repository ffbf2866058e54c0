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
    /// reflect's kind of no value that reflection can see.
    NoKind(u64),
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
            Type::Interface(i) if i.methods.is_empty() => {
                self.c.prog.types.intern(Type::Interface(Box::default()))
            }
            _ => u,
        }
    }

    /// `interface{}`
    pub(super) fn any_key(&mut self) -> TypeId {
        self.c.prog.types.intern(Type::Interface(Box::default()))
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
