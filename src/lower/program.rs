//! Roots, the worklist, symbols, package variables and program initialisation.

use super::flow::Unit;
use super::{FuncKey, Lower};
use crate::base::diag::Diagnostic;
use crate::base::intern::Symbol;
use crate::base::source::Pos;
use crate::check::Checker;
use crate::check::program::Initializer;
use crate::ir::entities::*;
use crate::ir::function::{Attrs, CheckKind, Function};
use crate::ir::module::{Barriers, Const, Global, Module};
use crate::syntax::ast;
use crate::types::repr::*;
use crate::types::subst::{TypeMap, depth, subst, type_map};
use rustc_hash::{FxHashMap, FxHashSet};

/// What `//go:linkname`, `//export` and the like say of a package's functions.
#[derive(Default)]
pub(super) struct Names {
    /// The symbol given to a local function.
    symbol: FxHashMap<(PkgId, Symbol), String>,
    /// Functions with a body, by the symbol that a directive gave them.
    defined: FxHashMap<String, FuncObjId>,
    exported: FxHashSet<FuncObjId>,
}

/// Type arguments of functions that nest deeper come from instances without end.
const MAX_NESTING: u32 = 40;

/// Which functions are kept whether the program reaches them or not.
pub enum Roots {
    /// `embgo_start` and every `//export` function: a program.
    Program,
    /// Every `//export` function of one package: the arithmetic helpers.
    Exports(Symbol),
}

/// Lowers everything that the roots reach. Diagnostics (of lazily checked bodies, and of what
/// lowering does not support) go to the checker's list.
pub fn program(c: &mut Checker, roots: &Roots) -> Module {
    let mut l = Lower::new(c);
    l.collect_names();
    let steps = l.collect_steps();
    l.add_roots(roots);
    if matches!(roots, Roots::Program) {
        l.init_function(steps);
        l.find_barriers();
    } else {
        l.drain();
    }
    l.finish_tables();
    l.set_runtime_var("interrupts", u64::from(l.interrupts));
    let deferring = l.reaches("rundefer");
    l.set_runtime_var("deferring", u64::from(deferring));
    let exiting = l.reaches("Goexit");
    l.set_runtime_var("exiting", u64::from(exiting));
    // Not only go statements: coroutines, and the tests of package testing.
    let goroutines = l.reaches("newG");
    l.set_runtime_var("startsGoroutines", u64::from(goroutines));
    let keeps = l.reaches("lastPanic");
    l.set_runtime_var("keepsPanics", u64::from(keeps));
    l.m
}

