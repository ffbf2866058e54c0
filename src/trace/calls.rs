//! Finds the calls and jumps in machine code.

use super::symbols::Machine;

/// A call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Call {
    /// The address it returns to.
    pub back: u32,
    /// Where it goes, if the instruction says so.
    pub target: Option<u32>,
}

/// What an instruction does to the order of execution.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Flow {
    Next,
    /// To where the instruction says, or to an address in a register.
    Call(Option<u32>),
    /// The same without a way back. A return is no jump.
    Jump(Option<u32>),
}

/// Where a function goes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Exits {
    pub calls: Vec<Call>,
    /// What it jumps to by name, places of its own among them.
    pub jumps: Vec<u32>,
    /// It jumps to an address in a register: a call in tail position, or a table of cases.
    pub anywhere: bool,
}

/// Calls and jumps in `code`, which lies at `start`. `is_data` tells which addresses hold constants,
/// `word` what is at an address.
pub fn exits(
    machine: Machine,
    start: u32,
    code: &[u8],
    is_data: impl Fn(u32) -> bool,
    word: impl Fn(u32) -> Option<u32>,
) -> Exits {
    let mut found = Exits::default();
    let mut literal = None;
    let mut at = 0;
    while at < code.len() {
        let address = start.wrapping_add(at as u32);
        if is_data(address) {
            at += if matches!(machine, Machine::Arm | Machine::RiscV) { 2 } else { 1 };
            continue;
        }
        let byte = |i: usize| u32::from(code.get(at + i).copied().unwrap_or(0));
        let half = |i: usize| byte(i) | byte(i + 1) << 8;
        let (size, flow) = match machine {
            Machine::Arm => thumb(address, half(0), half(2)),
            Machine::RiscV => riscv(address, half(0) | half(2) << 16),
            Machine::Xtensa | Machine::Other => {
                let code = byte(0) | byte(1) << 8 | byte(2) << 16;
                let target = held(&mut literal, address, code).and_then(&word);
                match xtensa(address, code) {
                    (size, Flow::Call(None)) => (size, Flow::Call(target)),
                    (size, Flow::Jump(None)) => (size, Flow::Jump(target)),
                    other => other,
                }
            }
        };
        at += size as usize;
        match flow {
            Flow::Next => {}
            Flow::Call(target) => {
                found.calls.push(Call { back: address.wrapping_add(size), target });
            }
            Flow::Jump(Some(target)) => found.jumps.push(target),
            Flow::Jump(None) => found.anywhere = true,
        }
    }
    found
}

/// The bits of `code` from `from` on, `count` of them, moved to `to`.
fn bits(code: u32, from: u32, count: u32, to: u32) -> u32 {
    (code >> from & ((1 << count) - 1)) << to
}

/// The number of so many bits, with its sign.
fn signed(n: u32, bits: u32) -> u32 {
    ((n << (32 - bits)) as i32 >> (32 - bits)) as u32
}

/// BL, BLX with a register, B in all its forms and BX (ARMv7-M A7.7.12, A7.7.18 to A7.7.20); which
/// instructions have 32 bits: A5.1.
fn thumb(address: u32, first: u32, second: u32) -> (u32, Flow) {
    let to = |offset| Some(address.wrapping_add(4).wrapping_add(offset));
    if first >> 11 < 0x1d {
        let register = bits(first, 3, 4, 0);
        let flow = match first {
            _ if first & 0xff87 == 0x4780 => Flow::Call(None),
            _ if first & 0xff87 == 0x4700 && register != 14 => Flow::Jump(None),
            // The conditions 14 and 15 are other instructions.
            0xd000..0xde00 => Flow::Jump(to(signed(bits(first, 0, 8, 1), 9))),
            0xe000..0xe800 => Flow::Jump(to(signed(bits(first, 0, 11, 1), 12))),
            _ => Flow::Next,
        };
        return (2, flow);
    }
    if first & 0xf800 != 0xf000 || second & 0x8000 == 0 {
        return (4, Flow::Next);
    }
    let (s, j1, j2) = (bits(first, 10, 1, 0), bits(second, 13, 1, 0), bits(second, 11, 1, 0));
    let low = bits(second, 0, 11, 1);
    let (i1, i2) = (1 ^ s ^ j1, 1 ^ s ^ j2);
    let far = s << 24 | i1 << 23 | i2 << 22 | bits(first, 0, 10, 12) | low;
    let near = s << 20 | j2 << 19 | j1 << 18 | bits(first, 0, 6, 12) | low;
    let flow = match (second >> 14 & 1, second >> 12 & 1) {
        (1, 1) => Flow::Call(to(signed(far, 25))),
        (0, 1) => Flow::Jump(to(signed(far, 25))),
        // The conditions 14 and 15 are other instructions.
        (0, 0) if first >> 7 & 7 != 7 => Flow::Jump(to(signed(near, 21))),
        _ => Flow::Next,
    };
    (4, flow)
}

