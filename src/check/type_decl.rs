//! Type declarations (spec: Type declarations), resolved when their underlying type is needed.

use super::decl::{Color, Later};
use super::struct_::embedded_name;
use super::{Checker, Env};
use crate::base::diag::Diagnostic;
use crate::base::intern::Symbol;
use crate::base::source::Span;
use crate::syntax::ast;
use crate::types::repr::*;
use crate::types::table::TypeTable;

impl Checker {
    /// Declares the types that were named in the meantime. Some may have to wait for types that
    /// are still being declared; they stay in the queue.
    pub(super) fn drain_types(&mut self) {
        if self.decls.pending.is_empty() || self.decls.blocked {
            return;
        }
        let base = self.decls.base;
        self.decls.draining += 1;
        let mut waiting = Vec::new();
        let mut done = Vec::new();
        while let Some((obj, named_on)) = self.decls.pending.pop() {
            if self.decls.color(obj) != Color::White {
                continue;
            }
            let errors = self.diags.len();
            self.decls.base = named_on.len();
            let path = std::mem::replace(&mut self.decls.path, named_on);
            self.obj_decl(obj);
            let named_on = std::mem::replace(&mut self.decls.path, path);
            if self.decls.blocked {
                self.decls.blocked = false;
                self.diags.truncate(errors);
                waiting.push((obj, named_on));
            } else {
                done.push(obj);
            }
        }
        self.decls.base = base;
        self.decls.draining -= 1;
        self.decls.pending = waiting;
        // The size of a type may be asked for next: it must be finite.
        for obj in done {
            if let Type::Named(n) = self.prog.types[self.prog.ents.objects[obj].ty] {
                self.check_finite(n);
            }
        }
        if self.decls.draining == 0 {
            self.process_later();
        }
    }

    /// The declaration of a package-level type name.
    pub(super) fn type_decl(&mut self, obj: ObjId, d: &ast::TypeDecl) {
        let outer = self.env.scope;
        let span = self.prog.asts[self.env.file].span(d.name);
        let first = d.type_params.first().map(|p| self.type_param_span(p));
        match (d.alias, first) {
            (true, Some(at)) => self.require(at, 23, "generic type alias"),
            (true, None) => self.require(span, 9, "type alias"),
            (false, Some(at)) => self.require(at, 18, "type parameter"),
            (false, None) => true,
        };
        let params = match d.type_params.is_empty() {
            true => Vec::new(),
            false => self.type_decl_params(obj, d),
        };
        self.type_decl_rhs(obj, d, &params);
        // The constraints may name the type that is declared.
        if !params.is_empty() && !self.decls.blocked {
            self.constraints(&d.type_params, &params);
        }
        self.env.scope = outer;
        self.complete_instances();
    }

    /// The type parameters of a type declaration, in a scope of their own that stays open.
    fn type_decl_params(&mut self, obj: ObjId, d: &ast::TypeDecl) -> Vec<TypeParamId> {
        let named = match self.prog.types[self.prog.ents.objects[obj].ty] {
            Type::Named(n) if !d.alias => Some(n),
            _ => None,
        };
        // A declaration that had to wait is tried again with the same type parameters.
        match (self.decls.type_scopes.get(&obj), named) {
            (Some(&scope), Some(n)) => {
                self.env.scope = scope;
                let named = &self.prog.ents.named[n];
                named.type_params[named.implicit as usize..].to_vec()
            }
            _ => {
                self.open_type_scope();
                self.decls.type_scopes.insert(obj, self.env.scope);
                let params = self.type_param_names(&d.type_params, 0);
                match named {
                    Some(n) => self.prog.ents.named[n].type_params.extend(&params),
                    None => {
                        self.decls.alias_params.insert(obj, params.clone());
                    }
                }
                params
            }
        }
    }

