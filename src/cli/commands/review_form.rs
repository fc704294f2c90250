//! `shirube review --xlsx FILE` and `shirube review import FILE`: doubtful records to people, and what they say of them.

use std::collections::BTreeMap;
use std::path::Path;

use rust_i18n::t;

use crate::check::{doubtful, gist};
use crate::cli::args::{Global, Review, ReviewImport};
use crate::cli::commands::open_store;
use crate::cli::exit::Exit;
use crate::cli::messages::{find, text};
use crate::cli::output::{Failure, Output};
use crate::cli::{pipeline, problems};
use crate::forms::{ReviewItem, place_pictures, read_review, write_review};
use crate::model::Record;
use crate::store::{Access, Correction, DocumentEntry, Extraction, Found, Standing, Store, StoreError, today};

fn told(error: &StoreError) -> Failure {
    Failure::failed(problems::of_store(error))
}

/// A document with what was read from it, and the records to look at: place and whether it has to be looked at again.
struct Chosen {
    entry: DocumentEntry,
    extraction: Extraction,
    records: Vec<(usize, bool)>,
}

/// Writes the workbook.
pub(super) fn write(args: &Review, file: &Path, global: &Global, output: Output) -> Result<Exit, Failure> {
    let store = open_store(global, Access::Read, output)?;
    let mut all = Vec::new();
    for entry in documents(&store, args)? {
        all.push(choose(&store, entry, args.below).map_err(|e| told(&e))?);
    }
    keep_first(&mut all, args.limit);
    let mut items = Vec::new();
    for chosen in &all {
        items.extend(of_document(&store, chosen, global)?);
    }
    if items.is_empty() {
        output.summary(&t!("review_done.nothing", below = args.below))?;
        return Ok(Exit::AllWell);
    }
    let name = file.display().to_string();
    let bytes = write_review(&items, &today()).map_err(|e| Failure::failed(problems::of_form(&name, &e)))?;
    super::progress::write(file, &bytes)?;
    output.summary(&t!("review_done.written", file = name, records = items.len()))?;
    Ok(Exit::AllWell)
}

fn documents(store: &Store, args: &Review) -> Result<Vec<DocumentEntry>, Failure> {
    if args.documents.is_empty() {
        return Ok(store.documents().into_iter().cloned().collect());
    }
    let named = args.documents.iter().map(|name| {
        // The file's name is as good as the path to it: it is the store's document that is looked at.
        let name = name.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        match store.find(&name).map_err(|e| told(&e))? {
            Found::Document(entry) => Ok(entry),
            Found::Records(_) => Err(Failure::failed(t!("error.no_such_document", name = name))),
        }
    });
    named.collect()
}

/// The records to look at first; those of which a person said something are left out unless it has become stale.
fn choose(store: &Store, entry: DocumentEntry, below: f32) -> Result<Chosen, StoreError> {
    let extraction = store.extraction_by_key(&entry.hash, &entry.extraction().extraction)?;
    let marked = store.records(&entry.hash)?;
    let stale = |record: &Record| record.corrections.iter().any(|c| c.standing == Standing::ValueChanged.code());
    let mut records: Vec<(usize, bool)> = marked.iter().enumerate().filter(|(_, r)| stale(r)).map(|(i, _)| (i, true)).collect();
    let doubts = doubtful(&extraction.records, below).into_iter().map(|d| d.index);
    records.extend(doubts.filter(|i| marked.get(*i).is_some_and(|r| r.corrections.is_empty())).map(|i| (i, false)));
    Ok(Chosen { entry, extraction, records })
}

/// Leaves the least sure records of all documents, the stale ones before them.
fn keep_first(all: &mut [Chosen], limit: usize) {
    let mut order: Vec<(bool, f32, usize, usize)> = Vec::new();
    for (d, chosen) in all.iter().enumerate() {
        order.extend(chosen.records.iter().map(|(i, stale)| (!stale, chosen.extraction.records[*i].confidence, d, *i)));
    }
    order.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then((a.2, a.3).cmp(&(b.2, b.3))));
    order.truncate(limit);
    for (d, chosen) in all.iter_mut().enumerate() {
        // Within a document in the order of its pages: who looks does not have to leaf back and forth.
        chosen.records.retain(|(i, _)| order.iter().any(|o| (o.2, o.3) == (d, *i)));
        chosen.records.sort_unstable();
    }
}

