//! From text to tokens (spec: Lexical elements), automatic semicolons included.
//!
//! The whole file is cut at once into a vector of twelve-byte tokens that refer to the text; the
//! parser looks ahead in it freely. A token with an error in it is still a token.

use super::token::{Kind, Token, keyword};
use crate::base::line_directive::{self, LineDirective};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

mod number;
mod quoted;

/// What is wrong at a byte offset.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LexError {
    pub at: u32,
    pub message: String,
}

/// The tokens of a file. The last one is [`Kind::Eof`].
#[derive(Debug, Default)]
pub struct Lexed {
    pub tokens: Vec<Token>,
    /// The byte ranges of `//` comments that may be directives, see [`super::directives`].
    pub directives: Vec<(u32, u32)>,
    /// And of those that say where the source comes from.
    pub lines: Vec<LineDirective>,
    /// In the order of their positions.
    pub errors: Vec<LexError>,
}

/// Cuts `text`, which must be shorter than 2^31 bytes.
pub fn lex(text: &str) -> Lexed {
    let out = Lexed { tokens: Vec::with_capacity(text.len() / 4 + 4), ..Lexed::default() };
    let mut lexer = Lexer { text, bytes: text.as_bytes(), at: 0, newline_ends: false, out };
    lexer.at = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    lexer.forbidden_characters();
    lexer.run();
    lexer.out.errors.sort_by_key(|e| e.at);
    lexer.out
}

/// Enough for any file that was meant to be Go.
const MAX_ERRORS: usize = 1000;

const BOM: char = '\u{FEFF}';

/// `U+0040 '@'`.
pub fn unicode_name(c: char) -> String {
    let graphic = !matches!(
        c.general_category_group(),
        GeneralCategoryGroup::Other | GeneralCategoryGroup::Separator
    );
    match graphic || c == ' ' {
        true => format!("U+{:04X} '{c}'", c as u32),
        false => format!("U+{:04X}", c as u32),
    }
}

/// A letter as the spec means it: the Unicode categories L, and `_`.
pub fn is_letter(c: char) -> bool {
    match c.is_ascii() {
        true => c.is_ascii_alphabetic() || c == '_',
        false => c.general_category_group() == GeneralCategoryGroup::Letter,
    }
}

/// A digit as the spec means it: the Unicode category Nd.
pub fn is_digit(c: char) -> bool {
    match c.is_ascii() {
        true => c.is_ascii_digit(),
        false => c.general_category() == GeneralCategory::DecimalNumber,
    }
}

/// Reports whether `text` is an identifier and no keyword.
pub fn is_identifier(text: &str) -> bool {
    text.chars().next().is_some_and(is_letter)
        && text.chars().all(|c| is_letter(c) || is_digit(c))
        && keyword(text.as_bytes()).is_none()
}

/// What a byte can start or continue.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Blank,
    Newline,
    Letter,
    Digit,
    /// Part of a character outside ASCII.
    High,
    Quote,
    Other,
}

const CLASS: [Class; 256] = {
    let mut table = [Class::Other; 256];
    let mut i = 0;
    while i < 256 {
        table[i] = match i as u8 {
            // NUL is reported apart and then skipped.
            0 | b' ' | b'\t' | b'\r' => Class::Blank,
            b'\n' => Class::Newline,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'"' | b'`' | b'\'' => Class::Quote,
            0x80..=0xFF => Class::High,
            _ => Class::Other,
        };
        i += 1;
    }
    table
};

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// The offset of the next byte.
    at: usize,
    /// The last token is one after which a newline becomes a semicolon.
    newline_ends: bool,
    out: Lexed,
}

