//! `shirube list`: the documents in the store.

use rust_i18n::t;

use crate::cli::args::Global;
use crate::cli::columns::lay_out;
use crate::cli::commands::{open_store, period, plan_kind, short};
use crate::cli::exit::Exit;
use crate::cli::output::{Failure, Output};
use crate::store::{Access, DocumentEntry};

pub(crate) fn run(global: &Global, output: Output) -> Result<Exit, Failure> {
    let store = open_store(global, Access::Read, output)?;
    let heads = ["list.id", "list.utility", "list.kind", "list.period", "list.records", "list.name", "list.title"];
    let mut rows = vec![heads.map(crate::cli::messages::text).to_vec()];
    rows.extend(store.documents().into_iter().map(row));
    let note = (rows.len() == 1).then(|| t!("list.none").into_owned());
    output.results(|out| {
        use std::io::Write;
        writeln!(out, "{}", note.unwrap_or_else(|| lay_out(&rows)))
    })?;
    Ok(Exit::AllWell)
}

fn row(document: &DocumentEntry) -> Vec<String> {
    let current = document.extraction();
    let said = current.summary.clone().unwrap_or_default();
    vec![
        short(&document.hash).to_owned(),
        said.utility.unwrap_or_default(),
        said.kind.map(plan_kind).unwrap_or_default(),
        period(said.period_from, said.period_to),
        current.counts.values().sum::<usize>().to_string(),
        document.name.clone(),
        said.title.unwrap_or_default(),
    ]
}
