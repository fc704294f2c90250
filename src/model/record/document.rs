//! What a document says of itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Evidence;

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
