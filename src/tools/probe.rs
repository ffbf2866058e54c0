//! What a tool says of itself. For `embgo doctor`: a build never asks.

use super::command::{Command, Runner};
use super::spec::ToolId;
use std::path::Path;

/// The first line of what the tool prints as its version, if it runs at all.
pub fn version_line(id: ToolId, path: &Path) -> Option<String> {
    let mut command = Command::program(path);
    command.args(id.spec().version_args);
    let output = Runner::default().run(&command).ok()?;
    // OpenOCD and some Pythons write it to standard error.
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &output.stderr;
    text.lines().map(str::trim).find(|l| l.contains(|c: char| c.is_ascii_digit())).map(Into::into)
}

/// The first thing in a line that looks like a version: `22.1.8` in `clang version 22.1.8 (...)`.
pub fn number(line: &str) -> Option<String> {
    let word = line.split([' ', '(', ')', ',']).find_map(|word| {
        let word = word.trim_start_matches("go").trim_start_matches('v');
        let digits = word.starts_with(|c: char| c.is_ascii_digit());
        (digits && word.contains('.')).then_some(word)
    })?;
    let end = word.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(word.len());
    Some(word[..end].trim_end_matches('.').to_owned())
}

/// The part of a version line's number before the first point.
pub fn major(line: &str) -> Option<u32> {
    number(line)?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{major, number};

    #[test]
    fn version_numbers_are_found() {
        let of = |line| number(line).unwrap_or_default();
        assert_eq!(of("Debian clang version 22.1.8 (1~deb12u1)"), "22.1.8");
        assert_eq!(of("QEMU emulator version 7.2.19 (Debian 1:7.2+dfsg-7)"), "7.2.19");
        assert_eq!(of("go version go1.27.3 linux/amd64"), "1.27.3");
        assert_eq!(of("GNU gdb (Debian 13.1-3) 13.1"), "13.1");
        assert_eq!(of("Debian LLD 22.1.8 (compatible with GNU linkers)"), "22.1.8");
        assert_eq!(of("esptool v5.6"), "5.6");
        assert_eq!(of("Python 3.11.7"), "3.11.7");
        assert_eq!(major("Apple clang version 17.0.0 (clang-1700)"), Some(17));
        assert_eq!(number("no version"), None);
    }
}
