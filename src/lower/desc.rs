//! Type descriptors, itabs and map types: the constants that package runtime reads.
//! Their layout is in `docs/abi.md`, Type descriptors.

use super::Lower;
use crate::ir::entities::*;
use crate::ir::layout::{self, LayoutWord, PointerMap};
use crate::ir::module::{Const, Global};
use crate::types::repr::*;
use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxBuildHasher;

type Map<K, V> = IndexMap<K, V, FxBuildHasher>;

/// The descriptors made so far.
#[derive(Default)]
pub(super) struct Descriptors {
    pub(super) types: Map<TypeId, GlobalId>,
    /// Those that reflection can get to.
    pub(super) shown: IndexSet<TypeId, FxBuildHasher>,
    /// By interface type and concrete type.
    itabs: Map<(TypeId, TypeId), GlobalId>,
    /// The tables of interface types that something is asserted to; filled in at the end.
    pub(super) tables: Map<TypeId, GlobalId>,
    /// The pairs of table and concrete type that were looked at.
    seen: IndexSet<(TypeId, TypeId), FxBuildHasher>,
    maps: Map<TypeId, GlobalId>,
    /// Pointer maps that do not fit into a word.
    layouts: Map<Vec<u32>, GlobalId>,
}

/// Bits of `_type.flags`.
const DIRECT: u64 = 1;
const COMPARABLE: u64 = 2;
const NAMED: u64 = 4;
const POINTER_FREE: u64 = 8;
const TO_INTERFACE: u64 = 16;

/// The places of some fields of `_type`.
const EQ: usize = 6;
const HASH: usize = 7;
const ELEM: usize = 9;

