//! What only the IR knows about calls: whom an indirect call can reach, what a `go` statement
//! starts, which calls a function defers. Also gives each `go` statement a symbol for its size of
//! stack, which the linker sets once the frames are known.

use crate::base::index::Idx as _;
use crate::base::source::Pos;
use crate::ir::entities::*;
use crate::ir::function::*;
use crate::ir::module::{Const, Global, Module};
use rustc_hash::{FxHashMap, FxHashSet};

/// A function of the IR.
#[derive(Clone, Debug, Default)]
pub struct FuncFacts {
    pub name: String,
    pub calls: Vec<usize>,
    /// Whom its indirect calls can reach.
    pub targets: Vec<usize>,
    /// What it runs under `embgo_try`: its own body and the calls that this defers.
    pub bodies: Vec<usize>,
    pub noinline: bool,
    /// It does not return: a panic.
    pub noreturn: bool,
    pub external: bool,
    pub pos: Pos,
}

/// A `go` statement.
#[derive(Clone, Debug)]
pub struct GoSite {
    /// The linker's symbol for its size.
    pub symbol: String,
    pub pos: Pos,
    /// What it may start.
    pub entries: Vec<usize>,
}

#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub funcs: Vec<FuncFacts>,
    pub sites: Vec<GoSite>,
    /// What is started on a stack of the usual size, or of one that is only known when it runs:
    /// coroutines, and the tests of package testing.
    pub unsized_entries: Vec<usize>,
    /// Everything that some function defers: what a panic runs.
    pub deferred: Vec<usize>,
}

/// Collects the facts, and names the sizes of goroutines.
pub fn collect(m: &mut Module) -> Facts {
    let known = Known::of(m);
    let (sites, mut unsized_entries) = sites(m, &known);
    unsized_entries.extend(coroutines(m));
    unique(&mut unsized_entries);
    let special = special_objects(m, &known);
    let taken = Taken::of(m, &known, &special);
    let mut facts = Facts { sites, unsized_entries, ..Facts::default() };
    let mut strays = Vec::new();
    let mut pushed: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (id, f) in m.funcs.iter_enumerated() {
        let one = function(m, f, &taken, &known);
        let deferred = deferred_by(m, f, &known, &taken);
        facts.deferred.extend(&deferred);
        if !deferred.is_empty() {
            pushed.insert(id.index(), deferred);
        }
        facts.funcs.push(one);
    }
    let bodies: FxHashSet<usize> = facts.funcs.iter().flat_map(|f| f.bodies.clone()).collect();
    for id in m.funcs.ids().map(|id| id.index()).filter(|id| !bodies.contains(id)) {
        strays.extend(pushed.get(&id).into_iter().flatten().copied());
    }
    for f in facts.funcs.iter_mut().filter(|f| !f.bodies.is_empty()) {
        let own: Vec<usize> =
            f.bodies.iter().filter_map(|b| pushed.get(b)).flatten().copied().collect();
        f.bodies.extend(own);
        f.bodies.extend(&strays);
        unique(&mut f.bodies);
    }
    unique(&mut facts.deferred);
    let deferred = facts.deferred.clone();
    for f in &mut facts.funcs {
        match f.name.as_str() {
            "runtime.(*panicking).run" => f.targets = deferred.clone(),
            // Counted where they are used: at the go statement and at the call of rundefer.
            "runtime.begin" | "runtime.rundefer" => f.targets.clear(),
            _ => {}
        }
    }
    facts
}

fn unique(list: &mut Vec<usize>) {
    list.sort_unstable();
    list.dedup();
}

/// The functions of the runtime that mean something here.
struct Known {
    newproc: Option<FuncId>,
    deferpush: Option<FuncId>,
    rundefer: Option<FuncId>,
    recoverable: Option<GlobalId>,
    /// `func(closure)`, the signature of calls without parameters and results.
    plain: Option<SigId>,
}

impl Known {
    fn of(m: &Module) -> Known {
        let func = |name: &str| m.funcs.iter_enumerated().find(|(_, f)| f.name == name);
        let func = |name: &str| func(name).map(|(id, _)| id);
        let global = m.globals.iter_enumerated().find(|(_, g)| g.name == "runtime.recoverable");
        let plain = Sig { params: Box::new([Ty::Ptr]), result: None };
        Known {
            newproc: func("runtime.newproc"),
            deferpush: func("runtime.deferpush"),
            rundefer: func("runtime.rundefer"),
            recoverable: global.map(|(id, _)| id),
            plain: m.sigs.get_index_of(&plain).map(|i| SigId(i as u32)),
        }
    }

    /// What a goroutine may begin with if its closure is not known.
    fn startable(&self, m: &Module) -> Vec<FuncId> {
        let Some(sig) = self.plain else { return Vec::new() };
        m.funcs.ids().filter(|f| m.funcs[*f].sig == sig).collect()
    }

