//! Declarations at package level: each is checked when it is first needed, and cycles are found.
//!
//! An object is white (not checked), grey (being checked: it is on the path) or black. The names
//! of defined types need no checking to be used in type expressions, so that recursive types are
//! no cycles; their declarations wait in a queue ([`super::type_decl`]).

use super::instantiate::TypeArgs;
use super::{Checker, Env};
use crate::base::diag::Diagnostic;
use crate::base::index::IndexVec;
use crate::base::intern::Symbol;
use crate::base::source::{FileId, Span};
use crate::define_index;
use crate::syntax::ast::{self, ExprId};
use crate::types::repr::*;
use crate::types::table::TypeTable;
use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::collections::VecDeque;
use std::sync::Arc;

define_index!(
    /// A package-level declaration; the order is that of the source.
    DeclId,
    "decl"
);

/// Where an object was declared, and what its declaration uses.
pub(super) struct DeclInfo {
    pub file: FileId,
    pub pkg: PkgId,
    /// The index in the file's `decls`.
    pub decl: u32,
    /// Which name of the specification it is.
    pub index: u32,
    /// The declared objects: several variables where one call initialises them.
    pub lhs: Vec<ObjId>,
    /// Package-level objects of the same package that the declaration refers to.
    pub deps: IndexSet<ObjId, FxBuildHasher>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Color {
    White,
    Grey,
    Black,
}

#[derive(Default)]
pub(super) struct Decls {
    pub infos: IndexVec<DeclId, DeclInfo>,
    pub of: FxHashMap<ObjId, DeclId>,
    /// Objects that are not black.
    colors: FxHashMap<ObjId, Color>,
    /// The grey objects, the outermost first.
    pub path: Vec<ObjId>,
    /// Type names to check as soon as possible, each with the path on which it was named.
    pub pending: Vec<(ObjId, Vec<ObjId>)>,
    /// While pending types are checked: the part of the path that was there before. What needs
    /// the types that are declared there has to wait.
    pub base: usize,
    /// So many loops over the pending types are running, one inside the other.
    pub draining: u32,
    /// Set when the declaration being checked turned out to depend on that part.
    pub blocked: bool,
    /// Checks that need complete types.
    pub later: VecDeque<(Env, Later)>,
    in_later: bool,
    /// Where the interface types stand that enclose the type expression being checked.
    pub interfaces: Vec<Span>,
    /// Packages that could not be loaded.
    pub missing: FxHashSet<PkgId>,
    /// The import declarations of the package being checked.
    pub imports: Vec<ObjId>,
    /// What decides how the types of variables, constants and parameters are spelled.
    pub spelled: FxHashMap<ObjId, super::spelling::Spelling>,
    /// The right-hand sides of type declarations.
    pub rhs: FxHashMap<NamedId, TypeId>,
    /// Types known to be of finite size.
    pub finite: FxHashSet<NamedId>,
    /// All instantiations as they were written: type parameters, arguments, and the place.
    pub instantiations: Vec<(Vec<TypeParamId>, Vec<TypeId>, Span)>,
    /// Where instances of generic types were first written.
    pub instance_spans: FxHashMap<TypeId, Span>,
    /// Functions that cannot be checked.
    pub skipped: FxHashSet<ObjId>,
    /// Types declared with type parameters.
    pub with_params: FxHashSet<ObjId>,
    /// The type parameters of generic aliases.
    pub alias_params: FxHashMap<ObjId, Vec<TypeParamId>>,
    /// Type parameters that a method's receiver gives other names, with the objects of those.
    pub receiver_names: FxHashMap<ObjId, Vec<(ObjId, ObjId)>>,
    /// The scopes of type parameters, by the declared object.
    pub type_scopes: FxHashMap<ObjId, ScopeId>,
    /// A package of the user's is being checked in full.
    pub checking: bool,
    /// Generic types that were reported to expand forever.
    pub infinite: FxHashSet<NamedId>,
    /// The types of generic methods on instances of their receivers' types.
    pub generic_methods: FxHashMap<(FuncObjId, TypeId), TypeId>,
    /// Generic functions with some of their type arguments, the others to be inferred.
    pub partial: FxHashMap<(FileId, ExprId), Vec<TypeId>>,
}

/// A check that waits until the types it needs are complete.
pub(super) enum Later {
    /// An embedded field's type must not be a pointer.
    Embedded(Span, TypeId),
    MapKey(Span, TypeId),
    /// An array must fit the address space.
    Size(Span, TypeId),
    /// The type of a variable must not be a constraint.
    VarType(ExprId, TypeId),
    /// A type must not contain itself; its methods and fields must have different names.
    Type(NamedId),
    /// A receiver's type, and the type name in it.
    Receiver(Span, TypeId, Option<ExprId>),
    TypeArgs(TypeArgs),
    /// The terms of a union must not overlap.
    Union(Vec<(Span, Term)>),
    /// The body of a function literal in a package-level declaration.
    FuncLit(ExprId, TypeId),
}

impl Decls {
    pub fn color(&self, obj: ObjId) -> Color {
        self.colors.get(&obj).copied().unwrap_or(Color::Black)
    }

