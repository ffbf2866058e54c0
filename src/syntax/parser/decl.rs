//! The file and its declarations (spec: Source file organization, Declarations and scope).

use super::{KindSet, Parser};
use crate::base::intern::Symbol;
use crate::base::source::{Pos, Span};
use crate::syntax::ast::{
    BinOp, ConstDecl, Decl, DirectiveRange, Expr, ExprId, ExprKind, Field, FuncDecl, FuncSig,
    ImportDecl, Name, TypeDecl, UnOp, VarDecl,
};
use crate::syntax::directives::comment_group_above;
use crate::syntax::literal::string_value;
use crate::syntax::token::Kind;

const DECLARATIONS: KindSet =
    KindSet::of(&[Kind::Import, Kind::Const, Kind::Type, Kind::Var, Kind::Func]);

/// What the constants above in the same group hand down (spec: Constant declarations).
#[derive(Default)]
struct ConstGroup {
    ty: Option<ExprId>,
    values: Vec<ExprId>,
}

impl Parser<'_> {
    /// The package clause and the declarations.
    pub(super) fn file(&mut self) -> (Name, Vec<Decl>) {
        let mut decls = Vec::new();
        if !self.got(Kind::Package) {
            self.syntax_error("package statement must be first");
            let span = Span::at(self.pos());
            self.errors.stop_at(self.token().hi);
            return (Name { name: Symbol::new("_"), span }, decls);
        }
        let package = self.name();
        self.want(Kind::Semi);
        let seen = self.token().lo;
        let lexical = self.lex_errors.first().is_some_and(|e| e.at < seen);
        // Without a package clause this may be anything but Go.
        match !lexical && self.errors.is_empty() {
            true => self.declarations(&mut decls),
            false => self.errors.stop_at(seen),
        }
        (package, decls)
    }

    fn declarations(&mut self, decls: &mut Vec<Decl>) {
        let mut imports_over = false;
        while self.tok != Kind::Eof {
            if self.tok == Kind::Import && imports_over {
                self.syntax_error("imports must appear before other declarations");
            }
            imports_over = self.tok != Kind::Import;
            if !self.declaration(decls) {
                let headless = matches!(decls.last(), Some(Decl::Func(f)) if f.body.is_none());
                match self.tok == Kind::LBrace && headless {
                    true => self.syntax_error("unexpected semicolon or newline before {"),
                    false => self.syntax_error("non-declaration statement outside function body"),
                }
                self.recover(DECLARATIONS);
                continue;
            }
            if self.tok != Kind::Eof && !self.got(Kind::Semi) {
                self.unexpected(" after top level declaration");
                self.recover(DECLARATIONS);
            }
        }
    }

    /// A top-level declaration; false where there is none.
    fn declaration(&mut self, decls: &mut Vec<Decl>) -> bool {
        match self.tok {
            Kind::Import => self.import_group(decls),
            Kind::Const | Kind::Var | Kind::Type => self.value_group(decls),
            Kind::Func => {
                let d = self.func_decl();
                decls.push(Decl::Func(Box::new(d)));
            }
            _ => return false,
        }
        true
    }

    /// The specifications after a keyword: one, or several in parentheses. `outer` are the
    /// directives above the keyword, which belong to a lone specification.
    fn group(&mut self, mut spec: impl FnMut(&mut Self, DirectiveRange)) {
        let outer = self.directives_above();
        self.bump();
        if self.got(Kind::LParen) {
            self.list("grouped declaration", Kind::Semi, Kind::RParen, |p| {
                let above = p.directives_above();
                spec(p, above);
                false
            });
        } else {
            spec(self, outer);
        }
    }

    /// `const`, `var` or `type`, at top level or in a function.
    pub(super) fn value_group(&mut self, decls: &mut Vec<Decl>) {
        match self.tok {
            Kind::Const => {
                let mut above = ConstGroup::default();
                let mut iota = 0;
                self.group(|p, directives| {
                    decls.push(Decl::Const(p.const_spec(&mut above, iota, directives)));
                    iota += 1;
                });
            }
            Kind::Var => self.group(|p, directives| decls.push(Decl::Var(p.var_spec(directives)))),
            _ => self.group(|p, directives| decls.push(Decl::Type(p.type_spec(directives)))),
        }
    }

    fn import_group(&mut self, decls: &mut Vec<Decl>) {
        let group_comment = self.comment_above();
        let after = if self.peek(3) == Kind::Semi { 4 } else { 3 };
        let single = self.peek(1) != Kind::LParen || self.peek(after) == Kind::RParen;
        self.group(|p, _| {
            let own_comment = p.comment_above();
            let Some(d) = p.import_spec() else { return };
            if d.path == "C" {
                let own = !own_comment.is_empty();
                let comment = if own || !single { own_comment } else { group_comment.clone() };
                if !p.cgo_preamble.is_empty() {
                    p.cgo_preamble.push('\n');
                }
                p.cgo_preamble.push_str(&comment);
            }
            decls.push(Decl::Import(d));
        });
    }

    /// The comment group directly above the current token, if this may be an import of `"C"`.
    fn comment_above(&self) -> String {
        let mut ahead = (0..4).map(|n| self.i + n).filter_map(|i| self.tokens.get(i));
        let text = |lo, hi| &self.text[lo as usize..hi as usize];
        if !ahead.any(|t| t.kind == Kind::String && matches!(text(t.lo, t.hi), "\"C\"" | "`C`")) {
            return String::new();
        }
        let lo = if self.i == 0 { 0 } else { self.tokens[self.i - 1].hi };
        comment_group_above(text(lo, self.token().lo))
    }

    /// `[ "." | name ] path`
    fn import_spec(&mut self) -> Option<ImportDecl> {
        let lo = self.pos();
        let name = match self.tok {
            Kind::Ident => Some(self.ident()),
            Kind::Dot => {
                let span = self.tok_span();
                self.bump();
                Some(self.ident_at(".", span))
            }
            _ => None,
        };
        let path_span = self.tok_span();
        if !self.tok.is_literal() {
            self.syntax_error("missing import path");
            self.recover(KindSet::of(&[Kind::Semi, Kind::RParen]));
            return None;
        }
        let kind = self.tok;
        let path = String::from_utf8_lossy(&string_value(self.tok_text())).into_owned();
        match kind {
            Kind::String | Kind::BadLit => {}
            _ => self.syntax_error("import path must be a string"),
        }
        self.bump();
        let good = kind == Kind::String;
        good.then(|| ImportDecl { span: self.span_from(lo), name, path, path_span })
    }

    /// `names [ [ type ] "=" values ]`
    fn const_spec(
        &mut self,
        above: &mut ConstGroup,
        iota: u32,
        directives: DirectiveRange,
    ) -> ConstDecl {
        let lo = self.pos();
        let names = self.ident_list();
        let mut ty = None;
        let mut values = Vec::new();
        if !matches!(self.tok, Kind::Eof | Kind::Semi | Kind::RParen) {
            ty = self.type_opt();
            if self.got_assign() {
                values = self.expr_list();
            }
        }
        let inherited = iota > 0 && ty.is_none() && values.is_empty();
        if inherited {
            ty = above.ty;
            values = above.values.clone();
        } else {
            *above = ConstGroup { ty, values: values.clone() };
        }
        ConstDecl { span: self.span_from(lo), names, ty, values, inherited, iota, directives }
    }

    /// `names ( type [ "=" values ] | "=" values )`
    fn var_spec(&mut self, directives: DirectiveRange) -> VarDecl {
        let lo = self.pos();
        let names = self.ident_list();
        let mut ty = None;
        if !self.got_assign_ahead() {
            ty = Some(self.type_());
        }
        let values = if self.got_assign() { self.expr_list() } else { Vec::new() };
        VarDecl { span: self.span_from(lo), names, ty, values, directives }
    }

    fn got_assign_ahead(&self) -> bool {
        matches!(self.tok, Kind::Assign | Kind::Define)
    }

    /// `=`; a `:=` in its place is an error that is easy to forgive.
    fn got_assign(&mut self) -> bool {
        if self.tok == Kind::Define {
            self.unexpected(", expected =");
        }
        self.got(Kind::Assign) || self.got(Kind::Define)
    }

    fn ident_list(&mut self) -> Vec<ExprId> {
        let mut names = vec![self.ident()];
        while self.got(Kind::Comma) {
            names.push(self.ident());
        }
        names
    }

    /// `name [ "[" type parameters "]" ] [ "=" ] type`
    fn type_spec(&mut self, directives: DirectiveRange) -> TypeDecl {
        let lo = self.pos();
        let name = self.ident();
        let mut type_params = Vec::new();
        let mut alias = false;
        let ty = if self.tok == Kind::LBrack {
            let (params, ty) = self.type_params_or_array();
            match ty {
                Some(ty) => Some(ty),
                None => {
                    type_params = params;
                    alias = self.got_assign();
                    self.type_opt()
                }
            }
        } else {
            alias = self.got_assign();
            self.type_opt()
        };
        let ty = ty.unwrap_or_else(|| {
            let bad = self.bad();
            self.unexpected(" in type declaration");
            self.recover(KindSet::of(&[Kind::Semi, Kind::RParen]));
            bad
        });
        TypeDecl { span: self.span_from(lo), name, type_params, alias, ty, directives }
    }

    /// What follows the name in `type T [`: type parameters, or an array or slice type.
    ///
    /// `[P *C]` may be a parameter with constraint `*C` or an array of length `P*C`. It is read as
    /// an expression; if that splits into a name and something that can only be a type, or if a
    /// comma follows, it was the first parameter (spec: Type parameter declarations).
    fn type_params_or_array(&mut self) -> (Vec<Field>, Option<ExprId>) {
        let lo = self.pos();
        self.bump();
        match self.tok {
            Kind::RBrack => {
                self.bump();
                (Vec::new(), Some(self.slice_type(lo)))
            }
            Kind::Ident => {
                let mut x = self.ident();
                // An index is never constant, so `P[` starts a constraint like `P []E`.
                if self.tok != Kind::LBrack {
                    self.paren_level += 1;
                    x = self.primary_from(x);
                    x = self.binary(Some(x), 0);
                    self.paren_level -= 1;
                }
                let comma = self.tok == Kind::Comma;
                match self.split_type_param(x, comma) {
                    Some((name, ty)) if ty.is_some() || self.tok != Kind::RBrack => {
                        (self.param_list(Some((name, ty)), Self::TYPE_PARAMS), None)
                    }
                    _ => (Vec::new(), Some(self.array_type(lo, Some(x)))),
                }
            }
            _ => (Vec::new(), Some(self.array_type(lo, None))),
        }
    }

    /// Splits `P *C`, `P (C)` and `P *C|D`, read as expressions, into the name `P` and the
    /// constraint; only if that can be nothing but a type, or if `force` is set. A mere name
    /// has no constraint.
    fn split_type_param(&mut self, x: ExprId, force: bool) -> Option<(ExprId, Option<ExprId>)> {
        // A union nests to the left; the name is in its first term.
        let mut unions = Vec::new();
        let mut force = force;
        let mut first = x;
        while let ExprKind::Binary { op: BinOp::Or, x, y, .. } = self.exprs[first].kind {
            force = force || self.is_type_elem(y);
            unions.push(first);
            first = x;
        }
        let name = match &self.exprs[first].kind {
            ExprKind::Ident(_) if unions.is_empty() => return Some((x, None)),
            &ExprKind::Binary { op: BinOp::Mul, op_pos, x, y }
                if self.is_ident(x) && (force || self.is_type_elem(y)) =>
            {
                let span = Span::new(op_pos, self.hi(y));
                self.exprs[first] = Expr { kind: ExprKind::Star(y), span };
                x
            }
            ExprKind::Call(call) => {
                let (fun, lo, hi) = (call.fun, call.lparen, call.rparen);
                let [arg] = call.args[..] else { return None };
                if call.spread || !self.is_ident(fun) || !(force || self.is_type_elem(arg)) {
                    return None;
                }
                let span = Span::new(lo, Pos(hi.0 + 1));
                self.exprs[first] = Expr { kind: ExprKind::Paren(arg), span };
                fun
            }
            _ => return None,
        };
        // The first term has become a type where it stood; only the starts are still the name's.
        let lo = self.lo(first);
        for union in unions {
            self.exprs[union].span.lo = lo;
        }
        Some((name, Some(x)))
    }

    /// Reports whether `x` can only be a type, or a term or union of them.
    fn is_type_elem(&self, mut x: ExprId) -> bool {
        loop {
            x = match self.exprs[x].kind {
                ExprKind::ArrayType { .. }
                | ExprKind::SliceType(_)
                | ExprKind::StructType(_)
                | ExprKind::FuncType(_)
                | ExprKind::InterfaceType(_)
                | ExprKind::MapType { .. }
                | ExprKind::ChanType { .. } => return true,
                ExprKind::Unary { op: UnOp::Tilde, .. } => return true,
                ExprKind::Paren(x) | ExprKind::Star(x) | ExprKind::Unary { x, .. } => x,
                // Chains are long on the left.
                ExprKind::Binary { y, .. } if self.is_type_elem(y) => return true,
                ExprKind::Binary { x, .. } => x,
                _ => return false,
            }
        }
    }

    /// `func [ receiver ] name [ type parameters ] signature [ body ]`
    fn func_decl(&mut self) -> FuncDecl {
        let directives = self.directives_above();
        let lo = self.pos();
        self.bump();
        let (recv, has_recv) = match self.tok {
            Kind::LParen => (self.receiver(), true),
            _ => (None, false),
        };
        let mut type_params = Vec::new();
        let (name, sig) = if self.tok == Kind::Ident {
            let name = self.ident();
            let sig_lo = self.pos();
            type_params = self.func_type_params(None);
            (name, self.signature(sig_lo))
        } else {
            let at = Span::at(self.pos());
            let name = self.ident_at("_", at);
            self.unexpected(if has_recv { ", expected name" } else { ", expected name or (" });
            self.recover(KindSet::of(&[Kind::LBrace, Kind::Semi]));
            (name, FuncSig { span: at, params: Vec::new(), results: Vec::new() })
        };
        let body = (self.tok == Kind::LBrace).then(|| self.func_body());
        FuncDecl { span: self.span_from(lo), recv, name, type_params, sig, body, directives }
    }

    fn receiver(&mut self) -> Option<Field> {
        self.bump();
        let mut list = self.param_list(None, Self::RECEIVER);
        let count: usize = list.iter().map(|f| f.names.len().max(1)).sum();
        match count {
            0 => self.error_at(self.tok_span(), "method has no receiver"),
            1 => {}
            _ => self.error_at(self.tok_span(), "method has multiple receivers"),
        }
        (!list.is_empty()).then(|| {
            let mut first = list.swap_remove(0);
            first.names.truncate(1);
            first
        })
    }
}
