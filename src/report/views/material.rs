//! What all reports are made from: each plan with its editions, reports and audit, and the choices of the user.

use std::collections::BTreeMap;

use crate::model::{Body, ResultRecord};
use crate::report::Lang;
use crate::report::files::hash;
use crate::report::format::calendar_year;
use crate::report::view::{CorrectedRecords, Draft, Scope, Speech};
use crate::rules::{Rules, Side};
use crate::track::audit::{Audit, AuditRow, Day, Tracked, audit, tracked};
use crate::track::identity::Words;
use crate::track::{
    Cite, ComparisonRow, Edition, Overview, PeerGroups, PeersBy, PlanView, Series, SourceDocument, TrackedMeasure, peer_groups, served,
    squash, utility_of,
};

/// More years than this are not columns of a table.
const MOST_YEARS: i32 = 25;

/// Which reports, of what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// Keys of reports; all where empty.
    pub only: Vec<String>,
    /// Part of a utility's name.
    pub utility: Option<String>,
    /// One fiscal year.
    pub year: Option<i32>,
    /// Key or name of a theme.
    pub theme: Option<String>,
    /// The day of judgement.
    pub as_of: Option<Day>,
    /// Who is compared with whom.
    pub peers: PeersBy,
}

/// Everything that reports are made from.
pub struct Material<'a> {
    /// All documents in the order that [`Overview`] numbers them.
    pub documents: &'a [&'a SourceDocument],
    /// Views over all documents.
    pub overview: &'a Overview,
    /// Words and limits.
    pub rules: &'a Rules,
    /// For titles.
    pub words: Words<'a>,
    /// The reports' words.
    pub speech: Speech,
    /// Choices.
    pub choice: &'a Choice,
    /// Plans by utility and title.
    pub plans: Vec<Plan<'a>>,
    /// Which utilities are compared with each other.
    pub peers: PeerGroups,
    /// The row of the comparison in which a value record stands.
    pub row_of: BTreeMap<Cite, usize>,
    /// Records that people put right.
    pub corrected: CorrectedRecords<'a>,
}

/// One plan.
pub struct Plan<'a> {
    /// Editions and reports.
    pub tracked: Tracked<'a>,
    /// What was found.
    pub audit: Audit,
    /// Utility, "" where none was found.
    pub utility: String,
    /// Title of the newest edition.
    pub title: String,
    /// Stands in the names of the plan's files: the same as long as utility and title are.
    pub mark: String,
}

