//! What is marked on each page of a document: every place with its quote and what it bears out.

use std::collections::BTreeMap;

use serde::Serialize;

use super::address::{Part, anchor};
use crate::model::{Body, CellRange, Evidence, Rect};
use crate::report::format::shorten;
use crate::report::words::Words;
use crate::track::SourceDocument;

/// Longest quote shown; the data files have it whole.
const QUOTE: usize = 400;
/// Longest name of what a place bears out.
const SUBJECT: usize = 40;
/// Most things that one place is said to bear out; a table's heading may bear out hundreds.
const MOST: usize = 6;

/// One place of a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Mark {
    /// Its id on the evidence page.
    pub(super) anchor: String,
    /// Where it is on a picture, in points from the top left.
    #[serde(skip)]
    pub(super) rect: Option<Rect>,
    /// Which cells of a sheet it covers.
    #[serde(skip)]
    pub(super) range: Option<CellRange>,
    /// Page, line or cells in words.
    pub(super) place: String,
    /// The words printed there.
    pub(super) quote: String,
    /// What it bears out, at most a few.
    pub(super) bears: Vec<Borne>,
    /// How many more.
    pub(super) more: usize,
}

/// Something that a place bears out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Borne {
    /// Type of the record.
    kind: &'static str,
    /// What it is about.
    subject: String,
    /// How sure the reading is.
    confidence: String,
    /// Which rules fired, or what is doubtful.
    reasons: Vec<String>,
    /// Id of the record.
    id: String,
}

/// The parts of a document that records name, in order.
pub(super) fn parts(document: &SourceDocument) -> Vec<Part> {
    let mut parts: Vec<Part> = document.records.iter().flat_map(|r| &r.evidence).filter_map(Part::of).collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// All marks by part, each part's in reading order.
pub(super) fn marks(document: &SourceDocument, words: &Words) -> BTreeMap<Part, Vec<Mark>> {
    let mut found: BTreeMap<Part, BTreeMap<String, Mark>> = BTreeMap::new();
    for record in &document.records {
        for e in &record.evidence {
            let Some(part) = Part::of(e) else { continue };
            let mark = found.entry(part).or_default().entry(anchor(e)).or_insert_with(|| new_mark(e, words));
            if mark.bears.len() == MOST {
                mark.more += 1;
                continue;
            }
            mark.bears.push(Borne {
                kind: record.body.type_name(),
                subject: shorten(&subject(&record.body), SUBJECT),
                confidence: percent(record.confidence),
                reasons: record.reasons.iter().map(|r| words.reason(r)).collect(),
                id: record.id.clone(),
            });
        }
    }
    found.into_iter().map(|(part, marks)| (part, in_order(marks.into_values().collect()))).collect()
}

fn new_mark(e: &Evidence, words: &Words) -> Mark {
    Mark {
        anchor: anchor(e),
        rect: e.bbox,
        range: e.range,
        place: crate::report::templates::place(e, words),
        quote: shorten(&e.quote, QUOTE),
        bears: Vec::new(),
        more: 0,
    }
}

/// From the top, from the left; where one place lies in another, the larger one first, so that the smaller one stays in reach.
fn in_order(mut marks: Vec<Mark>) -> Vec<Mark> {
    let tenths = |v: f32| (f64::from(v) * 10.0).round();
    let key = |m: &Mark| {
        let r = m.rect.unwrap_or_default();
        ([tenths(r.y0), tenths(r.x0), -tenths(r.y1), -tenths(r.x1)], m.range.map(|r| (r.first, r.last)))
    };
    marks.sort_by(|a, b| {
        let ((a_at, a_cells), (b_at, b_cells)) = (key(a), key(b));
        let rects = a_at.iter().zip(&b_at).map(|(x, y)| x.total_cmp(y)).find(|o| o.is_ne()).unwrap_or(std::cmp::Ordering::Equal);
        rects.then(a_cells.cmp(&b_cells)).then_with(|| line_of(&a.anchor).cmp(&line_of(&b.anchor))).then_with(|| a.anchor.cmp(&b.anchor))
    });
    marks
}

/// The number of a line from its anchor `l12`.
fn line_of(anchor: &str) -> Option<usize> {
    anchor.strip_prefix('l').and_then(|n| n.parse().ok())
}

/// What a record is about, in its own words; "" where its quote says it all.
fn subject(body: &Body) -> String {
    let of_year = |name: &str, year: Option<i32>| year.map_or_else(|| name.to_owned(), |y| format!("{name} {y}"));
    match body {
        Body::Goal(g) => g.title.clone(),
        Body::Measure(m) => m.title.clone(),
        Body::Schedule(s) => s.measure.clone(),
        Body::Value(v) => of_year(&v.indicator, v.year),
        Body::Indicator(i) => i.indicator.clone(),
        Body::Amount(a) => of_year(&a.item, a.year),
        Body::Result(r) => of_year(&r.measure, r.year),
        Body::Deliverable(d) => d.measure.clone(),
        Body::Document(_) | Body::Review(_) | Body::Term(_) | Body::Table(_) => String::new(),
    }
}

/// A confidence 0..1 as it is printed.
pub(in crate::report) fn percent(confidence: f32) -> String {
    format!("{:.0}%", confidence.clamp(0.0, 1.0) * 100.0)
}
