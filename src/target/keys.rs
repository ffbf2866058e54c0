//! The table of keys a target file may have: name, form, and what one line of help says. The
//! reader, the merge, the error messages and the documentation test all go by this table.

/// What a key's value looks like, and with it how a child's value joins its parents'.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A string; the child's replaces the parent's.
    Text,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// A string or a list of strings that stands for it, words or parts; replaced as a whole.
    Words,
    /// `true` or `false`, also as strings.
    Bool,
    /// A count: a number or a string that holds one.
    Number,
    /// A number of bytes: a number, `"0x100"`, `"256K"`, `"2M-256"`.
    Size,
    /// A list of strings (a single string is a list of one); the child's are appended.
    List,
    /// An object of named parts; the child's parts replace the parent's, part by part.
    Object,
}

/// One key.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    pub name: &'static str,
    pub kind: Kind,
    /// TinyGo has it too.
    pub tinygo: bool,
    /// Holds for the file it stands in and is not inherited.
    pub local: bool,
}

const fn theirs(name: &'static str, kind: Kind) -> Key {
    Key { name, kind, tinygo: true, local: false }
}

const fn ours(name: &'static str, kind: Kind) -> Key {
    Key { name, kind, tinygo: false, local: false }
}

const fn local(key: Key) -> Key {
    Key { local: true, ..key }
}

use Kind::*;

/// Every key, TinyGo's first.
pub const KEYS: &[Key] = &[
    local(theirs("inherits", List)),
    local(theirs("inheritable-only", Bool)),
    theirs("llvm-target", Text),
    theirs("cpu", Text),
    theirs("features", Words),
    theirs("target-abi", Text),
    theirs("goos", Text),
    theirs("goarch", Text),
    theirs("build-tags", List),
    theirs(
        "gc",
        OneOf(&[
            "none",
            "leaking",
            "slab",
            "incremental",
            "conservative",
            "precise",
            "custom",
            "boehm",
        ]),
    ),
    theirs("scheduler", OneOf(&["none", "tasks", "cores", "threads", "asyncify"])),
    theirs("serial", OneOf(&["none", "uart", "usb", "rtt"])),
    theirs("linker", Text),
    theirs("rtlib", Text),
    theirs("libc", Text),
    theirs("compiler", Text),
    theirs("automatic-stack-size", Bool),
    theirs("default-stack-size", Size),
    theirs("cflags", List),
    theirs("ldflags", List),
    theirs("linkerscript", Text),
    theirs("extra-files", List),
    theirs("rp2040-boot-patch", Bool),
    theirs("emulator", Words),
    theirs("flash-command", Text),
    theirs("gdb", List),
    theirs("flash-1200-bps-reset", Bool),
    theirs("serial-port", List),
    theirs("flash-method", Words),
    theirs("msd-volume-name", List),
    theirs("msd-firmware-name", Text),
    theirs("uf2-family-id", Number),
    theirs("binary-format", Text),
    theirs("openocd-interface", Text),
    theirs("openocd-target", Text),
    theirs("openocd-transport", Text),
    theirs("openocd-commands", List),
    theirs("openocd-verify", Bool),
    theirs("jlink-device", Text),
    theirs("probe-rs-chip", Text),
    theirs("code-model", Text),
    theirs("relocation-model", Text),
    theirs("wit-package", Text),
    theirs("wit-world", Text),
    local(ours("description", Text)),
    local(ours("comment", Words)),
    ours("memory", Object),
    ours("layout", Object),
    ours("stack-size", Size),
    ours("image-offset", Size),
    ours("fpu", OneOf(&["none", "fpv4-sp-d16", "fpv5-sp-d16", "fpv5-d16"])),
    ours("float-abi", OneOf(&["soft", "softfp", "hard"])),
    ours("cpu-frequency", Number),
    ours("interrupts", Number),
    ours("vectors-in-ram", Bool),
    ours("usb-serial", Bool),
    ours("jump-tables", Bool),
    ours("entry", Text),
    ours("linker-template", Text),
    ours("simulator", Object),
    ours("esp-image-at", Size),
];

/// The key of that name.
pub fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|k| k.name == name)
}

impl Kind {
    /// What to write, for error messages.
    pub fn wanted(self) -> String {
        match self {
            Text => "a string".into(),
            OneOf(names) => format!("one of {}", names.join(", ")),
            Words => "a string or a list of strings".into(),
            Bool => "true or false".into(),
            Number => "a whole number, or a string such as \"0xe48bff56\"".into(),
            Size => "a number of bytes, or a string such as \"256K\"".into(),
            List => "a list of strings".into(),
            Object => "an object".into(),
        }
    }
}
