//! How `runtime-stubs/` is laid over the SDK's packages.
//!
//! A folder there replaces the SDK's package of that path, unless `overlay.txt` names the package:
//! then its files join the SDK's, and each replaces the SDK's file of the same name. A line of the
//! table is `path: ...`, where `-x.go` leaves out a file of the SDK, `+x.go` takes one whatever its
//! build constraints say, `=x.go` takes only the files named so, and `@tag` sets a build tag. Without
//! an SDK a package in the folder `nosdk/` comes before all.

use anyhow::{Result, bail};
use rustc_hash::FxHashMap;
use std::path::PathBuf;

/// The table's name, in `runtime-stubs/`.
pub(super) const TABLE: &str = "overlay.txt";

/// The folder of `runtime-stubs/` with the packages for programs without an SDK.
pub(super) const STAND_INS: &str = "nosdk";

/// What is done to one package of the SDK.
#[derive(Clone, Default, Debug)]
pub(super) struct Changes {
    /// Files of the SDK that are left out.
    pub(super) without: Vec<String>,
    /// Files of the SDK that are taken whatever their build constraints say.
    pub(super) with: Vec<String>,
    /// If there are any: the only files of the SDK that are taken.
    pub(super) only: Vec<String>,
    /// Build tags that are set for the package.
    pub(super) tags: Vec<String>,
}

impl Changes {
    /// Reports whether a file of the SDK is not taken. Tests are not the table's matter.
    pub(super) fn leaves_out(&self, name: &str) -> bool {
        let other = !self.only.is_empty() && !self.only.iter().any(|n| n == name);
        self.without.iter().any(|n| n == name) || other && !name.ends_with("_test.go")
    }
}

/// Our files for a package that is the SDK's otherwise.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    /// Where they are; the folder may be missing.
    pub(super) dir: PathBuf,
    pub(super) embedded: bool,
    /// How the folder is named in messages.
    pub(super) shown: String,
    pub(super) changes: Changes,
}

/// The table: packages of the SDK that are changed.
pub(super) type Table = FxHashMap<String, Changes>;

/// Reads the table.
pub(super) fn parse(text: &str) -> Result<Table> {
    let mut table = Table::default();
    for (i, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or("").trim();
        if line.is_empty() {
            continue;
        }
        let Some((path, files)) = line.split_once(':') else {
            bail!("{TABLE}:{}: want `path: -file.go +file.go`", i + 1);
        };
        let mut changes = Changes::default();
        for word in files.split_whitespace() {
            let list = match word.as_bytes()[0] {
                b'-' => &mut changes.without,
                b'+' => &mut changes.with,
                b'=' => &mut changes.only,
                b'@' => &mut changes.tags,
                _ => bail!("{TABLE}:{}: {word} begins with none of - + = @", i + 1),
            };
            list.push(word[1..].to_owned());
        }
        if table.insert(path.to_owned(), changes).is_some() {
            bail!("{TABLE}:{}: {path} is there twice", i + 1);
        }
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn reads_lines() {
        let table = parse("# all\n\ntime: -a.go +b.go # why\nmath:\n").unwrap();
        assert_eq!(table["time"].without, ["a.go"]);
        assert_eq!(table["time"].with, ["b.go"]);
        assert!(table["math"].with.is_empty());
        assert_eq!(parse("a: @x.y\n").unwrap()["a"].tags, ["x.y"]);
        assert!(parse("time\n").is_err());
        assert!(parse("time: a.go\n").is_err());
        assert!(parse("time:\ntime:\n").is_err());
    }
}
