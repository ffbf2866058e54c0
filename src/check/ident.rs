//! Identifiers and qualified identifiers (spec: Declarations and scope, Qualified identifiers).

use super::Checker;
use super::constant::Value;
use super::decl::Color;
use super::operand::Operand;
use super::program::Mode;
use super::scope::Binding;
use crate::base::diag::Diagnostic;
use crate::base::intern::Symbol;
use crate::syntax::ast::{ExprId, ExprKind, Name};
use crate::types::repr::*;
use crate::types::table::TypeTable;

impl Checker {
    /// Checks an identifier: looks it up, declares what it denotes where that has not happened
    /// yet, records the object and marks it used. With `want_type` it must denote a type.
    pub(crate) fn ident(&mut self, e: ExprId, want_type: bool) -> Operand {
        let x = self.ident_lazy(e, want_type);
        if !x.is_constant() {
            self.drain_types();
        }
        x
    }

    /// As [`ident`](Self::ident), but a type's declaration may still wait.
    pub(super) fn ident_lazy(&mut self, e: ExprId, want_type: bool) -> Operand {
        let span = self.span(e);
        let invalid = Operand::invalid(Some(e), span);
        let ExprKind::Ident(name) = self.prog.asts[self.env.file][e].kind else { return invalid };
        let Some(found) = self.find(name) else {
            if name.is_blank() {
                self.error(span, "InvalidBlank", "cannot use _ as value or type");
            } else {
                self.error(span, "UndeclaredName", format!("undefined: {name}"));
            }
            return invalid;
        };
        let Binding { obj, scope, funcs } = found;
        self.record_object(e, obj);
        if let Some(&import) = self.scopes.dot_imports.get(&(scope, name)) {
            self.mark_import(import);
        }
        if self.is_new_type(obj) {
            self.require(span, 18, &format!("predeclared {name}"));
        }
        let kind = self.prog.ents.objects[obj].kind.clone();
        if want_type && !matches!(kind, ObjectKind::TypeName { .. }) {
            let message = format!("{name} ({}) is not a type", self.object_kind(obj));
            self.error(span, "NotAType", message);
            if let ObjectKind::Var(_) = kind {
                self.mark_used(obj);
            }
            return invalid;
        }
        match kind {
            ObjectKind::PkgName { .. } => {
                let message = format!("use of package {name} not in selector");
                self.error(span, "InvalidPkgUse", message);
                self.mark_import(obj);
                return invalid;
            }
            ObjectKind::Var(var) if funcs > 0 && var != VarKind::Global => self.capture(obj, funcs),
            _ => {}
        }
        self.denote(e, obj)
    }

    /// The operand that a name for `obj` is, once `obj` is declared.
    fn denote(&mut self, e: ExprId, obj: ObjId) -> Operand {
        let mut x = Operand::invalid(Some(e), self.span(e));
        let kind = self.prog.ents.objects[obj].kind.clone();
        match kind {
            ObjectKind::TypeName { alias: false } => self.need_type(obj),
            ObjectKind::Builtin(_) | ObjectKind::Nil => {}
            _ => self.obj_decl(obj),
        }
        let ty = self.prog.ents.objects[obj].ty;
        x.mode = match kind {
            ObjectKind::Const { .. } => {
                self.add_dep(obj);
                match self.constant(obj, x) {
                    Some(mode) => mode,
                    None => return x,
                }
            }
            ObjectKind::Var(_) => {
                self.mark_used(obj);
                self.add_dep(obj);
                Mode::Variable
            }
            ObjectKind::Func(_) => {
                self.add_dep(obj);
                Mode::Value
            }
            ObjectKind::TypeName { .. } => Mode::TypeExpr,
            ObjectKind::Builtin(b) => {
                x.mode = Mode::Builtin(b);
                return x;
            }
            ObjectKind::Nil => Mode::Nil,
            ObjectKind::PkgName { .. } | ObjectKind::Label => return x,
        };
        if ty == TypeTable::INVALID {
            return Operand::invalid(Some(e), x.span);
        }
        x.ty = ty;
        x
    }

    /// The mode of a constant's name.
    fn constant(&mut self, obj: ObjId, x: Operand) -> Option<Mode> {
        if obj != self.universe.iota {
            let ObjectKind::Const { value } = self.prog.ents.objects[obj].kind else { return None };
            return Some(Mode::Constant(value?));
        }
        let Some(iota) = self.env.iota else {
            let message = "cannot use iota outside constant declaration";
            self.error(x.span, "InvalidIota", message);
            return None;
        };
        Some(Mode::Constant(self.prog.consts.push(Value::int(iota))))
    }

    /// If `x` is an identifier that denotes an imported package: the package, marked used.
    pub(crate) fn qualifier(&mut self, x: ExprId) -> Option<PkgId> {
        let name = self.prog.asts[self.env.file].ident(x)?;
        let obj = self.find(name)?.obj;
        let ObjectKind::PkgName { imported, .. } = self.prog.ents.objects[obj].kind else {
            return None;
        };
        self.mark_import(obj);
        self.record_object(x, obj);
        Some(imported)
    }

