//! The packages of a test program: the package under test with its `_test.go` files, the package
//! beside it whose name ends in `_test`, and the generated program that runs the tests. Every
//! importer of the package sees the variant with the test files, because there is only the one.

use super::graph::Loader;
use super::read::{self, Text};
use super::refused;
use super::resolve::{Location, Resolver};
use super::tags::Tags;
use super::test_main::{self, Part};
use super::{LoadedPackage, Origin, cover};
use crate::base::intern::Symbol;
use crate::base::source::FileId;
use crate::syntax::ast::Decl;
use anyhow::Result;
use std::path::PathBuf;

/// Where the packages of the test program are in the loader's list.
#[derive(Clone, Copy)]
pub(super) struct TestProgram {
    pub(super) under_test: usize,
    /// The package of the tests beside the package, if there are any.
    pub(super) external: Option<usize>,
    pub(super) main: usize,
}

impl Resolver<'_> {
    /// The folder of a package's tests. Those of our stand-ins are the SDK's.
    pub(super) fn test_folder(&self, place: &Location) -> Option<PathBuf> {
        match (place.origin, &self.env().goroot) {
            (Origin::Overlay, Some(root)) => Some(root.join("src").join(&place.path)),
            _ => Some(place.dir.clone()),
        }
    }

    /// Our own test files for a package of the library: what the SDK's tests see of a package's
    /// inside, in terms of ours.
    pub(super) fn own_tests(&self, place: &Location, tags: &Tags) -> Result<Vec<Text>> {
        let (dir, embedded, shown) = match &place.layer {
            Some(layer) => (&layer.dir, layer.embedded, &layer.shown),
            None if place.origin == Origin::Overlay => (&place.dir, place.embedded, &place.shown),
            None => return Ok(Vec::new()),
        };
        let mut texts = read::tests(self.files(embedded), dir, tags)?;
        texts.iter_mut().for_each(|t| t.shown = Some(shown.clone()));
        Ok(texts)
    }
}

impl Loader<'_> {
    /// Splits the files of the package under test, and adds the other two packages. They are read
    /// with the next level, where only their imports are left to do.
    pub(super) fn test_program(&mut self, under_test: usize) {
        self.leave_out(under_test);
        let (own, beside) = self.split_files(under_test);
        let path = self.packages[under_test].path;
        let external_path = format!("{path}_test");
        let part = |loader: &Self, files: &[FileId]| -> Part {
            let is_test = |id: &&FileId| loader.sources.file(**id).name.ends_with("_test.go");
            let files = files.iter().filter(is_test);
            let files = files.map(|id| (loader.files[*id].clone(), loader.sources.file(*id)));
            test_main::collect(files)
        };
        let (inside, outside) = (part(self, &own), part(self, &beside));
        self.packages[under_test].files = own;
        let external = (!beside.is_empty())
            .then(|| self.add_generated(under_test, external_path.clone(), beside));
        let cover = self.resolver.env().cover.as_ref();
        let also = cover.map_or(&[][..], |c| &c.imported[..]);
        let text = test_main::text(path.as_str(), &external_path, &inside, &outside, also);
        let main_path = format!("{path}.test");
        let id = self.add_generated_file(under_test, "_testmain.go", text);
        let main = self.add_generated(under_test, main_path, vec![id]);
        // It is ours, not one of the user's packages.
        self.packages[main].origin = Origin::Overlay;
        self.packages[main].user = false;
        self.test = Some(TestProgram { under_test, external, main });
    }

    /// Tells the program of the counters of all packages that it has.
    pub(super) fn register_counters(&mut self) {
        let Some(main) = self.test.map(|t| t.main).filter(|_| !self.covered.is_empty()) else {
            return;
        };
        let paths: Vec<String> = self.covered.iter().map(|(_, c)| c.path.clone()).collect();
        let text = cover::registration(&paths);
        let id = self.add_generated_file(main, "_covermain.go", text);
        self.packages[main].files.push(id);
        for (package, covered) in &self.covered {
            let path = Symbol::new(&covered.path);
            self.packages[main].imports.insert(path, *package);
        }
    }

    /// Leaves out test files of the library that import what there is not on a microcontroller:
    /// the package's other tests are still worth something.
    fn leave_out(&mut self, package: usize) {
        let place = &self.places[package];
        if !self.resolver.in_library(place) {
            return;
        }
        let needs_system =
            |path: &str| refused::in_test(path) && self.resolver.overlay(path).is_none();
        let refused = |id: &FileId| {
            let mut imports = self.files[*id].decls.iter().filter_map(|d| match d {
                Decl::Import(d) => Some(d.path.as_str()),
                _ => None,
            });
            self.sources.file(*id).name.ends_with("_test.go") && imports.any(needs_system)
        };
        let kept = self.packages[package].files.iter().filter(|id| !refused(id)).copied();
        self.packages[package].files = kept.collect();
    }

    /// The files of the package itself, and those of the package of external tests.
    fn split_files(&self, package: usize) -> (Vec<FileId>, Vec<FileId>) {
        let external = |id: &FileId| {
            let name = self.files[*id].package.name;
            name.as_str().ends_with("_test") && self.sources.file(*id).name.ends_with("_test.go")
        };
        self.packages[package].files.iter().partition(|id| !external(id))
    }

    fn add_generated(&mut self, beside: usize, path: String, files: Vec<FileId>) -> usize {
        let place = &self.places[beside];
        let place =
            Location { path, files: Some(Vec::new()), tests: None, layer: None, ..place.clone() };
        self.packages.push(LoadedPackage {
            path: Symbol::new(&place.path),
            files,
            ..self.packages[beside].clone()
        });
        self.places.push(place);
        self.first_imports.push(None);
        self.packages.len() - 1
    }

    /// What an import of the test program means, if it is one that only has a meaning there.
    pub(super) fn import_of_test_program(&self, importer: usize, path: Symbol) -> Option<usize> {
        let test = self.test.filter(|_| self.is_test_program(importer))?;
        let known = [Some(test.under_test), test.external];
        known.into_iter().flatten().find(|i| self.packages[*i].path == path)
    }

    /// Is this package one of the generated program or of the external tests? These may import
    /// programs.
    pub(super) fn is_test_program(&self, package: usize) -> bool {
        self.test.is_some_and(|t| t.main == package || t.external == Some(package))
    }
}
