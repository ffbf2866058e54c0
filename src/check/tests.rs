//! The tables that lowering reads: initialisation order, captures, selections, types.

use super::{Checker, check_program};
use crate::base::diag::plain;
use crate::base::index::IndexVec;
use crate::base::source::SourceMap;
use crate::load::{Loaded, LoadedPackage, Origin};
use crate::syntax::ast::ExprKind;
use crate::syntax::parser;
use expect_test::{Expect, expect};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Checks packages given as path, text and whether they are the user's; the last one is the root.
fn check(packages: &[(&str, &str, bool)]) -> Checker {
    let mut sources = SourceMap::default();
    let mut files = IndexVec::new();
    let mut loaded: Vec<LoadedPackage> = Vec::new();
    for (i, &(path, text, user)) in packages.iter().enumerate() {
        let file = format!("{path}.go");
        let id = sources.add(Path::new(&file), file.clone(), text.into());
        let (ast, diags) = parser::parse(id, sources.file(id).start(), text);
        assert!(!diags.has_errors());
        loaded.push(LoadedPackage {
            path: crate::base::intern::Symbol::new(path),
            name: ast.package.name,
            dir: PathBuf::new(),
            files: vec![id],
            imports: loaded.iter().enumerate().map(|(j, p)| (p.path, j)).take(i).collect(),
            origin: if user { Origin::User } else { Origin::Sdk },
            module: None,
            user,
            go_version: 27,
        });
        files.push(Arc::new(ast));
    }
    let root = loaded.len() - 1;
    check_program(Loaded { sources, files, packages: loaded, root, covered: Vec::new() })
}

fn check_one(text: &str) -> Checker {
    check(&[("p", text, true)])
}

fn errors(c: &mut Checker) -> String {
    let list = std::mem::take(&mut c.diags).sorted(&c.prog.sources);
    list.iter().map(|d| plain(d, &c.prog.sources) + "\n").collect()
}

/// The names of the variables in the order in which the root's are initialised.
fn init_order(c: &Checker) -> String {
    let vars = &c.prog.inits[c.prog.main].vars;
    let name = |o: &crate::types::repr::ObjId| c.prog.ents.objects[*o].name.to_string();
    let names = vars.iter().map(|i| i.lhs.iter().map(name).collect::<Vec<_>>().join(","));
    names.collect::<Vec<_>>().join(" ")
}

#[test]
fn variables_are_initialised_after_what_they_need() {
    // The example of the specification, and dependencies through functions and methods.
    let mut c = check_one(
        "package p
        var a = c + b
        var b = f()
        var c = 1
        func f() int { d++; return d }
        var d = 3
        var x, y = two()
        var z = T{}.m()
        var _ = y
        var late = func() int { return last }()
        var last = 2
        type T struct{}
        func (T) m() int { return x + g() }
        func g() int { if late > 0 { return h() }; return 0 }
        func h() int { return g() }
        func two() (int, int) { return 1, 2 }",
    );
    assert_eq!(errors(&mut c), "");
    assert_eq!(init_order(&c), "c d b a x,y _ last late z");
}

#[test]
fn literals_know_what_they_capture() {
    let c = check_one(
        "package p
        var global int
        func f(a int) (r int) {
            b, c := 1, 2
            g := func(d int) {
                c := d
                h := func() { r = b + c; global++ }
                h()
            }
            g(a)
            func() { c++ }()
            return
        }",
    );
    let file = c.prog.ents.packages[c.prog.main].files[0];
    let ast = c.prog.ast(file);
    let mut captures: Vec<Vec<&str>> = Vec::new();
    for (e, expr) in ast.exprs.iter_enumerated() {
        if let ExprKind::FuncLit(_) = expr.kind {
            let list = &c.prog.info[file].captures[&e];
            captures.push(list.iter().map(|&o| c.prog.ents.objects[o].name.as_str()).collect());
        }
    }
    let expected: Vec<Vec<&str>> = vec![vec!["r", "b", "c"], vec!["r", "b"], vec!["c"]];
    assert_eq!(captures, expected);
}

