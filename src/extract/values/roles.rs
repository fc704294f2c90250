//! What figures are where no header says so: actual, plan, forecast, target, after what stands around the table.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::around::Around;
use crate::language::{Edge, YearSpan, find_years, normalise};
use crate::model::{Block, BlockKind, Role};
use crate::rules::{ColumnRole, Rules, Section};

/// What kind of figures a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum Figures {
    /// Indicators and physical quantities.
    Values,
    /// Money.
    Money,
}

/// The role of a year's figures by the words over the table (caption first, then headings from the lowest) and by the plan's period,
/// with the confidence of this reading.
///
/// A plan is made in the year before its first one, when the year before that is the last with closed accounts.
pub(in crate::extract) fn default_role(year: Option<i32>, figures: Figures, words: &[&str], rules: &Rules, around: &Around) -> (Role, f32) {
    let closed = last_closed_year(around);
    let past = year.zip(closed).map(|(y, c)| y <= c);
    for text in words {
        let mut said = roles_in(text, rules);
        if figures == Figures::Money {
            // Money is not aimed at but planned; so are the plan's own receipts and costs to come (収支の見通し, 事業費の見込み), unless
            // what is reckoned with is a need or a trial (更新需要の見通し).
            let planned =
                |role: &Role| *role == Role::Target || *role == Role::Forecast && rules.section(text) != Some(Section::Projection);
            said.iter_mut().filter(|role| planned(role)).for_each(|role| *role = Role::Plan);
        }
        if said.is_empty() {
            continue;
        }
        let later = [Role::Forecast, Role::Target, Role::Plan].into_iter().find(|role| said.contains(role));
        let earlier = if said.contains(&Role::Actual) || figures == Figures::Values { Role::Actual } else { later.unwrap_or(Role::Actual) };
        return match (past, later) {
            (Some(true), Some(_)) => (earlier, 0.92),
            (Some(false) | None, Some(later)) => (later, 0.9),
            (_, None) => (Role::Actual, 0.92),
        };
    }
    match (past, figures) {
        (Some(true), _) => (Role::Actual, 0.9),
        (Some(false), Figures::Money) => (Role::Plan, 0.85),
        (Some(false), Figures::Values) => (Role::Forecast, 0.85),
        (None, _) => (Role::Actual, 0.8),
    }
}

/// Blocks under a table that may be its notes.
const NOTES_UNDER: usize = 5;

fn last_closed_year(around: &Around) -> Option<i32> {
    around.period.map(|(from, to)| if around.report { to } else { from - 2 })
}

/// The roles that the words of a caption or heading name: 実績値及び予測値, 建設改良計画.
fn roles_in(text: &str, rules: &Rules) -> Vec<Role> {
    let named = rules.column_roles(text).into_iter().filter(|(_, score)| *score >= 0.4).filter_map(|(role, _)| match role {
        ColumnRole::Actual | ColumnRole::Settlement | ColumnRole::Current => Some(Role::Actual),
        ColumnRole::Forecast => Some(Role::Forecast),
        ColumnRole::Target => Some(Role::Target),
        ColumnRole::Plan | ColumnRole::Budget => Some(Role::Plan),
        _ => None,
    });
    let mut found: Vec<Role> = named.collect();
    if found.is_empty() && text.contains("計画") {
        found.push(Role::Plan);
    }
    found
}

/// 令和3年度から令和5年度までは決算、令和6年度以降は計画
#[allow(clippy::expect_used)] // constant pattern
static SAID: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:まで)?\s*(?:は|が|:|=)\s*(実績|決算|予算|計画|見込み?|予測|推計|予定|目標|見通し|推定)")
        .expect("a constant pattern")
});

/// What a note under a table says of its years.
fn role_notes(text: &str) -> Vec<(YearSpan, Role)> {
    let text = normalise(text);
    let mut found = Vec::new();
    for (range, mut span) in find_years(&text) {
        let Some(said) = SAID.captures(&text[range.end..]) else { continue };
        let role = match &said[1] {
            "実績" | "決算" => Role::Actual,
            "計画" | "予算" => Role::Plan,
            "目標" => Role::Target,
            _ => Role::Forecast,
        };
        if span.edge == Edge::Until && span.from.is_none() {
            span.from = Some(i32::MIN);
        }
        found.push((span, role));
    }
    found
}

/// The notes that follow a table, up to the next heading or table, as years with roles.
pub(in crate::extract) fn notes_under(blocks: &[Block]) -> Vec<(YearSpan, Role)> {
    let below = blocks.iter().take(NOTES_UNDER).take_while(|b| !matches!(b.kind, BlockKind::Heading { .. } | BlockKind::Table(_)));
    below.flat_map(|block| role_notes(block.text())).collect()
}

/// The role that notes give to a year.
pub(in crate::extract) fn noted_role(year: Option<i32>, notes: &[(YearSpan, Role)]) -> Option<Role> {
    let year = year?;
    let holds = |span: &YearSpan| span.from.is_some_and(|from| from <= year) && span.to.is_none_or(|to| year <= to);
    notes.iter().find(|(span, _)| holds(span)).map(|(_, role)| *role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_give_roles() {
        let notes = role_notes("※令和３年度から令和５年度までは決算、令和６年度以降は計画");
        assert_eq!(noted_role(Some(2022), &notes), Some(Role::Actual));
        assert_eq!(noted_role(Some(2024), &notes), Some(Role::Plan));
        assert_eq!(noted_role(Some(2019), &notes), None);
        assert!(role_notes("※平成26年度から新制度適用").is_empty());
    }

    #[test]
    fn words_over_the_table_and_the_period() {
        let rules = Rules::embedded();
        let around = Around { period: Some((2019, 2028)), ..Around::default() };
        let role = |year, words: &[&str], figures| default_role(Some(year), figures, words, rules, &around).0;
        let both = ["表4-1 将来人口と有収水量の実績値及び予測値"];
        assert_eq!(role(2017, &both, Figures::Values), Role::Actual);
        assert_eq!(role(2018, &both, Figures::Values), Role::Forecast);
        assert_eq!(role(2016, &["水道事業の概要"], Figures::Values), Role::Actual);
        assert_eq!(role(2020, &["水道事業建設改良計画"], Figures::Money), Role::Plan);
        assert_eq!(role(2020, &["収益的収支の見通し"], Figures::Money), Role::Plan);
        assert_eq!(role(2016, &["収益的収支の見通し"], Figures::Money), Role::Plan);
        assert_eq!(role(2020, &["更新需要の見通し"], Figures::Money), Role::Forecast);
        assert_eq!(role(2020, &["給水人口の見通し"], Figures::Values), Role::Forecast);
        assert_eq!(default_role(Some(2015), Figures::Values, &[], rules, &Around::default()).0, Role::Actual);
    }
}
