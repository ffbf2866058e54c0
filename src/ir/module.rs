//! The module: a whole program.

use super::entities::*;
use super::function::{CheckKind, Function};
use crate::base::index::IndexVec;
use crate::base::source::Pos;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

#[derive(Default)]
pub struct Module {
    pub aggs: IndexSet<Agg, FxBuildHasher>,
    pub sigs: IndexSet<Sig, FxBuildHasher>,
    pub globals: IndexVec<GlobalId, Global>,
    pub funcs: IndexVec<FuncId, Function>,
    pub debug_types: IndexVec<DebugTypeId, DebugType>,
    /// The run-time function for each kind of failed check that occurs.
    pub checks: std::collections::BTreeMap<CheckKind, FuncId>,
    /// `runtime.alloc(size uintptr, flags uintptr) unsafe.Pointer`, if an [`super::function::Op::New`] occurs; flags bit
    /// 0: the object holds no pointers.
    pub alloc: Option<FuncId>,
    /// What a collector that marks in steps needs; see [`Barriers`].
    pub barriers: Option<Barriers>,
}

/// The run-time functions that tell a collector which pointers are overwritten while it marks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Barriers {
    /// `(p, v)`: tells of the pointer at `p` and stores `v` there.
    pub store: FuncId,
    /// `(p)`: tells of the pointer at `p`.
    pub shade: FuncId,
    /// `(p, n)`: tells of all pointers in the `n` bytes at `p`.
    pub shade_range: FuncId,
}

impl Barriers {
    /// The functions themselves.
    pub fn funcs(&self) -> [FuncId; 3] {
        [self.store, self.shade, self.shade_range]
    }

    /// The same by other numbers.
    pub fn map(self, mut new: impl FnMut(FuncId) -> FuncId) -> Barriers {
        Barriers {
            store: new(self.store),
            shade: new(self.shade),
            shade_range: new(self.shade_range),
        }
    }
}

impl Module {
    pub fn agg(&mut self, agg: Agg) -> AggId {
        AggId(self.aggs.insert_full(agg).0 as u32)
    }

    pub fn agg_def(&self, id: AggId) -> &Agg {
        &self.aggs[id.0 as usize]
    }

    /// The type of part `i` of the aggregate type `ty`; `ty` itself if it is no aggregate.
    pub fn part_ty(&self, ty: Ty, i: u32) -> Ty {
        let Ty::Agg(id) = ty else { return ty };
        match self.agg_def(id) {
            Agg::Struct(fields) => fields[i as usize],
            Agg::Array(elem, _) => *elem,
        }
    }

    pub fn sig(&mut self, sig: Sig) -> SigId {
        SigId(self.sigs.insert_full(sig).0 as u32)
    }

    pub fn sig_def(&self, id: SigId) -> &Sig {
        &self.sigs[id.0 as usize]
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct Global {
    pub name: String,
    pub ty: Ty,
    /// `None`: defined elsewhere (linker script, assembly, C).
    pub init: Option<Const>,
    /// Never written: may stay in flash.
    pub constant: bool,
    /// In bytes; 0 is the type's own.
    pub align: u32,
    pub section: Option<String>,
    /// Seen by the linker and kept.
    pub export: bool,
    /// Only the content matters, not the address: equal ones may be merged.
    pub unnamed: bool,
    /// Name, type and place for the debugger.
    pub debug: Option<(String, DebugTypeId, Pos)>,
}

/// A constant initial value; its type is that of the place it fills.
#[derive(Clone, PartialEq, Debug)]
pub enum Const {
    Zero,
    Undef,
    Int(u64),
    /// Bits of an F32 or F64.
    Float(u64),
    /// Fills an array of I8.
    Bytes(Vec<u8>),
    /// Fields of a structure or elements of an array; missing trailing elements are zero.
    Agg(Vec<Const>),
    /// The address of a global plus a number of bytes.
    Global(GlobalId, i64),
    Func(FuncId),
    /// A pointer with this address.
    Addr(u64),
}

/// A type as the debugger shows it.
#[derive(Clone, PartialEq, Debug)]
pub enum DebugType {
    /// Not filled in yet (recursive types are entered before they are described).
    Pending,
    Basic {
        name: String,
        bits: u32,
        encoding: DebugEncoding,
    },
    Pointer {
        to: Option<DebugTypeId>,
    },
    /// Offsets and sizes in bytes.
    Struct {
        name: String,
        size: u64,
        align: u64,
        fields: Vec<DebugField>,
    },
    Array {
        elem: DebugTypeId,
        len: u64,
        size: u64,
    },
    Named {
        name: String,
        of: DebugTypeId,
    },
    Func,
}

#[derive(Clone, PartialEq, Debug)]
pub struct DebugField {
    pub name: String,
    pub ty: DebugTypeId,
    pub offset: u64,
    pub size: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DebugEncoding {
    Bool,
    Signed,
    Unsigned,
    Float,
    Complex,
    Char,
}
