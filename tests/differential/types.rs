//! The types of generated programs.

use std::rc::Rc;

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ty {
    Bool,
    /// An index into [`INTS`].
    Int(usize),
    /// 32 or 64 bits.
    Float(u8),
    /// 64 or 128 bits.
    Complex(u8),
    Str,
    Slice(Rc<Ty>),
    Array(Rc<Ty>, usize),
    Map(Rc<Ty>, Rc<Ty>),
    Ptr(Rc<Ty>),
    Func(Rc<Sig>),
    Any,
    /// An index into the named types of the program.
    Named(usize),
    /// The type parameter of the generic function that is being written.
    Param(Constraint),
}

/// The integer types: name, bits, signed.
pub const INTS: [(&str, u32, bool); 11] = [
    ("int8", 8, true),
    ("int16", 16, true),
    ("int32", 32, true),
    ("int64", 64, true),
    ("int", 32, true),
    ("uint8", 8, false),
    ("uint16", 16, false),
    ("uint32", 32, false),
    ("uint64", 64, false),
    ("uint", 32, false),
    ("uintptr", 32, false),
];

/// `int`.
pub const INT: Ty = Ty::Int(4);
/// `uint8`.
pub const BYTE: Ty = Ty::Int(5);

/// What a type parameter can be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Constraint {
    Integer,
    Number,
    Ordered,
    Comparable,
}

impl Constraint {
    pub fn name(self) -> &'static str {
        match self {
            Constraint::Integer => "integer",
            Constraint::Number => "number",
            Constraint::Ordered => "ordered",
            Constraint::Comparable => "comparable",
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sig {
    pub params: Vec<Ty>,
    pub results: Vec<Ty>,
}

/// A declared type.
#[derive(Clone, Debug)]
pub struct Named {
    pub name: String,
    pub under: Under,
    pub methods: Vec<Method>,
}

#[derive(Clone, Debug)]
pub enum Under {
    Ty(Ty),
    Struct(Vec<Field>),
    /// The indices of the program's method signatures.
    Iface(Vec<usize>),
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub ty: Ty,
    pub embedded: bool,
}

/// A method: which of the program's method signatures, and whether its receiver is a pointer.
#[derive(Clone, Debug)]
pub struct Method {
    pub sig: usize,
    pub pointer: bool,
}

impl Ty {
    pub fn slice(of: Ty) -> Ty {
        Ty::Slice(Rc::new(of))
    }

    pub fn ptr(to: Ty) -> Ty {
        Ty::Ptr(Rc::new(to))
    }

    /// The same type with the type parameter replaced.
    pub fn with(&self, param: &Ty) -> Ty {
        let w = |t: &Rc<Ty>| Rc::new(t.with(param));
        match self {
            Ty::Param(_) => param.clone(),
            Ty::Slice(t) => Ty::Slice(w(t)),
            Ty::Array(t, n) => Ty::Array(w(t), *n),
            Ty::Map(k, v) => Ty::Map(w(k), w(v)),
            Ty::Ptr(t) => Ty::Ptr(w(t)),
            Ty::Func(sig) => Ty::Func(Rc::new(Sig {
                params: sig.params.iter().map(|t| t.with(param)).collect(),
                results: sig.results.iter().map(|t| t.with(param)).collect(),
            })),
            other => other.clone(),
        }
    }

    pub fn is_int(&self) -> bool {
        matches!(self, Ty::Int(_))
    }
}

/// The types in Go's syntax.
pub struct Names<'a>(pub &'a [Named]);

impl Names<'_> {
    pub fn of(&self, ty: &Ty) -> String {
        match ty {
            Ty::Bool => "bool".into(),
            Ty::Int(i) => INTS[*i].0.into(),
            Ty::Float(bits) => format!("float{bits}"),
            Ty::Complex(bits) => format!("complex{bits}"),
            Ty::Str => "string".into(),
            Ty::Slice(t) => format!("[]{}", self.of(t)),
            Ty::Array(t, n) => format!("[{n}]{}", self.of(t)),
            Ty::Map(k, v) => format!("map[{}]{}", self.of(k), self.of(v)),
            Ty::Ptr(t) => format!("*{}", self.of(t)),
            Ty::Func(sig) => format!("func{}", self.sig(sig)),
            Ty::Any => "any".into(),
            Ty::Named(i) => self.0[*i].name.clone(),
            Ty::Param(_) => "T".into(),
        }
    }

    pub fn list(&self, types: &[Ty]) -> String {
        types.iter().map(|t| self.of(t)).collect::<Vec<_>>().join(", ")
    }

    /// Parameters and results, as behind `func`.
    pub fn sig(&self, sig: &Sig) -> String {
        format!("({}) ({})", self.list(&sig.params), self.list(&sig.results))
    }

    /// The type behind a name; structs and interfaces stay names.
    pub fn under(&self, ty: &Ty) -> Ty {
        match ty {
            Ty::Named(i) => match &self.0[*i].under {
                Under::Ty(t) => t.clone(),
                _ => ty.clone(),
            },
            _ => ty.clone(),
        }
    }

    pub fn fields(&self, ty: &Ty) -> Option<&[Field]> {
        match ty {
            Ty::Named(i) => match &self.0[*i].under {
                Under::Struct(fields) => Some(fields),
                _ => None,
            },
            _ => None,
        }
    }

    pub fn iface(&self, ty: &Ty) -> Option<&[usize]> {
        match ty {
            Ty::Named(i) => match &self.0[*i].under {
                Under::Iface(methods) => Some(methods),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether `==` is allowed and cannot panic.
    pub fn comparable(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Bool | Ty::Int(_) | Ty::Float(_) | Ty::Complex(_) | Ty::Str | Ty::Param(_) => true,
            Ty::Array(t, _) => self.comparable(t),
            Ty::Named(_) => match self.fields(ty) {
                Some(fields) => fields.iter().all(|f| self.comparable(&f.ty)),
                None => self.iface(ty).is_none() && self.comparable(&self.under(ty)),
            },
            _ => false,
        }
    }
}
