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

#[cfg(test)]
mod tests {
    use super::*;

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
