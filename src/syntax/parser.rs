//! From tokens to the tree: one function per production, recovery after errors.
//!
//! The parser accepts a little more than the grammar where the type checker can say better what is
//! wrong. After an error it skips to a token at which it can go on; at most one error a line is
//! reported. How deep productions may nest is limited, because the stack is.

use super::ast::{Directive, DirectiveRange, Expr, ExprId, ExprKind, File, Name};
use super::constraint::{self, Constraint};
use super::directives;
use super::lexer::{self, LexError};
use super::token::{Kind, KindSet, Token};
use crate::base::diag::{Diagnostic, Diagnostics};
use crate::base::index::IndexVec;
use crate::base::intern::Symbol;
use crate::base::source::{FileId, Pos, Span};
use errors::Errors;

mod decl;
mod errors;
mod expr;
mod params;
mod stmt;
mod type_;

/// The code of the diagnostics that this room reports.
pub const SYNTAX: &str = "Syntax";

/// How deeply expressions, types and statements may nest. Hand-written Go stays below 30; the
/// parser and the rooms after it, which recurse over the same tree, must not run out of stack.
pub const MAX_NESTING: u32 = 1000;

/// How many `else if` may follow each other, for the same reason.
pub const MAX_ELSE_IF: usize = 10_000;

/// Reads the file `id`, whose first byte has position `start`. `text` must be shorter than 2^31
/// bytes.
pub fn parse(id: FileId, start: Pos, text: &str) -> (File, Diagnostics) {
    let lexed = lexer::lex(text);
    let mut p = Parser::new(start, text, &lexed.tokens, &lexed.errors);
    p.directives = lexed
        .directives
        .iter()
        .filter_map(|&(lo, hi)| directives::directive(&text[lo as usize..hi as usize], p.at(lo)))
        .collect();
    let go_version = p.build_line();
    let (package, decls) = p.file();
    let diagnostics = p.errors.into_diagnostics(start, text, &lexed.errors);
    let file = File {
        id,
        package,
        decls,
        exprs: p.exprs,
        directives: p.directives,
        lines: lexed.lines,
        cgo_preamble: p.cgo_preamble,
        go_version,
    };
    (file, diagnostics)
}

struct Parser<'a> {
    text: &'a str,
    start: Pos,
    tokens: &'a [Token],
    lex_errors: &'a [LexError],
    /// The index of the current token, and its kind.
    i: usize,
    tok: Kind,
    exprs: IndexVec<ExprId, Expr>,
    errors: Errors,
    directives: Vec<Directive>,
    cgo_preamble: String,
    /// Negative in the head of an `if`, `for` or `switch` outside of any parentheses: there `{`
    /// opens the block and not a composite literal (spec: Composite literals).
    paren_level: i32,
    /// How many function bodies the parser is in.
    functions: u32,
    nesting: u32,
    /// Where the last recovery stopped, and how often in a row it stopped there.
    stuck: (usize, u32),
}

/// Keywords that start a statement: where recovery inside a function stops.
const STATEMENTS: KindSet = KindSet::of(&[
    Kind::Break,
    Kind::Const,
    Kind::Continue,
    Kind::Defer,
    Kind::Fallthrough,
    Kind::For,
    Kind::Go,
    Kind::Goto,
    Kind::If,
    Kind::Return,
    Kind::Select,
    Kind::Switch,
    Kind::Type,
    Kind::Var,
]);

const CLOSERS: KindSet = KindSet::of(&[Kind::RParen, Kind::RBrack, Kind::RBrace]);

