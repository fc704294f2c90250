//! Titles with one mark under numbered tiers, each with text of its own: what the plan undertakes, where nobody says who or when.
//!
//! ```text
//! 実現方策1　原水水質管理の強化
//! ■水源環境の保護
//! 本市の自己水源は、すべて地表水に依存しており、…
//! ■水質検査の強化
//! …
//! ```
//!
//! One such title may be anything. Where the same mark stands again and again under the tiers of a document, before other words each time and
//! text each time, the document has a custom. So the marks are learnt from the whole document before the walk.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::{normalise, squash};
use crate::model::{Basis, Block, BlockKind};
use crate::rules::{Rules, TierPrior};

use super::deadlines::dated_tail;
use super::items::bare;
use super::line::Line;
use super::measures::schedule_record;
use super::outline::{Node, NodeKind};
use super::schedule::Stretch;
use super::walk::{TITLE_CHARS, Walker, title_of};

/// Least number of different titles behind a mark.
const TITLES: usize = 4;
/// Least number of tiers that they stand under.
const TIERS: usize = 2;
/// Text under a title is at least this long.
const TEXT_CHARS: usize = 30;
/// What the mark of a list item ends with where its title is bold: that sets it apart like a sign.
pub(super) const BOLD: &str = "**";
/// Letters of a label between mark and title (■施策：…), at most.
const LABEL_CHARS: usize = 8;

/// What stands before a title: its mark, and a label that parts from it (■取組名：). Numbers count as one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    sign: char,
    label: String,
}

/// What was seen of a mark.
#[derive(Debug, Default)]
struct Seen {
    titles: BTreeSet<String>,
    tiers: BTreeSet<String>,
    times: usize,
    under_tiers: usize,
    with_text: usize,
}

/// The marks that stand before titles with text of their own under the numbered tiers of a document.
pub(super) fn marks(blocks: &[Block], rules: &Rules) -> BTreeSet<Mark> {
    let mut seen: BTreeMap<Mark, Seen> = BTreeMap::new();
    let mut tier: Option<String> = None;
    for (at, block) in blocks.iter().enumerate() {
        let (mark, text, level) = match &block.kind {
            BlockKind::Heading { level, text } => ("", text.as_str(), *level),
            BlockKind::ListItem { mark, text } => (mark.as_str(), text.as_str(), 0),
            _ => continue,
        };
        let words = normalise(text);
        if let Some(found) = rules.tier(&bare(&words)).filter(|found| found.code.is_some() && !found.word.is_empty()) {
            tier = (found.prior != TierPrior::Measure).then_some(words);
            continue;
        }
        if level > 0 && rules.section(&words).is_some() {
            tier = None;
        }
        let described = || blocks[at + 1..].iter().find(|b| !apart_from_text(b)).is_some_and(is_text);
        for (mark, title) in parted(mark, text) {
            let seen = seen.entry(mark).or_default();
            seen.times += 1;
            seen.under_tiers += usize::from(tier.is_some());
            if let Some(tier) = tier.as_ref().filter(|_| is_title(&title, rules) && described()) {
                seen.with_text += 1;
                seen.titles.insert(squash(&title));
                seen.tiers.insert(tier.clone());
            }
        }
    }
    let custom = |seen: &Seen| {
        let own = seen.titles.len() * 5 >= seen.with_text * 4;
        seen.titles.len() >= TITLES
            && seen.tiers.len() >= TIERS
            && own
            && seen.with_text * 10 >= seen.under_tiers.max(1) * 7
            && seen.under_tiers * 10 >= seen.times * 6
    };
    seen.into_iter().filter(|(_, seen)| custom(seen)).map(|(mark, _)| mark).collect()
}

impl Walker<'_> {
    /// A title behind a mark that this document has for what it undertakes.
    pub(super) fn described_title(&mut self, line: &Line) -> bool {
        if self.around.marks.is_empty() || self.outline.current().is_none() {
            return false;
        }
        let known = parted(line.mark, line.raw).into_iter().find(|(mark, _)| self.around.marks.contains(mark));
        let Some((_, title)) = known else { return false };
        let (title, steps) = self.dated(title, line);
        // A bold title with its text behind it is one even where chapters have that name (広域連携の推進).
        if !(is_title(&title, self.rules) || line.mark.ends_with(BOLD) && is_name(&title, self.rules)) {
            return false;
        }
        let mut node = Node::new(NodeKind::Measure, &title, line.evidence(), 0.85, "described_title");
        node.priority = line.priority;
        node.parent = self.outline.current();
        self.open_measure(node);
        for step in steps {
            self.records.push(schedule_record(&step, &title, Basis::Plan, &self.around.document, false));
        }
        self.titles_only = false;
        true
    }

    /// A title without the times of the plan in the bracket behind it, and the steps that these are.
    fn dated(&self, title: String, line: &Line) -> (String, Vec<Stretch>) {
        let first = self.around.period.map(|(first, _)| first);
        let planned = |step: &Stretch| first.is_none_or(|first| step.span.to.or(step.span.from).is_some_and(|last| last >= first));
        match dated_tail(&title, &line.evidence(), self.rules) {
            Some((before, steps)) if steps.iter().all(planned) => (before, steps),
            _ => (title, Vec::new()),
        }
    }
}

