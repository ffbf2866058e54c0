//! Expressions: dispatch by kind, and the record of what was found.

use super::constant::Value;
use super::operand::{Operand, Usage};
use super::program::{ExprInfo, Mode};
use super::{Checker, UntypedExpr};
use crate::base::source::FileId;
use crate::syntax::ast::{BinOp, ExprId, ExprKind};
use crate::types::predicates::Query;
use crate::types::repr::*;
use crate::types::table::TypeTable;

impl Checker {
    /// Checks `e` as whatever it is (value, type, call without result). `hint` is the type that an
    /// untyped composite literal or an uninstantiated function would take.
    pub(crate) fn raw_expr(&mut self, e: ExprId, hint: Option<TypeId>) -> (Operand, Usage) {
        let (mut x, usage) = self.expr_kind(e, hint);
        x.expr = Some(e);
        x.span = self.span(e);
        self.record(&x);
        (x, usage)
    }

    /// A single value.
    pub(crate) fn expr(&mut self, e: ExprId) -> Operand {
        self.expr_hint(e, None)
    }

    /// A single value for a place of type `hint`.
    pub(crate) fn expr_hint(&mut self, e: ExprId, hint: Option<TypeId>) -> Operand {
        self.expr_for(e, hint, "variable")
    }

    /// As [`expr_hint`](Self::expr_hint); messages call the place `desc`.
    pub(crate) fn expr_for(&mut self, e: ExprId, hint: Option<TypeId>, desc: &str) -> Operand {
        let mut x = self.raw_expr(e, hint).0;
        self.exclude_non_values(&mut x);
        self.fit_generic(&mut x, e, hint, desc);
        self.single_value(&mut x);
        x
    }

    /// A single value for a place of type `target`, which does not give composite literals theirs.
    pub(crate) fn expr_to(&mut self, e: ExprId, target: TypeId) -> Operand {
        let mut x = self.raw_expr(e, None).0;
        self.exclude_non_values(&mut x);
        self.fit_generic(&mut x, e, Some(target), "variable");
        self.single_value(&mut x);
        x
    }

    /// A generic function takes its type arguments from the type it is wanted as.
    fn fit_generic(&mut self, x: &mut Operand, e: ExprId, hint: Option<TypeId>, desc: &str) {
        if self.func_params(x).is_empty() {
            return;
        }
        match hint {
            Some(t) if matches!(self.prog.types[self.q().core(t)], Type::Func(_)) => {
                self.infer_partial(x, e, t, desc);
            }
            _ => self.infer_rest(x, e),
        }
    }

    /// The type arguments that a generic function was given, if not all of them were.
    pub(super) fn partial_args(&self, e: ExprId) -> Vec<TypeId> {
        let ast = &self.prog.asts[self.env.file];
        let key = (self.env.file, ast.unparen(e));
        self.decls.partial.get(&key).cloned().unwrap_or_default()
    }

    /// A single value or a type; what is generic needs type arguments.
    pub(crate) fn expr_or_type(&mut self, e: ExprId) -> Operand {
        let mut x = self.generic_expr_or_type(e);
        self.non_generic(&mut x);
        x
    }

    /// One argument of a call, which may be a generic function.
    pub(super) fn generic_multi_expr(&mut self, e: ExprId) -> Operand {
        let mut x = self.raw_expr(e, None).0;
        self.exclude_non_values(&mut x);
        x
    }

    /// As [`expr_or_type`](Self::expr_or_type), generic functions and types included.
    pub(super) fn generic_expr_or_type(&mut self, e: ExprId) -> Operand {
        let mut x = self.raw_expr(e, None).0;
        if x.mode == Mode::NoValue {
            let what = self.operand_string(&x);
            self.fail(&mut x, "TooManyValues", format!("{what} used as value or type"));
        }
        self.single_value(&mut x);
        x
    }

    /// One or more values: a call with several results has a `Type::Tuple`.
    pub(crate) fn multi_expr(&mut self, e: ExprId) -> Operand {
        let mut x = self.generic_multi_expr(e);
        self.non_generic(&mut x);
        x
    }

