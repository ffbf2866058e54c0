//! The report that `-print-stacks` asks for.

use super::{out, table};
use crate::base::source::SourceMap;
use crate::stack::plan::{Plan, Root};
use anyhow::Result;
use serde_json::json;

/// Shows the size and need of each stack.
pub fn show(plan: &Plan, sources: &SourceMap, json: bool) -> Result<()> {
    if json {
        if plan.interrupts > 0 {
            out::print_json(
                &json!({ "kind": "stack", "of": "interrupts", "bytes": plan.interrupts }),
            )?;
        }
        return each(plan).try_for_each(|(kind, root)| {
            out::print_json(&json!({
                "kind": "stack",
                "of": kind,
                "name": root.name,
                "position": (!root.pos.is_none()).then(|| sources.position(root.pos)),
                "bytes": root.bytes,
                "needs": root.needs,
                "chain": root.chain,
                "unbounded": root.why,
            }))
        });
    }
    out::print(&text(plan, sources))
}

fn each(plan: &Plan) -> impl Iterator<Item = (&'static str, &Root)> {
    let main = plan.main.iter().map(|r| ("main", r));
    let goroutines = plan.goroutines.iter().map(|r| ("go", r));
    main.chain(goroutines).chain(plan.handlers.iter().map(|r| ("interrupt", r)))
}

fn text(plan: &Plan, sources: &SourceMap) -> String {
    let mut rows = vec![["STACK", "BYTES", "NEEDS", "DEEPEST CALLS"].map(str::to_owned)];
    for (kind, root) in each(plan) {
        let name = match kind {
            "main" => "main".to_owned(),
            "go" => format!("go {} at {}", root.name, sources.position(root.pos)),
            _ => format!("interrupt {}", root.name),
        };
        let needs = root.needs.map_or("?".to_owned(), |n| n.to_string());
        let calls = root.why.clone().unwrap_or_else(|| root.chain.join(" > "));
        rows.push([name, root.bytes.to_string(), needs, calls]);
    }
    let mut text = table::columns(&rows);
    if plan.reserve > 0 {
        text += &format!("{} bytes of each stack are kept for interrupts\n", plan.reserve);
    }
    if plan.interrupts > 0 {
        text += &format!("interrupt handlers have {} bytes of stack\n", plan.interrupts);
    }
    let names: Vec<&str> = plan.checks.iter().map(|(name, _)| name.as_str()).collect();
    if !names.is_empty() {
        text +=
            &format!("{} functions check that there is room: {}\n", names.len(), names.join(" "));
    }
    text
}
