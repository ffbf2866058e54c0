//! Substitution of type parameters, and instances of generic types (spec: Instantiations).
//!
//! A generic type stands for its own instance with its own type parameters: inside of its
//! declaration `T[P]` is the type `T`. Instances are made once for each list of arguments; their
//! underlying types follow as soon as that of the generic type is known.

use super::repr::*;
use super::table::TypeTable;
use rustc_hash::FxHashMap;

/// Arguments deeper than this come from a type that expands forever.
const MAX_DEPTH: u32 = 30;

/// Type arguments by type parameter.
pub type TypeMap = FxHashMap<TypeParamId, TypeId>;

/// A map for parameters and as many arguments.
pub fn type_map(params: &[TypeParamId], args: &[TypeId]) -> TypeMap {
    params.iter().copied().zip(args.iter().copied()).collect()
}

/// The type parameters and arguments of an instance of a generic type.
pub fn instance_map(types: &TypeTable, ents: &Entities, t: TypeId) -> Option<TypeMap> {
    let Type::Named(n) = types[t] else { return None };
    let (origin, args) = ents.named[n].origin.as_ref()?;
    Some(type_map(&ents.named[*origin].type_params, args))
}

/// `t` with the type parameters of `map` replaced.
pub fn subst(types: &mut TypeTable, ents: &mut Entities, map: &TypeMap, t: TypeId) -> TypeId {
    if map.is_empty() {
        return t;
    }
    Subst { types, ents, map, done: FxHashMap::default() }.ty(t)
}

struct Subst<'a> {
    types: &'a mut TypeTable,
    ents: &'a mut Entities,
    map: &'a TypeMap,
    done: FxHashMap<TypeId, TypeId>,
}

impl Subst<'_> {
    fn ty(&mut self, t: TypeId) -> TypeId {
        if let Type::Basic(_) = self.types[t] {
            return t;
        }
        if let Some(&done) = self.done.get(&t) {
            return done;
        }
        let new = self.make(t);
        self.done.insert(t, new);
        new
    }

    fn list(&mut self, list: &[TypeId]) -> Box<[TypeId]> {
        list.iter().map(|&t| self.ty(t)).collect()
    }

    fn make(&mut self, t: TypeId) -> TypeId {
        let new = match self.types[t].clone() {
            Type::Basic(_) => return t,
            Type::TypeParam(p) => return self.map.get(&p).copied().unwrap_or(t),
            Type::Named(n) => return self.named(t, n),
            Type::Pointer(e) => Type::Pointer(self.ty(e)),
            Type::Slice(e) => Type::Slice(self.ty(e)),
            Type::Array(e, n) => Type::Array(self.ty(e), n),
            Type::Chan(dir, e) => Type::Chan(dir, self.ty(e)),
            Type::Map(k, v) => Type::Map(self.ty(k), self.ty(v)),
            Type::Struct(mut fields) => {
                for f in &mut fields {
                    f.ty = self.ty(f.ty);
                }
                Type::Struct(fields)
            }
            Type::Tuple(list) => Type::Tuple(self.list(&list)),
            Type::Func(mut sig) => {
                sig.params = self.list(&sig.params);
                sig.results = self.list(&sig.results);
                Type::Func(sig)
            }
            Type::Interface(mut i) => {
                for m in &mut i.methods {
                    m.sig = self.ty(m.sig);
                }
                for term in i.unions.iter_mut().flatten() {
                    term.ty = self.ty(term.ty);
                }
                for e in &mut i.embeds {
                    *e = self.ty(*e);
                }
                Type::Interface(i)
            }
            Type::Union(mut terms) => {
                for term in &mut terms {
                    term.ty = self.ty(term.ty);
                }
                Type::Union(terms)
            }
        };
        self.types.intern(new)
    }

    fn named(&mut self, t: TypeId, n: NamedId) -> TypeId {
        let named = &self.ents.named[n];
        let (origin, args): (NamedId, Box<[TypeId]>) = match &named.origin {
            Some((origin, args)) => (*origin, args.clone()),
            None if named.type_params.is_empty() => return t,
            None => {
                let params = named.type_params.clone();
                (n, params.iter().map(|&p| self.types.intern(Type::TypeParam(p))).collect())
            }
        };
        let new = self.list(&args);
        if new == args { t } else { instantiate(self.types, self.ents, origin, new) }
    }
}

