//! Fiscal years in all forms that plans print.
//!
//! [`parse_year_header`] reads a header cell that says nothing but a time; [`find_years`] finds the times in running text. Both give
//! [`YearSpan`]s whose bounds are fiscal years as western integers.

mod header;
mod point;
mod prose;
mod span;

pub use header::{is_part_of_year, parse_year_header};
pub use prose::find_years;

use super::Era;
use crate::model::Role;

/// How a time was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearKind {
    /// 令和5年度, R5, 2023 (R5): fiscal years.
    Fiscal,
    /// 令和5年: calendar years; `from` and `to` hold the year's own number.
    Calendar,
    /// 令和5年3月: a month; `from` and `to` are the fiscal year it lies in.
    Month,
    /// 令和5年3月31日, R5.3.31: a day; `from` and `to` are the fiscal year it lies in.
    Date,
    /// 5年後, 3年目: counted from a base.
    Relative,
    /// 前期, 第1期, 中期目標: a part of the plan that the plan itself defines.
    Phase,
    /// 将来, 将来値: no date.
    Undated,
}

/// The word after a year that bounds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edge {
    /// The year or years themselves.
    #[default]
    None,
    /// 当初.
    Start,
    /// 中: at any time inside.
    Within,
    /// 末: the state at 31 March.
    End,
    /// まで: due; `from` is `None` unless a range is printed.
    Until,
    /// 以降, から: `to` is `None`.
    From,
    /// 頃, 目途.
    Around,
    /// 現在, 時点.
    Now,
}

/// A time as printed, resolved to fiscal years where the print allows it.
#[derive(Debug, Clone, PartialEq)]
pub struct YearSpan {
    /// First fiscal year, `None` where open or not said.
    pub from: Option<i32>,
    /// Last fiscal year, `None` where open or not said.
    pub to: Option<i32>,
    /// How it was printed.
    pub kind: YearKind,
    /// Calendar year of months, dates and calendar years.
    pub calendar: Option<i32>,
    /// Month of a month or date.
    pub month: Option<u8>,
    /// The word that bounds it.
    pub edge: Edge,
    /// 予定, 実績, 目標 ... beside it.
    pub role: Option<Role>,
    /// Name of a relative, phase or undated column (5年後, 前期, 将来値), "" otherwise.
    pub label: String,
    /// n of n年後, n-1 of n年目.
    pub offset: Option<i32>,
    /// An era ran past its end (平成40年度).
    pub overrun: bool,
    /// Western and era year contradict each other; the western one was kept.
    pub mismatch: bool,
    /// Something (era, 年度, base year) was taken from the context.
    pub inherited: bool,
    /// ※ or 参考 stands beside it.
    pub noted: bool,
    /// Two digits without an era: not resolved.
    pub ambiguous: bool,
}

impl YearSpan {
    /// One fiscal year.
    #[must_use]
    pub fn fiscal(year: i32) -> Self {
        Self::new(YearKind::Fiscal, Some(year), Some(year))
    }

    fn new(kind: YearKind, from: Option<i32>, to: Option<i32>) -> Self {
        Self {
            from,
            to,
            kind,
            calendar: None,
            month: None,
            edge: Edge::None,
            role: None,
            label: String::new(),
            offset: None,
            overrun: false,
            mismatch: false,
            inherited: false,
            noted: false,
            ambiguous: false,
        }
    }

    /// The one fiscal year it means, `None` for spans of several years and open ends (a deadline gives its last year).
    #[must_use]
    pub fn single(&self) -> Option<i32> {
        match (self.from, self.to, self.edge) {
            (Some(a), Some(b), _) if a == b => Some(a),
            (None, Some(b), Edge::Until) => Some(b),
            (Some(a), None, Edge::From) => Some(a),
            _ => None,
        }
    }

    /// Whether it covers several named years (平成26~30年度).
    #[must_use]
    pub fn is_bucket(&self) -> bool {
        matches!((self.from, self.to), (Some(a), Some(b)) if a < b)
    }

    /// Whether it can head a column of plan years: fiscal years, or calendar years by themselves.
    #[must_use]
    pub fn is_year(&self) -> bool {
        matches!(self.kind, YearKind::Fiscal | YearKind::Calendar) && (self.from.is_some() || self.to.is_some())
    }
}

/// What the surroundings of a header cell say about years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct YearContext {
    /// Era of the nearest year to the left, in the caption, or of the document: gives bare numbers (25年度, 21) their era.
    pub era: Option<Era>,
    /// Year that n年後 counts from.
    pub base: Option<i32>,
    /// 年度 is printed in the caption or the label cell, so a bare 年 means a fiscal year.
    pub fiscal: bool,
    /// The plan's period; a bare number must fall within ten years of it.
    pub period: Option<(i32, i32)>,
}

/// The role that a word beside a year gives to the figures under it, tried in this order.
const ROLE_WORDS: [(&str, Role); 23] = [
    ("決算見込", Role::Forecast),
    ("実績", Role::Actual),
    ("決算", Role::Actual),
    ("見込み", Role::Forecast),
    ("見込", Role::Forecast),
    ("予定", Role::Forecast),
    ("予測", Role::Forecast),
    ("推計", Role::Forecast),
    ("想定", Role::Forecast),
    ("試算", Role::Forecast),
    // 計画策定時, 目標設定時: where the figures start.
    ("策定時", Role::Baseline),
    ("設定時", Role::Baseline),
    ("開始時", Role::Baseline),
    ("目標", Role::Target),
    ("目指す", Role::Target),
    ("計画", Role::Plan),
    ("予算", Role::Plan),
    ("基準", Role::Baseline),
    ("現状", Role::Actual),
    ("現況", Role::Actual),
    ("当初", Role::Baseline),
    ("初期", Role::Baseline),
    ("平均", Role::Average),
];
