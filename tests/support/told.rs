//! What a way to a board tells of its progress.

use embgo::flash::Progress;

/// Everything that was told.
#[derive(Default, Debug)]
pub struct Told {
    pub notes: Vec<String>,
    /// `writing 4096`
    pub works: Vec<String>,
    /// How far the last work came.
    pub last: u64,
}

impl Progress for Told {
    fn note(&mut self, text: &str) {
        self.notes.push(text.to_owned());
    }

    fn begin(&mut self, what: &str, total: u64) {
        self.works.push(format!("{what} {total}"));
        self.last = 0;
    }

    fn at(&mut self, done: u64) {
        assert!(done >= self.last, "{done} after {}", self.last);
        self.last = done;
    }

    fn end(&mut self) {}
}
