//! `shirube completions SHELL`.

use std::io::Write;

use crate::cli::args::Completions;
use crate::cli::exit::Exit;
use crate::cli::help;
use crate::cli::output::{Failure, Output};

pub(crate) fn run(args: &Completions, output: Output) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(), "shirube", &mut script);
    output.results(|out| out.write_all(&script))?;
    Ok(Exit::AllWell)
}
