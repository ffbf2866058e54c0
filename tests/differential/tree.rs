//! A generated program as a tree of declarations and statements, so that parts can be left out
//! when a difference is made smaller.

/// One declaration or statement: text with blocks of statements in it.
#[derive(Clone, Debug)]
pub struct Node(pub Vec<Part>);

#[derive(Clone, Debug)]
pub enum Part {
    Text(String),
    Block(Vec<Node>),
}

impl Node {
    pub fn text(text: impl Into<String>) -> Node {
        Node(vec![Part::Text(text.into())])
    }

    /// `head { block }`.
    pub fn with(head: impl Into<String>, block: Vec<Node>) -> Node {
        Node(vec![Part::Text(head.into() + " {"), Part::Block(block), Part::Text("}".into())])
    }

    /// More text behind the last part.
    pub fn then(mut self, text: impl Into<String>) -> Node {
        self.0.push(Part::Text(text.into()));
        self
    }

    /// One more block behind the last part.
    pub fn block(mut self, block: Vec<Node>) -> Node {
        self.0.push(Part::Block(block));
        self
    }
}

/// The text of nodes, one below the other.
pub fn text(nodes: &[Node]) -> String {
    let mut out = String::new();
    write(nodes, &mut out);
    out
}

fn write(nodes: &[Node], out: &mut String) {
    for node in nodes {
        for part in &node.0 {
            match part {
                Part::Text(text) => {
                    out.push_str(text);
                    // A block or what follows it stays on the same line as its brace.
                    out.push(' ');
                }
                Part::Block(block) => {
                    out.push('\n');
                    write(block, out);
                }
            }
        }
        out.push('\n');
    }
}

/// How many nodes there are in all.
pub fn count(nodes: &[Node]) -> usize {
    let blocks = nodes.iter().flat_map(|n| &n.0);
    let inner: usize = blocks.map(|p| if let Part::Block(b) = p { count(b) } else { 0 }).sum();
    nodes.len() + inner
}

/// The tree without the nodes `from..to`, counted from the root before their blocks.
pub fn without(nodes: &[Node], from: usize, to: usize) -> Vec<Node> {
    fn walk(nodes: &[Node], from: usize, to: usize, next: &mut usize) -> Vec<Node> {
        let mut kept = Vec::new();
        for node in nodes {
            let own = *next;
            *next += 1;
            if (from..to).contains(&own) {
                *next += node.0.iter().map(inner).sum::<usize>();
                continue;
            }
            let parts = node.0.iter().map(|part| match part {
                Part::Text(text) => Part::Text(text.clone()),
                Part::Block(block) => Part::Block(walk(block, from, to, next)),
            });
            kept.push(Node(parts.collect()));
        }
        kept
    }
    fn inner(part: &Part) -> usize {
        if let Part::Block(block) = part { count(block) } else { 0 }
    }
    walk(nodes, from, to, &mut 0)
}
