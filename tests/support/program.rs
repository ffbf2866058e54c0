//! The finished program, started in a folder of its own: shared by the tests that run it.
//!
//! Nothing of this computer's settings reaches it. The cache is shared by all tests of one build
//! of embgo, because most of them need the same arithmetic helpers; a test about the cache names
//! another one.
#![allow(dead_code, reason = "no test uses all of it")]

#[path = "../sdk/goroot.rs"]
pub mod goroot;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The Python that has the simulators.
pub fn python() -> PathBuf {
    match std::env::var_os("EMBGO_TEST_PYTHON") {
        Some(python) => python.into(),
        None => root().join(".venv/bin/python"),
    }
}

/// Runs a script of `tests/support` and gives its standard output.
pub fn script(name: &str, args: &[&str]) -> String {
    let python = python();
    let mut command = Command::new(&python);
    command.arg(root().join("tests/support").join(name)).args(args);
    let output =
        command.output().unwrap_or_else(|e| panic!("{}: {e}; run `make deps`", python.display()));
    let ended = Ended::of(output);
    assert_eq!(ended.code, 0, "{name}: {}", ended.stderr);
    ended.stdout
}

/// A folder to work in and the program.
pub struct Embgo {
    dir: tempfile::TempDir,
}

impl Embgo {
    pub fn new() -> Embgo {
        Embgo { dir: tempfile::tempdir().expect("a temporary folder") }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Writes a file below the folder.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("it is below a folder")).expect("a new folder");
        fs::write(&path, content).expect("a new file");
        path
    }

    /// A copy of `runtime-stubs/` below the folder, each text as `change` makes it of its name and
    /// content. `EMBGO_STUBS` is its place.
    pub fn stubs(&self, change: impl Fn(&str, String) -> String) -> PathBuf {
        fn walk(folder: &Path) -> Vec<PathBuf> {
            let entries = fs::read_dir(folder).expect("a folder").flatten().map(|e| e.path());
            entries.flat_map(|p| if p.is_dir() { walk(&p) } else { vec![p] }).collect()
        }
        let stubs = root().join("runtime-stubs");
        for file in walk(&stubs) {
            let name = file.strip_prefix(&stubs).expect("below the folder").display().to_string();
            let text = fs::read_to_string(&file).expect("a text");
            self.file(&format!("stubs/{name}"), change(&name, text));
        }
        self.path().join("stubs")
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// What there is in the folder, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path()).expect("the folder is readable").flatten();
        let mut names: Vec<String> =
            entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The command with the words of `line` as arguments.
    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_embgo"));
        command.args(line.split_whitespace()).current_dir(self.path());
        for name in ["EMBGO_LLVM", "EMBGO_PYTHON", "VIRTUAL_ENV", "XDG_CACHE_HOME"] {
            command.env_remove(name);
        }
        command.env("GOROOT", goroot::goroot());
        let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache");
        command.env("HOME", self.path()).env("EMBGO_CACHE", cache);
        command
    }

    pub fn run(&self, line: &str) -> Ended {
        Ended::of(self.command(line).output().expect("embgo starts"))
    }
}

/// How the program ended.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ended {
    pub fn of(output: Output) -> Ended {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        let code = output.status.code().expect("it ended by itself");
        Ended { code, stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// The standard output of a success.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!(self.code, 0, "{}\n{}", self.stderr, self.stdout);
        self.stdout
    }
}
