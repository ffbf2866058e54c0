//! What may point to what in one function, without regard to order: every temporary and every
//! slot's address belongs to a class of pointers that may be equal, and a class knows the class
//! of the pointers stored in what it points to (Steensgaard's analysis).
//!
//! One class is *outside*: everything the rest of the program may reach.

use super::summary::{Shape, Summaries, Summary};
use crate::base::index::IndexVec;
use crate::ir::entities::*;
use crate::ir::function::*;
use crate::ir::module::Module;

/// A class, by one of its members.
pub type Node = u32;

pub struct Graph {
    /// Union-find: values first, then the addresses of slots, then the rest.
    parent: Vec<Node>,
    content: Vec<Option<Node>>,
    values: u32,
    params: Vec<(Node, bool)>,
    /// Addresses as numbers that are only compared; filled in when first asked.
    compared: Option<IndexVec<ValueId, bool>>,
    pub outside: Node,
    pub result: Node,
    /// Filled in by [`outlives`](Graph::outlives) when first asked.
    outliving: Option<Vec<Node>>,
}

/// Which aggregates hold pointers.
pub fn holds_pointers(m: &Module, ty: Ty) -> bool {
    match ty {
        Ty::Ptr => true,
        Ty::Agg(id) => match m.agg_def(id) {
            Agg::Struct(fields) => fields.iter().any(|f| holds_pointers(m, *f)),
            Agg::Array(elem, _) => holds_pointers(m, *elem),
        },
        _ => false,
    }
}

impl Graph {
    pub fn of_function(m: &Module, f: &Function, summaries: &Summaries) -> Graph {
        let (values, slots) = (f.values.len() as u32, f.slots.len() as u32);
        let count = values + slots + 2;
        let (outside, result) = (values + slots, values + slots + 1);
        let mut g = Graph {
            parent: (0..count).collect(),
            content: vec![None; count as usize],
            values,
            params: Vec::new(),
            compared: None,
            outside,
            result,
            outliving: None,
        };
        g.content[outside as usize] = Some(outside);
        g.params = f.params.iter().map(|v| (v.0, holds_pointers(m, f.values[*v]))).collect();
        for block in f.blocks.iter() {
            for inst in &block.insts {
                g.inst(m, f, inst, summaries);
            }
            if let Some(Term::Ret(Some(v))) = block.term
                && let Some(node) = g.of(m, f, v)
            {
                g.unify(node, result);
            }
        }
        g
    }

    pub fn find(&mut self, mut n: Node) -> Node {
        while self.parent[n as usize] != n {
            let up = self.parent[self.parent[n as usize] as usize];
            self.parent[n as usize] = up;
            n = up;
        }
        n
    }

    fn fresh(&mut self) -> Node {
        let n = self.parent.len() as Node;
        self.parent.push(n);
        self.content.push(None);
        n
    }

    /// A pointer from elsewhere: what it points to is outside, but it is no pointer of ours.
    fn foreign(&mut self) -> Node {
        let n = self.fresh();
        self.content[n as usize] = Some(self.outside);
        n
    }

    pub fn unify(&mut self, a: Node, b: Node) {
        let mut work = vec![(a, b)];
        while let Some((a, b)) = work.pop() {
            let (a, b) = (self.find(a), self.find(b));
            if a == b {
                continue;
            }
            // Smaller number first, so that the outcome does not depend on the order.
            let (root, child) = (a.min(b), a.max(b));
            self.parent[child as usize] = root;
            match (self.content[root as usize], self.content[child as usize]) {
                (Some(x), Some(y)) => work.push((x, y)),
                (None, Some(y)) => self.content[root as usize] = Some(y),
                _ => {}
            }
        }
    }

    /// What is stored in what `n` points to, if anything is known to be.
    pub fn content_of(&mut self, n: Node) -> Option<Node> {
        let root = self.find(n);
        let content = self.content[root as usize]?;
        Some(self.find(content))
    }

    pub fn content(&mut self, n: Node) -> Node {
        if let Some(c) = self.content_of(n) {
            return c;
        }
        let c = self.fresh();
        let root = self.find(n);
        self.content[root as usize] = Some(c);
        c
    }

    fn escape(&mut self, n: Node) {
        self.unify(n, self.outside);
    }

    /// The class of a value that is only known by its number.
    pub fn of_value(&mut self, v: ValueId) -> Node {
        self.find(v.0)
    }

    pub fn of_slot(&mut self, s: SlotId) -> Node {
        self.find(self.values + s.0)
    }

    /// The class of an operand; `None` if it cannot hold a pointer to memory.
    pub fn of(&mut self, m: &Module, f: &Function, op: Operand) -> Option<Node> {
        match op {
            Operand::Value(v) => holds_pointers(m, f.values[v]).then_some(v.0),
            Operand::Slot(s) => Some(self.values + s.0),
            Operand::Global(_) => Some(self.foreign()),
            _ => None,
        }
    }

