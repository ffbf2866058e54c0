//! A device in DFU mode: the boot loader of an STM32F407 with DfuSe (AN3156, AN2606), or a plain one
//! (DFU 1.1, A "Interface State Transition Diagram"). It refuses what such devices refuse, and takes
//! notes of what it was asked.

use embgo::flash::dfu::session::{dfuse, request, state};
use embgo::flash::usb::{Fault, Kind, Request, Transport};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

pub const FLASH: u32 = 0x0800_0000;
const FLASH_SIZE: usize = 1 << 20;
const BLOCK: usize = 2048;
/// How long the device is busy with each thing.
const BUSY: u64 = 2;

mod status {
    pub const OK: u8 = 0;
    pub const ADDRESS: u8 = 8;
    pub const NOT_DONE: u8 = 9;
    pub const PROTECTED: u8 = 11;
    pub const UNEXPECTED: u8 = 15;
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    None,
    /// One bit of a byte that is written here does not keep.
    Worn(u32),
    /// The cable is pulled at this request.
    Pulled(usize),
    /// The memory is read-protected.
    Protected,
}

/// Which kind of device.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kindness {
    DfuSe,
    /// Plain DFU: whether it can be read, and whether it is still there after the end.
    Plain {
        reads: bool,
        tolerates: bool,
    },
}

/// What happens when the device is asked for its status.
#[derive(Clone)]
enum Work {
    Command(Vec<u8>),
    Write { number: u16, data: Vec<u8> },
    Leave,
}

pub struct Device {
    pub flash: Vec<u8>,
    pub log: Vec<String>,
    pub faults: Vec<String>,
    /// It has started this program.
    pub started: Option<u32>,
    pub setting: u8,
    kind: Kindness,
    trouble: Trouble,
    state: u8,
    status: u8,
    work: Option<Work>,
    pointer: u32,
    requests: usize,
    /// Nobody may ask before.
    ready: Instant,
    next: u16,
}

/// The computer's end of the cable.
pub struct Peer(pub Rc<RefCell<Device>>);

pub fn new(kind: Kindness, trouble: Trouble) -> Rc<RefCell<Device>> {
    Rc::new(RefCell::new(Device {
        flash: vec![0x55; FLASH_SIZE],
        log: Vec::new(),
        faults: Vec::new(),
        started: None,
        setting: 0,
        kind,
        trouble,
        // As another program may have left it.
        state: state::ERROR,
        status: status::UNEXPECTED,
        work: None,
        pointer: FLASH,
        requests: 0,
        ready: Instant::now(),
        next: 0,
    }))
}

/// The sectors of an STM32F407VG (RM0090, table 5).
fn sector(address: u32) -> Option<std::ops::Range<usize>> {
    let at = address.checked_sub(FLASH)? as usize;
    let (start, size) = match at {
        0..0x1_0000 => (at & !0x3fff, 0x4000),
        0x1_0000..0x2_0000 => (0x1_0000, 0x1_0000),
        0x2_0000..FLASH_SIZE => (at & !0x1_ffff, 0x2_0000),
        _ => return None,
    };
    Some(start..start + size)
}

impl Device {
    fn request(&mut self) -> Result<(), Fault> {
        self.requests += 1;
        match self.trouble {
            Trouble::Pulled(at) if self.requests >= at => Err(Fault::Gone),
            _ if self.started.is_some() => Err(Fault::Gone),
            _ => Ok(()),
        }
    }

    fn refuse(&mut self, status: u8) -> Fault {
        (self.state, self.status) = (state::ERROR, status);
        Fault::Stall
    }