    /// Declares the names of the type parameters of a generic type whose own declaration waits.
    pub(super) fn early_type_params(&mut self, obj: ObjId) {
        let Some(info) = self.decls.info(obj) else { return };
        if self.decls.type_scopes.contains_key(&obj) {
            return;
        }
        let (file, pkg, decl) = (info.file, info.pkg, info.decl as usize);
        let env = Env::at_file(file, pkg, self.scopes.of_file(file));
        let env = std::mem::replace(&mut self.env, env);
        let ast = self.ast();
        if let ast::Decl::Type(d) = &ast.decls[decl] {
            self.type_decl_params(obj, d);
        }
        self.env = env;
    }

    /// Where the name of a type parameter stands.
    pub(super) fn type_param_span(&self, p: &ast::Field) -> Span {
        p.names.first().map_or(p.span, |&e| self.prog.asts[self.env.file].span(e))
    }

    fn type_decl_rhs(&mut self, obj: ObjId, d: &ast::TypeDecl, params: &[TypeParamId]) {
        let rhs = self.typ_lazy(d.ty);
        let own = matches!(self.prog.types[rhs], Type::TypeParam(p) if params.contains(&p));
        if self.prog.types.is_type_param(rhs) && (own || !d.alias) {
            let message = match d.alias {
                true => "cannot use type parameter declared in alias declaration as RHS",
                false => "cannot use a type parameter as RHS in type declaration",
            };
            self.error(self.span(d.ty), "MisplacedTypeParam", message);
            // A generic type stays one, which may be instantiated.
            match self.prog.types[self.prog.ents.objects[obj].ty] {
                Type::Named(n) if !d.alias => {
                    self.prog.ents.named[n].underlying = Some(TypeTable::INVALID);
                }
                _ => self.invalidate_type(obj),
            }
            return;
        }
        if d.alias {
            self.prog.ents.objects[obj].ty = rhs;
            return;
        }
        let Type::Named(named) = self.prog.types[self.prog.ents.objects[obj].ty] else { return };
        self.decls.rhs.insert(named, rhs);
        let underlying = self.force_underlying(rhs);
        if self.decls.blocked {
            return;
        }
        if self.prog.ents.named[named].underlying.is_none() {
            self.prog.ents.named[named].underlying = Some(underlying);
        }
        self.later(Later::Type(named));
    }

    /// A type declaration inside a function: its scope begins at the identifier.
    pub(super) fn local_type(&mut self, d: &ast::TypeDecl) {
        let ast = self.ast();
        let Some(name) = ast.ident(d.name) else { return };
        let kind = ObjectKind::TypeName { alias: d.alias };
        let obj = self.new_object(name, ast.span(d.name), TypeTable::INVALID, kind);
        self.record_object(d.name, obj);
        self.spell(obj, Some(d.ty), None);
        if !d.alias {
            self.make_named(obj);
            // In a generic function, each instance of it has a type of its own.
            let outer = self.function_params();
            if let Type::Named(n) = self.prog.types[self.prog.ents.objects[obj].ty] {
                self.prog.ents.named[n].implicit = outer.len() as u32;
                self.prog.ents.named[n].type_params = outer;
            }
        }
        if !d.type_params.is_empty() {
            self.decls.with_params.insert(obj);
        }
        self.declare(obj);
        // What is needed of other declarations is complete now: the path starts anew.
        let path = std::mem::replace(&mut self.decls.path, vec![obj]);
        self.decls.set_color(obj, Color::Grey);
        self.type_decl(obj, d);
        self.decls.set_color(obj, Color::Black);
        self.decls.path = path;
        self.drain_types();
        self.process_later();
    }

    /// Gives the type name `obj` a defined type that is not resolved yet.
    pub(super) fn make_named(&mut self, obj: ObjId) {
        let named = self.prog.ents.named.push(Named {
            obj,
            underlying: None,
            methods: vec![],
            type_params: vec![],
            origin: None,
            implicit: 0,
        });
        self.prog.ents.objects[obj].ty = self.prog.types.intern(Type::Named(named));
    }

