//! `shirube refresh`: kept sources read again with this version and these rules.

use std::collections::BTreeMap;
use std::path::Path;

use rust_i18n::t;

use crate::cli::args::Global;
use crate::cli::commands::open_store;
use crate::cli::exit::Exit;
use crate::cli::messages::text;
use crate::cli::output::{Failure, Output};
use crate::cli::pipeline::{Tools, understand_bytes};
use crate::cli::problems;
use crate::store::{Access, Changes, Extracted, Outcome, Refreshed, Source};

pub(crate) fn run(global: &Global, output: Output) -> Result<Exit, Failure> {
    let tools = Tools::load(global, output)?;
    let mut store = open_store(global, Access::Write, output)?;
    let extract = |source: &Source| {
        let understood = understand_bytes(Path::new(&source.file_name), &source.bytes, &tools)?;
        let extent = understood.extent();
        let (extraction, findings) = (understood.extraction, understood.findings);
        Ok(Extracted { records: extraction.records, warnings: extraction.warnings, findings, extent })
    };
    let refreshed = store.refresh(&tools.rules_hash, "refresh", extract).map_err(|e| Failure::failed(problems::of_store(&e)))?;
    let current = refreshed.iter().filter(|r| r.outcome == Outcome::Current).count();
    let mut lines: Vec<String> = refreshed.iter().filter_map(changed_line).collect();
    lines.push(t!("refresh.summary", documents = refreshed.len(), again = refreshed.len() - current, current = current).into_owned());
    output.summary(&lines.join("\n"))?;
    super::review_form::tell_stale(&store, output);
    let failed: Vec<String> = refreshed
        .iter()
        .filter_map(|r| match &r.outcome {
            Outcome::Failed(reason) => Some(reason.clone()),
            _ => None,
        })
        .collect();
    Ok(super::tell_problems(&[], &failed, refreshed.len() - failed.len(), output))
}

fn changed_line(refreshed: &Refreshed) -> Option<String> {
    match &refreshed.outcome {
        Outcome::Extracted(changes) if changes.is_empty() => Some(t!("refresh.same", file = refreshed.name).into_owned()),
        Outcome::Extracted(changes) => Some(t!("refresh.changed", file = refreshed.name, changes = changes_line(changes)).into_owned()),
        Outcome::Current | Outcome::Failed(_) => None,
    }
}

/// `measures +2 -1 ~3`: added, removed, saying something else.
fn changes_line(changes: &BTreeMap<String, Changes>) -> String {
    let part = |sign: &str, count: usize| if count == 0 { String::new() } else { format!(" {sign}{count}") };
    let kinds = changes.iter().map(|(kind, c)| {
        let name = text(&format!("type.{kind}"));
        format!("{name}{}{}{}", part("+", c.added), part("-", c.removed), part("~", c.changed))
    });
    kinds.collect::<Vec<_>>().join(", ")
}
