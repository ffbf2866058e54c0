//! The front half of the pipeline: files to a checked program.

use super::ldflags;
use super::options::{BuildOptions, Emit, PanicStrategy};
use super::timing::Timing;
use crate::base::embedded::EmbeddedFs;
use crate::base::fs::DiskFs;
use crate::check::{self, Checker};
use crate::load;
use crate::syntax::print::dump::dump;
use crate::target::Target;
use crate::tools::find::Search;
use crate::tools::goroot;
use anyhow::Result;
use std::fmt::Write as _;
use std::path::Path;

/// A checked program.
pub struct Checked {
    pub checker: Checker,
    /// The blocks whose runs the program counts.
    pub covered: Vec<load::Covered>,
}

/// Where packages come from for a command in the folder `dir`.
pub fn environment(dir: &Path) -> load::Env<'static> {
    let mut env = load::Env::new(&DiskFs, &EmbeddedFs, dir);
    // For work on embgo's own Go packages: no new embgo for each change.
    env.overlay = std::env::var_os("EMBGO_STUBS").map(Into::into);
    env.goroot = goroot::find(&Search::from_env());
    env.mod_cache = goroot::module_cache();
    let work = std::env::var_os("GOWORK").filter(|v| !v.is_empty());
    env.go_work = work.map(|w| if w == "off" { w.into() } else { dir.join(w) });
    env
}

/// Loads and checks what the options name, and the packages `also` beside that.
pub fn check(
    options: &BuildOptions,
    also: &[&str],
    target: &Target,
    timing: &mut Timing,
) -> Result<Checked> {
    let mut tags = target.all_tags();
    tags.extend(options.tags.iter().cloned());
    if options.panic == PanicStrategy::Trap {
        tags.push("panic.trap".to_owned());
    }
    let mut roots = load::Roots::from_args(&options.inputs)?;
    if options.test {
        roots = load::Roots::Test(Box::new(roots));
    }
    let mut env = environment(&options.dir);
    if options.panic == PanicStrategy::Reset {
        tags.push("embgo.panicreset".to_owned());
    }
    env.cover.clone_from(&options.cover);
    env.implicit.extend(also.iter().map(|p| (*p).to_owned()));
    let (mut loaded, mut diags) = timing.phase("load", || load::program(&env, &roots, &tags))?;
    // A root that is one of our own packages may declare functions that assembly defines.
    let ours = |p: &mut load::LoadedPackage| p.user = p.origin == load::Origin::User;
    loaded.packages.iter_mut().for_each(ours);
    let covered = std::mem::take(&mut loaded.covered);
    let mut checker = match diags.stops_checking() {
        true => check::unchecked(loaded),
        false => timing.phase("check", || check::check_program(loaded)),
    };
    if !diags.stops_checking() {
        ldflags::apply(&mut checker, &options.set)?;
    }
    diags.append(std::mem::take(&mut checker.diags));
    checker.diags = diags;
    Ok(Checked { checker, covered })
}

/// The text that `--emit` asks for, if the front half can give it.
pub fn emit(what: Option<Emit>, checked: &Checked) -> Option<String> {
    let prog = &checked.checker.prog;
    match what? {
        Emit::Ast => {
            let mut out = String::new();
            for &file in &prog.ents.packages[prog.main].files {
                let _ = write!(out, "{}", dump(prog.ast(file), &prog.sources));
            }
            Some(out)
        }
        Emit::Types => Some(check::dump::dump_types(&checked.checker)),
        _ => None,
    }
}
