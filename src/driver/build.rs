//! The pipeline: from options to an image, in the order of the rooms.

use super::cache::Cache;
use super::objects::Objects;
use super::options::{BuildOptions, Emit, Opt, PanicStrategy};
use super::output;
use super::result::{BuildResult, Built};
use super::timing::Timing;
use super::{front, memory, stacks, work::WorkDir};
use crate::base::diag::Diagnostic;
use crate::base::embedded::EmbeddedFs;
use crate::base::fs::DiskFs;
use crate::base::source::Span;
use crate::image::{self, Format};
use crate::ir::module::Module;
use crate::link;
use crate::lower::program::Roots;
use crate::stack::facts::Facts;
use crate::stack::traced::Known;
use crate::target::Target;
use crate::tools::command::Runner;
use crate::tools::find::Search;
use crate::{llvm, lower, passes, stack, target};
use anyhow::{Context as _, Result};

/// Builds what the options ask for. Trouble with the Go code is in the result's diagnostics;
/// trouble with files and tools is an error.
pub fn build(options: &BuildOptions) -> Result<BuildResult> {
    let mut timing = Timing::start();
    let mut target = timing
        .phase("target", || target::load(&options.target, &DiskFs, &EmbeddedFs, &options.dir))?;
    memory::apply(options, &mut target)?;
    let (path, format) = output_plan(options, &target)?;
    if !options.no_output && options.emit.is_none() {
        output::check_folder(&path)?;
    }

    let mut front = front::check(options, &[], &target, &mut timing)?;
    let ended = |built, allocs, front: front::Checked, target, timing| {
        let sources = front.checker.prog.sources;
        let diagnostics = front.checker.diags.sorted(&sources);
        let covered = front.covered;
        Ok(BuildResult { sources, diagnostics, target, built, allocs, covered, timing })
    };
    if front.checker.diags.has_errors() {
        return ended(None, Vec::new(), front, target, timing);
    }
    if let Some(text) = front::emit(options.emit, &front) {
        let built = Built::text(text, options, format)?;
        return ended(Some(built), Vec::new(), front, target, timing);
    }
    let mut module =
        timing.phase("lower", || lower::program::program(&mut front.checker, &Roots::Program));
    if front.checker.diags.has_errors() {
        return ended(None, Vec::new(), front, target, timing);
    }
    let mut allocs = Vec::new();
    timing.phase("passes", || {
        run_passes(&mut module, options.opt, options.panic, &mut |name, config, m| {
            if name == "escape" {
                allocs = memory::check(m, config, options, &target, &mut front.checker.diags);
            }
        })
    })?;
    if front.checker.diags.has_errors() {
        return ended(None, allocs, front, target, timing);
    }
    let facts = timing.phase("calls", || stack::facts::collect(&mut module));
    for (pos, text) in stack::handlers::check(&facts, target.interrupts, &target.name) {
        front.checker.diags.push(Diagnostic::error("BadInterrupt", Span::at(pos), text));
    }
    if front.checker.diags.has_errors() {
        return ended(None, allocs, front, target, timing);
    }
    let callers = stack::traced::mark(&mut module, &facts);
    let program = (&module, &facts, callers.as_deref());
    let built = back(options, &target, &front, program, (path, format), &mut timing)?;
    ended(Some(built), allocs, front, target, timing)
}

fn output_plan(options: &BuildOptions, target: &Target) -> Result<(std::path::PathBuf, Format)> {
    let name = output::program_name(&options.inputs, &options.dir);
    let (path, format) = output::plan(options.output.as_deref(), &name, &target.image.format)?;
    Ok((options.dir.join(path), format))
}

