//! `embgo build`.

use super::args::{BuildArgs, BuildFlags};
use super::{out, report, stacks};
use crate::driver::build::build;
use crate::driver::options::SizeReport;
use crate::driver::result::{BuildResult, Built};
use crate::driver::timing;
use anyhow::Result;

pub fn run(args: &BuildArgs) -> Result<u8> {
    let mut options = args.flags.options(&args.packages)?;
    options.output = args.output.clone();
    options.emit = args.emit;
    let result = build(&options)?;
    show(&result, &args.flags)?;
    Ok(u8::from(result.failed()))
}

/// Shows what a build gave.
pub fn show(result: &BuildResult, flags: &BuildFlags) -> Result<()> {
    show_without_size(result, flags)?;
    let Some(built) = &result.built else { return Ok(()) };
    if flags.print_stacks {
        stacks::show(&built.stacks, &result.sources, flags.json)?;
    }
    show_size(&built.elf, flags.size, flags.json)
}

/// Shows what a build gave, for a command that shows sizes in its own way.
pub fn show_without_size(result: &BuildResult, flags: &BuildFlags) -> Result<()> {
    report::show(&result.diagnostics, &result.sources, flags.json)?;
    show_allocs(result, flags.json)?;
    if let Some(built) = &result.built {
        show_built(built, flags.json)?;
    }
    if !flags.time {
        return Ok(());
    }
    let lines = result.timing.lines();
    if !flags.json {
        out::note(timing::table(&lines).trim_end());
        return Ok(());
    }
    lines.iter().try_for_each(|line| {
        out::print_json(&serde_json::json!({ "kind": "phase", "phase": line.phase, "us": line.us }))
    })
}

/// The report that `-print-allocs` asks for.
fn show_allocs(result: &BuildResult, json: bool) -> Result<()> {
    for site in &result.allocs {
        if !json {
            let place = result.sources.position(site.pos);
            out::print(&format!("{place}: {}: {}\n", site.func, site.text()))?;
            continue;
        }
        let file = result.sources.lookup(site.pos).map(|f| result.sources.file(f));
        let (line, col) = file.map_or((0, 0), |f| f.line_col(site.pos));
        out::print_json(&serde_json::json!({
            "kind": "alloc",
            "file": file.map(|f| &f.name),
            "line": line,
            "col": col,
            "func": site.func,
            "what": site.what,
            "size": site.size,
            "reason": site.reason,
        }))?;
    }
    Ok(())
}

/// The report that `-size` asks for.
fn show_size(elf: &[u8], wanted: SizeReport, json: bool) -> Result<()> {
    if wanted == SizeReport::None || elf.is_empty() {
        return Ok(());
    }
    let sizes = crate::link::report::read(elf)?;
    if json {
        return out::print_json(&serde_json::json!({ "kind": "size", "size": sizes }));
    }
    out::print(&super::size::text(&sizes, wanted))
}

fn show_built(built: &Built, json: bool) -> Result<()> {
    if let Some(dir) = &built.work {
        out::note(&format!("WORK={}", dir.display()));
    }
    if json {
        return out::print_json(&serde_json::json!({
            "kind": "built",
            "output": built.output,
            "format": built.format.extension(),
            "text": built.text,
        }));
    }
    match &built.text {
        Some(text) => out::print(text),
        None => Ok(()),
    }
}
