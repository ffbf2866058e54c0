//! Reading the files of one package's folder.

use super::overlay::Layer;
use super::resolve::Location;
use super::tags::Tags;
use crate::base::fs::FileSystem;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// A file of a package.
#[derive(Clone)]
pub(super) struct Text {
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// How its folder is named in messages, if not as the package's.
    pub(super) shown: Option<String>,
    pub(super) text: String,
    /// Where the file ceased to be UTF-8.
    pub(super) bad_utf8: Option<usize>,
}

/// The files of a package, or why there are none.
pub(super) enum Content {
    Files(Vec<Text>),
    NoGoFiles,
    OnlyTests,
    /// Build constraints exclude all of these.
    Excluded(Vec<String>),
}

/// Reads what belongs to the build.
pub(super) fn package(fs: &dyn FileSystem, place: &Location, tags: &Tags) -> Result<Content> {
    if let Some(names) = &place.files {
        let texts: Result<Vec<Text>> = names.iter().map(|n| read(fs, &place.dir, n)).collect();
        return Ok(Content::Files(texts?));
    }
    let listed = fs.list(&place.dir);
    let listed = listed.with_context(|| format!("reading the folder {}", place.dir.display()))?;
    let go: Vec<String> = listed.into_iter().filter(|n| is_go_file(n)).collect();
    if go.is_empty() {
        return Ok(Content::NoGoFiles);
    }
    let code: Vec<String> = go.into_iter().filter(|n| !n.ends_with("_test.go")).collect();
    if code.is_empty() {
        return Ok(Content::OnlyTests);
    }
    let mut files = Vec::new();
    let mut excluded = Vec::new();
    let changes = place.layer.as_ref().map(|l| &l.changes);
    for name in code {
        if changes.is_some_and(|c| c.leaves_out(&name)) {
            continue;
        }
        let forced = changes.is_some_and(|c| c.with.contains(&name));
        let text = match forced || tags.name_matches(&name) {
            true if forced => Some(read(fs, &place.dir, &name)?),
            true => Some(read(fs, &place.dir, &name)?).filter(|f| tags.text_matches(&f.text)),
            false => None,
        };
        match text {
            Some(text) => files.push(text),
            None => excluded.push(name),
        }
    }
    Ok(if files.is_empty() { Content::Excluded(excluded) } else { Content::Files(files) })
}

/// Puts our files over those of the SDK's package.
pub(super) fn layer(
    content: Content,
    fs: &dyn FileSystem,
    layer: &Layer,
    tags: &Tags,
) -> Result<Content> {
    let mut files = match content {
        Content::Files(files) => files,
        Content::Excluded(_) => Vec::new(),
        other => return Ok(other),
    };
    let listed = if fs.is_dir(&layer.dir) { fs.list(&layer.dir)? } else { Vec::new() };
    let code = |n: &&String| is_go_file(n) && !n.ends_with("_test.go") && tags.name_matches(n);
    for name in listed.iter().filter(code) {
        let mut text = read(fs, &layer.dir, name)?;
        if tags.text_matches(&text.text) {
            text.shown = Some(layer.shown.clone());
            files.retain(|f| f.name != *name);
            files.push(text);
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Content::Files(files))
}

/// Adds the tests of a package, those that are ours in place of the SDK's of the same name.
pub(super) fn with_tests(
    content: Content,
    fs: &dyn FileSystem,
    dir: &Path,
    place: &Location,
    ours: &[Text],
    tags: &Tags,
) -> Result<Content> {
    let mut files = match content {
        Content::Files(files) => files,
        Content::OnlyTests => Vec::new(),
        other => return Ok(other),
    };
    if place.files.is_some() {
        // The files were named one by one.
        return Ok(Content::Files(files));
    }
    let mut tests = tests(fs, dir, tags)?;
    if let Some(layer) = &place.layer {
        tests.retain(|t| !layer.changes.without.contains(&t.name));
    }
    tests.retain(|t| !ours.iter().any(|o| o.name == t.name));
    tests.extend(ours.iter().cloned());
    files.extend(tests);
    Ok(Content::Files(files))
}

/// The test files of a folder that belong to the build.
pub(super) fn tests(fs: &dyn FileSystem, dir: &Path, tags: &Tags) -> Result<Vec<Text>> {
    let mut files = Vec::new();
    for name in fs.list(dir).unwrap_or_default() {
        if is_go_file(&name)
            && name.ends_with("_test.go")
            && tags.name_matches(&name.replace("_test.go", ".go"))
        {
            files.extend(Some(read(fs, dir, &name)?).filter(|f| tags.text_matches(&f.text)));
        }
    }
    Ok(files)
}

/// Files that start with `_` or `.` are never part of a package.
pub(super) fn is_go_file(name: &str) -> bool {
    name.ends_with(".go") && !name.starts_with(['_', '.'])
}

fn read(fs: &dyn FileSystem, dir: &Path, name: &str) -> Result<Text> {
    let path = dir.join(name);
    let bytes = fs.read(&path).with_context(|| format!("reading {}", path.display()))?;
    anyhow::ensure!(bytes.len() < 1 << 30, "{} is too large", path.display());
    let (text, bad_utf8) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(e) => {
            let at = e.utf8_error().valid_up_to();
            (String::from_utf8_lossy(e.as_bytes()).into_owned(), Some(at))
        }
    };
    Ok(Text { name: name.to_owned(), path, shown: None, text, bad_utf8 })
}
