//! Which files belong to a build: tags, `//go:build` lines, and names like `x_linux_arm.go`
//! (go/build: Build Constraints).

use super::GO_VERSION;
use crate::syntax::constraint::{self, Constraint};
use rustc_hash::FxHashSet;

/// The tags that are set.
#[derive(Clone)]
pub(super) struct Tags(FxHashSet<String>);

const SYSTEMS: &[&str] = &[
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "wasip1",
    "windows",
    "zos",
];

/// The systems that the tag `unix` stands for.
const UNIX: &[&str] = &[
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "linux",
    "netbsd",
    "openbsd",
    "solaris",
];

const ARCHITECTURES: &[&str] = &[
    "386",
    "amd64",
    "amd64p32",
    "arm",
    "armbe",
    "arm64",
    "arm64be",
    "loong64",
    "mips",
    "mipsle",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "ppc",
    "ppc64",
    "ppc64le",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "sparc",
    "sparc64",
    "wasm",
];

impl Tags {
    pub(super) fn new(tags: &[String]) -> Tags {
        let mut set: FxHashSet<String> = tags.iter().cloned().collect();
        set.extend((1..=GO_VERSION).map(|n| format!("go1.{n}")));
        if UNIX.iter().any(|os| set.contains(*os)) {
            set.insert("unix".to_owned());
        }
        for (os, implied) in [("android", "linux"), ("illumos", "solaris"), ("ios", "darwin")] {
            if set.contains(os) {
                set.insert(implied.to_owned());
            }
        }
        Tags(set)
    }

    /// The tags for the files of the SDK, in version 1.N. On bare metal they name no system and no
    /// processor: the library's portable code is chosen, and nothing written in assembly.
    pub(super) fn library(tags: &[String], sdk: Option<u32>, bare_metal: bool) -> Tags {
        if !bare_metal {
            return Tags::new(tags);
        }
        let named =
            |t: &&String| !SYSTEMS.contains(&t.as_str()) && !ARCHITECTURES.contains(&t.as_str());
        let tags: Vec<String> = tags.iter().filter(named).cloned().collect();
        let mut tags = Tags::new(&tags);
        for newer in sdk.unwrap_or(GO_VERSION) + 1..=GO_VERSION {
            tags.0.remove(&format!("go1.{newer}"));
        }
        tags
    }

    /// These and some more.
    pub(super) fn with(&self, more: &[String]) -> Tags {
        Tags(self.0.iter().chain(more).cloned().collect())
    }

    fn has(&self, tag: &str) -> bool {
        self.0.contains(tag)
    }

    /// Reports whether a file may be part of a build by its name alone.
    pub(super) fn name_matches(&self, name: &str) -> bool {
        let stem = name.split('.').next().unwrap_or(name);
        let stem = stem.strip_suffix("_test").unwrap_or(stem);
        // The first part is never a system, so that `linux.go` is for all.
        let Some((_, rest)) = stem.split_once('_') else { return true };
        let mut parts = rest.rsplit('_');
        let last = parts.next().unwrap_or("");
        if ARCHITECTURES.contains(&last) {
            let system = parts.next().filter(|s| SYSTEMS.contains(s));
            return self.has(last) && system.is_none_or(|s| self.has(s));
        }
        !SYSTEMS.contains(&last) || self.has(last)
    }

    /// Reports whether the file's `//go:build` line holds. One that cannot be read does, so that
    /// the parser reports it.
    pub(super) fn text_matches(&self, text: &str) -> bool {
        let constraint = constraint::find(text).map(|(_, expr)| Constraint::parse(expr));
        match constraint {
            Some(Ok(c)) => c.holds(&|tag| self.has(tag)),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tags;

    #[test]
    fn names() {
        let tags = Tags::new(&["linux".to_owned(), "arm".to_owned()]);
        for (name, matches) in [
            ("a.go", true),
            ("linux.go", true),
            ("windows.go", true),
            ("a_linux.go", true),
            ("a_windows.go", false),
            ("a_linux_arm.go", true),
            ("a_windows_arm.go", false),
            ("a_arm.go", true),
            ("a_amd64.go", false),
            ("a_unix.go", true),
            ("a_pico.go", true),
            ("a_b_arm.go", true),
            ("_arm.go", true),
            ("a_arm_test.go", true),
            ("a_amd64_test.go", false),
        ] {
            assert_eq!(tags.name_matches(name), matches, "{name}");
        }
    }

    #[test]
    fn lines() {
        let tags = Tags::new(&["linux".to_owned(), "tinygo".to_owned()]);
        for (line, matches) in [
            ("tinygo && !amd64", true),
            ("go1.27", true),
            ("go1.99", false),
            ("unix", true),
            ("ignore", false),
        ] {
            let text = format!("// c\n\n//go:build {line}\n\npackage p\n");
            assert_eq!(tags.text_matches(&text), matches, "{line}");
        }
        assert!(tags.text_matches("package p"));
    }
}
