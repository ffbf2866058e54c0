//! Ids, types and operands.

use crate::base::source::Pos;
use crate::define_index;

define_index!(
    /// A function of the module.
    FuncId,
    "f"
);
define_index!(
    /// A global of the module.
    GlobalId,
    "g"
);
define_index!(
    /// A structure or array type of the module.
    AggId,
    "agg"
);
define_index!(
    /// A function type of the module, for indirect calls.
    SigId,
    "sig"
);
define_index!(
    /// A temporary of a function, assigned once.
    ValueId,
    "v"
);
define_index!(
    /// A stack slot of a function.
    SlotId,
    "s"
);
define_index!(
    /// A basic block of a function.
    BlockId,
    "b"
);
define_index!(
    /// A lexical scope of a function, for debug information. 0 is the function itself.
    ScopeIdx,
    "scope"
);
define_index!(
    /// A type as the debugger shows it.
    DebugTypeId,
    "dt"
);

/// A machine-level type. Sizes and alignments are those of the C ABI of the target.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Ty {
    /// One bit as a temporary, one byte (0 or 1) in memory.
    Bool,
    I8,
    I16,
    I32,
    I64,
    F32,
    F64,
    Ptr,
    Agg(AggId),
}

impl Ty {
    pub fn is_int(self) -> bool {
        matches!(self, Ty::Bool | Ty::I8 | Ty::I16 | Ty::I32 | Ty::I64)
    }

    pub fn is_float(self) -> bool {
        matches!(self, Ty::F32 | Ty::F64)
    }

    /// Width of an integer in bits; 0 for other types.
    pub fn bits(self) -> u32 {
        match self {
            Ty::Bool => 1,
            Ty::I8 => 8,
            Ty::I16 => 16,
            Ty::I32 => 32,
            Ty::I64 => 64,
            _ => 0,
        }
    }
}

/// An aggregate; equal ones have one id in a module.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Agg {
    Struct(Box<[Ty]>),
    Array(Ty, u64),
}

/// Parameters and results of a function. Several results are returned as one structure.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Sig {
    pub params: Box<[Ty]>,
    /// `None`: nothing is returned.
    pub result: Option<Ty>,
}

/// What an instruction reads.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Operand {
    Value(ValueId),
    /// An integer (or `Bool`) constant; the bits above the type's width are zero.
    Int(Ty, u64),
    /// The bits of an `F32` or `F64` constant.
    Float(Ty, u64),
    /// The nil pointer.
    Null,
    /// All zero bits of any type.
    Zero(Ty),
    /// Any value at all.
    Undef(Ty),
    /// The address of a stack slot.
    Slot(SlotId),
    /// The address of a global.
    Global(GlobalId),
    /// The address of a function.
    Func(FuncId),
}

impl Operand {
    pub fn i32(v: i32) -> Operand {
        Operand::Int(Ty::I32, v as u32 as u64)
    }

    pub fn bool(v: bool) -> Operand {
        Operand::Int(Ty::Bool, v as u64)
    }
}

/// Where in the source an instruction comes from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Loc {
    /// [`Pos::NONE`] for code without a source.
    pub pos: Pos,
    pub scope: u32,
}
