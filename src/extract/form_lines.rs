//! Reports in words: under each measure the same labels come again (予定, 実績, 評価　順調, 遅れの理由, 今後の対応), and what stands under or behind
//! them is its plan of the year and its follow-up.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::{find_years, normalise};
use crate::model::{Basis, Block, BlockKind};
use crate::rules::{ColumnRole, Rules};

use super::follow_up::{FollowUp, part_named};
use super::items::bare;
use super::line::Line;
use super::measures::schedule_record;
use super::outline::NodeId;
use super::phases::Span;
use super::schedule::{Stretch, is_empty_cell};
use super::walk::Walker;

/// A label has at most this many characters.
const LABEL_CHARS: usize = 14;
/// Labels come again at least so often.
const TIMES: usize = 2;
/// A rating has at most this many characters.
const MARK_CHARS: usize = 16;

/// The labels of a document that come again, squashed, with what stands under them.
pub(super) type Labels = BTreeMap<String, ColumnRole>;

/// Labels that stand on lines of their own, or before a colon or wide space, at least twice. A result must be among them.
pub(super) fn labels(blocks: &[Block], rules: &Rules) -> Labels {
    let mut times: BTreeMap<String, (ColumnRole, usize)> = BTreeMap::new();
    for block in blocks {
        let (BlockKind::Heading { text, .. } | BlockKind::Paragraph { text } | BlockKind::ListItem { text, .. }) = &block.kind else {
            continue;
        };
        let Some((label, role)) = parted(text).and_then(|(label, _)| Some((label.clone(), role_of(&label, rules)?))) else { continue };
        times.entry(label).and_modify(|(_, n)| *n += 1).or_insert((role, 1));
    }
    // What went wrong and what comes next is not said of every measure.
    let seldom = |role: ColumnRole| matches!(role, ColumnRole::Reason | ColumnRole::Next);
    let found: Labels =
        times.into_iter().filter(|(_, (role, n))| *n >= TIMES || seldom(*role)).map(|(label, (role, _))| (label, role)).collect();
    let roles: BTreeSet<&ColumnRole> = found.values().collect();
    let reports = roles.contains(&ColumnRole::Result) && roles.len() >= 2;
    if reports { found } else { Labels::new() }
}

/// A line as label and what stands behind it, "" where the label stands alone.
fn parted(raw: &str) -> Option<(String, String)> {
    let text = raw.trim().trim_start_matches(|c: char| "・■□◆◇●○▶▷※<＜〈【[［(（".contains(c)).trim_start();
    let at = text.find([':', '：', '\u{3000}', '】', ']', '］', '>', '＞', '〉']).filter(|at| text[..*at].chars().count() > 1);
    let (label, rest) = at.map_or((text, ""), |at| (&text[..at], &text[at..]));
    let label = normalise(label).replace(' ', "");
    let signs = |c: char| c.is_whitespace() || ":：】]］>＞〉)）".contains(c);
    let rest = rest.trim_matches(|c: char| c.is_whitespace()).trim_start_matches(signs);
    let letters = label.chars().all(|c| c.is_alphanumeric() || "・()/".contains(c));
    ((2..=LABEL_CHARS).contains(&label.chars().count()) && letters && label.chars().any(char::is_alphabetic))
        .then(|| (label, rest.to_owned()))
}

/// What stands under a label of a report.
fn role_of(label: &str, rules: &Rules) -> Option<ColumnRole> {
    let years = find_years(label);
    let plain = years.into_iter().rev().fold(label.to_owned(), |mut rest, (range, _)| {
        rest.replace_range(range, "");
        rest
    });
    let plain = plain.trim_start_matches('の');
    if plain.ends_with("理由") {
        return Some(ColumnRole::Reason);
    }
    if let Some(role) = part_named(plain, rules) {
        return Some(role);
    }
    let (role, score) = rules.column_roles(plain).into_iter().next()?;
    let planned = rules.row_basis(plain) == Some(Basis::Plan);
    match role {
        _ if score < 0.9 && !planned => None,
        ColumnRole::Plan | ColumnRole::Schedule | ColumnRole::Target | ColumnRole::Forecast if planned => Some(ColumnRole::Plan),
        ColumnRole::Actual => Some(ColumnRole::Result),
        _ => None,
    }
}

