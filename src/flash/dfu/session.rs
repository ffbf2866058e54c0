//! The requests of DFU and the states between them (USB Device Firmware Upgrade Specification 1.1,
//! 6 and A), and what DfuSe puts into its blocks (AN3156, 3 to 5).

use crate::flash::usb::{Fault, Kind, Request, Transport};
use std::time::{Duration, Instant};

/// The requests of table 3.2.
pub mod request {
    pub const DNLOAD: u8 = 1;
    pub const UPLOAD: u8 = 2;
    pub const GETSTATUS: u8 = 3;
    pub const CLRSTATUS: u8 = 4;
    pub const ABORT: u8 = 6;
}

/// The states of 6.1.2, as far as they are told apart.
pub mod state {
    pub const IDLE: u8 = 2;
    pub const DNLOAD_SYNC: u8 = 3;
    pub const DNBUSY: u8 = 4;
    pub const DNLOAD_IDLE: u8 = 5;
    pub const MANIFEST_SYNC: u8 = 6;
    pub const MANIFEST: u8 = 7;
    pub const MANIFEST_WAIT_RESET: u8 = 8;
    pub const UPLOAD_IDLE: u8 = 9;
    pub const ERROR: u8 = 10;
}

/// What a block with the number 0 begins with, in DfuSe.
pub mod dfuse {
    pub const SET_ADDRESS: u8 = 0x21;
    pub const ERASE: u8 = 0x41;
    /// Blocks below are commands.
    pub const FIRST_BLOCK: u16 = 2;
}

/// The longest that a device may be busy with one thing: a mass erase of a large chip.
const LONGEST: Duration = Duration::from_secs(120);

/// Why a request came to nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    Fault(Fault),
    /// `bStatus` of a device in its error state.
    Status(u8),
    /// A state in which the protocol has nothing to do.
    State(u8),
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Problem {
        Problem::Fault(fault)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = match self {
            Problem::Fault(fault) => return fault.fmt(f),
            Problem::State(state) => {
                return write!(f, "the device is in a state it should not be in ({state})");
            }
            Problem::Status(status) => match status {
                1 => "the firmware is not for this device",
                2 => "the firmware is not what it should be",
                3 => "it cannot write its memory",
                4 => "it cannot erase its memory",
                5 => "its memory is not empty after erasing",
                6 => "what it wrote did not stay",
                7 => "what it wrote is not equal",
                8 => "it has no memory at that address that it may write",
                9 => "the firmware is not complete",
                10 => "its own firmware is damaged",
                // ST's word for what is read-protected.
                11 => "its memory is protected",
                12 | 13 => "it was reset meanwhile",
                15 => "it did not expect the request",
                _ => "it gives no reason",
            },
        };
        let Problem::Status(status) = self else { unreachable!("the others have returned") };
        write!(f, "{text} (DFU status {status})")
    }
}

/// A connection to a device in DFU mode.
pub struct Session {
    pub transport: Box<dyn Transport>,
    /// The most that goes in one block.
    pub block: u16,
}

struct Status {
    status: u8,
    wait: Duration,
    state: u8,
}

impl Session {
    fn out(&mut self, request: u8, value: u16, data: &[u8]) -> Result<(), Problem> {
        let request = Request { kind: Kind::Class, request, value };
        match self.transport.control_out(request, data) {
            Err(Fault::Stall) => Err(self.refused()),
            other => Ok(other?),
        }
    }

    /// A device that stalls is in its error state and tells why.
    fn refused(&mut self) -> Problem {
        match self.status() {
            Ok(Status { status, state: state::ERROR, .. }) => Problem::Status(status),
            _ => Problem::Fault(Fault::Stall),
        }
    }

    fn status(&mut self) -> Result<Status, Problem> {
        let request = Request { kind: Kind::Class, request: request::GETSTATUS, value: 0 };
        let bytes = self.transport.control_in(request, 6)?;
        let [status, a, b, c, state, _] = bytes[..] else {
            let text = format!("its status has {} bytes instead of 6", bytes.len());
            return Err(Fault::Other(text).into());
        };
        let wait = Duration::from_millis(u32::from_le_bytes([a, b, c, 0]).into());
        Ok(Status { status, wait, state })
    }

