//! A command as one string, as target files have them, to its words and back.

use anyhow::{Result, bail};

/// Splits a command into words as a shell would: at white space, with `'…'`, `"…"` and `\` to keep
/// it in a word. Nothing is expanded.
pub fn split(command: &str) -> Result<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        match c {
            c if c.is_whitespace() => words.extend(word.take()),
            '\'' | '"' => quoted(&mut chars, c, word.get_or_insert_default())?,
            '\\' => match chars.next() {
                Some(c) => word.get_or_insert_default().push(c),
                None => bail!("the command ends with a lone '\\': {command}"),
            },
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Ok(words)
}

/// Takes the rest of a quoted piece, to the closing `quote`.
fn quoted(chars: &mut std::str::Chars<'_>, quote: char, word: &mut String) -> Result<()> {
    while let Some(c) = chars.next() {
        match c {
            c if c == quote => return Ok(()),
            '\\' if quote == '"' => match chars.next() {
                Some(c @ ('"' | '\\')) => word.push(c),
                Some(c) => word.extend(['\\', c]),
                None => break,
            },
            c => word.push(c),
        }
    }
    bail!("a {quote} is never closed in the command")
}

/// A word as a person can paste it into a shell.
pub fn quote(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=+./:,@%^".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_like_a_shell_does() {
        let of = |s| split(s).unwrap();
        assert_eq!(of("  qemu -kernel {}  "), ["qemu", "-kernel", "{}"]);
        assert_eq!(of(r#"a "b c" 'd "e' f\ g """#), ["a", "b c", "d \"e", "f g", ""]);
        assert_eq!(of(r#"x="1 2"y "a\"b\c""#), ["x=1 2y", r#"a"b\c"#]);
        assert!(of("").is_empty());
        assert!(split("a 'b").is_err());
        assert!(split("a \\").is_err());
    }

    #[test]
    fn quoting_is_undone_by_splitting() {
        arbtest::arbtest(|u| {
            let words: Vec<String> = u.arbitrary()?;
            let line = words.iter().map(|w| quote(w)).collect::<Vec<_>>().join(" ");
            assert_eq!(split(&line).unwrap(), words);
            Ok(())
        });
    }
}
