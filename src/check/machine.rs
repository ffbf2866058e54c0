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

/// Whether boards call pins so: `LED_RED`, `SPI2_SCK_PIN`, `NEOPIXEL`, `D13`, `GPIO4`, `P1_02`.
fn is_pin(name: &str) -> bool {
    let starts = ["LED", "BUTTON", "NEOPIXEL", "WS2812", "TFT_", "LCD_", "SD_", "NINA_"];
    let number = name.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = &name[..name.len() - number.len()];
    let port = letters.len() == 2 && letters.starts_with('P');
    starts.iter().any(|s| name.starts_with(s))
        || ["_PIN", "_CS", "_RST", "_DC"].iter().any(|e| name.ends_with(e))
        || (port || ["A", "D", "P", "GP", "GPIO", "IO"].contains(&letters))
            && number.starts_with(|c: char| c.is_ascii_digit())
            && number.chars().all(|c| c.is_ascii_digit() || c == '_')
}

/// What to say about such a name, with what the chip's own pins are called.
fn no_such_pin(chip: &str) -> String {
    let own = match chip {
        "RP2040" => ": GPIO0 to GPIO29",
        "STM32F4" => ": PA0 to PE15",
        "nRF52840" => ": P0_00 to P1_15",
        "nRF52833" => ": P0_00 to P1_09",
        "ESP32-C3" => ": GPIO0 to GPIO21",
        "ESP32-S3" => ": GPIO0 to GPIO48",
        "RT106x" => ", as PA0 + 9 for GPIO1_IO09",
        "FE310" => ": P00 to P31",
        _ => "",
    };
    format!("this board has no pin of that name; take one by the chip's own names{own}")
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
        let row = rows.iter().find(|r| r.has(name));
        let lacking = row.is_some_and(|r| r.lacking.contains(&chip.as_str()));
        if !lacking && is_pin(name) {
            return Some(no_such_pin(&chip));
        }
        let what = row?.what;
        Some(match lacking {
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
