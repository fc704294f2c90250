//! `shirube rules check|list`; `rules suggest` has a file of its own.

use rust_i18n::t;
use std::io::Write;

use crate::cli::args::{Global, RulesAction};
use crate::cli::columns::lay_out;
use crate::cli::exit::Exit;
use crate::cli::output::{Failure, Output};
use crate::cli::{pipeline, problems};
use crate::rules::{self, Rules};

pub(crate) fn run(action: &RulesAction, global: &Global, output: Output) -> Result<Exit, Failure> {
    match action {
        RulesAction::Check => check(global, output),
        RulesAction::List => list(global, output),
        RulesAction::Suggest(own) => super::suggest::run(own, global, output),
    }
}

/// Tells every mistake, not only the first.
fn check(global: &Global, output: Output) -> Result<Exit, Failure> {
    let mistakes = global.rules.as_deref().map(rules::check).unwrap_or_default();
    for mistake in &mistakes {
        output.error(&problems::of_rules(mistake));
    }
    if mistakes.is_empty() {
        let rules = pipeline::load_rules(global, output)?;
        let words: usize = rules.list().iter().map(|count| count.words).sum();
        output.summary(&t!("rules_done.good", files = files(&rules), words = words))?;
        return Ok(Exit::AllWell);
    }
    output.summary(&t!("rules_done.mistakes", count = mistakes.len()))?;
    Ok(Exit::WrongUse)
}

fn files(rules: &Rules) -> usize {
    rules.list().iter().map(|count| count.file.as_str()).collect::<std::collections::BTreeSet<_>>().len()
}

fn list(global: &Global, output: Output) -> Result<Exit, Failure> {
    let rules = pipeline::load_rules(global, output)?;
    let heads = [t!("rules_done.file"), t!("rules_done.key"), t!("rules_done.words")];
    let mut rows = vec![heads.map(std::borrow::Cow::into_owned).to_vec()];
    rows.extend(rules.list().iter().map(|count| vec![count.file.clone(), count.key.clone(), count.words.to_string()]));
    output.results(|out| writeln!(out, "{}", lay_out(&rows)))?;
    Ok(Exit::AllWell)
}
