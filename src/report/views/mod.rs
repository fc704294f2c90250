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

use super::view::Report;

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

/// A report that was asked for and is not yet made: over many plans, all reports at once would fill the memory.
pub struct Task<'m, 'a> {
    material: &'m Material<'a>,
    of: Of,
    plan: Option<&'m Plan<'a>>,
}

impl Task<'_, '_> {
    /// Makes the report; `None` where there is nothing to tell.
    #[must_use]
    pub fn make(&self) -> Option<Report> {
        let mut report = match (self.of, self.plan) {
            (Of::All(make), _) => make(self.material),
            (Of::Plan(make), Some(plan)) => make(self.material, plan),
            (Of::Plan(_), None) => None,
        }?;
        self.material.corrected.mark(&mut report);
        Some(report)
    }
}

/// The reports that were asked for: by kind, then by plan.
#[must_use]
pub fn tasks<'m, 'a>(material: &'m Material<'a>) -> Vec<Task<'m, 'a>> {
    let only = &material.choice.only;
    let wanted = KINDS.iter().filter(|(key, _)| only.is_empty() || only.iter().any(|k| k == key));
    let tasks = wanted.flat_map(|&(_, of)| -> Vec<Task<'m, 'a>> {
        match of {
            Of::All(_) => vec![Task { material, of, plan: None }],
            Of::Plan(_) => material.plans.iter().map(|plan| Task { material, of, plan: Some(plan) }).collect(),
        }
    });
    tasks.collect()
}

#[cfg(test)]
mod comparison_tests;

/// All reports at once, for tests.
#[cfg(test)]
fn reports(material: &Material<'_>) -> Vec<Report> {
    tasks(material).iter().filter_map(Task::make).collect()
}

#[cfg(test)]
mod tests;