impl<'a> Lower<'a> {
    fn new(c: &'a mut Checker) -> Lower<'a> {
        let testing = c.prog.package(Symbol::new("testing"));
        Lower {
            c,
            testing,
            m: Module::default(),
            tys: FxHashMap::default(),
            funcs: FxHashMap::default(),
            work: Default::default(),
            globals: FxHashMap::default(),
            names: Names::default(),
            initializer_literals: FxHashMap::default(),
            symbols: FxHashMap::default(),
            strings: FxHashMap::default(),
            closures: FxHashMap::default(),
            initial: FxHashMap::default(),
            initialising: None,
            desc: Default::default(),
            flow: Default::default(),
            generated: FxHashMap::default(),
            thunks: FxHashMap::default(),
            interrupts: false,
            debug_types: FxHashMap::default(),
        }
    }

    fn collect_names(&mut self) {
        let funcs: Vec<FuncObjId> = self.c.prog.ents.funcs.ids().collect();
        for f in funcs {
            let (file, decl) = self.c.prog.func_decl(f);
            let ast = self.c.prog.ast(file);
            let range = decl.directives.start as usize..decl.directives.end as usize;
            let export = ast.directives[range].iter().find(|d| d.name.as_str() == "export");
            let Some(symbol) = export.map(|d| d.args.clone()) else { continue };
            let obj = self.c.prog.ents.funcs[f].obj;
            let name = self.c.prog.ents.objects[obj].name;
            let pkg = self.c.prog.file_pkg[file];
            if decl.body.is_some() {
                self.names.exported.insert(f);
                self.names.defined.insert(symbol.clone(), f);
            }
            self.names.symbol.insert((pkg, name), symbol);
        }
        for file in self.c.prog.asts.ids() {
            let pkg = self.c.prog.file_pkg[file];
            let ast = self.c.prog.asts[file].clone();
            for d in ast.directives.iter().filter(|d| d.name.as_str() == "go:linkname") {
                let mut words = d.args.split_whitespace();
                // The one-word form only marks a function as linked from elsewhere.
                let (Some(local), Some(remote)) = (words.next(), words.next()) else { continue };
                let local = Symbol::new(local);
                self.names.symbol.insert((pkg, local), remote.to_owned());
                if let Some(f) = self.declared_func(pkg, local)
                    && self.c.prog.func_decl(f).1.body.is_some()
                {
                    self.names.defined.insert(remote.to_owned(), f);
                }
            }
        }
    }

    pub(super) fn declared_func(&self, pkg: PkgId, name: Symbol) -> Option<FuncObjId> {
        let obj = self.c.prog.lookup(pkg, name)?;
        match self.c.prog.ents.objects[obj].kind {
            ObjectKind::Func(f) => Some(f),
            _ => None,
        }
    }

    fn add_roots(&mut self, roots: &Roots) {
        let mut exported: Vec<FuncObjId> = self.names.exported.iter().copied().collect();
        exported.sort();
        for f in exported {
            let pkg = self.c.prog.file_pkg[self.c.prog.ents.funcs[f].file];
            let wanted = match roots {
                Roots::Program => true,
                Roots::Exports(path) => self.c.prog.ents.packages[pkg].path == *path,
            };
            if wanted {
                self.func(FuncKey::plain(f));
            }
        }
    }

    /// Lowers queued bodies until none is left.
    fn drain(&mut self) {
        while let Some((key, id)) = self.work.pop_front() {
            self.c.ensure_body(key.func);
            if !self.c.diags.has_errors() {
                self.lower_unit(Unit::Body(key, id));
            }
        }
    }

    /// The function of package runtime with a name that lowering knows.
    pub fn runtime(&mut self, name: &str) -> FuncId {
        let pkg = self.c.prog.package(Symbol::new("runtime"));
        let f = pkg.and_then(|pkg| self.declared_func(pkg, Symbol::new(name)));
        let f = f.unwrap_or_else(|| panic!("package runtime has no function {name}"));
        self.func(FuncKey::plain(f))
    }

    /// The same for a function that package runtime has for some chips only.
    pub fn runtime_if_any(&mut self, name: &str) -> Option<FuncId> {
        let pkg = self.c.prog.package(Symbol::new("runtime"))?;
        let f = self.declared_func(pkg, Symbol::new(name))?;
        Some(self.func(FuncKey::plain(f)))
    }

    /// Does the program reach this function of package runtime?
    pub(super) fn reaches(&self, name: &str) -> bool {
        let pkg = self.c.prog.package(Symbol::new("runtime"));
        let f = pkg.and_then(|pkg| self.declared_func(pkg, Symbol::new(name)));
        f.is_some_and(|f| self.funcs.contains_key(&FuncKey::plain(f)))
    }

    /// The functions that stores of pointers shall call, in a program that allocates and whose
    /// collector has them.
    fn find_barriers(&mut self) {
        if !self.reaches("alloc") {
            return;
        }
        if let Some(store) = self.runtime_if_any("storePointer") {
            let shade = self.runtime("shadePointer");
            let shade_range = self.runtime("overwrite");
            self.m.barriers = Some(Barriers { store, shade, shade_range });
            self.drain();
        }
    }

    /// Gives a variable of package runtime the value that lowering found out, if the program uses
    /// it. The runtime only reads it, so that LLVM sees a constant.
    pub(super) fn set_runtime_var(&mut self, name: &str, value: u64) {
        let pkg = self.c.prog.package(Symbol::new("runtime"));
        let obj = pkg.and_then(|pkg| self.c.prog.lookup(pkg, Symbol::new(name)));
        if let Some(g) = obj.and_then(|obj| self.globals.get(&obj)) {
            self.m.globals[*g].init = Some(Const::Int(value));
            self.m.globals[*g].constant = true;
        }
    }

    /// A type declared in package runtime.
    pub fn runtime_type(&mut self, name: &str) -> TypeId {
        let pkg = self.c.prog.package(Symbol::new("runtime"));
        let obj = pkg.and_then(|pkg| self.c.prog.lookup(pkg, Symbol::new(name)));
        let obj = obj.unwrap_or_else(|| panic!("package runtime has no type {name}"));
        self.c.obj_decl(obj);
        self.c.prog.ents.objects[obj].ty
    }

    /// The function to call for a failed check of a kind; also enters it in the module's table.
    pub fn check_func(&mut self, kind: CheckKind) {
        if !self.m.checks.contains_key(&kind) {
            let f = self.runtime(kind.runtime_name());
            self.m.checks.insert(kind, f);
        }
    }

    /// Makes sure that the module knows the allocator, for `Op::New`.
    pub fn need_alloc(&mut self) {
        if self.m.alloc.is_none() {
            self.m.alloc = Some(self.runtime("alloc"));
        }
    }

    /// The IR function of a Go function; its body is queued when it is first asked for.
    pub fn func(&mut self, key: FuncKey) -> FuncId {
        if let Some(id) = self.funcs.get(&key) {
            return *id;
        }
        let info = self.c.prog.ents.funcs[key.func].clone();
        self.c.obj_decl(info.obj);
        let symbol = self.symbol(&key);
        let endless = self.too_deep(&key);
        let replaced = self.c.prog.func_decl(key.func).1.body.is_none()
            || self.names.defined.get(&symbol).is_some_and(|f| self.is_beside(*f, key.func));
        if replaced && let Some(f) = self.defining(&symbol).filter(|f| *f != key.func) {
            let (ty, recv) = self.func_type(&key);
            let shape = self.call_shape(ty, recv, false);
            self.written_outside(&shape.param_types);
            self.written_outside(&shape.result_types);
            let id = self.func(FuncKey::plain(f));
            self.funcs.insert(key, id);
            return id;
        }
        let (ty, recv) = self.func_type(&key);
        let shape = self.call_shape(ty, recv, false);
        if self.c.prog.func_decl(key.func).1.body.is_none() {
            self.written_outside(&shape.param_types);
            self.written_outside(&shape.result_types);
        }
        let (_, decl) = self.c.prog.func_decl(key.func);
        let (has_body, pos) = (decl.body.is_some(), decl.span.lo);
        let attrs = self.attrs(key.func);
        let name = if attrs.export || !has_body { symbol } else { self.unique(symbol) };
        let debug_name = name.clone();
        let id = self.m.funcs.push(new_function(name, shape.sig, attrs, pos, debug_name));
        self.funcs.insert(key.clone(), id);
        if has_body && !endless {
            self.work.push_back((key, id));
        }
        id
    }

    /// The types of the parameters of the function that another package defines for this one without
    /// a body; none for other functions.
    pub(super) fn linked_params(&mut self, func: FuncObjId) -> Vec<TypeId> {
        if self.c.prog.func_decl(func).1.body.is_some() {
            return Vec::new();
        }
        let symbol = self.symbol(&FuncKey::plain(func));
        let Some(defined) = self.defining(&symbol).filter(|f| *f != func) else {
            return Vec::new();
        };
        let (ty, _) = self.func_type(&FuncKey::plain(defined));
        match &self.c.prog.types[ty] {
            Type::Func(sig) => sig.params.to_vec(),
            _ => Vec::new(),
        }
    }

    /// What parameters point to is written to by code that sees it as something else.
    fn written_outside(&mut self, params: &[TypeId]) {
        for &t in params {
            self.pointee_set(t);
        }
    }

    /// Are these functions of one package? One of our files in a package of the SDK may give a
    /// function the symbol of one that is there, and so replaces it.
    fn is_beside(&self, f: FuncObjId, g: FuncObjId) -> bool {
        let pkg = |f: FuncObjId| self.c.prog.file_pkg[self.c.prog.ents.funcs[f].file];
        f != g && pkg(f) == pkg(g)
    }

    /// Reports a generic function whose instances call ever deeper instances of it.
    fn too_deep(&mut self, key: &FuncKey) -> bool {
        let deep = key
            .targs
            .iter()
            .any(|t| depth(&self.c.prog.types, &self.c.prog.ents, *t) > MAX_NESTING);
        if deep {
            let decl = self.c.prog.func_decl(key.func);
            let span = self.c.prog.ast(decl.0).span(decl.1.name);
            let message = "instantiation cycle";
            self.c.diags.push(Diagnostic::error("InvalidInstanceCycle", span, message));
        }
        deep
    }

    /// The type of a function with its type arguments put in, and that of its receiver.
    pub(super) fn func_type(&mut self, key: &FuncKey) -> (TypeId, Option<TypeId>) {
        let info = self.c.prog.ents.funcs[key.func].clone();
        self.c.obj_decl(info.obj);
        let map = type_map(&self.c.prog.ents.funcs[key.func].type_params, &key.targs);
        let ty = self.c.prog.ents.objects[info.obj].ty;
        let ty = self.subst(&map, ty);
        let recv = info.recv.map(|(named, pointer)| {
            let t = self.recv_type(named, pointer);
            self.subst(&map, t)
        });
        (ty, recv)
    }

    /// A type with type parameters replaced.
    pub(super) fn subst(&mut self, map: &TypeMap, t: TypeId) -> TypeId {
        subst(&mut self.c.prog.types, &mut self.c.prog.ents, map, t)
    }

    /// The key of a method of `holder`, which may be an instance of a generic type.
    pub(super) fn method_of(&self, func: FuncObjId, holder: TypeId) -> FuncKey {
        let targs = match self.c.prog.types[holder] {
            Type::Named(n) => self.c.prog.ents.named[n].origin.as_ref().map(|(_, a)| a.clone()),
            _ => None,
        };
        FuncKey { func, targs: targs.unwrap_or_default() }
    }

    /// The type of a method's receiver.
    pub(super) fn recv_type(&mut self, named: NamedId, pointer: bool) -> TypeId {
        let obj = self.c.prog.ents.named[named].obj;
        let t = self.c.prog.ents.objects[obj].ty;
        if pointer { self.c.prog.types.pointer(t) } else { t }
    }

    /// The function with a body that a symbol means: one that a directive names so, or the
    /// declaration whose own symbol it is.
    fn defining(&self, symbol: &str) -> Option<FuncObjId> {
        if let Some(f) = self.names.defined.get(symbol) {
            return Some(*f);
        }
        let (path, name) = symbol.rsplit_once('.')?;
        let pkg = match path {
            "main" => self.c.prog.main,
            _ => self.c.prog.package(Symbol::new(path))?,
        };
        let f = self.declared_func(pkg, Symbol::new(name))?;
        self.c.prog.func_decl(f).1.body.is_some().then_some(f)
    }

    fn attrs(&self, f: FuncObjId) -> Attrs {
        let (file, decl) = self.c.prog.func_decl(f);
        let mut attrs = Attrs { export: self.names.exported.contains(&f), ..Attrs::default() };
        let range = decl.directives.start as usize..decl.directives.end as usize;
        for d in &self.c.prog.ast(file).directives[range] {
            match d.name.as_str() {
                "go:noinline" => attrs.noinline = true,
                "go:inline" => attrs.always_inline = true,
                "go:noreturn" => attrs.noreturn = true,
                "go:cold" => attrs.cold = true,
                "go:noheap" => attrs.no_heap = true,
                "go:weak" => attrs.weak = true,
                "go:section" => attrs.section = Some(d.args.clone()),
                _ => {}
            }
        }
        attrs
    }

    /// The import path as it stands in symbols; the root package's is `main`.
    pub fn path_of(&self, pkg: PkgId) -> &'static str {
        if pkg == self.c.prog.main { "main" } else { self.c.prog.ents.packages[pkg].path.as_str() }
    }

