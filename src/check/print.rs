//! Types, operands and expressions as gc's messages show them.

use super::Checker;
use super::constant::Value;
use super::constant::print::real_string;
use super::operand::{Label, Operand};
use super::program::{Mode, SelectionKind};
use super::spelling::Spelling;
use crate::base::intern::Symbol;
use crate::syntax::ast::{self, ChanDir, ExprId, ExprKind, File, InterfaceElem, UnOp};
use crate::types::predicates::composite_kind;
use crate::types::print;
use crate::types::repr::*;
use crate::types::table::TypeTable;
use std::fmt::Write as _;

impl Checker {
    /// A type, names of other packages than the current one qualified.
    pub(crate) fn type_string(&self, t: TypeId) -> String {
        let position = |pos| self.prog.sources.position(pos).to_string();
        let (types, ents) = (&self.prog.types, &self.prog.ents);
        print::type_string_explained(types, ents, Some(self.env.pkg), t, &position)
    }

    /// A type, the names of all packages qualified.
    pub(crate) fn qualified_type_string(&self, t: TypeId) -> String {
        print::type_string(&self.prog.types, &self.prog.ents, None, t)
    }

    /// `x (variable of type int)`.
    pub(crate) fn operand_string(&self, x: &Operand) -> String {
        let value = self.const_of(x).map(|v| self.const_string(v, x.ty));
        self.operand_with_value(x, value)
    }

    /// As [`operand_string`](Self::operand_string), a float constant that is an integer in the
    /// form of one.
    pub(crate) fn operand_string_as_int(&self, x: &Operand) -> String {
        self.operand_with_value(x, self.const_of(x).map(Value::to_string))
    }

    fn operand_with_value(&self, x: &Operand, value: Option<String>) -> String {
        if x.mode == Mode::Nil {
            return match x.ty {
                TypeTable::INVALID => "nil (with invalid type)".into(),
                TypeTable::NIL => "nil".into(),
                t => format!("nil (of type {})", self.type_string(t)),
            };
        }
        let name = self.operand_name(x);
        let details = self.operand_details(x, value.filter(|v| *v != name));
        if name.is_empty() { details } else { format!("{name} ({details})") }
    }

    /// The expression that an operand stands for.
    fn operand_name(&self, x: &Operand) -> String {
        match (x.label, x.expr, x.mode) {
            (Label::Result(n), ..) => ordinal(n, "function result"),
            (Label::CommaOk, ..) => "ok value of (comma, ok) expression".into(),
            (Label::None | Label::OfCall(_), Some(e), _) => self.expr_string(e),
            (Label::None, None, Mode::Constant(k)) => self.const_string(&self.prog.consts[k], x.ty),
            (Label::None, None, Mode::TypeExpr) => self.type_string(x.ty),
            _ => String::new(),
        }
    }

    fn operand_details(&self, x: &Operand, value: Option<String>) -> String {
        let has_type =
            !matches!(x.mode, Mode::Invalid | Mode::NoValue | Mode::Builtin(_) | Mode::TypeExpr);
        let mut out = String::new();
        let untyped = self.prog.types.as_basic(x.ty).filter(|b| has_type && b.is_untyped());
        if let Some(b) = untyped {
            let _ = write!(out, "{} ", b.name());
        }
        out.push_str(match x.mode {
            Mode::Invalid => "invalid operand",
            Mode::NoValue => "no value",
            Mode::Builtin(_) => "built-in",
            Mode::TypeExpr => "type",
            Mode::Constant(_) => "constant",
            Mode::Variable => "variable",
            Mode::MapIndex => "map index expression",
            Mode::Value => "value",
            Mode::Nil => "nil",
            Mode::CommaOk => "comma, ok expression",
        });
        if let Some(value) = value {
            let _ = write!(out, " {value}");
        }
        if has_type && untyped.is_none() {
            out.push_str(&match self.declared_type(x) {
                Some(named) => format!(" of type {named}"),
                None => self.of_type(x),
            });
        }
        out
    }

    /// A constant of type `ty` as messages show it: floats with a few digits.
    pub(super) fn const_string(&self, v: &Value, ty: TypeId) -> String {
        match self.q().basic(ty) {
            Some(b) if b.is_float() => real_string(v),
            Some(b) if b.is_complex() && v.is_real() => format!("({} + 0i)", real_string(v)),
            _ => v.to_string(),
        }
    }

