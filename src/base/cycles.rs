//! The cycles of a graph: Tarjan's strongly connected components, without recursion, since call
//! graphs are deep.

/// The sets of nodes that reach each other, each sorted; a node alone only if it has an edge to
/// itself. Nodes are numbered from 0 to `nodes`; each is asked for its edges once. Takes time in
/// proportion to nodes and edges.
pub fn cycles(nodes: usize, mut edges: impl FnMut(usize) -> Vec<usize>) -> Vec<Vec<usize>> {
    let mut s = Search { order: vec![0; nodes], low: vec![0; nodes], ..Search::default() };
    s.open = vec![false; nodes];
    for root in 0..nodes {
        if s.order[root] != 0 {
            continue;
        }
        let mut path = vec![s.enter(root, edges(root))];
        while let Some(step) = path.last_mut() {
            let Some(to) = step.edges.next() else {
                let done = path.pop().map(|s| (s.node, s.itself));
                let Some((node, itself)) = done else { break };
                s.leave(node, itself);
                if let Some(caller) = path.last() {
                    s.low[caller.node] = s.low[caller.node].min(s.low[node]);
                }
                continue;
            };
            step.itself |= to == step.node;
            let from = step.node;
            if s.order[to] == 0 {
                path.push(s.enter(to, edges(to)));
            } else if s.open[to] {
                s.low[from] = s.low[from].min(s.order[to]);
            }
        }
    }
    s.found
}

#[derive(Default)]
struct Search {
    /// When a node was met, from 1 on; 0: not yet.
    order: Vec<u32>,
    /// The earliest node on the path that is reached.
    low: Vec<u32>,
    /// Not yet known to be in a set.
    open: Vec<bool>,
    stack: Vec<usize>,
    next: u32,
    found: Vec<Vec<usize>>,
}

/// A node on the path, with the edges that are still to be followed.
struct Step {
    node: usize,
    edges: std::vec::IntoIter<usize>,
    itself: bool,
}

impl Search {
    fn enter(&mut self, node: usize, edges: Vec<usize>) -> Step {
        self.next += 1;
        (self.order[node], self.low[node]) = (self.next, self.next);
        self.stack.push(node);
        self.open[node] = true;
        Step { node, edges: edges.into_iter(), itself: false }
    }

    fn leave(&mut self, node: usize, itself: bool) {
        if self.low[node] != self.order[node] {
            return;
        }
        let at = self.stack.iter().rposition(|n| *n == node).unwrap_or(0);
        let mut set = self.stack.split_off(at);
        set.iter().for_each(|n| self.open[*n] = false);
        if set.len() > 1 || itself {
            set.sort_unstable();
            self.found.push(set);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::cycles;

    fn of(edges: &[(usize, usize)], nodes: usize) -> Vec<Vec<usize>> {
        let to = |i| edges.iter().filter(|e| e.0 == i).map(|e| e.1).collect();
        cycles(nodes, to)
    }

    #[test]
    fn sets_of_nodes() {
        assert_eq!(of(&[], 3), Vec::<Vec<usize>>::new());
        assert_eq!(of(&[(0, 1), (1, 2), (0, 2)], 3), Vec::<Vec<usize>>::new());
        assert_eq!(of(&[(1, 1)], 3), vec![vec![1]]);
        assert_eq!(of(&[(0, 1), (1, 2), (2, 1), (2, 3), (3, 3)], 4), vec![vec![3], vec![1, 2]]);
        assert_eq!(
            of(&[(0, 1), (1, 2), (2, 0), (3, 0), (3, 4), (4, 3)], 5),
            vec![vec![0, 1, 2], vec![3, 4]]
        );
    }

    /// Against the definition: two nodes are in one set if each reaches the other.
    #[test]
    fn reaching_each_other() {
        arbtest::arbtest(|u| {
            let nodes = u.int_in_range(1..=8)?;
            let mut edges = Vec::new();
            for _ in 0..u.int_in_range(0..=16)? {
                edges.push((u.int_in_range(0..=nodes - 1)?, u.int_in_range(0..=nodes - 1)?));
            }
            let mut reach = vec![vec![false; nodes]; nodes];
            edges.iter().for_each(|(a, b)| reach[*a][*b] = true);
            for k in 0..nodes {
                for i in 0..nodes {
                    for j in 0..nodes {
                        reach[i][j] |= reach[i][k] && reach[k][j];
                    }
                }
            }
            let mut expected: Vec<Vec<usize>> = Vec::new();
            for (i, to) in reach.iter().enumerate() {
                let set: Vec<usize> = (0..nodes).filter(|j| to[*j] && reach[*j][i]).collect();
                if !set.is_empty() && !expected.contains(&set) {
                    expected.push(set);
                }
            }
            let mut found = of(&edges, nodes);
            found.sort();
            expected.sort();
            assert_eq!(found, expected, "{edges:?}");
            Ok(())
        });
    }
}
