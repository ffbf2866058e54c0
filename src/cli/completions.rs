//! `embgo completions`.

use super::args::{Cli, CompletionsArgs};
use super::out;
use anyhow::Result;
use clap::CommandFactory as _;

pub fn run(args: &CompletionsArgs) -> Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "embgo", &mut script);
    out::print(&String::from_utf8_lossy(&script))?;
    Ok(0)
}