    /// An expression statement: reports what "is not used".
    pub(crate) fn expr_stmt(&mut self, e: ExprId) -> Operand {
        let (mut x, usage) = self.raw_expr(e, None);
        let complaint = match x.mode {
            Mode::Invalid => return x,
            Mode::Builtin(_) => "must be called",
            Mode::TypeExpr => "is not an expression",
            _ if usage == Usage::Statement => return x,
            _ => "is not used",
        };
        let what = self.operand_string(&x);
        self.fail(&mut x, "UnusedExpr", format!("{what} {complaint}"));
        x
    }

    /// Checks expressions whose values do not matter because of another error, so that their own
    /// errors are found and their variables count as used.
    pub(crate) fn use_exprs(&mut self, list: &[ExprId]) {
        let ast = self.ast();
        for &e in list {
            match *ast.kind(ast.unparen(e)) {
                ExprKind::Ident(name) if name.is_blank() => {}
                // A key may be the name of a field.
                ExprKind::KeyValue { value, .. } => self.use_exprs(&[value]),
                _ => {
                    self.raw_expr(e, None);
                }
            }
        }
    }

    /// Reports an error at `x` and makes it invalid.
    pub(crate) fn fail(&mut self, x: &mut Operand, code: &'static str, message: String) {
        self.error(x.span, code, message);
        x.invalidate();
    }

    fn exclude_non_values(&mut self, x: &mut Operand) {
        let (code, complaint) = match x.mode {
            Mode::NoValue => ("TooManyValues", "used as value"),
            Mode::Builtin(_) => ("UncalledBuiltin", "must be called"),
            Mode::TypeExpr => ("NotAnExpr", "is not an expression"),
            _ => return,
        };
        let what = self.operand_string(x);
        self.fail(x, code, format!("{what} {complaint}"));
    }

    pub(crate) fn single_value(&mut self, x: &mut Operand) {
        if x.mode == Mode::Value && matches!(self.prog.types[x.ty], Type::Tuple(_)) {
            let what = self.operand_string(x);
            let message = format!("multiple-value {what} in single-value context");
            self.fail(x, "TooManyValues", message);
        }
    }

    fn expr_kind(&mut self, e: ExprId, hint: Option<TypeId>) -> (Operand, Usage) {
        let ast = self.ast();
        let x = match ast.kind(e) {
            ExprKind::Bad => self.invalid(e),
            ExprKind::Ident(_) => self.ident(e, false),
            ExprKind::Lit(kind, text) => self.basic_lit(e, *kind, text),
            ExprKind::CompositeLit(lit) => self.composite_lit(e, lit, hint),
            ExprKind::FuncLit(lit) => {
                let sig = self.func_type(&lit.sig);
                self.func_lit(e, lit, sig);
                Operand::new(Mode::Value, sig, None, ast.span(e))
            }
            ExprKind::Paren(inner) => return self.raw_expr(*inner, None),
            ExprKind::Selector { x, sel } => self.selector(e, *x, *sel),
            ExprKind::Index { x, indices } => self.index_expr(e, *x, indices),
            ExprKind::Slice { x, lo, hi, max, .. } => self.slice_expr(*x, [*lo, *hi, *max]),
            ExprKind::TypeAssert { x, ty } => self.type_assert(e, *x, *ty),
            ExprKind::Call(call) => return self.call_expr(e, call),
            ExprKind::Star(x) => self.star(*x),
            ExprKind::Unary { op, op_pos, x } => return self.unary(e, *op, *op_pos, *x),
            ExprKind::Binary { .. } => self.binary_expr(e),
            ExprKind::KeyValue { .. } => {
                self.error(
                    ast.span(e),
                    "InvalidSyntaxTree",
                    "invalid syntax tree: no key:value expected",
                );
                self.invalid(e)
            }
            ExprKind::Ellipsis(_) => {
                self.error(
                    ast.span(e),
                    "InvalidSyntaxTree",
                    "invalid syntax tree: invalid use of ...",
                );
                self.invalid(e)
            }
            ExprKind::ArrayType { .. }
            | ExprKind::SliceType(_)
            | ExprKind::StructType(_)
            | ExprKind::FuncType(_)
            | ExprKind::InterfaceType(_)
            | ExprKind::MapType { .. }
            | ExprKind::ChanType { .. } => {
                let ty = self.typ(e);
                Operand::new(Mode::TypeExpr, ty, Some(e), ast.span(e))
            }
        };
        // What failed may stand as a statement: the error has been reported.
        let usage = if x.is_valid() { Usage::Expression } else { Usage::Statement };
        (x, usage)
    }

