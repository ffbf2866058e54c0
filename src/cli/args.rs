//! The commands and their flags, as clap wants them.

use super::duration;
use super::values::one_of;
use crate::driver::options::{
    BuildOptions, Emit, Gc, Named, Opt, PanicStrategy, Scheduler, Serial, SizeReport,
};
use crate::driver::{cover::MODES, debug::ServerKind, ldflags};
use crate::flash;
use crate::load::CoverMode;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::time::Duration;

/// Compiles Go for microcontrollers and puts it on the board
#[derive(Parser, Debug)]
#[command(
    name = "embgo",
    version,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Flags may be written the way Go does (-target=pico) or with two dashes.\n\n\
                  Example:\n  embgo build -target=pico -o blinky.uf2 ./examples/blinky"
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    Build(BuildArgs),
    Run(RunArgs),
    Test(Box<TestArgs>),
    Flash(FlashArgs),
    Ports(PortsArgs),
    Probes(ProbesArgs),
    Monitor(MonitorArgs),
    Gdb(GdbArgs),
    Debug(DebugArgs),
    Targets(TargetsArgs),
    Info(InfoArgs),
    Layout(LayoutArgs),
    List(ListArgs),
    Size(SizeArgs),
    Env(EnvArgs),
    Init(InitArgs),
    Svd(SvdArgs),
    Doctor(DoctorArgs),
    Clean(CleanArgs),
    Version(VersionArgs),
    Completions(CompletionsArgs),
}

impl Command {
    /// Whether failures, too, are to be told as JSON.
    pub fn json(&self) -> bool {
        match self {
            Command::Build(args) => args.flags.json,
            Command::Run(args) => args.flags.json,
            Command::Test(args) => args.flags.json,
            Command::Flash(args) => args.flags.json,
            Command::Ports(args) => args.json,
            Command::Probes(args) => args.json,
            Command::Monitor(_) | Command::Gdb(_) | Command::Debug(_) => false,
            Command::Targets(args) => args.json,
            Command::Info(args) => args.json,
            Command::Layout(args) => args.json,
            Command::List(args) => args.flags.json,
            Command::Size(args) => args.flags.json,
            Command::Env(args) => args.json,
            Command::Doctor(args) => args.json,
            Command::Init(_) | Command::Svd(_) | Command::Clean(_) | Command::Completions(_) => {
                false
            }
            Command::Version(args) => args.json,
        }
    }
}

/// The flags of every command that compiles.
#[derive(Args, Debug)]
pub struct BuildFlags {
    /// The board: a name that `embgo targets` lists, or the path of a .json file
    #[arg(long, value_name = "BOARD", default_value = "", hide_default_value = true)]
    pub target: String,

    /// How to optimise: z is for the smallest code
    #[arg(long, value_name = "LEVEL", default_value = "z", value_parser = one_of::<Opt>())]
    pub opt: Opt,

    /// What a panic does that nobody recovers
    #[arg(long, value_name = "WHAT", default_value = "print",
          value_parser = one_of::<PanicStrategy>())]
    pub panic: PanicStrategy,

    /// How memory is managed; otherwise as the board says. incremental: the collector stops the
    /// program only for short steps
    #[arg(long, value_name = "HOW", value_parser = one_of::<Gc>())]
    pub gc: Option<Gc>,

    /// Whether there are goroutines; otherwise as the board says
    #[arg(long, value_name = "WHICH", value_parser = one_of::<Scheduler>())]
    pub scheduler: Option<Scheduler>,

    /// Where println writes to: the chip's serial port, its own one on USB, or memory that a
    /// debug probe reads; otherwise as the board says
    #[arg(long, value_name = "WHERE", value_parser = one_of::<Serial>())]
    pub serial: Option<Serial>,

    /// List what is allocated on the heap, and why, in functions whose names match
    #[arg(long, value_name = "REGEXP", num_args = 0..=1, require_equals = true,
          default_missing_value = "")]
    pub print_allocs: Option<String>,

    /// Show what takes how much memory
    #[arg(long, value_name = "REPORT", default_value = "none",
          value_parser = one_of::<SizeReport>())]
    pub size: SizeReport,

    /// Build tags beside the board's own, with commas between them
    #[arg(long, value_name = "TAGS", value_delimiter = ',')]
    pub tags: Vec<String>,

    /// -X name=value (main.version=1.2) gives a string variable its value, as Go's linker does
    #[arg(long, value_name = "FLAGS", value_parser = ldflags::parse, allow_hyphen_values = true)]
    pub ldflags: Option<ldflags::Strings>,

    /// Bytes of each goroutine's stack (2048, 2K), instead of what its code is found to need
    #[arg(long, value_name = "SIZE", value_parser = stack_size)]
    pub stack_size: Option<u32>,

    /// Show how much stack main, each goroutine and each interrupt handler needs, and where
    #[arg(long)]
    pub print_stacks: bool,

    /// Print each command that is run
    #[arg(short = 'x')]
    pub echo: bool,

    /// Show how long each phase takes
    #[arg(long)]
    pub time: bool,

    /// Leave debug information and symbols out of the ELF file
    #[arg(long)]
    pub no_debug: bool,

    /// Keep the folder of intermediate files and print its name
    #[arg(long)]
    pub work: bool,

    /// Print diagnostics and results as JSON, one object a line
    #[arg(long)]
    pub json: bool,
}