impl Lower<'_> {
    /// The size of a Go type in bytes.
    pub fn size_of(&mut self, t: TypeId) -> u64 {
        let ty = self.ty(t);
        layout::size_of(&self.m, ty)
    }

    /// Does an interface's data word hold the value itself?
    pub fn fits_word(&mut self, t: TypeId) -> bool {
        self.size_of(t) <= 4
    }

    /// Holds a value of this type no pointer into the heap?
    pub fn is_pointer_free(&mut self, t: TypeId) -> bool {
        let u = self.underlying(t);
        match self.c.prog.types[u].clone() {
            Type::Basic(b) => !matches!(b, Basic::String | Basic::UnsafePointer),
            Type::Array(elem, n) => n == 0 || self.is_pointer_free(elem),
            Type::Struct(fields) => fields.iter().all(|f| self.is_pointer_free(f.ty)),
            _ => false,
        }
    }

    /// May values be compared with `==` (spec: Comparison operators)? Interfaces may, though the
    /// comparison can panic.
    pub fn is_comparable(&self, t: TypeId) -> bool {
        match &self.c.prog.types[self.underlying(t)] {
            Type::Slice(_) | Type::Map(..) | Type::Func(_) => false,
            Type::Array(elem, _) => self.is_comparable(*elem),
            Type::Struct(fields) => fields.iter().all(|f| self.is_comparable(f.ty)),
            _ => true,
        }
    }

    /// A constant of the image that nobody names; `align` 0 is the type's own.
    pub fn const_global(&mut self, name: &str, ty: Ty, init: Const, align: u32) -> GlobalId {
        let name = self.unique(name.to_owned());
        self.m.globals.push(Global {
            name,
            ty,
            init: Some(init),
            constant: true,
            align,
            section: None,
            export: false,
            unnamed: true,
            debug: None,
        })
    }

    /// The bytes of a string constant; equal ones are one global.
    pub fn string_global(&mut self, bytes: &[u8]) -> GlobalId {
        if let Some(g) = self.strings.get(bytes) {
            return *g;
        }
        let ty = Ty::Agg(self.m.agg(Agg::Array(Ty::I8, bytes.len() as u64)));
        let g = self.const_global("str", ty, Const::Bytes(bytes.to_vec()), 1);
        self.strings.insert(bytes.into(), g);
        g
    }

    /// A string constant as initial value.
    pub fn string_const(&mut self, bytes: &[u8]) -> Const {
        if bytes.is_empty() {
            return Const::Zero;
        }
        let g = self.string_global(bytes);
        Const::Agg(vec![Const::Global(g, 0), Const::Int(bytes.len() as u64)])
    }

    /// The closure object of a function that captures nothing.
    pub fn closure_global(&mut self, code: FuncId) -> GlobalId {
        if let Some(g) = self.closures.get(&code) {
            return *g;
        }
        let ty = self.agg(&[Ty::Ptr]);
        let g = self.const_global("closure", ty, Const::Agg(vec![Const::Func(code)]), 0);
        self.closures.insert(code, g);
        g
    }

    /// The descriptor of a type: `runtime._type`.
    pub fn type_desc(&mut self, t: TypeId) -> GlobalId {
        if let Some(g) = self.desc.types.get(&t) {
            return *g;
        }
        self.resolve(t);
        let string = self.string_ty();
        let ty = self.agg(&[
            Ty::I32,
            Ty::I32,
            Ty::I8,
            Ty::I8,
            Ty::I8,
            Ty::I8,
            Ty::Ptr,
            Ty::Ptr,
            string,
            Ty::Ptr,
            Ty::Ptr,
        ]);
        let name = self.type_name(t, true);
        let g = self.const_global(&format!("type:{name}"), ty, Const::Zero, 0);
        // The address is the type's identity, so equal descriptors must not be merged.
        self.m.globals[g].unnamed = false;
        self.desc.types.insert(t, g);

        let size = self.size_of(t);
        let go_ty = self.ty(t);
        let align = layout::align_of(&self.m, go_ty);
        let comparable = self.is_comparable(t);
        let mut flags = 0;
        if self.fits_word(t) {
            flags |= DIRECT;
        }
        if comparable {
            flags |= COMPARABLE;
        }
        if matches!(self.c.prog.types[t], Type::Named(_)) {
            flags |= NAMED;
        }
        if self.is_pointer_free(t) {
            flags |= POINTER_FREE;
        }
        if let Type::Pointer(elem) = self.c.prog.types[self.underlying(t)]
            && matches!(self.c.prog.types[self.underlying(elem)], Type::Interface(_))
        {
            flags |= TO_INTERFACE;
        }
        let (eq, hash) = match comparable {
            true => (Const::Func(self.eq_func(t)), Const::Func(self.hash_func(t))),
            false => (Const::Zero, Const::Zero),
        };
        let shown = self.type_name(t, false);
        let shown = self.string_const(shown.as_bytes());
        let fields = vec![
            Const::Int(size),
            Const::Int(u64::from(fnv(name.as_bytes()))),
            Const::Int(self.kind(t)),
            Const::Int(flags),
            Const::Int(align),
            Const::Int(0),
            eq,
            hash,
            shown,
            Const::Zero,
            self.layout(go_ty),
        ];
        self.m.globals[g].init = Some(Const::Agg(fields));
        g
    }

    /// reflect's number of a type's kind.
    pub(super) fn kind(&self, t: TypeId) -> u64 {
        match &self.c.prog.types[self.underlying(t)] {
            Type::Basic(b) => match b {
                Basic::Bool | Basic::UntypedBool => 1,
                Basic::Int | Basic::UntypedInt => 2,
                Basic::Int8 => 3,
                Basic::Int16 => 4,
                Basic::Int32 | Basic::UntypedRune => 5,
                Basic::Int64 => 6,
                Basic::Uint => 7,
                Basic::Uint8 => 8,
                Basic::Uint16 => 9,
                Basic::Uint32 => 10,
                Basic::Uint64 => 11,
                Basic::Uintptr => 12,
                Basic::Float32 => 13,
                Basic::Float64 | Basic::UntypedFloat => 14,
                Basic::Complex64 => 15,
                Basic::Complex128 | Basic::UntypedComplex => 16,
                Basic::String | Basic::UntypedString => 24,
                Basic::UnsafePointer => 26,
                Basic::UntypedNil | Basic::Invalid => 0,
            },
            Type::Array(..) => 17,
            Type::Chan(..) => 18,
            Type::Func(_) => 19,
            Type::Interface(_) => 20,
            Type::Map(..) => 21,
            Type::Pointer(_) => 22,
            Type::Slice(_) => 23,
            Type::Struct(_) => 25,
            Type::Named(_) | Type::Tuple(_) | Type::TypeParam(_) | Type::Union(_) => 0,
        }
    }

    /// The methods of an interface type, sorted.
    pub fn iface_methods(&self, iface: TypeId) -> Vec<IfaceMethod> {
        match &self.c.prog.types[self.underlying(iface)] {
            Type::Interface(i) => i.methods.to_vec(),
            other => unreachable!("iface_methods of {other:?}"),
        }
    }

    /// The itab of a concrete type that implements an interface type with methods.
    pub fn itab(&mut self, iface: TypeId, concrete: TypeId) -> GlobalId {
        // Interface types with equal method sets share itabs, whatever they are called.
        let iface = self.underlying(iface);
        if let Some(g) = self.desc.itabs.get(&(iface, concrete)) {
            return *g;
        }
        let ty = self.agg(&[Ty::Ptr]);
        let name =
            format!("itab:{},{}", self.type_name(iface, true), self.type_name(concrete, true));
        let g = self.const_global(&name, ty, Const::Zero, 0);
        self.m.globals[g].unnamed = false;
        self.desc.itabs.insert((iface, concrete), g);
        self.type_desc(concrete);
        self.has_itab(iface, concrete);
        g
    }

    /// The first word of an interface that a value of a concrete type gets into.
    pub fn iface_word(&mut self, iface: TypeId, concrete: TypeId) -> GlobalId {
        let word = match self.iface_methods(iface).is_empty() {
            true => self.type_desc(concrete),
            false => self.itab(iface, concrete),
        };
        self.put_into(iface, concrete);
        word
    }

    /// Writes the itabs: the type, and the methods that are called through the interface.
    fn finish_itabs(&mut self) {
        let list: Vec<((TypeId, TypeId), GlobalId)> =
            self.desc.itabs.iter().map(|(k, g)| (*k, *g)).collect();
        for ((iface, concrete), g) in list {
            let mut fields = vec![Const::Global(self.type_desc(concrete), 0)];
            let methods = self.iface_methods(iface);
            for i in self.called_methods(iface) {
                let m = &methods[i as usize];
                fields.push(Const::Func(self.method_func(concrete, m.name, m.pkg)));
            }
            self.m.globals[g].ty = self.agg(&vec![Ty::Ptr; fields.len()]);
            self.m.globals[g].init = Some(Const::Agg(fields));
        }
    }

    /// The table for assertions to an interface type with methods: `runtime.itabTable`.
    pub fn itab_table(&mut self, iface: TypeId) -> GlobalId {
        let iface = self.underlying(iface);
        if let Some(g) = self.desc.tables.get(&iface) {
            return *g;
        }
        let name = format!("itabs:{}", self.type_name(iface, true));
        let ty = self.agg(&[Ty::I32]);
        let g = self.const_global(&name, ty, Const::Zero, 0);
        self.desc.tables.insert(iface, g);
        g
    }

    /// Makes the itabs of all pairs of asserted interface and type that it can hold; true if there
    /// was a new one, whose methods may then reach more of the program.
    pub(super) fn fill_itab_tables(&mut self) -> bool {
        let mut changed = false;
        let ifaces: Vec<TypeId> = self.desc.tables.keys().copied().collect();
        for iface in ifaces {
            for t in self.held(iface) {
                if self.desc.seen.insert((iface, t)) {
                    self.itab(iface, t);
                    changed = true;
                }
            }
        }
        changed
    }

    /// Enters in the descriptors of pointers what they point to, where that has a descriptor: a
    /// type without one is the type of no value in an interface. For reflection, elements of other
    /// types are entered too.
    fn finish_elems(&mut self) {
        let all = self.readers().elems();
        let types: Vec<TypeId> = self.desc.types.keys().copied().collect();
        for t in types {
            let Some(elem) = self.shown_elem(t, all) else { continue };
            if let Some(Const::Agg(fields)) = &mut self.m.globals[self.desc.types[&t]].init {
                fields[ELEM] = Const::Global(elem, 0);
            }
        }
    }

    /// Leaves out of the descriptors the functions that nothing would call, and tells the runtime
    /// which kinds of types are described: `runtime.kindsInUse`.
    fn finish_types(&mut self) {
        let made = self.readers().makes_types();
        let unused: Vec<usize> = [(EQ, "ifaceeq"), (HASH, "valuehash")]
            .into_iter()
            .filter_map(|(field, reader)| (!made && !self.reaches(reader)).then_some(field))
            .collect();
        for &g in self.desc.types.values() {
            let Some(Const::Agg(fields)) = &mut self.m.globals[g].init else { continue };
            for &field in &unused {
                fields[field] = Const::Zero;
            }
        }
        let panics = self.panics();
        let held = self.held(panics);
        // Panics print errors and Stringers by their own texts.
        let speaks = |t: &TypeId| {
            self.desc.itabs.keys().any(|(iface, concrete)| {
                concrete == t && is_one_text_method(&self.iface_methods(*iface))
            })
        };
        let printed = held.iter().filter(|t| !speaks(t));
        let kinds = printed.fold(0, |kinds, &t| kinds | 1 << self.kind(t));
        self.set_runtime_var("kindsInUse", kinds);
    }

    /// Writes the tables of assertions, now that all itabs are known.
    pub(super) fn finish_tables(&mut self) {
        self.finish_types();
        self.finish_itabs();
        self.finish_elems();
        self.finish_reflection();
        let tables: Vec<(TypeId, GlobalId)> =
            self.desc.tables.iter().map(|(k, v)| (*k, *v)).collect();
        for (iface, g) in tables {
            let pairs = self.desc.itabs.iter().filter(|((i, _), _)| *i == iface);
            let mut pairs: Vec<(TypeId, Const)> =
                pairs.map(|((_, t), g)| (*t, Const::Global(*g, 0))).collect();
            pairs.extend(self.implementing_interfaces(iface).into_iter().map(|t| (t, Const::Zero)));
            let entry = self.agg(&[Ty::Ptr, Ty::Ptr]);
            let array = Ty::Agg(self.m.agg(Agg::Array(entry, pairs.len() as u64)));
            let ty = self.agg(&[Ty::I32, array]);
            let entries = pairs.iter().map(|(t, itab)| {
                Const::Agg(vec![Const::Global(self.desc.types[t], 0), itab.clone()])
            });
            let entries = Const::Agg(entries.collect());
            self.m.globals[g].ty = ty;
            self.m.globals[g].init =
                Some(Const::Agg(vec![Const::Int(pairs.len() as u64), entries]));
        }
    }

    /// The layout of objects of a type, as `runtime.alloc` takes it (`docs/abi.md`, Layouts): a
    /// constant address or the address of a constant.
    pub fn layout(&mut self, ty: Ty) -> Const {
        let map = PointerMap::of(&self.m, ty);
        self.layout_const(&map)
    }

    fn layout_const(&mut self, map: &PointerMap) -> Const {
        match map.word() {
            LayoutWord::Inline(word) => Const::Addr(u64::from(word)),
            LayoutWord::Table(words) => Const::Global(self.layout_table(words), 0),
        }
    }

    fn layout_table(&mut self, words: Vec<u32>) -> GlobalId {
        if let Some(g) = self.desc.layouts.get(&words) {
            return *g;
        }
        let ty = Ty::Agg(self.m.agg(Agg::Array(Ty::I32, words.len() as u64)));
        let init = words.iter().map(|w| Const::Int(u64::from(*w))).collect();
        let g = self.const_global("layout", ty, Const::Agg(init), 0);
        self.desc.layouts.insert(words, g);
        g
    }

    /// The described interface types that implement another one, which reflection may ask for.
    fn implementing_interfaces(&mut self, iface: TypeId) -> Vec<TypeId> {
        if !self.readers().implements() {
            return Vec::new();
        }
        let mut list: Vec<TypeId> = self.desc.types.keys().copied().collect();
        let is_iface = |l: &Self, t| matches!(l.c.prog.types[l.underlying(t)], Type::Interface(_));
        list.retain(|&t| is_iface(self, t) && self.implements(t, iface));
        list
    }

    /// The constant that describes a map type: `runtime.mapType`.
    pub fn map_type(&mut self, t: TypeId) -> GlobalId {
        let u = self.underlying(t);
        if let Some(g) = self.desc.maps.get(&u) {
            return *g;
        }
        let Type::Map(key, elem) = self.c.prog.types[u] else {
            unreachable!("map_type of a type that is no map")
        };
        let hash = self.hash_func(key);
        let eq = self.eq_func(key);
        let mut flags = 0;
        for (bit, yes) in [
            (1, self.is_pointer_free(key)),
            (2, self.is_pointer_free(elem)),
            (4, self.holds(key, |t| matches!(t, Type::Interface(_)))),
            (8, self.holds(key, is_irreflexive)),
        ] {
            if yes {
                flags |= bit;
            }
        }
        // An entry: {next, hash, key, element}.
        let (key_ty, elem_ty) = (self.ty(key), self.ty(elem));
        let entry = self.m.agg(Agg::Struct([Ty::Ptr, Ty::I32, key_ty, elem_ty].into()));
        let elem_off = layout::field_offset(&self.m, entry, 3);
        let fields = vec![
            Const::Int(self.size_of(key)),
            Const::Int(self.size_of(elem)),
            Const::Func(hash),
            Const::Func(eq),
            Const::Int(flags),
            Const::Int(elem_off),
            Const::Int(layout::size_of(&self.m, Ty::Agg(entry))),
            self.layout(Ty::Agg(entry)),
        ];
        let i = Ty::I32;
        let ty = self.agg(&[i, i, Ty::Ptr, Ty::Ptr, i, i, i, Ty::Ptr]);
        let name = format!("map:{}", self.type_name(u, true));
        let g = self.const_global(&name, ty, Const::Agg(fields), 0);
        self.desc.maps.insert(u, g);
        g
    }

    /// Does a value of type `t` hold, not through a pointer, one of a type with the property?
    fn holds(&self, t: TypeId, property: fn(&Type) -> bool) -> bool {
        let u = &self.c.prog.types[self.underlying(t)];
        property(u)
            || match u {
                Type::Array(elem, _) => self.holds(*elem, property),
                Type::Struct(fields) => fields.iter().any(|f| self.holds(f.ty, property)),
                _ => false,
            }
    }
}

/// Types with values that differ from themselves (NaN), or that may hold such.
fn is_irreflexive(t: &Type) -> bool {
    use Basic::*;
    matches!(t, Type::Interface(_) | Type::Basic(Float32 | Float64 | Complex64 | Complex128))
}

/// Are these the methods of `error` or of a Stringer?
fn is_one_text_method(methods: &[IfaceMethod]) -> bool {
    matches!(methods, [m] if matches!(m.name.as_str(), "Error" | "String"))
}

/// FNV-1a, 32 bits.
fn fnv(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |h, b| (h ^ u32::from(*b)).wrapping_mul(0x0100_0193))
}