#[test]
fn library_bodies_wait_until_they_are_asked_for() {
    let lib = "package lib
        var V = used()
        func used() int { return 1 }
        func Unused() int { x := \"a\"; return x }
        var Bad int = \"b\"";
    let main = "package main
        import \"lib\"
        func main() { println(lib.V) }";
    let mut c = check(&[("lib", lib, false), ("main", main, true)]);
    // An initialiser of a library is checked, a function that nothing needs is not.
    expect![[r#"
        lib.go:5:23: cannot use "b" (untyped string constant) as int value in variable declaration
    "#]]
    .assert_eq(&errors(&mut c));
    let unused = c.prog.ents.funcs.ids().find(|&f| {
        let obj = c.prog.ents.funcs[f].obj;
        c.prog.ents.objects[obj].name.as_str() == "Unused"
    });
    c.ensure_body(unused.expect("declared"));
    expect![[r#"
        lib.go:4:46: cannot use x (variable of type string) as int value in return statement
    "#]]
    .assert_eq(&errors(&mut c));
}

#[test]
fn names_of_other_packages() {
    let lib = "package lib
        type T struct{ F, f int }
        func (T) M() {}
        func (*T) p() {}
        type I interface{ m() }
        const C = 1
        var hidden int
        func Func() {}";
    let other = "package renamed
        var X int";
    let main = "package main
        import \"lib\"
        import . \"some/other\"
        import again \"lib\"
        import _ \"lib\"
        import named \"some/other\"
        type impl struct{}
        func (impl) m() {}
        func again() {}
        func main() {
            var t lib.T
            t.M()
            t.p()
            _ = t.f
            _ = lib.hidden
            _ = lib.Nope
            _ = lib.func_
            lib.Func = nil
            lib := 1
            _ = lib
            X++
            var i interface { m() } = impl{}
            _ = i
        }";
    let mut c = check(&[("lib", lib, false), ("some/other", other, false), ("main", main, true)]);
    expect![[r#"
        main.go:4:16: "lib" imported as again and not used
        main.go:6:16: "some/other" imported as named and not used
        main.go:9:14: again already declared through import of package lib ("lib")
        	main.go:4:16: other declaration of again
        main.go:13:15: t.p undefined (cannot refer to unexported method p)
        main.go:14:19: t.f undefined (type lib.T has no field or method f)
        main.go:15:21: name hidden not exported by package lib
        main.go:16:21: undefined: lib.Nope
        main.go:17:21: undefined: lib.func_
        main.go:18:13: cannot assign to lib.Func (neither addressable nor a map index expression)
    "#]]
    .assert_eq(&errors(&mut c));
}

#[test]
fn unused_imports_are_named_as_written() {
    let lib = "package renamed
        var X int";
    let main = "package main
        import \"some/other\"
        import x \"some/other\"
        import . \"some/other\"
        import \"unsafe\"
        func main() {}";
    let mut c = check(&[("some/other", lib, false), ("main", main, true)]);
    expect![[r#"
        main.go:2:16: "some/other" imported as renamed and not used
        main.go:3:16: "some/other" imported as x and not used
        main.go:4:16: "some/other" imported and not used
        main.go:5:16: "unsafe" imported and not used
    "#]]
    .assert_eq(&errors(&mut c));
}

fn dump(text: &str, expect: Expect) {
    let mut c = check_one(text);
    assert_eq!(errors(&mut c), "");
    expect.assert_eq(&super::dump::dump_types(&c));
}

#[test]
fn types_are_dumped() {
    dump(
        "package p
        const K = 1 << 3
        type T struct { next *T; f func(int) (string, error) }
        func (t *T) m(n ...int) (err error) {
            for i, v := range n { _, _ = i, v }
            switch x := any(t).(type) { case *T: _ = x }
            return
        }
        type I interface { m(...int) error }
        type A = map[string]I
        var a, b = A{}, K",
        expect![[r#"
            package p // p
            const K untyped int = 8
            type T struct{next *T; f func(int) (string, error)}
            func (*T) m(...int) error
            	var t *T
            	var n []int
            	var err error
            	var i int
            	var v int
            	var x *T
            type I interface{m(...int) error}
            type A = map[string]I
            var a map[string]I
            var b int
        "#]],
    );
}
