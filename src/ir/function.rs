//! Functions: blocks of instructions.

use super::entities::*;
use crate::base::index::IndexVec;
use crate::base::source::Pos;

#[derive(Clone, PartialEq, Debug)]
pub struct Function {
    /// The symbol: `import/path.Func`, `import/path.Type.Method`, `import/path.(*Type).Method`,
    /// `import/path.Func.func1` for literals, or the name given by `//export`/`//go:linkname`.
    pub name: String,
    pub sig: SigId,
    /// The temporaries that hold the parameters at entry.
    pub params: Vec<ValueId>,
    /// Empty for a function defined elsewhere (assembly, C).
    pub blocks: IndexVec<BlockId, Block>,
    /// The type of every temporary.
    pub values: IndexVec<ValueId, Ty>,
    pub slots: IndexVec<SlotId, Slot>,
    pub attrs: Attrs,
    pub pos: Pos,
    /// Lexical scopes inside the function: the parent and the start; scope 0 is the function.
    pub scopes: Vec<(u32, Pos)>,
    /// How the debugger names it (`main.f`); empty: no debug information.
    pub debug_name: String,
}

impl Function {
    /// A function without a body, without parameters' values, attributes or debug information.
    pub fn new(name: String, sig: SigId) -> Function {
        Function {
            name,
            sig,
            params: Vec::new(),
            blocks: IndexVec::new(),
            values: IndexVec::new(),
            slots: IndexVec::new(),
            attrs: Attrs::default(),
            pos: Pos::NONE,
            scopes: Vec::new(),
            debug_name: String::new(),
        }
    }

