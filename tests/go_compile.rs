//! Go's tests that are marked `// compile` or `// compiledir` compile, down to LLVM's text.
//!
//! Nothing in them runs, so that a program would reach little: each package gets an `init` function
//! that names all its functions and methods but generic ones. Functions without a body get one.
//! What Go's own compiler refuses today is not counted; `tests/data/check/compile.txt` lists what
//! does not compile, with the reason. `COMPILE_ONLY=part-of-a-name` shows the errors of some.

#[path = "check/exceptions.rs"]
mod exceptions;
#[path = "support/go_dir.rs"]
mod go_dir;
#[path = "sdk/goroot.rs"]
mod goroot;
#[path = "support/section.rs"]
mod section;

use embgo::base::source::SourceMap;
use embgo::syntax::ast::{self, Decl, ExprKind};
use embgo::syntax::parser;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Go's tests.
fn tests() -> PathBuf {
    let dir = std::env::var_os("EMBGO_TEST_GO_TESTS");
    dir.map_or(PathBuf::from("/usr/share/go-1.19/test"), PathBuf::from)
}

/// All Go files below a folder, sorted.
fn go_files(dir: &Path, out: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(dir).expect("Go's tests are there").flatten();
    let mut paths: Vec<PathBuf> = entries.map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            go_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "go") {
            out.push(path);
        }
    }
}

/// The name that messages have for a method, `(*T).m`; nothing for one of a generic type.
fn method(file: &ast::File, recv: &ast::Field, name: &str) -> Option<String> {
    let mut base = file.unparen(recv.ty);
    if let ExprKind::Star(inner) = file.kind(base) {
        base = file.unparen(*inner);
    }
    file.ident(base).map(|t| format!("(*{t}).{name}"))
}

