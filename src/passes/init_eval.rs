//! Runs the initialisers of packages at compile time: what they compute goes into the image, and
//! their code does not.
//!
//! `embgo.init` calls them in order. Each is interpreted ([`machine`]) over a model of memory
//! ([`memory`]); one that touches hardware, waits, panics or takes long is left to run time, and
//! with it what depends on it ([`reach`]). What the others did becomes initial data ([`data`]).

mod data;
mod machine;
mod memory;
mod reach;
mod value;

use super::{PassConfig, dce};
use crate::ir::entities::*;
use crate::ir::function::*;
use crate::ir::module::Module;
use machine::Machine;
use memory::{Content, Memory, ObjId, Origin, Reloc};
use reach::Taint;
use rustc_hash::{FxHashMap, FxHashSet};

/// Why code cannot be interpreted further.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Stop(&'static str);

type Eval<T> = Result<T, Stop>;

fn stop<T>(why: &'static str) -> Eval<T> {
    Err(Stop(why))
}

/// The function that calls the initialisers, and the one that calls it.
const INIT: &str = "embgo.init";
const START: &str = "embgo_start";
/// What [`START`] calls when the initialisers have run.
const AFTER: [&str; 3] = [INIT, "main.main", "exit"];
/// Where size is not all that counts, data may take this much more than the code that makes it.
const LARGER: u64 = 4;
const LARGER_BY: u64 = 4096;

pub fn run(m: &mut Module, config: &PassConfig) {
    let Some(init) = m.funcs.ids().find(|f| m.funcs[*f].name == INIT) else { return };
    let [block] = m.funcs[init].blocks.as_slice() else { return };
    let steps: Vec<FuncId> = block.insts.iter().filter_map(step_of).collect();
    if steps.len() != block.insts.len() || steps.is_empty() {
        return;
    }
    let code = reach::own_code(m, init, &steps);
    let limits: Vec<u64> = code
        .iter()
        .map(|bytes| if config.small { *bytes } else { bytes * LARGER + LARGER_BY })
        .collect();
    let done = evaluate(m, &steps, &limits);
    if done.evaluated.is_empty() {
        return;
    }
    let Done { objects, changed, evaluated, makers } = done;
    let names: Vec<String> = steps.iter().map(|f| m.funcs[*f].name.clone()).collect();
    let name = |o: ObjId| format!("{}.data{}", names[makers.get(&o).copied().unwrap_or(0)], o.0);
    data::write(m, &objects, &changed, &name);
    let mut i = 0;
    m.funcs[init].blocks[BlockId(0)].insts.retain(|_| {
        i += 1;
        !evaluated.contains(&(i - 1))
    });
    dce::run(m, config);
}

/// The initialiser that an instruction of [`INIT`] calls.
fn step_of(inst: &Inst) -> Option<FuncId> {
    match &inst.op {
        Op::Call { callee: Callee::Func(f), args } if args.is_empty() => Some(*f),
        _ => None,
    }
}

/// What the initialisers that could be evaluated leave behind.
struct Done {
    objects: crate::base::index::IndexVec<ObjId, memory::Object>,
    /// Globals with other content, in the order of their change.
    changed: Vec<ObjId>,
    evaluated: FxHashSet<usize>,
    /// Which step made an object.
    makers: FxHashMap<ObjId, usize>,
}

fn evaluate(m: &Module, steps: &[FuncId], limits: &[u64]) -> Done {
    let mut machine = Machine::new(m, Taint::new(m));
    taint_start(m, &mut machine);
    let mut done = Done {
        objects: Default::default(),
        changed: Vec::new(),
        evaluated: FxHashSet::default(),
        makers: FxHashMap::default(),
    };
    let mut seen: FxHashSet<ObjId> = FxHashSet::default();
    for (i, step) in steps.iter().enumerate() {
        let end = machine.run(*step).and_then(|()| results(m, &machine.memory, limits[i]));
        match end {
            Ok(results) => {
                done.makers.extend(results.made.iter().map(|o| (*o, i)));
                done.changed.extend(results.globals.into_iter().filter(|o| seen.insert(*o)));
                done.evaluated.insert(i);
                machine.memory.keep();
            }
            Err(_) => {
                machine.memory.take_back();
                machine.taint.add(&machine.memory, *step);
            }
        }
    }
    done.objects = machine.memory.objects;
    done
}

/// Takes into account what runs before the initialisers, and the allocator's own memory, which is
/// not set up yet.
fn taint_start(m: &Module, machine: &mut Machine) {
    let named = |name: &str| m.funcs.ids().find(|f| m.funcs[*f].name == name);
    let after: Vec<FuncId> = AFTER.iter().filter_map(|name| named(name)).collect();
    if let Some(start) = named(START) {
        machine.taint.add_part(&machine.memory, start, &after);
    }
    for f in m.alloc.into_iter().chain(named("runtime.alloc")) {
        machine.taint.add(&machine.memory, f);
    }
}

/// What a step has changed.
struct Results {
    globals: Vec<ObjId>,
    made: Vec<ObjId>,
}

/// Looks at what a step did: it must not keep what is on the stack, and its data must be worth it.
fn results(m: &Module, memory: &Memory, limit: u64) -> Eval<Results> {
    let flash = |c: &Content| match c.relocs.is_empty() && c.bytes.iter().all(|b| *b == 0) {
        true => 0,
        false => c.bytes.len() as u64,
    };
    let mut results = Results { globals: Vec::new(), made: Vec::new() };
    let (mut before, mut now) = (0, 0);
    let mut seen: FxHashSet<ObjId> = FxHashSet::default();
    let mut work: Vec<ObjId> = Vec::new();
    for (o, old) in memory.changed() {
        if let Origin::Global(g) = memory.objects[o].origin {
            debug_assert!(!m.globals[g].constant);
            results.globals.push(o);
        }
        before += flash(old);
        work.push(o);
    }
    while let Some(o) = work.pop() {
        let content = &memory.objects[o].content;
        now += flash(content);
        for (at, reloc) in &content.relocs {
            let Reloc::Addr(to, _) = *reloc else { continue };
            if !at.is_multiple_of(crate::ir::layout::POINTER_SIZE) {
                return stop("an address that is not aligned");
            }
            match memory.objects[to].origin {
                Origin::Frame => return stop("an address of the stack"),
                Origin::Heap(_) if memory.is_new(to) && seen.insert(to) => {
                    results.made.push(to);
                    work.push(to);
                }
                _ => {}
            }
        }
    }
    if now > before + limit { stop("more data than code") } else { Ok(results) }
}
