//! Runs code of the IR over [`Memory`]. Whatever it cannot do, or must not, stops it.

use super::memory::{Memory, ObjId, Origin, Reloc, Word};
use super::reach::Taint;
use super::value::{self, Value};
use super::{Eval, stop};
use crate::base::index::IndexVec;
use crate::ir::entities::*;
use crate::ir::function::*;
use crate::ir::module::Module;

/// Instructions that one initialiser may take, and all together.
const MOST_STEPS: u32 = 1 << 18;
const MOST_STEPS_ALL: u32 = 1 << 20;
/// Calls within calls.
const MOST_FRAMES: usize = 200;

/// Functions of the runtime system that the machine does itself.
#[derive(Clone, Copy, PartialEq)]
enum Known {
    /// Interpreted like any other.
    Code,
    /// The allocator.
    Alloc,
    /// Any number will do.
    Random,
    /// How much memory is free: enough.
    HeapFree,
    MemEqual,
    /// Calls a piece of code under which panics can be recovered.
    Try,
    /// The goroutine that runs.
    Current,
    /// Does nothing at all.
    Keep,
    /// Works on goroutines or the heap itself.
    Refused,
}

fn known(name: &str) -> Known {
    match name {
        "runtime.alloc" => Known::Alloc,
        "runtime.fastrand" => Known::Random,
        "runtime.heapFree" => Known::HeapFree,
        "runtime.memequal" => Known::MemEqual,
        "embgo_try" => Known::Try,
        "runtime.getg" => Known::Current,
        "embgo_keep" => Known::Keep,
        "runtime.newproc" | "runtime.gopanic" | "runtime.panicvalue" => Known::Refused,
        _ => Known::Code,
    }
}

/// A call that runs.
struct Frame {
    func: FuncId,
    values: Vec<Value>,
    slots: Vec<Option<ObjId>>,
    block: BlockId,
    next: usize,
    /// What the caller takes from it.
    result: Returns,
}

#[derive(Clone, Copy)]
enum Returns {
    To(Option<ValueId>),
    /// This number instead of its own result.
    Number(Option<ValueId>, u64),
}

pub struct Machine<'a> {
    m: &'a Module,
    pub memory: Memory<'a>,
    pub taint: Taint<'a>,
    known: IndexVec<FuncId, Known>,
    /// Stands for the goroutine that initialises the program.
    current: Option<ObjId>,
    random: u32,
    steps: u32,
    all_steps: u32,
    frames: Vec<Frame>,
}

