//! Assignments, initialisations and short variable declarations (spec: Assignment statements).

use super::Checker;
use super::constant::Value;
use super::operand::Operand;
use super::program::Mode;
use super::spelling::Spelling;
use crate::base::source::{Pos, Span};
use crate::syntax::ast::{ExprId, ExprKind};
use crate::types::repr::*;
use crate::types::table::TypeTable;

/// What a list of values is assigned to.
enum Targets<'a> {
    /// Variables that are being declared, with the type given to all of them.
    Vars(&'a [ObjId], Option<TypeId>),
    /// The results of a function; the position of the `return`.
    Results(&'a [TypeId], Span),
}

impl Targets<'_> {
    fn len(&self) -> usize {
        match self {
            Targets::Vars(v, _) => v.len(),
            Targets::Results(v, _) => v.len(),
        }
    }
}

impl Checker {
    /// Gives a constant the value of `x`, and its type where `ty` is not given.
    pub(super) fn init_const(&mut self, obj: ObjId, ty: Option<TypeId>, mut x: Operand) {
        if !x.is_valid() || ty == Some(TypeTable::INVALID) {
            return;
        }
        if !matches!(x.mode, Mode::Constant(_)) {
            let message = format!("{} is not constant", self.operand_string(&x));
            self.error(x.span, "InvalidConstInit", message);
            return;
        }
        let ty = ty.unwrap_or(x.ty);
        self.prog.ents.objects[obj].ty = ty;
        let spelling = |c: &Checker| c.decls.spelled.get(&obj).copied();
        self.assignment_to(&mut x, Some(ty), "constant declaration", spelling);
        // A constant whose value is wrong still has a type, so that its uses are checked.
        let value = match x.mode {
            Mode::Constant(value) => value,
            _ => self.prog.consts.push(Value::Unknown),
        };
        self.prog.ents.objects[obj].kind = ObjectKind::Const { value: Some(value) };
    }

    /// Initialises a variable with `x`; it takes the type of `x` where `ty` is not given.
    pub(super) fn init_var(
        &mut self,
        obj: ObjId,
        ty: Option<TypeId>,
        x: &mut Operand,
        context: &str,
    ) {
        if !x.is_valid() || x.ty == TypeTable::INVALID || ty == Some(TypeTable::INVALID) {
            x.mode = Mode::Invalid;
            return;
        }
        let ty = match ty {
            Some(ty) => ty,
            None if x.mode == Mode::Nil => {
                let message = format!("use of untyped nil in {context}");
                self.error(x.span, "UntypedNilUse", message);
                x.mode = Mode::Invalid;
                return;
            }
            None => self.default_type(x.ty),
        };
        self.prog.ents.objects[obj].ty = ty;
        let spelling = |c: &Checker| c.decls.spelled.get(&obj).copied();
        self.assignment_to(x, Some(ty), context, spelling);
    }

    /// Initialises variables with the values of a list, or of one call.
    pub(super) fn init_vars(&mut self, lhs: &[ObjId], ty: Option<TypeId>, rhs: &[ExprId]) {
        let context = if lhs.len() > 1 { "multiple assignment" } else { "assignment" };
        self.init(&Targets::Vars(lhs, ty), rhs, context);
    }

    /// The values of a `return` statement at `span`.
    pub(super) fn return_values(&mut self, results: &[TypeId], rhs: &[ExprId], span: Span) {
        if results.is_empty() && !rhs.is_empty() {
            let values: Vec<Operand> = rhs.iter().map(|&e| self.multi_expr(e)).collect();
            if values.iter().all(Operand::is_valid) {
                let values = self.unpack_all(&values);
                self.return_mismatch(&[], &values, span);
            }
            return;
        }
        if !(results.is_empty() && rhs.is_empty()) {
            self.init(&Targets::Results(results, span), rhs, "return statement");
        }
    }

