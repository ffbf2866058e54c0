//! Interface types (spec: Interface types): methods, embedded interfaces merged in, type elements.

use super::Checker;
use super::decl::Color;
use crate::base::diag::Diagnostic;
use crate::base::source::Span;
use crate::syntax::ast::{self, BinOp, ExprId, ExprKind, InterfaceElem, UnOp};
use crate::types::repr::*;
use crate::types::table::TypeTable;

/// An interface while it is put together.
#[derive(Default)]
struct Builder {
    methods: Vec<(IfaceMethod, Span)>,
    unions: Vec<Box<[Term]>>,
    comparable: bool,
}

impl Checker {
    pub(super) fn interface_type(&mut self, elems: &[InterfaceElem], span: Span) -> TypeId {
        let ast = self.ast();
        let mut b = Builder::default();
        self.decls.interfaces.push(span);
        for elem in elems {
            if let InterfaceElem::Method { name, sig, .. } = elem
                && let Some(ident) = ast.ident(*name)
            {
                let span = ast.span(*name);
                if ident.is_blank() {
                    let message = "methods must have a unique non-blank name";
                    self.error(span, "BlankIfaceMethod", message);
                    continue;
                }
                let sig = self.func_type_lazy(sig);
                let pkg = (!ident.is_exported()).then_some(self.env.pkg);
                self.add_method(&mut b, IfaceMethod { name: ident, pkg, sig }, span, false);
            }
        }
        for elem in elems {
            if let InterfaceElem::Embed(e) = elem {
                self.embed(&mut b, *e);
            }
        }
        self.decls.interfaces.pop();
        let mut methods: Vec<IfaceMethod> = b.methods.into_iter().map(|(m, _)| m).collect();
        methods.sort_by_key(|m| (m.name, m.pkg));
        self.prog.types.intern(Type::Interface(Box::new(Interface {
            methods: methods.into(),
            unions: b.unions.into(),
            comparable: b.comparable,
        })))
    }

    fn add_method(&mut self, b: &mut Builder, m: IfaceMethod, span: Span, embedded: bool) {
        let same = |o: &IfaceMethod| o.name == m.name && o.pkg == m.pkg;
        let Some((other, at)) = b.methods.iter().find(|(o, _)| same(o)) else {
            b.methods.push((m, span));
            return;
        };
        // Embedded interfaces may overlap where the signatures agree.
        if embedded && other.sig == m.sig && self.allows(14) {
            return;
        }
        let (name, at) = (m.name, *at);
        let d = Diagnostic::error("DuplicateDecl", span, format!("duplicate method {name}"))
            .note(at, format!("other declaration of method {name}"));
        self.report(d);
    }

    /// Adds an embedded element.
    fn embed(&mut self, b: &mut Builder, e: ExprId) {
        let span = self.span(e);
        if is_union(&self.ast(), e) {
            if !self.allows(18) {
                let what = format!("embedding interface element {}", self.expr_string(e));
                self.require(span, 18, &what);
            }
            let terms = self.union_terms(e);
            b.unions.push(terms.into());
            return;
        }
        let ty = self.typ_lazy(e);
        if self.inside_interface(ty) {
            let span = self.decls.interfaces[0];
            let message = "invalid recursive type: anonymous interface refers to itself \
                (see https://go.dev/issue/56103)";
            self.error(span, "InvalidTypeCycle", message);
            return;
        }
        let underlying = self.force_underlying(ty);
        match self.prog.types[underlying].clone() {
            Type::Interface(iface) => {
                for m in iface.methods {
                    self.add_method(b, m, span, true);
                }
                b.unions.extend(iface.unions);
                b.comparable |= iface.comparable;
            }
            _ if underlying == TypeTable::INVALID => {}
            _ => {
                if !self.allows(18) {
                    let what = format!("embedding non-interface type {}", self.type_string(ty));
                    self.require(span, 18, &what);
                }
                b.unions.push(Box::new([Term { tilde: false, ty }]));
            }
        }
    }

    /// Whether `ty` is being declared and this is an interface inside of its declaration rather
    /// than its right-hand side: `type T interface { m() interface { T } }` has no finite form, and
    /// gc rejects it as well.
    fn inside_interface(&self, ty: TypeId) -> bool {
        let Type::Named(n) = self.prog.types[ty] else { return false };
        let obj = self.prog.ents.named[n].obj;
        self.decls.color(obj) == Color::Grey
            && self.decls.interfaces.len() > 1
            && self.decls.path.last() == Some(&obj)
    }

    /// A union or `~T` that stands alone, as in a constraint without `interface`.
    pub(super) fn constraint_literal(&mut self, e: ExprId) -> TypeId {
        let terms = self.union_terms(e);
        let unions: Box<[Box<[Term]>]> = Box::new([terms.into()]);
        let iface = Interface { unions, ..Interface::default() };
        self.prog.types.intern(Type::Interface(Box::new(iface)))
    }

    fn union_terms(&mut self, e: ExprId) -> Vec<Term> {
        let ast = self.ast();
        match ast[e].kind {
            ExprKind::Binary { op: BinOp::Or, x, y, .. } => {
                let mut terms = self.union_terms(x);
                terms.extend(self.union_terms(y));
                terms
            }
            ExprKind::Unary { op: UnOp::Tilde, x, .. } => {
                vec![Term { tilde: true, ty: self.typ_lazy(x) }]
            }
            _ => vec![Term { tilde: false, ty: self.typ_lazy(e) }],
        }
    }
}

fn is_union(ast: &ast::File, e: ExprId) -> bool {
    matches!(
        ast[e].kind,
        ExprKind::Binary { op: BinOp::Or, .. } | ExprKind::Unary { op: UnOp::Tilde, .. }
    )
}
