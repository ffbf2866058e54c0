//! Decides how large each stack is and which functions check that there is room.
//!
//! A goroutine whose need has a bound gets that much, and nothing in it is checked. Where there is
//! none (recursion, a function without a known frame) or the stack cannot be made large enough, the
//! functions of the cycles and all larger frames below check, before they take anything, that
//! everything up to the next check fits.

use super::facts::Facts;
use super::graph::{self, Depth, Graph, PANIC, PRINT, RUN, Why};
use crate::base::source::Pos;
use rustc_hash::{FxHashMap, FxHashSet};

/// What the plan is made for.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The stack that the program starts on.
    pub main: u32,
    /// A goroutine's where nothing better is known.
    pub usual: u32,
    /// A goroutine's whatever is known: `-stack-size`.
    pub forced: Option<u32>,
    /// What the processor or the trap entry puts on the stack at an interrupt.
    pub exception: u32,
    /// The part of that which is on the interrupted stack if handlers have a stack of their own;
    /// `None` if they run on the stack that they interrupt.
    pub own: Option<u32>,
    /// To which sizes are rounded.
    pub align: u32,
    /// Interrupts can interrupt each other.
    pub nested: bool,
    /// The runtime itself takes interrupts, so that there are some in every program.
    pub runtime: bool,
}

/// One stack, or one user of all of them.
#[derive(Clone, Debug)]
pub struct Root {
    pub name: String,
    /// Where the `go` statement is.
    pub pos: Pos,
    /// What the code needs, if there is a bound.
    pub needs: Option<u32>,
    /// What it has, interrupts included. Of an interrupt handler: what it takes from the stack
    /// that it runs on.
    pub bytes: u32,
    /// The deepest chain of calls, or the one that has no bound.
    pub chain: Vec<String>,
    /// Why there is no bound.
    pub why: Option<String>,
    /// The linker's symbol for the size.
    pub symbol: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub main: Vec<Root>,
    pub goroutines: Vec<Root>,
    pub handlers: Vec<Root>,
    /// The functions that check, and the bytes they ask for.
    pub checks: Vec<(String, u32)>,
    /// What every stack keeps free for interrupts.
    pub reserve: u32,
    /// The stack that handlers have for themselves, if they do.
    pub interrupts: u32,
    /// Some function that checks can be called by a handler.
    pub checked_in_handlers: bool,
}

/// Frames from which on a function in endangered code checks by itself.
const LARGE: u32 = 64;
/// What a function without a known frame is taken for.
const GUESS: u32 = 256;
/// What the runtime keeps at the top of a stack of the usual size (`runtime.g`), and loses to
/// alignment; at most.
const GOROUTINE: u32 = 128;

/// Makes the plan.
pub fn plan(graph: &Graph, facts: &Facts, limits: &Limits) -> Plan {
    Planner { graph, facts, limits, panics: FxHashMap::default(), depths: Vec::new() }.plan()
}

struct Planner<'a> {
    graph: &'a Graph,
    facts: &'a Facts,
    limits: &'a Limits,
    /// The hub and what a panic takes.
    panics: FxHashMap<usize, u32>,
    depths: Vec<Depth>,
}

