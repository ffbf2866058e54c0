//! Finds the calls in machine code.

use super::symbols::Machine;

/// A call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Call {
    /// The address it returns to.
    pub back: u32,
    /// Where it goes, if the instruction says so.
    pub target: Option<u32>,
}

/// The calls in `code`, which lies at `start`. `is_data` tells which addresses hold constants.
pub fn calls(
    machine: Machine,
    start: u32,
    code: &[u8],
    is_data: impl Fn(u32) -> bool,
) -> Vec<Call> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < code.len() {
        let address = start.wrapping_add(at as u32);
        if is_data(address) {
            at += if matches!(machine, Machine::Arm | Machine::RiscV) { 2 } else { 1 };
            continue;
        }
        let byte = |i: usize| u32::from(code.get(at + i).copied().unwrap_or(0));
        let half = |i: usize| byte(i) | byte(i + 1) << 8;
        let (size, call) = match machine {
            Machine::Arm => thumb(address, half(0), half(2)),
            Machine::RiscV => riscv(address, half(0) | half(2) << 16),
            Machine::Xtensa | Machine::Other => {
                xtensa(address, byte(0) | byte(1) << 8 | byte(2) << 16)
            }
        };
        at += size as usize;
        if let Some(target) = call {
            found.push(Call { back: address.wrapping_add(size), target });
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

/// BL and BLX with a register (ARMv7-M A7.7.18 and A7.7.19); which instructions have 32 bits:
/// A5.1.
fn thumb(address: u32, first: u32, second: u32) -> (u32, Option<Option<u32>>) {
    if first >> 11 < 0x1d {
        return (2, (first & 0xff87 == 0x4780).then_some(None));
    }
    if first & 0xf800 != 0xf000 || second & 0xd000 != 0xd000 {
        return (4, None);
    }
    let s = bits(first, 10, 1, 0);
    let (i1, i2) = (1 ^ s ^ bits(second, 13, 1, 0), 1 ^ s ^ bits(second, 11, 1, 0));
    let offset = s << 24 | i1 << 23 | i2 << 22 | bits(first, 0, 10, 12) | bits(second, 0, 11, 1);
    (4, Some(Some(address.wrapping_add(4).wrapping_add(signed(offset, 25)))))
}

/// JAL and JALR that link to ra, and their compressed forms (the unprivileged specification's
/// chapters on RV32I and "C").
fn riscv(address: u32, code: u32) -> (u32, Option<Option<u32>>) {
    if code & 3 == 3 {
        if code & 0xfff == 0x0ef {
            let offset = bits(code, 31, 1, 20)
                | bits(code, 12, 8, 12)
                | bits(code, 20, 1, 11)
                | bits(code, 21, 10, 1);
            return (4, Some(Some(address.wrapping_add(signed(offset, 21)))));
        }
        return (4, (code & 0xfff & 0x8fff == 0x0e7).then_some(None));
    }
    let short = code & 0xffff;
    if short & 0xe003 == 0x2001 {
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
        return (2, Some(Some(address.wrapping_add(signed(offset, 12)))));
    }
    (2, (short & 0xf07f == 0x9002 && short & 0xf80 != 0).then_some(None))
}

/// CALL0 and CALLX0 (ISA reference, chapter on instruction formats); instructions of 16 bits have a
/// first digit of 8 and more.
fn xtensa(address: u32, code: u32) -> (u32, Option<Option<u32>>) {
    if code & 0xf >= 8 {
        return (2, None);
    }
    if code & 0x3f == 0x05 {
        let offset = signed(bits(code, 6, 18, 2), 20);
        return (3, Some(Some((address & !3).wrapping_add(offset).wrapping_add(4))));
    }
    (3, (code & 0xff_f0ff == 0xc0).then_some(None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thumb_calls() {
        // movs r0, #1; bl; blx r3; a constant that looks like a call; bx lr
        let code = [1, 0x20, 0, 0xf0, 0, 0xf8, 0x98, 0x47, 0, 0xf0, 0, 0xf8, 0x70, 0x47];
        let found = calls(Machine::Arm, 0x100, &code, |a| (0x108..0x10c).contains(&a));
        let call = |back, target| Call { back, target };
        assert_eq!(found, [call(0x106, Some(0x106)), call(0x108, None)]);
    }

    #[test]
    fn riscv_calls() {
        // c.jal; jalr ra, 0(a0); jal zero; c.jalr a1; c.jr ra
        let code =
            [0x01, 0x20, 0xe7, 0x00, 0x05, 0x00, 0x6f, 0x00, 0x00, 0x00, 0x82, 0x95, 0x82, 0x80];
        let found = calls(Machine::RiscV, 0x100, &code, |_| false);
        let call = |back, target| Call { back, target };
        assert_eq!(found, [call(0x102, Some(0x100)), call(0x106, None), call(0x10c, None)]);
    }

    #[test]
    fn xtensa_calls() {
        // call0; mov.n; callx0 a3
        let code = [0x05, 0x10, 0, 0x2d, 0x03, 0xc0, 0x03, 0];
        let found = calls(Machine::Other, 0x100, &code, |_| false);
        let call = |back, target| Call { back, target };
        assert_eq!(found, [call(0x103, Some(0x204)), call(0x108, None)]);
    }
}
