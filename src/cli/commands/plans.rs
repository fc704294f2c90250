//! `shirube plans`: which plan each document belongs to, and why it is thought so.

use std::io::Write;

use rust_i18n::t;

use crate::cli::args::{Global, Plans, TrackFormat};
use crate::cli::columns::lay_out;
use crate::cli::exit::Exit;
use crate::cli::messages::{find, text};
use crate::cli::output::{Failure, Output};
use crate::cli::{documents, pipeline};
use crate::track::{Part, PlanStanding, SourceDocument, Standing, standings};

pub(crate) fn run(args: &Plans, global: &Global, output: Output) -> Result<Exit, Failure> {
    let rules = pipeline::load_rules(global, output)?;
    let documents = documents::of_store(global, output)?.documents;
    let plans = standings(&documents.iter().collect::<Vec<&SourceDocument>>(), &rules);
    match args.format {
        TrackFormat::Jsonl => super::json_lines(&plans, output)?,
        TrackFormat::Table if plans.is_empty() => output.results(|out| writeln!(out, "{}", t!("list.none")))?,
        TrackFormat::Table => output.results(|out| plans.iter().try_for_each(|plan| writeln!(out, "{}\n", page(plan))))?,
    }
    Ok(Exit::AllWell)
}

fn page(plan: &PlanStanding) -> String {
    let utility = if plan.utility.is_empty() { text("plans.no_utility") } else { plan.utility.clone() };
    let heads = ["plans.part", "list.id", "list.name", "plans.edition", "list.period", "plans.in_force", "plans.reasons"];
    let mut rows = vec![heads.map(text).to_vec()];
    rows.extend(plan.documents.iter().map(row));
    format!("{utility}  {}\n{}", plan.plan, lay_out(&rows))
}

fn row(document: &Standing) -> Vec<String> {
    let part = match document.part {
        Part::Edition => text("plans.part_edition"),
        Part::Report => text("plans.part_report"),
    };
    let year = |year: Option<i32>| year.map(|y| y.to_string()).unwrap_or_default();
    let in_force = match (document.part, document.in_force) {
        (Part::Report, _) => String::new(),
        (Part::Edition, None) => text("plans.never_in_force"),
        (Part::Edition, Some((from, to))) if from == to => year(from),
        (Part::Edition, Some((from, to))) => format!("{}-{}", year(from), year(to)),
    };
    let likeness = |reason: &str| document.title.filter(|_| reason.ends_with("_title")).map(|t| format!(" {t:.2}")).unwrap_or_default();
    let word = |r: &&str| find(&format!("placed.{r}")).unwrap_or_else(|| (*r).to_owned()) + &likeness(r);
    let reasons: Vec<String> = document.reasons.iter().map(word).collect();
    let period = document.period.map(|(from, to)| super::period(Some(from), Some(to))).unwrap_or_default();
    let (id, name) = (super::short(&document.document).to_owned(), document.name.clone());
    vec![part, id, name, document.edition.clone(), period, in_force, reasons.join(&t!("summary.comma"))]
}
