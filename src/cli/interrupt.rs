//! Ctrl-C while a board is being flashed: it ends the command at once, and says what it leaves
//! behind.

use super::out;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the board is at this moment being written to.
static WRITING: AtomicBool = AtomicBool::new(false);

/// The exit status of shells for a program that Ctrl-C ended.
const STATUS: i32 = 130;

/// Sets what Ctrl-C does from now on.
pub fn watch(json: bool) {
    // Without it Ctrl-C ends the command as well, only without a word.
    let _ = ctrlc::set_handler(move || {
        let text = match WRITING.load(Ordering::Relaxed) {
            true => "interrupted: the board's flash is incomplete; repeat the command",
            false => "interrupted: nothing was written to the board",
        };
        // A progress bar is in the line.
        if out::terminal() {
            out::note("");
        }
        let error = anyhow::anyhow!(text);
        if json {
            out::error_json(&error)
        } else {
            out::error(&error)
        }
        std::process::exit(STATUS);
    });
}

/// Runs what writes to the board.
pub fn while_writing<T>(work: impl FnOnce() -> T) -> T {
    WRITING.store(true, Ordering::Relaxed);
    let result = work();
    WRITING.store(false, Ordering::Relaxed);
    result
}
