//! A board's serial port, which may go away with the board and come back under another name.

use super::{LOOK, Line, Source};
use crate::flash::ports::{self, Usb};
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
        let all = ports::all().ok()?;
        all.into_iter().find(|p| p.usb.as_ref() == Some(identity)).map(|p| p.name)
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

fn open(name: &str, baud: u32) -> Result<Box<dyn Line>> {
    let port = serialport::new(name, baud).timeout(LOOK).open();
    Ok(Box::new(port.with_context(|| format!("cannot open the port {name}"))?))
}

/// What the device on a port says of itself; only with a serial number it is one of a kind.
fn identity(name: &str) -> Option<Usb> {
    let all = ports::all().ok()?;
    all.into_iter().find(|p| p.name == name)?.usb.filter(|u| u.serial.is_some())
}
