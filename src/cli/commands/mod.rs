//! One file for each command, and what several of them need.

mod assign;
mod audit;
mod check;
mod completions;
mod coverage;
mod diff;
mod export;
mod extract;
mod history;
mod ingest;
mod inspect;
mod link;
mod list;
mod names;
mod plans;
mod progress;
mod refresh;
mod report;
mod review;
mod review_form;
mod rules;
mod run;
mod show;
mod store;
mod suggest;
mod tables;

use std::io::Write;

use serde::Serialize;

use crate::language::{YearContext, parse_year_header};
use crate::model::PlanKind;
use crate::store::{Access, Store};

use super::args::{Args, Command, Global};
use super::exit::Exit;
use super::messages::text;
use super::output::{Failure, Output};
use super::problems;

/// Runs the chosen command.
pub(crate) fn dispatch(args: &Args, output: Output) -> Result<Exit, Failure> {
    let global = &args.global;
    match &args.command {
        Command::Run(own) => run::run(own, global, output),
        Command::Ingest(own) => ingest::run(own, global, output),
        Command::Extract(own) => extract::run(own, global, output),
        Command::Tables(own) => tables::run(own, global, output),
        Command::Inspect(own) => inspect::run(own, global, output),
        Command::List => list::run(global, output),
        Command::Show(own) => show::run(own, global, output),
        Command::Export(own) => export::run(own, global, output),
        Command::Report(own) => report::run(own, global, output),
        Command::Audit(own) => audit::run(own, global, output),
        Command::Check(own) => check::run(own, global, output),
        Command::History(own) => history::run(own, global, output),
        Command::Review(own) => review::run(own, global, output),
        Command::Progress(own) => progress::run(&own.action, global, output),
        Command::Plans(own) => plans::run(own, global, output),
        Command::Assign(own) => assign::run(own, global, output),
        Command::Link(own) => link::run(own, global, output),
        Command::Utilities(own) => names::utilities(own, global, output),
        Command::Aliases(own) => names::aliases(own, global, output),
        Command::Diff(own) => diff::run(own, global, output),
        Command::Refresh => refresh::run(global, output),
        Command::Store(own) => store::run(&own.action, global, output),
        Command::Rules(own) => rules::run(&own.action, global, output),
        Command::Completions(own) => completions::run(own, output),
    }
}

/// Opens the store of `--store` and tells what had to be put right.
pub(super) fn open_store(global: &Global, access: Access, output: Output) -> Result<Store, Failure> {
    let store = Store::open(&global.store, access).map_err(|e| Failure::failed(problems::of_store(&e)))?;
    for line in problems::of_warnings(&global.store.display().to_string(), problems::Numbering::Lines, store.warnings()) {
        output.warning(&line);
    }
    Ok(store)
}

/// Tells warnings, then the files that failed; gives the exit status, where `done` files did not fail.
fn tell_problems(warnings: &[String], failed: &[String], done: usize, output: Output) -> Exit {
    for line in warnings {
        output.warning(line);
    }
    for line in failed {
        output.error(line);
    }
    Exit::of(done, failed.len())
}

/// One record a line.
fn json_text<T: Serialize>(records: &[T]) -> Result<Vec<u8>, Failure> {
    let mut text = Vec::new();
    for record in records {
        serde_json::to_writer(&mut text, record).map_err(|e| Failure::failed(e.to_string()))?;
        text.push(b'\n');
    }
    Ok(text)
}

/// One record a line on standard output.
fn json_lines<T: Serialize>(records: &[T], output: Output) -> Result<(), Failure> {
    let text = json_text(records)?;
    output.results(|out| out.write_all(&text))
}

/// The first characters of a document's hash: enough to tell documents apart on a screen.
fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

/// The language of reports: that of the messages.
pub(super) fn report_language() -> crate::report::Lang {
    if rust_i18n::locale().starts_with("ja") { crate::report::Lang::Ja } else { crate::report::Lang::En }
}

/// A fiscal year as people write it: R6, 令和6年度, 2024.
fn fiscal_year(text: &str) -> Option<i32> {
    let western = text.trim().trim_end_matches("年度").parse().ok().filter(|y| (1900..2200).contains(y));
    western.or_else(|| parse_year_header(text, Some(YearContext::default())).and_then(|span| span.single()))
}

fn plan_kind(kind: PlanKind) -> String {
    text(match kind {
        PlanKind::Vision => "kind.vision",
        PlanKind::Strategy => "kind.strategy",
        PlanKind::ActionPlan => "kind.action_plan",
        PlanKind::ProgressReport => "kind.progress_report",
        PlanKind::Proposal => "kind.proposal",
    })
}

/// Fiscal years from and to: `2019-2028`.
fn period(from: Option<i32>, to: Option<i32>) -> String {
    match (from, to) {
        (None, None) => String::new(),
        (Some(a), Some(b)) if a == b => a.to_string(),
        _ => format!("{}-{}", from.map(|y| y.to_string()).unwrap_or_default(), to.map(|y| y.to_string()).unwrap_or_default()),
    }
}
