//! The `embgo` program: everything is in the library.

fn main() -> std::process::ExitCode {
    embgo::cli::main()
}
