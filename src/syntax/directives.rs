//! Comments that mean something: `//go:...`, `//export`, `//extern`, `//line`, and the C text
//! above `import "C"`.

use super::ast::Directive;
use crate::base::intern::Symbol;
use crate::base::source::{Pos, Span};

/// The directive that the comment `text` is, if it is one. `start` is its position.
pub fn directive(text: &str, start: Pos) -> Option<Directive> {
    let body = text.strip_prefix("//")?.trim_end();
    let (name, args) = body.split_once([' ', '\t']).unwrap_or((body, ""));
    let known = matches!(name, "export" | "extern" | "line")
        || name.strip_prefix("go:").is_some_and(|verb| !verb.is_empty());
    known.then(|| Directive {
        span: Span::new(start, Pos(start.0 + text.len() as u32)),
        name: Symbol::new(name),
        args: args.trim().to_owned(),
    })
}

/// The text of the last comment group in `between` (blank space and comments only), if nothing but
/// one line end separates it from what follows. Comment markers are taken off.
pub fn comment_group_above(between: &str) -> String {
    let mut group: Vec<&str> = Vec::new();
    let mut rest = between;
    loop {
        let trimmed = rest.trim_start_matches([' ', '\t', '\r']);
        let blank_line =
            trimmed.strip_prefix('\n').map(|r| r.trim_start_matches([' ', '\t', '\r']));
        if blank_line.is_some_and(|r| r.starts_with('\n')) {
            group.clear();
        }
        rest = trimmed.trim_start();
        let len = match rest {
            _ if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            _ if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |i| i + 2),
            _ => break,
        };
        group.push(&rest[..len]);
        rest = &rest[len..];
    }
    let lines: Vec<&str> = group.into_iter().map(comment_body).collect();
    lines.join("\n")
}

fn comment_body(comment: &str) -> &str {
    match comment.strip_prefix("//") {
        Some(line) => line.trim_end_matches('\r'),
        None => comment.trim_start_matches("/*").trim_end_matches("*/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_have_a_name_and_arguments() {
        let read = |text| directive(text, Pos(1)).map(|d| (d.name.as_str(), d.args));
        assert_eq!(read("//go:linkname a b.c \r"), Some(("go:linkname", "a b.c".to_owned())));
        assert_eq!(read("//export f"), Some(("export", "f".to_owned())));
        assert_eq!(read("//exports f"), None);
        assert_eq!(read("//go: x"), None);
        assert_eq!(read("// go:noinline"), None);
    }

    #[test]
    fn the_group_next_to_the_import() {
        assert_eq!(comment_group_above("\n// far\n\n// int x;\n// int y;\n"), " int x;\n int y;");
        assert_eq!(comment_group_above("\n/*\nint x;\n*/\n"), "\nint x;\n");
        assert_eq!(comment_group_above("\n// far\n\n"), "");
        assert_eq!(comment_group_above("\n"), "");
    }
}
