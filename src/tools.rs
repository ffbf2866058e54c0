//! Finds and runs other programs: clang, the linker, emulators, simulators, debuggers.
//!
//! The only room that starts processes. It knows what a tool is called and how it is installed, and
//! not what the build wants from it. No shell is ever involved, so nothing needs quoting.

pub mod command;
pub mod debugger;
pub mod emulator;
pub mod find;
pub mod goroot;
pub mod install;
pub mod probe;
pub mod simulator;
pub mod spec;
pub mod words;

use std::path::PathBuf;

/// A program that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tool {
    pub id: spec::ToolId,
    pub path: PathBuf,
    /// The major version, where the tool's name or place says it (always for the LLVM tools).
    pub version: Option<u32>,
}

impl Tool {
    /// The name of the file (`clang-22`), for messages.
    pub fn name(&self) -> String {
        match self.path.file_name() {
            Some(name) => name.to_string_lossy().into_owned(),
            None => self.id.name().to_owned(),
        }
    }
}
