//! LLVM's Xtensa assembly made fit for its own assembler: text in, text out.
//!
//! LLVM 22 writes the constants of a function as `.literal` lines, which its assembler puts into
//! the same section as the code, and then computes some offsets of `l32r` wrongly. Here each
//! function's literals get a section of their own in front of it, `.literal.<function>`, so that
//! the linker computes the offsets. Equal literals of a function become one, and a call of a
//! constant address becomes a direct one. A function that has a section of its own choice, such as
//! one that is to run from RAM, keeps its literals with it, and may be too far away for direct calls.

use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt::Write;

/// A direct call reaches 512 KB (ISA reference, CALL0). An instruction has at most 3 bytes; with
/// more lines than this a call goes through a literal, as LLVM writes it.
const DIRECT_CALL_LINES: usize = 512 * 1024 / 3;

/// Rewrites the assembly of a module.
pub fn place_literals(assembly: &str) -> String {
    let direct = assembly.bytes().filter(|b| *b == b'\n').count() < DIRECT_CALL_LINES;
    let out = String::with_capacity(assembly.len());
    let mut fix = Fix { out, direct, far: far(assembly), ..Fix::default() };
    for line in assembly.lines() {
        fix.line(line);
    }
    fix.flush_load();
    fix.out.push_str(&fix.held);
    fix.out
}

/// The functions that are not in a section of the usual names.
fn far(assembly: &str) -> FxHashSet<&str> {
    let mut chosen = false;
    let mut far = FxHashSet::default();
    for line in assembly.lines().map(str::trim_start) {
        if line.starts_with(".section") || line.starts_with(".text") {
            chosen = chosen_section(line).is_some();
        } else if let Some(name) = function(line)
            && chosen
        {
            far.insert(name);
        }
    }
    far
}

/// `.type name,@function`
fn function(line: &str) -> Option<&str> {
    let name = line.strip_prefix(".type\t")?.strip_suffix(",@function")?;
    Some(name.trim_matches('"'))
}

/// The name of a section that is not LLVM's own choice for code.
fn chosen_section(line: &str) -> Option<&str> {
    let name = line.strip_prefix(".section\t")?.split(',').next()?.trim_matches('"');
    (name != ".text" && !name.starts_with(".text.")).then_some(name)
}

#[derive(Default)]
struct Fix<'a> {
    out: String,
    direct: bool,
    /// Functions that a direct call may not reach.
    far: FxHashSet<&'a str>,
    /// The function at hand is one of them.
    here: bool,
    /// The literals of the function at hand: the label of the first with its value.
    literals: Vec<(&'a str, &'a str)>,
    /// From each value to its place among the literals.
    places: FxHashMap<&'a str, usize>,
    /// From each label to the place of its value.
    labels: FxHashMap<&'a str, usize>,
    /// What stands between the first literal and the function's name.
    held: String,
    /// A load of an address into the register that a call could follow: register and literal.
    load: Option<(&'a str, usize)>,
}

impl<'a> Fix<'a> {
    fn line(&mut self, line: &'a str) {
        let text = line.trim_start();
        if text == ".literal_position" || text.starts_with(".cfi_") {
            return;
        }
        if let Some((label, value)) = literal(text) {
            return self.literal(label, value);
        }
        if self.literals.is_empty() {
            self.out.push_str(line);
            self.out.push('\n');
            return;
        }
        if let Some(name) = function(text) {
            self.section(name);
        } else if !self.held.is_empty() || text.starts_with(".text") || text.starts_with(".section")
        {
            self.held.push_str(line);
            self.held.push('\n');
            return;
        }
        self.code(line);
        if text.starts_with(".size") {
            self.literals.clear();
            self.places.clear();
            self.labels.clear();
        }
    }

    fn literal(&mut self, label: &'a str, value: &'a str) {
        let next = self.literals.len();
        let place = *self.places.entry(value).or_insert(next);
        if place == next {
            self.literals.push((label, value));
        }
        self.labels.insert(label, place);
    }

    /// The function's name is known: its literals come before its code.
    fn section(&mut self, name: &str) {
        self.here = self.far.contains(name);
        let chosen = self.held.lines().rev().find_map(|l| chosen_section(l.trim_start()));
        let place = chosen.filter(|_| self.here).unwrap_or("");
        let _ = writeln!(self.out, "\t.section\t\"{place}.literal.{name}\",\"ax\",@progbits");
        self.out.push_str("\t.p2align\t2\n");
        for (label, value) in &self.literals {
            let _ = writeln!(self.out, "{label}:\n\t.long\t{}", quoted(value));
        }
        self.out.push_str(&self.held);
        self.held.clear();
    }

    /// One line of code, with literals by their first label.
    fn code(&mut self, line: &'a str) {
        if let Some((register, place)) = self.load {
            let symbol = self.literals[place].1;
            let called = line.trim_start().strip_prefix("callx0\t");
            let near = !self.here && !self.far.contains(symbol);
            if self.direct && near && called == Some(register) && is_symbol(symbol) {
                let _ = writeln!(self.out, "\tcall0\t{}", quoted(symbol));
                self.load = None;
                return;
            }
            if !line.trim_start().starts_with(".loc") {
                self.flush_load();
            }
        }
        let load = line.trim_start().strip_prefix("l32r\t").and_then(|l| l.split_once(", "));
        match load.and_then(|(r, label)| Some((r, *self.labels.get(label.trim_end())?))) {
            // A call changes every register that could hold the address.
            Some(load) => self.load = Some(load),
            None => {
                self.out.push_str(line);
                self.out.push('\n');
            }
        }
    }
}

