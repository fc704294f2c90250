//! The command line: options, messages in two languages, progress, exit status. Calls the other rooms in their order.

mod args;
mod columns;
mod commands;
mod documents;
mod exit;
mod files;
mod help;
mod ingestion;
mod language;
mod logger;
mod messages;
mod output;
mod pipeline;
mod problems;
mod progress;
mod site;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches;
use clap::error::ErrorKind;
use rust_i18n::t;

use args::{Args, Global};
use output::{Failure, Output};

pub use exit::Exit;
pub use language::Language;

/// Runs the program with the process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    let words: Vec<String> = args.iter().map(|a| a.to_string_lossy().into_owned()).collect();
    rust_i18n::set_locale(Language::choose(&words, sys_locale::get_locale().as_deref()).tag());
    let exit = match parse(args) {
        Ok(args) => run(&args),
        Err(exit) => exit,
    };
    exit.into()
}

fn parse(args: Vec<OsString>) -> Result<Args, Exit> {
    let parsed = help::command().try_get_matches_from(args).and_then(|matches| Args::from_arg_matches(&matches));
    parsed.map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            output::print_help(&error);
            Exit::AllWell
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            output::print_help(&error);
            Exit::WrongUse
        }
        _ => {
            Output { quiet: false }.error(&help::wrong_use(&error));
            Exit::WrongUse
        }
    })
}

fn run(args: &Args) -> Exit {
    let output = Output { quiet: args.global.quiet };
    keep_panics_quiet();
    let result = start_log(&args.global).and_then(|()| commands::dispatch(args, output));
    result.unwrap_or_else(|failure| {
        if !failure.message.is_empty() {
            output.error(&failure.message);
        }
        failure.exit
    })
}

fn start_log(global: &Global) -> Result<(), Failure> {
    let Some(path) = &global.log else { return Ok(()) };
    logger::start(path).map_err(|e| Failure::failed(t!("error.log", file = path.display(), detail = e)))
}

/// A fault in a library while it reads one file is caught there and told as that file's error; its trace belongs in the log.
fn keep_panics_quiet() {
    std::panic::set_hook(Box::new(|info| log::error!("internal error: {info}")));
}
