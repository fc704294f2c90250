//! How sure each record is: the one place where its parts are put together.
//!
//! The reader gives a start (how surely a table, a sentence, a heading of this kind is read). What speaks against a record lowers it, each
//! doubt by its own factor and with its own code in the record's reasons; what bears it out raises it. Doubts are general: fields of a
//! record, or records of a document, that do not go together. None of them knows a document.

mod cells;
mod doubt;
mod measures;
mod reading;
mod schedules;
mod titles;
mod values;

use std::collections::{BTreeMap, BTreeSet};

pub use doubt::Doubt;

use super::Finding;
use super::ledger::Ledger;
use crate::extract::Sectioned;
use crate::language::squash;
use crate::model::{Body, Evidence, Record};
use crate::rules::Rules;

/// A record that something bears out is at least this sure.
const BORNE_OUT: f32 = 0.92;
/// No record is surer than this, and none that was read at all is less sure than that.
const MOST: f32 = 0.98;
const LEAST: f32 = 0.05;
/// Records from here on are for use as they are.
const SURE: f32 = 0.9;
/// In a table in which so many records are doubted the others are too.
const NEIGHBOURS: f32 = 0.25;

/// The doubts of a document by the place of the record.
#[derive(Debug, Default)]
struct Doubts {
    of: BTreeMap<usize, BTreeSet<Doubt>>,
}

impl Doubts {
    fn add(&mut self, record: usize, doubt: Doubt) {
        self.of.entry(record).or_default().insert(doubt);
    }

    fn has(&self, record: usize, any: &[Doubt]) -> bool {
        self.of.get(&record).is_some_and(|own| any.iter().any(|d| own.contains(d)))
    }
}

/// Sets the confidence of all records of a document and adds the codes of its doubts to their reasons.
pub(super) fn judge(records: &mut [Record], sectioned: &Sectioned<'_>, ledgers: &[Ledger], findings: &[Finding], rules: &Rules) {
    let mut doubts = Doubts::default();
    titles::doubts(records, rules, &mut doubts);
    values::doubts(records, rules, &mut doubts);
    schedules::doubts(records, rules, &mut doubts);
    measures::doubts(records, rules, &mut doubts);
    let cells = cells::Cells::of(sectioned);
    cells.doubts(records, &mut doubts);
    let taken_up = reading::doubts(records, sectioned, &cells, rules, &mut doubts);
    undecoded(records, &mut doubts);
    in_findings(records, findings, &mut doubts);
    titles::inherited(records, &mut doubts);
    neighbours(records, &mut doubts);
    let summed = cells::borne_out_by_sums(ledgers, findings);
    let supported = titles::supported(records, rules);
    for (index, record) in records.iter_mut().enumerate() {
        let own = doubts.of.get(&index);
        if let Some(own) = own {
            record.confidence *= own.iter().map(|d| d.factor()).product::<f32>();
            record.reasons.extend(own.iter().map(|d| d.code().to_owned()));
        } else if !record.reasons.iter().any(|r| r == "ocr")
            && (supported.contains(&index) || taken_up.contains(&index) || stands_in(record, &summed))
        {
            record.confidence = record.confidence.max(BORNE_OUT);
        }
        record.confidence = (record.confidence.clamp(LEAST, MOST) * 1000.0).round() / 1000.0;
    }
    of_unsure(records);
}

/// The steps of a measure are no surer than the measure: where its row was read from the wrong column, so were they.
fn of_unsure(records: &mut [Record]) {
    let mut sure: BTreeMap<String, f32> = BTreeMap::new();
    for record in records.iter() {
        if let Body::Measure(measure) = &record.body {
            let best = sure.entry(squash(&measure.title)).or_default();
            *best = best.max(record.confidence);
        }
    }
    sure.retain(|_, best| *best < SURE);
    if sure.is_empty() {
        return;
    }
    for record in records.iter_mut() {
        let Body::Schedule(step) = &record.body else { continue };
        let Some(measure) = sure.get(&squash(&step.measure)).copied() else { continue };
        if record.confidence > measure {
            record.confidence = measure;
            let code = Doubt::OfDoubtful.code();
            if !record.reasons.iter().any(|reason| reason == code) {
                record.reasons.push(code.to_owned());
            }
        }
    }
}

/// Place of a figure that can be looked up: page, line and rectangle in tenths of a point.
pub(super) type PlaceKey = (Option<usize>, Option<usize>, Option<[i64; 4]>, String);

