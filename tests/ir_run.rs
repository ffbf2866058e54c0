//! Passes keep what programs do: random programs full of pointers, objects and loops are
//! interpreted before and after all passes, and must show the same.
//!
//! The interpreter knows objects, not addresses: a stack slot dies with its function, and an access
//! to a dead one is what a wrong escape analysis would cause. Programs that do that themselves,
//! reach beyond an object, or run too long, are not counted.

use arbtest::arbtest;
use embgo::ir::builder::FuncBuilder;
use embgo::ir::entities::*;
use embgo::ir::function::*;
use embgo::ir::module::*;
use embgo::ir::{layout, print, verify};
use embgo::passes::{self, PassConfig};
use std::collections::HashMap;

#[derive(Clone, PartialEq, Debug)]
enum Value {
    Int(u64),
    /// An object and a place in it.
    Ptr(usize, i64),
    Func(FuncId),
    Agg(Vec<Value>),
}

/// Why a run ended early.
#[derive(PartialEq, Debug)]
enum Stop {
    Dead,
    Fuel,
    Panic,
}

type Run<T> = Result<T, Stop>;

struct Machine<'a> {
    m: &'a Module,
    memory: HashMap<(usize, i64), Value>,
    dead: Vec<bool>,
    sizes: Vec<i64>,
    shown: Vec<u64>,
    fuel: u32,
    depth: u32,
}

