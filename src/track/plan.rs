//! One document as a view: goals, measures, schedule, indicators, money, results, and what people should look at.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    Cite, Family, Gantt, GanttColumn, GoalNode, MoneyTable, ResultView, Series, SourceDocument, ValueTable, gantt, goal_tree, join_results,
    money_tables, series, source::cited, titles::squash, tree_order, utility_of, value_tables,
};
use crate::model::{Amount, Basis, Body, DocumentRecord, Goal, Indicator, Measure, Schedule, Theme, Value};

/// A measure with what belongs to it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MeasureView {
    /// No. as printed.
    pub code: Option<String>,
    /// Title.
    pub title: String,
    /// Tiers above, from the top.
    pub path: Vec<String>,
    /// 区分 as printed.
    pub category: Option<String>,
    /// Sections or parties.
    pub owners: Vec<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Printed as 重点.
    pub priority: bool,
    /// `dropped`, `done` or absent.
    pub status: Option<String>,
    /// Themes, the primary one first.
    pub themes: Vec<Theme>,
    /// The measure record.
    pub cite: Option<Cite>,
    /// Results that reports give for it.
    pub results: Vec<ResultView>,
}

/// A named product.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeliverableView {
    /// Its name.
    pub title: String,
    /// The measure that promises it.
    pub measure: String,
    /// First fiscal year in which it is due.
    pub due_from: Option<i32>,
    /// Last fiscal year in which it is due.
    pub due_to: Option<i32>,
    /// The deliverable record.
    pub cite: Cite,
}

/// One edition or one report as a page shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanView {
    /// Index of the document.
    pub document: usize,
    /// Index of the family it belongs to.
    pub family: usize,
    /// True for a progress report.
    pub is_report: bool,
    /// True for the newest edition of its plan, which takes in the reports' results.
    pub is_current: bool,
    /// Title as printed, else the file name.
    pub title: String,
    /// Utility, "" where none was found.
    pub utility: String,
    /// The document's own facts.
    pub facts: DocumentRecord,
    /// The document record.
    pub cite: Option<Cite>,
    /// Goals from the top, measures as leaves.
    pub goals: GoalNode,
    /// Measures in the order of the document.
    pub measures: Vec<MeasureView>,
    /// Schedule.
    pub gantt: Gantt,
    /// Years over which states are given.
    pub years: Vec<i32>,
    /// Years that the reports which were read cover.
    pub reported_years: BTreeSet<i32>,
    /// Indicators.
    pub series: Vec<Series>,
    /// Indicators with numbers, as tables.
    pub value_tables: Vec<ValueTable>,
    /// Money.
    pub money: Vec<MoneyTable>,
    /// Results that belong to no measure of this plan or to no year of a report, in the order of the documents.
    pub other_results: Vec<ResultView>,
    /// Products.
    pub deliverables: Vec<DeliverableView>,
    /// Review records of the document.
    pub reviews: Vec<Cite>,
    /// Glossary records of the document.
    pub terms: Vec<Cite>,
    /// Tables that were not understood.
    pub tables: Vec<Cite>,
    /// Records with a confidence below the given bound.
    pub doubts: Vec<Cite>,
    /// Number of records by type.
    pub counts: BTreeMap<&'static str, usize>,
}

/// The records of a document by type.
#[derive(Default)]
struct Sorted {
    goals: Vec<(Cite, Goal)>,
    measures: Vec<(Cite, Measure)>,
    schedules: Vec<(Cite, Schedule)>,
    values: Vec<(Cite, Value)>,
    indicators: Vec<(Cite, Indicator)>,
    amounts: Vec<(Cite, Amount)>,
    results: Vec<ResultView>,
}

/// Builds the view of one document. The newest edition of a family takes in what the family's reports say.
#[must_use]
pub fn plan_view(documents: &[&SourceDocument], families: &[Family], family: usize, document: usize, doubt_below: f32) -> PlanView {
    let group = &families[family];
    let facts = documents[document].facts();
    let is_report = group.reports.contains(&document);
    let is_current = group.current() == Some(document);
    let mut own = sort(documents, document);
    let mut reported: Vec<(usize, Measure)> = own.measures.iter().map(|(_, m)| (document, m.clone())).collect();
    if is_current {
        for &report in &group.reports {
            take_in(&mut own, sort(documents, report), &mut reported);
        }
    }
    let mut view = PlanView {
        document,
        family,
        is_report,
        is_current,
        title: documents[document].title(),
        utility: utility_of(&facts),
        cite: find_all(documents, document, |b| matches!(b, Body::Document(_))).first().copied(),
        goals: GoalNode::default(),
        measures: own.measures.iter().map(|(cite, m)| measure_view(*cite, m)).collect(),
        gantt: Gantt::default(),
        years: Vec::new(),
        reported_years: reported_years(documents, group, document),
        series: series(&own.values, &own.indicators),
        value_tables: Vec::new(),
        money: money_tables(&own.amounts),
        other_results: Vec::new(),
        deliverables: deliverables(documents, document),
        reviews: find_all(documents, document, |b| matches!(b, Body::Review(_))),
        terms: find_all(documents, document, |b| matches!(b, Body::Term(_))),
        tables: find_all(documents, document, |b| matches!(b, Body::Table(_))),
        doubts: doubts(documents, document, doubt_below),
        counts: counts(documents[document]),
        facts,
    };
    view.value_tables = value_tables(&view.series);
    view.other_results = join_results(&mut view.measures, own.results, &reported);
    view.goals = goal_tree(&own.goals, &view.measures);
    let order = tree_order(&view.goals);
    view.gantt = gantt(&own.schedules, &view.measures, &order, (view.facts.period_from, view.facts.period_to));
    view.years = years(&view.gantt, &view.reported_years);
    let undated = view.measures.iter().flat_map(|m| &m.results).filter(|r| r.year.is_none_or(|y| !view.reported_years.contains(&y)));
    let undated: Vec<ResultView> = undated.cloned().collect();
    view.other_results.extend(undated);
    view.other_results.sort_by_key(|r| r.cite);
    view
}

