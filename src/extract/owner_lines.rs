//! Lines that say who does something: owners in a bracket behind a title or below it, who leads a goal, sentences that sections sign.

use crate::language::{YearSpan, normalise};
use crate::model::Basis;
use crate::rules::{ColumnRole, OwnerLine, Rules, TierPrior, bracketed_tail};

use super::deadlines::{at_times, timed_tail};
use super::items::{bare, split_turn, unquoted, without_item_number};
use super::line::{Line, without_priority};
use super::measure_rows::schedule_record;
use super::outline::{Node, NodeId, NodeKind};
use super::schedule::Stretch;
use super::walk::{Candidate, TITLE_CHARS, Walker};

impl Walker<'_> {
    /// A sentence that the owners sign (…を改修します。（水道係）): the title before it is a measure, the sentence says what is done.
    pub(super) fn signed(&mut self, line: &Line, dotted: Option<Candidate>) -> bool {
        let Some((sentence, names)) = signed_sentence(&line.text, self.rules) else { return false };
        if let Some(title) = dotted.or_else(|| self.candidate.take()) {
            let mut node = Node::new(NodeKind::Measure, &title.title, title.evidence, 0.85, "signed_sentence");
            node.owners = names;
            node.parent = self.outline.current().or_else(|| self.section_node(&title.title));
            let id = self.outline.add_measure(node);
            self.unscheduled.push(id);
            self.outline.measure = Some(id);
            self.candidate = None;
            self.listing = None;
        } else if let Some(id) = self.outline.measure.filter(|&id| self.outline.nodes[id].owners.is_empty()) {
            self.outline.nodes[id].owners = names;
        } else {
            return false;
        }
        self.titles_only = false;
        self.describe(&sentence);
        self.sentence(line.place, line.raw);
        true
    }

    /// ○ name【section】（R8～R10）: who does something, and when.
    pub(super) fn owners_and_time(&mut self, line: &Line, opened: Option<NodeId>) -> bool {
        let timed = timed_tail(line.raw, self.rules).filter(|_| !self.around.report);
        let Some((words, times)) = timed else { return self.owners(line, opened) };
        let before = self.outline.measure;
        let own = Line::new(line.place, &words, line.mark, line.level, self.rules);
        if !self.owners(&own, opened) {
            return self.owners(line, opened);
        }
        if let Some(id) = self.outline.measure.filter(|id| before != Some(*id)) {
            self.steps_of(id, &at_times("", &times, &line.evidence()));
        }
        true
    }

    /// ・what is done（R8～R10） below a measure: a step of it. What the measure has reached in a year is none.
    pub(super) fn timed_step(&mut self, line: &Line) -> bool {
        let Some(id) = self.outline.measure.filter(|_| !self.around.report && !line.mark.is_empty() && !line.is_apart()) else {
            return false;
        };
        let Some((words, times)) = timed_tail(line.raw, self.rules) else { return false };
        let label = normalise(&words);
        let figure = label.ends_with(|c: char| c.is_ascii_digit() || c == '%') || split_turn(&label).is_some();
        let planned = |year: &YearSpan| self.around.period.is_none_or(|(first, _)| year.to.or(year.from).is_some_and(|last| last >= first));
        if figure || !times.iter().all(planned) {
            return false;
        }
        self.steps_of(id, &at_times(label.trim_end_matches('。'), &times, &line.evidence()));
        self.titles_only = false;
        self.describe(&label);
        self.sentence(line.place, &words);
        true
    }

    fn steps_of(&mut self, id: NodeId, steps: &[Stretch]) {
        let title = self.outline.nodes[id].title.clone();
        for step in steps {
            self.records.push(schedule_record(step, &title, Basis::Plan, &self.around.document, false));
        }
    }

    /// ◆name（担当：…） is a measure; （取りまとめ：…） names who leads the goal; （担当：…） alone belongs to the title before it. `opened` is the
    /// goal that the line before opened.
    pub(super) fn owners(&mut self, line: &Line, opened: Option<NodeId>) -> bool {
        let said = self.rules.owners.line(&line.printed);
        let unsaid = said.is_none();
        let titled = self.candidate.is_some() && self.outline.current().is_some();
        let behind_title = || titled.then(|| named_behind_sign(line, self.rules)).flatten();
        let Some(found) = said.or_else(|| named_in_bracket(line, self.rules)).or_else(behind_title) else { return false };
        let (before, priority) = without_priority(&found.before, self.rules);
        let title = without_tier_word(normalise(&bare(before)), self.rules);
        if found.coordinator {
            match opened.filter(|_| title.is_empty()) {
                Some(goal) => self.led_by(goal, found.names),
                None => self.lead = found.names,
            }
            return title.is_empty();
        }
        if title.is_empty() {
            let led = opened.filter(|goal| unsaid && self.acting_tier() != Some(*goal));
            return match led {
                // Sections in a bracket right below a goal bring together what stands under it, whatever word stands before them.
                Some(goal) => {
                    self.led_by(goal, found.names);
                    true
                }
                None => self.owners_of_title(found.names, found.parts),
            };
        }
        if title.chars().count() > TITLE_CHARS * 2 || self.rules.tier(&title).is_some_and(|t| t.code.is_some()) {
            return false;
        }
        let mut node = Node::new(NodeKind::Measure, &unquoted(without_item_number(&title)), line.evidence(), 0.95, "owner_bracket");
        node.owners = found.names;
        node.parts = found.parts;
        node.priority = priority || line.priority || self.outline.current().is_some_and(|g| self.outline.nodes[g].priority);
        node.parent = self.outline.current();
        self.open_measure(node);
        true
    }

    /// Adds a measure that a line of its own names; what follows belongs to it.
    pub(super) fn open_measure(&mut self, node: Node) {
        let id = self.outline.add_measure(node);
        self.unscheduled.push(id);
        self.outline.measure = Some(id);
        self.candidate = None;
        self.listing = None;
    }

    fn owners_of_title(&mut self, names: Vec<String>, parts: Vec<(String, String)>) -> bool {
        if let Some(candidate) = self.candidate.take() {
            let mut node = self.measure_of(candidate, 0.85, "owner_line");
            node.owners = names;
            node.parts = parts;
            node.parent = self.outline.current();
            self.outline.measure = Some(self.outline.add_measure(node));
            return true;
        }
        let Some(measure) = self.outline.measure.or_else(|| self.acting_tier()) else { return false };
        self.outline.nodes[measure].owners.extend(names);
        self.acting.insert(measure);
        self.outline.nodes[measure].parts.extend(parts);
        true
    }

    /// The tier of the last heading where its word may name what is done (■事業：…, ■施策：…): owners and a schedule below it are its own.
    pub(super) fn acting_tier(&self) -> Option<NodeId> {
        let id = self.outline.current().filter(|id| self.headed.last() == Some(id))?;
        let node = &self.outline.nodes[id];
        // 提案A-1 under 柱A: a word that the document's own numbers teach.
        let learnt = || self.around.tier_words.contains(&node.level) && node.code.as_deref().is_some_and(|code| code.contains('-'));
        let prior = self.rules.tiers.prior(&node.level);
        (matches!(prior, Some(TierPrior::Measure | TierPrior::Either)) || prior.is_none() && learnt()).then_some(id)
    }

    /// Sections that bring together what stands under a goal.
    pub(super) fn led_by(&mut self, goal: NodeId, names: Vec<String>) {
        let lead = &mut self.outline.nodes[goal].lead;
        for name in names {
            if !lead.contains(&name) {
                lead.push(name);
            }
        }
    }
}

