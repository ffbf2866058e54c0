//! The errors of one file, at most one syntax error a line.

use super::SYNTAX;
use crate::base::diag::{Diagnostic, Diagnostics};
use crate::base::source::{Pos, Span};
use crate::syntax::lexer::LexError;

/// More errors than this in one file help nobody.
const MAX_ERRORS: usize = 100;

/// The parser's errors in the order in which they were found.
#[derive(Default)]
pub(super) struct Errors {
    /// With the offset up to which the text had been looked at.
    list: Vec<(Diagnostic, u32)>,
    /// The text from this offset on has not been looked at.
    end: Option<u32>,
}

impl Errors {
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Adds an error found when the text before offset `seen` was known.
    pub(super) fn push(&mut self, d: Diagnostic, seen: u32) {
        // The lexer's errors are still to be merged in, so that some of these may go again.
        if self.list.len() < 10 * MAX_ERRORS {
            self.list.push((d, seen));
        }
    }

    /// Says that the text from offset `end` on does not matter.
    pub(super) fn stop_at(&mut self, end: u32) {
        self.end = Some(end);
    }

    /// All errors, as if the lexer had run no further ahead than one token.
    pub(super) fn into_diagnostics(
        self,
        start: Pos,
        text: &str,
        lexical: &[LexError],
    ) -> Diagnostics {
        let mut out = OnePerLine { start, text, ends: Vec::new(), out: Diagnostics::default() };
        let end = self.end.unwrap_or(u32::MAX);
        let mut lexical = lexical.iter().filter(|e| e.at < end).peekable();
        for (d, seen) in self.list {
            while let Some(e) = lexical.next_if(|e| e.at < seen) {
                out.push(out.diagnostic(e));
            }
            out.push(d);
        }
        for e in lexical {
            out.push(out.diagnostic(e));
        }
        out.out
    }
}

struct OnePerLine<'a> {
    start: Pos,
    text: &'a str,
    /// The ends of the lines that have an error already, sorted.
    ends: Vec<usize>,
    out: Diagnostics,
}

impl OnePerLine<'_> {
    fn diagnostic(&self, e: &LexError) -> Diagnostic {
        Diagnostic::error(SYNTAX, Span::at(Pos(self.start.0 + e.at)), e.message.clone())
    }

    fn push(&mut self, d: Diagnostic) {
        if self.out.len() >= MAX_ERRORS {
            return;
        }
        // What is wrong with a token or a part of a sound tree counts apart, as in gc.
        if !d.is_syntax() {
            return self.out.push(d);
        }
        let at = (d.span.lo.0 - self.start.0) as usize;
        let bytes = self.text.as_bytes();
        let line_has = |end: usize| end >= at && !bytes[at..end].contains(&b'\n');
        let i = self.ends.partition_point(|&end| end < at);
        if self.ends.get(i).is_some_and(|&end| line_has(end)) {
            return;
        }
        let rest = &bytes[at..];
        let end = at + rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
        self.ends.insert(i, end);
        self.out.push(d);
    }
}
