//! What a build gives back. Plain data, shown by the command line.

use super::options::BuildOptions;
use super::timing::Timing;
use crate::base::diag::{Diagnostic, Severity};
use crate::base::source::SourceMap;
use crate::image::{self, Format};
use crate::load::Covered;
use crate::passes::allocs::Site;
use crate::stack::plan::Plan;
use crate::target::Target;
use anyhow::Result;
use std::path::PathBuf;

pub struct BuildResult {
    /// The files that the diagnostics speak of.
    pub sources: SourceMap,
    /// By position. An error among them means that nothing was built.
    pub diagnostics: Vec<Diagnostic>,
    pub target: Target,
    pub built: Option<Built>,
    /// The heap allocations that `-print-allocs` asks for.
    pub allocs: Vec<Site>,
    /// The blocks whose runs the program counts, by package.
    pub covered: Vec<Covered>,
    pub timing: Timing,
}

/// What was built.
pub struct Built {
    /// The linked program, with its symbols and debug information unless these were not wanted.
    /// Empty when something else was asked for with `--emit`.
    pub elf: Vec<u8>,
    /// The file that was written, if one was.
    pub output: Option<PathBuf>,
    pub format: Format,
    /// The text that `--emit` asked for, when no `-o` says where to write it.
    pub text: Option<String>,
    /// The folder of intermediate files, when it is kept (`-work`).
    pub work: Option<PathBuf>,
    /// How large each stack is, and why.
    pub stacks: Plan,
}

impl Built {
    /// A text that `--emit` asked for: written to the file of `-o`, or given back.
    pub fn text(text: String, options: &BuildOptions, format: Format) -> Result<Built> {
        let output = options.output.as_ref().map(|o| options.dir.join(o));
        if let Some(path) = &output {
            image::write_atomic(path, text.as_bytes())?;
        }
        let text = output.is_none().then_some(text);
        let (elf, stacks) = (Vec::new(), Plan::default());
        Ok(Built { elf, output, format, text, work: None, stacks })
    }
}

impl BuildResult {
    pub fn failed(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }
}
