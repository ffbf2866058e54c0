//! From import paths to folders.

use super::modules::Modules;
use super::names::{absolute, below, import_path_fault, relative, slashed};
use super::overlay::{self, Layer, Table};
use super::tags::Tags;
use super::{Env, GO_VERSION, OLDEST_SDK, Origin, refused};
use crate::base::fs::FileSystem;
use anyhow::Result;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Where a package is.
#[derive(Clone, Debug)]
pub(super) struct Location {
    /// Its import path, the one that identifies it.
    pub(super) path: String,
    pub(super) dir: PathBuf,
    /// How the folder is named in messages and debug information.
    pub(super) shown: String,
    pub(super) origin: Origin,
    /// The folder is among the embedded files.
    pub(super) embedded: bool,
    pub(super) go_version: u32,
    /// The package is just these files of the folder.
    pub(super) files: Option<Vec<String>>,
    /// Files of ours that are laid over those of the folder.
    pub(super) layer: Option<Layer>,
    /// The folder whose `_test.go` files are part of the package: where its tests are wanted.
    pub(super) tests: Option<PathBuf>,
}

/// Why an import path leads nowhere.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) help: String,
}

/// Resolves import paths.
pub(super) struct Resolver<'a> {
    env: &'a Env<'a>,
    modules: Modules,
    changed: Table,
    /// N of the SDK's version 1.N.
    sdk: Option<u32>,
}

fn has_go_files(fs: &dyn FileSystem, dir: &Path) -> bool {
    fs.is_dir(dir) && fs.list(dir).is_ok_and(|l| l.iter().any(|n| super::read::is_go_file(n)))
}

/// N of the SDK's version 1.N; the newest that embgo knows if the SDK does not tell.
fn sdk_version(env: &Env) -> Option<u32> {
    let bytes = env.disk.read(&env.goroot.as_ref()?.join("VERSION")).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let minor = text.strip_prefix("go1.").unwrap_or("");
    let digits = minor.split(|c: char| !c.is_ascii_digit()).next().unwrap_or("");
    Some(digits.parse().unwrap_or(GO_VERSION))
}

/// A folder of our own files: its file system, its path, and whether it is embedded.
fn ours<'a>(env: &'a Env, path: &str) -> (&'a dyn FileSystem, PathBuf, bool) {
    match &env.overlay {
        Some(dir) => (env.disk, dir.join(path), false),
        None => (env.embedded, Path::new("runtime-stubs").join(path), true),
    }
}

