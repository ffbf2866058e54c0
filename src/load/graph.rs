//! The walk from the roots along the imports, level by level; each level is read and parsed in
//! parallel.

use super::names::{absolute, slashed};
use super::read::{self, Content, Text};
use super::resolve::{Location, Problem, Resolver};
use super::tags::Tags;
use super::test_program::TestProgram;
use super::{Covered, Env, Loaded, LoadedPackage, Origin, Roots, cover, embed, order};
use crate::base::diag::{Diagnostic, Diagnostics};
use crate::base::index::IndexVec;
use crate::base::intern::Symbol;
use crate::base::source::{FileId, Pos, SourceMap, Span};
use crate::syntax::ast::{self, Decl};
use crate::syntax::parser;
use anyhow::{Context, Result, anyhow, bail};
use indexmap::IndexMap;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The stack of the threads that parse. The deepest tree that the parser builds takes less than
/// 4 MB in a debug build.
const STACK: usize = 16 << 20;

pub(super) fn load(env: &Env, roots: &Roots, tags: &[String]) -> Result<(Loaded, Diagnostics)> {
    let (resolver, root) = find_root(env, roots)?;
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
    let pool = pool.context("starting threads")?;
    let library = Tags::library(tags, resolver.sdk(), env.bare_metal);
    let mut loader = Loader {
        resolver,
        tags: Tags::new(tags),
        library,
        pool,
        sources: SourceMap::default(),
        files: IndexVec::new(),
        packages: Vec::new(),
        places: Vec::new(),
        first_imports: Vec::new(),
        diags: Diagnostics::default(),
        test: None,
        covered: Vec::new(),
    };
    let implicit = loader.implicit()?;
    let root = loader.add(root, None);
    loader.packages[root].user = true;
    let is_test = loader.places[root].tests.is_some();
    let mut start = 0;
    while start < loader.packages.len() {
        let end = loader.packages.len();
        loader.level(start, end)?;
        start = end;
    }
    loader.register_counters();
    loader.check_programs();
    // The program is the generated one.
    let root = if is_test { loader.test.as_ref().map_or(root, |t| t.main) } else { root };
    Ok(loader.finish(root, &implicit))
}

/// The package to build and the modules around it.
pub(super) fn find_root<'a>(env: &'a Env<'a>, roots: &Roots) -> Result<(Resolver<'a>, Location)> {
    if let Roots::Test(roots) = roots {
        let (resolver, mut place) = match &**roots {
            Roots::Files(files) => find_files(env, files)?,
            roots => find_root(env, roots)?,
        };
        place.tests = resolver.test_folder(&place);
        return Ok((resolver, place));
    }
    let resolver = |dir: &Path| Resolver::new(env, dir);
    match roots {
        Roots::Dir(dir) => {
            let dir = absolute(&env.cwd, dir);
            if !env.disk.is_dir(&dir) {
                bail!("no such directory: {}", dir.display());
            }
            let r = resolver(&dir)?;
            let place = r.folder(&dir);
            Ok((r, place))
        }
        Roots::Test(_) => bail!("a test of a test"),
        Roots::Files(files) => {
            if let Some(test) = files.iter().find(|p| slashed(p).ends_with("_test.go")) {
                let test = absolute(&env.cwd, test);
                bail!("named files must not be tests: {}", test.display());
            }
            find_files(env, files)
        }
        Roots::Import(path) => {
            let r = resolver(&env.cwd)?;
            let place = match r.named(path) {
                Ok(place) => place,
                Err(_) if env.disk.is_dir(&env.cwd.join(path)) => {
                    return find_root(env, &Roots::Dir(path.into()));
                }
                Err(problem) => {
                    return Err(anyhow!("{}\n\thelp: {}", problem.message, problem.help));
                }
            };
            Ok((r, place))
        }
    }
}

