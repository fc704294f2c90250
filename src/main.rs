//! The `shirube` binary: everything happens in the library.

/// Pages are many small pieces of text; a seventh of the time went into getting and giving back their memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    shirube::cli::main()
}
