//! What interrupt handlers must not do: allocate, and wait.
//!
//! Only calls whose target is written down are followed: not those of function values and methods of
//! interfaces, and not panics, which end the program.

use super::facts::Facts;
use crate::base::source::Pos;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;

/// Functions of the runtime that ask whether a handler calls them before they wait.
const CAREFUL: [&str; 4] =
    ["runtime.yieldWhenPolling", "runtime.letOthersRun", "runtime.takeTurns", "runtime.newproc"];

/// A handler that is not allowed: where it was given, and what is wrong.
pub type Wrong = (Pos, String);

/// Looks at the handlers of interrupts below `count`, and at the numbers themselves.
pub fn check(facts: &Facts, count: u32, target: &str) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    let panics: FxHashSet<&str> =
        facts.funcs.iter().filter(|f| f.noreturn).map(|f| f.name.as_str()).collect();
    for (i, f) in facts.funcs.iter().enumerate() {
        let Some(number) = f.name.strip_prefix("embgo_irq_") else { continue };
        let Ok(n) = number.parse::<i64>() else { continue };
        if f.external {
            continue;
        }
        if !(0..i64::from(count)).contains(&n) {
            let text = match count {
                0 => format!("{target} has no interrupts"),
                _ => {
                    format!("{target} has no interrupt {n}; the numbers go from 0 to {}", count - 1)
                }
            };
            wrong.push((f.pos, text));
            continue;
        }
        let ends = [("runtime.alloc", "allocates memory"), ("runtime.park", "waits")];
        for (end, does) in ends {
            if let Some(chain) = chain(facts, &panics, i, end) {
                let chain = chain.join(" > ");
                wrong.push((f.pos, format!("the handler of interrupt {n} {does}: {chain}")));
            }
        }
    }
    wrong.sort();
    wrong
}

/// The shortest way from a handler to a function.
fn chain(facts: &Facts, panics: &FxHashSet<&str>, from: usize, end: &str) -> Option<Vec<String>> {
    let mut came: FxHashMap<usize, usize> = FxHashMap::default();
    let mut work = VecDeque::from([from]);
    while let Some(at) = work.pop_front() {
        if facts.funcs[at].name == end {
            let mut names = Vec::new();
            let mut at = at;
            while at != from {
                names.push(facts.funcs[at].name.clone());
                at = came[&at];
            }
            names.reverse();
            return Some(names);
        }
        for &next in &facts.funcs[at].calls {
            let name = facts.funcs[next].name.as_str();
            let skip = panics.contains(name)
                || name.starts_with("runtime.panic")
                || CAREFUL.contains(&name);
            if !skip && next != from && !came.contains_key(&next) {
                came.insert(next, at);
                work.push_back(next);
            }
        }
    }
    None
}
