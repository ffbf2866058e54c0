//! The modules of a build (go.dev/ref/mod): the main module or those of a workspace, and the
//! versions of all others, chosen by minimal version selection. They come from the `vendor`
//! folder, from folders that `replace` names, or from the module cache. Nothing is downloaded, and
//! `go.sum` is not read: what is in the cache the go command has verified.

use super::gomod::{self, GoMod};
use super::names::{absolute, below, relative};
use super::semver;
use super::{Env, GO_VERSION};
use anyhow::{Context, Result, bail};
use indexmap::IndexMap;
use rustc_hash::FxHashSet;
use std::cmp::Ordering;
use std::path::{Path, PathBuf};

/// A module that packages can be in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Module {
    pub path: String,
    /// Empty for a main module.
    pub version: String,
    /// Where its files are; of a vendored one, only packages that are used.
    pub dir: PathBuf,
    /// How the folder is named in messages.
    pub(super) shown: String,
    /// N of its `go 1.N`.
    pub go_version: u32,
    /// One of the user's: the main module, or one of a workspace.
    pub main: bool,
    /// What stands in its place: a folder, or a module path and its version.
    pub replace: Option<(String, String)>,
    pub vendored: bool,
    /// Folders of a main module that patterns leave out.
    pub(super) ignore: Vec<String>,
}

/// The main modules and those they use.
#[derive(Default)]
pub(super) struct Modules {
    list: Vec<Module>,
    /// The folder of vendored packages.
    vendor: Option<PathBuf>,
    /// Required modules whose files are not there, with their versions.
    absent: Vec<(String, String)>,
}

/// The files that say which modules are used.
struct Plan {
    /// Folder and `go.mod` of each main module.
    mains: Vec<(PathBuf, GoMod)>,
    /// Where the replacements stand: in the `go.work`, else in the main modules.
    work: Option<(PathBuf, GoMod)>,
}

impl Modules {
    /// The modules for a program in the folder `dir`: those of the nearest `go.work` upward that
    /// is not switched off, else the nearest `go.mod`.
    pub(super) fn find(env: &Env, dir: &Path) -> Result<Modules> {
        let Some(plan) = Plan::find(env, dir)? else { return Ok(Modules::default()) };
        let mut modules = Modules::default();
        for (dir, main) in &plan.mains {
            let go = main.go.unwrap_or(16);
            if go > GO_VERSION {
                let name = relative(&env.cwd, &dir.join("go.mod"));
                bail!(
                    "{name}: go 1.{go} is newer than 1.{GO_VERSION}, the newest that embgo knows"
                );
            }
            modules.list.push(Module {
                path: main.path.clone(),
                version: String::new(),
                dir: dir.clone(),
                shown: relative(&env.cwd, dir),
                go_version: go,
                main: true,
                replace: None,
                vendored: false,
                ignore: main.ignore.clone(),
            });
        }
        let root = plan.root().to_owned();
        let vendor = root.join("vendor");
        let list = vendor.join("modules.txt");
        // Before 1.14 vendoring had to be asked for; a folder without a list is that of a program
        // that does not use modules otherwise.
        if env.disk.is_dir(&vendor) && plan.oldest() >= 14 {
            modules.vendor = Some(vendor.clone());
            if env.disk.is_file(&list) {
                return modules.vendored(env, &plan, &list);
            }
            if plan.mains.iter().all(|(_, m)| m.require.is_empty()) {
                modules.add_vendor(env, &vendor, None);
                return Ok(modules);
            }
            bail!(
                "inconsistent vendoring: {} is missing; run `go mod vendor`",
                relative(&env.cwd, &list)
            );
        }
        for (path, version) in select(env, &plan)? {
            modules.add(env, &plan, &path, &version)?;
        }
        Ok(modules)
    }

