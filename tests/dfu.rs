//! Flashing over USB DFU against devices that speak the protocol (`tests/support/dfu_peer.rs`).

#[path = "support/dfu_peer.rs"]
mod dfu_peer;
#[path = "support/told.rs"]
mod told;
#[path = "support/usb_firmware.rs"]
mod usb_firmware;

use dfu_peer::{Device, FLASH, Kindness, Peer, Trouble};
use embgo::flash::dfu;
use embgo::flash::firmware::Firmware;
use embgo::flash::{Choice, Written};
use expect_test::expect;
use std::cell::RefCell;
use std::rc::Rc;
use told::Told;
use usb_firmware::bytes;

fn firmware(parts: &[(u32, &[u8])]) -> Firmware {
    usb_firmware::firmware("stm32f4disco", parts)
}

fn write(
    device: &Rc<RefCell<Device>>,
    firmware: &Firmware,
    choice: &Choice,
) -> (anyhow::Result<Written>, Told) {
    let mut told = Told::default();
    let result = dfu::write(Box::new(Peer(device.clone())), 0, firmware, choice, &mut told);
    (result, told)
}

fn stm32(trouble: Trouble) -> Rc<RefCell<Device>> {
    dfu_peer::new(Kindness::DfuSe, trouble)
}

fn fails(trouble: Trouble, parts: &[(u32, &[u8])]) -> String {
    let device = stm32(trouble);
    let error = write(&device, &firmware(parts), &Choice::default()).0.expect_err("it fails");
    assert_eq!(device.borrow().started, None, "a broken program is not started");
    error.to_string()
}

