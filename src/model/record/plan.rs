//! What is planned: goals, measures, schedules.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::is_false;

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
    /// For each of the owners the part that the plan states (主管, 協力, 関係課), "" where it states none; empty where it states none at all.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub parts: Vec<String>,
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
