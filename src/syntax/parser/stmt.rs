//! Statements (spec: Statements).

use super::{KindSet, Parser};
use crate::base::source::{Pos, Span};
use crate::syntax::ast::{
    Block, CaseClause, CommClause, ExprId, ExprKind, ForStmt, IfStmt, Name, RangeStmt, Stmt,
    StmtKind, SwitchStmt, TypeSwitchStmt,
};
use crate::syntax::print;
use crate::syntax::token::Kind;

const CLAUSES: KindSet = KindSet::of(&[Kind::Case, Kind::Default, Kind::RBrace]);
const BLOCK_ENDS: KindSet = KindSet::of(&[Kind::LBrace, Kind::RBrace]);
const NAME_OR_END: KindSet = KindSet::of(&[Kind::Ident, Kind::RBrace]);

/// A simple statement, or what only the head of a `for` may hold.
enum Simple {
    Stmt(Stmt),
    Range { lhs: Vec<ExprId>, define: bool, x: ExprId },
}

/// What stands between `if` or `switch` and the block.
struct Head {
    init: Option<Stmt>,
    /// The condition, tag or guard, as the statement that it was read as.
    last: Option<Stmt>,
    /// The semicolon between the two, and what it really was.
    semi: Option<(Span, &'static str)>,
}

impl Parser<'_> {
    pub(super) fn func_body(&mut self) -> Block {
        self.functions += 1;
        let body = self.block("");
        self.functions -= 1;
        body
    }

    /// `{ statements }`; `context` is what the block must follow, where `{` may be missing.
    fn block(&mut self, context: &str) -> Block {
        let lbrace = self.pos();
        if !self.got(Kind::LBrace) {
            self.unexpected(&format!(", expected {{ after {context}"));
            self.recover(NAME_OR_END);
            let rbrace = self.pos();
            if self.got(Kind::RBrace) {
                return Block { stmts: Vec::new(), lbrace, rbrace };
            }
        }
        let stmts = self.stmt_list();
        let rbrace = self.pos();
        self.want(Kind::RBrace);
        Block { stmts, lbrace, rbrace }
    }

    fn stmt_list(&mut self) -> Vec<Stmt> {
        let mut stmts = Vec::new();
        while self.tok != Kind::Eof && !CLAUSES.contains(self.tok) {
            let Some(stmt) = self.stmt_opt() else { break };
            stmts.push(stmt);
            // The semicolon may be missing before `}` (spec: Semicolons).
            if !self.got(Kind::Semi) && self.tok != Kind::RBrace {
                self.unexpected(" at end of statement");
                self.recover(CLAUSES.with(KindSet::of(&[Kind::Semi])));
                self.got(Kind::Semi);
            }
        }
        stmts
    }

    /// A statement, or nothing where none starts.
    fn stmt_opt(&mut self) -> Option<Stmt> {
        let lo = self.pos();
        if !self.enter() {
            return Some(Stmt { kind: StmtKind::Bad, span: Span::at(lo) });
        }
        let kind = self.stmt_kind(lo);
        self.leave();
        kind.map(|kind| Stmt { kind, span: self.span_from(lo) })
    }

    fn stmt_kind(&mut self, lo: Pos) -> Option<StmtKind> {
        Some(match self.tok {
            Kind::Ident if self.peek(1) == Kind::Colon => return self.labeled(),
            Kind::Var | Kind::Const | Kind::Type => {
                let mut decls = Vec::new();
                self.value_group(&mut decls);
                StmtKind::Decl(decls)
            }
            Kind::LBrace => StmtKind::Block(self.block("")),
            Kind::For => self.for_stmt(lo),
            Kind::Switch => self.switch_stmt(),
            Kind::Select => self.select_stmt(),
            Kind::If => self.if_stmt(),
            Kind::Fallthrough => {
                self.bump();
                StmtKind::Fallthrough
            }
            Kind::Break => {
                self.bump();
                StmtKind::Break(self.label_opt())
            }
            Kind::Continue => {
                self.bump();
                StmtKind::Continue(self.label_opt())
            }
            Kind::Goto => {
                self.bump();
                StmtKind::Goto(self.name())
            }
            Kind::Go => StmtKind::Go(self.call_operand("go")),
            Kind::Defer => StmtKind::Defer(self.call_operand("defer")),
            Kind::Return => {
                self.bump();
                match self.tok {
                    Kind::Semi | Kind::RBrace => StmtKind::Return(Vec::new()),
                    _ => StmtKind::Return(self.expr_list()),
                }
            }
            Kind::Semi => StmtKind::Empty,
            k if starts_simple(k) => self.simple_only(None).kind,
            _ => return None,
        })
    }

    fn label_opt(&mut self) -> Option<Name> {
        (self.tok == Kind::Ident).then(|| self.name())
    }

