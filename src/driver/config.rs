//! The project's `embgo.toml`: what flags are when the command line does not give them.
//!
//! Takes the text of the file and the commands with their flags, gives the settings for one
//! command and target. `docs/config.md` describes the file.

use crate::target::suggest;
use anyhow::{Context as _, Result, bail};
use indexmap::IndexMap;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The file's name.
pub const NAME: &str = "embgo.toml";

/// How the value of a key is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    /// A string or a whole number.
    Text,
    /// A list of strings, or one string.
    List,
    Switch,
}

/// Every key, named as the flag.
const KEYS: &[(&str, Shape)] = &[
    ("target", Shape::Text),
    ("opt", Shape::Text),
    ("panic", Shape::Text),
    ("gc", Shape::Text),
    ("scheduler", Shape::Text),
    ("serial", Shape::Text),
    ("stack-size", Shape::Text),
    ("size", Shape::Text),
    ("tags", Shape::List),
    ("no-debug", Shape::Switch),
    ("method", Shape::Text),
    ("port", Shape::Text),
    ("probe", Shape::Text),
    ("baud", Shape::Text),
    ("wait", Shape::Text),
    ("timeout", Shape::Text),
    ("no-verify", Shape::Switch),
    ("erase", Shape::Switch),
    ("raw", Shape::Switch),
    ("timestamps", Shape::Switch),
    ("log", Shape::Text),
    ("short", Shape::Switch),
];

/// The commands that the file has a say in, each with its flags.
pub type Commands = IndexMap<String, Vec<String>>;

/// What a file says.
#[derive(Debug)]
pub struct Config {
    pub path: PathBuf,
    settings: Vec<Setting>,
}

/// One key.
#[derive(Debug, PartialEq, Eq)]
struct Setting {
    /// Only with this target.
    target: Option<String>,
    /// Only for this command.
    command: Option<String>,
    key: String,
    /// As it would stand behind `-key=`; `None` for a switch that is on, which has no value.
    value: Option<String>,
}

/// The nearest `embgo.toml`, from `dir` up to the root of its module or repository.
pub fn find(dir: &Path) -> Option<PathBuf> {
    for dir in dir.ancestors() {
        let path = dir.join(NAME);
        if path.is_file() {
            return Some(path);
        }
        if ["go.mod", "go.work", ".git"].iter().any(|name| dir.join(name).exists()) {
            return None;
        }
    }
    None
}

impl Config {
    /// Reads the file.
    pub fn read(path: &Path, commands: &Commands) -> Result<Config> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        Config::parse(path, &text, commands)
    }

    /// Reads the text of the file at `path`. Whatever is wrong with it is told with its line.
    pub fn parse(path: &Path, text: &str, commands: &Commands) -> Result<Config> {
        let table = match DeTable::parse(text) {
            Ok(table) => table,
            Err(e) => {
                let line = e.span().map_or(1, |s| line(text, s.start));
                bail!("{}:{line}: {}", path.display(), e.message());
            }
        };
        let mut reader = Reader { path, text, commands, settings: Vec::new() };
        reader.table(table.get_ref(), None, None)?;
        Ok(Config { path: path.to_owned(), settings: reader.settings })
    }

    /// The target of a command, unless the command line names one.
    pub fn target(&self, command: &str) -> Option<&str> {
        // Tests run in an emulator; the board that a program is for need not have one.
        let any = command != "test";
        let found = self.settings.iter().filter(|s| s.target.is_none() && s.key == "target");
        let mut found = found.filter(|s| match &s.command {
            Some(c) => c == command,
            None => any,
        });
        let first = found.next()?;
        // What is said of the command wins over what is said of all.
        let best = found.find(|s| s.command.is_some()).unwrap_or(first);
        best.value.as_deref()
    }

    /// What the flags of a command are with a target: names and values, the target not among them.
    pub fn flags(&self, command: &str, target: &str) -> IndexMap<&str, Option<&str>> {
        let mut fitting: Vec<&Setting> = self
            .settings
            .iter()
            .filter(|s| s.key != "target")
            .filter(|s| s.target.as_deref().is_none_or(|t| self.is_target(t, target)))
            .filter(|s| s.command.as_deref().is_none_or(|c| c == command))
            .collect();
        // The later wins: first what is said of everything, last of this target and command.
        fitting.sort_by_key(|s| (s.target.is_some(), s.command.is_some()));
        fitting.into_iter().map(|s| (s.key.as_str(), s.value.as_deref())).collect()
    }

    /// Is it the target that the file calls `named`?
    fn is_target(&self, named: &str, target: &str) -> bool {
        let file = || self.path.parent().map(|folder| folder.join(named));
        named == target
            || (named.ends_with(".json") && file().is_some_and(|f| f == Path::new(target)))
    }
}

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    commands: &'a Commands,
    settings: Vec<Setting>,
}

