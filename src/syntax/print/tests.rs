//! Tests of the printer.

use super::expr;
use crate::base::source::{FileId, Pos};
use crate::syntax::ast::Decl;
use crate::syntax::parser::parse;

/// Parses `text` as the value of a variable and prints it again.
fn again(text: &str) -> String {
    let (file, diagnostics) = parse(FileId(0), Pos(1), &format!("package p; var _ = {text}"));
    assert!(diagnostics.is_empty(), "{text}: {diagnostics:?}");
    let Decl::Var(d) = &file.decls[0] else { panic!("no variable") };
    expr(&file, d.values[0])
}

#[test]
fn short_form() {
    for text in [
        "a.b(c[1:2:3], d...)",
        "(a + b) * -c",
        "x.(T)",
        "m[K, V](nil)",
        "func(a, b int, c ...string) (x error)(nil)",
        "func() int(nil)",
        "chan (<-chan int)(nil)",
        "map[string][]*T(nil)",
        "[2]int{}",
        "struct{}{}",
        "interface{}(nil)",
        "!<-c",
    ] {
        assert_eq!(again(text), text);
    }
    assert_eq!(again("[...]T{1, 2}"), "[...]T{…}");
    assert_eq!(again("func(x int) { return }"), "func(x int) {…}");
    assert_eq!(again("new(struct { a int })"), "new(struct{…})");
}
