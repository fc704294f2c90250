//! One document as tracking sees it: its measures with what belongs to each.

use std::collections::BTreeMap;

use super::SourceDocument;
use super::titles::squash;
use crate::model::{Basis, Body, DocumentRecord, Evidence, Measure, PlanKind, ResultRecord, Schedule, Value};

/// A measure with its bars, values and results. Numbers are indices of records.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TrackedMeasure {
    /// The measure; of a result alone, what the result says of it.
    pub measure: Measure,
    /// Record of the measure, `None` where only a result names it.
    pub record: Option<usize>,
    /// Planned bars in the order of years.
    pub bars: Vec<(usize, Schedule)>,
    /// What schedules print as done (実績 rows).
    pub acts: Vec<(usize, Schedule)>,
    /// Values that belong to it.
    pub values: Vec<(usize, Value)>,
    /// Results that it was given.
    pub results: Vec<(usize, ResultRecord)>,
}

/// A plan's edition or a report, ready to be compared.
#[derive(Debug, Clone)]
pub struct Edition<'a> {
    /// The document with its records.
    pub document: &'a SourceDocument,
    /// The document's label: its file's stem.
    pub name: String,
    /// What it says of itself.
    pub facts: DocumentRecord,
    /// Its measures in the order of the document.
    pub measures: Vec<TrackedMeasure>,
    /// All values with their records.
    pub values: Vec<(usize, Value)>,
}

impl<'a> Edition<'a> {
    /// Gathers the records of a document.
    #[must_use]
    pub fn new(document: &'a SourceDocument) -> Self {
        let name = document.records.first().map_or_else(|| stem(&document.file), |r| r.document.clone());
        let mut gather = Gather::default();
        for (record, r) in document.records.iter().enumerate() {
            if let Body::Measure(m) = &r.body {
                gather.add(m.clone(), Some(record));
            }
        }
        let mut values = Vec::new();
        for (record, r) in document.records.iter().enumerate() {
            match &r.body {
                Body::Result(result) => gather.result(record, result),
                Body::Schedule(s) => gather.each(&s.measure, |m| match s.basis {
                    Basis::Plan => m.bars.push((record, s.clone())),
                    Basis::Actual => m.acts.push((record, s.clone())),
                }),
                Body::Value(v) => {
                    values.push((record, v.clone()));
                    gather.each(v.measure.as_deref().unwrap_or_default(), |m| m.values.push((record, v.clone())));
                }
                _ => {}
            }
        }
        let mut measures = gather.measures;
        for m in &mut measures {
            m.bars.sort_by_key(|(record, s)| (s.from.or(s.to), s.to.or(s.from), *record));
        }
        Self { document, name, facts: document.facts(), measures, values }
    }

    /// Whether it reports on a plan.
    #[must_use]
    pub fn is_report(&self) -> bool {
        self.facts.kind == Some(PlanKind::ProgressReport)
    }

    /// The evidence of a record.
    #[must_use]
    pub fn evidence(&self, record: usize) -> Vec<Evidence> {
        self.document.records.get(record).map(|r| r.evidence.clone()).unwrap_or_default()
    }

    /// The evidence of a measure, or of the results that name it.
    #[must_use]
    pub fn evidence_of(&self, measure: &TrackedMeasure) -> Vec<Evidence> {
        match measure.record {
            Some(record) => self.evidence(record),
            None => measure.results.iter().flat_map(|(record, _)| self.evidence(*record)).collect(),
        }
    }

    /// The edition's label: as people said, else the last date that it prints with its word (`2024-03 改定`), else "".
    #[must_use]
    pub fn label(&self) -> String {
        let latest = self.facts.revisions.iter().filter(|r| r.year.is_some()).max_by_key(|r| (r.year, r.month));
        let date = |year: i32, month: Option<u8>| month.map_or_else(|| year.to_string(), |m| format!("{year}-{m:02}"));
        let printed = || latest.and_then(|r| Some(format!("{} {}", date(r.year?, r.month), r.event).trim().to_owned()));
        self.document.assignment.edition.clone().or_else(printed).unwrap_or_default()
    }

    /// The latest date that it prints of itself: calendar year and month.
    #[must_use]
    pub fn dated(&self) -> Option<(i32, u8)> {
        self.facts.revisions.iter().filter_map(|r| Some((r.year?, r.month.unwrap_or(12)))).max()
    }
}

fn stem(file: &str) -> String {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned()
}

#[derive(Default)]
struct Gather {
    measures: Vec<TrackedMeasure>,
    /// Places of the measures of one title.
    titles: BTreeMap<String, Vec<usize>>,
}

impl Gather {
    fn add(&mut self, measure: Measure, record: Option<usize>) {
        self.titles.entry(squash(&measure.title)).or_default().push(self.measures.len());
        self.measures.push(TrackedMeasure { measure, record, ..TrackedMeasure::default() });
    }

    /// Does something with every measure of the title.
    fn each(&mut self, title: &str, mut give: impl FnMut(&mut TrackedMeasure)) {
        for &i in self.titles.get(&squash(title)).map_or(&[][..], Vec::as_slice) {
            give(&mut self.measures[i]);
        }
    }

    fn result(&mut self, record: usize, result: &ResultRecord) {
        if !self.titles.contains_key(&squash(&result.measure)) {
            let measure = Measure { title: result.measure.clone(), path: result.path.clone(), ..Measure::default() };
            self.add(measure, None);
        }
        self.each(&result.measure, |m| m.results.push((record, result.clone())));
    }
}
