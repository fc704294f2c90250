//! `shirube progress template|import`: forms for staff to fill in, and what came back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rust_i18n::t;

use crate::cli::args::{Global, ProgressAction, ProgressImport, ProgressTemplate};
use crate::cli::commands::open_store;
use crate::cli::exit::Exit;
use crate::cli::output::{Failure, Output};
use crate::cli::pipeline::Tools;
use crate::cli::{documents, problems, site};
use crate::forms::{self, Asked, FilledForm, Request, due, read_progress, requests, short_year, write_progress};
use crate::model::Body;
use crate::store::{Access, Filled, RowKey, Store, today};
use crate::track::SourceDocument;
use crate::track::audit::{Tracked, audit, tracked};
use crate::track::identity::{Decided, Words};

pub(crate) fn run(action: &ProgressAction, global: &Global, output: Output) -> Result<Exit, Failure> {
    match action {
        ProgressAction::Template(own) => template(own, global, output),
        ProgressAction::Import(own) => import(own, global, output),
    }
}

fn template(args: &ProgressTemplate, global: &Global, output: Output) -> Result<Exit, Failure> {
    let year = super::fiscal_year(&args.year).filter(|y| (1900..=2200).contains(y));
    let year = year.ok_or_else(|| Failure::wrong_use(t!("error.year", value = args.year)))?;
    let tools = Tools::load(global, output)?;
    let store = open_store(global, Access::Read, output)?;
    let documents = site::all_kept(&store).map_err(|e| Failure::failed(problems::of_store(&e)))?;
    let all: Vec<&SourceDocument> = documents.iter().collect();
    let plans: Vec<Tracked<'_>> = tracked(&all).into_iter().filter(|p| documents::is_named(p, &args.plan)).collect();
    let plan = match &plans[..] {
        [one] => one,
        [] => return Err(Failure::failed(t!("error.no_such_plan", name = args.plan))),
        several => {
            let titles: Vec<String> = several.iter().filter_map(|p| p.editions.last()).map(|e| e.document.title()).collect();
            return Err(Failure::failed(t!("error.several_plans", name = args.plan, plans = titles.join(", "))));
        }
    };
    let told = |e| Failure::failed(problems::of_form(&args.plan, &e));
    let decided = Decided::new(store.decisions());
    let rows = audit(plan, None, Words::new(Some(&tools.tokenizer)).knowing(&decided), &tools.rules).rows;
    let due = due(plan, &rows, year, &tools.rules).map_err(told)?;
    if due.rows.is_empty() {
        return Err(Failure::failed(t!("error.nothing_due", plan = due.title, year = forms::full_year(year))));
    }
    let known: BTreeMap<RowKey, Filled> =
        store.progress().iter().filter_map(|(key, versions)| Some((key.clone(), versions.last()?.row.filled.clone()))).collect();
    let mut lines = Vec::new();
    for request in requests(&due, args.by_owner) {
        let path = path_of(args, &request).map_err(told)?;
        let bytes = write_progress(&request, &known, &tools.rules.ratings.choices(), &today()).map_err(told)?;
        write(&path, &bytes)?;
        lines.push(t!("form_done.written", file = path.display(), rows = request.rows.len()).into_owned());
    }
    lines.push(t!("form_done.next", plan = due.title).into_owned());
    output.summary(&lines.join("\n"))?;
    Ok(Exit::AllWell)
}

/// The file, or with one workbook a section the file in the folder.
fn path_of(args: &ProgressTemplate, request: &Request) -> Result<PathBuf, forms::FormError> {
    let year = short_year(request.year);
    if !args.by_owner {
        return Ok(args.out.clone().unwrap_or_else(|| PathBuf::from(file_name(&format!("{year}_進捗記入票_{}", request.title)))));
    }
    let folder = args.out.clone().unwrap_or_else(|| PathBuf::from(format!("{year}_進捗記入票")));
    Ok(folder.join(file_name(&format!("{year}_進捗記入票_{}", request.section_name()?))))
}

