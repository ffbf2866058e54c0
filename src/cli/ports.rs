//! `embgo ports`.

use super::args::PortsArgs;
use super::{out, table};
use crate::base::embedded::EmbeddedFs;
use crate::base::fs::DiskFs;
use crate::flash::ports::{self, Port, Usb};
use crate::flash::{Choice, Method, choose, usb};
use crate::target::{self, Target, list};
use anyhow::Result;

pub fn run(args: &PortsArgs) -> Result<u8> {
    let ports = all()?;
    if ports.is_empty() && !args.json {
        out::note("there is no serial port; connect a board with a cable that carries data");
        if let Some(hint) = usb::missing_hint() {
            out::note(hint);
        }
        return Ok(0);
    }
    let targets = targets();
    let mut rows = vec![["PORT", "USB", "DEVICE", "TARGETS", "PROBLEM"].map(str::to_owned)];
    for (port, method) in &ports {
        let fits = fits(port, *method, &targets);
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

/// Serial ports, and boot loaders on USB with the way to flash them.
pub fn all() -> Result<Vec<(Port, Option<Method>)>> {
    let mut all: Vec<(Port, Option<Method>)> =
        ports::all()?.into_iter().map(|port| (port, None)).collect();
    // An embgo without USB has the serial ports at least.
    let waiting = choose::waiting().unwrap_or_default();
    all.extend(waiting.into_iter().map(|(device, method)| (port(device), Some(method))));
    Ok(all)
}

fn port(device: usb::Device) -> Port {
    let known = usb::ids::find(device.vendor, device.product).map(|k| k.name.to_owned());
    Port {
        name: device.port(),
        usb: Some(Usb {
            vendor: device.vendor,
            product: device.product,
            serial: device.serial,
            maker: None,
            name: known.or(device.name),
        }),
        problem: device.problem,
    }
}

/// All boards.
pub fn targets() -> Vec<Target> {
    let here = std::path::Path::new("");
    let names = list::list(&EmbeddedFs).into_iter().map(|t| t.name);
    names.filter_map(|n| target::load(&n, &DiskFs, &EmbeddedFs, here).ok()).collect()
}

/// The targets whose boards show themselves like this.
fn fits(port: &Port, method: Option<Method>, targets: &[Target]) -> Vec<String> {
    let Some(usb) = &port.usb else { return Vec::new() };
    let flashed = |t: &Target| {
        let ways = choose::methods(t, &Choice::default()).unwrap_or_default();
        method.is_some_and(|m| ways.contains(&m))
    };
    targets.iter().filter(|t| usb.fits(t) || flashed(t)).map(|t| t.name.clone()).collect()
}