    /// A function's symbol, see `ir::function::Function::name`.
    pub fn symbol(&mut self, key: &FuncKey) -> String {
        let info = &self.c.prog.ents.funcs[key.func];
        let pkg = self.c.prog.file_pkg[info.file];
        let name = self.c.prog.ents.objects[info.obj].name;
        let recv = info.recv;
        if recv.is_none()
            && let Some(symbol) = self.names.symbol.get(&(pkg, name))
        {
            return symbol.clone();
        }
        let path = self.path_of(pkg);
        match recv {
            // There can be many in a package.
            None if name.as_str() == "init" => {
                format!("{path}.init.{}", self.init_number(key.func))
            }
            None => format!("{path}.{name}{}", self.type_list(&key.targs)),
            Some((named, pointer)) => {
                let named = &self.c.prog.ents.named[named];
                let base = self.c.prog.ents.objects[named.obj].name;
                let (of_type, own) =
                    key.targs.split_at(named.type_params.len().min(key.targs.len()));
                let (of_type, own) = (self.type_list(of_type), self.type_list(own));
                if pointer {
                    format!("{path}.(*{base}{of_type}).{name}{own}")
                } else {
                    format!("{path}.{base}{of_type}.{name}{own}")
                }
            }
        }
    }

    /// How many functions `init` its package has before this one.
    fn init_number(&self, f: FuncObjId) -> usize {
        let ents = &self.c.prog.ents;
        let (name, pkg) = (ents.objects[ents.funcs[f].obj].name, self.pkg_of(f));
        let before = ents.funcs.iter_enumerated().take_while(|(id, _)| *id != f);
        let same = before.filter(|(id, g)| {
            g.recv.is_none() && ents.objects[g.obj].name == name && self.pkg_of(*id) == pkg
        });
        same.count()
    }

