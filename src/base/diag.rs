//! Diagnostics: what is wrong with the user's Go code.
//!
//! Phases push diagnostics and go on; nobody stops at the first. Trouble with files, tools and
//! ports is not a diagnostic but an `anyhow::Error`, and a bug of embgo's own is a panic.

use super::source::{SourceMap, Span};
use std::fmt::Write as _;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    Error,
    Warning,
}

/// A second place that a diagnostic speaks of ("other declaration of x").
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    pub span: Span,
    pub message: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    pub severity: Severity,
    /// The name go/types gives this kind of error (`UnusedVar`), or one of ours.
    pub code: &'static str,
    pub span: Span,
    /// The words gc uses, without the position. Further lines start with a tab.
    pub message: String,
    pub notes: Vec<Note>,
    /// What to do next, one sentence.
    pub help: Option<String>,
}

impl Diagnostic {
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
        let message = message.into();
        Diagnostic { severity: Severity::Error, code, span, message, notes: Vec::new(), help: None }
    }

    /// Whether this is one of the errors after which gc does not check types.
    pub fn is_syntax(&self) -> bool {
        self.message.starts_with("syntax error")
    }

    pub fn note(mut self, span: Span, message: impl Into<String>) -> Diagnostic {
        self.notes.push(Note { span, message: message.into() });
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

/// The diagnostics of a build, in the order they were found until [`sorted`](Self::sorted).
#[derive(Default, Debug)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    pub fn push(&mut self, d: Diagnostic) {
        self.list.push(d);
    }

    pub fn append(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// Whether the program could not be read; what else is wrong with it would only follow. The
    /// parser's errors about parts of a sound tree do not count.
    pub fn stops_checking(&self) -> bool {
        let mut errors = self.list.iter().filter(|d| d.severity == Severity::Error);
        errors.any(|d| d.is_syntax() || d.code != "Syntax")
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Takes back what was pushed since there were `n`: an attempt failed.
    pub fn truncate(&mut self, n: usize) {
        self.list.truncate(n);
    }

    /// Says something else in the messages that came since there were `n`.
    pub fn reword(&mut self, n: usize, old: &str, new: &str) {
        for d in self.list.iter_mut().skip(n) {
            d.message = d.message.replacen(old, new, 1);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// By position. As gc does it, a message that was found twice in a row for one line is shown
    /// once, and a line has at most one syntax error.
    pub fn sorted(self, map: &SourceMap) -> Vec<Diagnostic> {
        let line =
            |d: &Diagnostic| map.lookup(d.span.lo).map(|f| (f, map.file(f).line_col(d.span.lo).0));
        let mut list = self.list;
        // A missing body may only follow from another error.
        let other = |d: &Diagnostic| d.severity == Severity::Error && d.code != "MissingBody";
        if list.iter().any(other) {
            list.retain(|d| d.code != "MissingBody");
        }
        list.dedup_by(|b, a| {
            a.message == b.message && a.severity == b.severity && line(a) == line(b)
        });
        list.sort_by_key(|d| d.span.lo);
        list.dedup_by(|b, a| {
            let syntax = a.is_syntax() && b.is_syntax() && line(a) == line(b);
            syntax && line(a).is_some() || a.span.lo == b.span.lo && a.message == b.message
        });
        list
    }
}

/// The plain form, `file:line:col: message`, with tab-indented notes: what editors and tests read.
pub fn plain(d: &Diagnostic, map: &SourceMap) -> String {
    let mut out = match d.span.lo.is_none() {
        true => d.message.clone(),
        false => format!("{}: {}", map.position(d.span.lo), d.message),
    };
    for n in &d.notes {
        let _ = write!(out, "\n\t{}: {}", map.position(n.span.lo), n.message);
    }
    if let Some(help) = &d.help {
        let _ = write!(out, "\n\thelp: {help}");
    }
    out
}