    /// The qualified identifier `e` that selects `sel` of package `pkg`; reports what is wrong.
    pub(crate) fn qualified(&mut self, e: ExprId, pkg: PkgId, sel: Name) -> Operand {
        let x = self.qualified_lazy(e, pkg, sel);
        if !x.is_constant() {
            self.drain_types();
        }
        x
    }

    /// As [`qualified`](Self::qualified), but a type's declaration may still wait.
    pub(super) fn qualified_lazy(&mut self, e: ExprId, pkg: PkgId, sel: Name) -> Operand {
        let invalid = Operand::invalid(Some(e), self.span(e));
        if self.decls.missing.contains(&pkg) {
            return invalid;
        }
        let found = self.prog.lookup(pkg, sel.name).filter(|_| sel.name.is_exported());
        let Some(obj) = found else {
            if self.prog.lookup(pkg, sel.name).is_some() {
                let of = self.prog.ents.packages[pkg].name;
                let message = format!("name {} not exported by package {of}", sel.name);
                self.error(sel.span, "UnexportedName", message);
                return invalid;
            }
            let text = self.expr_string(e);
            let message = match self.similar_name(pkg, sel.name) {
                Some(other) => format!("undefined: {text} (but have {other})"),
                None => format!("undefined: {text}"),
            };
            let mut d = Diagnostic::error("UndeclaredImportedName", sel.span, message);
            d.help = self.machine_help(pkg, sel.name.as_str());
            self.report(d);
            return invalid;
        };
        self.record_object(e, obj);
        self.denote(e, obj)
    }

    /// An exported name of `pkg` that differs from `name` in case only.
    fn similar_name(&self, pkg: PkgId, name: Symbol) -> Option<Symbol> {
        let lower = name.as_str().to_lowercase();
        let scope = &self.prog.ents.scopes[self.prog.ents.packages[pkg].scope];
        let mut names = scope.names.keys().copied();
        names.find(|n| n.is_exported() && n.as_str().to_lowercase() == lower)
    }

    fn mark_import(&mut self, obj: ObjId) {
        if let ObjectKind::PkgName { used, .. } = &mut self.prog.ents.objects[obj].kind {
            *used = true;
        }
    }

    /// Records that the declaration being checked uses the package-level object or method `obj`.
    pub(crate) fn add_dep(&mut self, obj: ObjId) {
        let Some(user) = self.env.decl else { return };
        let (Some(&from), Some(&to)) = (self.decls.of.get(&user), self.decls.of.get(&obj)) else {
            return;
        };
        if self.decls.infos[from].pkg == self.decls.infos[to].pkg {
            self.decls.infos[from].deps.insert(obj);
        }
    }

    /// A defined type is named: its declaration is needed soon.
    fn need_type(&mut self, obj: ObjId) {
        match self.decls.color(obj) {
            Color::Black => {}
            Color::White => {
                // A type with type parameters is an error at once.
                if self.prog.ents.objects[obj].ty == TypeTable::INVALID {
                    self.obj_decl(obj);
                } else if !self.decls.pending.iter().any(|(o, _)| *o == obj) {
                    self.decls.pending.push((obj, self.decls.path.clone()));
                }
            }
            Color::Grey => self.obj_decl(obj),
        }
    }

    /// Whether this is one of the predeclared types that came with type parameters.
    fn is_new_type(&self, obj: ObjId) -> bool {
        !self.allows(18)
            && self.prog.ents.objects[obj].pkg.is_none()
            && matches!(self.prog.ents.objects[obj].name.as_str(), "any" | "comparable")
    }

    /// What kind of thing a name denotes, in gc's words.
    pub(super) fn object_kind(&self, obj: ObjId) -> &'static str {
        match &self.prog.ents.objects[obj].kind {
            ObjectKind::PkgName { .. } => "package name",
            ObjectKind::Const { .. } => "constant",
            ObjectKind::TypeName { alias: true } => "type alias",
            ObjectKind::TypeName { alias: false } => "defined type",
            ObjectKind::Var(VarKind::Global) => "package-level variable",
            ObjectKind::Var(VarKind::Local) => "local variable",
            ObjectKind::Var(VarKind::Param) => "parameter",
            ObjectKind::Var(VarKind::Result) => "result variable",
            ObjectKind::Var(VarKind::Recv) => "receiver",
            ObjectKind::Var(VarKind::Field) => "struct field",
            ObjectKind::Func(f) if self.prog.ents.funcs[*f].recv.is_some() => "method",
            ObjectKind::Func(_) => "function",
            ObjectKind::Builtin(_) => "built-in function",
            ObjectKind::Nil => "untyped nil",
            ObjectKind::Label => "label",
        }
    }
}