    fn same(&mut self, m: &Module, f: &Function, r: Option<ValueId>, op: Operand) {
        let Some(r) = r.filter(|v| holds_pointers(m, f.values[*v])) else { return };
        if let Some(n) = self.of(m, f, op) {
            self.unify(r.0, n);
        }
    }

    fn inst(&mut self, m: &Module, f: &Function, inst: &Inst, summaries: &Summaries) {
        let r = inst.result;
        match &inst.op {
            Op::FieldAddr { base, .. } | Op::ElemAddr { base, .. } => self.same(m, f, r, *base),
            Op::Select(_, a, b) => {
                self.same(m, f, r, *a);
                self.same(m, f, r, *b);
            }
            Op::MakeAgg(parts) => parts.iter().for_each(|p| self.same(m, f, r, *p)),
            Op::Extract(agg, _) => self.same(m, f, r, *agg),
            Op::Cast(CastOp::PtrToInt, p) => {
                let compared = self.compared.get_or_insert_with(|| only_compared(f));
                if r.is_some_and(|r| !compared[r])
                    && let Some(n) = self.of(m, f, *p)
                {
                    self.escape(n);
                }
            }
            Op::Cast(CastOp::IntToPtr, _) => self.foreign_result(m, f, r),
            Op::Load { ptr, .. } => self.load(m, f, r, *ptr),
            Op::Store { ptr, value, .. } => self.store(m, f, *ptr, *value),
            Op::Copy { dst, src, ty } if holds_pointers(m, *ty) => self.copy(m, f, *dst, *src),
            Op::MemMove { dst, src, .. } => self.copy(m, f, *dst, *src),
            // As for `New`: nothing points to the memory, and it points to nothing.
            Op::Call { callee: Callee::Func(c), .. } if summaries.alloc == Some(*c) => {}
            Op::Call { callee, args } => match callee {
                Callee::Func(c) => self.call(m, f, summaries.of_func(*c), args, r),
                Callee::Ptr(_, sig) => self.call(m, f, summaries.of_sig(*sig), args, r),
            },
            Op::Asm { args, .. } => {
                self.escape_all(m, f, args);
                self.foreign_result(m, f, r);
            }
            Op::Intrinsic(i, args) => self.intrinsic(m, f, *i, args, r),
            _ => {}
        }
    }

    fn foreign_result(&mut self, m: &Module, f: &Function, r: Option<ValueId>) {
        if let Some(v) = r.filter(|v| holds_pointers(m, f.values[*v])) {
            let n = self.foreign();
            self.unify(v.0, n);
        }
    }

    fn escape_all(&mut self, m: &Module, f: &Function, args: &[Operand]) {
        for arg in args {
            if let Some(n) = self.of(m, f, *arg) {
                self.escape(n);
            }
        }
    }

    fn load(&mut self, m: &Module, f: &Function, r: Option<ValueId>, ptr: Operand) {
        let Some(v) = r.filter(|v| holds_pointers(m, f.values[*v])) else { return };
        match self.of(m, f, ptr) {
            Some(p) => {
                let c = self.content(p);
                self.unify(v.0, c);
            }
            None => self.foreign_result(m, f, r),
        }
    }

    fn store(&mut self, m: &Module, f: &Function, ptr: Operand, value: Operand) {
        let Some(v) = self.of(m, f, value) else { return };
        match self.of(m, f, ptr) {
            Some(p) => {
                let c = self.content(p);
                self.unify(v, c);
            }
            None => self.escape(v),
        }
    }

    fn copy(&mut self, m: &Module, f: &Function, dst: Operand, src: Operand) {
        if let (Some(d), Some(s)) = (self.of(m, f, dst), self.of(m, f, src)) {
            let (d, s) = (self.content(d), self.content(s));
            self.unify(d, s);
        } else if let Some(s) = self.of(m, f, src) {
            let c = self.content(s);
            self.escape(c);
        }
    }

    fn intrinsic(
        &mut self,
        m: &Module,
        f: &Function,
        i: Intrinsic,
        args: &[Operand],
        r: Option<ValueId>,
    ) {
        match i {
            Intrinsic::AtomicLoad => self.load(m, f, r, args[0]),
            Intrinsic::AtomicStore => self.store(m, f, args[0], args[1]),
            Intrinsic::AtomicXchg => {
                self.store(m, f, args[0], args[1]);
                self.load(m, f, r, args[0]);
            }
            Intrinsic::AtomicCas => self.store(m, f, args[0], args[2]),
            // Whoever asks for a frame's or the stack's address may find everything there.
            _ => self.foreign_result(m, f, r),
        }
    }

