//! Names of package machine that the chip's files do not declare: what they would be, and whether
//! it is the chip or embgo that has none. The table is `runtime-stubs/machine/names.txt`.

use super::Checker;
use super::constant::Value;
use crate::base::embedded;
use crate::types::repr::*;

/// A line of the table.
pub struct Row<'t> {
    /// The name that stands for the others.
    pub name: &'t str,
    pub what: &'t str,
    /// The chips that have no such thing, as package machine calls them.
    pub lacking: Vec<&'t str>,
    patterns: Vec<&'t str>,
}

impl Row<'_> {
    fn has(&self, name: &str) -> bool {
        let matches = |p: &&str| match p.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == *p,
        };
        name == self.name || self.patterns.iter().any(matches)
    }
}

/// The table.
pub fn rows() -> Vec<Row<'static>> {
    let text = embedded::get("runtime-stubs/machine/names.txt").unwrap_or_default();
    let text = std::str::from_utf8(text).unwrap_or_default();
    let lines = text.lines().filter(|l| !l.starts_with('#') && !l.is_empty());
    let row = |line: &'static str| {
        let mut parts = line.split('|').map(str::trim);
        let mut part = || parts.next().unwrap_or_default();
        let (name, what, lacking) = (part(), part(), part().split_whitespace().collect());
        Row { name, what, lacking, patterns: part().split_whitespace().collect() }
    };
    lines.map(row).collect()
}

impl Checker {
    /// What to say about a name that package machine does not declare; nothing of other packages.
    pub(super) fn machine_help(&mut self, pkg: PkgId, name: &str) -> Option<String> {
        if self.prog.ents.packages[pkg].path.as_str() != "machine" {
            return None;
        }
        let chip = self.chip_name(pkg)?;
        let numbered = self.numbered(pkg, name);
        if !numbered.is_empty() {
            return Some(format!("this board has {}", numbered.join(", ")));
        }
        let rows = rows();
        let Some(row) = rows.iter().find(|r| r.has(name)) else {
            let board = name == "LED" || name == "BUTTON" || name.ends_with("_PIN");
            return board.then(|| {
                "this board has no pin of that name; take one by the chip's own names".to_owned()
            });
        };
        let what = row.what;
        Some(match row.lacking.contains(&chip.as_str()) {
            true if chip == "QEMU" => format!("the emulated machine has no {what}"),
            true => format!("the {chip} has no {what}"),
            false => format!("embgo has no {what} for the {chip} yet"),
        })
    }

    /// The value of the package's constant `deviceName`.
    fn chip_name(&mut self, pkg: PkgId) -> Option<String> {
        let mut names = self.prog.ents.scopes[self.prog.ents.packages[pkg].scope].names.iter();
        let (_, &obj) = names.find(|(name, _)| name.as_str() == "deviceName")?;
        self.obj_decl(obj);
        let ObjectKind::Const { value: Some(value) } = self.prog.ents.objects[obj].kind else {
            return None;
        };
        match &self.prog.consts[value] {
            Value::Str(text) => Some(String::from_utf8_lossy(text).into_owned()),
            _ => None,
        }
    }

    /// The package's names that differ from this one in their number only.
    fn numbered(&self, pkg: PkgId, name: &str) -> Vec<String> {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        if stem.len() == name.len() {
            return Vec::new();
        }
        let scope = &self.prog.ents.scopes[self.prog.ents.packages[pkg].scope];
        let like = |n: &str| {
            n.strip_prefix(stem)
                .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit()))
        };
        let mut names: Vec<String> =
            scope.names.keys().map(|n| n.as_str().to_owned()).filter(|n| like(n)).collect();
        names.sort_by_key(|n| (n.len(), n.clone()));
        names
    }
}
