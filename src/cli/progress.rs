//! How far a longer work is: a bar on a terminal, lines elsewhere.

use super::out;
use crate::flash::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// A bar with rate and remaining time, redrawn in place.
#[derive(Default)]
pub struct Bar {
    bar: Option<ProgressBar>,
}

impl Bar {
    fn show(&mut self, bar: ProgressBar, template: &str, what: &str) {
        self.end();
        let style = ProgressStyle::with_template(template).expect("the template is constant");
        bar.set_style(style);
        bar.set_message(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(100));
        self.bar = Some(bar);
    }
}

impl Progress for Bar {
    fn note(&mut self, text: &str) {
        self.show(ProgressBar::new_spinner(), "{spinner} {msg}", text);
    }

    fn begin(&mut self, what: &str, total: u64) {
        const TEMPLATE: &str = "{msg} [{bar:30}] {bytes}/{total_bytes} {bytes_per_sec} {eta}";
        self.show(ProgressBar::new(total), TEMPLATE, what);
    }

    fn at(&mut self, done: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(done);
        }
    }

    fn end(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.end();
    }
}

/// Lines: for people on standard error, one for each thing that begins; as JSON on standard output,
/// every tenth of the way too.
pub struct Plain {
    json: bool,
    what: String,
    total: u64,
    tenths: u64,
}

impl Plain {
    pub fn new(json: bool) -> Plain {
        Plain { json, what: String::new(), total: 0, tenths: 0 }
    }

    fn line(&self, text: &str, done: u64) {
        let object = serde_json::json!({
            "kind": "progress", "what": text, "done": done, "total": self.total,
        });
        // Who has closed the stream does not want to know.
        let _ = out::print_json(&object);
    }
}

impl Progress for Plain {
    fn note(&mut self, text: &str) {
        if self.json {
            let _ = out::print_json(&serde_json::json!({ "kind": "note", "text": text }));
        } else {
            out::note(text);
        }
    }

    fn begin(&mut self, what: &str, total: u64) {
        (self.what, self.total, self.tenths) = (what.to_owned(), total, 0);
        if self.json {
            self.line(what, 0);
        } else {
            out::note(&format!("{what} {total} bytes"));
        }
    }

    fn at(&mut self, done: u64) {
        let tenths = done * 10 / self.total.max(1);
        if self.json && tenths > self.tenths {
            self.tenths = tenths;
            self.line(&self.what, done);
        }
    }

    fn end(&mut self) {}
}
