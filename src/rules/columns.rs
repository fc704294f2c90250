//! Header words to column roles.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::fold::fold;
use super::source::{Reader, Words};
use crate::language::memo::Memo;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    /// A tier of the plan above its measures; which one is its header word.
    Goal,
    /// Names of measures.
    Measure,
    /// Numbers or codes of measures, tiers or indicators.
    Code,
    /// 区分 and the like.
    Category,
    /// Sections or parties that do it.
    Owner,
    /// Sections that bring others together (取りまとめ).
    Coordinator,
    /// People who filled in a form: never owners.
    Person,
    /// What a measure is about.
    Description,
    /// What it is to bring.
    Effect,
    /// Head over the columns of a schedule.
    Schedule,
    /// A span of years written in the cell.
    Period,
    /// A point of time written in the cell.
    Due,
    /// Years, or the head over year columns. The years themselves are known by their form, not by rules.
    Year,
    /// Names of indicators.
    Indicator,
    /// Named products (成果物).
    Deliverable,
    /// Units.
    Unit,
    /// Which direction is better.
    Direction,
    /// Formula of an indicator.
    Formula,
    /// Value that a target starts from.
    Baseline,
    /// Present value.
    Current,
    /// Value to be reached.
    Target,
    /// Value that was reached.
    Actual,
    /// Value expected.
    Forecast,
    /// 計画 as a sub-head beside 実績.
    Plan,
    /// Mean of peers.
    Average,
    /// Difference of columns: not a value.
    Change,
    /// Rate of attainment or execution: not a value.
    Rate,
    /// What was done.
    Result,
    /// Rating.
    Mark,
    /// Why late or changed.
    Reason,
    /// What comes next.
    Next,
    /// Money planned.
    Budget,
    /// Money spent.
    Settlement,
    /// Money without saying which.
    Amount,
    /// Sum over the row.
    Total,
    /// Where.
    Place,
    /// Remarks.
    Note,
    /// Head words of a glossary.
    Term,
    /// Definitions of a glossary or of indicators.
    Definition,
    /// Remark on an indicator's figures.
    Evaluation,
    /// Neutral head of row names (科目, 項目).
    Item,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleWords {
    #[serde(default)]
    words: Words,
    #[serde(default)]
    weak: Words,
}

/// Headers longer than this many characters are sentences, not headers.
const LONGEST_HEADER: usize = 60;
/// Weak words count this much of what a sure word counts.
const WEAK: f32 = 0.7;
/// A word in the brackets of a header counts this much.
const BRACKETED: f32 = 0.6;
/// A whole word of the rules in the brackets of a header that is none counts this much.
const BRACKETED_WORD: f32 = 0.85;

/// Roles of one word, each with the weight of the word there.
type Weights = Vec<(ColumnRole, f32)>;

/// The compiled header words.
#[derive(Debug, Default)]
pub struct Columns {
    /// Roles of headers that were asked for.
    asked: Memo<Vec<(ColumnRole, f32)>>,
    /// Folded word to its roles, each with the weight of the word there. Looked up at every place of every header, never gone through.
    words: HashMap<String, Weights>,
    /// Characters with which words begin and the lengths in bytes of those words: most places of a header need no look at the words.
    starts: BTreeMap<char, BTreeSet<usize>>,
}