    /// The closure object that a call starts as a goroutine or defers.
    fn closure<'a>(&self, op: &'a Op) -> Option<&'a Operand> {
        let Op::Call { callee: Callee::Func(f), args } = op else { return None };
        match Some(*f) {
            f if f == self.newproc => args.first(),
            f if f == self.deferpush => args.get(2),
            _ => None,
        }
    }
}

fn insts(f: &Function) -> impl Iterator<Item = &Inst> {
    f.blocks.iter().flat_map(|b| &b.insts)
}

/// The code in the closure object `object` if the function makes it or it is a constant.
fn code_of(m: &Module, f: &Function, object: Operand) -> Option<FuncId> {
    if let Operand::Global(g) = object {
        return match &m.globals[g].init {
            Some(Const::Agg(parts)) => match parts.first() {
                Some(Const::Func(code)) => Some(*code),
                _ => None,
            },
            _ => None,
        };
    }
    let mut codes = insts(f).filter_map(|i| match &i.op {
        Op::Store { ptr, value: Operand::Func(code), .. } if *ptr == object => Some(*code),
        _ => None,
    });
    let code = codes.next()?;
    codes.all(|c| c == code).then_some(code)
}

/// What coroutines begin with: the method or what binds it to its receiver, whichever LLVM leaves.
fn coroutines(m: &Module) -> impl Iterator<Item = usize> {
    let begins = |name: &str| matches!(name, "runtime.(*coro).run" | "runtime.(*coro).run$b");
    m.funcs.ids().filter(move |f| begins(&m.funcs[*f].name)).map(|f| f.index())
}

/// Replaces the size in each call of `newproc` that leaves it open. The second result is what the
/// other calls may start.
fn sites(m: &mut Module, known: &Known) -> (Vec<GoSite>, Vec<usize>) {
    let Some(newproc) = known.newproc else { return Default::default() };
    let (mut found, mut others) = (Vec::new(), Vec::new());
    let entries = |m: &Module, code: Option<FuncId>| -> Vec<usize> {
        let entries = code.map_or_else(|| known.startable(m), |c| vec![c]);
        entries.into_iter().map(|e| e.index()).collect()
    };
    for (id, f) in m.funcs.iter_enumerated() {
        for (b, block) in f.blocks.iter_enumerated() {
            for (i, inst) in block.insts.iter().enumerate() {
                let Op::Call { callee: Callee::Func(callee), args } = &inst.op else { continue };
                if *callee != newproc {
                    continue;
                }
                let code = code_of(m, f, args[0]);
                if args.get(1) == Some(&Operand::i32(0)) {
                    found.push((id, b, i, code, inst.loc));
                } else {
                    others.extend(entries(m, code));
                }
            }
        }
    }
    let mut sites = Vec::new();
    // From the last to the first in each block, so that places stay right.
    for (n, (id, b, i, code, loc)) in found.into_iter().enumerate().rev() {
        let entries = entries(m, code);
        let symbol = format!("embgo_stack_{n}");
        let global = m.globals.push(symbol_global(&symbol));
        let f = &mut m.funcs[id];
        let size = f.values.push(Ty::I32);
        let block = &mut f.blocks[b];
        if let Op::Call { args, .. } = &mut block.insts[i].op {
            args[1] = Operand::Value(size);
        }
        let op = Op::Cast(CastOp::PtrToInt, Operand::Global(global));
        block.insts.insert(i, Inst { op, result: Some(size), loc });
        sites.push(GoSite { symbol, pos: loc.pos, entries });
    }
    sites.reverse();
    (sites, others)
}

/// A symbol whose address is a number.
fn symbol_global(name: &str) -> Global {
    Global {
        name: name.to_owned(),
        ty: Ty::I8,
        init: None,
        constant: false,
        align: 0,
        section: None,
        export: false,
        unnamed: false,
        debug: None,
    }
}

/// Closure objects that serve only to start a goroutine or to be deferred.
#[derive(Default)]
struct Special {
    globals: FxHashSet<GlobalId>,
    local: FxHashSet<(FuncId, Operand)>,
}

fn special_objects(m: &Module, known: &Known) -> Special {
    let mut special = Special::default();
    for (id, f) in m.funcs.iter_enumerated() {
        for object in insts(f).filter_map(|i| known.closure(&i.op)) {
            match object {
                Operand::Global(g) => special.globals.insert(*g),
                other => special.local.insert((id, *other)),
            };
        }
    }
    // Those that are also used in another way are not.
    for (id, f) in m.funcs.iter_enumerated() {
        for inst in insts(f) {
            let own = known.closure(&inst.op).copied();
            let mut used = |op: &Operand| {
                if Some(*op) == own {
                    return;
                }
                match op {
                    Operand::Global(g) => special.globals.remove(g),
                    other => special.local.remove(&(id, *other)),
                };
            };
            match &inst.op {
                Op::Store { value, .. } => used(value),
                Op::FieldAddr { .. } | Op::ElemAddr { .. } | Op::Zero { .. } => {}
                op => op.operands(used),
            }
        }
        for term in f.blocks.iter().filter_map(|b| b.term.as_ref()) {
            term.operands(|op| {
                special.local.remove(&(id, *op));
            });
        }
    }
    for g in m.globals.iter() {
        if let Some(init) = &g.init {
            let mut used = |g| {
                special.globals.remove(&g);
            };
            init.references(&mut used, &mut |_| ());
        }
    }
    special
}

