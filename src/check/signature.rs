//! Function signatures, parameters and receivers (spec: Function types, Method declarations).

use super::Checker;
use super::decl::Later;
use crate::base::diag::Diagnostic;
use crate::base::intern::Symbol;
use crate::base::source::Span;
use crate::syntax::ast::{self, ExprId, ExprKind};
use crate::types::repr::*;
use crate::types::table::TypeTable;

impl Checker {
    /// The type of a function with this signature.
    pub(crate) fn func_type(&mut self, sig: &ast::FuncSig) -> TypeId {
        let ty = self.func_type_lazy(sig);
        self.drain_types();
        ty
    }

    pub(super) fn func_type_lazy(&mut self, sig: &ast::FuncSig) -> TypeId {
        self.signature(None, sig, false)
    }

    /// A signature's type; the names of its parameters must differ, the receiver's included.
    /// `declared`: it is a function's declaration, whose type parameters are in the current scope.
    pub(super) fn signature(
        &mut self,
        recv: Option<&ast::Field>,
        sig: &ast::FuncSig,
        declared: bool,
    ) -> TypeId {
        let (params, variadic) = self.param_types(&sig.params, true);
        let (results, _) = self.param_types(&sig.results, false);
        self.unique_params(recv, sig, declared);
        self.prog.types.intern(Type::Func(Box::new(Signature {
            params: params.into(),
            results: results.into(),
            variadic,
            type_params: Box::default(),
        })))
    }

    fn param_types(&mut self, list: &[ast::Field], may_vary: bool) -> (Vec<TypeId>, bool) {
        let ast = self.ast();
        let mut types = Vec::with_capacity(list.len());
        let mut variadic = false;
        for (i, f) in list.iter().enumerate() {
            let ty = match ast[f.ty].kind {
                ExprKind::Ellipsis(elem) => {
                    let last = may_vary && i + 1 == list.len() && f.names.len() <= 1;
                    let elem_ty = elem.map_or(TypeTable::INVALID, |e| self.var_type_lazy(e));
                    match last {
                        true => variadic = true,
                        false => {
                            let message = "can only use ... with final parameter in list";
                            self.error(ast.span(f.ty), "MisplacedDotDotDot", message);
                        }
                    }
                    if last { self.prog.types.slice(elem_ty) } else { elem_ty }
                }
                _ => self.var_type_lazy(f.ty),
            };
            if variadic {
                self.record_type(f.ty, ty);
            }
            types.extend(std::iter::repeat_n(ty, f.names.len().max(1)));
        }
        (types, variadic)
    }

    /// Reports parameters of the same name.
    fn unique_params(&mut self, recv: Option<&ast::Field>, sig: &ast::FuncSig, declared: bool) {
        let ast = self.ast();
        let fields = recv.into_iter().chain(&sig.params).chain(&sig.results);
        // The type parameters of the receiver's type come first.
        let mut seen: Vec<(Symbol, Span)> = Vec::new();
        if declared {
            let names = &self.prog.ents.scopes[self.env.scope].names;
            let at = |o: ObjId| Span::at(self.prog.ents.objects[o].pos);
            seen.extend(names.iter().map(|(&name, &o)| (name, at(o))));
        }
        for &e in fields.flat_map(|f| &f.names) {
            let Some(name) = ast.ident(e) else { continue };
            if name.is_blank() {
                continue;
            }
            match seen.iter().find(|(n, _)| *n == name) {
                Some(&(_, other)) => {
                    let message = format!("{name} redeclared in this block");
                    let d = Diagnostic::error("DuplicateDecl", ast.span(e), message)
                        .note(other, format!("other declaration of {name}"));
                    self.report(d);
                }
                None => seen.push((name, ast.span(e))),
            }
        }
    }

    /// The rules for a receiver's type (spec: Method declarations).
    pub(super) fn check_receiver(&mut self, span: Span, ty: TypeId, written: Option<ExprId>) {
        let base = match self.prog.types[ty] {
            Type::Pointer(base) => base,
            _ => ty,
        };
        if let Some(instance) = written.and_then(|e| self.receiver_instance(e)) {
            let message = format!("cannot define new methods on instantiated type {instance}");
            self.error(span, "InvalidRecv", message);
            return;
        }
        let name = self.type_string(base);
        let message = match self.prog.types[base] {
            Type::Basic(Basic::Invalid) => return,
            Type::Named(n) => {
                let obj = self.prog.ents.named[n].obj;
                if self.prog.ents.objects[obj].pkg != Some(self.env.pkg) {
                    format!("cannot define new methods on non-local type {name}")
                } else {
                    let cause = match self.prog.types[self.underlying(base)] {
                        Type::Basic(Basic::UnsafePointer) => "unsafe.Pointer",
                        Type::Pointer(_) | Type::Interface(_) => "pointer or interface type",
                        _ => return,
                    };
                    format!("invalid receiver type {name} ({cause})")
                }
            }
            Type::Basic(_) => format!("cannot define new methods on non-local type {name}"),
            _ => format!("invalid receiver type {}", self.type_string(ty)),
        };
        self.error(span, "InvalidRecv", message);
    }

    /// If a receiver's type name is an alias for an instance of a generic type: that.
    fn receiver_instance(&self, e: ExprId) -> Option<String> {
        let mut obj = self.prog.info[self.env.file].objects[e]?;
        // An alias cycle is reported elsewhere.
        for _ in 0..100 {
            let ObjectKind::TypeName { alias: true } = self.prog.ents.objects[obj].kind else {
                return None;
            };
            let info = self.decls.info(obj)?;
            let ast = &self.prog.asts[info.file];
            let ast::Decl::Type(d) = &ast.decls[info.decl as usize] else { return None };
            let mut rhs = ast.unparen(d.ty);
            if let ExprKind::Star(inner) = ast[rhs].kind {
                rhs = ast.unparen(inner);
            }
            if let ExprKind::Index { .. } = ast[rhs].kind {
                let mut text = String::new();
                super::print::write_expr(ast, rhs, &mut text);
                return Some(text);
            }
            obj = self.prog.info[info.file].objects[rhs]?;
        }
        None
    }

    /// The type of a method's receiver.
    pub(super) fn receiver_type(&mut self, recv: &ast::Field) -> TypeId {
        let ast = self.ast();
        let ty = self.typ_lazy(recv.ty);
        let mut base = ast.unparen(recv.ty);
        if let ExprKind::Star(inner) = ast[base].kind {
            base = ast.unparen(inner);
        }
        self.later(Later::Receiver(ast.span(base), ty, Some(base)));
        ty
    }
}
