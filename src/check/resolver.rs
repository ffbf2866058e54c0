//! Collecting what a package declares: imports into file scopes, objects into the package scope,
//! methods to their receiver types. Nothing is checked yet.

use super::Checker;
use super::Env;
use super::decl::{Color, DeclInfo};
use super::program::PackageInit;
use crate::base::diag::Diagnostic;
use crate::base::intern::Symbol;
use crate::base::source::{FileId, Span};
use crate::load::{LoadedPackage, Origin};
use crate::syntax::ast::{self, ExprId, ExprKind};
use crate::types::repr::*;
use crate::types::table::TypeTable;
use rustc_hash::FxHashMap;

/// A method whose receiver's type is not looked up yet.
struct MethodDecl {
    obj: ObjId,
    func: FuncObjId,
    /// The receiver's type name and whether `*` stands before it.
    base: Symbol,
    ptr: bool,
}

/// The packages that a file's import paths mean.
pub(super) type Imports<'a> = FxHashMap<&'a str, PkgId>;

impl Checker {
    /// Enters a package into the program's tables.
    pub(super) fn add_package(&mut self, p: &LoadedPackage) -> PkgId {
        let universe = Some(self.universe.scope);
        let scope = self.prog.ents.scopes.push(Scope { parent: universe, ..Scope::default() });
        let pkg = self.prog.ents.packages.push(Package {
            path: p.path,
            name: p.name,
            scope,
            files: p.files.clone(),
            imports: vec![],
            user: p.user,
            go_version: p.go_version,
        });
        for &file in &p.files {
            self.prog.file_pkg[file] = pkg;
        }
        if p.origin != Origin::User {
            self.may_lack_bodies.insert(pkg);
        }
        self.prog.order.push(pkg);
        self.prog.inits.push(PackageInit::default());
        pkg
    }

    /// Collects the declarations of all files of a package.
    pub(super) fn collect_objects(&mut self, pkg: PkgId, imports: &Imports<'_>) {
        let scope = self.prog.ents.packages[pkg].scope;
        let files = self.prog.ents.packages[pkg].files.clone();
        let mut methods = Vec::new();
        for &file in &files {
            let file_scope = Scope { parent: Some(scope), ..Scope::default() };
            let file_scope = self.prog.ents.scopes.push(file_scope);
            self.scopes.set_file(file, file_scope);
            self.env = Env::at_file(file, pkg, file_scope);
            let ast = self.ast();
            if ast.package.name.is_blank() {
                self.error(ast.package.span, "InvalidPkgName", "invalid package name _");
            }
            if self.prog.ents.packages[pkg].user {
                self.misplaced_directives();
            }
            for (i, decl) in ast.decls.iter().enumerate() {
                match decl {
                    ast::Decl::Import(d) => self.collect_import(d, imports),
                    ast::Decl::Const(d) => self.collect_const(i, d),
                    ast::Decl::Var(d) => self.collect_var(i, d),
                    ast::Decl::Type(d) => self.collect_type(i, d),
                    ast::Decl::Func(d) => methods.extend(self.collect_func(i, d)),
                }
            }
        }
        for &file in &files {
            self.check_file_scope(file, scope);
        }
        for m in methods {
            self.attach_method(scope, m);
        }
    }

    fn collect_import(&mut self, d: &ast::ImportDecl, imports: &Imports<'_>) {
        let imported = match d.path.as_str() {
            "unsafe" => self.universe.unsafe_pkg,
            path => imports.get(path).copied().unwrap_or_else(|| self.missing_package(path)),
        };
        let ast = self.ast();
        let local = d.name.and_then(|e| ast.ident(e));
        if d.path == "C" && d.name.is_some() {
            return;
        }
        let name = local.unwrap_or(self.prog.ents.packages[imported].name);
        let span = d.name.map_or(d.path_span, |e| ast.span(e));
        if name.as_str() == "init" {
            let message = "cannot import package as init - init must be a func";
            self.error(span, "InvalidInitDecl", message);
            return;
        }
        let pkg = self.env.pkg;
        if !self.prog.ents.packages[pkg].imports.contains(&imported) {
            self.prog.ents.packages[pkg].imports.push(imported);
        }
        let used = self.decls.missing.contains(&imported);
        let kind = ObjectKind::PkgName { imported, used };
        let obj = self.new_object(name, span, TypeTable::INVALID, kind);
        if let Some(e) = d.name {
            self.record_object(e, obj);
        }
        self.note_import(obj);
        match name.as_str() {
            "." => self.dot_import(obj, imported, span),
            _ => self.declare(obj),
        }
    }

