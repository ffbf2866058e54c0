//! The table that `runtime.Caller` and its relatives look things up in, made from the linked
//! program and put into it by a second link.
//!
//! `runtime-stubs/runtime/caller.go` reads it. Words are little-endian, numbers marked `v` have
//! seven bits a byte, the lowest first:
//!
//! ```text
//! word     functions: their number n
//! word     where the rules begin; this and all that follow count from the start of the table
//! word     where the nodes begin
//! word     where the texts begin
//! n words  addresses of the functions, ascending
//! n words  where each function's record is
//! rules    4 bytes each: a halfword, size in words, its top bit set for sizes above the frame
//!          pointer; words to the return address, words to the frame pointer or 0
//! nodes    v name*2+parameters, v file, v line, v next node, v function: a call that is inlined into
//!          the next one. Each number is one more than what it means, and a byte 0 is in front of each
//!          node: so a place in the middle of one is told from its start. The first is a place holder
//! texts    v length, bytes
//! records  v bytes of code, v name*2+parameters, v file, v line, v flags (1: a body that defers,
//!          2: the program may have the address), v number of calls, then for each: v bytes from
//!          the call before *4, + 2 if its rule is another than that of the call before, + 1 if it
//!          has a node; then v rule, if so; then v node, or v line as difference to the line before,
//!          its sign in bit 0
//! ```

use super::calls::Call;
use super::code::{Code, Function};
use super::frames::{self, Rule, Rules};
use super::symbols::{Frame, Symbols};
use crate::stack::traced::Known;
use anyhow::Result;
use indexmap::IndexMap;
use object::{Object as _, ObjectSection as _};
use rustc_hash::{FxBuildHasher, FxHashMap};

/// The outermost function of every goroutine.
const OUTERMOST: &str = "runtime.goexit";
/// Functions in assembly that call Go: the symbol, and the name if it is shown.
const ASSEMBLY: [(&str, Option<&str>); 4] = [
    ("embgo_try", None),
    ("Reset_Handler", Some(OUTERMOST)),
    ("_start", Some(OUTERMOST)),
    ("embgo_reset", Some(OUTERMOST)),
];
/// Functions in assembly that Go calls while somebody looks at the caller.
const CALLED: [&str; 3] = ["embgo_try", "embgo_registers", "embgo_switch"];

/// Where a function begins, as the table tells it.
type Place = (String, u32);

/// The functions of a program. Two links give the same table if they give the same of these.
pub fn functions(elf: &[u8]) -> Result<Vec<Function>> {
    Ok(Code::read(elf)?.functions)
}

/// Makes the table. `place` tells the file and the line of a position.
pub fn table(
    elf: &[u8],
    known: &[Known],
    place: impl Fn(crate::base::source::Pos) -> Place,
) -> Result<Vec<u8>> {
    let code = Code::read(elf)?;
    let section = code.file.section_by_name(".debug_frame").and_then(|s| s.data().ok());
    let symbols = Symbols::read(elf);
    let known = known.iter().map(|k| (k.symbol.as_str(), k)).collect();
    let program = Program {
        rules: frames::rules(code.machine, section.unwrap_or_default()),
        targets: targets(&code.functions, &known),
        symbols,
        known,
        code,
    };
    let mut b = Builder::default();
    // The place holders.
    b.nodes.push(0);
    b.rule(None);
    let mut list: Vec<(u32, Vec<u8>)> = Vec::new();
    for f in &program.code.functions {
        if list.last().is_some_and(|(start, _)| *start == f.start) {
            continue;
        }
        if let Some(head) = program.head(f, &place) {
            let record = b.record(&program, f, &head, list.len() as u32);
            list.push((f.start, record));
        }
    }
    Ok(b.finish(&list))
}

/// What is known of the linked program.
struct Program<'a> {
    code: Code<'a>,
    symbols: Symbols,
    known: FxHashMap<&'a str, &'a Known>,
    rules: FxHashMap<u32, Rules>,
    targets: FxHashMap<u32, bool>,
}

