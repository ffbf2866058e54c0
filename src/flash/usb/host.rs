//! USB devices of this computer, by the library nusb: pure Rust, neither libusb nor libudev.

use super::{Device, Fault, Interface, Kind, Request, Transport, ids};
use anyhow::{Context as _, Result, anyhow, bail};
use nusb::descriptors::TransferType;
use nusb::transfer::{
    Buffer, Bulk, ControlIn, ControlOut, ControlType, Direction, In, Out, Recipient, TransferError,
};
use nusb::{DeviceInfo, Endpoint, ErrorKind, MaybeFuture as _};
use std::num::NonZeroU8;
use std::time::Duration;

/// How long a request on the control pipe may take. The longest are DFU's, which answer only when a
/// block is in the flash of devices that do not ask for a pause.
const CONTROL: Duration = Duration::from_secs(5);
/// The language of all strings that are asked for: English (US).
const LANGUAGE: u16 = 0x0409;

/// Lists what is attached.
pub fn all() -> Result<Vec<Device>> {
    Ok(infos()?.iter().map(device).collect())
}

fn infos() -> Result<Vec<DeviceInfo>> {
    // A system without any USB controller has no list of devices; that is an empty one.
    match nusb::list_devices().wait() {
        Ok(devices) => Ok(devices.collect()),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        #[cfg(target_os = "linux")]
        Err(_) if !std::path::Path::new("/sys/bus/usb/devices").exists() => Ok(Vec::new()),
        Err(e) => Err(e).context("cannot list the USB devices"),
    }
}

fn device(info: &DeviceInfo) -> Device {
    let interfaces = info.interfaces().map(|i| Interface {
        number: i.interface_number(),
        class: i.class(),
        subclass: i.subclass(),
        protocol: i.protocol(),
    });
    Device {
        vendor: info.vendor_id(),
        product: info.product_id(),
        serial: info.serial_number().map(str::to_owned),
        name: info.product_string().map(str::to_owned),
        place: place(info),
        interfaces: interfaces.collect(),
        problem: problem(info),
    }
}

fn place(info: &DeviceInfo) -> String {
    let ports: Vec<String> = info.port_chain().iter().map(u8::to_string).collect();
    format!("{}-{}", info.bus_id().trim_start_matches('0'), ports.join("."))
}

/// Why a device cannot be opened. Opening its node does nothing to the device.
#[cfg(target_os = "linux")]
fn problem(info: &DeviceInfo) -> Option<String> {
    let node = format!("/dev/bus/usb/{:03}/{:03}", info.busnum(), info.device_address());
    let opened = std::fs::OpenOptions::new().read(true).write(true).open(&node);
    match opened.err()?.kind() {
        std::io::ErrorKind::PermissionDenied => Some(ids::no_permission()),
        std::io::ErrorKind::NotFound => Some(format!("its node {node} is not there")),
        _ => None,
    }
}

#[cfg(not(target_os = "linux"))]
fn problem(_: &DeviceInfo) -> Option<String> {
    None
}

/// Opens an interface and takes it from a driver that has it.
pub fn open(device: &Device, interface: u8) -> Result<Box<dyn Transport>> {
    let what = || format!("the USB device {} ({})", device.port(), device.id());
    let Some(info) = infos()?.into_iter().find(|i| place(i) == device.place) else {
        bail!("{} is gone", what());
    };
    let opened = info.open().wait().map_err(|e| explain(&e)).with_context(what)?;
    let claimed = opened.detach_and_claim_interface(interface).wait();
    let claimed = claimed.map_err(|e| explain(&e)).with_context(what)?;
    let mut host = Host { device: opened, interface: claimed, input: None, output: None };
    host.open_pipes().map_err(|e| explain(&e)).with_context(what)?;
    Ok(Box::new(host))
}

/// An error of the system's with what to do about it.
fn explain(error: &nusb::Error) -> anyhow::Error {
    match error.kind() {
        ErrorKind::PermissionDenied => anyhow!("{}", ids::no_permission()),
        ErrorKind::Busy => anyhow!("another program uses it; close that"),
        ErrorKind::Disconnected => anyhow!("it was disconnected"),
        ErrorKind::Unsupported if cfg!(windows) => anyhow!(
            "Windows has given it no WinUSB driver ({error}); the program Zadig installs that"
        ),
        _ => anyhow!("{error}"),
    }
}

