//! The types that each operation needs and gives.

use super::*;

impl Checker<'_> {
    pub(super) fn inst(&self, inst: &Inst) -> Result<()> {
        let gives = self.op(&inst.op, inst.result)?;
        match (gives, inst.result) {
            (None, None) => Ok(()),
            (None, Some(v)) => bail!("{v}: the operation has no result"),
            // The result of a call may go unnamed.
            (Some(_), None) => match inst.op {
                Op::Call { .. } | Op::Asm { .. } | Op::Intrinsic(..) => Ok(()),
                _ => bail!("the result has no name"),
            },
            (Some(ty), Some(v)) => {
                let found = self.f.values[v];
                ensure!(found == ty, "{v} is {}, not {}", self.show(found), self.show(ty));
                Ok(())
            }
        }
    }

    /// Checks the operands; the type of the result.
    fn op(&self, op: &Op, result: Option<ValueId>) -> Result<Option<Ty>> {
        let own = result.map(|v| self.f.values[v]);
        Ok(match op {
            Op::Bin(op, a, b) => Some(self.bin(*op, *a, *b)?),
            Op::Cmp(op, a, b) => {
                self.cmp(*op, *a, *b)?;
                Some(Ty::Bool)
            }
            Op::FNeg(a) => {
                let ty = self.ty(*a)?;
                ensure!(ty.is_float(), "{a} is no float");
                Some(ty)
            }
            Op::Cast(op, v) => {
                self.cast(*op, self.ty(*v)?, own)?;
                own
            }
            Op::Select(c, a, b) => {
                self.want(*c, Ty::Bool)?;
                let ty = self.ty(*a)?;
                self.want(*b, ty)?;
                Some(ty)
            }
            Op::Load { ptr, .. } => {
                self.want(*ptr, Ty::Ptr)?;
                ensure!(own.is_some(), "the result has no name");
                own
            }
            Op::Store { ptr, value, ty, .. } => {
                self.want(*ptr, Ty::Ptr)?;
                self.want(*value, *ty)?;
                None
            }
            Op::FieldAddr { .. } | Op::ElemAddr { .. } => {
                self.address(op)?;
                Some(Ty::Ptr)
            }
            Op::MakeAgg(parts) => {
                let Some(ty @ Ty::Agg(id)) = own else { bail!("the result is no aggregate") };
                let count = self.count(id);
                ensure!(parts.len() as u64 == count, "{} parts, not {count}", parts.len());
                for (i, part) in parts.iter().enumerate() {
                    self.want(*part, self.m.part_ty(ty, i as u32))?;
                }
                own
            }
            Op::Extract(agg, i) => {
                let ty = self.ty(*agg)?;
                let Ty::Agg(id) = ty else { bail!("{agg} is no aggregate") };
                ensure!((*i as u64) < self.count(id), "{} has no part {i}", self.show(ty));
                Some(self.m.part_ty(ty, *i))
            }
            Op::Copy { .. } | Op::Zero { .. } | Op::MemMove { .. } | Op::MemZero { .. } => {
                self.memory(op)?;
                None
            }
            Op::New { ty, .. } => {
                ensure!(ty_exists(self.m, *ty), "unknown type {ty}");
                let Some(alloc) = self.m.alloc else { bail!("the module has no allocator") };
                let sig = self.m.sig_def(self.m.funcs[alloc].sig);
                let fine = *sig.params == [Ty::I32, Ty::I32] && sig.result == Some(Ty::Ptr);
                ensure!(fine, "the allocator is not (i32, i32) -> ptr");
                Some(Ty::Ptr)
            }
            Op::Call { callee, args } => self.call(callee, args)?,
            Op::Check { cond, kind, args } => {
                self.check(*cond, *kind, args)?;
                None
            }
            Op::Asm { args, .. } => {
                args.iter().try_for_each(|a| self.ty(*a).map(|_| ()))?;
                own
            }
            Op::Intrinsic(i, args) => self.intrinsic(*i, args, own)?,
        })
    }

    fn count(&self, id: AggId) -> u64 {
        match self.m.agg_def(id) {
            Agg::Struct(fields) => fields.len() as u64,
            Agg::Array(_, n) => *n,
        }
    }

    fn bin(&self, op: BinOp, a: Operand, b: Operand) -> Result<Ty> {
        let ty = self.ty(a)?;
        self.want(b, ty)?;
        let float = matches!(op, BinOp::FAdd | BinOp::FSub | BinOp::FMul | BinOp::FDiv);
        ensure!(if float { ty.is_float() } else { ty.is_int() }, "on {}", self.show(ty));
        Ok(ty)
    }

    fn cmp(&self, op: CmpOp, a: Operand, b: Operand) -> Result<()> {
        let ty = self.ty(a)?;
        self.want(b, ty)?;
        let fine = match op {
            CmpOp::Eq | CmpOp::Ne => ty.is_int() || ty == Ty::Ptr,
            CmpOp::FEq | CmpOp::FNe | CmpOp::FLt | CmpOp::FLe | CmpOp::FGt | CmpOp::FGe => {
                ty.is_float()
            }
            _ => ty.is_int() || ty == Ty::Ptr,
        };
        ensure!(fine, "on {}", self.show(ty));
        Ok(())
    }

    fn cast(&self, op: CastOp, from: Ty, to: Option<Ty>) -> Result<()> {
        let Some(to) = to else { bail!("the result has no name") };
        let ints = from.is_int() && to.is_int();
        let fine = match op {
            CastOp::Trunc => ints && from.bits() > to.bits(),
            CastOp::ZExt | CastOp::SExt => ints && from.bits() < to.bits(),
            CastOp::FTrunc => from == Ty::F64 && to == Ty::F32,
            CastOp::FExt => from == Ty::F32 && to == Ty::F64,
            CastOp::SToF | CastOp::UToF => from.is_int() && to.is_float(),
            CastOp::FToS | CastOp::FToU => from.is_float() && to.is_int(),
            CastOp::PtrToInt => from == Ty::Ptr && to.is_int(),
            CastOp::IntToPtr => from.is_int() && to == Ty::Ptr,
            CastOp::Bits => matches!(
                (from, to),
                (Ty::F32, Ty::I32) | (Ty::I32, Ty::F32) | (Ty::F64, Ty::I64) | (Ty::I64, Ty::F64)
            ),
        };
        ensure!(fine, "from {from} to {to}");
        Ok(())
    }

    fn address(&self, op: &Op) -> Result<()> {
        match op {
            Op::FieldAddr { base, agg, field } => {
                self.want(*base, Ty::Ptr)?;
                ensure!(ty_exists(self.m, Ty::Agg(*agg)), "unknown type {agg}");
                let structure = matches!(self.m.agg_def(*agg), Agg::Struct(_));
                ensure!(structure, "{agg} is no structure");
                ensure!((*field as u64) < self.count(*agg), "{agg} has no field {field}");
            }
            Op::ElemAddr { base, elem, index } => {
                self.want(*base, Ty::Ptr)?;
                ensure!(ty_exists(self.m, *elem), "unknown type {elem}");
                self.want(*index, Ty::I32)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn memory(&self, op: &Op) -> Result<()> {
        match op {
            Op::Copy { dst, src, ty } => {
                ensure!(ty_exists(self.m, *ty), "unknown type {ty}");
                self.want(*dst, Ty::Ptr)?;
                self.want(*src, Ty::Ptr)
            }
            Op::Zero { dst, ty } => {
                ensure!(ty_exists(self.m, *ty), "unknown type {ty}");
                self.want(*dst, Ty::Ptr)
            }
            Op::MemMove { dst, src, len, .. } => {
                self.want(*dst, Ty::Ptr)?;
                self.want(*src, Ty::Ptr)?;
                self.want(*len, Ty::I32)
            }
            Op::MemZero { dst, len, .. } => {
                self.want(*dst, Ty::Ptr)?;
                self.want(*len, Ty::I32)
            }
            _ => Ok(()),
        }
    }

    fn call(&self, callee: &Callee, args: &[Operand]) -> Result<Option<Ty>> {
        let sig = match callee {
            Callee::Func(f) => {
                let Some(f) = self.m.funcs.get(*f) else { bail!("{f} does not exist") };
                f.sig
            }
            Callee::Ptr(code, sig) => {
                self.want(*code, Ty::Ptr)?;
                *sig
            }
        };
        ensure!((sig.0 as usize) < self.m.sigs.len(), "unknown signature {sig}");
        let sig = self.m.sig_def(sig);
        self.args(args, &sig.params)?;
        Ok(sig.result)
    }

    fn args(&self, args: &[Operand], params: &[Ty]) -> Result<()> {
        ensure!(args.len() == params.len(), "{} arguments, not {}", args.len(), params.len());
        args.iter().zip(params).try_for_each(|(arg, ty)| self.want(*arg, *ty))
    }

    fn check(&self, cond: Operand, kind: CheckKind, args: &[Operand]) -> Result<()> {
        self.want(cond, Ty::Bool)?;
        if self.m.checks.is_empty() {
            // Failed checks trap.
            return Ok(());
        }
        let Some(f) = self.m.checks.get(&kind) else { bail!("no function reports {kind:?}") };
        let sig = self.m.sig_def(self.m.funcs[*f].sig);
        ensure!(sig.result.is_none(), "the function that reports {kind:?} has a result");
        self.args(args, &sig.params)
    }

    fn intrinsic(&self, i: Intrinsic, args: &[Operand], own: Option<Ty>) -> Result<Option<Ty>> {
        let types: Vec<Ty> = args.iter().map(|a| self.ty(*a)).collect::<Result<_>>()?;
        let same = |n: usize, kind: fn(Ty) -> bool| {
            let fine = types.len() == n && types.iter().all(|t| Some(*t) == own && kind(*t));
            ensure!(fine, "needs {n} operands of the result's type");
            Ok(own)
        };
        let word = |t: Ty| t.is_int() && t != Ty::Bool || t == Ty::Ptr;
        match i {
            Intrinsic::Clz | Intrinsic::Ctz | Intrinsic::PopCount | Intrinsic::BitReverse => {
                same(1, Ty::is_int)
            }
            Intrinsic::ByteSwap => same(1, |t| t.bits() >= 16),
            Intrinsic::MulHighU => same(2, Ty::is_int),
            Intrinsic::Sqrt | Intrinsic::Fabs | Intrinsic::Floor | Intrinsic::Ceil => {
                same(1, Ty::is_float)
            }
            Intrinsic::TruncF => same(1, Ty::is_float),
            Intrinsic::CopySign => same(2, Ty::is_float),
            Intrinsic::Fma => same(3, Ty::is_float),
            Intrinsic::AtomicLoad => {
                ensure!(types == [Ty::Ptr] && own.is_some_and(word), "needs (ptr), gives a word");
                Ok(own)
            }
            Intrinsic::AtomicStore => {
                ensure!(matches!(*types, [Ty::Ptr, t] if word(t)), "needs (ptr, value)");
                Ok(None)
            }
            Intrinsic::AtomicAdd | Intrinsic::AtomicAnd | Intrinsic::AtomicOr => {
                let fine = matches!(*types, [Ty::Ptr, t] if word(t) && t.is_int());
                ensure!(fine, "needs (ptr, integer)");
                Ok(Some(types[1]))
            }
            Intrinsic::AtomicXchg => {
                ensure!(matches!(*types, [Ty::Ptr, t] if word(t)), "needs (ptr, value)");
                Ok(Some(types[1]))
            }
            Intrinsic::AtomicCas => {
                let fine = matches!(*types, [Ty::Ptr, a, b] if word(a) && a == b);
                ensure!(fine, "needs (ptr, old, new)");
                Ok(Some(Ty::Bool))
            }
            Intrinsic::Fence | Intrinsic::Trap => {
                ensure!(types.is_empty(), "takes nothing");
                Ok(None)
            }
            Intrinsic::FrameAddress | Intrinsic::ReturnAddress | Intrinsic::StackPointer => {
                ensure!(types.is_empty(), "takes nothing");
                Ok(Some(Ty::Ptr))
            }
        }
    }
}
