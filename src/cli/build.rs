//! `embgo build`.

use super::args::BuildArgs;
use super::{out, report};
use crate::driver::options::BuildOptions;
use crate::driver::result::{BuildResult, Built};
use crate::driver::timing;
use anyhow::{Result, bail};

pub fn run(args: &BuildArgs) -> Result<u8> {
    let mut options = args.flags.options(&args.packages)?;
    options.output = args.output.clone();
    options.emit = args.emit;
    let result = build(&options)?;
    show(&result, args.flags.json, args.flags.time)?;
    Ok(u8::from(result.failed()))
}

/// Runs the pipeline.
pub fn build(_: &BuildOptions) -> Result<BuildResult> {
    bail!("this version of embgo has no compiler yet")
}

/// Shows what a build gave.
pub fn show(result: &BuildResult, json: bool, time: bool) -> Result<()> {
    report::show(&result.diagnostics, &result.sources, json)?;
    if let Some(built) = &result.built {
        show_built(built, json)?;
    }
    if !time {
        return Ok(());
    }
    let lines = result.timing.lines();
    if !json {
        out::note(timing::table(&lines).trim_end());
        return Ok(());
    }
    lines.iter().try_for_each(|line| {
        out::print_json(&serde_json::json!({ "kind": "phase", "phase": line.phase, "us": line.us }))
    })
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