#[test]
fn an_stm32_is_erased_written_read_and_left() {
    let device = stm32(Trouble::None);
    let data = bytes(0x4000 + 3000);
    let (result, told) = write(&device, &firmware(&[(FLASH, &data)]), &Choice::default());
    let written = 0x4000 + 3008;
    let wanted = Written { bytes: written, skipped: 0, checked: Some("read back and equal") };
    assert_eq!(result.expect("it works"), wanted);
    let device = device.borrow();
    assert_eq!(device.faults, Vec::<String>::new());
    assert_eq!(&device.flash[..data.len()], &data);
    assert_eq!(&device.flash[0x8000..0x8010], [0x55; 16]);
    assert_eq!((device.setting, device.started), (1, Some(FLASH)));
    let works = ["comparing", "writing", "checking"].map(|w| format!("{w} {written}"));
    assert_eq!((told.works, told.last), (works.to_vec(), written));
    let short = device.log.iter().filter(|l| !l.starts_with("read"));
    expect![[r#"
        address 0x8000000
        address 0x8004000
        erase 0x8000000
        address 0x8000000
        write 0x8000000 0x800
        write 0x8000800 0x800
        write 0x8001000 0x800
        write 0x8001800 0x800
        write 0x8002000 0x800
        write 0x8002800 0x800
        write 0x8003000 0x800
        write 0x8003800 0x800
        erase 0x8004000
        address 0x8004000
        write 0x8004000 0x800
        write 0x8004800 0x3c0
        address 0x8000000
        address 0x8004000
        address 0x8000000
        leave"#]]
    .assert_eq(&short.map(String::as_str).collect::<Vec<_>>().join("\n"));
}

#[test]
fn sectors_that_are_equal_are_left_alone() {
    let device = stm32(Trouble::None);
    let mut data = bytes(0x9000);
    write(&device, &firmware(&[(FLASH, &data)]), &Choice::default()).0.expect("it works");
    data[0x4321] ^= 8;
    device.borrow_mut().started = None;
    device.borrow_mut().log.clear();
    let result = write(&device, &firmware(&[(FLASH, &data)]), &Choice::default()).0;
    assert_eq!(result.map(|w| (w.bytes, w.skipped)).expect("it works"), (0x4000, 0x5000));
    let device = device.borrow();
    assert_eq!(&device.flash[..data.len()], &data);
    assert_eq!(device.log.iter().filter(|l| l.starts_with("erase")).count(), 1);
    assert_eq!(device.faults, Vec::<String>::new());
}

#[test]
fn all_can_be_erased_and_nothing_checked() {
    let device = stm32(Trouble::None);
    let choice = Choice { erase: true, verify: false, no_reset: true, ..Choice::default() };
    let data = bytes(64);
    let result = write(&device, &firmware(&[(FLASH + 0x1_0000, &data)]), &choice).0;
    assert_eq!(result.expect("it works").checked, None);
    let device = device.borrow();
    assert_eq!(device.log, ["erase all", "address 0x8010000", "write 0x8010000 0x40"]);
    assert_eq!(&device.flash[0x1_0000..0x1_0040], &data);
    assert!(device.flash[0x1_0040..].iter().all(|b| *b == 0xff));
    assert_eq!((&device.faults, device.started), (&Vec::new(), None));
}

#[test]
fn a_bad_flash_is_noticed() {
    let text = fails(Trouble::Worn(FLASH + 0x4100), &[(FLASH, &bytes(0x5000))]);
    assert!(text.contains("in the sector at 0x08004000 is not what was written"), "{text}");
}

#[test]
fn protected_memory_is_told() {
    let text = fails(Trouble::Protected, &[(FLASH, &bytes(64))]);
    assert!(text.contains("its memory is protected (DFU status 11)"), "{text}");
}

#[test]
fn firmware_that_does_not_fit_is_refused() {
    for parts in [(0x1000_0000, &[1; 16]), (FLASH + 0x000f_fff8, &[1; 16])] {
        let text = fails(Trouble::None, &[(parts.0, parts.1)]);
        let wanted = "does not fit in the memory of the board (Option Bytes and Internal Flash)";
        assert!(text.contains(wanted), "{text}");
    }
}

#[test]
fn a_pulled_cable_is_never_a_success() {
    let data = bytes(5000);
    let firmware = firmware(&[(FLASH, &data)]);
    let mut texts = Vec::new();
    for at in 1.. {
        let device = stm32(Trouble::Pulled(at));
        match write(&device, &firmware, &Choice::default()).0 {
            // Only the question after the way out may find nobody.
            Ok(_) => {
                let device = device.borrow();
                assert_eq!(&device.flash[..data.len()], &data);
                assert_eq!(device.log.last().map(String::as_str), Some("address 0x8000000"));
                break;
            }
            Err(e) => texts.push(e.to_string()),
        }
    }
    assert!(texts.len() > 30, "{texts:?}");
    let incomplete = "was disconnected while writing, so its flash is incomplete";
    assert!(texts.iter().any(|t| t.contains(incomplete)), "{texts:?}");
    assert!(texts.iter().all(|t| t.contains("disconnected")), "{texts:?}");
}

fn plain(reads: bool, tolerates: bool, trouble: Trouble) -> (anyhow::Result<Written>, Vec<String>) {
    let device = dfu_peer::new(Kindness::Plain { reads, tolerates }, trouble);
    let data = bytes(5000);
    let result = write(&device, &firmware(&[(FLASH, &data)]), &Choice::default()).0;
    let device = device.borrow();
    assert_eq!(device.faults, Vec::<String>::new());
    if trouble == Trouble::None {
        assert_eq!(&device.flash[..data.len()], &data);
    }
    (result, device.log.clone())
}

#[test]
fn plain_dfu_takes_an_image() {
    let (result, log) = plain(true, true, Trouble::None);
    let wanted = Written { bytes: 5000, skipped: 0, checked: Some("read back and equal") };
    assert_eq!(result.expect("it works"), wanted);
    expect![[r#"
        write 0x8000000 0x800
        write 0x8000800 0x800
        write 0x8001000 0x388
        leave
        read 0x8000000 0x800
        read 0x8000800 0x800
        read 0x8001000 0x800"#]]
    .assert_eq(&log.join("\n"));
    for (reads, tolerates) in [(false, true), (true, false)] {
        let (result, log) = plain(reads, tolerates, Trouble::None);
        let checked = result.expect("it works").checked;
        assert_eq!(checked, Some("the boot loader reports no error (it cannot be read back)"));
        assert_eq!(log.last().map(String::as_str), Some("leave"));
    }
    let text = plain(true, true, Trouble::Worn(FLASH + 9)).0.expect_err("it is bad").to_string();
    assert!(text.contains("is not what was written"), "{text}");
}

#[test]
fn plain_dfu_cannot_erase() {
    let device = dfu_peer::new(Kindness::Plain { reads: true, tolerates: true }, Trouble::None);
    let choice = Choice { erase: true, ..Choice::default() };
    let error = write(&device, &firmware(&[(FLASH, &[1; 8])]), &choice).0.expect_err("it cannot");
    assert!(error.to_string().contains("plain DFU, which cannot erase"), "{error}");
}