impl Columns {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let file: BTreeMap<ColumnRole, RoleWords> = reader.parse();
        let mut columns = Self::default();
        let mut sure = BTreeMap::new();
        // In the order of the file, so that of two equal words the upper one is the first.
        let mut in_order: Vec<_> = file.iter().collect();
        in_order.sort_by_key(|(_, lists)| lists.words.first().map(|w| w.span().start));
        for (role, lists) in in_order {
            let name = format!("{role:?}").to_lowercase();
            let words = reader.words_once(&format!("{name}.words"), &lists.words, &mut sure);
            columns.add(words, *role, 1.0);
        }
        for (role, lists) in &file {
            let name = format!("{role:?}").to_lowercase();
            if !lists.weak.is_empty() {
                let words = reader.words(&format!("{name}.weak"), &lists.weak);
                columns.add(words, *role, WEAK);
            }
        }
        columns
    }

    fn add(&mut self, words: Vec<String>, role: ColumnRole, weight: f32) {
        for word in words {
            if let Some(first) = word.chars().next() {
                self.starts.entry(first).or_default().insert(word.len());
            }
            let roles = self.words.entry(word).or_default();
            if !roles.iter().any(|(known, _)| *known == role) {
                roles.push((role, weight));
            }
        }
    }

    /// Tier words name goal columns too; a word that is already a measure's stays one with the same weight.
    pub(super) fn add_tiers(&mut self, words: impl Iterator<Item = (String, f32, f32)>) {
        for (word, goal, measure) in words {
            self.add(vec![word.clone()], ColumnRole::Goal, goal);
            self.add(vec![word], ColumnRole::Measure, measure);
        }
    }

    /// The roles that a header may have, best first, scores 0..1. Years in it are passed over. 1.0: the header is one sure word.
    #[must_use]
    pub fn roles(&self, header: &str) -> Vec<(ColumnRole, f32)> {
        // Folding costs more than counting: sentences of cells are asked about as well, and some signs are several letters.
        if header.chars().filter(|c| !c.is_whitespace()).nth(2 * LONGEST_HEADER).is_some() {
            return Vec::new();
        }
        self.asked.get_or(header, |header| self.roles_of(&fold(header)))
    }

    fn roles_of(&self, folded: &str) -> Vec<(ColumnRole, f32)> {
        if folded.is_empty() || folded.chars().count() > LONGEST_HEADER {
            return Vec::new();
        }
        let mut best: BTreeMap<ColumnRole, f32> = BTreeMap::new();
        let mut keep = |role: ColumnRole, score: f32| {
            let known = best.entry(role).or_insert(0.0);
            *known = known.max(score);
        };
        if let Some(roles) = self.words.get(folded) {
            roles.iter().for_each(|(role, weight)| keep(*role, *weight));
        }
        let (main, remarks) = split_brackets(folded);
        self.parts(&without_years(&main)).into_iter().for_each(|(role, score)| keep(role, score));
        let main_known = self.words.contains_key(without_years(&main).as_ref());
        for remark in remarks.iter().map(|remark| without_years(remark)) {
            // 到達の姿(令和7年度末目標値): a whole word in brackets says more than one that the head only resembles.
            let weight = if !main_known && self.words.contains_key(remark.as_ref()) { BRACKETED_WORD } else { BRACKETED };
            self.parts(&remark).into_iter().for_each(|(role, score)| keep(role, score * weight));
        }
        let mut roles: Vec<_> = best.into_iter().collect();
        roles.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        roles
    }

    /// Roles of a header part: an exact word, else the words in it that no longer word covers. Japanese heads stand last.
    fn parts(&self, part: &str) -> Vec<(ColumnRole, f32)> {
        let part = part.trim_matches(|c: char| matches!(c, ':' | '・' | ',' | '、' | '-' | '~'));
        if part.is_empty() {
            return Vec::new();
        }
        if let Some(roles) = self.words.get(part) {
            return roles.clone();
        }
        let length = part.chars().count() as f32;
        let mut found: Vec<(usize, usize, &Weights)> = Vec::new();
        for (from, first) in part.char_indices() {
            let Some(lengths) = self.starts.get(&first) else { continue };
            // A single character inside another word says nothing (計 in 計画).
            for to in lengths.iter().filter(|length| **length > first.len_utf8()).map(|length| from + length) {
                if let Some(roles) = part.get(from..to).and_then(|word| self.words.get(word)) {
                    found.push((from, to, roles));
                }
            }
        }
        let covered = |(from, to): (usize, usize)| found.iter().any(|(f, t, _)| *f <= from && to <= *t && t - f > to - from);
        let mut scores = Vec::new();
        for (from, to, roles) in &found {
            if covered((*from, *to)) {
                continue;
            }
            let share = part[*from..*to].chars().count() as f32 / length;
            let base = if *to == part.len() {
                0.6
            } else if *from == 0 {
                0.5
            } else {
                0.4
            };
            scores.extend(roles.iter().map(|(role, weight)| (*role, weight * (base + 0.35 * share))));
        }
        scores
    }
}

