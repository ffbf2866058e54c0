//! Expressions (spec: Expressions).

use super::{CLOSERS, KindSet, MAX_NESTING, Parser};
use crate::base::source::{Pos, Span};
use crate::syntax::ast::{Call, ChanDir, CompositeLit, ExprId, ExprKind, FuncLit, LitKind, UnOp};
use crate::syntax::print;
use crate::syntax::token::Kind;

impl Parser<'_> {
    pub(super) fn expr(&mut self) -> ExprId {
        self.binary(None, 0)
    }

    pub(super) fn expr_list(&mut self) -> Vec<ExprId> {
        let mut list = vec![self.expr()];
        while self.got(Kind::Comma) {
            list.push(self.expr());
        }
        list
    }

    /// Operands and the binary operators between them that bind tighter than `min`. The first
    /// operand may have been read.
    pub(super) fn binary(&mut self, first: Option<ExprId>, min: u8) -> ExprId {
        let mut x = match first {
            Some(x) => x,
            None => self.unary(),
        };
        loop {
            let precedence = self.tok.precedence();
            if precedence <= min {
                return x;
            }
            let Some(op) = self.tok.binary_op() else { return x };
            let op_pos = self.pos();
            self.bump();
            let y = self.binary(None, precedence);
            let span = Span::new(self.lo(x), self.hi(y));
            x = self.alloc(ExprKind::Binary { op, op_pos, x, y }, span);
        }
    }

    fn unary(&mut self) -> ExprId {
        if !self.enter() {
            return self.bad();
        }
        let op = match self.tok {
            Kind::Mul => None,
            Kind::Add => Some(UnOp::Plus),
            Kind::Sub => Some(UnOp::Neg),
            Kind::Not => Some(UnOp::Not),
            Kind::Xor => Some(UnOp::Xor),
            Kind::And => Some(UnOp::Addr),
            Kind::Tilde => Some(UnOp::Tilde),
            Kind::Arrow => Some(UnOp::Recv),
            _ => {
                let x = self.primary();
                self.leave();
                return x;
            }
        };
        let op_pos = self.pos();
        self.bump();
        let x = self.unary();
        self.leave();
        let span = Span::new(op_pos, self.hi(x).max(op_pos));
        match op {
            None => self.alloc(ExprKind::Star(x), span),
            Some(UnOp::Recv) if matches!(self.exprs[x].kind, ExprKind::ChanType { .. }) => {
                self.receive_only(x, op_pos)
            }
            Some(op) => self.alloc(ExprKind::Unary { op, op_pos, x }, span),
        }
    }

    /// Turns `<-` followed by a channel type into a receive-only channel type. The arrow joins the
    /// leftmost `chan` (spec: Channel types), so `<-chan<- T` is a `<-chan` of `<-T`.
    fn receive_only(&mut self, whole: ExprId, arrow: Pos) -> ExprId {
        let mut arrow = arrow;
        let mut x = whole;
        while let ExprKind::ChanType { dir, elem } = &mut self.exprs[x].kind {
            let elem = *elem;
            let was = std::mem::replace(dir, ChanDir::Recv);
            let chan = std::mem::replace(&mut self.exprs[x].span.lo, arrow);
            match was {
                ChanDir::Both => return whole,
                ChanDir::Recv => {
                    self.syntax_error("unexpected <-, expected chan");
                    return whole;
                }
                ChanDir::Send => {
                    // The arrow behind this `chan` is now the one before the element.
                    let i = self.tokens.partition_point(|t| self.at(t.lo) <= chan);
                    arrow = self.tokens.get(i).map_or(chan, |t| self.at(t.lo));
                    x = elem;
                }
            }
        }
        let what = print::expr_in(&self.exprs, x);
        self.syntax_error(&format!("unexpected {what}, expected chan"));
        whole
    }

    pub(super) fn primary(&mut self) -> ExprId {
        let x = self.operand();
        self.primary_from(x)
    }

    fn operand(&mut self) -> ExprId {
        let lo = self.pos();
        let lit = match self.tok {
            Kind::Ident => return self.ident(),
            Kind::Int => LitKind::Int,
            Kind::Float => LitKind::Float,
            Kind::Imag => LitKind::Imag,
            Kind::Char => LitKind::Char,
            Kind::String => LitKind::String,
            Kind::BadLit => {
                self.bump();
                return self.alloc(ExprKind::Bad, self.span_from(lo));
            }
            Kind::LParen => {
                self.bump();
                self.paren_level += 1;
                let x = self.expr();
                self.paren_level -= 1;
                self.want(Kind::RParen);
                return self.alloc(ExprKind::Paren(x), self.span_from(lo));
            }
            Kind::Func => return self.func_operand(),
            Kind::LBrack | Kind::Chan | Kind::Map | Kind::Struct | Kind::Interface => {
                return self.type_();
            }
            _ => {
                let bad = self.bad();
                self.unexpected(", expected expression");
                self.recover(CLOSERS);
                return bad;
            }
        };
        let text = self.tok_text();
        self.bump();
        self.alloc(ExprKind::Lit(lit, text.into()), self.span_from(lo))
    }

    /// A function literal or a function type.
    fn func_operand(&mut self) -> ExprId {
        let lo = self.pos();
        self.bump();
        let sig = self.func_type();
        let kind = match self.tok == Kind::LBrace {
            true => {
                self.paren_level += 1;
                let body = self.func_body();
                self.paren_level -= 1;
                ExprKind::FuncLit(Box::new(FuncLit { sig, body }))
            }
            false => ExprKind::FuncType(Box::new(sig)),
        };
        self.alloc(kind, self.span_from(lo))
    }

    /// What may follow an operand: selectors, indices, calls, literal values.
    pub(super) fn primary_from(&mut self, mut x: ExprId) -> ExprId {
        let mut depth = 0;
        loop {
            // Here the tree grows in depth without the parser recursing.
            depth += 1;
            if depth > MAX_NESTING {
                self.too_deep();
                return x;
            }
            x = match self.tok {
                Kind::Dot => self.selector(x),
                Kind::LBrack => self.index(x),
                Kind::LParen => self.call(x),
                Kind::LBrace if self.opens_literal(x) => {
                    if matches!(self.exprs[x].kind, ExprKind::Paren(_)) {
                        self.syntax_error("cannot parenthesize type in composite literal");
                    }
                    let lo = self.lo(x);
                    self.literal_value(Some(x), lo)
                }
                _ => return x,
            };
        }
    }

    /// `x.name`, `x.(T)` or `x.(type)`
    fn selector(&mut self, x: ExprId) -> ExprId {
        let lo = self.lo(x);
        self.bump();
        match self.tok {
            Kind::Ident => {
                let sel = self.name();
                self.alloc(ExprKind::Selector { x, sel }, self.span_from(lo))
            }
            Kind::LParen => {
                self.bump();
                let ty = if self.got(Kind::Type) { None } else { Some(self.type_()) };
                self.want(Kind::RParen);
                self.alloc(ExprKind::TypeAssert { x, ty }, self.span_from(lo))
            }
            _ => {
                self.unexpected(", expected name or (");
                self.recover(KindSet::of(&[Kind::Semi, Kind::RParen]));
                x
            }
        }
    }

    /// `x[i]`, `x[T1, T2]` or `x[i:j:k]`
    fn index(&mut self, x: ExprId) -> ExprId {
        let span_lo = self.lo(x);
        self.bump();
        self.paren_level += 1;
        let mut lo = None;
        if self.tok == Kind::RBrack {
            self.unexpected(", expected operand");
            let bad = self.bad();
            self.paren_level -= 1;
            self.bump();
            let indices = vec![bad];
            return self.alloc(ExprKind::Index { x, indices }, self.span_from(span_lo));
        }
        if self.tok != Kind::Colon {
            let first = self.expr();
            let (indices, comma) = self.more_types(first);
            if comma || self.tok == Kind::RBrack {
                self.paren_level -= 1;
                self.want(Kind::RBrack);
                return self.alloc(ExprKind::Index { x, indices }, self.span_from(span_lo));
            }
            lo = Some(first);
        }
        if !self.got(Kind::Colon) {
            self.unexpected(", expected comma, : or ]");
            self.recover(KindSet::of(&[Kind::Comma, Kind::Colon, Kind::RBrack]));
        }
        let mut hi = None;
        let mut max = None;
        if !matches!(self.tok, Kind::Colon | Kind::RBrack) {
            hi = Some(self.expr());
        }
        let full = self.tok == Kind::Colon;
        if full {
            if hi.is_none() {
                self.error_at(self.tok_span(), "middle index required in 3-index slice");
                hi = Some(self.bad());
            }
            self.bump();
            max = Some(if self.tok == Kind::RBrack {
                self.error_at(self.tok_span(), "final index required in 3-index slice");
                self.bad()
            } else {
                self.expr()
            });
        }
        self.paren_level -= 1;
        self.want(Kind::RBrack);
        self.alloc(ExprKind::Slice { x, lo, hi, max, full }, self.span_from(span_lo))
    }

    fn call(&mut self, fun: ExprId) -> ExprId {
        let lparen = self.pos();
        self.bump();
        self.paren_level += 1;
        let mut args = Vec::new();
        let mut spread = false;
        let rparen = self.list("argument list", Kind::Comma, Kind::RParen, |p| {
            args.push(p.expr());
            spread = p.got(Kind::Ellipsis);
            spread
        });
        self.paren_level -= 1;
        let span = self.span_from(self.lo(fun));
        self.alloc(ExprKind::Call(Box::new(Call { fun, args, spread, lparen, rparen })), span)
    }

    // Composite literals.

    /// Reports whether `{` after `x` opens a literal value rather than a block.
    fn opens_literal(&self, x: ExprId) -> bool {
        let mut t = x;
        while let ExprKind::Paren(inner) = self.exprs[t].kind {
            t = inner;
        }
        match self.exprs[t].kind {
            ExprKind::Ident(_) | ExprKind::Selector { .. } => self.paren_level >= 0,
            ExprKind::Index { .. } => self.paren_level >= 0 && !self.is_value(t),
            ExprKind::ArrayType { .. }
            | ExprKind::SliceType(_)
            | ExprKind::StructType(_)
            | ExprKind::MapType { .. } => true,
            _ => false,
        }
    }

    /// Reports whether `x` cannot be a type, by its form alone.
    fn is_value(&self, mut x: ExprId) -> bool {
        loop {
            x = match &self.exprs[x].kind {
                ExprKind::Lit(..)
                | ExprKind::CompositeLit(_)
                | ExprKind::FuncLit(_)
                | ExprKind::Slice { .. }
                | ExprKind::TypeAssert { .. }
                | ExprKind::Call(_)
                | ExprKind::Unary { .. }
                | ExprKind::Binary { .. } => return true,
                ExprKind::Paren(x) => *x,
                // Several indices can only be type arguments.
                ExprKind::Index { x, indices } => match indices[..] {
                    [index] if self.is_value(index) => return true,
                    _ => *x,
                },
                _ => return false,
            }
        }
    }

    /// `{ elements }`; `lo` is where the whole literal starts.
    fn literal_value(&mut self, ty: Option<ExprId>, lo: Pos) -> ExprId {
        if !self.enter() {
            return self.bad();
        }
        let lbrace = self.pos();
        self.paren_level += 1;
        self.bump();
        let mut elems = Vec::new();
        let rbrace = self.list("composite literal", Kind::Comma, Kind::RBrace, |p| {
            let x = p.element();
            elems.push(x);
            false
        });
        self.paren_level -= 1;
        self.leave();
        let lit = CompositeLit { ty, elems, lbrace, rbrace };
        self.alloc(ExprKind::CompositeLit(Box::new(lit)), self.span_from(lo))
    }

    /// `[ key ":" ] value`
    fn element(&mut self) -> ExprId {
        let key = self.bare_value();
        if !self.got(Kind::Colon) {
            return key;
        }
        let value = self.bare_value();
        let span = Span::new(self.lo(key), self.hi(value).max(self.lo(key)));
        self.alloc(ExprKind::KeyValue { key, value }, span)
    }

    fn bare_value(&mut self) -> ExprId {
        match self.tok {
            Kind::LBrace => {
                let lo = self.pos();
                self.literal_value(None, lo)
            }
            _ => self.expr(),
        }
    }
}
