//! Statement coverage of test programs: which packages are counted, what a program tells of its
//! counters, and the profile that `go tool cover` reads.

use super::options::BuildOptions;
use super::{front, test};
use crate::load::packages::{self, Found};
use crate::load::{Block, Cover, CoverMode, Covered};
use crate::target::Target;
use anyhow::Result;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::PathBuf;

/// What is asked for with `-cover` and the flags like it.
#[derive(Clone, Debug)]
pub struct CoverOptions {
    pub mode: CoverMode,
    /// `-coverpkg`; nothing for the package under test.
    pub patterns: Vec<String>,
    /// `-coverprofile`.
    pub profile: Option<PathBuf>,
}

/// The names of `-covermode`.
pub const MODES: [(&str, CoverMode); 3] =
    [("set", CoverMode::Set), ("count", CoverMode::Count), ("atomic", CoverMode::Atomic)];

/// The packages that `-coverpkg` names: those with files that are no tests.
pub(super) fn matching(
    cover: &CoverOptions,
    build: &BuildOptions,
    target: &Target,
) -> Result<Vec<String>> {
    if cover.patterns.is_empty() {
        return Ok(Vec::new());
    }
    let env = front::environment(&build.dir);
    let found = packages::find(&env, &cover.patterns, &test::tags(build, target))?;
    Ok(found.into_iter().filter(|f| f.has_code).map(|f| f.path).collect())
}

/// What is counted in the test program of a package, where `named` are the packages that the command
/// names: with `-coverpkg`, as with Go, these are in each program.
pub(super) fn wanted(
    cover: &CoverOptions,
    matching: &[String],
    named: &[Found],
    package: &Found,
) -> Cover {
    if cover.patterns.is_empty() {
        let packages = vec![package.path.clone()];
        return Cover { mode: cover.mode, packages, imported: Vec::new() };
    }
    let imported = named.iter().map(|p| &p.path).filter(|p| matching.contains(p)).cloned();
    Cover { mode: cover.mode, packages: matching.to_vec(), imported: imported.collect() }
}

/// The flags of the test program.
pub(super) fn args(cover: &CoverOptions) -> Vec<String> {
    let mode = MODES.iter().find(|(_, m)| *m == cover.mode).map_or("set", |(name, _)| name);
    let mut args = vec![format!("-test.covermode={mode}")];
    args.push(format!("-test.coverof={}", of(cover)));
    if cover.profile.is_some() {
        args.push("-test.coverprofile=true".to_owned());
    }
    args
}

/// Of what a percentage is, beside the package itself.
pub(super) fn of(cover: &CoverOptions) -> String {
    match cover.patterns.is_empty() {
        true => String::new(),
        false => format!(" in {}", cover.patterns.join(", ")),
    }
}

/// The first line of a profile.
pub(super) fn head(mode: CoverMode) -> String {
    let name = MODES.iter().find(|(_, m)| *m == mode).map_or("set", |(name, _)| name);
    format!("mode: {name}\n")
}

/// The lines of a profile for what a program has counted.
pub(super) fn profile(covered: &[Covered], counts: &Counts, mode: CoverMode) -> String {
    let mut out = String::new();
    for package in covered {
        let counted = counts.0.get(&package.path);
        let mut blocks: Vec<(usize, &Block)> = package.blocks.iter().enumerate().collect();
        blocks.sort_by(|(_, a), (_, b)| (&a.file, a.start, a.end).cmp(&(&b.file, b.start, b.end)));
        for (i, block) in blocks {
            let count = counted.and_then(|c| c.get(&i)).copied().unwrap_or(0);
            let count = if mode == CoverMode::Set { count.min(1) } else { count };
            let ((l0, c0), (l1, c1)) = (block.start, block.end);
            let (path, file, n) = (&package.path, &block.file, block.statements);
            let _ = writeln!(out, "{path}/{file}:{l0}.{c0},{l1}.{c1} {n} {count}");
        }
    }
    out
}

