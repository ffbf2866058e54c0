//! The command line. Prints, never computes.

/// Runs the command that the process was started with.
pub fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
