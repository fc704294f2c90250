//! `shirube store verify|rebuild|backup`.

use rust_i18n::t;

use crate::cli::args::{Global, StoreAction};
use crate::cli::commands::open_store;
use crate::cli::exit::Exit;
use crate::cli::messages::{fill, text};
use crate::cli::output::{Failure, Output};
use crate::cli::problems;
use crate::store::{Access, Problem};

pub(crate) fn run(action: &StoreAction, global: &Global, output: Output) -> Result<Exit, Failure> {
    match action {
        StoreAction::Verify => verify(global, output),
        StoreAction::Rebuild => rebuild(global, output),
        StoreAction::Backup(args) => {
            let store = open_store(global, Access::Read, output)?;
            let backup = store.backup(&args.file, false).map_err(|e| Failure::failed(problems::of_store(&e)))?;
            output.summary(&t!("store_done.backup", file = args.file.display(), files = backup.files, bytes = backup.bytes))?;
            Ok(Exit::AllWell)
        }
    }
}

fn verify(global: &Global, output: Output) -> Result<Exit, Failure> {
    let store = open_store(global, Access::Read, output)?;
    let report = store.verify().map_err(|e| Failure::failed(problems::of_store(&e)))?;
    for problem in &report.problems {
        output.error(&problem_line(problem));
    }
    let counts = t!(
        "store_done.verified",
        entries = report.entries,
        documents = report.documents,
        extractions = report.extractions,
        records = report.records
    );
    let verdict = if report.is_clean() { t!("store_done.clean") } else { t!("store_done.problems", count = report.problems.len()) };
    let mut lines = vec![counts.into_owned()];
    if !report.index_compared {
        lines.push(t!("store_done.index_not_compared").into_owned());
    }
    if !report.leftovers.is_empty() {
        lines.push(t!("store_done.leftovers", count = report.leftovers.len()).into_owned());
    }
    lines.push(verdict.into_owned());
    output.summary(&lines.join("\n"))?;
    Ok(if report.is_clean() { Exit::AllWell } else { Exit::Findings })
}

fn problem_line(problem: &Problem) -> String {
    let file = problem.path.display().to_string();
    fill(&text(&format!("problem.{}", problem.code)), &[("file", &file), ("detail", &problem.detail)])
}

fn rebuild(global: &Global, output: Output) -> Result<Exit, Failure> {
    let mut store = open_store(global, Access::Write, output)?;
    let records = store.rebuild().map_err(|e| Failure::failed(problems::of_store(&e)))?;
    output.summary(&t!("store_done.rebuilt", records = records))?;
    Ok(Exit::AllWell)
}
