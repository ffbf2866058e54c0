//! A debug probe: the remote protocol of the Black Magic Probe over TCP, version 3, with an Arm
//! Debug Interface v5 (Arm IHI 0031) behind it and a Cortex-M0 behind that, whose memory and
//! registers are those of a machine in QEMU. What QEMU does not have, the core's debug registers
//! (Armv6-M Architecture Reference Manual, C1), is here; the flash algorithm runs in QEMU.

use super::gdb_stub::{Qemu, hex, unhex};
use std::collections::BTreeSet;
use std::io::{BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

/// What is to go wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    None,
    /// One bit of the byte that is read here is wrong.
    Worn(u32),
    /// The cable is pulled after so many bytes were written to memory.
    Pulled(usize),
    /// No chip answers.
    NoChip,
}

const DPIDR: u32 = 0x0bb1_1477;
/// A memory access port on AHB.
const AP_IDR: u32 = 0x0477_0021;

const CPU_RESET: u32 = 0xe000_ed0c;
const DHCSR: u32 = 0xe000_edf0;
const DCRSR: u32 = 0xe000_edf4;
const DCRDR: u32 = 0xe000_edf8;
const DEMCR: u32 = 0xe000_edfc;
const BP_CTRL: u32 = 0xe000_2000;
const BREAKPOINTS: u32 = 4;

pub struct Probe {
    qemu: Qemu,
    trouble: Trouble,
    written: usize,
    select: u32,
    ctrl: u32,
    csw: u32,
    dhcsr: u32,
    dcrdr: u32,
    demcr: u32,
    was_reset: bool,
    /// It runs, but into nothing: there is no program yet. In QEMU that would be the end.
    locked: bool,
    comparators: [u32; BREAKPOINTS as usize],
    set: BTreeSet<u32>,
    wire: Wire,
}

/// The two-wire line, bit by bit.
enum Wire {
    /// Nothing is understood until the line is reset: 50 ones.
    Lost,
    Idle,
    Request(Vec<bool>),
    /// Bits that the chip drives, and then perhaps a value that it takes.
    Answers {
        bits: Vec<bool>,
        write: Option<u8>,
    },
    Takes {
        request: u8,
        bits: Vec<bool>,
    },
}

impl Probe {
    pub fn new(qemu: Qemu) -> Probe {
        let mut probe = Probe {
            qemu,
            trouble: Trouble::None,
            written: 0,
            select: 0,
            ctrl: 0,
            csw: 0x2300_0052,
            dhcsr: 0,
            dcrdr: 0,
            demcr: 0,
            was_reset: true,
            locked: false,
            comparators: [0; BREAKPOINTS as usize],
            set: BTreeSet::new(),
            wire: Wire::Lost,
        };
        probe.resume();
        probe
    }

    /// The memory of the core, which this stops for as long as that takes.
    pub fn memory(&mut self, address: u32, length: usize) -> Vec<u8> {
        self.read(address, length).expect("there is memory")
    }

    /// Serves one debugger.
    pub fn serve(&mut self, listener: &TcpListener, trouble: Trouble) {
        (self.trouble, self.written) = (trouble, 0);
        // A debugger that found no chip tries again.
        let tries = if trouble == Trouble::NoChip { 2 } else { 1 };
        for _ in 0..tries {
            let (stream, _) = listener.accept().expect("a debugger connects");
            self.talk(stream);
        }
    }

    fn talk(&mut self, stream: TcpStream) {
        let mut answers = stream.try_clone().expect("it can be cloned");
        let mut ones = 0;
        let (mut packet, mut inside) = (Vec::new(), false);
        for byte in BufReader::new(stream).bytes() {
            match byte {
                Ok(b'!') => {
                    packet.clear();
                    inside = true;
                }
                // What ends without having begun is what another program has left.
                Ok(b'#') if inside => {
                    inside = false;
                    let text = String::from_utf8_lossy(&packet).into_owned();
                    let Some(answer) = self.command(&text, &mut ones) else { return };
                    if answers.write_all(format!("&{answer}#").as_bytes()).is_err() {
                        return;
                    }
                }
                Ok(byte) => packet.push(byte),
                Err(_) => return,
            }
        }
    }

