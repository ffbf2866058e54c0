//! Switch and select statements (spec: Switch statements, Select statements).

use super::Checker;
use super::constant::Value;
use super::operand::Operand;
use super::program::Mode;
use super::spelling::Spelling;
use crate::base::diag::Diagnostic;
use crate::base::source::Span;
use crate::syntax::ast::{self, BinOp, CaseClause, ExprId, ExprKind, StmtKind, UnOp};
use crate::types::repr::*;
use crate::types::table::TypeTable;
use rustc_hash::FxHashMap;

/// A constant case value, as far as duplicates are looked for.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Int(i128),
    Float(u64),
    Str(Vec<u8>),
}

/// The case values seen, with their types (they differ where the tag is an interface).
type Seen = FxHashMap<Key, Vec<(Span, TypeId)>>;

impl Checker {
    pub(super) fn switch_stmt(&mut self, s: &ast::SwitchStmt) {
        let outer = self.open_scope(false);
        if let Some(init) = &s.init {
            self.stmt(init);
        }
        let tag = match s.tag {
            Some(e) => self.switch_tag(e),
            None => {
                // A missing tag is the constant true.
                let at = s.cases.first().map_or(s.rbrace, |c| c.span.lo);
                let kind = &self.prog.ents.objects[self.universe.true_].kind;
                let mode = match kind {
                    ObjectKind::Const { value: Some(k) } => Mode::Constant(*k),
                    _ => Mode::Value,
                };
                Operand::new(mode, TypeTable::BOOL, None, Span::at(at))
            }
        };
        self.multiple_defaults(s.cases.iter().filter(|c| c.default).map(|c| c.span));
        let mut seen = Seen::default();
        for clause in &s.cases {
            self.case_values(&tag, &clause.exprs, &mut seen);
            self.clause_body(&clause.body);
        }
        self.close_scope(outer);
    }

    fn switch_tag(&mut self, e: ExprId) -> Operand {
        let mut x = self.expr(e);
        if !x.is_valid() {
            return x;
        }
        self.assignment(&mut x, None, "switch expression");
        if x.is_valid() && !self.comparable(x.ty) && !self.has_nil(x.ty) {
            let (text, ty) = (self.operand_string(&x), self.type_string(x.ty));
            let message = format!("cannot switch on {text} ({ty} is not comparable)");
            self.error(x.span, "InvalidExprSwitch", message);
            x.mode = Mode::Invalid;
        }
        x
    }

    fn has_nil(&self, ty: TypeId) -> bool {
        matches!(
            self.prog.types[self.underlying(ty)],
            Type::Pointer(_)
                | Type::Slice(_)
                | Type::Map(..)
                | Type::Chan(..)
                | Type::Func(_)
                | Type::Interface(_)
                | Type::Basic(Basic::UnsafePointer | Basic::UntypedNil)
        )
    }

    fn clause_body(&mut self, body: &[ast::Stmt]) {
        let outer = self.open_scope(false);
        self.stmts(body);
        self.close_scope(outer);
    }

    fn multiple_defaults(&mut self, defaults: impl Iterator<Item = Span>) {
        let mut first = None;
        for span in defaults {
            match first {
                None => first = Some(span),
                Some(first) => {
                    let at = self.prog.sources.position(first.lo);
                    let message = format!("multiple defaults (first at {at})");
                    self.error(span, "DuplicateDefault", message);
                }
            }
        }
    }

    fn case_values(&mut self, tag: &Operand, values: &[ExprId], seen: &mut Seen) {
        for &e in values {
            let mut v = self.expr(e);
            if !tag.is_valid() || !v.is_valid() {
                continue;
            }
            let mut tag = *tag;
            self.match_case(&mut v, &mut tag);
            if !v.is_valid() {
                continue;
            }
            let mut result = v;
            self.comparison(&mut result, &mut tag, BinOp::Eq, Some(v.span));
            if !result.is_valid() {
                continue;
            }
            self.env.target = tag.expr.map(|e| Spelling::Of(self.env.file, e));
            self.duplicate_case(&v, self.operator_span(e), seen);
            self.env.target = None;
        }
    }

    /// An untyped case value takes the type of the tag.
    fn match_case(&mut self, v: &mut Operand, tag: &mut Operand) {
        if self.prog.types.is_untyped(v.ty) {
            self.convert_untyped(v, tag.ty);
        }
    }

    fn duplicate_case(&mut self, v: &Operand, at: Span, seen: &mut Seen) {
        let key = match self.const_of(v) {
            Some(Value::Str(bytes)) => Key::Str(bytes.to_vec()),
            Some(value @ (Value::Rat(_) | Value::Float(_))) => match value.to_f64() {
                Some(f) => Key::Float(f.to_bits()),
                None => return,
            },
            Some(value) => match value.as_i128() {
                Some(i) => Key::Int(i),
                None => return,
            },
            None => return,
        };
        let list = seen.entry(key).or_default();
        match list.iter().find(|(_, ty)| *ty == v.ty) {
            Some(&(other, _)) => {
                let text = self.operand_string(v);
                let message = format!("duplicate case {text} in expression switch");
                let d = Diagnostic::error("DuplicateCase", v.span, message)
                    .note(other, "previous case");
                self.report(d);
            }
            None => list.push((at, v.ty)),
        }
    }

