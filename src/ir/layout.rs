//! Sizes and offsets: the C ABI of 32-bit Arm, RISC-V and Xtensa, where every scalar is aligned to
//! its size (AAPCS32 §5.1, RISC-V ELF psABI "C/C++ type representations").

use super::entities::*;
use super::module::Module;

/// The size of a pointer in bytes.
pub const POINTER_SIZE: u64 = 4;

/// Bytes that a value takes in memory, a multiple of its alignment.
pub fn size_of(m: &Module, ty: Ty) -> u64 {
    match ty {
        Ty::Bool | Ty::I8 => 1,
        Ty::I16 => 2,
        Ty::I32 | Ty::F32 | Ty::Ptr => 4,
        Ty::I64 | Ty::F64 => 8,
        Ty::Agg(id) => match m.agg_def(id) {
            Agg::Array(elem, n) => size_of(m, *elem).saturating_mul(*n),
            Agg::Struct(fields) => align_up(end_of(m, fields), align_of(m, ty)),
        },
    }
}

/// Alignment in bytes.
pub fn align_of(m: &Module, ty: Ty) -> u64 {
    match ty {
        Ty::Agg(id) => match m.agg_def(id) {
            Agg::Array(elem, _) => align_of(m, *elem),
            Agg::Struct(fields) => fields.iter().map(|f| align_of(m, *f)).max().unwrap_or(1),
        },
        scalar => size_of(m, scalar),
    }
}

/// The offset in bytes of a field of a structure.
pub fn field_offset(m: &Module, agg: AggId, field: u32) -> u64 {
    let Agg::Struct(fields) = m.agg_def(agg) else { unreachable!("an array has no fields") };
    let field = field as usize;
    align_up(end_of(m, &fields[..field]), align_of(m, fields[field]))
}

/// Where the last of some fields laid out one after the other ends.
fn end_of(m: &Module, fields: &[Ty]) -> u64 {
    let step = |end, f: &Ty| align_up(end, align_of(m, *f)).saturating_add(size_of(m, *f));
    fields.iter().fold(0, step)
}

fn align_up(n: u64, align: u64) -> u64 {
    n.div_ceil(align).saturating_mul(align)
}

/// Which words of an object may hold pointers: what the allocator is told (`docs/abi.md`, Layouts).
/// The words repeat to the end of the object.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct PointerMap {
    words: Vec<bool>,
    /// Each word may be a pointer.
    unknown: bool,
}

/// A pointer map as the run-time system takes it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum LayoutWord {
    /// The map itself.
    Inline(u32),
    /// The address of a constant array of these words.
    Table(Vec<u32>),
}

/// The words that a map in a word itself describes at most.
const INLINE_WORDS: usize = 25;

/// Larger maps would take more memory than they save.
const MOST_WORDS: u64 = 1024;

impl PointerMap {
    /// The map of a type: that of one element of an array, the whole repeated as often as it takes.
    pub fn of(m: &Module, ty: Ty) -> PointerMap {
        PointerMap::of_parts(m, &[(0, ty)], size_of(m, ty))
    }

    /// The map of an object that has values of the given types at the given offsets.
    pub fn of_parts(m: &Module, parts: &[(u64, Ty)], size: u64) -> PointerMap {
        if parts.iter().all(|(_, ty)| !has_pointers(m, *ty)) {
            return PointerMap { words: Vec::new(), unknown: false };
        }
        // Only the first element of an array that is all there is: its map repeats anyway.
        if let [(0, Ty::Agg(id))] = parts
            && let Agg::Array(elem, _) = m.agg_def(*id)
        {
            return PointerMap::of(m, *elem);
        }
        if size / POINTER_SIZE > MOST_WORDS {
            return PointerMap { words: Vec::new(), unknown: true };
        }
        let mut words = vec![false; (size / POINTER_SIZE) as usize];
        for (offset, ty) in parts {
            mark(m, *ty, *offset, &mut words);
        }
        let period = (1..=words.len() / 2)
            .filter(|n| words.len().is_multiple_of(*n))
            .find(|n| (*n..words.len()).all(|i| words[i] == words[i - n]));
        words.truncate(period.unwrap_or(words.len()));
        PointerMap { words, unknown: false }
    }

