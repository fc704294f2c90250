//! What people say of single values: right as read, or wrong and what is right.
//!
//! A correction is bound to the bytes of the source, to the place on the page and to the value that was read there. It is laid over the
//! current extraction whenever records are read, so a later release or newly taught words meet it again: where the same value is read at
//! the same place it holds, where the right value is read by now it has done its work, and where something else is read, or nothing, it is
//! stale, which is told and never settled by the program.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::event::{Entry, Event};
use super::progress::FORM;
use super::{Store, StoreError};
use crate::model::{Corrected, Evidence, Record};

/// Two readings of one place may differ by this many points.
const SAME_PLACE: f32 = 2.0;

/// What a person says of one field of one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// SHA-256 of the source's bytes.
    pub document: String,
    /// Key of the extraction that was looked at.
    pub extraction: String,
    /// The record's id in that extraction.
    pub record: String,
    /// The record's type.
    pub kind: String,
    /// The field (`value`, `year` ...).
    pub field: String,
    /// Where the record was found, without the words.
    pub place: Evidence,
    /// Which of the records of this type at this place, from 0.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub nth: usize,
    /// The field as it was read; null where it was empty.
    pub old: Value,
    /// What is right; absent where the field is right as it was read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub new: Option<Value>,
    /// The reason given, "" if none.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub remark: String,
}

// serde's skip_serializing_if hands over a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(n: &usize) -> bool {
    *n == 0
}

/// One workbook of corrections that came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Corrections {
    /// SHA-256 of the workbook's bytes.
    pub source: String,
    /// Its file name.
    pub file_name: String,
    /// What it says that is new.
    pub corrections: Vec<Correction>,
}

/// A correction with who made it and when.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptCorrection {
    /// What was said.
    pub correction: Correction,
    /// The workbook's file name.
    pub file_name: String,
    /// Sequence number of the ledger's entry.
    pub seq: u64,
    /// Who said it.
    pub who: String,
    /// When (UTC).
    pub when: String,
}

/// How a correction stands towards the current extraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The value was read as before and is replaced.
    Applied,
    /// The value was read as before and a person says that it is right.
    Confirmed,
    /// The right value is read by now.
    Agrees,
    /// Something else is read at the place now: a person has to look again.
    ValueChanged,
    /// No record of this type is at the place any more: a person has to look again.
    PlaceGone,
}

impl Standing {
    /// Whether a person has to look again.
    #[must_use]
    pub fn is_stale(self) -> bool {
        matches!(self, Self::ValueChanged | Self::PlaceGone)
    }

    /// A stable code, also a key of the message catalogue (`correction.<code>`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Confirmed => "confirmed",
            Self::Agrees => "agrees",
            Self::ValueChanged => "value_changed",
            Self::PlaceGone => "place_gone",
        }
    }
}

/// Adds the corrections of a workbook to those of their documents; the last one for a field of a place is the one that counts.
pub(super) fn apply(kept: &mut BTreeMap<String, Vec<KeptCorrection>>, entry: &Entry, form: &Corrections) {
    for correction in &form.corrections {
        kept.entry(correction.document.clone()).or_default().push(KeptCorrection {
            correction: correction.clone(),
            file_name: form.file_name.clone(),
            seq: entry.seq,
            who: entry.who.clone(),
            when: entry.when.clone(),
        });
    }
}

impl Correction {
    /// What can be said of a field of a record, as extracted: nothing yet but where it stands and what was read. `None` where the record
    /// has no place.
    #[must_use]
    pub fn about(document: &str, extraction: &str, records: &[Record], index: usize, name: &str) -> Option<Self> {
        let record = records.get(index)?;
        let place = record.evidence.first()?.clone();
        let here = |r: &&Record| r.body.type_name() == record.body.type_name() && r.evidence.first().is_some_and(|e| same_place(e, &place));
        Some(Self {
            document: document.to_owned(),
            extraction: extraction.to_owned(),
            record: record.id.clone(),
            kind: record.body.type_name().to_owned(),
            field: name.to_owned(),
            nth: records[..index].iter().filter(here).count(),
            old: field(record, name),
            place,
            new: None,
            remark: String::new(),
        })
    }

