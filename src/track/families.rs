//! Documents sorted into utilities and plan families: the editions of one plan with the progress reports beside it.
//!
//! What people decided stands first: documents of one utility with the same assigned plan are one family. The rest is recognised by
//! utility, kind, title and period, and each document says why it stands where it stands.

use serde::Serialize;

use super::SourceDocument;
use super::titles::{plan_core, shared_part, squash};
use crate::model::{DocumentRecord, PlanKind};

/// How much of a title's core two editions of one plan must share.
const EDITION_SHARED: f64 = 0.75;
/// The same for a report and its plan; the report's title says more beside it.
const REPORT_SHARED: f64 = 0.6;

/// One plan: its editions and its progress reports. Members are document indices.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Family {
    /// Name of the utility, "" where none was found.
    pub utility: String,
    /// Name of the plan as people said, else the title of the newest edition (of the newest report, where there is no edition).
    pub title: String,
    /// Editions from the oldest to the newest.
    pub editions: Vec<usize>,
    /// Progress reports by the year they report on.
    pub reports: Vec<usize>,
    /// Why each member stands here, in the order in which they were placed.
    pub placed: Vec<Placed>,
}

/// Why a document stands in its family.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Placed {
    /// Index of the document.
    pub document: usize,
    /// How much of the titles' cores is shared with the family, 0..1; `None` where titles were not compared.
    pub title: Option<f64>,
    /// Codes: `assigned_plan`, `assigned_utility`, `assigned_kind`, `assigned_effective`, `utility_listed`, `utility_unknown`,
    /// `same_utility`, `same_title`, `alike_title`, `periods_overlap`, `period_unknown`, `first_edition`, `report_without_plan`,
    /// `only_plan`, `form_of_plan`.
    pub reasons: Vec<&'static str>,
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

    /// Why a member stands here.
    #[must_use]
    pub fn because(&self, document: usize) -> Option<&Placed> {
        self.placed.iter().find(|p| p.document == document)
    }
}

/// The name of the utility that a document belongs to: the utility, else the organisation that wrote it, else "".
#[must_use]
pub fn utility_of(facts: &DocumentRecord) -> String {
    facts.utility.clone().or_else(|| facts.organisation.clone()).unwrap_or_default()
}

/// Sorts documents into families, ordered by utility and title. Does not depend on the documents' order.
#[must_use]
pub fn families(documents: &[&SourceDocument]) -> Vec<Family> {
    let all = Documents { documents, facts: documents.iter().map(|d| d.facts()).collect() };
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|&i| (all.age(i), documents[i].file.clone(), documents[i].hash.clone()));

    let mut families: Vec<Family> = Vec::new();
    for &i in order.iter().filter(|i| !all.is_report(**i)) {
        let found = families.iter().enumerate().find_map(|(n, f)| Some((n, all.as_edition(i, f)?)));
        let (n, why) = found.unwrap_or_else(|| all.open(&mut families, i));
        families[n].editions.push(i);
        families[n].placed.push(why);
    }
    for &i in order.iter().filter(|i| all.is_report(**i)) {
        let (n, why) = all.as_report(i, &families).unwrap_or_else(|| all.open(&mut families, i));
        families[n].reports.push(i);
        families[n].placed.push(why);
    }
    for family in &mut families {
        family.reports.sort_by_key(|&i| (all.facts[i].period_from, all.facts[i].period_to, all.age(i), documents[i].hash.clone()));
        let named = family.members().filter_map(|i| documents[i].assignment.plan.clone()).last();
        let newest = family.editions.last().or(family.reports.last());
        family.title = named.or_else(|| newest.map(|&i| documents[i].title())).unwrap_or_default();
    }
    families
        .sort_by_key(|f| (f.utility.is_empty(), f.utility.clone(), f.title.clone(), f.members().map(|i| documents[i].hash.clone()).min()));
    families
}

/// Families for tracking: where there is one plan only, every report belongs to it.
#[must_use]
pub fn plan_families(documents: &[&SourceDocument]) -> Vec<Family> {
    let mut families = families(documents);
    let plans: Vec<usize> = (0..families.len()).filter(|n| !families[*n].editions.is_empty()).collect();
    if let [only] = plans[..] {
        let (strays, mut rest): (Vec<Family>, Vec<Family>) =
            std::mem::take(&mut families).into_iter().enumerate().fold((Vec::new(), Vec::new()), |(mut strays, mut rest), (n, family)| {
                // A report that people gave to another plan stays there.
                let free = family.placed.iter().all(|p| !p.reasons.contains(&"assigned_plan"));
                if n != only && free {
                    strays.push(family)
                } else {
                    rest.push(family)
                };
                (strays, rest)
            });
        if let Some(plan) = rest.iter_mut().find(|f| !f.editions.is_empty()) {
            for stray in strays {
                plan.reports.extend(stray.reports);
                plan.placed.extend(stray.placed.into_iter().map(|mut why| {
                    why.reasons.retain(|r| *r != "report_without_plan");
                    why.reasons.push("only_plan");
                    why
                }));
            }
        }
        families = rest;
    }
    families
}