    /// `label: statement`
    fn labeled(&mut self) -> Option<StmtKind> {
        let label = self.name();
        let colon = self.tok_span();
        self.want(Kind::Colon);
        if self.tok == Kind::RBrace {
            let stmt = Stmt { kind: StmtKind::Empty, span: Span::at(self.pos()) };
            return Some(StmtKind::Labeled { label, stmt: Box::new(stmt) });
        }
        let Some(stmt) = self.stmt_opt() else {
            self.error_at(colon, "syntax error: missing statement after label");
            return None;
        };
        Some(StmtKind::Labeled { label, stmt: Box::new(stmt) })
    }

    /// The call that `go` or `defer` asks for; that it is one is checked later.
    fn call_operand(&mut self, keyword: &str) -> ExprId {
        self.bump();
        let mut x = self.call_primary();
        if let ExprKind::Paren(_) = self.exprs[x].kind {
            let span = self.exprs[x].span;
            self.error_at(span, format!("expression in {keyword} must not be parenthesized"));
            while let ExprKind::Paren(inner) = self.exprs[x].kind {
                x = inner;
            }
        }
        x
    }

    // Simple statements.

    /// A simple statement where a range clause cannot stand.
    fn simple_only(&mut self, lhs: Option<Vec<ExprId>>) -> Stmt {
        match self.simple(lhs, false) {
            Simple::Stmt(stmt) => stmt,
            Simple::Range { x, .. } => Stmt { kind: StmtKind::Bad, span: self.exprs[x].span },
        }
    }

    fn simple(&mut self, lhs: Option<Vec<ExprId>>, for_head: bool) -> Simple {
        let lo = self.pos();
        if for_head && self.tok == Kind::Range {
            self.bump();
            return Simple::Range { lhs: Vec::new(), define: false, x: self.expr() };
        }
        let lhs = lhs.unwrap_or_else(|| self.expr_list());
        let lo = lhs.first().map_or(lo, |x| self.lo(*x));
        let op_pos = self.pos();
        let kind = match (self.tok, &lhs[..]) {
            (Kind::Assign | Kind::Define, _) => {
                let define = self.tok == Kind::Define;
                self.bump();
                if for_head && self.tok == Kind::Range {
                    self.bump();
                    return Simple::Range { lhs, define, x: self.expr() };
                }
                let rhs = self.expr_list();
                match define {
                    true => StmtKind::Define { lhs, rhs, op_pos },
                    false => StmtKind::Assign { lhs, rhs, op: None, op_pos },
                }
            }
            (Kind::Inc | Kind::Dec, &[x]) => {
                let inc = self.tok == Kind::Inc;
                self.bump();
                StmtKind::IncDec { x, inc }
            }
            (Kind::Arrow, &[ch]) => {
                self.bump();
                StmtKind::Send { ch, value: self.expr() }
            }
            (tok, &[x]) => match tok.assign_op() {
                Some(op) => {
                    self.bump();
                    let rhs = vec![self.expr()];
                    StmtKind::Assign { lhs, rhs, op: Some(op), op_pos }
                }
                None => StmtKind::Expr(x),
            },
            _ => {
                self.unexpected(", expected := or = or comma");
                self.recover(KindSet::of(&[Kind::Semi, Kind::RBrace]));
                StmtKind::Expr(lhs[0])
            }
        };
        Simple::Stmt(Stmt { kind, span: self.span_from(lo) })
    }

    // If and switch.

    /// What follows the keyword, up to the block.
    fn head(&mut self, keyword: Kind) -> Head {
        self.bump();
        let mut head = Head { init: None, last: None, semi: None };
        if self.tok == Kind::LBrace {
            return head;
        }
        let outer = std::mem::replace(&mut self.paren_level, -1);
        if self.tok != Kind::Semi {
            self.no_var(keyword);
            head.last = Some(self.simple_only(None));
        }
        if self.tok != Kind::LBrace {
            head.init = head.last.take();
            head.semi = self.head_semicolon();
            if self.tok != Kind::LBrace {
                head.last = Some(self.simple_only(None));
            }
        }
        self.paren_level = outer;
        head
    }

    /// `var` is not allowed here, though programmers of other languages expect it.
    fn no_var(&mut self, keyword: Kind) {
        if self.got(Kind::Var) {
            let keyword = keyword.text();
            self.syntax_error(&format!("var declaration not allowed in {keyword} initializer"));
        }
    }

    /// The first semicolon in a head. Where it is missing, `{` was probably forgotten.
    fn head_semicolon(&mut self) -> Option<(Span, &'static str)> {
        if self.tok == Kind::Semi {
            let semi = (self.tok_span(), self.semicolon_text());
            self.bump();
            return Some(semi);
        }
        self.want(Kind::LBrace);
        if self.tok != Kind::LBrace {
            self.recover(BLOCK_ENDS);
        }
        None
    }