/// What is told of a function.
struct Head {
    name: String,
    place: Place,
    hidden: bool,
    flags: u32,
    params: bool,
    traced: bool,
}

/// A call as the source has it: the function, whether it has parameters, and where it is.
type Visible = (String, bool, Place);

impl Program<'_> {
    fn head(
        &self,
        f: &Function,
        place: &impl Fn(crate::base::source::Pos) -> Place,
    ) -> Option<Head> {
        if let Some((_, name)) = ASSEMBLY.iter().find(|(symbol, _)| *symbol == f.symbol) {
            let (hidden, name) = (name.is_none(), name.unwrap_or_default().to_owned());
            let place = ("?".to_owned(), 0);
            return Some(Head { name, place, hidden, flags: 0, params: false, traced: true });
        }
        let k = self.known.get(f.symbol.as_str()).or_else(|| {
            // A copy that LLVM made for certain arguments.
            self.known.get(self.symbols.frames(f.start).last()?.symbol.as_str())
        })?;
        Some(Head {
            name: k.name.clone(),
            place: place(k.pos),
            hidden: k.hidden,
            flags: u32::from(k.body) | u32::from(k.value) << 1,
            params: k.params,
            traced: k.traced,
        })
    }

    /// The calls in a function that can lead to somebody who asks.
    fn calls(&self, f: &Function) -> Vec<Call> {
        let mut list = self.code.exits(f).calls;
        list.retain(|c| c.target.is_none_or(|t| self.targets.get(&t).copied().unwrap_or(true)));
        list
    }

    /// The calls that an address in a function belongs to and that are shown, the innermost first.
    fn visible(&self, f: &Function, head: &Head, address: u32) -> Vec<Visible> {
        let frames: Vec<Frame> = self.symbols.frames(address);
        if frames.is_empty() {
            let own = (head.name.clone(), head.params, ("?".to_owned(), 0));
            return if head.hidden { Vec::new() } else { vec![own] };
        }
        let shown = frames.into_iter().filter_map(|frame| {
            let place = frame.place.unwrap_or_default();
            let (name, hidden, params) = match self.known.get(frame.symbol.as_str()) {
                Some(k) => (k.name.clone(), k.hidden, k.params),
                None if frame.symbol == f.symbol => (head.name.clone(), head.hidden, head.params),
                None => (frame.symbol, false, true),
            };
            (!hidden).then_some((name, params, place))
        });
        shown.collect()
    }
}

/// The functions that calls can go to, and whether such a call is of interest.
fn targets(all: &[Function], known: &FxHashMap<&str, &Known>) -> FxHashMap<u32, bool> {
    let mut targets = FxHashMap::default();
    for f in all {
        // Copies have names of their own: they and what the linker adds count as of interest.
        let go = known.get(f.symbol.as_str()).is_some_and(|k| k.traced);
        let wanted = go || CALLED.contains(&f.symbol.as_str()) || f.symbol.contains(".specialized");
        *targets.entry(f.start).or_default() |= wanted;
    }
    targets
}

#[derive(Default)]
struct Builder {
    rules: IndexMap<[u8; 4], (), FxBuildHasher>,
    nodes: Vec<u8>,
    node_places: FxHashMap<(String, u32), u32>,
    texts: Vec<u8>,
    text_places: FxHashMap<String, u32>,
}