impl Machine<'_> {
    fn object(&mut self, ty: Ty) -> usize {
        self.dead.push(false);
        self.sizes.push(layout::size_of(self.m, ty) as i64);
        self.dead.len() - 1
    }

    fn zero(&self, ty: Ty) -> Value {
        match ty {
            Ty::Agg(id) => match self.m.agg_def(id) {
                Agg::Struct(fields) => Value::Agg(fields.iter().map(|f| self.zero(*f)).collect()),
                Agg::Array(elem, n) => Value::Agg(vec![self.zero(*elem); *n as usize]),
            },
            _ => Value::Int(0),
        }
    }

    fn access(&self, object: usize, at: i64, ty: Ty) -> Run<()> {
        let end = at + layout::size_of(self.m, ty) as i64;
        if self.dead[object] || end > self.sizes[object] { Err(Stop::Dead) } else { Ok(()) }
    }

    fn load(&self, p: &Value, ty: Ty) -> Run<Value> {
        let Value::Ptr(object, at) = *p else { return Ok(self.zero(ty)) };
        self.access(object, at, ty)?;
        Ok(match ty {
            Ty::Agg(id) => match self.m.agg_def(id) {
                Agg::Struct(fields) => {
                    let part = |(i, f): (usize, &Ty)| {
                        let place = Value::Ptr(object, at + 4 * i as i64);
                        self.load(&place, *f)
                    };
                    Value::Agg(fields.iter().enumerate().map(part).collect::<Run<_>>()?)
                }
                Agg::Array(..) => unreachable!("not generated"),
            },
            _ => match (ty, self.memory.get(&(object, at))) {
                (_, None) => Value::Int(0),
                // A pointer read as a number gives no name away.
                (Ty::I32, Some(Value::Ptr(..) | Value::Func(_))) => Value::Int(7),
                (_, Some(v)) => v.clone(),
            },
        })
    }

    fn store(&mut self, p: &Value, value: &Value) -> Run<()> {
        let Value::Ptr(object, at) = *p else { return Ok(()) };
        if !matches!(value, Value::Agg(_)) {
            self.access(object, at, Ty::I32)?;
        }
        match value {
            Value::Agg(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    self.store(&Value::Ptr(object, at + 4 * i as i64), part)?;
                }
            }
            scalar => {
                self.memory.insert((object, at), scalar.clone());
            }
        }
        Ok(())
    }

    fn call(&mut self, id: FuncId, args: Vec<Value>) -> Run<Value> {
        let f = &self.m.funcs[id];
        if f.is_external() {
            return match f.name.as_str() {
                "show" => {
                    let Value::Int(v) = args[0] else { unreachable!("show takes a number") };
                    self.shown.push(v);
                    Ok(Value::Int(0))
                }
                "alloc" => {
                    let Value::Int(size) = args[0] else { unreachable!("alloc takes a size") };
                    let object = self.object(Ty::I32);
                    self.sizes[object] = size as i64;
                    Ok(Value::Ptr(object, 0))
                }
                _ => Err(Stop::Panic),
            };
        }
        if self.depth > 20 {
            return Err(Stop::Fuel);
        }
        self.depth += 1;
        let slots: Vec<usize> = f.slots.iter().map(|s| self.object(s.ty)).collect();
        let mut values = vec![Value::Int(0); f.values.len()];
        for (v, arg) in f.params.iter().zip(args) {
            values[v.0 as usize] = arg;
        }
        let mut at = BlockId(0);
        let result = loop {
            for inst in &f.blocks[at].insts {
                self.fuel = self.fuel.checked_sub(1).ok_or(Stop::Fuel)?;
                let made = self.inst(f, inst, &values, &slots)?;
                if let Some(v) = inst.result {
                    values[v.0 as usize] = made;
                }
            }
            self.fuel = self.fuel.checked_sub(1).ok_or(Stop::Fuel)?;
            match f.blocks[at].term.as_ref().expect("verified") {
                Term::Br(b) => at = *b,
                Term::CondBr { cond, then, els } => {
                    let taken = self.operand(*cond, &values, &slots) != Value::Int(0);
                    at = if taken { *then } else { *els };
                }
                Term::Ret(v) => {
                    break v.map_or(Value::Int(0), |v| self.operand(v, &values, &slots));
                }
                _ => return Err(Stop::Panic),
            }
        };
        slots.into_iter().for_each(|s| self.dead[s] = true);
        self.depth -= 1;
        Ok(result)
    }

    fn operand(&self, op: Operand, values: &[Value], slots: &[usize]) -> Value {
        match op {
            Operand::Value(v) => values[v.0 as usize].clone(),
            Operand::Int(_, v) => Value::Int(v),
            Operand::Slot(s) => Value::Ptr(slots[s.0 as usize], 0),
            Operand::Global(g) => Value::Ptr(g.0 as usize, 0),
            Operand::Func(f) => Value::Func(f),
            Operand::Zero(ty) | Operand::Undef(ty) => self.zero(ty),
            Operand::Null | Operand::Float(..) => Value::Int(0),
        }
    }

    fn inst(&mut self, f: &Function, inst: &Inst, values: &[Value], slots: &[usize]) -> Run<Value> {
        let get = |s: &Self, op: Operand| s.operand(op, values, slots);
        let own = inst.result.map_or(Ty::I32, |v| f.values[v]);
        Ok(match &inst.op {
            Op::Bin(BinOp::Add, a, b) => match (get(self, *a), get(self, *b)) {
                (Value::Int(a), Value::Int(b)) => Value::Int((a + b) & 0xffff_ffff),
                _ => unreachable!("numbers"),
            },
            Op::Cmp(op, a, b) => {
                let same = get(self, *a) == get(self, *b);
                Value::Int((same == (*op == CmpOp::Eq)) as u64)
            }
            Op::Select(c, a, b) => {
                let taken = get(self, *c) != Value::Int(0);
                get(self, if taken { *a } else { *b })
            }
            Op::Load { ptr, .. } => self.load(&get(self, *ptr), own)?,
            Op::Store { ptr, value, .. } => {
                self.store(&get(self, *ptr), &get(self, *value))?;
                Value::Int(0)
            }
            Op::FieldAddr { base, field, .. } => match get(self, *base) {
                Value::Ptr(o, at) => Value::Ptr(o, at + 4 * *field as i64),
                other => other,
            },
            Op::MakeAgg(parts) => Value::Agg(parts.iter().map(|p| get(self, *p)).collect()),
            Op::Extract(agg, i) => match get(self, *agg) {
                Value::Agg(parts) => parts[*i as usize].clone(),
                _ => unreachable!("an aggregate"),
            },
            Op::Copy { dst, src, ty } => {
                let v = self.load(&get(self, *src), *ty)?;
                self.store(&get(self, *dst), &v)?;
                Value::Int(0)
            }
            Op::MemMove { dst, src, .. } => {
                // Always of two words here.
                let (dst, src) = (get(self, *dst), get(self, *src));
                let word = |p: &Value, i| match p {
                    Value::Ptr(o, at) => Value::Ptr(*o, at + i),
                    other => other.clone(),
                };
                let words = [self.load(&src, Ty::Ptr)?, self.load(&word(&src, 4), Ty::Ptr)?];
                self.store(&dst, &words[0])?;
                self.store(&word(&dst, 4), &words[1])?;
                Value::Int(0)
            }
            Op::Zero { dst, ty } => {
                self.store(&get(self, *dst), &self.zero(*ty))?;
                Value::Int(0)
            }
            Op::New { ty, .. } => Value::Ptr(self.object(*ty), 0),
            Op::Call { callee, args } => {
                let args: Vec<Value> = args.iter().map(|a| get(self, *a)).collect();
                match callee {
                    Callee::Func(id) => self.call(*id, args)?,
                    Callee::Ptr(code, sig) => match get(self, *code) {
                        Value::Func(id) if self.m.funcs[id].sig == *sig => self.call(id, args)?,
                        // What is no code does nothing.
                        _ => self.zero(own),
                    },
                }
            }
            Op::Check { cond, .. } => match get(self, *cond) {
                Value::Int(0) => return Err(Stop::Panic),
                _ => Value::Int(0),
            },
            other => unreachable!("{other:?} is not generated"),
        })
    }
}

