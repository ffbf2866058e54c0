//! Serial ports: which there are, which boards they could be, and why one cannot be opened.

use crate::target::Target;
use anyhow::{Context as _, Result, bail};
use serde::Serialize;
use serialport::{SerialPortInfo, SerialPortType};

/// A serial port of this computer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Port {
    /// `/dev/ttyACM0`, `COM3`
    pub name: String,
    /// Vendor and product, for a USB port.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usb: Option<Usb>,
    /// Why it cannot be opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// What a USB device says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Usb {
    pub vendor: u16,
    pub product: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maker: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Usb {
    /// `2e8a:000a`, as target files have it.
    pub fn id(&self) -> String {
        format!("{:04x}:{:04x}", self.vendor, self.product)
    }

    /// Whether it is one of a target's `serial-port`s.
    pub fn fits(&self, target: &Target) -> bool {
        target.flash.serial_ports.iter().any(|id| id.eq_ignore_ascii_case(&self.id()))
    }
}

/// All serial ports, sorted by name.
pub fn all() -> Result<Vec<Port>> {
    let found = serialport::available_ports().context("cannot list the serial ports")?;
    let mut ports: Vec<Port> = found.into_iter().map(port).collect();
    ports.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(ports)
}

fn port(info: SerialPortInfo) -> Port {
    let usb = match info.port_type {
        SerialPortType::UsbPort(usb) => Some(Usb {
            vendor: usb.vid,
            product: usb.pid,
            serial: usb.serial_number,
            maker: usb.manufacturer,
            name: usb.product,
        }),
        _ => None,
    };
    let problem = problem(&info.port_name);
    Port { name: info.port_name, usb, problem }
}

/// Why a port cannot be opened, with what to do; `None`: it can, or only opening would tell.
#[cfg(unix)]
fn problem(name: &str) -> Option<String> {
    use std::io::ErrorKind;
    let opened = std::fs::OpenOptions::new().read(true).write(true).open(name);
    match opened.err()?.kind() {
        ErrorKind::PermissionDenied => Some(permission(name)),
        ErrorKind::NotFound => {
            Some("there is none of that name; `embgo ports` lists those that are there".to_owned())
        }
        _ => None,
    }
}

#[cfg(not(unix))]
fn problem(_: &str) -> Option<String> {
    None
}

/// What to do about a port that the user may not open: join the group that owns it.
#[cfg(unix)]
fn permission(name: &str) -> String {
    use std::os::unix::fs::MetadataExt as _;
    let group = std::fs::metadata(name).ok().and_then(|m| group_name(m.gid()));
    match group {
        Some(group) if group != "root" => {
            format!("no permission; run `sudo usermod -aG {group} $USER` and log in again")
        }
        _ => "no permission; `embgo doctor -fix-udev` prints the rules that give it".to_owned(),
    }
}

/// The name of a group in `/etc/group`.
#[cfg(unix)]
fn group_name(id: u32) -> Option<String> {
    let groups = std::fs::read_to_string("/etc/group").ok()?;
    groups.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(id)).then(|| name.to_owned())
    })
}

/// The port to use: the one that is named, else the only one that could be the target's board.
///
/// # Errors
/// None or several could be, or it cannot be opened.
pub fn choose(target: &Target, named: Option<&str>) -> Result<String> {
    if let Some(name) = named {
        if let Some(problem) = problem(name) {
            bail!("the port {name}: {problem}");
        }
        return Ok(name.to_owned());
    }
    let ports = all()?;
    let fitting: Vec<&Port> =
        ports.iter().filter(|p| p.usb.as_ref().is_some_and(|u| u.fits(target))).collect();
    let one = match fitting.as_slice() {
        [one] => one,
        [] => match usb_ports(&ports).as_slice() {
            // A board's converter chip has an id of its own.
            [one] => *one,
            [] => bail!(
                "no board was found: there is no serial port on USB. Connect it with a cable that \
                 carries data, or name the port with -port"
            ),
            several => bail!(
                "which port the board is on cannot be told from {}; name it with -port",
                names(several)
            ),
        },
        several => {
            bail!("several boards are connected, on {}; name one with -port", names(several))
        }
    };
    match &one.problem {
        Some(problem) => bail!("the port {}: {problem}", one.name),
        None => Ok(one.name.clone()),
    }
}

fn usb_ports(ports: &[Port]) -> Vec<&Port> {
    ports.iter().filter(|p| p.usb.is_some()).collect()
}

fn names(ports: &[&Port]) -> String {
    super::listed(&ports.iter().map(|p| p.name.clone()).collect::<Vec<_>>())
}

/// Opens a port at 1200 bits a second and closes it: boards with a boot loader on USB start it then.
pub fn touch(name: &str) -> Result<()> {
    let mut port = serialport::new(name, 1200)
        .open()
        .with_context(|| format!("cannot open the port {name}"))?;
    // Not every kind of port has this line; opening at this speed may be enough.
    let _ = port.write_data_terminal_ready(false);
    Ok(())
}