impl Walker<'_> {
    /// A labelled line of a report under a measure, or what stands under one.
    pub(super) fn in_form(&mut self, line: &Line) -> bool {
        if self.form_labels.is_empty() || !self.around.report {
            return false;
        }
        let parted = parted(line.raw).and_then(|(label, rest)| Some((*self.form_labels.get(&label)?, label, rest)));
        let Some((role, label, rest)) = parted else { return self.under_label(line) };
        let Some(measure) = self.outline.measure.or_else(|| self.acting_tier()) else { return false };
        if self.follow_up.as_ref().is_none_or(|open| !open.in_lines || open.measure != measure) {
            self.close_sheet();
            self.follow_up = Some(FollowUp::in_lines(measure));
        }
        let year = find_years(&label).first().and_then(|(_, year)| year.from);
        if let Some(open) = &mut self.follow_up {
            open.part = Some(role);
            open.year = year.or(open.year);
        }
        if !rest.is_empty() {
            self.said_in_form(measure, role, &rest, line);
        }
        true
    }

    /// A line under an open label; another title, section or rating scale ends it.
    fn under_label(&mut self, line: &Line) -> bool {
        let Some((measure, part)) = self.follow_up.as_ref().filter(|open| open.in_lines).map(|open| (open.measure, open.part)) else {
            return false;
        };
        let tier =
            self.rules.tier(&bare(&line.printed)).is_some_and(|tier| tier.code.is_some()) || line.level.is_some_and(|level| level > 0);
        if tier {
            self.close_sheet();
            return false;
        }
        let apart = line.is_apart() && !(line.level == Some(0) && part == Some(ColumnRole::Mark)) && !"①②③④⑤○●".contains(line.mark.trim());
        let Some(part) = part.filter(|_| !apart || line.mark.starts_with(['①', '②', '③', '④', '⑤'])) else {
            if let Some(open) = &mut self.follow_up {
                open.part = None;
            }
            return false;
        };
        self.said_in_form(measure, part, line.raw, line);
        true
    }

    fn said_in_form(&mut self, measure: NodeId, role: ColumnRole, words: &str, line: &Line) {
        let text = bare(&normalise(words));
        if text.is_empty() || is_empty_cell(&text) || matches!(text.as_str(), "なし" | "特になし" | "該当なし") {
            return;
        }
        let evidence = line.evidence();
        let reported = self.around.reported_year();
        let Some(open) = &mut self.follow_up else { return };
        if role != ColumnRole::Plan {
            let rating = role != ColumnRole::Mark || text.chars().count() <= MARK_CHARS && !text.ends_with('。');
            if rating {
                open.take(role, "", &text, evidence);
            }
            return;
        }
        let Some(year) = open.year.or(reported) else { return };
        let title = self.outline.nodes[measure].title.clone();
        let stretch = Stretch {
            label: text.trim_end_matches('。').to_owned(),
            span: Span { from: Some(year), to: Some(year), phase: None },
            uncertain: false,
            uncertain_from: false,
            basis: None,
            evidence,
            col: 0,
        };
        let mut record = schedule_record(&stretch, &title, Basis::Plan, &self.around.document, false).because("form_line");
        record.confidence = record.confidence.min(0.88);
        self.records.push(record);
        self.acting.insert(measure);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_alone_or_before_what_they_name() {
        assert_eq!(parted("評価　順調"), Some(("評価".into(), "順調".into())));
        assert_eq!(parted("評 価：遅れあり"), Some(("評価".into(), "遅れあり".into())));
        assert_eq!(parted("【今後の対応】"), Some(("今後の対応".into(), String::new())));
        assert_eq!(parted("実績"), Some(("実績".into(), String::new())));
        assert_eq!(parted("施設を更新しました。"), None);
    }

    #[test]
    fn labels_of_reports_are_known_by_their_words() {
        let role = |label: &str| role_of(label, Rules::embedded());
        assert_eq!(role("予定"), Some(ColumnRole::Plan));
        assert_eq!(role("令和6年度の計画"), Some(ColumnRole::Plan));
        assert_eq!(role("実績"), Some(ColumnRole::Result));
        assert_eq!(role("評価"), Some(ColumnRole::Mark));
        assert_eq!(role("遅れの理由"), Some(ColumnRole::Reason));
        assert_eq!(role("今後の対応"), Some(ColumnRole::Next));
        assert_eq!(role("担当課"), None);
        assert_eq!(role("有収率"), None);
    }
}