/// Compile a program to firmware
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  embgo build -target=pico -o blinky.uf2 ./examples/blinky\n  \
                  embgo build -target=cortex-m-qemu -size=short main.go")]
pub struct BuildArgs {
    /// The package: its folder, its import path, or its .go files
    #[arg(value_name = "PACKAGE", default_value = ".")]
    pub packages: Vec<String>,

    #[command(flatten)]
    pub flags: BuildFlags,

    /// The file to write; .elf, .bin, .hex or .uf2 chooses its format
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Write this instead of firmware
    #[arg(long, value_name = "WHAT", value_parser = one_of::<Emit>())]
    pub emit: Option<Emit>,
}

/// Compile a program and run it in an emulator or simulator
#[derive(Args, Debug)]
#[command(after_help = "The exit status is the program's own.\n\n\
                  Examples:\n  embgo run -target=cortex-m-qemu ./examples/hello\n  \
                  embgo run -target=pico -for=20ms ./examples/blinky\n  \
                  embgo run -target=riscv-qemu main.go -- some arguments")]
pub struct RunArgs {
    /// The package: its folder, its import path, or its .go files; or an ELF file
    #[arg(value_name = "PACKAGE", default_value = ".")]
    pub packages: Vec<String>,

    #[command(flatten)]
    pub flags: BuildFlags,

    /// Stop the program after this long (10s, 500ms), and fail
    #[arg(long, value_name = "TIME", value_parser = duration::parse)]
    pub timeout: Option<Duration>,

    /// Simulators: end after this much simulated time, and succeed
    #[arg(long = "for", value_name = "TIME", value_parser = duration::parse)]
    pub span: Option<Duration>,

    /// Simulators: tell of each change of a pin, with the simulated time, on standard error
    #[arg(long)]
    pub pins: bool,

    /// Arguments for the program
    #[arg(last = true, value_name = "ARGS")]
    pub args: Vec<String>,
}

/// Run the tests of packages in an emulator
#[derive(Args, Debug)]
#[command(after_help = "Without -target the tests run on riscv-qemu.\n\n\
                  Examples:\n  embgo test\n  embgo test -v -run=TestParse ./...\n  \
                  embgo test -target=cortex-m4-qemu -bench=. strings")]
pub struct TestArgs {
    /// The packages: folders, import paths, or patterns with ...
    #[arg(value_name = "PACKAGES")]
    pub packages: Vec<String>,

    #[command(flatten)]
    pub flags: BuildFlags,

    /// Only the tests and examples that match this regular expression
    #[arg(long, value_name = "REGEXP")]
    pub run: Option<String>,

    /// Not the tests that match this regular expression
    #[arg(long, value_name = "REGEXP")]
    pub skip: Option<String>,

    /// Tell of each test, and show what it logs
    #[arg(short = 'v')]
    pub verbose: bool,

    /// Also run the benchmarks that match this regular expression
    #[arg(long, value_name = "REGEXP")]
    pub bench: Option<String>,

    /// How long a benchmark runs: 1s, or 100x for a number of iterations
    #[arg(long, value_name = "TIME")]
    pub benchtime: Option<String>,

    /// Show what benchmarks allocate
    #[arg(long)]
    pub benchmem: bool,

    /// Tell tests to take a short time
    #[arg(long)]
    pub short: bool,

    /// Run each test this often
    #[arg(long, value_name = "N", default_value_t = 1, hide_default_value = true)]
    pub count: u32,