    /// The underlying type of a declaration's right-hand side; a defined type there must be
    /// resolved first.
    pub(super) fn force_underlying(&mut self, ty: TypeId) -> TypeId {
        self.force_underlying_at(ty, None)
    }

    /// As [`force_underlying`](Self::force_underlying) where the type is embedded: a generic type
    /// that embeds itself is reported there.
    pub(super) fn force_underlying_at(&mut self, ty: TypeId, at: Option<Span>) -> TypeId {
        let Type::Named(n) = self.prog.types[ty] else { return ty };
        if let Some(u) = self.prog.ents.named[n].underlying {
            return u;
        }
        let obj = self.prog.ents.named[n].obj;
        match self.decls.color(obj) {
            Color::White => {
                self.obj_decl(obj);
                self.complete_instances();
            }
            _ => {
                let Some(start) = self.decls.path.iter().position(|&o| o == obj) else {
                    return TypeTable::INVALID;
                };
                if start < self.decls.base {
                    self.decls.blocked = true;
                    return TypeTable::INVALID;
                }
                let cycle = self.decls.path[start..].to_vec();
                let generic = self.decls.with_params.contains(&obj);
                match at.filter(|_| generic && cycle.len() == 1) {
                    Some(at) => self.cycle_error_at(&cycle, &[at]),
                    None => self.cycle_error(&cycle),
                }
                self.prog.ents.named[n].underlying = Some(TypeTable::INVALID);
                if let Some((origin, _)) = self.prog.ents.named[n].origin {
                    self.prog.ents.named[origin].underlying = Some(TypeTable::INVALID);
                }
            }
        }
        self.prog.ents.named[n].underlying.unwrap_or(TypeTable::INVALID)
    }

    /// A faulty type's name denotes nothing any more, so that its uses are silent.
    pub(super) fn invalidate_type(&mut self, obj: ObjId) {
        let ty = std::mem::replace(&mut self.prog.ents.objects[obj].ty, TypeTable::INVALID);
        if let Type::Named(n) = self.prog.types[ty] {
            self.prog.ents.named[n].underlying = Some(TypeTable::INVALID);
        }
    }

    /// The checks of a defined type that need all types.
    pub(super) fn check_named(&mut self, named: NamedId) {
        self.check_finite(named);
        let underlying = self.prog.ents.named[named].underlying.unwrap_or(TypeTable::INVALID);
        let Type::Struct(fields) = self.prog.types[underlying].clone() else { return };
        let obj = &self.prog.ents.objects[self.prog.ents.named[named].obj];
        let (span, ty) = (Span::at(obj.pos), obj.ty);
        self.check_size(span, ty);
        for m in self.prog.ents.named[named].methods.clone() {
            let method = &self.prog.ents.objects[m];
            if fields.iter().any(|f| f.name == method.name) {
                let name = method.name;
                let message = format!("field and method with the same name {name}");
                let d = Diagnostic::error("DuplicateFieldAndMethod", Span::at(method.pos), message);
                let d = match self.field_span(named, name) {
                    Some(span) => d.note(span, format!("other declaration of {name}")),
                    None => d,
                };
                self.report(d);
            }
        }
    }

    /// Where a field of a defined struct type stands in its declaration.
    fn field_span(&self, named: NamedId, name: Symbol) -> Option<Span> {
        let info = self.decls.info(self.prog.ents.named[named].obj)?;
        let ast = &self.prog.asts[info.file];
        let ast::Decl::Type(d) = &ast.decls[info.decl as usize] else { return None };
        let ast::ExprKind::StructType(fields) = ast.kind(ast.unparen(d.ty)) else { return None };
        let named = fields.iter().flat_map(|f| &f.names);
        let named = named.filter_map(|&e| Some((ast.ident(e)?, ast.span(e))));
        let embedded = fields.iter().filter(|f| f.embedded);
        let embedded = embedded.filter_map(|f| embedded_name(ast, f.ty));
        named.chain(embedded).find(|(n, _)| *n == name).map(|(_, span)| span)
    }
}