    /// Is it defined elsewhere?
    pub fn is_external(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The type of an operand of this function.
    pub fn operand_ty(&self, op: Operand) -> Ty {
        match op {
            Operand::Value(v) => self.values[v],
            Operand::Int(t, _) | Operand::Float(t, _) | Operand::Zero(t) | Operand::Undef(t) => t,
            Operand::Null | Operand::Slot(_) | Operand::Global(_) | Operand::Func(_) => Ty::Ptr,
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Attrs {
    /// Seen by the linker and kept: exported, or called from assembly or C.
    pub export: bool,
    pub noinline: bool,
    pub always_inline: bool,
    pub noreturn: bool,
    /// Rarely executed (panics).
    pub cold: bool,
    /// Linker section, such as `.ramfunc`.
    pub section: Option<String>,
    /// Neither it nor what it calls may allocate on the heap (`//go:noheap`).
    pub no_heap: bool,
    /// Weak definition: another one wins at link time.
    pub weak: bool,
    /// It can be on the stack when the program asks for its callers: each of its calls stays where
    /// the source has it.
    pub traced: bool,
}

/// A variable in memory. What is loaded before anything was stored is undefined; lowering
/// stores the zero value.
#[derive(Clone, PartialEq, Debug)]
pub struct Slot {
    pub ty: Ty,
    pub debug: Option<DebugVar>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DebugVar {
    pub name: String,
    pub ty: DebugTypeId,
    pub pos: Pos,
    pub scope: u32,
    /// From 1 for a parameter, 0 for other variables.
    pub arg: u32,
    /// The slot holds a pointer to the variable rather than the variable.
    pub indirect: bool,
}

#[derive(Clone, PartialEq, Debug, Default)]
pub struct Block {
    pub insts: Vec<Inst>,
    /// `None` only while the block is being built.
    pub term: Option<Term>,
    pub term_loc: Loc,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Inst {
    pub op: Op,
    pub result: Option<ValueId>,
    pub loc: Loc,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Op {
    Bin(BinOp, Operand, Operand),
    /// Yields `Bool`.
    Cmp(CmpOp, Operand, Operand),
    FNeg(Operand),
    /// To the result's type.
    Cast(CastOp, Operand),
    /// `cond ? a : b`
    Select(Operand, Operand, Operand),
    /// Loads the result's type.
    Load {
        ptr: Operand,
        volatile: bool,
    },
    /// `ty` is the type of `value`.
    Store {
        ptr: Operand,
        value: Operand,
        ty: Ty,
        volatile: bool,
    },
    /// The address of a field of the structure `agg` at `base`.
    FieldAddr {
        base: Operand,
        agg: AggId,
        field: u32,
    },
    /// The address `base + index * size of elem`; `index` is an I32 taken as signed.
    ElemAddr {
        base: Operand,
        elem: Ty,
        index: Operand,
    },
    /// A structure of its parts.
    MakeAgg(Vec<Operand>),
    Extract(Operand, u32),
    /// Copies a `ty` from `src` to `dst`, which do not overlap unless they are equal.
    Copy {
        dst: Operand,
        src: Operand,
        ty: Ty,
    },
    /// Zeroes a `ty`.
    Zero {
        dst: Operand,
        ty: Ty,
    },
    /// Moves `len` bytes (I32, unsigned); the areas may overlap. `pointers`: there may be some.
    MemMove {
        dst: Operand,
        src: Operand,
        len: Operand,
        pointers: bool,
    },
    /// Zeroes `len` bytes (I32, unsigned). `pointers`: there may be some.
    MemZero {
        dst: Operand,
        len: Operand,
        pointers: bool,
    },
    /// A new zeroed object of type `ty`. The escape pass makes it a slot where it can; the heap
    /// pass makes it a call of the allocator.
    New {
        ty: Ty,
        pointer_free: bool,
        why: &'static str,
    },
    Call {
        callee: Callee,
        args: Vec<Operand>,
    },
    /// Goes on if `cond` is true; otherwise calls the run-time function of `kind` with `args`
    /// (which does not return), or traps under `-panic=trap`.
    Check {
        cond: Operand,
        kind: CheckKind,
        args: Vec<Operand>,
    },
    /// Inline assembly in LLVM's syntax of template and constraints; always volatile.
    Asm {
        template: String,
        constraints: String,
        args: Vec<Operand>,
    },
    Intrinsic(Intrinsic, Vec<Operand>),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Callee {
    Func(FuncId),
    Ptr(Operand, SigId),
}

/// On integers of one width, or on floats. Division by zero and the overflowing signed division
/// are undefined here: lowering guards them. A shift count is less than the width.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BinOp {
    Add,
    Sub,
    Mul,
    SDiv,
    UDiv,
    SRem,
    URem,
    And,
    Or,
    Xor,
    Shl,
    LShr,
    AShr,
    FAdd,
    FSub,
    FMul,
    FDiv,
}

/// `Eq` and `Ne` also compare pointers and Bools; the F forms are false on NaN, but `FNe`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CmpOp {
    Eq,
    Ne,
    Slt,
    Sle,
    Sgt,
    Sge,
    Ult,
    Ule,
    Ugt,
    Uge,
    FEq,
    FNe,
    FLt,
    FLe,
    FGt,
    FGe,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CastOp {
    Trunc,
    ZExt,
    SExt,
    FTrunc,
    FExt,
    SToF,
    UToF,
    /// A value out of range gives some value.
    FToS,
    FToU,
    PtrToInt,
    IntToPtr,
    /// Same size, other kind (F32 and I32, F64 and I64).
    Bits,
}

/// Why a [`Op::Check`] can fail; [`super::module::Module::checks`] has the functions to call.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CheckKind {
    /// `panicNil()`
    Nil,
    /// `panicIndex(index int, len int)`
    Index,
    /// `panicSliceLen(hi int, len int)`: `s[:hi]` of an array or string
    SliceLen,
    /// `panicSliceCap(hi int, cap int)`: `s[:hi]` of a slice
    SliceCap,
    /// `panicSliceOrder(lo int, hi int)`: `s[lo:hi]`
    SliceOrder,
    /// `panicSlice3Max(max int, cap int)`, `s[::max]` of a slice
    Slice3Max,
    /// `panicSlice3Len(max int, len int)`, `s[::max]` of an array
    Slice3Len,
    /// `panicSlice3High(hi int, max int)`, `s[:hi:max]`
    Slice3High,
    /// `panicSlice3Low(lo int, hi int)`, `s[lo:hi:]`
    Slice3Low,
    /// `panicSliceToArray(len int, want int)`
    SliceToArray,
    /// `panicDivide()`
    Divide,
    /// `panicShift()`
    Shift,
    /// `panicMakeLen()`: make([]T, len) out of range
    MakeLen,
    /// `panicBounds(x uint64, y int, what uint)`: an index or slice bound x whose type has values
    /// that no int32 shows. `what` is [`CheckKind::bounds`], and 8 if x is an int64.
    Bounds,
}

impl CheckKind {
    pub const ALL: [CheckKind; 14] = [
        CheckKind::Nil,
        CheckKind::Index,
        CheckKind::SliceLen,
        CheckKind::SliceCap,
        CheckKind::SliceOrder,
        CheckKind::Slice3Max,
        CheckKind::Slice3Len,
        CheckKind::Slice3High,
        CheckKind::Slice3Low,
        CheckKind::SliceToArray,
        CheckKind::Divide,
        CheckKind::Shift,
        CheckKind::MakeLen,
        CheckKind::Bounds,
    ];

    /// The function of package runtime that reports it.
    pub fn runtime_name(self) -> &'static str {
        match self {
            CheckKind::Nil => "panicNil",
            CheckKind::Index => "panicIndex",
            CheckKind::SliceLen => "panicSliceLen",
            CheckKind::SliceCap => "panicSliceCap",
            CheckKind::SliceOrder => "panicSliceOrder",
            CheckKind::Slice3Max => "panicSlice3Max",
            CheckKind::Slice3Len => "panicSlice3Len",
            CheckKind::Slice3High => "panicSlice3High",
            CheckKind::Slice3Low => "panicSlice3Low",
            CheckKind::SliceToArray => "panicSliceToArray",
            CheckKind::Divide => "panicDivide",
            CheckKind::Shift => "panicShift",
            CheckKind::MakeLen => "panicMakeLen",
            CheckKind::Bounds => "panicBounds",
        }
    }

    /// The number that package runtime has for a check of an index or a slice bound.
    pub fn bounds(self) -> Option<i32> {
        match self {
            CheckKind::Index => Some(0),
            CheckKind::SliceLen => Some(1),
            CheckKind::SliceCap => Some(2),
            CheckKind::SliceOrder => Some(3),
            CheckKind::Slice3Max => Some(4),
            CheckKind::Slice3High => Some(5),
            CheckKind::Slice3Low => Some(6),
            CheckKind::Slice3Len => Some(7),
            _ => None,
        }
    }
}

/// Operations that LLVM knows by name. Operand and result types are equal unless said otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Intrinsic {
    /// Leading zeros; of zero: the width.
    Clz,
    Ctz,
    PopCount,
    ByteSwap,
    BitReverse,
    /// `(a, b)`: the high half of the unsigned product
    MulHighU,
    Sqrt,
    Fabs,
    Floor,
    Ceil,
    TruncF,
    Fma,
    CopySign,
    /// `(ptr)`, sequentially consistent, result I8 to I64 or Ptr
    AtomicLoad,
    /// `(ptr, value)`
    AtomicStore,
    /// `(ptr, value)` gives the old value
    AtomicAdd,
    AtomicAnd,
    AtomicOr,
    AtomicXchg,
    /// `(ptr, old, new)` gives Bool: swapped
    AtomicCas,
    /// A compiler and processor fence
    Fence,
    /// Never returns
    Trap,
    /// The address of the current frame / the return address, as Ptr
    FrameAddress,
    ReturnAddress,
    /// The stack pointer as Ptr
    StackPointer,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Term {
    Br(BlockId),
    CondBr {
        cond: Operand,
        then: BlockId,
        els: BlockId,
    },
    /// On an integer; the cases differ.
    Switch {
        value: Operand,
        ty: Ty,
        cases: Vec<(u64, BlockId)>,
        default: BlockId,
    },
    Ret(Option<Operand>),
    Unreachable,
}