    /// Takes the modules from `vendor/modules.txt`, which must agree with the `go.mod`.
    fn vendored(mut self, env: &Env, plan: &Plan, list: &Path) -> Result<Modules> {
        let name = relative(&env.cwd, list);
        let text = env.disk.read(list).with_context(|| format!("reading {name}"))?;
        let entries = vendor_list(&String::from_utf8_lossy(&text));
        for (_, main) in &plan.mains {
            for (path, version) in &main.require {
                if plan.mains.iter().any(|(_, m)| m.path == *path) {
                    continue;
                }
                match entries.iter().find(|e| e.path == *path) {
                    Some(e) if e.version == *version => {}
                    Some(e) => bail!(
                        "inconsistent vendoring: {path}@{version} is required in go.mod, but \
                         {name} has {}; run `go mod vendor`",
                        e.version
                    ),
                    None => bail!(
                        "inconsistent vendoring: {path}@{version} is required in go.mod, but not \
                         in {name}; run `go mod vendor`"
                    ),
                }
            }
        }
        let vendor = list.parent().unwrap_or(list).to_owned();
        for e in &entries {
            self.add_vendor(env, &vendor, Some(e));
        }
        Ok(self)
    }

    fn add_vendor(&mut self, env: &Env, vendor: &Path, entry: Option<&Vendored>) {
        let path = entry.map_or("", |e| &e.path);
        let dir = if path.is_empty() { vendor.to_owned() } else { vendor.join(path) };
        self.list.push(Module {
            path: path.to_owned(),
            version: entry.map_or("", |e| &e.version).to_owned(),
            shown: relative(&env.cwd, &dir),
            dir,
            go_version: entry.map_or(GO_VERSION, |e| e.go.min(GO_VERSION)),
            main: false,
            replace: entry.and_then(|e| e.replace.clone()),
            vendored: true,
            ignore: Vec::new(),
        });
    }

    /// Adds a chosen module, from the folder that replaces it or from the module cache.
    fn add(&mut self, env: &Env, plan: &Plan, path: &str, version: &str) -> Result<()> {
        if self.list.iter().any(|m| m.main && m.path == path) {
            return Ok(());
        }
        let place = plan.place(env, path, version);
        let Some(dir) = place.dir.filter(|d| env.disk.is_dir(d)) else {
            if let Some((folder, empty)) = &place.replace
                && empty.is_empty()
            {
                bail!("{path}: the folder {folder} that replaces it does not exist");
            }
            self.absent.push((place.real.0, place.real.1));
            return Ok(());
        };
        let go = go_mod_of(env, &dir.join("go.mod"))?.and_then(|m| m.go).unwrap_or(16);
        self.list.push(Module {
            path: path.to_owned(),
            version: version.to_owned(),
            dir,
            shown: place.shown,
            go_version: go.min(GO_VERSION),
            main: false,
            replace: place.replace,
            vendored: false,
            ignore: Vec::new(),
        });
        Ok(())
    }

    /// The main module that a folder is in, and where in it.
    pub(super) fn main_of(&self, dir: &Path) -> Option<(&Module, PathBuf)> {
        let mains = self.list.iter().filter(|m| m.main);
        let found = mains.filter_map(|m| Some((m, dir.strip_prefix(&m.dir).ok()?.to_owned())));
        found.min_by_key(|(_, rest)| rest.components().count())
    }

    /// The folders of the main modules.
    pub(super) fn main_dirs(&self) -> impl Iterator<Item = &Path> {
        self.list.iter().filter(|m| m.main).map(|m| m.dir.as_path())
    }

    pub(super) fn any_main(&self) -> bool {
        self.list.iter().any(|m| m.main)
    }