/// A file name without what some system does not take, of a length that every system takes.
fn file_name(stem: &str) -> String {
    let stem: String = stem.chars().map(|c| if c.is_control() || "\\/:*?\"<>|".contains(c) { '・' } else { c }).take(60).collect();
    format!("{}.xlsx", stem.trim())
}

pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let told = |e: std::io::Error| Failure::failed(problems::of_write(path, &e));
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(told)?;
    }
    std::fs::write(path, bytes).map_err(told)
}

/// A workbook that was read.
struct Read {
    path: PathBuf,
    name: String,
    bytes: Vec<u8>,
    form: FilledForm,
}

fn import(args: &ProgressImport, global: &Global, output: Output) -> Result<Exit, Failure> {
    let tools = Tools::load(global, output)?;
    let mut store = open_store(global, Access::Write, output)?;
    if let Some(name) = &args.by {
        store.set_author(name);
    }
    let asked = asked(&store)?;
    let (mut read, mut refused) = (Vec::new(), 0);
    for path in &args.files {
        let bytes = std::fs::read(path)
            .map_err(|e| t!("error.file", file = path.display(), detail = crate::cli::problems::of_system(&e)).into_owned());
        let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let form = bytes.and_then(|bytes| {
            let form = read_progress(&path.display().to_string(), &bytes, &asked, &tools.rules, &today());
            form.map(|form| (bytes, form)).map_err(|e| problems::of_form(&path.display().to_string(), &e))
        });
        match form {
            Ok((bytes, form)) => read.push(Read { path: path.clone(), name, bytes, form }),
            Err(message) => {
                output.error(&message);
                refused += 1;
            }
        }
    }
    let contradicting = contradicting(&read);
    let (mut lines, mut done) = (Vec::new(), 0);
    for one in &read {
        let file = one.path.display();
        tell(one, output);
        if let Some(other) = contradicting.get(&one.path) {
            output.error(&t!("form.contradicting", file = file, other = other));
        }
        if !one.form.is_sound() || contradicting.contains_key(&one.path) {
            output.error(&t!("form_done.refused", file = file));
            refused += 1;
            continue;
        }
        let new = store.take_progress(&one.bytes, &one.name, &one.form.rows, "").map_err(|e| Failure::failed(problems::of_store(&e)))?;
        done += 1;
        lines.push(t!("form_done.taken", file = file, new = new, same = one.form.rows.len() - new, empty = one.form.empty).into_owned());
    }
    output.summary(&lines.join("\n"))?;
    Ok(Exit::of(done, refused))
}

/// Problems of a file, each with sheet and cell.
fn tell(read: &Read, output: Output) {
    for problem in &read.form.problems {
        let line = problems::of_form_problem(&read.path.display().to_string(), problem);
        if problem.refuses { output.error(&line) } else { output.warning(&line) }
    }
}

/// Files of one import that say different things of the same row, each with another one: nobody can tell which is meant.
fn contradicting(read: &[Read]) -> BTreeMap<PathBuf, String> {
    let mut first: BTreeMap<&RowKey, (&Read, &Filled)> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for one in read {
        for row in &one.form.rows {
            match first.get(&row.key) {
                Some((other, filled)) if **filled != row.filled => {
                    let place = format!("{} {}!{}", other.name, row.sheet, row.range);
                    found.insert(one.path.clone(), place.clone());
                    found.insert(other.path.clone(), format!("{} {}!{}", one.name, row.sheet, row.range));
                }
                Some(_) => {}
                None => _ = first.insert(&row.key, (one, &row.filled)),
            }
        }
    }
    found
}

/// The measures of the store by lasting id.
fn asked(store: &Store) -> Result<BTreeMap<String, Vec<Asked>>, Failure> {
    let measures = store.by_type("measure").map_err(|e| Failure::failed(problems::of_store(&e)))?;
    let mut asked: BTreeMap<String, Vec<Asked>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for stored in measures {
        let Body::Measure(measure) = stored.record.body else { continue };
        if seen.insert((stored.record.id.clone(), stored.document.clone())) {
            asked.entry(stored.record.id).or_default().push(Asked {
                plan: stored.document,
                title: measure.title,
                code: measure.code,
                owners: measure.owners,
            });
        }
    }
    Ok(asked)
}
