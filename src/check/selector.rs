//! Selectors (spec: Selectors, Method expressions, Method values).

use super::Checker;
use super::operand::Operand;
use super::program::{Mode, Selection, SelectionKind};
use crate::base::intern::Symbol;
use crate::base::source::Span;
use crate::syntax::ast::{ExprId, Name};
use crate::types::lookup::{Found, FoundKind, Lookup, deref};
use crate::types::repr::*;
use crate::types::table::TypeTable;

/// A field or method whose name is almost the one looked for.
struct Alternative {
    name: Symbol,
    pkg: Option<PkgId>,
    what: &'static str,
}

/// How an [`Alternative`] differs from what was looked for.
enum Miss {
    Missing,
    /// Spelled differently.
    Misspelled,
    /// Differs in the first letter's case, and is not exported.
    Unexported,
    /// The same name, not exported by its package.
    Inaccessible,
}

impl Checker {
    pub(crate) fn selector(&mut self, e: ExprId, inner: ExprId, sel: Name) -> Operand {
        if let Some(pkg) = self.qualifier(inner) {
            return self.qualified(e, pkg, sel);
        }
        let mut x = self.expr_or_type(inner);
        match x.mode {
            Mode::Invalid => return x,
            Mode::Builtin(_) => {
                let what = self.operand_string(&x);
                let message = format!("invalid use of {what} in selector expression");
                self.error(Span::at(x.span.hi), "UncalledBuiltin", message);
                x.invalidate();
                return x;
            }
            _ => {}
        }
        let addressable = x.mode == Mode::Variable;
        match self.lookup(x.ty, addressable, self.env.pkg, sel.name) {
            Lookup::Found(f) => self.select(e, x, sel, f),
            other => {
                self.report_selector(&x, sel, &other);
                x.invalidate();
                x
            }
        }
    }

    fn select(&mut self, e: ExprId, mut x: Operand, sel: Name, f: Found) -> Operand {
        let on_type = x.mode == Mode::TypeExpr;
        let kind = match f.kind {
            FoundKind::Field if on_type => {
                let ty = self.type_string(x.ty);
                let name = sel.name;
                let message =
                    format!("operand for field selector {name} must be value of type {ty}");
                self.fail(&mut x, "MissingFieldOrMethod", message);
                return x;
            }
            FoundKind::Field => SelectionKind::Field,
            FoundKind::Method { func, .. } => {
                self.add_dep(self.prog.ents.funcs[func].obj);
                match on_type {
                    true => SelectionKind::MethodExpr(func),
                    false => SelectionKind::Method(func),
                }
            }
            FoundKind::InterfaceMethod(i) if on_type => SelectionKind::InterfaceMethodExpr(i),
            FoundKind::InterfaceMethod(i) => SelectionKind::InterfaceMethod(i),
        };
        let is_field = kind == SelectionKind::Field;
        let selection = Selection { kind, recv: x.ty, path: f.path, indirect: f.indirect };
        self.prog.info[self.env.file].selections.insert(e, selection);
        let addressable = is_field && (x.mode == Mode::Variable || f.indirect);
        x.ty = match on_type {
            true => self.method_expr_type(x.ty, f.ty),
            false => f.ty,
        };
        x.mode = if addressable { Mode::Variable } else { Mode::Value };
        if x.ty == TypeTable::INVALID {
            x.invalidate();
        }
        x
    }

    /// The method's signature with the receiver as the first parameter.
    fn method_expr_type(&mut self, recv: TypeId, sig: TypeId) -> TypeId {
        let Type::Func(sig) = &self.prog.types[sig] else { return TypeTable::INVALID };
        let mut sig = (**sig).clone();
        sig.params = std::iter::once(recv).chain(sig.params.iter().copied()).collect();
        self.prog.types.intern(Type::Func(Box::new(sig)))
    }

    fn report_selector(&mut self, x: &Operand, sel: Name, why: &Lookup) {
        if self.underlying(x.ty) == TypeTable::INVALID {
            return;
        }
        let name = sel.name;
        let ty = self.operand_type_string(x);
        let of = x.expr.map_or_else(|| ty.clone(), |e| self.expr_string(e));
        let (code, message) = match why {
            Lookup::Ambiguous => ("AmbiguousSelector", format!("ambiguous selector {of}.{name}")),
            Lookup::MissingPointer if x.mode == Mode::TypeExpr => (
                "InvalidMethodExpr",
                format!(
                    "invalid method expression {ty}.{name} (needs pointer receiver (*{ty}).{name})"
                ),
            ),
            Lookup::MissingPointer => {
                ("InvalidMethodExpr", format!("cannot call pointer method {name} on {ty}"))
            }
            _ => {
                let cause = match self.interface_pointer(x.ty) {
                    Some(cause) => cause,
                    None => self.missing_member(x, &ty, name),
                };
                ("MissingFieldOrMethod", format!("{of}.{name} undefined ({cause})"))
            }
        };
        self.error(sel.span, code, message);
    }

