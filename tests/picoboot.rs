//! Flashing over PICOBOOT against a boot ROM that speaks the protocol packet by packet
//! (`tests/support/picoboot_peer.rs`).

#[path = "support/picoboot_peer.rs"]
mod picoboot_peer;
#[path = "support/told.rs"]
mod told;
#[path = "support/usb_firmware.rs"]
mod usb_firmware;

use embgo::flash::firmware::Firmware;
use embgo::flash::picoboot::{FLASH, Picoboot};
use embgo::flash::usb::{Fault, Kind, Request, Transport as _};
use embgo::flash::{Choice, Written};
use expect_test::expect;
use picoboot_peer::{Chip, Peer, Trouble};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use told::Told;
use usb_firmware::bytes;

fn firmware(parts: &[(u32, &[u8])]) -> Firmware {
    usb_firmware::firmware("pico", parts)
}

fn write(
    chip: &Rc<RefCell<Chip>>,
    firmware: &Firmware,
    choice: &Choice,
) -> (anyhow::Result<Written>, Told) {
    let mut told = Told::default();
    let connection = Picoboot::new(Box::new(Peer(chip.clone())));
    let result = connection.write(firmware, &usb_firmware::target("pico"), choice, &mut told);
    (result, told)
}

fn in_flash(chip: &Chip, address: u32, length: usize) -> &[u8] {
    let start = (address - FLASH.start) as usize;
    &chip.flash[start..start + length]
}

