//! `go.mod` and `go.work` files (go.dev/ref/mod): which modules a build uses.

use anyhow::{Result, anyhow, bail};

/// What a `go.mod` or `go.work` says, as far as a build needs it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct GoMod {
    /// Empty in a `go.work`.
    pub(super) path: String,
    /// N of `go 1.N`.
    pub(super) go: Option<u32>,
    /// Module paths with versions.
    pub(super) require: Vec<(String, String)>,
    pub(super) replace: Vec<Replace>,
    /// Versions that are not to be used.
    pub(super) exclude: Vec<(String, String)>,
    /// Folders that patterns leave out.
    pub(super) ignore: Vec<String>,
    /// The modules of a workspace.
    pub(super) uses: Vec<String>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Replace {
    pub(super) path: String,
    /// Only this version is replaced.
    pub(super) version: Option<String>,
    /// A folder, or a module path with a version.
    pub(super) with: String,
    pub(super) with_version: Option<String>,
}

/// Which of the two files is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Module,
    Workspace,
}

/// N of a version 1.N, as in `1.21`, `1.21.0` and `1.21rc1`.
pub(super) fn version(text: &str) -> Option<u32> {
    let rest = text.strip_prefix("1.")?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..digits].parse().ok()
}

/// Reads a `go.mod`. The error names the line.
pub(super) fn parse(text: &str) -> Result<GoMod> {
    let module = read(text, Kind::Module)?;
    if module.path.is_empty() {
        bail!("no module declaration");
    }
    Ok(module)
}

/// Reads a `go.work`. The error names the line.
pub(super) fn parse_work(text: &str) -> Result<GoMod> {
    read(text, Kind::Workspace)
}

fn read(text: &str, kind: Kind) -> Result<GoMod> {
    let mut module = GoMod::default();
    let mut block: Option<String> = None;
    for (i, line) in text.lines().enumerate() {
        let words = words(line).map_err(|e| anyhow!("line {}: {e}", i + 1))?;
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let result = match (&block, &words[..]) {
            (_, []) => Ok(()),
            (Some(_), [")"]) => {
                block = None;
                Ok(())
            }
            (Some(verb), args) => module.directive(kind, verb, args),
            (None, [verb, "("]) => {
                block = Some((*verb).to_owned());
                Ok(())
            }
            (None, [verb, args @ ..]) => module.directive(kind, verb, args),
        };
        result.map_err(|e| anyhow!("line {}: {e}", i + 1))?;
    }
    match block {
        Some(verb) => bail!("the block of {verb} is not closed"),
        None => Ok(module),
    }
}

impl GoMod {
    fn directive(&mut self, kind: Kind, verb: &str, args: &[&str]) -> Result<()> {
        let pair = |path: &str, version: &str| (path.to_owned(), version.to_owned());
        let module = kind == Kind::Module;
        match (verb, args) {
            ("module", [path]) if module => self.path = (*path).to_owned(),
            ("go", [v]) => {
                let n = version(v).ok_or_else(|| anyhow!("invalid go version '{v}'"))?;
                self.go = Some(n);
            }
            ("require", [path, version]) if module => self.require.push(pair(path, version)),
            ("exclude", [path, version]) if module => self.exclude.push(pair(path, version)),
            ("ignore", [dir]) if module => self.ignore.push((*dir).to_owned()),
            ("use", [dir]) if !module => self.uses.push((*dir).to_owned()),
            ("replace", args) => {
                let replace = replace(args).ok_or_else(|| {
                    anyhow!("usage: replace module [version] => folder, or => module version")
                })?;
                self.replace.push(replace);
            }
            ("module" | "require" | "exclude" | "ignore", _) if module => {
                bail!("usage: {verb} {}", usage(verb))
            }
            ("use", _) if !module => bail!("usage: use ./folder"),
            ("go", _) => bail!("usage: go {}", usage("go")),
            // They choose the tools of the go command, or are for those who publish.
            ("toolchain" | "godebug", _) => {}
            ("retract" | "tool", _) if module => {}
            _ => bail!("unknown directive: {verb}"),
        }
        Ok(())
    }

