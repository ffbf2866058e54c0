//! The program from outside: flags, messages, exit codes.

use std::path::Path;
use std::process::{Command, Output};

/// A command in a folder of its own, with nothing of this computer's settings.
struct Embgo {
    dir: tempfile::TempDir,
}

impl Embgo {
    fn new() -> Embgo {
        Embgo { dir: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_embgo"));
        command.args(line.split_whitespace()).current_dir(self.path());
        for name in ["EMBGO_LLVM", "EMBGO_PYTHON", "VIRTUAL_ENV", "GOROOT", "XDG_CACHE_HOME"] {
            command.env_remove(name);
        }
        command.env("HOME", self.path()).env("EMBGO_CACHE", self.path().join("cache"));
        command
    }

    fn run(&self, line: &str) -> Ended {
        Ended::of(self.command(line).output().unwrap())
    }

    /// Without any program that could be found on the `PATH`.
    fn run_alone(&self, line: &str) -> Ended {
        Ended::of(self.command(line).env("PATH", "").output().unwrap())
    }
}

#[derive(Debug)]
struct Ended {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Ended {
    fn of(output: Output) -> Ended {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let code = output.status.code().expect("ended by itself");
        Ended { code, stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    #[track_caller]
    fn ok(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.stdout
    }

    #[track_caller]
    fn fails(self, code: i32, message: &str) -> Ended {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.stderr.contains(message), "{message:?} is not in {self:?}");
        assert!(!self.stderr.contains("internal compiler error"), "{self:?}");
        self
    }
}

const COMMANDS: [&str; 14] = [
    "build",
    "run",
    "flash",
    "ports",
    "probes",
    "targets",
    "info",
    "layout",
    "size",
    "env",
    "doctor",
    "clean",
    "version",
    "completions",
];

#[test]
fn every_command_has_help_with_an_example() {
    let embgo = Embgo::new();
    let all = embgo.run("help").ok();
    assert!(all.contains("Example"), "{all}");
    for command in COMMANDS {
        assert!(all.contains(&format!("\n  {command} ")), "{command} is not in\n{all}");
        for line in [format!("{command} -h"), format!("help {command}"), format!("{command} -help")]
        {
            let help = embgo.run(&line).ok();
            assert!(help.contains("Usage: embgo"), "{help}");
            assert!(help.contains(&format!("\n  embgo {command}")), "no example in\n{help}");
        }
    }
}

#[test]
fn commands_that_make_no_sense_are_usage_errors() {
    let embgo = Embgo::new();
    embgo.run("").fails(2, "Usage: embgo <COMMAND>");
    embgo.run("biuld").fails(2, "'build'");
    embgo.run("build -taget=pico").fails(2, "'--target'");
    embgo.run("build -opt=3").fails(2, "[possible values: 0, 1, 2, s, z]");
    embgo.run("build -gc=fast").fails(2, "[possible values: slab, incremental, leaking, none]");
    // Names that only TinyGo has are taken, and not shown.
    let line = "build -gc=conservative -scheduler=cores -target=cortex-m-qemu missing.go";
    embgo.run(line).fails(1, "missing.go");
    embgo.run("build -panic").fails(2, "a value is required");
    embgo.run("run -timeout=soon").fails(2, "write 10s, 500ms or 1m30s");
    embgo.run("info pico -target=pico").fails(2, "cannot be used with");
    embgo.run("env NONSENSE").fails(1, "there is no setting NONSENSE");
}

#[test]
fn flags_of_both_kinds_mean_the_same() {
    let embgo = Embgo::new();
    let text = embgo.run("info --target=pico --json").ok();
    for line in ["info -target=pico -json", "info -target pico -json", "info -json pico"] {
        assert_eq!(embgo.run(line).ok(), text);
    }
}

#[test]
fn targets_are_listed() {
    let embgo = Embgo::new();
    let text = embgo.run("targets").ok();
    assert!(text.starts_with("TARGET"), "{text}");
    assert!(text.contains("\npico "), "{text}");
    let json = embgo.run("targets -json").ok();
    assert_eq!(json.lines().count() + 1, text.lines().count());
    for line in json.lines() {
        let target: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(target["name"].is_string() && target["flash"].is_u64(), "{line}");
    }
}

#[test]
fn unknown_targets_are_told_with_what_was_meant() {
    let embgo = Embgo::new();
    embgo.run("info -target=pcio").fails(1, "did you mean pico?");
    embgo.run("info").fails(1, "no target given");
    embgo.run("layout -target=./none.json").fails(1, "none.json");
    let ended = embgo.run("info -target=pcio -json").fails(1, "");
    let line: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!((line["kind"].as_str(), ended.stderr.as_str()), (Some("error"), ""));
}

#[test]
fn boards_of_ones_own_work_from_any_folder() {
    let embgo = Embgo::new();
    let board = r#"{ "inherits": ["pico"], "description": "my board" }"#;
    std::fs::write(embgo.path().join("mine.json"), board).unwrap();
    assert!(embgo.run("info -target=./mine.json").ok().contains("my board"));
    let sub = embgo.path().join("sub");
    std::fs::create_dir(&sub).unwrap();
    let output = embgo.command("info ../mine.json").current_dir(&sub).output().unwrap();
    assert!(Ended::of(output).ok().contains("my board"));
}

#[test]
fn layout_shows_regions_and_the_script() {
    let embgo = Embgo::new();
    let text = embgo.run("layout -target=pico").ok();
    assert!(text.contains("0x10000100"), "{text}");
    let script = embgo.run("layout -target=pico -script").ok();
    assert!(script.contains("MEMORY"), "{script}");
    let json: serde_json::Value =
        serde_json::from_str(&embgo.run("layout -target=pico -json").ok()).unwrap();
    assert!(json["regions"].is_array());
    std::fs::write(embgo.path().join("x.elf"), "no").unwrap();
    embgo.run("layout -target=pico x.elf").fails(1, "x.elf: not an ELF file");
    embgo.run("layout -target=pico y.elf").fails(1, "cannot read y.elf");
    std::fs::write(embgo.path().join("x.elf"), b"\x7fELF nonsense").unwrap();
    embgo.run("size x.elf").fails(1, "x.elf: not a readable ELF file");
}

#[test]
fn doctor_works_with_nothing_installed() {
    let embgo = Embgo::new();
    let text = embgo.run_alone("doctor").ok();
    for tool in ["clang", "ld.lld", "qemu-system-arm", "qemu-system-riscv32", "openocd", "go"] {
        let line = text.lines().find(|l| l.split_whitespace().next() == Some(tool));
        assert!(line.is_some(), "{tool} is not in\n{text}");
    }
    let json = embgo.run_alone("doctor -json").ok();
    for line in json.lines() {
        let tool: serde_json::Value = serde_json::from_str(line).unwrap();
        if tool["device"].is_string() {
            assert_eq!(tool["usable"].as_bool(), Some(tool["problem"].is_null()), "{line}");
            continue;
        }
        let found = tool["found"].as_bool().unwrap();
        assert_eq!(found, tool["version"].is_string(), "{line}");
        assert_eq!(found, tool["problem"].is_null(), "{line}");
    }
    assert!(json.contains(r#""tool":"qemu-system-arm","found":false"#), "{json}");
}

#[test]
fn doctor_prints_rules_for_udev() {
    let embgo = Embgo::new();
    let rules = embgo.run_alone("doctor -fix-udev").ok();
    let file = "/etc/udev/rules.d/70-embgo.rules";
    assert!(rules.contains(&format!("sudo tee {file}")), "{rules}");
    let pico = r#"ATTRS{idVendor}=="2e8a", ATTRS{idProduct}=="0003", MODE="0660", TAG+="uaccess""#;
    assert!(rules.contains(pico), "{rules}");
    embgo.run("doctor -fix-udev -json").fails(2, "cannot be used with");
    let text = embgo.run_alone("doctor").ok();
    assert!(text.contains("\nBoards and debug probes:\n"), "{text}");
}

#[test]
fn a_wrong_llvm_folder_is_told() {
    let embgo = Embgo::new();
    let output = embgo.command("doctor -json").env("EMBGO_LLVM", "nowhere").output().unwrap();
    let text = Ended::of(output).ok();
    assert!(text.contains("there is no clang in it"), "{text}");
}

#[test]
fn env_shows_settings() {
    let embgo = Embgo::new();
    let cache = embgo.path().join("cache").display().to_string();
    assert_eq!(embgo.run("env EMBGO_CACHE").ok(), format!("{cache}\n"));
    assert!(embgo.run_alone("env").ok().contains("EMBGO_VERSION="));
    let json: serde_json::Value = serde_json::from_str(&embgo.run("env -json").ok()).unwrap();
    assert_eq!(json["EMBGO_CACHE"].as_str(), Some(cache.as_str()));
}

#[test]
fn clean_removes_only_the_cache() {
    let embgo = Embgo::new();
    let objects = embgo.path().join("cache/objects/ab");
    std::fs::create_dir_all(&objects).unwrap();
    std::fs::write(objects.join("cdef"), "x").unwrap();
    std::fs::write(embgo.path().join("cache/other"), "x").unwrap();
    let ended = embgo.run("clean");
    assert!(ended.stderr.contains("removed 1 files (1 bytes)"), "{ended:?}");
    assert!(!objects.exists());
    assert!(embgo.path().join("cache/other").exists());
    assert_eq!(embgo.run("clean").code, 0);
}

#[test]
fn versions_and_completions_are_printed() {
    let embgo = Embgo::new();
    let version = env!("CARGO_PKG_VERSION");
    assert!(embgo.run("version").ok().starts_with(&format!("embgo {version} ")));
    assert_eq!(embgo.run("--version").ok(), format!("embgo {version}\n"));
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(embgo.run(&format!("completions {shell}")).ok().contains("embgo"), "{shell}");
    }
}

/// `embgo targets | head -1` must not end with a message about a broken pipe.
#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_fine() {
    let embgo = Embgo::new();
    let mut command = embgo.command("completions bash");
    let mut child = command
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = Ended::of(child.wait_with_output().unwrap());
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
}

/// Links a program of a few instructions.
fn assemble(dir: &Path, source: &str, target: &str, flash: &str) {
    use embgo::tools::command::{Command, Runner};
    use embgo::tools::{find::Search, spec::ToolId};
    let search = Search::from_env();
    let (Ok(clang), Ok(lld)) = (search.find(ToolId::Clang), search.find(ToolId::Lld)) else {
        panic!("no LLVM was found; run `make deps`");
    };
    let script = format!("SECTIONS {{ . = {flash}; .text : {{ *(.text) }} }}");
    std::fs::write(dir.join("x.ld"), script).unwrap();
    let run = |command: &mut Command| Runner::default().run(command.dir(dir)).unwrap();
    run(Command::new(&clang)
        .args([target, "-c", "-x", "assembler", "-", "-o", "x.o"])
        .input(source));
    run(Command::new(&lld).args(["-T", "x.ld", "-z", "max-page-size=4", "x.o", "-o", "x.elf"]));
}

/// Writes "hi" and ends with status 5, by semihosting.
const SEMIHOSTING: &str = "
    .syntax unified
    .thumb
    .word 0x20001000, start + 1
start:
    movs r0, #4
    ldr r1, =text
    bkpt 0xab
    ldr r1, =exit
    movs r0, #0x20
    bkpt 0xab
    b .
    .ltorg
    .align 2
exit: .word 0x20026, 5
text: .asciz \"hi\\n\"
";

#[test]
fn run_passes_on_text_and_status() {
    let embgo = Embgo::new();
    let target = "--target=thumbv7m-none-eabi";
    assemble(embgo.path(), SEMIHOSTING, target, "0");
    let ended = embgo.run("run -target=cortex-m-qemu -timeout=60s x.elf");
    assert_eq!((ended.code, ended.stdout.as_str(), ended.stderr.as_str()), (5, "hi\n", ""));
    let ended = embgo.run("run -target=cortex-m-qemu -timeout=60s -x x.elf");
    assert!(ended.stderr.contains("qemu-system-arm -machine lm3s6965evb "), "{ended:?}");
    embgo.run("run -target=cortex-m-qemu -for=1s x.elf").fails(1, "use -timeout");
    embgo
        .run_alone("run -target=cortex-m-qemu x.elf")
        .fails(1, "qemu-system-arm was not found; it is needed to run ARM firmware");

    let endless = ".thumb\n.word 0x20001000, start + 1\nstart: b .\n";
    assemble(embgo.path(), endless, target, "0");
    embgo
        .run("run -target=cortex-m-qemu -timeout=500ms x.elf")
        .fails(1, "stopped after 500ms: the program was still running");
}

#[test]
fn simulators_run_for_a_span_of_their_own_time() {
    let embgo = Embgo::new();
    let uart = "
        .syntax unified
        .thumb
        .word 0x20001000, start + 1
        start:
            ldr r0, =0x40023840
            ldr r1, =0x00020000
            str r1, [r0]
            ldr r0, =0x4000440c
            ldr r1, =0x00002008
            str r1, [r0]
            movs r1, #'A'
            ldr r0, =0x40004404
            str r1, [r0]
            b .
            .ltorg
    ";
    let python = embgo::tools::find::Search::from_env().find(embgo::tools::spec::ToolId::Labwired);
    let version = |t: &embgo::tools::Tool| embgo::tools::probe::version_line(t.id, &t.path);
    let Some(python) = python.ok().filter(|t| version(t).is_some()) else {
        panic!("labwired was not found; run `make deps`");
    };
    assemble(embgo.path(), uart, "--target=thumbv7em-none-eabi", "0x08000000");
    let mut command = embgo.command("run -target=stm32f4disco -for=1ms x.elf");
    let ended = Ended::of(command.env("EMBGO_PYTHON", &python.path).output().unwrap());
    assert_eq!((ended.code, ended.stdout.as_str()), (0, "A"), "{ended:?}");
}
