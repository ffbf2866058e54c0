//! The only door to files for the rooms that read Go source and targets.
//!
//! Behind it may stand the disk, the files embedded in the program, or a map in memory (tests).

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// Read access to a tree of files.
pub trait FileSystem: Sync {
    /// The whole content of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// The names (not paths) of the files in a folder, sorted; sub-folders are not listed.
    fn list(&self, dir: &Path) -> io::Result<Vec<String>>;
    /// The names of the folders in a folder, sorted.
    fn folders(&self, dir: &Path) -> io::Result<Vec<String>>;
    fn is_dir(&self, path: &Path) -> bool;
    fn is_file(&self, path: &Path) -> bool;
}

/// The disk.
pub struct DiskFs;

impl FileSystem for DiskFs {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(dir)? {
            let entry = entry?;
            // A link to a file counts as a file, a broken link does not.
            if entry.path().is_file()
                && let Ok(name) = entry.file_name().into_string()
            {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    fn folders(&self, dir: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(dir)? {
            let entry = entry?;
            // Links to folders are not followed, as the go command does not.
            if entry.file_type()?.is_dir()
                && let Ok(name) = entry.file_name().into_string()
            {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    fn is_dir(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn is_file(&self, path: &Path) -> bool {
        path.is_file()
    }
}

/// Files in memory, by path with `/` between the parts.
#[derive(Default, Clone)]
pub struct MemFs {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl MemFs {
    pub fn add(&mut self, path: impl Into<PathBuf>, content: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), content.into());
    }
}

fn not_found(path: &Path) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, format!("{}: no such file", path.display()))
}

impl FileSystem for MemFs {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.files.get(path).cloned().ok_or_else(|| not_found(path))
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        if !self.is_dir(dir) {
            return Err(not_found(dir));
        }
        let here = self.files.keys().filter(|p| p.parent() == Some(dir));
        Ok(here.filter_map(|p| p.file_name()?.to_str().map(str::to_owned)).collect())
    }

    fn folders(&self, dir: &Path) -> io::Result<Vec<String>> {
        let below = self.files.keys().filter_map(|p| p.strip_prefix(dir).ok());
        let names = below.filter(|p| p.components().count() > 1);
        let mut names: Vec<String> =
            names.filter_map(|p| Some(p.iter().next()?.to_str()?.to_owned())).collect();
        names.dedup();
        Ok(names)
    }

    fn is_dir(&self, path: &Path) -> bool {
        self.files.keys().any(|p| p != path && p.starts_with(path))
    }

    fn is_file(&self, path: &Path) -> bool {
        self.files.contains_key(path)
    }
}
