//! What the numbers of a fault mean.

/// An exception of a Cortex-M, with the configurable fault status register and the address that it
/// speaks of where the core has them (ARMv7-M B1.5.2 and B3.2.15, ARMv8-M D1.2.36).
pub fn arm(number: u32, status: Option<u32>, address: Option<u32>) -> String {
    let name = match number {
        2 => "NMI",
        3 => "HardFault",
        4 => "MemManage",
        5 => "BusFault",
        6 => "UsageFault",
        7 => "SecureFault",
        11 => "SVCall",
        14 => "PendSV",
        15 => "SysTick",
        n => return format!("interrupt {} has no handler", n.wrapping_sub(16) as i32),
    };
    if number > 7 {
        return format!("{name} has no handler");
    }
    let mut text = name.to_owned();
    let status = status.unwrap_or(0);
    let bits = [
        (0, "instruction fetch from memory that must not be executed"),
        (1, "access to memory that is protected"),
        (3, "the return from an exception found no memory for the stack"),
        (4, "an exception found no memory for the stack"),
        (8, "instruction fetch from an address without memory"),
        (9, "access to an address without memory or device"),
        (10, "delayed write to an address without memory or device"),
        (11, "the return from an exception found no memory for the stack"),
        (12, "an exception found no memory for the stack"),
        (16, "undefined instruction"),
        (17, "jump to an address that is no Thumb code"),
        (18, "wrong return from an exception"),
        (19, "instruction of a coprocessor that is off"),
        (20, "the stack pointer passed its limit"),
        (24, "unaligned access"),
        (25, "division by zero"),
    ];
    let causes: Vec<&str> =
        bits.iter().filter(|(bit, _)| status >> bit & 1 != 0).map(|(_, text)| *text).collect();
    if !causes.is_empty() {
        text += &format!(": {}", causes.join(", "));
    }
    // The register holds an address only if one of two bits says so.
    if let Some(address) = address.filter(|_| status & 0x8080 != 0) {
        text += &format!(" (address {address:#010x})");
    }
    text
}

/// An exception of a RISC-V hart, with mtval (privileged specification, 3.1.15).
pub fn riscv(number: u32, value: u32) -> String {
    let text = match number {
        0 => "jump to an address that is not aligned",
        1 => "instruction fetch from an address without memory",
        2 => "undefined instruction",
        3 => "breakpoint",
        4 => "unaligned load",
        5 => "load from an address without memory or device",
        6 => "unaligned store",
        7 => "store to an address without memory or device",
        8 | 9 | 11 => "environment call",
        12 => "page fault at an instruction fetch",
        13 => "page fault at a load",
        15 => "page fault at a store",
        n => return format!("exception {n}"),
    };
    match number {
        2 => format!("{text} ({value:#010x})"),
        3 | 8 | 9 | 11 => text.to_owned(),
        _ => format!("{text} (address {value:#010x})"),
    }
}

/// An exception of an Xtensa core, with EXCVADDR (ISA reference, table of EXCCAUSE).
pub fn xtensa(number: u32, value: u32) -> String {
    let text = match number {
        0 => "undefined instruction",
        1 => "system call",
        2 | 12 | 14 => "instruction fetch from an address without memory",
        3 | 13 | 15 => "access to an address without memory or device",
        5 => "window exception",
        6 => "division by zero",
        8 => "privileged instruction",
        9 => "unaligned access",
        16..=18 => "instruction fetch from an address without a translation",
        20 => "instruction fetch from memory that must not be executed",
        24 | 25 => "access to an address without a translation",
        26 => "access to memory that is protected",
        28 => "load from memory that is protected",
        29 => "store to memory that is protected",
        32..=39 => return format!("coprocessor {} is off", number - 32),
        n => return format!("exception {n}"),
    };
    match number {
        0 | 1 | 5 | 6 | 8 => text.to_owned(),
        _ => format!("{text} (address {value:#010x})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        assert_eq!(xtensa(9, 3), "unaligned access (address 0x00000003)");
        assert_eq!(xtensa(32, 0), "coprocessor 0 is off");
        assert_eq!(
            arm(3, Some(0x8200), Some(0x4000_0000)),
            "HardFault: access to an address without memory or device (address 0x40000000)"
        );
        assert_eq!(arm(3, None, None), "HardFault");
        assert_eq!(arm(21, None, None), "interrupt 5 has no handler");
        assert_eq!(
            riscv(7, 16),
            "store to an address without memory or device (address 0x00000010)"
        );
        assert_eq!(riscv(2, 0), "undefined instruction (0x00000000)");
    }
}
