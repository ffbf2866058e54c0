//! `embgo flash` against peers that speak the protocols: the boot loader of Espressif's chips on a
//! pseudo-terminal (`tests/support/esp_rom.py`, which esptool writes to as well), and a folder in
//! place of a UF2 drive.
#![cfg(target_os = "linux")]

#[path = "support/program.rs"]
mod program;

use program::{Embgo, Ended, python, root};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

const CHIP: &str = "esp32c3";
const TARGET: &str = "esp32-c3-devkitm";

/// The boot loader of a chip.
struct Rom {
    child: Child,
    out: BufReader<ChildStdout>,
    port: String,
}

impl Rom {
    fn start(embgo: &Embgo, trouble: &[&str]) -> Rom {
        let mut command = Command::new(python());
        command.arg(root().join("tests/support/esp_rom.py")).arg(CHIP);
        command.arg(embgo.path().join("flash")).args(trouble);
        let mut child =
            command.stdout(Stdio::piped()).spawn().unwrap_or_else(|e| panic!("{e}; `make deps`"));
        let mut out = BufReader::new(child.stdout.take().expect("it is a pipe"));
        let mut port = String::new();
        out.read_line(&mut port).expect("the peer names its terminal");
        Rom { child, out, port: port.trim().to_owned() }
    }

    fn flash(&self, embgo: &Embgo, line: &str) -> Ended {
        let line = format!("flash -target={TARGET} -no-reset -port={} {line}", self.port);
        embgo.run(&line)
    }

    /// Ends the peer and gives the requests it got.
    fn requests(mut self) -> Vec<String> {
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.out.lines().map_while(Result::ok).collect()
    }
}

fn count(requests: &[String], name: &str) -> usize {
    requests.iter().filter(|r| r.split(' ').next() == Some(name)).count()
}

/// An image of more than one region, as a file.
fn image(embgo: &Embgo) -> Vec<u8> {
    let text: String = (0..70_000u64).map(|i| char::from(b'a' + (i * i / 7 % 26) as u8)).collect();
    let source = format!(
        "package main\n\nconst text = \"{text}\"\n\nfunc main() {{\n\tsum := 0\n\t\
         for i := range text {{\n\t\tsum += i * int(text[i])\n\t}}\n\tprintln(sum)\n}}\n"
    );
    let file = embgo.file("big.go", source);
    embgo.run(&format!("build -target={TARGET} -o big.bin {}", file.display())).ok();
    embgo.read("big.bin")
}

#[test]
fn an_esp_is_written_checked_and_skipped() {
    let embgo = Embgo::new();
    let bytes = image(&embgo);
    assert!(bytes.len() > 65536, "{} bytes are one region only", bytes.len());

    let rom = Rom::start(&embgo, &[]);
    let ended = rom.flash(&embgo, "-baud=921600 big.bin");
    let requests = rom.requests();
    assert_eq!(ended.code, 0, "{}\n{requests:?}", ended.stderr);
    assert!(ended.stderr.contains("the chip's MD5 agrees"), "{}", ended.stderr);
    assert_eq!(&embgo.read("flash")[..bytes.len()], &bytes);
    assert_eq!(count(&requests, "deflate_begin"), 2, "{requests:?}");
    assert!(requests.iter().any(|r| r == "change_baud 921600 115200"), "{requests:?}");

    // The same again: nothing is sent.
    let rom = Rom::start(&embgo, &[]);
    let ended = rom.flash(&embgo, "big.bin");
    let requests = rom.requests();
    assert_eq!(ended.code, 0, "{}\n{requests:?}", ended.stderr);
    let wanted = "wrote 0 bytes to the port ";
    assert!(ended.stderr.contains(wanted), "{}", ended.stderr);
    assert!(ended.stderr.contains("were there already"), "{}", ended.stderr);
    assert_eq!(count(&requests, "deflate_data"), 0, "{requests:?}");
}

#[test]
fn an_esp_takes_a_program_and_tells_of_it_as_json() {
    let embgo = Embgo::new();
    let rom = Rom::start(&embgo, &[]);
    let hello = root().join("examples/hello");
    let ended = rom.flash(&embgo, &format!("-json {}", hello.display()));
    drop(rom.requests());
    let lines: Vec<serde_json::Value> =
        ended.ok().lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    let last = lines.last().expect("it told something");
    assert_eq!(last["kind"], "flashed", "{last}");
    assert_eq!(last["checked"], "the chip's MD5 agrees", "{last}");
    assert!(lines.iter().any(|l| l["kind"] == "progress" && l["done"] == l["total"]), "{lines:?}");
    assert_eq!(embgo.read("flash")[0], 0xe9);
}

