//! The part of `embgo doctor` that looks at boards and debug probes.

use super::{out, ports, table};
use crate::flash::probe;
use crate::flash::usb::{self, ids};
use anyhow::Result;
use serde::Serialize;

/// A board or a probe that is plugged in.
#[derive(Serialize)]
struct Device {
    /// What `-port` or `-probe` calls it.
    device: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    usb: String,
    name: String,
    usable: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    /// The udev rule that gives the permission that is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
}

/// One JSON object a line.
pub fn print_json() -> Result<()> {
    all().iter().try_for_each(out::print_json)
}

/// For people.
pub fn text() -> String {
    let devices = all();
    let mut text = String::from("\nBoards and debug probes:\n");
    let mut rows: Vec<[String; 4]> = Vec::new();
    let mut rules: Vec<String> = Vec::new();
    for device in devices {
        let state = device.problem.unwrap_or_else(|| "ok".to_owned());
        rows.push([format!("  {}", device.device), device.usb, device.name, state]);
        rules.extend(device.rule);
    }
    if rows.is_empty() {
        text += "  none is plugged in, or the cable carries no data\n";
        text += &usb::missing_hint().map_or_else(String::new, |hint| format!("  {hint}\n"));
    }
    text += &table::columns(&rows);
    rules.sort();
    rules.dedup();
    if !rules.is_empty() {
        text += &format!(
            "\nTo be allowed to use them (udev rules; the first command has them all):\n  \
             embgo doctor -fix-udev | sudo tee {}\n  \
             sudo udevadm control --reload && sudo udevadm trigger\n",
            ids::RULES_FILE
        );
        text.extend(rules.iter().map(|rule| format!("    {rule}\n")));
    }
    text
}

fn all() -> Vec<Device> {
    let mut all = Vec::new();
    for (port, _) in ports::all().unwrap_or_default() {
        let usb = port.usb.as_ref();
        let rule = usb.map(|u| ids::rule(u.vendor, Some(u.product)));
        all.push(Device {
            usb: usb.map(|u| u.id()).unwrap_or_default(),
            name: usb.and_then(|u| u.name.clone()).unwrap_or_default(),
            usable: port.problem.is_none(),
            rule: rule.filter(|_| port.problem.is_some()),
            device: port.name,
            problem: port.problem,
        });
    }
    for probe in probe::all() {
        let mut id = probe.id.split(':').take(2).map(|n| u16::from_str_radix(n, 16));
        let rule = match (id.next(), id.next()) {
            (Some(Ok(vendor)), Some(Ok(product))) => Some(ids::rule(vendor, Some(product))),
            _ => None,
        };
        all.push(Device {
            device: probe.id,
            usb: String::new(),
            name: probe.name,
            usable: probe.problem.is_none(),
            rule: rule.filter(|_| probe.problem.is_some()),
            problem: probe.problem,
        });
    }
    all
}
