//! The only place that prints. Standard output carries results, standard error carries problems.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::io::{self, BufWriter, StdoutLock, Write};

use rust_i18n::t;

use super::exit::Exit;

/// Why a command ended early: what to tell and with which status to end.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    /// One clear line; empty where there is nothing to tell.
    pub(crate) message: String,
}

impl Failure {
    /// The command could not do its work.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self { exit: Exit::Failed, message: message.into() }
    }

    /// The options or rules are wrong.
    pub(crate) fn wrong_use(message: impl Into<String>) -> Self {
        Self { exit: Exit::WrongUse, message: message.into() }
    }

    /// Writing to standard output failed. A reader that has seen enough (`| head`) is no failure.
    pub(crate) fn from_stdout(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self { exit: Exit::AllWell, message: String::new() },
            _ => Self::failed(t!("error.stdout", detail = error)),
        }
    }
}

/// Where results and problems go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    /// No progress, no summary, no warnings.
    pub(crate) quiet: bool,
}

impl Output {
    /// Writes results to standard output, buffered.
    pub(crate) fn results(self, write: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> io::Result<()>) -> Result<(), Failure> {
        let mut out = BufWriter::new(io::stdout().lock());
        write(&mut out).and_then(|()| out.flush()).map_err(|e| Failure::from_stdout(&e))
    }

    /// Tells how it went, on standard output; silent with `--quiet`.
    pub(crate) fn summary(self, text: &str) -> Result<(), Failure> {
        if self.quiet || text.is_empty() {
            return Ok(());
        }
        self.results(|out| writeln!(out, "{}", text.trim_end()))
    }

    /// A problem that people must see, on standard error.
    pub(crate) fn error(self, message: &str) {
        log::error!("{message}");
        complain(&t!("label.error", message = message));
    }

    /// A problem that did not stop anything, on standard error; silent with `--quiet`.
    pub(crate) fn warning(self, message: &str) {
        log::warn!("{message}");
        if !self.quiet {
            complain(&t!("label.warning", message = message));
        }
    }
}

/// The reason inside a CSV writer's error, so that a closed pipe is still known as such.
pub(crate) fn csv_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(reason) => reason,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Help and version, as clap lays them out.
pub(crate) fn print_help(help: &clap::Error) {
    // Nobody is left to be told when even this cannot be printed.
    let _ = help.print();
}

fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
