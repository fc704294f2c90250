//! The interchange records: one JSON object a line (`design`: records). Years are fiscal years (April to March) as western integers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Evidence;

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

/// The kinds of plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanKind {
    /// 水道ビジョン, 基本計画.
    Vision,
    /// 経営戦略, 中期経営計画.
    Strategy,
    /// 実行計画, 推進計画.
    ActionPlan,
    /// 進捗報告, 点検・評価.
    ProgressReport,
    /// 提案書.
    Proposal,
}

/// The document itself.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct DocumentRecord {
    /// Title as printed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub title: Option<String>,
    /// 仙台市 ...
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub utility: Option<String>,
    /// Who wrote it: 盛岡市上下水道局, 株式会社 ...
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub organisation: Option<String>,
    /// Kind of plan.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kind: Option<PlanKind>,
    /// First fiscal year of the plan (of the reported years for a report).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub period_from: Option<i32>,
    /// Last fiscal year.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub period_to: Option<i32>,
    /// 策定 and 改定 dates of the cover.
    #[serde(default)]
    pub revisions: Vec<Revision>,
    /// Sections that it says were renamed or taken over.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub reorganisations: Vec<Reorganisation>,
}

/// A printed note that a section became another one: 料金課はお客さまサービス課に改めた.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Reorganisation {
    /// The section's old name.
    pub from: String,
    /// Its new name.
    pub to: String,
    /// The note.
    pub evidence: Evidence,
}

/// A date of the plan's own history: calendar year and month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Revision {
    /// Calendar year.
    pub year: Option<i32>,
    /// Month 1..=12.
    pub month: Option<u8>,
    /// 策定, 改定, 素案 ...
    #[serde(default)]
    pub event: String,
}

/// A tier of the plan above its measures.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Goal {
    /// The plan's own word for the tier (施策目標, 方向性, 重点目標 ...).
    pub level: String,
    /// Number or code as printed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub code: Option<String>,
    /// Bare title.
    pub title: String,
    /// Titles of the tiers above, from the top.
    #[serde(default)]
    pub path: Vec<String>,
    /// Sections named 取りまとめ.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub lead: Vec<String>,
    /// Running text under it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub description: Option<String>,
    /// True where 重点 is printed.
    #[serde(skip_serializing_if = "is_false", default)]
    pub priority: bool,
}

/// One thing that somebody is to do: what the plan titles and schedules, assigns or follows up.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Measure {
    /// No. as printed (R4-1-1, 9-1 ...).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub code: Option<String>,
    /// Title without list marks.
    pub title: String,
    /// Titles of the tiers above, from the top.
    #[serde(default)]
    pub path: Vec<String>,
    /// 区分 as printed (実施・実施予定 ...).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub category: Option<String>,
    /// Sections or parties.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub owners: Vec<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub description: Option<String>,
    /// True where 重点 is printed.
    #[serde(skip_serializing_if = "is_false", default)]
    pub priority: bool,
    /// `dropped` (削除, 取りやめ, 廃止), `done`, or absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status: Option<String>,
    /// Themes by rules, the primary one first; the axis on which plans are compared.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub themes: Vec<Theme>,
}

/// Themes common to plans of all utilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// 安全: quality of water.
    Safety,
    /// 強靭: earthquakes, floods, ageing pipes.
    Resilience,
    /// 持続: money, charges, assets.
    Sustainability,
    /// 環境: energy, carbon, sludge.
    Environment,
    /// 広域・官民連携: other utilities and companies.
    Cooperation,
    /// DX: systems, data, online services.
    Digital,
    /// 人材: staff and skills.
    People,
    /// 広報: what customers are told and asked.
    Outreach,
}

impl Theme {
    /// All themes in their order.
    pub const ALL: [Self; 8] = [
        Self::Safety,
        Self::Resilience,
        Self::Sustainability,
        Self::Environment,
        Self::Cooperation,
        Self::Digital,
        Self::People,
        Self::Outreach,
    ];

    /// The word in records and rules: `safety` ...; messages have it under `theme.`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Safety => "safety",
            Self::Resilience => "resilience",
            Self::Sustainability => "sustainability",
            Self::Environment => "environment",
            Self::Cooperation => "cooperation",
            Self::Digital => "digital",
            Self::People => "people",
            Self::Outreach => "outreach",
        }
    }
}

/// Whether a row tells what was planned or what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// 計画.
    #[default]
    Plan,
    /// 実績.
    Actual,
}