/// The functions whose addresses the program holds, by what calls them.
#[derive(Default)]
struct Taken {
    methods: FxHashMap<(u32, SigId), Vec<usize>>,
    code: FxHashMap<SigId, Vec<usize>>,
}

impl Taken {
    fn of(m: &Module, known: &Known, special: &Special) -> Taken {
        let mut taken = Taken::default();
        let mut code = |f: FuncId| taken.code.entry(m.funcs[f].sig).or_default().push(f.index());
        for (id, g) in m.globals.iter_enumerated() {
            let Some(init) = &g.init else { continue };
            if g.name.starts_with("itab:") {
                let Const::Agg(parts) = init else { continue };
                for (i, part) in parts.iter().enumerate() {
                    if let Const::Func(f) = part {
                        let key = (i as u32, m.funcs[*f].sig);
                        taken.methods.entry(key).or_default().push(f.index());
                    }
                }
            } else if !special.globals.contains(&id) {
                init.references(&mut |_| (), &mut |f| code(f));
            }
        }
        for (id, f) in m.funcs.iter_enumerated() {
            for inst in insts(f) {
                match &inst.op {
                    Op::Store { ptr, value: Operand::Func(c), .. } => {
                        let local = special.local.contains(&(id, *ptr));
                        let word =
                            matches!(ptr, Operand::Global(g) if Some(*g) == known.recoverable);
                        if !local && !word {
                            code(*c);
                        }
                    }
                    Op::Cmp(..) => {}
                    Op::Call { callee: Callee::Func(r), .. } if Some(*r) == known.rundefer => {}
                    op => op.operands(|o| {
                        if let Operand::Func(c) = o {
                            code(*c);
                        }
                    }),
                }
            }
            for term in f.blocks.iter().filter_map(|b| b.term.as_ref()) {
                term.operands(|o| {
                    if let Operand::Func(c) = o {
                        code(*c);
                    }
                });
            }
        }
        taken.methods.values_mut().chain(taken.code.values_mut()).for_each(unique);
        taken
    }

    /// Whom the call of a code address can reach.
    fn callees(&self, f: &Function, code: Operand, sig: SigId) -> Vec<usize> {
        let def = |op: Operand| insts(f).find(|i| i.result.map(Operand::Value) == Some(op));
        if let Some(Op::Load { ptr, .. }) = def(code).map(|i| &i.op)
            && let Some(Op::ElemAddr { elem: Ty::Ptr, index: Operand::Int(_, slot), .. }) =
                def(*ptr).map(|i| &i.op)
            && *slot >= 1
        {
            return self.methods.get(&(*slot as u32, sig)).cloned().unwrap_or_default();
        }
        self.code.get(&sig).cloned().unwrap_or_default()
    }
}

fn function(m: &Module, f: &Function, taken: &Taken, known: &Known) -> FuncFacts {
    let mut facts = FuncFacts {
        name: f.name.clone(),
        noinline: f.attrs.noinline,
        noreturn: f.attrs.noreturn,
        external: f.is_external(),
        pos: f.pos,
        ..FuncFacts::default()
    };
    let mut indirect: FxHashSet<(Operand, SigId)> = FxHashSet::default();
    for inst in insts(f) {
        match &inst.op {
            Op::Call { callee: Callee::Func(c), args } => {
                facts.calls.push(c.index());
                if Some(*c) == known.rundefer
                    && let Some(Operand::Func(body)) = args.get(1)
                {
                    facts.bodies.push(body.index());
                }
            }
            Op::Call { callee: Callee::Ptr(code, sig), .. } => {
                if let Operand::Func(c) = code {
                    facts.calls.push(c.index());
                } else if indirect.insert((*code, *sig)) {
                    facts.targets.extend(taken.callees(f, *code, *sig));
                }
            }
            // Its function is a panic.
            Op::Check { kind, .. } => facts.calls.extend(m.checks.get(kind).map(|c| c.index())),
            Op::New { .. } => facts.calls.extend(m.alloc.map(|c| c.index())),
            _ => {}
        }
    }
    for list in [&mut facts.calls, &mut facts.targets, &mut facts.bodies] {
        unique(list);
    }
    facts
}

/// The code of the calls that a function defers.
fn deferred_by(m: &Module, f: &Function, known: &Known, taken: &Taken) -> Vec<usize> {
    let mut list = Vec::new();
    for inst in insts(f) {
        let Op::Call { callee: Callee::Func(c), args } = &inst.op else { continue };
        if Some(*c) != known.deferpush {
            continue;
        }
        match code_of(m, f, args[2]) {
            Some(code) => list.push(code.index()),
            // A function value: any of that type.
            None => {
                list.extend(known.plain.and_then(|sig| taken.code.get(&sig)).into_iter().flatten())
            }
        }
    }
    unique(&mut list);
    list
}
