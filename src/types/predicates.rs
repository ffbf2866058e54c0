//! Yes/no questions about types that need no lookup.
//!
//! Questions about a kind of basic type are asked of the underlying type, of a type parameter for
//! every type of its type set ([`Query::all`]).

use super::lookup::underlying;
use super::repr::*;
use super::table::TypeTable;

impl Basic {
    pub fn is_untyped(self) -> bool {
        self as u8 >= Basic::UntypedBool as u8
    }

    pub fn is_boolean(self) -> bool {
        matches!(self, Basic::Bool | Basic::UntypedBool)
    }

    pub fn is_integer(self) -> bool {
        use Basic::*;
        matches!(self, Int | Int8 | Int16 | Int32 | Int64 | UntypedInt | UntypedRune)
            || self.is_unsigned()
    }

    pub fn is_unsigned(self) -> bool {
        use Basic::*;
        matches!(self, Uint | Uint8 | Uint16 | Uint32 | Uint64 | Uintptr)
    }

    pub fn is_float(self) -> bool {
        matches!(self, Basic::Float32 | Basic::Float64 | Basic::UntypedFloat)
    }

    pub fn is_complex(self) -> bool {
        matches!(self, Basic::Complex64 | Basic::Complex128 | Basic::UntypedComplex)
    }

    pub fn is_string(self) -> bool {
        matches!(self, Basic::String | Basic::UntypedString)
    }

    pub fn is_numeric(self) -> bool {
        self.is_integer() || self.is_float() || self.is_complex()
    }

    /// Integers, floats and strings.
    pub fn is_ordered(self) -> bool {
        self.is_integer() || self.is_float() || self.is_string()
    }

    pub fn is_numeric_or_string(self) -> bool {
        self.is_numeric() || self.is_string()
    }

    /// Types of which there are constants.
    pub fn is_const(self) -> bool {
        self.is_boolean() || self.is_numeric() || self.is_string()
    }

    /// The type an untyped value takes without context.
    pub fn default(self) -> Basic {
        match self {
            Basic::UntypedBool => Basic::Bool,
            Basic::UntypedInt => Basic::Int,
            Basic::UntypedRune => Basic::Int32,
            Basic::UntypedFloat => Basic::Float64,
            Basic::UntypedComplex => Basic::Complex128,
            Basic::UntypedString => Basic::String,
            other => other,
        }
    }

    /// The name of the type in the language and in messages.
    pub fn name(self) -> &'static str {
        match self {
            Basic::Invalid => "invalid type",
            Basic::Bool => "bool",
            Basic::Int => "int",
            Basic::Int8 => "int8",
            Basic::Int16 => "int16",
            Basic::Int32 => "int32",
            Basic::Int64 => "int64",
            Basic::Uint => "uint",
            Basic::Uint8 => "uint8",
            Basic::Uint16 => "uint16",
            Basic::Uint32 => "uint32",
            Basic::Uint64 => "uint64",
            Basic::Uintptr => "uintptr",
            Basic::Float32 => "float32",
            Basic::Float64 => "float64",
            Basic::Complex64 => "complex64",
            Basic::Complex128 => "complex128",
            Basic::String => "string",
            Basic::UnsafePointer => "unsafe.Pointer",
            Basic::UntypedBool => "untyped bool",
            Basic::UntypedInt => "untyped int",
            Basic::UntypedRune => "untyped rune",
            Basic::UntypedFloat => "untyped float",
            Basic::UntypedComplex => "untyped complex",
            Basic::UntypedString => "untyped string",
            Basic::UntypedNil => "untyped nil",
        }
    }
}

impl TypeTable {
    /// The basic type that `t` is (not: has as underlying type).
    pub fn as_basic(&self, t: TypeId) -> Option<Basic> {
        match self.get(t) {
            Type::Basic(b) => Some(*b),
            _ => None,
        }
    }

