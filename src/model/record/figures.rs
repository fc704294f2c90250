//! Figures: indicators with their values, and money.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::is_false;

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