    /// The answer to a command: `K` and a value, or `E`.
    fn command(&mut self, text: &str, ones: &mut usize) -> Option<String> {
        let ok = |value: u32| Some(format!("K{value:x}"));
        // Values of registers are told with their lowest byte first.
        let register = |value: u32| Some(format!("K{:08x}", value.swap_bytes()));
        let number =
            |from: usize, to: usize| u32::from_str_radix(&text[from..to], 16).expect("hex");
        match text.get(..2)? {
            "GA" => Some("KBlack Magic Probe (a test)".to_owned()),
            "HC" => ok(3),
            "SS" => {
                self.wire = Wire::Lost;
                ok(0)
            }
            "So" | "SO" => {
                let (count, value) = (number(2, 4), number(4, text.len()));
                (0..count).for_each(|i| self.drive(value >> i & 1 == 1, ones));
                ok(0)
            }
            "Si" | "SI" => {
                let value = (0..number(2, 4)).map(|i| u32::from(self.sample()) << i).sum();
                ok(value)
            }
            "Ad" => register(self.dp_read(number(6, 10))),
            "AR" => {
                let (address, value) = (number(6, 10), number(10, 18));
                self.dp_write(address, value);
                ok(0)
            }
            "Aa" => register(self.ap_read(number(4, 6), number(8, 10))),
            "AA" => {
                let value = number(10, 18).swap_bytes();
                self.ap_write(number(8, 10), value);
                ok(0)
            }
            "Am" => {
                let (address, length) = (number(14, 22), number(22, 30) as usize);
                match self.read(address, length) {
                    Some(bytes) => Some(format!("K{}", hex(&bytes))),
                    None => Some("E1".to_owned()),
                }
            }
            "AM" => {
                let address = number(16, 24);
                let bytes = unhex(&text[32..]).expect("hex");
                self.written += bytes.len();
                if matches!(self.trouble, Trouble::Pulled(at) if self.written > at) {
                    return None;
                }
                Some(if self.write(address, &bytes) { "K0" } else { "E1" }.to_owned())
            }
            // Voltage, speed, the reset line: nothing depends on them.
            _ => ok(0),
        }
    }

    fn drive(&mut self, bit: bool, ones: &mut usize) {
        *ones = if bit { *ones + 1 } else { 0 };
        if *ones >= 50 {
            self.wire = Wire::Idle;
            return;
        }
        match &mut self.wire {
            // The rest of the ones of a line reset are no request: the eighth bit would be missing.
            Wire::Idle if bit && *ones < 2 => self.wire = Wire::Request(vec![true]),
            Wire::Request(bits) => {
                bits.push(bit);
                if bits.len() == 8 {
                    let request = (0..8).map(|i| u8::from(bits[i]) << i).sum();
                    self.wire = self.request(request);
                }
            }
            Wire::Takes { request, bits } => {
                bits.push(bit);
                if bits.len() == 33 {
                    let value = (0..32).map(|i| u32::from(bits[i]) << i).sum();
                    let request = *request;
                    self.wire = Wire::Idle;
                    self.transfer(request, value);
                }
            }
            _ => {}
        }
    }

    /// A request of eight bits: start, port, direction, two of the address, parity, stop, park.
    fn request(&mut self, request: u8) -> Wire {
        let parity = (request >> 1 & 0xf).count_ones() % 2;
        let right = request & 0xc1 == 0x81 && u32::from(request >> 5 & 1) == parity;
        if !right || self.trouble == Trouble::NoChip {
            return Wire::Lost;
        }
        let mut bits = vec![true, false, false];
        if request & 4 == 0 {
            return Wire::Answers { bits, write: Some(request) };
        }
        let value = self.transfer(request, 0);
        bits.extend((0..32).map(|i| value >> i & 1 == 1));
        bits.push(value.count_ones() % 2 == 1);
        Wire::Answers { bits, write: None }
    }

    fn sample(&mut self) -> bool {
        let Wire::Answers { bits, write } = &mut self.wire else { return true };
        let bit = bits.remove(0);
        if bits.is_empty() {
            self.wire = match *write {
                Some(request) => Wire::Takes { request, bits: Vec::new() },
                None => Wire::Idle,
            };
        }
        bit
    }

    fn transfer(&mut self, request: u8, value: u32) -> u32 {
        let address = u32::from(request >> 3 & 3) << 2;
        match (request & 2 != 0, request & 4 != 0) {
            (false, true) => self.dp_read(address),
            (false, false) => {
                self.dp_write(address, value);
                0
            }
            (true, true) => self.ap_read(self.select >> 24, self.select & 0xf0 | address),
            (true, false) => {
                self.ap_write(self.select & 0xf0 | address, value);
                0
            }
        }
    }

    fn dp_read(&mut self, address: u32) -> u32 {
        match address & 0xc {
            0 => DPIDR,
            // Power is there as soon as it is asked for.
            4 => self.ctrl | (self.ctrl & 0x5000_0000) << 1,
            _ => 0,
        }
    }

    fn dp_write(&mut self, address: u32, value: u32) {
        match address & 0xc {
            4 => self.ctrl = value,
            8 => self.select = value,
            _ => {}
        }
    }

    fn ap_read(&mut self, ap: u32, address: u32) -> u32 {
        match (ap, address) {
            (0, 0xfc) => AP_IDR,
            (0, 0xf8) => 0xe00f_f003,
            (0, 0x00) => self.csw,
            _ => 0,
        }
    }

    fn ap_write(&mut self, address: u32, value: u32) {
        if address == 0 {
            // DeviceEn is always there.
            self.csw = value | 0x40;
        }
    }

    fn read(&mut self, address: u32, length: usize) -> Option<Vec<u8>> {
        if length == 4
            && let Some(value) = self.debug_register(address)
        {
            return Some(value.to_le_bytes().to_vec());
        }
        let running = !self.qemu.stopped();
        if running {
            // QEMU's stub listens only while the core is halted.
            self.qemu.halt();
        }
        let mut bytes = self.qemu.read(address, length);
        if running {
            self.qemu.run();
        }
        if let (Trouble::Worn(at), Some(bytes)) = (self.trouble, &mut bytes)
            && let Some(byte) = at.checked_sub(address).and_then(|i| bytes.get_mut(i as usize))
        {
            *byte ^= 0x10;
        }
        bytes
    }

