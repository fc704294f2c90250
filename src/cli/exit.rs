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

impl Exit {
    /// The status of a batch in which so many files were done and so many failed.
    #[must_use]
    pub fn of(done: usize, failed: usize) -> Self {
        match (done, failed) {
            (_, 0) => Self::AllWell,
            (0, _) => Self::Failed,
            _ => Self::Findings,
        }
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
