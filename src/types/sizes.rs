//! Sizes, alignments and field offsets of values in memory.
//!
//! All our targets are 32-bit (the size of a word is a parameter all the same) and follow their C ABI (AAPCS, RISC-V psABI): `int`, `uint`,
//! `uintptr` and pointers have four bytes, eight-byte numbers are aligned to eight. A size that
//! does not fit an `int` is `None`.

use super::lookup::underlying;
use super::repr::*;
use super::table::TypeTable;

/// The size of a pointer, an `int` and half a string header.
pub const WORD: i64 = 4;

fn basic(b: Basic, word: i64) -> (i64, i64) {
    use Basic::*;
    match b {
        Bool | Int8 | Uint8 | UntypedBool => (1, 1),
        Int16 | Uint16 => (2, 2),
        Int32 | Uint32 | Float32 | UntypedRune => (4, 4),
        Int64 | Uint64 | Float64 | UntypedFloat => (8, 8),
        Complex64 => (8, 4),
        Complex128 | UntypedComplex => (16, 8),
        String | UntypedString => (2 * word, word),
        Int | Uint | Uintptr | UnsafePointer | UntypedInt | UntypedNil => (word, word),
        Invalid => (0, 1),
    }
}

fn limited(types: &TypeTable, size: i64) -> Option<i64> {
    (0..=types.max_size()).contains(&size).then_some(size)
}

/// `n` rounded up to a multiple of `align`.
pub fn align_up(n: i64, align: i64) -> i64 {
    (n + align - 1) / align * align
}

/// The size in bytes of a variable of type `ty`.
pub fn size_of(types: &TypeTable, ents: &Entities, ty: TypeId) -> Option<i64> {
    match &types[underlying(types, ents, ty)] {
        Type::Basic(b) => Some(basic(*b, types.word).0),
        Type::Array(elem, n) => {
            limited(types, size_of(types, ents, *elem)?.checked_mul((*n).max(0))?)
        }
        Type::Slice(_) => Some(3 * types.word),
        Type::Interface(_) => Some(2 * types.word),
        Type::Struct(fields) => Some(layout(types, ents, fields)?.1),
        Type::Tuple(list) => list.iter().try_fold(0i64, |sum, &t| {
            limited(types, sum.checked_add(align_up(size_of(types, ents, t)?, types.word))?)
        }),
        _ => Some(types.word),
    }
}

/// The alignment in bytes of a variable of type `ty`; at least 1.
pub fn align_of(types: &TypeTable, ents: &Entities, ty: TypeId) -> i64 {
    match &types[underlying(types, ents, ty)] {
        Type::Basic(b) => basic(*b, types.word).1,
        Type::Array(elem, _) => align_of(types, ents, *elem),
        Type::Struct(fields) => {
            fields.iter().map(|f| align_of(types, ents, f.ty)).max().unwrap_or(1)
        }
        _ => types.word,
    }
}

/// The offsets of a struct's fields.
pub fn offsets_of(types: &TypeTable, ents: &Entities, fields: &[Field]) -> Option<Vec<i64>> {
    Some(layout(types, ents, fields)?.0)
}

/// Offsets and total size of a struct.
fn layout(types: &TypeTable, ents: &Entities, fields: &[Field]) -> Option<(Vec<i64>, i64)> {
    let mut offsets = Vec::with_capacity(fields.len());
    let (mut end, mut align) = (0, 1);
    for f in fields {
        let a = align_of(types, ents, f.ty);
        let start = align_up(end, a);
        offsets.push(start);
        end = limited(types, start.checked_add(size_of(types, ents, f.ty)?)?)?;
        align = align.max(a);
    }
    Some((offsets, limited(types, align_up(end, align))?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::intern::Symbol;

    #[test]
    fn structs_follow_the_c_abi() {
        let mut types = TypeTable::default();
        let ents = Entities::default();
        let field = |ty| Field {
            name: Symbol::new("f"),
            pkg: None,
            ty,
            embedded: false,
            tag: Symbol::new(""),
        };
        let fields = [
            field(TypeTable::BOOL),
            field(TypeTable::INT64),
            field(TypeTable::UINT8),
            field(TypeTable::STRING),
        ];
        assert_eq!(offsets_of(&types, &ents, &fields), Some(vec![0, 8, 16, 20]));
        let s = types.intern(Type::Struct(Box::new(fields)));
        assert_eq!(size_of(&types, &ents, s), Some(32));
        let huge = types.intern(Type::Array(s, 1 << 40));
        assert_eq!(size_of(&types, &ents, huge), None);
    }
}