    /// ` of struct type T`: the kind is named for defined types, whose name does not show it.
    fn of_type(&self, x: &Operand) -> String {
        let t = x.ty;
        if t == TypeTable::INVALID {
            return " with invalid type".into();
        }
        let kind = match &self.prog.types[t] {
            // `any` is a name too.
            _ if t == self.universe.any => "interface",
            Type::Named(_) => match &self.prog.types[self.underlying(t)] {
                Type::Basic(b) => b.name().trim_start_matches("unsafe."),
                other => composite_kind(other),
            },
            _ => "",
        };
        if self.prog.types.is_type_param(t) {
            let constraint = self.constraint_string(t);
            let empty = if self.q().is_empty_set(t) { " with empty type set" } else { "" };
            return format!(" of type {} constrained by {constraint}{empty}", self.type_string(t));
        }
        if let Some(s) = self.operand_spelling(x)
            && let Some(text) = self.spelling_text(s, t)
        {
            let kind =
                if kind.is_empty() || t == self.universe.any { self.alias_kind(s) } else { kind };
            if let Some(text) = self.env.target.and_then(|s| self.spelling_text(s, t)) {
                return format!(" of type {text}");
            }
            let space = if kind.is_empty() { "" } else { " " };
            return format!(" of {kind}{space}type {text}");
        }
        let space = if kind.is_empty() { "" } else { " " };
        format!(" of {kind}{space}type {}", self.type_string(t))
    }

    /// The type of a declared function, or the results of its call, with the names of the
    /// declaration, which are not part of the type.
    pub(super) fn declared_type(&self, x: &Operand) -> Option<String> {
        let ast = &self.prog.asts[self.env.file];
        let (fun, called) = match ast.kind(x.expr?) {
            ExprKind::Call(call) => (call.fun, true),
            _ => (x.expr?, false),
        };
        let fun = match ast.kind(fun) {
            ExprKind::Index { x, .. } => *x,
            _ => fun,
        };
        let info = &self.prog.info[self.env.file];
        let selection = info.selections.get(&fun).map(|s| &s.kind);
        let func = match (info.objects[fun], selection) {
            (_, Some(SelectionKind::Method(f) | SelectionKind::MethodExpr(f))) => *f,
            (Some(obj), None) => match self.prog.ents.objects[obj].kind {
                ObjectKind::Func(f) => f,
                _ => return self.called_results(x),
            },
            _ => return self.called_results(x),
        };
        let (file, decl) = self.prog.func_decl(func);
        if let Some(text) = self.declared_signature(func, x.ty, called) {
            return Some(text);
        }
        let names = |fields: &[ast::Field]| -> Vec<Symbol> {
            let ast = &self.prog.asts[file];
            fields.iter().flat_map(|f| f.names.iter().filter_map(|&n| ast.ident(n))).collect()
        };
        let (mut params, results) = (names(&decl.sig.params), names(&decl.sig.results));
        if let (Some(SelectionKind::MethodExpr(_)), Some(recv), false) =
            (selection, &decl.recv, params.is_empty())
        {
            let name = names(std::slice::from_ref(recv)).pop();
            params.insert(0, name.unwrap_or(Symbol::new("_")));
        }
        let print = |t| {
            let (types, ents) = (&self.prog.types, &self.prog.ents);
            print::named_type_string(types, ents, Some(self.env.pkg), t, (&params, &results))
        };
        match &self.prog.types[x.ty] {
            Type::Func(_) if !called => Some(print(x.ty)),
            Type::Tuple(_) if called => Some(print(x.ty)),
            _ => None,
        }
    }

    /// As [`declared_type`](Self::declared_type), with the types as they are spelled there; `None`
    /// if the type is another one: that of an instance, or of a method expression.
    fn declared_signature(&self, func: FuncObjId, ty: TypeId, called: bool) -> Option<String> {
        let (file, decl) = self.prog.func_decl(func);
        let declared = self.prog.ents.objects[self.prog.ents.funcs[func].obj].ty;
        let Type::Func(sig) = &self.prog.types[declared] else { return None };
        let mut out = String::new();
        match &self.prog.types[ty] {
            Type::Func(_) if !called && declared == ty && sig.type_params.is_empty() => {
                out.push_str("func");
                self.write_spelled_signature(file, &decl.sig, &mut out);
            }
            Type::Tuple(list) if called && *list == sig.results => {
                self.write_spelled_fields(file, &decl.sig.results, &mut out);
            }
            _ => return None,
        }
        Some(out)
    }

