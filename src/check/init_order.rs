//! The order in which package variables are initialised (spec: Package initialization).
//!
//! A variable depends on the variables that its initialiser refers to, also through functions.
//! Next comes always the earliest declared one that depends on no uninitialised variable.

use super::Checker;
use super::decl::DeclId;
use super::program::Initializer;
use crate::base::diag::Diagnostic;
use crate::base::source::Span;
use crate::syntax::ast;
use crate::types::repr::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A variable or constant declaration with what it depends on, functions looked through.
struct Node {
    decl: DeclId,
    /// How many nodes it still waits for.
    waits: usize,
    /// The nodes that wait for it.
    users: Vec<usize>,
    done: bool,
}

impl Checker {
    /// Computes the order for a package, reports initialisation cycles.
    pub(super) fn init_order(&mut self, pkg: PkgId) {
        if !self.prog.ents.packages[pkg].user {
            self.library_initializers(pkg);
        }
        let mut nodes = self.init_nodes(pkg);
        let ready = nodes.iter().enumerate().filter(|(_, n)| n.waits == 0);
        let mut heap: BinaryHeap<Reverse<usize>> = ready.map(|(i, _)| Reverse(i)).collect();
        let mut order = Vec::new();
        for _ in 0..nodes.len() {
            let next = match heap.pop() {
                Some(Reverse(i)) => i,
                None => match self.report_init_cycle(&nodes) {
                    Some(i) => i,
                    None => break,
                },
            };
            nodes[next].done = true;
            order.push(nodes[next].decl);
            for user in std::mem::take(&mut nodes[next].users) {
                nodes[user].waits -= 1;
                if nodes[user].waits == 0 && !nodes[user].done {
                    heap.push(Reverse(user));
                }
            }
        }
        let vars = order.into_iter().filter_map(|d| self.initializer(d)).collect();
        self.prog.inits[pkg].vars = vars;
    }

    /// Of a library only the initialisers are checked, and the bodies that they reach.
    fn library_initializers(&mut self, pkg: PkgId) {
        let decls = self.decls.infos.iter().filter(|d| d.pkg == pkg);
        let vars: Vec<ObjId> = decls
            .filter_map(|d| d.lhs.first().copied())
            .filter(|&o| matches!(self.prog.ents.objects[o].kind, ObjectKind::Var(_)))
            .collect();
        let mut seen = FxHashSet::default();
        let mut work = Vec::new();
        for obj in vars {
            self.obj_decl(obj);
            work.push(obj);
        }
        self.process_later();
        while let Some(obj) = work.pop() {
            if !seen.insert(obj) {
                continue;
            }
            if let ObjectKind::Func(f) = self.prog.ents.objects[obj].kind {
                self.ensure_body(f);
            }
            if let Some(info) = self.decls.info(obj) {
                work.extend(info.deps.iter().copied());
            }
        }
    }

    fn init_nodes(&self, pkg: PkgId) -> Vec<Node> {
        let is_value = |o: ObjId| {
            let kind = &self.prog.ents.objects[o].kind;
            matches!(kind, ObjectKind::Var(_) | ObjectKind::Const { .. })
        };
        let mut nodes: Vec<Node> = Vec::new();
        let mut index = FxHashMap::default();
        for (id, info) in self.decls.infos.iter_enumerated() {
            if info.pkg == pkg && info.lhs.first().is_some_and(|&o| is_value(o)) {
                index.insert(id, nodes.len());
                nodes.push(Node { decl: id, waits: 0, users: Vec::new(), done: false });
            }
        }
        for i in 0..nodes.len() {
            for dep in self.value_deps(nodes[i].decl) {
                // Constants matter for cycles only, but are nodes all the same.
                if let Some(&j) = index.get(&dep) {
                    nodes[i].waits += 1;
                    nodes[j].users.push(i);
                }
            }
        }
        nodes
    }

    /// The variables and constants that a declaration refers to, through functions as well.
    fn value_deps(&self, decl: DeclId) -> Vec<DeclId> {
        let mut found = Vec::new();
        let mut seen = FxHashSet::default();
        let mut work: Vec<ObjId> = self.decls.infos[decl].deps.iter().copied().collect();
        while let Some(obj) = work.pop() {
            let Some(&id) = self.decls.of.get(&obj) else { continue };
            if !seen.insert(id) {
                continue;
            }
            match self.prog.ents.objects[obj].kind {
                ObjectKind::Func(_) => work.extend(self.decls.infos[id].deps.iter().copied()),
                _ => found.push(id),
            }
        }
        found
    }

    /// No declaration is ready. Reports a cycle if the one with the fewest dependencies is part of
    /// one, and lets it pass in any case.
    fn report_init_cycle(&mut self, nodes: &[Node]) -> Option<usize> {
        let waiting = nodes.iter().enumerate().filter(|(_, n)| !n.done);
        let (i, node) = waiting.min_by_key(|(i, n)| (n.waits, *i))?;
        let lhs = self.decls.infos[node.decl].lhs.clone();
        for obj in lhs {
            let mut path = vec![obj];
            if self.find_path(obj, obj, &mut FxHashSet::default(), &mut path) {
                self.init_cycle_error(&path);
                break;
            }
        }
        Some(i)
    }

    /// Extends `path` from `from` to just before `to`.
    fn find_path(
        &self,
        from: ObjId,
        to: ObjId,
        seen: &mut FxHashSet<ObjId>,
        path: &mut Vec<ObjId>,
    ) -> bool {
        if !seen.insert(from) {
            return false;
        }
        let Some(info) = self.decls.info(from) else { return false };
        let mut deps: Vec<ObjId> = info.deps.iter().copied().collect();
        deps.sort();
        for dep in deps {
            if dep == to {
                return true;
            }
            path.push(dep);
            if self.find_path(dep, to, seen, path) {
                return true;
            }
            path.pop();
        }
        false
    }

    fn init_cycle_error(&mut self, cycle: &[ObjId]) {
        let object = |i: usize| &self.prog.ents.objects[cycle[i % cycle.len()]];
        let first = object(0);
        let span = Span::at(first.pos);
        let code = "InvalidInitCycle";
        let d = if cycle.len() == 1 {
            let message = format!("initialization cycle: {} refers to itself", first.name);
            Diagnostic::error(code, span, message)
        } else {
            let message = format!("initialization cycle for {}", first.name);
            (0..cycle.len()).fold(Diagnostic::error(code, span, message), |d, i| {
                let (this, next) = (object(i), object(i + 1));
                d.note(Span::at(this.pos), format!("{} refers to {}", this.name, next.name))
            })
        };
        self.report(d);
    }

    /// What initialises the variables of a declaration, if anything does.
    fn initializer(&self, decl: DeclId) -> Option<Initializer> {
        let info = &self.decls.infos[decl];
        let ast = &self.prog.asts[info.file];
        let ast::Decl::Var(d) = &ast.decls[info.decl as usize] else { return None };
        let index = if info.lhs.len() > 1 { 0 } else { info.index as usize };
        let rhs = *d.values.get(index)?;
        Some(Initializer { lhs: info.lhs.clone(), file: info.file, rhs })
    }
}