/// JAL and JALR that link to ra or to nothing, and their compressed forms (the unprivileged
/// specification's chapters on RV32I and "C").
fn riscv(address: u32, code: u32) -> (u32, Flow) {
    let to = |offset| Some(address.wrapping_add(offset));
    if code & 3 == 3 {
        let offset = bits(code, 31, 1, 20)
            | bits(code, 12, 8, 12)
            | bits(code, 20, 1, 11)
            | bits(code, 21, 10, 1);
        let flow = match code & 0xfff {
            0x0ef => Flow::Call(to(signed(offset, 21))),
            0x06f => Flow::Jump(to(signed(offset, 21))),
            _ if code & 0x7fff == 0x0e7 => Flow::Call(None),
            _ if code & 0x7fff == 0x067 && bits(code, 15, 5, 0) != 1 => Flow::Jump(None),
            _ => Flow::Next,
        };
        return (4, flow);
    }
    let short = code & 0xffff;
    let parts = [
        (12, 1, 11),
        (11, 1, 4),
        (9, 2, 8),
        (8, 1, 10),
        (7, 1, 6),
        (6, 1, 7),
        (3, 3, 1),
        (2, 1, 5),
    ];
    let offset = parts.iter().fold(0, |n, p| n | bits(short, p.0, p.1, p.2));
    let register = bits(short, 7, 5, 0);
    let flow = match short & 0xe003 {
        0x2001 => Flow::Call(to(signed(offset, 12))),
        0xa001 => Flow::Jump(to(signed(offset, 12))),
        _ if short & 0xf07f == 0x9002 && register != 0 => Flow::Call(None),
        _ if short & 0xf07f == 0x8002 && register > 1 => Flow::Jump(None),
        _ => Flow::Next,
    };
    (2, flow)
}

/// CALL0, CALLX0, J and JX (ISA reference, chapter on instruction formats); instructions of 16 bits
/// have a first digit of 8 and more.
fn xtensa(address: u32, code: u32) -> (u32, Flow) {
    if code & 0xf >= 8 {
        return (2, Flow::Next);
    }
    let flow = match code & 0x3f {
        0x05 => {
            let offset = signed(bits(code, 6, 18, 2), 20);
            Flow::Call(Some((address & !3).wrapping_add(offset).wrapping_add(4)))
        }
        0x06 => {
            let offset = signed(bits(code, 6, 18, 0), 18);
            Flow::Jump(Some(address.wrapping_add(offset).wrapping_add(4)))
        }
        _ if code & 0xff_f0ff == 0xc0 => Flow::Call(None),
        _ if code & 0xff_f0ff == 0xa0 && code >> 8 & 0xf != 0 => Flow::Jump(None),
        _ => Flow::Next,
    };
    (3, flow)
}

