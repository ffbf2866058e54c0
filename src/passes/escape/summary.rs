//! What each function does with the pointers it is given, for the whole program: a fixed point
//! from "nothing" upwards.

use super::graph::Graph;
use super::lend;
use crate::base::index::IndexVec;
use crate::ir::entities::*;
use crate::ir::function::*;
use crate::ir::module::Module;
use std::collections::VecDeque;

/// What becomes of a parameter, or of the result (the last place).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The group of the pointer; group 0 is what the rest of the program may reach.
    pub pointer: u32,
    /// The group of the pointers in what it points to, if they are touched.
    pub content: Option<u32>,
    /// Pointers further down are touched too, and taken to be in that group.
    pub deep: bool,
}

/// The pointers that a function may make equal, as groups.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Shape {
    pub places: Vec<Place>,
    pub groups: u32,
}

/// `None`: nothing is known, everything gets out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Summary {
    pub shape: Option<Shape>,
}

pub struct Summaries {
    funcs: IndexVec<FuncId, Summary>,
    /// For indirect calls: what any function of the type may do.
    sigs: Vec<Summary>,
    pub users: Users,
    /// The allocator.
    pub alloc: Option<FuncId>,
}

/// Where a summary is used: analysed again when it changes.
pub struct Users {
    /// For each function those that call it.
    pub funcs: IndexVec<FuncId, Vec<FuncId>>,
    /// And for each type of function those that call through a pointer.
    pub sigs: Vec<Vec<FuncId>>,
    /// Functions whose address occurs.
    pub taken: IndexVec<FuncId, bool>,
}

impl Summaries {
    pub fn of_func(&self, f: FuncId) -> &Summary {
        &self.funcs[f]
    }

    pub fn of_sig(&self, sig: SigId) -> &Summary {
        &self.sigs[sig.0 as usize]
    }

    /// The summaries of all functions.
    pub fn of_program(m: &Module) -> Summaries {
        let users = Users::find(m);
        let mut s = Summaries::nothing(m, users);
        let mut work: VecDeque<FuncId> = m.funcs.ids().filter(|f| is_analysed(m, *f)).collect();
        let mut queued: IndexVec<FuncId, bool> = m.funcs.ids().map(|f| is_analysed(m, f)).collect();
        while let Some(id) = work.pop_front() {
            queued[id] = false;
            let shape = Some(Graph::of_function(m, &m.funcs[id], &s).shape());
            if shape == s.funcs[id].shape {
                continue;
            }
            s.funcs[id] = Summary { shape };
            let mut again: Vec<FuncId> = s.users.funcs[id].clone();
            if s.users.taken[id] {
                let sig = m.funcs[id].sig;
                let joined = join(&s.sigs[sig.0 as usize], &s.funcs[id]);
                if joined != s.sigs[sig.0 as usize] {
                    s.sigs[sig.0 as usize] = joined;
                    again.extend(&s.users.sigs[sig.0 as usize]);
                }
            }
            for user in again {
                if is_analysed(m, user) && !std::mem::replace(&mut queued[user], true) {
                    work.push_back(user);
                }
            }
        }
        s
    }

    /// Every known function does nothing; unknown ones do anything.
    fn nothing(m: &Module, users: Users) -> Summaries {
        let harmless = |sig: SigId| Summary { shape: Some(harmless(m.sig_def(sig).params.len())) };
        let unknown = Summary { shape: None };
        // A type of which no function's address is taken: the code comes from somewhere else.
        let mut sigs = vec![unknown.clone(); m.sigs.len()];
        for (id, f) in m.funcs.iter_enumerated().filter(|(id, _)| users.taken[*id]) {
            if is_known(m, id) {
                sigs[f.sig.0 as usize] = harmless(f.sig);
            }
        }
        let mut funcs = IndexVec::with_capacity(m.funcs.len());
        for (id, f) in m.funcs.iter_enumerated() {
            let known = is_known(m, id);
            funcs.push(match lend::shape(&f.name) {
                Some(shape) => Summary { shape: Some(shape) },
                None if known => harmless(f.sig),
                None => unknown.clone(),
            });
            if !known && users.taken[id] {
                sigs[f.sig.0 as usize] = unknown.clone();
            }
        }
        let alloc = m.funcs.ids().find(|f| m.funcs[*f].name == "runtime.alloc");
        Summaries { funcs, sigs, users, alloc }
    }
}