    pub fn set_color(&mut self, obj: ObjId, color: Color) {
        match color {
            Color::Black => self.colors.remove(&obj),
            _ => self.colors.insert(obj, color),
        };
    }

    pub fn info(&self, obj: ObjId) -> Option<&DeclInfo> {
        Some(&self.infos[*self.of.get(&obj)?])
    }
}

impl Checker {
    /// Checks the declaration of a package-level object or method, unless that happened already:
    /// afterwards its type (and value) is known.
    pub(crate) fn obj_decl(&mut self, obj: ObjId) {
        match self.decls.color(obj) {
            Color::Black => {}
            Color::Grey => self.grey(obj),
            Color::White => self.white(obj),
        }
    }

    fn white(&mut self, obj: ObjId) {
        let Some(info) = self.decls.info(obj) else { return };
        let (file, pkg, decl, index) = (info.file, info.pkg, info.decl, info.index);
        self.decls.set_color(obj, Color::Grey);
        self.decls.path.push(obj);
        let env = Env::at_file(file, pkg, self.scopes.of_file(file));
        let env = std::mem::replace(&mut self.env, env);
        let frames = std::mem::take(&mut self.frames);
        let untyped = std::mem::take(&mut self.untyped);
        let interfaces = std::mem::take(&mut self.decls.interfaces);
        let ast = self.ast();
        match &ast.decls[decl as usize] {
            ast::Decl::Const(d) => self.const_decl(obj, d, index as usize),
            ast::Decl::Var(d) => self.var_decl(obj, d, index as usize),
            ast::Decl::Type(d) => self.type_decl(obj, d),
            ast::Decl::Func(d) => self.func_decl(obj, d),
            ast::Decl::Import(_) => {}
        }
        self.record_untyped();
        self.untyped = untyped;
        self.decls.interfaces = interfaces;
        self.frames = frames;
        self.env = env;
        self.decls.path.pop();
        if self.decls.blocked {
            // It will be tried again when what it waits for is done.
            self.decls.set_color(obj, Color::White);
            return;
        }
        self.decls.set_color(obj, Color::Black);
        if self.decls.path.is_empty() && self.decls.draining == 0 {
            self.drain_types();
            self.process_later();
        }
    }

    /// A use of an object whose declaration is being checked. A cycle of constants and variables
    /// only is left to the check of the initialisation order.
    fn grey(&mut self, obj: ObjId) {
        if matches!(self.prog.ents.objects[obj].kind, ObjectKind::Func(_)) {
            return;
        }
        let is_type = matches!(self.prog.ents.objects[obj].kind, ObjectKind::TypeName { .. });
        let Some(start) = self.decls.path.iter().position(|&o| o == obj) else {
            // Reached from a type that merely waited, not from what is being declared.
            self.decls.blocked |= self.decls.draining > 0;
            return;
        };
        let cycle = self.decls.path[start..].to_vec();
        let kind = |o: &ObjId| &self.prog.ents.objects[*o].kind;
        let values = cycle
            .iter()
            .filter(|o| matches!(kind(o), ObjectKind::Const { .. } | ObjectKind::Var(_)))
            .count();
        let defined =
            cycle.iter().any(|o| matches!(kind(o), ObjectKind::TypeName { alias: false }));
        let valid = values == cycle.len() || values == 0 && defined;
        if !valid {
            self.cycle_error(&cycle);
            if is_type {
                self.invalidate_type(obj);
            }
        }
    }

