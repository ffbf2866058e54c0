//! Words, strings and punctuation.

use anyhow::{Result, anyhow};
use std::fmt;

#[derive(Clone, PartialEq, Debug)]
pub enum Token<'a> {
    /// Letters, digits and `_`.
    Word(&'a str),
    Str(Vec<u8>),
    Punct(char),
    End,
}

impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Word(w) => f.write_str(w),
            Token::Str(_) => f.write_str("a string"),
            Token::Punct(c) => write!(f, "{c:?}"),
            Token::End => f.write_str("the end"),
        }
    }
}

#[derive(Clone)]
pub struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(text: &'a str) -> Lexer<'a> {
        Lexer { text, at: 0 }
    }

    /// The number of the line that is being read.
    pub fn line(&self) -> usize {
        self.text[..self.at].matches('\n').count() + 1
    }

    pub fn next(&mut self) -> Result<Token<'a>> {
        self.skip_blanks();
        let rest = &self.text[self.at..];
        let Some(c) = rest.chars().next() else { return Ok(Token::End) };
        if c == '"' {
            return self.string();
        }
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if is_word(c) {
            let len = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            self.at += len;
            return Ok(Token::Word(&rest[..len]));
        }
        self.at += c.len_utf8();
        Ok(Token::Punct(c))
    }

    pub fn peek(&self) -> Result<Token<'a>> {
        self.clone().next()
    }

    /// Takes the character if it comes next.
    pub fn eat(&mut self, c: char) -> bool {
        self.skip_blanks();
        let found = self.text[self.at..].starts_with(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    /// After a variable, is `debug` followed by its name?
    pub fn debug_of_a_variable(&self) -> bool {
        let mut ahead = self.clone();
        let _ = ahead.next();
        matches!(ahead.next(), Ok(Token::Str(_)))
    }

    /// Does the line end here?
    pub fn at_line_end(&self) -> bool {
        let rest = self.text[self.at..].trim_start_matches([' ', '\t', '\r']);
        rest.is_empty() || rest.starts_with(['\n', ';'])
    }

    fn skip_blanks(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            self.at += rest.len() - rest.trim_start().len();
            let rest = &self.text[self.at..];
            if !rest.starts_with(';') {
                return;
            }
            self.at += rest.find('\n').unwrap_or(rest.len());
        }
    }

    fn string(&mut self) -> Result<Token<'a>> {
        let bytes = self.text.as_bytes();
        let mut out = Vec::new();
        let mut i = self.at + 1;
        loop {
            match bytes.get(i) {
                None | Some(b'\n') => return Err(anyhow!("a string without an end")),
                Some(b'"') => break,
                Some(b'\\') => {
                    let hex = self.text.get(i + 1..i + 3);
                    let byte = hex.and_then(|h| u8::from_str_radix(h, 16).ok());
                    out.push(byte.ok_or_else(|| anyhow!("two hex digits must follow \\"))?);
                    i += 3;
                }
                Some(b) => {
                    out.push(*b);
                    i += 1;
                }
            }
        }
        self.at = i + 1;
        Ok(Token::Str(out))
    }
}