    fn pkg_of(&self, f: FuncObjId) -> PkgId {
        self.c.prog.file_pkg[self.c.prog.ents.funcs[f].file]
    }

    /// `[int,string]`; nothing for no types.
    fn type_list(&self, list: &[TypeId]) -> String {
        if list.is_empty() {
            return String::new();
        }
        let names: Vec<String> = list.iter().map(|t| self.type_name(*t, true)).collect();
        format!("[{}]", names.join(","))
    }

    /// `name`, or `name·N` if another function or global of the module already has it.
    pub fn unique(&mut self, name: String) -> String {
        let n = self.symbols.entry(name.clone()).or_insert(0);
        *n += 1;
        if *n == 1 { name } else { format!("{name}\u{b7}{n}") }
    }

    /// The global of a package variable.
    pub fn global(&mut self, obj: ObjId) -> GlobalId {
        if let Some(id) = self.globals.get(&obj) {
            return *id;
        }
        if let Some(linked) = self.linked_variable(obj) {
            let id = self.global(linked);
            self.globals.insert(obj, id);
            return id;
        }
        self.c.obj_decl(obj);
        let o = self.c.prog.ents.objects[obj].clone();
        let pkg = o.pkg.expect("a package variable belongs to a package");
        let ty = self.ty(o.ty);
        let directives = self.var_directives(obj);
        let find = |name: &str| directives.iter().find(|d| d.name.as_str() == name);
        let external = find("go:extern").map(|d| d.args.clone());
        let exported = find("export").map(|d| d.args.clone());
        let section = find("go:section").map(|d| d.args.clone());
        let align = find("go:align").and_then(|d| d.args.parse().ok()).unwrap_or(0);
        let name = match external.clone().or(exported.clone()) {
            Some(name) => name,
            None => {
                let path = self.path_of(pkg);
                self.unique(format!("{path}.{}", o.name))
            }
        };
        let debug = match external {
            Some(_) => None,
            None => {
                Some((format!("{}.{}", self.path_of(pkg), o.name), self.debug_type(o.ty), o.pos))
            }
        };
        if external.is_some() {
            self.fields_set(o.ty);
        }
        let init = if external.is_some() { None } else { Some(Const::Zero) };
        let export = exported.is_some();
        let global = Global {
            name,
            ty,
            init,
            constant: false,
            align,
            section,
            export,
            unnamed: false,
            debug,
        };
        let id = self.m.globals.push(global);
        self.globals.insert(obj, id);
        // After the entry, since the initial value may hold the variable's own address.
        if external.is_none() {
            self.static_init(obj, id);
        }
        id
    }

