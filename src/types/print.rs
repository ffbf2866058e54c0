//! Types as text, in the form of gc's messages.

use super::repr::*;
use super::table::TypeTable;
use crate::base::intern::Symbol;
use crate::base::source::Pos;
use crate::syntax::ast::ChanDir;
use std::fmt::Write as _;

/// `t` as text; names of packages other than `from` are qualified.
pub fn type_string(types: &TypeTable, ents: &Entities, from: Option<PkgId>, t: TypeId) -> String {
    let mut p = Printer { types, ents, from, out: String::new(), depth: 0, position: None };
    p.ty(t);
    p.out
}

/// As [`type_string`] for messages: says where a type parameter is declared that has the name of a
/// predeclared type.
pub fn type_string_explained(
    types: &TypeTable,
    ents: &Entities,
    from: Option<PkgId>,
    t: TypeId,
    position: &dyn Fn(Pos) -> String,
) -> String {
    let position = Some(position);
    let mut p = Printer { types, ents, from, out: String::new(), depth: 0, position };
    p.ty(t);
    p.out
}

/// A generic type's or function's name with its type parameters, `T[P any]`.
pub fn generic_string(
    types: &TypeTable,
    ents: &Entities,
    from: Option<PkgId>,
    name: Symbol,
    params: &[TypeParamId],
) -> String {
    let mut p = Printer { types, ents, from, out: name.to_string(), depth: 0, position: None };
    p.type_params(params);
    p.out
}

/// A constraint as messages show it.
pub fn constraint_string(
    types: &TypeTable,
    ents: &Entities,
    from: Option<PkgId>,
    t: TypeId,
) -> String {
    let mut p = Printer { types, ents, from, out: String::new(), depth: 0, position: None };
    p.constraint(t);
    p.out
}

/// The text of a function type without the leading `func`.
pub fn signature_string(
    types: &TypeTable,
    ents: &Entities,
    from: Option<PkgId>,
    sig: &Signature,
) -> String {
    let mut p = Printer { types, ents, from, out: String::new(), depth: 0, position: None };
    p.signature(sig);
    p.out
}

/// `name(int) string`, as method comparisons show it.
pub fn method_string(
    types: &TypeTable,
    ents: &Entities,
    from: Option<PkgId>,
    name: Symbol,
    sig: TypeId,
) -> String {
    match types.get(sig) {
        Type::Func(s) => format!("{name}{}", signature_string(types, ents, from, s)),
        _ => name.to_string(),
    }
}

/// A function's type with the names of its parameters and results, or a tuple of results with
/// theirs; there are no names, or as many as types.
pub fn named_type_string(
    types: &TypeTable,
    ents: &Entities,
    from: Option<PkgId>,
    t: TypeId,
    (params, results): (&[Symbol], &[Symbol]),
) -> String {
    let mut p = Printer { types, ents, from, out: String::new(), depth: 0, position: None };
    match types.get(t) {
        Type::Func(sig) => {
            p.out.push_str("func");
            p.list(&sig.params, params, sig.variadic);
            p.results(&sig.results, results);
        }
        Type::Tuple(list) => p.list(list, results, false),
        _ => p.ty(t),
    }
    p.out
}

struct Printer<'a> {
    types: &'a TypeTable,
    ents: &'a Entities,
    from: Option<PkgId>,
    out: String,
    depth: u32,
    /// How a place is shown.
    position: Option<&'a dyn Fn(Pos) -> String>,
}