    /// Why an operand, whose type is shown as `text`, has no `name`, with what it does have of
    /// almost that name.
    fn missing_member(&mut self, x: &Operand, text: &str, name: Symbol) -> String {
        let addressable = x.mode == Mode::Variable;
        let (miss, alt) = self.near_miss(x.ty, self.is_local(x.ty), addressable, name);
        let plain = format!("type {text} has no field or method {name}");
        let Some(Alternative { name: alt, what, .. }) = alt else { return plain };
        match miss {
            Miss::Missing => plain,
            Miss::Misspelled => format!("{plain}, but does have {what} {alt}"),
            Miss::Unexported => format!("{plain}, but does have unexported {what} {alt}"),
            Miss::Inaccessible => format!("cannot refer to unexported {what} {alt}"),
        }
    }

    /// The message for a struct literal's key that is no field of `ty`.
    pub(crate) fn missing_field(&mut self, ty: TypeId, name: Symbol) -> String {
        let (miss, alt) = self.near_miss(self.underlying(ty), self.is_local(ty), false, name);
        let text = self.type_string(ty);
        let plain = format!("unknown field {name} in struct literal of type {text}");
        let Some(Alternative { name: alt, .. }) = alt else { return plain };
        match miss {
            Miss::Missing => plain,
            Miss::Misspelled => format!("{plain}, but does have {alt}"),
            Miss::Unexported => format!("{plain}, but does have unexported {alt}"),
            Miss::Inaccessible => {
                format!("cannot refer to unexported field {alt} in struct literal of type {text}")
            }
        }
    }

    fn near_miss(
        &mut self,
        ty: TypeId,
        local: bool,
        addressable: bool,
        name: Symbol,
    ) -> (Miss, Option<Alternative>) {
        let pkg = self.env.pkg;
        let Lookup::Found(f) = self.lookup_fold(ty, addressable, pkg, name) else {
            return (Miss::Missing, None);
        };
        let alt = self.found_member(ty, &f);
        let tail = |s: Symbol| s.as_str().chars().skip(1).collect::<String>();
        let same_tail = tail(name) == tail(alt.name);
        let miss = if alt.pkg.is_none_or(|p| p == pkg) && alt.name != name {
            // A name of this package, or one that is exported.
            match alt.pkg {
                None if !name.is_exported() && !same_tail && !local => Miss::Missing,
                _ => Miss::Misspelled,
            }
        } else if name.is_exported() {
            match alt.name.is_exported() {
                true => Miss::Misspelled,
                false if same_tail => Miss::Unexported,
                false => Miss::Missing,
            }
        } else if alt.name == name {
            Miss::Inaccessible
        } else {
            Miss::Missing
        };
        (miss, Some(alt))
    }

    /// Whether a type was declared in the current package.
    fn is_local(&self, ty: TypeId) -> bool {
        match self.prog.types[deref(&self.prog.types, ty).0] {
            Type::Named(n) => {
                let obj = self.prog.ents.named[n].obj;
                self.prog.ents.objects[obj].pkg == Some(self.env.pkg)
            }
            _ => true,
        }
    }

    /// Name and kind of what a lookup found.
    fn found_member(&self, ty: TypeId, f: &Found) -> Alternative {
        let types = &self.prog.types;
        // A defined pointer type has the fields of what it points to.
        let mut at = match types[self.underlying(ty)] {
            Type::Pointer(base) => base,
            _ => ty,
        };
        let mut last = None;
        for &i in &f.path {
            if let Type::Struct(fields) = &types[self.underlying(at)] {
                let field = &fields[i as usize];
                at = deref(types, field.ty).0;
                last = Some(field);
            }
        }
        match f.kind {
            FoundKind::Method { func, .. } => {
                let obj = &self.prog.ents.objects[self.prog.ents.funcs[func].obj];
                let pkg =
                    obj.pkg.filter(|_| !obj.name.is_exported() || obj.pkg == Some(self.env.pkg));
                Alternative { name: obj.name, pkg, what: "method" }
            }
            FoundKind::InterfaceMethod(i) => match &types[self.underlying(at)] {
                Type::Interface(iface) => {
                    let m = &iface.methods[i as usize];
                    Alternative { name: m.name, pkg: m.pkg, what: "method" }
                }
                _ => unreachable!("an interface's method is found in an interface"),
            },
            FoundKind::Field => {
                let field = last.expect("a field has a path");
                Alternative { name: field.name, pkg: field.pkg, what: "field" }
            }
        }
    }
}
