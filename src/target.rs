//! Boards and chips as data: `targets/*.json` to [`Target`], with inheritance, checks and the
//! memory map. Touches files only through the [`FileSystem`] it is given and starts no tool.
//!
//! `docs/targets.md` describes every key.

pub mod arch;
pub mod build;
pub mod keys;
pub mod layers;
pub mod list;
pub mod memory;
pub mod number;
pub mod suggest;

use crate::base::fs::FileSystem;
use anyhow::Result;
use arch::{Arch, FloatAbi, Fpu};
use layers::{DataFile, Trees};
use memory::Memory;
use serde::Serialize;
use std::path::Path;

/// Everything the other rooms need to know about a board.
#[derive(Debug, Clone)]
pub struct Target {
    /// `pico`: the name of the file without `.json`.
    pub name: String,
    pub file: DataFile,
    /// The board's full name.
    pub description: String,
    pub arch: Arch,
    /// LLVM's triple.
    pub triple: String,
    pub cpu: String,
    /// For LLVM's `target-features`: `+thumb-mode,...`.
    pub features: String,
    /// `ilp32` on RISC-V, `aapcs` on Arm.
    pub abi: String,
    pub fpu: Fpu,
    pub float_abi: FloatAbi,
    pub goos: String,
    pub goarch: String,
    /// Only those of the target files; [`Target::all_tags`] has the rest.
    pub build_tags: Vec<String>,
    pub gc: String,
    pub scheduler: String,
    pub serial: String,
    pub memory: Memory,
    /// Bytes of the first stack, that of `main` and of the interrupts.
    pub stack_size: u32,
    /// Bytes of a goroutine's stack when its need cannot be worked out.
    pub default_stack_size: u32,
    pub automatic_stack_size: bool,
    /// The symbol execution starts at.
    pub entry: String,
    pub cpu_frequency: Option<u64>,
    /// The number of interrupt lines beside the processor's own exceptions.
    pub interrupts: u32,
    /// Package machine drives a serial port on USB of the chip.
    pub usb_serial: bool,
    /// Start-up copies the vector table to RAM and points the processor to the copy.
    pub vectors_in_ram: bool,
    /// A `switch` may jump by a table of addresses.
    pub jump_tables: bool,
    pub cflags: Vec<String>,
    pub ldflags: Vec<String>,
    /// C and assembly files that belong to every program.
    pub extra_files: Vec<DataFile>,
    pub script: LinkerScript,
    pub code_model: String,
    pub relocation_model: String,
    /// The command that runs an ELF, `{}` for its path; empty where there is no emulator.
    pub emulator: Vec<String>,
    pub simulator: Option<Simulator>,
    pub image: Image,
    pub flash: Flash,
    pub debug: Debug,
    /// What was passed over while reading, for `embgo info`.
    pub notes: Vec<String>,
}

/// The text the linker script is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkerScript {
    /// As messages name it.
    pub name: String,
    pub text: String,
    /// Filled in from the memory map; false for a script that the target brings whole.
    pub template: bool,
}

/// How a simulator (labwired) runs the board.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Simulator {
    pub chip: String,
    /// Its name for the serial port that `println` goes to.
    pub uart: Option<String>,
    /// A file that describes the whole board to it.
    pub system: Option<DataFile>,
    /// A Python file with models of what it lacks.
    pub parts: Option<DataFile>,
    /// The registers in which the levels of the outputs stand.
    pub pins: Vec<PinRegister>,
}

/// A register with a bit for each of some pins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PinRegister {
    pub address: u32,
    /// The number of the pin that bit 0 is.
    pub first: u32,
    pub last: u32,
}

/// The file that goes to the board.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Image {
    /// `elf`, `bin`, `hex`, `uf2`, `esp32c3`, ...
    pub format: String,
    pub uf2_family: Option<u32>,
    /// The RP2040's second boot stage gets its checksum.
    pub boot2_checksum: bool,
    /// Where in the flash of an Espressif chip the image lies.
    pub esp_at: u32,
}

/// How the file gets onto the board.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flash {
    /// `msd`, `openocd`, `command`, `bmp`, `esp32flash`, ..., the best first; empty when not given.
    pub methods: Vec<String>,
    pub command: String,
    pub volume_names: Vec<String>,
    pub file_name: String,
    /// The board enters its bootloader when its port is opened at 1200 baud.
    pub touch_1200: bool,
    /// USB ids, `2e8a:000a`.
    pub serial_ports: Vec<String>,
}

/// Debug probes and debuggers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Debug {
    pub gdb: Vec<String>,
    pub openocd_interface: String,
    pub openocd_target: String,
    pub openocd_transport: String,
    pub openocd_commands: Vec<String>,
    pub openocd_verify: bool,
    pub jlink_device: String,
    pub probe_rs_chip: String,
}

/// Loads the target `spec`: the name of one of ours, or a path that ends in `.json` (relative to
/// `cwd`). Files that a target names are looked for beside its file first, then in `embedded`.
pub fn load(
    spec: &str,
    disk: &dyn FileSystem,
    embedded: &dyn FileSystem,
    cwd: &Path,
) -> Result<Target> {
    let trees = Trees { disk, embedded, cwd };
    build::target(layers::load(spec, trees)?, trees)
}