    /// The operand of an expression whose error was reported.
    pub(crate) fn invalid(&self, e: ExprId) -> Operand {
        Operand::invalid(Some(e), self.span(e))
    }

    /// `*x`: indirection or a pointer type.
    fn star(&mut self, inner: ExprId) -> Operand {
        let mut x = self.expr_or_type(inner);
        match x.mode {
            Mode::Invalid => {}
            Mode::TypeExpr => {
                self.require_var_type(inner, x.ty);
                x.ty = self.prog.types.pointer(x.ty);
            }
            Mode::Nil => self.fail(
                &mut x,
                "InvalidIndirection",
                "invalid operation: cannot indirect nil".into(),
            ),
            _ if self.pointers_differ(x.ty) => {
                let what = self.operand_string(&x);
                let message =
                    format!("invalid operation: pointers of {what} must have identical base types");
                self.fail(&mut x, "InvalidIndirection", message);
            }
            _ => match self.prog.types[self.q().core(x.ty)] {
                Type::Pointer(base) => {
                    x.mode = Mode::Variable;
                    x.ty = base;
                }
                Type::Basic(Basic::Invalid) if !matches!(x.mode, Mode::Builtin(_)) => {
                    x.invalidate();
                }
                _ => {
                    let what = self.operand_string(&x);
                    let message = format!("invalid operation: cannot indirect {what}");
                    self.fail(&mut x, "InvalidIndirection", message);
                }
            },
        }
        x
    }

    /// A type parameter whose type set is made of pointers to different types.
    fn pointers_differ(&self, t: TypeId) -> bool {
        let base = |&u: &TypeId| match self.prog.types[u] {
            Type::Pointer(base) => Some(base),
            _ => None,
        };
        if !self.prog.types.is_type_param(t) {
            return false;
        }
        let bases: Option<Vec<TypeId>> = self.q().set_types(t).iter().map(base).collect();
        bases.is_some_and(|l| l.iter().any(|b| *b != l[0]))
    }

    /// `x.(T)`.
    fn type_assert(&mut self, e: ExprId, x: ExprId, ty: Option<ExprId>) -> Operand {
        let Some(ty) = ty else {
            self.error(
                self.span(e),
                "InvalidSyntaxTree",
                "invalid syntax tree: use of .(type) outside type switch",
            );
            self.use_exprs(&[x]);
            return self.invalid(e);
        };
        let mut x = self.expr(x);
        if !x.is_valid() || x.ty == TypeTable::INVALID {
            self.typ(ty);
            return self.invalid(e);
        }
        if !self.q().is_interface(x.ty) {
            let what = self.operand_string(&x);
            let message = match self.prog.types.is_type_param(x.ty) {
                true => format!(
                    "invalid operation: cannot use type assertion on type parameter value {what}"
                ),
                false => format!("invalid operation: {what} is not an interface"),
            };
            self.fail(&mut x, "InvalidAssert", message);
            return x;
        }
        let target = self.var_type(ty);
        if target == TypeTable::INVALID {
            return self.invalid(e);
        }
        if let Err(cause) = self.assertable(x.ty, target) {
            let (of, to) = (self.type_string(x.ty), self.type_string(target));
            let what = self.expr_string(e);
            let message = format!(
                "impossible type assertion: {what}\n\t{to} does not implement {of} {cause}"
            );
            self.error(self.span(e), "ImpossibleAssert", message);
        }
        x.mode = Mode::CommaOk;
        x.ty = target;
        x
    }

    /// Whether a value of interface type `of` can have the dynamic type `target`; an interface may
    /// always be asserted, and is tested at run time.
    pub(crate) fn assertable(&mut self, of: TypeId, target: TypeId) -> Result<(), String> {
        if self.q().is_interface(target) || self.prog.types.is_type_param(target) {
            return Ok(());
        }
        self.missing_method(target, of, false).map_or(Ok(()), Err)
    }