impl Fix<'_> {
    fn flush_load(&mut self) {
        if let Some((register, place)) = self.load.take() {
            let label = self.literals[place].0;
            let _ = writeln!(self.out, "\tl32r\t{register}, {label}");
        }
    }
}

/// `.literal .LCPI0_1, value`
fn literal(text: &str) -> Option<(&str, &str)> {
    let (label, value) = text.strip_prefix(".literal ")?.split_once(',')?;
    Some((label.trim(), value.trim()))
}

fn is_symbol(value: &str) -> bool {
    !value.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.')
        && split(value).1.is_empty()
}

/// A symbol and what is added to it, `name` and `+4`.
fn split(value: &str) -> (&str, &str) {
    let digits = value.trim_end_matches(|c: char| c.is_ascii_digit());
    match digits.strip_suffix(['+', '-']) {
        Some(symbol) if digits.len() < value.len() && !symbol.is_empty() => {
            value.split_at(symbol.len())
        }
        _ => (value, ""),
    }
}

/// LLVM quotes no symbol in a literal.
fn quoted(value: &str) -> String {
    let (symbol, offset) = split(value);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '$' | '-');
    match symbol.chars().all(plain) {
        true => value.to_owned(),
        false => {
            let symbol = symbol.replace('\\', "\\\\").replace('"', "\\\"");
            format!("\"{symbol}\"{offset}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_get_their_own_section() {
        let input = "\t.literal_position\n\t.literal .LCPI0_0, 99999\n\t.literal .LCPI0_1, main.(*T).m\n\
            \t.literal .LCPI0_2, 99999\n\t.section\t.text.f,\"ax\",@progbits\n\t.type\tf,@function\nf:\n\
            \tl32r\ta9, .LCPI0_2\n\tl32r\ta8, .LCPI0_1\n\tcallx0\ta8\n\tret\n\t.size\tf, .-f\n";
        let want = "\t.section\t\".literal.f\",\"ax\",@progbits\n\t.p2align\t2\n.LCPI0_0:\n\t.long\t99999\n\
            .LCPI0_1:\n\t.long\t\"main.(*T).m\"\n\t.section\t.text.f,\"ax\",@progbits\n\t.type\tf,@function\nf:\n\
            \tl32r\ta9, .LCPI0_0\n\tcall0\t\"main.(*T).m\"\n\tret\n\t.size\tf, .-f\n";
        assert_eq!(place_literals(input), want);
    }

    #[test]
    fn functions_with_a_place_of_their_own_are_far() {
        let code = |name: &str, section: &str, called: &str| {
            format!(
                "\t.literal .L{name}, {called}\n\t.section\t{section},\"ax\",@progbits\n\
                 \t.type\t{name},@function\n{name}:\n\tl32r\ta8, .L{name}\n\tcallx0\ta8\n\
                 \t.size\t{name}, .-{name}\n"
            )
        };
        let input = code("f", ".text.f", "g") + &code("g", ".ramfunc.g", "h");
        let input = input + &code("h", ".text.h", "f");
        let fixed = place_literals(&input);
        assert!(fixed.contains("f:\n\tl32r\ta8, .Lf\n\tcallx0\ta8\n"), "{fixed}");
        assert!(fixed.contains("\".ramfunc.g.literal.g\"") && fixed.contains("\".literal.f\""));
        assert!(fixed.contains("g:\n\tl32r\ta8, .Lg\n\tcallx0\ta8\n"), "{fixed}");
        assert!(fixed.contains("h:\n\tcall0\tf\n"), "{fixed}");
    }

    #[test]
    fn what_is_no_call_stays() {
        let input = "\t.literal .LCPI0_0, x+4\n\t.text\n\t.type\tf,@function\nf:\n\tl32r\ta8, .LCPI0_0\n\
            \tcallx0\ta8\n\tl32r\ta8, .LCPI0_0\n\t.size\tf, .-f\n";
        let fixed = place_literals(input);
        assert!(
            fixed.contains("\tl32r\ta8, .LCPI0_0\n\tcallx0\ta8\n\tl32r\ta8, .LCPI0_0\n"),
            "{fixed}"
        );
    }

    #[test]
    fn symbols_and_offsets_come_apart() {
        assert_eq!(split("a+4"), ("a", "+4"));
        assert_eq!(split("-7"), ("-7", ""));
        assert_eq!(split("a.b$1"), ("a.b$1", ""));
        assert_eq!(quoted("main.T[int]-12"), "\"main.T[int]\"-12");
    }

    #[test]
    fn any_text_is_taken() {
        arbtest::arbtest(|u| {
            let pieces = [
                "\t.literal .LCPI0_0, x\n",
                "\t.literal .LCPI0_1, 12\n",
                "\t.type\tf,@function\n",
                "\tl32r\ta8, .LCPI0_0\n",
                "\tcallx0\ta8\n",
                "\t.size\tf, 3\n",
                "\t.text\n",
                "f:\n",
                "\n",
            ];
            let mut text = String::new();
            for _ in 0..u.arbitrary_len::<u8>()?.min(40) {
                text.push_str(u.choose(&pieces)?);
            }
            place_literals(&text);
            Ok(())
        });
    }
}
