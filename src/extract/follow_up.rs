//! What a sheet or block says of one measure piece by piece: 実施内容, 総合評価, 遅れの要因, 次年度の取組, each under its own label or heading.

use crate::language::normalise;
use crate::model::{Body, Cell, Evidence, Record, ResultRecord, Table};
use crate::rules::{ColumnRole, Rules};

use super::around::Around;
use super::items::{bare, items};
use super::line::Line;
use super::outline::{NodeId, Outline};
use super::schedule::is_empty_cell;
use super::sheets::{known, pairs_of};
use super::walk::Walker;

/// Least score of a heading's word.
const HEADING: f32 = 0.6;
/// A heading that names a part of a sheet has at most this many characters.
const HEADING_CHARS: usize = 24;

/// Words of a mark over all aspects.
const OVERALL: [&str; 2] = ["総合", "全体"];

/// The follow-up of the measure of the sheet that is open.
#[derive(Debug, Clone, Default)]
pub(super) struct FollowUp {
    /// The measure that it follows up.
    pub(super) measure: NodeId,
    /// It is said in lines under labels, not on a sheet.
    pub(super) in_lines: bool,
    /// The year that a label names.
    pub(super) year: Option<i32>,
    text: Vec<String>,
    mark: Option<String>,
    reason: Option<String>,
    next: Option<String>,
    evidence: Vec<Evidence>,
    /// What the paragraphs under the last heading say.
    pub(super) part: Option<ColumnRole>,
}

impl FollowUp {
    /// The follow-up of one measure, nothing said yet.
    pub(super) fn new(measure: NodeId) -> Self {
        Self { measure, ..Self::default() }
    }

    /// The same where labels in lines say it.
    pub(super) fn in_lines(measure: NodeId) -> Self {
        Self { measure, in_lines: true, ..Self::default() }
    }

    /// Takes a label with its words; `false` where the label says nothing of a follow-up.
    pub(super) fn take(&mut self, role: ColumnRole, label: &str, printed: &str, evidence: Evidence) -> bool {
        let words = chosen(printed).unwrap_or_else(|| items(printed).concat());
        let said = !words.is_empty() && !is_empty_cell(&words);
        let more = self.in_lines;
        let keep = |place: &mut Option<String>, words: String| match place {
            // Under a label each line says more of it.
            Some(known) if said && more => known.push_str(&words),
            None if said => *place = Some(words),
            _ => {}
        };
        match role {
            ColumnRole::Result | ColumnRole::Actual => {
                if said {
                    self.text.push(words);
                    self.evidence.push(evidence);
                }
            }
            // 前年度評価 stands beside 今年度評価.
            ColumnRole::Mark if ["前年", "前回", "昨年"].iter().any(|word| label.contains(word)) => {}
            // Of several aspects (必要性, 有効性) the mark over all counts.
            ColumnRole::Mark if self.mark.is_some() && said && OVERALL.iter().any(|word| label.contains(word)) => self.mark = Some(words),
            ColumnRole::Mark if self.mark.is_some() => {}
            ColumnRole::Mark => keep(&mut self.mark, words),
            ColumnRole::Reason => keep(&mut self.reason, words),
            ColumnRole::Next => keep(&mut self.next, words),
            _ => return false,
        }
        true
    }

    /// A heading inside a sheet (Ｄ 令和7年度の実施内容): the paragraphs below it are what it names.
    pub(super) fn heading(&mut self, text: &str, rules: &Rules) -> bool {
        let bare = normalise(text);
        let bare = bare.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || " .()・:■◆●○□".contains(c));
        self.part = if bare.chars().count() <= HEADING_CHARS { part_named(bare, rules) } else { None };
        self.part.is_some()
    }

    /// A paragraph below such a heading.
    pub(super) fn paragraph(&mut self, text: &str, evidence: Evidence) -> bool {
        let Some(role) = self.part else { return false };
        self.take(role, "", &bare(text), evidence)
    }

    /// A table of labels and words inside a sheet; `false` where it is another table.
    pub(super) fn table(&mut self, table: &Table, outline: &mut Outline, rules: &Rules) -> bool {
        self.part = None;
        let Some(pairs) = labelled(table, rules) else { return false };
        let mut any = false;
        for (label, value) in pairs {
            let head = normalise(&label.text);
            let evidence = Evidence::new(value.place, value.text.clone());
            match part_named(&head, rules).or_else(|| rules.column_roles(&head).first().map(|(role, _)| *role)) {
                Some(ColumnRole::Description) if outline.nodes[self.measure].description.is_empty() => {
                    outline.nodes[self.measure].description.push(normalise(&value.text));
                    any = true;
                }
                Some(role) => any |= self.take(role, &head, &value.text, evidence),
                None => {}
            }
        }
        any
    }

    /// The result of all that was said, if something was done.
    pub(super) fn record(self, outline: &mut Outline, rules: &Rules, around: &Around) -> Option<Record> {
        if self.text.is_empty() {
            return None;
        }
        let node = outline.nodes.get_mut(self.measure)?;
        match self.mark.as_deref() {
            Some(mark) if rules.schedule.status(mark) == Some("dropped") => node.status = Some("dropped".to_owned()),
            Some(mark) if rules.ratings.state(mark) == Some("done") => node.status = Some("done".to_owned()),
            _ => {}
        }
        let measure = node.title.clone();
        let body = ResultRecord {
            measure,
            text: self.text.concat(),
            mark: self.mark,
            year: self.year.or_else(|| around.reported_year()),
            reason: self.reason,
            next: self.next,
            path: outline.path_above(self.measure),
        };
        let record = Record::new(&around.document, Body::Result(body), 0.88, self.evidence[0].clone());
        let mut record = record.because(if self.in_lines { "form_line" } else { "sheet_result" });
        record.evidence = self.evidence;
        Some(record)
    }
}