impl Target {
    /// Size and alignment of a pointer, of `int` and of `uintptr`: every target is a 32-bit one.
    pub const POINTER_SIZE: u32 = 4;

    /// LLVM's data layout string.
    pub fn data_layout(&self) -> &'static str {
        self.arch.data_layout()
    }

    /// Every build tag, beside the release tags (`go1.27`), which only the loader knows.
    pub fn all_tags(&self) -> Vec<String> {
        let mut tags: Vec<String> = vec![self.goos.clone(), self.goarch.clone()];
        tags.extend(self.build_tags.iter().cloned());
        tags.extend(["tinygo", "embgo", "purego", "osusergo", "math_big_pure_go"].map(Into::into));
        tags.push(format!("gc.{}", self.gc));
        tags.push(format!("scheduler.{}", self.scheduler));
        tags.push(format!("serial.{}", self.serial));
        let mut seen = indexmap::IndexSet::new();
        seen.extend(tags);
        seen.into_iter().collect()
    }

    /// Whether a name is among [`Target::all_tags`].
    pub fn has_tag(&self, tag: &str) -> bool {
        self.all_tags().iter().any(|t| t == tag)
    }

    fn has_feature(&self, name: &str) -> bool {
        // The last word counts, as in LLVM.
        let mentions = |f: &&str| f.get(1..) == Some(name);
        self.features.split(',').rfind(mentions).is_some_and(|f| f.starts_with('+'))
    }

    fn arm_profile(&self) -> Option<arch::ArmProfile> {
        arch::ArmProfile::of_triple(&self.triple)
    }

    /// The processor has instructions for atomic read-modify-write of a word.
    pub fn has_atomics(&self) -> bool {
        match self.arch {
            Arch::Arm => self.arm_profile() != Some(arch::ArmProfile::V6M),
            Arch::RiscV32 => self.has_feature("a"),
            Arch::Xtensa => true,
        }
    }

    /// The processor divides integers.
    pub fn has_divide(&self) -> bool {
        match self.arch {
            Arch::Arm => self.arm_profile() != Some(arch::ArmProfile::V6M),
            Arch::RiscV32 => self.has_feature("m"),
            Arch::Xtensa => true,
        }
    }

    /// The processor multiplies 32 by 32 to 64 bits in one instruction or a pair.
    pub fn has_long_multiply(&self) -> bool {
        match self.arch {
            Arch::Arm => self.has_thumb2(),
            Arch::RiscV32 => self.has_feature("m"),
            Arch::Xtensa => true,
        }
    }

    /// The processor is an Arm with the 32-bit instructions of Thumb-2, not only a few of them.
    pub fn has_thumb2(&self) -> bool {
        use arch::ArmProfile::{V6M, V8MBase};
        self.arch == Arch::Arm && !matches!(self.arm_profile(), Some(V6M | V8MBase))
    }

    pub fn has_float32(&self) -> bool {
        self.fpu != Fpu::None
    }

    pub fn has_float64(&self) -> bool {
        matches!(self.fpu, Fpu::V5Double | Fpu::Double)
    }

    /// The arguments with which clang compiles LLVM IR, C and assembly for this target.
    pub fn clang_args(&self) -> Vec<String> {
        let mut args = vec![format!("--target={}", self.triple)];
        match self.arch {
            Arch::Arm => {
                args.push(format!("-mcpu={}", self.cpu));
                args.push("-mthumb".into());
                args.push(format!("-mfloat-abi={}", self.float_abi.name()));
                if self.fpu != Fpu::None {
                    args.push(format!("-mfpu={}", self.fpu.name()));
                }
            }
            Arch::RiscV32 => {
                args.push(format!("-march={}", arch::riscv_march(&self.features)));
                args.push(format!("-mabi={}", self.abi));
            }
            // The functions name their processor themselves; clang knows the option only for its
            // assembler.
            Arch::Xtensa => {}
        }
        args
    }

    /// What clang's own assembler must be told beside [`Target::clang_args`].
    pub fn assembler_args(&self) -> Vec<String> {
        // Else the folder in which embgo was started would stand in the table of lines.
        let mut args = vec!["-fdebug-compilation-dir=.".to_owned()];
        if self.arch == Arch::Xtensa {
            args.extend(["-Xclangas", "-target-cpu", "-Xclangas", &self.cpu].map(Into::into));
        }
        args
    }

    /// What assembly files are compiled with beside [`Target::clang_args`].
    pub fn asm_args(&self) -> Vec<String> {
        let mut args = vec![format!("-DEMBGO_IRQS={}", self.interrupts)];
        args.extend(self.vectors_in_ram.then(|| "-DEMBGO_VECTORS_IN_RAM".to_owned()));
        args.extend(self.cflags.iter().cloned());
        args
    }

    /// How a program is run without the board: `qemu`, the emulator's name, `simulator`, or none.
    pub fn runner(&self) -> Option<String> {
        match self.emulator.first() {
            Some(tool) if tool.starts_with("qemu") => Some("qemu".into()),
            Some(tool) => Some(tool.clone()),
            None => self.simulator.as_ref().map(|_| "simulator".into()),
        }
    }
}
