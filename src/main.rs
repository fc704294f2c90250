//! The `shirube` binary: everything happens in the library.

fn main() -> std::process::ExitCode {
    shirube::cli::main()
}