    /// As the run-time system takes it.
    pub fn word(&self) -> LayoutWord {
        let n = self.words.len();
        let set = self.words.iter().enumerate().filter(|(_, p)| **p);
        if self.unknown {
            return LayoutWord::Inline(0);
        }
        if n <= INLINE_WORDS {
            return LayoutWord::Inline(set.fold(1 | (n as u32) << 2, |w, (i, _)| w | 1 << (i + 7)));
        }
        let mut table = vec![0; 1 + n.div_ceil(32)];
        table[0] = n as u32;
        set.for_each(|(i, _)| table[1 + i / 32] |= 1 << (i % 32));
        LayoutWord::Table(table)
    }
}

/// Are there pointers in a value of the type?
pub fn has_pointers(m: &Module, ty: Ty) -> bool {
    match ty {
        Ty::Ptr => true,
        Ty::Agg(id) => match m.agg_def(id) {
            Agg::Struct(fields) => fields.iter().any(|f| has_pointers(m, *f)),
            Agg::Array(elem, n) => *n != 0 && has_pointers(m, *elem),
        },
        _ => false,
    }
}

fn mark(m: &Module, ty: Ty, offset: u64, words: &mut [bool]) {
    match ty {
        Ty::Ptr => words[(offset / POINTER_SIZE) as usize] = true,
        Ty::Agg(id) if has_pointers(m, ty) => match m.agg_def(id) {
            Agg::Struct(fields) => {
                for i in 0..fields.len() {
                    mark(m, fields[i], offset + field_offset(m, id, i as u32), words);
                }
            }
            Agg::Array(elem, n) => {
                let size = size_of(m, *elem);
                (0..*n).for_each(|i| mark(m, *elem, offset + i * size, words));
            }
        },
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointer_maps() {
        let mut m = Module::default();
        let word = |m: &Module, ty| PointerMap::of(m, ty).word();
        assert_eq!(word(&m, Ty::I64), LayoutWord::Inline(1));
        assert_eq!(word(&m, Ty::Ptr), LayoutWord::Inline(1 | 1 << 2 | 1 << 7));
        let string = Ty::Agg(m.agg(Agg::Struct([Ty::Ptr, Ty::I32].into())));
        assert_eq!(word(&m, string), LayoutWord::Inline(1 | 2 << 2 | 1 << 7));
        // What repeats is given once.
        let four = Ty::Agg(m.agg(Agg::Array(string, 4)));
        let pair = Ty::Agg(m.agg(Agg::Struct([four, string].into())));
        assert_eq!(word(&m, pair), word(&m, string));
        let ints = Ty::Agg(m.agg(Agg::Array(Ty::I32, 30)));
        let long = Ty::Agg(m.agg(Agg::Struct([Ty::Ptr, ints, Ty::I8, Ty::Ptr].into())));
        assert_eq!(word(&m, long), LayoutWord::Table(vec![33, 1, 1]));
    }

    #[test]
    fn as_in_c() {
        let mut m = Module::default();
        let inner = m.agg(Agg::Struct([Ty::I8, Ty::I16].into()));
        let fields = [Ty::Bool, Ty::I64, Ty::Agg(inner), Ty::Ptr, Ty::I8];
        let outer = m.agg(Agg::Struct(fields.into()));
        let offsets: Vec<u64> = (0..5).map(|i| field_offset(&m, outer, i)).collect();
        assert_eq!(offsets, [0, 8, 16, 20, 24]);
        assert_eq!((size_of(&m, Ty::Agg(outer)), align_of(&m, Ty::Agg(outer))), (32, 8));
        let array = m.agg(Agg::Array(Ty::Agg(inner), 3));
        assert_eq!(size_of(&m, Ty::Agg(array)), 12);
        let empty = m.agg(Agg::Struct([].into()));
        assert_eq!((size_of(&m, Ty::Agg(empty)), align_of(&m, Ty::Agg(empty))), (0, 1));
    }
}