    /// Whether both speak of the same field of the same place.
    #[must_use]
    pub fn same_field(&self, other: &Self) -> bool {
        self.field == other.field && self.nth == other.nth && self.same_place(other)
    }

    /// Whether both speak of records of the same type at the same place.
    #[must_use]
    pub fn same_place(&self, other: &Self) -> bool {
        self.document == other.document && self.kind == other.kind && same_place(&self.place, &other.place)
    }
}

/// The corrections that count: for each field of a place the last one.
fn in_force(all: &[KeptCorrection]) -> Vec<&KeptCorrection> {
    let later = |i: usize| all[i + 1..].iter().any(|l| l.correction.same_field(&all[i].correction));
    all.iter().enumerate().filter(|(i, _)| !later(*i)).map(|(_, kept)| kept).collect()
}

/// Lays corrections over the records of a document as they were extracted; gives how each one stands, in the ledger's order.
pub(super) fn lay_over<'a>(records: &mut [Record], all: &'a [KeptCorrection]) -> Vec<(&'a KeptCorrection, Standing)> {
    // All are found before any is laid: one correction must not change what another one is found by.
    let found: Vec<_> = in_force(all).into_iter().map(|kept| (kept, find(records, &kept.correction))).collect();
    let mut standings = Vec::with_capacity(found.len());
    for (kept, (standing, place)) in found {
        if let Some(record) = place.and_then(|i| records.get_mut(i)) {
            mark(record, kept, standing);
        }
        standings.push((kept, standing));
    }
    standings
}

/// The record that a correction is about, and how it stands.
fn find(records: &[Record], correction: &Correction) -> (Standing, Option<usize>) {
    let here: Vec<(usize, Value)> = records
        .iter()
        .enumerate()
        .filter(|(_, r)| r.body.type_name() == correction.kind && r.evidence.first().is_some_and(|e| same_place(e, &correction.place)))
        .map(|(i, r)| (i, field(r, &correction.field)))
        .collect();
    let with = |value: &Value| -> Option<usize> {
        let same: Vec<usize> = here.iter().filter(|(_, v)| same_value(v, value)).map(|(i, _)| *i).collect();
        let nth = here.get(correction.nth).map(|(i, _)| *i).filter(|i| same.contains(i));
        nth.or(if let [one] = same[..] { Some(one) } else { None })
    };
    if here.is_empty() {
        return (Standing::PlaceGone, None);
    }
    if let Some(i) = with(&correction.old) {
        return (if correction.new.is_some() { Standing::Applied } else { Standing::Confirmed }, Some(i));
    }
    match correction.new.as_ref().and_then(with) {
        Some(i) => (Standing::Agrees, Some(i)),
        None => (Standing::ValueChanged, here.get(correction.nth).map(|(i, _)| *i)),
    }
}

/// Changes a record where it has to be changed, and says in it what a person said.
fn mark(record: &mut Record, kept: &KeptCorrection, standing: Standing) {
    let correction = &kept.correction;
    if standing == Standing::Applied {
        let Some(corrected) = correction.new.as_ref().and_then(|new| with_field(record, &correction.field, new)) else { return };
        *record = corrected;
    }
    record.corrections.push(Corrected {
        field: correction.field.clone(),
        standing: standing.code().to_owned(),
        read: correction.old.clone(),
        by: kept.who.clone(),
        when: kept.when.clone(),
        remark: correction.remark.clone(),
    });
}

/// A field of a record as it is exchanged; null where the record does not have it.
#[must_use]
pub fn field(record: &Record, name: &str) -> Value {
    serde_json::to_value(&record.body).ok().and_then(|body| body.get(name).cloned()).unwrap_or(Value::Null)
}

