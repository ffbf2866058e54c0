//! Tests of what the parser says of wrong programs.

use super::*;

#[test]
fn files() {
    fails("", expect!["1:1: syntax error: package statement must be first"]);
    fails("func f() {}", expect!["1:1: syntax error: package statement must be first"]);
    fails("package", expect!["1:8: syntax error: unexpected EOF, expected name"]);
    fails(
        "package p; x := 1",
        expect!["1:12: syntax error: non-declaration statement outside function body"],
    );
    fails(
        "package p\nfunc f()\n{\n}",
        expect!["3:1: syntax error: unexpected semicolon or newline before {"],
    );
    fails(
        "package p\nvar x int\nimport \"a\"",
        expect!["3:1: syntax error: imports must appear before other declarations"],
    );
    fails("package p; import fmt", expect!["1:22: syntax error: missing import path"]);
    fails("package p; import 1", expect!["1:19: syntax error: import path must be a string"]);
    fails(
        "package p; var x = 1 2",
        expect!["1:22: syntax error: unexpected literal 2 after top level declaration"],
    );
    fails(
        "//go:build a b\n\npackage p",
        expect!["1:14: parsing //go:build line: unexpected token b"],
    );
    fails(
        "package p\nvar a = 08\nvar b = \"\\q\"\nvar c = #1",
        expect![[r#"
        2:10: invalid digit '8' in octal literal
        3:11: unknown escape
        4:9: invalid character U+0023 '#'"#]],
    );
}

#[test]
fn declarations() {
    fails("package p; var x := 1", expect!["1:18: syntax error: unexpected :=, expected ="]);
    fails("package p; type T", expect!["1:18: syntax error: unexpected EOF in type declaration"]);
    fails(
        "package p; type T[P any, Q] int",
        expect!["1:27: syntax error: missing type constraint"],
    );
    fails(
        "package p; type T[*int,] int",
        expect!["1:23: syntax error: unexpected comma; expected ]"],
    );
    fails(
        "package p; type T[P any, *Q] int",
        expect!["1:26: syntax error: missing type parameter name"],
    );
    fails("package p; func f[]() {}", expect!["1:19: syntax error: empty type parameter list"]);
    fails("package p; func (a, b T) m() {}", expect!["1:26: method has multiple receivers"]);
    fails("package p; func () m() {}", expect!["1:20: method has no receiver"]);
    fails(
        "package p; func f(a int, string) {}",
        expect!["1:32: syntax error: missing parameter type"],
    );
    fails(
        "package p; func f(a ...int, b int) {}",
        expect!["1:21: can only use ... with final parameter"],
    );
    fails("package p; func f() (a ...int) {}", expect!["1:24: invalid use of ..."]);
    fails("package p; func f(a int, b) {}", expect!["1:27: syntax error: missing parameter type"]);
    fails(
        "package p; func 1() {}",
        expect!["1:17: syntax error: unexpected literal 1, expected name or ("],
    );
    fails(
        "package p; type T struct { (E) }",
        expect!["1:28: syntax error: cannot parenthesize embedded type"],
    );
    fails(
        "package p; type T struct { a, b }",
        expect!["1:33: syntax error: unexpected }, expected type"],
    );
    fails(
        "package p; type I interface { m[P any](P) }",
        expect!["1:32: interface method must have no type parameters"],
    );
    fails(
        "package p; var f = func[T any]() {}",
        expect!["1:24: syntax error: function type must have no type parameters"],
    );
    fails(
        "package p; type C <-<-chan int",
        expect!["1:21: syntax error: unexpected <-, expected keyword chan"],
    );
}

#[test]
fn expressions() {
    body_fails(
        "f(a b)",
        expect![
            "1:27: syntax error: unexpected name b in argument list; possibly missing comma or )"
        ],
    );
    body_fails(
        "f(a\n)",
        expect![
            "1:26: syntax error: unexpected newline in argument list; possibly missing comma or )"
        ],
    );
    body_fails(
        "x = T{a\n}",
        expect![
            "1:30: syntax error: unexpected newline in composite literal; possibly missing comma or }"
        ],
    );
    body_fails("x = ", expect!["2:1: syntax error: unexpected }, expected expression"]);
    body_fails("x = a[]", expect!["1:29: syntax error: unexpected ], expected operand"]);
    body_fails(
        "x = a[1::2]; y = a[1:2:]",
        expect![[r#"
        1:31: middle index required in 3-index slice
        1:46: final index required in 3-index slice"#]],
    );
    body_fails("x = a.1", expect!["1:28: syntax error: unexpected literal .1 at end of statement"]);
    body_fails("x = a.+b", expect!["1:29: syntax error: unexpected +, expected name or ("]);
    body_fails(
        "x = (T){}",
        expect!["1:30: syntax error: cannot parenthesize type in composite literal"],
    );
    body_fails(
        "x = a[1 2]",
        expect!["1:31: syntax error: unexpected literal 2, expected comma, : or ]"],
    );
}

#[test]
fn statements() {
    body_fails("if x := 1 {}", expect!["1:28: syntax error: cannot use x := 1 as value"]);
    body_fails("if {}", expect!["1:26: syntax error: missing condition in if statement"]);
    body_fails("if x; {}", expect!["1:27: syntax error: missing condition in if statement"]);
    body_fails(
        "if x\n{}",
        expect!["1:27: syntax error: unexpected newline, expected { after if clause"],
    );
    body_fails("if a = b {}", expect!["1:28: syntax error: cannot use assignment a = b as value"]);
    body_fails(
        "if a + 1 = b {}",
        expect!["1:32: syntax error: cannot use assignment (a + 1) = b as value"],
    );
    body_fails(
        "if x {} else y()",
        expect!["1:36: syntax error: else must be followed by if or statement block"],
    );
    body_fails(
        "for i := 0; i < 10 {}",
        expect!["1:42: syntax error: unexpected {, expected semicolon or newline"],
    );
    body_fails(
        "for i := 0; {}",
        expect!["1:35: syntax error: unexpected {, expected for loop condition"],
    );
    body_fails(
        "for ;; i := 1 {}",
        expect!["1:32: syntax error: cannot declare in post statement of for loop"],
    );
    body_fails(
        "for var i = 0; ; {}",
        expect!["1:31: syntax error: var declaration not allowed in for initializer"],
    );
    body_fails(
        "switch x { y() }",
        expect!["1:34: syntax error: unexpected name y, expected case or default or }"],
    );
    body_fails(
        "a, b",
        expect!["1:27: syntax error: unexpected newline, expected := or = or comma"],
    );
    body_fails("x y", expect!["1:25: syntax error: unexpected name y at end of statement"]);
    body_fails("go (f())", expect!["1:26: expression in go must not be parenthesized"]);
    body_fails(
        "L:\ncase",
        expect![[r#"
        1:24: syntax error: missing statement after label
        2:1: syntax error: unexpected keyword case, expected }
        3:1: syntax error: unexpected } after top level declaration"#]],
    );
    body_fails("else {}", expect!["1:23: syntax error: unexpected keyword else, expected }"]);
    body_fails("x++ + 1", expect!["1:27: syntax error: unexpected + at end of statement"]);
    body_fails("if x {", expect!["2:2: syntax error: unexpected EOF, expected }"]);
}

#[test]
fn one_error_a_line_and_on_with_the_next() {
    body_fails(
        "f(a b c); g(a b)\nx y\nz = 1\nh(}\nvar\n",
        expect![[r#"
        1:27: syntax error: unexpected name b in argument list; possibly missing comma or )
        2:3: syntax error: unexpected name y at end of statement
        4:3: syntax error: unexpected }, expected expression
        7:1: syntax error: unexpected }, expected name"#]],
    );
}

/// Parses on a stack of the given size and returns the number of errors.
fn on_stack(size: usize, text: String) -> usize {
    let thread = std::thread::Builder::new().stack_size(size);
    let run = move || parse(FileId(0), Pos(1), &text).1.iter().count();
    thread.spawn(run).expect("a thread").join().expect("no overflow")
}

/// The deepest nesting must fit into half of the stack that programs usually start with.
const STACK: usize = 4 << 20;

#[test]
fn nesting_is_limited() {
    for (open, close) in [
        ("(", ")"),
        ("[]", ""),
        ("{", "}"),
        ("func() {", "}"),
        ("-", ""),
        ("<-", ""),
        ("a[", "]"),
        ("T{", "}"),
        ("[1]T{{", "}}"),
        ("if x {", "}"),
        ("L: ", ""),
        ("struct { a ", "}"),
        ("func(", ")"),
        ("chan ", ""),
        ("*", ""),
        ("for {", "}"),
        ("switch { case a: ", "}"),
        ("f(", ")"),
        ("a.(", ")"),
        ("map[a]", ""),
        ("interface { m(", ") }"),
        ("G[", "]"),
        ("!", ""),
        ("&[]T{", "}"),
    ] {
        for depth in [400, 20_000] {
            for start in ["x = ", "", "var x "] {
                let text = format!("{start}{}x{}", open.repeat(depth), close.repeat(depth));
                let errors = on_stack(STACK, format!("package p; func f() {{ {text}\n}}"));
                assert!(errors <= 2, "{start}{open}: {errors} errors");
            }
        }
    }
    body_fails(
        &format!("x = {}", "(".repeat(5000)),
        expect!["1:1026: exceeded max nesting depth of 1000"],
    );
}

#[test]
fn long_chains_are_not_nesting() {
    let chain = "if a {} else ".repeat(9000);
    body_fails(&format!("{chain} {{}}"), expect![""]);
    let chain = "if a {} else ".repeat(20_000);
    body_fails(&format!("{chain} {{}}"), expect!["1:130023: exceeded max nesting depth of 1000"]);
    let sum = "a + ".repeat(100_000);
    body_fails(&format!("x = {sum} a"), expect![""]);
    // A chain of selectors is as deep as it is long: each one holds the one before.
    let calls = ".f()".repeat(400);
    body_fails(&format!("x{calls}"), expect![""]);
    let calls = ".f()".repeat(100_000);
    body_fails(&format!("x{calls}"), expect!["1:2024: exceeded max nesting depth of 1000"]);
}
