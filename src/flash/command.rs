//! The target's `flash-command`: a program of the user's, split into arguments and run without a
//! shell.

use super::firmware::Firmware;
use super::{Choice, Progress, Written, ports};
use crate::image::Format;
use crate::target::Target;
use crate::tools::command::{Command, Runner};
use crate::tools::find::Search;
use crate::tools::words;
use anyhow::{Context as _, Result, bail};
use std::path::PathBuf;

/// The command with its program found and its port known.
#[derive(Debug)]
pub struct Prepared {
    program: PathBuf,
    words: Vec<String>,
    own_format: Format,
}

/// The files a command may ask for.
const FILES: [(&str, Option<Format>); 5] = [
    ("{elf}", Some(Format::Elf)),
    ("{hex}", Some(Format::Hex)),
    ("{uf2}", Some(Format::Uf2)),
    // The target's own format: a plain image, or that of a boot ROM.
    ("{bin}", None),
    ("{img}", None),
];

pub fn prepare(target: &Target, choice: &Choice, search: &Search) -> Result<Prepared> {
    let command = &target.flash.command;
    if command.is_empty() {
        bail!("the target {} has no \"flash-command\"", target.name);
    }
    let problem = || format!("\"flash-command\" of {}", target.name);
    let mut words = words::split(command).with_context(problem)?;
    if command.contains("{port}") {
        let port = ports::choose(target, choice.port.as_deref())?;
        words.iter_mut().for_each(|w| *w = w.replace("{port}", &port));
    }
    if words.is_empty() {
        bail!("{}: it is empty", problem());
    }
    let name = words.remove(0);
    let program = which::which_in(&name, search.path.as_ref(), ".")
        .map_err(|_| anyhow::anyhow!("{}: the program {name} was not found", problem()))?;
    let own_format = match Format::named(&target.image.format) {
        Some(format @ Format::Esp(_)) => format,
        _ => Format::Bin,
    };
    Ok(Prepared { program, words, own_format })
}

impl Prepared {
    /// The program, for people.
    pub fn program(&self) -> String {
        self.program.display().to_string()
    }

    pub fn run(
        self,
        firmware: &Firmware,
        runner: Runner,
        progress: &mut dyn Progress,
    ) -> Result<Written> {
        let dir = super::scratch()?;
        let mut command = Command::program(&self.program);
        let mut bytes = 0;
        for word in &self.words {
            let mut word = word.clone();
            for (pattern, format) in FILES {
                if !word.contains(pattern) {
                    continue;
                }
                let format = format.unwrap_or(self.own_format);
                let content = firmware.encode(format)?;
                bytes = content.len() as u64;
                let path = dir.path().join(format!("firmware.{}", format.extension()));
                std::fs::write(&path, content)
                    .with_context(|| format!("cannot write {}", path.display()))?;
                word = word.replace(pattern, &path.to_string_lossy());
            }
            command.arg(word);
        }
        progress.note(&format!("running {}", self.program()));
        runner.run(&command)?;
        Ok(Written { bytes, skipped: 0, checked: None })
    }
}
