//! Ctrl-C while a board is being flashed: it ends the command at once, and says what it leaves
//! behind. While the board is watched afterwards it only ends the command.

use super::out;
use crate::monitor::Input;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, PoisonError};

/// What is being done to the board at this moment: one of those below.
static STATE: AtomicU8 = AtomicU8::new(LOOKING);
/// It is looked for, or was written.
const LOOKING: u8 = 0;
const WRITING: u8 = 1;
const WATCHING: u8 = 2;
/// Who watches the board.
static WATCH: Mutex<Option<Sender<Input>>> = Mutex::new(None);

/// The exit status of shells for a program that Ctrl-C ended.
pub const STATUS: u8 = 130;

/// Sets what Ctrl-C does from now on.
pub fn watch(json: bool) {
    // Without it Ctrl-C ends the command as well, only without a word.
    let _ = ctrlc::set_handler(move || {
        let text = match STATE.load(Ordering::Relaxed) {
            WRITING => "interrupted: the board's flash is incomplete; repeat the command",
            WATCHING => return quit(),
            _ => "interrupted: nothing was written to the board",
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
        std::process::exit(i32::from(STATUS));
    });
}

/// Runs what writes to the board.
pub fn while_writing<T>(work: impl FnOnce() -> T) -> T {
    STATE.store(WRITING, Ordering::Relaxed);
    let result = work();
    STATE.store(LOOKING, Ordering::Relaxed);
    result
}

/// From now on the board is watched: Ctrl-C asks the watch to end, which leaves terminal and board
/// in order.
pub fn watching(input: Sender<Input>) {
    *WATCH.lock().unwrap_or_else(PoisonError::into_inner) = Some(input);
    STATE.store(WATCHING, Ordering::Relaxed);
}

fn quit() {
    let watch = WATCH.lock().unwrap_or_else(PoisonError::into_inner);
    // A watch that has ended needs no word.
    let told = watch.as_ref().is_some_and(|input| input.send(Input::Quit).is_ok());
    if !told {
        std::process::exit(i32::from(STATUS));
    }
}
