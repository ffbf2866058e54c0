//! The table of all types: makes each type once.

use super::repr::*;
use super::sizes::WORD;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

/// Hash-consed types. The basic types have fixed ids.
pub struct TypeTable {
    set: IndexSet<Type, FxBuildHasher>,
    /// The bytes of an `int`, of a pointer, and of half a string header.
    pub word: i64,
}

/// All basic types in the order of their ids.
const BASICS: [Basic; 26] = [
    Basic::Invalid,
    Basic::Bool,
    Basic::Int,
    Basic::Int8,
    Basic::Int16,
    Basic::Int32,
    Basic::Int64,
    Basic::Uint,
    Basic::Uint8,
    Basic::Uint16,
    Basic::Uint32,
    Basic::Uint64,
    Basic::Uintptr,
    Basic::Float32,
    Basic::Float64,
    Basic::Complex64,
    Basic::Complex128,
    Basic::String,
    Basic::UnsafePointer,
    Basic::UntypedBool,
    Basic::UntypedInt,
    Basic::UntypedRune,
    Basic::UntypedFloat,
    Basic::UntypedComplex,
    Basic::UntypedString,
    Basic::UntypedNil,
];

impl TypeTable {
    pub const INVALID: TypeId = Self::basic(Basic::Invalid);
    pub const BOOL: TypeId = Self::basic(Basic::Bool);
    pub const INT: TypeId = Self::basic(Basic::Int);
    pub const INT32: TypeId = Self::basic(Basic::Int32);
    pub const INT64: TypeId = Self::basic(Basic::Int64);
    pub const UINT: TypeId = Self::basic(Basic::Uint);
    pub const UINT8: TypeId = Self::basic(Basic::Uint8);
    pub const UINT32: TypeId = Self::basic(Basic::Uint32);
    pub const UINTPTR: TypeId = Self::basic(Basic::Uintptr);
    pub const FLOAT64: TypeId = Self::basic(Basic::Float64);
    pub const COMPLEX128: TypeId = Self::basic(Basic::Complex128);
    pub const STRING: TypeId = Self::basic(Basic::String);
    pub const UNSAFE_POINTER: TypeId = Self::basic(Basic::UnsafePointer);
    pub const NIL: TypeId = Self::basic(Basic::UntypedNil);

    pub const fn basic(b: Basic) -> TypeId {
        TypeId(b as u32)
    }

    pub fn intern(&mut self, ty: Type) -> TypeId {
        TypeId(self.set.insert_full(ty).0 as u32)
    }

    /// The id of a type that may not have been made yet.
    pub fn find(&self, ty: &Type) -> Option<TypeId> {
        self.set.get_index_of(ty).map(|i| TypeId(i as u32))
    }

    pub fn get(&self, id: TypeId) -> &Type {
        &self.set[id.0 as usize]
    }

    pub fn pointer(&mut self, to: TypeId) -> TypeId {
        self.intern(Type::Pointer(to))
    }

    pub fn slice(&mut self, of: TypeId) -> TypeId {
        self.intern(Type::Slice(of))
    }

    /// The fixed-size type that holds what the basic type does: `int` is `int32` or `int64`.
    pub fn sized(&self, b: Basic) -> Basic {
        match (b, self.word) {
            (Basic::Int, 4) => Basic::Int32,
            (Basic::Int, _) => Basic::Int64,
            (Basic::Uint | Basic::Uintptr, 4) => Basic::Uint32,
            (Basic::Uint | Basic::Uintptr, _) => Basic::Uint64,
            _ => b,
        }
    }

    /// The largest size a variable may have: what an `int` can count.
    pub fn max_size(&self) -> i64 {
        if self.word == 4 { i32::MAX.into() } else { i64::MAX }
    }

    pub fn len(&self) -> usize {
        self.set.len()
    }

    /// Never: the basic types are always there.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty()
    }
}

impl Default for TypeTable {
    fn default() -> Self {
        let mut set = IndexSet::default();
        for b in BASICS {
            let (index, _) = set.insert_full(Type::Basic(b));
            debug_assert_eq!(index, b as usize);
        }
        TypeTable { set, word: WORD }
    }
}

impl std::ops::Index<TypeId> for TypeTable {
    type Output = Type;
    fn index(&self, id: TypeId) -> &Type {
        self.get(id)
    }
}
