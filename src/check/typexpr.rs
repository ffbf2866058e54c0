//! Type expressions (spec: Types).

use super::Checker;
use super::decl::Later;
use super::operand::Operand;
use super::program::{ExprInfo, Mode};
use crate::base::source::Span;
use crate::syntax::ast::{BinOp, Decl, ExprId, ExprKind, UnOp};
use crate::types::repr::*;
use crate::types::table::TypeTable;

impl Checker {
    /// Checks a type expression; reports "x is not a type".
    pub(crate) fn typ(&mut self, e: ExprId) -> TypeId {
        let ty = self.typ_lazy(e);
        self.drain_types();
        ty
    }

    /// As [`typ`](Self::typ), and the type must be one that a variable can have.
    pub(crate) fn var_type(&mut self, e: ExprId) -> TypeId {
        let ty = self.var_type_lazy(e);
        self.drain_types();
        ty
    }

    /// As [`var_type`](Self::var_type), but declarations of types that it names may still wait.
    pub(super) fn var_type_lazy(&mut self, e: ExprId) -> TypeId {
        let ty = self.typ_lazy(e);
        self.require_var_type(e, ty);
        ty
    }

    /// Reports later on if `ty`, which `e` denotes, is no type that a variable can have.
    pub(crate) fn require_var_type(&mut self, e: ExprId, ty: TypeId) {
        if matches!(self.prog.types[ty], Type::Named(_) | Type::Interface(_)) {
            self.later(Later::VarType(e, ty));
        }
    }

    /// Checks a type expression and records it; declarations of types that it names may wait.
    pub(super) fn typ_lazy(&mut self, e: ExprId) -> TypeId {
        let ty = self.typ_internal(e);
        self.record_type(e, ty);
        ty
    }

    pub(super) fn record_type(&mut self, e: ExprId, ty: TypeId) {
        self.prog.info[self.env.file].exprs[e] = match ty {
            TypeTable::INVALID => ExprInfo::NONE,
            _ => ExprInfo { mode: Mode::TypeExpr, ty },
        };
    }

    fn typ_internal(&mut self, e: ExprId) -> TypeId {
        let ast = self.ast();
        match &ast[e].kind {
            ExprKind::Bad => TypeTable::INVALID,
            ExprKind::Ident(_) => {
                let x = self.ident_lazy(e, true);
                self.named_type(e, x)
            }
            ExprKind::Selector { x, sel } => {
                let x = match self.qualifier(*x) {
                    Some(pkg) => self.qualified_lazy(e, pkg, *sel),
                    None => {
                        // Fields and methods are no types.
                        let errors = self.diags.len();
                        let mut inner = self.generic_expr_or_type(*x);
                        // An instance's declaration may be around it, and does not matter.
                        let instance = matches!(self.prog.types[inner.ty], Type::Named(n)
                            if self.prog.ents.named[n].origin.is_some());
                        let incomplete =
                            inner.is_valid() && !instance && self.needs_incomplete(inner.ty, None);
                        if !incomplete {
                            self.non_generic(&mut inner);
                        }
                        if inner.is_valid() && !incomplete {
                            let message = format!("{} is not a type", self.expr_string(e));
                            self.error(sel.span, "NotAType", message);
                        } else {
                            self.unexplained(errors);
                        }
                        return TypeTable::INVALID;
                    }
                };
                self.named_type(e, x)
            }
            ExprKind::Paren(inner) => self.typ_lazy(*inner),
            ExprKind::Star(inner) => match self.var_type_lazy(*inner) {
                TypeTable::INVALID => TypeTable::INVALID,
                base => self.prog.types.pointer(base),
            },
            ExprKind::ArrayType { len, elem } => self.array_type(e, *len, *elem),
            ExprKind::SliceType(elem) => {
                let elem = self.var_type_lazy(*elem);
                self.prog.types.slice(elem)
            }
            ExprKind::Ellipsis(elem) => {
                self.error(ast.span(e), "InvalidSyntaxTree", "invalid use of ...");
                elem.map_or(TypeTable::INVALID, |elem| self.var_type_lazy(elem))
            }
            ExprKind::StructType(fields) => self.struct_type(fields),
            ExprKind::FuncType(sig) => self.func_type_lazy(sig),
            ExprKind::InterfaceType(elems) => self.interface_type(elems, ast.span(e)),
            ExprKind::MapType { key, value } => {
                let key_span = self.span(*key);
                let (key, value) = (self.var_type_lazy(*key), self.var_type_lazy(*value));
                self.later(Later::MapKey(key_span, key));
                self.prog.types.intern(Type::Map(key, value))
            }
            ExprKind::ChanType { dir, elem } => {
                let elem = self.var_type_lazy(*elem);
                self.prog.types.intern(Type::Chan(*dir, elem))
            }
            ExprKind::Index { x, indices } => self.instance(e, *x, indices),
            ExprKind::Unary { op: UnOp::Tilde, .. } | ExprKind::Binary { op: BinOp::Or, .. } => {
                // A union outside of an interface's method list.
                self.constraint_literal(e)
            }
            _ => {
                let message = format!("{} is not a type", self.expr_string(e));
                self.error(self.span(e), "NotAType", message);
                self.use_exprs(&[e]);
                TypeTable::INVALID
            }
        }
    }