    /// Stands for a package that could not be loaded, which the loader reported: what it has is
    /// not known, so that its uses are silent.
    fn missing_package(&mut self, path: &str) -> PkgId {
        let scope = self.prog.ents.scopes.push(Scope::default());
        let name = Symbol::new(path.rsplit('/').next().unwrap_or(path));
        let pkg = self.prog.ents.packages.push(Package {
            path: Symbol::new(path),
            name,
            scope,
            files: vec![],
            imports: vec![],
            user: false,
            go_version: 0,
        });
        self.prog.inits.push(PackageInit::default());
        self.decls.missing.insert(pkg);
        pkg
    }

    /// `import . "p"`: p's exported names are in the file scope.
    fn dot_import(&mut self, import: ObjId, imported: PkgId, span: Span) {
        let from = self.prog.ents.packages[imported].scope;
        let exported = self.prog.ents.scopes[from].names.iter();
        let exported: Vec<(Symbol, ObjId)> =
            exported.filter(|(name, _)| name.is_exported()).map(|(n, o)| (*n, *o)).collect();
        let scope = self.env.scope;
        for (name, obj) in exported {
            if let Some(&other) = self.prog.ents.scopes[scope].names.get(&name) {
                let message = format!("{name} redeclared in this block");
                let d = Diagnostic::error("DuplicateDecl", span, message);
                self.report_with_other(d, other);
                continue;
            }
            self.prog.ents.scopes[scope].names.insert(name, obj);
            self.scopes.dot_imports.insert((scope, name), import);
        }
    }

    /// Declares a name of the package scope.
    fn declare_global(
        &mut self,
        e: ExprId,
        decl: usize,
        index: usize,
        kind: ObjectKind,
    ) -> Option<ObjId> {
        let ast = self.ast();
        let name = ast.ident(e)?;
        let obj = self.new_object(name, ast.span(e), TypeTable::INVALID, kind);
        self.record_object(e, obj);
        self.add_decl(obj, decl, index);
        let package = &self.prog.ents.packages[self.env.pkg];
        let (package_name, scope) = (package.name, package.scope);
        let is_func = matches!(self.prog.ents.objects[obj].kind, ObjectKind::Func(_));
        match name.as_str() {
            "init" if !is_func => {
                let message = "cannot declare init - must be func";
                self.error(ast.span(e), "InvalidInitDecl", message);
            }
            "main" if !is_func && package_name.as_str() == "main" => {
                let message = "cannot declare main - must be func";
                self.error(ast.span(e), "InvalidMainDecl", message);
            }
            _ => self.declare_in(scope, obj),
        }
        Some(obj)
    }

    fn add_decl(&mut self, obj: ObjId, decl: usize, index: usize) {
        let id = self.decls.infos.push(DeclInfo {
            file: self.env.file,
            pkg: self.env.pkg,
            decl: decl as u32,
            index: index as u32,
            lhs: vec![obj],
            deps: Default::default(),
        });
        self.decls.of.insert(obj, id);
        self.decls.set_color(obj, Color::White);
    }

    fn collect_const(&mut self, decl: usize, d: &ast::ConstDecl) {
        for (i, &e) in d.names.iter().enumerate() {
            self.declare_global(e, decl, i, ObjectKind::Const { value: None });
        }
        let ast = self.ast();
        self.const_arity(&ast, d);
    }