/// Nothing happens to any of the parameters.
fn harmless(params: usize) -> Shape {
    let place = |i| Place { pointer: i as u32 + 1, content: None, deep: false };
    Shape { places: (0..=params).map(place).collect(), groups: params as u32 + 2 }
}

/// Is its body what will run?
fn is_known(m: &Module, f: FuncId) -> bool {
    !m.funcs[f].is_external() && !m.funcs[f].attrs.weak
}

/// Does its body tell what it does?
fn is_analysed(m: &Module, f: FuncId) -> bool {
    is_known(m, f) && lend::shape(&m.funcs[f].name).is_none()
}

/// What either may do.
fn join(a: &Summary, b: &Summary) -> Summary {
    let (Some(a), Some(b)) = (&a.shape, &b.shape) else { return Summary { shape: None } };
    // Union-find over the groups of both: those of `b` behind those of `a`.
    let mut parent: Vec<u32> = (0..a.groups + b.groups).collect();
    fn find(parent: &mut [u32], mut n: u32) -> u32 {
        while parent[n as usize] != n {
            parent[n as usize] = parent[parent[n as usize] as usize];
            n = parent[n as usize];
        }
        n
    }
    let mut unify = |x: u32, y: u32| {
        let (x, y) = (find(&mut parent, x), find(&mut parent, y));
        parent[x.max(y) as usize] = x.min(y);
    };
    unify(0, a.groups);
    for (x, y) in a.places.iter().zip(&b.places) {
        unify(x.pointer, a.groups + y.pointer);
        if let (Some(x), Some(y)) = (x.content, y.content) {
            unify(x, a.groups + y);
        }
    }
    let mut known = vec![find(&mut parent, 0)];
    let mut number = |n: u32| {
        let root = find(&mut parent, n);
        let at = known.iter().position(|k| *k == root);
        at.unwrap_or_else(|| {
            known.push(root);
            known.len() - 1
        }) as u32
    };
    let mut places = Vec::with_capacity(a.places.len());
    for (x, y) in a.places.iter().zip(&b.places) {
        let content = x.content.or(y.content.map(|c| a.groups + c));
        places.push(Place {
            pointer: number(x.pointer),
            content: content.map(&mut number),
            deep: x.deep || y.deep,
        });
    }
    let groups = known.len() as u32;
    Summary { shape: Some(Shape { places, groups }) }
}

impl Users {
    pub fn find(m: &Module) -> Users {
        let mut users = Users {
            funcs: IndexVec::from_elem(Vec::new(), m.funcs.len()),
            sigs: vec![Vec::new(); m.sigs.len()],
            taken: IndexVec::from_elem(false, m.funcs.len()),
        };
        for (id, f) in m.funcs.iter_enumerated() {
            for block in f.blocks.iter() {
                for inst in &block.insts {
                    match &inst.op {
                        Op::Call { callee: Callee::Func(c), .. } => add(&mut users.funcs[*c], id),
                        Op::Call { callee: Callee::Ptr(_, sig), .. } => {
                            add(&mut users.sigs[sig.0 as usize], id);
                        }
                        _ => {}
                    }
                    inst.op.operands(|op| users.take(op));
                }
                if let Some(term) = &block.term {
                    term.operands(|op| users.take(op));
                }
            }
        }
        for init in m.globals.iter().filter_map(|g| g.init.as_ref()) {
            init.references(&mut |_| {}, &mut |f| users.taken[f] = true);
        }
        users
    }

    fn take(&mut self, op: &Operand) {
        if let Operand::Func(f) = op {
            self.taken[*f] = true;
        }
    }
}

fn add(list: &mut Vec<FuncId>, id: FuncId) {
    if list.last() != Some(&id) {
        list.push(id);
    }
}
