//! The call graph of the compiled program, with the bytes of stack each function takes.

use super::asm::AsmFunc;
use super::facts::Facts;
use crate::base::cycles::cycles;
use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

/// What runs the deferred calls of a panic. These can panic again; one such panic at a time is what
/// a stack is made for.
pub const RUN: &str = "runtime.(*panicking).run";
/// What panics, whatever the reason. Printing the last words can panic, which is then told without
/// asking anything of the program.
pub const PANIC: &str = "runtime.panicvalue";
/// Prints a panic after those that it overtook.
pub const PRINT: &str = "runtime.(*panicking).print";

/// A function.
#[derive(Clone, Debug, Default)]
pub struct Node {
    pub name: String,
    pub frame: u32,
    /// Whom it calls, and the bytes taken between the two.
    pub edges: Vec<(usize, u32)>,
    /// It was compiled from Go, so that a check can be put into it.
    pub go: bool,
    /// It was neither compiled nor does anything say how much stack it takes.
    pub unknown: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Graph {
    pub nodes: IndexMap<String, Node, FxBuildHasher>,
}

/// How deep the stack gets below a function, its own frame included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Depth {
    /// And the call that leads to the deepest place.
    Bytes(u32, Option<usize>),
    Unbounded(Why),
}

/// Why there is no bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The functions of a cycle of calls, each calling the next, the last the first.
    Recursion(Vec<usize>),
    /// Nothing says how much stack this one takes.
    Unknown(usize),
}

impl Graph {
    /// Joins what was compiled with what the IR knows. `helpers` are the arithmetic helpers,
    /// `frames` the frames of functions in assembly.
    pub fn new(
        facts: &Facts,
        program: &[AsmFunc],
        helpers: &[AsmFunc],
        frames: &FxHashMap<String, u32>,
    ) -> Graph {
        let mut graph = Graph::default();
        let by_name: FxHashMap<&str, usize> =
            facts.funcs.iter().enumerate().map(|(i, f)| (f.name.as_str(), i)).collect();
        for (f, go) in program.iter().map(|f| (f, true)).chain(helpers.iter().map(|f| (f, false))) {
            let i = graph.node(&f.name);
            // What the compiler has outlined is called in its own ways.
            let go = go && !f.name.starts_with("OUTLINED_");
            (graph.nodes[i].frame, graph.nodes[i].go) = (f.frame, go);
            graph.nodes[i].unknown = false;
            for name in &f.calls {
                let callee = graph.node(name);
                graph.edge(i, callee, 0);
            }
        }
        for f in program.iter().chain(helpers) {
            let from = graph.node(&f.name);
            for name in &f.held {
                let code = by_name.contains_key(name.as_str())
                    || frames.contains_key(name)
                    || graph.nodes.contains_key(name);
                if code {
                    let callee = graph.node(name);
                    graph.edge(from, callee, 0);
                }
            }
        }
        for f in program {
            graph.indirect(facts, &by_name, f);
        }
        for node in graph.nodes.values_mut().filter(|n| n.unknown) {
            if let Some(frame) = frames.get(&node.name) {
                (node.frame, node.unknown) = (*frame, false);
            }
        }
        graph.dispatch();
        let try_frame = graph.frame("embgo_try") + graph.frame("runtime.rundefer");
        for (_, extra) in graph.nodes.values_mut().flat_map(|n| &mut n.edges) {
            if *extra == PROTECTED {
                *extra = try_frame;
            }
        }
        graph
    }

    fn frame(&self, name: &str) -> u32 {
        self.nodes.get(name).map_or(0, |n| n.frame)
    }

    fn node(&mut self, name: &str) -> usize {
        let entry = self.nodes.entry(name.to_owned());
        let i = entry.index();
        entry.or_insert_with(|| Node { name: name.to_owned(), unknown: true, ..Node::default() });
        i
    }

    fn edge(&mut self, from: usize, to: usize, extra: u32) {
        let edges = &mut self.nodes[from].edges;
        match edges.iter_mut().find(|(t, _)| *t == to) {
            Some((_, old)) => *old = (*old).max(extra),
            None => edges.push((to, extra)),
        }
    }

    /// Adds what a compiled function calls through registers and under `embgo_try`.
    fn indirect(&mut self, facts: &Facts, by_name: &FxHashMap<&str, usize>, f: &AsmFunc) {
        let mut calls = f.calls.iter().chain(&f.held);
        let tries = calls.any(|c| c == "embgo_try" || c == "runtime.rundefer");
        // A copy that LLVM has specialised is named after the original.
        let name = f.name.split(".specialized").next().unwrap_or_default();
        let Some(&own) = by_name.get(f.name.as_str()).or_else(|| by_name.get(name)) else { return };
        if !f.indirect && !f.jumps && !tries {
            return;
        }
        let from = self.node(&f.name);
        let called: FxHashSet<&str> = f.calls.iter().chain(&f.held).map(String::as_str).collect();
        // What may have been inlined here: whatever is called in the source and not any more.
        let (mut seen, mut work) = (FxHashSet::from_iter([own]), vec![own]);
        while let Some(x) = work.pop() {
            let x = &facts.funcs[x];
            if f.indirect || f.jumps {
                for &t in &x.targets {
                    self.reach(facts, from, t, 0);
                }
            }
            if tries {
                for &b in &x.bodies {
                    self.reach(facts, from, b, PROTECTED);
                }
            }
            for &c in &x.calls {
                let callee = &facts.funcs[c];
                let inlined = !callee.noinline && !callee.external;
                if inlined && !called.contains(callee.name.as_str()) && seen.insert(c) {
                    work.push(c);
                }
            }
        }
    }