impl Builder {
    fn record(&mut self, program: &Program, f: &Function, head: &Head, index: u32) -> Vec<u8> {
        let calls = if head.traced { program.calls(f) } else { Vec::new() };
        // Nobody has called what is outermost.
        let rules = program.rules.get(&f.start).filter(|_| head.name != OUTERMOST);
        let mut out = Vec::new();
        let (name, text) = (self.name(&head.name, head.params), self.text(&head.place.0));
        for n in [f.size, name, text, head.place.1, head.flags, calls.len() as u32] {
            varint(&mut out, n);
        }
        let (mut at, mut line, mut rule) = (f.start, head.place.1, 0);
        for call in &calls {
            let inside = call.back - 1;
            let new_rule = self.rule(rules.and_then(|r| frames::at(r, inside)));
            let visible = program.visible(f, head, inside);
            let plain = match visible.as_slice() {
                [(name, _, (file, n))] if *name == head.name && *file == head.place.0 => Some(*n),
                _ => None,
            };
            let key = u32::from(new_rule != rule) << 1 | u32::from(plain.is_none());
            varint(&mut out, (call.back - at) << 2 | key);
            if new_rule != rule {
                varint(&mut out, new_rule);
            }
            (at, rule) = (call.back, new_rule);
            if let Some(n) = plain {
                let difference = n.wrapping_sub(line) as i32;
                varint(&mut out, (difference << 1 ^ difference >> 31) as u32);
                line = n;
            } else {
                let node = self.chain(&visible, index);
                varint(&mut out, node);
            }
        }
        out
    }

    /// The node of the first of these frames, or 0.
    fn chain(&mut self, frames: &[Visible], function: u32) -> u32 {
        let mut next = 0;
        for (name, params, (file, line)) in frames.iter().rev() {
            let key = (format!("{name}\0{file}\0{line}\0{next}"), function);
            if let Some(place) = self.node_places.get(&key) {
                next = *place;
                continue;
            }
            let name = self.name(name, *params);
            let file = self.text(file);
            self.nodes.push(0);
            let place = self.nodes.len() as u32;
            for n in [name, file, *line, next, function] {
                varint(&mut self.nodes, n + 1);
            }
            self.node_places.insert(key, place);
            next = place;
        }
        next
    }

    fn name(&mut self, name: &str, params: bool) -> u32 {
        self.text(name) << 1 | u32::from(params)
    }

    fn text(&mut self, text: &str) -> u32 {
        if let Some(place) = self.text_places.get(text) {
            return *place;
        }
        let place = self.texts.len() as u32;
        varint(&mut self.texts, text.len() as u32);
        self.texts.extend(text.as_bytes());
        self.text_places.insert(text.to_owned(), place);
        place
    }

    /// The number of a rule; 0 where there is no caller, or none that can be found.
    fn rule(&mut self, rule: Option<Rule>) -> u32 {
        let bytes = rule.and_then(|r| {
            let words = |n: u32| n.is_multiple_of(4).then_some(n / 4);
            let size = words(r.size).filter(|n| *n < 0x8000)?;
            let size = size | u32::from(r.from_frame_pointer) << 15;
            let back = u8::try_from(words(r.return_address)?).ok()?;
            let frame = u8::try_from(words(r.frame_pointer.unwrap_or(0))?).ok()?;
            Some([size as u8, (size >> 8) as u8, back, frame])
        });
        self.rules.insert_full(bytes.unwrap_or_default(), ()).0 as u32
    }

    fn finish(self, list: &[(u32, Vec<u8>)]) -> Vec<u8> {
        let n = list.len();
        let rules: Vec<u8> = self.rules.keys().flatten().copied().collect();
        let rules_at = 16 + 8 * n;
        let nodes_at = rules_at + rules.len();
        let texts_at = nodes_at + self.nodes.len();
        let mut at = texts_at + self.texts.len();
        let mut out = Vec::new();
        for word in [n, rules_at, nodes_at, texts_at] {
            out.extend((word as u32).to_le_bytes());
        }
        list.iter().for_each(|(start, _)| out.extend(start.to_le_bytes()));
        for (_, record) in list {
            out.extend((at as u32).to_le_bytes());
            at += record.len();
        }
        for part in [&rules, &self.nodes, &self.texts] {
            out.extend(part);
        }
        list.iter().for_each(|(_, record)| out.extend(record));
        out
    }
}

fn varint(out: &mut Vec<u8>, mut n: u32) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}
