//! `embgo test` on packages made for it: what is run, what is said of it, and the exit status.

use program::Embgo;

#[path = "support/program.rs"]
mod program;

const LIB: &str = "package lib

func Double(x int) int { return 2 * x }

func hidden() int { return 42 }
";

const INSIDE: &str = "package lib

import (
	\"os\"
	\"testing\"
)

func TestMain(m *testing.M) {
	println(\"before\")
	code := m.Run()
	println(\"after\")
	os.Exit(code)
}

func TestHidden(t *testing.T) {
	if hidden() != 42 {
		t.Fatal(\"hidden\")
	}
}

func TestTable(t *testing.T) {
	for _, x := range []int{1, 2} {
		t.Run(\"case of two\", func(t *testing.T) {
			t.Cleanup(func() { t.Log(\"cleanup\", x) })
			t.Logf(\"doubled: %d\", Double(x))
		})
	}
}

func TestParallel(t *testing.T) {
	for _, name := range []string{\"a\", \"b\"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			t.Log(\"in\", name)
		})
	}
}

func TestSkipped(t *testing.T) {
	t.Skip(\"not here\")
}

func check(t *testing.T, ok bool) {
	t.Helper()
	if !ok {
		t.Error(\"not ok\")
	}
}

func TestFile(t *testing.T) {
	data, err := os.ReadFile(\"testdata/hello.txt\")
	check(t, err == nil && string(data) == \"hello\\n\")
	name := t.TempDir() + \"/x\"
	check(t, os.WriteFile(name, []byte(\"abc\"), 0o600) == nil)
	data, err = os.ReadFile(name)
	check(t, err == nil && string(data) == \"abc\")
}

func FuzzDouble(f *testing.F) {
	f.Add(1)
	f.Add(7)
	f.Fuzz(func(t *testing.T, x int) {
		if Double(x) != x+x {
			t.Error(x)
		}
	})
}

func BenchmarkDouble(b *testing.B) {
	for b.Loop() {
		Double(b.N)
	}
}
";

const OUTSIDE: &str = "package lib_test

import (
	\"example.com/m/lib\"
	\"example.com/m/user\"
	\"fmt\"
	\"testing\"
)

func TestDouble(t *testing.T) {
	if lib.Double(2) != 4 || user.Four() != 4 {
		t.Error(\"wrong\")
	}
}

func ExampleDouble() {
	fmt.Println(lib.Double(21))
	// Output: 42
}

func Example_unordered() {
	fmt.Println(2)
	fmt.Println(1)
	// Unordered output:
	// 1
	// 2
}
";

const FAILING: &str = "package bad

import \"testing\"

func check(t *testing.T, ok bool) {
	t.Helper()
	if !ok {
		t.Error(\"not ok\")
	}
}

func TestGood(t *testing.T) {}

func TestBad(t *testing.T) {
	check(t, false)
	t.Run(\"sub\", func(t *testing.T) { t.Fatalf(\"%d\", 1) })
}

func TestPanic(t *testing.T) {
	var p *int
	*p = 1
}
";

fn module() -> Embgo {
    let embgo = Embgo::new();
    embgo.file("go.mod", "module example.com/m\n\ngo 1.26\n");
    embgo.file("lib/lib.go", LIB);
    embgo.file("lib/lib_test.go", INSIDE);
    embgo.file("lib/outside_test.go", OUTSIDE);
    embgo.file("lib/testdata/hello.txt", "hello\n");
    embgo.file(
        "user/user.go",
        "package user\n\nimport \"example.com/m/lib\"\n\nfunc Four() int { return lib.Double(2) }\n",
    );
    embgo.file("bad/bad_test.go", FAILING);
    embgo.file("wrong/wrong.go", "package wrong\n\nfunc f() { x := 1 }\n");
    embgo.file(
        "wrong/wrong_test.go",
        "package wrong\n\nimport \"testing\"\n\nfunc TestF(t *testing.T) { f() }\n",
    );
    embgo
}

/// Times differ from run to run.
fn without_times(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let line = match line.rsplit_once(['\t', '(']) {
            Some((start, time))
                if time.trim_end_matches(')').ends_with('s')
                    && time.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                start.trim_end()
            }
            _ => line,
        };
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[test]
fn everything_that_is_run_is_told_with_v() {
    let ended = module().run("test -v ./lib");
    let want = "before
=== RUN   TestHidden
--- PASS: TestHidden
=== RUN   TestTable
=== RUN   TestTable/case_of_two
    lib_test.go:25: doubled: 2
    lib_test.go:24: cleanup 1
=== RUN   TestTable/case_of_two#01
    lib_test.go:25: doubled: 4
    lib_test.go:24: cleanup 2
--- PASS: TestTable
    --- PASS: TestTable/case_of_two
    --- PASS: TestTable/case_of_two#01
=== RUN   TestParallel
=== RUN   TestParallel/a
=== PAUSE TestParallel/a
=== RUN   TestParallel/b
=== PAUSE TestParallel/b
=== CONT  TestParallel/a
    lib_test.go:34: in a
=== CONT  TestParallel/b
    lib_test.go:34: in b
--- PASS: TestParallel
    --- PASS: TestParallel/a
    --- PASS: TestParallel/b
=== RUN   TestSkipped
    lib_test.go:40: not here
--- SKIP: TestSkipped
=== RUN   TestFile
--- PASS: TestFile
=== RUN   TestDouble
--- PASS: TestDouble
=== RUN   FuzzDouble
=== RUN   FuzzDouble/seed#0
=== RUN   FuzzDouble/seed#1
--- PASS: FuzzDouble
    --- PASS: FuzzDouble/seed#0
    --- PASS: FuzzDouble/seed#1
=== RUN   ExampleDouble
--- PASS: ExampleDouble
=== RUN   Example_unordered
--- PASS: Example_unordered
PASS
after
ok  \texample.com/m/lib
";
    assert_eq!(without_times(&ended.stdout), want, "{}", ended.stderr);
    assert_eq!(ended.code, 0);
}

#[test]
fn packages_are_summed_up_in_order() {
    let ended = module().run("test ./...");
    let out = without_times(&ended.stdout);
    let lines: Vec<&str> = out.lines().filter(|l| !l.starts_with("trace:")).collect();
    assert_eq!(ended.code, 1, "{out}");
    assert_eq!(
        &lines[..4],
        [
            "--- FAIL: TestBad",
            "    bad_test.go:15: not ok",
            "    --- FAIL: TestBad/sub",
            "        bad_test.go:16: 1",
        ],
        "{out}"
    );
    assert!(out.contains("--- FAIL: TestPanic"), "{out}");
    assert!(out.contains("nil pointer dereference"), "{out}");
    assert_eq!(
        &lines[lines.len() - 5..],
        [
            "FAIL\texample.com/m/bad",
            "ok  \texample.com/m/lib",
            "?   \texample.com/m/user\t[no test files]",
            "FAIL\texample.com/m/wrong [build failed]",
            "FAIL",
        ],
        "{out}"
    );
    assert!(ended.stderr.contains("# example.com/m/wrong [example.com/m/wrong.test]\n"));
    assert!(ended.stderr.contains("wrong/wrong.go:3:12: declared and not used: x"));
}

#[test]
fn tests_are_chosen() {
    let embgo = module();
    let ended = embgo.run("test -v -run=TestTable/two#01|TestGood ./lib ./bad");
    let out = without_times(&ended.stdout);
    assert!(out.contains("--- PASS: TestTable/case_of_two#01"), "{out}");
    assert!(!out.contains("PASS: TestTable/case_of_two\n"), "{out}");
    assert!(out.contains("--- PASS: TestGood") && !out.contains("TestBad"), "{out}");
    assert_eq!(ended.code, 0, "{out}");
    let ended = embgo.run("test -list=Double ./lib");
    assert!(ended.stdout.contains("TestDouble\nBenchmarkDouble\nFuzzDouble\nExampleDouble\n"));
    let ended = embgo.run("test -skip=Bad|Panic -count=2 ./bad");
    assert_eq!(without_times(&ended.stdout), "ok  \texample.com/m/bad\n");
}

#[test]
fn benchmarks_run_when_asked_for() {
    let ended = module().run("test -run=XXX -bench=Double -benchtime=100x -benchmem ./lib");
    let line = ended.stdout.lines().find(|l| l.starts_with("BenchmarkDouble")).unwrap_or_default();
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(words.get(1), Some(&"100"), "{}", ended.stdout);
    assert!(line.contains("ns/op") && line.contains("0 allocs/op"), "{line}");
}

#[test]
fn json_has_an_event_a_line() {
    let ended = module().run("test -json -run=TestHidden|TestSkipped ./lib ./wrong");
    let mut actions = Vec::new();
    for line in ended.stdout.lines() {
        let event: serde_json::Value = serde_json::from_str(line).expect(line);
        let text = |name: &str| event[name].as_str().unwrap_or("").to_owned();
        if text("Action") != "output" {
            actions.push(format!("{} {} {}", text("Action"), text("Package"), text("Test")));
        }
    }
    assert_eq!(
        actions,
        [
            "start example.com/m/lib ",
            "run example.com/m/lib TestHidden",
            "pass example.com/m/lib TestHidden",
            "run example.com/m/lib TestSkipped",
            "skip example.com/m/lib TestSkipped",
            "pass example.com/m/lib ",
            "build-output  ",
            "build-fail  ",
            "start example.com/m/wrong ",
            "fail example.com/m/wrong ",
        ],
        "{}",
        ended.stdout
    );
}

#[test]
fn a_hang_is_a_failure() {
    let embgo = module();
    embgo.file(
        "hang/hang_test.go",
        "package hang\n\nimport \"testing\"\n\nfunc TestHang(t *testing.T) {\n\tfor {\n\t}\n}\n",
    );
    let ended = embgo.run("test -timeout=2s ./hang");
    assert_eq!(ended.code, 1);
    assert!(ended.stdout.contains("panic: test timed out after 2s\n"), "{}", ended.stdout);
    assert!(ended.stdout.contains("FAIL\texample.com/m/hang\t"), "{}", ended.stdout);
}

#[test]
fn programs_are_built_without_being_run() {
    let embgo = module();
    let ended = embgo.run("test -c -o lib.elf ./lib");
    assert_eq!((ended.code, ended.stdout.as_str()), (0, ""), "{}", ended.stderr);
    assert!(embgo.read("lib.elf").starts_with(b"\x7fELF"));
}

#[test]
fn small_processors_run_tests_too() {
    let ended = module().run("test -target=cortex-m4-qemu ./lib");
    assert_eq!(ended.code, 0, "{}{}", ended.stdout, ended.stderr);
}
