//! Tests of the Go code in `runtime-stubs/` that needs no device: the runtime's text, maps and
//! messages, and the soft-float routines bit by bit, all against the host's own Go. They are Go
//! tests, in `tests/data/host_go/<package>/`, which run beside a copy of the package's files.

#[path = "support/program.rs"]
mod program;

use std::path::{Path, PathBuf};
use std::process::Command;

/// The `go` program to test with, if there is one.
fn go() -> Option<PathBuf> {
    let root = std::env::var_os("EMBGO_TEST_GOROOT").map(|r| Path::new(&r).join("bin/go"));
    let venv = Path::new(env!("CARGO_MANIFEST_DIR")).join(".venv/bin/go");
    root.into_iter().chain([venv]).find(|p| p.exists()).or_else(|| which::which("go").ok())
}

/// Runs the Go tests of one package. `files` are the package's files without a target's; `arch` is
/// the architecture to test on, where it matters.
fn check(package: &str, name: &str, files: &[&str], arch: Option<&str>) {
    let Some(go) = go() else {
        panic!("no Go found: set EMBGO_TEST_GOROOT, or install it in .venv (make deps)");
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("go.mod"), "module hosttest\n\ngo 1.24\n").unwrap();
    let target = dir.path().join(name);
    std::fs::create_dir(&target).unwrap();
    for file in files {
        let from = root.join("runtime-stubs").join(package).join(file);
        // The host's own runtime gives these symbols to its package weak.
        let text = std::fs::read_to_string(&from).unwrap();
        let ours = |line: &&str| !(line.starts_with("//go:linkname ") && line.contains(" weak."));
        let lines: Vec<&str> = text.lines().filter(ours).collect();
        std::fs::write(target.join(file), lines.join("\n")).unwrap();
    }
    for entry in std::fs::read_dir(root.join("tests/data/host_go").join(name)).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), target.join(entry.file_name())).unwrap();
    }
    go_test(&go, dir.path(), name, "gc.leaking", arch);
}

/// Runs the tests of a folder of the module in `dir`.
fn go_test(go: &Path, dir: &Path, name: &str, tags: &str, arch: Option<&str>) {
    let mut command = Command::new(go);
    command
        .args(["test", "-vet=off", &format!("-tags={tags}"), &format!("./{name}")])
        .current_dir(dir);
    command.env("GOTOOLCHAIN", "local").env("GOFLAGS", "").env("GOWORK", "off");
    command.env("CGO_ENABLED", "0");
    if let Some(arch) = arch {
        command.env("GOARCH", arch);
    }
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn builtins_match_the_processor() {
    let files =
        ["bits.go", "convert.go", "div.go", "float32.go", "float64.go", "gcc.go", "wide.go"];
    check("internal/builtins", "builtins", &files, None);
}

/// The words of the runtime's structures are 32 bits, so this runs as a program of the 32-bit
/// architecture that the host's processor has too.
#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn runtime_matches_go() {
    let files = [
        "alloc.go",
        "alloc_leaking.go",
        "chan.go",
        "console_direct.go",
        "error.go",
        "g.go",
        "gc_stopping.go",
        "halt.go",
        "hash.go",
        "iface.go",
        "map.go",
        "mapiter.go",
        "noreset.go",
        "panic.go",
        "print.go",
        "printfloat.go",
        "sched.go",
        "select.go",
        "slice.go",
        "string.go",
        "timer.go",
        "type.go",
    ];
    check("runtime", "runtime", &files, Some("386"));
}

/// The USB device's protocol and the controller of the nRF52840 and nRF52833, whose registers a model
/// stands for: it is told of each access, and fetches packets itself by addresses of 32 bits.
#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn usb_device_of_the_nrf52() {
    for (chip, anomalies) in [
        ("nrf52840", "const has171, has199, has223 = true, true, false"),
        ("nrf52833", "const has171, has199, has223 = false, false, true"),
    ] {
        usb_device(chip, anomalies);
    }
}