impl Walker<'_> {
    /// Headings and paragraphs of a sheet that say what was done, why, and what comes next.
    pub(super) fn followed_up(&mut self, line: &Line) -> bool {
        if self.in_form(line) {
            return true;
        }
        if self.follow_up.as_ref().is_some_and(|open| open.in_lines) {
            return false;
        }
        let Some(open) = self.follow_up.as_mut().filter(|_| self.around.report) else { return false };
        if line.level.is_some() || line.is_apart() {
            return open.heading(&line.text, self.rules);
        }
        open.paragraph(&line.text, line.evidence())
    }

    /// Closes the sheet: what it said was done is a result.
    pub(super) fn close_sheet(&mut self) {
        if let Some(open) = self.follow_up.take() {
            let record = open.record(&mut self.outline, self.rules, &self.around);
            self.records.extend(record);
        }
    }
}

/// The role that a label or heading gives to what follows it in a report.
pub(super) fn part_named(words: &str, rules: &Rules) -> Option<ColumnRole> {
    let wanted = |role: ColumnRole| matches!(role, ColumnRole::Result | ColumnRole::Mark | ColumnRole::Reason | ColumnRole::Next);
    // 次年度の取組, 今後の進め方: what comes next, whatever the last word is.
    if ["次年度", "翌年度", "今後", "来年度"].iter().any(|word| words.contains(word)) {
        return Some(ColumnRole::Next);
    }
    rules.column_roles(words).into_iter().find(|(role, score)| wanted(*role) && *score >= HEADING).map(|(role, _)| role)
}

/// The pairs of a table that holds nothing else.
fn labelled(table: &Table, rules: &Rules) -> Option<Vec<(Cell, Cell)>> {
    if table.spans_lost || table.cols < 2 {
        return None;
    }
    let mut pairs = Vec::new();
    for row in 0..table.rows {
        let cells: Vec<&Cell> = table.cells.iter().filter(|c| c.row == row).collect();
        pairs.extend(pairs_of(&cells, rules)?);
    }
    let labels = pairs.iter().filter(|(label, _)| known(&label.text, rules)).count();
    (labels * 2 >= pairs.len()).then_some(pairs)
}

/// □S □A ■B □C: the choice that is filled.
fn chosen(printed: &str) -> Option<String> {
    let text = normalise(printed);
    let (open, filled) = (['□', '☐', '○', '〇'], ['■', '☑', '☒', '✔', '✓', '●', '◉']);
    let marks = text.matches(filled).count();
    if marks != 1 || !text.contains(open) {
        return None;
    }
    let (_, after) = text.split_once(filled)?;
    let word = after.split(open).next().unwrap_or(after).trim();
    (!word.is_empty() && word.chars().count() <= 12).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filled_box_is_the_choice() {
        assert_eq!(chosen("□Ｓ　□Ａ　■Ｂ　□Ｃ　□Ｄ").as_deref(), Some("B"));
        assert_eq!(chosen("○拡充　●継続　○終了").as_deref(), Some("継続"));
        assert_eq!(chosen("□拡充　□継続"), None);
        assert_eq!(chosen("■訓練の実施 ■計画の策定"), None);
    }

    #[test]
    fn headings_name_parts() {
        let rules = Rules::embedded();
        let mut open = FollowUp::default();
        assert!(open.heading("Ｄ 令和７年度の実施内容", rules) && open.part == Some(ColumnRole::Result));
        assert!(open.heading("Ａ 改善・次年度の進め方", rules) && open.part == Some(ColumnRole::Next));
        assert!(!open.heading("Ｐ 計画と工程", rules));
    }
}
