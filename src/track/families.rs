//! Documents sorted into utilities and plan families: the editions of one plan with the progress reports beside it.

use serde::Serialize;

use super::SourceDocument;
use super::titles::{plan_core, shared_part, squash};
use crate::model::{DocumentRecord, PlanKind};

/// How much of a title's core two editions of one plan must share.
const EDITION_SHARED: f64 = 0.75;
/// The same for a report and its plan; the report's title says more beside it.
const REPORT_SHARED: f64 = 0.6;

/// One plan: its editions and its progress reports. Members are document indices.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Family {
    /// Name of the utility, "" where none was found.
    pub utility: String,
    /// Title of the newest edition (of the newest report, where there is no edition).
    pub title: String,
    /// Editions from the oldest to the newest.
    pub editions: Vec<usize>,
    /// Progress reports by the year they report on.
    pub reports: Vec<usize>,
}

impl Family {
    /// The edition in force: the newest one.
    #[must_use]
    pub fn current(&self) -> Option<usize> {
        self.editions.last().copied()
    }

    /// All members: editions, then reports.
    pub fn members(&self) -> impl Iterator<Item = usize> + '_ {
        self.editions.iter().chain(&self.reports).copied()
    }
}

/// The name of the utility that a document belongs to: the utility, else the organisation that wrote it, else "".
#[must_use]
pub fn utility_of(facts: &DocumentRecord) -> String {
    facts.utility.clone().or_else(|| facts.organisation.clone()).unwrap_or_default()
}

/// Sorts documents into families, ordered by utility and title.
#[must_use]
pub fn families(documents: &[&SourceDocument]) -> Vec<Family> {
    let facts: Vec<DocumentRecord> = documents.iter().map(|d| d.facts()).collect();
    let is_report = |i: &usize| facts[*i].kind == Some(PlanKind::ProgressReport);
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|&i| (age(&facts[i]), documents[i].file.clone(), i));

    let mut families: Vec<Family> = Vec::new();
    for &i in order.iter().filter(|i| !is_report(i)) {
        match families.iter_mut().find(|f| is_edition(documents, &facts, i, f)) {
            Some(family) => family.editions.push(i),
            None => families.push(family_of(documents, &facts, i)),
        }
    }
    for &i in order.iter().filter(|i| is_report(i)) {
        let followed = families.iter().position(|f| f.editions.iter().any(|&e| documents[i].follows.as_ref() == Some(&documents[e].hash)));
        match followed.or_else(|| best_plan(documents, &facts, i, &families)) {
            Some(n) => families[n].reports.push(i),
            None => families.push(family_of(documents, &facts, i)),
        }
    }
    for family in &mut families {
        family.reports.sort_by_key(|&i| (facts[i].period_from, facts[i].period_to, i));
        if let Some(&i) = family.editions.last().or(family.reports.last()) {
            family.title = documents[i].title();
        }
    }
    families.sort_by_key(|f| (f.utility.is_empty(), f.utility.clone(), f.title.clone(), f.members().min()));
    families
}

fn family_of(documents: &[&SourceDocument], facts: &[DocumentRecord], i: usize) -> Family {
    let report = facts[i].kind == Some(PlanKind::ProgressReport);
    let (editions, reports) = if report { (vec![], vec![i]) } else { (vec![i], vec![]) };
    Family { utility: utility_of(&facts[i]), title: documents[i].title(), editions, reports }
}

/// The latest printed date, else the start of the plan: what orders editions.
fn age(facts: &DocumentRecord) -> (i32, u8, i32) {
    let latest = facts.revisions.iter().map(|r| (r.year.unwrap_or(0), r.month.unwrap_or(0))).max();
    let (year, month) = latest.unwrap_or((facts.period_from.unwrap_or(0), 0));
    (year, month, facts.period_from.unwrap_or(0))
}

fn same_utility(a: &str, b: &str) -> bool {
    !a.is_empty() && squash(a) == squash(b)
}

/// Whether document `i` is a further edition of the family's plan: same utility and kind, much the same title, periods that overlap.
fn is_edition(documents: &[&SourceDocument], facts: &[DocumentRecord], i: usize, family: &Family) -> bool {
    let Some(&other) = family.editions.last() else { return false };
    let utility = utility_of(&facts[i]);
    same_utility(&utility, &family.utility)
        && (facts[i].kind.is_none() || facts[other].kind.is_none() || facts[i].kind == facts[other].kind)
        && periods_meet(&facts[i], &facts[other])
        && title_part(documents, i, other, &utility) >= EDITION_SHARED
}

/// The family whose plan a report follows up: same utility, the most alike title, the years inside the plan's.
fn best_plan(documents: &[&SourceDocument], facts: &[DocumentRecord], i: usize, families: &[Family]) -> Option<usize> {
    let utility = utility_of(&facts[i]);
    let mut best: Option<(f64, usize)> = None;
    for (n, family) in families.iter().enumerate() {
        let Some(plan) = family.current() else {
            // A family of reports alone takes further reports of the same title.
            let kin = family.reports.iter().any(|&r| title_part(documents, i, r, &utility) >= EDITION_SHARED);
            if same_utility(&utility, &family.utility) && kin && best.is_none() {
                best = Some((REPORT_SHARED, n));
            }
            continue;
        };
        if !same_utility(&utility, &family.utility) || !periods_meet(&facts[i], &facts[plan]) {
            continue;
        }
        let part = title_part(documents, i, plan, &utility);
        if part >= REPORT_SHARED && best.is_none_or(|(b, _)| part > b) {
            best = Some((part, n));
        }
    }
    best.map(|(_, n)| n)
}

fn title_part(documents: &[&SourceDocument], i: usize, other: usize, utility: &str) -> f64 {
    shared_part(&plan_core(&documents[i].title(), utility), &plan_core(&documents[other].title(), utility))
}

/// Whether two periods overlap; an unknown period meets every other.
fn periods_meet(a: &DocumentRecord, b: &DocumentRecord) -> bool {
    let (Some(a0), Some(b0)) = (a.period_from, b.period_from) else { return true };
    let (a1, b1) = (a.period_to.unwrap_or(a0), b.period_to.unwrap_or(b0));
    a0 <= b1 && b0 <= a1
}
