//! `shirube ingest PATH...`: plans into the store.

use crate::cli::args::{Global, Ingest};
use crate::cli::commands::open_store;
use crate::cli::exit::Exit;
use crate::cli::files;
use crate::cli::ingestion::ingest;
use crate::cli::output::{Failure, Output};
use crate::cli::pipeline::Tools;
use crate::store::Access;
use rust_i18n::t;

pub(crate) fn run(args: &Ingest, global: &Global, output: Output) -> Result<Exit, Failure> {
    let found = files::find(&args.paths, &[&global.store]);
    if found.files.is_empty() {
        let named: Vec<String> = args.paths.iter().map(|p| p.display().to_string()).collect();
        return Err(Failure::failed(t!("error.no_plans", file = named.join(", "))));
    }
    let tools = Tools::load(global, output)?;
    let mut store = open_store(global, Access::Write, output)?;
    let mut batch = ingest(&found.files, &tools, &mut store, output)?;
    batch.failed_elsewhere(found.problems);
    output.summary(&batch.summary(&global.store))?;
    super::review_form::tell_stale(&store, output);
    Ok(batch.tell(output))
}