    /// The source form of an expression; bodies and the elements of composite literals elided.
    pub(crate) fn expr_string(&self, e: ExprId) -> String {
        let mut out = String::new();
        write_expr(&self.prog.asts[self.env.file], e, &mut out);
        out
    }

    /// `struct`, `func`, ... or, for a basic type, its name.
    pub(crate) fn kind_string(&self, t: TypeId) -> String {
        match composite_kind(&self.prog.types[self.underlying(t)]) {
            "" => self.type_string(t),
            kind => kind.into(),
        }
    }

    /// `(number, string)`: the types of arguments or results that there are.
    pub(crate) fn operands_summary(&self, list: &[Operand], spread: bool) -> String {
        let text = |x: &Operand| match self.prog.types[x.ty] {
            Type::Basic(Basic::Invalid) => "unknown type".to_owned(),
            Type::Basic(b) if b.is_untyped() && b.is_numeric() => "number".to_owned(),
            Type::Basic(b) if b.is_untyped() => b.name().trim_start_matches("untyped ").to_owned(),
            // A call without results: what was called.
            Type::Tuple(_) => match self.called(x) {
                Some(fun) => self.type_string(fun),
                None => self.type_string(x.ty),
            },
            _ => self.operand_type_string(x),
        };
        let list: Vec<String> = list.iter().map(text).collect();
        format!("({}{})", list.join(", "), if spread { "..." } else { "" })
    }

    /// The type of what a call calls.
    fn called(&self, x: &Operand) -> Option<TypeId> {
        match self.prog.asts[self.env.file].kind(x.expr?) {
            ExprKind::Call(call) => Some(self.prog.type_of(self.env.file, call.fun)),
            _ => None,
        }
    }

    /// `(int, ...string)`: the types of parameters or results that are wanted, with what spells
    /// them.
    pub(crate) fn types_summary(
        &self,
        list: &[TypeId],
        variadic: bool,
        spelling: impl Fn(usize) -> Option<Spelling>,
    ) -> String {
        let text = |(i, &t): (usize, &TypeId)| {
            let (dots, ty) = match self.prog.types[t] {
                Type::Basic(Basic::Invalid) => return "unknown type".to_owned(),
                Type::Slice(elem) if variadic && i + 1 == list.len() => ("...", elem),
                _ => ("", t),
            };
            let spelled = spelling(i).and_then(|s| self.spelling_text(s, ty));
            format!("{dots}{}", spelled.unwrap_or_else(|| self.type_string(ty)))
        };
        let list: Vec<String> = list.iter().enumerate().map(text).collect();
        format!("({})", list.join(", "))
    }
}

/// `1st function result`.
fn ordinal(n: u32, what: &str) -> String {
    let suffix = match n {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    };
    format!("{n}{suffix} {what}")
}

/// Writes an expression as gc's messages show it.
pub(crate) fn write_expr(f: &File, e: ExprId, out: &mut String) {
    match f.kind(e) {
        ExprKind::Bad => out.push_str("<bad expr>"),
        ExprKind::Ident(name) => out.push_str(name.as_str()),
        ExprKind::Lit(_, text) => out.push_str(text),
        ExprKind::CompositeLit(lit) => {
            if let Some(ty) = lit.ty {
                write_expr(f, ty, out);
            }
            out.push_str(if lit.elems.is_empty() { "{}" } else { "{…}" });
        }
        ExprKind::FuncLit(lit) => {
            out.push_str("func");
            write_signature(f, &lit.sig, out);
            out.push_str(if lit.body.stmts.is_empty() { " {}" } else { " {…}" });
        }
        ExprKind::Paren(x) => wrapped(f, "(", *x, ")", out),
        ExprKind::Selector { x, sel } => {
            write_expr(f, *x, out);
            let _ = write!(out, ".{}", sel.name);
        }
        ExprKind::Index { x, indices } => {
            write_expr(f, *x, out);
            out.push('[');
            write_list(f, indices, out);
            out.push(']');
        }
        ExprKind::Slice { x, lo, hi, max, .. } => {
            write_expr(f, *x, out);
            out.push('[');
            if let Some(lo) = lo {
                write_expr(f, *lo, out);
            }
            out.push(':');
            if let Some(hi) = hi {
                write_expr(f, *hi, out);
            }
            if let Some(max) = max {
                wrapped(f, ":", *max, "", out);
            }
            out.push(']');
        }
        ExprKind::TypeAssert { x, ty } => {
            write_expr(f, *x, out);
            match ty {
                Some(ty) => wrapped(f, ".(", *ty, ")", out),
                None => out.push_str(".(type)"),
            }
        }
        ExprKind::Call(call) => {
            write_expr(f, call.fun, out);
            out.push('(');
            write_list(f, &call.args, out);
            out.push_str(if call.spread { "...)" } else { ")" });
        }
        ExprKind::Star(x) => wrapped(f, "*", *x, "", out),
        ExprKind::Unary { op, x, .. } => write_unary(f, *op, *x, out),
        ExprKind::Binary { op, x, y, .. } => {
            write_expr(f, *x, out);
            let _ = write!(out, " {} ", op.text());
            write_expr(f, *y, out);
        }
        ExprKind::KeyValue { key, value } => {
            write_expr(f, *key, out);
            wrapped(f, ": ", *value, "", out);
        }
        _ => write_type(f, e, out),
    }
}

