//! Struct types (spec: Struct types).

use super::Checker;
use super::decl::Later;
use crate::base::diag::Diagnostic;
use crate::base::intern::Symbol;
use crate::base::source::Span;
use crate::syntax::ast::{self, ExprId, ExprKind};
use crate::types::repr::*;
use crate::types::table::TypeTable;
use rustc_hash::FxHashMap;

impl Checker {
    pub(super) fn struct_type(&mut self, list: &[ast::Field]) -> TypeId {
        let ast = self.ast();
        let mut fields: Vec<Field> = Vec::with_capacity(list.len());
        let mut seen = FxHashMap::default();
        for f in list {
            let ty = self.var_type_lazy(f.ty);
            let tag = Symbol::new(f.tag.as_ref().map_or("", |(text, _)| text));
            if f.embedded {
                let span = self.span(f.ty);
                match embedded_name(&ast, f.ty) {
                    Some((name, at)) => {
                        self.later(Later::Embedded(span, ty));
                        self.add_field(&mut fields, &mut seen, name, at, (ty, true, tag));
                    }
                    None => {
                        let text = self.expr_string(f.ty);
                        let message = format!("invalid embedded field type {text}");
                        self.error(span, "InvalidSyntaxTree", message);
                    }
                }
            }
            for &e in &f.names {
                if let Some(name) = ast.ident(e) {
                    let at = ast.span(e);
                    self.add_field(&mut fields, &mut seen, name, at, (ty, false, tag));
                }
            }
        }
        self.prog.types.intern(Type::Struct(fields.into()))
    }

    /// Adds a field unless its name occurred before.
    fn add_field(
        &mut self,
        fields: &mut Vec<Field>,
        seen: &mut FxHashMap<Symbol, Span>,
        name: Symbol,
        span: Span,
        (ty, embedded, tag): (TypeId, bool, Symbol),
    ) {
        if !name.is_blank() {
            if let Some(&other) = seen.get(&name) {
                let d = Diagnostic::error("DuplicateDecl", span, format!("{name} redeclared"))
                    .note(other, format!("other declaration of {name}"));
                self.report(d);
                return;
            }
            seen.insert(name, span);
        }
        let pkg = (!name.is_exported()).then_some(self.env.pkg);
        fields.push(Field { name, pkg, ty, embedded, tag });
    }

    /// An embedded field's type may not be a pointer, nor a pointer to an interface.
    pub(super) fn check_embedded(&mut self, span: Span, ty: TypeId) {
        let (base, is_ptr) = match self.prog.types[ty] {
            Type::Pointer(base) => (base, true),
            _ => (ty, false),
        };
        let message = match self.prog.types[self.underlying(base)] {
            _ if base == TypeTable::INVALID => return,
            _ if self.prog.types.is_type_param(base) => {
                "embedded field type cannot be a (pointer to a) type parameter"
            }
            Type::Basic(Basic::UnsafePointer) => "embedded field type cannot be unsafe.Pointer",
            Type::Pointer(_) => "embedded field type cannot be a pointer",
            Type::Interface(_) if is_ptr => {
                "embedded field type cannot be a pointer to an interface"
            }
            _ => return,
        };
        self.error(span, "InvalidPtrEmbed", message);
    }
}

/// The field name that an embedded type gives: the type name without package, `*` and arguments.
pub(super) fn embedded_name(ast: &ast::File, ty: ExprId) -> Option<(Symbol, Span)> {
    match &ast[ty].kind {
        ExprKind::Ident(name) => Some((*name, ast.span(ty))),
        ExprKind::Selector { sel, .. } => Some((sel.name, sel.span)),
        ExprKind::Index { x, .. } => embedded_name(ast, *x),
        ExprKind::Star(inner) | ExprKind::Paren(inner) => match ast[*inner].kind {
            ExprKind::Star(_) if matches!(ast[ty].kind, ExprKind::Star(_)) => None,
            _ => embedded_name(ast, *inner),
        },
        _ => None,
    }
}
