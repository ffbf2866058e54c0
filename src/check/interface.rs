//! Interface types (spec: Interface types): methods, embedded interfaces merged in, type elements.

use super::Checker;
use super::decl::{Color, Later};
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
    embeds: Vec<TypeId>,
}

/// More terms in one union are refused, as gc does.
const MAX_TERMS: usize = 100;

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
        // Ordinary interfaces are identical whatever they embed.
        let constraint = !b.unions.is_empty() || b.comparable;
        let embeds = if constraint { b.embeds.into() } else { Box::default() };
        self.prog.types.intern(Type::Interface(Box::new(Interface {
            methods: methods.into(),
            unions: b.unions.into(),
            comparable: b.comparable,
            implicit: false,
            embeds,
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
            let terms = self.union_terms(e);
            let text = self.expr_string(e);
            if self.require(span, 18, &format!("embedding interface element {text}"))
                && let Some(terms) = terms
                // With any in it, a union says nothing.
                && !terms.contains(&Term { tilde: false, ty: self.universe.any })
            {
                b.embeds.push(self.constraint_of_terms(terms.clone()));
                b.unions.push(terms);
            }
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
        if self.prog.types.is_type_param(ty) {
            self.error(span, "MisplacedTypeParam", "term cannot be a type parameter");
            return;
        }
        let underlying = self.force_underlying_at(ty, Some(span));
        match self.prog.types[underlying].clone() {
            Type::Interface(iface) => {
                b.embeds.push(ty);
                for m in iface.methods {
                    self.add_method(b, m, span, true);
                }
                b.unions.extend(iface.unions);
                b.comparable |= iface.comparable;
            }
            _ if underlying == TypeTable::INVALID => {}
            _ => {
                let text = self.type_string(ty);
                if self.require(span, 18, &format!("embedding non-interface type {text}")) {
                    b.embeds.push(ty);
                    b.unions.push(Box::new([Term { tilde: false, ty }]));
                }
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
        match self.union_terms(e) {
            Some(terms) => self.constraint_of_terms(terms),
            None => TypeTable::INVALID,
        }
    }

    fn constraint_of_terms(&mut self, terms: Box<[Term]>) -> TypeId {
        let unions: Box<[Box<[Term]>]> = Box::new([terms]);
        let iface = Interface { unions, implicit: true, ..Interface::default() };
        self.prog.types.intern(Type::Interface(Box::new(iface)))
    }

    /// The terms of a union; their rules are checked when all types are known.
    fn union_terms(&mut self, e: ExprId) -> Option<Box<[Term]>> {
        let ast = self.ast();
        let mut parts = Vec::new();
        let mut rest = e;
        while let ExprKind::Binary { op: BinOp::Or, x, y, .. } = ast[rest].kind {
            parts.push(y);
            rest = x;
        }
        parts.push(rest);
        let mut terms = Vec::with_capacity(parts.len());
        for (i, &part) in parts.iter().rev().enumerate() {
            let (tilde, x) = match ast[part].kind {
                ExprKind::Unary { op: UnOp::Tilde, x, .. } => (true, x),
                _ => (false, part),
            };
            let mut ty = self.typ_lazy(x);
            if self.prog.types.is_type_param(ty) {
                let message = match tilde {
                    true => format!(
                        "type in term {} cannot be a type parameter",
                        self.expr_string(part)
                    ),
                    false => "term cannot be a type parameter".to_owned(),
                };
                self.error(self.span(x), "MisplacedTypeParam", message);
                ty = TypeTable::INVALID;
            }
            if i == MAX_TERMS {
                self.too_many_terms(self.span(part));
            }
            terms.push((self.span(part), Term { tilde, ty }));
        }
        if terms.len() > MAX_TERMS {
            return None;
        }
        let list = terms.iter().map(|(_, t)| *t).filter(|t| t.ty != TypeTable::INVALID).collect();
        self.later(Later::Union(terms));
        Some(list)
    }

    fn too_many_terms(&mut self, span: Span) {
        let message =
            format!("cannot handle more than {MAX_TERMS} union terms (implementation limitation)");
        self.error(span, "InvalidUnion", message);
    }

    /// The rules for the terms of a union (spec: General interfaces).
    pub(super) fn check_union(&mut self, terms: &[(Span, Term)]) {
        let mut total = 0;
        for (i, &(span, term)) in terms.iter().enumerate() {
            if term.ty == TypeTable::INVALID {
                continue;
            }
            let under = self.underlying(term.ty);
            let name = self.qualified_type_string(term.ty);
            if let Type::Interface(iface) = &self.prog.types[under] {
                let message = if term.tilde {
                    format!("invalid use of ~ ({} is an interface)", self.type_string(term.ty))
                } else if terms.len() == 1 {
                    continue;
                } else if !iface.methods.is_empty() {
                    format!("cannot use {name} in union ({name} contains methods)")
                } else if term.ty == self.universe.comparable {
                    "cannot use comparable in union".to_owned()
                } else if iface.comparable {
                    format!("cannot use {name} in union ({name} embeds comparable)")
                } else {
                    total += self.q().terms(term.ty).map_or(0, |l| l.len());
                    continue;
                };
                self.error(span, "InvalidUnion", message);
                continue;
            }
            total += 1;
            if term.tilde && under != term.ty && under != TypeTable::INVALID {
                let (ty, u) = (self.type_string(term.ty), self.type_string(under));
                let message = format!("invalid use of ~ (underlying type of {ty} is {u})");
                self.error(span, "InvalidUnion", message);
                continue;
            }
            let overlap = terms[..i].iter().map(|(_, t)| *t).find(|other| {
                other.ty != TypeTable::INVALID
                    && !self.q().is_interface(other.ty)
                    && (other.ty == term.ty
                        || other.tilde && other.ty == under
                        || term.tilde && self.underlying(other.ty) == term.ty)
            });
            if let Some(other) = overlap {
                let text = |t: Term| {
                    let tilde = if t.tilde { "~" } else { "" };
                    format!("{tilde}{}", self.qualified_type_string(t.ty))
                };
                let message = format!("overlapping terms {} and {}", text(term), text(other));
                self.error(span, "InvalidUnion", message);
            }
        }
        if total > MAX_TERMS
            && let Some(&(span, _)) = terms.first()
        {
            self.too_many_terms(span);
        }
    }
}

fn is_union(ast: &ast::File, e: ExprId) -> bool {
    matches!(
        ast[e].kind,
        ExprKind::Binary { op: BinOp::Or, .. } | ExprKind::Unary { op: UnOp::Tilde, .. }
    )
}