fn of_document(store: &Store, chosen: &Chosen, global: &Global) -> Result<Vec<ReviewItem>, Failure> {
    let Chosen { entry, extraction, records } = chosen;
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let name = &extraction.header.file_name;
    let looked_at: Vec<&Record> = records.iter().map(|(i, _)| &extraction.records[*i]).collect();
    let mut pictures = BTreeMap::new();
    if entry.extension == "pdf" {
        let source = store.source(&entry.hash).map_err(|e| told(&e))?;
        let endless: Vec<usize> = extraction.header.warnings.iter().filter(|w| w.is_cut_off()).filter_map(|w| w.page).collect();
        pictures = place_pictures(name, &source, &looked_at, &endless, &pipeline::read_options(global));
    }
    let item = |(n, (index, stale)): (usize, &(usize, bool))| {
        let record = &extraction.records[*index];
        let doubt = format!("{:.2}\n{}", record.confidence, doubts(record));
        ReviewItem {
            document: entry.hash.clone(),
            file: name.clone(),
            extraction: extraction.header.key.clone(),
            gist: gist(record),
            doubt: if *stale { format!("{}\n{doubt}", text("review_done.stale")) } else { doubt },
            fields: ReviewItem::fields(&entry.hash, &extraction.header.key, &extraction.records, *index),
            record: record.clone(),
            picture: pictures.get(&n).cloned(),
        }
    };
    Ok(records.iter().enumerate().map(item).filter(|item| !item.fields.is_empty()).collect())
}

/// The doubts in words; codes of the rules that read the record say nothing to those who look at the page.
fn doubts(record: &Record) -> String {
    record.reasons.iter().filter_map(|reason| find(&format!("doubt.{reason}"))).collect::<Vec<_>>().join("\n")
}

/// Takes in what people said, each workbook whole or not at all.
pub(super) fn import(args: &ReviewImport, global: &Global, output: Output) -> Result<Exit, Failure> {
    let mut store = open_store(global, Access::Write, output)?;
    store.set_author(&args.by);
    let (mut lines, mut done, mut refused) = (Vec::new(), 0, 0);
    for path in &args.files {
        let file = path.display().to_string();
        let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let read = std::fs::read(path)
            .map_err(|e| t!("error.file", file = file, detail = crate::cli::problems::of_system(&e)).into_owned())
            .and_then(|bytes| {
                let record = |about: &Correction| record_of(&store, about);
                read_review(&file, &bytes, &record).map(|form| (bytes, form)).map_err(|e| problems::of_form(&file, &e))
            });
        let (bytes, form) = match read {
            Ok(read) => read,
            Err(message) => {
                output.error(&message);
                refused += 1;
                continue;
            }
        };
        for problem in &form.problems {
            let line = problems::of_form_problem(&file, problem);
            if problem.refuses { output.error(&line) } else { output.warning(&line) }
        }
        if !form.is_sound() {
            output.error(&t!("form_done.refused", file = file));
            refused += 1;
            continue;
        }
        let new = store.correct(&bytes, &name, &form.corrections, "").map_err(|e| told(&e))?;
        done += 1;
        lines.push(t!("review_done.taken", file = file, new = new, same = form.corrections.len() - new, empty = form.empty).into_owned());
    }
    output.summary(&lines.join("\n"))?;
    tell_stale(&store, output);
    Ok(Exit::of(done, refused))
}

fn record_of(store: &Store, about: &Correction) -> Option<Record> {
    let extraction = store.extraction_by_key(&about.document, &about.extraction).ok()?;
    extraction.records.into_iter().find(|r| r.id == about.record)
}

/// Tells which corrections a person has to look at again: what is read at their place now is neither the old value nor the right one.
pub(in crate::cli) fn tell_stale(store: &Store, output: Output) {
    for entry in store.documents() {
        for (kept, standing) in store.corrections(&entry.hash).unwrap_or_default() {
            if standing.is_stale() {
                let correction = &kept.correction;
                let page = correction.place.page.or(correction.place.line).map_or_else(|| "―".to_owned(), |n| n.to_string());
                let right = correction.new.as_ref().unwrap_or(&correction.old).to_string();
                let why = text(&format!("correction.{}", standing.code()));
                output.warning(&t!(
                    "review_done.stale_line",
                    file = entry.name,
                    page = page,
                    field = correction.field,
                    right = right,
                    by = kept.who,
                    why = why
                ));
            }
        }
    }
}