/// What `main` shows, and how it ends.
fn run(m: &Module) -> (Vec<u64>, Option<Stop>) {
    let dead = vec![false; m.globals.len()];
    let memory = HashMap::new();
    let sizes = vec![8; m.globals.len()];
    let shown = Vec::new();
    let mut machine = Machine { m, memory, dead, sizes, shown, fuel: 3000, depth: 0 };
    let main = m.funcs.ids().find(|f| m.funcs[*f].name == "main").expect("kept");
    let end = machine.call(main, vec![Value::Int(0), Value::Int(5)]);
    (machine.shown, end.err())
}

type Source<'a, 'b> = &'a mut arbtest::arbitrary::Unstructured<'b>;
type Made<T> = arbtest::arbitrary::Result<T>;

/// The pieces programs are made of.
struct Kit {
    m: Module,
    pair: Ty,
    pair_id: AggId,
    show: FuncId,
    sig: SigId,
}

/// Programs of a few functions `(ptr, i32) -> ptr`; the last is `main`.
fn any_program(u: Source) -> Made<Module> {
    let mut m = Module::default();
    let pair_id = m.agg(Agg::Struct([Ty::Ptr, Ty::I32].into()));
    let pair = Ty::Agg(pair_id);
    let show = m.sig(Sig { params: [Ty::I32].into(), result: None });
    let alloc = m.sig(Sig { params: [Ty::I32, Ty::I32].into(), result: Some(Ty::Ptr) });
    let report = m.sig(Sig::default());
    let sig = m.sig(Sig { params: [Ty::Ptr, Ty::I32].into(), result: Some(Ty::Ptr) });
    let show = m.funcs.push(Function::new("show".into(), show));
    m.alloc = Some(m.funcs.push(Function::new("alloc".into(), alloc)));
    let nil = m.funcs.push(Function::new("panic".into(), report));
    m.checks.insert(CheckKind::Nil, nil);
    for name in ["g0", "g1"] {
        m.globals.push(Global {
            name: name.into(),
            ty: pair,
            init: Some(Const::Zero),
            constant: false,
            align: 0,
            section: None,
            export: false,
            unnamed: false,
            debug: None,
        });
    }
    for name in ["a", "b", "c", "main"] {
        let mut f = Function::new(name.into(), sig);
        f.attrs.export = name == "main";
        m.funcs.push(f);
    }
    let mut kit = Kit { m, pair, pair_id, show, sig };
    for i in 3..kit.m.funcs.len() {
        let id = FuncId(i as u32);
        let f = kit.m.funcs[id].clone();
        let f = any_body(u, &kit, f)?;
        kit.m.funcs[id] = f;
    }
    Ok(kit.m)
}

