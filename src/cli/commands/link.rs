//! `shirube link`: a person says that two measures are one, or are not.

use rust_i18n::t;

use crate::cli::args::{Global, Link};
use crate::cli::exit::Exit;
use crate::cli::messages::{fill, text};
use crate::cli::output::{Failure, Output};
use crate::cli::problems;
use crate::model::{Body, Tie};
use crate::store::{Access, Found, Store};

pub(crate) fn run(args: &Link, global: &Global, output: Output) -> Result<Exit, Failure> {
    let mut store = super::open_store(global, Access::Write, output)?;
    let (old, new) = (measure(&store, &args.old)?, measure(&store, &args.new)?);
    if old.id == new.id {
        return Err(Failure::wrong_use(t!("error.link_itself", id = old.id)));
    }
    let tie = match (args.apart, args.undo) {
        (_, true) => None,
        (true, false) => Some(Tie::Different),
        (false, false) => Some(Tie::Same),
    };
    let changed = store.link(&old.id, &new.id, tie, args.why.as_deref().unwrap_or_default());
    let changed = changed.map_err(|e| Failure::failed(problems::of_store(&e)))?;
    let key = match (changed, tie) {
        (false, _) => "decided.link_same",
        (true, Some(Tie::Same)) => "decided.linked",
        (true, Some(Tie::Different)) => "decided.apart",
        (true, None) => "decided.unlinked",
    };
    output.summary(&fill(&text(key), &[("old", &old.shown), ("new", &new.shown)]))?;
    Ok(Exit::AllWell)
}

struct Named {
    id: String,
    /// Id and title.
    shown: String,
}

/// The measure with this id, or with these first characters of it.
fn measure(store: &Store, id: &str) -> Result<Named, Failure> {
    let found = store.find(id).map_err(|e| Failure::failed(problems::of_store(&e)))?;
    let records = if let Found::Records(records) = found { records } else { Vec::new() };
    let named = records.into_iter().find_map(|r| match r.record.body {
        Body::Measure(m) => Some(Named { shown: format!("{} {}", r.record.id, m.title), id: r.record.id }),
        _ => None,
    });
    named.ok_or_else(|| Failure::failed(t!("error.no_measure", id = id)))
}