    fn download(&mut self, number: u16, data: &[u8]) -> Result<(), Fault> {
        if !matches!(self.state, state::IDLE | state::DNLOAD_IDLE) || data.len() > BLOCK {
            return Err(self.refuse(status::UNEXPECTED));
        }
        self.work = Some(match (self.kind, number) {
            (_, _) if data.is_empty() => {
                // In DfuSe it is the way out; else there must have been something.
                if self.kind != Kindness::DfuSe && self.state == state::IDLE {
                    return Err(self.refuse(status::UNEXPECTED));
                }
                Work::Leave
            }
            (Kindness::DfuSe, 0) => Work::Command(data.to_vec()),
            (Kindness::DfuSe, 1) => return Err(self.refuse(status::UNEXPECTED)),
            _ => Work::Write { number, data: data.to_vec() },
        });
        self.state = match self.work {
            Some(Work::Leave) => state::MANIFEST_SYNC,
            _ => state::DNLOAD_SYNC,
        };
        Ok(())
    }

    /// The first question after a block starts the work; the one after it finds it done.
    fn ask(&mut self) -> [u8; 6] {
        if Instant::now() < self.ready {
            self.faults.push("asked before the time was over".to_owned());
        }
        let mut wait = 0;
        match (self.state, self.work.clone()) {
            (state::DNLOAD_SYNC, Some(work)) => {
                self.state = state::DNBUSY;
                wait = BUSY;
                if let Err(status) = self.execute(work) {
                    self.refuse(status);
                }
            }
            (state::DNBUSY, _) => self.state = state::DNLOAD_IDLE,
            (state::MANIFEST_SYNC, Some(Work::Leave)) => {
                self.log.push("leave".to_owned());
                (self.state, wait) = (state::MANIFEST, BUSY);
                if self.kind == Kindness::DfuSe {
                    self.started = Some(self.pointer);
                }
            }
            (state::MANIFEST, _) => {
                self.state = match self.kind {
                    Kindness::Plain { tolerates: false, .. } => state::MANIFEST_WAIT_RESET,
                    _ => state::IDLE,
                };
            }
            _ => {}
        }
        self.ready = Instant::now() + Duration::from_millis(wait);
        [self.status, wait as u8, 0, 0, self.state, 0]
    }

    fn execute(&mut self, work: Work) -> Result<(), u8> {
        match work {
            Work::Command(bytes) => match bytes[..] {
                [dfuse::SET_ADDRESS, a, b, c, d] => {
                    self.pointer = u32::from_le_bytes([a, b, c, d]);
                    self.log.push(format!("address {:#x}", self.pointer));
                    sector(self.pointer).map(drop).ok_or(status::ADDRESS)
                }
                [dfuse::ERASE, a, b, c, d] => {
                    let address = u32::from_le_bytes([a, b, c, d]);
                    self.log.push(format!("erase {address:#x}"));
                    let place = sector(address).ok_or(status::ADDRESS)?;
                    self.flash[place].fill(0xff);
                    Ok(())
                }
                [dfuse::ERASE] => {
                    self.log.push("erase all".to_owned());
                    self.flash.fill(0xff);
                    Ok(())
                }
                _ => Err(status::UNEXPECTED),
            },
            Work::Write { number, data } => self.write(number, &data),
            Work::Leave => Ok(()),
        }
    }

    fn write(&mut self, number: u16, data: &[u8]) -> Result<(), u8> {
        let dfuse = self.kind == Kindness::DfuSe;
        if !dfuse && number != self.next {
            return Err(status::NOT_DONE);
        }
        self.next = self.next.wrapping_add(1);
        let address = match dfuse {
            // AN3156, 5.2: ((wBlockNum - 2) * wTransferSize) + the address pointer.
            true => self.pointer + u32::from(number - 2) * BLOCK as u32,
            false => FLASH + u32::from(number) * BLOCK as u32,
        };
        self.log.push(format!("write {address:#x} {:#x}", data.len()));
        for (address, byte) in (address..).zip(data) {
            let place = address.checked_sub(FLASH).map(|p| p as usize).filter(|p| *p < FLASH_SIZE);
            let place = place.ok_or(status::ADDRESS)?;
            let old = if dfuse { self.flash[place] } else { 0xff };
            if old & byte != *byte {
                self.faults.push(format!("{address:#x} was not erased"));
            }
            self.flash[place] = old & byte;
            if self.trouble == Trouble::Worn(address) {
                self.flash[place] ^= 0x10;
            }
        }
        Ok(())
    }