    /// Where assembly calls the handlers by a table.
    fn dispatch(&mut self) {
        if let Some(from) = self.nodes.get_index_of("embgo_irq_dispatch") {
            let handlers: Vec<usize> = self
                .nodes
                .values()
                .enumerate()
                .filter(|(_, n)| is_handler(&n.name))
                .map(|x| x.0)
                .collect();
            handlers.into_iter().for_each(|h| self.edge(from, h, 0));
        }
    }

    fn reach(&mut self, facts: &Facts, from: usize, to: usize, extra: u32) {
        // What was not compiled is never called.
        if let Some(to) = self.nodes.get_index_of(&facts.funcs[to].name) {
            self.edge(from, to, extra);
        }
    }

    /// The depth of every function, where calls of those in `cut` count a given number of bytes
    /// and are not followed.
    pub fn depths(&self, cut: &FxHashMap<usize, u32>, floor: &FxHashMap<usize, u32>) -> Vec<Depth> {
        let mut walk =
            Walk { graph: self, cut, floor, done: vec![None; self.nodes.len()], path: Vec::new() };
        (0..self.nodes.len()).for_each(|i| {
            walk.depth(i);
        });
        walk.done.into_iter().flatten().collect()
    }

    /// The sets of functions that call each other, leaving aside calls of those in `cut`.
    pub fn cycles(&self, cut: &FxHashSet<usize>) -> Vec<Vec<usize>> {
        let to = |&(to, _): &(usize, _)| (!cut.contains(&to)).then_some(to);
        cycles(self.nodes.len(), |i| match cut.contains(&i) {
            true => Vec::new(),
            false => self.nodes[i].edges.iter().filter_map(to).collect(),
        })
    }

    /// Everything that the given functions reach, themselves included.
    pub fn reached(&self, roots: impl IntoIterator<Item = usize>) -> FxHashSet<usize> {
        let mut work: Vec<usize> = roots.into_iter().collect();
        let mut seen: FxHashSet<usize> = work.iter().copied().collect();
        while let Some(i) = work.pop() {
            for (to, _) in &self.nodes[i].edges {
                if seen.insert(*to) {
                    work.push(*to);
                }
            }
        }
        seen
    }
}

/// Whether a function of this name handles an interrupt of the chip.
pub fn is_handler(name: &str) -> bool {
    let number = name.strip_prefix("embgo_irq_").unwrap_or_default();
    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

/// Stands for the frames of `rundefer` and `embgo_try` until they are known.
const PROTECTED: u32 = u32::MAX;

struct Walk<'a> {
    graph: &'a Graph,
    cut: &'a FxHashMap<usize, u32>,
    floor: &'a FxHashMap<usize, u32>,
    done: Vec<Option<Depth>>,
    path: Vec<usize>,
}

impl Walk<'_> {
    fn depth(&mut self, i: usize) -> Depth {
        if let Some(done) = &self.done[i] {
            return done.clone();
        }
        if let Some(at) = self.path.iter().position(|p| *p == i) {
            return Depth::Unbounded(Why::Recursion(self.path[at..].to_vec()));
        }
        let node = &self.graph.nodes[i];
        if node.unknown {
            let depth = Depth::Unbounded(Why::Unknown(i));
            self.done[i] = Some(depth.clone());
            return depth;
        }
        self.path.push(i);
        let (mut most, mut next, mut endless) = (0, None, None);
        for &(to, extra) in &node.edges {
            // A Goexit goes on when a panic in it has been recovered. Run checks for that.
            if to == i && node.name == RUN {
                continue;
            }
            let depth = match self.cut.get(&to) {
                Some(bytes) => Depth::Bytes(*bytes, None),
                None => self.depth(to),
            };
            match depth {
                Depth::Bytes(n, _) => {
                    let n = n.saturating_add(extra);
                    if next.is_none() || n > most {
                        (most, next) = (n, Some(to));
                    }
                }
                Depth::Unbounded(why) => endless = endless.or(Some(why)),
            }
        }
        self.path.pop();
        let floor = self.floor.get(&i).copied().unwrap_or(0);
        let depth = match endless {
            Some(why) => Depth::Unbounded(why),
            None => Depth::Bytes(node.frame.saturating_add(most).max(floor), next),
        };
        self.done[i] = Some(depth.clone());
        depth
    }
}