/// Both have anomaly 187.
fn usb_device(chip: &str, anomalies: &str) {
    let module = Module::new();
    for file in [
        "usb.go",
        "usb_descriptors.go",
        "usb_serial.go",
        "usb_hid.go",
        "usb_port.go",
        "usb_nrf52.go",
        &format!("usb_{chip}.go"),
        "ring.go",
    ] {
        module.stub(&format!("machine/{file}"), "usb");
    }
    for file in ["nrf.go", "nrf52.go", "nrf52_usb.go"] {
        module.stub(&format!("device/nrf/{file}"), "nrf");
    }
    let text = format!("package machine\n\n{anomalies}\n");
    std::fs::write(module.dir.path().join("usb/anomalies_test.go"), text).unwrap();
    for file in ["elsewhere_test.go", "model_test.go", "usb_test.go", "power_test.go"] {
        module.copy(&module.tests.join("usb").join(file), "usb");
    }
    module.watched("usb/volatile/volatile.go");
    module.test("usb", &format!("nrf,nrf52,{chip}"));
}

/// A Go module of copies of our packages, and of models of controllers, which are told of each access to
/// registers.
struct Module {
    go: PathBuf,
    dir: tempfile::TempDir,
    tests: PathBuf,
}

impl Module {
    fn new() -> Module {
        let go =
            go().expect("no Go found: set EMBGO_TEST_GOROOT, or install it in .venv (make deps)");
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("go.mod"), "module hosttest\n\ngo 1.24\n").unwrap();
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/host_go");
        Module { go, dir, tests }
    }

    /// Copies a file into a folder of the module, whose packages it uses.
    fn copy(&self, from: &Path, to: &str) {
        let text = std::fs::read_to_string(from).expect("the file is there");
        let text = text.replace("\"device/", "\"hosttest/");
        let text = text.replace("\"runtime/volatile\"", "\"hosttest/volatile\"");
        let text = text.replace("\"runtime/interrupt\"", "\"hosttest/interrupt\"");
        let folder = self.dir.path().join(to);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(from.file_name().expect("a name")), text).unwrap();
    }

    /// Copies a file of our packages.
    fn stub(&self, from: &str, to: &str) {
        self.copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime-stubs").join(from), to);
    }

    /// Adds the packages that tell models of accesses and call interrupt handlers.
    fn watched(&self, volatile: &str) {
        self.copy(&self.tests.join(volatile), "volatile");
        self.copy(&self.tests.join("usb/interrupt/interrupt.go"), "interrupt");
    }

    /// Runs the tests of a folder. Controllers that fetch data themselves have addresses of 32 bits.
    fn test(&self, name: &str, tags: &str) {
        go_test(&self.go, self.dir.path(), name, tags, Some("386"));
    }
}

/// A test of files of package machine with models of the chip's peripherals. `models` are the tests,
/// below `host_go`.
fn with_model(tags: &str, machine: &[&str], (device, files): (&str, &[&str]), models: &[&str]) {
    let module = Module::new();
    machine.iter().for_each(|file| module.stub(&format!("machine/{file}"), "machine"));
    files.iter().for_each(|file| module.stub(&format!("device/{device}/{file}"), device));
    models.iter().for_each(|file| module.copy(&module.tests.join(file), "machine"));
    module.watched("watched/volatile.go");
    module.copy(&module.tests.join("riscv/riscv.go"), "riscv");
    module.test("machine", tags);
}

/// I2C targets, with models of the controllers and of the one who asks.
#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn i2c_targets() {
    for (chip, device, files) in [
        ("rp2040", "rp", &["rp2040.go", "rp2040_buses.go"][..]),
        ("stm32f4", "stm32", &["stm32f4.go", "stm32f4_buses.go"]),
        ("nrf52", "nrf", &["nrf.go", "nrf52.go"]),
        ("esp", "esp", &["esp.go", "esp32s3.go", "esp_buses.go"]),
        ("imxrt106x", "nxp", &["imxrt106x.go", "imxrt106x_buses.go"]),
    ] {
        with_model(
            &format!("{chip},nrf,esp32s3"),
            &["i2c_target.go", &format!("machine_{chip}_i2c_target.go")],
            (device, files),
            &["i2c_target/controller_test.go", &format!("i2c_target/{chip}/model_test.go")],
        );
    }
}

/// The order in which the STM32F4's flash memory wants to be told what to do.
#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn flash_of_the_stm32f4() {
    let files = ["stm32f4.go", "stm32f4_buses.go"];
    let model = ["flash_stm32f4/model_test.go"];
    with_model("stm32f4", &["machine_stm32f4_flash.go"], ("stm32", &files), &model);
}