    /// Waits until the device has done what it was told, which it begins with the first question.
    fn settle(&mut self, wanted: &[u8]) -> Result<u8, Problem> {
        let end = Instant::now() + LONGEST;
        loop {
            let now = self.status()?;
            match now.state {
                state::ERROR => return Err(Problem::Status(now.status)),
                s if wanted.contains(&s) => return Ok(s),
                state::DNLOAD_SYNC | state::DNBUSY | state::MANIFEST_SYNC | state::MANIFEST => {}
                other => return Err(Problem::State(other)),
            }
            if Instant::now() + now.wait >= end {
                return Err(Fault::Timeout.into());
            }
            std::thread::sleep(now.wait);
        }
    }

    /// Brings a device to where it waits, whatever another program has left it in.
    pub fn idle(&mut self) -> Result<(), Problem> {
        match self.status()?.state {
            state::IDLE => return Ok(()),
            state::ERROR => self.out(request::CLRSTATUS, 0, &[])?,
            _ => self.out(request::ABORT, 0, &[])?,
        }
        match self.status()? {
            Status { state: state::IDLE, .. } => Ok(()),
            Status { state: state::ERROR, status, .. } => Err(Problem::Status(status)),
            other => Err(Problem::State(other.state)),
        }
    }

    /// Sends one block and waits until it is where it belongs.
    pub fn download(&mut self, number: u16, data: &[u8]) -> Result<(), Problem> {
        self.out(request::DNLOAD, number, data)?;
        self.settle(&[state::DNLOAD_IDLE])?;
        Ok(())
    }

    /// Says that this was all; gives the state the device is in then, if it is still there.
    pub fn finish(&mut self, number: u16) -> Result<Option<u8>, Problem> {
        self.out(request::DNLOAD, number, &[])?;
        match self.settle(&[state::IDLE, state::MANIFEST_WAIT_RESET]) {
            Ok(state) => Ok(Some(state)),
            // Some do not wait to be asked.
            Err(Problem::Fault(Fault::Gone | Fault::Stall)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Reads one block; it is shorter than what was asked for at the end of the memory.
    pub fn upload(&mut self, number: u16, length: u16) -> Result<Vec<u8>, Problem> {
        let request = Request { kind: Kind::Class, request: request::UPLOAD, value: number };
        match self.transport.control_in(request, length) {
            Err(Fault::Stall) => Err(self.refused()),
            other => Ok(other?),
        }
    }

    /// DfuSe: the address that the blocks after this count from.
    pub fn set_address(&mut self, address: u32) -> Result<(), Problem> {
        self.command(dfuse::SET_ADDRESS, address)
    }

    /// DfuSe: erases the sector that an address is in.
    pub fn erase(&mut self, address: u32) -> Result<(), Problem> {
        self.command(dfuse::ERASE, address)
    }

    /// DfuSe: erases everything.
    pub fn erase_all(&mut self) -> Result<(), Problem> {
        self.download(0, &[dfuse::ERASE])
    }

    fn command(&mut self, command: u8, address: u32) -> Result<(), Problem> {
        let [a, b, c, d] = address.to_le_bytes();
        self.download(0, &[command, a, b, c, d])
    }

    /// DfuSe: reads some bytes.
    pub fn read(&mut self, address: u32, length: usize) -> Result<Vec<u8>, Problem> {
        self.idle()?;
        self.set_address(address)?;
        // Only an idle device can be read.
        self.idle()?;
        let mut bytes = Vec::with_capacity(length);
        for number in dfuse::FIRST_BLOCK.. {
            let left = length - bytes.len();
            if left == 0 {
                break;
            }
            let wanted = left.min(self.block.into()) as u16;
            let part = self.upload(number, wanted)?;
            let short = part.len() < wanted.into();
            bytes.extend_from_slice(&part);
            if short {
                break;
            }
        }
        self.idle()?;
        Ok(bytes)
    }
}
