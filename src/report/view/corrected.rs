//! Marks what people put right: a fact that shows a corrected field says by whom and what stood there before. Facts of the same record
//! that show other fields stay without a mark.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::{Fact, Report, Speech};
use crate::model::{Corrected, Evidence, Record};
use crate::report::Lang;
use crate::track::{SourceDocument, squash};

/// The corrected records of all documents by the document's hash.
#[derive(Debug, Clone, Default)]
pub struct CorrectedRecords<'a>(BTreeMap<&'a str, Vec<&'a Record>>);

/// One corrected field: what stands there now, and the words of the mark.
struct Mark {
    now: Json,
    words: String,
}

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

    /// Marks the facts of a report that show a corrected field: the record bears them out and they show the field's value.
    pub fn mark(&self, report: &mut Report) {
        let speech = Speech(if report.lang == Lang::En.code() { Lang::En } else { Lang::Ja });
        let mut marks: BTreeMap<usize, Vec<Mark>> = BTreeMap::new();
        for (number, place) in report.places.iter().enumerate() {
            let Some(of_source) = report.sources.get(place.source).and_then(|s| self.0.get(s.hash.as_str())) else { continue };
            let here = of_source.iter().filter(|r| r.evidence.iter().any(|e| same_place(e, &place.evidence)));
            let found: Vec<Mark> = here.flat_map(|r| marks_of(r, speech)).collect();
            if !found.is_empty() {
                marks.insert(number, found);
            }
        }
        if marks.is_empty() {
            return;
        }
        let cells = report.tables.iter_mut().flat_map(|t| &mut t.rows).flat_map(|r| &mut r.cells);
        for fact in cells.flat_map(|c| &mut c.facts).filter(|f| f.corrected.is_none()) {
            let of_places = fact.places.iter().filter_map(|p| marks.get(p)).flatten();
            let mut words: Vec<&str> = of_places.filter(|m| shows(fact, &m.now)).map(|m| m.words.as_str()).collect();
            words.dedup();
            fact.corrected = Some(words.join("\n")).filter(|w| !w.is_empty());
        }
    }
}

/// The name of a record's field in words; a field that the catalogue does not know keeps its own.
#[must_use]
pub fn field_name(record: &Record, field: &str, speech: Speech) -> String {
    speech.find(&format!("field_name.{}.{field}", record.body.type_name())).unwrap_or_else(|| field.to_owned())
}

/// Quotes are shortened in reports; the place alone tells.
fn same_place(a: &Evidence, b: &Evidence) -> bool {
    (a.page, a.line, a.bbox, a.range) == (b.page, b.line, b.bbox, b.range)
}

/// `値: 91.0 (佐藤 2026-04-01)`: the field, what was read there, who put it right and when.
fn marks_of(record: &Record, speech: Speech) -> Vec<Mark> {
    let body = serde_json::to_value(&record.body).unwrap_or_default();
    let of = |c: &Corrected| {
        let read = c.read.as_str().map_or_else(|| c.read.to_string(), str::to_owned);
        let words = format!("{}: {read} ({} {})", field_name(record, &c.field, speech), c.by, c.when.get(..10).unwrap_or_default());
        Mark { now: body.get(&c.field).cloned().unwrap_or_default(), words }
    };
    record.corrections.iter().filter(|c| c.standing == "applied").map(of).collect()
}

/// Whether a fact shows a field's value: the number, the year, or the words.
fn shows(fact: &Fact, value: &Json) -> bool {
    match value {
        Json::Number(n) => n.as_f64().is_some_and(|n| {
            let equal = |m: f64| (m - n).abs() <= f64::EPSILON * n.abs().max(1.0);
            fact.number.is_some_and(equal) || fact.year.is_some_and(|y| equal(f64::from(y)))
        }),
        Json::String(words) => {
            let (words, shown) = (squash(words), squash(&fact.shown));
            !words.is_empty() && (shown.contains(&words) || fact.unit.as_deref().is_some_and(|u| squash(u) == words))
        }
        Json::Array(all) => all.iter().any(|one| shows(fact, one)),
        Json::Null | Json::Bool(_) | Json::Object(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Body, Measure, Place as Spot};
    use crate::report::view::{Cell, Fact, Place, Row, Source, Table};

    #[test]
    fn only_facts_that_show_a_corrected_field_are_marked() {
        let record = |line: usize, by: Option<&str>| {
            let measure = Measure { title: "正".into(), description: Some("内容".into()), ..Measure::default() };
            let mut record = Record::new("計画", Body::Measure(measure), 1.0, Evidence::new(Spot::on_line(line), "長い引用"));
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
        let cell = |places, shown: &str| Cell { facts: vec![Fact { places, ..Fact::text(shown) }] };
        // Title and description of the corrected record, the title of another one, words without a place.
        let row = Row {
            cells: vec![cell(vec![0], "1 正"), cell(vec![0], "内容"), cell(vec![1], "正"), cell(vec![], "正")],
            ..Row::default()
        };
        let mut report = Report {
            sources: vec![Source { hash: "ab".into(), ..Source::default() }],
            places: vec![place(3), place(4)],
            tables: vec![Table { rows: vec![row], ..Table::default() }],
            ..Report::default()
        };
        CorrectedRecords::of(&[&document]).mark(&mut report);
        let marks: Vec<Option<&str>> = report.tables[0].rows[0].cells.iter().map(|c| c.facts[0].corrected.as_deref()).collect();
        assert_eq!(marks, [Some("名称: 誤 (佐藤 2026-04-01)"), None, None, None]);
    }
}
