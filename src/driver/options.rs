//! What a build is asked for. Plain data, filled in by the command line or by tests.

use super::ldflags::Strings;
use std::path::PathBuf;

/// `-opt`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Opt {
    O0,
    O1,
    O2,
    Os,
    /// As small as it gets.
    #[default]
    Oz,
}

impl Opt {
    /// Speed counts more than size.
    pub fn for_speed(self) -> bool {
        matches!(self, Opt::O1 | Opt::O2)
    }
}

/// `-panic`: what a panic that nobody recovers does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PanicStrategy {
    /// Prints Go's message, then halts.
    #[default]
    Print,
    /// Executes a trap instruction at once: no text, the smallest code.
    Trap,
    /// Prints Go's message, then starts the program again.
    Reset,
}

/// `-gc`: how memory is managed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gc {
    /// Slabs and a collector that stops the program while it marks.
    Slab,
    /// The same with a collector that marks in bounded steps.
    Incremental,
    /// Nothing is ever freed.
    Leaking,
    /// Nothing may be allocated.
    None,
}

/// `-scheduler`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scheduler {
    Tasks,
    /// The program may not start goroutines.
    None,
}

/// `-serial`: where `println` writes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Serial {
    /// The chip's serial port.
    Uart,
    /// The chip's serial port on USB.
    Usb,
    /// Memory that a debug probe reads.
    Rtt,
}

/// `-size`: the report after a build.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SizeReport {
    #[default]
    None,
    Short,
    Full,
}

/// `--emit`: what to write instead of firmware.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Emit {
    Ast,
    Types,
    Ir,
    Ll,
    Asm,
    /// The linker script.
    Ld,
    /// The linker's map.
    Map,
}

/// The names that a flag takes, each with what it means, in the order that help shows them.
pub trait Named: Copy + PartialEq + Send + Sync + 'static {
    const NAMES: &'static [(&'static str, Self)];

    /// Names that TinyGo has for what comes nearest here; help does not show them.
    const ALIASES: &'static [(&'static str, Self)] = &[];

    fn named(name: &str) -> Option<Self> {
        let mut names = Self::NAMES.iter().chain(Self::ALIASES);
        names.find(|(n, _)| *n == name).map(|(_, value)| *value)
    }

    /// What the flag calls the value.
    fn name(self) -> &'static str {
        let name = Self::NAMES.iter().find(|(_, value)| *value == self);
        name.expect("each value has a name").0
    }
}

impl Named for Opt {
    const NAMES: &'static [(&'static str, Opt)] =
        &[("0", Opt::O0), ("1", Opt::O1), ("2", Opt::O2), ("s", Opt::Os), ("z", Opt::Oz)];
}

impl Named for PanicStrategy {
    const NAMES: &'static [(&'static str, PanicStrategy)] = &[
        ("print", PanicStrategy::Print),
        ("trap", PanicStrategy::Trap),
        ("reset", PanicStrategy::Reset),
    ];
}

impl Named for Gc {
    const NAMES: &'static [(&'static str, Gc)] = &[
        ("slab", Gc::Slab),
        ("incremental", Gc::Incremental),
        ("leaking", Gc::Leaking),
        ("none", Gc::None),
    ];
    const ALIASES: &'static [(&'static str, Gc)] =
        &[("conservative", Gc::Slab), ("precise", Gc::Slab), ("boehm", Gc::Slab)];
}

impl Named for Scheduler {
    const NAMES: &'static [(&'static str, Scheduler)] =
        &[("tasks", Scheduler::Tasks), ("none", Scheduler::None)];
    /// One core runs.
    const ALIASES: &'static [(&'static str, Scheduler)] =
        &[("cores", Scheduler::Tasks), ("asyncify", Scheduler::Tasks)];
}

impl Named for Serial {
    const NAMES: &'static [(&'static str, Serial)] =
        &[("uart", Serial::Uart), ("usb", Serial::Usb), ("rtt", Serial::Rtt)];
}

impl Named for SizeReport {
    const NAMES: &'static [(&'static str, SizeReport)] =
        &[("none", SizeReport::None), ("short", SizeReport::Short), ("full", SizeReport::Full)];
}

impl Named for Emit {
    const NAMES: &'static [(&'static str, Emit)] = &[
        ("ast", Emit::Ast),
        ("types", Emit::Types),
        ("ir", Emit::Ir),
        ("ll", Emit::Ll),
        ("asm", Emit::Asm),
        ("ld", Emit::Ld),
        ("map", Emit::Map),
    ];
}

/// Everything that decides what a build does.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    /// A package directory, an import path, or the `.go` files of one package.
    pub inputs: Vec<String>,
    /// The folder that relative names start from.
    pub dir: PathBuf,
    /// A name or the path of a `.json` file.
    pub target: String,
    /// Where the result goes; its extension chooses the format.
    pub output: Option<PathBuf>,
    pub opt: Opt,
    pub panic: PanicStrategy,
    /// Otherwise what the target says.
    pub gc: Option<Gc>,
    pub scheduler: Option<Scheduler>,
    pub serial: Option<Serial>,
    /// Report the heap allocations in functions whose names match this regular expression.
    pub print_allocs: Option<regex_lite::Regex>,
    pub size: SizeReport,
    /// Bytes of every goroutine's stack, in place of what is known of them.
    pub stack_size: Option<u32>,
    /// Build tags beside the target's own.
    pub tags: Vec<String>,
    /// String variables and their values.
    pub set: Strings,
    pub emit: Option<Emit>,
    /// Keep debug information and symbols in the ELF file.
    pub debug: bool,
    /// Print each command that is run.
    pub echo: bool,
    /// Keep the folder of intermediate files and say where it is.
    pub work: bool,
    /// Build the test program of the package instead of the package.
    pub test: bool,
    /// Count which statements run, in a test program.
    pub cover: Option<crate::load::Cover>,
    /// Build in memory and write no file: for commands that run or measure the result.
    pub no_output: bool,
}

impl Default for BuildOptions {
    fn default() -> BuildOptions {
        BuildOptions {
            inputs: vec![".".to_owned()],
            dir: PathBuf::from("."),
            target: String::new(),
            output: None,
            opt: Opt::default(),
            panic: PanicStrategy::default(),
            gc: None,
            scheduler: None,
            serial: None,
            print_allocs: None,
            size: SizeReport::default(),
            stack_size: None,
            tags: Vec::new(),
            set: Strings::new(),
            emit: None,
            debug: true,
            echo: false,
            work: false,
            test: false,
            cover: None,
            no_output: false,
        }
    }
}
