//! `//line` and `/*line*/` comments: what generators write to say where their input is.

/// From a place in a file on, positions are said to be in another file or line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineDirective {
    /// The byte offset from which on it holds.
    pub from: u32,
    /// The file; `None`: the one that held before.
    pub file: Option<String>,
    /// The line of what is at `from`.
    pub line: u32,
}

/// The file that a directive without a name means.
const NO_NAME: &str = "??";

/// The directive that the comment at `lo..hi` of `text` is, if it is one.
pub fn read(text: &str, lo: usize, hi: usize) -> Option<LineDirective> {
    let comment = &text[lo..hi];
    let (body, from) = match comment.strip_prefix("//line ") {
        Some(body) => (body.trim_end_matches('\r'), hi + 1),
        None => (comment.strip_prefix("/*line ")?.strip_suffix("*/")?, hi),
    };
    let number = |s: &str| s.parse::<u32>().ok().filter(|n| *n > 0);
    let (rest, last) = body.rsplit_once(':')?;
    let last = number(last)?;
    // file:line or file:line:column
    let column = rest.rsplit_once(':').and_then(|(file, line)| Some((file, number(line)?)));
    let (file, line, has_column) = match column {
        Some((file, line)) => (file, line, true),
        None => (rest, last, false),
    };
    let file = match (file, has_column) {
        ("", true) => None,
        ("", false) => Some(NO_NAME.to_owned()),
        (name, _) => Some(name.to_owned()),
    };
    Some(LineDirective { from: from as u32, file, line })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives() {
        let of = |text: &str| read(text, 0, text.len()).map(|d| (d.file, d.line));
        let named = |name: &str, line| Some((Some(name.to_owned()), line));
        assert_eq!(of("//line a/b.go:7"), named("a/b.go", 7));
        assert_eq!(of("//line c:/b.go:7:9"), named("c:/b.go", 7));
        assert_eq!(of("/*line x.y:3*/"), named("x.y", 3));
        assert_eq!(of("//line :3"), named("??", 3));
        assert_eq!(of("//line :3:1"), Some((None, 3)));
        assert_eq!(of("//line a.go:x"), None);
        assert_eq!(of("// line a.go:3"), None);
    }
}
