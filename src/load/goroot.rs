//! Finding the Go SDK.

use crate::base::fs::FileSystem;
use std::path::{Path, PathBuf};

/// Where the usual installers put the SDK.
const USUAL_PLACES: &[&str] = &[
    "/usr/local/go",
    "/usr/lib/go",
    "/usr/lib/golang",
    "/usr/local/opt/go/libexec",
    "/opt/homebrew/opt/go/libexec",
    "/snap/go/current",
    "C:/Program Files/Go",
];

/// The Go SDK: `$GOROOT` (if set, no other is looked for), what `go env GOROOT` said, or one of
/// the usual places.
pub fn find_goroot(
    disk: &dyn FileSystem,
    variable: Option<&str>,
    go_command: Option<&str>,
) -> Option<PathBuf> {
    let is_sdk = |root: &PathBuf| disk.is_file(&root.join("src/errors/errors.go"));
    if let Some(root) = variable.filter(|v| !v.is_empty()) {
        return Some(PathBuf::from(root)).filter(is_sdk);
    }
    // Debian's packages carry the version in the name of the folder.
    let debian = (20..=40).rev().map(|n| PathBuf::from(format!("/usr/lib/go-1.{n}")));
    let usual = USUAL_PLACES.iter().map(PathBuf::from);
    go_command.map(PathBuf::from).into_iter().chain(usual).chain(debian).find(is_sdk)
}

/// N of the SDK's version go1.N.
pub fn sdk_version(disk: &dyn FileSystem, goroot: &Path) -> Option<u32> {
    let bytes = disk.read(&goroot.join("VERSION")).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    super::gomod::version(text.trim_start().strip_prefix("go")?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::fs::MemFs;

    #[test]
    fn first_that_holds_an_sdk() {
        let mut disk = MemFs::default();
        disk.add("/usr/lib/go-1.26/src/errors/errors.go", "");
        disk.add("/x/src/errors/errors.go", "");
        disk.add("/x/VERSION", "go1.27.3\ntime 2026-01-01\n");
        assert_eq!(find_goroot(&disk, None, None), Some("/usr/lib/go-1.26".into()));
        assert_eq!(find_goroot(&disk, None, Some("/x")), Some("/x".into()));
        assert_eq!(find_goroot(&disk, Some("/nowhere"), Some("/x")), None);
        assert_eq!(sdk_version(&disk, Path::new("/x")), Some(27));
    }
}