#[test]
fn firmware_is_written_and_read_back() {
    let chip = picoboot_peer::new(Trouble::None);
    let data = bytes(5000);
    let (result, told) = write(&chip, &firmware(&[(FLASH.start, &data)]), &Choice::default());
    let wanted = Written { bytes: 8192, skipped: 0, checked: Some("read back and equal") };
    assert_eq!(result.expect("it works"), wanted);
    let chip = chip.borrow();
    assert_eq!(chip.faults, Vec::<String>::new());
    assert_eq!(in_flash(&chip, FLASH.start, 5000), data);
    assert_eq!(in_flash(&chip, FLASH.start + 5000, 3192), [0xff; 3192]);
    assert_eq!(in_flash(&chip, FLASH.start + 8192, 16), [0x55; 16]);
    assert!(chip.exclusive && chip.rebooted);
    expect![[r#"
        exclusive 2
        exit xip
        read 0x10000000 0x1000
        read 0x10001000 0x1000
        erase 0x10000000 0x2000
        write 0x10000000 0x1000
        write 0x10001000 0x1000
        read 0x10000000 0x1000
        read 0x10001000 0x1000
        reboot 0x0"#]]
    .assert_eq(&chip.log.join("\n"));
    assert_eq!(told.works, ["comparing 8192", "writing 8192", "checking 8192"]);
    assert_eq!(told.last, 8192);
}

#[test]
fn what_is_there_is_left_alone() {
    let chip = picoboot_peer::new(Trouble::None);
    let mut data = bytes(3 * 4096);
    write(&chip, &firmware(&[(FLASH.start, &data)]), &Choice::default()).0.expect("it works");
    // One byte of the second sector differs.
    data[5000] ^= 1;
    chip.borrow_mut().log.clear();
    let result = write(&chip, &firmware(&[(FLASH.start, &data)]), &Choice::default()).0;
    assert_eq!(result.map(|w| (w.bytes, w.skipped)).expect("it works"), (4096, 8192));
    assert_eq!(in_flash(&chip.borrow(), FLASH.start, data.len()), data);
    let writes = |chip: &Chip| -> Vec<String> {
        chip.log.iter().filter(|l| !l.starts_with("read")).cloned().collect()
    };
    assert_eq!(
        writes(&chip.borrow()),
        [
            "exclusive 2",
            "exit xip",
            "erase 0x10001000 0x1000",
            "write 0x10001000 0x1000",
            "reboot 0x0"
        ]
    );

    chip.borrow_mut().log.clear();
    let result = write(&chip, &firmware(&[(FLASH.start, &data)]), &Choice::default()).0;
    assert_eq!(result.map(|w| (w.bytes, w.skipped)).expect("it works"), (0, 12288));
    assert_eq!(writes(&chip.borrow()), ["exclusive 2", "exit xip", "reboot 0x0"]);
    assert_eq!(chip.borrow().faults, Vec::<String>::new());
}

#[test]
fn blocks_are_erased_at_once_and_end_at_their_borders() {
    let chip = picoboot_peer::new(Trouble::None);
    let start = FLASH.start + 0xf000;
    let data = bytes(0x12000);
    let choice = Choice { verify: false, ..Choice::default() };
    let result = write(&chip, &firmware(&[(start, &data)]), &choice).0.expect("it works");
    assert_eq!(result, Written { bytes: 0x12000, skipped: 0, checked: None });
    let chip = chip.borrow();
    let erased: Vec<&String> = chip.log.iter().filter(|l| l.starts_with("erase")).collect();
    assert_eq!(
        erased,
        ["erase 0x1000f000 0x1000", "erase 0x10010000 0x10000", "erase 0x10020000 0x1000"]
    );
    assert!(!chip.log.iter().any(|l| l.starts_with("read")));
    assert_eq!(in_flash(&chip, start, data.len()), data);
    assert_eq!(chip.faults, Vec::<String>::new());
}

#[test]
fn all_can_be_erased_first() {
    let chip = picoboot_peer::new(Trouble::None);
    let choice = Choice { erase: true, ..Choice::default() };
    let data = bytes(4096);
    write(&chip, &firmware(&[(FLASH.start, &data)]), &choice).0.expect("it works");
    let chip = chip.borrow();
    assert_eq!(&chip.flash[..4096], &data);
    assert!(chip.flash[4096..].iter().all(|b| *b == 0xff));
    assert_eq!(chip.faults, Vec::<String>::new());
}

#[test]
fn a_bad_flash_is_noticed() {
    let chip = picoboot_peer::new(Trouble::Worn(FLASH.start + 4097));
    let data = bytes(3 * 4096);
    let (result, _) = write(&chip, &firmware(&[(FLASH.start, &data)]), &Choice::default());
    let text = result.expect_err("it is bad").to_string();
    assert!(text.contains("at 0x10001000 is not what was written"), "{text}");
    assert!(!chip.borrow().rebooted, "a broken program is not started");
}

#[test]
fn a_pulled_cable_is_never_a_success() {
    let data = bytes(2 * 4096);
    let firmware = firmware(&[(FLASH.start, &data)]);
    let whole = picoboot_peer::new(Trouble::None);
    write(&whole, &firmware, &Choice::default()).0.expect("it works");
    let mut texts = Vec::new();
    for at in 1.. {
        let chip = picoboot_peer::new(Trouble::Pulled(at));
        match write(&chip, &firmware, &Choice::default()).0 {
            // Only after the restart was asked for may the board be gone.
            Ok(_) => {
                assert_eq!(chip.borrow().flash, whole.borrow().flash);
                break;
            }
            Err(e) => texts.push(e.to_string()),
        }
    }
    assert!(texts.len() > 20, "{texts:?}");
    let incomplete = "was disconnected while writing, so its flash is incomplete";
    assert!(texts.iter().any(|t| t.contains(incomplete)), "{texts:?}");
    let all = texts.iter().all(|t| t.contains("disconnected") && t.contains("hold BOOT"));
    assert!(all, "{texts:?}");
}

#[test]
fn silence_is_told() {
    let chip = picoboot_peer::new(Trouble::Silent);
    let (result, _) = write(&chip, &firmware(&[(FLASH.start, &[1; 256])]), &Choice::default());
    let text = result.expect_err("nobody answers").to_string();
    assert!(text.contains("connecting over PICOBOOT failed: the device does not answer"), "{text}");
}

#[test]
fn firmware_has_to_be_in_the_flash() {
    let chip = picoboot_peer::new(Trouble::None);
    let (result, _) = write(&chip, &firmware(&[(0x2000_0000, &[1; 16])]), &Choice::default());
    let text = result.expect_err("it is RAM").to_string();
    assert!(text.contains("0x20000000..0x20000010, which is not in the flash"), "{text}");
    assert!(chip.borrow().log.is_empty());
}

/// Flash of which a part does not exist on this board: the chip's word for it is told.
#[test]
fn what_the_chip_refuses_is_told() {
    let chip = picoboot_peer::new(Trouble::None);
    let beyond = FLASH.start + (4 << 20);
    let (result, _) = write(&chip, &firmware(&[(beyond, &[1; 16])]), &Choice::default());
    let text = result.expect_err("there is none").to_string();
    assert!(text.contains("refused reading: it has no memory at that address"), "{text}");
    assert!(text.contains("PICOBOOT status 4"), "{text}");
}

/// The peer, too, is looked at: it refuses what the chip refuses.
#[test]
fn the_peer_is_strict() {
    let limit = Duration::from_secs(1);
    let packet = |magic: u32, id: u8, size: u8, length: u32, words: [u32; 2]| -> Vec<u8> {
        let mut packet = magic.to_le_bytes().to_vec();
        packet.extend_from_slice(&7u32.to_le_bytes());
        packet.extend_from_slice(&[id, size, 0, 0]);
        packet.extend_from_slice(&length.to_le_bytes());
        words.iter().for_each(|w| packet.extend_from_slice(&w.to_le_bytes()));
        packet.resize(32, 0);
        packet
    };
    let cases = [
        (packet(1, 3, 8, 0, [FLASH.start, 4096]), 1),
        (packet(0x431f_d10b, 0x7f, 0, 0, [0, 0]), 1),
        (packet(0x431f_d10b, 3, 4, 0, [FLASH.start, 4096]), 2),
        (packet(0x431f_d10b, 5, 8, 128, [FLASH.start, 256]), 3),
        (packet(0x431f_d10b, 3, 8, 0, [0x2000_0000, 4096]), 4),
        (packet(0x431f_d10b, 3, 8, 0, [FLASH.start + 256, 4096]), 5),
        (packet(0x431f_d10b, 5, 8, 100, [FLASH.start, 100]), 5),
    ];
    for (packet, status) in cases {
        let mut peer = Peer(picoboot_peer::new(Trouble::None));
        assert_eq!(peer.bulk_out(&packet, limit), Err(Fault::Stall), "it begins stalled");
        let request = |request| Request { kind: Kind::Vendor, request, value: 0 };
        peer.control_out(request(0x41), &[]).expect("it can be reset");
        assert_eq!(peer.bulk_out(&packet, limit), Err(Fault::Stall), "{packet:02x?}");
        assert_eq!(peer.bulk_in(1, limit), Err(Fault::Stall), "it stays stalled");
        let answer = peer.control_in(request(0x42), 16).expect("it tells why");
        assert_eq!(answer[4], status, "{packet:02x?}");
    }
    // Writing without erasing is noticed.
    let chip = picoboot_peer::new(Trouble::None);
    let mut peer = Peer(chip.clone());
    peer.control_out(Request { kind: Kind::Vendor, request: 0x41, value: 0 }, &[]).expect("reset");
    peer.bulk_out(&packet(0x431f_d10b, 5, 8, 256, [FLASH.start, 256]), limit).expect("it is right");
    peer.bulk_out(&[0xaa; 256], limit).expect("it takes them");
    assert_eq!(chip.borrow().faults[0], "flash command 0x05 before EXIT_XIP");
    assert_eq!(chip.borrow().faults[1], "0x10000000 was not erased");
}