    /// The modules that a package may be in, the innermost first: module, folder, and path in the
    /// module.
    pub(super) fn candidates<'p>(&self, path: &'p str) -> Vec<(&Module, PathBuf, &'p str)> {
        let of = |m| {
            let m: &Module = m;
            let rest = if m.path.is_empty() { path } else { below(path, &m.path)? };
            let dir = if rest.is_empty() { m.dir.clone() } else { m.dir.join(rest) };
            Some((m, dir, rest))
        };
        let mut found: Vec<_> = self.list.iter().filter_map(of).collect();
        found.sort_by_key(|(m, ..)| std::cmp::Reverse(m.path.len()));
        found
    }

    /// The module that the package in a folder belongs to.
    pub(super) fn of_folder(&self, path: &str, dir: &Path) -> Option<&Module> {
        self.candidates(path).into_iter().find(|(_, d, _)| d == dir).map(|(m, ..)| m)
    }

    /// Is a folder left out of patterns by its module's `ignore`?
    pub(super) fn ignored(&self, dir: &Path) -> bool {
        let Some((module, rest)) = self.main_of(dir) else { return false };
        let rest = rest.to_string_lossy().replace('\\', "/");
        module.ignore.iter().any(|i| match i.strip_prefix("./") {
            Some(anchored) => rest == anchored.trim_end_matches('/'),
            None => rest == *i || rest.ends_with(&format!("/{i}")),
        })
    }

    /// Why none of the modules has a package, and what to do; `None` if none of them could.
    pub(super) fn missing(&self, path: &str) -> Option<(String, String)> {
        let main = self.list.iter().find(|m| m.main && below(path, &m.path).is_some());
        if let Some(m) = main {
            let message = format!("package {path} is not in the main module ({})", m.path);
            let help = "check the spelling; the folder has no Go files or is not there";
            return Some((message, help.to_owned()));
        }
        let mut absent = self.absent.iter().filter(|(m, _)| below(path, m).is_some());
        if let Some((module, version)) = absent.next() {
            let message = format!("package {path}: module {module}@{version} is not downloaded");
            let help = format!("run `go mod download {module}@{version}`");
            return Some((message, help));
        }
        if self.vendor.is_some() && path.split('/').next()?.contains('.') {
            let message = format!("package {path} is not in the vendor folder");
            return Some((message, "run `go mod vendor`".to_owned()));
        }
        let m = self.list.iter().find(|m| !m.main && below(path, &m.path).is_some())?;
        let message = format!("module {} does not contain package {path}", m.path);
        Some((message, "check the spelling and the module's version in go.mod".to_owned()))
    }
}

/// Where a version of a module is.
struct Place {
    /// `None` without a module cache.
    dir: Option<PathBuf>,
    shown: String,
    replace: Option<(String, String)>,
    /// The module that is to be downloaded.
    real: (String, String),
}

impl Plan {
    fn find(env: &Env, dir: &Path) -> Result<Option<Plan>> {
        let upward =
            |name: &str| dir.ancestors().map(|d| d.join(name)).find(|f| env.disk.is_file(f));
        let work = match &env.go_work {
            Some(off) if off == Path::new("off") => None,
            Some(file) => Some(file.clone()),
            None => upward("go.work"),
        };
        let own = upward("go.mod");
        if let Some(file) = work {
            let name = relative(&env.cwd, &file);
            let bytes = env.disk.read(&file).with_context(|| format!("reading {name}"))?;
            let text = String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8"))?;
            let work = gomod::parse_work(&text).with_context(|| name.clone())?;
            let root = file.parent().unwrap_or(dir).to_owned();
            let mut mains = Vec::new();
            for folder in &work.uses {
                let dir = absolute(&root, Path::new(folder));
                let Some(module) = go_mod_of(env, &dir.join("go.mod"))? else {
                    bail!("{name}: there is no go.mod in {folder}, which it uses");
                };
                mains.push((dir, module));
            }
            if let Some(own) = own.as_ref().and_then(|f| f.parent())
                && !mains.iter().any(|(dir, _)| dir == own)
            {
                bail!(
                    "{} is not one of the modules of the workspace {name}; run `go work use {}`, \
                     or set GOWORK=off",
                    relative(&env.cwd, own),
                    relative(&env.cwd, own)
                );
            }
            return Ok(Some(Plan { mains, work: Some((root, work)) }));
        }
        let Some(file) = own else { return Ok(None) };
        let root = file.parent().unwrap_or(dir).to_owned();
        let module = go_mod_of(env, &file)?.unwrap_or_default();
        Ok(Some(Plan { mains: vec![(root, module)], work: None }))
    }

