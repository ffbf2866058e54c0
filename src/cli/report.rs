//! Diagnostics as people and programs read them: pictures of the source on a terminal, plain lines
//! for editors and logs, JSON for tools.

use super::out;
use crate::base::diag::{Diagnostic, Severity, plain};
use crate::base::source::{SourceMap, Span};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use anyhow::Result;
use serde::Serialize;

/// Errors after the tenth are most often consequences of the first ones.
const MOST: usize = 10;

/// Shows the diagnostics of a build.
pub fn show(list: &[Diagnostic], sources: &SourceMap, json: bool) -> Result<()> {
    if json {
        return list.iter().try_for_each(|d| out::print_json(&Line::of(d, sources)));
    }
    let mut errors = 0;
    for d in list {
        errors += usize::from(d.severity == Severity::Error);
        if errors > MOST {
            out::note("too many errors");
            break;
        }
        out::note(&if out::terminal() {
            picture(d, sources, out::colour())
        } else {
            plain(d, sources)
        });
    }
    Ok(())
}

/// A diagnostic with its lines of source.
pub fn picture(d: &Diagnostic, sources: &SourceMap, colour: bool) -> String {
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(d.message.replace('\t', "    ")).id(d.code);
    let mut main = Group::with_title(title);
    if let Some(snippet) = snippet(d.span, None, sources) {
        main = main.element(snippet);
    }
    let mut groups = Vec::new();
    for note in &d.notes {
        // A place in the same picture reads best, but it must be in the same file.
        let title = Level::NOTE.secondary_title(note.message.clone());
        let group = Group::with_title(title);
        groups.push(match snippet(note.span, None, sources) {
            Some(snippet) => group.element(snippet),
            None => group,
        });
    }
    if let Some(help) = &d.help {
        main = main.element(Level::HELP.message(help.clone()));
    }
    groups.insert(0, main);
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).render(&groups)
}

/// The lines around a span with the span underlined.
fn snippet<'a>(
    span: Span,
    label: Option<&'a str>,
    sources: &'a SourceMap,
) -> Option<Snippet<'a, Annotation<'a>>> {
    let file = sources.file(sources.lookup(span.lo)?);
    // A span may point into a character, at a byte that is not UTF-8's first, say.
    let edge = |pos| {
        let offset = file.offset(pos).min(file.text.len());
        (0..=offset).rev().find(|i| file.text.is_char_boundary(*i)).unwrap_or(0)
    };
    let lo = edge(span.lo);
    let hi = edge(span.hi.max(span.lo));
    let mark = AnnotationKind::Primary.span(lo..hi).label(label);
    Some(Snippet::source(&*file.text).path(&*file.name).annotation(mark))
}

/// A diagnostic as one JSON object.
#[derive(Serialize)]
struct Line<'a> {
    kind: &'static str,
    severity: &'static str,
    code: &'static str,
    #[serde(flatten)]
    place: Option<Place<'a>>,
    message: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<NoteLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct NoteLine<'a> {
    #[serde(flatten)]
    place: Option<Place<'a>>,
    message: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: u32,
    col: u32,
    end: End,
}

/// The place after the last byte.
#[derive(Serialize)]
struct End {
    line: u32,
    col: u32,
}

impl<'a> Line<'a> {
    fn of(d: &'a Diagnostic, sources: &'a SourceMap) -> Line<'a> {
        let note = |n: &'a crate::base::diag::Note| NoteLine {
            place: Place::of(n.span, sources),
            message: &n.message,
        };
        Line {
            kind: "diagnostic",
            severity: match d.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            code: d.code,
            place: Place::of(d.span, sources),
            message: &d.message,
            notes: d.notes.iter().map(note).collect(),
            help: d.help.as_deref(),
        }
    }
}

impl<'a> Place<'a> {
    fn of(span: Span, sources: &'a SourceMap) -> Option<Place<'a>> {
        let file = sources.file(sources.lookup(span.lo)?);
        let (line, col) = file.line_col(span.lo);
        let (end_line, end_col) = file.line_col(span.hi.max(span.lo));
        Some(Place { file: &file.name, line, col, end: End { line: end_line, col: end_col } })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::Pos;
    use expect_test::expect;
    use std::path::Path;

    fn sample() -> (SourceMap, Diagnostic) {
        let mut map = SourceMap::default();
        let text = "package main\n\nfunc main() {\n\tx := 1\n}\n";
        let file = map.add(Path::new("m.go"), "m.go".into(), text.into());
        let at = |o: u32| Pos(map.file(file).start().0 + o);
        let span = Span::new(at(29), at(30));
        let d = Diagnostic::error("UnusedVar", span, "declared and not used: x")
            .note(Span::new(at(14), at(18)), "in this function")
            .help("remove it or use it");
        (map, d)
    }

    #[test]
    fn a_picture_shows_the_line() {
        let (map, d) = sample();
        expect![[r#"
            error[UnusedVar]: declared and not used: x
             --> m.go:4:2
              |
            4 |     x := 1
              |     ^
              |
              = help: remove it or use it
            note: in this function
             --> m.go:3:1
              |
            3 | func main() {
              | ^^^^"#]]
        .assert_eq(&picture(&d, &map, false));
    }

    #[test]
    fn json_has_all_fields() {
        let (map, d) = sample();
        let json = serde_json::to_string(&Line::of(&d, &map)).unwrap();
        expect![[r#"{"kind":"diagnostic","severity":"error","code":"UnusedVar","file":"m.go","line":4,"col":2,"end":{"line":4,"col":3},"message":"declared and not used: x","notes":[{"file":"m.go","line":3,"col":1,"end":{"line":3,"col":5},"message":"in this function"}],"help":"remove it or use it"}"#]].assert_eq(&json);
    }

    #[test]
    fn no_place_is_no_trouble() {
        let d = Diagnostic::error("NoFiles", Span::NONE, "no Go files");
        assert_eq!(picture(&d, &SourceMap::default(), false), "error[NoFiles]: no Go files");
    }

    #[test]
    fn no_place_makes_a_picture_fail() {
        arbtest::arbtest(|u| {
            let text: String = u.arbitrary()?;
            let mut map = SourceMap::default();
            let file = map.add(Path::new("m.go"), "m.go".into(), text.as_str().into());
            let end = text.len() as u32 + 2;
            let start = map.file(file).start().0;
            let mut at = || Ok(Pos(start + u.int_in_range(0..=end)?));
            let span = Span::new(at()?, at()?);
            let d = Diagnostic::error("X", span, u.arbitrary::<String>()?)
                .note(span, u.arbitrary::<String>()?)
                .help(u.arbitrary::<String>()?);
            let _ = picture(&d, &map, u.arbitrary()?);
            let _ = serde_json::to_string(&Line::of(&d, &map)).unwrap();
            Ok(())
        });
    }
}
