//! Members of types: lookup of fields and methods with their declarations made first, missing
//! methods, sizes. The checker's side of `types::{lookup, sizes}`.

use super::Checker;
use crate::base::intern::Symbol;
use crate::types::lookup::{self, FoundKind, Lookup};
use crate::types::repr::*;
use crate::types::subst::{TypeMap, instance_map};
use crate::types::{print, sizes};

/// Why a type lacks a method.
enum Missing {
    NotFound,
    Ambiguous,
    PtrRecv,
    Field,
    /// A method of almost the same name, with its name and signature.
    WrongName(Symbol, TypeId),
    /// The same name, but another package's unexported one.
    Unexported,
    WrongSig(TypeId),
}

impl Checker {
    /// The underlying type; invalid if it is not known (yet).
    pub(crate) fn underlying(&self, ty: TypeId) -> TypeId {
        lookup::underlying(&self.prog.types, &self.prog.ents, ty)
    }

    /// Looks up a field or method of `ty` as seen from `pkg`.
    pub(crate) fn lookup(
        &mut self,
        ty: TypeId,
        addressable: bool,
        pkg: PkgId,
        name: Symbol,
    ) -> Lookup {
        let r = lookup::lookup(&self.prog.types, &self.prog.ents, ty, addressable, pkg, name);
        self.with_signature(r)
    }

    /// As [`lookup`](Self::lookup), whatever the letters' case and the package.
    pub(crate) fn lookup_fold(
        &mut self,
        ty: TypeId,
        addressable: bool,
        pkg: PkgId,
        name: Symbol,
    ) -> Lookup {
        let r = lookup::lookup_fold(&self.prog.types, &self.prog.ents, ty, addressable, pkg, name);
        self.with_signature(r)
    }

    /// Declares a found method, so that its signature is known.
    fn with_signature(&mut self, mut result: Lookup) -> Lookup {
        if let Lookup::Found(f) = &mut result
            && let FoundKind::Method { func, .. } = f.kind
        {
            let obj = self.prog.ents.funcs[func].obj;
            self.obj_decl(obj);
            f.ty = self.prog.ents.objects[obj].ty;
            let map = instance_map(&self.prog.types, &self.prog.ents, f.holder);
            if let Some(map) = map {
                f.ty = self.method_of_instance(func, f.holder, &map, f.ty);
            }
        }
        result
    }

    /// A method's signature on an instance of its receiver's type. A generic method's own type
    /// parameters have constraints that may mention the receiver's, so that it gets new ones.
    fn method_of_instance(
        &mut self,
        func: FuncObjId,
        holder: TypeId,
        map: &TypeMap,
        sig: TypeId,
    ) -> TypeId {
        let own = match &self.prog.types[sig] {
            Type::Func(s) if !s.type_params.is_empty() => s.type_params.to_vec(),
            _ => return self.subst(map, sig),
        };
        if let Some(&ty) = self.decls.generic_methods.get(&(func, holder)) {
            return ty;
        }
        let mut types = [self.plain_func(sig)];
        let new = self.rename_params(&own, &mut types);
        for &p in &new {
            let constraint = self.prog.ents.type_params[p].constraint;
            self.prog.ents.type_params[p].constraint = self.subst(map, constraint);
        }
        let mut ty = self.subst(map, types[0]);
        if let Type::Func(s) = &self.prog.types[ty] {
            let s = Signature { type_params: new.into(), ..(**s).clone() };
            ty = self.prog.types.intern(Type::Func(Box::new(s)));
        }
        self.decls.generic_methods.insert((func, holder), ty);
        ty
    }

    /// Whether `ty` has all methods of the interface `iface`; if not, the cause in gc's words and
    /// in parentheses. Not `static_check`: `ty` is an interface's type whose values might have
    /// them (an assertion), so that only contradictions count.
    pub(crate) fn missing_method(
        &mut self,
        ty: TypeId,
        iface: TypeId,
        static_check: bool,
    ) -> Option<String> {
        self.missing_method_where(ty, iface, static_check, &mut |_, a, b| a == b)
    }

    /// As [`missing_method`](Self::missing_method), where signatures need only be equivalent.
    pub(super) fn missing_method_matching(
        &mut self,
        ty: TypeId,
        iface: TypeId,
        same: &mut dyn FnMut(&mut Checker, TypeId, TypeId) -> bool,
    ) -> Option<String> {
        self.missing_method_where(ty, iface, true, same)
    }