    /// Stop the tests of a package that take longer; 0 is for never
    #[arg(long, value_name = "TIME", default_value = "10m", value_parser = duration::parse)]
    pub timeout: Duration,

    /// Start no more tests after one has failed
    #[arg(long)]
    pub failfast: bool,

    /// Only print the names that match this regular expression
    #[arg(long, value_name = "REGEXP")]
    pub list: Option<String>,

    /// How many tests that call t.Parallel run at the same time
    #[arg(long, value_name = "N")]
    pub parallel: Option<u32>,

    /// How many packages are built and run at the same time
    #[arg(short = 'p', value_name = "N")]
    pub jobs: Option<usize>,

    /// There is one core: only 1 is possible
    #[arg(long, value_name = "1")]
    pub cpu: Option<String>,

    /// Tell what part of the package's statements runs
    #[arg(long)]
    pub cover: bool,

    /// Count whether each statement runs, how often, or how often in interrupt handlers too
    #[arg(long, value_name = "MODE", value_parser = cover_mode())]
    pub covermode: Option<CoverMode>,

    /// Count in the packages that match these patterns, separated by commas
    #[arg(long, value_name = "PATTERNS", value_delimiter = ',')]
    pub coverpkg: Vec<String>,

    /// Write what was counted to this file, for go tool cover
    #[arg(long, value_name = "FILE")]
    pub coverprofile: Option<PathBuf>,

    /// Build the test program and do not run it
    #[arg(short = 'c')]
    pub compile: bool,

    /// Where to write the test program, as ELF file
    #[arg(short = 'o', value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Run on the board that is connected, instead of in the target's emulator or simulator
    #[arg(long)]
    pub board: bool,

    /// How to put the program on the board, as for flash
    #[arg(long, value_name = "WAY", value_parser = method(), requires = "board")]
    pub method: Option<flash::Method>,

    /// The port, USB device or folder to write the program to, as for flash
    #[arg(long, value_name = "PORT", requires = "board")]
    pub port: Option<String>,

    /// The debug probe
    #[arg(long, value_name = "VID:PID[:SERIAL]", requires = "board")]
    pub probe: Option<String>,

    /// How long to wait for a board to appear
    #[arg(long, value_name = "TIME", default_value = "20s", value_parser = duration::parse)]
    pub wait: Duration,

    /// The serial port that the program writes to, if not the board's own
    #[arg(long, value_name = "PORT", requires = "board")]
    pub monitor_port: Option<String>,

    /// Bits a second on the serial port
    #[arg(long, value_name = "RATE", default_value_t = 115_200)]
    pub monitor_baud: u32,

    /// What follows is for the test program
    #[arg(long, value_name = "ARGS", num_args = 0.., allow_hyphen_values = true)]
    pub args: Vec<String>,
}

/// Compile a program and put it on a board
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  embgo flash -target=pico ./examples/blinky\n  \
                  embgo flash -target=esp32-s3-devkitc -port=/dev/ttyACM0 -monitor main.go\n  \
                  embgo flash -target=pico blinky.uf2")]
pub struct FlashArgs {
    /// The package: its folder, its import path, or its .go files; or firmware: a file that ends in
    /// .elf, .bin, .hex or .uf2
    #[arg(value_name = "PROGRAM", default_value = ".")]
    pub packages: Vec<String>,

    #[command(flatten)]
    pub flags: BuildFlags,

    /// The way to the board, if not the target's own
    #[arg(long, value_name = "WAY", value_parser = method())]
    pub method: Option<flash::Method>,

    /// The serial port the board is on, its USB device (usb:1-2), or the folder of its drive
    #[arg(long, value_name = "PORT")]
    pub port: Option<String>,

    /// The debug probe, as `embgo probes` lists it
    #[arg(long, value_name = "VID:PID[:SERIAL]")]
    pub probe: Option<String>,

    /// Bits a second on the serial port
    #[arg(long, value_name = "RATE", default_value_t = 460_800)]
    pub baud: u32,

    /// Do not check that the firmware arrived
    #[arg(long)]
    pub no_verify: bool,

    /// Erase all of the chip's flash first
    #[arg(long)]
    pub erase: bool,

    /// Do not reset the chip, neither before nor after
    #[arg(long)]
    pub no_reset: bool,

    /// How long to wait for the board to appear
    #[arg(long, value_name = "TIME", default_value = "20s", value_parser = duration::parse)]
    pub wait: Duration,