fn any_body(u: Source, kit: &Kit, f: Function) -> Made<Function> {
    let mut b = FuncBuilder::new(&kit.m, f);
    let mut known = vec![b.param(0), b.param(1), Operand::Null];
    known.extend(kit.m.globals.ids().map(Operand::Global));
    let variables: Vec<Operand> = (0..3).map(|_| b.slot(Ty::Ptr, None)).collect();
    for v in &variables {
        b.store(*v, Operand::Null);
    }
    if u.ratio(1, 3)? {
        let object = b.slot(kit.pair, None);
        known.push(object);
    }
    some_insts(u, kit, &mut b, &mut known, &variables)?;
    if u.ratio(2, 3)? {
        // A loop that counts down from 3.
        let count = b.slot(Ty::I32, None);
        b.store(count, Operand::i32(3));
        let (body, end) = (b.new_block(), b.new_block());
        b.br(body);
        b.switch_to(body);
        let mut inner = known.clone();
        some_insts(u, kit, &mut b, &mut inner, &variables)?;
        if u.arbitrary()? {
            let (skip, on) = (b.new_block(), b.new_block());
            let cond = pick(u, &b, &inner, Ty::Ptr)?;
            let cond = b.not_null(cond);
            b.cond_br(cond, skip, on);
            b.switch_to(skip);
            let mut deeper = inner.clone();
            some_insts(u, kit, &mut b, &mut deeper, &variables)?;
            b.br(on);
            b.switch_to(on);
            some_insts(u, kit, &mut b, &mut inner, &variables)?;
        }
        let n = b.load(count, Ty::I32);
        let n = b.add(n, Operand::i32(-1));
        b.store(count, n);
        let more = b.cmp(CmpOp::Ne, n, Operand::i32(0));
        b.cond_br(more, body, end);
        b.switch_to(end);
        some_insts(u, kit, &mut b, &mut known, &variables)?;
    }
    let result = if u.ratio(1, 3)? { Operand::Null } else { pick(u, &b, &known, Ty::Ptr)? };
    b.ret(Some(result));
    Ok(b.finish())
}

fn pick(u: Source, b: &FuncBuilder, known: &[Operand], ty: Ty) -> Made<Operand> {
    let fitting: Vec<Operand> = known.iter().copied().filter(|o| b.ty(*o) == ty).collect();
    match ty {
        Ty::I32 if fitting.is_empty() || u.ratio(1, 4)? => Ok(Operand::i32(u.arbitrary()?)),
        // New things are more interesting than old ones.
        _ if !fitting.is_empty() && u.arbitrary()? => Ok(fitting[fitting.len() - 1]),
        _ if !fitting.is_empty() => u.choose(&fitting).copied(),
        _ => Ok(Operand::zero(ty)),
    }
}

fn some_insts(
    u: Source,
    kit: &Kit,
    b: &mut FuncBuilder,
    known: &mut Vec<Operand>,
    variables: &[Operand],
) -> Made<()> {
    for _ in 0..u.int_in_range(0..=7)? {
        if let Some(made) = any_inst(u, kit, b, known, variables)? {
            known.push(made);
        }
    }
    Ok(())
}

