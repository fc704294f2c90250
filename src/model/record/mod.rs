//! The interchange records: one JSON object a line (`design`: records). Years are fiscal years (April to March) as western integers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

mod document;
mod figures;
mod plan;
mod told;

use super::Evidence;
pub use document::*;
pub use figures::*;
pub use plan::*;
pub use told::*;

/// A record with what every record has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// What it says, with its `type`.
    #[serde(flatten)]
    pub body: Body,
    /// The source file's stem.
    pub document: String,
    /// Stable within one extraction: type and a hash of what identifies it (`measure-3f2a...`). Measures get a lasting id from the ledger.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub id: String,
    /// 0..1.
    #[serde(default)]
    pub confidence: f32,
    /// Codes of the rules that fired or of the doubts.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub reasons: Vec<String>,
    /// One place, or several where a record was put together. Printed as an object when single.
    #[serde(with = "one_or_many", default)]
    #[schemars(with = "one_or_many::OneOrMany")]
    pub evidence: Vec<Evidence>,
    /// What people said of single fields; empty as extracted, filled by the store. A report that shows a field marks it where
    /// [`Record::corrected`] says so.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub corrections: Vec<Corrected>,
}

/// What a person said of one field of a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Corrected {
    /// The field: `value`, `year` ...
    pub field: String,
    /// `applied` (the record holds the person's value), `confirmed` (right as read), `agrees` (read rightly by now), `value_changed`
    /// (something else is read now: the record holds what was read, a person has to look again).
    pub standing: String,
    /// The field as it was read when the person looked at it; null where it was empty.
    pub read: serde_json::Value,
    /// Who.
    pub by: String,
    /// When (UTC).
    pub when: String,
    /// The reason given, "" if none.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub remark: String,
}

impl Record {
    /// A record without id; `extract` fills it in at the end.
    #[must_use]
    pub fn new(document: &str, body: Body, confidence: f32, evidence: Evidence) -> Self {
        Self {
            body,
            document: document.to_owned(),
            id: String::new(),
            confidence,
            reasons: Vec::new(),
            evidence: vec![evidence],
            corrections: Vec::new(),
        }
    }

    /// What a person put in place of the value that was read in a field, for the mark beside it in reports; `None` where the field is
    /// as it was read.
    #[must_use]
    pub fn corrected(&self, field: &str) -> Option<&Corrected> {
        self.corrections.iter().find(|c| c.field == field && c.standing == "applied")
    }

    /// Whether any field holds a person's value.
    #[must_use]
    pub fn is_corrected(&self) -> bool {
        self.corrections.iter().any(|c| c.standing == "applied")
    }

    /// Adds a reason code.
    #[must_use]
    pub fn because(mut self, reason: &str) -> Self {
        self.reasons.push(reason.to_owned());
        self
    }
}

/// The types of records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[allow(missing_docs)] // each type's struct carries the documentation
pub enum Body {
    Document(DocumentRecord),
    Goal(Goal),
    Measure(Measure),
    Schedule(Schedule),
    Value(Value),
    Indicator(Indicator),
    Amount(Amount),
    Result(ResultRecord),
    Deliverable(Deliverable),
    Review(Review),
    Term(Term),
    Table(TableRecord),
}

impl Body {
    /// The `type` as printed: `document`, `goal` ...
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Document(_) => "document",
            Self::Goal(_) => "goal",
            Self::Measure(_) => "measure",
            Self::Schedule(_) => "schedule",
            Self::Value(_) => "value",
            Self::Indicator(_) => "indicator",
            Self::Amount(_) => "amount",
            Self::Result(_) => "result",
            Self::Deliverable(_) => "deliverable",
            Self::Review(_) => "review",
            Self::Term(_) => "term",
            Self::Table(_) => "table",
        }
    }
}

// serde's skip_serializing_if hands over a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(b: &bool) -> bool {
    !*b
}

/// Evidence is printed as one object, or as a list where there are several.
mod one_or_many {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::model::Evidence;

    /// One place, or several.
    #[derive(Deserialize, schemars::JsonSchema)]
    #[serde(untagged)]
    #[allow(missing_docs)] // the two forms name themselves
    pub(super) enum OneOrMany {
        One(Evidence),
        Many(Vec<Evidence>),
    }

    pub(super) fn serialize<S: Serializer>(all: &[Evidence], serializer: S) -> Result<S::Ok, S::Error> {
        match all {
            [one] => one.serialize(serializer),
            many => many.serialize(serializer),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Evidence>, D::Error> {
        Ok(match OneOrMany::deserialize(deserializer)? {
            OneOrMany::One(one) => vec![one],
            OneOrMany::Many(many) => many,
        })
    }
}