    /// Do everything but write
    #[arg(long)]
    pub dry_run: bool,

    /// Then watch the board, as `embgo monitor` does
    #[arg(long, conflicts_with_all = ["json", "dry_run"])]
    pub monitor: bool,

    /// With -monitor: the serial port, if it is another one
    #[arg(long, value_name = "PORT", requires = "monitor")]
    pub monitor_port: Option<String>,

    /// With -monitor: bits a second
    #[arg(long, value_name = "RATE", default_value_t = 115_200)]
    pub monitor_baud: u32,

    #[command(flatten)]
    pub watch: WatchArgs,
}

/// List the serial ports and the boot loaders on USB, and the boards that could be there
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  embgo ports")]
pub struct PortsArgs {
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// List the debug probes, the boards they could be on, and why one cannot be used
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  embgo probes")]
pub struct ProbesArgs {
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// Watch a board's serial port or RTT console, and send it what is typed
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  embgo monitor -target=pico blinky.elf\n  \
                  embgo monitor -port=/dev/ttyUSB0 -baud=115200 -until=\"tests passed\"\n  \
                  embgo monitor -target=stm32f4disco -rtt blinky.elf")]
pub struct MonitorArgs {
    /// The ELF file of what runs on the board: addresses of a panic become functions and lines
    #[arg(value_name = "PROGRAM")]
    pub program: Option<PathBuf>,

    /// The board, to find its port
    #[arg(long, value_name = "BOARD", default_value = "", hide_default_value = true)]
    pub target: String,

    /// The serial port
    #[arg(long, value_name = "PORT")]
    pub port: Option<String>,

    /// Bits a second
    #[arg(long, value_name = "RATE", default_value_t = 115_200)]
    pub baud: u32,

    /// Not a serial port, but the memory of the chip, by a debug probe: of a program that was built
    /// with -serial=rtt
    #[arg(long, conflicts_with = "port")]
    pub rtt: bool,

    /// With -rtt: the debug probe, as `embgo probes` lists it
    #[arg(long, value_name = "VID:PID[:SERIAL]", requires = "rtt")]
    pub probe: Option<String>,

    #[command(flatten)]
    pub watch: WatchArgs,
}

/// How a board is watched.
#[derive(Args, Debug)]
pub struct WatchArgs {
    /// Send each key at once, not lines; Ctrl-] leaves
    #[arg(long)]
    pub raw: bool,

    /// Put the time since the start in front of each line
    #[arg(long)]
    pub timestamps: bool,

    /// Write everything to this file, too
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,

    /// End when a line holds this text
    #[arg(long, value_name = "TEXT")]
    pub until: Option<String>,

    /// End after this long (10s, 500ms); with -until, fail
    #[arg(long = "for", value_name = "TIME", value_parser = duration::parse)]
    pub limit: Option<Duration>,
}

/// Debug a program with gdb, in an emulator or on a board
#[derive(Args, Debug)]
#[command(after_help = "gdb stops at main.main. What stands after -- is for gdb.\n\n\
                  Examples:\n  embgo gdb -target=cortex-m-qemu ./examples/hello\n  \
                  embgo gdb -target=stm32f4disco -opt=0 . -- -ex 'info locals'")]
pub struct GdbArgs {
    /// The package: its folder, its import path, or its .go files; or an ELF file
    #[arg(value_name = "PROGRAM", default_value = ".")]
    pub packages: Vec<String>,

    #[command(flatten)]
    pub flags: BuildFlags,

    /// What connects gdb with the processor, if not the first that is there
    #[arg(long, value_name = "SERVER", value_parser = server())]
    pub server: Option<ServerKind>,

    /// Only serve a gdb that somebody else starts
    #[arg(long)]
    pub serve: bool,

    /// The port of this computer that gdb connects to; 0 is for any
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    pub gdb_port: u16,

    /// Where to write the program, as ELF file
    #[arg(short = 'o', value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Arguments for gdb
    #[arg(last = true, value_name = "ARGS")]
    pub args: Vec<String>,
}

/// Set up an editor for debugging
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  embgo debug -vscode -target=stm32f4disco ./cmd/blinky")]
pub struct DebugArgs {
    /// The package: a folder below this one
    #[arg(value_name = "PACKAGE", default_value = ".")]
    pub packages: Vec<String>,

    #[command(flatten)]
    pub flags: BuildFlags,