    fn init(&mut self, targets: &Targets<'_>, rhs: &[ExprId], context: &str) {
        let (l, r) = (targets.len(), rhs.len());
        if l == r && !(r == 1 && self.is_call(rhs[0])) {
            for (i, &e) in rhs.iter().enumerate() {
                let desc = self.target_name(targets, i);
                let mut x = self.expr_for(e, self.target_type(targets, i), &desc);
                if let Targets::Vars(vars, None) = targets {
                    self.spell_new(vars[i], e);
                }
                self.init_one(targets, i, &mut x, context);
            }
            return;
        }
        if r != 1 {
            let errors = self.diags.len();
            let values: Vec<Operand> = rhs.iter().map(|&e| self.multi_expr(e)).collect();
            if self.diags.len() == errors && values.iter().all(Operand::is_valid) {
                self.mismatch(targets, rhs, &values);
            }
            return;
        }
        let x = self.multi_expr(rhs[0]);
        if !x.is_valid() {
            return;
        }
        let comma_ok = l == 2 && matches!(targets, Targets::Vars(..));
        let mut values = self.unpack(&x, comma_ok);
        if let (Targets::Vars([var], None), [e]) = (targets, rhs) {
            self.spell_new(*var, *e);
        }
        if values.len() != l {
            self.mismatch(targets, rhs, &values);
            return;
        }
        if let Targets::Vars(vars @ [first, _, ..], None) = targets {
            match self.admits_comma_ok(&x) {
                true => self.spell_new(*first, rhs[0]),
                false => {
                    for (i, &var) in vars.iter().enumerate() {
                        self.spell_result(var, rhs[0], i);
                    }
                }
            }
        }
        for (i, v) in values.iter_mut().enumerate() {
            self.init_one(targets, i, v, context);
        }
        if self.admits_comma_ok(&x) && l == 2 && values.iter().all(Operand::is_valid) {
            self.record_comma_ok(&x);
        }
    }

    fn target_type(&self, targets: &Targets<'_>, i: usize) -> Option<TypeId> {
        match targets {
            // A variable that `:=` assigns to again has a type already.
            Targets::Vars(vars, given) => given.or_else(|| self.known_type(vars[i])),
            Targets::Results(types, _) => Some(types[i]),
        }
    }

    /// What messages call a target.
    fn target_name(&self, targets: &Targets<'_>, i: usize) -> String {
        match targets {
            Targets::Vars(vars, _) => self.prog.ents.objects[vars[i]].name.to_string(),
            Targets::Results(..) => "result variable".to_owned(),
        }
    }

    /// The type of a variable, unless it is being declared without one.
    fn known_type(&self, obj: ObjId) -> Option<TypeId> {
        let ty = self.prog.ents.objects[obj].ty;
        (ty != TypeTable::INVALID).then_some(ty)
    }

    fn init_one(&mut self, targets: &Targets<'_>, i: usize, x: &mut Operand, context: &str) {
        match targets {
            Targets::Vars(vars, _) => {
                let ty = self.target_type(targets, i);
                self.init_var(vars[i], ty, x, context);
            }
            Targets::Results(types, _) if types[i] == TypeTable::INVALID => {}
            Targets::Results(types, _) if x.is_valid() => {
                self.assignment_to(x, Some(types[i]), context, |c| c.result_type_spelling(i));
            }
            Targets::Results(..) => {}
        }
    }

    fn mismatch(&mut self, targets: &Targets<'_>, rhs: &[ExprId], values: &[Operand]) {
        match targets {
            Targets::Vars(vars, _) => self.assign_mismatch(vars.len(), rhs, values.len()),
            Targets::Results(types, span) => self.return_mismatch(types, values, *span),
        }
    }

    /// `assignment mismatch: 2 variables but f() returns 1 value`
    fn assign_mismatch(&mut self, l: usize, rhs: &[ExprId], r: usize) {
        let count = |n: usize, unit| format!("{n} {unit}{}", if n == 1 { "" } else { "s" });
        let (vars, values) = (count(l, "variable"), count(r, "value"));
        let ast = self.ast();
        let message = match &ast[ast.unparen(rhs[0])].kind {
            ExprKind::Call(call) if rhs.len() == 1 => {
                let fun = self.expr_string(call.fun);
                format!("assignment mismatch: {vars} but {fun} returns {values}")
            }
            _ => format!("assignment mismatch: {vars} but {values}"),
        };
        self.error(ast.span(rhs[0]), "WrongAssignCount", message);
    }

