//! One file for each command.

mod completions;

use super::args::{Args, Command};
use super::exit::Exit;
use super::output::{Failure, Output};

/// Runs the chosen command.
pub(crate) fn dispatch(args: Args, output: Output) -> Result<Exit, Failure> {
    match args.command {
        Command::Completions(own) => completions::run(&own, output),
        _ => Err(Failure::failed("not yet")),
    }
}
