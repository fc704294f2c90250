//! `shirube report`: reports of everything in the store.

use rust_i18n::t;

use crate::cli::args::{Global, Report};
use crate::cli::commands::open_store;
use crate::cli::exit::Exit;
use crate::cli::output::{Failure, Output};
use crate::cli::pipeline::Tools;
use crate::cli::{problems, site};
use crate::store::{Access, Store};
use crate::track::SourceDocument;

pub(crate) fn run(args: &Report, global: &Global, output: Output) -> Result<Exit, Failure> {
    let tools = Tools::load(global, output)?;
    let mut store = open_store(global, Access::Write, output)?;
    let (documents, failed) = stored_documents(&store);
    if documents.is_empty() && failed.is_empty() {
        return Err(Failure::failed(t!("error.empty_store", file = global.store.display())));
    }
    let done = documents.len();
    let site = site::write(&store, documents, Vec::new(), (&args.out, &args.look, global), &tools, output)?;
    site::note(&mut store, &args.out, &site)?;
    output.summary(&site::summary(&args.out, &site))?;
    Ok(super::tell_problems(&[], &failed, done, output).max(site::tell_failed(&site, output)))
}

/// Every document that the store can give; one that is damaged does not stop the others.
fn stored_documents(store: &Store) -> (Vec<SourceDocument>, Vec<String>) {
    let (mut documents, mut failed) = (Vec::new(), Vec::new());
    for entry in store.documents() {
        match site::kept(store, &entry.hash) {
            Ok(document) => documents.push(document),
            Err(error) => failed.push(problems::of_store(&error)),
        }
    }
    site::add_forms(store, &mut documents);
    (documents, failed)
}
