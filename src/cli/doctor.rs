//! `embgo doctor`.

use super::args::DoctorArgs;
use super::{devices, out, table};
use crate::flash::usb::ids;
use crate::tools::find::{Missing, Search};
use crate::tools::install::{self, System};
use crate::tools::spec::{SPECS, Spec, ToolId};
use crate::tools::{Tool, goroot, probe};
use anyhow::Result;
use serde::Serialize;
use std::path::PathBuf;

/// What is known of one tool here.
#[derive(Serialize)]
struct Finding {
    tool: &'static str,
    found: bool,
    /// Nothing can be built without it.
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<PathBuf>,
    purpose: &'static str,
    /// Why it is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    install: Option<String>,
}

pub fn run(args: &DoctorArgs) -> Result<u8> {
    if args.fix_udev {
        out::print(&ids::rules())?;
        return Ok(0);
    }
    let search = Search::from_env();
    let system = System::detect();
    let findings: Vec<Finding> = SPECS.iter().map(|s| look(s, &search, &system)).collect();
    if args.json {
        findings.iter().try_for_each(out::print_json)?;
        devices::print_json()?;
        return Ok(0);
    }
    let heading = ["TOOL", "", "VERSION", "WHERE, OR HOW TO GET IT"].map(str::to_owned);
    let rows: Vec<_> = std::iter::once(heading).chain(findings.iter().map(row)).collect();
    let mut text = table::columns(&rows);
    if let Some(root) = goroot::find(&search) {
        let version = goroot::version(&root).unwrap_or_default();
        let old = if goroot::is_supported(&root) { "" } else { " (too old: embgo needs 1.26)" };
        text += &format!("\nGo's standard library: {version} in {}{old}\n", root.display());
    } else {
        text += "\nGo's standard library was not found: only programs without its packages can be \
                 built.\n";
    }
    text += &devices::text();
    text += &advice(&findings, &system);
    out::print(&text)?;
    Ok(0)
}

fn look(spec: &Spec, search: &Search, system: &System) -> Finding {
    let missing = |problem: String| Finding {
        tool: spec.name,
        found: false,
        required: spec.required,
        version: None,
        path: None,
        purpose: spec.purpose,
        problem: Some(problem),
        install: install::command(system, &[spec.id]),
    };
    let tool: Tool = match search.find(spec.id) {
        Ok(tool) => tool,
        Err(Missing { reason, .. }) => return missing(reason),
    };
    let Some(line) = probe::version_line(spec.id, &tool.path) else {
        let path = tool.path.display();
        return missing(match spec.id {
            ToolId::Labwired => format!("{path} does not have the package labwired"),
            _ => format!("{path} does not run"),
        });
    };
    Finding {
        tool: spec.name,
        found: true,
        required: spec.required,
        version: Some(probe::number(&line).unwrap_or(line)),
        path: Some(tool.path),
        purpose: spec.purpose,
        problem: None,
        install: None,
    }
}

fn row(f: &Finding) -> [String; 4] {
    let state = match (f.found, f.required) {
        (true, _) => "ok",
        (false, true) => "MISSING",
        (false, false) => "not found",
    };
    let place = match (&f.path, &f.install) {
        (Some(path), _) => path.display().to_string(),
        (None, Some(command)) => format!("to {}:  {command}", f.purpose),
        (None, None) => format!("needed to {}", f.purpose),
    };
    [f.tool.to_owned(), state.to_owned(), f.version.clone().unwrap_or_default(), place]
}

/// The commands that install what is missing: first what no build can do without.
fn advice(findings: &[Finding], system: &System) -> String {
    let missing = |required: bool| -> Vec<ToolId> {
        let wanted =
            |name| findings.iter().any(|f| f.tool == name && !f.found && f.required == required);
        SPECS.iter().filter(|s| wanted(s.name)).map(|s| s.id).collect()
    };
    let mut text = String::new();
    for (required, title) in [(true, "To be able to build"), (false, "For everything else")] {
        let tools = missing(required);
        if tools.is_empty() {
            continue;
        }
        let names: Vec<&str> = tools.iter().map(|t| t.name()).collect();
        text += &match install::command(system, &tools) {
            Some(command) => format!("\n{title}:\n  {command}\n"),
            None => format!("\n{title}, install {}.\n", names.join(", ")),
        };
    }
    text
}