/// 事業：管路の更新 is 管路の更新: the word that says what a title is, and no more, is no part of it.
fn without_tier_word(title: String, rules: &Rules) -> String {
    let Some((word, rest)) = title.split_once(':').filter(|(_, rest)| !rest.trim().is_empty()) else { return title };
    let names = rules.column_roles(word).first().is_some_and(|(role, score)| *role == ColumnRole::Measure && *score >= 0.9);
    let tier = rules.tiers.prior(word).is_some();
    if names || tier { rest.trim().to_owned() } else { title }
}

/// 管路の更新（窓口：給水課）: a bracket of nothing but sections names the owners, whatever word stands before them.
fn named_in_bracket(line: &Line, rules: &Rules) -> Option<OwnerLine> {
    let (before, inner) = bracketed_tail(&line.text)?;
    let (word, list) = inner.split_once(':').unwrap_or(("", inner));
    let names = rules.owners.split(list);
    let short = before.chars().count() <= TITLE_CHARS && !before.contains('。');
    let sections = !names.is_empty() && names.iter().all(|name| rules.owners.is_name(name));
    // Behind a mere dot only the sections of an office count: （市民） or （本町） may be anything.
    let offices = || names.iter().all(|n| n.chars().count() > 2 && n.ends_with(['課', '係', '室', '班']));
    let apart = !word.is_empty() || line.is_apart() || !line.mark.is_empty() && short && offices();
    (apart && sections && word.chars().count() <= 8).then(|| OwnerLine {
        coordinator: false,
        names,
        parts: rules.owners.parts_of(list, word),
        before: before.trim().to_owned(),
    })
}

