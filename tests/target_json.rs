//! Target files of a user: boards in TinyGo's style load, mistakes are told in one line, and no
//! file whatever makes the reader panic.

use arbtest::arbitrary::{Result as Arbitrary, Unstructured};
use embgo::base::embedded::EmbeddedFs;
use embgo::base::fs::MemFs;
use embgo::link::layout;
use embgo::link::script::{LinkOptions, script};
use embgo::target::arch::{FloatAbi, Fpu};
use embgo::target::keys::KEYS;
use embgo::target::{self, Target};
use expect_test::{Expect, expect};
use std::path::Path;

fn files(files: &[(&str, &str)]) -> MemFs {
    let mut fs = MemFs::default();
    for (name, text) in files {
        fs.add(format!("/my/{name}"), *text);
    }
    fs
}

fn load(spec: &str, list: &[(&str, &str)]) -> anyhow::Result<Target> {
    target::load(spec, &files(list), &EmbeddedFs, Path::new("/my"))
}

/// The board `/my/b.json` with this text.
fn board(text: &str) -> Target {
    load("b.json", &[("b.json", text)]).unwrap_or_else(|e| panic!("{e:#}"))
}

fn fails(text: &str, wanted: Expect) {
    let told = match load("./b.json", &[("b.json", text)]) {
        Ok(_) => "it loads".to_owned(),
        Err(e) => format!("{e:#}"),
    };
    // Messages are lines of a terminal; the file is named as the user found it.
    wanted.assert_eq(&told.replace("/my/./b.json", "b.json"));
}

// ---- boards as TinyGo's users write them ----

#[test]
fn a_board_that_only_names_its_chip() {
    let b = board(
        r#"{
            "inherits": ["rp2040"],
            "comment": "four megabytes",
            "serial": "usb",
            "serial-port": ["1234:5678"],
            "build-tags": ["my_board"],
            "ldflags": ["--defsym=__flash_size=4M"],
            "extra-files": ["targets/pico-boot-stage2.S"]
        }"#,
    );
    assert_eq!((b.name.as_str(), b.serial.as_str()), ("b", "usb"));
    assert_eq!(b.build_tags, ["cortexm", "baremetal", "rp2040", "rp", "my_board"]);
    assert_eq!(b.memory.code().end(), 0x1040_0000);
    assert!(b.ldflags.is_empty() && b.extra_files.iter().all(|f| f.embedded));
    assert_eq!(b.notes, ["extra file targets/pico-boot-stage2.S is TinyGo's, left out"]);
    assert!(b.flash.touch_1200 && b.image.boot2_checksum);
}

#[test]
fn a_board_with_the_memory_in_tinygos_linker_script() {
    let b = board(
        r#"{
            "inherits": ["cortex-m4"],
            "build-tags": ["disco", "stm32f407", "stm32f4", "stm32"],
            "serial": "uart",
            "linkerscript": "targets/stm32f407.ld",
            "extra-files": ["src/device/stm32/stm32f407.s"],
            "flash-method": "openocd",
            "openocd-interface": "stlink-v2",
            "openocd-target": "stm32f4x"
        }"#,
    );
    assert_eq!((b.fpu, b.float_abi, b.triple.as_str()), {
        (Fpu::None, FloatAbi::Soft, "thumbv7em-none-eabi")
    });
    assert_eq!((b.memory.code().origin, b.interrupts), (0x0800_0000, 82));
    assert_eq!(b.debug.openocd_interface, "stlink-v2");
    assert!(b.features.ends_with("+thumb-mode,+soft-float,-fpregs"), "{}", b.features);
}

