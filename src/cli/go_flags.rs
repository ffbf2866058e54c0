//! Flags the way Go writes them: `-target=pico` for `--target=pico`.

use clap::Command;
use std::collections::BTreeSet;
use std::ffi::OsString;

/// The long flags of all commands.
pub fn names(command: &mut Command) -> BTreeSet<String> {
    // Adds what clap has by itself, `--help` and `--version`.
    command.build();
    fn collect(command: &Command, out: &mut BTreeSet<String>) {
        out.extend(command.get_arguments().filter_map(|a| a.get_long()).map(str::to_owned));
        command.get_subcommands().for_each(|c| collect(c, out));
    }
    let mut out = BTreeSet::new();
    collect(command, &mut out);
    out
}

/// Gives flags of one dash their second one. What stands after `--` belongs to the program.
///
/// A flag that nobody knows is rewritten too, so that clap can name the flag that was meant instead
/// of complaining about its first letter.
pub fn rewrite(args: Vec<OsString>, known: &BTreeSet<String>) -> Vec<OsString> {
    let mut open = true;
    let rewrite = |arg: OsString| {
        open &= arg != "--";
        match arg.to_str() {
            Some(text) if open && is_long(text, known) => format!("-{text}").into(),
            _ => arg,
        }
    };
    args.into_iter().map(rewrite).collect()
}

fn is_long(arg: &str, known: &BTreeSet<String>) -> bool {
    let Some(flag) = arg.strip_prefix('-') else { return false };
    let name = flag.split('=').next().unwrap_or(flag);
    let word = name.len() > 1 && name.starts_with(|c: char| c.is_ascii_alphabetic());
    word || known.contains(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    fn rewritten(line: &str) -> String {
        let known = names(&mut super::super::args::Cli::command());
        let args = line.split(' ').map(OsString::from).collect();
        let out: Vec<_> = rewrite(args, &known).into_iter().map(|a| a.into_string()).collect();
        out.into_iter().map(Result::unwrap).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn single_dashes_become_double() {
        let same = |line| assert_eq!(rewritten(line), line);
        assert_eq!(rewritten("build -target=pico -opt z"), "build --target=pico --opt z");
        assert_eq!(rewritten("build -no-debug -json"), "build --no-debug --json");
        assert_eq!(rewritten("build -taget=x"), "build --taget=x");
        same("build -o f -x -h -o=f --target=pico -");
        same("build -1 x-y");
    }

    #[test]
    fn the_programs_arguments_are_its_own() {
        assert_eq!(rewritten("run -x x.go -- -target -v"), "run -x x.go -- -target -v");
    }
}