impl Lexer<'_> {
    /// The byte `n` after the next one; 0 beyond the end.
    #[inline]
    fn peek(&self, n: usize) -> u8 {
        self.bytes.get(self.at + n).copied().unwrap_or(0)
    }

    fn error(&mut self, at: usize, message: impl Into<String>) {
        if self.out.errors.len() >= MAX_ERRORS {
            return;
        }
        self.out.errors.push(LexError { at: at as u32, message: message.into() });
    }

    #[inline]
    fn push(&mut self, kind: Kind, lo: usize) {
        self.out.tokens.push(Token { kind, lo: lo as u32, hi: self.at as u32 });
        self.newline_ends = kind.ends_statement();
    }

    /// An automatic semicolon at `at`, where the last token asks for one.
    #[inline]
    fn newline(&mut self, at: usize) {
        if self.newline_ends {
            self.out.tokens.push(Token { kind: Kind::Semi, lo: at as u32, hi: at as u32 });
            self.newline_ends = false;
        }
    }

    /// Reports what may stand nowhere, not even in comments: NUL, and BOM except at the start.
    fn forbidden_characters(&mut self) {
        if self.bytes.contains(&0) {
            let nuls = self.bytes.iter().enumerate().filter(|(_, b)| **b == 0);
            for (i, _) in nuls.take(MAX_ERRORS) {
                self.error(i, "invalid NUL character");
            }
        }
        if self.text[self.at..].contains(BOM) {
            for (i, _) in self.text.match_indices(BOM).skip(usize::from(self.at > 0)) {
                self.error(i, "invalid BOM in the middle of the file");
            }
        }
    }

    fn run(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            let lo = self.at;
            match CLASS[byte as usize] {
                Class::Blank => self.at += 1,
                Class::Newline => {
                    self.newline(lo);
                    self.at += 1;
                }
                Class::Letter => self.identifier(lo),
                Class::High if self.bytes[lo..].starts_with(b"\xEF\xBB\xBF") => self.at += 3,
                Class::High => self.identifier(lo),
                Class::Digit => self.number(lo),
                Class::Quote => self.quoted(lo, byte),
                Class::Other if byte == b'/' => self.slash(lo),
                Class::Other if byte == b'.' && self.peek(1).is_ascii_digit() => self.number(lo),
                Class::Other => self.operator(lo, byte),
            }
        }
        self.newline(self.at);
        self.push(Kind::Eof, self.at);
    }

    #[inline]
    fn identifier(&mut self, lo: usize) {
        loop {
            match CLASS[self.peek(0) as usize] {
                Class::Letter | Class::Digit => self.at += 1,
                Class::High => {
                    if !self.high_identifier_part(lo) {
                        break;
                    }
                }
                _ => break,
            }
        }
        let kind = keyword(&self.bytes[lo..self.at]).unwrap_or(Kind::Ident);
        self.push(kind, lo);
    }

    /// Takes a character outside ASCII into the identifier that starts at `lo`.
    #[cold]
    fn high_identifier_part(&mut self, lo: usize) -> bool {
        let Some(c) = self.text[self.at..].chars().next().filter(|c| *c != BOM) else {
            return false;
        };
        if is_digit(c) {
            if self.at == lo {
                let name = unicode_name(c);
                self.error(lo, format!("identifier cannot begin with digit {name}"));
            }
        } else if !is_letter(c) {
            self.error(self.at, format!("invalid character {} in identifier", unicode_name(c)));
        }
        self.at += c.len_utf8();
        true
    }

    /// A comment, `/` or `/=`.
    fn slash(&mut self, lo: usize) {
        match self.peek(1) {
            b'/' => self.line_comment(lo),
            b'*' => self.block_comment(lo),
            b'=' => self.take(2, Kind::DivAssign, lo),
            _ => self.take(1, Kind::Div, lo),
        }
    }

    fn line_comment(&mut self, lo: usize) {
        let rest = &self.bytes[lo..];
        let len = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
        self.at = lo + len;
        // Directives have no blank after the slashes.
        if rest.get(2).is_some_and(u8::is_ascii_lowercase) && self.starts_line(lo) {
            self.out.directives.push((lo as u32, self.at as u32));
        }
        if rest.starts_with(b"//line ") && (lo == 0 || self.bytes[lo - 1] == b'\n') {
            self.out.lines.extend(line_directive::read(self.text, lo, self.at));
        }
    }

    fn starts_line(&self, at: usize) -> bool {
        let before = &self.bytes[..at];
        let blank = before.iter().rev().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let line = &before[..at - blank];
        matches!(line.last(), None | Some(b'\n')) || line == "\u{FEFF}".as_bytes()
    }

    /// A comment that spans lines acts like a newline (spec: Comments).
    fn block_comment(&mut self, lo: usize) {
        let rest = &self.bytes[lo + 2..];
        let body = match rest.windows(2).position(|w| w == b"*/") {
            Some(len) => {
                self.at = lo + 2 + len + 2;
                &rest[..len]
            }
            None => {
                self.at = self.bytes.len();
                rest
            }
        };
        if body.contains(&b'\n') {
            self.newline(lo);
        }
        if body.starts_with(b"line ") {
            self.out.lines.extend(line_directive::read(self.text, lo, self.at));
        }
        if self.at == self.bytes.len() && !self.bytes[lo + 2..].ends_with(b"*/") {
            self.error(lo, "comment not terminated");
        }
    }

    #[inline]
    fn take(&mut self, len: usize, kind: Kind, lo: usize) {
        self.at = lo + len;
        self.push(kind, lo);
    }

    #[inline]
    fn operator(&mut self, lo: usize, byte: u8) {
        let (kind, len) = match (byte, self.peek(1), self.peek(2)) {
            (b'(', ..) => (Kind::LParen, 1),
            (b')', ..) => (Kind::RParen, 1),
            (b'[', ..) => (Kind::LBrack, 1),
            (b']', ..) => (Kind::RBrack, 1),
            (b'{', ..) => (Kind::LBrace, 1),
            (b'}', ..) => (Kind::RBrace, 1),
            (b',', ..) => (Kind::Comma, 1),
            (b';', ..) => (Kind::Semi, 1),
            (b'.', b'.', b'.') => (Kind::Ellipsis, 3),
            (b'.', ..) => (Kind::Dot, 1),
            (b':', b'=', _) => (Kind::Define, 2),
            (b':', ..) => (Kind::Colon, 1),
            (b'=', b'=', _) => (Kind::Eq, 2),
            (b'=', ..) => (Kind::Assign, 1),
            (b'!', b'=', _) => (Kind::Ne, 2),
            (b'!', ..) => (Kind::Not, 1),
            (b'~', ..) => (Kind::Tilde, 1),
            (b'+', b'+', _) => (Kind::Inc, 2),
            (b'+', b'=', _) => (Kind::AddAssign, 2),
            (b'+', ..) => (Kind::Add, 1),
            (b'-', b'-', _) => (Kind::Dec, 2),
            (b'-', b'=', _) => (Kind::SubAssign, 2),
            (b'-', ..) => (Kind::Sub, 1),
            (b'*', b'=', _) => (Kind::MulAssign, 2),
            (b'*', ..) => (Kind::Mul, 1),
            (b'%', b'=', _) => (Kind::RemAssign, 2),
            (b'%', ..) => (Kind::Rem, 1),
            (b'^', b'=', _) => (Kind::XorAssign, 2),
            (b'^', ..) => (Kind::Xor, 1),
            (b'&', b'&', _) => (Kind::AndAnd, 2),
            (b'&', b'^', b'=') => (Kind::AndNotAssign, 3),
            (b'&', b'^', _) => (Kind::AndNot, 2),
            (b'&', b'=', _) => (Kind::AndAssign, 2),
            (b'&', ..) => (Kind::And, 1),
            (b'|', b'|', _) => (Kind::OrOr, 2),
            (b'|', b'=', _) => (Kind::OrAssign, 2),
            (b'|', ..) => (Kind::Or, 1),
            (b'<', b'<', b'=') => (Kind::ShlAssign, 3),
            (b'<', b'<', _) => (Kind::Shl, 2),
            (b'<', b'-', _) => (Kind::Arrow, 2),
            (b'<', b'=', _) => (Kind::Le, 2),
            (b'<', ..) => (Kind::Lt, 1),
            (b'>', b'>', b'=') => (Kind::ShrAssign, 3),
            (b'>', b'>', _) => (Kind::Shr, 2),
            (b'>', b'=', _) => (Kind::Ge, 2),
            (b'>', ..) => (Kind::Gt, 1),
            _ => {
                let name = unicode_name(byte as char);
                self.error(lo, format!("invalid character {name}"));
                self.at += 1;
                return;
            }
        };
        self.take(len, kind, lo);
    }
}

#[cfg(test)]
mod tests;
