//! `shirube report`: reports of everything in the store.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use rust_i18n::t;

use crate::cli::args::{Global, Report};
use crate::cli::columns::lay_out;
use crate::cli::commands::open_store;
use crate::cli::exit::Exit;
use crate::cli::messages::text;
use crate::cli::output::{Failure, Output};
use crate::cli::pipeline::Tools;
use crate::cli::{problems, site};
use crate::model::Theme;
use crate::report::views::{self, Choice};
use crate::store::{Access, Store};
use crate::track::{PeersBy, SourceDocument, squash, utility_of};

pub(crate) fn run(args: &Report, global: &Global, output: Output) -> Result<Exit, Failure> {
    if args.list {
        return list(output);
    }
    let choice = choice(args)?;
    let tools = Tools::load(global, output)?;
    let mut store = open_store(global, Access::Write, output)?;
    let (documents, failed) = stored_documents(&store);
    if documents.is_empty() && failed.is_empty() {
        return Err(Failure::failed(t!("error.empty_store", file = global.store.display())));
    }
    known(&choice, &documents)?;
    let done = documents.len();
    let site = site::write(&store, documents, Vec::new(), (&args.out, &args.look, global), (choice, &tools), output)?;
    site::note(&mut store, &args.out, &site)?;
    output.summary(&site::summary(&args.out, &site))?;
    Ok(super::tell_problems(&[], &failed, done, output).max(site::tell_failed(&site, output)))
}

/// The keys of all reports with their titles.
fn list(output: Output) -> Result<Exit, Failure> {
    let rows: Vec<Vec<String>> = views::keys().into_iter().map(|key| vec![key.to_owned(), text(&format!("report_title.{key}"))]).collect();
    output.results(|out| writeln!(out, "{}", lay_out(&rows)))?;
    Ok(Exit::AllWell)
}

/// Says which theme or utility was asked for that there is not: a site without it would look as if it had nothing to tell.
fn known(choice: &Choice, documents: &[SourceDocument]) -> Result<(), Failure> {
    let themes: Vec<(&str, String)> = Theme::ALL.iter().map(|t| (t.word(), text(&format!("theme.{}", t.word())))).collect();
    if let Some(asked) = choice.theme.as_ref().map(|t| t.to_lowercase())
        && !themes.iter().any(|(key, name)| *key == asked || name.to_lowercase().contains(&asked))
    {
        let known: Vec<&str> = themes.iter().map(|(_, name)| name.as_str()).collect();
        return Err(Failure::wrong_use(t!("error.no_such_theme", name = asked, known = known.join(&t!("summary.comma")))));
    }
    let utilities: BTreeSet<String> = documents.iter().map(|d| utility_of(&d.facts())).filter(|u| !u.is_empty()).collect();
    let named: Vec<&String> = match &choice.peers {
        PeersBy::Named(groups) => groups.iter().filter(|(group, _)| group.is_empty()).flat_map(|(_, names)| names).collect(),
        _ => Vec::new(),
    };
    let stored = |asked: &String| utilities.iter().any(|u| squash(u).contains(&squash(asked)));
    if let Some(asked) = choice.utility.iter().chain(named).find(|asked| !stored(asked)) {
        let known: Vec<String> = utilities.into_iter().collect();
        return Err(Failure::wrong_use(t!("error.no_such_utility", name = asked, known = known.join(&t!("summary.comma")))));
    }
    Ok(())
}

/// What the options ask for.
fn choice(args: &Report) -> Result<Choice, Failure> {
    let known = views::keys();
    if let Some(wrong) = args.only.iter().find(|k| !known.contains(&k.as_str())) {
        return Err(Failure::wrong_use(t!("error.no_such_report", name = wrong, known = known.join(", "))));
    }
    let day = args.as_of.as_deref().map(super::audit::day).transpose()?;
    let year = args.year.as_deref().map(fiscal_year).transpose()?;
    let peers = args.peers.as_deref().map(peers).transpose()?.unwrap_or_default();
    Ok(Choice { only: args.only.clone(), utility: args.utility.clone(), year, theme: args.theme.clone(), as_of: day, peers })
}

/// Who is compared with whom: `population`, `all`, a file with a list, or names.
fn peers(text: &str) -> Result<PeersBy, Failure> {
    let file = Path::new(text);
    match text {
        "population" => Ok(PeersBy::Population),
        "all" => Ok(PeersBy::All),
        _ if file.is_file() || matches!(file.extension().and_then(|e| e.to_str()), Some("csv" | "txt")) => {
            super::names::peers(file).map(PeersBy::Named)
        }
        _ => {
            let names = text.split([',', '、', '，', ';', '；']).map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
            Ok(PeersBy::Named(vec![(String::new(), names.collect())]))
        }
    }
}

/// A fiscal year as people write it: R6, 2024, 令和6年度.
fn fiscal_year(text: &str) -> Result<i32, Failure> {
    super::fiscal_year(text).ok_or_else(|| Failure::wrong_use(t!("error.as_of", value = text)))
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
