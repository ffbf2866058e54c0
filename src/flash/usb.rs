//! USB devices: which there are, and an open interface of one.
//!
//! The ways that speak USB (`picoboot`, `dfu`) know only [`Transport`], so that they can be tested
//! against a peer that speaks their protocol; `usb/host.rs` is the transport to a real device.

#[cfg(feature = "usb")]
mod host;
#[cfg(not(feature = "usb"))]
#[path = "usb/no_host.rs"]
mod host;
pub mod ids;

use anyhow::Result;
use serde::Serialize;
use std::time::Duration;

/// A device that is attached.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Device {
    pub vendor: u16,
    pub product: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it is plugged in: `1-2.3` is bus 1, port 2, port 3 of the hub there.
    pub place: String,
    /// The interfaces of its configuration.
    #[serde(skip)]
    pub interfaces: Vec<Interface>,
    /// Why it cannot be opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// What an interface is for (USB 2.0, 9.6.5).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Interface {
    pub number: u8,
    pub class: u8,
    pub subclass: u8,
    pub protocol: u8,
}

/// Whose request it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Class,
    Vendor,
}

/// A request on the control pipe to the open interface.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Request {
    pub kind: Kind,
    pub request: u8,
    pub value: u16,
}

/// Why a transfer failed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The device refuses: what the protocol says then is to be done.
    Stall,
    /// The device went away.
    Gone,
    Timeout,
    Other(String),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::Stall => f.write_str("the device refused it"),
            Fault::Gone => f.write_str("the device was disconnected"),
            Fault::Timeout => f.write_str("the device does not answer"),
            Fault::Other(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Fault {}

/// An open interface of a device.
pub trait Transport {
    /// The bytes of the device's configuration descriptor, with all that belongs to it.
    fn configuration(&mut self) -> Vec<u8>;
    /// A string of the device's.
    fn string(&mut self, index: u8) -> Result<String, Fault>;
    /// Chooses one of the settings of the interface.
    fn select(&mut self, alternate: u8) -> Result<(), Fault>;
    fn control_in(&mut self, request: Request, length: u16) -> Result<Vec<u8>, Fault>;
    fn control_out(&mut self, request: Request, data: &[u8]) -> Result<(), Fault>;
    /// Reads from the interface's bulk pipe at most this much, less if the device ends earlier.
    fn bulk_in(&mut self, length: usize, timeout: Duration) -> Result<Vec<u8>, Fault>;
    fn bulk_out(&mut self, data: &[u8], timeout: Duration) -> Result<(), Fault>;
    /// Makes both bulk pipes ready again after the device has refused something.
    fn clear_halt(&mut self) -> Result<(), Fault>;
}

impl Device {
    /// `2e8a:0003`
    pub fn id(&self) -> String {
        format!("{:04x}:{:04x}", self.vendor, self.product)
    }

    /// Whether `-port` means this device: `usb:` with its place or serial number.
    pub fn is_named(&self, port: &str) -> bool {
        port.strip_prefix(PREFIX)
            .is_some_and(|rest| rest == self.place || self.serial.as_deref() == Some(rest))
    }

    /// What `-port` calls it.
    pub fn port(&self) -> String {
        format!("{PREFIX}{}", self.place)
    }

    /// Opens one of its interfaces.
    ///
    /// # Errors
    /// It is gone, in use, or may not be opened; the message says what to do.
    pub fn open(&self, interface: u8) -> Result<Box<dyn Transport>> {
        host::open(self, interface)
    }
}

/// What to do if a device is not seen that is plugged in: in the Linux of Windows (WSL) they have to
/// be handed over first.
pub fn missing_hint() -> Option<&'static str> {
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    is_wsl(&kernel).then_some(
        "this is WSL: USB devices are not seen until Windows hands them over. In Windows: \
         `usbipd list`, `usbipd bind --busid X-Y`, `usbipd attach --wsl --busid X-Y`",
    )
}

/// WSL's kernels have Microsoft's name in theirs.
fn is_wsl(kernel: &str) -> bool {
    kernel.to_ascii_lowercase().contains("microsoft")
}

/// What a USB device begins with where `-port` names it.
pub const PREFIX: &str = "usb:";

/// All devices that are attached, in the order of their places.
///
/// # Errors
/// The system does not list them.
pub fn all() -> Result<Vec<Device>> {
    let mut devices = host::all()?;
    devices.sort_by(|a, b| a.place.cmp(&b.place));
    Ok(devices)
}

/// The only one of some devices, or the one that `-port` names.
///
/// # Errors
/// Several could be meant.
pub fn only(mut devices: Vec<Device>, port: Option<&str>) -> Result<Option<Device>> {
    if let Some(port) = port.filter(|p| p.starts_with(PREFIX)) {
        devices.retain(|d| d.is_named(port));
    }
    if devices.len() > 1 {
        let names: Vec<String> = devices.iter().map(Device::port).collect();
        anyhow::bail!("several are connected, as {}; name one with -port", super::listed(&names));
    }
    Ok(devices.pop())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(place: &str, serial: &str) -> Device {
        let serial = Some(serial.to_owned()).filter(|s| !s.is_empty());
        Device { place: place.to_owned(), serial, ..Device::default() }
    }

    #[test]
    fn one_of_several_is_named() {
        let two = || vec![device("1-2", "E0C9"), device("1-4.1", "")];
        assert_eq!(only(two(), Some("usb:E0C9")).unwrap().unwrap().place, "1-2");
        assert_eq!(only(two(), Some("usb:1-4.1")).unwrap().unwrap().port(), "usb:1-4.1");
        assert_eq!(only(two(), Some("usb:1-4")).unwrap(), None);
        let error = only(two(), None).unwrap_err().to_string();
        assert!(error.contains("as usb:1-2 and usb:1-4.1; name one"), "{error}");
        // Another kind of port says nothing of USB devices.
        assert!(only(two(), Some("/dev/ttyACM0")).is_err());
        assert_eq!(only(vec![device("1-2", "")], None).unwrap().unwrap().place, "1-2");
    }

    #[test]
    fn the_linux_of_windows_is_known() {
        assert!(is_wsl("5.15.153.1-microsoft-standard-WSL2\n"));
        assert!(!is_wsl("6.12.0-amd64\n"));
    }
}
