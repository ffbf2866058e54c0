//! What follows from the processor: data layout, features, compiler arguments. Knows nothing of
//! boards.

use serde::Serialize;

/// The architectures there are back ends for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Arch {
    Arm,
    RiscV32,
    Xtensa,
}

/// The floating-point unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Fpu {
    #[serde(rename = "none")]
    None,
    /// Single precision, Cortex-M4.
    #[serde(rename = "fpv4-sp-d16")]
    V4Single,
    /// Single precision, Cortex-M7 and M33.
    #[serde(rename = "fpv5-sp-d16")]
    V5Single,
    /// Double precision, Cortex-M7.
    #[serde(rename = "fpv5-d16")]
    V5Double,
    /// The F extension of RISC-V, or the single-precision unit of Xtensa.
    #[serde(rename = "f")]
    Single,
    /// The F and D extensions of RISC-V.
    #[serde(rename = "d")]
    Double,
}

/// How floating-point values travel between functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FloatAbi {
    /// No floating-point instructions at all.
    Soft,
    /// The unit is used, but values are passed in integer registers.
    SoftFp,
    Hard,
}

/// The instruction set of an Arm triple, `v6m` say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArmProfile {
    V6M,
    V7M,
    V7EM,
    V8MBase,
    V8MMain,
}

impl Arch {
    /// The architecture of an LLVM triple.
    pub fn of_triple(triple: &str) -> Option<Arch> {
        let first = triple.split('-').next().unwrap_or("");
        if first == "riscv32" {
            Some(Arch::RiscV32)
        } else if first == "xtensa" {
            Some(Arch::Xtensa)
        } else if ArmProfile::of_triple(triple).is_some() {
            Some(Arch::Arm)
        } else {
            None
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Arch::Arm => "arm",
            Arch::RiscV32 => "riscv32",
            Arch::Xtensa => "xtensa",
        }
    }

    /// LLVM's data layout string, as clang gives it for the triples of this architecture.
    pub fn data_layout(self) -> &'static str {
        match self {
            Arch::Arm => "e-m:e-p:32:32-Fi8-i64:64-v128:64:128-a:0:32-n32-S64",
            Arch::RiscV32 => "e-m:e-p:32:32-i64:64-n32-S128",
            Arch::Xtensa => "e-m:e-p:32:32-i8:8:32-i16:16:32-i64:64-n32",
        }
    }

    /// The symbol at which execution starts.
    pub fn entry(self) -> &'static str {
        match self {
            Arch::Arm => "Reset_Handler",
            Arch::RiscV32 | Arch::Xtensa => "_start",
        }
    }
}

impl ArmProfile {
    pub fn of_triple(triple: &str) -> Option<ArmProfile> {
        let first = triple.split('-').next().unwrap_or("");
        let version = first.strip_prefix("thumb").or_else(|| first.strip_prefix("arm"))?;
        Some(match version {
            "v6m" => ArmProfile::V6M,
            "v7m" => ArmProfile::V7M,
            "v7em" => ArmProfile::V7EM,
            "v8m.base" => ArmProfile::V8MBase,
            "v8m.main" => ArmProfile::V8MMain,
            _ => return None,
        })
    }

    pub fn default_cpu(self) -> &'static str {
        match self {
            ArmProfile::V6M => "cortex-m0",
            ArmProfile::V7M => "cortex-m3",
            ArmProfile::V7EM => "cortex-m4",
            ArmProfile::V8MBase => "cortex-m23",
            ArmProfile::V8MMain => "cortex-m33",
        }
    }
}

impl Fpu {
    pub fn of_name(name: &str) -> Option<Fpu> {
        Some(match name {
            "none" => Fpu::None,
            "fpv4-sp-d16" => Fpu::V4Single,
            "fpv5-sp-d16" => Fpu::V5Single,
            "fpv5-d16" => Fpu::V5Double,
            _ => return None,
        })
    }

    /// The unit a feature string switches on, for architectures that name it there.
    pub fn of_features(arch: Arch, features: &str) -> Fpu {
        let has = |f: &str| features.split(',').any(|x| x == f);
        match arch {
            Arch::RiscV32 if has("+d") => Fpu::Double,
            Arch::RiscV32 if has("+f") => Fpu::Single,
            Arch::Xtensa if has("+fp") => Fpu::Single,
            _ => Fpu::None,
        }
    }

    /// As clang's `-mfpu=` has it.
    pub fn name(self) -> &'static str {
        match self {
            Fpu::None => "none",
            Fpu::V4Single => "fpv4-sp-d16",
            Fpu::V5Single => "fpv5-sp-d16",
            Fpu::V5Double => "fpv5-d16",
            Fpu::Single => "f",
            Fpu::Double => "d",
        }
    }
}

impl FloatAbi {
    pub fn of_name(name: &str) -> Option<FloatAbi> {
        Some(match name {
            "soft" => FloatAbi::Soft,
            "softfp" => FloatAbi::SoftFp,
            "hard" => FloatAbi::Hard,
            _ => return None,
        })
    }

    pub fn name(self) -> &'static str {
        match self {
            FloatAbi::Soft => "soft",
            FloatAbi::SoftFp => "softfp",
            FloatAbi::Hard => "hard",
        }
    }
}

/// The features of an Arm processor beyond those its name implies to LLVM.
pub fn arm_features(profile: ArmProfile, fpu: Fpu) -> Vec<&'static str> {
    let mut features = vec!["+thumb-mode"];
    if matches!(profile, ArmProfile::V6M | ArmProfile::V8MBase) {
        // ARMv6-M Architecture Reference Manual, A3.2: every unaligned access faults.
        features.push("+strict-align");
    }
    features.extend_from_slice(match fpu {
        Fpu::V4Single => &["+vfp4d16sp"][..],
        Fpu::V5Single => &["+fp-armv8d16sp", "-fp64"],
        Fpu::V5Double => &["+fp-armv8d16"],
        Fpu::None | Fpu::Single | Fpu::Double => &["+soft-float", "-fpregs"],
    });
    features
}

/// The value of clang's `-march=` that switches on the features of a RISC-V processor.
pub fn riscv_march(features: &str) -> String {
    let has = |f: &str| features.split(',').any(|x| x.strip_prefix('+') == Some(f));
    let mut march = String::from(if has("e") { "rv32e" } else { "rv32i" });
    for letter in ["m", "a", "f", "d", "c"] {
        if has(letter) {
            march.push_str(letter);
        }
    }
    march.push_str("_zicsr_zifencei");
    for extension in ["zmmul", "zba", "zbb", "zbc", "zbs"] {
        if has(extension) {
            march.push('_');
            march.push_str(extension);
        }
    }
    march
}