/// The documents with their facts.
struct Documents<'a> {
    documents: &'a [&'a SourceDocument],
    facts: Vec<DocumentRecord>,
}

impl Documents<'_> {
    fn is_report(&self, i: usize) -> bool {
        self.facts[i].kind == Some(PlanKind::ProgressReport)
    }

    /// What orders editions: the year and month in which people said it takes effect, else the latest printed date, else the start of
    /// the plan.
    fn age(&self, i: usize) -> (i32, u8, i32) {
        let facts = &self.facts[i];
        let latest = facts.revisions.iter().map(|r| (r.year.unwrap_or(0), r.month.unwrap_or(0))).max();
        let decided = self.documents[i].assignment.effective.map(|year| (year, 4));
        let (year, month) = decided.or(latest).unwrap_or((facts.period_from.unwrap_or(0), 0));
        (year, month, facts.period_from.unwrap_or(0))
    }

    fn utility(&self, i: usize) -> String {
        utility_of(&self.facts[i])
    }

    /// A new family for document `i`, with its place.
    fn open(&self, families: &mut Vec<Family>, i: usize) -> (usize, Placed) {
        families.push(Family { utility: self.utility(i), title: self.documents[i].plan_name(), ..Family::default() });
        let alone = if self.is_report(i) { "report_without_plan" } else { "first_edition" };
        (families.len() - 1, self.placed(i, None, &[alone]))
    }

    fn placed(&self, i: usize, title: Option<f64>, reasons: &[&'static str]) -> Placed {
        let (own, document) = (&self.documents[i].assignment, self.documents[i]);
        let decided = [
            (own.plan.is_some(), "assigned_plan"),
            (own.utility.is_some(), "assigned_utility"),
            (own.kind.is_some(), "assigned_kind"),
            (own.effective.is_some(), "assigned_effective"),
            (document.utility.is_some() && own.utility.is_none(), "utility_listed"),
            (self.utility(i).is_empty(), "utility_unknown"),
        ];
        let mut all: Vec<&'static str> = decided.iter().filter(|(holds, _)| *holds).map(|(_, reason)| *reason).collect();
        all.extend(reasons);
        all.extend(title.map(|t| if t >= 1.0 { "same_title" } else { "alike_title" }));
        Placed { document: i, title: title.map(|t| (t * 1000.0).round() / 1000.0), reasons: all }
    }

    /// Whether document `i` is a further edition of the family's plan: the plan that people named, else same utility and kind, much
    /// the same title, periods that overlap.
    fn as_edition(&self, i: usize, family: &Family) -> Option<Placed> {
        let &other = family.editions.last()?;
        if !same_utility(&self.utility(i), &family.utility) {
            return None;
        }
        if let Some(decided) = self.decided(i, family) {
            return decided.then(|| self.placed(i, None, &["same_utility"]));
        }
        let (own, theirs) = (&self.facts[i], &self.facts[other]);
        let kinds = own.kind.is_none() || theirs.kind.is_none() || own.kind == theirs.kind;
        let meet = periods_meet(own, theirs).filter(|_| kinds)?;
        let part = self.title_part(i, other);
        (part >= EDITION_SHARED).then(|| self.placed(i, Some(part), &["same_utility", meet]))
    }

    /// The family whose plan a report follows up: the plan that people named, else same utility, the most alike title, the years
    /// inside the plan's.
    fn as_report(&self, i: usize, families: &[Family]) -> Option<(usize, Placed)> {
        let followed = |f: &Family| f.editions.iter().any(|&e| self.documents[i].follows.as_ref() == Some(&self.documents[e].hash));
        if let Some(n) = families.iter().position(followed) {
            return Some((n, self.placed(i, None, &["form_of_plan"])));
        }
        let mut best: Option<(f64, usize, Placed)> = None;
        for (n, family) in families.iter().enumerate().filter(|(_, f)| same_utility(&self.utility(i), &f.utility)) {
            if let Some(decided) = self.decided(i, family) {
                if decided {
                    return Some((n, self.placed(i, None, &["same_utility"])));
                }
                continue;
            }
            let Some(plan) = family.current() else {
                // A family of reports alone takes further reports of the same title.
                let kin = family.reports.iter().map(|&r| self.title_part(i, r)).find(|part| *part >= EDITION_SHARED);
                if let Some(part) = kin.filter(|_| best.is_none()) {
                    best = Some((REPORT_SHARED, n, self.placed(i, Some(part), &["same_utility", "report_without_plan"])));
                }
                continue;
            };
            let Some(meet) = periods_meet(&self.facts[i], &self.facts[plan]) else { continue };
            let part = self.title_part(i, plan);
            if part >= REPORT_SHARED && best.as_ref().is_none_or(|(b, ..)| part > *b) {
                best = Some((part, n, self.placed(i, Some(part), &["same_utility", meet])));
            }
        }
        best.map(|(_, n, why)| (n, why))
    }

    /// What people's words say: whether the document belongs to the family, `None` where they said nothing of it.
    fn decided(&self, i: usize, family: &Family) -> Option<bool> {
        let name = squash(self.documents[i].assignment.plan.as_deref()?);
        let names = family.members().map(|m| squash(&self.documents[m].plan_name()));
        Some(names.chain([squash(&family.title)]).any(|other| other == name))
    }

    fn title_part(&self, i: usize, other: usize) -> f64 {
        let utility = self.utility(i);
        shared_part(&plan_core(&self.documents[i].plan_name(), &utility), &plan_core(&self.documents[other].plan_name(), &utility))
    }
}