impl<'a> Material<'a> {
    /// Audits every plan that the choice leaves in.
    #[must_use]
    pub fn new(
        documents: &'a [&'a SourceDocument],
        overview: &'a Overview,
        (rules, words): (&'a Rules, Words<'a>),
        lang: Lang,
        choice: &'a Choice,
    ) -> Self {
        let wanted = choice.utility.as_deref().map(squash);
        let mut plans: Vec<Plan<'a>> = Vec::new();
        for tracked in tracked(documents) {
            let Some(newest) = tracked.editions.last() else { continue };
            let (utility, title) = (utility_of(&newest.facts), newest.document.title());
            if wanted.as_ref().is_some_and(|w| !squash(&utility).contains(w.as_str())) {
                continue;
            }
            let found = audit(&tracked, choice.as_of, words, rules);
            let mark = hash(format!("{utility}\n{title}").as_bytes())[..8].to_owned();
            plans.push(Plan { tracked, audit: found, utility, title, mark });
        }
        plans.sort_by(|a, b| (&a.utility, &a.title, &a.mark).cmp(&(&b.utility, &b.title, &b.mark)));
        // Two plans of one name keep different files.
        for i in 1..plans.len() {
            let same = plans[..i].iter().filter(|p| p.utility == plans[i].utility && p.title == plans[i].title).count();
            if same > 0 {
                plans[i].mark = format!("{}-{}", plans[i].mark, same + 1);
            }
        }
        let peers = peers(documents, overview, rules, choice);
        Self {
            documents,
            overview,
            rules,
            words,
            speech: Speech(lang),
            choice,
            plans,
            peers,
            row_of: row_of(overview),
            corrected: CorrectedRecords::of(documents),
        }
    }

    /// An empty report on one plan.
    #[must_use]
    pub fn draft(&self, key: &'static str, plan: &Plan<'_>) -> Draft {
        let mut draft = Draft::new(key, format!("{key}-{}", plan.mark), self.speech);
        let years = plan.years();
        draft.report.scope = Scope {
            utility: plan.utility.clone(),
            plan: plan.title.clone(),
            edition: plan.newest().map(|e| e.name.clone()).unwrap_or_default(),
            years: years.first().copied().zip(years.last().copied()),
            theme: None,
        };
        draft.report.as_of = plan.audit.as_of.map(|day| self.day(day));
        draft.report.as_of_rule = plan.audit.as_of.map(|_| self.speech.word("as_of", plan.audit.as_of_rule.word()));
        // The plan's own documents are sources whether or not a fact points to them.
        for edition in plan.tracked.editions.iter().chain(&plan.tracked.reports) {
            draft.source(edition.document);
        }
        draft
    }

    /// The indicators of a plan's newest edition, with what its reports give.
    #[must_use]
    pub fn series(&self, plan: &Plan<'_>) -> Vec<&'a Series> {
        self.view(plan).map(|v| v.series.iter().filter(|s| s.has_numbers()).collect()).unwrap_or_default()
    }

    /// The view of a plan's newest edition.
    #[must_use]
    pub fn view(&self, plan: &Plan<'_>) -> Option<&'a PlanView> {
        let newest = plan.newest()?;
        let at = self.documents.iter().position(|d| std::ptr::eq(*d, newest.document))?;
        self.overview.plans.iter().find(|p| p.document == at)
    }

    /// The end of a month in words.
    #[must_use]
    pub fn day(&self, day: Day) -> String {
        calendar_year(day.year, self.speech.0) + &self.speech.fill("view.month_end", &[("n", &day.month.to_string())])
    }

    /// Whether a sentence of a remark says that the value is higher or lower than that of the peers.
    #[must_use]
    pub fn side_of_peers(&self, sentence: &str) -> Option<std::cmp::Ordering> {
        self.rules.checks.side_of_peers(sentence).map(|side| match side {
            Side::Higher => std::cmp::Ordering::Greater,
            Side::Lower => std::cmp::Ordering::Less,
        })
    }

    /// Whether the choice leaves a year in.
    #[must_use]
    pub fn wants_year(&self, year: i32) -> bool {
        self.choice.year.is_none_or(|y| y == year)
    }
}

impl<'a> Plan<'a> {
    /// The newest edition.
    #[must_use]
    pub fn newest(&self) -> Option<&Edition<'a>> {
        self.tracked.editions.last()
    }

    /// The edition or report of a label.
    #[must_use]
    pub fn edition(&self, name: &str) -> Option<&Edition<'a>> {
        self.tracked.editions.iter().chain(&self.tracked.reports).find(|e| e.name == name)
    }

    /// The fiscal years of the plan: its period, the years of its bars, the years that were reported.
    #[must_use]
    pub fn years(&self) -> Vec<i32> {
        let Some(newest) = self.newest() else { return Vec::new() };
        let mut all: Vec<i32> = self.audit.rows.iter().map(|r| r.year).collect();
        all.extend(newest.facts.period_from.into_iter().chain(newest.facts.period_to));
        all.extend(newest.measures.iter().flat_map(|m| &m.bars).flat_map(|(_, s)| s.from.into_iter().chain(s.to)));
        let (Some(first), Some(last)) = (all.iter().min(), all.iter().max()) else { return Vec::new() };
        (*first..=(*last).min(first.saturating_add(MOST_YEARS))).collect()
    }

    /// The last year that a report tells of.
    #[must_use]
    pub fn last_reported(&self) -> Option<i32> {
        self.audit.rows.iter().map(|r| r.year).max()
    }

    /// The row that speaks for a measure of the newest edition in a year: of several reports the later one.
    #[must_use]
    pub fn row(&self, measure: &TrackedMeasure, year: i32) -> Option<&AuditRow> {
        self.audit.rows.iter().rev().find(|r| r.year == year && is_same(measure, r))
    }

    /// Rows of measures that the newest edition does not have, the later report for each measure and year.
    #[must_use]
    pub fn other_rows(&self) -> Vec<&AuditRow> {
        let known = |r: &AuditRow| self.newest().is_some_and(|e| e.measures.iter().any(|m| is_same(m, r)));
        let mut rows: Vec<&AuditRow> = Vec::new();
        for row in self.audit.rows.iter().filter(|r| !known(r)) {
            rows.retain(|r| (r.year, &r.code, &r.measure) != (row.year, &row.code, &row.measure));
            rows.push(row);
        }
        rows
    }

    /// Rows with a later one for the same measure and year left out.
    #[must_use]
    pub fn latest_rows(&self) -> Vec<&AuditRow> {
        let mut rows: Vec<&AuditRow> = Vec::new();
        for (i, row) in self.audit.rows.iter().enumerate() {
            let later = self.audit.rows[i + 1..].iter();
            if !later.clone().any(|r| (r.year, &r.plan, &r.code, &r.measure) == (row.year, &row.plan, &row.code, &row.measure)) {
                rows.push(row);
            }
        }
        rows
    }

    /// The results that a row rests on.
    #[must_use]
    pub fn results(&self, row: &AuditRow) -> Vec<(&'a SourceDocument, usize, &'a ResultRecord)> {
        let Some(report) = self.tracked.reports.iter().find(|e| e.name == row.report) else { return Vec::new() };
        let document = report.document;
        let of_row = document.records.iter().enumerate().filter_map(|(i, r)| match &r.body {
            Body::Result(result) if r.evidence.first().is_some_and(|e| row.evidence.report.contains(e)) => Some((document, i, result)),
            _ => None,
        });
        of_row.filter(|(_, _, r)| r.year.is_none_or(|y| y == row.year)).collect()
    }

    /// Numbers of the places of both sides of a row.
    pub fn cite(&self, draft: &mut Draft, row: &AuditRow) -> (Vec<usize>, Vec<usize>) {
        let mut side = |label: Option<&str>, evidence: &[crate::model::Evidence]| {
            label.and_then(|l| self.edition(l)).map(|e| draft.cite(e.document, evidence)).unwrap_or_default()
        };
        (side(row.plan.as_deref(), &row.evidence.plan), side(Some(&row.report), &row.evidence.report))
    }

    /// The sections of the measure of a row, as the newest edition that has it prints them.
    #[must_use]
    pub fn owners(&self, row: &AuditRow) -> Vec<String> {
        let editions = self.tracked.editions.iter().rev().chain(&self.tracked.reports);
        let found = editions.flat_map(|e| &e.measures).find(|m| is_same(m, row) && !m.measure.owners.is_empty());
        found.map(|m| m.measure.owners.clone()).unwrap_or_default()
    }
}