/// The address of the literal that an instruction calls or jumps to: L32R has loaded it into the
/// register, and no instruction between them has the register where most name what they change.
fn held(literal: &mut Option<(u32, u32)>, address: u32, code: u32) -> Option<u32> {
    let (op, t, s, r) =
        (code & 0xf, bits(code, 4, 4, 0), bits(code, 8, 4, 0), bits(code, 12, 4, 0));
    if op == 1 {
        // The offset counts words backwards from the next word.
        let offset = (0xffff_0000 | bits(code, 8, 16, 0)) << 2;
        *literal = Some((t, (address.wrapping_add(3) & !3).wrapping_add(offset)));
        return None;
    }
    let (register, at) = (*literal)?;
    if code & 0xff_f0ff == 0xc0 || code & 0xff_f0ff == 0xa0 {
        return literal.take().filter(|_| s == register).map(|_| at);
    }
    if t == register || r == register {
        *literal = None;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thumb_calls() {
        // movs r0, #1; bl; blx r3; a constant that looks like a call; bx lr
        let code = [1, 0x20, 0, 0xf0, 0, 0xf8, 0x98, 0x47, 0, 0xf0, 0, 0xf8, 0x70, 0x47];
        let found =
            exits(Machine::Arm, 0x100, &code, |a| (0x108..0x10c).contains(&a), |_| None).calls;
        let call = |back, target| Call { back, target };
        assert_eq!(found, [call(0x106, Some(0x106)), call(0x108, None)]);
    }

    #[test]
    fn riscv_calls() {
        // c.jal; jalr ra, 0(a0); jal zero; c.jalr a1; c.jr ra
        let code =
            [0x01, 0x20, 0xe7, 0x00, 0x05, 0x00, 0x6f, 0x00, 0x00, 0x00, 0x82, 0x95, 0x82, 0x80];
        let found = exits(Machine::RiscV, 0x100, &code, |_| false, |_| None).calls;
        let call = |back, target| Call { back, target };
        assert_eq!(found, [call(0x102, Some(0x100)), call(0x106, None), call(0x10c, None)]);
    }

    #[test]
    fn xtensa_calls() {
        // call0; mov.n; callx0 a3
        let code = [0x05, 0x10, 0, 0x2d, 0x03, 0xc0, 0x03, 0];
        let found = exits(Machine::Other, 0x100, &code, |_| false, |_| None).calls;
        let call = |back, target| Call { back, target };
        assert_eq!(found, [call(0x103, Some(0x204)), call(0x108, None)]);
        // l32r a8, 0x801088; or a2, a12, a12; callx0 a8; callx0 a8
        let code = [0x81, 0xec, 0xfe, 0xc0, 0x2c, 0x20, 0xc0, 0x08, 0x00, 0xc0, 0x08, 0x00];
        let word = |at| (at == 0x80_1088).then_some(0x80_1234);
        let found = exits(Machine::Xtensa, 0x80_14d6, &code, |_| false, word).calls;
        assert_eq!(found, [call(0x80_14df, Some(0x80_1234)), call(0x80_14e2, None)]);
    }

    /// As LLVM's assembler wrote them.
    #[test]
    fn jumps() {
        // b.w .+0x104; beq.n .-4; b.w .+0x2000; bne.w .-0x1002; bx r3; bx lr; pop {pc}
        let code = [
            0x00, 0xf0, 0x80, 0xb8, 0xfc, 0xd0, 0x01, 0xf0, 0xfe, 0xbf, 0x7e, 0xf4, 0xfd, 0xaf,
            0x18, 0x47, 0x70, 0x47, 0x00, 0xbd,
        ];
        let found = exits(Machine::Arm, 0x1000, &code, |_| false, |_| None);
        assert_eq!(found.jumps, [0x1104, 0x1000, 0x3006, 0x8], "{:x?}", found.jumps);
        assert!(found.anywhere && found.calls.is_empty());
        // j .+0x800; c.j .+0x100; jr a5; ret
        let code = [0x6f, 0x00, 0x10, 0x00, 0x01, 0xa2, 0x82, 0x87, 0x82, 0x80];
        let found = exits(Machine::RiscV, 0x1000, &code, |_| false, |_| None);
        assert_eq!(found.jumps, [0x1800, 0x1104], "{:x?}", found.jumps);
        assert!(found.anywhere && found.calls.is_empty());
        // j .+0x100; jx a3; ret
        let code = [0x06, 0x3f, 0x00, 0xa0, 0x03, 0x00, 0x80, 0x00, 0x00];
        let found = exits(Machine::Xtensa, 0x1000, &code, |_| false, |_| None);
        assert_eq!(found.jumps, [0x1100], "{:x?}", found.jumps);
        assert!(found.anywhere && found.calls.is_empty());
    }
}
