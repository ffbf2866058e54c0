//! The control flow graph of a function: order, predecessors, dominators.

use super::entities::BlockId;
use super::function::Function;
use crate::base::index::IndexVec;

/// Facts about the blocks that the entry reaches.
pub struct Cfg {
    /// Reverse postorder: a block comes before those it dominates. The entry is the first.
    pub order: Vec<BlockId>,
    /// Place in `order`; `None` for blocks that nothing reaches.
    pub number: IndexVec<BlockId, Option<u32>>,
    /// Reached predecessors.
    pub preds: IndexVec<BlockId, Vec<BlockId>>,
    /// The immediate dominator; the entry's is itself, as is that of an unreached block.
    pub idom: IndexVec<BlockId, BlockId>,
}

impl Cfg {
    pub fn new(f: &Function) -> Cfg {
        let order = reverse_postorder(f);
        let mut number = IndexVec::from_elem(None, f.blocks.len());
        for (i, b) in order.iter().enumerate() {
            number[*b] = Some(i as u32);
        }
        let mut preds = IndexVec::from_elem(Vec::new(), f.blocks.len());
        for &b in &order {
            successors(f, b, |s| {
                let list: &mut Vec<BlockId> = &mut preds[s];
                if list.last() != Some(&b) {
                    list.push(b);
                }
            });
        }
        let idom = f.blocks.ids().collect();
        let mut cfg = Cfg { order, number, preds, idom };
        cfg.find_dominators();
        cfg
    }

    pub fn is_reached(&self, b: BlockId) -> bool {
        self.number[b].is_some()
    }

    /// Does every path from the entry to `b` pass `a`? True if `a == b`.
    pub fn dominates(&self, a: BlockId, b: BlockId) -> bool {
        let (Some(na), Some(_)) = (self.number[a], self.number[b]) else { return a == b };
        let mut at = b;
        while self.number[at] > Some(na) {
            at = self.idom[at];
        }
        at == a
    }

    /// Is `b` on some cycle?
    pub fn in_loop(&self, f: &Function, b: BlockId) -> bool {
        let mut seen = IndexVec::<BlockId, bool>::from_elem(false, f.blocks.len());
        let mut work = vec![b];
        while let Some(at) = work.pop() {
            let mut found = false;
            successors(f, at, |s| {
                found |= s == b;
                if !seen[s] {
                    seen[s] = true;
                    work.push(s);
                }
            });
            if found {
                return true;
            }
        }
        false
    }

    /// Cooper, Harvey, Kennedy: "A Simple, Fast Dominance Algorithm".
    fn find_dominators(&mut self) {
        let mut known = IndexVec::<BlockId, bool>::from_elem(false, self.number.len());
        let Some(entry) = self.order.first() else { return };
        known[*entry] = true;
        let mut changed = true;
        while changed {
            changed = false;
            for i in 1..self.order.len() {
                let b = self.order[i];
                let mut new = None;
                for &p in self.preds[b].iter().filter(|p| known[**p]) {
                    new = Some(match new {
                        None => p,
                        Some(other) => self.common(p, other),
                    });
                }
                if let Some(new) = new
                    && (!known[b] || self.idom[b] != new)
                {
                    self.idom[b] = new;
                    known[b] = true;
                    changed = true;
                }
            }
        }
    }

    fn common(&self, mut a: BlockId, mut b: BlockId) -> BlockId {
        while a != b {
            while self.number[a] > self.number[b] {
                a = self.idom[a];
            }
            while self.number[b] > self.number[a] {
                b = self.idom[b];
            }
        }
        a
    }
}

/// Calls `each` for the successors of `b`.
pub fn successors(f: &Function, b: BlockId, each: impl FnMut(BlockId)) {
    if let Some(term) = &f.blocks[b].term {
        term.successors(each);
    }
}

fn reverse_postorder(f: &Function) -> Vec<BlockId> {
    let mut order = Vec::with_capacity(f.blocks.len());
    if f.blocks.is_empty() {
        return order;
    }
    let mut seen = IndexVec::<BlockId, bool>::from_elem(false, f.blocks.len());
    // Blocks to enter, and (true) blocks whose successors are done.
    let mut work = vec![(BlockId(0), false)];
    while let Some((b, done)) = work.pop() {
        if done {
            order.push(b);
        } else if !seen[b] {
            seen[b] = true;
            work.push((b, true));
            successors(f, b, |s| {
                if !seen[s] {
                    work.push((s, false));
                }
            });
        }
    }
    order.reverse();
    order
}