impl Planner<'_> {
    fn plan(mut self) -> Plan {
        let none = FxHashMap::default();
        self.panics = self.panics();
        self.depths = self.graph.depths(&self.panics, &none);
        let handlers = self.handlers();
        let reserve = self.reserve(&handlers);
        let checked = self.checked(&handlers, reserve);
        let report = self.report();
        let needs = self.needs(&checked, report);
        let shared = self.graph.reached(handlers.iter().copied());
        let twice = self.limits.own.is_none() && checked.iter().any(|c| shared.contains(c));
        let reserve = if twice { reserve.saturating_mul(2) } else { reserve };
        self.result(&handlers, &checked, &needs, report, reserve)
    }

    /// What a panic takes, once.
    fn panics(&self) -> FxHashMap<usize, u32> {
        let none = FxHashMap::default();
        let frame = |i: usize| self.graph.nodes[i].frame;
        let hubs: Vec<usize> = [PRINT, RUN, PANIC].iter().filter_map(|n| self.node(n)).collect();
        let mut cut: FxHashMap<usize, u32> = hubs.iter().map(|h| (*h, frame(*h))).collect();
        if let (Some(panic), Some(fatal)) = (self.node(PANIC), self.node("runtime.fatal")) {
            let fatal = self.bytes_or(&self.graph.depths(&cut, &none)[fatal]);
            cut.insert(panic, frame(panic) + fatal);
        }
        for hub in hubs {
            let depths = self.graph.depths(&cut, &none);
            match &depths[hub] {
                Depth::Bytes(n, _) => {
                    cut.insert(hub, *n);
                }
                // The functions to blame are found as for any other.
                Depth::Unbounded(_) => {
                    cut.remove(&hub);
                }
            }
        }
        cut
    }

    fn node(&self, name: &str) -> Option<usize> {
        self.graph.nodes.get_index_of(name)
    }

    /// The functions that interrupts call.
    fn handlers(&self) -> Vec<usize> {
        let is_handler = |name: &str| {
            graph::is_handler(name)
                || name.ends_with("_Handler") && name != "Reset_Handler"
                || name == "embgo_interrupt"
                || name.starts_with("runtime/interrupt.common")
        };
        let nodes = self.graph.nodes.values().enumerate();
        let found: Vec<_> = nodes.filter(|(_, n)| n.go && is_handler(&n.name)).collect();
        // The entry of all interrupts is there even if there are none.
        let some = self.limits.runtime || found.iter().any(|(_, n)| n.name != "embgo_interrupt");
        found.into_iter().filter(|_| some).map(|(i, _)| i).collect()
    }

    fn reserve(&self, handlers: &[usize]) -> u32 {
        match self.limits.own {
            Some(_) if handlers.is_empty() => 0,
            Some(bytes) => bytes,
            None => self.together(handlers.iter().map(|h| self.bytes_or(&self.depths[*h]))),
        }
    }

    /// What handlers take that need so much each.
    fn together(&self, needs: impl Iterator<Item = u32>) -> u32 {
        let each = needs.map(|n| n.saturating_add(self.limits.exception));
        if self.limits.nested { each.fold(0, u32::saturating_add) } else { each.max().unwrap_or(0) }
    }

    fn bytes_or(&self, depth: &Depth) -> u32 {
        match depth {
            Depth::Bytes(n, _) => *n,
            Depth::Unbounded(_) => GUESS,
        }
    }

    /// What the report of an overflow takes.
    fn report(&self) -> u32 {
        // What the helper pushes comes on top.
        self.node("embgo_stack_overflow").map_or(GUESS, |i| self.bytes_or(&self.depths[i])) + 16
    }

    /// What each `go` statement needs; `None` without a bound.
    fn site_need(&self, depths: &[Depth], entries: &[usize]) -> Option<(u32, Option<usize>)> {
        let begin = ["runtime.begin", "runtime.begin$f"].iter().filter_map(|n| self.node(n));
        let begin: u32 = begin.map(|i| self.graph.nodes[i].frame).sum();
        let mut most = (0, None);
        for i in self.entry_nodes(entries) {
            match &depths[i] {
                Depth::Bytes(n, _) if *n >= most.0 => most = (*n, Some(i)),
                Depth::Bytes(..) => {}
                Depth::Unbounded(_) => return None,
            }
        }
        Some((most.0 + begin, most.1))
    }

    fn entry_nodes(&self, entries: &[usize]) -> Vec<usize> {
        entries.iter().filter_map(|e| self.node(&self.facts.funcs[*e].name)).collect()
    }

    /// The functions that must check.
    fn checked(&self, handlers: &[usize], reserve: u32) -> FxHashSet<usize> {
        let mut endangered: Vec<usize> = Vec::new();
        let mut small: Vec<usize> = Vec::new();
        let main = self.node("embgo_start");
        for i in main.into_iter().chain(handlers.iter().copied()) {
            match self.depths[i] {
                Depth::Unbounded(_) => endangered.push(i),
                Depth::Bytes(n, _) if Some(i) == main && n + reserve > self.limits.main => {
                    small.push(i)
                }
                Depth::Bytes(..) => {}
            }
        }
        // What is started, and the size of its stack where it was not made for what it needs.
        let forced = self.limits.forced;
        let sites = self.facts.sites.iter().map(|s| (s.entries.as_slice(), forced));
        let usual = forced.unwrap_or(self.limits.usual).saturating_sub(GOROUTINE);
        let unsized_entries = self.facts.unsized_entries.chunks(1).map(|e| (e, Some(usual)));
        for (entries, size) in sites.chain(unsized_entries) {
            let nodes = self.entry_nodes(entries);
            match self.site_need(&self.depths, entries) {
                None => endangered.extend(nodes),
                Some((n, _)) if size.is_some_and(|size| n + reserve > size) => small.extend(nodes),
                Some(_) => {}
            }
        }
        let cut: FxHashSet<usize> = self.panics.keys().copied().collect();
        let cyclic: FxHashSet<usize> = self.graph.cycles(&cut).into_iter().flatten().collect();
        let reached = self.graph.reached(endangered.iter().chain(&small).copied());
        let mut checked: FxHashSet<usize> = reached.intersection(&cyclic).copied().collect();
        let below = self.graph.reached(checked.iter().chain(&small).copied());
        checked.extend(below.iter().filter(|i| self.graph.nodes[**i].frame >= LARGE));
        // A panic during a panic.
        if !self.facts.deferred.is_empty() {
            let again = self.graph.cycles(&FxHashSet::default()).into_iter().flatten();
            checked.extend(again.filter(|i| self.graph.nodes[*i].name == RUN));
        }
        checked.retain(|i| self.graph.nodes[*i].go);
        // The report itself is what must not check.
        let report = self.graph.reached(self.node("embgo_stack_overflow"));
        checked.retain(|i| !report.contains(i));
        checked
    }

    /// What each checked function asks for: everything up to the next check.
    fn needs(&self, checked: &FxHashSet<usize>, report: u32) -> FxHashMap<usize, u32> {
        let none = FxHashMap::default();
        let mut cut: FxHashMap<usize, u32> = self.panics.clone();
        cut.extend(checked.iter().map(|i| (*i, report)));
        let depths = self.graph.depths(&cut, &none);
        let mut needs: FxHashMap<usize, u32> =
            checked.iter().map(|i| (*i, self.bytes_or(&depths[*i]).max(report))).collect();
        // A panic in a deferred call comes to run, which checks, or says its last words.
        if let (Some(run), Some(panic)) = (self.node(RUN), self.node(PANIC))
            && let Some(need) = needs.get_mut(&run)
        {
            let fatal = self.node("runtime.fatal").map_or(0, |i| self.bytes_or(&depths[i]));
            cut.insert(panic, self.graph.nodes[panic].frame + fatal.max(report));
            *need = self.bytes_or(&self.graph.depths(&cut, &none)[run]).max(report);
        }
        needs
    }

    fn result(
        &self,
        handlers: &[usize],
        checked: &FxHashSet<usize>,
        needs: &FxHashMap<usize, u32>,
        report: u32,
        reserve: u32,
    ) -> Plan {
        let round = |n: u32| n.next_multiple_of(self.limits.align.max(1));
        let mut panics = self.panics.clone();
        if let (Some(run), Some(panic)) = (self.node(RUN), self.node(PANIC))
            && let (Some(need), Some(known)) = (needs.get(&run), self.panics.get(&run))
        {
            // What run asks for must be there in every stack, and panicvalue calls it; and once
            // more, for a panic in a deferred call.
            panics.insert(run, need.saturating_add(*known));
            let more = *need.max(known);
            panics.entry(panic).and_modify(|bytes| *bytes = bytes.saturating_add(more));
        }
        let depths = self.graph.depths(&panics, needs);
        let more = if checked.is_empty() { 0 } else { report };
        let mut plan = Plan { reserve, ..Plan::default() };
        if let Some(main) = self.node("embgo_start") {
            let mut root = self.root(&depths, main);
            root.name = "main".to_owned();
            root.bytes = self.limits.main;
            plan.main.push(root);
        }
        for site in &self.facts.sites {
            let entries = self.entry_nodes(&site.entries);
            let need = self.site_need(&depths, &site.entries);
            let endless =
                || entries.iter().copied().find(|i| matches!(depths[*i], Depth::Unbounded(_)));
            let deepest = need.and_then(|n| n.1).or_else(endless).or(entries.first().copied());
            let Some(deepest) = deepest else { continue };
            let mut root = self.root(&depths, deepest);
            root.needs = need.map(|n| n.0);
            // A new goroutine begins with what a switch saves; its first word may have to be
            // skipped for alignment.
            let own = need.map_or(self.limits.usual + more, |n| n.0.max(128) + 8);
            root.bytes = round(self.limits.forced.unwrap_or(own + reserve));
            root.pos = site.pos;
            root.symbol = Some(site.symbol.clone());
            plan.goroutines.push(root);
        }
        let endless = if self.limits.own.is_some() { self.limits.usual + more } else { GUESS };
        for h in handlers {
            let mut root = self.root(&depths, *h);
            root.bytes = self.limits.exception + root.needs.unwrap_or(endless);
            plan.handlers.push(root);
        }
        if self.limits.own.is_some() && !handlers.is_empty() {
            let needs = plan.handlers.iter().map(|r| r.needs.unwrap_or(endless));
            // A fault in a handler is one exception more.
            plan.interrupts = (self.together(needs) + self.limits.exception).next_multiple_of(16);
        }
        let mut list: Vec<usize> = checked.iter().copied().collect();
        list.sort_unstable();
        let only = self.graph.reached(handlers.iter().copied());
        plan.checked_in_handlers = checked.iter().any(|c| only.contains(c));
        let outside = self.graph.reached(
            self.node("embgo_start")
                .into_iter()
                .chain(self.facts.sites.iter().flat_map(|s| self.entry_nodes(&s.entries)))
                .chain(self.entry_nodes(&self.facts.unsized_entries)),
        );
        plan.checks = list
            .into_iter()
            .map(|i| {
                let in_handler = only.contains(&i) && !outside.contains(&i);
                let keep = if in_handler { 0 } else { reserve };
                (self.graph.nodes[i].name.clone(), needs[&i] + keep)
            })
            .collect();
        plan
    }

    fn root(&self, depths: &[Depth], i: usize) -> Root {
        let mut root = Root {
            name: self.graph.nodes[i].name.clone(),
            pos: Pos::NONE,
            needs: None,
            bytes: 0,
            chain: Vec::new(),
            why: None,
            symbol: None,
        };
        let names = |list: &[usize]| -> Vec<String> {
            list.iter().map(|i| self.graph.nodes[*i].name.clone()).collect()
        };
        match &depths[i] {
            Depth::Bytes(n, _) => {
                root.needs = Some(*n);
                let (mut chain, mut at) = (vec![i], i);
                while let Depth::Bytes(_, Some(next)) = &depths[at]
                    && !chain.contains(next)
                {
                    at = *next;
                    chain.push(at);
                }
                root.chain = names(&chain);
            }
            Depth::Unbounded(Why::Recursion(cycle)) => {
                let mut cycle = cycle.clone();
                cycle.extend(cycle.first().copied());
                root.chain = names(&cycle);
                root.why = Some(format!("recursion: {}", root.chain.join(" > ")));
            }
            Depth::Unbounded(Why::Unknown(f)) => {
                root.chain = names(&[i, *f]);
                let name = &self.graph.nodes[*f].name;
                root.why = Some(format!("nothing says how much stack {name} takes"));
            }
        }
        root
    }
}
