//! The boot ROM of an RP2040 as it speaks on USB: written from the RP2040 Datasheet, 2.8.5, packet
//! by packet. It refuses what the chip refuses, and takes notes of what it was asked.

use embgo::flash::picoboot::{self, FLASH, MAGIC, PAGE, SECTOR, command};
use embgo::flash::usb::{Fault, Kind, Request, Transport};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

const FLASH_SIZE: usize = 2 << 20;

/// The status codes of table 2.8.5.4.
mod status {
    pub const OK: u32 = 0;
    pub const UNKNOWN_COMMAND: u32 = 1;
    pub const COMMAND_LENGTH: u32 = 2;
    pub const TRANSFER_LENGTH: u32 = 3;
    pub const ADDRESS: u32 = 4;
    pub const ALIGNMENT: u32 = 5;
}

/// What is to go wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    None,
    /// One bit of a byte that is written here does not keep.
    Worn(u32),
    /// The cable is pulled at this transfer.
    Pulled(usize),
    Silent,
}

/// Where the exchange stands.
enum Stage {
    Command,
    /// Bytes that come, for this address.
    Takes {
        address: u32,
        left: usize,
    },
    /// Bytes that go.
    Gives(Vec<u8>),
    /// The empty packet that ends the command: to the computer, or from it.
    Acknowledges {
        to_host: bool,
    },
    /// Both pipes refuse until the interface is reset.
    Stalled,
}

pub struct Chip {
    pub flash: Vec<u8>,
    /// Commands, in short.
    pub log: Vec<String>,
    /// What no correct program does.
    pub faults: Vec<String>,
    pub rebooted: bool,
    pub exclusive: bool,
    trouble: Trouble,
    listens: bool,
    stage: Stage,
    transfers: usize,
    status: [u32; 2],
    id: u8,
}

/// The computer's end of the cable.
pub struct Peer(pub Rc<RefCell<Chip>>);

pub fn new(trouble: Trouble) -> Rc<RefCell<Chip>> {
    Rc::new(RefCell::new(Chip {
        flash: vec![0x55; FLASH_SIZE],
        log: Vec::new(),
        faults: Vec::new(),
        rebooted: false,
        exclusive: false,
        trouble,
        listens: false,
        // As another program may have left it.
        stage: Stage::Stalled,
        transfers: 0,
        status: [0; 2],
        id: 0,
    }))
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
}

impl Chip {
    fn transfer(&mut self) -> Result<(), Fault> {
        self.transfers += 1;
        match self.trouble {
            Trouble::Pulled(at) if self.transfers >= at => Err(Fault::Gone),
            Trouble::Silent => Err(Fault::Timeout),
            _ if matches!(self.stage, Stage::Stalled) => Err(Fault::Stall),
            _ => Ok(()),
        }
    }

    fn refuse(&mut self, status: u32) -> Fault {
        self.status[1] = status;
        self.stage = Stage::Stalled;
        Fault::Stall
    }

    fn fault(&mut self, text: String) {
        self.faults.push(text);
    }

    /// Whether a range lies in the flash and at multiples of a unit; the place in the flash.
    fn place(&mut self, packet: &[u8], unit: u32) -> Result<std::ops::Range<usize>, u32> {
        let (address, size) = (word(packet, 16), word(packet, 20));
        if !address.is_multiple_of(unit) || !size.is_multiple_of(unit) {
            return Err(status::ALIGNMENT);
        }
        let start = address.checked_sub(FLASH.start).ok_or(status::ADDRESS)? as usize;
        let range = start..start + size as usize;
        if range.end > FLASH_SIZE {
            return Err(status::ADDRESS);
        }
        if !self.listens {
            self.fault(format!("flash command {:#04x} before EXIT_XIP", packet[8]));
        }
        Ok(range)
    }

    fn command(&mut self, packet: &[u8]) -> Result<(), Fault> {
        if packet.len() != 32 || word(packet, 0) != MAGIC {
            self.fault(format!("no command: {packet:02x?}"));
            return Err(self.refuse(status::UNKNOWN_COMMAND));
        }
        let (token, id, size) = (word(packet, 4), packet[8], packet[9]);
        let length = word(packet, 12) as usize;
        if token == self.status[0] {
            self.fault(format!("token {token} twice"));
        }
        (self.status[0], self.id) = (token, id);
        let wanted = match id {
            command::EXCLUSIVE_ACCESS => 1,
            command::REBOOT => 12,
            command::FLASH_ERASE | command::READ | command::WRITE => 8,
            command::EXIT_XIP => 0,
            _ => return Err(self.refuse(status::UNKNOWN_COMMAND)),
        };
        if size != wanted {
            return Err(self.refuse(status::COMMAND_LENGTH));
        }
        let data = matches!(id, command::READ | command::WRITE);
        if data && length != word(packet, 20) as usize || !data && length != 0 {
            return Err(self.refuse(status::TRANSFER_LENGTH));
        }
        match self.execute(id, packet) {
            Ok(stage) => self.stage = stage,
            Err(status) => return Err(self.refuse(status)),
        }
        self.status[1] = status::OK;
        Ok(())
    }