    fn upload(&mut self, number: u16, length: usize) -> Result<Vec<u8>, Fault> {
        let reads = match self.kind {
            Kindness::DfuSe => number >= dfuse::FIRST_BLOCK,
            Kindness::Plain { reads, .. } => reads,
        };
        if !matches!(self.state, state::IDLE | state::UPLOAD_IDLE) || !reads || length > BLOCK {
            return Err(self.refuse(status::UNEXPECTED));
        }
        if self.trouble == Trouble::Protected {
            return Err(self.refuse(status::PROTECTED));
        }
        let start = match self.kind {
            Kindness::DfuSe => (self.pointer - FLASH) as usize + usize::from(number - 2) * BLOCK,
            Kindness::Plain { .. } => usize::from(number) * BLOCK,
        };
        let end = (start + length).min(FLASH_SIZE);
        self.log.push(format!("read {:#x} {:#x}", FLASH as usize + start, end - start));
        self.state = if end - start < length { state::IDLE } else { state::UPLOAD_IDLE };
        Ok(self.flash[start..end].to_vec())
    }
}

impl Transport for Peer {
    /// One configuration with one interface; DfuSe has a setting for each memory.
    fn configuration(&mut self) -> Vec<u8> {
        let kind = self.0.borrow().kind;
        let (settings, attributes, version) = match kind {
            Kindness::DfuSe => (2, 0x0b, 0x011a_u16),
            Kindness::Plain { reads, tolerates } => {
                (1, 1 | u8::from(reads) << 1 | u8::from(tolerates) << 2, 0x0110)
            }
        };
        let mut bytes = vec![9, 2, 0, 0, 1, 1, 0, 0xc0, 50];
        for setting in 0..settings {
            bytes.extend_from_slice(&[9, 4, 0, setting, 0, 0xfe, 1, 2, 4 + setting]);
        }
        bytes.extend_from_slice(&[9, 0x21, attributes, 255, 0]);
        bytes.extend_from_slice(&(BLOCK as u16).to_le_bytes());
        bytes.extend_from_slice(&version.to_le_bytes());
        bytes
    }

    fn string(&mut self, index: u8) -> Result<String, Fault> {
        match index {
            4 => Ok("@Option Bytes  /0x1FFFC000/01*016 e".to_owned()),
            5 => Ok("@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg".to_owned()),
            _ => Err(Fault::Stall),
        }
    }

    fn select(&mut self, alternate: u8) -> Result<(), Fault> {
        self.0.borrow_mut().setting = alternate;
        Ok(())
    }

    fn control_in(&mut self, asked: Request, length: u16) -> Result<Vec<u8>, Fault> {
        let mut device = self.0.borrow_mut();
        device.request()?;
        match (asked.kind, asked.request, asked.value) {
            (Kind::Class, request::GETSTATUS, 0) if length == 6 => Ok(device.ask().to_vec()),
            (Kind::Class, request::UPLOAD, number) => device.upload(number, length.into()),
            _ => Err(device.refuse(status::UNEXPECTED)),
        }
    }

    fn control_out(&mut self, asked: Request, data: &[u8]) -> Result<(), Fault> {
        let mut device = self.0.borrow_mut();
        device.request()?;
        match (asked.kind, asked.request, asked.value) {
            (Kind::Class, request::DNLOAD, number) => device.download(number, data),
            (Kind::Class, request::CLRSTATUS, 0) if device.state == state::ERROR => {
                (device.state, device.status) = (state::IDLE, status::OK);
                Ok(())
            }
            (Kind::Class, request::ABORT, 0) if device.state != state::ERROR => {
                device.state = state::IDLE;
                Ok(())
            }
            _ => Err(device.refuse(status::UNEXPECTED)),
        }
    }

    fn bulk_in(&mut self, _: usize, _: Duration) -> Result<Vec<u8>, Fault> {
        Err(Fault::Stall)
    }

    fn bulk_out(&mut self, _: &[u8], _: Duration) -> Result<(), Fault> {
        Err(Fault::Stall)
    }

    fn clear_halt(&mut self) -> Result<(), Fault> {
        Ok(())
    }
}
