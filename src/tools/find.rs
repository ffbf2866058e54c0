//! Where a tool is. Looks at names and places only: a version is read from `clang-22` or
//! `/usr/lib/llvm-22/bin`, and a process is started only for an LLVM tool that hides it.

use super::spec::{LLVM_VERSIONS, Spec, ToolId};
use super::{Tool, install, probe};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The folders to look in.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// `PATH`.
    pub path: Option<OsString>,
    /// `EMBGO_LLVM`: the folder of the LLVM tools (or the one above its `bin`), which then is the
    /// only one where they are looked for.
    pub llvm: Option<PathBuf>,
    /// `EMBGO_PYTHON`: the Python that has the simulator.
    pub python: Option<PathBuf>,
    /// `VIRTUAL_ENV`: a Python environment that was activated.
    pub environment: Option<PathBuf>,
    /// The environment that `embgo doctor` proposes for Python packages.
    pub user_environment: Option<PathBuf>,
}

impl Search {
    pub fn from_env() -> Search {
        let dir = |name| std::env::var_os(name).filter(|v| !v.is_empty());
        Search {
            path: dir("PATH"),
            llvm: dir("EMBGO_LLVM").map(PathBuf::from),
            python: dir("EMBGO_PYTHON").map(PathBuf::from),
            environment: dir("VIRTUAL_ENV").map(PathBuf::from),
            user_environment: user_environment(),
        }
    }

    /// Finds a tool, or says why not and how to get it.
    pub fn find(&self, id: ToolId) -> Result<Tool, Missing> {
        let spec = id.spec();
        let found = match id {
            _ if spec.llvm => return self.find_llvm(spec),
            ToolId::Python | ToolId::Labwired if self.python.is_some() => self.python.clone(),
            ToolId::Labwired => self.python_with("labwired"),
            _ => spec.names.iter().find_map(|name| self.on_path(name)).or_else(|| {
                // What PyPI has may be in an environment that is not on the path.
                let dirs = self.environments().filter(|_| !spec.packages.pip.is_empty());
                dirs.flat_map(|dir| spec.names.iter().find_map(|n| executable(&dir, n))).next()
            }),
        };
        match found {
            Some(path) if path.is_file() => Ok(Tool { id, path, version: None }),
            Some(path) => Err(Missing {
                id,
                reason: format!("EMBGO_PYTHON names {}, which is no file", path.display()),
            }),
            None => Err(Missing { id, reason: format!("{} was not found", spec.name) }),
        }
    }

    fn on_path(&self, name: &str) -> Option<PathBuf> {
        let path = self.path.as_ref()?;
        // The current folder matters only for names with a slash, and there are none.
        which::which_in(name, Some(path), "/").ok()
    }

    /// The folders of programs in Python environments: the activated one, the one in this folder,
    /// and the user's own for embgo.
    fn environments(&self) -> impl Iterator<Item = PathBuf> {
        let here = std::path::absolute(".venv").ok();
        let all = [self.environment.clone(), here, self.user_environment.clone()];
        all.into_iter().flatten().map(|dir| dir.join("bin"))
    }

    /// The first Python that has a package, else the first one.
    fn python_with(&self, package: &str) -> Option<PathBuf> {
        let path = self.path.iter().flat_map(std::env::split_paths);
        let names = ToolId::Labwired.spec().names;
        let in_dir = |dir: PathBuf| names.iter().filter_map(move |name| executable(&dir, name));
        let pythons: Vec<PathBuf> = self.environments().chain(path).flat_map(in_dir).collect();
        pythons.iter().find(|p| has_package(p, package)).or(pythons.first()).cloned()
    }

    fn find_llvm(&self, spec: &Spec) -> Result<Tool, Missing> {
        let name = spec.names[0];
        if let Some(dir) = &self.llvm {
            return in_folder(dir, name, spec.id);
        }
        for version in LLVM_VERSIONS {
            let path = self.on_path(&format!("{name}-{version}"));
            let path = path.or_else(|| llvm_folders(version).find_map(|d| executable(&d, name)));
            if let Some(path) = path {
                return Ok(Tool { id: spec.id, path, version: Some(version) });
            }
        }
        let Some(path) = self.on_path(name).or_else(|| unversioned(name)) else {
            let reason = format!("{} of LLVM {} was not found", spec.name, versions());
            return Err(Missing { id: spec.id, reason });
        };
        accept(spec.id, path)
    }
}

/// Where the user's Python packages for embgo are.
pub fn user_environment() -> Option<PathBuf> {
    let home = std::env::var_os("HOME").filter(|v| !v.is_empty())?;
    Some(Path::new(&home).join(".local/share/embgo/python"))
}

/// Reports whether a Python's own folders hold a package. Starting it to ask would cost more than
/// all the rest of the search.
fn has_package(python: &Path, package: &str) -> bool {
    let prefixes = [Some(python.to_owned()), python.canonicalize().ok()];
    let libs = prefixes.iter().flatten().filter_map(|p| Some(p.parent()?.parent()?.join("lib")));
    let versions = libs.filter_map(|lib| std::fs::read_dir(lib).ok()).flatten().flatten();
    versions.map(|v| v.path()).any(|v| {
        let folders = ["site-packages", "dist-packages"];
        folders.iter().any(|f| v.join(f).join(package).is_dir())
    })
}

/// `19 to 22`.
fn versions() -> String {
    format!("{} to {}", LLVM_VERSIONS[LLVM_VERSIONS.len() - 1], LLVM_VERSIONS[0])
}

fn executable(dir: &Path, name: &str) -> Option<PathBuf> {
    which::which_in(dir.join(name), None::<OsString>, "/").ok()
}

