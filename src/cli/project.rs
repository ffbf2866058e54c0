//! Puts what `embgo.toml` says into the command line, where the command line itself is silent.

use crate::driver::config::{self, Commands, Config};
use anyhow::{Result, anyhow};
use clap::parser::ValueSource;
use clap::{ArgMatches, Command};
use std::ffi::OsString;
use std::path::PathBuf;

/// The commands that follow the file.
const COMMANDS: &[&str] =
    &["build", "run", "test", "flash", "monitor", "gdb", "debug", "list", "layout", "size", "env"];

/// The arguments with the project's settings, and the file that they are from.
pub struct Settled {
    pub args: Vec<OsString>,
    pub file: Option<PathBuf>,
}

/// Adds the flags that the project's file gives and `args` does not. Arguments that make no sense
/// stay as they are: they are reported when they are parsed.
pub fn settle(args: Vec<OsString>, definition: &Command) -> Result<Settled> {
    let unchanged = |args| Ok(Settled { args, file: None });
    let Ok(matches) = definition.clone().try_get_matches_from(&args) else {
        return unchanged(args);
    };
    let Some((name, given)) = matches.subcommand().filter(|(name, _)| COMMANDS.contains(name))
    else {
        return unchanged(args);
    };
    let Some(path) = config::find(&super::out::current_dir()?) else { return unchanged(args) };
    let config = Config::read(&path, &commands(definition))?;
    let Some(command) = definition.find_subcommand(name) else { return unchanged(args) };
    let added = flags(&config, command, given);
    let mut all = args;
    // Behind the command's name.
    all.splice(2..2, added);
    Ok(Settled { args: all, file: Some(path) })
}

/// The flags to add for a command.
fn flags(config: &Config, command: &Command, given: &ArgMatches) -> Vec<OsString> {
    let is_open = |key: &str| {
        let arg = command.get_arguments().find(|a| a.get_long() == Some(key));
        arg.is_some_and(|a| {
            given.value_source(a.get_id().as_str()) != Some(ValueSource::CommandLine)
        })
    };
    let mut added = Vec::new();
    let name = command.get_name();
    let mut target = given.try_get_one::<String>("target").ok().flatten().cloned();
    if is_open("target")
        && let Some(chosen) = config.target(name)
    {
        added.push(format!("--target={chosen}").into());
        target = Some(chosen.to_owned());
    }
    for (key, value) in config.flags(name, &target.unwrap_or_default()) {
        if is_open(key) {
            added.push(match value {
                Some(value) => format!("--{key}={value}").into(),
                None => format!("--{key}").into(),
            });
        }
    }
    added
}

/// The commands with their flags, for the reader of the file.
fn commands(definition: &Command) -> Commands {
    let of =
        |c: &Command| c.get_arguments().filter_map(|a| a.get_long()).map(str::to_owned).collect();
    let commands = definition.get_subcommands().filter(|c| COMMANDS.contains(&c.get_name()));
    commands.map(|c| (c.get_name().to_owned(), of(c))).collect()
}

/// An argument out of the file that no command takes.
pub fn bad_value(file: &std::path::Path, e: &clap::Error) -> anyhow::Error {
    let text = e.render().to_string();
    let text = text.split("\n\nUsage").next().unwrap_or("").trim();
    let text = text.split("\n\nFor more").next().unwrap_or("");
    anyhow!("{}: {}", file.display(), text.strip_prefix("error: ").unwrap_or(text))
}
