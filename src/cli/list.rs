//! `embgo list`.

use super::args::ListArgs;
use super::{out, report};
use crate::driver::list;
use anyhow::Result;

pub fn run(args: &ListArgs) -> Result<u8> {
    let mut options = args.flags.options(&args.packages)?;
    if options.target.is_empty() {
        options.target = super::test::TARGET.to_owned();
    }
    let listing = list::list(&options, args.deps)?;
    for p in &listing.packages {
        if args.flags.json {
            out::print(&(serde_json::to_string_pretty(p)? + "\n"))?;
        } else {
            out::print(&format!("{}\n", p.import_path))?;
        }
    }
    for f in &listing.failed {
        report::show(&f.diagnostics, &f.sources, args.flags.json)?;
    }
    Ok(u8::from(!listing.failed.is_empty()))
}
