//! Functions: their declarations, bodies, and function literals.

use super::decl::Later;
use super::{Checker, Env};
use crate::base::intern::Symbol;
use crate::base::source::{Pos, Span};
use crate::syntax::ast::{self, Block, ExprId, ExprKind};
use crate::types::repr::*;
use crate::types::table::TypeTable;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

/// A function whose body is being checked.
#[derive(Default)]
pub(super) struct Frame {
    /// Variables of enclosing functions that this function literal uses.
    pub captures: IndexSet<ObjId, FxBuildHasher>,
    /// Its local variables but for parameters, those of inner literals excluded.
    pub locals: Vec<ObjId>,
    /// The results, if they have names.
    pub results: Vec<ObjId>,
    /// The type expressions of the results.
    pub result_types: Vec<ExprId>,
}

impl Checker {
    /// The declaration of a function or method: its type.
    pub(super) fn func_decl(&mut self, obj: ObjId, d: &ast::FuncDecl) {
        if self.decls.skipped.contains(&obj) {
            return;
        }
        let ObjectKind::Func(func) = self.prog.ents.objects[obj].kind else { return };
        // What refers to the function while its type is not known sees one without parameters.
        self.prog.ents.objects[obj].ty = self.prog.types.intern(Type::Func(Box::default()));
        let outer = self.open_type_scope();
        self.decls.type_scopes.insert(obj, self.env.scope);
        let mut all = Vec::new();
        if let Some(recv) = &d.recv {
            match self.receiver_params(recv) {
                None => {
                    self.receiver_type(recv);
                }
                Some(TypeTable::INVALID) => {
                    self.decls.skipped.insert(obj);
                    self.env.scope = outer;
                    return;
                }
                Some(ty) => {
                    let base = crate::types::lookup::deref(&self.prog.types, ty).0;
                    if let Type::Named(n) = self.prog.types[base] {
                        all.clone_from(&self.prog.ents.named[n].type_params);
                    }
                }
            }
        }
        let own = self.type_param_names(&d.type_params, all.len());
        all.extend(&own);
        self.prog.ents.funcs[func].type_params = all;
        self.constraints(&d.type_params, &own);
        let mut sig = self.signature(d.recv.as_ref(), &d.sig, true);
        if !own.is_empty()
            && let Type::Func(s) = &self.prog.types[sig]
        {
            let s = Signature { type_params: own.into(), ..(**s).clone() };
            sig = self.prog.types.intern(Type::Func(Box::new(s)));
        }
        self.prog.ents.objects[obj].ty = sig;
        self.env.scope = outer;
    }

    /// Checks the body of a function, unless that happened already. Library functions are checked
    /// when they are reached.
    pub fn ensure_body(&mut self, f: FuncObjId) {
        if !self.bodies.insert(f) {
            return;
        }
        let FuncInfo { obj, file, decl, .. } = self.prog.ents.funcs[f];
        self.obj_decl(obj);
        if self.decls.skipped.contains(&obj) {
            return;
        }
        let ast = self.prog.asts[file].clone();
        let ast::Decl::Func(d) = &ast.decls[decl as usize] else { return };
        let env = Env::at_file(file, self.prog.file_pkg[file], self.scopes.of_file(file));
        let env = std::mem::replace(&mut self.env, env);
        let frames = std::mem::take(&mut self.frames);
        let untyped = std::mem::take(&mut self.untyped);
        self.env.decl = Some(obj);
        if let Some(&scope) = self.decls.type_scopes.get(&obj) {
            self.env.scope = scope;
        }
        match &d.body {
            Some(body) => {
                let sig = self.prog.ents.objects[obj].ty;
                self.swap_receiver_names(obj);
                self.func_body(d.recv.as_ref(), &d.sig, sig, body);
                self.record_untyped();
                self.swap_receiver_names(obj);
            }
            None => self.missing_body(&ast, d),
        }
        self.untyped = untyped;
        self.frames = frames;
        self.env = env;
        self.process_later();
    }

    /// While a method is checked, messages call type parameters what its receiver calls them.
    fn swap_receiver_names(&mut self, method: ObjId) {
        for (a, b) in self.decls.receiver_names.get(&method).cloned().unwrap_or_default() {
            let objects = &mut self.prog.ents.objects;
            let (name, pos) = (objects[a].name, objects[a].pos);
            (objects[a].name, objects[a].pos) = (objects[b].name, objects[b].pos);
            (objects[b].name, objects[b].pos) = (name, pos);
        }
    }

