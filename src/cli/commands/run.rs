//! `shirube run DIR`: from a folder of plans to reports, the main job end to end.

use std::path::Path;

use rust_i18n::t;

use crate::cli::args::{Global, Run};
use crate::cli::commands::open_store;
use crate::cli::exit::Exit;
use crate::cli::files::{self, Found};
use crate::cli::ingestion::ingest;
use crate::cli::messages::{fill, text};
use crate::cli::output::{Failure, Output};
use crate::cli::pipeline::Tools;
use crate::cli::{problems, site};
use crate::report::views::Choice;
use crate::store::Access;

/// read → layout → extract → store (`ingest`), then track → report (`site`).
pub(crate) fn run(args: &Run, global: &Global, output: Output) -> Result<Exit, Failure> {
    let found = plans(&args.dir, &[&args.out, &global.store])?;
    let tools = Tools::load(global, output)?;
    let mut store = open_store(global, Access::Write, output)?;

    let mut batch = ingest(&found.files, &tools, &mut store, output)?;
    batch.failed_elsewhere(found.problems);
    if batch.documents.is_empty() {
        batch.tell(output);
        return Err(Failure::failed(t!("error.nothing_read")));
    }
    let documents: Result<Vec<_>, _> = batch.hashes().into_iter().map(|hash| site::kept(&store, hash)).collect();
    let documents = documents.map_err(|e| Failure::failed(problems::of_store(&e)))?;
    let site = site::write(&store, documents, batch.failures(), (&args.out, &args.look, global), (Choice::default(), &tools), output)?;
    site::note(&mut store, &args.out, &site)?;

    output.summary(&format!("{}\n{}", batch.summary(&global.store), site::summary(&args.out, &site)))?;
    Ok(batch.tell(output).max(site::tell_failed(&site, output)))
}

fn plans(dir: &Path, except: &[&Path]) -> Result<Found, Failure> {
    let wrong = |key: &str| Failure::failed(fill(&text(key), &[("file", &dir.display().to_string())]));
    if !dir.exists() {
        return Err(wrong("error.no_folder"));
    }
    if !dir.is_dir() {
        return Err(wrong("error.not_a_folder"));
    }
    let found = files::find(&[dir.to_owned()], except);
    if found.files.is_empty() && found.problems.is_empty() { Err(wrong("error.no_plans")) } else { Ok(found) }
}
