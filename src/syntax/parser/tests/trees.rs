//! Tests of the trees that the parser makes.

use super::*;

#[test]
fn precedence() {
    body("x = a + b*c == d && e || f", expect!["x = (|| (&& (== (+ a (* b c)) d) e) f)"]);
    body("x = -a.b[c](d) << 1 - *p", expect!["x = (- (<< (- (call (index a.b c) d)) 1) (* p))"]);
    body("x = a - b - c", expect!["x = (- (- a b) c)"]);
}

#[test]
fn type_parameters_or_array_length() {
    tree("type T[P any] struct{}", expect!["type T[P any] (struct )"]);
    tree(
        "type T[P *C,] int; type U[P *C, Q any] int",
        expect![[r#"
        type T[P (* C)] int
        type U[P (* C), Q any] int"#]],
    );
    tree(
        "type T[P *C|~int] int; type U[P (C), Q any] int",
        expect![[r#"
        type T[P (| (* C) (~ int))] int
        type U[P (paren C), Q any] int"#]],
    );
    tree(
        "type T[P []E, E any] int; type U[P interface{ m() }] int",
        expect![[r#"
        type T[P (slice-of E), E any] int
        type U[P (interface m())] int"#]],
    );
    tree(
        "type T[N * M] int; type U[N] int; type V[f(x)] int; type W[N | M] int",
        expect![[r#"
        type T (array (* N M) int)
        type U (array N int)
        type V (array (call f x) int)
        type W (array (| N M) int)"#]],
    );
    tree(
        "type T[P *struct{}] int; type U[a.b] int; type V[...]int",
        expect![[r#"
        type T[P (* (struct ))] int
        type U (array a.b int)
        type V (array ... int)"#]],
    );
    tree(
        "type T[P any] = []P; type U []int; type V [2]int",
        expect![[r#"
        type T[P any] = (slice-of P)
        type U (slice-of int)
        type V (array 2 int)"#]],
    );
}

#[test]
fn generic_functions_and_methods() {
    tree(
        "func f[K comparable, V int|~string](m map[K]V) V",
        expect!["func f[K comparable, V (| int (~ string))](m (map K V)) (V)"],
    );
    tree("func (r *T[_]) m[P any](p P) {}", expect!["func (r (* (index T _))) m[P any](p P)"]);
    body(
        "f[int](1); g[a, b]; h[[]int, T[U]]{}; x := f[int]",
        expect![[r#"
        (call (index f int) 1)
        (index g a, b)
        (index h (slice-of int), (index T U)){}
        x := (index f int)"#]],
    );
}

#[test]
fn parameters() {
    tree(
        "func f(a, b int, c ...string) (x, y T, err error)",
        expect!["func f(a, b int, c (... string)) (x, y T, err error)"],
    );
    tree(
        "func f(int, p.T, []int, ...func(a int)) (map[K]V, chan<- int)",
        expect!["func f(int, p.T, (slice-of int), (... (func (a int)))) ((map K V), (chan<- int))"],
    );
    tree(
        "func f(a [n]int, b T[int], c []int)",
        expect!["func f(a (array n int), b (index T int), c (slice-of int))"],
    );
    tree("func f(T[int], p.T[int])", expect!["func f((index T int), (index p.T int))"]);
}

#[test]
fn constants_repeat_the_specification_above() {
    tree(
        "const (\n a, b T = iota, 1\n c, d\n e = 2\n f\n)",
        expect![[r#"
        const a, b T = iota, 1 iota=0
        const c, d T = iota, 1 iota=1 inherited
        const e = 2 iota=2
        const f = 2 iota=3 inherited"#]],
    );
}

#[test]
fn structs_and_interfaces() {
    tree(
        "type T struct { a, b int `tag`; p.E; *F; G[int]; h [2]int; i []int; J[K, L] \"x\\n\" }",
        expect![[
            r#"type T (struct a, b int "tag"; embed p.E; embed (* F); embed (index G int); h (array 2 int); i (slice-of int); embed (index J K, L) "x\n")"#
        ]],
    );
    tree(
        "type I interface { m(int) error; E; p.F; G[int]; ~int|string; *T; H[int]|J }",
        expect![
            "type I (interface m(int) (error); E; p.F; (index G int); (| (~ int) string); (* T); (| (index H int) J))"
        ],
    );
}

#[test]
fn channels() {
    tree(
        "var a chan<- chan int; var b <-chan <-chan int; var c chan (<-chan int)",
        expect![[r#"
        var a (chan<- (chan int))
        var b (<-chan (<-chan int))
        var c (chan (paren (<-chan int)))"#]],
    );
    body(
        "_ = <-chan int(c); _ = (<-chan int)(c); _ = <-chan<- chan int(nil)",
        expect![[r#"
        _ = (<- (call (chan int) c))
        _ = (call (paren (<-chan int)) c)
        _ = (<- (call (chan<- (chan int)) nil))"#]],
    );
}

#[test]
fn composite_literals_and_blocks() {
    body(
        "if x == (T{}) { y() }; for _, v := range []T{{1}, {a: 2}} {}",
        expect![[r#"
        if (== x (paren T{}))
          (call y )
        range _, v := (slice-of T){_{1}, _{a: 2}}"#]],
    );
    body(
        "switch T {}; if f(T{1}) {}; if x := (struct{}{}); true {}",
        expect![[r#"
        switch T
        if (call f T{1})
        if true
          init: x := (paren (struct ){})"#]],
    );
    body(
        "x = map[string]struct{a int}{\"k\": {1}}; y = &T{}; z = [...]int{2: 1}",
        expect![[r#"
        x = (map string (struct a int)){"k": _{1}}
        y = (& T{})
        z = (array ... int){2: 1}"#]],
    );
    body(
        "if v := [2]int{}; v[0] == 0 {}",
        expect![[r#"
        if (== (index v 0) 0)
          init: v := (array 2 int){}"#]],
    );
}

#[test]
fn for_loops() {
    body(
        "for {}; for a {}; for ;; {}; for i := 0; i < n; i++ {}; for ; a; {}",
        expect![[r#"
        for
        for a
        for
        for (< i n)
          init: i := 0
          post: i++
        for a"#]],
    );
    body(
        "for range 10 {}; for i := range f {}; for k, v = range m {}; for k, _ := range c {}",
        expect![[r#"
            range 10
            range i := f
            range k, v = m
            range k, _ := c"#]],
    );
}

#[test]
fn switches() {
    body(
        "switch {\ncase a, b: x()\ndefault:\n}",
        expect![[r#"
        switch
          case a, b
            (call x )
          default"#]],
    );
    body(
        "switch x := f(); y := x.(type) {\ncase int, []T:\ncase nil: fallthrough\n}",
        expect![[r#"
        typeswitch y := x
          init: x := (call f )
          case int, (slice-of T)
          case nil
            fallthrough"#]],
    );
    body(
        "switch y.(type) {}; switch x := 1; x {}; switch f(); {}",
        expect![[r#"
        typeswitch y
        switch x
          init: x := 1
        switch
          init: (call f )"#]],
    );
    body(
        "select {\ncase c <- 1:\ncase x, ok := <-d: y()\ncase <-e:\ndefault:\n}",
        expect![[r#"
        select
          case
            comm: c <- 1
          case
            comm: x, ok := (<- d)
            (call y )
          case
            comm: (<- e)
          default"#]],
    );
}

#[test]
fn other_statements() {
    body(
        "L: for { break L; continue L; goto L }",
        expect![[r#"
        label L
        for
          break L
          continue L
          goto L"#]],
    );
    body(
        "L:",
        expect![[r#"
        label L
        empty"#]],
    );
    body(
        "if a {} else if b := c; d { e() } else { f() }",
        expect![[r#"
        if a
        else if d
          init: b := c
          (call e )
        else
          (call f )"#]],
    );
    body(
        "go func() { x() }(); defer (*T).m(t); a, b = b, a; x &^= 1; x++; c <- v",
        expect![[r#"
        go (call func() {
          (call x )
        } )
        defer (call (paren (* T)).m t)
        a, b = b, a
        x &^= 1
        x++
        c <- v"#]],
    );
    body(
        "const a = 1; var b, c int = 1, 2; type t = int",
        expect![[r#"
        const a = 1 iota=0
        var b, c int = 1, 2
        type t = int"#]],
    );
    body(
        "x = func(a int) int { return a }(1)",
        expect![[r#"
        x = (call func(a int) (int) {
          return a
        } 1)"#]],
    );
    body(
        "_ = (*T).m; _ = p.T.m; _ = x.(T).y; _ = a[:]; _ = a[1:2:3]",
        expect![[r#"
        _ = (paren (* T)).m
        _ = p.T.m
        _ = (assert x T).y
        _ = (slice a _ _)
        _ = (slice a 1 2 3)"#]],
    );
}

#[test]
fn directives_belong_to_the_declaration_below() {
    tree(
        "//go:noinline\n\n// comment\n//export g\nfunc f() {\n//go:inner\n}\nvar (\n//go:embed x\na string\nb int\n)\n//go:linkname c d\nfunc c()",
        expect![[r#"
            //go:noinline
            //export g
            func f()
            //go:embed x
            var a string
            var b int
            //go:linkname c d
            func c()"#]],
    );
}

#[test]
fn imports() {
    tree(
        "import \"a\"; import ( . \"b\"; _ \"c\"; d `e` )",
        expect![[r#"
        import "a"
        import . "b"
        import _ "c"
        import d "e""#]],
    );
    let preamble = |text| parse(FileId(0), Pos(1), text).0.cgo_preamble;
    assert_eq!(
        preamble("package p\n\n// #include <x.h>\n// int a;\nimport \"C\"\n"),
        " #include <x.h>\n int a;"
    );
    assert_eq!(preamble("package p\n\n/* int a; */\nimport (\n\t\"C\"\n)\n"), " int a; ");
    assert_eq!(preamble("package p\nimport (\n\t\"x\"\n\t/* int a; */\n\t\"C\"\n)\n"), " int a; ");
    assert_eq!(preamble("package p\n// no\n\nimport \"C\"\n"), "");
}

#[test]
fn build_lines_tell_the_go_version() {
    let version = |text| parse(FileId(0), Pos(1), text).0.go_version;
    assert_eq!(version("//go:build go1.21 && !tinygo\n\npackage p"), Some(21));
    assert_eq!(version("package p\n//go:build go1.21\n"), None);
}