    fn missing_method_where(
        &mut self,
        ty: TypeId,
        iface: TypeId,
        static_check: bool,
        same: &mut dyn FnMut(&mut Checker, TypeId, TypeId) -> bool,
    ) -> Option<String> {
        let Type::Interface(want) = self.prog.types[self.underlying(iface)].clone() else {
            return None;
        };
        let of_interface = matches!(self.prog.types[self.underlying(ty)], Type::Interface(_));
        for m in &want.methods {
            let pkg = m.pkg.unwrap_or(self.env.pkg);
            let missing = match self.lookup(ty, false, pkg, m.name) {
                Lookup::Found(f) if f.kind == FoundKind::Field => Some(Missing::Field),
                Lookup::Found(f) if same(self, f.ty, m.sig) => None,
                Lookup::Found(f) => Some(Missing::WrongSig(f.ty)),
                Lookup::Ambiguous => Some(Missing::Ambiguous),
                Lookup::MissingPointer => Some(Missing::PtrRecv),
                Lookup::NotFound if of_interface && !static_check => None,
                Lookup::NotFound | Lookup::PointerToInterface if of_interface => {
                    Some(Missing::NotFound)
                }
                Lookup::NotFound | Lookup::PointerToInterface => Some(self.almost(ty, pkg, m.name)),
            };
            // What an invalid embedded field has is not known.
            let unknown = matches!(missing, Some(Missing::NotFound))
                && self.has_invalid_embedded(ty, &mut Vec::new());
            if let Some(missing) = missing.filter(|_| !unknown) {
                return Some(self.missing_cause(ty, iface, m, missing));
            }
        }
        None
    }

    /// Whether a struct has, at any depth, an embedded field whose type is invalid.
    fn has_invalid_embedded(&self, t: TypeId, seen: &mut Vec<TypeId>) -> bool {
        let base = lookup::deref(&self.prog.types, t).0;
        if seen.contains(&base) {
            return false;
        }
        seen.push(base);
        match &self.prog.types[self.underlying(base)] {
            Type::Struct(fields) => fields.iter().filter(|f| f.embedded).any(|f| {
                f.ty == crate::types::table::TypeTable::INVALID
                    || self.has_invalid_embedded(f.ty, seen)
            }),
            _ => false,
        }
    }

    /// A method whose name differs from the missing one only in case or package.
    fn almost(&mut self, ty: TypeId, pkg: PkgId, name: Symbol) -> Missing {
        match self.lookup_fold(ty, false, pkg, name) {
            Lookup::Found(f) => match f.kind {
                FoundKind::Method { func, .. } => {
                    let found = self.prog.ents.objects[self.prog.ents.funcs[func].obj].name;
                    match found == name {
                        true => Missing::Unexported,
                        false => Missing::WrongName(found, f.ty),
                    }
                }
                _ => Missing::NotFound,
            },
            _ => Missing::NotFound,
        }
    }

    fn missing_cause(
        &self,
        ty: TypeId,
        iface: TypeId,
        m: &IfaceMethod,
        missing: Missing,
    ) -> String {
        let name = m.name;
        match missing {
            Missing::NotFound => match self.interface_pointer(ty).or(self.interface_pointer(iface))
            {
                Some(text) => format!("({text})"),
                None => format!("(missing method {name})"),
            },
            Missing::Ambiguous => format!("(ambiguous selector {}.{name})", self.type_string(ty)),
            Missing::PtrRecv => format!("(method {name} has pointer receiver)"),
            Missing::Field => {
                format!("({}.{name} is a field, not a method)", self.type_string(ty))
            }
            Missing::Unexported => format!("(unexported method {name})"),
            Missing::WrongName(found, sig) => {
                let (have, want) =
                    (self.method_string(found, sig), self.method_string(name, m.sig));
                format!("(missing method {name})\n\t\thave {have}\n\t\twant {want}")
            }
            Missing::WrongSig(sig) => {
                let (have, want) = (self.method_string(name, sig), self.method_string(name, m.sig));
                match have == want {
                    true => format!("(wrong type for method {name})"),
                    false => {
                        format!("(wrong type for method {name})\n\t\thave {have}\n\t\twant {want}")
                    }
                }
            }
        }
    }

    /// `type *I is pointer to interface, not interface`, if that is what `ty` is.
    pub(crate) fn interface_pointer(&self, ty: TypeId) -> Option<String> {
        let Type::Pointer(base) = self.prog.types[self.underlying(ty)] else { return None };
        match self.prog.types[self.underlying(base)] {
            _ if self.prog.types.is_type_param(base) => Some(format!(
                "type {} is pointer to type parameter, not type parameter",
                self.type_string(ty)
            )),
            Type::Interface(_) => Some(format!(
                "type {} is pointer to interface, not interface",
                self.type_string(ty)
            )),
            _ => None,
        }
    }

    /// `Name(int) string`
    fn method_string(&self, name: Symbol, sig: TypeId) -> String {
        let text = print::type_string(&self.prog.types, &self.prog.ents, Some(self.env.pkg), sig);
        format!("{name}{}", text.strip_prefix("func").unwrap_or(&text))
    }

    /// Bytes of a variable of type `ty`; `None` if too large.
    pub(crate) fn size_of(&self, ty: TypeId) -> Option<i64> {
        sizes::size_of(&self.prog.types, &self.prog.ents, ty)
    }

    pub(crate) fn align_of(&self, ty: TypeId) -> i64 {
        sizes::align_of(&self.prog.types, &self.prog.ents, ty)
    }

    pub(crate) fn offsets_of(&self, fields: &[Field]) -> Option<Vec<i64>> {
        sizes::offsets_of(&self.prog.types, &self.prog.ents, fields)
    }
}