impl<'a> Resolver<'a> {
    /// For a program in the folder `dir`.
    pub(super) fn new(env: &'a Env<'a>, dir: &Path) -> Result<Resolver<'a>> {
        let (fs, table, _) = ours(env, overlay::TABLE);
        let changed = match fs.is_file(&table) {
            true => overlay::parse(&String::from_utf8_lossy(&fs.read(&table)?))?,
            false => Table::default(),
        };
        Ok(Resolver { env, modules: Modules::find(env, dir)?, changed, sdk: sdk_version(env) })
    }

    /// The N of 1.N of the SDK that is used, if there is one.
    pub(super) fn sdk(&self) -> Option<u32> {
        self.sdk
    }

    pub(super) fn modules(&self) -> &Modules {
        &self.modules
    }

    pub(super) fn env(&self) -> &'a Env<'a> {
        self.env
    }

    pub(super) fn fs(&self, place: &Location) -> &dyn FileSystem {
        self.files(place.embedded)
    }

    pub(super) fn files(&self, embedded: bool) -> &dyn FileSystem {
        if embedded { self.env.embedded } else { self.env.disk }
    }

    /// Reports whether a package is part of the library, whatever command line named it.
    pub(super) fn in_library(&self, place: &Location) -> bool {
        matches!(place.origin, Origin::Overlay | Origin::Sdk) || place.dir_is_in_sdk(self.env)
    }

    /// The package in a folder that the user named.
    pub(super) fn folder(&self, dir: &Path) -> Location {
        let dir = absolute(&self.env.cwd, dir);
        let mut path = "command-line-arguments".to_owned();
        let mut go_version = GO_VERSION;
        let sdk = self.env.goroot.as_ref().map(|root| root.join("src"));
        if let Some(rest) = sdk.and_then(|src| dir.strip_prefix(src).ok().map(slashed)) {
            path = rest;
        } else if let Some((main, rest)) = self.modules.main_of(&dir) {
            let rest = slashed(&rest);
            path =
                if rest.is_empty() { main.path.clone() } else { format!("{}/{rest}", main.path) };
            go_version = main.go_version;
        }
        let shown = relative(&self.env.cwd, &dir);
        let origin = Origin::User;
        let mut place = Location {
            path,
            dir,
            shown,
            origin,
            embedded: false,
            go_version,
            files: None,
            layer: None,
            tests: None,
        };
        if place.dir_is_in_sdk(self.env) {
            place.layer = self.layer(&place.path);
        }
        place
    }

    /// The package that `path` means on the command line, where it may be an internal one.
    pub(super) fn named(&self, path: &str) -> Result<Location, Problem> {
        self.locate(&self.folder(&self.env.cwd), path)
    }

    /// The package that `path` means in the files of the package at `importer`.
    pub(super) fn import(&self, importer: &Location, path: &str) -> Result<Location, Problem> {
        let place = self.locate(importer, path)?;
        self.internal(importer, place)
    }

    fn locate(&self, importer: &Location, path: &str) -> Result<Location, Problem> {
        if let Some(message) = import_path_fault(path) {
            let help = "write the import path as the package's documentation has it".to_owned();
            return Err(Problem { code: "BadImportPath", message, help });
        }
        let from_library = self.in_library(importer);
        // Some packages of ours are for the library only.
        let hidden = !from_library && matches!(path, "syscall" | "os/exec");
        let found = self.overlay(path).filter(|_| !hidden);
        let found = found.or_else(|| if from_library { None } else { self.in_modules(path) });
        if found.is_none()
            && self.env.bare_metal
            && let Some(need) = refused::reason(path)
        {
            return Err(Problem {
                code: "NeedsOS",
                message: format!("package {path} is not available on a microcontroller"),
                help: format!("it needs {need}; do without it, or use a package for this purpose"),
            });
        }
        let found = match found {
            Some(place) => Some(place),
            None => self.in_sdk(path, from_library)?,
        };
        found.ok_or_else(|| self.not_found(path))
    }

    /// One of our own packages.
    pub(super) fn overlay(&self, path: &str) -> Option<Location> {
        let joined = self.env.bare_metal && self.changed.contains_key(path);
        if joined && self.env.goroot.is_some() {
            return None;
        }
        let folder =
            if joined { format!("{}/{path}", overlay::STAND_INS) } else { path.to_owned() };
        let (fs, dir, embedded) = ours(self.env, &folder);
        has_go_files(fs, &dir).then(|| Location {
            path: path.to_owned(),
            dir,
            shown: format!("$EMBGO/{folder}"),
            origin: Origin::Overlay,
            embedded,
            go_version: GO_VERSION,
            files: None,
            layer: None,
            tests: None,
        })
    }

    /// Our files for a package that is the SDK's otherwise.
    fn layer(&self, path: &str) -> Option<Layer> {
        let changes = self.changed.get(path).filter(|_| self.env.bare_metal)?;
        let (_, dir, embedded) = ours(self.env, path);
        let shown = format!("$EMBGO/{path}");
        Some(Layer { dir, embedded, shown, changes: changes.clone() })
    }

    /// A package of the main module or of one that it uses.
    fn in_modules(&self, path: &str) -> Option<Location> {
        let location = |dir: PathBuf, shown, go_version, origin| Location {
            path: path.to_owned(),
            dir,
            shown,
            origin,
            embedded: false,
            go_version,
            files: None,
            layer: None,
            tests: None,
        };
        // Of modules inside each other, the innermost that has the package counts.
        let candidates = self.modules.candidates(path);
        candidates.into_iter().find_map(|(m, dir, rest)| {
            let shown = match (rest, m.shown.as_str()) {
                ("", shown) => shown.to_owned(),
                (rest, ".") => rest.to_owned(),
                (rest, shown) => format!("{shown}/{rest}"),
            };
            let origin = if m.main { Origin::User } else { Origin::Dependency };
            let found = has_go_files(self.env.disk, &dir);
            found.then(|| location(dir, shown, m.go_version, origin))
        })
    }

    /// A package of the SDK; for packages of the library also what it has vendored.
    fn in_sdk(&self, path: &str, from_library: bool) -> Result<Option<Location>, Problem> {
        let Some(root) = &self.env.goroot else { return Ok(None) };
        let src = root.join("src");
        let vendored = format!("vendor/{path}");
        let paths = [path, &vendored];
        let paths = if from_library { &paths[..] } else { &paths[..1] };
        let Some(path) = paths.iter().find(|p| has_go_files(self.env.disk, &src.join(p))) else {
            return Ok(None);
        };
        if let Some(minor) = self.sdk.filter(|n| !(OLDEST_SDK..=GO_VERSION).contains(n)) {
            return Err(Problem {
                code: "BrokenImport",
                message: format!("package {path} is of Go 1.{minor}, which embgo cannot use"),
                help: format!(
                    "install Go 1.{OLDEST_SDK} or 1.{GO_VERSION} from https://go.dev/dl, or set \
                     GOROOT to where it is"
                ),
            });
        }
        Ok(Some(Location {
            path: (*path).to_owned(),
            dir: src.join(path),
            shown: format!("$GOROOT/src/{path}"),
            origin: Origin::Sdk,
            embedded: false,
            go_version: GO_VERSION,
            files: None,
            layer: self.layer(path),
            tests: None,
        }))
    }

    /// Code under a folder `internal` is only for what is below that folder's parent.
    fn internal(&self, importer: &Location, place: Location) -> Result<Location, Problem> {
        let parts: Vec<&str> = place.path.split('/').collect();
        let Some(at) = parts.iter().rposition(|p| *p == "internal") else { return Ok(place) };
        let library = |o| matches!(o, Origin::Overlay | Origin::Sdk);
        let parent = parts[..at].join("/");
        // The library is one tree, and so are ours and the SDK's packages.
        let allowed = match library(place.origin) {
            true => self.in_library(importer),
            false => below(&importer.path, &parent).is_some(),
        };
        if allowed {
            return Ok(place);
        }
        Err(Problem {
            code: "InternalPackage",
            message: format!("use of internal package {} not allowed", place.path),
            help: match parent.as_str() {
                "" => "only the standard library may import it".to_owned(),
                parent => format!("only packages below {parent} may import it"),
            },
        })
    }

    fn not_found(&self, path: &str) -> Problem {
        let problem =
            |message, help: &str| Problem { code: "BrokenImport", message, help: help.to_owned() };
        let first = path.split('/').next().unwrap_or(path);
        if let Some((message, help)) = self.modules.missing(path) {
            return problem(message, &help);
        }
        let main = self.modules.any_main();
        if first.contains('.') {
            let message = format!("no required module provides package {path}");
            return match main {
                true => problem(message, &format!("run `go get {path}` to add it to go.mod")),
                false => problem(
                    format!("{message}: go.mod file not found"),
                    "start a module with `go mod init NAME`, then `go get` what it imports",
                ),
            };
        }
        if let Some(help) = refused::tinygos(path) {
            let message = format!("package {path} is one of TinyGo's that embgo does not have");
            return problem(message, help);
        }
        match &self.env.goroot {
            Some(_) => problem(
                format!("package {path} is not in std"),
                "check the spelling; packages of modules have a host name in their path",
            ),
            None => problem(
                format!("package {path} is not in embgo, and no Go SDK was found"),
                "install Go from https://go.dev/dl, or set GOROOT to where it is",
            ),
        }
    }
}

impl Location {
    /// The tags for this package, where the others have `tags`.
    pub(super) fn own_tags<'t>(&self, tags: &'t Tags) -> Cow<'t, Tags> {
        let more = self.layer.as_ref().map(|l| &l.changes.tags).filter(|t| !t.is_empty());
        more.map_or(Cow::Borrowed(tags), |more| Cow::Owned(tags.with(more)))
    }

    /// A package that the user named by its folder inside the SDK.
    fn dir_is_in_sdk(&self, env: &Env) -> bool {
        env.goroot.as_ref().is_some_and(|root| self.dir.starts_with(root))
    }
}
