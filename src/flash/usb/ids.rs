//! The USB devices that embgo works with: boot loaders, debug probes, serial converters. What may
//! open them is said once here, for messages and for `embgo doctor -fix-udev`.

use serde::Serialize;

/// What a device is there for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// It takes firmware over USB.
    Bootloader,
    Probe,
    /// It shows itself as a serial port.
    Serial,
}

/// One kind of device.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub vendor: u16,
    /// `None`: all of that vendor's.
    pub product: Option<u16>,
    pub role: Role,
    pub name: &'static str,
}

const fn known(vendor: u16, product: u16, role: Role, name: &'static str) -> Known {
    Known { vendor, product: Some(product), role, name }
}

use Role::*;

/// The boot ROM of the RP2040.
pub const RP2040_BOOT: (u16, u16) = (0x2e8a, 0x0003);
/// The system memory's boot loader of STM32s.
pub const STM32_DFU: (u16, u16) = (0x0483, 0xdf11);

/// All that is known, by vendor.
pub const TABLE: &[Known] = &[
    known(0x0403, 0x6010, Probe, "FTDI FT2232 (JTAG)"),
    known(0x0403, 0x6014, Probe, "FTDI FT232H (JTAG)"),
    known(0x0483, 0x3748, Probe, "ST-Link/V2"),
    known(0x0483, 0x374b, Probe, "ST-Link/V2-1"),
    known(0x0483, 0x374d, Probe, "ST-Link/V3"),
    known(0x0483, 0x374e, Probe, "ST-Link/V3"),
    known(0x0483, 0x374f, Probe, "ST-Link/V3"),
    known(0x0483, 0x3752, Probe, "ST-Link/V2-1"),
    known(0x0483, 0x3753, Probe, "ST-Link/V3"),
    known(0x0483, 0x3754, Probe, "ST-Link/V3"),
    known(STM32_DFU.0, STM32_DFU.1, Bootloader, "STM32 in DFU mode"),
    known(0x0d28, 0x0204, Probe, "DAPLink (CMSIS-DAP)"),
    known(0x10c4, 0xea60, Serial, "CP210x"),
    Known { vendor: 0x1366, product: None, role: Probe, name: "J-Link" },
    known(0x1a86, 0x7523, Serial, "CH340"),
    known(0x1a86, 0x8010, Probe, "WCH-Link"),
    known(0x1a86, 0x8012, Probe, "WCH-Link (CMSIS-DAP)"),
    known(0x1d50, 0x6017, Bootloader, "Black Magic Probe in DFU mode"),
    known(0x1d50, 0x6018, Probe, "Black Magic Probe"),
    known(RP2040_BOOT.0, RP2040_BOOT.1, Bootloader, "RP2040 with BOOT held"),
    known(0x2e8a, 0x0004, Probe, "picoprobe"),
    known(0x2e8a, 0x000a, Serial, "Raspberry Pi Pico"),
    known(0x2e8a, 0x000c, Probe, "Raspberry Pi Debug Probe (CMSIS-DAP)"),
    known(0x303a, 0x1001, Probe, "ESP32's own USB-JTAG and serial port"),
    known(0x303a, 0x1002, Probe, "ESP-Prog or ESP USB bridge"),
];

/// What is known of a device.
pub fn find(vendor: u16, product: u16) -> Option<&'static Known> {
    TABLE.iter().find(|k| k.vendor == vendor && k.product.is_none_or(|p| p == product))
}

/// What to do about a device that may not be opened.
pub fn no_permission() -> String {
    "no permission; `embgo doctor -fix-udev` prints the rules that give it".to_owned()
}

/// Where the rules go. The name has to come before 73-seat-late.rules of systemd, which gives
/// whoever sits at the computer what is tagged `uaccess`.
pub const RULES_FILE: &str = "/etc/udev/rules.d/70-embgo.rules";

/// The udev rule that lets whoever sits at the computer open a device.
pub fn rule(vendor: u16, product: Option<u16>) -> String {
    let product =
        product.map_or_else(String::new, |p| format!("ATTRS{{idProduct}}==\"{p:04x}\", "));
    format!("ATTRS{{idVendor}}==\"{vendor:04x}\", {product}MODE=\"0660\", TAG+=\"uaccess\"")
}

/// The file of rules for everything that is known.
pub fn rules() -> String {
    let mut text = format!(
        "# USB devices that embgo works with, for whoever sits at this computer.\n\
         # To install:\n\
         #   embgo doctor -fix-udev | sudo tee {RULES_FILE}\n\
         #   sudo udevadm control --reload && sudo udevadm trigger\n\
         ACTION==\"remove\", GOTO=\"embgo_end\"\n\
         SUBSYSTEM!=\"usb|tty|hidraw\", GOTO=\"embgo_end\"\n"
    );
    for k in TABLE {
        text += &format!("\n# {}\n{}\n", k.name, rule(k.vendor, k.product));
    }
    text + "\nLABEL=\"embgo_end\"\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_device_stands_there_twice() {
        for (i, k) in TABLE.iter().enumerate() {
            let twin = TABLE[i + 1..].iter().any(|o| {
                o.vendor == k.vendor
                    && (o.product == k.product || o.product.is_none() || k.product.is_none())
            });
            assert!(!twin, "{k:?}");
        }
        assert!(TABLE.is_sorted_by_key(|k| (k.vendor, k.product)));
    }

    #[test]
    fn rules_are_as_udev_reads_them() {
        let text = rules();
        let lines: Vec<&str> =
            text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
        assert_eq!(lines.len(), TABLE.len() + 3);
        for line in &lines {
            for part in line.split(", ") {
                let quoted = part.ends_with('"') && part.matches('"').count() == 2;
                assert!(quoted && part.contains('='), "{line}");
            }
        }
        let pico =
            r#"ATTRS{idVendor}=="2e8a", ATTRS{idProduct}=="0003", MODE="0660", TAG+="uaccess""#;
        assert!(lines.contains(&pico), "{text}");
        assert!(lines.contains(&r#"ATTRS{idVendor}=="1366", MODE="0660", TAG+="uaccess""#));
    }
}
