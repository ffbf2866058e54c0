//! What package reflect reads of types: the parts of descriptors behind `runtime._type`, and the
//! adapters through which it calls functions. Their layout is in `docs/abi.md`, What reflection
//! reads.
//!
//! Package reflect looks at each part through one function, its reader. A part exists only in
//! programs that reach its reader, so that reflection costs what is used of it.

use super::types::{CallShape, ResultPlace};
use super::wrap::Generated;
use super::{FuncKey, Lower};
use crate::base::intern::Symbol;
use crate::ir::builder::FuncBuilder;
use crate::ir::entities::*;
use crate::ir::layout;
use crate::ir::module::Const;
use crate::syntax::ast::ChanDir;
use crate::types::method_set::{Method, method_set};
use crate::types::repr::*;
use crate::types::table::TypeTable;

/// Which readers of package reflect the program reaches.
#[derive(Clone, Copy, Default)]
pub(super) struct Readers {
    elem: bool,
    pointer: bool,
    structure: bool,
    func: bool,
    map: bool,
    iface: bool,
    iface_types: bool,
    packs: bool,
    changes: bool,
    array: bool,
    chan: bool,
    uncommon: bool,
    methods: bool,
    itabs: bool,
    all: bool,
    caller: bool,
    binder: bool,
    maker: bool,
}

/// Bits in the first byte of a name.
const EXPORTED: u8 = 1;
const EMBEDDED: u8 = 2;
const TAGGED: u8 = 4;

/// The bit of a variadic function in its number of results.
const VARIADIC: u64 = 1 << 15;

/// The fields that follow those of `runtime._type`.
const TAIL: [Ty; 3] = [Ty::Ptr, Ty::Ptr, Ty::Ptr];