impl<'a> Machine<'a> {
    pub fn new(m: &'a Module, taint: Taint<'a>) -> Machine<'a> {
        let known = m.funcs.iter().map(|f| known(&f.name)).collect();
        Machine {
            m,
            memory: Memory::new(m),
            taint,
            known,
            current: None,
            random: 0x2545_f491,
            steps: 0,
            all_steps: MOST_STEPS_ALL,
            frames: Vec::new(),
        }
    }

    /// Calls a function without parameters.
    pub fn run(&mut self, f: FuncId) -> Eval<()> {
        self.steps = MOST_STEPS.min(self.all_steps);
        let before = self.steps;
        let end = self.enter(f, &[], Returns::To(None)).and_then(|()| self.go());
        self.all_steps -= before - self.steps;
        if end.is_err() {
            self.frames.clear();
            self.current = None;
        }
        end
    }

    fn enter(&mut self, id: FuncId, args: &[Value], result: Returns) -> Eval<()> {
        let f = &self.m.funcs[id];
        if f.is_external() || f.attrs.weak || self.frames.len() == MOST_FRAMES {
            return stop("a call of something unknown");
        }
        if args.len() != f.params.len() {
            return stop("a call with other arguments");
        }
        let mut values = vec![Value::NULL; f.values.len()];
        for (p, arg) in f.params.iter().zip(args) {
            values[p.0 as usize] = arg.clone();
        }
        let slots = vec![None; f.slots.len()];
        self.frames.push(Frame { func: id, values, slots, block: BlockId(0), next: 0, result });
        Ok(())
    }

    fn go(&mut self) -> Eval<()> {
        while let Some(frame) = self.frames.last_mut() {
            if self.steps == 0 {
                return stop("much work");
            }
            self.steps -= 1;
            let m = self.m;
            let f = &m.funcs[frame.func];
            let block = &f.blocks[frame.block];
            match block.insts.get(frame.next) {
                Some(inst) => {
                    frame.next += 1;
                    self.inst(f, inst)?;
                }
                None => self.term(block.term.as_ref())?,
            }
        }
        Ok(())
    }

    fn jump(&mut self, to: BlockId) {
        if let Some(frame) = self.frames.last_mut() {
            (frame.block, frame.next) = (to, 0);
        }
    }

    fn term(&mut self, term: Option<&Term>) -> Eval<()> {
        match term {
            Some(Term::Br(to)) => self.jump(*to),
            Some(Term::CondBr { cond, then, els }) => {
                let taken = self.operand(*cond)?.bits()? != 0;
                self.jump(if taken { *then } else { *els });
            }
            Some(Term::Switch { value, cases, default, .. }) => {
                let v = self.operand(*value)?.bits()?;
                let to = cases.iter().find(|(c, _)| *c == v).map_or(*default, |(_, b)| *b);
                self.jump(to);
            }
            Some(Term::Ret(v)) => {
                let v = v.map(|v| self.operand(v)).transpose()?;
                self.leave(v);
            }
            Some(Term::Unreachable) | None => return stop("what cannot happen"),
        }
        Ok(())
    }

    fn leave(&mut self, value: Option<Value>) {
        let Some(frame) = self.frames.pop() else { return };
        for slot in frame.slots.into_iter().flatten() {
            self.memory.drop_content(slot);
        }
        let (to, value) = match frame.result {
            Returns::To(to) => (to, value),
            Returns::Number(to, n) => (to, Some(Value::Bits(n))),
        };
        if let (Some(to), Some(value)) = (to, value) {
            self.set(to, value);
        }
    }

    fn set(&mut self, to: ValueId, value: Value) {
        if let Some(frame) = self.frames.last_mut() {
            frame.values[to.0 as usize] = value;
        }
    }

    fn operand(&mut self, op: Operand) -> Eval<Value> {
        let Some(frame) = self.frames.last_mut() else { return stop("no frame") };
        Ok(match op {
            Operand::Value(v) => frame.values[v.0 as usize].clone(),
            Operand::Int(_, v) | Operand::Float(_, v) => Value::Bits(v),
            Operand::Null => Value::NULL,
            Operand::Slot(s) => {
                let known = frame.slots[s.0 as usize];
                let object = match known {
                    Some(o) => o,
                    None => self.make_slot(s)?,
                };
                Value::Addr(object, 0)
            }
            Operand::Global(g) => Value::Addr(self.memory.global(g)?, 0),
            Operand::Func(f) => Value::Code(f),
            Operand::Zero(ty) | Operand::Undef(ty) => zero(self.m, ty),
        })
    }

    fn make_slot(&mut self, s: SlotId) -> Eval<ObjId> {
        let Some(frame) = self.frames.last() else { return stop("no frame") };
        let size = self.memory.size_of(self.m.funcs[frame.func].slots[s].ty);
        let object = self.memory.make(Origin::Frame, size)?;
        if let Some(frame) = self.frames.last_mut() {
            frame.slots[s.0 as usize] = Some(object);
        }
        Ok(object)
    }

    /// The object and place that an operand is the address of.
    fn address(&mut self, op: Operand) -> Eval<(ObjId, i64)> {
        match self.operand(op)? {
            Value::Addr(o, at) => Ok((o, at)),
            _ => stop("an address of no object"),
        }
    }

    fn readable(&mut self, op: Operand) -> Eval<(ObjId, i64)> {
        let place = self.address(op)?;
        self.taint.may_read(&self.memory, place.0)?;
        Ok(place)
    }

    fn writable(&mut self, op: Operand) -> Eval<(ObjId, i64)> {
        let place = self.address(op)?;
        self.taint.may_write(&self.memory, place.0)?;
        Ok(place)
    }

    fn inst(&mut self, f: &Function, inst: &Inst) -> Eval<()> {
        let own = inst.result.map_or(Ty::I32, |v| f.values[v]);
        let value = match &inst.op {
            Op::Store { volatile: true, .. } | Op::Load { volatile: true, .. } | Op::Asm { .. } => {
                return stop("access to hardware");
            }
            Op::Store { ptr, value, ty, .. } => {
                let (o, at) = self.writable(*ptr)?;
                let value = self.operand(*value)?;
                return self.store(o, at, *ty, &value);
            }
            Op::Copy { dst, src, ty } => {
                let (src, dst) = (self.readable(*src)?, self.writable(*dst)?);
                let size = self.memory.size_of(*ty);
                return self.memory.copy(dst, src, size);
            }
            Op::Zero { dst, ty } => {
                let (o, at) = self.writable(*dst)?;
                let size = self.memory.size_of(*ty);
                return self.memory.zero(o, at, size);
            }
            Op::MemMove { dst, src, len, .. } => {
                let len = self.operand(*len)?.bits()?;
                if len == 0 {
                    return Ok(());
                }
                let (src, dst) = (self.readable(*src)?, self.writable(*dst)?);
                return self.memory.copy(dst, src, len);
            }
            Op::MemZero { dst, len, .. } => {
                let len = self.operand(*len)?.bits()?;
                if len == 0 {
                    return Ok(());
                }
                let (o, at) = self.writable(*dst)?;
                return self.memory.zero(o, at, len);
            }
            Op::Check { cond, .. } => {
                let held = self.operand(*cond)?.bits()? != 0;
                return if held { Ok(()) } else { stop("a panic") };
            }
            Op::Call { callee, args } => {
                let args: Vec<Value> =
                    args.iter().map(|a| self.operand(*a)).collect::<Eval<_>>()?;
                return self.call(callee, &args, inst.result);
            }
            op => self.compute(f, op, own)?,
        };
        if let Some(v) = inst.result {
            self.set(v, value);
        }
        Ok(())
    }

    /// What does nothing but give a value.
    fn compute(&mut self, f: &Function, op: &Op, own: Ty) -> Eval<Value> {
        Ok(match op {
            Op::Bin(op, a, b) => {
                let (x, y) = (self.operand(*a)?, self.operand(*b)?);
                match (&x, &y) {
                    (Value::Bits(x), Value::Bits(y)) => Value::Bits(value::bin(*op, own, *x, *y)?),
                    _ => self.address_bin(f, *op, &x, &y)?,
                }
            }
            Op::Cmp(op, a, b) => {
                let ty = f.operand_ty(*a);
                let (x, y) = (self.operand(*a)?, self.operand(*b)?);
                Value::Bits(u64::from(self.compare(*op, ty, &x, &y)?))
            }
            Op::FNeg(a) => Value::Bits(value::neg(own, self.operand(*a)?.bits()?)),
            Op::Cast(op, a) => {
                let from = f.operand_ty(*a);
                match (op, self.operand(*a)?) {
                    (_, Value::Bits(v)) => Value::Bits(value::cast(*op, from, v, own)?),
                    (CastOp::PtrToInt | CastOp::IntToPtr, v) => v,
                    _ => return stop("an address as a number"),
                }
            }
            Op::Select(c, a, b) => {
                let taken = self.operand(*c)?.bits()? != 0;
                self.operand(if taken { *a } else { *b })?
            }
            Op::Load { ptr, .. } => {
                let (o, at) = self.readable(*ptr)?;
                self.load(o, at, own)?
            }
            Op::FieldAddr { base, agg, field } => {
                let offset = self.memory.field_offset(*agg, *field) as i64;
                offset_by(self.operand(*base)?, offset)?
            }
            Op::ElemAddr { base, elem, index } => {
                let index = self.operand(*index)?.bits()? as u32 as i32;
                let size = self.memory.size_of(*elem) as i64;
                offset_by(self.operand(*base)?, i64::from(index) * size)?
            }
            Op::MakeAgg(parts) => {
                Value::Agg(parts.iter().map(|p| self.operand(*p)).collect::<Eval<_>>()?)
            }
            Op::Extract(agg, i) => match self.operand(*agg)? {
                Value::Agg(mut parts) if (*i as usize) < parts.len() => {
                    std::mem::replace(&mut parts[*i as usize], Value::NULL)
                }
                _ => return stop("a part of no aggregate"),
            },
            Op::New { ty, .. } => {
                let size = self.memory.size_of(*ty);
                Value::Addr(self.memory.make(Origin::Heap(Some(*ty)), size)?, 0)
            }
            Op::Intrinsic(i, args) => self.intrinsic(f, *i, args, own)?,
            _ => return stop("something unknown"),
        })
    }

    fn load(&mut self, o: ObjId, at: i64, ty: Ty) -> Eval<Value> {
        if let Ty::Agg(id) = ty {
            let m = self.m;
            let (n, array) = match m.agg_def(id) {
                Agg::Struct(fields) => (fields.len() as u64, None),
                Agg::Array(elem, n) => (*n, Some(self.memory.size_of(*elem))),
            };
            if n > 64 {
                return stop("a large temporary");
            }
            let part = |i| {
                let offset = match array {
                    Some(size) => i * size,
                    None => self.memory.field_offset(id, i as u32),
                };
                self.load(o, at + offset as i64, m.part_ty(ty, i as u32))
            };
            return Ok(Value::Agg((0..n).map(part).collect::<Eval<_>>()?));
        }
        let size = self.memory.size_of(ty);
        Ok(match self.memory.load(o, at, size)? {
            Word::Bits(bits) => Value::Bits(bits),
            Word::Reloc(_) if !matches!(ty, Ty::Ptr | Ty::I32) => {
                return stop("an address as a number");
            }
            Word::Reloc(reloc) => reloc.into(),
        })
    }

    fn store(&mut self, o: ObjId, at: i64, ty: Ty, value: &Value) -> Eval<()> {
        let word = match value {
            Value::Bits(bits) => Word::Bits(*bits),
            Value::Addr(to, offset) => Word::Reloc(Reloc::Addr(*to, *offset)),
            Value::Code(f) => Word::Reloc(Reloc::Code(*f)),
            Value::Agg(parts) => {
                let Ty::Agg(id) = ty else { return stop("an odd store") };
                for (i, part) in parts.iter().enumerate() {
                    let part_ty = self.m.part_ty(ty, i as u32);
                    let offset = match self.m.agg_def(id) {
                        Agg::Struct(_) => self.memory.field_offset(id, i as u32),
                        Agg::Array(..) => i as u64 * self.memory.size_of(part_ty),
                    };
                    self.store(o, at + offset as i64, part_ty, part)?;
                }
                return Ok(());
            }
        };
        let size = self.memory.size_of(ty);
        self.memory.store(o, at, size, word)
    }

    /// Arithmetic on an address that is taken as a number.
    fn address_bin(&self, f: &Function, op: BinOp, x: &Value, y: &Value) -> Eval<Value> {
        let small = |v: u64| i64::from(v as u32 as i32);
        Ok(match (op, x, y) {
            (BinOp::Add, Value::Addr(o, at), Value::Bits(n))
            | (BinOp::Add, Value::Bits(n), Value::Addr(o, at)) => Value::Addr(*o, at + small(*n)),
            (BinOp::Sub, Value::Addr(o, at), Value::Bits(n)) => Value::Addr(*o, at - small(*n)),
            (BinOp::Sub, Value::Addr(a, x), Value::Addr(b, y)) if a == b => {
                Value::Bits(u64::from((x - y) as u32))
            }
            (BinOp::Xor | BinOp::Or, a, Value::Bits(0)) => a.clone(),
            // The runtime system asks how bytes lie, but computes the same however they do.
            (BinOp::And, Value::Addr(_, at), Value::Bits(n @ 0..=3))
                if f.name.starts_with("runtime.") =>
            {
                Value::Bits(*at as u64 & n)
            }
            _ => return stop("arithmetic on addresses"),
        })
    }

    fn compare(&self, op: CmpOp, ty: Ty, x: &Value, y: &Value) -> Eval<bool> {
        let equal = match (x, y) {
            (Value::Bits(x), Value::Bits(y)) => return Ok(value::cmp(op, ty, *x, *y)),
            (Value::Addr(a, x), Value::Addr(b, y)) if a == b => {
                return Ok(value::cmp(op, Ty::I64, *x as u64, *y as u64));
            }
            (Value::Addr(a, x), Value::Addr(b, y)) => {
                self.memory.differ((*a, *x), (*b, *y))?;
                false
            }
            (Value::Addr(o, _), Value::Bits(0)) | (Value::Bits(0), Value::Addr(o, _))
                if self.memory.is_placed(*o) =>
            {
                false
            }
            (Value::Code(a), Value::Code(b)) => a == b,
            (Value::Code(_), Value::Bits(0) | Value::Addr(..))
            | (Value::Bits(0) | Value::Addr(..), Value::Code(_)) => false,
            _ => return stop("an address as a number"),
        };
        match op {
            CmpOp::Eq => Ok(equal),
            CmpOp::Ne => Ok(!equal),
            _ => stop("the order of objects"),
        }
    }

    /// There is one thread only: what is atomic is done as usual.
    fn intrinsic(&mut self, f: &Function, i: Intrinsic, args: &[Operand], own: Ty) -> Eval<Value> {
        let pointer = |n: usize| args.get(n).copied().unwrap_or(Operand::Null);
        let ty = args.get(1).map_or(own, |a| f.operand_ty(*a));
        let changed = match i {
            Intrinsic::Fence => return Ok(Value::NULL),
            Intrinsic::AtomicLoad => {
                let (o, at) = self.readable(pointer(0))?;
                return self.load(o, at, own);
            }
            Intrinsic::AtomicStore | Intrinsic::AtomicXchg => Some(self.operand(pointer(1))?),
            Intrinsic::AtomicAdd | Intrinsic::AtomicAnd | Intrinsic::AtomicOr => {
                let (o, at) = self.readable(pointer(0))?;
                let (x, y) = (self.load(o, at, ty)?.bits()?, self.operand(pointer(1))?.bits()?);
                let op = match i {
                    Intrinsic::AtomicAdd => BinOp::Add,
                    Intrinsic::AtomicAnd => BinOp::And,
                    _ => BinOp::Or,
                };
                Some(Value::Bits(value::bin(op, ty, x, y)?))
            }
            Intrinsic::AtomicCas => {
                let (o, at) = self.readable(pointer(0))?;
                let (now, old) = (self.load(o, at, ty)?, self.operand(pointer(1))?);
                if !self.compare(CmpOp::Eq, ty, &now, &old)? {
                    return Ok(Value::Bits(0));
                }
                let (o, at) = self.writable(pointer(0))?;
                let new = self.operand(pointer(2))?;
                self.store(o, at, ty, &new)?;
                return Ok(Value::Bits(1));
            }
            _ => None,
        };
        if let Some(new) = changed {
            let (o, at) = self.writable(pointer(0))?;
            self.taint.may_read(&self.memory, o)?;
            let old = self.load(o, at, ty)?;
            self.store(o, at, ty, &new)?;
            return Ok(old);
        }
        let numbers: Vec<u64> =
            args.iter().map(|a| self.operand(*a)?.bits()).collect::<Eval<_>>()?;
        Ok(Value::Bits(value::intrinsic(i, own, &numbers)?))
    }

    fn call(&mut self, callee: &Callee, args: &[Value], result: Option<ValueId>) -> Eval<()> {
        let id = match callee {
            Callee::Func(id) => *id,
            Callee::Ptr(code, sig) => match self.operand(*code)? {
                Value::Code(id) if self.m.funcs[id].sig == *sig => id,
                _ => return stop("a call of no function"),
            },
        };
        let arg = |i: usize| args.get(i).cloned().unwrap_or(Value::NULL);
        let value = match self.known[id] {
            Known::Code => return self.enter(id, args, Returns::To(result)),
            Known::Refused => return stop("a panic or a goroutine"),
            Known::Try => {
                let Value::Code(code) = arg(1) else { return stop("a call of no function") };
                return self.enter(code, &[arg(2)], Returns::Number(result, 0));
            }
            Known::Alloc => {
                let size = arg(0).bits()?;
                Value::Addr(self.memory.make(Origin::Heap(None), size)?, 0)
            }
            Known::Random => {
                self.random ^= self.random << 13;
                self.random ^= self.random >> 17;
                self.random ^= self.random << 5;
                Value::Bits(u64::from(self.random))
            }
            Known::HeapFree => Value::Bits(1 << 30),
            Known::Current => Value::Addr(self.goroutine()?, 0),
            Known::Keep => return Ok(()),
            Known::MemEqual => {
                let len = arg(2).bits()?;
                let (Value::Addr(a, x), Value::Addr(b, y)) = (arg(0), arg(1)) else {
                    return stop("an address of no object");
                };
                self.taint.may_read(&self.memory, a)?;
                self.taint.may_read(&self.memory, b)?;
                Value::Bits(u64::from(self.memory.equal((a, x), (b, y), len)?))
            }
        };
        if let Some(to) = result {
            self.set(to, value);
        }
        Ok(())
    }

    fn goroutine(&mut self) -> Eval<ObjId> {
        if let Some(o) = self.current {
            return Ok(o);
        }
        let Some(g) = self.m.globals.iter().find(|g| g.name == "runtime.mainG") else {
            return stop("the goroutine");
        };
        let size = self.memory.size_of(g.ty);
        let object = self.memory.make(Origin::Frame, size)?;
        self.current = Some(object);
        Ok(object)
    }
}

fn offset_by(base: Value, offset: i64) -> Eval<Value> {
    match base {
        Value::Addr(o, at) => Ok(Value::Addr(o, at + offset)),
        Value::Bits(address) => {
            Ok(Value::Bits(u64::from((address as u32).wrapping_add(offset as u32))))
        }
        _ => stop("a place in code"),
    }
}

fn zero(m: &Module, ty: Ty) -> Value {
    let Ty::Agg(id) = ty else { return Value::NULL };
    match m.agg_def(id) {
        Agg::Struct(fields) => Value::Agg(fields.iter().map(|f| zero(m, *f)).collect()),
        Agg::Array(elem, n) => Value::Agg(vec![zero(m, *elem); *n as usize].into()),
    }
}