impl Reader<'_> {
    fn table(
        &mut self,
        table: &DeTable<'_>,
        target: Option<&str>,
        command: Option<&str>,
    ) -> Result<()> {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match value.get_ref() {
                DeValue::Table(inner) if command.is_none() && self.commands.contains_key(name) => {
                    self.table(inner, target, Some(name))?;
                }
                DeValue::Table(targets)
                    if target.is_none() && command.is_none() && name == "targets" =>
                {
                    for (board, inner) in targets {
                        let Some(inner) = inner.get_ref().as_table() else {
                            return self.fail(board.span(), "a target's settings are a table");
                        };
                        self.table(inner, Some(board.get_ref()), None)?;
                    }
                }
                _ => self.setting(key, value, target, command)?,
            }
        }
        Ok(())
    }

    fn setting(
        &mut self,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
        target: Option<&str>,
        command: Option<&str>,
    ) -> Result<()> {
        let name = key.get_ref().as_ref();
        let has = |c: &str| self.commands[c].iter().any(|flag| flag == name);
        let shape = KEYS.iter().find(|(k, _)| *k == name).map(|(_, shape)| *shape);
        if target.is_some() && name == "target" {
            return self.fail(key.span(), "a target is not chosen in the settings of a target");
        }
        let Some(shape) = shape.filter(|_| command.is_none_or(has)) else {
            return self.unknown(key, command);
        };
        let text = |v: &DeValue<'_>| match v {
            DeValue::String(s) => Some(s.to_string()),
            DeValue::Integer(i) if i.radix() == 10 => Some(i.as_str().replace('_', "")),
            _ => None,
        };
        let value = match (shape, value.get_ref()) {
            (Shape::Switch, DeValue::Boolean(on)) => {
                if !on {
                    return Ok(());
                }
                None
            }
            (Shape::List, DeValue::Array(items)) => {
                let items: Option<Vec<String>> =
                    items.iter().map(|i| i.get_ref().as_str().map(str::to_owned)).collect();
                match items {
                    Some(items) => Some(items.join(",")),
                    None => {
                        return self.fail(value.span(), &format!("{name} is a list of strings"));
                    }
                }
            }
            (Shape::Text | Shape::List, v) => match text(v) {
                Some(text) => Some(self.relative(name, text)),
                None => {
                    let what = if shape == Shape::List { "a list of strings" } else { "a string" };
                    return self.fail(value.span(), &format!("{name} is {what}"));
                }
            },
            (Shape::Switch, _) => {
                return self.fail(value.span(), &format!("{name} is true or false"));
            }
        };
        self.settings.push(Setting {
            target: target.map(str::to_owned),
            command: command.map(str::to_owned),
            key: name.to_owned(),
            value,
        });
        Ok(())
    }

    /// A target file of the project is found from the place of `embgo.toml`.
    fn relative(&self, key: &str, value: String) -> String {
        let folder = self.path.parent().filter(|_| key == "target" && value.ends_with(".json"));
        match folder {
            Some(folder) => folder.join(&value).to_string_lossy().into_owned(),
            None => value,
        }
    }

    fn unknown(
        &self,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        command: Option<&str>,
    ) -> Result<()> {
        let name = key.get_ref().as_ref();
        let of = command.map_or(String::new(), |c| format!(" for embgo {c}"));
        let sections = self.commands.keys().map(String::as_str).chain(["targets"]);
        let sections = sections.filter(|_| command.is_none());
        let flags = command.map(|c| self.commands[c].as_slice());
        let keys = KEYS
            .iter()
            .map(|(k, _)| *k)
            .filter(|k| flags.is_none_or(|flags| flags.iter().any(|f| f == k)));
        let meant = suggest::nearest(name, keys.chain(sections));
        let help = meant.map_or(String::new(), |m| format!("; did you mean {m}?"));
        self.fail(key.span(), &format!("unknown key {name}{of}{help}"))
    }

    fn fail(&self, span: std::ops::Range<usize>, message: &str) -> Result<()> {
        bail!("{}:{}: {message}", self.path.display(), line(self.text, span.start))
    }
}

