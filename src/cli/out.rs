//! Writing to people and to programs.

use anyhow::{Context as _, Result};
use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::path::PathBuf;

/// Writes data to standard output. A reader that has seen enough (`embgo targets | head`) is fine.
pub fn print(text: &str) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => Err(e).context("cannot write the output"),
        _ => Ok(()),
    }
}

/// Writes one JSON object as a line of standard output.
pub fn print_json(value: &impl serde::Serialize) -> Result<()> {
    print(&(serde_json::to_string(value)? + "\n"))
}

/// Tells people something. Nothing can be done when standard error is closed.
pub fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Tells people why the command failed.
pub fn error(e: &anyhow::Error) {
    let (start, end) = if colour() { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
    note(&format!("{start}error:{end} {e:#}"));
}

/// Tells a program why the command failed.
pub fn error_json(e: &anyhow::Error) {
    let object = serde_json::json!({ "kind": "error", "message": format!("{e:#}") });
    // The exit status still says it if this cannot be written.
    let _ = print_json(&object);
}

/// Whether standard error is a terminal that people look at.
pub fn terminal() -> bool {
    std::io::stderr().is_terminal()
}

/// Whether to use colours there (no-color.org).
pub fn colour() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    terminal() && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
}

/// The folder in which embgo was started.
pub fn current_dir() -> Result<PathBuf> {
    std::env::current_dir().context("the current folder cannot be found")
}