/// 窓口 → 財政課, 動く課　総務課、営業課: a short word and nothing but sections behind it, below a title that stands under a tier.
fn named_behind_sign(line: &Line, rules: &Rules) -> Option<OwnerLine> {
    let text = line.printed.trim();
    let (word, list) = text.split_once([':', '：', '→', '⇒', '▶', '\u{3000}', '\t'])?;
    let word = word.trim();
    let names = rules.owners.split(list.trim_start_matches(['→', '⇒', '▶']));
    let sections = !names.is_empty() && names.iter().all(|name| rules.owners.is_name(name));
    let label = (2..=8).contains(&word.chars().count()) && word.chars().all(char::is_alphabetic) && !rules.owners.is_name(word);
    (label && sections).then(|| OwnerLine { coordinator: false, names, parts: rules.owners.parts_of(list, word), before: String::new() })
}

/// …を改修します。（水道係、工務係）: the sentence and the sections in the bracket that ends it, with or without a word before them.
fn signed_sentence(text: &str, rules: &Rules) -> Option<(String, Vec<String>)> {
    let (sentence, list) = bracketed_tail(text)?;
    let sentence = sentence.trim_end();
    let list = match list.split_once(':') {
        Some((word, names)) if word.chars().count() <= 8 => names,
        _ => list,
    };
    let names = rules.owners.split(list);
    let sections = !names.is_empty() && names.iter().all(|name| rules.owners.is_name(name));
    (sections && sentence.ends_with('。') && sentence.chars().count() >= 8).then(|| (bare(sentence), names))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;

    #[test]
    fn sections_behind_an_unknown_word_and_a_sign() {
        let rules = Rules::embedded();
        let names = |text: &str| named_behind_sign(&Line::new(Place::default(), text, "", None, rules), rules).map(|l| l.names);
        assert_eq!(names("動く職場 → 財政課"), Some(vec!["財政課".to_owned()]));
        assert_eq!(names("動く職場　総務課、営業課"), Some(vec!["総務課".to_owned(), "営業課".to_owned()]));
        assert_eq!(names("青葉市　上下水道局"), None, "a town and its office");
        assert_eq!(names("実施時期　令和7年度"), None);
        assert_eq!(names("総務課と営業課が協力して進めます。"), None);
    }

    #[test]
    fn a_word_of_a_tier_before_a_title_is_no_part_of_it() {
        let without = |title: &str| without_tier_word(title.to_owned(), Rules::embedded());
        assert_eq!(without("施策:管路の更新"), "管路の更新");
        assert_eq!(without("見える化:台帳の公開"), "見える化:台帳の公開");
    }
}
