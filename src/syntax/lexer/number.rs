//! Numbers (spec: Integer literals, Floating-point literals, Imaginary literals).

use super::Lexer;
use crate::syntax::token::Kind;

/// The parts of a number literal, as offsets into it.
struct Shape {
    /// 2, 8, 10 or 16.
    base: u32,
    /// `0x`, `0o` or `0b` is there; a mere leading zero is not a prefix.
    prefix: bool,
    /// Where the digits before the point begin and end.
    start: usize,
    end: usize,
    point: Option<usize>,
    /// The end of the digits after the point; `end` where there is none.
    mantissa_end: usize,
    /// The offsets of the exponent's letter and of its first digit.
    exponent: Option<(usize, usize)>,
    exponent_end: usize,
}

impl Lexer<'_> {
    pub(super) fn number(&mut self, lo: usize) {
        let text = &self.bytes[lo..];
        let shape = Shape::of(text);
        let imaginary = text.get(shape.exponent_end) == Some(&b'i');
        let len = shape.exponent_end + usize::from(imaginary);
        self.at = lo + len;
        let kind = match imaginary {
            true => Kind::Imag,
            false if shape.point.is_some() || shape.exponent.is_some() => Kind::Float,
            false => Kind::Int,
        };
        match shape.error(&text[..len], kind) {
            None => self.push(kind, lo),
            Some((at, message)) => {
                self.error(lo + at, message);
                self.push(Kind::BadLit, lo);
            }
        }
    }
}

/// The number of bytes at the start of `text` that are digits or `_`.
fn digits(text: &[u8], hexadecimal: bool) -> usize {
    let digit = |b: &&u8| match hexadecimal {
        true => b.is_ascii_hexdigit() || **b == b'_',
        false => b.is_ascii_digit() || **b == b'_',
    };
    text.iter().take_while(digit).count()
}

fn base_name(base: u32) -> &'static str {
    match base {
        2 => "binary",
        8 => "octal",
        10 => "decimal",
        _ => "hexadecimal",
    }
}

impl Shape {
    fn of(text: &[u8]) -> Shape {
        let (base, prefix) = match (text[0], text.get(1).map(u8::to_ascii_lowercase)) {
            (b'0', Some(b'x')) => (16, true),
            (b'0', Some(b'o')) => (8, true),
            (b'0', Some(b'b')) => (2, true),
            (b'0', _) => (8, false),
            _ => (10, false),
        };
        let hex = base == 16;
        let start = if prefix { 2 } else { 0 };
        let end = start + digits(&text[start..], hex);
        let point = (text.get(end) == Some(&b'.')).then_some(end);
        let mantissa_end = point.map_or(end, |p| p + 1 + digits(&text[p + 1..], hex));
        let mut shape = Shape {
            base,
            prefix,
            start,
            end,
            point,
            mantissa_end,
            exponent: None,
            exponent_end: mantissa_end,
        };
        if matches!(text.get(mantissa_end), Some(b'e' | b'E' | b'p' | b'P')) {
            let sign = matches!(text.get(mantissa_end + 1), Some(b'+' | b'-'));
            let first = mantissa_end + 1 + usize::from(sign);
            shape.exponent = Some((mantissa_end, first));
            shape.exponent_end = first + digits(&text[first..], false);
        }
        shape
    }

    /// The first thing wrong with the literal: where, and what.
    fn error(&self, text: &[u8], kind: Kind) -> Option<(usize, String)> {
        self.mantissa_error(text)
            .or_else(|| self.exponent_error(text))
            .or_else(|| self.digit_error(text, kind))
            .or_else(|| self.separator_error(text))
    }

    fn mantissa_error(&self, text: &[u8]) -> Option<(usize, String)> {
        let name = base_name(self.base);
        match self.point {
            Some(p) if self.prefix && self.base != 16 => {
                return Some((p, format!("invalid radix point in {name} literal")));
            }
            _ => {}
        }
        let no_digits = !text[self.start..self.mantissa_end].iter().any(u8::is_ascii_hexdigit);
        no_digits.then(|| (self.mantissa_end, format!("{name} literal has no digits")))
    }

    fn exponent_error(&self, text: &[u8]) -> Option<(usize, String)> {
        let Some((letter, first)) = self.exponent else {
            let missing = self.base == 16 && self.point.is_some();
            let message = || "hexadecimal mantissa requires a 'p' exponent".to_owned();
            return missing.then(|| (self.mantissa_end, message()));
        };
        let c = text[letter] as char;
        match c.to_ascii_lowercase() {
            'e' if self.prefix => {
                Some((letter, format!("'{c}' exponent requires decimal mantissa")))
            }
            'p' if !(self.prefix && self.base == 16) => {
                Some((letter, format!("'{c}' exponent requires hexadecimal mantissa")))
            }
            _ => {
                let none = !text[first..self.exponent_end].iter().any(u8::is_ascii_digit);
                none.then(|| (self.exponent_end, "exponent has no digits".to_owned()))
            }
        }
    }

    /// A digit too large for the base. `089.5` and `089i` are decimal for the sake of old programs.
    fn digit_error(&self, text: &[u8], kind: Kind) -> Option<(usize, String)> {
        if kind != Kind::Int || self.base >= 10 {
            return None;
        }
        let too_large = |b: &u8| *b != b'_' && u32::from(*b - b'0') >= self.base;
        let at = self.start + text[self.start..self.end].iter().position(too_large)?;
        let (digit, name) = (text[at] as char, base_name(self.base));
        Some((at, format!("invalid digit '{digit}' in {name} literal")))
    }

    /// `_` must stand between digits, or between the prefix and a digit.
    fn separator_error(&self, text: &[u8]) -> Option<(usize, String)> {
        let digit = |i: usize| {
            let b = text.get(i).copied().unwrap_or(0);
            b.is_ascii_digit() || self.base == 16 && b.is_ascii_hexdigit()
        };
        let prefix_end = |i: usize| self.prefix && i == 2;
        let bad = |&i: &usize| {
            text[i] == b'_' && !(i > 0 && (digit(i - 1) || prefix_end(i)) && digit(i + 1))
        };
        let at = (0..text.len()).find(bad)?;
        Some((at, "'_' must separate successive digits".to_owned()))
    }
}