    /// The folder of the go.work, or of the main module.
    fn root(&self) -> &Path {
        match &self.work {
            Some((root, _)) => root,
            None => self.mains.first().map_or(Path::new(""), |(dir, _)| dir),
        }
    }

    fn oldest(&self) -> u32 {
        self.mains.iter().map(|(_, m)| m.go.unwrap_or(16)).min().unwrap_or(0)
    }

    /// Where a version of a module is, by the replacements of the workspace and the main modules.
    fn place(&self, env: &Env, path: &str, version: &str) -> Place {
        let tables = self.work.iter().chain(&self.mains);
        let mut found = tables.filter_map(|(d, m)| Some((d, m.replacement(path, version)?)));
        let (real, replace) = match found.next() {
            Some((root, r)) if r.with_version.is_none() => {
                let dir = absolute(root, Path::new(&r.with));
                let shown = relative(&env.cwd, &dir);
                let replace = Some((r.with.clone(), String::new()));
                let real = (path.to_owned(), version.to_owned());
                return Place { dir: Some(dir), shown, replace, real };
            }
            Some((_, r)) => {
                let real = (r.with.clone(), r.with_version.clone().unwrap_or_default());
                (real.clone(), Some(real))
            }
            None => ((path.to_owned(), version.to_owned()), None),
        };
        let name = format!("{}@{}", escaped(&real.0), escaped(&real.1));
        let dir = env.mod_cache.as_ref().map(|cache| cache.join(&name));
        Place { dir, shown: format!("$GOMODCACHE/{name}"), replace, real }
    }

    fn excluded(&self, path: &str, version: &str) -> bool {
        let mut all = self.mains.iter().flat_map(|(_, m)| &m.exclude);
        all.any(|(p, v)| p == path && v == version)
    }

    /// The `go.mod` of a version: of the folder that replaces it, or out of the module cache, which
    /// keeps it even where the module's other files were not needed.
    fn go_mod(&self, env: &Env, path: &str, version: &str) -> Result<Option<GoMod>> {
        let place = self.place(env, path, version);
        let local = place.replace.as_ref().is_some_and(|(_, v)| v.is_empty());
        if !local && let Some(cache) = &env.mod_cache {
            let (path, version) = (escaped(&place.real.0), escaped(&place.real.1));
            let file = cache.join(format!("cache/download/{path}/@v/{version}.mod"));
            if let Some(found) = go_mod_of(env, &file)? {
                return Ok(Some(found));
            }
        }
        match place.dir {
            Some(dir) => go_mod_of(env, &dir.join("go.mod")),
            None => Ok(None),
        }
    }
}

/// Minimal version selection: of each module that is required the highest version that some
/// `go.mod` asks for, sorted by path. As with Go, of modules that need Go 1.17 or later the
/// requirements count but not those of what they require: they list all they need.
fn select(env: &Env, plan: &Plan) -> Result<IndexMap<String, String>> {
    let mut chosen: IndexMap<String, String> = IndexMap::new();
    let mut todo: Vec<(String, String, bool)> = Vec::new();
    let mut seen: FxHashSet<(String, String)> = FxHashSet::default();
    let mut require = |list: &[(String, String)], deep, todo: &mut Vec<_>| {
        for (path, version) in list {
            if plan.excluded(path, version) || plan.mains.iter().any(|(_, m)| m.path == *path) {
                continue;
            }
            let best = chosen.entry(path.clone()).or_insert_with(|| version.clone());
            if semver::compare(best, version) == Ordering::Less {
                best.clone_from(version);
            }
            if deep && seen.insert((path.clone(), version.clone())) {
                todo.push((path.clone(), version.clone(), deep));
            }
        }
    };
    for (_, main) in &plan.mains {
        require(&main.require, true, &mut todo);
    }
    while let Some((path, version, _)) = todo.pop() {
        if let Some(module) = plan.go_mod(env, &path, &version)? {
            require(&module.require, module.go.unwrap_or(16) < 17, &mut todo);
        }
    }
    chosen.sort_keys();
    Ok(chosen)
}

