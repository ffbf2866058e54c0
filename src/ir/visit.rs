//! What an instruction, a terminator or a constant refers to, one by one, to read or to replace.

use super::entities::*;
use super::function::*;
use super::module::Const;

/// The same walk over `&Op` and `&mut Op`; `$iter` is `iter` or `iter_mut`.
macro_rules! walk_op {
    ($op:expr, $f:expr, $iter:ident) => {
        match $op {
            Op::Bin(_, a, b) | Op::Cmp(_, a, b) => {
                $f(a);
                $f(b);
            }
            Op::FNeg(a) | Op::Cast(_, a) | Op::Extract(a, _) => $f(a),
            Op::Select(a, b, c) => {
                $f(a);
                $f(b);
                $f(c);
            }
            Op::Load { ptr, .. } => $f(ptr),
            Op::Store { ptr, value, .. } => {
                $f(ptr);
                $f(value);
            }
            Op::FieldAddr { base, .. } => $f(base),
            Op::ElemAddr { base, index, .. } => {
                $f(base);
                $f(index);
            }
            Op::MakeAgg(parts) => parts.$iter().for_each($f),
            Op::Copy { dst, src, .. } => {
                $f(dst);
                $f(src);
            }
            Op::Zero { dst, .. } => $f(dst),
            Op::MemMove { dst, src, len, .. } => {
                $f(dst);
                $f(src);
                $f(len);
            }
            Op::MemZero { dst, len, .. } => {
                $f(dst);
                $f(len);
            }
            Op::New { .. } => {}
            Op::Call { callee, args } => {
                if let Callee::Ptr(code, _) = callee {
                    $f(code);
                }
                args.$iter().for_each($f);
            }
            Op::Check { cond, args, .. } => {
                $f(cond);
                args.$iter().for_each($f);
            }
            Op::Asm { args, .. } | Op::Intrinsic(_, args) => args.$iter().for_each($f),
        }
    };
}

impl Op {
    /// Every operand that is read, the code address of an indirect call among them.
    pub fn operands(&self, mut f: impl FnMut(&Operand)) {
        walk_op!(self, f, iter)
    }

    pub fn operands_mut(&mut self, mut f: impl FnMut(&mut Operand)) {
        walk_op!(self, f, iter_mut)
    }

    /// Does it do nothing but give its result? A load may go away too, unless it is volatile.
    pub fn is_pure(&self) -> bool {
        match self {
            Op::Bin(..)
            | Op::Cmp(..)
            | Op::FNeg(_)
            | Op::Cast(..)
            | Op::Select(..)
            | Op::FieldAddr { .. }
            | Op::ElemAddr { .. }
            | Op::MakeAgg(_)
            | Op::Extract(..)
            | Op::New { .. } => true,
            Op::Load { volatile, .. } => !volatile,
            Op::Intrinsic(i, _) => i.is_pure(),
            _ => false,
        }
    }
}

impl Intrinsic {
    /// Does it only compute?
    pub fn is_pure(self) -> bool {
        !matches!(
            self,
            Intrinsic::AtomicLoad
                | Intrinsic::AtomicStore
                | Intrinsic::AtomicAdd
                | Intrinsic::AtomicAnd
                | Intrinsic::AtomicOr
                | Intrinsic::AtomicXchg
                | Intrinsic::AtomicCas
                | Intrinsic::Fence
                | Intrinsic::Trap
        )
    }
}

impl Term {
    pub fn operands(&self, mut f: impl FnMut(&Operand)) {
        match self {
            Term::Br(_) | Term::Ret(None) | Term::Unreachable => {}
            Term::CondBr { cond: v, .. } | Term::Switch { value: v, .. } | Term::Ret(Some(v)) => {
                f(v)
            }
        }
    }

    pub fn operands_mut(&mut self, mut f: impl FnMut(&mut Operand)) {
        match self {
            Term::Br(_) | Term::Ret(None) | Term::Unreachable => {}
            Term::CondBr { cond: v, .. } | Term::Switch { value: v, .. } | Term::Ret(Some(v)) => {
                f(v)
            }
        }
    }

    /// Where it may go on, in order, possibly with repetitions.
    pub fn successors(&self, mut f: impl FnMut(BlockId)) {
        match self {
            Term::Br(b) => f(*b),
            Term::CondBr { then, els, .. } => {
                f(*then);
                f(*els);
            }
            Term::Switch { cases, default, .. } => {
                cases.iter().for_each(|(_, b)| f(*b));
                f(*default);
            }
            Term::Ret(_) | Term::Unreachable => {}
        }
    }

    pub fn successors_mut(&mut self, mut f: impl FnMut(&mut BlockId)) {
        match self {
            Term::Br(b) => f(b),
            Term::CondBr { then, els, .. } => {
                f(then);
                f(els);
            }
            Term::Switch { cases, default, .. } => {
                cases.iter_mut().for_each(|(_, b)| f(b));
                f(default);
            }
            Term::Ret(_) | Term::Unreachable => {}
        }
    }
}

impl Const {
    /// Every global and function that the constant refers to.
    pub fn references(&self, global: &mut impl FnMut(GlobalId), func: &mut impl FnMut(FuncId)) {
        match self {
            Const::Global(g, _) => global(*g),
            Const::Func(f) => func(*f),
            Const::Agg(parts) => parts.iter().for_each(|p| p.references(global, func)),
            _ => {}
        }
    }

    /// The same, to be replaced.
    pub fn references_mut(
        &mut self,
        global: &mut impl FnMut(&mut GlobalId),
        func: &mut impl FnMut(&mut FuncId),
    ) {
        match self {
            Const::Global(g, _) => global(g),
            Const::Func(f) => func(f),
            Const::Agg(parts) => parts.iter_mut().for_each(|p| p.references_mut(global, func)),
            _ => {}
        }
    }
}
