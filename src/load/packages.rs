//! Which packages the arguments of a command name: folders, import paths, files, and patterns with
//! `...` (go help packages).

use super::graph::find_root;
use super::names::{absolute, below, relative, slashed};
use super::read::{self, Content};
use super::resolve::{Location, Resolver};
use super::tags::Tags;
use super::{Env, Roots};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// A package that was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Its import path.
    pub path: String,
    pub dir: PathBuf,
    /// The folder of its tests.
    pub tests: PathBuf,
    /// How to load it.
    pub roots: Roots,
    /// The arguments that name it alone.
    pub inputs: Vec<String>,
    /// It has `_test.go` files.
    pub has_tests: bool,
    /// It has other files.
    pub has_code: bool,
}

/// The packages that the arguments name, each once, in their order.
pub fn find(env: &Env, args: &[String], tags: &[String]) -> Result<Vec<Found>> {
    let tags = Tags::new(tags);
    let mut found: Vec<Found> = Vec::new();
    let mut add = |f: Found| {
        if !found.iter().any(|known| known.path == f.path && known.dir == f.dir) {
            found.push(f);
        }
    };
    let files = !args.is_empty() && args.iter().all(|a| a.ends_with(".go"));
    if args.is_empty() || files {
        add(one(env, args, &tags)?);
        return Ok(found);
    }
    for arg in args {
        if arg.contains("...") || arg == "std" {
            let matched = pattern(env, arg, &tags)?;
            if matched.is_empty() {
                bail!("{arg} matches no packages");
            }
            matched.into_iter().for_each(&mut add);
        } else {
            add(one(env, std::slice::from_ref(arg), &tags)?);
        }
    }
    Ok(found)
}

/// A package that is named without a pattern.
fn one(env: &Env, args: &[String], tags: &Tags) -> Result<Found> {
    let roots = Roots::from_args(args)?;
    // As tests, so that test files can be named.
    let (resolver, place) = find_root(env, &Roots::Test(Box::new(roots.clone())))?;
    let has_tests = has_tests(&resolver, &place, tags);
    let inputs = match args {
        [] => vec![".".to_owned()],
        args => args.to_vec(),
    };
    let tests = resolver.test_folder(&place).unwrap_or_else(|| place.dir.clone());
    let content = read::package(resolver.fs(&place), &place, &place.own_tags(tags));
    let has_code = matches!(content, Ok(Content::Files(_)));
    Ok(Found { path: place.path, dir: place.dir, tests, roots, inputs, has_tests, has_code })
}

/// The packages below a folder, or with an import path, that match.
fn pattern(env: &Env, pattern: &str, tags: &Tags) -> Result<Vec<Found>> {
    let local = pattern.starts_with('.') || Path::new(pattern).is_absolute();
    if local {
        let fixed = pattern.split("...").next().unwrap_or(".");
        // The walk starts at the last folder that is named in full.
        let start = absolute(&env.cwd, Path::new(&fixed[..fixed.rfind('/').map_or(0, |i| i + 1)]));
        let whole = slashed(&absolute(&env.cwd, Path::new(pattern)));
        let (resolver, _) = find_root(env, &Roots::Dir(start.clone()))?;
        let places = walk(&resolver, &start, false);
        let matching = places.into_iter().filter(|p| matches(&whole, &slashed(&p.dir)));
        return Ok(matching.filter_map(|p| usable(&resolver, p, tags, true)).collect());
    }
    let (resolver, _) = find_root(env, &Roots::Dir(env.cwd.clone()))?;
    let mut places = Vec::new();
    let all = if pattern == "std" { "..." } else { pattern };
    if pattern != "std" {
        for main in resolver.modules().main_dirs() {
            places.extend(walk(&resolver, main, false));
        }
    }
    if let Some(root) = &env.goroot {
        places.extend(walk(&resolver, &root.join("src"), true));
    }
    let matching = places.into_iter().filter(|p| matches(all, &p.path));
    Ok(matching.filter_map(|p| usable(&resolver, p, tags, false)).collect())
}

/// All folders from `dir` on that may have packages, in the order of their names.
fn walk(resolver: &Resolver<'_>, dir: &Path, sdk: bool) -> Vec<Location> {
    let fs = resolver.env().disk;
    let mut found = vec![resolver.folder(dir)];
    let mut folders = fs.folders(dir).unwrap_or_default();
    folders.retain(|n| !n.starts_with(['.', '_']) && n != "testdata" && n != "vendor");
    if sdk {
        folders.retain(|n| n != "cmd");
    }
    for name in folders {
        let dir = dir.join(&name);
        // Another module begins where there is a go.mod.
        if !fs.is_file(&dir.join("go.mod")) && !resolver.modules().ignored(&dir) {
            found.extend(walk(resolver, &dir, sdk));
        }
    }
    found
}

/// The package at a place, if there is something to build.
fn usable(resolver: &Resolver<'_>, place: Location, tags: &Tags, local: bool) -> Option<Found> {
    let content = read::package(resolver.fs(&place), &place, &place.own_tags(tags)).ok()?;
    let has_tests = has_tests(resolver, &place, tags);
    let has_code = matches!(content, Content::Files(_));
    match content {
        Content::Files(_) => {}
        Content::OnlyTests if has_tests => {}
        _ => return None,
    }
    let (roots, input) = match local {
        true => {
            let shown = relative(&resolver.env().cwd, &place.dir);
            let shown = if shown.starts_with('.') { shown } else { format!("./{shown}") };
            (Roots::Dir(place.dir.clone()), shown)
        }
        false => (Roots::Import(place.path.clone()), place.path.clone()),
    };
    let tests = resolver.test_folder(&place).unwrap_or_else(|| place.dir.clone());
    let inputs = vec![input];
    Some(Found { path: place.path, dir: place.dir, tests, roots, inputs, has_tests, has_code })
}

fn has_tests(resolver: &Resolver<'_>, place: &Location, tags: &Tags) -> bool {
    if let Some(files) = &place.files {
        return files.iter().any(|f| f.ends_with("_test.go"));
    }
    let Some(dir) = resolver.test_folder(place) else { return false };
    let tags = place.own_tags(tags);
    read::tests(resolver.env().disk, &dir, &tags).is_ok_and(|t| !t.is_empty())
}

/// Does a pattern match an import path? `...` stands for any text; `/...` at the end also for
/// nothing.
fn matches(pattern: &str, path: &str) -> bool {
    if let Some(start) = pattern.strip_suffix("/...")
        && !start.contains("...")
    {
        return below(path, start).is_some();
    }
    let mut parts = pattern.split("...");
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, path, yes) in [
            ("a/...", "a", true),
            ("a/...", "a/b/c", true),
            ("a/...", "ab", false),
            ("a...", "ab", true),
            ("...", "x/y", true),
            ("a/.../c", "a/b/c", true),
            ("a/.../c", "a/b/d", false),
            ("a", "a", true),
        ] {
            assert_eq!(matches(pattern, path), yes, "{pattern} {path}");
        }
    }
}