/// An entry of `vendor/modules.txt`.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Vendored {
    path: String,
    version: String,
    go: u32,
    replace: Option<(String, String)>,
}

fn vendor_list(text: &str) -> Vec<Vendored> {
    let mut list: Vec<Vendored> = Vec::new();
    for line in text.lines() {
        if let Some(marks) = line.strip_prefix("## ") {
            let go = marks.split(';').find_map(|m| m.trim().strip_prefix("go "));
            if let (Some(go), Some(last)) = (go.and_then(gomod::version), list.last_mut()) {
                last.go = go;
            }
            continue;
        }
        let Some(rest) = line.strip_prefix("# ") else { continue };
        let words: Vec<&str> = rest.split_whitespace().collect();
        let arrow = words.iter().position(|w| *w == "=>");
        let (old, new) = words.split_at(arrow.unwrap_or(words.len()));
        let [path, version] = old else {
            // A replacement that stands alone repeats what an entry has said.
            continue;
        };
        let replace = match new {
            [_, with] => Some(((*with).to_owned(), String::new())),
            [_, with, version] => Some(((*with).to_owned(), (*version).to_owned())),
            _ => None,
        };
        let (path, version) = ((*path).to_owned(), (*version).to_owned());
        list.push(Vendored { path, version, go: 16, replace });
    }
    list
}

/// The module cache writes upper-case letters as `!` and the lower-case one.
fn escaped(path: &str) -> String {
    let mut out = String::new();
    for c in path.chars() {
        if c.is_ascii_uppercase() {
            out.push('!');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// A replacement in a `go.work`: what, by what, and whether that is a folder.
pub type Replaced = (String, String, bool);

/// The folders that a `go.work` uses, and its replacements.
pub fn workspace(text: &str) -> Result<(Vec<String>, Vec<Replaced>)> {
    let work = gomod::parse_work(text)?;
    let join = |path: &str, version: &Option<String>| match version {
        Some(v) => format!("{path} {v}"),
        None => path.to_owned(),
    };
    let replaces = work.replace.iter().map(|r| {
        let local = r.with_version.is_none();
        (join(&r.path, &r.version), join(&r.with, &r.with_version), local)
    });
    Ok((work.uses.clone(), replaces.collect()))
}

/// N of the `go 1.N` of a `go.mod`.
pub fn go_of(text: &str) -> Option<u32> {
    gomod::parse(text).ok()?.go
}

/// Reads a `go.mod`, if there is one.
fn go_mod_of(env: &Env, file: &Path) -> Result<Option<GoMod>> {
    if !env.disk.is_file(file) {
        return Ok(None);
    }
    let name = relative(&env.cwd, file);
    let bytes = env.disk.read(file).with_context(|| format!("reading {name}"))?;
    let text = String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8"))?;
    gomod::parse(&text).map(Some).with_context(|| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendor_lists() {
        let list = vendor_list(
            "# a.b/c v1.0.0\n## explicit; go 1.20\na.b/c\na.b/c/d\n# e v1.1.0 => ../e\n## explicit\ne\n\
             # f v1.0.0 => g v2.0.0\nf\n# e => ../e\n",
        );
        let short: Vec<_> = list.iter().map(|e| (e.path.as_str(), e.go)).collect();
        assert_eq!(short, [("a.b/c", 20), ("e", 16), ("f", 16)]);
        assert_eq!(list[1].replace, Some(("../e".into(), String::new())));
        assert_eq!(list[2].replace, Some(("g".into(), "v2.0.0".into())));
    }

    #[test]
    fn escapes() {
        assert_eq!(escaped("github.com/BurntSushi/toml"), "github.com/!burnt!sushi/toml");
    }
}