/// From the IR to files.
fn back(
    options: &BuildOptions,
    target: &Target,
    front: &front::Checked,
    (module, facts, callers): (&Module, &Facts, Option<&[Known]>),
    (path, format): (std::path::PathBuf, Format),
    timing: &mut Timing,
) -> Result<Built> {
    if options.emit == Some(Emit::Ir) {
        return Built::text(crate::ir::print::module(module), options, format);
    }
    if options.emit == Some(Emit::Ld) {
        let script = link::script::script(target, &link::script::LinkOptions::default())?;
        return Built::text(script, options, format);
    }
    let sources = &front.checker.prog.sources;
    let ll = timing.phase("llvm", || {
        let mut emit = emit_options(options);
        // The table of callers is made from it.
        emit.debug |= callers.is_some();
        llvm::emit(module, &emit_target(target), sources, &emit)
    });
    if options.emit == Some(Emit::Ll) {
        return Built::text(ll, options, format);
    }
    let search = Search::from_env();
    let runner = Runner { echo: options.echo };
    let work = WorkDir::new(options.work)?;
    let cache = Cache::from_env();
    let helpers = Default::default();
    let objects =
        Objects { target, options, search: &search, runner, work: &work, cache: &cache, helpers };
    let asm = timing.phase("clang", || objects.assembly(&ll))?;
    let (asm, stacks) =
        timing.phase("stacks", || objects.stacks(facts, &asm, callers.is_some()))?;
    if options.emit == Some(Emit::Asm) {
        return Built::text(asm, options, format);
    }
    let mut inputs = timing.phase("runtime objects", || objects.runtime())?;
    inputs.insert(0, timing.phase("assembler", || objects.program(&asm))?);
    let sizes = stacks::symbols(&stacks);
    let linked = timing.phase("link", || match callers {
        None => objects.link(&inputs, &sizes),
        Some(known) => objects.link_with_callers(inputs, &sizes, known, sources),
    })?;
    if options.emit == Some(Emit::Map) {
        return Built::text(linked.map, options, format);
    }
    let mut elf = linked.elf;
    let output = timing.phase("image", || -> Result<_> {
        if target.image.boot2_checksum {
            image::boot2::patch_boot2(&mut elf)?;
        }
        if !options.debug {
            elf = image::strip::strip(&elf)?;
        }
        if options.no_output {
            return Ok(None);
        }
        let image_options =
            image::Options { uf2_family: target.image.uf2_family, ..Default::default() };
        let bytes = image::from_elf(&elf, format, &image_options)?;
        image::write_atomic(&path, &bytes)
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Some(path))
    })?;
    Ok(Built { elf, output, format, text: None, work: work.keep(), stacks })
}

/// Runs the passes that the options call for; `after` sees the module after each of them.
pub(super) fn run_passes(
    module: &mut Module,
    opt: Opt,
    panic: PanicStrategy,
    after: &mut dyn FnMut(&str, &passes::PassConfig, &Module),
) -> Result<()> {
    if panic == PanicStrategy::Trap {
        // A failed check traps on the spot and reaches nothing.
        module.checks.clear();
    }
    let level = match opt {
        Opt::O0 => passes::Level::Required,
        Opt::O1 | Opt::O2 | Opt::Os | Opt::Oz => passes::Level::Full,
    };
    let small = matches!(opt, Opt::Os | Opt::Oz);
    let config = passes::PassConfig { level, small, ..Default::default() };
    passes::run(module, &config, &mut |name, m| after(name, &config, m))
}

/// What LLVM is told of the target.
pub(super) fn emit_target(target: &Target) -> llvm::EmitTarget {
    use crate::target::arch::Arch;
    let masking = match target.arch {
        Arch::Arm => llvm::Masking::Primask,
        Arch::RiscV32 => llvm::Masking::Mstatus,
        Arch::Xtensa => llvm::Masking::IntLevel,
    };
    let native = target.has_atomics();
    llvm::EmitTarget {
        triple: target.triple.clone(),
        data_layout: target.data_layout().to_owned(),
        cpu: target.cpu.clone(),
        features: target.features.clone(),
        abi: target.abi.clone(),
        atomics: if native {
            llvm::Atomics::Native(masking)
        } else {
            llvm::Atomics::Masked(masking)
        },
    }
}

fn emit_options(options: &BuildOptions) -> llvm::EmitOptions {
    llvm::EmitOptions {
        opt: match options.opt {
            Opt::O0 | Opt::O1 | Opt::O2 => llvm::Opt::Speed,
            Opt::Os => llvm::Opt::Size,
            Opt::Oz => llvm::Opt::MinSize,
        },
        debug: options.debug,
        panic: match options.panic {
            PanicStrategy::Print | PanicStrategy::Reset => llvm::PanicStrategy::Print,
            PanicStrategy::Trap => llvm::PanicStrategy::Trap,
        },
        no_builtins: false,
    }
}
