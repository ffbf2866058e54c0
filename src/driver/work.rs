//! The folder of intermediate files.

use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};

/// A temporary folder; removed at the end unless it is to be kept.
pub struct WorkDir {
    dir: tempfile::TempDir,
    keep: bool,
}

impl WorkDir {
    /// Makes the folder; `keep` leaves it behind (`-work`).
    pub fn new(keep: bool) -> Result<WorkDir> {
        let dir = tempfile::Builder::new().prefix("embgo-").tempdir();
        let dir = dir.context("cannot make a temporary folder")?;
        Ok(WorkDir { dir, keep })
    }

    /// Writes a file into the folder and gives its path.
    pub fn file(&self, name: &str, content: &[u8]) -> Result<PathBuf> {
        let path = self.path(name);
        std::fs::write(&path, content)
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }

    /// Where a file of that name is or will be.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The folder, if it stays.
    pub fn keep(self) -> Option<PathBuf> {
        self.keep.then(|| self.dir.keep())
    }
}