/// The record with another value in a field; `None` where the value cannot stand there.
#[must_use]
pub fn with_field(record: &Record, name: &str, value: &Value) -> Option<Record> {
    let mut body = serde_json::to_value(&record.body).ok()?;
    let fields = body.as_object_mut()?;
    if value.is_null() {
        fields.shift_remove(name);
    } else {
        fields.insert(name.to_owned(), value.clone());
    }
    let body = serde_json::from_value(body).ok()?;
    let corrected = Record { body, ..record.clone() };
    // A field that the type does not have would be lost in silence.
    same_value(&field(&corrected, name), value).then_some(corrected)
}

/// Numbers may differ in the last place after they were written down and read.
fn same_value(a: &Value, b: &Value) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-12 * a.abs().max(b.abs()),
        _ => a == b,
    }
}

/// Whether two places are the same but for the rounding of a page's measures.
fn same_place(a: &Evidence, b: &Evidence) -> bool {
    let near = |a: f32, b: f32| (a - b).abs() <= SAME_PLACE;
    let boxes = match (a.bbox, b.bbox) {
        (Some(a), Some(b)) => near(a.x0, b.x0) && near(a.y0, b.y0) && near(a.x1, b.x1) && near(a.y1, b.y1),
        (None, None) => true,
        _ => false,
    };
    boxes && (a.page, a.line, a.range) == (b.page, b.line, b.range)
}

impl Store {
    /// Takes what a workbook of corrections says, whole, as one entry; gives how much of it is new. What was said before in the same
    /// words writes nothing.
    ///
    /// # Errors
    /// Where the store is open for reading or cannot be written, or a corrected document cannot be read back.
    pub fn correct(&mut self, workbook: &[u8], file_name: &str, all: &[Correction], why: &str) -> Result<usize, StoreError> {
        self.for_writing()?;
        let said = |c: &Correction| {
            let kept = self.catalog.corrections.get(&c.document)?;
            kept.iter().rev().find(|k| k.correction.same_field(c)).map(|k| &k.correction)
        };
        let known = |c: &&Correction| said(c).is_some_and(|before| (&before.old, &before.new) == (&c.old, &c.new));
        let corrections: Vec<Correction> = all.iter().filter(|c| !known(c)).cloned().collect();
        let count = corrections.len();
        if count == 0 {
            return Ok(0);
        }
        let mut documents: Vec<String> = corrections.iter().map(|c| c.document.clone()).collect();
        documents.sort();
        documents.dedup();
        let source = self.keep_form(workbook)?;
        self.append(why, Event::Corrected(Box::new(Corrections { source, file_name: file_name.to_owned(), corrections })))?;
        for document in documents {
            self.index_document(self.extraction(&document));
        }
        Ok(count)
    }

    /// How every correction of a document stands towards its current extraction, in the ledger's order; later ones replace earlier ones.
    ///
    /// # Errors
    /// Where there is no such document, or its file is not what the ledger says.
    pub fn corrections(&self, document: &str) -> Result<Vec<(&KeptCorrection, Standing)>, StoreError> {
        let Some(kept) = self.catalog.corrections.get(document) else { return Ok(Vec::new()) };
        let known = self.document(document).ok_or_else(|| StoreError::UnknownId(document.to_owned()))?;
        let mut records = self.read_extraction(known.extraction())?.records;
        Ok(lay_over(&mut records, kept))
    }

    /// Everything that was ever said of a document's values, the oldest first.
    #[must_use]
    pub fn all_corrections(&self, document: &str) -> &[KeptCorrection] {
        self.catalog.corrections.get(document).map_or(&[], Vec::as_slice)
    }

    /// Where the workbook with this hash is kept.
    #[must_use]
    pub fn path_of_form(&self, source: &str) -> std::path::PathBuf {
        self.source_path(source, FORM)
    }
}