    fn collect_var(&mut self, decl: usize, d: &ast::VarDecl) {
        let kind = ObjectKind::Var(VarKind::Global);
        let objects: Vec<ObjId> = d
            .names
            .iter()
            .enumerate()
            .filter_map(|(i, &e)| self.declare_global(e, decl, i, kind.clone()))
            .collect();
        if objects.len() > 1 && d.values.len() == 1 {
            // One call initialises all: they share a declaration.
            let shared = self.decls.of[&objects[0]];
            self.decls.infos[shared].lhs.clone_from(&objects);
            for obj in &objects[1..] {
                let own = self.decls.of.insert(*obj, shared);
                if let Some(own) = own {
                    self.decls.infos[own].lhs.clear();
                }
            }
        }
        if !d.values.is_empty() {
            let ast = self.ast();
            self.var_arity(&ast, d);
        }
    }

    fn collect_type(&mut self, decl: usize, d: &ast::TypeDecl) {
        let kind = ObjectKind::TypeName { alias: d.alias };
        if let Some(obj) = self.declare_global(d.name, decl, 0, kind) {
            if !d.alias {
                self.make_named(obj);
            }
            if !d.type_params.is_empty() {
                self.decls.with_params.insert(obj);
            }
        }
    }

    fn collect_func(&mut self, decl: usize, d: &ast::FuncDecl) -> Option<MethodDecl> {
        let ast = self.ast();
        let name = ast.ident(d.name)?;
        let span = ast.span(d.name);
        let func = self.prog.ents.funcs.next_id();
        let kind = ObjectKind::Func(func);
        let is_init = d.recv.is_none() && name.as_str() == "init";
        let obj = if is_init || d.recv.is_some() {
            let obj = self.new_object(name, span, TypeTable::INVALID, kind);
            self.record_object(d.name, obj);
            self.add_decl(obj, decl, 0);
            obj
        } else {
            self.declare_global(d.name, decl, 0, kind)?
        };
        if let Some(first) = d.type_params.first()
            && !is_init
        {
            let at = self.type_param_span(first);
            match d.recv {
                Some(_) => self.require(at, 27, "generic method"),
                None => self.require(at, 18, "type parameter"),
            };
        }
        let file = self.env.file;
        let info = FuncInfo { obj, file, decl: decl as u32, recv: None, type_params: vec![] };
        self.prog.ents.funcs.push(info);
        if is_init {
            self.prog.inits[self.env.pkg].funcs.push(func);
        }
        let Some(recv) = &d.recv else {
            self.check_special_func(name, span, d);
            return None;
        };
        let (base, ptr) = receiver_base(&ast, recv.ty)?;
        (!name.is_blank()).then_some(MethodDecl { obj, func, base, ptr })
    }

    /// `main` and `init` have neither parameters nor results (spec: Program execution).
    fn check_special_func(&mut self, name: Symbol, span: Span, d: &ast::FuncDecl) {
        let package = self.prog.ents.packages[self.env.pkg].name;
        let code = match name.as_str() {
            "init" => "InvalidInitDecl",
            "main" if package.as_str() == "main" => "InvalidMainDecl",
            _ => return,
        };
        if let Some(first) = d.type_params.first() {
            let message = format!("func {name} must have no type parameters");
            self.error(first.span, code, message);
        }
        if !d.sig.params.is_empty() || !d.sig.results.is_empty() {
            let message = format!("func {name} must have no arguments and no return values");
            self.error(span, code, message);
        }
        if d.body.is_none() && name.as_str() == "init" {
            self.error(span, "MissingInitBody", "func init must have a body");
        }
    }