#[test]
fn a_chip_with_everything_in_one_file() {
    let b = board(
        r#"{
            "inheritable-only": false,
            "llvm-target": "riscv32-unknown-none",
            "cpu": "generic-rv32",
            "features": "+32bit,+c,+m,+zmmul,-a,-relax",
            "target-abi": "ilp32",
            "goos": "linux", "goarch": "arm",
            "build-tags": ["tinygo.riscv", "baremetal", "mychip"],
            "gc": "conservative", "scheduler": "tasks", "serial": "usb",
            "linker": "ld.lld", "rtlib": "compiler-rt", "libc": "picolibc",
            "automatic-stack-size": false, "default-stack-size": 8192,
            "cflags": ["-march=rv32imc", "-I{root}/lib/x"],
            "ldflags": ["--gc-sections", "-melf32lriscv"],
            "emulator": "qemu-system-riscv32 -machine virt -nographic -bios none -kernel {}",
            "gdb": "riscv64-unknown-elf-gdb",
            "flash-method": "esp32jtag", "flash-command": "esptool --port {port} {bin}",
            "flash-1200-bps-reset": "false", "msd-volume-name": "X", "openocd-verify": true,
            "openocd-commands": ["gdb_memory_map disable"], "jlink-device": "x",
            "uf2-family-id": "0xADA52840", "binary-format": "esp32c3",
            "code-model": "medium", "relocation-model": "static",
            "memory": {"ram": {"origin": 2147483648, "length": "64K"}}
        }"#,
    );
    assert_eq!((b.gc.as_str(), b.scheduler.as_str()), ("slab", "tasks"));
    assert_eq!(b.clang_args()[1..], ["-march=rv32imc_zicsr_zifencei_zmmul", "-mabi=ilp32"]);
    assert_eq!(b.emulator.len(), 8);
    assert_eq!(b.debug.gdb, ["riscv64-unknown-elf-gdb"]);
    assert_eq!(b.image.uf2_family, Some(0xada5_2840));
    assert_eq!((b.default_stack_size, b.cflags.len()), (8192, 1));
    assert!(!b.has_atomics() && b.has_divide());
}

#[test]
fn the_child_overrides_and_lists_grow() {
    let own = [
        (
            "boards/chip.json",
            r#"{"inherits": ["cortex-m3"], "stack-size": "1K",
            "memory": {"flash": {"origin": 0, "length": "64K", "flags": "rx"},
                       "ram": {"origin": "0x20000000", "length": "8K"},
                       "spare": {"origin": "0x30000000", "length": 4096}},
            "extra-files": ["start.S"], "linker-template": "chip.ld"}"#,
        ),
        ("boards/start.S", "nop"),
        ("boards/chip.ld", "/* @name@ */\n"),
        (
            "board.json",
            r#"{"inherits": ["boards/chip.json"], "image-offset": "8K",
            "memory": {"flash": {"length": "128K"}, "spare": null}, "entry": "go"}"#,
        ),
    ];
    let b = load("./board.json", &own).unwrap();
    let regions: Vec<_> = b.memory.regions.iter().map(|r| (r.name.as_str(), r.length)).collect();
    assert_eq!(regions, [("flash", 120 << 10), ("ram", 8 << 10)]);
    assert_eq!((b.memory.code().origin, b.memory.code().reserved), (8192, 8192));
    assert_eq!((b.entry.as_str(), b.stack_size), ("go", 1024));
    // Files are looked for beside the file that names them.
    assert_eq!(b.extra_files.last().unwrap().path, Path::new("/my/boards/start.S"));
    assert_eq!(script(&b, &LinkOptions::default()).unwrap(), "/* board */\n");
    assert_eq!(load("boards/chip.json", &own).unwrap().memory.regions.len(), 3);
}

