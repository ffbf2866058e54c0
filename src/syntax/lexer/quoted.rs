//! Strings and runes (spec: Rune literals, String literals).

use super::{Lexer, unicode_name};
use crate::syntax::token::Kind;

impl Lexer<'_> {
    pub(super) fn quoted(&mut self, lo: usize, quote: u8) {
        match quote {
            b'"' => self.string(lo),
            b'`' => self.raw_string(lo),
            _ => self.rune(lo),
        }
    }

    fn raw_string(&mut self, lo: usize) {
        match self.bytes[lo + 1..].iter().position(|b| *b == b'`') {
            Some(len) => {
                self.at = lo + 1 + len + 1;
                self.push(Kind::String, lo);
            }
            None => {
                self.at = self.bytes.len();
                self.error(lo, "string not terminated");
                self.push(Kind::BadLit, lo);
            }
        }
    }

    fn string(&mut self, lo: usize) {
        let mut kind = Kind::String;
        self.at = lo + 1;
        loop {
            let rest = &self.bytes[self.at..];
            let stop = rest.iter().position(|b| matches!(b, b'"' | b'\\' | b'\n'));
            let Some(skip) = stop else {
                self.at = self.bytes.len();
                self.error(lo, "string not terminated");
                kind = Kind::BadLit;
                break;
            };
            self.at += skip;
            match rest[skip] {
                b'"' => {
                    self.at += 1;
                    break;
                }
                b'\\' => {
                    if !self.escape(b'"') {
                        kind = Kind::BadLit;
                    }
                }
                _ => {
                    self.error(self.at, "newline in string");
                    kind = Kind::BadLit;
                    break;
                }
            }
        }
        self.push(kind, lo);
    }

    fn rune(&mut self, lo: usize) {
        self.at = lo + 1;
        let mut good = true;
        for count in 0.. {
            let Some(c) = self.text[self.at..].chars().next() else {
                self.rune_error(&mut good, lo, "rune literal not terminated");
                break;
            };
            match c {
                '\'' => {
                    match count {
                        0 => {
                            let at = self.at;
                            self.rune_error(&mut good, at, "empty rune literal or unescaped '");
                        }
                        1 => {}
                        _ => self.rune_error(
                            &mut good,
                            lo,
                            "more than one character in rune literal",
                        ),
                    }
                    self.at += 1;
                    break;
                }
                '\n' => {
                    let at = self.at;
                    self.rune_error(&mut good, at, "newline in rune literal");
                    break;
                }
                '\\' => good &= self.escape(b'\''),
                c => self.at += c.len_utf8(),
            }
        }
        self.push(if good { Kind::Char } else { Kind::BadLit }, lo);
    }

    /// Reports only the first thing wrong with a rune.
    fn rune_error(&mut self, good: &mut bool, at: usize, message: &str) {
        if std::mem::replace(good, false) {
            self.error(at, message);
        }
    }

    /// Takes a backslash and what it escapes; false if that is nothing it can.
    fn escape(&mut self, quote: u8) -> bool {
        self.at += 1;
        let (count, base) = match self.peek(0) {
            b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v' | b'\\' => {
                self.at += 1;
                return true;
            }
            b if b == quote => {
                self.at += 1;
                return true;
            }
            b'0'..=b'7' => (3, 8),
            b'x' => (2, 16),
            b'u' => (4, 16),
            b'U' => (8, 16),
            _ => {
                // The caller complains about the end of the file.
                if self.at < self.bytes.len() {
                    self.error(self.at, "unknown escape");
                    return false;
                }
                return true;
            }
        };
        if base == 16 {
            self.at += 1;
        }
        self.numeric_escape(count, base)
    }

    fn numeric_escape(&mut self, count: usize, base: u32) -> bool {
        let mut value = 0u32;
        for _ in 0..count {
            let Some(c) = self.text[self.at..].chars().next() else {
                return true;
            };
            let Some(digit) = c.to_digit(base) else {
                let name = if base == 8 { "octal" } else { "hexadecimal" };
                let shown = match c {
                    '\'' => "'\\''".to_owned(),
                    '\n' => "'\\n'".to_owned(),
                    c => format!("'{c}'"),
                };
                self.error(self.at, format!("invalid character {shown} in {name} escape"));
                return false;
            };
            // Eight hexadecimal digits fill the 32 bits exactly.
            value = value.wrapping_mul(base) | digit;
            self.at += 1;
        }
        if base == 8 && value > 255 {
            self.error(self.at, format!("octal escape value {value} > 255"));
            return false;
        }
        if count > 2 && base == 16 && char::from_u32(value).is_none() {
            let name = char::from_u32(value).map_or(format!("U+{value:04X}"), unicode_name);
            self.error(self.at, format!("escape is invalid Unicode code point {name}"));
            return false;
        }
        true
    }
}