    pub(super) fn type_switch_stmt(&mut self, s: &ast::TypeSwitchStmt) {
        let outer = self.open_scope(false);
        if let Some(init) = &s.init {
            self.stmt(init);
        }
        let ast = self.ast();
        let mut bind = s.bind.and_then(|e| Some((e, ast.ident(e)?)));
        if let Some((e, name)) = bind
            && name.is_blank()
        {
            self.error(ast.span(e), "NoNewVar", "no new variable on left side of :=");
            bind = None;
        }
        let x = self.expr(s.x);
        let is_interface = self.q().is_interface(x.ty);
        if x.is_valid() && !is_interface {
            let what = self.operand_string(&x);
            let message = match self.prog.types.is_type_param(x.ty) {
                true => format!("cannot use type switch on type parameter value {what}"),
                false => format!("{what} is not an interface"),
            };
            self.error(x.span, "InvalidTypeSwitch", message);
        }
        let x = (x.is_valid() && is_interface).then_some(x);
        self.multiple_defaults(s.cases.iter().filter(|c| c.default).map(|c| c.span));
        let mut seen = FxHashMap::default();
        let mut used = false;
        for clause in &s.cases {
            let ty = self.case_types(x.as_ref(), clause, &mut seen);
            let outer = self.open_scope(false);
            let var = bind.map(|(e, name)| self.clause_var(clause, ast.span(e), name, ty));
            match (var, &*clause.exprs) {
                (Some(var), &[e]) if !self.is_nil(e) => self.spell(var, Some(e), None),
                (Some(var), _) => self.spell(var, None, Some(s.x)),
                _ => {}
            }
            self.stmts(&clause.body);
            self.close_scope(outer);
            used |= var.is_some_and(|v| self.is_used(v));
        }
        if let Some((e, name)) = bind
            && !used
        {
            let message = format!("{name} declared and not used");
            self.error(ast.span(e), "UnusedVar", message);
        }
        self.close_scope(outer);
    }

    /// The variable of a type switch's clause. Unused ones are no error if another is used, so it
    /// is not one of the function's locals.
    fn clause_var(
        &mut self,
        clause: &CaseClause,
        span: Span,
        name: crate::base::intern::Symbol,
        ty: TypeId,
    ) -> ObjId {
        let obj = self.new_object(name, span, ty, ObjectKind::Var(VarKind::Local));
        self.prog.info[self.env.file].implicits.insert(clause.span.lo, obj);
        let scope = self.env.scope;
        self.prog.ents.scopes[scope].names.insert(name, obj);
        obj
    }

    /// Checks the types of a clause; gives the type of the clause's variable.
    fn case_types(
        &mut self,
        x: Option<&Operand>,
        clause: &CaseClause,
        seen: &mut FxHashMap<Option<TypeId>, Span>,
    ) -> TypeId {
        let mut only = None;
        for &e in &clause.exprs {
            let span = self.span(e);
            let ty = if self.is_nil(e) {
                self.expr(e);
                None
            } else {
                match self.var_type(e) {
                    TypeTable::INVALID => {
                        only = Some(TypeTable::INVALID);
                        continue;
                    }
                    ty => Some(ty),
                }
            };
            only = ty;
            if let Some(&other) = seen.get(&ty) {
                let text = ty.map_or("nil".to_owned(), |t| self.type_expr_string(e, t));
                let message = format!("duplicate case {text} in type switch");
                let d =
                    Diagnostic::error("DuplicateCase", span, message).note(other, "previous case");
                self.report(d);
                continue;
            }
            seen.insert(ty, span);
            if let (Some(x), Some(ty)) = (x, ty)
                && let Err(cause) = self.assertable(x.ty, ty)
            {
                let (text, target) = (self.expr_string(e), self.type_string(ty));
                let value = self.operand_string(x);
                let message = format!(
                    "impossible type switch case: {text}\n\t{value} cannot have dynamic type {target} {cause}"
                );
                self.error(span, "ImpossibleAssert", message);
            }
        }
        match only {
            Some(ty) if clause.exprs.len() == 1 => ty,
            _ => x.map_or(TypeTable::INVALID, |x| x.ty),
        }
    }

    /// Whether an expression is the predeclared `nil`, possibly in parentheses.
    fn is_nil(&self, e: ExprId) -> bool {
        let ast = &self.prog.asts[self.env.file];
        let name = ast.ident(ast.unparen(e));
        name.and_then(|n| self.find(n)).is_some_and(|b| b.obj == self.universe.nil)
    }

    pub(super) fn select_stmt(&mut self, cases: &[ast::CommClause]) {
        let defaults = cases.iter().filter(|c| c.comm.is_none());
        self.multiple_defaults(defaults.map(|c| c.span));
        for clause in cases {
            if let Some(comm) = &clause.comm
                && !self.is_communication(comm)
            {
                let message = "select case must be send or receive (possibly with assignment)";
                let span = match comm.kind {
                    StmtKind::Expr(e) => self.operator_span(e),
                    _ => comm.span,
                };
                self.error(span, "InvalidSelectCase", message);
                continue;
            }
            let outer = self.open_scope(false);
            if let Some(comm) = &clause.comm {
                self.stmt(comm);
            }
            self.stmts(&clause.body);
            self.close_scope(outer);
        }
    }

    /// A send, or a receive whose value may be assigned.
    fn is_communication(&self, s: &ast::Stmt) -> bool {
        let value = match &s.kind {
            StmtKind::Send { .. } => return true,
            StmtKind::Expr(e) => *e,
            StmtKind::Assign { rhs, op: None, .. } | StmtKind::Define { rhs, .. } => {
                match rhs[..] {
                    [e] => e,
                    _ => return false,
                }
            }
            _ => return false,
        };
        let ast = &self.prog.asts[self.env.file];
        matches!(ast[ast.unparen(value)].kind, ExprKind::Unary { op: UnOp::Recv, .. })
    }
}
