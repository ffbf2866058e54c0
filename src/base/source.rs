//! Source files and positions in them.
//!
//! All files of a build share one space of positions: a [`Pos`] is the file's base plus the byte
//! offset, so a position is four bytes and says by itself which file it is in.

use super::line_directive::LineDirective;
use crate::define_index;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

define_index!(
    /// A file of the build.
    FileId,
    "file"
);

/// A byte position in some file of the [`SourceMap`]. 0 is "no position".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pos(pub u32);

impl Pos {
    pub const NONE: Pos = Pos(0);

    pub fn is_none(self) -> bool {
        self.0 == 0
    }
}

impl std::fmt::Debug for Pos {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "@{}", self.0)
    }
}

/// The half-open range `lo..hi` of positions; both ends are in the same file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    pub lo: Pos,
    pub hi: Pos,
}

impl Span {
    pub const NONE: Span = Span { lo: Pos::NONE, hi: Pos::NONE };

    pub fn new(lo: Pos, hi: Pos) -> Span {
        Span { lo, hi }
    }

    /// The empty span at `pos`.
    pub fn at(pos: Pos) -> Span {
        Span { lo: pos, hi: pos }
    }

    /// The smallest span that contains both.
    pub fn to(self, other: Span) -> Span {
        Span { lo: self.lo.min(other.lo), hi: self.hi.max(other.hi) }
    }
}

impl std::fmt::Debug for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "@{}..{}", self.lo.0, self.hi.0)
    }
}

/// One source file.
pub struct SourceFile {
    /// Where it was read, for opening it again (debug information, editors).
    pub path: PathBuf,
    /// How it is named in messages and in debug information: relative to the working directory for
    /// the user's files, `$EMBGO/runtime/panic.go` and `$GOROOT/src/...` for the others. It never
    /// names a place on the machine that built the firmware, so images do not depend on it.
    pub name: String,
    pub text: Arc<str>,
    base: u32,
    lines: OnceLock<Vec<u32>>,
    /// In the order of their places; none where nobody looked for them.
    directives: Vec<LineDirective>,
}

/// Where a position is said to be: in its file, unless a `//line` directive says otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shown {
    pub file: ShownFile,
    pub line: u32,
    pub column: u32,
}

/// A file of the build, or the one that its n-th directive names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ShownFile {
    pub file: FileId,
    directive: Option<u32>,
}

impl SourceFile {
    /// The position of the file's first byte.
    pub fn start(&self) -> Pos {
        Pos(self.base)
    }

    /// The byte offset of `pos` in the file's text.
    pub fn offset(&self, pos: Pos) -> usize {
        (pos.0 - self.base) as usize
    }

    /// Byte offsets of the line starts, found when first asked for.
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let newlines = self.text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
            std::iter::once(0).chain(newlines.map(|(i, _)| i as u32 + 1)).collect()
        })
    }

    /// Line and column of `pos`, both from 1; the column counts bytes, as Go does.
    pub fn line_col(&self, pos: Pos) -> (u32, u32) {
        let off = pos.0.saturating_sub(self.base);
        let lines = self.lines();
        let line = lines.partition_point(|&start| start <= off) - 1;
        (line as u32 + 1, off - lines[line] + 1)
    }
}

/// All files of a build.
#[derive(Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Adds a file; its text must be shorter than 2^31 bytes.
    pub fn add(&mut self, path: &Path, name: String, text: Arc<str>) -> FileId {
        // One byte between files, so that the end of one is not the start of the next.
        let base = self.files.last().map_or(1, |f| f.base + f.text.len() as u32 + 1);
        let id = FileId(self.files.len() as u32);
        let lines = OnceLock::new();
        let path = path.to_owned();
        self.files.push(SourceFile { path, name, text, base, lines, directives: Vec::new() });
        id
    }

    /// Sets the `//line` directives of a file, in the order of their places.
    pub fn set_directives(&mut self, id: FileId, directives: Vec<LineDirective>) {
        self.files[id.0 as usize].directives = directives;
    }

    /// Where a position is said to be.
    pub fn shown(&self, pos: Pos) -> Option<Shown> {
        let id = self.lookup(pos)?;
        let file = self.file(id);
        let (line, column) = file.line_col(pos);
        let own = ShownFile { file: id, directive: None };
        let offset = file.offset(pos) as u32;
        let before = file.directives.partition_point(|d| d.from <= offset);
        let Some(n) = before.checked_sub(1) else { return Some(Shown { file: own, line, column }) };
        let d = &file.directives[n];
        let (at, _) = file.line_col(Pos(file.base + d.from));
        let named = (0..before).rev().find(|i| file.directives[*i].file.is_some());
        let file = ShownFile { file: id, directive: named.map(|n| n as u32) };
        Some(Shown { file, line: d.line.saturating_add(line - at), column })
    }

    /// The name of such a file.
    pub fn shown_name(&self, shown: ShownFile) -> &str {
        let file = self.file(shown.file);
        let named = shown.directive.and_then(|n| file.directives[n as usize].file.as_deref());
        named.unwrap_or(&file.name)
    }

    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..self.files.len() as u32).map(FileId)
    }

    /// The file that `pos` lies in; `None` for [`Pos::NONE`].
    pub fn lookup(&self, pos: Pos) -> Option<FileId> {
        if pos.is_none() {
            return None;
        }
        let i = self.files.partition_point(|f| f.base <= pos.0);
        i.checked_sub(1).map(|i| FileId(i as u32))
    }

    /// `file:line:col`, as Go prints it; `-` where there is no position.
    pub fn position(&self, pos: Pos) -> String {
        match self.lookup(pos) {
            Some(id) => {
                let file = self.file(id);
                let (line, col) = file.line_col(pos);
                format!("{}:{line}:{col}", file.name)
            }
            None => "-".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_know_their_file() {
        let mut map = SourceMap::default();
        let a = map.add(Path::new("a.go"), "a.go".into(), "ab\ncd".into());
        let b = map.add(Path::new("b.go"), "b.go".into(), "x".into());
        assert_eq!(map.position(Pos(map.file(a).start().0 + 4)), "a.go:2:2");
        assert_eq!(map.position(map.file(b).start()), "b.go:1:1");
        assert_eq!(map.position(Pos(map.file(a).start().0 + 5)), "a.go:2:3");
        assert_eq!(map.position(Pos::NONE), "-");
    }
}
