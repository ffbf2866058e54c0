//! Names of a description, made into names and comments of Go.

use std::collections::BTreeSet;

/// An exported Go name.
pub fn exported(name: &str) -> String {
    let mut out = part(name);
    let first = out.chars().next().unwrap_or('_');
    if first.is_ascii_lowercase() {
        out.replace_range(..1, &first.to_ascii_uppercase().to_string());
    } else if !first.is_ascii_uppercase() {
        out.insert(0, 'X');
    }
    out
}

/// What may stand within a Go name: what may not becomes `_`. A name without any capital letter is
/// written in capitals, as those of registers are in most descriptions.
pub fn part(name: &str) -> String {
    let name = name.trim();
    let small = !name.chars().any(|c| c.is_ascii_uppercase());
    let letter = |c: char| match c {
        c if !c.is_ascii_alphanumeric() => '_',
        c if small => c.to_ascii_uppercase(),
        c => c,
    };
    name.chars().map(letter).collect()
}

/// Letters and digits in lower case. What else there is would be read as `_test` or `_linux` at the
/// end of a file's name, and Go has no such package names.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// The name of a file without its ending.
pub fn file_stem(chip: &str) -> String {
    let stem = plain(chip);
    if stem.is_empty() { "chip".to_owned() } else { stem }
}

/// A package's name for a chip.
pub fn package(chip: &str) -> String {
    let name = file_stem(chip);
    if is_package(&name) { name } else { format!("chip{name}") }
}

/// Whether Go takes it as the name of a package that others import.
pub fn is_package(name: &str) -> bool {
    let letter = name.starts_with(|c: char| c.is_ascii_lowercase());
    letter
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !KEYWORDS.contains(&name)
        && !["main", "init"].contains(&name)
}

const KEYWORDS: [&str; 25] = [
    "break",
    "case",
    "chan",
    "const",
    "continue",
    "default",
    "defer",
    "else",
    "fallthrough",
    "for",
    "func",
    "go",
    "goto",
    "if",
    "import",
    "interface",
    "map",
    "package",
    "range",
    "return",
    "select",
    "struct",
    "switch",
    "type",
    "var",
];

/// Names that are taken.
#[derive(Debug, Default)]
pub struct Taken(BTreeSet<String>);

impl Taken {
    /// The name, or the name with a number behind it if it is taken.
    pub fn claim(&mut self, name: String) -> String {
        if self.0.insert(name.clone()) {
            return name;
        }
        let mut n = 2u32;
        loop {
            let next = format!("{name}_{n}");
            if self.0.insert(next.clone()) {
                return next;
            }
            n += 1;
        }
    }
}

/// How long a comment may be.
const COMMENT: usize = 88;

/// A description as the end of a line: without line breaks, and not too long.
pub fn comment(text: Option<&str>) -> String {
    let readable = |c: char| if c.is_control() { ' ' } else { c };
    let text: String = text.unwrap_or("").chars().map(readable).collect();
    // Go's formatter has its own idea of two grave accents or apostrophes.
    let text = text.replace("``", "\"").replace("''", "\"").replace("\\n", " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    let text = text.trim_end_matches(['.', ' ']);
    if text.chars().count() <= COMMENT {
        return text.to_owned();
    }
    if let Some((sentence, _)) = text.split_once(". ")
        && sentence.chars().count() <= COMMENT
    {
        return sentence.to_owned();
    }
    let mut out = String::new();
    for word in text.split(' ') {
        if !out.is_empty() && out.chars().count() + word.chars().count() + 4 > COMMENT {
            break;
        }
        out.push_str(word);
        out.push(' ');
    }
    let cut: String = out.trim_end().chars().take(COMMENT).collect();
    format!("{cut} ...")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_go_names() {
        assert_eq!(exported("uart0"), "UART0");
        assert_eq!(exported("rxData"), "RxData");
        assert_eq!(exported("0CFG-A"), "X0CFG_A");
        assert_eq!(exported("_x"), "X_X");
        assert_eq!(exported(""), "X");
        assert_eq!(package("STM32F40x"), "stm32f40x");
        assert_eq!(package("8051"), "chip8051");
        assert_eq!(file_stem("X_linux_test"), "xlinuxtest");
        assert!(!is_package("type") && !is_package("A") && is_package("mychip"));
        let mut taken = Taken::default();
        let names = ["A", "A", "A_2", "A"].map(|n| taken.claim(n.to_owned()));
        assert_eq!(names, ["A", "A_2", "A_2_2", "A_3"]);
    }

    #[test]
    fn comments_are_one_line() {
        assert_eq!(comment(Some("  a\n\tb.  ")), "a b");
        assert_eq!(comment(None), "");
        let long = format!("First sentence. {}", "word ".repeat(40));
        assert_eq!(comment(Some(&long)), "First sentence");
        assert!(comment(Some(&"word ".repeat(40))).ends_with("word ..."));
        assert!(comment(Some(&"é".repeat(400))).chars().count() < 100);
    }
}
