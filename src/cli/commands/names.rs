//! `shirube utilities` and `shirube aliases`: tables of names that staff keep as CSV.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use rust_i18n::t;

use crate::cli::args::{Global, Names, NamesAction};
use crate::cli::columns::lay_out;
use crate::cli::exit::Exit;
use crate::cli::messages::{fill, text};
use crate::cli::output::{Failure, Output};
use crate::cli::{pipeline, problems};
use crate::model::{Alias, AliasKind, Utility};
use crate::store::Access;
use crate::track::{NameTableError, peer_group, read_aliases, read_peers, read_utilities};

/// `shirube utilities`.
pub(crate) fn utilities(args: &Names, global: &Global, output: Output) -> Result<Exit, Failure> {
    match &args.action {
        NamesAction::List => list_utilities(global, output),
        NamesAction::Import(own) => {
            let table = read_utilities(&bytes(&own.file)?).map_err(|e| refused(&own.file, &e))?;
            let count = table.len();
            let mut store = super::open_store(global, Access::Write, output)?;
            let changed = store.set_utilities(table, &own.file.display().to_string());
            done(changed.map_err(|e| Failure::failed(problems::of_store(&e)))?, count, output)
        }
    }
}

/// `shirube aliases`.
pub(crate) fn aliases(args: &Names, global: &Global, output: Output) -> Result<Exit, Failure> {
    match &args.action {
        NamesAction::List => list_aliases(global, output),
        NamesAction::Import(own) => {
            let table = read_aliases(&bytes(&own.file)?).map_err(|e| refused(&own.file, &e))?;
            let count = table.len();
            let mut store = super::open_store(global, Access::Write, output)?;
            let changed = store.set_aliases(table, &own.file.display().to_string());
            done(changed.map_err(|e| Failure::failed(problems::of_store(&e)))?, count, output)
        }
    }
}

/// Groups of utilities from a file.
pub(crate) fn peers(file: &Path) -> Result<Vec<(String, Vec<String>)>, Failure> {
    read_peers(&bytes(file)?).map_err(|e| refused(file, &e))
}

fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file)
        .map_err(|e| Failure::failed(t!("error.names_file", file = file.display(), detail = crate::cli::problems::of_system(&e))))
}

/// Nothing is taken in where one row cannot be.
fn refused(file: &Path, error: &NameTableError) -> Failure {
    let words = fill(&text(&format!("names.{}", error.code)), &[("detail", &error.detail)]);
    Failure::failed(t!("error.names_row", file = file.display(), line = error.line, detail = words))
}

fn done(changed: bool, count: usize, output: Output) -> Result<Exit, Failure> {
    let key = if changed { "decided.table" } else { "decided.table_same" };
    output.summary(&fill(&text(key), &[("count", &count.to_string())]))?;
    Ok(Exit::AllWell)
}

fn list_utilities(global: &Global, output: Output) -> Result<Exit, Failure> {
    let rules = pipeline::load_rules(global, output)?;
    let store = super::open_store(global, Access::Read, output)?;
    let heads = ["names.code", "names.prefecture", "names.name", "names.aliases", "names.population", "names.peers"];
    let mut rows = vec![heads.map(text).to_vec()];
    let row = |u: &Utility| {
        let latest = u.population.iter().next_back();
        let people = latest.map(|(year, people)| format!("{people} ({year})")).unwrap_or_default();
        let group = latest.and_then(|(year, _)| peer_group(u, *year, &rules));
        let group = group.map(|g| format!("{}-{}", g.from, g.below.map(|b| (b - 1).to_string()).unwrap_or_default()));
        vec![u.code.clone(), u.prefecture.clone(), u.name.clone(), u.aliases.join(" "), people, group.unwrap_or_default()]
    };
    rows.extend(store.decisions().utilities.iter().map(row));
    output.results(|out| writeln!(out, "{}", lay_out(&rows)))?;
    Ok(Exit::AllWell)
}

fn list_aliases(global: &Global, output: Output) -> Result<Exit, Failure> {
    let store = super::open_store(global, Access::Read, output)?;
    let words = BTreeMap::from([(AliasKind::Section, text("names.section")), (AliasKind::Indicator, text("names.indicator"))]);
    let mut rows = vec![["names.kind", "names.old", "names.new"].map(text).to_vec()];
    let row = |a: &Alias| vec![words[&a.kind].clone(), a.old.clone(), a.new.clone()];
    rows.extend(store.decisions().aliases.iter().map(row));
    output.results(|out| writeln!(out, "{}", lay_out(&rows)))?;
    Ok(Exit::AllWell)
}