    /// A function of the user's without a body must be implemented elsewhere.
    fn missing_body(&mut self, ast: &ast::File, d: &ast::FuncDecl) {
        if let Some(p) = d.type_params.first() {
            let at = match d.recv {
                Some(_) => self.type_param_span(p),
                None => ast.span(d.name),
            };
            return self.error(at, "BadDecl", "generic function is missing function body");
        }
        let user = !self.may_lack_bodies.contains(&self.env.pkg);
        let range = d.directives.start as usize..d.directives.end as usize;
        let elsewhere = ast.directives.get(range).unwrap_or_default().iter().any(|d| {
            matches!(d.name.as_str(), "go:linkname" | "export" | "go:wasmimport" | "extern")
        });
        let named = ast.ident(d.name);
        let linked = ast.directives.iter().any(|d| {
            d.name.as_str() == "go:linkname"
                && d.args.split_whitespace().next() == named.map(|n| n.as_str())
        });
        let is_init = d.recv.is_none() && named.is_some_and(|n| n.as_str() == "init");
        // A blank function is never called.
        let is_init = is_init || named.is_none_or(Symbol::is_blank);
        if user && !elsewhere && !linked && !is_init {
            // gc's position of a function is what follows `func`.
            let after = Pos(d.span.lo.0 + "func ".len() as u32);
            let at = if d.recv.is_some() { after } else { ast.span(d.name).lo };
            self.bodiless.push(Span::at(at));
        }
    }

    /// Reports functions without body; gc does so only in programs without other errors.
    pub(super) fn missing_bodies(&mut self) {
        let bodiless = std::mem::take(&mut self.bodiless);
        if !self.diags.has_errors() {
            for span in bodiless {
                self.error(span, "MissingBody", "missing function body");
            }
        }
    }

    /// Checks the bodies of all functions of a package.
    pub(super) fn package_bodies(&mut self, pkg: PkgId) {
        for f in self.prog.ents.funcs.ids() {
            if self.prog.file_pkg[self.prog.ents.funcs[f].file] == pkg {
                self.ensure_body(f);
            }
        }
    }

    /// Checks the body of the function literal `e`: at once inside a function; after the whole
    /// declaration at package level, where it may refer to what is being declared.
    pub(crate) fn func_lit(&mut self, e: ExprId, lit: &ast::FuncLit, sig: TypeId) {
        if self.frames.is_empty() {
            self.later(Later::FuncLit(e, sig));
        } else {
            self.lit_body(e, lit, sig);
        }
    }

    /// A function literal of a package-level declaration, now that that is done.
    pub(super) fn later_func_lit(&mut self, e: ExprId, sig: TypeId) {
        let ast = self.ast();
        let ExprKind::FuncLit(lit) = &ast[e].kind else { return };
        let frames = std::mem::take(&mut self.frames);
        let untyped = std::mem::take(&mut self.untyped);
        self.lit_body(e, lit, sig);
        self.record_untyped();
        self.untyped = untyped;
        self.frames = frames;
    }

    fn lit_body(&mut self, e: ExprId, lit: &ast::FuncLit, sig: TypeId) {
        let env = self.env.clone();
        let captures = self.func_body(None, &lit.sig, sig, &lit.body);
        self.env = env;
        let captures = captures.into_iter().collect();
        self.prog.info[self.env.file].captures.insert(e, captures);
    }

    /// Checks a body in a scope of its own, inside the current one. Gives the variables that it
    /// captures.
    fn func_body(
        &mut self,
        recv: Option<&ast::Field>,
        sig: &ast::FuncSig,
        ty: TypeId,
        body: &Block,
    ) -> IndexSet<ObjId, FxBuildHasher> {
        let outer = self.open_scope(true);
        self.env.func = Some(ty);
        self.frames.push(Frame::default());
        if let Some(recv) = recv {
            let ty = self.prog.type_of(self.env.file, recv.ty);
            self.declare_params(std::slice::from_ref(recv), &[ty], VarKind::Recv);
        }
        let (params, results) = match &self.prog.types[ty] {
            Type::Func(s) => (s.params.clone(), s.results.clone()),
            _ => Default::default(),
        };
        self.declare_params(&sig.params, &params, VarKind::Param);
        let named = self.declare_params(&sig.results, &results, VarKind::Result);
        if let Some(frame) = self.frames.last_mut() {
            frame.results = named;
            let each = |f: &ast::Field| vec![f.ty; f.names.len().max(1)];
            frame.result_types = sig.results.iter().flat_map(each).collect();
        }
        self.stmts(&body.stmts);
        self.labels(body);
        if !results.is_empty() && !self.terminates_block(body) {
            self.error(Span::at(body.rbrace), "MissingReturn", "missing return");
        }
        self.close_scope(outer);
        let frame = self.frames.pop().unwrap_or_default();
        self.unused_variables(&frame.locals);
        frame.captures
    }

    /// Brings named parameters into scope. A name that occurs twice was reported already.
    fn declare_params(
        &mut self,
        fields: &[ast::Field],
        types: &[TypeId],
        kind: VarKind,
    ) -> Vec<ObjId> {
        let ast = self.ast();
        let mut objects = Vec::new();
        let mut types = types.iter();
        for f in fields {
            for &e in &f.names {
                let ty = types.next().copied().unwrap_or(TypeTable::INVALID);
                let Some(name) = ast.ident(e) else { continue };
                let obj = self.new_object(name, ast.span(e), ty, ObjectKind::Var(kind));
                self.record_object(e, obj);
                self.spell(obj, Some(f.ty), None);
                objects.push(obj);
                let scope = self.env.scope;
                if !name.is_blank() {
                    self.prog.ents.scopes[scope].names.entry(name).or_insert(obj);
                }
            }
            if f.names.is_empty() {
                types.next();
            }
        }
        objects
    }
}
