//! Type parameters of functions, methods and types (spec: Type parameter declarations).

use super::Checker;
use super::decl::Later;
use crate::base::source::Span;
use crate::syntax::ast::{self, ExprId, ExprKind};
use crate::types::repr::*;
use crate::types::subst::{TypeMap, subst};
use crate::types::table::TypeTable;

impl Checker {
    /// Declares the names of type parameters in the current scope; their constraints, which may
    /// use any of them, follow. Their indices start at `first`.
    pub(super) fn type_param_names(
        &mut self,
        fields: &[ast::Field],
        first: usize,
    ) -> Vec<TypeParamId> {
        let ast = self.ast();
        let mut params = Vec::new();
        for &e in fields.iter().flat_map(|f| &f.names) {
            let Some(name) = ast.ident(e) else { continue };
            let kind = ObjectKind::TypeName { alias: false };
            let obj = self.new_object(name, ast.span(e), TypeTable::INVALID, kind);
            let index = (first + params.len()) as u32;
            let constraint = self.universe.any;
            let p = self.prog.ents.type_params.push(TypeParam { obj, index, constraint });
            self.prog.ents.objects[obj].ty = self.prog.types.intern(Type::TypeParam(p));
            self.record_object(e, obj);
            self.declare(obj);
            params.push(p);
        }
        params
    }

    /// The constraints of type parameters whose names are declared.
    pub(super) fn constraints(&mut self, fields: &[ast::Field], params: &[TypeParamId]) {
        let mut next = 0;
        for f in fields {
            let constraint = self.constraint(f.ty);
            for _ in &f.names {
                if let Some(&p) = params.get(next) {
                    self.spell(self.prog.ents.type_params[p].obj, Some(f.ty), None);
                    self.prog.ents.type_params[p].constraint = constraint;
                }
                next += 1;
            }
        }
    }

    /// A constraint: an interface, or another type that stands for the interface of it alone.
    fn constraint(&mut self, e: ExprId) -> TypeId {
        let ty = self.typ_lazy(e);
        if ty == TypeTable::INVALID {
            return self.universe.any;
        }
        if self.prog.types.is_type_param(ty) {
            let message =
                format!("cannot use a type parameter as constraint: {}", self.expr_string(e));
            self.error(self.span(e), "MisplacedTypeParam", message);
            return self.universe.any;
        }
        match self.prog.types[ty] {
            // Its declaration may still wait; a type that is no interface stands for itself.
            Type::Named(_) => {
                let u = self.force_underlying(ty);
                match self.prog.types[u] {
                    Type::Interface(_) | Type::Basic(Basic::Invalid) => ty,
                    _ => self.constraint_of(ty),
                }
            }
            Type::Interface(_) => ty,
            _ => self.constraint_of(ty),
        }
    }

    fn constraint_of(&mut self, ty: TypeId) -> TypeId {
        let unions: Box<[Box<[Term]>]> = Box::new([Box::new([Term { tilde: false, ty }])]);
        let iface = Interface { unions, implicit: true, ..Interface::default() };
        self.prog.types.intern(Type::Interface(Box::new(iface)))
    }

    /// Opens the scope of a declaration's type parameters.
    pub(super) fn open_type_scope(&mut self) -> ScopeId {
        let outer = self.env.scope;
        let scope = Scope { parent: Some(outer), ..Scope::default() };
        self.env.scope = self.prog.ents.scopes.push(scope);
        outer
    }

    /// The names that a receiver `T[A, B]` gives to the type parameters of its base type: declared
    /// in the current scope, denoting the type's own.
    pub(super) fn receiver_params(&mut self, recv: &ast::Field) -> Option<TypeId> {
        let ast = self.ast();
        let mut base = ast.unparen(recv.ty);
        let ptr = match ast[base].kind {
            ExprKind::Star(inner) => {
                base = ast.unparen(inner);
                Some(ast.unparen(recv.ty))
            }
            _ => None,
        };
        let ExprKind::Index { x, indices } = &ast[base].kind else { return None };
        self.require(self.operator_span(base), 18, "type instantiation");
        let generic = self.ident_lazy(*x, true).ty;
        if let Some(text) = self.generic_alias(*x).filter(|_| generic != TypeTable::INVALID) {
            let message = format!("cannot define new methods on generic alias type {text}");
            self.error(self.span(*x), "InvalidRecv", message);
            return Some(TypeTable::INVALID);
        }
        self.record_type(*x, generic);
        let Type::Named(named) = self.prog.types[generic] else {
            return Some(TypeTable::INVALID);
        };
        // The type parameters are known once the type is declared.
        self.obj_decl(self.prog.ents.named[named].obj);
        let params = self.prog.ents.named[named].type_params.clone();
        if params.is_empty() {
            let text = self.type_string(generic);
            let message = format!("{text} is not a generic type");
            self.error(self.span(*x), "NotAGenericType", message);
            return Some(TypeTable::INVALID);
        }
        for (i, &e) in indices.iter().enumerate() {
            let Some(name) = ast.ident(e) else {
                let text = self.expr_string(e);
                let message = format!("receiver type parameter {text} must be an identifier");
                self.error(self.span(e), "BadDecl", message);
                continue;
            };
            let Some(&p) = params.get(i) else { break };
            let ty = self.prog.types.intern(Type::TypeParam(p));
            let kind = ObjectKind::TypeName { alias: false };
            let obj = self.new_object(name, ast.span(e), ty, kind);
            self.record_object(e, obj);
            self.record_type(e, ty);
            self.declare(obj);
            let declared = self.prog.ents.type_params[p].obj;
            if let Some(method) = self.env.decl.or(self.decls.path.last().copied())
                && self.prog.ents.objects[declared].name != name
            {
                let names = self.decls.receiver_names.entry(method).or_default();
                names.push((declared, obj));
            }
        }
        if indices.len() != params.len() {
            let message = format!(
                "receiver declares {} type parameter{}, but receiver base type declares {}",
                indices.len(),
                if indices.len() == 1 { "" } else { "s" },
                params.len()
            );
            self.error(self.span(base), "BadRecv", message);
            return Some(TypeTable::INVALID);
        }
        self.record_type(base, generic);
        let ty = match ptr {
            Some(star) => {
                let ty = self.prog.types.pointer(generic);
                self.record_type(star, ty);
                ty
            }
            None => generic,
        };
        self.record_type(recv.ty, ty);
        self.later(Later::Receiver(self.span(base), ty, None));
        Some(ty)
    }

    /// The type parameters of the function whose body is being checked.
    pub(super) fn function_params(&self) -> Vec<TypeParamId> {
        let Some(obj) = self.env.decl else { return Vec::new() };
        match self.prog.ents.objects[obj].kind {
            ObjectKind::Func(f) => self.prog.ents.funcs[f].type_params.clone(),
            _ => Vec::new(),
        }
    }

    /// A type with type parameters replaced.
    pub(crate) fn subst(&mut self, map: &TypeMap, t: TypeId) -> TypeId {
        let t = subst(&mut self.prog.types, &mut self.prog.ents, map, t);
        self.check_infinite();
        t
    }

    /// Reports a generic type whose instances never end.
    pub(super) fn check_infinite(&mut self) {
        // In the user's packages, what it comes from is found when all is checked.
        let user = self.prog.ents.packages[self.env.pkg].user;
        if let Some(n) = self.prog.ents.infinite
            && !(user && self.decls.checking)
            && self.decls.infinite.insert(n)
        {
            let pos = self.prog.ents.objects[self.prog.ents.named[n].obj].pos;
            self.error(Span::at(pos), "InvalidInstanceCycle", "instantiation cycle");
        }
    }
}