fn write_unary(f: &File, op: UnOp, x: ExprId, out: &mut String) {
    out.push_str(op.text());
    write_expr(f, x, out);
}

fn write_type(f: &File, e: ExprId, out: &mut String) {
    match f.kind(e) {
        ExprKind::ArrayType { len, elem } => {
            match len {
                Some(len) => wrapped(f, "[", *len, "]", out),
                None => out.push_str("[...]"),
            }
            write_expr(f, *elem, out);
        }
        ExprKind::SliceType(elem) => wrapped(f, "[]", *elem, "", out),
        ExprKind::Ellipsis(elem) => {
            out.push_str("...");
            if let Some(elem) = elem {
                write_expr(f, *elem, out);
            }
        }
        ExprKind::StructType(fields) => {
            out.push_str("struct{");
            write_fields(f, fields, "; ", out);
            out.push('}');
        }
        ExprKind::FuncType(sig) => {
            out.push_str("func");
            write_signature(f, sig, out);
        }
        ExprKind::InterfaceType(elems) => {
            out.push_str("interface{");
            for (i, elem) in elems.iter().enumerate() {
                if i > 0 {
                    out.push_str("; ");
                }
                match elem {
                    InterfaceElem::Method { name, sig, .. } => {
                        write_expr(f, *name, out);
                        write_signature(f, sig, out);
                    }
                    InterfaceElem::Embed(x) => write_expr(f, *x, out),
                }
            }
            out.push('}');
        }
        ExprKind::MapType { key, value } => {
            wrapped(f, "map[", *key, "]", out);
            write_expr(f, *value, out);
        }
        ExprKind::ChanType { dir, elem } => {
            out.push_str(match dir {
                ChanDir::Both => "chan ",
                ChanDir::Send => "chan<- ",
                ChanDir::Recv => "<-chan ",
            });
            match f.kind(*elem) {
                ExprKind::ChanType { dir: ChanDir::Recv, .. } if *dir == ChanDir::Both => {
                    wrapped(f, "(", *elem, ")", out);
                }
                _ => write_expr(f, *elem, out),
            }
        }
        other => unreachable!("{other:?} is not a type"),
    }
}

fn wrapped(f: &File, before: &str, e: ExprId, after: &str, out: &mut String) {
    out.push_str(before);
    write_expr(f, e, out);
    out.push_str(after);
}

fn write_list(f: &File, list: &[ExprId], out: &mut String) {
    for (i, &e) in list.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        write_expr(f, e, out);
    }
}

fn write_fields(f: &File, fields: &[ast::Field], separator: &str, out: &mut String) {
    for (i, field) in fields.iter().enumerate() {
        if i > 0 {
            out.push_str(separator);
        }
        write_list(f, &field.names, out);
        if !field.names.is_empty() {
            out.push(' ');
        }
        write_expr(f, field.ty, out);
        if let Some((tag, _)) = &field.tag {
            let _ = write!(out, " {tag:?}");
        }
    }
}

fn write_signature(f: &File, sig: &ast::FuncSig, out: &mut String) {
    out.push('(');
    write_fields(f, &sig.params, ", ", out);
    out.push(')');
    match &*sig.results {
        [] => {}
        [one] if one.names.is_empty() => wrapped(f, " ", one.ty, "", out),
        many => {
            out.push_str(" (");
            write_fields(f, many, ", ", out);
            out.push(')');
        }
    }
}