/// The line, from 1, of a byte of the text.
fn line(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|b| *b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn commands() -> Commands {
        let of = |flags: &str| flags.split(' ').map(str::to_owned).collect();
        [
            ("build".to_owned(), of("target opt tags stack-size")),
            ("flash".to_owned(), of("target opt tags stack-size port baud no-verify")),
            ("test".to_owned(), of("target opt tags short")),
        ]
        .into()
    }

    fn parse(text: &str) -> Result<Config> {
        Config::parse(Path::new("/p/embgo.toml"), text, &commands())
    }

    #[test]
    fn the_nearer_setting_wins() {
        let config = parse(
            "target = 'pico'\nopt = 2\ntags = ['a', 'b']\n[flash]\nbaud = 921_600\nopt = 's'\n\
             no-verify = true\n[targets.pico]\nopt = 'z'\nport = '/dev/x'\n[targets.pico.flash]\n\
             opt = '0'\n[test]\ntarget = 'boards/mine.json'\n",
        )
        .unwrap();
        let of = |command, target| {
            let flags = config.flags(command, target);
            let words = flags.iter().map(|(k, v)| format!("{k}={}", v.unwrap_or("on")));
            words.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(of("build", "pico"), "opt=z tags=a,b port=/dev/x");
        assert_eq!(of("build", "other"), "opt=2 tags=a,b");
        assert_eq!(of("flash", "other"), "opt=s tags=a,b baud=921600 no-verify=on");
        assert!(of("flash", "pico").starts_with("opt=0 "));
        assert_eq!(config.target("build"), Some("pico"));
        assert_eq!(config.target("test"), Some("/p/boards/mine.json"));
        assert_eq!(parse("target = 'pico'").unwrap().target("test"), None);
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        let check = |text: &str, expect: Expect| {
            expect.assert_eq(&parse(text).unwrap_err().to_string());
        };
        check("\ntarg = 'x'", expect!["/p/embgo.toml:2: unknown key targ; did you mean tags?"]);
        check(
            "[build]\nport = 'x'",
            expect!["/p/embgo.toml:2: unknown key port for embgo build; did you mean opt?"],
        );
        check(
            "[biuld]\nopt = 'x'",
            expect!["/p/embgo.toml:1: unknown key biuld; did you mean build?"],
        );
        check(
            "[targets.x]\ntarget = 'y'",
            expect!["/p/embgo.toml:2: a target is not chosen in the settings of a target"],
        );
        check("[targets]\nx = 'y'", expect!["/p/embgo.toml:2: a target's settings are a table"]);
        check("tags = [1]", expect!["/p/embgo.toml:1: tags is a list of strings"]);
        check("opt = 1.5", expect!["/p/embgo.toml:1: opt is a string"]);
        check("erase = 'yes'", expect!["/p/embgo.toml:1: erase is true or false"]);
        check("target = [", expect!["/p/embgo.toml:1: unclosed array, expected `]`"]);
    }

    #[test]
    fn nothing_makes_it_panic() {
        arbtest::arbtest(|u| {
            let text: String = u.arbitrary()?;
            let _ = parse(&text);
            Ok(())
        });
    }
}