/// The flash chip of the i.MX RT1060 and RT1064: commands, caches, what nobody may read meanwhile.
#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn flash_of_the_imxrt106x() {
    let machine = ["flash.go", "machine_imxrt106x_flash.go"];
    let model = ["flash_imxrt106x/model_test.go"];
    with_model("imxrt106x", &machine, ("nxp", &["imxrt106x_flexspi.go"]), &model);
}

/// What the ESP32-S3's and ESP32-C3's flash chips are told, and what the block device is made of.
#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn flash_of_the_esp32() {
    for chip in ["esp32s3", "esp32c3"] {
        let machine =
            ["flash.go", "flash_sure.go", "machine_esp_flash.go", "machine_esp_flash_area.go"];
        let chip_file = format!("{chip}.go");
        let files = ["esp.go", "esp_buses.go", "esp_flash.go", &chip_file];
        let model = ["flash_esp/model_test.go"];
        with_model(&format!("esp,{chip}"), &machine, ("esp", &files), &model);
    }
}

/// What the flash chip beside the FE310 is told, and what the bus is left as.
#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn flash_of_the_fe310() {
    let model = ["flash_fe310/model_test.go"];
    with_model("fe310", &["machine_fe310_flash.go"], ("sifive", &["fe310.go"]), &model);
}

/// The converters of the i.MX RT1060: calibration, channels and pads.
#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn adc_of_the_imxrt106x() {
    let files = ["imxrt106x.go", "imxrt106x_adc.go"];
    let machine = ["machine.go", "adc.go", "machine_imxrt106x.go", "machine_imxrt106x_adc.go"];
    let model = ["adc_imxrt106x/model_test.go"];
    with_model("imxrt106x", &machine, ("nxp", &files), &model);
}

/// The generator of random numbers of the i.MX RT1060: its set-up, tests that fail, interrupts.
#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn random_numbers_of_the_imxrt106x() {
    let files = ["imxrt106x.go", "imxrt106x_trng.go"];
    let machine = ["machine.go", "machine_imxrt106x.go", "machine_imxrt106x_rng.go"];
    let model = ["rng_imxrt106x/model_test.go"];
    with_model("imxrt106x", &machine, ("nxp", &files), &model);
}

/// CAN on the i.MX RT1060: frames, filters, errors, speeds and pads.
#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn can_of_the_imxrt106x() {
    let files = ["imxrt106x.go", "imxrt106x_can.go"];
    let machine =
        ["machine.go", "pin.go", "can.go", "machine_imxrt106x.go", "machine_imxrt106x_can.go"];
    let model = ["can_imxrt106x/model_test.go"];
    with_model("imxrt106x", &machine, ("nxp", &files), &model);
}

/// The USB device's protocol and the controller of the i.MX RT1060, with its queues in memory.
#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn usb_device_of_the_imxrt106x() {
    let files = ["imxrt106x.go", "imxrt106x_usb.go"];
    let machine = [
        "ring.go",
        "usb.go",
        "usb_descriptors.go",
        "usb_hid.go",
        "usb_port.go",
        "usb_serial.go",
        "usb_imxrt106x.go",
    ];
    let models = [
        "usb/elsewhere_test.go",
        "usb/control_test.go",
        "usb/usb_test.go",
        "usb_imxrt106x/model_test.go",
        "usb_imxrt106x/device_test.go",
    ];
    with_model("imxrt106x", &machine, ("nxp", &files), &models);
}

/// I2C and SPI of the i.MX RT1060: transfers, speeds, clocks and pads.
#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn buses_of_the_imxrt106x() {
    let files = ["imxrt106x.go", "imxrt106x_buses.go"];
    for bus in ["i2c", "spi"] {
        let (shared, own) = (format!("{bus}.go"), format!("machine_imxrt106x_{bus}.go"));
        let mut machine =
            vec!["machine.go", "machine_imxrt106x.go", "i2c.go", "i2c_target.go", &shared, &own];
        if bus == "spi" {
            machine.push("spi_bytes.go");
            // i2c.go has the constant MHz, and methods of the bus.
            machine.push("machine_imxrt106x_i2c.go");
        }
        let model = format!("{bus}_imxrt106x/model_test.go");
        with_model("imxrt106x", &machine, ("nxp", &files), &[&model]);
    }
}

