//! `embgo list`: the packages of a program and where they are from, in the words of `go list`.

use super::front;
use super::options::BuildOptions;
use super::result::BuildResult;
use super::timing::Timing;
use crate::base::diag::Severity;
use crate::base::embedded::EmbeddedFs;
use crate::base::fs::DiskFs;
use crate::load::modules::Module;
use crate::load::{self, LoadedPackage, Origin, packages};
use crate::target;
use anyhow::Result;
use indexmap::IndexMap;
use serde::Serialize;
use std::collections::BTreeSet;

/// A package. The fields have the names and meanings of `go list -json`.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Listed {
    pub dir: String,
    pub import_path: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module: Option<ListedModule>,
    /// The package is named on the command line.
    #[serde(skip_serializing_if = "Vec::is_empty", rename = "Match")]
    pub matched: Vec<String>,
    /// Only a dependency of those.
    #[serde(skip_serializing_if = "is_false")]
    pub dep_only: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub goroot: bool,
    /// Part of the standard library, or one of embgo's own.
    #[serde(skip_serializing_if = "is_false")]
    pub standard: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub go_files: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub imports: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deps: Vec<String>,
}

/// The module of a package.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListedModule {
    pub path: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replace: Option<Box<ListedModule>>,
    #[serde(skip_serializing_if = "is_false")]
    pub main: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub dir: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub go_mod: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub go_version: String,
}

fn is_false(b: &bool) -> bool {
    !b
}

/// What a listing found.
pub struct Listing {
    pub packages: Vec<Listed>,
    /// Of each program that could not be loaded, what is wrong.
    pub failed: Vec<BuildResult>,
}

/// Lists the packages that the inputs name, each behind its dependencies if these are wanted.
pub fn list(options: &BuildOptions, deps: bool) -> Result<Listing> {
    let target = target::load(&options.target, &DiskFs, &EmbeddedFs, &options.dir)?;
    let mut tags = target.all_tags();
    tags.extend(options.tags.iter().cloned());
    let env = front::environment(&options.dir);
    let mut all: IndexMap<String, Listed> = IndexMap::new();
    let mut failed = Vec::new();
    for found in packages::find(&env, &options.inputs, &tags)? {
        let (loaded, diags) = load::program(&env, &found.roots, &tags)?;
        for (i, p) in loaded.packages.iter().enumerate() {
            let root = i == loaded.root;
            if root || deps {
                let listed = listed(&loaded, p, root.then_some(&found.inputs));
                match all.get_mut(p.path.as_str()) {
                    Some(known) if root => *known = listed,
                    Some(_) => {}
                    None => drop(all.insert(p.path.to_string(), listed)),
                }
            }
        }
        if diags.has_errors() {
            let sources = loaded.sources;
            let diagnostics = diags.sorted(&sources);
            debug_assert!(diagnostics.iter().any(|d| d.severity == Severity::Error));
            let target = target.clone();
            let timing = Timing::start();
            let (built, allocs, covered) = (None, Vec::new(), Vec::new());
            failed.push(BuildResult {
                sources,
                diagnostics,
                target,
                built,
                timing,
                allocs,
                covered,
            });
        }
    }
    Ok(Listing { packages: all.into_values().collect(), failed })
}

fn listed(loaded: &load::Loaded, p: &LoadedPackage, inputs: Option<&Vec<String>>) -> Listed {
    let standard = matches!(p.origin, Origin::Overlay | Origin::Sdk);
    let name = |id: &_| {
        let path = &loaded.sources.file(*id).path;
        path.file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned())
    };
    let mut imports: Vec<String> = p.imports.keys().map(ToString::to_string).collect();
    imports.sort();
    let dir = match p.origin {
        Origin::Overlay => format!("$EMBGO/{}", p.path),
        _ => p.dir.display().to_string(),
    };
    Listed {
        dir,
        import_path: p.path.to_string(),
        name: p.name.to_string(),
        module: p.module.as_ref().map(module),
        matched: inputs.cloned().unwrap_or_default(),
        dep_only: inputs.is_none(),
        goroot: p.origin == Origin::Sdk,
        standard,
        go_files: p.files.iter().map(name).collect(),
        imports,
        deps: deps(loaded, p),
    }
}

/// Everything that a package needs, sorted.
fn deps(loaded: &load::Loaded, p: &LoadedPackage) -> Vec<String> {
    let mut found = BTreeSet::new();
    let mut todo: Vec<usize> = p.imports.values().copied().collect();
    while let Some(i) = todo.pop() {
        let package = &loaded.packages[i];
        if found.insert(package.path.to_string()) {
            todo.extend(package.imports.values());
        }
    }
    found.into_iter().collect()
}

fn module(m: &Module) -> ListedModule {
    let plain = |path: &str, version: &str| ListedModule {
        path: path.to_owned(),
        version: version.to_owned(),
        replace: None,
        main: false,
        dir: String::new(),
        go_mod: String::new(),
        go_version: String::new(),
    };
    let replace = m.replace.as_ref().map(|(path, version)| Box::new(plain(path, version)));
    if m.vendored {
        return ListedModule { replace, ..plain(&m.path, &m.version) };
    }
    ListedModule {
        replace,
        main: m.main,
        dir: m.dir.display().to_string(),
        go_mod: m.dir.join("go.mod").display().to_string(),
        go_version: format!("1.{}", m.go_version),
        ..plain(&m.path, &m.version)
    }
}
