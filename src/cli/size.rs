//! `embgo size`.

use super::args::SizeArgs;
use super::{build, out};
use crate::driver::options::SizeReport;
use crate::link::report::{self, Report};
use anyhow::{Context as _, Result};
use std::io::Read as _;
use std::path::Path;

pub fn run(args: &SizeArgs) -> Result<u8> {
    let json = args.flags.json;
    let report = match args.packages.as_slice() {
        [file] if is_elf(Path::new(file)) => {
            let bytes = std::fs::read(file).with_context(|| format!("cannot read {file}"))?;
            report::read(&bytes).with_context(|| file.clone())?
        }
        packages => {
            let mut options = args.flags.options(packages)?;
            options.no_output = true;
            let result = crate::driver::build::build(&options)?;
            build::show_without_size(&result, &args.flags)?;
            let Some(built) = result.built.as_ref().filter(|_| !result.failed()) else {
                return Ok(1);
            };
            report::read(&built.elf)?
        }
    };
    if json {
        out::print_json(&report)?;
        return Ok(0);
    }
    let wanted = match args.flags.size {
        SizeReport::None => SizeReport::Full,
        wanted => wanted,
    };
    out::print(&text(&report, wanted))?;
    Ok(0)
}

/// The report as a table.
pub fn text(report: &Report, wanted: SizeReport) -> String {
    match wanted {
        SizeReport::None => String::new(),
        SizeReport::Short => report.short(),
        SizeReport::Full => report.full(),
    }
}

/// Reports whether a file is an ELF file: then it is taken as it is instead of built.
pub fn is_elf(path: &Path) -> bool {
    let mut magic = [0; 4];
    let read = std::fs::File::open(path).and_then(|mut f| f.read_exact(&mut magic));
    read.is_ok() && magic == *b"\x7fELF"
}