fn sort(documents: &[&SourceDocument], document: usize) -> Sorted {
    let facts = documents[document].facts();
    let only_year = facts.period_from.filter(|y| facts.period_to.is_none_or(|to| to == *y));
    let mut sorted = Sorted::default();
    for (cite, record) in cited(documents, document) {
        match record.body {
            Body::Goal(g) => sorted.goals.push((cite, g)),
            Body::Measure(m) => sorted.measures.push((cite, m)),
            Body::Schedule(s) => sorted.schedules.push((cite, s)),
            Body::Value(v) => sorted.values.push((cite, v)),
            Body::Indicator(i) => sorted.indicators.push((cite, i)),
            Body::Amount(a) => sorted.amounts.push((cite, a)),
            Body::Result(r) => sorted.results.push(ResultView::new(cite, &r, only_year)),
            Body::Document(_) | Body::Deliverable(_) | Body::Review(_) | Body::Term(_) | Body::Table(_) => {}
        }
    }
    sorted
}

/// What a report adds to its plan: results, actual bars, values and money; not its copy of goals, measures and planned bars.
fn take_in(own: &mut Sorted, report: Sorted, reported: &mut Vec<(usize, Measure)>) {
    reported.extend(report.measures.into_iter().map(|(cite, m)| (cite.document, m)));
    own.results.extend(report.results);
    own.schedules.extend(report.schedules.into_iter().filter(|(_, s)| s.basis == Basis::Actual));
    own.values.extend(report.values);
    own.indicators.extend(report.indicators);
    own.amounts.extend(report.amounts);
}

fn measure_view(cite: Cite, m: &Measure) -> MeasureView {
    MeasureView {
        code: m.code.clone(),
        title: m.title.clone(),
        path: m.path.clone(),
        category: m.category.clone(),
        owners: m.owners.clone(),
        description: m.description.clone(),
        priority: m.priority,
        status: m.status.clone().filter(|s| s != "planned"),
        themes: m.themes.clone(),
        cite: Some(cite),
        results: Vec::new(),
    }
}

fn find_all(documents: &[&SourceDocument], document: usize, keep: fn(&Body) -> bool) -> Vec<Cite> {
    let records = documents[document].records.iter().enumerate();
    records.filter(|(_, r)| keep(&r.body)).map(|(record, _)| Cite { document, record }).collect()
}

fn doubts(documents: &[&SourceDocument], document: usize, below: f32) -> Vec<Cite> {
    let records = documents[document].records.iter().enumerate();
    records
        .filter(|(_, r)| r.confidence < below && !matches!(r.body, Body::Table(_)))
        .map(|(record, _)| Cite { document, record })
        .collect()
}

fn deliverables(documents: &[&SourceDocument], document: usize) -> Vec<DeliverableView> {
    cited(documents, document)
        .filter_map(|(cite, r)| match r.body {
            Body::Deliverable(d) => {
                Some(DeliverableView { title: d.title, measure: d.measure, due_from: d.due_from, due_to: d.due_to, cite })
            }
            _ => None,
        })
        .collect()
}

/// Number of records by type.
#[must_use]
pub fn counts(document: &SourceDocument) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for r in &document.records {
        *counts.entry(r.body.type_name()).or_insert(0) += 1;
    }
    counts
}

/// The years that reports cover: those of the family for its newest edition, its own for a report.
fn reported_years(documents: &[&SourceDocument], family: &Family, document: usize) -> BTreeSet<i32> {
    let reports: Vec<usize> = match family.current() {
        Some(current) if current == document => family.reports.clone(),
        _ => family.reports.iter().copied().filter(|&r| r == document).collect(),
    };
    let mut years = BTreeSet::new();
    for report in reports {
        let facts = documents[report].facts();
        if let Some(from) = facts.period_from {
            let to = facts.period_to.unwrap_or(from).min(from.saturating_add(20));
            years.extend(from..=to);
        }
        years.extend(documents[report].records.iter().filter_map(|r| match &r.body {
            Body::Result(r) => r.year,
            _ => None,
        }));
    }
    years
}

fn years(gantt: &Gantt, reported: &BTreeSet<i32>) -> Vec<i32> {
    let mut years: BTreeSet<i32> = reported.clone();
    years.extend(gantt.columns.iter().filter_map(|c| if let GanttColumn::Year { year } = c { Some(*year) } else { None }));
    years.into_iter().collect()
}

impl PlanView {
    /// Targets in words: series without numbers, with their points.
    pub fn word_targets(&self) -> impl Iterator<Item = &Series> {
        self.series.iter().filter(|s| !s.has_numbers() && !s.points.is_empty())
    }

    /// The measure with this title, if any.
    #[must_use]
    pub fn measure_titled(&self, title: &str) -> Option<usize> {
        let key = squash(title);
        self.measures.iter().position(|m| squash(&m.title) == key)
    }
}
