//! The reports: one file each, from tracked plans to a [`Report`].

mod annual;
mod comparison;
mod delays;
mod dictionary;
mod dossier;
mod duties;
mod gantt;
mod history;
mod indicators;
mod material;
mod money;
mod nothing;
mod outline;
mod peers;
mod progress;
mod revision;
mod sections;
mod state;
mod target;
mod themes;
mod tree;
mod yearly;

pub use revision::between;

pub use material::{Choice, Material, Plan};

use super::view::{Report, mark_corrected};

/// How a report is made.
#[derive(Clone, Copy)]
enum Of {
    /// Once for each plan; `None` where the plan has nothing to tell.
    Plan(fn(&Material<'_>, &Plan<'_>) -> Option<Report>),
    /// Once over all plans.
    All(fn(&Material<'_>) -> Option<Report>),
}

/// All reports by key, in the order in which they are listed.
const KINDS: [(&str, Of); 18] = [
    ("progress", Of::Plan(progress::report)),
    ("delays", Of::Plan(delays::report)),
    ("sections", Of::Plan(sections::report)),
    ("indicators", Of::Plan(indicators::report)),
    ("yearly", Of::Plan(yearly::report)),
    ("revision", Of::Plan(revision::report)),
    ("comparison_table", Of::All(comparison::report)),
    ("peers", Of::Plan(peers::report)),
    ("themes", Of::All(themes::report)),
    ("gantt", Of::Plan(gantt::report)),
    ("money", Of::Plan(money::report)),
    ("dossier", Of::Plan(dossier::report)),
    ("outline", Of::Plan(outline::report)),
    ("tree", Of::Plan(tree::report)),
    ("annual", Of::Plan(annual::report)),
    ("duties", Of::Plan(duties::report)),
    ("history", Of::Plan(history::report)),
    ("dictionary", Of::All(dictionary::report)),
];

/// The keys of all reports.
#[must_use]
pub fn keys() -> Vec<&'static str> {
    KINDS.iter().map(|(key, _)| *key).collect()
}

/// The reports that were asked for: by kind, then by plan.
#[must_use]
pub fn reports(material: &Material<'_>) -> Vec<Report> {
    let mut all = Vec::new();
    for (key, of) in KINDS {
        if !material.choice.only.is_empty() && !material.choice.only.iter().any(|k| k == key) {
            continue;
        }
        match of {
            Of::All(make) => all.extend(make(material)),
            Of::Plan(make) => all.extend(material.plans.iter().filter_map(|plan| make(material, plan))),
        }
    }
    for report in &mut all {
        mark_corrected(report, material.documents);
    }
    all
}

#[cfg(test)]
mod comparison_tests;
#[cfg(test)]
mod tests;