    /// The type that a name denotes; a generic one needs type arguments.
    fn named_type(&mut self, e: ExprId, x: Operand) -> TypeId {
        let ty = self.type_operand(x);
        if ty != TypeTable::INVALID && self.uninstantiated_type(e, ty, true) {
            return TypeTable::INVALID;
        }
        ty
    }

    /// The type that an operand denotes.
    fn type_operand(&mut self, x: Operand) -> TypeId {
        match x.mode {
            Mode::TypeExpr => x.ty,
            Mode::Invalid => TypeTable::INVALID,
            mode => {
                let verb = match mode {
                    Mode::NoValue => "used as type",
                    _ => "is not a type",
                };
                let message = format!("{} {verb}", self.operand_string(&x));
                self.error(x.span, "NotAType", message);
                TypeTable::INVALID
            }
        }
    }

    fn array_type(&mut self, e: ExprId, len: Option<ExprId>, elem: ExprId) -> TypeId {
        let n = match len {
            Some(len) => self.array_length(len),
            None => {
                // Composite literals count their elements themselves.
                let message = "invalid use of [...] array (outside a composite literal)";
                self.error(self.span(e), "BadDotDotDotSyntax", message);
                -1
            }
        };
        let elem = self.var_type_lazy(elem);
        match n {
            0.. => {
                let ty = self.prog.types.intern(Type::Array(elem, n));
                self.later(Later::Size(self.span(e), ty));
                ty
            }
            _ => TypeTable::INVALID,
        }
    }

    /// The value of an array length expression; negative if it is wrong, which was reported.
    fn array_length(&mut self, e: ExprId) -> i64 {
        let span = self.span(e);
        if let Some(name) = self.prog.asts[self.env.file].ident(e) {
            let obj = self.find(name).map(|b| b.obj);
            let message = match obj.map(|o| &self.prog.ents.objects[o].kind) {
                None => Some(format!("undefined array length {name} or missing type constraint")),
                Some(ObjectKind::Const { .. }) => None,
                Some(_) => Some(format!("invalid array length {name}")),
            };
            if let Some(message) = message {
                if let Some(obj) = obj {
                    self.mark_used(obj);
                }
                self.error(span, "InvalidArrayLen", message);
                return -1;
            }
        }
        // Literals and names of constants, which most lengths are, need no size of a type. Types
        // that still wait are not tried again for them: that would be over and over.
        let kind = self.prog.asts[self.env.file].kind(e);
        if !matches!(kind, ExprKind::Lit(..) | ExprKind::Ident(_) | ExprKind::Selector { .. }) {
            self.drain_types();
        }
        let before = self.diags.len();
        let x = self.expr(e);
        if self.uses_incomplete(e) {
            return -1;
        }
        if !x.is_valid() {
            self.unexplained(before);
            return -1;
        }
        let Mode::Constant(value) = x.mode else {
            let message = format!("array length {} must be constant", self.operand_string(&x));
            self.error(span, "InvalidArrayLen", message);
            return -1;
        };
        let basic = match self.prog.types[self.underlying(x.ty)] {
            Type::Basic(b) => b,
            _ => Basic::Invalid,
        };
        if (basic.is_untyped() || basic.is_integer())
            && let Some(n) = self.prog.consts[value].as_i64()
            && (0..=self.prog.types.max_size()).contains(&n)
        {
            return n;
        }
        let text = self.operand_string(&x);
        let message = match basic.is_integer() {
            true => format!("invalid array length {text}"),
            false => format!("array length {text} must be integer"),
        };
        self.error(span, "InvalidArrayLen", message);
        -1
    }

    /// An expression in a type is invalid; if nothing was reported for it, the type that is being
    /// declared was needed. (Cycles of variables are reported with the initialisation order.)
    fn unexplained(&mut self, before: usize) {
        if self.diags.len() > before || self.decls.blocked || self.diags.has_errors() {
            return;
        }
        if let Some(&obj) = self.decls.path.last()
            && let ObjectKind::TypeName { .. } = self.prog.ents.objects[obj].kind
        {
            self.cycle_error(&[obj]);
        }
    }