    /// The replacement for a version of a module; one for just this version comes first.
    pub(super) fn replacement(&self, path: &str, version: &str) -> Option<&Replace> {
        let of_path = || self.replace.iter().filter(|r| r.path == path);
        let exact = of_path().find(|r| r.version.as_deref() == Some(version));
        exact.or_else(|| of_path().find(|r| r.version.is_none()))
    }
}

fn usage(verb: &str) -> &'static str {
    match verb {
        "module" => "module/path",
        "go" => "1.27",
        "ignore" => "./folder",
        _ => "module/path v1.2.3",
    }
}

fn replace(args: &[&str]) -> Option<Replace> {
    let arrow = args.iter().position(|a| *a == "=>")?;
    let owned = |s: &str| s.to_owned();
    let (path, version) = match args[..arrow] {
        [path] => (owned(path), None),
        [path, version] => (owned(path), Some(owned(version))),
        _ => return None,
    };
    let (with, with_version) = match args[arrow + 1..] {
        [with] => (owned(with), None),
        [with, version] => (owned(with), Some(owned(version))),
        _ => return None,
    };
    Some(Replace { path, version, with, with_version })
}

/// The words of a line; comments are left out, quotes taken off.
fn words(line: &str) -> Result<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() && !rest.starts_with("//") {
        let first = rest.chars().next().unwrap_or(' ');
        let (word, len) = match first {
            '"' | '`' => {
                let end = rest[1..].find(first).ok_or_else(|| anyhow!("unterminated string"))?;
                (&rest[1..1 + end], end + 2)
            }
            '(' | ')' => (&rest[..1], 1),
            _ => {
                let end = rest.find([' ', '\t', '(', ')']).unwrap_or(rest.len());
                (&rest[..end], end)
            }
        };
        words.push(word.to_owned());
        rest = rest[len..].trim_start();
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_directives() {
        let text = "// c\nmodule \"example.com/m\" // here\n\ngo 1.22.1\ntoolchain go1.23.0\n\
            require (\n\ta.b/c v1.0.0 // indirect\n\td v0.1.0\n)\nrequire e v1.0.0\n\
            replace a.b/c => ../c\nreplace d v0.1.0 => f v0.2.0\nexclude x v1.0.0\n\
            retract [v1, v2]\ntool a.b/c/cmd\nignore ./web\ngodebug default=go1.21\n";
        let m = parse(text).unwrap();
        assert_eq!((m.path.as_str(), m.go, m.require.len()), ("example.com/m", Some(22), 3));
        assert_eq!(m.require[0], ("a.b/c".into(), "v1.0.0".into()));
        assert_eq!(m.replacement("a.b/c", "v9").unwrap().with, "../c");
        assert_eq!(m.replacement("d", "v0.1.0").unwrap().with_version.as_deref(), Some("v0.2.0"));
        assert_eq!(m.replacement("d", "v0.2.0"), None);
        assert_eq!(m.exclude, [("x".into(), "v1.0.0".into())]);
        assert_eq!(m.ignore, ["./web"]);
    }

    #[test]
    fn workspaces() {
        let m = parse_work("go 1.27\nuse (\n\t.\n\t./lib\n)\nreplace a => ../a\n").unwrap();
        assert_eq!(m.uses, [".", "./lib"]);
        assert_eq!(m.replace.len(), 1);
        let error = |text| parse_work(text).unwrap_err().to_string();
        assert_eq!(error("require a v1.0.0"), "line 1: unknown directive: require");
        assert_eq!(error("use"), "line 1: usage: use ./folder");
    }

    #[test]
    fn errors_name_the_line() {
        let error = |text| parse(text).unwrap_err().to_string();
        assert_eq!(error("module m\nfoo x\n"), "line 2: unknown directive: foo");
        assert_eq!(error("go x"), "line 1: invalid go version 'x'");
        assert_eq!(error(""), "no module declaration");
        assert_eq!(error("module m\nrequire (\n"), "the block of require is not closed");
        assert_eq!(error("module \"m"), "line 1: unterminated string");
        assert_eq!(error("module m\nuse ."), "line 2: unknown directive: use");
        assert!(error("module m\nreplace a").starts_with("line 2: usage: replace"));
    }
}