    /// The variable of another package that `//go:linkname` makes this one a name of.
    fn linked_variable(&self, obj: ObjId) -> Option<ObjId> {
        let o = &self.c.prog.ents.objects[obj];
        let remote = self.names.symbol.get(&(o.pkg?, o.name))?;
        let (path, name) = remote.rsplit_once('.')?;
        let linked =
            self.c.prog.lookup(self.c.prog.package(Symbol::new(path))?, Symbol::new(name))?;
        let is_var = matches!(self.c.prog.ents.objects[linked].kind, ObjectKind::Var(_));
        (is_var && linked != obj).then_some(linked)
    }

    /// The directives above the declaration of a package variable.
    fn var_directives(&self, obj: ObjId) -> Vec<ast::Directive> {
        let pos = self.c.prog.ents.objects[obj].pos;
        let Some(file) = self.c.prog.sources.lookup(pos) else { return Vec::new() };
        let ast = self.c.prog.ast(file);
        let decl = ast.decls.iter().find_map(|d| match d {
            ast::Decl::Var(v) if v.span.lo <= pos && pos < v.span.hi => Some(v),
            _ => None,
        });
        decl.map_or(Vec::new(), |v| {
            ast.directives[v.directives.start as usize..v.directives.end as usize].to_vec()
        })
    }