    /// Write a configuration into .vscode/launch.json
    #[arg(long, required = true)]
    pub vscode: bool,

    /// What connects gdb with the processor, if not the first that is there
    #[arg(long, value_name = "SERVER", value_parser = server())]
    pub server: Option<ServerKind>,

    /// The port of this computer that gdb connects to
    #[arg(long, value_name = "PORT", default_value_t = 3333)]
    pub gdb_port: u16,
}

impl DebugArgs {
    /// The name of the optimisation level.
    pub fn opt_name(&self) -> &'static str {
        Opt::NAMES.iter().find(|(_, opt)| *opt == self.flags.opt).map_or("z", |(name, _)| name)
    }
}

/// List the boards
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  embgo targets")]
pub struct TargetsArgs {
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// Show what is known of a board
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  embgo info pico\n  embgo info -target=./my-board.json")]
pub struct InfoArgs {
    /// The board
    #[arg(value_name = "BOARD")]
    pub board: Option<String>,

    /// The board
    #[arg(long, value_name = "BOARD", conflicts_with = "board")]
    pub target: Option<String>,

    /// One JSON object
    #[arg(long)]
    pub json: bool,
}

/// List packages, as `go list` does
#[derive(Args, Debug)]
#[command(after_help = "Without -target the packages are those for riscv-qemu.\n\n\
                  Examples:\n  embgo list ./...\n  embgo list -deps -json -target=pico .")]
pub struct ListArgs {
    /// The packages: folders, import paths, or patterns with ...
    #[arg(value_name = "PACKAGES", default_value = ".")]
    pub packages: Vec<String>,

    #[command(flatten)]
    pub flags: BuildFlags,

    /// Also the packages that these import, before those that import them
    #[arg(long)]
    pub deps: bool,
}

/// Show a board's memory, and what lies where in a program
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  embgo layout -target=pico\n  \
                  embgo layout -target=pico blinky.elf\n  embgo layout -target=pico -script")]
pub struct LayoutArgs {
    /// A program that was built, as ELF file
    #[arg(value_name = "PROGRAM")]
    pub program: Option<PathBuf>,

    /// The board: a name that `embgo targets` lists, or the path of a .json file
    #[arg(long, value_name = "BOARD", default_value = "", hide_default_value = true)]
    pub target: String,

    /// Print the linker script
    #[arg(long, conflicts_with_all = ["program", "json"])]
    pub script: bool,

    /// One JSON object
    #[arg(long)]
    pub json: bool,
}

/// Show how much memory a program takes
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  embgo size -target=pico ./examples/blinky\n  \
                  embgo size -size=short blinky.elf")]
pub struct SizeArgs {
    /// An ELF file, or a package: its folder, its import path, or its .go files
    #[arg(value_name = "PROGRAM", default_value = ".")]
    pub packages: Vec<String>,

    #[command(flatten)]
    pub flags: BuildFlags,
}

/// Show the settings that embgo uses
#[derive(Args, Debug)]
#[command(after_help = "They follow from these environment variables:
  EMBGO_LLVM    the folder of the LLVM tools, if not the newest that is found
  EMBGO_PYTHON  the Python that has the simulator labwired
  EMBGO_CACHE   the folder for what makes builds faster, or off
  GOROOT        the Go installation whose standard library is compiled
  NO_COLOR      no colours

Examples:
  embgo env
  embgo env GOROOT
  embgo env -ide -target=pico")]
pub struct EnvArgs {
    /// Print only the values of these
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,

    /// Write the settings with which an editor knows the board's packages and build tags
    #[arg(long, requires = "target", conflicts_with = "names")]
    pub ide: bool,

    /// With -ide: the board
    #[arg(long, value_name = "BOARD")]
    pub target: Option<String>,

    /// With -ide: build tags beside the board's own, with commas between them
    #[arg(long, value_name = "TAGS", value_delimiter = ',')]
    pub tags: Vec<String>,

    /// One JSON object
    #[arg(long)]
    pub json: bool,
}

/// Write the project's embgo.toml: its board, and what else flags would have to say each time
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  embgo init -target=pico")]
pub struct InitArgs {
    /// The board that commands are for when no -target is given
    #[arg(long, value_name = "BOARD")]
    pub target: Option<String>,

