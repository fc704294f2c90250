//! Marks what people put right: a fact that a corrected record bears out says by whom and what stood there before.

use std::collections::BTreeMap;

use super::Report;
use crate::model::{Evidence, Record};
use crate::track::SourceDocument;

/// The corrected records of all documents by the document's hash.
#[derive(Debug, Clone, Default)]
pub struct CorrectedRecords<'a>(BTreeMap<&'a str, Vec<&'a Record>>);

impl<'a> CorrectedRecords<'a> {
    /// Looks for them once; few documents have any.
    #[must_use]
    pub fn of(documents: &[&'a SourceDocument]) -> Self {
        let mut all: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
        for document in documents.iter().filter(|d| !d.hash.is_empty()) {
            let corrected: Vec<&Record> = document.records.iter().filter(|r| r.is_corrected()).collect();
            if !corrected.is_empty() {
                all.entry(&document.hash).or_default().extend(corrected);
            }
        }
        Self(all)
    }

    /// Marks the facts of a report whose places are those of corrected records.
    pub fn mark(&self, report: &mut Report) {
        let mut marks: BTreeMap<usize, String> = BTreeMap::new();
        for (number, place) in report.places.iter().enumerate() {
            let Some(of_source) = report.sources.get(place.source).and_then(|s| self.0.get(s.hash.as_str())) else { continue };
            let here = of_source.iter().filter(|r| r.evidence.iter().any(|e| same_place(e, &place.evidence)));
            let words: Vec<String> = here.map(|r| words_of(r)).collect();
            if !words.is_empty() {
                marks.insert(number, words.join("\n"));
            }
        }
        if marks.is_empty() {
            return;
        }
        let cells = report.tables.iter_mut().flat_map(|t| &mut t.rows).flat_map(|r| &mut r.cells);
        for fact in cells.flat_map(|c| &mut c.facts).filter(|f| f.corrected.is_none()) {
            fact.corrected = fact.places.iter().find_map(|p| marks.get(p).cloned());
        }
    }
}

/// Quotes are shortened in reports; the place alone tells.
fn same_place(a: &Evidence, b: &Evidence) -> bool {
    (a.page, a.line, a.bbox, a.range) == (b.page, b.line, b.bbox, b.range)
}

/// `value: 91.0 (佐藤 2026-04-01)`: the field, what was read there, who put it right and when.
fn words_of(record: &Record) -> String {
    let of = |c: &crate::model::Corrected| {
        let read = c.read.as_str().map_or_else(|| c.read.to_string(), str::to_owned);
        format!("{}: {read} ({} {})", c.field, c.by, c.when.get(..10).unwrap_or_default())
    };
    record.corrections.iter().filter(|c| c.standing == "applied").map(of).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Body, Corrected, Measure, Place as Spot};
    use crate::report::view::{Cell, Fact, Place, Row, Source, Table};

    #[test]
    fn only_facts_of_corrected_records_are_marked() {
        let record = |line: usize, by: Option<&str>| {
            let mut record = Record::new("計画", Body::Measure(Measure::default()), 1.0, Evidence::new(Spot::on_line(line), "長い引用"));
            record.corrections.extend(by.map(|by| Corrected {
                field: "title".into(),
                standing: "applied".into(),
                read: "誤".into(),
                by: by.into(),
                when: "2026-04-01T00:00:00Z".into(),
                remark: String::new(),
            }));
            record
        };
        let document =
            SourceDocument { hash: "ab".into(), records: vec![record(3, Some("佐藤")), record(4, None)], ..SourceDocument::default() };
        let place = |line| Place { source: 0, shown: String::new(), evidence: Evidence::new(Spot::on_line(line), "長い…") };
        let cell = |places| Cell { facts: vec![Fact { places, ..Fact::default() }] };
        let row = Row { cells: vec![cell(vec![0]), cell(vec![1]), cell(vec![])], ..Row::default() };
        let mut report = Report {
            sources: vec![Source { hash: "ab".into(), ..Source::default() }],
            places: vec![place(3), place(4)],
            tables: vec![Table { rows: vec![row], ..Table::default() }],
            ..Report::default()
        };
        CorrectedRecords::of(&[&document]).mark(&mut report);
        let marks: Vec<Option<&str>> = report.tables[0].rows[0].cells.iter().map(|c| c.facts[0].corrected.as_deref()).collect();
        assert_eq!(marks, [Some("title: 誤 (佐藤 2026-04-01)"), None, None]);
    }
}