    /// Gives a new global its initial value if that is known at compile time, and removes its
    /// initialiser from those that run.
    fn static_init(&mut self, obj: ObjId, id: GlobalId) {
        if let Some(text) = self.c.prog.set.get(&obj).cloned() {
            self.m.globals[id].init = Some(self.string_const(text.as_bytes()));
            return;
        }
        let Some(InitState::Waiting(waiting)) = self.initial.get(&obj).cloned() else { return };
        if let Some(value) = self.static_value(obj, &waiting) {
            self.m.globals[id].init = Some(value);
            self.initial.insert(obj, InitState::Static(waiting));
        }
    }

    fn static_value(&mut self, obj: ObjId, waiting: &Waiting) -> Option<Const> {
        if waiting.init.lhs.len() != 1 {
            return None;
        }
        let ty = self.c.prog.ents.objects[obj].ty;
        let outer = self.initialising.replace(waiting.clone());
        let value = self.const_init(waiting.init.file, waiting.init.rhs, ty);
        self.initialising = outer;
        value
    }

    /// The initial value of a package variable, read by the initialiser of another one. It is known
    /// if nothing can have changed the variable since its own initialisation: nothing that runs
    /// between the two has an effect.
    pub(super) fn initial_value(&mut self, obj: ObjId) -> Option<Const> {
        let reader = self.initialising.clone()?;
        let (InitState::Waiting(source) | InitState::Static(source)) =
            self.initial.get(&obj).cloned()?;
        if source.index >= reader.index || source.effects != reader.effects {
            return None;
        }
        // The very value that the variable has: what it points to is shared.
        let global = self.global(obj);
        match self.initial[&obj] {
            InitState::Static(_) => self.m.globals[global].init.clone(),
            InitState::Waiting(_) => None,
        }
    }