    /// Declares all objects of a package, the types first so that few cycles go through aliases.
    pub(super) fn package_objects(&mut self, pkg: PkgId) {
        let objects: Vec<ObjId> = self
            .decls
            .infos
            .iter()
            .filter(|d| d.pkg == pkg)
            .flat_map(|d| d.lhs.iter().copied())
            .collect();
        let phase = |c: &Checker, obj: ObjId| match c.prog.ents.objects[obj].kind {
            ObjectKind::TypeName { alias } => u8::from(alias),
            _ => 2,
        };
        for wanted in 0..3 {
            for &obj in &objects {
                if phase(self, obj) == wanted {
                    self.obj_decl(obj);
                }
            }
        }
        self.process_later();
    }

    /// One constant of a specification (spec: Constant declarations).
    fn const_decl(&mut self, obj: ObjId, d: &ast::ConstDecl, index: usize) {
        self.env.decl = Some(obj);
        self.env.iota = Some(d.iota);
        let ty = d.ty.map(|t| (t, self.typ(t)));
        self.drain_types();
        if let Some((e, ty)) = ty {
            let basic = matches!(self.prog.types[self.underlying(ty)],
                Type::Basic(b) if !matches!(b, Basic::UnsafePointer | Basic::UntypedNil));
            if !basic {
                let message = format!("invalid constant type {}", self.type_expr_string(e, ty));
                self.error(self.span(e), "InvalidConstType", message);
                return;
            }
            self.prog.ents.objects[obj].ty = ty;
            if ty == TypeTable::INVALID {
                return;
            }
        }
        let value = d.values.get(index).copied();
        self.spell(obj, d.ty, value);
        let Some(value) = value else { return };
        if d.inherited {
            self.env.err_span = Some(Span::at(self.prog.ents.objects[obj].pos));
        }
        let x = self.expr(value);
        self.init_const(obj, ty.map(|(_, t)| t), x);
        self.env.err_span = None;
    }

    /// A local constant specification: the names come into scope after all of it.
    pub(super) fn local_consts(&mut self, d: &ast::ConstDecl) {
        let ast = self.ast();
        self.const_arity(&ast, d);
        let saved = (self.env.iota, self.env.err_span);
        let mut objects = Vec::with_capacity(d.names.len());
        for (i, &e) in d.names.iter().enumerate() {
            let Some(name) = ast.ident(e) else { continue };
            let kind = ObjectKind::Const { value: None };
            let obj = self.new_object(name, ast.span(e), TypeTable::INVALID, kind);
            self.record_object(e, obj);
            let decl = self.env.decl;
            self.const_decl(obj, d, i);
            self.env.decl = decl;
            objects.push(obj);
        }
        (self.env.iota, self.env.err_span) = saved;
        for obj in objects {
            self.declare(obj);
        }
    }

    /// A variable of a package-level specification, or all of them where one call initialises
    /// several (spec: Variable declarations).
    fn var_decl(&mut self, obj: ObjId, d: &ast::VarDecl, index: usize) {
        self.env.decl = Some(obj);
        let lhs = self.decls.info(obj).map(|i| i.lhs.clone()).unwrap_or_default();
        let ty = d.ty.map(|t| self.var_type(t));
        self.drain_types();
        let value = d.values.get(index).filter(|_| lhs.len() <= 1);
        for &o in lhs.iter().chain(std::iter::once(&obj)) {
            self.spell(o, d.ty, value.copied());
            self.prog.ents.objects[o].ty = ty.unwrap_or(TypeTable::INVALID);
        }
        if lhs.len() > 1 {
            // The others are declared with this one: with a type now, else with the value.
            let black = |c: &mut Checker| {
                for &o in lhs.iter().filter(|&&o| o != obj) {
                    c.decls.set_color(o, Color::Black);
                }
            };
            if ty.is_some() {
                black(self);
            }
            self.init_vars(&lhs, ty, &d.values);
            black(self);
            return;
        }
        let Some(&value) = d.values.get(index) else { return };
        let mut x = self.expr_for(value, ty, self.prog.ents.objects[obj].name.as_str());
        self.init_var(obj, ty, &mut x, "variable declaration");
    }