    /// A name may not be declared both by an import and in the package.
    fn check_file_scope(&mut self, file: FileId, package: ScopeId) {
        let scope = self.scopes.of_file(file);
        let names = self.prog.ents.scopes[scope].names.iter();
        let clashes: Vec<(ObjId, ObjId)> = names
            .filter_map(|(name, &obj)| {
                Some((obj, *self.prog.ents.scopes[package].names.get(name)?))
            })
            .collect();
        for (import, declared) in clashes {
            let o = &self.prog.ents.objects[declared];
            let (name, span) = (o.name, Span::at(o.pos));
            let by = &self.prog.ents.objects[import];
            let describe = |p: PkgId| {
                let p = &self.prog.ents.packages[p];
                format!("package {} (\"{}\")", p.name, p.path)
            };
            let message = match (&by.kind, by.pkg) {
                (ObjectKind::PkgName { imported, .. }, _) => {
                    format!("{name} already declared through import of {}", describe(*imported))
                }
                (_, Some(p)) => {
                    format!("{name} already declared through dot-import of {}", describe(p))
                }
                _ => continue,
            };
            let d = Diagnostic::error("DuplicateDecl", span, message);
            self.report_with_other(d, import);
        }
    }

    /// Gives a method to its receiver's base type, if that is a defined type of the package.
    fn attach_method(&mut self, package: ScopeId, m: MethodDecl) {
        let Some((base, ptr)) = self.resolve_base(package, m.base, m.ptr) else {
            return;
        };
        let Type::Named(named) = self.prog.types[self.prog.ents.objects[base].ty] else {
            // Not declared as a type.
            self.decls.skipped.insert(m.obj);
            return;
        };
        self.prog.ents.funcs[m.func].recv = Some((named, ptr));
        let (name, pos) = (self.prog.ents.objects[m.obj].name, self.prog.ents.objects[m.obj].pos);
        let methods = &self.prog.ents.named[named].methods;
        let same = methods.iter().copied().find(|&o| self.prog.ents.objects[o].name == name);
        if let Some(other) = same {
            let at = self.prog.sources.position(self.prog.ents.objects[other].pos);
            let ty = self.prog.ents.objects[base].name;
            let message = format!("method {ty}.{name} already declared at {at}");
            self.error(Span::at(pos), "DuplicateMethod", message);
            return;
        }
        self.prog.ents.named[named].methods.push(m.obj);
    }

    /// Follows aliases from a receiver's type name to the type declaration.
    fn resolve_base(&self, package: ScopeId, name: Symbol, ptr: bool) -> Option<(ObjId, bool)> {
        let (mut name, mut ptr) = (name, ptr);
        // An alias cycle is reported elsewhere.
        for _ in 0..100 {
            let obj = *self.prog.ents.scopes[package].names.get(&name)?;
            let ObjectKind::TypeName { alias } = self.prog.ents.objects[obj].kind else {
                return None;
            };
            if !alias {
                return Some((obj, ptr));
            }
            let info = self.decls.info(obj)?;
            let ast = &self.prog.asts[info.file];
            let ast::Decl::Type(d) = &ast.decls[info.decl as usize] else { return None };
            // Instances have no methods of their own.
            let mut e = ast.unparen(d.ty);
            if let ExprKind::Star(inner) = ast[e].kind {
                e = ast.unparen(inner);
            }
            if let ExprKind::Index { .. } = ast[e].kind {
                return None;
            }
            let (base, star) = receiver_base(ast, d.ty)?;
            if star && ptr {
                return None;
            }
            (name, ptr) = (base, ptr || star);
        }
        None
    }
}

/// The type name of a receiver `T`, `*T`, `T[P]`, with parentheses anywhere.
fn receiver_base(ast: &ast::File, ty: ExprId) -> Option<(Symbol, bool)> {
    let mut e = ast.unparen(ty);
    let mut ptr = false;
    if let ExprKind::Star(inner) = ast[e].kind {
        ptr = true;
        e = ast.unparen(inner);
    }
    if let ExprKind::Index { x, .. } = ast[e].kind {
        e = ast.unparen(x);
    }
    Some((ast.ident(e)?, ptr))
}
