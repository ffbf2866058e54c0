//! Whatever the text, the parser ends and does not panic.

use super::*;
use arbtest::arbitrary::Unstructured;
use arbtest::arbtest;

/// Go that has a little of everything.
const SNIPPETS: &[&str] = &[
    include_str!("../../../../tests/data/syntax/snippet.go"),
    "package p\n\nimport (\n\t\"fmt\"\n\t. \"os\"\n)\n\nfunc main() { fmt.Println(`x`, 'y', 0x1p-2) }\n",
    "package p\nconst (\n\ta = iota\n\tb\n)\ntype T[P interface{ ~int | *string }, Q any] struct{ P; f func(...Q) }\n",
];

/// The tree must be there and every position in it must lie in the file.
fn must_hold(text: &str) {
    let (file, diagnostics) = parse(FileId(0), Pos(1), text);
    let inside = |s: Span| s.lo.0 >= 1 && s.lo <= s.hi && s.hi.0 <= text.len() as u32 + 1;
    for x in file.exprs.iter() {
        assert!(inside(x.span), "{:?} in {text:?}", x);
    }
    for d in diagnostics.iter() {
        assert!(inside(d.span), "{d:?} in {text:?}");
    }
    let mut map = SourceMap::default();
    let id = map.add(Path::new("x.go"), "x.go".to_owned(), text.into());
    assert!(!dump(&File { id, ..file }, &map).is_empty());
}

#[test]
fn any_bytes() {
    arbtest(|u| {
        let bytes: Vec<u8> = u.arbitrary()?;
        must_hold(&String::from_utf8_lossy(&bytes));
        Ok(())
    });
}

#[test]
fn any_tokens() {
    const WORDS: &[&str] = &[
        "package p\n",
        "func ",
        "type ",
        "T",
        "x ",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ";",
        "\n",
        ".",
        ":",
        ":=",
        "=",
        "...",
        "<-",
        "chan ",
        "map",
        "struct",
        "interface",
        "if ",
        "else ",
        "for ",
        "range ",
        "switch ",
        "select ",
        "case ",
        "default",
        "go ",
        "defer ",
        "return ",
        "goto ",
        "var ",
        "const ",
        "import ",
        "\"s\"",
        "1",
        "'c'",
        "~",
        "|",
        "*",
        "&",
        "+",
        "==",
        "//go:x\n",
        "/*",
        "++",
    ];
    arbtest(|u| {
        let mut text = String::from("package p\n");
        while !u.is_empty() && text.len() < 2000 {
            text.push_str(u.choose(WORDS)?);
        }
        must_hold(&text);
        Ok(())
    });
}

#[test]
fn mutated_programs() {
    arbtest(|u| {
        let mut text = u.choose(SNIPPETS)?.to_string();
        for _ in 0..u.int_in_range(1..=8)? {
            text = mutated(&text, u)?;
        }
        must_hold(&text);
        Ok(())
    });
}

/// Deletes, copies or replaces a piece.
fn mutated(text: &str, u: &mut Unstructured) -> arbtest::arbitrary::Result<String> {
    let at = |u: &mut Unstructured| -> arbtest::arbitrary::Result<usize> {
        let mut i = u.int_in_range(0..=text.len())?;
        while !text.is_char_boundary(i) {
            i -= 1;
        }
        Ok(i)
    };
    let (a, b, c) = (at(u)?, at(u)?, at(u)?);
    let (lo, hi) = (a.min(b), a.max(b).min(a.min(b) + 40));
    let hi = (lo..=hi).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(lo);
    Ok(match u.int_in_range(0..=2)? {
        0 => format!("{}{}", &text[..lo], &text[hi..]),
        1 => format!("{}{}{}", &text[..c], &text[lo..hi], &text[c..]),
        _ => format!("{}{}{}", &text[..c], u.arbitrary::<char>()?, &text[c..]),
    })
}
