//! Every target the program brings loads, and the errors say what to do.

use embgo::base::embedded::EmbeddedFs;
use embgo::base::fs::MemFs;
use embgo::link::script::{LinkOptions, script};
use embgo::target::arch::{Arch, FloatAbi, Fpu};
use embgo::target::memory::Role;
use embgo::target::{self, Target, layers};
use std::path::Path;

const BOARDS: [&str; 23] = [
    "cortex-m-qemu",
    "cortex-m4-qemu",
    "esp32-c3-devkitm",
    "esp32-c3-devkitm-app",
    "esp32-c3-devkitm-flash",
    "esp32-s3-devkitc",
    "esp32-s3-devkitc-app",
    "esp32-s3-devkitc-flash",
    "feather-stm32f405",
    "hifive1b",
    "microbit",
    "microbit-v2",
    "mimxrt1064-evk",
    "nrf52840-dk",
    "pico",
    "pico-w",
    "riscv-qemu",
    "stm32f4disco",
    "teensy41",
    "xiao-ble",
    "xiao-esp32c3",
    "xiao-esp32s3",
    "xtensa-qemu",
];

fn ours(name: &str) -> Target {
    match target::load(name, &MemFs::default(), &EmbeddedFs, Path::new("")) {
        Ok(target) => target,
        Err(e) => panic!("{name}: {e:#}"),
    }
}

#[test]
fn every_board_loads_and_every_other_is_a_parent() {
    for name in layers::names(&EmbeddedFs) {
        match target::load(&name, &MemFs::default(), &EmbeddedFs, Path::new("")) {
            Ok(_) => assert!(BOARDS.contains(&name.as_str()), "{name} is a board?"),
            Err(e) => {
                let text = format!("{e:#}");
                assert!(text.contains("is no board but what boards inherit from"), "{text}");
                assert!(!BOARDS.contains(&name.as_str()), "{text}");
            }
        }
    }
    let listed: Vec<_> = target::list::list(&EmbeddedFs).into_iter().map(|t| t.name).collect();
    assert_eq!(listed, BOARDS);
}

#[test]
fn what_the_boards_are() {
    let pico = ours("pico");
    assert_eq!((pico.arch, pico.cpu.as_str()), (Arch::Arm, "cortex-m0plus"));
    assert_eq!(pico.triple, "thumbv6m-none-eabi");
    assert!(!pico.has_atomics() && !pico.has_divide() && !pico.has_float32());
    assert_eq!(pico.image.uf2_family, Some(0xe48b_ff56));
    assert_eq!(pico.memory.code().origin, 0x1000_0100);
    assert_eq!(pico.entry, "Reset_Handler");
    for tag in ["linux", "arm", "tinygo", "baremetal", "cortexm", "rp2040", "pico", "serial.uart"] {
        assert!(pico.has_tag(tag), "{tag}");
    }
    let stm = ours("stm32f4disco");
    assert_eq!((stm.fpu, stm.float_abi), (Fpu::V4Single, FloatAbi::Hard));
    assert_eq!(stm.memory.region("ccm").unwrap().length, 64 << 10);
    let virt = ours("riscv-qemu");
    assert_eq!((virt.arch, virt.abi.as_str()), (Arch::RiscV32, "ilp32"));
    assert!(virt.has_atomics() && virt.has_divide());
    assert_eq!(virt.memory.load(), virt.memory.data());
    let hifive = ours("hifive1b");
    assert_eq!((hifive.memory.code().origin, hifive.memory.code().reserved), (0x2001_0000, 65536));
    assert!(!ours("esp32-c3-devkitm").has_atomics());
}

#[test]
fn golden_linker_scripts() {
    for name in BOARDS {
        let text = script(&ours(name), &LinkOptions::default()).unwrap();
        expect_test::expect_file![format!("data/link/{name}.ld")].assert_eq(&text);
    }
}

#[test]
fn the_documentation_names_every_key() {
    let text = include_str!("../docs/targets.md");
    for key in target::keys::KEYS {
        assert!(text.contains(&format!("`{}`", key.name)), "docs/targets.md lacks {}", key.name);
    }
    for role in Role::ALL {
        assert!(text.contains(&format!("| `{}` |", role.name())), "{}", role.name());
    }
    // And no table row names a key that there is not.
    let rows = text.split("## Keys").nth(1).unwrap().split("## Linker").next().unwrap();
    for row in rows.lines().filter(|l| l.starts_with("| `")) {
        let names = row.split('|').nth(1).unwrap().split(',');
        for name in names.map(|n| n.trim().trim_matches('`')) {
            let part = ["origin", "length", "flags", "alias"].contains(&name);
            let role = Role::ALL.iter().any(|r| r.name() == name);
            assert!(part || role || target::keys::find(name).is_some(), "{name}");
        }
    }
}