/// Names all functions of a file in one that runs at start, and gives bodies to those without.
fn reach_all(path: &Path) -> std::io::Result<()> {
    let mut text = std::fs::read_to_string(path)?;
    let mut sources = SourceMap::default();
    let id = sources.add(Path::new(""), String::new(), text.as_str().into());
    let start = sources.file(id).start();
    let (file, _) = parser::parse(id, start, &text);
    let mut names = Vec::new();
    let mut bodies = Vec::new();
    for decl in &file.decls {
        let Decl::Func(d) = decl else { continue };
        let Some(name) = file.ident(d.name).map(|n| n.as_str()) else { continue };
        if d.body.is_none() {
            bodies.push((d.sig.span.hi.0 - start.0) as usize);
        }
        match &d.recv {
            _ if !d.type_params.is_empty() || name == "_" => {}
            Some(recv) => names.extend(method(&file, recv, name)),
            None if matches!(name, "init" | "main") => {}
            None => names.push(name.to_owned()),
        }
    }
    for at in bodies.into_iter().rev() {
        text.insert_str(at, " { for {} }");
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().replace(['-', '.'], "_");
    let _ = write!(
        text,
        "\n\nvar kept_{stem} []interface{{}}\n\nfunc keep_{stem}(f ...interface{{}}) {{ kept_{stem} = f }}\n\n\
         func init() {{ keep_{stem}({}) }}\n",
        names.join(", ")
    );
    std::fs::write(path, text)
}

/// Makes a module of a test, and gives the folder of its program.
fn module(file: &Path, dir: &Path) -> std::io::Result<PathBuf> {
    let text = std::fs::read_to_string(file)?;
    let packages = match text.starts_with("// compiledir") {
        true => go_dir::packages(file, dir)?,
        false => {
            std::fs::write(dir.join("go.mod"), "module test\n\ngo 1.27\n")?;
            let folder = dir.join("a");
            std::fs::create_dir(&folder)?;
            // Not a test, nor for another system, whatever its name says.
            std::fs::write(folder.join("a.go"), &text)?;
            let main = text.lines().any(|l| l.split_whitespace().take(2).eq(["package", "main"]));
            BTreeMap::from([(if main { "main" } else { "a" }.to_owned(), folder)])
        }
    };
    let mut files = Vec::new();
    packages.values().for_each(|p| go_files(p, &mut files));
    files.iter().try_for_each(|f| reach_all(f))?;
    let root = match packages.get("main") {
        Some(main) => {
            let mut files = Vec::new();
            go_files(main, &mut files);
            let texts: Vec<String> =
                files.iter().map(std::fs::read_to_string).collect::<Result<_, _>>()?;
            let has_main = |t: &String| {
                t.split_whitespace().collect::<Vec<_>>().join(" ").contains("func main(")
            };
            if !texts.iter().any(has_main) {
                std::fs::write(main.join("main_.go"), "package main\n\nfunc main() {}\n")?;
            }
            main.clone()
        }
        None => {
            let root = dir.join("program");
            std::fs::create_dir(&root)?;
            let name = |p: &PathBuf| p.file_name().unwrap_or_default().display().to_string();
            let imports = packages.values().map(|p| format!("import _ \"test/{}\"\n", name(p)));
            let text =
                format!("package main\n\n{}\nfunc main() {{}}\n", imports.collect::<String>());
            std::fs::write(root.join("main.go"), text)?;
            root
        }
    };
    Ok(root)
}

/// How a test fares.
enum Outcome {
    Compiles,
    /// Go's own compiler has errors as well.
    Refused(String),
    Fails(String),
}

fn outcome(file: &Path) -> Outcome {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let root = module(file, dir.path()).expect("files in the temporary folder");
    let out = Command::new(env!("CARGO_BIN_EXE_embgo"))
        .args(["build", "-target=riscv-qemu", "--emit=ll", "-o"])
        .arg(dir.path().join("out.ll"))
        .arg(".")
        .current_dir(&root)
        .env("GOROOT", goroot::goroot())
        .output()
        .expect("embgo starts");
    if out.status.success() {
        return Outcome::Compiles;
    }
    let go = Command::new(goroot::goroot().join("bin/go"))
        .args(["build", "-o"])
        .arg(dir.path().join("out"))
        .arg(".")
        .current_dir(&root)
        .envs([("GOARCH", "arm"), ("GOOS", "linux"), ("CGO_ENABLED", "0")])
        .envs([("GOTOOLCHAIN", "local"), ("GOFLAGS", ""), ("GOWORK", "off")])
        .output()
        .expect("the go command starts");
    match go.status.success() {
        true => Outcome::Fails(String::from_utf8_lossy(&out.stderr).into_owned()),
        false => Outcome::Refused(String::from_utf8_lossy(&go.stderr).into_owned()),
    }
}

#[derive(Default)]
struct Row {
    tests: usize,
    compile: usize,
    refused: usize,
}

fn table(rows: &BTreeMap<String, Row>, exceptions: &BTreeMap<String, String>) -> String {
    let mut out = String::from(
        "| folder | tests | compile | | refused by Go today |\n|---|---|---|---|---|\n",
    );
    let mut all = Row::default();
    let mut line = |name: &str, r: &Row| {
        let percent = r.compile as f64 * 100.0 / r.tests.max(1) as f64;
        let (tests, compile, refused) = (r.tests, r.compile, r.refused);
        let _ = writeln!(out, "| {name} | {tests} | {compile} | {percent:.1} % | {refused} |");
    };
    for (name, r) in rows {
        line(name, r);
        all.tests += r.tests;
        all.compile += r.compile;
        all.refused += r.refused;
    }
    line("**all**", &all);
    out + &exceptions::table(exceptions)
}

#[test]
fn gos_compile_tests() {
    let dir = tests();
    let only = std::env::var("COMPILE_ONLY").ok();
    let mut files = Vec::new();
    go_files(&dir, &mut files);
    let name = |f: &Path| f.strip_prefix(&dir).expect("below the folder").display().to_string();
    files.retain(|f| {
        let text = String::from_utf8_lossy(&std::fs::read(f).unwrap_or_default()).into_owned();
        let first = text.lines().next().unwrap_or("").trim_end().to_owned();
        // With flags, it is about something else than the language.
        matches!(&*first, "// compile" | "// compiledir")
            && only.as_ref().is_none_or(|o| name(f).contains(o))
    });
    let list = exceptions::read("compile.txt");
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let (mut wrong, mut disagree) = (Vec::new(), Vec::new());
    let outcomes: Vec<Outcome> = files.par_iter().map(|f| outcome(f)).collect();
    for (file, outcome) in files.iter().zip(outcomes) {
        let name = name(file);
        let folder = name.rsplit_once('/').map_or("test", |(folder, _)| folder);
        let row = rows.entry(folder.to_owned()).or_default();
        match outcome {
            Outcome::Refused(text) => {
                println!("{name}: refused: {text}");
                row.refused += 1;
                continue;
            }
            Outcome::Compiles if list.contains_key(&name) => {
                wrong.push(format!("{name}: compiles now; take it off the list"));
            }
            Outcome::Compiles => {}
            Outcome::Fails(text) => {
                if !list.contains_key(&name) || only.is_some() {
                    wrong.push(format!("{name}\n{text}"));
                }
                disagree.push(name.clone());
            }
        }
        row.tests += 1;
        row.compile += usize::from(disagree.last() != Some(&name));
    }
    if only.is_none() && exceptions::update("compile.txt", &disagree, &list) {
        println!("{}", wrong.join("\n"));
        wrong.clear();
    }
    let table = table(&rows, &exceptions::read("compile.txt"));
    println!("{table}");
    assert!(wrong.is_empty(), "{} tests:\n{}", wrong.len(), wrong.join("\n"));
    if only.is_none() {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/conformance.md");
        section::check(&page, "compile", &table).expect("the page is current");
    }
}
