//! `embgo layout`.

use super::args::LayoutArgs;
use super::out;
use crate::base::embedded::EmbeddedFs;
use crate::base::fs::DiskFs;
use crate::link::{layout, script};
use crate::target;
use anyhow::{Context as _, Result};

pub fn run(args: &LayoutArgs) -> Result<u8> {
    let dir = out::current_dir()?;
    let target = target::load(&args.target, &DiskFs, &EmbeddedFs, &dir)?;
    if args.script {
        out::print(&script::script(&target, &script::LinkOptions::default())?)?;
        return Ok(0);
    }
    let elf = match &args.program {
        Some(path) => {
            Some(std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?)
        }
        None => None,
    };
    let named = || args.program.as_ref().map_or(String::new(), |p| p.display().to_string());
    let layout = layout::table(&target, elf.as_deref()).with_context(named)?;
    if args.json {
        out::print_json(&layout)?;
    } else {
        out::print(&layout.to_string())?;
    }
    Ok(0)
}
