//! The values of string and rune literals, whose text the lexer has found to be correct.

/// The bytes of a string literal (quotes included in `text`).
pub fn string_value(text: &str) -> Vec<u8> {
    if let Some(raw) = text.strip_prefix('`') {
        // Spec: carriage returns inside raw strings are discarded.
        return raw.trim_end_matches('`').bytes().filter(|b| *b != b'\r').collect();
    }
    let mut rest = text.strip_prefix('"').unwrap_or(text);
    rest = rest.strip_suffix('"').unwrap_or(rest);
    let mut out = Vec::with_capacity(rest.len());
    while let Some(at) = rest.find('\\') {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        let (value, len) = escape(&rest[at..]);
        match value {
            Escape::Byte(b) => out.push(b),
            Escape::Char(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
        rest = &rest[at + len..];
    }
    out.extend_from_slice(rest.as_bytes());
    out
}

/// The code point (or byte value) of a rune literal.
pub fn rune_value(text: &str) -> u32 {
    let inner = text.strip_prefix('\'').unwrap_or(text);
    match inner.starts_with('\\') {
        true => match escape(inner).0 {
            Escape::Byte(b) => u32::from(b),
            Escape::Char(c) => c as u32,
        },
        false => inner.chars().next().map_or(0, |c| c as u32),
    }
}

enum Escape {
    Byte(u8),
    Char(char),
}

/// The value of the escape that `text` starts with, and its length.
fn escape(text: &str) -> (Escape, usize) {
    let number = |from: usize, len: usize, base: u32| {
        let digits = text.get(from..from + len).unwrap_or("0");
        u32::from_str_radix(digits, base).unwrap_or(0)
    };
    let byte = |b| (Escape::Byte(b), 2);
    let point = |v| Escape::Char(char::from_u32(v).unwrap_or(char::REPLACEMENT_CHARACTER));
    match text.as_bytes().get(1) {
        Some(b'a') => byte(7),
        Some(b'b') => byte(8),
        Some(b'f') => byte(12),
        Some(b'n') => byte(b'\n'),
        Some(b'r') => byte(b'\r'),
        Some(b't') => byte(b'\t'),
        Some(b'v') => byte(11),
        Some(b'0'..=b'7') => (Escape::Byte(number(1, 3, 8) as u8), 4.min(text.len())),
        Some(b'x') => (Escape::Byte(number(2, 2, 16) as u8), 4.min(text.len())),
        Some(b'u') => (point(number(2, 4, 16)), 6.min(text.len())),
        Some(b'U') => (point(number(2, 8, 16)), 10.min(text.len())),
        Some(&b) if b.is_ascii() => byte(b),
        _ => (Escape::Byte(b'\\'), 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings() {
        assert_eq!(string_value(r#""a\tb""#), b"a\tb");
        assert_eq!(
            string_value(r#""\xff\377\u00e9\U0001F600\"""#),
            b"\xff\xff\xc3\xa9\xf0\x9f\x98\x80\""
        );
        assert_eq!(string_value("`a\\n\r\nb`"), b"a\\n\nb");
        assert_eq!(string_value("\"\""), b"");
    }

    #[test]
    fn runes() {
        assert_eq!(rune_value("'a'"), 'a' as u32);
        assert_eq!(rune_value(r"'\''"), '\'' as u32);
        assert_eq!(rune_value(r"'\xff'"), 255);
        assert_eq!(rune_value(r"'\u20ac'"), 0x20ac);
        assert_eq!(rune_value("'世'"), 0x4e16);
    }
}