fn in_folder(dir: &Path, name: &str, id: ToolId) -> Result<Tool, Missing> {
    // Not `which`'s own idea of a relative path: the variable means one from here.
    let dir = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let names = LLVM_VERSIONS.map(|v| format!("{name}-{v}"));
    let names = || std::iter::once(name).chain(names.iter().map(String::as_str));
    let found = [dir.clone(), dir.join("bin")]
        .iter()
        .find_map(|dir| names().find_map(|name| executable(dir, name)));
    match found {
        Some(path) => accept(id, path),
        None => {
            let reason = format!("EMBGO_LLVM is {}, and there is no {name} in it", dir.display());
            Err(Missing { id, reason })
        }
    }
}

/// Takes an LLVM tool whose name has no version if its version is a fit one.
fn accept(id: ToolId, path: PathBuf) -> Result<Tool, Missing> {
    let version = version_in_path(&path)
        .or_else(|| version_in_path(&path.canonicalize().ok()?))
        .or_else(|| probe::major(&probe::version_line(id, &path)?));
    match version {
        Some(v) if LLVM_VERSIONS.contains(&v) => Ok(Tool { id, path, version }),
        Some(v) => Err(Missing {
            id,
            reason: format!(
                "{} is of LLVM {v}, and embgo needs LLVM {}",
                path.display(),
                versions()
            ),
        }),
        None => {
            Err(Missing { id, reason: format!("{} does not tell its version", path.display()) })
        }
    }
}

/// Where distributions and Homebrew keep an LLVM that is not on the `PATH`.
fn llvm_folders(version: u32) -> impl Iterator<Item = PathBuf> {
    [
        format!("/usr/lib/llvm-{version}/bin"),
        format!("/usr/lib/llvm{version}/bin"),
        format!("/usr/lib64/llvm{version}/bin"),
        format!("/opt/homebrew/opt/llvm@{version}/bin"),
        format!("/usr/local/opt/llvm@{version}/bin"),
    ]
    .into_iter()
    .map(PathBuf::from)
}

fn unversioned(name: &str) -> Option<PathBuf> {
    ["/opt/homebrew/opt/llvm/bin", "/opt/homebrew/opt/lld/bin", "/usr/local/opt/llvm/bin"]
        .iter()
        .find_map(|dir| executable(Path::new(dir), name))
}

/// The LLVM version that a path names: `clang-22`, `llvm-22`, `llvm22`, `llvm@22`, or
/// `llvm/22.1.0` as in Homebrew's cellar.
fn version_in_path(path: &Path) -> Option<u32> {
    let mut parts = path.iter().rev().filter_map(|p| p.to_str()).peekable();
    while let Some(part) = parts.next() {
        let digits = part.trim_start_matches(|c: char| !c.is_ascii_digit());
        let stem = &part[..part.len() - digits.len()];
        let number = || digits.split('.').next()?.parse().ok();
        let named = matches!(stem, "llvm-" | "llvm" | "llvm@")
            || stem.ends_with('-')
                && ["clang", "ld.lld", "lld", "opt", "llc"]
                    .iter()
                    .any(|n| stem.trim_end_matches('-') == *n)
            || stem.is_empty() && matches!(parts.peek(), Some(&"llvm" | &"lld"));
        if let Some(v) = named.then(number).flatten() {
            return Some(v);
        }
    }
    None
}

/// A tool that is not there.
#[derive(Debug)]
pub struct Missing {
    pub id: ToolId,
    /// A sentence without its stop.
    pub reason: String,
}

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let spec = self.id.spec();
        write!(f, "{}; it is needed to {}", self.reason, spec.purpose)?;
        if let Some(command) = install::command(&install::System::detect(), &[self.id]) {
            write!(f, "\n  install it with:  {command}")?;
        }
        if spec.llvm {
            write!(f, "\n  or set EMBGO_LLVM to the folder of an LLVM {}", versions())?;
        }
        Ok(())
    }
}

impl std::error::Error for Missing {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_paths() {
        let of = |p| version_in_path(Path::new(p));
        assert_eq!(of("/usr/bin/clang-22"), Some(22));
        assert_eq!(of("/usr/lib/llvm-19/bin/clang"), Some(19));
        assert_eq!(of("/usr/lib/llvm21/bin/ld.lld"), Some(21));
        assert_eq!(of("/opt/homebrew/Cellar/llvm/20.1.8/bin/clang"), Some(20));
        assert_eq!(of("/opt/homebrew/opt/llvm@20/bin/clang"), Some(20));
        assert_eq!(of("/usr/bin/clang"), None);
        assert_eq!(of("/home/u/gcc-12/bin/clang"), None);
    }

    #[test]
    fn nothing_is_found_nowhere() {
        let error = Search::default().find(ToolId::QemuArm).unwrap_err().to_string();
        assert!(error.starts_with("qemu-system-arm was not found; it is needed to run ARM"));
    }

    #[test]
    fn a_wrong_llvm_folder_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let search = Search { llvm: Some(dir.path().to_owned()), ..Search::default() };
        let error = search.find(ToolId::Clang).unwrap_err().to_string();
        assert!(error.contains("EMBGO_LLVM is"), "{error}");
        assert!(error.contains("no clang in it"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn an_old_llvm_is_refused_with_its_version() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let bin = dir.path().join("llvm-14");
        std::fs::create_dir(&bin).unwrap();
        let file = bin.join("clang");
        std::fs::write(&file, "").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
        let search = Search { llvm: Some(bin), ..Search::default() };
        let error = search.find(ToolId::Clang).unwrap_err().to_string();
        assert!(error.contains("is of LLVM 14, and embgo needs LLVM 19 to 22"), "{error}");
    }
}