/// One bar or cell of a measure's schedule.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Schedule {
    /// Title of the measure.
    pub measure: String,
    /// Words in the cell or on the bar, "" for a bare bar.
    pub label: String,
    /// First fiscal year, `None` where open or not said.
    pub from: Option<i32>,
    /// Last fiscal year, `None` where open or not said.
    pub to: Option<i32>,
    /// The column's name where columns are relative (5年後, 前期), first~last for a bar over several.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub phase: Option<String>,
    /// Plan or actual.
    #[serde(default)]
    pub basis: Basis,
    /// True where the source does not tell the span.
    #[serde(skip_serializing_if = "is_false", default)]
    pub uncertain: bool,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 実績, 決算.
    Actual,
    /// 目標.
    Target,
    /// 予測, 見込, 予定.
    Forecast,
    /// 基準値, 現状値 that a target starts from.
    Baseline,
    /// 平均 of peers.
    Average,
    /// 計画額, 予算 (amounts only).
    Plan,
}

/// The entry of the indicator dictionary that a printed indicator is likely to be. The printed name stays what it is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct StandardMatch {
    /// Code of the guideline, where the entry has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub code: Option<String>,
    /// Number in the ministry's table.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ministry_no: Option<String>,
    /// Name in the dictionary.
    pub name: String,
    /// How likely it is, 0..1.
    pub score: f32,
    /// Too unsure to join figures by.
    #[serde(skip_serializing_if = "is_false", default)]
    pub low: bool,
}

/// One number of one indicator in one year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Value {
    /// Indicator's name as printed.
    pub indicator: String,
    /// Its code (A101, 2210), printed or matched.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub code: Option<String>,
    /// Unit as printed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<String>,
    /// Fiscal year, `None` where none is printed.
    pub year: Option<i32>,
    /// Column's name where it is relative (将来値).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub phase: Option<String>,
    /// What the number is.
    pub role: Role,
    /// Number in the printed unit, `None` where the cell is words.
    pub value: Option<f64>,
    /// = >= <= < > ~
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub comparator: Option<String>,
    /// The cell or sentence as printed.
    pub text: String,
    /// Whose value, where not the plan's own utility (比較事業体平均値).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub scope: Option<String>,
    /// The measure it belongs to, where it stands in a measure's row or block.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub measure: Option<String>,
    /// 2005 or 2016.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub standard_edition: Option<u16>,
    /// Titles of the tiers above, from the top.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub path: Vec<String>,
    /// The entry of the dictionary that it is likely to be.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub standard: Option<StandardMatch>,
    /// The attainment rate that a report prints beside an actual value, as printed (72.5%).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub printed_rate: Option<String>,
}

/// An indicator with what the document says of it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Indicator {
    /// Name as printed.
    pub indicator: String,
    /// Code.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub code: Option<String>,
    /// Unit as printed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<String>,
    /// `up`, `down` or `none`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub direction: Option<String>,
    /// Formula as printed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub formula: Option<String>,
    /// Definition as printed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub definition: Option<String>,
    /// The entry of the dictionary that it is likely to be.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub standard: Option<StandardMatch>,
    /// The remark under its figures (評価).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub evaluation: Option<String>,
}

/// Money by year in the printed unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Amount {
    /// Row's name.
    pub item: String,
    /// Tiers or table title above it.
    #[serde(default)]
    pub path: Vec<String>,
    /// Measure it belongs to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub measure: Option<String>,
    /// Fiscal year (first of the column).
    pub year: Option<i32>,
    /// Last fiscal year, only where one column covers several.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub year_to: Option<i32>,
    /// Number in the printed unit; △ is minus.
    pub value: f64,
    /// 千円, 百万円 ...
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<String>,
    /// Plan, actual or forecast.
    pub role: Role,
}

/// What a report or follow-up says was done.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ResultRecord {
    /// Title of the measure.
    pub measure: String,
    /// What was done, as printed.
    pub text: String,
    /// Rating as printed (A, ◎, 順調).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub mark: Option<String>,
    /// Fiscal year reported on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub year: Option<i32>,
    /// Reason for a delay or change.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
    /// What comes next.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next: Option<String>,
    /// Titles of the tiers above.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub path: Vec<String>,
}

/// A named product that a measure promises.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Deliverable {
    /// Title of the measure.
    pub measure: String,
    /// Its name.
    pub title: String,
    /// First fiscal year in which it is due.
    pub due_from: Option<i32>,
    /// Last fiscal year in which it is due.
    pub due_to: Option<i32>,
}

/// How often the plan says that it is checked or revised.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    /// Years between reviews.
    pub interval_years: u32,
    /// The sentence.
    pub text: String,
}

/// A glossary entry.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Term {
    /// Head word.
    pub term: String,
    /// Definition.
    pub definition: String,
}

/// A table that was read but not understood: kept for review, never lost.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TableRecord {
    /// Page from 1, or line in a text.
    pub page: usize,
    /// Caption, "" if none.
    pub caption: String,
    /// Rows of cell texts; a merged cell's words stand at its first place.
    pub cells: Vec<Vec<String>>,
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
