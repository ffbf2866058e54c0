//! `embgo targets`.

use super::args::TargetsArgs;
use super::{out, table};
use crate::base::embedded::EmbeddedFs;
use crate::target::list::{self, TargetSummary};
use anyhow::Result;

pub fn run(args: &TargetsArgs) -> Result<u8> {
    let targets = list::list(&EmbeddedFs);
    if args.json {
        targets.iter().try_for_each(out::print_json)?;
        return Ok(0);
    }
    let heading = ["TARGET", "CPU", "FLASH", "RAM", "FORMAT", "RUN", "FLASHED BY", "DESCRIPTION"];
    let mut rows = vec![heading.map(str::to_owned)];
    rows.extend(targets.iter().map(row));
    out::print(&table::columns(&rows))?;
    Ok(0)
}

fn row(t: &TargetSummary) -> [String; 8] {
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    [
        t.name.clone(),
        t.cpu.clone(),
        table::bytes(t.flash),
        table::bytes(t.ram),
        t.format.clone(),
        or_none(&t.run),
        or_none(&t.flash_method),
        t.description.clone(),
    ]
}
