//! Documents for tracking: files read through the pipeline, or documents of the store.

use std::path::PathBuf;

use crate::store::{Found, Store, StoreError};
use crate::track::audit::Tracked;
use crate::track::identity::Decided;
use crate::track::{SourceDocument, squash};

use super::args::Global;
use super::commands::open_store;
use super::output::{Failure, Output};
use super::pipeline::{self, Tools, Understood};
use super::{problems, site};
use crate::store::Access;

/// Documents with what people decided about them.
pub(crate) struct Chosen {
    pub(crate) documents: Vec<SourceDocument>,
    pub(crate) decided: Decided,
}

/// The documents that the names lead to, in their order: a file where there is one, else a document of the store by id or name.
/// Files alone are taken by themselves; where the store is asked, its decisions hold for the files as well.
pub(crate) fn named(names: &[PathBuf], tools: &Tools, global: &Global, output: Output) -> Result<Chosen, Failure> {
    let files: Vec<PathBuf> = names.iter().filter(|n| n.is_file()).cloned().collect();
    let mut read = read_files(&files, tools, output)?.into_iter();
    let mut store = None;
    let mut documents = Vec::new();
    for name in names {
        if name.is_file() {
            documents.extend(read.next());
            continue;
        }
        if store.is_none() {
            // Without a store a name that is no file is simply a missing file.
            if !global.store.exists() {
                return Err(Failure::failed(rust_i18n::t!("error.no_such_document", name = name.display())));
            }
            store = Some(Store::open(&global.store, Access::Read).map_err(|e| Failure::failed(problems::of_store(&e)))?);
        }
        if let Some(store) = &store {
            documents.push(stored(store, &name.display().to_string())?);
        }
    }
    let Some(store) = store else { return Ok(Chosen { documents, decided: Decided::default() }) };
    let documents = documents.into_iter().map(|d| d.decided(store.decisions())).collect();
    Ok(Chosen { documents, decided: Decided::new(store.decisions()) })
}

/// All documents of the store, placed as people decided.
pub(crate) fn of_store(global: &Global, output: Output) -> Result<Chosen, Failure> {
    let store = open_store(global, Access::Read, output)?;
    let kept = store.documents().into_iter().map(|entry| site::kept(&store, &entry.hash));
    let documents = kept.collect::<Result<Vec<_>, _>>().map_err(|e| Failure::failed(problems::of_store(&e)))?;
    Ok(Chosen { documents, decided: Decided::new(store.decisions()) })
}

/// The named documents, or where none is named all documents of the store.
pub(crate) fn named_or_stored(names: &[PathBuf], tools: &Tools, global: &Global, output: Output) -> Result<Chosen, Failure> {
    if names.is_empty() { of_store(global, output) } else { named(names, tools, global, output) }
}

/// The named documents, or where none is named all documents of the store with what staff reported in forms.
pub(crate) fn named_or_tracked(names: &[PathBuf], tools: &Tools, global: &Global, output: Output) -> Result<Chosen, Failure> {
    if !names.is_empty() {
        return named(names, tools, global, output);
    }
    let store = open_store(global, Access::Read, output)?;
    let documents = site::all_kept(&store).map_err(|e| Failure::failed(problems::of_store(&e)))?;
    Ok(Chosen { documents, decided: Decided::new(store.decisions()) })
}

fn read_files(files: &[PathBuf], tools: &Tools, output: Output) -> Result<Vec<SourceDocument>, Failure> {
    let mut documents = Vec::new();
    pipeline::each_file(
        files,
        output,
        |path| pipeline::understand(path, tools),
        |path, outcome| {
            let file = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
            documents.push(document(&file, outcome.map_err(Failure::failed)?));
            Ok(())
        },
    )?;
    Ok(documents)
}

fn document(file: &str, read: Understood) -> SourceDocument {
    let tables = read.extent().tables;
    let Understood { outline, extraction, findings } = read;
    SourceDocument {
        file: file.to_owned(),
        hash: outline.hash,
        pages: outline.pages,
        lines: outline.lines,
        tables,
        follows: None,
        records: extraction.records,
        warnings: extraction.warnings,
        findings,
        ..SourceDocument::default()
    }
}

fn stored(store: &Store, name: &str) -> Result<SourceDocument, Failure> {
    let told = |e| Failure::failed(problems::of_store(&e));
    let missing = || Failure::failed(rust_i18n::t!("error.no_such_document", name = name));
    match store.find(name) {
        Ok(Found::Document(entry)) => site::kept(store, &entry.hash).map_err(told),
        Ok(Found::Records(_)) | Err(StoreError::UnknownId { .. }) => Err(missing()),
        Err(error) => Err(told(error)),
    }
}

/// Whether the words name the plan: the file's name, the first signs of the hash, or a part of the title of one of its editions.
pub(crate) fn is_named(plan: &Tracked<'_>, words: &str) -> bool {
    let key = squash(words);
    let of_edition = |document: &SourceDocument, name: &str| {
        name == words
            || (words.len() >= 4 && document.hash.starts_with(words))
            || (!key.is_empty() && squash(&document.title()).contains(&key))
    };
    let of_plan = !key.is_empty() && squash(&plan.title).contains(&key);
    of_plan || plan.editions.iter().any(|e| of_edition(e.document, &e.name))
}