/// The board is watched afterwards, with the program's own ELF file: a panic is explained.
#[test]
fn the_board_is_watched_after_flashing() {
    let embgo = Embgo::new();
    let source = "package main\n\nvar table [4]int\n\n//go:noinline\nfunc look(i int) int {\n\t\
                  return table[i]\n}\n\nfunc main() {\n\tprintln(look(len(table)))\n}\n";
    let file = embgo.file("panics.go", source);
    let line = format!("build -target={TARGET} -o panics.elf {}", file.display());
    embgo.run(&line).ok();
    let mut run = embgo.command(&format!("run -target={TARGET} -for=40ms panics.elf"));
    let said = run.env("EMBGO_PYTHON", python()).output().expect("embgo starts").stdout;
    assert!(String::from_utf8_lossy(&said).contains("trace: 0x"), "{said:?}");
    embgo.file("said", [&said[..], b"the end\n"].concat());
    let says = format!("says={}", embgo.path().join("said").display());
    let rom = Rom::start(&embgo, &[&says]);
    let ended = rom.flash(&embgo, "-monitor -until=end -for=20s -log=log.txt panics.go");
    drop(rom.requests());
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(ended.stdout.ends_with("the end\n"), "{}", ended.stdout);
    assert!(ended.stderr.contains("the chip's MD5 agrees"), "{}", ended.stderr);
    assert!(ended.stderr.contains("panics.go:7"), "{}", ended.stderr);
    let log = String::from_utf8(embgo.read("log.txt")).expect("text");
    assert!(log.contains("the end\n") && log.contains("panics.go:7"), "{log}");

    // What is said does not come.
    let rom = Rom::start(&embgo, &[]);
    let ended = rom.flash(&embgo, "-monitor -until=end -for=1s panics.elf");
    drop(rom.requests());
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert!(ended.stderr.contains("did not come"), "{}", ended.stderr);
}

/// An application lies behind the boot loader and the partition table, which stay.
#[test]
fn an_application_goes_to_its_own_place() {
    let embgo = Embgo::new();
    let hello = root().join("examples/hello");
    let target = format!("{TARGET}-app");
    embgo.run(&format!("build -target={target} -o app.bin {}", hello.display())).ok();
    let app = embgo.read("app.bin");
    embgo.file("flash", vec![0x55; 0x20000]);
    let rom = Rom::start(&embgo, &[]);
    let line = format!("flash -target={target} -no-reset -port={} {}", rom.port, hello.display());
    let ended = embgo.run(&line);
    drop(rom.requests());
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let flash = embgo.read("flash");
    assert_eq!(flash[0x10000..0x10000 + app.len()], app);
    assert!(flash[..0x10000].iter().all(|b| *b == 0x55));
}

/// What a flash that goes wrong says.
fn trouble(trouble: &[&str], line: &str) -> String {
    let embgo = Embgo::new();
    image(&embgo);
    let rom = Rom::start(&embgo, trouble);
    let ended = rom.flash(&embgo, line);
    drop(rom.requests());
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert!(!ended.stderr.contains("wrote "), "{}", ended.stderr);
    ended.stderr
}

#[test]
fn a_damaged_write_is_noticed() {
    let says = trouble(&["corrupt"], "big.bin");
    assert!(says.contains("what is in the chip's flash is not what was written"), "{says}");
}

#[test]
fn a_line_that_drops_is_an_error() {
    let says = trouble(&["hangup=2"], "big.bin");
    assert!(says.contains("incomplete: repeat") || says.contains("writing over"), "{says}");
}