/// The instance of a generic type with these arguments, as many as it has type parameters.
pub fn instantiate(
    types: &mut TypeTable,
    ents: &mut Entities,
    origin: NamedId,
    args: Box<[TypeId]>,
) -> TypeId {
    let own = &ents.named[origin].type_params;
    let own = own.len() == args.len()
        && own.iter().zip(&args).all(|(p, a)| types[*a] == Type::TypeParam(*p));
    if own {
        return types.intern(Type::Named(origin));
    }
    let key = (origin, args);
    if let Some(&t) = ents.instances.get(&key) {
        return t;
    }
    let Named { obj, implicit, .. } = ents.named[origin];
    let n = ents.named.push(Named {
        obj,
        underlying: None,
        methods: vec![],
        type_params: vec![],
        origin: Some(key.clone()),
        implicit,
    });
    let t = types.intern(Type::Named(n));
    ents.instances.insert(key, t);
    complete(types, ents, n);
    t
}

/// Gives an instance its underlying type, or remembers that it waits for one.
fn complete(types: &mut TypeTable, ents: &mut Entities, n: NamedId) {
    let Some((origin, args)) = ents.named[n].origin.clone() else { return };
    let Some(underlying) = ents.named[origin].underlying else {
        ents.incomplete.push(n);
        return;
    };
    // A wrong number of arguments was reported where it was written.
    if args.len() != ents.named[origin].type_params.len() {
        ents.named[n].underlying = Some(TypeTable::INVALID);
        return;
    }
    // Once a type is known to expand forever, no other is followed as far.
    let limit = if ents.infinite.is_some() { 2 } else { MAX_DEPTH };
    if args.iter().any(|&a| depth(types, ents, a) > limit) {
        ents.infinite.get_or_insert(origin);
        ents.named[n].underlying = Some(TypeTable::INVALID);
        return;
    }
    let map = type_map(&ents.named[origin].type_params.clone(), &args);
    let underlying = subst(types, ents, &map, underlying);
    ents.named[n].underlying = Some(underlying);
}

/// Completes the instances of types whose underlying type became known.
pub fn complete_waiting(types: &mut TypeTable, ents: &mut Entities) {
    while let Some(i) = ents.incomplete.iter().position(|&n| {
        let origin = ents.named[n].origin.as_ref().map(|(o, _)| *o);
        origin.is_some_and(|o| ents.named[o].underlying.is_some())
    }) {
        let n = ents.incomplete.swap_remove(i);
        complete(types, ents, n);
    }
}

/// How deep a type nests.
pub fn depth(types: &TypeTable, ents: &Entities, t: TypeId) -> u32 {
    let of = |list: &[TypeId]| list.iter().map(|&t| depth(types, ents, t)).max().unwrap_or(0);
    match &types[t] {
        Type::Basic(_) | Type::TypeParam(_) | Type::Interface(_) | Type::Union(_) => 0,
        Type::Named(n) => match &ents.named[*n].origin {
            Some((_, args)) => 1 + of(args),
            None => 0,
        },
        Type::Pointer(e) | Type::Slice(e) | Type::Array(e, _) | Type::Chan(_, e) => {
            1 + depth(types, ents, *e)
        }
        Type::Map(k, v) => 1 + of(&[*k, *v]),
        Type::Struct(fields) => {
            1 + fields.iter().map(|f| depth(types, ents, f.ty)).max().unwrap_or(0)
        }
        Type::Tuple(list) => of(list),
        Type::Func(sig) => 1 + of(&sig.params).max(of(&sig.results)),
    }
}