/// The USB device's protocol and the controller DWC2, whose registers a model stands for.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn usb_device_of_dwc2(chip: &str, own: &[&str], (device, files): (&str, &[&str])) {
    let module = Module::new();
    let shared =
        ["usb.go", "usb_descriptors.go", "usb_serial.go", "usb_hid.go", "usb_dwc2.go", "ring.go"];
    let machine = shared.iter().chain(own);
    machine.for_each(|file| module.stub(&format!("machine/{file}"), "usb"));
    module.stub("device/dwc2/dwc2.go", "dwc2");
    files.iter().for_each(|file| module.stub(&format!("device/{device}/{file}"), device));
    for file in ["elsewhere_test.go", "control_test.go", "usb_test.go"] {
        module.copy(&module.tests.join("usb").join(file), "usb");
    }
    module.copy(&module.tests.join("usb_dwc2/model_test.go"), "usb");
    module.copy(&module.tests.join(format!("usb_dwc2/{chip}_test.go")), "usb");
    module.watched("usb/volatile/volatile.go");
    module.test("usb", chip);
}

#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn usb_device_of_the_stm32f4() {
    let files = ["stm32f4.go", "stm32f4_buses.go"];
    usb_device_of_dwc2("stm32f4", &["usb_port.go", "usb_stm32f4.go"], ("stm32", &files));
}

#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn usb_device_of_the_esp32s3() {
    let own = ["usb_esp32s3.go", "usb_esp32s3_port.go", "machine_esp_usb.go"];
    let files = ["esp.go", "esp_buses.go", "esp32s3.go"];
    usb_device_of_dwc2("esp32s3", &own, ("esp", &files));
}

/// What espefuse says of the first converter in a block of eFuses: the codes for ground and the points, of
/// the four attenuations.
fn adc_fuses(dir: &Path, chip: &str, block: &[u8]) -> (Vec<String>, Vec<String>) {
    let at = |name: &str| dir.join(name).display().to_string();
    std::fs::write(at("block"), block).unwrap();
    let _ = std::fs::remove_file(at("fuses"));
    let tool = program::python().with_file_name("espefuse");
    let mut command = Command::new(tool);
    command.args(["--chip", chip, "--virt", "--do-not-confirm", "--path-efuse-file", &at("fuses")]);
    command.args(["burn-block-data", "BLOCK2", &at("block"), "adc-info"]);
    let output = command.output().unwrap_or_else(|e| panic!("espefuse: {e}; `make deps`"));
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && told.contains("Block version: 100"), "{told}");
    let told = told.split("ADC2:").next().expect("a part");
    let of = |name: &str| -> Vec<String> {
        let lines = told.lines().filter(|l| l.starts_with(name));
        let numbers = lines.filter_map(|l| l.split('=').nth(1));
        numbers.map(|n| n.trim().to_owned()).take(4).collect()
    };
    (of("INIT_CODE_ATTEN"), of("CAL_VOL_ATTEN"))
}

/// The converters of the ESP32-C3 and ESP32-S3 with and without calibration in the eFuses.
#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn adc_of_the_esp32() {
    for chip in ["esp32c3", "esp32s3"] {
        let dir = tempfile::tempdir().unwrap();
        let mut text = "package machine\n\nvar burnt = []fuses{\n".to_owned();
        let mut seed = 1_u32;
        for _ in 0..4 {
            let mut block = [0_u8; 32];
            for byte in &mut block {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *byte = (seed >> 24) as u8;
            }
            // Version 1.
            block[16] = block[16] & !3 | 1;
            let (codes, points) = adc_fuses(dir.path(), chip, &block);
            assert_eq!((codes.len(), points.len()), (4, 4), "{codes:?} {points:?}");
            let words = block.chunks(4).map(|w| u32::from_le_bytes(w.try_into().unwrap()));
            let words: Vec<String> = words.map(|w| w.to_string()).collect();
            let list = |of: &[String]| format!("[{}]uint32{{{}}}", of.len(), of.join(", "));
            let fields = [list(&words), list(&codes), list(&points)];
            text += &format!("\t{{{}}},\n", fields.join(", "));
        }
        text += "}\n";
        let burnt = dir.path().join("burnt_test.go");
        std::fs::write(&burnt, text).unwrap();
        let machine = ["adc.go", "machine_esp_adc.go", &format!("machine_{chip}_adc.go")];
        let chip_file = format!("{chip}.go");
        let files = ["esp.go", "esp_buses.go", &chip_file];
        let own = format!("adc_esp/{chip}_test.go");
        let models = ["adc_esp/model_test.go", &own, &burnt.display().to_string()];
        with_model(&format!("esp,{chip}"), &machine, ("esp", &files), &models);
    }
}