/// How often each counter of a package has counted; those that have not are missing.
#[derive(Default, Debug)]
pub(super) struct Counts(BTreeMap<String, BTreeMap<usize, u32>>);

impl Counts {
    /// Reads `path index=count index=count ...`.
    fn read(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        let Some(path) = words.next() else { return };
        let package = self.0.entry(path.to_owned()).or_default();
        let pair = |w: &str| -> Option<(usize, u32)> {
            let (index, count) = w.split_once('=')?;
            Some((index.parse().ok()?, count.parse().ok()?))
        };
        package.extend(words.filter_map(pair));
    }
}

/// Begins a line with counters in the output of a test program.
const COUNTERS: &[u8] = b"\x16cover ";
/// Begins the line with the sum.
const SUM: &[u8] = b"coverage: ";

/// Passes on the output of a test program without the lines that are about counters.
pub(super) struct Filter<'a> {
    out: &'a mut (dyn Write + Send),
    /// The begin of a line that may be one of those.
    held: Vec<u8>,
    /// The rest of the line is just passed on.
    passing: bool,
    pub(super) counts: Counts,
    /// The last line with the sum.
    pub(super) sum: Option<String>,
}

impl<'a> Filter<'a> {
    pub(super) fn new(out: &'a mut (dyn Write + Send)) -> Filter<'a> {
        let counts = Counts::default();
        Filter { out, held: Vec::new(), passing: false, counts, sum: None }
    }

    /// Passes on what is held back of a last line without an end.
    pub(super) fn end(&mut self) -> io::Result<()> {
        self.out.write_all(&std::mem::take(&mut self.held))
    }

    fn line(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.held);
        let text = String::from_utf8_lossy(&line);
        if let Some(counters) = line.strip_prefix(COUNTERS) {
            self.counts.read(&String::from_utf8_lossy(counters));
            return Ok(());
        }
        if line.starts_with(SUM) {
            self.sum = Some(text.trim_end().to_owned());
        }
        self.out.write_all(&line)
    }
}

impl Write for Filter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|b| *b == b'\n') {
            let ends = part.ends_with(b"\n");
            if self.passing {
                self.out.write_all(part)?;
                self.passing = !ends;
                continue;
            }
            self.held.extend_from_slice(part);
            let may_be = |mark: &[u8]| match self.held.len() < mark.len() {
                true => mark.starts_with(&self.held),
                false => self.held.starts_with(mark),
            };
            match (may_be(COUNTERS) || may_be(SUM), ends) {
                (_, true) => self.line()?,
                (true, false) => {}
                (false, false) => {
                    self.passing = true;
                    self.out.write_all(&std::mem::take(&mut self.held))?;
                }
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_taken_out_of_the_output() {
        let mut out = Vec::new();
        let mut filter = Filter::new(&mut out);
        for piece in
            ["co", "ver\nPASS\n\x16cov", "er a/b 0=1 3=7\r\n\x16=== x\ncoverage: 50", "% of\nco"]
        {
            filter.write_all(piece.as_bytes()).unwrap();
        }
        filter.end().unwrap();
        assert_eq!(filter.sum.as_deref(), Some("coverage: 50% of"));
        let counts = std::mem::take(&mut filter.counts);
        assert_eq!(String::from_utf8(out).unwrap(), "cover\nPASS\n\x16=== x\ncoverage: 50% of\nco");
        let block = |line, statements| {
            let (start, end) = ((line, 2), (line + 1, 3));
            Block { file: "x.go".into(), start, end, statements }
        };
        let blocks = vec![block(9, 1), block(5, 2), block(1, 3), block(7, 4)];
        let covered = [Covered { path: "a/b".into(), blocks }];
        let count = profile(&covered, &counts, CoverMode::Count);
        assert_eq!(
            count,
            "a/b/x.go:1.2,2.3 3 0\na/b/x.go:5.2,6.3 2 0\na/b/x.go:7.2,8.3 4 7\n\
             a/b/x.go:9.2,10.3 1 1\n"
        );
        assert!(profile(&covered, &counts, CoverMode::Set).contains("8.3 4 1\n"));
    }
}