    /// The tables, for questions about types.
    pub(crate) fn q(&self) -> Query<'_> {
        Query { types: &self.prog.types, ents: &self.prog.ents }
    }

    /// The value of a constant operand.
    pub(crate) fn const_of(&self, x: &Operand) -> Option<&Value> {
        match x.mode {
            Mode::Constant(k) => Some(&self.prog.consts[k]),
            _ => None,
        }
    }

    /// Makes `x` a constant.
    pub(crate) fn set_const(&mut self, x: &mut Operand, v: Value) {
        if self.const_of(x) != Some(&v) {
            x.mode = Mode::Constant(self.prog.consts.push(v));
        }
    }

    /// Enters mode and type of `x` into the file's table; an untyped one is remembered until its
    /// final type is known.
    pub(crate) fn record(&mut self, x: &Operand) {
        let Some(e) = x.expr else { return };
        let info = ExprInfo { mode: x.mode, ty: x.ty };
        let key = (self.env.file, e);
        if x.is_valid() && x.mode != Mode::NoValue && self.prog.types.is_untyped(x.ty) {
            let entry = UntypedExpr { is_lhs: false, mode: x.mode, ty: x.ty };
            self.untyped.insert(key, entry);
        }
        self.set_info(key, info);
    }

    pub(crate) fn set_info(&mut self, (file, e): (FileId, ExprId), info: ExprInfo) {
        self.prog.info[file].exprs[e] = info;
    }

    /// After `x` was used in comma-ok form: its expression keeps the type of the first value, and
    /// its mode says that it admits the form.
    pub(crate) fn record_comma_ok(&mut self, x: &Operand) {
        self.record(x);
    }

    /// Ends the checking of a package-level expression or body: untyped expressions that no
    /// context gave a type get their default type.
    pub(crate) fn record_untyped(&mut self) {
        for (key, u) in std::mem::take(&mut self.untyped) {
            let ty = self.default_type(u.ty);
            self.set_info(key, ExprInfo { mode: u.mode, ty });
        }
    }

    /// Updates the value of a constant that is still untyped.
    pub(crate) fn update_value(&mut self, x: &Operand) {
        if let Some(e) = x.expr
            && let Some(u) = self.untyped.get_mut(&(self.env.file, e))
        {
            u.mode = x.mode;
        }
    }

    /// Gives the untyped expression `e`, and the operands that its type comes from, the type `ty`:
    /// finally if `ty` is typed or `last` is set. Operands of shifts must then be integers.
    pub(crate) fn update_type(&mut self, e: Option<ExprId>, ty: TypeId, last: bool) {
        // A list rather than recursion: chains of operators may be long.
        let mut todo: Vec<ExprId> = e.into_iter().collect();
        let ast = self.ast();
        while let Some(e) = todo.pop() {
            let key = (self.env.file, e);
            let Some(u) = self.untyped.get(&key).copied() else { continue };
            let constant = matches!(u.mode, Mode::Constant(_));
            match ast.kind(e) {
                ExprKind::Paren(inner) => todo.push(*inner),
                // Operands of constants never become values.
                _ if constant => {}
                ExprKind::Unary { x, .. } => todo.push(*x),
                ExprKind::Binary { op, .. } if op.is_comparison() => {}
                ExprKind::Binary { op: BinOp::Shl | BinOp::Shr, x, .. } => todo.push(*x),
                ExprKind::Binary { x, y, .. } => todo.extend([*y, *x]),
                _ => {}
            }
            if !last && self.prog.types.is_untyped(ty) {
                self.untyped.insert(key, UntypedExpr { ty, ..u });
                continue;
            }
            self.untyped.swap_remove(&key);
            self.finish(e, u, ty);
        }
    }

    /// Records the final type of an expression that was untyped.
    fn finish(&mut self, e: ExprId, u: UntypedExpr, ty: TypeId) {
        if u.is_lhs && !self.q().all(ty, Basic::is_integer) {
            let (what, ty) = (self.expr_string(e), self.type_string(ty));
            let message =
                format!("invalid operation: shifted operand {what} (type {ty}) must be integer");
            self.error(self.span(e), "InvalidShiftOperand", message);
            return;
        }
        let mut mode = u.mode;
        if let Mode::Constant(_) = mode {
            let mut x = Operand::new(mode, u.ty, Some(e), self.span(e));
            self.convert_untyped(&mut x, ty);
            if !x.is_valid() {
                return;
            }
            mode = x.mode;
        }
        self.set_info((self.env.file, e), ExprInfo { mode, ty });
    }
}
