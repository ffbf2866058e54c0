//! `embgo probes`.

use super::args::ProbesArgs;
use super::{out, ports, table};
use crate::flash::probe::{self, Attached};
use crate::target::Target;
use anyhow::Result;

pub fn run(args: &ProbesArgs) -> Result<u8> {
    let probes = probe::all();
    if probes.is_empty() && !args.json {
        out::note("there is no debug probe; connect one with a cable that carries data");
        if let Some(hint) = crate::flash::usb::missing_hint() {
            out::note(hint);
        }
        return Ok(0);
    }
    let targets = ports::targets();
    let mut rows = vec![["PROBE", "NAME", "TARGETS", "PROBLEM"].map(str::to_owned)];
    for probe in &probes {
        let fits = fits(probe, &targets);
        if args.json {
            let mut object = serde_json::to_value(probe)?;
            object["targets"] = fits.into();
            out::print_json(&object)?;
            continue;
        }
        let problem = probe.problem.clone().unwrap_or_default();
        rows.push([probe.id.clone(), probe.name.clone(), fits.join(", "), problem]);
    }
    if !args.json {
        out::print(&table::columns(&rows))?;
    }
    Ok(0)
}

/// The targets whose boards have, or are used with, a probe of this kind.
fn fits(probe: &Attached, targets: &[Target]) -> Vec<String> {
    let Some(interface) = probe.interface else { return Vec::new() };
    let fits = |t: &&Target| {
        !t.debug.probe_rs_chip.is_empty() && t.debug.openocd_interface.starts_with(interface)
    };
    targets.iter().filter(fits).map(|t| t.name.clone()).collect()
}
