//! A board's serial port, which may go away with the board and come back under another name.

use super::{LOOK, Line, Source};
use crate::flash::ports::{self, Port, Usb};
use anyhow::{Context as _, Result};
use serialport::SerialPort;

/// A serial port.
pub struct Serial {
    name: String,
    /// Bits a second.
    baud: u32,
    /// What the device on it says of itself, to know it again.
    identity: Option<Usb>,
}

impl Serial {
    /// The port `name`, such as `/dev/ttyACM0`.
    pub fn new(name: &str, baud: u32) -> Serial {
        Serial { name: name.to_owned(), baud, identity: None }
    }

    /// The name of the port now.
    fn find(&self) -> Option<String> {
        let Some(identity) = &self.identity else {
            return std::path::Path::new(&self.name).exists().then(|| self.name.clone());
        };
        same(&ports::all().ok()?, identity)
    }
}

impl Source for Serial {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn open(&mut self) -> Result<Box<dyn Line>> {
        let line = open(&self.name, self.baud)?;
        self.identity = identity(&self.name);
        Ok(line)
    }

    fn again(&mut self) -> Option<Box<dyn Line>> {
        let name = self.find()?;
        let line = open(&name, self.baud).ok()?;
        self.name = name;
        Some(line)
    }
}

impl Line for Box<dyn SerialPort> {}

/// The port on which the device is now. Its serial number tells it from others of its kind; what
/// else it says may differ between a program and the next.
fn same(ports: &[Port], identity: &Usb) -> Option<String> {
    let is = |usb: &Usb| usb.serial == identity.serial && usb.vendor == identity.vendor;
    Some(ports.iter().find(|p| p.usb.as_ref().is_some_and(is))?.name.clone())
}

fn open(name: &str, baud: u32) -> Result<Box<dyn Line>> {
    let port = serialport::new(name, baud).timeout(LOOK).open();
    Ok(Box::new(port.with_context(|| format!("cannot open the port {name}"))?))
}

/// What the device on a port says of itself; only with a serial number it is one of a kind.
fn identity(name: &str) -> Option<Usb> {
    let all = ports::all().ok()?;
    all.into_iter().find(|p| p.name == name)?.usb.filter(|u| u.serial.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_board_is_known_by_its_serial_number() {
        let port = |name: &str, product: u16, serial: &str| Port {
            name: name.to_owned(),
            usb: Some(Usb {
                vendor: 0x2e8a,
                product,
                serial: Some(serial.to_owned()),
                ..Usb::default()
            }),
            problem: None,
        };
        let identity = port("/dev/ttyACM0", 10, "E6614").usb.expect("it is on USB");
        // It came back behind another of its kind, as a program with another product number.
        let ports = [port("/dev/ttyACM0", 10, "E6615"), port("/dev/ttyACM1", 11, "E6614")];
        assert_eq!(same(&ports, &identity).as_deref(), Some("/dev/ttyACM1"));
        assert_eq!(same(&ports[..1], &identity), None);
        let plain = Port { name: "/dev/ttyS0".to_owned(), usb: None, problem: None };
        assert_eq!(same(&[plain], &identity), None);
    }
}