    /// A local variable specification.
    pub(super) fn local_vars(&mut self, d: &ast::VarDecl) {
        let ast = self.ast();
        let ty = d.ty.map(|t| self.var_type(t));
        let mut objects = Vec::with_capacity(d.names.len());
        for &e in &d.names {
            let name = ast.ident(e).unwrap_or_else(|| Symbol::new("_"));
            let obj = self.new_local(e, name, ty.unwrap_or(TypeTable::INVALID));
            let value = d.values.get(objects.len()).filter(|_| d.values.len() == d.names.len());
            self.spell(obj, d.ty, value.copied());
            objects.push(obj);
        }
        match d.values.len() {
            0 => {}
            n if n == objects.len() && n > 1 => {
                for (&obj, &value) in objects.iter().zip(&d.values) {
                    let mut x = self.expr_for(value, ty, self.prog.ents.objects[obj].name.as_str());
                    self.init_var(obj, ty, &mut x, "variable declaration");
                }
            }
            1 if objects.len() == 1 => {
                let name = self.prog.ents.objects[objects[0]].name.as_str();
                let mut x = self.expr_for(d.values[0], ty, name);
                self.init_var(objects[0], ty, &mut x, "variable declaration");
            }
            1 => self.init_vars(&objects, ty, &d.values),
            _ => {
                // Check what is there, then report the number.
                for (i, &value) in d.values.iter().enumerate() {
                    let mut x = self.expr_hint(value, ty);
                    if let Some(&obj) = objects.get(i) {
                        self.init_var(obj, ty, &mut x, "variable declaration");
                    }
                }
                self.var_arity(&ast, d);
            }
        }
        for obj in objects {
            self.declare(obj);
        }
    }

    /// Reports a number of values that does not fit the names of a variable specification.
    pub(super) fn var_arity(&mut self, ast: &Arc<ast::File>, d: &ast::VarDecl) {
        let (l, r) = (d.names.len(), d.values.len());
        if l < r {
            let extra = self.expr_string(d.values[l]);
            let span = ast.span(d.values[l]);
            self.error(span, "WrongAssignCount", format!("extra init expr {extra}"));
        } else if l > r && r > 1 {
            self.missing_init(ast, d.names[r]);
        }
    }

    /// Reports a number of values that does not fit the names of a constant specification.
    pub(super) fn const_arity(&mut self, ast: &Arc<ast::File>, d: &ast::ConstDecl) {
        let (l, r) = (d.names.len(), d.values.len());
        if l > r {
            self.missing_init(ast, d.names[r]);
        } else if l < r && d.inherited {
            let at = self.prog.sources.position(ast.span(d.values[l]).lo);
            let span = d.names.first().map_or(d.span, |&n| ast.span(n));
            self.error(span, "WrongAssignCount", format!("extra init expr at {at}"));
        } else if l < r {
            let extra = self.expr_string(d.values[l]);
            let span = ast.span(d.values[l]);
            self.error(span, "WrongAssignCount", format!("extra init expr {extra}"));
        }
    }

    fn missing_init(&mut self, ast: &Arc<ast::File>, name: ExprId) {
        let text = ast.ident(name).map_or("_", |n| n.as_str());
        let d = Diagnostic::error(
            "WrongAssignCount",
            ast.span(name),
            format!("missing init expr for {text}"),
        );
        self.report(d);
    }

    /// Makes the checks that waited for complete types.
    pub(super) fn process_later(&mut self) {
        if self.decls.in_later || !self.decls.path.is_empty() {
            return;
        }
        self.decls.in_later = true;
        while let Some((env, check)) = self.decls.later.pop_front() {
            let env = std::mem::replace(&mut self.env, env);
            match check {
                Later::Embedded(span, ty) => self.check_embedded(span, ty),
                Later::MapKey(span, key) => self.check_map_key(span, key),
                Later::Size(span, ty) => self.check_size(span, ty),
                Later::VarType(e, ty) => self.check_var_type(e, ty),
                Later::Type(named) => self.check_named(named),
                Later::Receiver(span, ty, e) => self.check_receiver(span, ty, e),
                Later::Union(terms) => self.check_union(&terms),
                Later::TypeArgs(args) => {
                    self.check_type_args(&args);
                }
                Later::FuncLit(e, sig) => self.later_func_lit(e, sig),
            }
            self.env = env;
        }
        self.decls.in_later = false;
    }

    pub(super) fn later(&mut self, check: Later) {
        let env = self.env.clone();
        self.decls.later.push_back((env, check));
    }
}
