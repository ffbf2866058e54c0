//! Trees as text: expressions in the short form that messages use, and whole files for
//! `--emit=ast` (in [`dump`]).

use super::ast::{ChanDir, Expr, ExprId, ExprKind, Field, File, FuncSig, StmtKind};
use crate::base::index::IndexVec;

pub mod dump;

/// An expression or type as Go source on one line, with the insides of function literals, structs,
/// interfaces and composite literals left out: `f(T{…})`.
pub fn expr(file: &File, x: ExprId) -> String {
    expr_in(&file.exprs, x)
}

/// The same for an expression whose file is not complete.
pub fn expr_in(exprs: &IndexVec<ExprId, Expr>, x: ExprId) -> String {
    let mut p = Printer { exprs, out: String::new(), depth: 0 };
    p.expr(x);
    p.out
}

/// A simple statement in the words of "cannot use ... as value".
pub fn stmt_as_value(exprs: &IndexVec<ExprId, Expr>, stmt: &StmtKind) -> String {
    let list = |list: &[ExprId]| {
        let texts: Vec<String> = list.iter().map(|x| expr_in(exprs, *x)).collect();
        texts.join(", ")
    };
    // A lone operand is set apart from the `=` that was probably meant as `==`.
    let emphasized = |side: &[ExprId]| match side {
        &[x] if matches!(exprs[x].kind, ExprKind::Binary { .. }) => format!("({})", list(side)),
        _ => list(side),
    };
    match stmt {
        StmtKind::Assign { lhs, rhs, op: None, .. } => {
            format!("assignment {} = {}", emphasized(lhs), emphasized(rhs))
        }
        StmtKind::Assign { lhs, rhs, op: Some(op), .. } => {
            format!("{} {}= {}", list(lhs), op.text(), list(rhs))
        }
        StmtKind::Define { lhs, rhs, .. } => format!("{} := {}", list(lhs), list(rhs)),
        StmtKind::IncDec { x, inc: true } => format!("{}++", list(&[*x])),
        StmtKind::IncDec { x, inc: false } => format!("{}--", list(&[*x])),
        StmtKind::Send { ch, value } => format!("{} <- {}", list(&[*ch]), list(&[*value])),
        _ => "statement".to_owned(),
    }
}

/// Deeper than this, the text only says that there is more.
const MAX_DEPTH: u32 = 100;

struct Printer<'a> {
    exprs: &'a IndexVec<ExprId, Expr>,
    out: String,
    depth: u32,
}