/// Ctrl-C while a block is on its way.
#[test]
fn ctrl_c_says_that_the_flash_is_incomplete() {
    let embgo = Embgo::new();
    image(&embgo);
    let rom = Rom::start(&embgo, &["stop=1"]);
    let line = format!("flash -target={TARGET} -no-reset -port={} -json big.bin", rom.port);
    let mut command = embgo.command(&line);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("embgo starts");
    let mut out = BufReader::new(child.stdout.take().expect("it is a pipe"));
    let mut line = String::new();
    while !line.contains("\"progress\"") {
        line.clear();
        assert!(out.read_line(&mut line).expect("text") > 0, "it ended before it wrote");
    }
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.expect("kill is there").success());
    let rest: Vec<String> = out.lines().map_while(Result::ok).collect();
    assert_eq!(child.wait().expect("it ends").code(), Some(130), "{rest:?}");
    drop(rom.requests());
    let incomplete = "interrupted: the board's flash is incomplete";
    assert!(rest.last().is_some_and(|l| l.contains(incomplete)), "{rest:?}");
}

#[test]
fn a_chip_that_is_silent_is_an_error() {
    let says = trouble(&["silent"], "big.bin");
    assert!(says.contains("does not answer. Hold BOOT"), "{says}");
}

#[test]
fn the_wrong_chip_is_refused() {
    let embgo = Embgo::new();
    let rom = Rom::start(&embgo, &[]);
    let hello = root().join("examples/hello");
    let line =
        format!("flash -target=xiao-esp32s3 -no-reset -port={} {}", rom.port, hello.display());
    let ended = embgo.run(&line);
    assert_eq!(count(&rom.requests(), "deflate_begin"), 0);
    assert_eq!(ended.code, 1);
    let wanted = "is an ESP32C3, and the target is for an ESP32S3";
    assert!(ended.stderr.contains(wanted), "{}", ended.stderr);
}

/// The peer is not only ours: esptool writes to it and reads it back.
#[test]
fn esptool_speaks_with_the_same_peer() {
    let embgo = Embgo::new();
    let bytes = image(&embgo);
    let esptool = python().with_file_name("esptool");
    for command in ["write-flash 0x0 big.bin", &format!("read-flash 0x0 {} back.bin", bytes.len())]
    {
        let rom = Rom::start(&embgo, &[]);
        let mut esptool = Command::new(&esptool);
        esptool.args(["--chip", CHIP, "--port", &rom.port]);
        esptool.args(["--before", "no-reset", "--after", "no-reset"]);
        esptool.args(command.split(' ')).current_dir(embgo.path());
        let output = esptool.output().unwrap_or_else(|e| panic!("esptool: {e}; `make deps`"));
        let requests = rom.requests();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}\n{requests:?}");
    }
    assert_eq!(&embgo.read("flash")[..bytes.len()], &bytes);
    assert_eq!(embgo.read("back.bin"), bytes);
}

/// A folder that looks like the drive of a UF2 boot loader.
fn drive(embgo: &Embgo, board: &str) -> PathBuf {
    let info = format!("UF2 Bootloader v1.0\r\nModel: a test\r\nBoard-ID: {board}\r\n");
    embgo.file("drive/INFO_UF2.TXT", info);
    embgo.path().join("drive")
}

/// Takes what is copied to the drive and then makes it vanish, as the boot loader does.
fn boot_loader(drive: &Path, size: u64) -> std::thread::JoinHandle<Vec<u8>> {
    let drive = drive.to_owned();
    std::thread::spawn(move || {
        let file = drive.join("firmware.uf2");
        let end = Instant::now() + Duration::from_secs(60);
        while std::fs::metadata(&file).map_or(0, |m| m.len()) < size && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(20));
        }
        let bytes = std::fs::read(&file).unwrap_or_default();
        std::fs::remove_dir_all(&drive).expect("the drive goes");
        bytes
    })
}

#[test]
fn a_uf2_drive_takes_the_firmware() {
    let embgo = Embgo::new();
    let hello = root().join("examples/hello");
    embgo.run(&format!("build -target=pico -o hello.uf2 {}", hello.display())).ok();
    let bytes = embgo.read("hello.uf2");
    for program in ["hello.uf2", &hello.display().to_string()] {
        let drive = drive(&embgo, "RPI-RP2");
        let taken = boot_loader(&drive, bytes.len() as u64);
        let ended = embgo.run(&format!("flash -target=pico -port=drive {program}"));
        assert_eq!(taken.join().expect("the boot loader ends"), bytes);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        assert!(ended.stderr.contains("the boot loader took it and restarted"), "{}", ended.stderr);
    }
}

#[test]
fn a_drive_of_another_board_is_refused() {
    let embgo = Embgo::new();
    drive(&embgo, "NRF52840-Feather");
    let ended = embgo.run("flash -target=pico -port=drive .");
    let wanted = "says Board-ID \"NRF52840-Feather\", and RPI-RP2 is wanted";
    assert_eq!((ended.code, ended.stderr.contains(wanted)), (1, true), "{}", ended.stderr);
}

