//! Language versions: what a file may use depends on the `go` line of its module's go.mod and on
//! its own `//go:build go1.N` (spec, appendix: Language versions).

use super::Checker;
use crate::base::source::Span;
use crate::syntax::ast::LitKind;

impl Checker {
    /// Whether the file being checked is written in Go 1.`n` or later.
    pub(crate) fn allows(&self, n: u32) -> bool {
        self.prog.go_version(self.env.file) >= n
    }

    /// Reports `what`, if the file being checked is written in an earlier version than Go 1.`n`.
    pub(crate) fn require(&mut self, span: Span, n: u32, what: &str) -> bool {
        let ok = self.allows(n);
        if !ok {
            self.version_error(span, n, what);
        }
        ok
    }

    /// Reports something that is newer than the file's language version.
    fn version_error(&mut self, span: Span, n: u32, what: &str) {
        let have = self.prog.go_version(self.env.file);
        let why = match self.prog.asts[self.env.file].go_version {
            Some(_) => format!("file declares //go:build go1.{have}"),
            None => format!("-lang was set to go1.{have}; check go.mod"),
        };
        let message = format!("{what} requires go1.{n} or later ({why})");
        self.error(span, "UnsupportedFeature", message);
    }

    /// Reports a form of number literal that is newer than the file's language version.
    pub(super) fn literal_version(&mut self, span: Span, kind: LitKind, text: &str) {
        let number = matches!(kind, LitKind::Int | LitKind::Float | LitKind::Imag);
        if !number || text.len() <= 2 || self.allows(13) {
            return;
        }
        let prefix = text.as_bytes()[1].to_ascii_lowercase();
        let what = if text.contains('_') {
            "underscore in numeric literal"
        } else if !text.starts_with('0') {
            return;
        } else {
            match prefix {
                b'b' => "binary literal",
                b'o' => "0o/0O-style octal literal",
                b'x' if kind != LitKind::Int => "hexadecimal floating-point literal",
                _ => return,
            }
        };
        self.version_error(span, 13, what);
    }
}