impl Printer<'_> {
    fn text(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn expr(&mut self, x: ExprId) {
        if self.depth >= MAX_DEPTH {
            return self.text("…");
        }
        self.depth += 1;
        self.expr_kind(&self.exprs[x].kind);
        self.depth -= 1;
    }

    fn expr_kind(&mut self, kind: &ExprKind) {
        match kind {
            ExprKind::Bad => self.text("_"),
            ExprKind::Ident(name) => self.text(name.as_str()),
            ExprKind::Lit(_, text) => self.text(text),
            ExprKind::CompositeLit(lit) => {
                if let Some(ty) = lit.ty {
                    self.expr(ty);
                }
                self.text(if lit.elems.is_empty() { "{}" } else { "{…}" });
            }
            ExprKind::FuncLit(lit) => {
                self.text("func");
                self.signature(&lit.sig);
                self.text(if lit.body.stmts.is_empty() { " {}" } else { " {…}" });
            }
            ExprKind::Paren(x) => self.wrapped("(", *x, ")"),
            ExprKind::Selector { x, sel } => {
                self.expr(*x);
                self.text(".");
                self.text(sel.name.as_str());
            }
            ExprKind::Index { x, indices } => {
                self.expr(*x);
                self.text("[");
                self.list(indices);
                self.text("]");
            }
            ExprKind::Slice { x, lo, hi, max, .. } => {
                self.expr(*x);
                self.text("[");
                self.optional("", *lo);
                self.text(":");
                self.optional("", *hi);
                self.optional(":", *max);
                self.text("]");
            }
            ExprKind::TypeAssert { x, ty } => {
                self.expr(*x);
                match ty {
                    Some(ty) => self.wrapped(".(", *ty, ")"),
                    None => self.text(".(type)"),
                }
            }
            ExprKind::Call(call) => {
                self.expr(call.fun);
                self.text("(");
                self.list(&call.args);
                self.text(if call.spread { "...)" } else { ")" });
            }
            ExprKind::Star(x) => self.wrapped("*", *x, ""),
            ExprKind::Unary { op, x, .. } => self.wrapped(op.text(), *x, ""),
            ExprKind::Binary { op, x, y, .. } => {
                self.expr(*x);
                self.text(" ");
                self.text(op.text());
                self.wrapped(" ", *y, "");
            }
            ExprKind::KeyValue { key, value } => {
                self.expr(*key);
                self.wrapped(": ", *value, "");
            }
            kind => self.type_kind(kind),
        }
    }

    fn type_kind(&mut self, kind: &ExprKind) {
        match kind {
            ExprKind::ArrayType { len: Some(len), elem } => {
                self.wrapped("[", *len, "]");
                self.expr(*elem);
            }
            ExprKind::ArrayType { len: None, elem } => self.wrapped("[...]", *elem, ""),
            ExprKind::SliceType(elem) => self.wrapped("[]", *elem, ""),
            ExprKind::Ellipsis(elem) => {
                self.text("...");
                self.optional("", *elem);
            }
            ExprKind::StructType(fields) => {
                self.text(if fields.is_empty() { "struct{}" } else { "struct{…}" });
            }
            ExprKind::InterfaceType(elems) => {
                self.text(if elems.is_empty() { "interface{}" } else { "interface{…}" });
            }
            ExprKind::FuncType(sig) => {
                self.text("func");
                self.signature(sig);
            }
            ExprKind::MapType { key, value } => {
                self.wrapped("map[", *key, "]");
                self.expr(*value);
            }
            ExprKind::ChanType { dir: ChanDir::Send, elem } => self.wrapped("chan<- ", *elem, ""),
            ExprKind::ChanType { dir: ChanDir::Recv, elem } => self.wrapped("<-chan ", *elem, ""),
            ExprKind::ChanType { dir: ChanDir::Both, elem } => {
                // Without parentheses the arrow would join the first `chan`.
                match self.exprs[*elem].kind {
                    ExprKind::ChanType { dir: ChanDir::Recv, .. } => {
                        self.wrapped("chan (", *elem, ")");
                    }
                    _ => self.wrapped("chan ", *elem, ""),
                }
            }
            _ => self.text("_"),
        }
    }

    fn wrapped(&mut self, before: &str, x: ExprId, after: &str) {
        self.text(before);
        self.expr(x);
        self.text(after);
    }

    fn optional(&mut self, before: &str, x: Option<ExprId>) {
        if let Some(x) = x {
            self.wrapped(before, x, "");
        }
    }

    fn list(&mut self, list: &[ExprId]) {
        for (i, x) in list.iter().enumerate() {
            self.wrapped(if i > 0 { ", " } else { "" }, *x, "");
        }
    }

    fn signature(&mut self, sig: &FuncSig) {
        self.fields(&sig.params);
        match &sig.results[..] {
            [] => {}
            [one] if one.names.is_empty() => self.wrapped(" ", one.ty, ""),
            many => {
                self.text(" ");
                self.fields(many);
            }
        }
    }

    fn fields(&mut self, fields: &[Field]) {
        self.text("(");
        for (i, field) in fields.iter().enumerate() {
            self.text(if i > 0 { ", " } else { "" });
            self.list(&field.names);
            self.wrapped(if field.names.is_empty() { "" } else { " " }, field.ty, "");
        }
        self.text(")");
    }
}

#[cfg(test)]
mod tests;