impl Walker<'_> {
    /// A described title that a table lists as a measure too is that measure: the table says where it belongs, the text what it is.
    pub(super) fn described_in_tables(&mut self) {
        let described = |n: &Node| n.kind == NodeKind::Measure && n.reasons.iter().any(|r| r == "described_title");
        for id in 0..self.outline.nodes.len() {
            let node = &self.outline.nodes[id];
            if !described(node) {
                continue;
            }
            let same = |n: &Node| n.kind == NodeKind::Measure && n.key() == node.key() && !described(n);
            let mut others = (0..self.outline.nodes.len()).filter(|&other| same(&self.outline.nodes[other]));
            let (Some(other), None) = (others.next(), others.next()) else { continue };
            let node = node.clone();
            self.outline.nodes[id].kind = NodeKind::Section;
            let listed = &mut self.outline.nodes[other];
            listed.parent = listed.parent.or(node.parent);
            listed.priority |= node.priority;
            if listed.description.is_empty() {
                listed.description = node.description;
            }
            if listed.owners.is_empty() {
                listed.owners = node.owners;
            }
            listed.evidence.extend(node.evidence);
        }
    }
}

/// The mark of a line and the title behind it: with its label, where one parts from the title, and without.
fn parted(mark: &str, text: &str) -> Vec<(Mark, String)> {
    let text = text.trim();
    let (sign, rest) = match mark.trim().chars().next() {
        Some(sign) => (sign, text),
        None => (text.chars().next().unwrap_or(' '), text.trim_start_matches(is_sign)),
    };
    let bold = mark.ends_with(BOLD);
    let counted = |c: char| matches!(c, '①'..='⑳') || matches!(c, '(' | '（') && !mark.is_empty();
    let sign = if bold { '*' } else { sign };
    let sign = if counted(sign) { '(' } else { sign };
    if !(is_sign(sign) || sign == '(' || bold) {
        return Vec::new();
    }
    let rest = rest.trim();
    let mut found = vec![(Mark { sign, label: String::new() }, title_of(&normalise(rest)))];
    if let Some((label, title)) = rest.split_once([':', '：', '\u{3000}']) {
        let label = normalise(label);
        if (2..=LABEL_CHARS).contains(&label.chars().count()) && label.chars().all(char::is_alphabetic) && !title.trim().is_empty() {
            found.insert(0, (Mark { sign, label }, title_of(&normalise(title))));
        }
    }
    found
}

/// Signs that set a title apart; dots and dashes stand before anything.
fn is_sign(c: char) -> bool {
    "■◆◇●○◎□▼▽▶▷►◉★☆▲△❏❖".contains(c)
}

/// Words that may be a title of their own: no name of a part of every plan (現状と課題).
fn is_title(title: &str, rules: &Rules) -> bool {
    is_name(title, rules) && rules.section(title).is_none()
}

/// No sentence, and nothing that heads a column (取組内容).
fn is_name(title: &str, rules: &Rules) -> bool {
    let length = title.chars().count();
    (4..=TITLE_CHARS).contains(&length)
        && !title.ends_with(['。', '、', ':', '：'])
        && !rules.column_roles(title).first().is_some_and(|(_, score)| *score >= 0.9)
}

fn apart_from_text(block: &Block) -> bool {
    matches!(block.kind, BlockKind::PageBreak | BlockKind::Furniture { .. } | BlockKind::Caption { .. })
}

fn is_text(block: &Block) -> bool {
    let BlockKind::Paragraph { text } = &block.kind else { return false };
    text.chars().count() >= TEXT_CHARS && text.contains('。')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;

    fn plan(line: &dyn Fn(&str) -> String) -> Vec<Block> {
        let text = "水源はすべて地表水に依存しており、関係する機関と協力してその環境を守ってきました。";
        let block = |kind| Block { place: Place::default(), kind };
        let mut blocks = Vec::new();
        for (tier, titles) in
            [("実現方策1　原水の管理", ["水源の保護", "検査の強化"]), ("実現方策2　浄水の管理", ["薬品の見直し", "監視の強化"])]
        {
            blocks.push(block(BlockKind::Heading { level: 2, text: tier.to_owned() }));
            for title in titles {
                blocks.push(block(BlockKind::Heading { level: 0, text: line(title) }));
                blocks.push(block(BlockKind::Paragraph { text: text.to_owned() }));
            }
        }
        blocks
    }

    fn learnt(line: &dyn Fn(&str) -> String) -> Vec<(char, String)> {
        marks(&plan(line), Rules::embedded()).into_iter().map(|m| (m.sign, m.label)).collect()
    }

    #[test]
    fn a_mark_before_titles_with_text_under_several_tiers_is_a_custom() {
        assert_eq!(learnt(&|title| format!("■{title}")), [('■', String::new())]);
        assert_eq!(learnt(&|title| format!("■ひとつの旗：{title}")), [('■', String::new()), ('■', "ひとつの旗".to_owned())]);
    }

    #[test]
    fn bold_titles_are_a_custom_too() {
        let mut blocks = plan(&|title| format!("{title}（令和8年度）"));
        for block in &mut blocks {
            if let BlockKind::Heading { level: 0, text } = &block.kind {
                block.kind = BlockKind::ListItem { mark: "- **".to_owned(), text: text.clone() };
            }
        }
        assert_eq!(marks(&blocks, Rules::embedded()).into_iter().map(|m| m.sign).collect::<String>(), "*");
    }

    #[test]
    fn heads_that_come_again_under_each_tier_are_none() {
        assert!(learnt(&|_| "■これまでの歩み".to_owned()).is_empty());
        assert!(learnt(&|_| "■現状と課題".to_owned()).is_empty());
        assert!(learnt(&str::to_owned).is_empty(), "no mark");
    }
}
