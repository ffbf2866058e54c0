//! `embgo ports`.

use super::args::PortsArgs;
use super::{out, table};
use crate::base::embedded::EmbeddedFs;
use crate::base::fs::DiskFs;
use crate::flash::ports::{self, Port};
use crate::target::{self, Target, list};
use anyhow::Result;

pub fn run(args: &PortsArgs) -> Result<u8> {
    let ports = ports::all()?;
    if ports.is_empty() && !args.json {
        out::note("there is no serial port; connect a board with a cable that carries data");
        return Ok(0);
    }
    let targets = targets();
    let mut rows = vec![["PORT", "USB", "DEVICE", "TARGETS", "PROBLEM"].map(str::to_owned)];
    for port in &ports {
        let fits = fits(port, &targets);
        if args.json {
            let mut object = serde_json::to_value(port)?;
            object["targets"] = fits.into();
            out::print_json(&object)?;
            continue;
        }
        let usb = port.usb.as_ref();
        rows.push([
            port.name.clone(),
            usb.map_or_else(String::new, |u| u.id()),
            usb.and_then(|u| u.name.clone()).unwrap_or_default(),
            fits.join(", "),
            port.problem.clone().unwrap_or_default(),
        ]);
    }
    if !args.json {
        out::print(&table::columns(&rows))?;
    }
    Ok(0)
}

fn targets() -> Vec<Target> {
    let here = std::path::Path::new("");
    let names = list::list(&EmbeddedFs).into_iter().map(|t| t.name);
    names.filter_map(|n| target::load(&n, &DiskFs, &EmbeddedFs, here).ok()).collect()
}

/// The targets whose boards show themselves like this.
fn fits(port: &Port, targets: &[Target]) -> Vec<String> {
    let Some(usb) = &port.usb else { return Vec::new() };
    targets.iter().filter(|t| usb.fits(t)).map(|t| t.name.clone()).collect()
}
