//! Tests of the lexer.

use super::*;
use expect_test::{Expect, expect};

/// Lists the tokens, and the errors with their offsets.
fn check(text: &str, expected: Expect) {
    let lexed = lex(text);
    let mut lines = Vec::new();
    for t in &lexed.tokens {
        let text = &text[t.lo as usize..t.hi as usize];
        lines.push(match t.kind {
            Kind::Semi if text.is_empty() => "(newline)".to_owned(),
            Kind::Eof => continue,
            k if k.is_literal() || k == Kind::Ident => format!("{k:?} {text}"),
            k => k.text().to_owned(),
        });
    }
    lines.extend(lexed.errors.iter().map(|e| format!("{}: {}", e.at, e.message)));
    expected.assert_eq(&lines.join(" · "));
}

/// The errors alone.
fn errors(text: &str) -> String {
    let errors = lex(text).errors;
    let texts: Vec<String> = errors.iter().map(|e| format!("{}: {}", e.at, e.message)).collect();
    texts.join("; ")
}

#[test]
fn semicolons_are_inserted() {
    check(
        "a\n(b)\nreturn\nif\n",
        expect!["Ident a · (newline) · ( · Ident b · ) · (newline) · return · (newline) · if"],
    );
    check("x++ // c\n}", expect!["Ident x · ++ · (newline) · } · (newline)"]);
    check(
        "a /* x\n */ b /* y */ c",
        expect!["Ident a · (newline) · Ident b · Ident c · (newline)"],
    );
    check("1 `r`\n;", expect!["Int 1 · String `r` · (newline) · ;"]);
}

#[test]
fn operators_are_as_long_as_possible() {
    check(
        "a<<=b&^=c<-d...e.f:=g>>h&^i",
        expect![
            "Ident a · <<= · Ident b · &^= · Ident c · <- · Ident d · ... · Ident e · . · Ident f · := · Ident g · >> · Ident h · &^ · Ident i · (newline)"
        ],
    );
    check("..1", expect![". · Float .1 · (newline)"]);
}

#[test]
fn numbers() {
    check(
        "0 0x1F 0b1_0 0o17 017 1_000 1.5 .5e-3 0x1p-2 0x.8P1 1i 0b1i 089.5 089i 1e3",
        expect![
            "Int 0 · Int 0x1F · Int 0b1_0 · Int 0o17 · Int 017 · Int 1_000 · Float 1.5 · Float .5e-3 · Float 0x1p-2 · Float 0x.8P1 · Imag 1i · Imag 0b1i · Float 089.5 · Imag 089i · Float 1e3 · (newline)"
        ],
    );
    for (text, error) in [
        ("08", "1: invalid digit '8' in octal literal"),
        ("0b12", "3: invalid digit '2' in binary literal"),
        ("0x", "2: hexadecimal literal has no digits"),
        ("0b1.0", "3: invalid radix point in binary literal"),
        ("0b1e3", "3: 'e' exponent requires decimal mantissa"),
        ("1p3", "1: 'p' exponent requires hexadecimal mantissa"),
        ("1e+", "3: exponent has no digits"),
        ("0x1.8", "5: hexadecimal mantissa requires a 'p' exponent"),
        ("1__0", "1: '_' must separate successive digits"),
        ("0_", "1: '_' must separate successive digits"),
        ("0x_1", ""),
        ("0_7", ""),
        ("1_.5", "1: '_' must separate successive digits"),
    ] {
        assert_eq!(errors(text), error, "{text}");
    }
}

#[test]
fn quoted_text() {
    check(
        r#"'a' '\'' '\x41' '\u00e9' "\"\377" `\`"#,
        expect![[
            r#"Char 'a' · Char '\'' · Char '\x41' · Char '\u00e9' · String "\"\377" · String `\` · (newline)"#
        ]],
    );
    for (text, error) in [
        ("''", "1: empty rune literal or unescaped '"),
        ("'ab'", "0: more than one character in rune literal"),
        ("'a", "0: rune literal not terminated"),
        ("'\n'", "1: newline in rune literal; 2: rune literal not terminated"),
        ("\"a", "0: string not terminated"),
        ("\"a\n", "2: newline in string"),
        ("`a\n", "0: string not terminated"),
        (r"'\q'", "2: unknown escape"),
        (r#""\'""#, "2: unknown escape"),
        (r"'\400'", "5: octal escape value 256 > 255"),
        (r"'\ud800'", "7: escape is invalid Unicode code point U+D800"),
        (r"'\U00110000'", "11: escape is invalid Unicode code point U+110000"),
        (r#""\xg""#, "3: invalid character 'g' in hexadecimal escape"),
        (r"'\0'", "3: invalid character '\\'' in octal escape"),
        ("/* a", "0: comment not terminated"),
        ("/*/", "0: comment not terminated"),
        ("/**/", ""),
    ] {
        assert_eq!(errors(text), error, "{text}");
    }
}

#[test]
fn characters_beyond_ascii() {
    check("é_1 世界 x٣", expect!["Ident é_1 · Ident 世界 · Ident x٣ · (newline)"]);
    assert_eq!(errors("٣x"), "0: identifier cannot begin with digit U+0663 '٣'");
    assert_eq!(errors("a“b"), "1: invalid character U+201C '“' in identifier");
    assert_eq!(errors("a # b"), "2: invalid character U+0023 '#'");
    assert_eq!(errors("\u{7f}"), "0: invalid character U+007F");
    check("\u{FEFF}a", expect!["Ident a · (newline)"]);
    assert_eq!(errors("a\u{FEFF}b"), "1: invalid BOM in the middle of the file");
    assert_eq!(errors("a // \0\n"), "5: invalid NUL character");
}

#[test]
fn directives_start_their_line() {
    let found = |text: &str| -> Vec<String> {
        let lexed = lex(text);
        let range = |&(lo, hi): &(u32, u32)| text[lo as usize..hi as usize].to_owned();
        lexed.directives.iter().map(range).collect()
    };
    assert_eq!(found("//go:a\n\t//export b\nx //go:c\n// go:d\n"), ["//go:a", "//export b"]);
    assert_eq!(found("\u{FEFF}//go:build x"), ["//go:build x"]);
}