    fn debug_register(&mut self, address: u32) -> Option<u32> {
        Some(match address {
            DHCSR => {
                let halted = self.halted();
                if halted {
                    self.clear_breakpoints();
                }
                let reset = std::mem::take(&mut self.was_reset);
                // S_REGRDY, S_HALT, S_RESET_ST, S_LOCKUP.
                self.dhcsr & 0xf
                    | 1 << 16
                    | u32::from(halted) << 17
                    | u32::from(reset) << 25
                    | u32::from(self.locked) << 19
            }
            DCRDR => self.dcrdr,
            DEMCR => self.demcr,
            BP_CTRL => BREAKPOINTS << 4 | 1,
            a if (BP_CTRL + 8..BP_CTRL + 8 + 4 * BREAKPOINTS).contains(&a) => {
                self.comparators[((a - BP_CTRL - 8) / 4) as usize]
            }
            _ => return None,
        })
    }

    fn write(&mut self, address: u32, bytes: &[u8]) -> bool {
        if let Ok(value) = bytes.try_into().map(u32::from_le_bytes)
            && self.set_debug_register(address, value)
        {
            return true;
        }
        let running = !self.qemu.stopped();
        if running {
            self.qemu.halt();
        }
        let done = self.qemu.write_memory(address, bytes);
        if running {
            self.qemu.run();
        }
        done
    }

    fn set_debug_register(&mut self, address: u32, value: u32) -> bool {
        match address {
            DHCSR if value >> 16 == 0xa05f => {
                self.dhcsr = value & 0xf;
                match value & 3 {
                    3 => {
                        self.locked = false;
                        self.qemu.halt();
                    }
                    _ if self.halted() => self.resume(),
                    _ => {}
                }
            }
            DHCSR => {}
            DCRSR => self.core_register(value & 0x1f, value >> 16 & 1 == 1),
            DCRDR => self.dcrdr = value,
            DEMCR => self.demcr = value,
            CPU_RESET if value & 0xffff_0004 == 0x05fa_0004 => {
                self.clear_breakpoints();
                self.qemu.reset();
                (self.was_reset, self.locked) = (true, false);
                // VC_CORERESET: halt at the first instruction.
                if self.demcr & 1 == 0 {
                    self.resume();
                }
            }
            a if (BP_CTRL + 8..BP_CTRL + 8 + 4 * BREAKPOINTS).contains(&a) => {
                self.comparators[((a - BP_CTRL - 8) / 4) as usize] = value;
            }
            BP_CTRL => {}
            _ => return false,
        }
        true
    }

    fn core_register(&mut self, number: u32, write: bool) {
        let number = match number {
            0..=15 => number,
            16 => 25,
            // The stub shows the stack pointer that is in use.
            17 => 13,
            _ => {
                self.dcrdr = if write { self.dcrdr } else { 0 };
                return;
            }
        };
        match write {
            true => self.qemu.set_register(number, self.dcrdr),
            false => self.dcrdr = self.qemu.register(number),
        }
    }

    /// Runs on. The breakpoint instruction that a flash algorithm returns to would be a fault in
    /// QEMU; so the place is watched.
    fn resume(&mut self) {
        // Neither a bit for Thumb code from a vector that is 0, nor erased flash can be executed.
        let (pc, thumb) = (self.qemu.register(15), self.qemu.register(25) & 1 << 24 != 0);
        let code = self.qemu.read(pc, 2);
        if !thumb || code.as_ref().is_none_or(|code| code == &[0xff; 2]) {
            self.locked = true;
            return;
        }
        // A core that is debugged halts again at a breakpoint instruction.
        if code.is_some_and(|code| code[1] == 0xbe) {
            return;
        }
        // C_STEP: one instruction.
        if self.dhcsr & 4 != 0 {
            self.qemu.step();
            return;
        }
        let back = self.qemu.register(14) & !1;
        let ram = 0x2000_0000..0x2000_4000;
        let mut places: BTreeSet<u32> = BTreeSet::new();
        if ram.contains(&pc) && ram.contains(&back) {
            places.insert(back);
        }
        for comparator in self.comparators.iter().filter(|c| **c & 1 == 1) {
            // Bits 30 and 31 choose the half-word (C1.8.4).
            let word = comparator & 0x1fff_fffc;
            places.insert(if comparator >> 31 == 1 { word + 2 } else { word });
        }
        for place in &places {
            self.qemu.breakpoint(*place, true);
        }
        self.set = places;
        self.qemu.run();
    }

    fn halted(&mut self) -> bool {
        !self.locked && self.qemu.stopped()
    }

    fn clear_breakpoints(&mut self) {
        for place in std::mem::take(&mut self.set) {
            self.qemu.breakpoint(place, false);
        }
    }
}