    fn execute(&mut self, id: u8, packet: &[u8]) -> Result<Stage, u32> {
        let (address, size) = (word(packet, 16), word(packet, 20));
        match id {
            command::EXCLUSIVE_ACCESS => {
                self.log.push(format!("exclusive {}", packet[16]));
                self.exclusive = packet[16] != 0;
            }
            command::EXIT_XIP => {
                self.log.push("exit xip".to_owned());
                self.listens = true;
            }
            command::REBOOT => {
                self.log.push(format!("reboot {address:#x}"));
                self.rebooted = true;
            }
            command::FLASH_ERASE => {
                self.log.push(format!("erase {address:#x} {size:#x}"));
                let place = self.place(packet, SECTOR)?;
                self.flash[place].fill(0xff);
            }
            command::READ => {
                self.log.push(format!("read {address:#x} {size:#x}"));
                // Any address and size may be read.
                let place = self.place(packet, 1)?;
                return Ok(Stage::Gives(self.flash[place].to_vec()));
            }
            _ => {
                self.log.push(format!("write {address:#x} {size:#x}"));
                self.place(packet, PAGE)?;
                return Ok(Stage::Takes { address, left: size as usize });
            }
        }
        Ok(Stage::Acknowledges { to_host: true })
    }

    fn program(&mut self, address: u32, data: &[u8]) {
        for (address, byte) in (address..).zip(data) {
            let place = (address - FLASH.start) as usize;
            let old = self.flash[place];
            if old & byte != *byte {
                self.fault(format!("{address:#x} was not erased"));
            }
            // Programming only clears bits.
            self.flash[place] = old & byte;
            if self.trouble == Trouble::Worn(address) {
                self.flash[place] ^= 0x10;
            }
        }
    }
}

impl Transport for Peer {
    fn configuration(&mut self) -> Vec<u8> {
        Vec::new()
    }

    fn string(&mut self, _: u8) -> Result<String, Fault> {
        Err(Fault::Stall)
    }

    fn select(&mut self, _: u8) -> Result<(), Fault> {
        Err(Fault::Stall)
    }

    fn control_in(&mut self, request: Request, length: u16) -> Result<Vec<u8>, Fault> {
        let chip = self.0.borrow();
        let wanted =
            Request { kind: Kind::Vendor, request: picoboot::GET_COMMAND_STATUS, value: 0 };
        if request != wanted || length != 16 {
            return Err(Fault::Stall);
        }
        let mut answer = Vec::new();
        answer.extend_from_slice(&chip.status[0].to_le_bytes());
        answer.extend_from_slice(&chip.status[1].to_le_bytes());
        answer.extend_from_slice(&[chip.id, 0, 0, 0, 0, 0, 0, 0]);
        Ok(answer)
    }

    fn control_out(&mut self, request: Request, data: &[u8]) -> Result<(), Fault> {
        let mut chip = self.0.borrow_mut();
        let wanted = Request { kind: Kind::Vendor, request: picoboot::INTERFACE_RESET, value: 0 };
        if request != wanted || !data.is_empty() {
            return Err(Fault::Stall);
        }
        chip.stage = Stage::Command;
        chip.exclusive = false;
        Ok(())
    }

    fn bulk_in(&mut self, length: usize, _: Duration) -> Result<Vec<u8>, Fault> {
        let mut chip = self.0.borrow_mut();
        chip.transfer()?;
        match std::mem::replace(&mut chip.stage, Stage::Command) {
            Stage::Gives(mut bytes) => {
                // What the computer has no room for stays for its next request.
                let rest = bytes.split_off(bytes.len().min(length));
                chip.stage = match rest.is_empty() {
                    true => Stage::Acknowledges { to_host: false },
                    false => Stage::Gives(rest),
                };
                Ok(bytes)
            }
            Stage::Acknowledges { to_host: true } => Ok(Vec::new()),
            _ => {
                chip.fault("a read where none is due".to_owned());
                Err(chip.refuse(8))
            }
        }
    }

    fn bulk_out(&mut self, data: &[u8], _: Duration) -> Result<(), Fault> {
        let mut chip = self.0.borrow_mut();
        chip.transfer()?;
        match std::mem::replace(&mut chip.stage, Stage::Command) {
            Stage::Command => chip.command(data),
            Stage::Takes { address, left } if data.len() <= left && !data.is_empty() => {
                chip.program(address, data);
                let left = left - data.len();
                chip.stage = match left {
                    0 => Stage::Acknowledges { to_host: true },
                    left => Stage::Takes { address: address + data.len() as u32, left },
                };
                Ok(())
            }
            Stage::Acknowledges { to_host: false } if data.is_empty() => Ok(()),
            _ => {
                chip.fault("a write where none is due".to_owned());
                Err(chip.refuse(8))
            }
        }
    }

    fn clear_halt(&mut self) -> Result<(), Fault> {
        Ok(())
    }
}