    /// The expression that the last statement of a head is; other statements are errors.
    fn head_value(&mut self, last: Stmt) -> ExprId {
        let StmtKind::Expr(x) = last.kind else {
            let at = match last.kind {
                StmtKind::Assign { op_pos, .. } | StmtKind::Define { op_pos, .. } => op_pos,
                StmtKind::IncDec { x, .. } | StmtKind::Send { ch: x, .. } => self.next_after(x),
                _ => last.span.lo,
            };
            let what = print::stmt_as_value(&self.exprs, &last.kind);
            let message = format!("syntax error: cannot use {what} as value");
            self.error_at(Span::at(at), message);
            return self.alloc(ExprKind::Bad, last.span);
        };
        x
    }

    /// The position of the token behind `x`.
    fn next_after(&self, x: ExprId) -> Pos {
        let i = self.tokens.partition_point(|t| self.at(t.lo) < self.hi(x));
        self.tokens.get(i).map_or(self.hi(x), |t| self.at(t.lo))
    }

    /// An `if` statement with all its `else if`, without recursion.
    fn if_stmt(&mut self) -> StmtKind {
        let mut chain = Vec::new();
        let mut els = None;
        loop {
            let lo = self.pos();
            let (init, cond) = self.if_head();
            let then = self.block("if clause");
            chain.push((lo, IfStmt { init, cond, then, els: None }));
            if !self.got(Kind::Else) {
                break;
            }
            let else_lo = self.pos();
            match self.tok {
                Kind::If if chain.len() < super::MAX_ELSE_IF => continue,
                Kind::If => self.too_deep(),
                Kind::LBrace => {
                    let kind = StmtKind::Block(self.block(""));
                    els = Some(Stmt { kind, span: self.span_from(else_lo) });
                }
                _ => {
                    self.syntax_error("else must be followed by if or statement block");
                    self.recover(NAME_OR_END);
                }
            }
            break;
        }
        while chain.len() > 1
            && let Some((lo, mut stmt)) = chain.pop()
        {
            stmt.els = els;
            els = Some(Stmt { kind: StmtKind::If(Box::new(stmt)), span: self.span_from(lo) });
        }
        match chain.pop() {
            Some((_, stmt)) => StmtKind::If(Box::new(IfStmt { els, ..stmt })),
            None => StmtKind::Bad,
        }
    }

    fn if_head(&mut self) -> (Option<Stmt>, ExprId) {
        if self.peek(1) == Kind::LBrace {
            self.bump();
            self.syntax_error("missing condition in if statement");
            return (None, self.bad());
        }
        let Head { init, last, semi } = self.head(Kind::If);
        let cond = match (last, semi) {
            (Some(last), _) => self.head_value(last),
            (None, Some((span, text))) => {
                let message = match text {
                    "semicolon" => "missing condition in if statement".to_owned(),
                    text => format!("unexpected {text}, expected {{ after if clause"),
                };
                self.error_at(span, format!("syntax error: {message}"));
                self.alloc(ExprKind::Bad, span)
            }
            (None, None) => self.bad(),
        };
        (init, cond)
    }

    fn switch_stmt(&mut self) -> StmtKind {
        let Head { init, last, .. } = self.head(Kind::Switch);
        let guard = last.as_ref().and_then(|stmt| self.type_switch_guard(&stmt.kind));
        let tag = match guard {
            Some(_) => None,
            None => last.map(|stmt| self.head_value(stmt)),
        };
        let lbrace = self.pos();
        self.open_clauses("switch");
        let mut cases = Vec::new();
        while !matches!(self.tok, Kind::Eof | Kind::RBrace) {
            cases.push(self.case_clause());
        }
        let rbrace = self.pos();
        self.want(Kind::RBrace);
        match guard {
            Some((bind, x)) => {
                let stmt = TypeSwitchStmt { init, bind, x, cases, lbrace, rbrace };
                StmtKind::TypeSwitch(Box::new(stmt))
            }
            None => StmtKind::Switch(Box::new(SwitchStmt { init, tag, cases, lbrace, rbrace })),
        }
    }

    /// `x` and `y` of `x := y.(type)`, or only `y` of `y.(type)`.
    fn type_switch_guard(&self, stmt: &StmtKind) -> Option<(Option<ExprId>, ExprId)> {
        let (bind, x) = match stmt {
            StmtKind::Expr(x) => (None, *x),
            StmtKind::Define { lhs, rhs, .. } => match (&lhs[..], &rhs[..]) {
                (&[bind], &[x]) if self.is_ident(bind) => (Some(bind), x),
                _ => return None,
            },
            _ => return None,
        };
        match self.exprs[x].kind {
            ExprKind::TypeAssert { x, ty: None } => Some((bind, x)),
            _ => None,
        }
    }

