//! The command line. Prints, never computes.
//!
//! Data that was asked for goes to standard output, everything meant for people to standard error.
//! The exit status is 0 for success, 1 for failure and 2 for a command that makes no sense;
//! `embgo run` passes on the status of the program.

pub mod args;
pub mod build;
pub mod clean;
pub mod completions;
pub mod debug;
pub mod devices;
pub mod doctor;
pub mod duration;
pub mod env;
pub mod flash;
pub mod gdb;
pub mod go_flags;
pub mod info;
pub mod init;
pub mod interrupt;
pub mod layout;
pub mod list;
pub mod monitor;
pub mod out;
pub mod ports;
pub mod probes;
pub mod progress;
pub mod project;
pub mod report;
pub mod run;
pub mod size;
pub mod stacks;
pub mod svd;
pub mod table;
pub mod targets;
pub mod test;
pub mod values;
pub mod version;

use args::{Cli, Command};
use clap::{CommandFactory as _, FromArgMatches as _};
use std::any::Any;
use std::ffi::OsString;
use std::process::ExitCode;

/// Phases that walk deep syntax trees need more than a thread usually has. Only what is touched is
/// ever taken from the system.
const STACK: usize = 256 << 20;

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(internal_error));
    let args: Vec<OsString> = std::env::args_os().collect();
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || command(args));
    match worker {
        // The hook has said what there is to say of a panic.
        Ok(thread) => ExitCode::from(thread.join().unwrap_or(1)),
        Err(e) => {
            out::error(&anyhow::Error::new(e).context("cannot start a thread"));
            ExitCode::FAILURE
        }
    }
}

/// Parses the arguments and runs the command; gives the exit status.
fn command(args: Vec<OsString>) -> u8 {
    let mut definition = Cli::command();
    let args = go_flags::rewrite(args, &go_flags::names(&mut definition));
    let project::Settled { args, file } = match project::settle(args, &definition) {
        Ok(settled) => settled,
        Err(e) => {
            out::error(&e);
            return 1;
        }
    };
    let parsed = definition.try_get_matches_from(args).and_then(|m| Cli::from_arg_matches(&m));
    let cli = match (parsed, file) {
        (Ok(cli), _) => cli,
        (Err(e), Some(file)) => {
            out::error(&project::bad_value(&file, &e));
            return 1;
        }
        (Err(e), None) => {
            // Help that was asked for comes this way too; clap knows which stream it belongs to. A
            // closed stream is no reason to complain on another.
            let _ = e.print();
            return e.exit_code() as u8;
        }
    };
    let json = cli.command.json();
    dispatch(cli.command).unwrap_or_else(|e| {
        if json {
            out::error_json(&e);
        } else {
            out::error(&e);
        }
        1
    })
}

fn dispatch(command: Command) -> anyhow::Result<u8> {
    match command {
        Command::Build(args) => build::run(&args),
        Command::Run(args) => run::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Flash(args) => flash::run(&args),
        Command::Ports(args) => ports::run(&args),
        Command::Probes(args) => probes::run(&args),
        Command::Monitor(args) => monitor::run(&args),
        Command::Gdb(args) => gdb::run(&args),
        Command::Debug(args) => debug::run(&args),
        Command::Targets(args) => targets::run(&args),
        Command::Info(args) => info::run(&args),
        Command::List(args) => list::run(&args),
        Command::Layout(args) => layout::run(&args),
        Command::Size(args) => size::run(&args),
        Command::Env(args) => env::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Svd(args) => svd::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Clean(args) => clean::run(&args),
        Command::Version(args) => version::run(&args),
        Command::Completions(args) => completions::run(&args),
    }
}

/// The panic hook: a panic is a bug of embgo's own, whatever the input was.
fn internal_error(info: &std::panic::PanicHookInfo<'_>) {
    let place = info.location().map(|l| format!("{}:{}", l.file(), l.line()));
    out::note(&format!(
        "internal compiler error: {} ({})\n  this is a bug in embgo; please report it with the \
         program that shows it",
        panic_text(info.payload()),
        place.as_deref().unwrap_or("unknown place")
    ));
}

fn panic_text(payload: &dyn Any) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic")
}
