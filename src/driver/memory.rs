//! What the options and directives say about memory and goroutines, held against the program.

use super::options::{BuildOptions, Named as _, Serial};
use crate::base::diag::{Diagnostic, Diagnostics};
use crate::base::source::Span;
use crate::ir::module::Module;
use crate::passes::PassConfig;
use crate::passes::allocs::{self, Site};
use crate::target::Target;
use anyhow::{Result, bail};

/// The collector, the scheduler and the console of a build: the flags, else the target's.
///
/// # Errors
/// The console would be on USB, and the board has no such port.
pub fn apply(options: &BuildOptions, target: &mut Target) -> Result<()> {
    // The names are those of the target's keys.
    if let Some(gc) = options.gc {
        target.gc = gc.name().to_owned();
    }
    if let Some(scheduler) = options.scheduler {
        target.scheduler = scheduler.name().to_owned();
    }
    if let Some(serial) = options.serial {
        target.serial = serial.name().to_owned();
    }
    if target.serial == Serial::Usb.name() && !target.usb_serial {
        bail!(
            "{} has no serial port on USB that embgo drives; build with -serial=uart or -serial=rtt",
            target.name
        );
    }
    Ok(())
}

/// Looks at the module between the passes `escape` and `heap`.
pub fn check(
    m: &Module,
    config: &PassConfig,
    options: &BuildOptions,
    target: &Target,
    diags: &mut Diagnostics,
) -> Vec<Site> {
    for b in allocs::broken(m, config) {
        let message = format!("{} is go:noheap, but allocates: {}", b.func, b.site.text());
        let mut d = Diagnostic::error("NoHeap", Span::at(b.site.pos), message);
        for (pos, callee) in b.chain {
            d = d.note(Span::at(pos), format!("{callee} is called here"));
        }
        diags.push(d.note(Span::at(b.pos), format!("{} is declared here", b.func)));
    }
    if target.scheduler == "none" {
        for pos in allocs::go_statements(m) {
            let message = "go statement with -scheduler=none";
            let d = Diagnostic::error("NoScheduler", Span::at(pos), message);
            diags.push(d.help("build with -scheduler=tasks"));
        }
    }
    let none = target.gc == "none";
    if !none && options.print_allocs.is_none() {
        return Vec::new();
    }
    let mut sites = allocs::sites(m, config);
    if none {
        for site in &sites {
            let message = format!("heap allocation with -gc=none: {}", site.text());
            diags.push(Diagnostic::error("HeapAllocation", Span::at(site.pos), message));
        }
    }
    match &options.print_allocs {
        Some(pattern) => sites.retain(|s| pattern.is_match(&s.func)),
        None => sites.clear(),
    }
    sites
}
