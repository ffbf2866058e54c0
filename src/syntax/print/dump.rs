//! A whole file as an indented tree: declarations and statements a line each, expressions in
//! prefix form, so that what binds to what can be seen.

use crate::base::source::{Pos, SourceMap};
use crate::syntax::ast::{
    Block, CaseClause, ChanDir, Decl, DirectiveRange, ExprId, ExprKind, Field, File, FuncSig,
    InterfaceElem, Name, Stmt, StmtKind,
};
use std::fmt::Write as _;

/// The tree of `file`, one line for each declaration and statement, with its line and column.
pub fn dump(file: &File, map: &SourceMap) -> String {
    let mut d = Dumper { file, map, out: String::new(), indent: 0, nesting: 0 };
    let package = file.package.name;
    d.line(file.package.span.lo, &format!("package {package}"));
    for decl in &file.decls {
        d.decl(decl);
    }
    d.out
}

/// An expression in prefix form: `(+ a (call f x))`.
pub fn expr(file: &File, x: ExprId) -> String {
    let map = SourceMap::default();
    let mut d = Dumper { file, map: &map, out: String::new(), indent: 0, nesting: 0 };
    d.expr(x)
}

/// What nests deeper than this is left out: no person wrote it and none wants to read it.
const MAX_NESTING: u32 = 200;

struct Dumper<'a> {
    file: &'a File,
    map: &'a SourceMap,
    out: String,
    indent: usize,
    nesting: u32,
}