fn same_utility(a: &str, b: &str) -> bool {
    !a.is_empty() && squash(a) == squash(b)
}

/// Whether two periods overlap, as a reason; an unknown period meets every other.
fn periods_meet(a: &DocumentRecord, b: &DocumentRecord) -> Option<&'static str> {
    let (Some(a0), Some(b0)) = (a.period_from, b.period_from) else { return Some("period_unknown") };
    let (a1, b1) = (a.period_to.unwrap_or(a0), b.period_to.unwrap_or(b0));
    (a0 <= b1 && b0 <= a1).then_some("periods_overlap")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Assignment, Decisions, Utility};
    use crate::track::testing::{Paper, plan, report};

    fn shape(documents: &[SourceDocument]) -> Vec<(String, Vec<String>, Vec<String>)> {
        let all: Vec<&SourceDocument> = documents.iter().collect();
        let names = |places: &[usize]| places.iter().map(|i| documents[*i].hash.clone()).collect();
        families(&all).iter().map(|f| (f.title.clone(), names(&f.editions), names(&f.reports))).collect()
    }

    fn decisions(hash: &str, assignment: Assignment) -> Decisions {
        Decisions { assignments: [(hash.to_owned(), assignment)].into(), ..Decisions::default() }
    }

    #[test]
    fn editions_and_reports_say_why_they_stand_together() {
        let documents = [plan("p1", 2023, 3).done(), plan("p2", 2024, 3).done(), report("r", 2023).done()];
        let found = families(&documents.iter().collect::<Vec<_>>());
        assert_eq!((found.len(), &found[0].editions[..], &found[0].reports[..]), (1, &[0, 1][..], &[2][..]));
        assert_eq!(found[0].because(0).unwrap().reasons, ["first_edition"]);
        assert_eq!(found[0].because(2).unwrap().reasons, ["same_utility", "periods_overlap", "same_title"]);
        assert_eq!(found[0].because(2).unwrap().title, Some(1.0));
    }

    #[test]
    fn what_people_said_stands_above_titles() {
        let stray = || report("r", 2023).titled("点検結果の公表について").done();
        let edition = plan("p", 2023, 3).done();
        assert_eq!(shape(&[edition.clone(), stray()]).len(), 2);
        let named = Assignment { plan: Some("見本市水道実行計画".into()), ..Assignment::default() };
        let placed = stray().decided(&decisions("r", named));
        assert_eq!(shape(&[edition.clone(), placed.clone()]), [("見本市水道実行計画".to_owned(), vec!["p".into()], vec!["r".into()])]);
        let why = families(&[&edition, &placed])[0].because(1).unwrap().clone();
        assert_eq!(why.reasons, ["assigned_plan", "same_utility"]);
        let apart = Assignment { plan: Some("別の計画".into()), ..Assignment::default() };
        let second = plan("p2", 2024, 3).done().decided(&decisions("p2", apart));
        assert_eq!(shape(&[edition, second]).len(), 2, "a document with another plan's name is no edition of this one");
    }

    #[test]
    fn the_year_that_people_said_orders_editions() {
        let early = Assignment { effective: Some(2020), ..Assignment::default() };
        let documents = [plan("a", 2023, 3).done(), plan("b", 2024, 3).done().decided(&decisions("b", early))];
        assert_eq!(shape(&documents)[0].1, ["b", "a"]);
    }

    #[test]
    fn a_utilitys_other_name_is_the_same_utility() {
        let listed = Utility { name: "見本市".into(), aliases: vec!["見本市上下水道局".into()], ..Utility::default() };
        let table = Decisions { utilities: vec![listed], ..Decisions::default() };
        let mut other = plan("b", 2024, 3).done();
        for record in &mut other.records {
            if let crate::model::Body::Document(d) = &mut record.body {
                d.utility = Some("見本市上下水道局".into());
            }
        }
        let documents = [plan("a", 2023, 3).done(), other];
        assert_eq!(shape(&documents).len(), 2);
        let documents = documents.map(|d| d.decided(&table));
        assert_eq!(shape(&documents).len(), 1);
        assert_eq!(documents[1].facts().utility.as_deref(), Some("見本市"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn families_do_not_depend_on_the_documents_order(order in Just(vec![0_usize, 1, 2, 3, 4]).prop_shuffle()) {
            let other = plan("o", 2023, 3).titled("見本市水道施設更新計画");
            let documents = [plan("p1", 2023, 3), plan("p2", 2024, 3), other, report("r1", 2023), report("r2", 2024)].map(Paper::done);
            let shuffled: Vec<SourceDocument> = order.iter().map(|i| documents[*i].clone()).collect();
            prop_assert_eq!(shape(&shuffled), shape(&documents));
        }
    }
}
