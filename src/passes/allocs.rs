//! Where a program allocates memory, and why: for `-print-allocs`, `-gc=none` and `//go:noheap`.
//! To be asked between the passes `escape` and `heap`.

use super::{PassConfig, escape};
use crate::base::index::IndexVec;
use crate::base::source::Pos;
use crate::ir::entities::*;
use crate::ir::function::*;
use crate::ir::module::Module;
use std::collections::VecDeque;

/// A place in the program that allocates.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Site {
    /// The function it is in.
    pub func: String,
    pub pos: Pos,
    /// What is made.
    pub what: String,
    /// In bytes, if known.
    pub size: Option<u64>,
    /// Why it is on the heap.
    pub reason: String,
    id: FuncId,
}

impl Site {
    /// `what (n bytes): reason`
    pub fn text(&self) -> String {
        let size = self.size.map_or(String::new(), |n| format!(" ({n} bytes)"));
        format!("{}{size}: {}", self.what, self.reason)
    }
}

/// What a function of the runtime system allocates for its caller, and why.
fn of_runtime(name: &str) -> Option<(&'static str, &'static str)> {
    const UNKNOWN: &str = "its size is not constant";
    Some(match name.strip_prefix("runtime.")? {
        "alloc" => ("object", UNKNOWN),
        "makeslice" => ("make of a slice", UNKNOWN),
        "growslice" => ("append", "there may be no room left"),
        "concat2" | "concat3" | "concatN" => ("concatenation of strings", UNKNOWN),
        "bytes2string" | "runes2string" | "intstring" => ("conversion to a string", UNKNOWN),
        "string2bytes" | "string2runes" => ("conversion of a string to a slice", UNKNOWN),
        "makemap" => ("make of a map", "maps are on the heap"),
        "mapassign" => ("insertion into a map", "there may be no room left"),
        "makechan" => ("make of a channel", "channels are on the heap"),
        "newproc" => ("go statement", "a goroutine needs a stack"),
        _ => return None,
    })
}

/// The runtime system's own functions are no sites: what they allocate is their callers' doing.
fn is_runtime(name: &str) -> bool {
    name.starts_with("runtime.") || name.starts_with("internal/builtins.")
}

/// All places that allocate outside of the runtime system, by position.
pub fn sites(m: &Module, config: &PassConfig) -> Vec<Site> {
    let mut sites = Vec::new();
    for o in escape::heap_objects(m, config) {
        let func = m.funcs[o.func].name.clone();
        let (what, size) = (o.what.to_owned(), Some(o.size));
        sites.push(Site { func, pos: o.pos, what, size, reason: o.reason, id: o.func });
    }
    for (id, f) in m.funcs.iter_enumerated() {
        for inst in f.blocks.iter().flat_map(|b| b.insts.iter()) {
            if let Op::Call { callee: Callee::Func(c), args } = &inst.op
                && let Some((what, reason)) = of_runtime(&m.funcs[*c].name)
            {
                let reason = match escape::lent(&m.funcs[*c].name, args) {
                    Some(room) => format!("only if it takes more than {room} bytes"),
                    None => reason.to_owned(),
                };
                let what = what.to_owned();
                let (func, pos) = (f.name.clone(), inst.loc.pos);
                sites.push(Site { func, pos, what, size: None, reason, id });
            }
        }
    }
    sites.retain(|s| !is_runtime(&s.func));
    sites.sort_by(|a, b| (a.pos, &a.func, &a.what).cmp(&(b.pos, &b.func, &b.what)));
    sites.dedup();
    sites
}

/// A function that must not allocate reaches a site.
pub struct Broken {
    /// The function with `//go:noheap`.
    pub func: String,
    pub pos: Pos,
    pub site: Site,
    /// The calls from that function to the site's: the places, and the names of what is called.
    pub chain: Vec<(Pos, String)>,
}

/// The sites that functions with `//go:noheap` reach, through any calls.
pub fn broken(m: &Module, config: &PassConfig) -> Vec<Broken> {
    let roots: Vec<FuncId> = m.funcs.ids().filter(|f| m.funcs[*f].attrs.no_heap).collect();
    if roots.is_empty() {
        return Vec::new();
    }
    let sites = sites(m, config);
    let taken = taken(m);
    let mut broken = Vec::new();
    for root in roots {
        let from = reached(m, root, &taken);
        for site in &sites {
            if site.id != root && from[site.id].is_none() {
                continue;
            }
            let mut chain = Vec::new();
            let mut at = site.id;
            while at != root
                && let Some((caller, pos)) = from[at]
            {
                chain.push((pos, m.funcs[at].name.clone()));
                at = caller;
            }
            chain.reverse();
            let f = &m.funcs[root];
            broken.push(Broken { func: f.name.clone(), pos: f.pos, site: site.clone(), chain });
        }
    }
    broken
}

/// The functions whose address occurs.
fn taken(m: &Module) -> IndexVec<FuncId, bool> {
    let mut taken = IndexVec::from_elem(false, m.funcs.len());
    let mut take = |op: &Operand| {
        if let Operand::Func(f) = op {
            taken[*f] = true;
        }
    };
    for block in m.funcs.iter().flat_map(|f| f.blocks.iter()) {
        block.insts.iter().for_each(|i| i.op.operands(&mut take));
        block.term.iter().for_each(|t| t.operands(&mut take));
    }
    for init in m.globals.iter().filter_map(|g| g.init.as_ref()) {
        init.references(&mut |_| {}, &mut |f| taken[f] = true);
    }
    taken
}

/// For each function that `root` may call: from where it is called on a shortest way. What the
/// runtime system calls does not count.
fn reached(
    m: &Module,
    root: FuncId,
    taken: &IndexVec<FuncId, bool>,
) -> IndexVec<FuncId, Option<(FuncId, Pos)>> {
    let mut from = IndexVec::from_elem(None, m.funcs.len());
    let mut work = VecDeque::from([root]);
    while let Some(f) = work.pop_front() {
        for inst in m.funcs[f].blocks.iter().flat_map(|b| b.insts.iter()) {
            let Op::Call { callee, .. } = &inst.op else { continue };
            let callees: Vec<FuncId> = match callee {
                Callee::Func(c) => vec![*c],
                Callee::Ptr(_, sig) => {
                    m.funcs.ids().filter(|c| taken[*c] && m.funcs[*c].sig == *sig).collect()
                }
            };
            for c in callees {
                if c != root && from[c].is_none() && !is_runtime(&m.funcs[c].name) {
                    from[c] = Some((f, inst.loc.pos));
                    work.push_back(c);
                }
            }
        }
    }
    from
}

/// The go statements of a program.
pub fn go_statements(m: &Module) -> Vec<Pos> {
    let calls = |f: &'_ Function| {
        let insts = f.blocks.iter().flat_map(|b| b.insts.iter());
        let go = insts.filter(|i| {
            matches!(&i.op, Op::Call { callee: Callee::Func(c), .. }
                if m.funcs[*c].name == "runtime.newproc")
        });
        go.map(|i| i.loc.pos).collect::<Vec<Pos>>()
    };
    let user = m.funcs.iter().filter(|f| !is_runtime(&f.name));
    let mut all: Vec<Pos> = user.flat_map(calls).collect();
    all.sort();
    all.dedup();
    all
}