#[allow(clippy::cast_possible_truncation)] // tenths of points on a page
pub(super) fn place_key(evidence: &Evidence) -> PlaceKey {
    let tenth = |v: f32| (f64::from(v) * 10.0).round() as i64;
    let bbox = evidence.bbox.map(|b| [tenth(b.x0), tenth(b.y0), tenth(b.x1), tenth(b.y1)]);
    (evidence.page, evidence.line, bbox, evidence.quote.trim().to_owned())
}

fn stands_in(record: &Record, places: &BTreeSet<PlaceKey>) -> bool {
    matches!(record.body, Body::Amount(_)) && record.evidence.first().is_some_and(|e| places.contains(&place_key(e)))
}

/// Characters that could not be decoded.
fn undecoded(records: &[Record], doubts: &mut Doubts) {
    for (index, record) in records.iter().enumerate() {
        let lost = |text: &str| text.contains([char::REPLACEMENT_CHARACTER, '〓', '□']) && !matches!(record.body, Body::Table(_));
        if record.evidence.iter().any(|e| lost(&e.quote)) {
            doubts.add(index, Doubt::Undecoded);
        }
    }
}

/// Figures that a finding is about.
fn in_findings(records: &[Record], findings: &[Finding], doubts: &mut Doubts) {
    // Years outside and directions are questions to the plan, not to the reading.
    let about_reading =
        |f: &&Finding| f.level >= crate::model::Level::Check && f.rule != super::Rule::Evaluation && f.rule != super::Rule::Unit;
    let places: BTreeSet<PlaceKey> = findings.iter().filter(about_reading).flat_map(|f| f.evidence.iter().map(place_key)).collect();
    let moved: BTreeSet<PlaceKey> =
        findings.iter().filter_map(|f| f.proposal.as_ref()).flat_map(|p| p.moves.iter().map(|m| place_key(&m.evidence))).collect();
    for (index, record) in records.iter().enumerate() {
        if !matches!(record.body, Body::Amount(_) | Body::Value(_)) {
            continue;
        }
        let at = |places: &BTreeSet<PlaceKey>| record.evidence.iter().any(|e| places.contains(&place_key(e)));
        if at(&moved) {
            doubts.add(index, Doubt::Shifted);
        } else if at(&places) {
            doubts.add(index, Doubt::InFinding);
        }
    }
}

/// Type, page and reader of a record.
type ReadAlike<'a> = (&'a str, Option<usize>, Vec<&'a str>);

/// Records of one kind on one page are read in one way: where many of them are doubted, so are the others.
fn neighbours(records: &[Record], doubts: &mut Doubts) {
    let mut groups: BTreeMap<ReadAlike<'_>, Vec<usize>> = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        let place = record.evidence.first();
        let page = place.and_then(|e| e.page.or_else(|| e.line.map(|l| l / 40)));
        let reasons = record.reasons.iter().map(String::as_str).collect();
        groups.entry((record.body.type_name(), page, reasons)).or_default().push(index);
    }
    for group in groups.into_values() {
        let doubted = group.iter().filter(|i| doubts.has(**i, &Doubt::SPREADING)).count();
        #[allow(clippy::cast_precision_loss)] // records of a page
        if doubted >= 2 && doubted as f32 >= group.len() as f32 * NEIGHBOURS {
            let others: Vec<usize> = group.into_iter().filter(|i| !doubts.has(*i, &Doubt::SPREADING)).collect();
            others.into_iter().for_each(|index| doubts.add(index, Doubt::Neighbours));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Measure, Schedule};

    #[test]
    fn steps_are_no_surer_than_their_measure() {
        let measure = |title: &str, sure: f32| {
            let body = Body::Measure(Measure { title: title.to_owned(), ..Measure::default() });
            Record::new("plan", body, sure, Evidence::default())
        };
        let step = |measure: &str| {
            let body = Body::Schedule(Schedule { measure: measure.to_owned(), ..Schedule::default() });
            Record::new("plan", body, 0.95, Evidence::default())
        };
        // 研修 is listed twice, and the surer of both counts.
        let mut records = vec![measure("管路の更新", 0.86), measure("研修", 0.7), measure("研修", 0.95), step("管路の更新"), step("研修")];
        of_unsure(&mut records);
        assert_eq!(records.iter().map(|r| r.confidence).collect::<Vec<_>>(), [0.86, 0.7, 0.95, 0.86, 0.95]);
        assert_eq!((records[3].reasons.as_slice(), records[4].reasons.len()), (["of_doubtful".to_owned()].as_slice(), 0));
    }
}