impl Printer<'_> {
    fn ty(&mut self, t: TypeId) {
        // Recursion goes through names only, which are not expanded; the limit guards against
        // absurdly nested literals.
        if self.depth > 100 {
            self.out.push('…');
            return;
        }
        self.depth += 1;
        self.literal(t);
        self.depth -= 1;
    }

    fn literal(&mut self, t: TypeId) {
        match self.types.get(t) {
            Type::Basic(b) => self.out.push_str(b.name()),
            Type::Named(n) => self.named(*n),
            Type::TypeParam(p) => {
                let obj = &self.ents.objects[self.ents.type_params[*p].obj];
                self.out.push_str(obj.name.as_str());
                // A name that usually means a predeclared type needs an explanation.
                if let Some(position) = self.position
                    && super::universe::is_predeclared_type(obj.name)
                {
                    let at = position(obj.pos);
                    let _ = write!(self.out, " /* with {} declared at {at} */", obj.name);
                }
            }
            Type::Pointer(e) => self.prefixed("*", *e),
            Type::Slice(e) => self.prefixed("[]", *e),
            Type::Array(e, n) => {
                let _ = write!(self.out, "[{n}]");
                self.ty(*e);
            }
            Type::Map(k, v) => {
                self.prefixed("map[", *k);
                self.prefixed("]", *v);
            }
            Type::Chan(dir, e) => self.chan(*dir, *e),
            Type::Struct(fields) => self.strukt(fields),
            Type::Tuple(list) => self.list(list, &[], false),
            Type::Func(sig) => {
                self.out.push_str("func");
                self.signature(sig);
            }
            Type::Interface(i) => self.interface(i),
            Type::Union(terms) => self.union(terms),
        }
    }

    fn prefixed(&mut self, prefix: &str, t: TypeId) {
        self.out.push_str(prefix);
        self.element(t);
    }

    /// Bytes are bytes: the element types of slices, arrays, maps and channels are shown as `byte` and
    /// `rune`, the names that programs almost always give them there.
    fn element(&mut self, t: TypeId) {
        match self.types.get(t) {
            Type::Basic(Basic::Uint8) => self.out.push_str("byte"),
            Type::Basic(Basic::Int32) if self.out.ends_with("[]") => self.out.push_str("rune"),
            _ => self.ty(t),
        }
    }

    fn named(&mut self, n: NamedId) {
        let named = &self.ents.named[n];
        let obj = &self.ents.objects[named.obj];
        if let Some(pkg) = obj.pkg
            && self.from != Some(pkg)
        {
            self.package(pkg);
        }
        self.out.push_str(obj.name.as_str());
        let skip = named.implicit as usize;
        if let Some((_, args)) = &named.origin
            && args.len() > skip
        {
            self.out.push('[');
            for (i, &a) in args[skip..].iter().enumerate() {
                self.separator(i, ",");
                self.ty(a);
            }
            self.out.push(']');
        } else if named.type_params.len() > skip {
            // Inside of its declaration, the generic type is its own instance.
            self.out.push('[');
            for (i, &p) in named.type_params[skip..].iter().enumerate() {
                self.separator(i, ",");
                self.out.push_str(self.ents.objects[self.ents.type_params[p].obj].name.as_str());
            }
            self.out.push(']');
        }
    }

    /// The name of a package, or its path where two that are imported have the name.
    fn package(&mut self, pkg: PkgId) {
        let packages = &self.ents.packages;
        let name = packages[pkg].name;
        let imports = self.from.map_or(&[][..], |from| &packages[from].imports);
        let _ = match imports.iter().any(|&p| p != pkg && packages[p].name == name) {
            true => write!(self.out, "{:?}.", packages[pkg].path.as_str()),
            false => write!(self.out, "{name}."),
        };
    }

    fn separator(&mut self, i: usize, text: &str) {
        if i > 0 {
            self.out.push_str(text);
        }
    }

    fn chan(&mut self, dir: ChanDir, elem: TypeId) {
        self.out.push_str(match dir {
            ChanDir::Both => "chan ",
            ChanDir::Send => "chan<- ",
            ChanDir::Recv => "<-chan ",
        });
        let nested = matches!(self.types.get(elem), Type::Chan(ChanDir::Recv, _));
        if nested && dir == ChanDir::Both {
            self.prefixed("(", elem);
            self.out.push(')');
        } else {
            self.element(elem);
        }
    }

    fn strukt(&mut self, fields: &[Field]) {
        self.out.push_str("struct{");
        for (i, f) in fields.iter().enumerate() {
            self.separator(i, "; ");
            if !f.embedded {
                let _ = write!(self.out, "{} ", f.name);
            }
            self.ty(f.ty);
            if !f.tag.as_str().is_empty() {
                let _ = write!(self.out, " {:?}", f.tag.as_str());
            }
        }
        self.out.push('}');
    }

    fn interface(&mut self, i: &Interface) {
        if i.methods.is_empty() && i.unions.is_empty() && !i.comparable {
            self.out.push_str("any");
            return;
        }
        self.out.push_str("interface{");
        let mut n = 0;
        if i.comparable && i.embeds.is_empty() {
            self.out.push_str("comparable");
            n += 1;
        }
        for m in &i.methods {
            if self.is_embedded(i, m) {
                continue;
            }
            self.separator(n, "; ");
            self.out.push_str(m.name.as_str());
            if let Type::Func(sig) = self.types.get(m.sig) {
                self.signature(sig);
            }
            n += 1;
        }
        for &e in &i.embeds {
            self.separator(n, "; ");
            self.constraint(e);
            n += 1;
        }
        for u in i.unions.iter().filter(|_| i.embeds.is_empty()) {
            self.separator(n, "; ");
            self.union(u);
            n += 1;
        }
        self.out.push('}');
    }

    /// Whether a method comes from an embedded interface.
    fn is_embedded(&self, i: &Interface, m: &IfaceMethod) -> bool {
        i.embeds.iter().any(|&e| {
            match self.types.get(super::lookup::underlying(self.types, self.ents, e)) {
                Type::Interface(e) => e.methods.contains(m),
                _ => false,
            }
        })
    }

    fn union(&mut self, terms: &[Term]) {
        for (i, t) in terms.iter().enumerate() {
            self.separator(i, " | ");
            if t.tilde {
                self.out.push('~');
            }
            self.ty(t.ty);
        }
    }

    fn signature(&mut self, sig: &Signature) {
        if !sig.type_params.is_empty() {
            self.type_params(&sig.type_params);
        }
        self.list(&sig.params, &[], sig.variadic);
        self.results(&sig.results, &[]);
    }

    fn results(&mut self, results: &[TypeId], names: &[Symbol]) {
        if results.is_empty() {
            return;
        }
        self.out.push(' ');
        match results {
            [one] if names.is_empty() => self.ty(*one),
            many => self.list(many, names, false),
        }
    }

    fn type_params(&mut self, params: &[TypeParamId]) {
        self.out.push('[');
        for (i, &p) in params.iter().enumerate() {
            self.separator(i, ", ");
            let param = &self.ents.type_params[p];
            self.out.push_str(self.ents.objects[param.obj].name.as_str());
            let constraint = param.constraint;
            let next = params.get(i + 1).map(|&n| self.ents.type_params[n].constraint);
            if next != Some(constraint) {
                self.out.push(' ');
                self.constraint(constraint);
            }
        }
        self.out.push(']');
    }

    /// A constraint as it is usually written: a sole union without `interface`.
    fn constraint(&mut self, t: TypeId) {
        match self.types.get(t) {
            Type::Interface(i) if i.implicit && i.unions.len() == 1 => {
                self.union(&i.unions[0]);
            }
            _ => self.ty(t),
        }
    }

    fn list(&mut self, list: &[TypeId], names: &[Symbol], variadic: bool) {
        self.out.push('(');
        for (i, &t) in list.iter().enumerate() {
            self.separator(i, ", ");
            if let Some(name) = names.get(i) {
                let _ = write!(self.out, "{name} ");
            }
            match self.types.get(t) {
                Type::Slice(e) if variadic && i + 1 == list.len() => self.prefixed("...", *e),
                _ => self.ty(t),
            }
        }
        self.out.push(')');
    }
}
