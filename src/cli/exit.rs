//! How the program ends.

/// Exit status, for scripts and task schedulers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All well.
    AllWell = 0,
    /// Nothing useful was done: no plan found, the store cannot be opened, a file cannot be written.
    Failed = 1,
    /// Finished, but some files failed or a check found something.
    Findings = 2,
    /// Wrong options or rules: nothing was read.
    WrongUse = 3,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