fn row_of(overview: &Overview) -> BTreeMap<Cite, usize> {
    let points = |(i, row): (usize, &ComparisonRow)| -> Vec<(Cite, usize)> {
        row.cells.iter().flat_map(|c| &c.points).map(|p| (p.cite, i)).collect()
    };
    overview.comparison.rows.iter().enumerate().flat_map(points).collect()
}

/// The groups of peers that the choice asks for.
fn peers(documents: &[&SourceDocument], overview: &Overview, rules: &Rules, choice: &Choice) -> PeerGroups {
    let utilities = &overview.comparison.utilities;
    let wanted = choice.utility.as_deref().map(squash);
    let wanted: Option<Vec<usize>> = wanted.map(|w| (0..utilities.len()).filter(|i| squash(&utilities[*i]).contains(w.as_str())).collect());
    let served = served(utilities, documents, choice.year, rules);
    peer_groups(utilities, served, &choice.peers, wanted.as_deref(), rules)
}

/// Whether a row is about a measure: the same title, with the same number where both have one.
fn is_same(measure: &TrackedMeasure, row: &AuditRow) -> bool {
    let codes_differ = matches!((&measure.measure.code, &row.code), (Some(a), Some(b)) if squash(a) != squash(b));
    !codes_differ && squash(&measure.measure.title) == squash(&row.measure)
}