/// A package of named files.
fn find_files<'a>(env: &'a Env<'a>, files: &[PathBuf]) -> Result<(Resolver<'a>, Location)> {
    let paths: Vec<_> = files.iter().map(|f| absolute(&env.cwd, f)).collect();
    let dir = paths.first().and_then(|p| p.parent()).context("no .go files are named")?;
    if let Some(other) = paths.iter().find(|p| p.parent() != Some(dir)) {
        bail!("named files must all be in one directory; {} is in another", other.display());
    }
    let mut names: Vec<String> = paths
        .iter()
        .filter_map(|p| p.file_name().map(|n| n.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    names.dedup();
    let r = Resolver::new(env, dir)?;
    let mut place = r.folder(dir);
    place.files = Some(names);
    Ok((r, place))
}

pub(super) struct Loader<'a> {
    pub(super) resolver: Resolver<'a>,
    tags: Tags,
    /// The tags for the SDK's files.
    library: Tags,
    pool: rayon::ThreadPool,
    pub(super) sources: SourceMap,
    pub(super) files: IndexVec<FileId, Arc<ast::File>>,
    pub(super) packages: Vec<LoadedPackage>,
    pub(super) places: Vec<Location>,
    /// The import by which each package was found: the importing package and the path's place.
    pub(super) first_imports: Vec<Option<(usize, Span)>>,
    pub(super) diags: Diagnostics,
    /// The packages of the test program, where one is wanted.
    pub(super) test: Option<TestProgram>,
    /// The packages whose statements are counted, each with its index.
    pub(super) covered: Vec<(usize, Covered)>,
}

impl Loader<'_> {
    /// Finds the packages that are in every program.
    fn implicit(&mut self) -> Result<Vec<usize>> {
        let env = self.resolver.env();
        let mut library = self.resolver.folder(&env.cwd);
        library.origin = Origin::Overlay;
        let mut found = Vec::new();
        for path in &env.implicit {
            let place = self.resolver.import(&library, path);
            let place = place.map_err(|p| anyhow!("package {path} is missing: {}", p.message))?;
            found.push(self.add(place, None));
        }
        Ok(found)
    }

    /// The package at `place`, new or known.
    fn add(&mut self, place: Location, import: Option<(usize, Span)>) -> usize {
        let path = Symbol::new(&place.path);
        if let Some(known) = self.packages.iter().position(|p| p.path == path) {
            return known;
        }
        let module = match self.resolver.in_library(&place) {
            true => None,
            false => self.resolver.modules().of_folder(&place.path, &place.dir).cloned(),
        };
        self.packages.push(LoadedPackage {
            path,
            module,
            name: Symbol::new("_"),
            dir: place.dir.clone(),
            files: Vec::new(),
            imports: IndexMap::new(),
            origin: place.origin,
            user: place.origin == Origin::User
                || import.is_none() && place.origin != Origin::Overlay,
            go_version: place.go_version,
        });
        self.places.push(place);
        self.first_imports.push(import);
        self.packages.len() - 1
    }

    /// Reads and parses the packages `start..end` and adds what they import.
    fn level(&mut self, start: usize, end: usize) -> Result<()> {
        let resolver = &self.resolver;
        let read = |place: &Location| {
            let in_sdk = place.origin != Origin::Overlay && resolver.in_library(place);
            let tags = if in_sdk { &self.library } else { &self.tags };
            let tags = &*place.own_tags(tags);
            let content = read::package(resolver.fs(place), place, tags)?;
            let content = match &place.layer {
                Some(l) => read::layer(content, resolver.files(l.embedded), l, &self.tags)?,
                None => content,
            };
            match &place.tests {
                Some(dir) => {
                    let ours = resolver.own_tests(place, &self.tags)?;
                    read::with_tests(content, resolver.env().disk, dir, place, &ours, tags)
                }
                None => Ok(content),
            }
        };
        let places = &self.places[start..end];
        let contents: Vec<Result<Content>> =
            self.pool.install(|| places.par_iter().map(read).collect());
        let first = self.files.len();
        let mut owners = Vec::new();
        for (i, content) in (start..end).zip(contents) {
            match content? {
                Content::Files(texts) => {
                    for text in texts {
                        let id = self.add_text(i, text);
                        owners.push((i, id));
                    }
                }
                problem => self.no_content(i, &problem)?,
            }
        }
        debug_assert_eq!(first, self.files.len());
        let sources = &self.sources;
        let parse = |&(_, id): &(usize, FileId)| {
            let file = sources.file(id);
            parser::parse(id, file.start(), &file.text)
        };
        let parsed: Vec<(ast::File, Diagnostics)> =
            self.pool.install(|| owners.par_iter().map(parse).collect());
        for ((i, id), (mut file, diags)) in owners.into_iter().zip(parsed) {
            self.diags.append(diags);
            self.sources.set_directives(id, std::mem::take(&mut file.lines));
            let place = &self.places[i];
            embed::expand(&mut file, self.resolver.fs(place), &place.dir, &mut self.diags);
            self.count(i, &mut file, id);
            self.files.push(Arc::new(file));
            self.packages[i].files.push(id);
        }
        self.declare_counters(start);
        if let Some(under_test) = (start..end).find(|i| self.places[*i].tests.is_some()) {
            self.test_program(under_test);
        }
        for i in start..end {
            self.agree_on_name(i);
            self.imports(i);
        }
        Ok(())
    }

    /// Puts counters into a file, if those of the package are wanted.
    fn count(&mut self, package: usize, file: &mut ast::File, id: FileId) {
        let Some(wanted) = &self.resolver.env().cover else { return };
        let place = &self.places[package];
        let source = self.sources.file(id);
        if place.origin == Origin::Overlay
            || !wanted.packages.contains(&place.path)
            || source.name.ends_with("_test.go")
            || source.name.starts_with("$EMBGO")
        {
            return;
        }
        if self.covered.last().is_none_or(|(p, _)| *p != package) {
            let path = place.path.clone();
            self.covered.push((package, Covered { path, blocks: Vec::new() }));
        }
        if let Some((_, covered)) = self.covered.last_mut() {
            cover::instrument(file, source, wanted.mode, &mut covered.blocks);
        }
    }

    /// Adds the files with the counters of the packages from `start` on.
    fn declare_counters(&mut self, start: usize) {
        let Some(mode) = self.resolver.env().cover.as_ref().map(|c| c.mode) else { return };
        for i in 0..self.covered.len() {
            let (package, covered) = &self.covered[i];
            let package = *package;
            if package < start {
                continue;
            }
            let first = self.packages[package].files[0];
            let name = self.files[first].package.name;
            let text = cover::declarations(name.as_str(), mode, &covered.blocks);
            let id = self.add_generated_file(package, "_cover.go", text);
            self.packages[package].files.push(id);
        }
    }

    /// Adds a file that is not on the disk.
    pub(super) fn add_generated_file(
        &mut self,
        package: usize,
        name: &str,
        text: String,
    ) -> FileId {
        let place = &self.places[package];
        let shown = format!("{}/{name}", place.shown);
        let id = self.sources.add(&place.dir.join(name), shown, text.into());
        let file = self.sources.file(id);
        let (tree, diags) = parser::parse(id, file.start(), &file.text);
        self.diags.append(diags);
        self.files.push(Arc::new(tree));
        id
    }

    fn add_text(&mut self, package: usize, text: Text) -> FileId {
        let shown = text.shown.as_deref().unwrap_or(&self.places[package].shown);
        let name = match shown {
            "." => text.name,
            dir => format!("{dir}/{}", text.name),
        };
        let id = self.sources.add(&text.path, name, text.text.into());
        if let Some(at) = text.bad_utf8 {
            let pos = Pos(self.sources.file(id).start().0 + at as u32);
            let d = Diagnostic::error("Syntax", Span::at(pos), "invalid UTF-8 encoding");
            self.diags.push(d.help("save the file as UTF-8"));
        }
        id
    }

    /// Reports that a folder holds no package: at the import, or as an error for the root.
    fn no_content(&mut self, package: usize, content: &Content) -> Result<()> {
        let dir = self.dir_name(package);
        let (message, help) = match content {
            Content::OnlyTests => (
                format!("no non-test Go files in {dir}"),
                "give the package a file that does not end in _test.go".to_owned(),
            ),
            Content::Excluded(files) => (
                format!("build constraints exclude all Go files in {dir}"),
                format!("excluded: {}; choose another target, or set tags with -tags", some(files)),
            ),
            Content::NoGoFiles | Content::Files(_) => (
                format!("no Go files in {dir}"),
                "name a folder that has a Go package in it".to_owned(),
            ),
        };
        match self.first_imports[package] {
            Some((_, span)) => {
                let d = Diagnostic::error("BrokenImport", span, message);
                self.diags.push(d.help(help));
                Ok(())
            }
            None => bail!("{message}\n\thelp: {help}"),
        }
    }

    /// The folder of a package as messages name it.
    fn dir_name(&self, package: usize) -> String {
        let place = &self.places[package];
        if place.shown == "." { slashed(&place.dir) } else { place.shown.clone() }
    }

    /// Takes the package's name from its files, which must all say the same.
    fn agree_on_name(&mut self, package: usize) {
        let named_files = self.places[package].files.is_some();
        // The go command does not count files whose package is `documentation`.
        let (files, package_files) = (&self.files, &mut self.packages[package].files);
        let is_doc = |id: &FileId| files[*id].package.name.as_str() == "documentation";
        if !named_files && !package_files.iter().all(is_doc) {
            package_files.retain(|id| !is_doc(id));
        }
        let mut names = package_files.iter().map(|id| (*id, files[*id].package));
        let Some((first_file, first)) = names.find(|(_, n)| !n.name.is_blank()) else { return };
        let other = names.find(|(_, n)| n.name != first.name && !n.name.is_blank());
        self.packages[package].name = first.name;
        let Some((other_file, other)) = other else { return };
        let base = |id: FileId| {
            let path = &self.sources.file(id).path;
            path.file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned())
        };
        let message = format!(
            "found packages {} ({}) and {} ({}) in {}",
            first.name,
            base(first_file),
            other.name,
            base(other_file),
            self.dir_name(package)
        );
        let d = Diagnostic::error("MismatchedPkgName", other.span, message);
        let help = "give all files of the folder the same package, or move one to its own folder";
        self.diags.push(d.note(first.span, "the other package clause").help(help));
    }

    /// Resolves the imports of a package.
    fn imports(&mut self, package: usize) {
        let mut seen: IndexMap<Symbol, Span> = IndexMap::new();
        let mut cgo = Vec::new();
        for id in &self.packages[package].files {
            for decl in &self.files[*id].decls {
                match decl {
                    Decl::Import(d) if d.path == "C" => {
                        cgo.push((d.path_span, d.name.map(|e| self.files[*id].span(e))));
                    }
                    Decl::Import(d) if d.path != "unsafe" => {
                        seen.entry(Symbol::new(&d.path)).or_insert(d.path_span);
                    }
                    _ => {}
                }
            }
        }
        for (span, name) in cgo {
            self.report_cgo(span, name);
        }
        for (path, span) in seen {
            if let Some(known) = self.import_of_test_program(package, path) {
                self.packages[package].imports.insert(path, known);
                continue;
            }
            // The generated program may import whatever is counted.
            let generated = self.test.is_some_and(|t| t.main == package);
            let found = match generated {
                true => self.resolver.named(path.as_str()),
                false => self.resolver.import(&self.places[package], path.as_str()),
            };
            match found {
                Ok(place) => {
                    let index = self.add(place, Some((package, span)));
                    self.packages[package].imports.insert(path, index);
                }
                Err(problem) => self.report_import(package, span, path, problem),
            }
        }
    }

    /// Reports an import of C, perhaps under another name.
    fn report_cgo(&mut self, span: Span, name: Option<Span>) {
        self.diags.push(match name {
            Some(name) => Diagnostic::error("ImportCRenamed", name, "cannot rename import \"C\""),
            None => {
                let message = "import \"C\" needs cgo, which embgo does not have";
                Diagnostic::error("BrokenImport", span, message)
                    .help("declare C functions without a body and name them with //go:linkname")
            }
        });
    }

    /// Reports an import that cannot be. Where a package of the library has it, the user's import
    /// that leads there is what can be changed, so the report is there.
    fn report_import(&mut self, package: usize, span: Span, path: Symbol, problem: Problem) {
        // From the failing import back to the first package of the user's own.
        let mut chain = vec![(package, span, path)];
        let mut at = package;
        while !self.packages[at].user
            && let Some((importer, span)) = self.first_imports[at]
        {
            chain.push((importer, span, self.packages[at].path));
            at = importer;
        }
        let Some((_, first, _)) = chain.pop() else { return };
        let mut d = Diagnostic::error(problem.code, first, problem.message);
        for (package, span, path) in chain.into_iter().rev() {
            d = d.note(span, format!("{} imports {path}", self.packages[package].path));
        }
        self.diags.push(d.help(problem.help));
    }

    /// Programs cannot be imported.
    fn check_programs(&mut self) {
        for i in 0..self.packages.len() {
            let main = |p: &usize| self.packages[*p].name.as_str() == "main";
            if self.is_test_program(i) {
                continue;
            }
            let programs = self.packages[i].imports.iter().filter(|(_, p)| main(p));
            let paths: Vec<Symbol> = programs.map(|(path, _)| *path).collect();
            for path in paths {
                let message = format!("import \"{path}\" is a program, not an importable package");
                let d = Diagnostic::error("InvalidPkgUse", self.import_span(i, path), message);
                self.diags.push(d.help("move what both need into a package of its own"));
            }
        }
    }

    fn import_span(&self, package: usize, path: Symbol) -> Span {
        let decls = self.packages[package].files.iter().flat_map(|id| &self.files[*id].decls);
        let mut spans = decls.filter_map(|d| match d {
            Decl::Import(d) if d.path == path.as_str() => Some(d.path_span),
            _ => None,
        });
        spans.next().unwrap_or(Span::NONE)
    }

    /// Puts the packages in order.
    fn finish(mut self, root: usize, implicit: &[usize]) -> (Loaded, Diagnostics) {
        let order = order::initialization(&self.packages, implicit).unwrap_or_else(|cycle| {
            self.report_cycle(&cycle);
            (0..self.packages.len()).collect()
        });
        let mut new_index = vec![0; order.len()];
        for (new, &old) in order.iter().enumerate() {
            new_index[old] = new;
        }
        let mut packages: Vec<Option<LoadedPackage>> =
            self.packages.into_iter().map(Some).collect();
        let mut sorted: Vec<LoadedPackage> =
            order.iter().filter_map(|&old| packages[old].take()).collect();
        for p in &mut sorted {
            p.imports.values_mut().for_each(|i| *i = new_index[*i]);
        }
        let root = new_index[root];
        let Loader { sources, files, diags, covered, .. } = Loader { packages: Vec::new(), ..self };
        let covered = covered.into_iter().map(|(_, c)| c).collect();
        (Loaded { sources, files, packages: sorted, root, covered }, diags)
    }

    fn report_cycle(&mut self, cycle: &[usize]) {
        let edges: Vec<(Span, String)> = (0..cycle.len())
            .map(|k| {
                let (from, to) = (cycle[k], cycle[(k + 1) % cycle.len()]);
                let package = &self.packages[from];
                let found = package.imports.iter().find(|(_, i)| **i == to);
                let path = found.map_or(package.path, |(path, _)| *path);
                let text = format!("{} imports {}", package.path, self.packages[to].path);
                (self.import_span(from, path), text)
            })
            .collect();
        let Some((last, others)) = edges.split_last() else { return };
        let mut d = Diagnostic::error("InvalidImportCycle", last.0, "import cycle not allowed");
        for (span, text) in others {
            d = d.note(*span, text);
        }
        d = d.note(last.0, &last.1);
        self.diags.push(d.help("move what both sides need into a package that imports neither"));
    }
}

/// A list for a message, cut short.
fn some(names: &[String]) -> String {
    match names.len() {
        0..=4 => names.join(", "),
        n => format!("{} and {} more", names[..3].join(", "), n - 3),
    }
}