fn any_inst(
    u: Source,
    kit: &Kit,
    b: &mut FuncBuilder,
    known: &[Operand],
    variables: &[Operand],
) -> Made<Option<Operand>> {
    let ptr = pick(u, b, known, Ty::Ptr)?;
    let other = pick(u, b, known, Ty::Ptr)?;
    let number = Operand::i32(u.int_in_range(1..=9)?);
    let variable = *u.choose(variables)?;
    Ok(Some(match u.int_in_range(0..=26)? {
        0 | 18 => b.new_object(kit.pair, false, "x"),
        1 => b.new_object(Ty::Ptr, false, "x"),
        2 | 19 | 20 => {
            let place = b.field_addr(ptr, kit.pair_id, 1);
            b.store(place, number);
            return Ok(None);
        }
        3 | 21 => b.load(ptr, Ty::Ptr),
        4 => b.load(ptr, Ty::I32),
        5 | 22 | 23 => {
            b.store(ptr, other);
            return Ok(None);
        }
        6 => {
            b.store(ptr, number);
            return Ok(None);
        }
        24..=26 => {
            let place = b.field_addr(ptr, kit.pair_id, 1);
            let v = b.load(place, Ty::I32);
            b.call(&kit.m, kit.show, vec![v]);
            return Ok(None);
        }
        7 | 8 => {
            b.store(variable, ptr);
            return Ok(None);
        }
        9 | 10 => b.load(variable, Ty::Ptr),
        11 => b.field_addr(ptr, kit.pair_id, 1),
        12 => {
            let v = b.load(ptr, Ty::I32);
            b.call(&kit.m, kit.show, vec![v]);
            return Ok(None);
        }
        13 => {
            let made = b.make_agg(kit.pair, vec![ptr, number]);
            b.store(other, made);
            return Ok(None);
        }
        14 => {
            match u.arbitrary()? {
                true => b.copy(ptr, other, kit.pair),
                false => b.mem_move(ptr, other, Operand::i32(8), false),
            }
            return Ok(None);
        }
        15 => {
            let whole = b.load(ptr, kit.pair);
            b.extract(&kit.m, whole, u.int_in_range(0..=1)?)
        }
        16 => {
            let callee = FuncId(u.int_in_range(3..=5)?);
            let args = vec![ptr, number];
            let code = if u.arbitrary()? { Operand::Func(callee) } else { other };
            let indirect = u.ratio(1, 3)?;
            let made = match indirect {
                true => b.call_ptr(&kit.m, code, kit.sig, args),
                false => b.call(&kit.m, callee, args),
            };
            if indirect && u.ratio(1, 3)? {
                b.store(other, Operand::Func(callee));
            }
            return Ok(made);
        }
        _ => {
            let same = b.cmp(CmpOp::Eq, ptr, other);
            let chosen = b.select(same, ptr, other);
            if u.ratio(1, 4)? {
                b.check_nil(ptr);
            }
            let v = b.select(same, Operand::i32(1), number);
            b.call(&kit.m, kit.show, vec![v]);
            if u.ratio(1, 8)? { chosen } else { same }
        }
    }))
}

#[test]
fn passes_keep_what_programs_do() {
    let config = PassConfig { verify: true, ..PassConfig::default() };
    let (mut counted, mut moved) = (0, 0);
    arbtest(|u| {
        let mut m = any_program(u)?;
        verify::module(&m).unwrap_or_else(|e| panic!("{e}\n{}", print::module(&m)));
        let before = run(&m);
        if matches!(before.1, Some(Stop::Dead | Stop::Fuel)) {
            return Ok(());
        }
        let text = print::module(&m);
        passes::run(&mut m, &config, &mut |_, _| {}).unwrap_or_else(|e| panic!("{e}\n{text}"));
        let after = run(&m);
        assert!(before == after, "{before:?}\n{text}\n{after:?}\n{}", print::module(&m));
        counted += 1;
        let made = |text: &str, what: &str| text.matches(what).count();
        moved += (made(&print::module(&m), ": ptr = call f1(") < made(&text, ": ptr = new")) as u32;
        Ok(())
    })
    .size_max(4096)
    .budget_ms(2000);
    assert!(counted > 100 && moved > 20, "{counted} programs, {moved} changed");
}
