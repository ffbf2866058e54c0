//! Work on the whole program between lowering and LLVM: what only Go's rules allow, or what makes
//! the module smaller before LLVM sees it.
//!
//! One file a pass, one row a pass in [`PASSES`]. A pass takes a module that the verifier accepts
//! and gives one; it keeps what the program does. Passes know nothing of each other beyond the
//! order that the table states.

pub mod allocs;
pub mod barriers;
pub mod channels;
pub mod dce;
pub mod escape;
pub mod heap;
pub mod init_eval;
pub mod nil_checks;
pub mod read_only;
pub mod reclaim;

use crate::ir::module::Module;
use crate::ir::verify;
use anyhow::{Result, anyhow};

/// How much work the passes do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// Only what the back end cannot do without.
    Required,
    /// What makes programs small and fast.
    Full,
}

/// What passes must know of the options.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PassConfig {
    pub level: Level,
    /// Objects up to this many bytes may move to the stack.
    pub max_stack_object: u64,
    /// Size counts more than speed.
    pub small: bool,
    /// Verify the module after each pass.
    pub verify: bool,
}

impl Default for PassConfig {
    fn default() -> Self {
        let verify = cfg!(debug_assertions);
        PassConfig { level: Level::Full, max_stack_object: 256, small: true, verify }
    }
}

/// A row of the table.
pub struct Pass {
    pub name: &'static str,
    pub run: fn(&mut Module, &PassConfig),
    /// The lowest level at which it runs.
    pub level: Level,
    /// Passes that must have run before, if they run at all.
    pub needs: &'static [&'static str],
}

/// All passes in the order they run.
pub const PASSES: &[Pass] = &[
    Pass { name: "dce", run: dce::run, level: Level::Required, needs: &[] },
    Pass { name: "init_eval", run: init_eval::run, level: Level::Full, needs: &["dce"] },
    Pass { name: "channels", run: channels::run, level: Level::Full, needs: &["dce"] },
    Pass { name: "nil_checks", run: nil_checks::run, level: Level::Full, needs: &["dce"] },
    // The allocator must not allocate: the runtime relies on this one.
    Pass {
        name: "escape",
        run: escape::run,
        level: Level::Required,
        needs: &["dce", "nil_checks"],
    },
    Pass { name: "heap", run: heap::run, level: Level::Required, needs: &["escape"] },
    Pass { name: "reclaim", run: reclaim::run, level: Level::Full, needs: &["heap"] },
    Pass { name: "read_only", run: read_only::run, level: Level::Full, needs: &["heap"] },
    // The passes before take stores for what they are in the source.
    Pass { name: "barriers", run: barriers::run, level: Level::Required, needs: &["heap"] },
];

/// Runs the passes of the level; calls `after` with each one's name and what it made (for
/// dumps). An error is a bug of the compiler.
pub fn run(
    m: &mut Module,
    config: &PassConfig,
    after: &mut dyn FnMut(&'static str, &Module),
) -> Result<()> {
    if config.verify {
        check(m, "lowering")?;
    }
    for pass in PASSES.iter().filter(|p| p.level <= config.level) {
        (pass.run)(m, config);
        if config.verify {
            check(m, pass.name)?;
        }
        after(pass.name, m);
    }
    Ok(())
}

fn check(m: &Module, phase: &str) -> Result<()> {
    verify::module(m).map_err(|e| anyhow!("internal compiler error after {phase}: {e}"))
}

/// The pass with this name.
pub fn find(name: &str) -> Option<&'static Pass> {
    PASSES.iter().find(|p| p.name == name)
}