#[test]
fn firmware_for_another_family_is_refused() {
    let embgo = Embgo::new();
    drive(&embgo, "RPI-RP2");
    let hello = root().join("examples/hello");
    embgo.run(&format!("build -target=pico -o hello.uf2 {}", hello.display())).ok();
    let mut bytes = embgo.read("hello.uf2");
    // The family of the RP2350 in each block.
    bytes.chunks_mut(512).for_each(|b| b[28..32].copy_from_slice(&0xe48b_ff59u32.to_le_bytes()));
    embgo.file("other.uf2", bytes);
    let ended = embgo.run("flash -target=pico -port=drive other.uf2");
    let wanted = "it is for the UF2 family 0xe48bff59, and pico is of the family 0xe48bff56";
    assert_eq!((ended.code, ended.stderr.contains(wanted)), (1, true), "{}", ended.stderr);
}

#[test]
fn a_drive_that_never_appears_is_told() {
    let embgo = Embgo::new();
    let ended = embgo.run("flash -target=pico -wait=200ms .");
    let wanted = "no drive called RPI-RP2 appeared";
    assert_eq!((ended.code, ended.stderr.contains(wanted)), (1, true), "{}", ended.stderr);
}

/// The file cannot grow beyond what the drive can hold: here, beyond a limit of the process.
#[test]
fn a_drive_that_takes_a_part_is_an_error() {
    let embgo = Embgo::new();
    drive(&embgo, "RPI-RP2");
    let hello = root().join("examples/hello");
    embgo.run(&format!("build -target=pico -o hello.uf2 {}", hello.display())).ok();
    // /dev/full takes nothing, as a drive that was pulled out.
    std::os::unix::fs::symlink("/dev/full", embgo.path().join("drive/firmware.uf2"))
        .expect("a link");
    let ended = embgo.run("flash -target=pico -port=drive hello.uf2");
    let wanted = "took only a part of the firmware";
    assert_eq!((ended.code, ended.stderr.contains(wanted)), (1, true), "{}", ended.stderr);
}

#[test]
fn a_command_of_the_target_runs_without_a_shell() {
    let embgo = Embgo::new();
    let target = r#"{ "inherits": ["cortex-m-qemu"], "flash-command": "cp {hex} 'a file.hex'" }"#;
    embgo.file("board.json", target);
    let hello = root().join("examples/hello");
    let ended = embgo.run(&format!("flash -target=./board.json {}", hello.display()));
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert_eq!(embgo.read("a file.hex")[0], b':');
}

/// A board whose port is opened at 1200 bits a second starts its boot loader, which the command waits for;
/// a command that names the port speaks to the board itself.
#[test]
#[cfg(target_os = "linux")]
fn a_board_is_asked_for_its_boot_loader_before_the_command() {
    let embgo = Embgo::new();
    let hello = root().join("examples/hello");
    let flash = |touch: &str, command: &str| {
        let board = format!(
            r#"{{ "inherits": ["cortex-m-qemu"], "flash-1200-bps-reset": "{touch}", "flash-command": "{command}" }}"#
        );
        embgo.file("board.json", board);
        // Opened, this is a terminal that nobody is at.
        let line = format!("flash -target=./board.json -port=/dev/ptmx {}", hello.display());
        let ended = embgo.run(&line);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        ended.stderr.contains("asking the board on /dev/ptmx for its boot loader")
    };
    assert!(flash("true", "cp {hex} a.hex"));
    assert!(!flash("false", "cp {hex} a.hex"));
    assert!(!flash("true", "echo {hex} {port}"));
}

#[test]
fn what_cannot_be_flashed_says_so() {
    let embgo = Embgo::new();
    let says = |line: &str| {
        let ended = embgo.run(line);
        assert_eq!(ended.code, 1, "{line}: {}", ended.stderr);
        ended.stderr
    };
    let text = says("flash -target=cortex-m-qemu .");
    assert!(text.contains("names no \"flash-method\""), "{text}");
    let text = says("flash -target=pico -method=esp .");
    assert!(text.contains("is no chip of Espressif's"), "{text}");
    let text = says("flash -target=pico nothing.uf2");
    assert!(text.contains("cannot flash nothing.uf2"), "{text}");
    let text = says(&format!("flash -target={TARGET} -port=/dev/nowhere ."));
    assert!(text.contains("the port /dev/nowhere: there is none of that name"), "{text}");
}