    fn return_mismatch(&mut self, want: &[TypeId], have: &[Operand], at: Span) {
        let (at, quantity) = match have.len() {
            r if r > want.len() => (have[want.len()].span, "too many"),
            0 => (at, "not enough"),
            r => (have[r - 1].span, "not enough"),
        };
        let have = self.operands_summary(have, false);
        let want = self.types_summary(want, false, |i| self.result_type_spelling(i));
        let message = format!("{quantity} return values\n\thave {have}\n\twant {want}");
        self.error(at, "WrongResultCount", message);
    }

    fn unpack_all(&self, list: &[Operand]) -> Vec<Operand> {
        match list {
            [x] => self.unpack(x, false),
            _ => list.to_vec(),
        }
    }

    /// The single values of an operand: the results of a call, or value and ok.
    fn unpack(&self, x: &Operand, comma_ok: bool) -> Vec<Operand> {
        if let Type::Tuple(types) = &self.prog.types[x.ty] {
            let results = types.iter().zip(1..);
            let result = |(&ty, n)| Operand { expr: x.expr, ..Operand::result(n, ty, x.span) };
            return results.map(result).collect();
        }
        if comma_ok && self.admits_comma_ok(x) {
            return vec![*x, Operand::comma_ok(x.span)];
        }
        vec![*x]
    }

    fn admits_comma_ok(&self, x: &Operand) -> bool {
        matches!(x.mode, Mode::CommaOk | Mode::MapIndex)
    }

    fn is_call(&self, e: ExprId) -> bool {
        let ast = &self.prog.asts[self.env.file];
        matches!(ast[ast.unparen(e)].kind, ExprKind::Call(_))
    }

    /// Checks a left-hand side. `Ok(None)` is the blank identifier; an error was reported.
    fn lhs_var(&mut self, lhs: ExprId) -> Result<Option<TypeId>, ()> {
        let ast = self.ast();
        let name = ast.ident(ast.unparen(lhs));
        if name.is_some_and(|n| n.is_blank()) {
            return Ok(None);
        }
        // Assigning to a variable is not using it.
        let local = name.and_then(|n| self.find(n)).map(|b| b.obj).filter(|&obj| {
            let o = &self.prog.ents.objects[obj];
            matches!(o.kind, ObjectKind::Var(_)) && o.pkg == Some(self.env.pkg)
        });
        let used = local.is_some_and(|obj| self.is_used(obj));
        let x = self.expr(lhs);
        if let Some(obj) = local {
            self.set_used(obj, used);
        }
        if !x.is_valid() || x.ty == TypeTable::INVALID {
            return Err(());
        }
        if matches!(x.mode, Mode::Variable | Mode::MapIndex) {
            return Ok(Some(x.ty));
        }
        let text = self.expr_string(lhs);
        if let ExprKind::Selector { x: base, .. } = ast[lhs].kind
            && self.prog.expr(self.env.file, base).mode == Mode::MapIndex
        {
            let message = format!("cannot assign to struct field {text} in map");
            self.error(x.span, "UnaddressableFieldAssign", message);
        } else {
            let message =
                format!("cannot assign to {text} (neither addressable nor a map index expression)");
            self.error(x.span, "UnassignableOperand", message);
        }
        Err(())
    }

    /// `lhs = rhs`
    fn assign_expr(&mut self, lhs: ExprId, rhs: ExprId, context: &str) {
        match self.lhs_var(lhs) {
            Ok(ty) => {
                let desc = self.expr_string(lhs);
                let mut x = self.expr_for(rhs, ty, &desc);
                self.assign_to(lhs, ty, &mut x, context);
            }
            Err(()) => self.use_exprs(&[rhs]),
        }
    }

    /// `lhs = x`
    pub(super) fn assign_value(&mut self, lhs: ExprId, x: &mut Operand, context: &str) {
        match self.lhs_var(lhs) {
            Ok(ty) => self.assign_to(lhs, ty, x, context),
            Err(()) => x.mode = Mode::Invalid,
        }
    }

    fn assign_to(&mut self, lhs: ExprId, ty: Option<TypeId>, x: &mut Operand, context: &str) {
        let context = match (ty, context) {
            (None, "assignment") => "assignment to _ identifier",
            _ => context,
        };
        if x.is_valid() {
            let of = Spelling::Of(self.env.file, lhs);
            self.assignment_to(x, ty, context, |_| Some(of));
        }
    }

