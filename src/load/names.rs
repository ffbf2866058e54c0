//! Paths as text: cleaned lexically, relative to a folder, and what may be an import path.

use crate::syntax::lexer::unicode_name;
use std::path::{Component, Path, PathBuf};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// `path` from `base` on, without `.` and `..` inside.
pub(super) fn absolute(base: &Path, path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in base.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !out.pop() {
                    out.push("..");
                }
            }
            part => out.push(part),
        }
    }
    out
}

/// How to get from one absolute folder to a path, with `/` between the parts.
pub(super) fn relative(from: &Path, to: &Path) -> String {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), from.len() - common);
    let down = to[common..].iter().map(|c| c.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// `path` with `/` between its parts, for messages and import paths.
pub(super) fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// What is wrong with an import path, as far as its text tells (spec: Import declarations).
pub(super) fn import_path_fault(path: &str) -> Option<String> {
    if path.is_empty() {
        return Some("invalid import path (empty string)".to_owned());
    }
    if path.starts_with('/') {
        return Some(format!("could not import {path} (import path cannot be absolute path)"));
    }
    if path.split('/').any(|part| part == "." || part == "..") {
        return Some(format!(
            "\"{path}\" is relative, but relative import paths are not supported in module mode"
        ));
    }
    let bad = |c: &char| {
        let group = c.general_category_group();
        matches!(group, GeneralCategoryGroup::Other | GeneralCategoryGroup::Separator)
            || "!\"#$%&'()*,:;<=>?[\\]^{|}`\u{FFFD}".contains(*c)
    };
    if let Some(c) = path.chars().find(bad) {
        return Some(format!("invalid import path (invalid character {})", unicode_name(c)));
    }
    let empty = path.split('/').any(str::is_empty);
    empty.then(|| format!("malformed import path \"{path}\": empty path element"))
}

/// The part of `path` below the module or folder `prefix`; empty for the prefix itself.
pub(super) fn below<'a>(path: &'a str, prefix: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(prefix)?;
    match rest.strip_prefix('/') {
        Some(rest) => Some(rest),
        None => rest.is_empty().then_some(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        assert_eq!(absolute(Path::new("/a/b"), Path::new("../c/./d")), Path::new("/a/c/d"));
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/c/d.go")), "../c/d.go");
        assert_eq!(relative(Path::new("/a"), Path::new("/a")), ".");
        assert_eq!(below("a/b/c", "a/b"), Some("c"));
        assert_eq!(below("a/bc", "a/b"), None);
    }

    #[test]
    fn import_paths() {
        assert_eq!(import_path_fault("example.com/a-b_c/d.e~f"), None);
        assert_eq!(import_path_fault("世界"), None);
        for path in ["", "/a", "./a", "a/../b", "a b", "a\u{7}", "a//b", "a:b"] {
            assert!(import_path_fault(path).is_some(), "{path:?}");
        }
    }
}