    /// Does with the arguments what the callee's summary says.
    fn call(
        &mut self,
        m: &Module,
        f: &Function,
        summary: &Summary,
        args: &[Operand],
        r: Option<ValueId>,
    ) {
        let Some(shape) = &summary.shape else {
            self.escape_all(m, f, args);
            return self.foreign_result(m, f, r);
        };
        // The node of each group of the summary, once some argument has brought it.
        let mut groups: Vec<Option<Node>> = vec![None; shape.groups as usize];
        groups[0] = Some(self.outside);
        let nodes: Vec<Option<Node>> = args.iter().map(|a| self.of(m, f, *a)).collect();
        let result = r.filter(|v| holds_pointers(m, f.values[*v])).map(|v| v.0);
        for (i, node) in nodes.into_iter().chain([result]).enumerate() {
            let Some(place) = shape.places.get(i) else { continue };
            self.apply(&mut groups, node, place.pointer);
            let node = node.filter(|_| place.content.is_some());
            if let (Some(node), Some(group)) = (node, place.content) {
                let content = self.content(node);
                if place.deep {
                    let below = self.content(content);
                    self.unify(content, below);
                }
                self.apply(&mut groups, Some(content), group);
            }
        }
    }

    fn apply(&mut self, groups: &mut [Option<Node>], node: Option<Node>, group: u32) {
        let Some(node) = node else { return };
        match groups[group as usize] {
            Some(other) => self.unify(node, other),
            None => groups[group as usize] = Some(node),
        }
    }

    /// May what this operand points to be reached after the function has returned?
    pub fn outlives(&mut self, op: Operand) -> bool {
        let Operand::Value(v) = op else { return true };
        if self.outliving.is_none() {
            let mut list = vec![self.find(self.outside)];
            let params: Vec<Node> = self.params.iter().map(|(n, _)| *n).collect();
            for p in params {
                if let Some(c) = self.content_of(p) {
                    self.reach(c, &mut list);
                }
            }
            let result = self.find(self.result);
            self.reach(result, &mut list);
            self.outliving = Some(list);
        }
        let root = self.find(v.0);
        self.outliving.as_ref().is_some_and(|list| list.contains(&root))
    }

    /// Adds `n` and what can be reached through it.
    fn reach(&mut self, n: Node, list: &mut Vec<Node>) {
        let mut at = Some(self.find(n));
        while let Some(n) = at.filter(|n| !list.contains(n)) {
            list.push(n);
            at = self.content_of(n);
        }
    }

    /// Is the class stored anywhere but in these slots?
    pub fn stored_elsewhere(&mut self, class: Node, slots: &[SlotId]) -> bool {
        let class = self.find(class);
        let allowed: Vec<Node> = slots.iter().map(|s| self.of_slot(*s)).collect();
        let roots: Vec<Node> =
            (0..self.parent.len() as Node).filter(|n| self.parent[*n as usize] == *n).collect();
        roots.into_iter().any(|n| self.content_of(n) == Some(class) && !allowed.contains(&n))
    }

    /// The summary of the function: what becomes of each parameter and of the result.
    pub fn shape(&mut self) -> Shape {
        let mut shape = Shape::default();
        let places: Vec<(Node, bool)> =
            self.params.iter().copied().chain([(self.result, true)]).collect();
        let mut deep = Vec::new();
        for (n, _) in &places {
            deep.push(self.collapse(*n));
        }
        let outside = self.find(self.outside);
        let mut known = vec![outside];
        for ((n, _), deep) in places.into_iter().zip(deep) {
            let root = self.find(n);
            let content = self.content_of(root);
            let pointer = number(&mut known, root);
            let content = content.map(|c| number(&mut known, c));
            shape.places.push(super::summary::Place { pointer, content, deep });
        }
        shape.groups = known.len() as u32;
        shape
    }

    /// Makes all that is reached through the content of `n` one class; was there more than one?
    fn collapse(&mut self, n: Node) -> bool {
        let mut deep = false;
        while let Some(content) = self.content_of(n)
            && let Some(below) = self.content_of(content)
        {
            deep = true;
            if below == content {
                break;
            }
            self.unify(content, below);
        }
        deep
    }
}

/// The values of which nothing is left but what a comparison says, directly or after arithmetic.
fn only_compared(f: &Function) -> IndexVec<ValueId, bool> {
    let mut compared = IndexVec::from_elem(true, f.values.len());
    for block in f.blocks.iter() {
        block.term.iter().for_each(|term| {
            term.operands(|op| {
                keep(&mut compared, op);
            })
        });
    }
    // The result of arithmetic may be used before it, in the order of the blocks: until nothing
    // changes.
    loop {
        let mut changed = false;
        for inst in f.blocks.iter().flat_map(|b| b.insts.iter()) {
            match &inst.op {
                Op::Cmp(..) => {}
                Op::Bin(..) if inst.result.is_some_and(|r| compared[r]) => {}
                op => op.operands(|op| changed |= keep(&mut compared, op)),
            }
        }
        if !changed {
            return compared;
        }
    }
}

/// Notes that an operand is used otherwise; is that new?
fn keep(compared: &mut IndexVec<ValueId, bool>, op: &Operand) -> bool {
    matches!(op, Operand::Value(v) if std::mem::take(&mut compared[*v]))
}

fn number(known: &mut Vec<Node>, n: Node) -> u32 {
    match known.iter().position(|k| *k == n) {
        Some(i) => i as u32,
        None => {
            known.push(n);
            known.len() as u32 - 1
        }
    }
}