impl Dumper<'_> {
    fn line(&mut self, at: Pos, text: &str) {
        let _ = write!(self.out, "{:indent$}{text}", "", indent = 2 * self.indent);
        if self.map.lookup(at) == Some(self.file.id) {
            let (line, col) = self.map.file(self.file.id).line_col(at);
            let _ = write!(self.out, " @{line}:{col}");
        }
        self.out.push('\n');
    }

    fn decl(&mut self, decl: &Decl) {
        match decl {
            Decl::Import(d) => {
                let name = d.name.map_or(String::new(), |x| format!("{} ", self.expr(x)));
                self.line(d.span.lo, &format!("import {name}{:?}", d.path));
            }
            Decl::Const(d) => {
                let names = self.list(&d.names);
                let (ty, values) = (self.typed(d.ty), self.list(&d.values));
                let inherited = if d.inherited { " inherited" } else { "" };
                self.directives(d.directives);
                let text = format!("const {names}{ty} = {values} iota={}{inherited}", d.iota);
                self.line(d.span.lo, &text);
            }
            Decl::Var(d) => {
                let names = self.list(&d.names);
                let mut text = format!("var {names}{}", self.typed(d.ty));
                if !d.values.is_empty() {
                    text = format!("{text} = {}", self.list(&d.values));
                }
                self.directives(d.directives);
                self.line(d.span.lo, &text);
            }
            Decl::Type(d) => {
                let (name, ty) = (self.expr(d.name), self.expr(d.ty));
                let params = self.type_params(&d.type_params);
                self.directives(d.directives);
                let alias = if d.alias { " =" } else { "" };
                self.line(d.span.lo, &format!("type {name}{params}{alias} {ty}"));
            }
            Decl::Func(d) => {
                let recv = d.recv.as_ref().map_or(String::new(), |f| {
                    let field = self.field(f);
                    format!("({field}) ")
                });
                let (name, params) = (self.expr(d.name), self.type_params(&d.type_params));
                let sig = self.signature(&d.sig);
                self.directives(d.directives);
                self.line(d.span.lo, &format!("func {recv}{name}{params}{sig}"));
                if let Some(body) = &d.body {
                    self.block(body);
                }
            }
        }
    }

    fn directives(&mut self, range: DirectiveRange) {
        let file = self.file;
        for d in &file.directives[range.start as usize..range.end as usize] {
            self.line(d.span.lo, format!("//{} {}", d.name, d.args).trim_end());
        }
    }

    fn typed(&mut self, ty: Option<ExprId>) -> String {
        ty.map_or(String::new(), |ty| format!(" {}", self.expr(ty)))
    }

    fn list(&mut self, list: &[ExprId]) -> String {
        let texts: Vec<String> = list.iter().map(|x| self.expr(*x)).collect();
        texts.join(", ")
    }

    fn type_params(&mut self, params: &[Field]) -> String {
        match params {
            [] => String::new(),
            params => format!("[{}]", self.fields(params)),
        }
    }

    fn fields(&mut self, fields: &[Field]) -> String {
        let texts: Vec<String> = fields.iter().map(|f| self.field(f)).collect();
        texts.join(", ")
    }

    fn field(&mut self, f: &Field) -> String {
        let names = self.list(&f.names);
        let mut text = self.expr(f.ty);
        if !names.is_empty() {
            text = format!("{names} {text}");
        }
        if f.embedded {
            text = format!("embed {text}");
        }
        if let Some((tag, _)) = &f.tag {
            text = format!("{text} {tag:?}");
        }
        text
    }

    fn signature(&mut self, sig: &FuncSig) -> String {
        let params = self.fields(&sig.params);
        match sig.results.is_empty() {
            true => format!("({params})"),
            false => format!("({params}) ({})", self.fields(&sig.results)),
        }
    }

    // Statements.

    fn block(&mut self, block: &Block) {
        self.stmts(&block.stmts);
    }

    fn stmts(&mut self, stmts: &[Stmt]) {
        self.indent += 1;
        for stmt in stmts {
            self.stmt(stmt);
        }
        self.indent -= 1;
    }

    fn stmt(&mut self, stmt: &Stmt) {
        if self.nesting >= MAX_NESTING {
            return self.line(stmt.span.lo, "…");
        }
        self.nesting += 1;
        self.stmt_kind(stmt);
        self.nesting -= 1;
    }

    fn stmt_kind(&mut self, stmt: &Stmt) {
        let at = stmt.span.lo;
        match &stmt.kind {
            StmtKind::Decl(decls) => decls.iter().for_each(|d| self.decl(d)),
            StmtKind::Block(block) => {
                self.line(at, "block");
                self.block(block);
            }
            StmtKind::Labeled { label, stmt } => {
                self.line(at, &format!("label {}", label.name));
                self.stmt(stmt);
            }
            StmtKind::If(_) => self.if_chain(stmt),
            StmtKind::Switch(s) => {
                let tag = self.typed(s.tag);
                self.line(at, &format!("switch{tag}"));
                self.init(s.init.as_ref(), "init");
                self.cases(&s.cases);
            }
            StmtKind::TypeSwitch(s) => {
                let bind = s.bind.map_or(String::new(), |x| format!(" {} :=", self.expr(x)));
                let x = self.expr(s.x);
                self.line(at, &format!("typeswitch{bind} {x}"));
                self.init(s.init.as_ref(), "init");
                self.cases(&s.cases);
            }
            StmtKind::Select { cases, .. } => {
                self.line(at, "select");
                self.indent += 1;
                for case in cases {
                    self.line(case.span.lo, if case.comm.is_some() { "case" } else { "default" });
                    self.init(case.comm.as_ref(), "comm");
                    self.stmts(&case.body);
                }
                self.indent -= 1;
            }
            StmtKind::For(s) => {
                let cond = self.typed(s.cond);
                self.line(at, &format!("for{cond}"));
                self.init(s.init.as_ref(), "init");
                self.init(s.post.as_ref(), "post");
                self.block(&s.body);
            }
            StmtKind::Range(s) => {
                let vars: Vec<ExprId> = s.key.into_iter().chain(s.value).collect();
                let (vars, x) = (self.list(&vars), self.expr(s.x));
                let op = match (vars.is_empty(), s.define) {
                    (true, _) => "",
                    (false, true) => " := ",
                    (false, false) => " = ",
                };
                self.line(at, format!("range {vars}{op}{x}").as_str());
                self.block(&s.body);
            }
            kind => {
                let text = self.simple(kind);
                self.line(at, &text);
            }
        }
    }

    /// `if`, and its `else if` without recursion.
    fn if_chain(&mut self, first: &Stmt) {
        let mut stmt = first;
        while let StmtKind::If(s) = &stmt.kind {
            let cond = self.expr(s.cond);
            let word = if std::ptr::eq(stmt, first) { "if" } else { "else if" };
            self.line(stmt.span.lo, &format!("{word} {cond}"));
            self.init(s.init.as_ref(), "init");
            self.block(&s.then);
            match &s.els {
                Some(els) => stmt = els,
                None => return,
            }
        }
        self.line(stmt.span.lo, "else");
        if let StmtKind::Block(block) = &stmt.kind {
            self.block(block);
        }
    }

    fn init(&mut self, stmt: Option<&Stmt>, word: &str) {
        if let Some(stmt) = stmt {
            let text = self.simple(&stmt.kind);
            self.indent += 1;
            self.line(stmt.span.lo, &format!("{word}: {text}"));
            self.indent -= 1;
        }
    }

    fn cases(&mut self, cases: &[CaseClause]) {
        self.indent += 1;
        for case in cases {
            let text = match case.default {
                true => "default".to_owned(),
                false => format!("case {}", self.list(&case.exprs)),
            };
            self.line(case.span.lo, &text);
            self.stmts(&case.body);
        }
        self.indent -= 1;
    }

    fn simple(&mut self, kind: &StmtKind) -> String {
        let label = |word: &str, label: &Option<Name>| match label {
            Some(l) => format!("{word} {}", l.name),
            None => word.to_owned(),
        };
        match kind {
            StmtKind::Bad => "bad".to_owned(),
            StmtKind::Empty => "empty".to_owned(),
            StmtKind::Expr(x) => self.expr(*x),
            StmtKind::Send { ch, value } => format!("{} <- {}", self.expr(*ch), self.expr(*value)),
            StmtKind::IncDec { x, inc } => {
                format!("{}{}", self.expr(*x), if *inc { "++" } else { "--" })
            }
            StmtKind::Assign { lhs, rhs, op, .. } => {
                let op = op.map_or("", |op| op.text());
                format!("{} {op}= {}", self.list(lhs), self.list(rhs))
            }
            StmtKind::Define { lhs, rhs, .. } => {
                format!("{} := {}", self.list(lhs), self.list(rhs))
            }
            StmtKind::Go(x) => format!("go {}", self.expr(*x)),
            StmtKind::Defer(x) => format!("defer {}", self.expr(*x)),
            StmtKind::Return(list) => format!("return {}", self.list(list)).trim_end().to_owned(),
            StmtKind::Break(l) => label("break", l),
            StmtKind::Continue(l) => label("continue", l),
            StmtKind::Goto(l) => format!("goto {}", l.name),
            StmtKind::Fallthrough => "fallthrough".to_owned(),
            _ => "statement".to_owned(),
        }
    }

    // Expressions.

    fn expr(&mut self, x: ExprId) -> String {
        if self.nesting >= MAX_NESTING {
            return "…".to_owned();
        }
        self.nesting += 1;
        let file = self.file;
        let text = match &file.exprs[x].kind {
            ExprKind::Binary { .. } => self.binary(x),
            kind => self.expr_kind(kind),
        };
        self.nesting -= 1;
        text
    }

    /// A chain of binary operators, which may be longer than the stack is deep.
    fn binary(&mut self, x: ExprId) -> String {
        let mut chain = Vec::new();
        let mut first = x;
        while let ExprKind::Binary { op, x, y, .. } = self.file.exprs[first].kind {
            chain.push((op, y));
            first = x;
        }
        let mut text = String::new();
        for (op, _) in &chain {
            let _ = write!(text, "({} ", op.text());
        }
        text.push_str(&self.expr(first));
        for (_, y) in chain.into_iter().rev() {
            let _ = write!(text, " {})", self.expr(y));
        }
        text
    }

    fn optional(&mut self, x: Option<ExprId>) -> String {
        x.map_or("_".to_owned(), |x| self.expr(x))
    }

    fn expr_kind(&mut self, kind: &ExprKind) -> String {
        match kind {
            ExprKind::Bad => "BAD".to_owned(),
            ExprKind::Ident(name) => name.to_string(),
            ExprKind::Lit(_, text) => text.to_string(),
            ExprKind::CompositeLit(lit) => {
                let ty = self.optional(lit.ty);
                format!("{ty}{{{}}}", self.list(&lit.elems))
            }
            ExprKind::FuncLit(lit) => {
                let sig = self.signature(&lit.sig);
                let mut inner = Dumper { out: String::new(), indent: self.indent, ..*self };
                inner.block(&lit.body);
                match inner.out.is_empty() {
                    true => format!("func{sig} {{}}"),
                    false => {
                        let indent = 2 * self.indent;
                        format!("func{sig} {{\n{}{:indent$}}}", inner.out, "")
                    }
                }
            }
            ExprKind::Paren(x) => format!("(paren {})", self.expr(*x)),
            ExprKind::Selector { x, sel } => format!("{}.{}", self.expr(*x), sel.name),
            ExprKind::Index { x, indices } => {
                format!("(index {} {})", self.expr(*x), self.list(indices))
            }
            ExprKind::Slice { x, lo, hi, max, full } => {
                let x = self.expr(*x);
                let (lo, hi) = (self.optional(*lo), self.optional(*hi));
                match full {
                    true => format!("(slice {x} {lo} {hi} {})", self.optional(*max)),
                    false => format!("(slice {x} {lo} {hi})"),
                }
            }
            ExprKind::TypeAssert { x, ty: Some(ty) } => {
                format!("(assert {} {})", self.expr(*x), self.expr(*ty))
            }
            ExprKind::TypeAssert { x, ty: None } => format!("(assert {} type)", self.expr(*x)),
            ExprKind::Call(call) => {
                let dots = if call.spread { "..." } else { "" };
                let fun = self.expr(call.fun);
                format!("{} {}{dots})", format_args!("(call {fun}"), self.list(&call.args))
            }
            ExprKind::Star(x) => format!("(* {})", self.expr(*x)),
            ExprKind::Unary { op, x, .. } => format!("({} {})", op.text(), self.expr(*x)),
            ExprKind::KeyValue { key, value } => {
                format!("{}: {}", self.expr(*key), self.expr(*value))
            }
            kind => self.type_kind(kind),
        }
    }

    fn type_kind(&mut self, kind: &ExprKind) -> String {
        match kind {
            ExprKind::ArrayType { len: Some(len), elem } => {
                format!("(array {} {})", self.expr(*len), self.expr(*elem))
            }
            ExprKind::ArrayType { len: None, elem } => format!("(array ... {})", self.expr(*elem)),
            ExprKind::SliceType(elem) => format!("(slice-of {})", self.expr(*elem)),
            ExprKind::Ellipsis(elem) => format!("(... {})", self.optional(*elem)),
            ExprKind::StructType(fields) => {
                let texts: Vec<String> = fields.iter().map(|f| self.field(f)).collect();
                format!("(struct {})", texts.join("; "))
            }
            ExprKind::InterfaceType(elems) => {
                let texts: Vec<String> = elems.iter().map(|e| self.interface_elem(e)).collect();
                format!("(interface {})", texts.join("; "))
            }
            ExprKind::FuncType(sig) => format!("(func {})", self.signature(sig)),
            ExprKind::MapType { key, value } => {
                format!("(map {} {})", self.expr(*key), self.expr(*value))
            }
            ExprKind::ChanType { dir, elem } => {
                let word = match dir {
                    ChanDir::Both => "chan",
                    ChanDir::Send => "chan<-",
                    ChanDir::Recv => "<-chan",
                };
                format!("({word} {})", self.expr(*elem))
            }
            _ => "?".to_owned(),
        }
    }

    fn interface_elem(&mut self, elem: &InterfaceElem) -> String {
        match elem {
            InterfaceElem::Method { name, sig, .. } => {
                format!("{}{}", self.expr(*name), self.signature(sig))
            }
            InterfaceElem::Embed(ty) => self.expr(*ty),
        }
    }
}