    pub fn is_untyped(&self, t: TypeId) -> bool {
        self.as_basic(t).is_some_and(Basic::is_untyped)
    }

    /// Predeclared types, defined types and type parameters have a name.
    pub fn has_name(&self, t: TypeId) -> bool {
        matches!(self.get(t), Type::Basic(_) | Type::Named(_) | Type::TypeParam(_))
    }

    pub fn is_type_param(&self, t: TypeId) -> bool {
        matches!(self.get(t), Type::TypeParam(_))
    }
}

/// See [`Query::incomparable_at`].
const MAX_HOPS: u32 = 8;

/// Both tables, for questions that look through defined types.
#[derive(Clone, Copy)]
pub struct Query<'a> {
    pub types: &'a TypeTable,
    pub ents: &'a Entities,
}

impl<'a> Query<'a> {
    pub fn under(self, t: TypeId) -> &'a Type {
        self.types.get(underlying(self.types, self.ents, t))
    }

    /// The basic type that underlies `t`.
    pub fn basic(self, t: TypeId) -> Option<Basic> {
        match self.under(t) {
            Type::Basic(b) => Some(*b),
            _ => None,
        }
    }

    /// Whether `t` is of a kind of basic types.
    pub fn all(self, t: TypeId, kind: fn(Basic) -> bool) -> bool {
        if self.types.is_type_param(t) {
            let list = self.set_types(t);
            return !list.is_empty()
                && list.iter().all(|&u| self.types.as_basic(u).is_some_and(kind));
        }
        self.basic(t).is_some_and(kind)
    }

    /// An interface type; a type parameter is none.
    pub fn is_interface(self, t: TypeId) -> bool {
        !self.types.is_type_param(t) && matches!(self.under(t), Type::Interface(_))
    }

    /// A pointer whose base is an interface or type parameter.
    pub fn is_interface_pointer(self, t: TypeId) -> bool {
        matches!(self.under(t), Type::Pointer(base)
            if matches!(self.under(*base), Type::Interface(_)))
    }

    /// Whether the type has the value nil.
    pub fn has_nil(self, t: TypeId) -> bool {
        match self.under(t) {
            Type::Basic(b) => matches!(b, Basic::UnsafePointer | Basic::UntypedNil),
            Type::Slice(_) | Type::Pointer(_) | Type::Func(_) | Type::Map(..) | Type::Chan(..) => {
                true
            }
            Type::Interface(_) if self.types.is_type_param(t) => {
                let list = self.set_types(t);
                !list.is_empty() && list.iter().all(|&u| self.has_nil(u))
            }
            Type::Interface(_) => true,
            _ => false,
        }
    }

    /// `[]byte` or `[]rune`, possibly of defined element types.
    pub fn is_bytes_or_runes(self, t: TypeId) -> bool {
        match self.under(t) {
            Type::Slice(e) => matches!(self.basic(*e), Some(Basic::Uint8 | Basic::Int32)),
            _ => false,
        }
    }

    pub fn is_bytes(self, t: TypeId) -> bool {
        matches!(self.under(t), Type::Slice(e) if self.basic(*e) == Some(Basic::Uint8))
    }

    /// Why values of type `t` cannot be compared with `==`; `None` where they can. An interface's
    /// can, at run time. The cause may be empty.
    pub fn incomparable(self, t: TypeId) -> Option<Incomparable> {
        self.incomparable_at(t, 0)
    }

    /// As [`incomparable`](Self::incomparable), after following so many type parameters to their
    /// type sets: wrong programs have type parameters in their own.
    pub(super) fn incomparable_at(self, t: TypeId, hops: u32) -> Option<Incomparable> {
        if self.types.is_type_param(t) {
            let declared = matches!(self.under(t), Type::Interface(i) if i.comparable);
            let all = |l: &[Term]| {
                hops > MAX_HOPS || l.iter().all(|t| self.strictly_comparable_at(t.ty, hops + 1))
            };
            return match self.terms(t) {
                Some(l) if l.is_empty() => Some(Incomparable::EmptySet),
                Some(l) => (!all(&l)).then_some(Incomparable::TypeParam),
                None => (!declared).then_some(Incomparable::TypeParam),
            };
        }
        match self.under(t) {
            Type::Basic(Basic::UntypedNil) => Some(Incomparable::Plain),
            Type::Basic(_) | Type::Pointer(_) | Type::Chan(..) | Type::Interface(_) => None,
            // Named types cannot contain themselves by value, so this ends.
            Type::Struct(fields) => fields
                .iter()
                .find(|f| self.incomparable_at(f.ty, hops).is_some())
                .map(|f| Incomparable::Struct(f.ty)),
            Type::Array(elem, _) => {
                self.incomparable_at(*elem, hops).map(|_| Incomparable::Array(t))
            }
            _ => Some(Incomparable::Plain),
        }
    }

    /// Identical if struct tags are ignored at every level (spec: Conversions).
    pub fn identical_ignoring_tags(self, a: TypeId, b: TypeId) -> bool {
        if a == b {
            return true;
        }
        let list = |a: &[TypeId], b: &[TypeId]| {
            a.len() == b.len() && a.iter().zip(b).all(|(&a, &b)| self.identical_ignoring_tags(a, b))
        };
        match (self.types.get(a), self.types.get(b)) {
            (Type::Pointer(a), Type::Pointer(b)) | (Type::Slice(a), Type::Slice(b)) => {
                self.identical_ignoring_tags(*a, *b)
            }
            (Type::Array(a, n), Type::Array(b, m)) => {
                n == m && self.identical_ignoring_tags(*a, *b)
            }
            (Type::Map(k, v), Type::Map(l, w)) => list(&[*k, *v], &[*l, *w]),
            (Type::Chan(d, a), Type::Chan(e, b)) => d == e && self.identical_ignoring_tags(*a, *b),
            (Type::Struct(a), Type::Struct(b)) => {
                a.len() == b.len()
                    && a.iter().zip(b).all(|(a, b)| {
                        a.name == b.name
                            && a.pkg == b.pkg
                            && a.embedded == b.embedded
                            && self.identical_ignoring_tags(a.ty, b.ty)
                    })
            }
            (Type::Func(a), Type::Func(b)) => {
                a.variadic == b.variadic
                    && list(&a.params, &b.params)
                    && list(&a.results, &b.results)
            }
            (Type::Interface(a), Type::Interface(b)) => {
                a.methods.len() == b.methods.len()
                    && a.unions == b.unions
                    && a.comparable == b.comparable
                    && a.methods.iter().zip(&b.methods).all(|(a, b)| {
                        a.name == b.name
                            && a.pkg == b.pkg
                            && self.identical_ignoring_tags(a.sig, b.sig)
                    })
            }
            _ => false,
        }
    }
}

/// Why a type is not comparable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Incomparable {
    Plain,
    /// A struct with a field of this type.
    Struct(TypeId),
    /// This array type.
    Array(TypeId),
    /// A type parameter with incomparable types in its type set.
    TypeParam,
    /// A type parameter that no type satisfies.
    EmptySet,
}

/// What messages call a type that is not basic: `struct`, `func`, ...; empty for a basic type.
pub fn composite_kind(ty: &Type) -> &'static str {
    match ty {
        Type::Array(..) => "array",
        Type::Slice(_) => "slice",
        Type::Struct(_) => "struct",
        Type::Pointer(_) => "pointer",
        Type::Func(_) => "func",
        Type::Interface(_) => "interface",
        Type::Map(..) => "map",
        Type::Chan(..) => "chan",
        Type::Tuple(_) => "tuple",
        Type::Union(_) => "union",
        Type::Basic(_) | Type::Named(_) | Type::TypeParam(_) => "",
    }
}