/// The text outside brackets, and each bracket's inside.
pub(super) fn split_brackets(text: &str) -> (Cow<'_, str>, Vec<String>) {
    if !text.contains(['(', '[', ')', ']']) {
        return (Cow::Borrowed(text), Vec::new());
    }
    let (mut main, mut remarks, mut depth) = (String::new(), Vec::new(), 0_usize);
    for c in text.chars() {
        match c {
            '(' | '[' => {
                if depth == 0 {
                    remarks.push(String::new());
                }
                depth += 1;
            }
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => main.push(c),
            _ => {
                if let Some(remark) = remarks.last_mut() {
                    remark.push(c);
                }
            }
        }
    }
    (Cow::Owned(main), remarks)
}

/// The text without fiscal years (令和7年度末, H30, 2028年度), so that the words beside them can be an exact match.
pub(super) fn without_years(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| c.is_ascii_digit() || c == '元') {
        return Cow::Borrowed(text);
    }
    let chars: Vec<char> = text.chars().collect();
    let (mut kept, mut i) = (String::new(), 0);
    while i < chars.len() {
        match year_end(&chars, i) {
            Some(end) => i = end,
            None => {
                kept.push(chars[i]);
                i += 1;
            }
        }
    }
    Cow::Owned(kept)
}

/// Where the year that begins at `start` ends: an era and a number, four digits, or digits before 年度.
fn year_end(chars: &[char], start: usize) -> Option<usize> {
    let era = match chars[start..] {
        ['令', '和', ..] | ['平', '成', ..] | ['昭', '和', ..] | ['大', '正', ..] => 2,
        ['R' | 'H' | 'S', d, ..] if d.is_ascii_digit() => 1,
        _ => 0,
    };
    if start > 0 && chars[start - 1].is_ascii_alphanumeric() {
        return None;
    }
    let mut end = start + era;
    while end < chars.len() && (chars[end].is_ascii_digit() || (era > 0 && chars[end] == '元')) {
        end += 1;
    }
    let digits = end - start - era;
    let followed = chars[end..].starts_with(&['年', '度']);
    if digits == 0 || !(era > 0 || digits == 4 || followed) {
        return None;
    }
    for tail in ['年', '度', '末'] {
        if chars.get(end) == Some(&tail) {
            end += 1;
        }
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    fn best(header: &str) -> Option<ColumnRole> {
        Rules::embedded().column_roles(header).first().map(|(role, _)| *role)
    }

    #[test]
    fn headers_of_real_plans_get_their_role() {
        use ColumnRole::*;
        let cases = [
            ("件名", Measure),
            ("No.", Code),
            ("担 当 課", Owner),
            ("工程", Schedule),
            ("成果指標 (令和7年度末目標値)", Indicator),
            ("令和７年度末目標値", Target),
            ("H20 (予定)", Forecast),
            ("望ましい方向", Direction),
            ("業務指標名", Indicator),
            ("比較事業体平均値", Average),
            ("比較増減", Change),
            ("達成率", Rate),
            ("方策の成果・課題等", Result),
            ("目標", Goal),
            ("基本施策", Goal),
            ("実施事業", Measure),
            ("工事等内容", Measure),
            ("基準値（令和4年度）", Baseline),
            ("遅れの理由", Reason),
            ("今後の方向性", Next),
            ("決算額（千円）", Settlement),
            ("用語", Term),
            ("合 計", Total),
            ("主な取り組み", Measure),
        ];
        for (header, role) in cases {
            assert_eq!(best(header), Some(role), "{header}: {:?}", Rules::embedded().column_roles(header));
        }
    }

    #[test]
    fn longer_words_win_and_years_alone_have_no_role() {
        assert_eq!(best("令和5年度"), None);
        assert_eq!(best("2019(H31)"), None);
        let roles = Rules::embedded().column_roles("成果指標(令和7年度末目標値)");
        assert!(roles.iter().any(|(role, score)| *role == ColumnRole::Target && *score < 0.9), "{roles:?}");
        assert!(!roles.iter().any(|(role, _)| *role == ColumnRole::Result), "成果 inside 成果指標 is no result: {roles:?}");
        assert_eq!(
            best(
                "本市の水道は昭和の初めから給水を続けており、その間に数次の拡張事業を経て現在の施設となった。今後も安定した給水を続けるために努力する必要がある。"
            ),
            None
        );
    }
}
