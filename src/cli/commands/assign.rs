//! `shirube assign`: a person says which plan a document belongs to.

use rust_i18n::t;

use crate::cli::args::{Assign, Global, KindWord};
use crate::cli::exit::Exit;
use crate::cli::output::{Failure, Output};
use crate::cli::problems;
use crate::model::{Assignment, PlanKind};
use crate::store::{Access, Found};

pub(crate) fn run(args: &Assign, global: &Global, output: Output) -> Result<Exit, Failure> {
    let told = |e| Failure::failed(problems::of_store(&e));
    let effective =
        args.effective.as_deref().map(|text| super::fiscal_year(text).ok_or_else(|| Failure::wrong_use(t!("error.year", value = text))));
    let trimmed = |text: &Option<String>| text.as_ref().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let assignment = Assignment {
        utility: trimmed(&args.utility),
        plan: trimmed(&args.plan),
        edition: trimmed(&args.edition),
        effective: effective.transpose()?,
        kind: args.kind.map(KindWord::kind),
    };
    if assignment.is_empty() != args.undo {
        return Err(Failure::wrong_use(t!("error.assign_nothing")));
    }
    let mut store = super::open_store(global, Access::Write, output)?;
    let Found::Document(document) = store.find(&args.document).map_err(told)? else {
        return Err(Failure::failed(t!("error.no_such_document", name = args.document)));
    };
    let decided = (!args.undo).then_some(&assignment);
    let changed = store.assign(&document.hash, decided, args.why.as_deref().unwrap_or_default()).map_err(told)?;
    let key = if changed { "decided.assigned" } else { "decided.same" };
    output.summary(&crate::cli::messages::fill(&crate::cli::messages::text(key), &[("name", &document.name)]))?;
    Ok(Exit::AllWell)
}

impl KindWord {
    fn kind(self) -> PlanKind {
        match self {
            Self::Vision => PlanKind::Vision,
            Self::Strategy => PlanKind::Strategy,
            Self::ActionPlan => PlanKind::ActionPlan,
            Self::ProgressReport => PlanKind::ProgressReport,
            Self::Proposal => PlanKind::Proposal,
        }
    }
}