    /// The serial port the board is on
    #[arg(long, value_name = "PORT")]
    pub port: Option<String>,
}

/// Make a Go package of a chip's registers from its SVD file
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  embgo svd STM32F407.svd\n  \
                  embgo svd -o device/mychip -package mychip -peripherals UART0,GPIO mychip.svd")]
pub struct SvdArgs {
    /// The description of the chip
    #[arg(value_name = "FILE.svd")]
    pub file: PathBuf,

    /// The folder of the package [default: the package's name]
    #[arg(short, value_name = "FOLDER")]
    pub output: Option<PathBuf>,

    /// The package's name [default: the chip's name]
    #[arg(long, value_name = "NAME")]
    pub package: Option<String>,

    /// Only these peripherals or groups of them, with commas between them
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub peripherals: Vec<String>,

    /// Build tags of the file, with commas between them
    #[arg(long, value_name = "TAGS", value_delimiter = ',')]
    pub tags: Vec<String>,
}

/// Look for tools, boards and debug probes, and say what is missing and how to get it
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  embgo doctor\n  \
                  embgo doctor -fix-udev | sudo tee /etc/udev/rules.d/70-embgo.rules")]
pub struct DoctorArgs {
    /// Print rules for udev with which boards and debug probes may be used without root
    #[arg(long, conflicts_with = "json")]
    pub fix_udev: bool,

    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// Remove everything that was kept to make builds faster
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  embgo clean")]
pub struct CleanArgs {}

/// Print the version
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  embgo version")]
pub struct VersionArgs {
    /// One JSON object
    #[arg(long)]
    pub json: bool,
}

/// Print a script that completes embgo's commands and flags in a shell
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  embgo completions bash > ~/.local/share/bash-completion/completions/embgo"
)]
pub struct CompletionsArgs {
    pub shell: clap_complete::Shell,
}

/// `2048`, `2K`, `2KB`
fn stack_size(text: &str) -> Result<u32, String> {
    let plain = text.trim_end_matches(['b', 'B']);
    let (digits, unit) = match plain.strip_suffix(['k', 'K']) {
        Some(digits) => (digits, 1024),
        None => (plain, 1),
    };
    let bytes = digits.parse::<u32>().ok().and_then(|n| n.checked_mul(unit));
    match bytes {
        Some(bytes) if (128..=1 << 24).contains(&bytes) => Ok(bytes.next_multiple_of(16)),
        Some(_) => Err("a stack has at least 128 bytes and at most 16384K".to_owned()),
        None => Err("a size is a number of bytes, such as 2048 or 2K".to_owned()),
    }
}

/// The regular expression of a flag.
fn pattern(text: &str) -> anyhow::Result<regex_lite::Regex> {
    regex_lite::Regex::new(text).map_err(|e| anyhow::anyhow!("bad regular expression {text}: {e}"))
}

fn server() -> impl TypedValueParser<Value = ServerKind> {
    PossibleValuesParser::new(ServerKind::NAMES.map(|(name, _)| name))
        .map(|name| ServerKind::named(&name).expect("clap lets only these names through"))
}

fn cover_mode() -> impl TypedValueParser<Value = CoverMode> {
    let mode = |name: String| MODES.iter().find(|(n, _)| *n == name).map(|(_, mode)| *mode);
    PossibleValuesParser::new(MODES.map(|(name, _)| name))
        .map(move |name| mode(name).expect("clap lets only these names through"))
}

fn method() -> impl TypedValueParser<Value = flash::Method> {
    PossibleValuesParser::new(flash::Method::NAMES.map(|(name, _)| name))
        .map(|name| flash::Method::named(&name).expect("clap lets only these names through"))
}

impl BuildFlags {
    /// The options of a build of `packages` in the current folder.
    pub fn options(&self, packages: &[String]) -> anyhow::Result<BuildOptions> {
        Ok(BuildOptions {
            inputs: packages.to_vec(),
            dir: super::out::current_dir()?,
            target: self.target.clone(),
            output: None,
            opt: self.opt,
            panic: self.panic,
            gc: self.gc,
            scheduler: self.scheduler,
            serial: self.serial,
            print_allocs: self.print_allocs.as_deref().map(pattern).transpose()?,
            size: self.size,
            stack_size: self.stack_size,
            // Go also takes blanks between tags.
            tags: self.tags.iter().flat_map(|t| t.split_whitespace()).map(str::to_owned).collect(),
            set: self.ldflags.clone().unwrap_or_default(),
            emit: None,
            debug: !self.no_debug,
            echo: self.echo,
            work: self.work,
            test: false,
            cover: None,
            no_output: false,
        })
    }
}
