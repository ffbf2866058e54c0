//! Finding fields and methods (spec: Selectors), and the underlying type.
//!
//! Takes the type table and the entities, gives paths through embedded fields. Knows nothing of
//! expressions. Types that are not resolved yet count as invalid and have no members.

use super::repr::*;
use super::table::TypeTable;
use crate::base::intern::Symbol;

/// The outcome of looking up `name` in a type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Lookup {
    Found(Found),
    /// Several fields or methods at the same, least depth.
    Ambiguous,
    NotFound,
    /// There is such a method, but it has a pointer receiver and the operand is not addressable.
    MissingPointer,
    /// The type is a pointer to an interface, which has no methods.
    PointerToInterface,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    pub kind: FoundKind,
    /// As `Selection::path`: for a field the last index is its own.
    pub path: Vec<u32>,
    /// A pointer is followed on the way, the operand itself included.
    pub indirect: bool,
    /// The field's type or the method's signature (invalid if that was not declared yet; for an
    /// instance of a generic type, that of the generic type's method).
    pub ty: TypeId,
    /// The type that has it, at the end of the path.
    pub holder: TypeId,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FoundKind {
    Field,
    Method {
        func: FuncObjId,
        ptr_recv: bool,
    },
    /// The index in the interface's sorted methods.
    InterfaceMethod(u32),
}

/// The underlying type (spec: Underlying types); invalid if it is not known yet.
pub fn underlying(types: &TypeTable, ents: &Entities, ty: TypeId) -> TypeId {
    match types[ty] {
        Type::Named(n) => ents.named[n].underlying.unwrap_or(TypeTable::INVALID),
        Type::TypeParam(p) => underlying(types, ents, ents.type_params[p].constraint),
        _ => ty,
    }
}

/// The pointed-to type of a pointer type literal.
pub fn deref(types: &TypeTable, ty: TypeId) -> (TypeId, bool) {
    match types[ty] {
        Type::Pointer(base) => (base, true),
        _ => (ty, false),
    }
}

/// Reports whether a declared name is the one that `name` means when used in package `pkg`
/// (spec: Uniqueness of identifiers).
pub fn same_id(declared: Symbol, in_pkg: Option<PkgId>, pkg: PkgId, name: Symbol) -> bool {
    declared == name && (name.is_exported() || in_pkg == Some(pkg))
}

/// What a lookup searches for.
#[derive(Clone, Copy)]
struct Query {
    pkg: PkgId,
    name: Symbol,
    /// Ignore case and package (for hints in messages).
    fold: bool,
}

impl Query {
    fn matches(&self, declared: Symbol, in_pkg: Option<PkgId>) -> bool {
        match self.fold {
            true => declared.as_str().to_lowercase() == self.name.as_str().to_lowercase(),
            false => same_id(declared, in_pkg, self.pkg, self.name),
        }
    }
}

/// Looks up a field or method of `ty` as seen from package `pkg`.
pub fn lookup(
    types: &TypeTable,
    ents: &Entities,
    ty: TypeId,
    addressable: bool,
    pkg: PkgId,
    name: Symbol,
) -> Lookup {
    search(types, ents, ty, addressable, Query { pkg, name, fold: false })
}

/// As [`lookup`], but letter case and package do not matter: for "but does have" hints.
pub fn lookup_fold(
    types: &TypeTable,
    ents: &Entities,
    ty: TypeId,
    addressable: bool,
    pkg: PkgId,
    name: Symbol,
) -> Lookup {
    search(types, ents, ty, addressable, Query { pkg, name, fold: true })
}

fn search(types: &TypeTable, ents: &Entities, ty: TypeId, addressable: bool, q: Query) -> Lookup {
    if q.name.is_blank() {
        return Lookup::NotFound;
    }
    // A defined pointer type has the fields of what it points to, but not the methods.
    if matches!(types[ty], Type::Named(_))
        && let Type::Pointer(_) = types[underlying(types, ents, ty)]
    {
        let found = walk(types, ents, underlying(types, ents, ty), addressable, q);
        return match found {
            Lookup::Found(f) if f.kind != FoundKind::Field => Lookup::NotFound,
            other => other,
        };
    }
    let found = walk(types, ents, ty, addressable, q);
    let (base, is_ptr) = deref(types, ty);
    if found == Lookup::NotFound
        && is_ptr
        && matches!(types[underlying(types, ents, base)], Type::Interface(_))
    {
        return Lookup::PointerToInterface;
    }
    found
}

/// One embedded type to look into.
struct Level {
    ty: TypeId,
    path: Vec<u32>,
    indirect: bool,
    /// The type occurs several times at this depth: what it has is ambiguous.
    multiples: bool,
}

fn walk(types: &TypeTable, ents: &Entities, ty: TypeId, addressable: bool, q: Query) -> Lookup {
    let (base, is_ptr) = deref(types, ty);
    if is_ptr && matches!(types[underlying(types, ents, base)], Type::Interface(_)) {
        return Lookup::NotFound;
    }
    let mut current = vec![Level { ty: base, path: vec![], indirect: is_ptr, multiples: false }];
    let mut seen: Vec<NamedId> = Vec::new();
    while !current.is_empty() {
        let mut next: Vec<Level> = Vec::new();
        let mut found: Option<Found> = None;
        let mut count = 0;
        for level in &current {
            if let Type::Named(n) = types[level.ty] {
                // A type seen at a lesser depth hides this occurrence.
                if seen.contains(&n) {
                    continue;
                }
                seen.push(n);
            }
            if let Some((f, n)) = in_level(types, ents, level, q, &mut next) {
                count += if level.multiples { 2 } else { n };
                found = Some(f);
            }
        }
        match found {
            Some(_) if count > 1 => return Lookup::Ambiguous,
            Some(f) => return receiver_fits(f, is_ptr || addressable),
            None => current = merge(types, next),
        }
    }
    Lookup::NotFound
}

