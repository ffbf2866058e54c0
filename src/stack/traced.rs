//! Finds the functions that can be on the stack when the program asks who called it
//! (`runtime.Caller` and its relatives), and those whose names it can ask for by address.

use super::facts::Facts;
use crate::base::index::Idx as _;
use crate::ir::entities::*;
use crate::ir::function::*;
use crate::ir::module::Module;
use rustc_hash::{FxHashMap, FxHashSet};

/// The table of callers. Programs that ask refer to it (`runtime-stubs/runtime/caller.go`).
pub const TABLE: &str = "embgo_callers";
/// The function that reads the registers to begin with.
const START: &str = "embgo_registers";
/// Leaves a goroutine: where the others are while one asks for the stacks of all.
const SWITCH: &str = "embgo_switch";
/// Asks for the stacks of all.
const ALL: &str = "runtime.(*stackText).stackOfAll";
/// Asks for a function by an address.
const BY_ADDRESS: &str = "runtime.FuncForPC";
/// Called under `embgo_try` or through a stack made by hand, which the facts leave out.
const ALWAYS: [&str; 2] = ["runtime.rundefer", "runtime.begin"];

/// A function that the table is to know.
#[derive(Clone, Debug)]
pub struct Known {
    pub symbol: String,
    /// As Go's own compiler calls it.
    pub name: String,
    pub pos: crate::base::source::Pos,
    /// It was made by the compiler and is no frame of its own.
    pub hidden: bool,
    /// The body of a function that defers calls.
    pub body: bool,
    pub params: bool,
    /// Its calls are in the table, not only its name.
    pub traced: bool,
    /// The program may have its address.
    pub value: bool,
}

/// Marks the functions whose calls the table is to have; `None` if the program asks for nothing.
/// The rest are those that it can name.
pub fn mark(m: &mut Module, facts: &Facts) -> Option<Vec<Known>> {
    m.globals.iter().find(|g| g.name == TABLE)?;
    let traced = reaching(m, facts);
    let named = match m.funcs.iter().any(|f| f.name == BY_ADDRESS && !f.is_external()) {
        true => taken(m),
        false => FxHashSet::default(),
    };
    let targets: FxHashMap<String, usize> =
        m.funcs.iter_enumerated().map(|(id, f)| (f.name.clone(), id.index())).collect();
    let mut known = Vec::new();
    for i in 0..m.funcs.len() {
        let f = &m.funcs[FuncId::new(i)];
        let (is_traced, is_named) = (traced.contains(&i), named.contains(&i));
        if f.is_external() || !is_traced && !is_named {
            continue;
        }
        // The code of a function's value bears the function's name.
        let value = value_name(&f.name);
        let target = value.as_ref().and_then(|n| targets.get(n)).copied();
        let shown = &m.funcs[FuncId::new(target.unwrap_or(i))];
        let name = match value {
            Some(name) if target.is_none() => name,
            _ if shown.debug_name.is_empty() => shown.name.clone(),
            _ => shown.debug_name.clone(),
        };
        known.push(Known {
            symbol: f.name.clone(),
            name: shown_name(&name),
            pos: shown.pos,
            hidden: f.debug_name.is_empty() || is_hidden(&f.name),
            body: f.name.ends_with("$d"),
            params: !m.sig_def(shown.sig).params.is_empty(),
            traced: is_traced,
            value: is_named,
        });
        let f = &mut m.funcs[FuncId::new(i)];
        f.attrs.traced = is_traced;
        if is_traced && f.debug_name.is_empty() {
            // What is inlined here must be found.
            f.debug_name = f.name.clone();
            f.scopes = vec![(0, f.pos)];
        }
    }
    Some(known)
}

/// Parts of the runtime that official Go has not, or does not show.
fn is_hidden(symbol: &str) -> bool {
    matches!(
        symbol,
        "runtime.callers"
            | "runtime.rundefer"
            | "runtime.gopanic"
            | "runtime.(*panicking).run"
            | "embgo.init"
    )
}

/// The function whose value a generated function is the code of: of `f$f` and of the method
/// expression `*path.T.M$e`.
fn value_name(symbol: &str) -> Option<String> {
    if let Some(name) = symbol.strip_suffix("$f") {
        return Some(name.to_owned());
    }
    let name = symbol.strip_suffix("$e")?;
    let Some(pointer) = name.strip_prefix('*') else { return Some(name.to_owned()) };
    let (of, method) = pointer.rsplit_once('.')?;
    let path = of.split('[').next().unwrap_or_default();
    let dot = path.rfind('/').unwrap_or(0);
    let dot = dot + path[dot..].find('.')?;
    Some(format!("{}.(*{}).{method}", &of[..dot], &of[dot + 1..]))
}

/// The name that Go's own compiler would give: no type arguments, and its names for what starts
/// programs, goroutines and panics.
fn shown_name(name: &str) -> String {
    match name {
        "embgo_start" => return "runtime.main".to_owned(),
        "runtime.begin" => return "runtime.goexit".to_owned(),
        "runtime.panicvalue" => return "runtime.gopanic".to_owned(),
        _ => {}
    }
    // Several with one name are told apart by a number.
    let mut plain = String::new();
    for (i, part) in name.split('\u{b7}').enumerate() {
        plain += if i > 0 { part.trim_start_matches(|c: char| c.is_ascii_digit()) } else { part };
    }
    match (plain.find('['), plain.rfind(']')) {
        (Some(from), Some(to)) if from < to => {
            format!("{}[...]{}", &plain[..from], &plain[to + 1..])
        }
        _ => plain,
    }
}

/// The functions from which one that asks can be reached, as indices.
fn reaching(m: &Module, facts: &Facts) -> FxHashSet<usize> {
    let mut callers: Vec<Vec<usize>> = vec![Vec::new(); facts.funcs.len()];
    for (i, f) in facts.funcs.iter().enumerate() {
        for callee in f.calls.iter().chain(&f.targets).chain(&f.bodies) {
            callers[*callee].push(i);
        }
    }
    let all = m.funcs.iter().any(|f| f.name == ALL && !f.is_external());
    let ids = |is: &dyn Fn(&str) -> bool| -> Vec<usize> {
        (0..facts.funcs.len()).filter(|i| is(&facts.funcs[*i].name)).collect()
    };
    let mut work = ids(&|name| name == START || all && name == SWITCH);
    let mut seen: FxHashSet<usize> = work.iter().copied().collect();
    while let Some(i) = work.pop() {
        for &c in &callers[i] {
            if seen.insert(c) {
                work.push(c);
            }
        }
    }
    seen.extend(ids(&|name| ALWAYS.contains(&name)));
    seen
}

/// The functions whose addresses are values.
fn taken(m: &Module) -> FxHashSet<usize> {
    let mut taken = FxHashSet::default();
    for g in m.globals.iter().filter(|g| !g.name.starts_with("itab:")) {
        if let Some(init) = &g.init {
            init.references(&mut |_| (), &mut |f| {
                taken.insert(f.index());
            });
        }
    }
    for f in m.funcs.iter() {
        for inst in f.blocks.iter().flat_map(|b| &b.insts) {
            let mut used = |op: &Operand| {
                if let Operand::Func(f) = op {
                    taken.insert(f.index());
                }
            };
            match &inst.op {
                Op::Store { value, .. } => used(value),
                Op::Call { args, .. } => args.iter().for_each(used),
                _ => {}
            }
        }
    }
    taken
}