impl<'a> Parser<'a> {
    fn new(
        start: Pos,
        text: &'a str,
        tokens: &'a [Token],
        lex_errors: &'a [LexError],
    ) -> Parser<'a> {
        Parser {
            text,
            start,
            tokens,
            lex_errors,
            i: 0,
            tok: tokens[0].kind,
            // One expression for about three tokens is what Go code has.
            exprs: IndexVec::with_capacity(tokens.len() / 2),
            errors: Errors::default(),
            directives: Vec::new(),
            cgo_preamble: String::new(),
            paren_level: 0,
            functions: 0,
            nesting: 0,
            stuck: (0, 0),
        }
    }

    // Tokens and positions.

    #[inline]
    fn token(&self) -> Token {
        self.tokens[self.i]
    }

    /// The kind of the token `n` after the current one.
    fn peek(&self, n: usize) -> Kind {
        self.tokens.get(self.i + n).map_or(Kind::Eof, |t| t.kind)
    }

    #[inline]
    fn bump(&mut self) {
        if self.i + 1 < self.tokens.len() {
            self.i += 1;
            self.tok = self.tokens[self.i].kind;
        }
    }

    #[inline]
    fn got(&mut self, kind: Kind) -> bool {
        let found = self.tok == kind;
        if found {
            self.bump();
        }
        found
    }

    fn want(&mut self, kind: Kind) {
        if !self.got(kind) {
            self.unexpected(&format!(", expected {}", kind.describe()));
            self.bump();
        }
    }

    /// The position of a byte offset.
    #[inline]
    fn at(&self, offset: u32) -> Pos {
        Pos(self.start.0 + offset)
    }

    /// The position of the current token.
    #[inline]
    fn pos(&self) -> Pos {
        self.at(self.token().lo)
    }

    fn tok_span(&self) -> Span {
        let t = self.token();
        Span::new(self.at(t.lo), self.at(t.hi))
    }

    /// Where the last token that was taken ends.
    #[inline]
    fn end(&self) -> Pos {
        self.at(match self.i {
            0 => 0,
            i => self.tokens[i - 1].hi,
        })
    }

    /// From `lo` to the end of the last token taken.
    #[inline]
    fn span_from(&self, lo: Pos) -> Span {
        Span::new(lo, self.end().max(lo))
    }

    fn tok_text(&self) -> &'a str {
        let t = self.token();
        &self.text[t.lo as usize..t.hi as usize]
    }

    // Building the tree.

    #[inline]
    fn alloc(&mut self, kind: ExprKind, span: Span) -> ExprId {
        self.exprs.push(Expr { kind, span })
    }

    fn lo(&self, x: ExprId) -> Pos {
        self.exprs[x].span.lo
    }

    fn hi(&self, x: ExprId) -> Pos {
        self.exprs[x].span.hi
    }

    fn bad(&mut self) -> ExprId {
        let span = Span::at(self.pos());
        self.alloc(ExprKind::Bad, span)
    }

    fn ident_at(&mut self, name: &str, span: Span) -> ExprId {
        self.alloc(ExprKind::Ident(Symbol::new(name)), span)
    }

    fn is_ident(&self, x: ExprId) -> bool {
        matches!(self.exprs[x].kind, ExprKind::Ident(_))
    }

    /// An identifier that stands for itself, as a label or selector; `_` where none is there.
    fn name(&mut self) -> Name {
        let span = self.tok_span();
        if self.tok == Kind::Ident {
            let name = Symbol::new(self.tok_text());
            self.bump();
            return Name { name, span };
        }
        self.unexpected(", expected name");
        self.bump();
        Name { name: Symbol::new("_"), span: Span::at(span.lo) }
    }

    /// An identifier as an expression.
    fn ident(&mut self) -> ExprId {
        let Name { name, span } = self.name();
        self.alloc(ExprKind::Ident(name), span)
    }

    // Errors.

    /// `syntax error: unexpected TOKEN` and `tail`, at the current token.
    #[cold]
    fn unexpected(&mut self, tail: &str) {
        let text = self.tok_text();
        let what = match self.tok {
            Kind::Ident => format!("name {text}"),
            Kind::Semi => self.semicolon_text().to_owned(),
            k if k.is_literal() => format!("literal {text}"),
            k => k.describe(),
        };
        let span = self.tok_span();
        self.error_at(span, format!("syntax error: unexpected {what}{tail}"));
    }

    /// What the semicolon at the current token really is.
    fn semicolon_text(&self) -> &'static str {
        let t = self.token();
        match t {
            _ if t.lo < t.hi => "semicolon",
            _ if t.lo as usize >= self.text.len() => "EOF",
            _ => "newline",
        }
    }

    /// `syntax error: MESSAGE` at the current token.
    #[cold]
    fn syntax_error(&mut self, message: &str) {
        self.error_at(self.tok_span(), format!("syntax error: {message}"));
    }

    #[cold]
    fn error_at(&mut self, span: Span, message: impl Into<String>) {
        let t = self.token();
        // What the lexer found right behind the token counts as seen if it ended the token.
        let ended = t.kind == Kind::BadLit || t.lo == t.hi;
        let seen = t.hi + u32::from(ended);
        // What follows an error at the end of the file tells nothing new.
        let lexical = self.lex_errors.first().is_some_and(|e| e.at < seen);
        if self.tok == Kind::Eof && (lexical || !self.errors.is_empty()) {
            return;
        }
        self.errors.push(Diagnostic::error(SYNTAX, span, message), seen);
    }

    /// Skips to a token in `set`, inside a function also to one that starts a statement.
    #[cold]
    fn recover(&mut self, set: KindSet) {
        let stops = match self.functions {
            0 => set,
            _ => set.with(STATEMENTS),
        };
        while self.tok != Kind::Eof && !stops.contains(self.tok) {
            self.bump();
        }
        // A production that cannot take the token at which it recovers would come back for ever.
        match self.stuck {
            (i, n) if i == self.i && n >= 10 => self.bump(),
            (i, n) if i == self.i => self.stuck = (i, n + 1),
            _ => self.stuck = (self.i, 0),
        }
    }

    /// Counts a level of nesting. False where it is one too many: then the error is reported and
    /// the rest of the file skipped, and the caller must return without [`leave`](Self::leave).
    #[inline]
    fn enter(&mut self) -> bool {
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            self.nesting -= 1;
            self.too_deep();
            return false;
        }
        true
    }

    #[inline]
    fn leave(&mut self) {
        self.nesting -= 1;
    }

    /// Reports what nests too deeply, and reads no further.
    #[cold]
    fn too_deep(&mut self) {
        self.error_at(self.tok_span(), format!("exceeded max nesting depth of {MAX_NESTING}"));
        self.i = self.tokens.len() - 1;
        self.tok = Kind::Eof;
    }

    // Lists.

    /// A list of elements, each followed by `separator` except perhaps the last, up to `close`,
    /// whose position is returned. `element` says whether it must be the last.
    fn list(
        &mut self,
        context: &str,
        separator: Kind,
        close: Kind,
        mut element: impl FnMut(&mut Self) -> bool,
    ) -> Pos {
        let mut last = false;
        while self.tok != Kind::Eof && self.tok != close && !last {
            last = element(self);
            if !self.got(separator) && self.tok != close {
                let (sep, close_text) = (separator.describe(), close.describe());
                self.unexpected(&format!(" in {context}; possibly missing {sep} or {close_text}"));
                self.recover(CLOSERS);
                if self.tok != close {
                    return self.pos();
                }
            }
        }
        let pos = self.pos();
        self.want(close);
        pos
    }

    // Comments that count.

    /// The directives between the last token and the current one.
    fn directives_above(&self) -> DirectiveRange {
        let (lo, hi) = (self.end(), self.pos());
        let before = |pos: Pos| self.directives.partition_point(|d| d.span.lo < pos) as u32;
        DirectiveRange { start: before(lo), end: before(hi) }
    }

    /// Checks the `//go:build` line and returns the Go version that it asks for.
    fn build_line(&mut self) -> Option<u32> {
        let (offset, expr) = constraint::find(self.text)?;
        match Constraint::parse(expr) {
            Ok(c) => c.go_version(),
            Err((at, message)) => {
                let span = Span::at(self.at((offset + at) as u32));
                self.error_at(span, format!("parsing //go:build line: {message}"));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests;