    /// `lhs... = rhs...`
    pub(super) fn assign_vars(&mut self, lhs: &[ExprId], rhs: &[ExprId]) {
        let (l, r) = (lhs.len(), rhs.len());
        let context = if l > 1 { "multiple assignment" } else { "assignment" };
        if l == r && !(r == 1 && self.is_call(rhs[0])) {
            for (&a, &b) in lhs.iter().zip(rhs) {
                self.assign_expr(a, b, context);
            }
            return;
        }
        if r != 1 {
            let errors = self.diags.len();
            self.use_lhs(lhs);
            self.use_exprs(rhs);
            if self.diags.len() == errors {
                self.assign_mismatch(l, rhs, r);
            }
            return;
        }
        let x = self.multi_expr(rhs[0]);
        if !x.is_valid() {
            self.use_lhs(lhs);
            return;
        }
        let mut values = self.unpack(&x, l == 2);
        if values.len() != l {
            self.assign_mismatch(l, rhs, values.len());
            self.use_lhs(lhs);
            return;
        }
        for (&a, v) in lhs.iter().zip(&mut values) {
            self.assign_value(a, v, context);
        }
        if l == 2 && self.admits_comma_ok(&x) && values.iter().all(Operand::is_valid) {
            self.record_comma_ok(&x);
        }
    }

    /// Checks left-hand sides of an assignment that is wrong anyway.
    fn use_lhs(&mut self, lhs: &[ExprId]) {
        for &e in lhs {
            let ast = self.ast();
            if let Some(name) = ast.ident(ast.unparen(e)) {
                if name.is_blank() {
                    continue;
                }
                let local = self.find(name).map(|b| b.obj);
                let used = local.is_some_and(|obj| self.is_used(obj));
                self.multi_expr(e);
                if let Some(obj) = local {
                    self.set_used(obj, used);
                }
            } else {
                self.multi_expr(e);
            }
        }
    }

    /// `lhs... := rhs...` (spec: Short variable declarations)
    pub(super) fn short_var_decl(&mut self, lhs: &[ExprId], rhs: &[ExprId], op_pos: Pos) {
        let ast = self.ast();
        let mut vars = Vec::with_capacity(lhs.len());
        let mut new = Vec::new();
        let mut names = Vec::with_capacity(lhs.len());
        let mut faulty = false;
        for &e in lhs {
            let var = match ast.ident(e) {
                None => {
                    self.use_lhs(&[e]);
                    let text = self.expr_string(e);
                    let message = format!("non-name {text} on left side of :=");
                    self.error(ast.span(e), "BadDecl", message);
                    None
                }
                Some(name) if !name.is_blank() && names.contains(&name) => {
                    let message = format!("{name} repeated on left side of :=");
                    self.error(ast.span(e), "RepeatedDecl", message);
                    None
                }
                Some(name) => {
                    names.push(name);
                    self.short_var(e, name, &mut new)
                }
            };
            faulty |= var.is_none();
            vars.push(var.unwrap_or_else(|| {
                let kind = ObjectKind::Var(VarKind::Local);
                let blank = crate::base::intern::Symbol::new("_");
                self.new_object(blank, ast.span(e), TypeTable::INVALID, kind)
            }));
        }
        self.init_vars(&vars, None, rhs);
        if new.is_empty() && !faulty {
            let message = "no new variables on left side of :=";
            self.error(Span::at(op_pos), "NoNewVar", message);
        }
        for obj in new {
            self.declare(obj);
        }
    }

    /// The variable that `name` on the left of `:=` means: one of the same scope, or a new one.
    fn short_var(
        &mut self,
        e: ExprId,
        name: crate::base::intern::Symbol,
        new: &mut Vec<ObjId>,
    ) -> Option<ObjId> {
        let here = &self.prog.ents.scopes[self.env.scope].names;
        if let Some(&obj) = here.get(&name) {
            self.record_object(e, obj);
            if matches!(self.prog.ents.objects[obj].kind, ObjectKind::Var(_)) {
                return Some(obj);
            }
            self.error(self.span(e), "UnassignableOperand", format!("cannot assign to {name}"));
            return None;
        }
        let obj = self.new_local(e, name, TypeTable::INVALID);
        if !name.is_blank() {
            new.push(obj);
        }
        Some(obj)
    }
}