    /// Everything that program initialisation may have to do, in order.
    fn collect_steps(&mut self) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        let mut effects = 0;
        for &pkg in &self.c.prog.order {
            let init = &self.c.prog.inits[pkg];
            for var in &init.vars {
                let waiting = Waiting { init: var.clone(), index: steps.len(), effects };
                for &obj in &var.lhs {
                    self.initial.insert(obj, InitState::Waiting(waiting.clone()));
                }
                steps.push(Step { pkg, what: What::Var(var.clone()), code: None });
                effects += u32::from(super::statics::has_effect(&self.c.prog, var.file, var.rhs));
            }
            for &f in &init.funcs {
                effects += 1;
                steps.push(Step { pkg, what: What::Func(f), code: None });
            }
        }
        steps
    }

    /// Makes `embgo.init`: the dynamic initialisers and the `init` functions of all packages in
    /// order. Lowering one may reach variables whose own initialiser was thought not to matter, so
    /// this goes on until nothing new is found.
    fn init_function(&mut self, mut steps: Vec<Step>) {
        loop {
            self.drain();
            let mut changed = false;
            for step in &mut steps {
                if step.code.is_none() && self.step_needed(step) {
                    step.code = Some(self.lower_step(step));
                    changed = true;
                }
            }
            changed |= self.fill_itab_tables();
            changed |= self.expand_types();
            changed |= self.lower_again();
            if !changed && self.work.is_empty() {
                break;
            }
            if self.c.diags.has_errors() {
                return;
            }
        }
        let calls: Vec<FuncId> = steps.iter().filter_map(|s| s.code).collect();
        self.emit_init(&calls);
    }

    fn step_needed(&mut self, step: &Step) -> bool {
        match &step.what {
            What::Func(_) => true,
            What::Var(var) => {
                let known = |obj: &ObjId| self.globals.contains_key(obj);
                if var.lhs.iter().any(known) {
                    let statics =
                        |obj: &ObjId| matches!(self.initial.get(obj), Some(InitState::Static(_)));
                    return !var.lhs.iter().all(statics);
                }
                super::statics::has_effect(&self.c.prog, var.file, var.rhs)
            }
        }
    }

    fn lower_step(&mut self, step: &Step) -> FuncId {
        match &step.what {
            What::Func(f) => self.func(FuncKey::plain(*f)),
            What::Var(var) => {
                let sig = self.m.sig(Sig::default());
                let path = self.path_of(step.pkg);
                let pos = self.c.prog.ast(var.file).span(var.rhs).lo;
                let name = self.unique(format!("{path}.init"));
                let f = new_function(name.clone(), sig, Attrs::default(), pos, name);
                let id = self.m.funcs.push(f);
                self.lower_unit(Unit::Init(id, step.pkg, var.clone()));
                id
            }
        }
    }

    fn emit_init(&mut self, calls: &[FuncId]) {
        let sig = self.m.sig(Sig::default());
        // Package runtime declares it, without a body.
        let id = self.m.funcs.ids().find(|f| self.m.funcs[*f].name == "embgo.init");
        let id = id.unwrap_or_else(|| {
            let (name, debug) = ("embgo.init".to_owned(), String::new());
            self.m.funcs.push(new_function(name, sig, Attrs::default(), Pos::NONE, debug))
        });
        let mut b = self.start(id);
        for &f in calls {
            b.call(&self.m, f, vec![]);
        }
        b.ret(None);
        self.m.funcs[id] = b.finish();
    }
}

/// What is known of a package variable's initialiser.
#[derive(Clone)]
pub(super) enum InitState {
    Waiting(Waiting),
    /// The value is in the image.
    Static(Waiting),
}

/// An initialiser and its place in the order of the program.
#[derive(Clone)]
pub(super) struct Waiting {
    init: Initializer,
    /// Among all steps of program initialisation.
    index: usize,
    /// How many steps with an effect run before.
    effects: u32,
}

/// One thing that program initialisation does.
struct Step {
    pkg: PkgId,
    what: What,
    /// The function that does it, once it was found to be needed.
    code: Option<FuncId>,
}

enum What {
    Var(Initializer),
    Func(FuncObjId),
}

/// A function without blocks yet.
pub(super) fn new_function(
    name: String,
    sig: SigId,
    attrs: Attrs,
    pos: Pos,
    debug_name: String,
) -> Function {
    Function {
        name,
        sig,
        params: Vec::new(),
        blocks: Default::default(),
        values: Default::default(),
        slots: Default::default(),
        attrs,
        pos,
        scopes: vec![(0, pos)],
        debug_name,
    }
}

impl FuncKey {
    /// A function that is not generic.
    pub fn plain(func: FuncObjId) -> FuncKey {
        FuncKey { func, targs: Box::default() }
    }
}