/// All ways that a target has are tried, and of each is said why it is not possible.
#[test]
fn every_way_that_was_tried_is_told() {
    let embgo = Embgo::new();
    let says = |line: &str| {
        let ended = embgo.run(line);
        assert_eq!(ended.code, 1, "{line}: {}", ended.stderr);
        ended.stderr
    };
    let text = says("flash -target=pico -wait=3s .");
    assert!(text.contains("waiting for the board"), "{text}");
    let ways = [
        "\n  picoboot: no USB device 2e8a:0003 appeared",
        "\n  volume: no drive called RPI-RP2 appeared",
        "\n  probe: no debug probe is connected",
        "\nHold the board's BOOT button",
    ];
    let places: Vec<_> = ways.iter().map(|w| text.find(w)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{text}");
    let text = says("flash -target=stm32f4disco -wait=0s .");
    let (probe, dfu) = (text.find("probe: no debug"), text.find("dfu: no USB device in DFU"));
    assert!(probe.is_some() && probe < dfu, "{text}");
    // What cannot come by itself is not waited for.
    let text = says("flash -target=nrf52840-dk -wait=100s .");
    assert!(text.contains("no debug probe is connected") && !text.contains("waited"), "{text}");
}

/// A board of the user's names its ways as TinyGo does, or as a list.
#[test]
fn a_target_names_its_ways() {
    let embgo = Embgo::new();
    for (methods, wanted) in [
        (r#""dfu""#, "dfu, probe"),
        (r#"["probe", "dfu"]"#, "probe, dfu"),
        (r#"["command", "msd", "openocd"]"#, "command, volume, probe"),
    ] {
        let board = format!(r#"{{ "inherits": ["stm32f407"], "flash-method": {methods} }}"#);
        embgo.file("board.json", board);
        let text = embgo.run("info -target=./board.json").ok();
        let line = text.lines().find(|l| l.starts_with("flashed by")).unwrap_or("");
        assert_eq!(line.trim_start_matches("flashed by").trim(), wanted, "{text}");
    }
    embgo.file("board.json", r#"{ "inherits": ["stm32f407"], "flash-method": "carrier-pigeon" }"#);
    let ended = embgo.run("flash -target=./board.json .");
    let wanted = "has the \"flash-method\" \"carrier-pigeon\", which embgo does not know";
    assert_eq!((ended.code, ended.stderr.contains(wanted)), (1, true), "{}", ended.stderr);
}

#[test]
fn flags_that_no_way_fits_are_told() {
    let embgo = Embgo::new();
    embgo.file("drive/x", "");
    let says = |line: &str| {
        let ended = embgo.run(line);
        assert_eq!(ended.code, 1, "{line}: {}", ended.stderr);
        ended.stderr
    };
    let text = says("flash -target=pico -method=volume -erase .");
    assert!(text.contains("-erase is not possible this way: volume does not erase"), "{text}");
    let text = says("flash -target=esp32-c3-devkitm -port=usb:1-2 .");
    assert!(text.contains("-port=usb:1-2 names a USB device, which is of no use for"), "{text}");
    let text = says("flash -target=stm32f4disco -method=probe -port=drive .");
    assert!(text.contains("-port=drive names a folder"), "{text}");
    let text = says("flash -target=pico -port=usb:7-7 -wait=0s .");
    assert!(text.contains("no USB device 2e8a:0003") && !text.contains("probe"), "{text}");
}

#[test]
fn damaged_firmware_never_panics() {
    let embgo = Embgo::new();
    let pieces: [&[u8]; 5] = [b"UF2\n", b"\x7fELF", b":10", b"\xe9\x03\x02\x2f", b""];
    for (i, piece) in pieces.iter().enumerate() {
        for name in ["uf2", "elf", "hex", "bin"] {
            let file = format!("bad{i}.{name}");
            embgo.file(&file, piece);
            let ended = embgo.run(&format!("flash -target=pico -dry-run -wait=0s {file}"));
            assert_eq!(ended.code, 1, "{file}: {}", ended.stderr);
            assert!(!ended.stderr.contains("internal compiler error"), "{file}: {}", ended.stderr);
        }
    }
}
