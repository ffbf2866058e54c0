//! Types and signatures (spec: Types).

use super::{KindSet, Parser};
use crate::base::source::{Pos, Span};
use crate::syntax::ast::{ChanDir, ExprId, ExprKind, Field, FuncSig, InterfaceElem};
use crate::syntax::literal::string_value;
use crate::syntax::token::Kind;

impl Parser<'_> {
    pub(super) fn type_(&mut self) -> ExprId {
        self.type_opt().unwrap_or_else(|| {
            let bad = self.bad();
            self.unexpected(", expected type");
            const STOPS: KindSet = KindSet::of(&[Kind::Comma, Kind::Colon, Kind::Semi]);
            self.recover(STOPS.with(super::CLOSERS));
            bad
        })
    }

    /// A type, or nothing (and no error) where none starts.
    pub(super) fn type_opt(&mut self) -> Option<ExprId> {
        if self.tok == Kind::Ident {
            return Some(self.qualified(None));
        }
        const STARTS: KindSet = KindSet::of(&[
            Kind::Mul,
            Kind::Arrow,
            Kind::Func,
            Kind::LBrack,
            Kind::Chan,
            Kind::Map,
            Kind::Struct,
            Kind::Interface,
            Kind::LParen,
        ]);
        if !STARTS.contains(self.tok) {
            return None;
        }
        if !self.enter() {
            return Some(self.bad());
        }
        let ty = self.type_literal();
        self.leave();
        Some(ty)
    }

    /// A type that is not a name. The current token starts one.
    fn type_literal(&mut self) -> ExprId {
        let lo = self.pos();
        let kind = match self.tok {
            Kind::Mul => {
                self.bump();
                ExprKind::Star(self.type_())
            }
            Kind::Arrow => {
                self.bump();
                self.want(Kind::Chan);
                ExprKind::ChanType { dir: ChanDir::Recv, elem: self.chan_elem() }
            }
            Kind::Chan => {
                self.bump();
                let dir = if self.got(Kind::Arrow) { ChanDir::Send } else { ChanDir::Both };
                ExprKind::ChanType { dir, elem: self.chan_elem() }
            }
            Kind::Func => {
                self.bump();
                ExprKind::FuncType(Box::new(self.func_type()))
            }
            Kind::LBrack => {
                self.bump();
                return match self.got(Kind::RBrack) {
                    true => self.slice_type(lo),
                    false => self.array_type(lo, None),
                };
            }
            Kind::Map => {
                self.bump();
                self.want(Kind::LBrack);
                let key = self.type_();
                self.want(Kind::RBrack);
                ExprKind::MapType { key, value: self.type_() }
            }
            Kind::Struct => self.struct_type(),
            Kind::Interface => self.interface_type(),
            _ => {
                self.want(Kind::LParen);
                let inner = self.type_();
                self.want(Kind::RParen);
                ExprKind::Paren(inner)
            }
        };
        self.alloc(kind, self.span_from(lo))
    }

    fn chan_elem(&mut self) -> ExprId {
        self.type_opt().unwrap_or_else(|| {
            self.syntax_error("missing channel element type");
            self.bad()
        })
    }

    /// The element type after `[]`, whose position is `lo`.
    pub(super) fn slice_type(&mut self, lo: Pos) -> ExprId {
        let elem = self.type_();
        self.alloc(ExprKind::SliceType(elem), self.span_from(lo))
    }

    /// What follows the `[` at `lo`; the length may have been read.
    pub(super) fn array_type(&mut self, lo: Pos, len: Option<ExprId>) -> ExprId {
        let len = match len {
            None if self.got(Kind::Ellipsis) => None,
            None => {
                self.paren_level += 1;
                let len = self.expr();
                self.paren_level -= 1;
                Some(len)
            }
            len => len,
        };
        if self.tok == Kind::Comma {
            self.syntax_error("unexpected comma; expected ]");
            self.bump();
        }
        self.want(Kind::RBrack);
        let elem = self.type_();
        self.alloc(ExprKind::ArrayType { len, elem }, self.span_from(lo))
    }

    /// `[ package "." ] name [ "[" type arguments "]" ]`; the first name may have been read.
    pub(super) fn qualified(&mut self, first: Option<ExprId>) -> ExprId {
        let mut x = match first {
            Some(x) => x,
            None if self.tok == Kind::Ident => self.ident(),
            None => {
                let at = Span::at(self.pos());
                self.unexpected(", expected name");
                self.recover(KindSet::of(&[Kind::Dot, Kind::Semi, Kind::RBrace]));
                self.ident_at("_", at)
            }
        };
        if self.got(Kind::Dot) {
            let sel = self.name();
            let span = Span::new(self.lo(x), sel.span.hi);
            x = self.alloc(ExprKind::Selector { x, sel }, span);
        }
        if self.tok == Kind::LBrack {
            x = self.instance(x);
        }
        x
    }

    /// `[ type arguments ]` after the generic type `x`.
    fn instance(&mut self, x: ExprId) -> ExprId {
        if !self.enter() {
            return x;
        }
        self.bump();
        let indices = match self.tok {
            Kind::RBrack => {
                self.unexpected(", expected type argument list");
                vec![self.bad()]
            }
            _ => {
                self.paren_level += 1;
                let first = self.type_();
                let (list, _) = self.more_types(first);
                self.paren_level -= 1;
                list
            }
        };
        self.want(Kind::RBrack);
        self.leave();
        self.alloc(ExprKind::Index { x, indices }, self.span_from(self.lo(x)))
    }

    /// `first { "," type } [ "," ]`, and whether there was any comma.
    pub(super) fn more_types(&mut self, first: ExprId) -> (Vec<ExprId>, bool) {
        let mut list = vec![first];
        let mut comma = false;
        while self.got(Kind::Comma) {
            comma = true;
            match self.type_opt() {
                Some(ty) => list.push(ty),
                None => break,
            }
        }
        (list, comma)
    }

    /// What follows `name` where `[` may start an array type, which belongs to the field or
    /// parameter `name`, or type arguments of the type `name` (then the flag is set).
    pub(super) fn array_or_instance(&mut self, name: ExprId) -> (ExprId, bool) {
        let lo = self.pos();
        self.bump();
        if self.got(Kind::RBrack) {
            return (self.slice_type(lo), false);
        }
        self.paren_level += 1;
        let first = self.expr();
        let (mut indices, comma) = self.more_types(first);
        self.paren_level -= 1;
        self.want(Kind::RBrack);
        if !comma && let Some(elem) = self.type_opt() {
            let len = indices.pop();
            return (self.alloc(ExprKind::ArrayType { len, elem }, self.span_from(lo)), false);
        }
        let span = self.span_from(self.lo(name));
        (self.alloc(ExprKind::Index { x: name, indices }, span), true)
    }

    // Signatures.

    /// The signature of a function type or literal, which cannot have type parameters.
    pub(super) fn func_type(&mut self) -> FuncSig {
        let lo = self.pos();
        self.func_type_params(Some("function type"));
        self.signature(lo)
    }

    /// Type parameters, if there are any. `refused` names what cannot have them.
    pub(super) fn func_type_params(&mut self, refused: Option<&str>) -> Vec<Field> {
        let span = self.tok_span();
        if !self.got(Kind::LBrack) {
            return Vec::new();
        }
        if let Some(what) = refused {
            self.error_at(span, format!("syntax error: {what} must have no type parameters"));
        }
        if self.tok == Kind::RBrack {
            self.syntax_error("empty type parameter list");
            self.bump();
            return Vec::new();
        }
        self.param_list(None, Self::TYPE_PARAMS)
    }

    /// Parameters and results.
    pub(super) fn signature(&mut self, lo: Pos) -> FuncSig {
        self.want(Kind::LParen);
        let params = self.param_list(None, Self::PARAMS);
        let results = self.results();
        FuncSig { span: self.span_from(lo), params, results }
    }

    fn results(&mut self) -> Vec<Field> {
        if self.got(Kind::LParen) {
            return self.param_list(None, Self::RESULTS);
        }
        let Some(ty) = self.type_opt() else { return Vec::new() };
        let span = self.exprs[ty].span;
        vec![Field { span, names: Vec::new(), ty, embedded: false, tag: None }]
    }

    // Structs.

    fn struct_type(&mut self) -> ExprKind {
        self.bump();
        self.want(Kind::LBrace);
        let mut fields = Vec::new();
        self.list("struct type", Kind::Semi, Kind::RBrace, |p| {
            fields.extend(p.struct_field());
            false
        });
        ExprKind::StructType(fields)
    }

    /// `names type [ tag ]` or `[ "*" ] type-name [ tag ]`
    fn struct_field(&mut self) -> Option<Field> {
        let lo = self.pos();
        let mut names = Vec::new();
        let mut embedded = true;
        let ty = match self.tok {
            Kind::Ident => {
                let name = self.ident();
                let (kind, next) = (self.tok, self.tok.is_literal());
                if next || matches!(kind, Kind::Dot | Kind::Semi | Kind::RBrace) {
                    self.qualified(Some(name))
                } else {
                    names.push(name);
                    while self.got(Kind::Comma) {
                        names.push(self.ident());
                    }
                    let (ty, instance) = match names.len() == 1 && self.tok == Kind::LBrack {
                        true => self.array_or_instance(name),
                        false => (self.type_(), false),
                    };
                    embedded = instance;
                    ty
                }
            }
            Kind::Mul => {
                self.bump();
                let elem = self.embedded_name();
                self.alloc(ExprKind::Star(elem), self.span_from(lo))
            }
            Kind::LParen => self.embedded_name(),
            _ => {
                self.unexpected(", expected field name or embedded type");
                self.recover(KindSet::of(&[Kind::Semi, Kind::RBrace]));
                return None;
            }
        };
        if embedded {
            names.clear();
        }
        let tag = self.tag();
        Some(Field { span: self.span_from(lo), names, ty, embedded, tag })
    }

    /// The name of an embedded type; parentheses around it are an error that is seen through.
    fn embedded_name(&mut self) -> ExprId {
        if self.tok != Kind::LParen {
            return self.qualified(None);
        }
        self.syntax_error("cannot parenthesize embedded type");
        self.bump();
        let lo = self.pos();
        let ty = match self.got(Kind::Mul) {
            true => {
                let elem = self.qualified(None);
                self.alloc(ExprKind::Star(elem), self.span_from(lo))
            }
            false => self.qualified(None),
        };
        self.got(Kind::RParen);
        ty
    }

    fn tag(&mut self) -> Option<(String, Span)> {
        if !self.tok.is_literal() {
            return None;
        }
        let span = self.tok_span();
        let value = String::from_utf8_lossy(&string_value(self.tok_text())).into_owned();
        let kind = self.tok;
        if !matches!(kind, Kind::String | Kind::BadLit) {
            self.syntax_error("struct field tag must be a string");
        }
        self.bump();
        (kind == Kind::String).then_some((value, span))
    }

    // Interfaces.

    fn interface_type(&mut self) -> ExprKind {
        self.bump();
        self.want(Kind::LBrace);
        let mut elems = Vec::new();
        self.list("interface type", Kind::Semi, Kind::RBrace, |p| {
            elems.push(p.interface_elem());
            false
        });
        ExprKind::InterfaceType(elems)
    }

    /// `name signature` or a union of terms.
    fn interface_elem(&mut self) -> InterfaceElem {
        if self.tok != Kind::Ident {
            let first = self.term();
            return InterfaceElem::Embed(self.union(first));
        }
        let name = self.ident();
        match self.tok {
            Kind::LParen => self.method_elem(name),
            Kind::LBrack => self.bracketed_elem(name),
            _ => {
                let ty = self.qualified(Some(name));
                InterfaceElem::Embed(self.union(ty))
            }
        }
    }

    fn method_elem(&mut self, name: ExprId) -> InterfaceElem {
        let sig = self.func_type();
        InterfaceElem::Method { name, sig, span: self.span_from(self.lo(name)) }
    }

    /// `name[` starts an instantiated type. Type parameters of a method are understood, too, to
    /// say that there can be none.
    fn bracketed_elem(&mut self, name: ExprId) -> InterfaceElem {
        let lbrack = self.tok_span();
        self.bump();
        if self.tok == Kind::RBrack {
            let span = self.tok_span();
            self.bump();
            let method = self.tok == Kind::LParen;
            let what = if method { "parameter" } else { "argument" };
            self.error_at(span, format!("empty type {what} list"));
            return match method {
                true => self.method_elem(name),
                false => InterfaceElem::Embed(self.union(name)),
            };
        }
        let list = self.param_list(None, Self::TYPE_ARGS);
        if list.iter().any(|f| !f.names.is_empty()) {
            let method = self.method_elem(name);
            self.error_at(lbrack, "interface method must have no type parameters");
            return method;
        }
        let ty = match list.is_empty() {
            true if self.tok == Kind::LParen => return self.method_elem(name),
            true => name,
            false => {
                let indices = list.iter().map(|f| f.ty).collect();
                let span = self.span_from(self.lo(name));
                self.alloc(ExprKind::Index { x: name, indices }, span)
            }
        };
        InterfaceElem::Embed(self.union(ty))
    }
}