    fn open_clauses(&mut self, keyword: &str) {
        if !self.got(Kind::LBrace) {
            self.syntax_error(&format!("missing {{ after {keyword} clause"));
            self.recover(CLAUSES);
        }
    }

    fn case_clause(&mut self) -> CaseClause {
        let lo = self.pos();
        let default = self.tok == Kind::Default;
        let mut exprs = Vec::new();
        if self.got(Kind::Case) {
            exprs = self.expr_list();
        } else if !self.got(Kind::Default) {
            self.no_clause();
        }
        let colon = self.pos();
        self.want(Kind::Colon);
        let body = self.stmt_list();
        CaseClause { span: self.span_from(lo), exprs, default, colon, body }
    }

    fn no_clause(&mut self) {
        self.unexpected(", expected case or default or }");
        self.recover(CLAUSES.with(KindSet::of(&[Kind::Colon])));
    }

    fn select_stmt(&mut self) -> StmtKind {
        self.bump();
        let lbrace = self.pos();
        self.open_clauses("select");
        let mut cases = Vec::new();
        while !matches!(self.tok, Kind::Eof | Kind::RBrace) {
            cases.push(self.comm_clause());
        }
        let rbrace = self.pos();
        self.want(Kind::RBrace);
        StmtKind::Select { cases, lbrace, rbrace }
    }

    fn comm_clause(&mut self) -> CommClause {
        let lo = self.pos();
        let mut comm = None;
        if self.got(Kind::Case) {
            comm = Some(self.simple_only(None));
        } else if !self.got(Kind::Default) {
            self.no_clause();
        }
        let colon = self.pos();
        self.want(Kind::Colon);
        let body = self.stmt_list();
        CommClause { span: self.span_from(lo), comm, colon, body }
    }

    // For.

    fn for_stmt(&mut self, for_pos: Pos) -> StmtKind {
        self.bump();
        let outer = std::mem::replace(&mut self.paren_level, -1);
        let head = self.for_head();
        self.paren_level = outer;
        match head {
            ForHead::Clause { init, cond, post } => {
                let body = self.block("for clause");
                StmtKind::For(Box::new(ForStmt { init, cond, post, body }))
            }
            ForHead::Range { lhs, define, x } => {
                let [key, value, extra] = [0, 1, 2].map(|i| lhs.get(i).copied());
                let body = self.block("for clause");
                StmtKind::Range(Box::new(RangeStmt { key, value, extra, define, x, for_pos, body }))
            }
        }
    }

    fn for_head(&mut self) -> ForHead {
        let mut init = None;
        if self.tok == Kind::LBrace {
            return ForHead::Clause { init, cond: None, post: None };
        }
        if self.tok != Kind::Semi {
            self.no_var(Kind::For);
            match self.simple(None, true) {
                Simple::Stmt(stmt) => init = Some(stmt),
                Simple::Range { lhs, define, x } => return ForHead::Range { lhs, define, x },
            }
            if self.tok == Kind::LBrace {
                let cond = init.map(|stmt| self.head_value(stmt));
                return ForHead::Clause { init: None, cond, post: None };
            }
        }
        self.head_semicolon();
        let mut cond = None;
        if self.tok == Kind::LBrace {
            self.unexpected(", expected for loop condition");
            return ForHead::Clause { init, cond, post: None };
        }
        if self.tok != Kind::Semi {
            let stmt = self.simple_only(None);
            cond = Some(self.head_value(stmt));
        }
        self.want(Kind::Semi);
        let mut post = None;
        if self.tok != Kind::LBrace {
            let stmt = self.simple_only(None);
            if let StmtKind::Define { op_pos, .. } = stmt.kind {
                let message = "syntax error: cannot declare in post statement of for loop";
                self.error_at(Span::at(op_pos), message);
            }
            post = Some(stmt);
        }
        ForHead::Clause { init, cond, post }
    }

    fn call_primary(&mut self) -> ExprId {
        if !self.enter() {
            return self.bad();
        }
        let x = self.primary();
        self.leave();
        x
    }
}

enum ForHead {
    Clause { init: Option<Stmt>, cond: Option<ExprId>, post: Option<Stmt> },
    Range { lhs: Vec<ExprId>, define: bool, x: ExprId },
}

/// Reports whether a simple statement can start with this token.
fn starts_simple(tok: Kind) -> bool {
    const STARTS: KindSet = KindSet::of(&[
        Kind::Ident,
        Kind::Add,
        Kind::Sub,
        Kind::Mul,
        Kind::And,
        Kind::Xor,
        Kind::Not,
        Kind::Func,
        Kind::LParen,
        Kind::LBrack,
        Kind::Struct,
        Kind::Map,
        Kind::Chan,
        Kind::Interface,
        Kind::Arrow,
    ]);
    tok.is_literal() || STARTS.contains(tok)
}