    /// Reports an expression in a type that has a value of a type which is still being declared.
    fn uses_incomplete(&mut self, e: ExprId) -> bool {
        let ast = self.ast();
        let span = ast.span(e);
        // What a function literal does with values happens later.
        let mut inside = Span::NONE;
        // The parts of an expression come before it.
        for i in (0..=e.0).rev().map(ExprId) {
            let at = ast.span(i);
            if at.lo < span.lo || at.hi > span.hi {
                break;
            }
            if inside.lo <= at.lo && at.hi <= inside.hi {
                continue;
            }
            if let ExprKind::FuncLit(_) = ast.kind(i) {
                inside = at;
            }
            let info = |e| self.prog.expr(self.env.file, e);
            // Literals and conversions of such types are invalid, so look at what they name.
            let (ty, named, value) = match &ast[i].kind {
                ExprKind::CompositeLit(lit) => {
                    (lit.ty.map_or(TypeTable::INVALID, |t| info(t).ty), lit.ty, true)
                }
                ExprKind::Call(c) if info(c.fun).mode == Mode::TypeExpr => {
                    (info(c.fun).ty, Some(c.fun), true)
                }
                _ => (info(i).ty, None, !matches!(info(i).mode, Mode::Invalid | Mode::TypeExpr)),
            };
            if value && self.needs_incomplete(ty, named) {
                return true;
            }
        }
        false
    }

    /// Reports a type that is still being declared where its members are needed, and with it the
    /// aliases through which it was named.
    fn needs_incomplete(&mut self, ty: TypeId, named: Option<ExprId>) -> bool {
        let Some(start) = self.incomplete(ty) else { return false };
        if start < self.decls.base {
            self.decls.blocked = true;
        } else {
            let mut cycle = self.decls.path[start..].to_vec();
            let aliases = named.map(|e| self.aliases(e)).unwrap_or_default();
            cycle.extend(aliases.into_iter().filter(|o| !self.decls.path.contains(o)));
            self.cycle_error(&cycle);
            self.invalidate_type(cycle[0]);
        }
        true
    }

    /// The aliases that lead from a name to a defined type, one declared as the next.
    fn aliases(&self, e: ExprId) -> Vec<ObjId> {
        let (mut file, mut e, mut out) = (self.env.file, e, Vec::new());
        loop {
            let ast = &self.prog.asts[file];
            let Some(obj) = self.prog.info[file].objects[ast.unparen(e)] else { return out };
            let alias =
                matches!(self.prog.ents.objects[obj].kind, ObjectKind::TypeName { alias: true });
            let Some(info) = self.decls.info(obj).filter(|_| alias && !out.contains(&obj)) else {
                return out;
            };
            let Decl::Type(d) = &self.prog.asts[info.file].decls[info.decl as usize] else {
                return out;
            };
            out.push(obj);
            (file, e) = (info.file, d.ty);
        }
    }

    /// The place on the path of a type that is being declared and that `ty` contains.
    fn incomplete(&self, ty: TypeId) -> Option<usize> {
        match &self.prog.types[ty] {
            Type::Named(n) => match self.prog.ents.named[*n].underlying {
                Some(_) if self.decls.finite.contains(n) => None,
                Some(underlying) => self.incomplete(underlying),
                None => {
                    let obj = self.prog.ents.named[*n].obj;
                    self.decls.path.iter().position(|&o| o == obj)
                }
            },
            Type::Array(elem, _) => self.incomplete(*elem),
            Type::Struct(fields) => fields.iter().find_map(|f| self.incomplete(f.ty)),
            _ => None,
        }
    }

    /// The type of a variable may not be a constraint (spec: General interfaces).
    pub(super) fn check_var_type(&mut self, e: ExprId, ty: TypeId) {
        let Type::Interface(iface) = &self.prog.types[self.underlying(ty)] else { return };
        let why = match (iface.unions.is_empty(), iface.comparable) {
            (true, false) => return,
            (true, true) => "interface is (or embeds) comparable",
            (false, _) => "interface contains type constraints",
        };
        let name = self.type_expr_string(e, ty);
        let message = format!("cannot use type {name} outside a type constraint: {why}");
        self.error(self.span(e), "MisplacedConstraintIface", message);
    }

    /// A variable of the type must fit the address space.
    pub(super) fn check_size(&mut self, span: Span, ty: TypeId) {
        // A type that contains itself has no size; that is reported here and now.
        self.check_finite_type(ty);
        if self.size_of(ty).is_none() {
            let message = format!("type {} too large", self.type_string(ty));
            self.error(span, "TypeTooLarge", message);
        }
    }

    /// A map's key type must be comparable (spec: Map types).
    pub(super) fn check_map_key(&mut self, span: Span, key: TypeId) {
        let known = self.underlying(key) != TypeTable::INVALID;
        if known && !self.comparable(key) {
            let hint = match self.prog.types.is_type_param(key) {
                true => " (missing comparable constraint)",
                false => "",
            };
            let message = format!("invalid map key type {}{hint}", self.type_string(key));
            self.error(span, "IncomparableMapKey", message);
        }
    }
}
