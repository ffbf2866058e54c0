//! Method sets (spec: Method sets): all methods of a type, promoted ones included.

use super::lookup::{Found, FoundKind, Lookup, deref, lookup, underlying};
use super::repr::*;
use super::table::TypeTable;
use crate::base::intern::Symbol;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

/// One method of a method set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Method {
    pub name: Symbol,
    /// The declaring package where the name is not exported.
    pub pkg: Option<PkgId>,
    pub found: Found,
}

type Names = IndexSet<(Symbol, Option<PkgId>), FxBuildHasher>;

/// The method set of `ty`, sorted by name, then package. `any_pkg` stands for the package where
/// the name is exported and no package matters.
pub fn method_set(types: &TypeTable, ents: &Entities, ty: TypeId, any_pkg: PkgId) -> Vec<Method> {
    let mut names = Names::default();
    collect(types, ents, ty, &mut names, &mut Vec::new());
    let mut out: Vec<Method> = names
        .into_iter()
        .filter_map(|(name, pkg)| {
            match lookup(types, ents, ty, false, pkg.unwrap_or(any_pkg), name) {
                Lookup::Found(found) if found.kind != FoundKind::Field => {
                    Some(Method { name, pkg, found })
                }
                _ => None,
            }
        })
        .collect();
    out.sort_by_key(|m| (m.name, m.pkg));
    out
}

/// The names of all methods that `ty` could have, ambiguous ones and wrong receivers included.
fn collect(
    types: &TypeTable,
    ents: &Entities,
    ty: TypeId,
    names: &mut Names,
    seen: &mut Vec<NamedId>,
) {
    let (base, _) = deref(types, ty);
    if let Type::Named(n) = types[base] {
        if seen.contains(&n) {
            return;
        }
        seen.push(n);
        let origin = ents.named[n].origin.as_ref().map_or(n, |(o, _)| *o);
        for &m in &ents.named[origin].methods {
            let obj = &ents.objects[m];
            names.insert((obj.name, obj.pkg.filter(|_| !obj.name.is_exported())));
        }
    }
    match &types[underlying(types, ents, base)] {
        Type::Interface(iface) => names.extend(iface.methods.iter().map(|m| (m.name, m.pkg))),
        Type::Struct(fields) => {
            for f in fields.iter().filter(|f| f.embedded) {
                collect(types, ents, f.ty, names, seen);
            }
        }
        _ => {}
    }
}
