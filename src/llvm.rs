//! The IR as textual LLVM IR (LLVM 19 to 22), with debug information. The only room that knows
//! LLVM's syntax; it starts no tool and reads no file.
//!
//! `emit` is a single pass that appends to one string. Room map: `text` names, types, operands,
//! constants; `global` variables; `function` headers, blocks and terminators; `inst` instructions;
//! `intrinsic` operations LLVM knows by name, atomics; `debug` metadata for the debugger; `xtensa`
//! what LLVM's Xtensa assembly needs before it is assembled.

mod debug;
mod debug_type;
mod function;
mod global;
mod inst;
mod intrinsic;
mod text;
pub mod xtensa;

use crate::base::source::SourceMap;
use crate::ir::module::Module;

/// What LLVM must know about the processor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EmitTarget {
    /// `thumbv7m-none-eabi`
    pub triple: String,
    pub data_layout: String,
    /// LLVM's name of the processor; empty: generic.
    pub cpu: String,
    /// LLVM's feature list, `+thumb-mode,-fpregs`.
    pub features: String,
    /// RISC-V's calling convention, `ilp32`; empty elsewhere.
    pub abi: String,
    pub atomics: Atomics,
}

impl EmitTarget {
    fn is_xtensa(&self) -> bool {
        self.triple.starts_with("xtensa")
    }
}

/// How a read-modify-write of memory becomes indivisible.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Atomics {
    /// By the processor's instructions, up to 32 bits. Wider ones mask interrupts, for which the
    /// way is named.
    Native(Masking),
    /// By masking interrupts: a single core without such instructions.
    Masked(Masking),
}

/// How interrupts are masked for a few instructions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Masking {
    /// Cortex-M: PRIMASK (ARMv6-M ARM, B1.4.3).
    Primask,
    /// RISC-V: mstatus.MIE (Privileged Specification, 3.1.6.1).
    Mstatus,
    /// Xtensa: PS.INTLEVEL (ISA reference, RSIL).
    IntLevel,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EmitOptions {
    pub opt: Opt,
    /// Debug information.
    pub debug: bool,
    pub panic: PanicStrategy,
    /// For the arithmetic helpers: LLVM must not turn a loop of `memcpy` into a call of `memcpy`.
    pub no_builtins: bool,
}

/// What LLVM optimises for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Opt {
    /// Speed, or nothing at all.
    Speed,
    /// `-opt=s`
    Size,
    /// `-opt=z`
    MinSize,
}

/// What a failed check does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PanicStrategy {
    /// Calls the run-time function of its kind.
    Print,
    /// Executes an undefined instruction.
    Trap,
}

/// The module as LLVM IR. It must have passed [`crate::ir::verify`] and hold no `New` any more
/// (the heap pass replaces them); equal input gives equal text.
pub fn emit(
    module: &Module,
    target: &EmitTarget,
    sources: &SourceMap,
    opts: &EmitOptions,
) -> String {
    let mut e = text::Emitter::new(module, target, sources, opts);
    e.header();
    e.globals();
    e.functions();
    e.finish()
}