struct Host {
    device: nusb::Device,
    interface: nusb::Interface,
    input: Option<Endpoint<Bulk, In>>,
    output: Option<Endpoint<Bulk, Out>>,
}

impl Host {
    /// Opens the bulk pipes, of an interface that has some.
    fn open_pipes(&mut self) -> Result<(), nusb::Error> {
        let Some(descriptor) = self.interface.descriptor() else { return Ok(()) };
        let bulk = |direction| {
            let mut all = descriptor.endpoints();
            let of =
                all.find(|e| e.transfer_type() == TransferType::Bulk && e.direction() == direction);
            of.map(|e| e.address())
        };
        let (input, output) = (bulk(Direction::In), bulk(Direction::Out));
        self.input = input.map(|a| self.interface.endpoint(a)).transpose()?;
        self.output = output.map(|a| self.interface.endpoint(a)).transpose()?;
        Ok(())
    }
}

fn kind(request: Request) -> ControlType {
    match request.kind {
        Kind::Class => ControlType::Class,
        Kind::Vendor => ControlType::Vendor,
    }
}

fn fault(error: TransferError) -> Fault {
    match error {
        TransferError::Stall => Fault::Stall,
        TransferError::Disconnected => Fault::Gone,
        // The system's word for a transfer that was given up.
        TransferError::Cancelled => Fault::Timeout,
        other => Fault::Other(format!("the transfer failed: {other}")),
    }
}

fn missing(pipe: &str) -> Fault {
    Fault::Other(format!("the device has no bulk {pipe} endpoint"))
}

impl Transport for Host {
    fn configuration(&mut self) -> Vec<u8> {
        match self.device.active_configuration() {
            Ok(configuration) => configuration.as_bytes().to_vec(),
            Err(_) => Vec::new(),
        }
    }

    fn string(&mut self, index: u8) -> Result<String, Fault> {
        let Some(index) = NonZeroU8::new(index) else { return Ok(String::new()) };
        let text = self.device.get_string_descriptor(index, LANGUAGE, CONTROL).wait();
        text.map_err(|e| Fault::Other(format!("its string {index} cannot be read: {e}")))
    }

    fn select(&mut self, alternate: u8) -> Result<(), Fault> {
        if self.interface.get_alt_setting() == alternate {
            return Ok(());
        }
        let done = self.interface.set_alt_setting(alternate).wait();
        done.map_err(|e| Fault::Other(format!("setting {alternate} cannot be chosen: {e}")))
    }

    fn control_in(&mut self, request: Request, length: u16) -> Result<Vec<u8>, Fault> {
        let control = ControlIn {
            control_type: kind(request),
            recipient: Recipient::Interface,
            request: request.request,
            value: request.value,
            index: self.interface.interface_number().into(),
            length,
        };
        self.interface.control_in(control, CONTROL).wait().map_err(fault)
    }

    fn control_out(&mut self, request: Request, data: &[u8]) -> Result<(), Fault> {
        let control = ControlOut {
            control_type: kind(request),
            recipient: Recipient::Interface,
            request: request.request,
            value: request.value,
            index: self.interface.interface_number().into(),
            data,
        };
        self.interface.control_out(control, CONTROL).wait().map_err(fault)
    }

    fn bulk_in(&mut self, length: usize, timeout: Duration) -> Result<Vec<u8>, Fault> {
        let pipe = self.input.as_mut().ok_or_else(|| missing("IN"))?;
        // Room for whole packets: what a device sends beyond the room is an error.
        let room = length.max(1).next_multiple_of(pipe.max_packet_size().max(1));
        let done = pipe.transfer_blocking(Buffer::new(room), timeout);
        done.status.map_err(fault)?;
        Ok(done.buffer.into_vec())
    }

    fn bulk_out(&mut self, data: &[u8], timeout: Duration) -> Result<(), Fault> {
        let pipe = self.output.as_mut().ok_or_else(|| missing("OUT"))?;
        let done = pipe.transfer_blocking(data.to_vec().into(), timeout);
        done.status.map_err(fault)
    }

    fn clear_halt(&mut self) -> Result<(), Fault> {
        let cleared = |done: Result<(), nusb::Error>| {
            done.map_err(|e| Fault::Other(format!("a pipe cannot be cleared: {e}")))
        };
        if let Some(pipe) = &mut self.input {
            cleared(pipe.clear_halt().wait())?;
        }
        if let Some(pipe) = &mut self.output {
            cleared(pipe.clear_halt().wait())?;
        }
        Ok(())
    }
}