/// A method with a pointer receiver needs a pointer or an addressable operand (spec: Calls).
fn receiver_fits(f: Found, pointer_or_addressable: bool) -> Lookup {
    match f.kind {
        FoundKind::Method { ptr_recv: true, .. } if !f.indirect && !pointer_or_addressable => {
            Lookup::MissingPointer
        }
        _ => Lookup::Found(f),
    }
}

/// Looks in one type, and adds its embedded fields to `next`. Gives a match and how many there
/// are: where case does not matter, there may be several.
fn in_level(
    types: &TypeTable,
    ents: &Entities,
    level: &Level,
    q: Query,
    next: &mut Vec<Level>,
) -> Option<(Found, usize)> {
    if let Type::Named(n) = types[level.ty] {
        // The methods of an instance are those of the generic type.
        let origin = ents.named[n].origin.as_ref().map_or(n, |(o, _)| *o);
        for &m in &ents.named[origin].methods {
            let obj = &ents.objects[m];
            if let ObjectKind::Func(func) = obj.kind
                && q.matches(obj.name, obj.pkg)
            {
                let ptr_recv = ents.funcs[func].recv.is_some_and(|(_, ptr)| ptr);
                let kind = FoundKind::Method { func, ptr_recv };
                let path = level.path.clone();
                return Some((
                    Found { kind, path, indirect: level.indirect, ty: obj.ty, holder: level.ty },
                    1,
                ));
            }
        }
    }
    match &types[underlying(types, ents, level.ty)] {
        Type::Struct(fields) => in_struct(types, fields, level, q, next),
        Type::Interface(iface) => {
            let i = iface.methods.iter().position(|m| q.matches(m.name, m.pkg))?;
            let found = Found {
                kind: FoundKind::InterfaceMethod(i as u32),
                path: level.path.clone(),
                indirect: level.indirect,
                ty: iface.methods[i].sig,
                holder: level.ty,
            };
            Some((found, 1))
        }
        _ => None,
    }
}

fn in_struct(
    types: &TypeTable,
    fields: &[Field],
    level: &Level,
    q: Query,
    next: &mut Vec<Level>,
) -> Option<(Found, usize)> {
    let extended = |i: usize| {
        let mut path = Vec::with_capacity(level.path.len() + 1);
        path.extend_from_slice(&level.path);
        path.push(i as u32);
        path
    };
    let mut matches = fields.iter().enumerate().filter(|(_, f)| q.matches(f.name, f.pkg));
    if let Some((i, f)) = matches.next() {
        let (kind, path) = (FoundKind::Field, extended(i));
        let found = Found { kind, path, indirect: level.indirect, ty: f.ty, holder: level.ty };
        return Some((found, 1 + matches.count()));
    }
    for (i, f) in fields.iter().enumerate().filter(|(_, f)| f.embedded) {
        let (ty, is_ptr) = deref(types, f.ty);
        if matches!(types[ty], Type::Named(_) | Type::Struct(_) | Type::Interface(_)) {
            next.push(Level {
                ty,
                path: extended(i),
                indirect: level.indirect || is_ptr,
                multiples: level.multiples,
            });
        }
    }
    None
}

/// One level for each type: one that occurs twice makes what it has ambiguous.
fn merge(types: &TypeTable, list: Vec<Level>) -> Vec<Level> {
    let mut out: Vec<Level> = Vec::with_capacity(list.len());
    for level in list {
        let named = matches!(types[level.ty], Type::Named(_));
        match out.iter_mut().find(|l| named && l.ty == level.ty) {
            Some(first) => first.multiples = true,
            None => out.push(level),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::universe::Universe;

    #[test]
    fn promoted_fields_and_ambiguity() {
        let mut types = TypeTable::default();
        let mut ents = Entities::default();
        let universe = Universe::declare(&mut types, &mut ents);
        let pkg = universe.unsafe_pkg;
        let field = |name: &str, ty, embedded| Field {
            name: Symbol::new(name),
            pkg: Some(pkg),
            ty,
            embedded,
            tag: Symbol::new(""),
        };
        let inner = types.intern(Type::Struct(Box::new([field("x", TypeTable::INT, false)])));
        let outer = types.intern(Type::Struct(Box::new([
            field("a", TypeTable::INT, false),
            field("inner", inner, true),
        ])));
        let find =
            |types: &TypeTable, ty, name| lookup(types, &ents, ty, false, pkg, Symbol::new(name));
        match find(&types, outer, "x") {
            Lookup::Found(f) => assert_eq!((f.path, f.ty), (vec![1, 0], TypeTable::INT)),
            other => panic!("{other:?}"),
        }
        assert_eq!(find(&types, outer, "y"), Lookup::NotFound);
        let twice = types.intern(Type::Struct(Box::new([
            field("inner", inner, true),
            field("other", inner, true),
        ])));
        assert_eq!(find(&types, twice, "x"), Lookup::Ambiguous);
    }
}