impl Lower<'_> {
    pub(super) fn readers(&self) -> Readers {
        let Some(pkg) = self.c.prog.package(Symbol::new("reflect")) else {
            return Readers::default();
        };
        let reached = |name: &str| {
            let f = self.declared_func(pkg, Symbol::new(name));
            f.is_some_and(|f| self.funcs.contains_key(&FuncKey::plain(f)))
        };
        Readers {
            elem: reached("elemOf"),
            pointer: reached("ptrOf"),
            structure: reached("structOf"),
            func: reached("funcOf"),
            map: reached("mapOf"),
            iface: reached("ifaceOf"),
            iface_types: reached("methodTypeOf"),
            changes: reached("changes"),
            packs: reached("pack") || reached("itabsOf"),
            array: reached("arrayOf"),
            chan: reached("chanOf"),
            uncommon: reached("uncommonOf"),
            methods: reached("methodsOf"),
            itabs: reached("itabsOf"),
            all: reached("allTypes"),
            caller: reached("callerOf"),
            binder: reached("binderOf"),
            maker: reached("makerOf"),
        }
    }

    /// Makes sure that everything is there that reflection reaches from what is put into an
    /// `interface{}`; true if there was something new.
    pub(super) fn expand_types(&mut self) -> bool {
        if self.c.prog.package(Symbol::new("reflect")).is_none() {
            return false;
        }
        let readers = self.readers();
        let before = (self.desc.shown.len(), self.funcs.len(), self.generated.len());
        let any = self.any_key();
        let held = self.held(any);
        self.desc.shown.extend(held);
        self.made_types(readers);
        let mut i = 0;
        while let Some(&t) = self.desc.shown.get_index(i) {
            self.type_desc(t);
            self.kind_comes_up(self.kind(t));
            if readers.changes {
                self.fields_set(t);
            }
            self.expand_type(t, readers);
            i += 1;
        }
        before != (self.desc.shown.len(), self.funcs.len(), self.generated.len())
    }

    /// Types without a name that the program asserts to can be made by reflection: pointers to
    /// what it has the type of by `reflect.New`, others by `reflect.FuncOf` and its like.
    fn made_types(&mut self, readers: Readers) {
        if !readers.pointer && !readers.all {
            return;
        }
        let any = self.any_key();
        for t in self.thought_absent() {
            let made = match self.c.prog.types[t] {
                Type::Pointer(elem) => readers.all || self.is_shown_base(elem),
                Type::Named(_) | Type::Basic(_) => false,
                _ => readers.all,
            };
            if made {
                self.put_into(any, t);
                self.show(t);
            }
        }
        if readers.all {
            let described: Vec<TypeId> = self.desc.types.keys().copied().collect();
            self.desc.shown.extend(described);
        }
    }

    /// Can reflection get to a type, or to what a pointer type leads to in the end?
    fn is_shown_base(&self, mut t: TypeId) -> bool {
        while let (false, Type::Pointer(elem)) =
            (self.desc.shown.contains(&t), &self.c.prog.types[t])
        {
            t = *elem;
        }
        self.desc.shown.contains(&t)
    }

    /// The descriptor of a type that package reflect asks for.
    pub(super) fn shown_type(&mut self, t: TypeId) -> GlobalId {
        self.show(t);
        self.type_desc(t)
    }

    fn show(&mut self, t: TypeId) {
        self.desc.shown.insert(t);
    }

    fn expand_type(&mut self, t: TypeId, readers: Readers) {
        let u = self.underlying(t);
        let any = self.any_key();
        match self.c.prog.types[u].clone() {
            Type::Pointer(elem)
            | Type::Slice(elem)
            | Type::Array(elem, _)
            | Type::Chan(_, elem)
                if readers.elem =>
            {
                self.show(elem);
            }
            Type::Map(key, elem) => {
                if readers.elem {
                    self.show(elem);
                }
                if readers.map {
                    self.show(key);
                    self.map_type(u);
                }
            }
            Type::Struct(fields) if readers.structure => {
                for f in &fields {
                    self.show(f.ty);
                }
            }
            Type::Func(sig) if readers.func => {
                for &t in sig.params.iter().chain(&sig.results) {
                    self.show(t);
                }
                self.adapters(u, readers);
            }
            Type::Interface(i) => self.expand_interface(u, &i, readers),
            _ => {}
        }
        if readers.packs && !matches!(self.c.prog.types[u], Type::Interface(_)) {
            self.put_into(any, t);
        }
        if readers.methods {
            for m in self.exported_methods(t) {
                let sig = self.method_type(&m.found);
                self.show(sig);
                self.method_func(t, m.name, m.pkg);
            }
        }
        if readers.pointer && !matches!(self.c.prog.types[t], Type::Pointer(_)) {
            let pointer = self.c.prog.types.pointer(t);
            if !self.exported_methods(pointer).is_empty() {
                self.show(pointer);
            }
        }
    }

    fn expand_interface(&mut self, u: TypeId, i: &Interface, readers: Readers) {
        let any = self.any_key();
        // Reflection takes out what is in an interface, and puts what it has into others.
        self.flows(u, any);
        if i.methods.is_empty() {
            return;
        }
        if readers.itabs {
            self.itab_table(u);
            self.flows(any, u);
        }
        if readers.iface_types {
            for m in &i.methods {
                self.show(m.sig);
            }
        }
        if readers.methods {
            for n in 0..i.methods.len() {
                self.slot(u, n as u32);
            }
        }
    }

    /// The exported methods of a type that is no interface, sorted.
    fn exported_methods(&mut self, t: TypeId) -> Vec<Method> {
        let base = match self.c.prog.types[t] {
            Type::Pointer(to) => to,
            _ => t,
        };
        let u = self.underlying(base);
        let has_methods = matches!(self.c.prog.types[base], Type::Named(_))
            || matches!(self.c.prog.types[u], Type::Struct(_));
        if !has_methods || matches!(self.c.prog.types[u], Type::Interface(_)) {
            return Vec::new();
        }
        let prog = &self.c.prog;
        let mut list = method_set(&prog.types, &prog.ents, t, prog.main);
        list.retain(|m| m.name.is_exported());
        // Methods with type parameters of their own are code only once they are instantiated.
        let generic = |l: &mut Self, m: &Method| {
            let t = l.method_type(&m.found);
            matches!(&l.c.prog.types[t], Type::Func(sig) if !sig.type_params.is_empty())
        };
        list.into_iter().filter(|m| !generic(self, m)).collect()
    }

    fn adapters(&mut self, u: TypeId, readers: Readers) {
        if readers.caller {
            self.caller(u);
        }
        if readers.binder {
            self.binder(u);
        }
        if readers.maker {
            self.maker(u);
        }
    }

    /// Writes the parts of descriptors that reflection reads, now that all descriptors are known.
    pub(super) fn finish_reflection(&mut self) {
        let readers = self.readers();
        if !readers.any() {
            return;
        }
        let types: Vec<(TypeId, GlobalId)> =
            self.desc.shown.iter().map(|t| (*t, self.desc.types[t])).collect();
        for &(t, g) in &types {
            let pointer = self.c.prog.types.pointer(t);
            let pointer = match self.desc.types.get(&pointer) {
                Some(p) if readers.pointer => Const::Global(*p, 0),
                _ => Const::Zero,
            };
            let info = self.type_info(t, readers);
            let extra = if readers.uncommon { self.uncommon(t, readers) } else { Const::Zero };
            let Ty::Agg(id) = self.m.globals[g].ty else { continue };
            let Agg::Struct(fields) = self.m.agg_def(id) else { continue };
            let fields: Vec<Ty> = fields.iter().chain(&TAIL).copied().collect();
            self.m.globals[g].ty = self.agg(&fields);
            if let Some(Const::Agg(parts)) = &mut self.m.globals[g].init {
                parts.extend([pointer, info, extra]);
            }
        }
        if readers.all {
            self.program_types(&types);
        }
    }

    /// The descriptor of the elements of a composite type, if reflection may ask for it, or of what
    /// a pointer points to.
    pub(super) fn shown_elem(&self, t: TypeId, all: bool) -> Option<GlobalId> {
        let all = all && self.desc.shown.contains(&t);
        let elem = match self.c.prog.types[self.underlying(t)] {
            Type::Pointer(elem) => elem,
            Type::Slice(e) | Type::Array(e, _) | Type::Chan(_, e) | Type::Map(_, e) if all => e,
            _ => return None,
        };
        self.desc.types.get(&elem).copied()
    }

    fn program_types(&mut self, types: &[(TypeId, GlobalId)]) {
        let list: Vec<Const> = types.iter().map(|(_, g)| Const::Global(*g, 0)).collect();
        let ty = self.counted(Ty::Ptr, list.len());
        let init = Const::Agg(vec![Const::Int(list.len() as u64), Const::Agg(list)]);
        let g = self.const_global("reflect:types", ty, init, 0);
        let pkg = self.c.prog.package(Symbol::new("reflect"));
        let var = pkg.and_then(|pkg| self.c.prog.lookup(pkg, Symbol::new("programTypes")));
        if let Some(var) = var.and_then(|var| self.globals.get(&var)) {
            self.m.globals[*var].init = Some(Const::Global(g, 0));
            self.m.globals[*var].constant = true;
        }
    }

    /// `{n, [n]elem}`
    fn counted(&mut self, elem: Ty, n: usize) -> Ty {
        let array = Ty::Agg(self.m.agg(Agg::Array(elem, n as u64)));
        self.agg(&[Ty::I32, array])
    }

    /// A field's or method's name, as package reflect reads it.
    fn name_const(&mut self, name: Symbol, flags: u8, tag: &str) -> Const {
        let exported = if name.is_exported() { EXPORTED } else { 0 };
        let tagged = if tag.is_empty() { 0 } else { TAGGED };
        let mut bytes = vec![flags | exported | tagged];
        let mut text = |s: &str| {
            bytes.extend((s.len() as u16).to_le_bytes());
            bytes.extend(s.as_bytes());
        };
        text(name.as_str());
        if !tag.is_empty() {
            text(tag);
        }
        Const::Global(self.string_global(&bytes), 0)
    }

    fn path_const(&mut self, pkg: Option<PkgId>) -> Const {
        match pkg {
            Some(pkg) => {
                let path = self.path_of(pkg);
                self.string_const(path.as_bytes())
            }
            None => Const::Zero,
        }
    }

    /// The descriptor of a type that has one.
    fn desc_const(&self, t: TypeId) -> Const {
        self.desc.types.get(&t).map_or(Const::Zero, |g| Const::Global(*g, 0))
    }

    /// The address of a constant of the image.
    fn constant(&mut self, name: &str, ty: Ty, parts: Vec<Const>) -> Const {
        Const::Global(self.const_global(name, ty, Const::Agg(parts), 0), 0)
    }

    fn type_info(&mut self, t: TypeId, readers: Readers) -> Const {
        let u = self.underlying(t);
        match self.c.prog.types[u].clone() {
            Type::Struct(fields) if readers.structure => self.struct_info(u, &fields),
            Type::Func(sig) if readers.func => self.func_info(u, &sig, readers),
            Type::Interface(i) if readers.iface => self.iface_info(u, &i),
            Type::Map(key, _) if readers.map => {
                let table = self.map_type(u);
                let parts = vec![self.desc_const(key), Const::Global(table, 0)];
                let ty = self.agg(&[Ty::Ptr, Ty::Ptr]);
                self.constant("reflect:map", ty, parts)
            }
            Type::Array(elem, n) if readers.array => {
                let slice = self.c.prog.types.intern(Type::Slice(elem));
                let parts = vec![Const::Int(n.max(0) as u64), self.desc_const(slice)];
                let ty = self.agg(&[Ty::I32, Ty::Ptr]);
                self.constant("reflect:array", ty, parts)
            }
            Type::Chan(dir, _) if readers.chan => {
                let dir = match dir {
                    ChanDir::Recv => 1,
                    ChanDir::Send => 2,
                    ChanDir::Both => 3,
                };
                let ty = self.agg(&[Ty::I32]);
                self.constant("reflect:chan", ty, vec![Const::Int(dir)])
            }
            _ => Const::Zero,
        }
    }

    fn struct_info(&mut self, u: TypeId, fields: &[Field]) -> Const {
        let pkg = fields.iter().find_map(|f| f.pkg);
        let path = self.path_const(pkg);
        let Ty::Agg(agg) = self.ty(u) else { unreachable!("a structure is an aggregate") };
        let mut list = Vec::new();
        for (i, f) in fields.iter().enumerate() {
            let flags = if f.embedded { EMBEDDED } else { 0 };
            let name = self.name_const(f.name, flags, f.tag.as_str());
            let offset = layout::field_offset(&self.m, agg, i as u32);
            list.push(Const::Agg(vec![name, self.desc_const(f.ty), Const::Int(offset)]));
        }
        let field = self.agg(&[Ty::Ptr, Ty::Ptr, Ty::I32]);
        let array = Ty::Agg(self.m.agg(Agg::Array(field, list.len() as u64)));
        let string = self.string_ty();
        let ty = self.agg(&[string, Ty::I32, array]);
        let n = Const::Int(list.len() as u64);
        self.constant("reflect:struct", ty, vec![path, n, Const::Agg(list)])
    }

    fn func_info(&mut self, u: TypeId, sig: &Signature, readers: Readers) -> Const {
        let mut types = Vec::new();
        for &t in sig.params.iter().chain(&sig.results) {
            types.push(self.desc_const(t));
        }
        let code = |f: Option<FuncId>| f.map_or(Const::Zero, Const::Func);
        let caller = readers.caller.then(|| self.caller(u));
        let caller = match caller {
            Some(f) => Const::Global(self.closure_global(f), 0),
            None => Const::Zero,
        };
        let binder = code(readers.binder.then(|| self.binder(u)));
        let maker = code(readers.maker.then(|| self.maker(u)));
        let array = Ty::Agg(self.m.agg(Agg::Array(Ty::Ptr, types.len() as u64)));
        let ty = self.agg(&[Ty::I16, Ty::I16, Ty::Ptr, Ty::Ptr, Ty::Ptr, array]);
        let variadic = if sig.variadic { VARIADIC } else { 0 };
        let (ins, outs) = (sig.params.len() as u64, sig.results.len() as u64 | variadic);
        let counts = [Const::Int(ins), Const::Int(outs)];
        let parts = counts.into_iter().chain([caller, binder, maker, Const::Agg(types)]);
        self.constant("reflect:func", ty, parts.collect())
    }

    fn iface_info(&mut self, u: TypeId, i: &Interface) -> Const {
        let pkg = i.methods.iter().find_map(|m| m.pkg);
        let path = self.path_const(pkg);
        let table = self.desc.tables.get(&u).map_or(Const::Zero, |g| Const::Global(*g, 0));
        let mut list = Vec::new();
        for (n, m) in i.methods.iter().enumerate() {
            let name = self.name_const(m.name, 0, "");
            let slot = self.known_slot(u, n as u32).map_or(0, |slot| u64::from(slot) + 1);
            list.push(Const::Agg(vec![name, self.desc_const(m.sig), Const::Int(slot)]));
        }
        let method = self.agg(&[Ty::Ptr, Ty::Ptr, Ty::I32]);
        let array = Ty::Agg(self.m.agg(Agg::Array(method, list.len() as u64)));
        let string = self.string_ty();
        let ty = self.agg(&[string, Ty::Ptr, Ty::I32, array]);
        let n = Const::Int(list.len() as u64);
        self.constant("reflect:iface", ty, vec![path, table, n, Const::Agg(list)])
    }

    /// Package path and methods of a type that has a name or methods.
    fn uncommon(&mut self, t: TypeId, readers: Readers) -> Const {
        let methods = self.exported_methods(t);
        let pkg = match self.c.prog.types[t] {
            Type::Named(n) => {
                let obj = self.c.prog.ents.named[n].obj;
                self.c.prog.ents.objects[obj].pkg
            }
            _ => None,
        };
        if pkg.is_none() && methods.is_empty() {
            return Const::Zero;
        }
        let path = self.path_const(pkg);
        let n = Const::Int(methods.len() as u64);
        let mut list = Vec::new();
        if readers.methods {
            for m in &methods {
                let sig = self.method_type(&m.found);
                let name = self.name_const(m.name, 0, "");
                let code = Const::Func(self.method_func(t, m.name, m.pkg));
                list.push(Const::Agg(vec![name, self.desc_const(sig), code]));
            }
        }
        let table = match list.is_empty() {
            true => Const::Zero,
            false => {
                let method = self.agg(&[Ty::Ptr, Ty::Ptr, Ty::Ptr]);
                let array = Ty::Agg(self.m.agg(Agg::Array(method, list.len() as u64)));
                self.constant("reflect:methods", array, list)
            }
        };
        let string = self.string_ty();
        let ty = self.agg(&[string, Ty::I32, Ty::Ptr]);
        self.constant("reflect:uncommon", ty, vec![path, n, table])
    }

    // Adapters between a call as Go has it and one with everything given by address.

    /// Code of `func(fn, args, results)` that calls the function value `fn`.
    fn caller(&mut self, func: TypeId) -> FuncId {
        let what = Generated::Caller(func);
        if let Some(id) = self.generated.get(&what) {
            return *id;
        }
        let shape = self.call_shape(func, None, true);
        let sig = self.m.sig(Sig { params: [Ty::Ptr; 4].into(), result: None });
        let name = format!("reflect.call:{}", self.type_name(func, true));
        let id = self.new_generated(what, name, sig);
        let mut b = self.start(id);
        let (function, args, results) = (b.param(0), b.param(1), b.param(2));
        let code = b.load(function, Ty::Ptr);
        let mut ir = Vec::new();
        for (i, place) in shape.results.iter().enumerate() {
            if matches!(place, ResultPlace::Memory(_)) {
                ir.push(pointer_at(&mut b, results, i));
            }
        }
        for (i, &t) in shape.param_types.iter().enumerate() {
            let addr = pointer_at(&mut b, args, i);
            let ty = self.ty(t);
            ir.push(if shape.params_in_memory[i] { addr } else { b.load(addr, ty) });
        }
        ir.push(function);
        let result = b.call_ptr(&self.m, code, shape.sig, ir);
        for (i, place) in shape.results.iter().enumerate() {
            let Some(value) = result else { continue };
            let value = match place {
                ResultPlace::Whole => value,
                ResultPlace::Field(n) => b.extract(&self.m, value, *n),
                ResultPlace::Memory(_) => continue,
            };
            let addr = pointer_at(&mut b, results, i);
            b.store(addr, value);
        }
        b.ret(None);
        self.m.funcs[id] = b.finish();
        id
    }

    /// The code of a function value `{code, method, word}` that calls the method.
    fn binder(&mut self, func: TypeId) -> FuncId {
        let what = Generated::Binder(func);
        if let Some(id) = self.generated.get(&what) {
            return *id;
        }
        let outer = self.call_shape(func, None, true);
        let inner = self.call_shape(func, Some(TypeTable::UNSAFE_POINTER), false);
        let name = format!("reflect.bind:{}", self.type_name(func, true));
        let id = self.new_generated(what, name, outer.sig);
        let mut b = self.start(id);
        let n = b.func.params.len() - 1;
        let object = b.param(n);
        let code = pointer_at(&mut b, object, 1);
        let word = pointer_at(&mut b, object, 2);
        let outs = memory_results(&outer);
        let mut args: Vec<Operand> = (0..n).map(|i| b.param(i)).collect();
        args.insert(outs, word);
        self.forward_recover(&mut b, id, code);
        let result = b.call_ptr(&self.m, code, inner.sig, args);
        b.ret(result);
        self.m.funcs[id] = b.finish();
        id
    }

    /// The code of a function value that calls `reflect.makeFuncCall` with itself and the addresses
    /// of its parameters and results.
    fn maker(&mut self, func: TypeId) -> FuncId {
        let what = Generated::Maker(func);
        if let Some(id) = self.generated.get(&what) {
            return *id;
        }
        let shape = self.call_shape(func, None, true);
        let name = format!("reflect.make:{}", self.type_name(func, true));
        let id = self.new_generated(what, name, shape.sig);
        let mut b = self.start(id);
        let outs = memory_results(&shape);
        let mut args = Vec::new();
        for (i, &t) in shape.param_types.iter().enumerate() {
            let param = b.param(outs + i);
            args.push(match shape.params_in_memory[i] {
                true => param,
                false => {
                    let ty = self.ty(t);
                    let slot = b.slot(ty, None);
                    b.store(slot, param);
                    slot
                }
            });
        }
        let mut results = Vec::new();
        for (place, &t) in shape.results.iter().zip(&shape.result_types) {
            results.push(match place {
                ResultPlace::Memory(i) => b.param(*i as usize),
                _ => {
                    let ty = self.ty(t);
                    let slot = b.slot(ty, None);
                    b.zero(slot, ty);
                    slot
                }
            });
        }
        let args = self.pointer_array(&mut b, &args);
        let places = self.pointer_array(&mut b, &results);
        let object = b.param(b.func.params.len() - 1);
        let call = self.reflect_func("makeFuncCall");
        b.call(&self.m, call, vec![object, args, places]);
        let result = self.collected(&mut b, &shape, &results);
        b.ret(result);
        self.m.funcs[id] = b.finish();
        id
    }

    /// The direct results of a function, which lie in slots, as it returns them.
    fn collected(
        &mut self,
        b: &mut FuncBuilder,
        shape: &CallShape,
        places: &[Operand],
    ) -> Option<Operand> {
        let mut direct = Vec::new();
        let mut types = Vec::new();
        for (i, place) in shape.results.iter().enumerate() {
            if !matches!(place, ResultPlace::Memory(_)) {
                let ty = self.ty(shape.result_types[i]);
                types.push(ty);
                direct.push(b.load(places[i], ty));
            }
        }
        match direct.len() {
            0 => None,
            1 => Some(direct[0]),
            _ => {
                let ty = self.agg(&types);
                Some(b.make_agg(ty, direct))
            }
        }
    }

    /// An array of addresses in the frame.
    fn pointer_array(&mut self, b: &mut FuncBuilder, list: &[Operand]) -> Operand {
        let array = Ty::Agg(self.m.agg(Agg::Array(Ty::Ptr, list.len() as u64)));
        let slot = b.slot(array, None);
        for (i, p) in list.iter().enumerate() {
            let at = b.elem_addr(slot, Ty::Ptr, Operand::i32(i as i32));
            b.store(at, *p);
        }
        slot
    }

    fn reflect_func(&mut self, name: &str) -> FuncId {
        let pkg = self.c.prog.package(Symbol::new("reflect"));
        let f = pkg.and_then(|pkg| self.declared_func(pkg, Symbol::new(name)));
        let f = f.unwrap_or_else(|| panic!("package reflect has no function {name}"));
        self.func(FuncKey::plain(f))
    }
}

impl Readers {
    fn any(self) -> bool {
        let Readers { elem, pointer, structure, func, map, iface, array, chan, .. } = self;
        elem || pointer
            || structure
            || func
            || map
            || iface
            || array
            || chan
            || self.uncommon
            || self.all
    }

    /// Are the elements of all composite types described?
    pub(super) fn elems(self) -> bool {
        self.elem
    }

    /// Can reflection ask whether a type implements an interface?
    pub(super) fn implements(self) -> bool {
        self.itabs
    }

    /// Can reflection make map types, for which it needs the functions of their keys?
    pub(super) fn makes_types(self) -> bool {
        self.all
    }
}

/// Element `i` of an array of pointers.
fn pointer_at(b: &mut FuncBuilder, array: Operand, i: usize) -> Operand {
    let at = b.elem_addr(array, Ty::Ptr, Operand::i32(i as i32));
    b.load(at, Ty::Ptr)
}

fn memory_results(shape: &CallShape) -> usize {
    shape.results.iter().filter(|r| matches!(r, ResultPlace::Memory(_))).count()
}
