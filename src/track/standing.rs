//! Which plan each document belongs to, as which edition or report, in which years an edition is in force, and why it is thought so.

use serde::Serialize;

use super::audit::{effective, in_order, published};
use super::edition::Edition;
use super::families::{Family, plan_families};
use super::{Day, SourceDocument};
use crate::rules::Rules;

/// A plan with its documents.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanStanding {
    /// The utility, "" where none was found.
    pub utility: String,
    /// Name of the plan.
    pub plan: String,
    /// Editions from the oldest to the newest, then reports by year.
    pub documents: Vec<Standing>,
}

/// Whether a document lays down the plan or reports on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// An edition.
    Edition,
    /// A report.
    Report,
}

/// Where one document stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// Edition or report.
    pub part: Part,
    /// Hash of the document.
    pub document: String,
    /// Its label: the stem of its file name.
    pub name: String,
    /// The edition's label as people said, else its last date with the printed word (2024-03 改定); "" where it prints none.
    pub edition: String,
    /// Fiscal years of the plan, or that a report covers.
    pub period: Option<(i32, i32)>,
    /// When it came out: a report's printed date, else the end of its last year; an edition's printed date.
    pub published: Option<Day>,
    /// First fiscal year of an edition.
    pub effective: Option<i32>,
    /// Fiscal years in which it is the edition in force; the end is open for the newest one. `None` where a later edition took its
    /// place before it held, and for reports.
    pub in_force: Option<(Option<i32>, Option<i32>)>,
    /// How much of the titles' cores is shared with the plan, 0..1.
    pub title: Option<f64>,
    /// Why it stands here, see [`Placed`](super::Placed).
    pub reasons: Vec<&'static str>,
}

/// Where all documents stand, by utility and plan.
#[must_use]
pub fn standings(documents: &[&SourceDocument], rules: &Rules) -> Vec<PlanStanding> {
    plan_families(documents).iter().map(|family| of_family(documents, family, rules)).collect()
}

fn of_family(documents: &[&SourceDocument], family: &Family, rules: &Rules) -> PlanStanding {
    let edition = |&i: &usize| Edition::new(documents[i]);
    let editions = in_order(family.editions.iter().map(edition).collect());
    let reports = in_order(family.reports.iter().map(edition).collect());
    let starts: Vec<Option<i32>> = editions.iter().map(|e| effective(e, rules)).collect();
    let mut all: Vec<Standing> = Vec::new();
    for (place, edition) in editions.iter().enumerate() {
        let mut own = standing(documents, family, edition, Part::Edition);
        own.published = edition.dated().map(|(year, month)| Day { year, month });
        own.effective = starts[place];
        own.in_force = in_force(&starts, place);
        all.push(own);
    }
    for report in &reports {
        let mut own = standing(documents, family, report, Part::Report);
        own.published = published(report);
        all.push(own);
    }
    PlanStanding { utility: family.utility.clone(), plan: family.title.clone(), documents: all }
}

fn standing(documents: &[&SourceDocument], family: &Family, edition: &Edition<'_>, part: Part) -> Standing {
    let placed = family.placed.iter().find(|p| std::ptr::eq(documents[p.document], edition.document));
    Standing {
        part,
        document: edition.document.hash.clone(),
        name: edition.name.clone(),
        edition: edition.label(),
        period: edition.facts.period_from.map(|from| (from, edition.facts.period_to.unwrap_or(from))),
        published: None,
        effective: None,
        in_force: None,
        title: placed.and_then(|p| p.title),
        reasons: placed.map(|p| p.reasons.clone()).unwrap_or_default(),
    }
}

/// From its own first year to the year before the next edition's; the first edition also stands in for the years before it.
fn in_force(starts: &[Option<i32>], place: usize) -> Option<(Option<i32>, Option<i32>)> {
    let last = starts[place + 1..].iter().flatten().min().map(|next| next - 1);
    match (starts[place], last) {
        (Some(from), Some(to)) if to < from => None,
        (from, to) => Some((from, to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Assignment, Decisions};
    use crate::track::testing::{plan, report};

    #[test]
    fn the_years_in_force_follow_from_dates_and_from_what_people_said() {
        let years = |second: Option<i32>| {
            let decided = Assignment { effective: second, edition: second.map(|_| "第2版".into()), ..Assignment::default() };
            let decisions = Decisions { assignments: [("p2".to_owned(), decided)].into(), ..Decisions::default() };
            let documents = [plan("p1", 2023, 3).done(), plan("p2", 2024, 10).done().decided(&decisions), report("r", 2023).done()];
            let found = standings(&documents.iter().collect::<Vec<_>>(), Rules::embedded());
            assert_eq!(found.len(), 1);
            found[0].documents.iter().map(|d| (d.name.clone(), d.edition.clone(), d.in_force)).collect::<Vec<_>>()
        };
        let found = years(None);
        assert_eq!(found[0], ("p1".into(), "2023-03 策定".into(), Some((Some(2023), Some(2023)))));
        assert_eq!(found[1].2, Some((Some(2024), None)));
        assert_eq!(found[2], ("r".into(), "2024-06 策定".into(), None));
        let decided = years(Some(2025));
        assert_eq!(decided[0].2, Some((Some(2023), Some(2024))));
        assert_eq!((decided[1].1.as_str(), decided[1].2), ("第2版", Some((Some(2025), None))));
    }

    #[test]
    fn an_edition_that_never_held_has_no_years() {
        assert_eq!(in_force(&[Some(2023), Some(2023)], 0), None);
        assert_eq!(in_force(&[None, Some(2023)], 0), Some((None, Some(2022))));
    }
}