#[test]
fn a_file_may_inherit_from_ours_of_its_own_name() {
    let b = load("pico.json", &[("pico.json", r#"{"inherits": ["pico"], "serial": "uart"}"#)]);
    assert_eq!(b.unwrap().build_tags.last().unwrap(), "pico");
}

#[test]
fn a_whole_linker_script_is_taken_as_it_is() {
    let text = r#"{"inherits": ["nrf52840"], "linkerscript": "own.ld"}"#;
    let b = load("b.json", &[("b.json", text), ("own.ld", "SECTIONS {} /* @x */")]).unwrap();
    assert_eq!(script(&b, &LinkOptions::default()).unwrap(), "SECTIONS {} /* @x */");
}

// ---- mistakes ----

#[test]
fn unknown_targets() {
    let told = |spec: &str, list| format!("{:#}", load(spec, list).unwrap_err());
    expect![[r#"unknown target "pcio"; did you mean pico? `embgo targets` lists those there are"#]]
        .assert_eq(&told("pcio", &[]));
    expect![[r#"unknown target "esp8266x"; `embgo targets` lists those there are"#]]
        .assert_eq(&told("esp8266x", &[]));
    expect![[r#"unknown target "own"; to use the file here, write -target=./own.json"#]]
        .assert_eq(&told("own", &[("own.json", "{}")]));
    expect![[r#"my.json: no such target file"#]].assert_eq(&told("my.json", &[]));
    expect![[r#"no target given; write -target=NAME, `embgo targets` lists the names"#]]
        .assert_eq(&told("", &[]));
    expect![[
        r#""stm32f407" is no board but what boards inherit from; choose a board: stm32f4disco"#
    ]]
    .assert_eq(&told("stm32f407", &[]));
    assert!(told("../../etc/passwd", &[]).starts_with("unknown target"));
}

#[test]
fn wrong_keys_and_types() {
    fails(
        r#"{"memroy": {}}"#,
        expect![[r#"b.json: unknown key "memroy"; did you mean "memory"?"#]],
    );
    fails(
        r#"{"colour": 1}"#,
        expect![[r#"b.json: unknown key "colour"; docs/targets.md lists the keys there are"#]],
    );
    fails(r#"{"inherits": ["pico"], "cpu": 3}"#, expect![[r#"b.json: "cpu" must be a string"#]]);
    fails(
        r#"{"inherits": ["pico"], "serial": "telegraph"}"#,
        expect![[r#"b.json: "serial" must be one of none, uart, usb, rtt"#]],
    );
    fails(
        r#"{"inherits": ["pico"], "stack-size": "8Q"}"#,
        expect![[r#"b.json: "stack-size" must be a number of bytes, or a string such as "256K""#]],
    );
    fails(
        r#"{"inherits": ["pico"], "build-tags": ["a", 1]}"#,
        expect![[r#"b.json: "build-tags" must be a list of strings"#]],
    );
    fails(
        r#"{"inherits": ["pico"], "build-tags": ["rp"]}"#,
        expect![[
            r#"b.json: "build-tags": "rp" is there already, from targets/rp2040.json; a list is added to the inherited one, so leave it out"#
        ]],
    );
    fails(
        r#"{"inherits": ["pico"], "gdb": ["a", "a"]}"#,
        expect![[r#"b.json: "gdb": "a" is in the list twice"#]],
    );
    fails(
        r#"{"inherits": ["pico"], "features": "+a,b"}"#,
        expect![[r#"b.json: "features": "b" must start with + or -, as in "+m,+a,-relax""#]],
    );
    fails(
        r#"{"inherits": ["pico"], "extra-files": ["start.s"]}"#,
        expect![[
            r#"b.json: "extra-files": there is no file "start.s", neither beside that file nor among embgo's own"#
        ]],
    );
    fails(
        r#"{"inherits": ["pico"], "simulator": {"chp": "rp2040"}}"#,
        expect![[r#"b.json: "simulator": unknown key "chp"; did you mean "chip"?"#]],
    );
    fails(
        r#"{"inherits": ["pico"], "simulator": {"pins": ["0x40020014 0-32"]}}"#,
        expect![[
            r#"b.json: "simulator.pins": "0x40020014 0-32" is not the address of a register and the numbers of the at most 32 pins in it, such as "0x40020014 0-15""#
        ]],
    );
    fails(
        r#"{"inherits": ["microbit"], "vectors-in-ram": true}"#,
        expect![[
            r#"b.json: "vectors-in-ram": cortex-m0 has no register for the address of a vector table; leave the key out, interrupt.Replace does without it"#
        ]],
    );
}

#[test]
fn wrong_files() {
    fails("[1]", expect![[r#"b.json: a target file holds one JSON object, { ... }"#]]);
    fails(
        "{\n \"cpu\": \"x\",\n}",
        expect![[r#"b.json: not valid JSON: trailing comma at line 3 column 1"#]],
    );
    let mut fs = MemFs::default();
    fs.add("/my/b.json", vec![b'{', 0xff, b'}']);
    let told = target::load("b.json", &fs, &EmbeddedFs, Path::new("/my")).unwrap_err();
    assert_eq!(told.to_string(), "b.json: not valid UTF-8 text");
}

#[test]
fn wrong_inheritance() {
    fails(
        r#"{"inherits": ["rp2O40"]}"#,
        expect![[r#"b.json: "inherits": there is no target "rp2O40"; did you mean rp2040?"#]],
    );
    fails(
        r#"{"inherits": ["b.json"]}"#,
        expect![[
            r#"b.json: "inherits": targets inherit from each other in a circle: b.json -> b.json"#
        ]],
    );
    let list =
        [("a.json", r#"{"inherits": ["c.json"]}"#), ("c.json", r#"{"inherits": ["a.json"]}"#)];
    let told = load("a.json", &list).unwrap_err().to_string();
    expect![[r#"a.json: "inherits": targets inherit from each other in a circle: a.json -> c.json -> a.json"#]].assert_eq(&told);
}

#[test]
fn wrong_memory() {
    fails(
        "{}",
        expect![[
            r#"b.json: needs "llvm-target", or "inherits" of a target that has one (cortex-m4, riscv32imac, rp2040, ...)"#
        ]],
    );
    fails(
        r#"{"llvm-target": "avr"}"#,
        expect![[
            r#"b.json: "llvm-target": "avr" is not supported; thumbv6m, thumbv7m, thumbv7em, thumbv8m.base, thumbv8m.main, riscv32 and xtensa are"#
        ]],
    );
    fails(
        r#"{"inherits": ["cortex-m4"]}"#,
        expect![[
            r#"b.json: needs "memory", for example {"flash": {"origin": 0, "length": "256K", "flags": "rx"}, "ram": {"origin": "0x20000000", "length": "64K"}}, or "inherits" of a chip that has it"#
        ]],
    );
    let memory = |memory: &str, wanted: Expect| {
        fails(&format!(r#"{{"inherits": ["cortex-m4"], "memory": {memory}}}"#), wanted);
    };
    memory("{}", expect![[r#"b.json: "memory": no region; name at least one"#]]);
    memory(
        r#"{"flash": {"origin": 0, "length": 0}}"#,
        expect![[r#"b.json: "memory.flash.length" is 0; a region has at least one byte"#]],
    );
    memory(r#"{"flash": {"origin": 0}}"#, expect![[r#"b.json: "memory.flash" needs "length""#]]);
    memory(
        r#"{"flash": {"origin": 0, "lenght": 4}}"#,
        expect![[r#"b.json: "memory.flash": unknown key "lenght"; did you mean "length"?"#]],
    );
    memory(
        r#"{"flash": {"origin": 0, "length": "1M"}, "ram": {"origin": "0xff000", "length": "8K"}}"#,
        expect![[
            r#"b.json: "memory": the regions "flash" (0x00000000 to 0x000fffff) and "ram" (0x000ff000 to 0x00100fff) overlap; change an origin or a length"#
        ]],
    );
    memory(
        r#"{"rom": {"origin": 0, "length": "1M"}}"#,
        expect![[
            r#"b.json: "layout" must say which region holds the code: "layout": {"code": ...} with one of rom"#
        ]],
    );
    memory(
        r#"{"ram": {"origin": "0xffffff00", "length": "1K"}}"#,
        expect![[r#"b.json: "memory.ram" ends beyond the 4 GiB a 32-bit processor can address"#]],
    );
    memory(
        r#"{"ram": {"origin": 0, "length": "1K", "flags": "rz"}}"#,
        expect![[r#"b.json: "memory.ram.flags" must be a string of r, w and x, with r in it"#]],
    );
    memory(
        r#"{"ram": {"origin": 0, "length": "64K", "flags": "rw"}}"#,
        expect![[
            r#"b.json: the region "ram" is to hold the code, but its flags lack "x"; choose another in "layout" or add the flag in "memory""#
        ]],
    );
    memory(
        r#"{"my-ram": {"origin": 0, "length": "64K"}}"#,
        expect![[
            r#"b.json: "memory": "my-ram" is no name for a region; use letters, digits and _"#
        ]],
    );
    memory(
        r#"{"ram": {"origin": 0, "length": "64K"}}, "layout": {"stak": "ram"}"#,
        expect![[r#"b.json: "layout": unknown role "stak"; did you mean "stack"?"#]],
    );
    memory(
        r#"{"ram": {"origin": 0, "length": "64K"}}, "layout": {"stack": "dtcm"}"#,
        expect![[r#"b.json: "layout.stack": there is no memory region "dtcm"; there are ram"#]],
    );
    memory(
        r#"{"ram": {"origin": 0, "length": "4K"}}, "stack-size": "4K""#,
        expect![[
            r#"b.json: "stack-size" is 4K; it must be at least 256 bytes and less than the region "ram", which has 4K"#
        ]],
    );
    memory(
        r#"{"ram": {"origin": 0, "length": "4K"}}, "image-offset": "4K""#,
        expect![[r#"b.json: "image-offset" leaves nothing of the region "ram", which has 4K"#]],
    );
    memory(
        r#"{"ram": {"origin": 0, "length": "64K"}}, "float-abi": "hard""#,
        expect![[r#"b.json: "float-abi" "hard" needs a unit; give "fpu""#]],
    );
}

// ---- anything at all ----

/// Loads, and does with a target that loads what the other rooms do.
fn survives(text: &[u8]) {
    let mut fs = MemFs::default();
    fs.add("/my/b.json", text);
    if let Ok(t) = target::load("b.json", &fs, &EmbeddedFs, Path::new("/my")) {
        let _ = script(&t, &LinkOptions::default());
        let _ = script(&t, &LinkOptions { stack_size: Some(1), relaxed: true });
        let _ = layout::table(&t, None).unwrap().to_string();
        let _ = (t.all_tags(), t.clang_args(), t.asm_args(), target::list::summary(&t));
        let _ = (t.has_atomics(), t.has_divide(), t.has_long_multiply(), t.runner());
    }
}

#[test]
fn no_bytes_make_it_panic() {
    arbtest::arbtest(|u| {
        survives(u.bytes(u.len())?);
        Ok(())
    });
}

#[test]
fn no_mutation_of_a_board_makes_it_panic() {
    let base = r#"{"inherits": ["pico"], "memory": {"flash": {"origin": "0x100", "length": "2M-256",
        "flags": "rx"}, "a": {"origin": 4096, "length": 12, "alias": "0x30"}}, "image-offset": "4K",
        "layout": {"heap": "ram", "load": "flash"}, "stack-size": 512, "features": "+a,-b",
        "emulator": "x {}", "simulator": {"chip": "c", "system": "s"}, "uf2-family-id": "0x1"}"#;
    arbtest::arbtest(|u| {
        let mut bytes = base.as_bytes().to_vec();
        for _ in 0..u.int_in_range(1..=6)? {
            let at = u.choose_index(bytes.len())?;
            match u.int_in_range(0..=3)? {
                0 => bytes[at] = u.arbitrary()?,
                1 => drop(bytes.remove(at)),
                2 => bytes.insert(at, *u.choose(b"{}[]\",:0-9ex")?),
                _ => {
                    let end = (at + u.int_in_range(0..=12)?).min(bytes.len());
                    let copy = bytes[at..end].to_vec();
                    bytes.splice(at..at, copy);
                }
            }
        }
        survives(&bytes);
        Ok(())
    });
}

#[test]
fn no_values_make_it_panic() {
    arbtest::arbtest(|u| {
        let mut object = serde_json::Map::new();
        let parents = ["pico", "riscv-qemu", "esp32c3", "cortex-m4f", "nowhere"];
        object.insert("inherits".into(), vec![*u.choose(&parents)?].into());
        for _ in 0..u.int_in_range(0..=5)? {
            let key = u.choose(KEYS)?.name;
            object.insert(key.into(), value(u, 0)?);
        }
        let text = serde_json::Value::Object(object).to_string();
        survives(text.as_bytes());
        Ok(())
    });
}

/// A JSON value made of what target files are made of.
fn value(u: &mut Unstructured, depth: u32) -> Arbitrary<serde_json::Value> {
    const WORDS: [&str; 24] = [
        "",
        "ram",
        "flash",
        "rx",
        "rwx",
        "0x20000000",
        "256K",
        "4G",
        "2M-256",
        "0xffffffff",
        "riscv32-none",
        "thumbv7em-none-eabihf",
        "thumbv6m-none-eabi",
        "hard",
        "none",
        "fpv5-d16",
        "uart",
        "+m,-a",
        "--defsym=__flash_size=1M",
        "true",
        "targets/pico.ld",
        "a\nb",
        "é",
        "@",
    ];
    const NAMES: [&str; 12] = [
        "ram", "flash", "boot2", "origin", "length", "flags", "alias", "code", "data", "stack",
        "chip", "x",
    ];
    Ok(match u.int_in_range(0..=if depth < 3 { 7 } else { 4 })? {
        0 => serde_json::Value::Null,
        1 => u.arbitrary::<bool>()?.into(),
        2 => u.arbitrary::<i64>()?.into(),
        3 => u.int_in_range(0..=70_000u32)?.into(),
        4 => (*u.choose(&WORDS)?).into(),
        5 => {
            let n = u.int_in_range(0..=3)?;
            (0..n).map(|_| value(u, depth + 1)).collect::<Arbitrary<Vec<_>>>()?.into()
        }
        _ => {
            let n = u.int_in_range(0..=4)?;
            let pair = |_| Ok(((*u.choose(&NAMES)?).to_owned(), value(u, depth + 1)?));
            serde_json::Value::Object((0..n).map(pair).collect::<Arbitrary<_>>()?)
        }
    })
}
