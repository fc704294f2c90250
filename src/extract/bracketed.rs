//! Titles in brackets over tables of measures under numbered tiers: a tier whose word stands nowhere before its titles.
//!
//! ```text
//! 重点方針1　安全な水
//! 【水源の保全】
//! 取組 | 担当課 | 計画
//! ```
//!
//! One such line may head anything. Where several stand over tables of measures under several tiers, each with other words, they are a tier.
//! Its word is the one that a sentence counts with their number (３つの重点方針と７つの取組の柱).

use std::collections::BTreeSet;

use crate::language::{normalise, squash};
use crate::model::{Block, BlockKind};
use crate::rules::{Rules, TierPrior};

use super::line::Line;
use super::measure_columns::measure_column;
use super::outline::{Node, NodeKind};
use super::sectioned::Sectioned;
use super::walk::Walker;

/// Least number of different titles, and of tiers that they stand under.
const TITLES: usize = 3;
const TIERS: usize = 2;
/// A title has at least and at most so many letters.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=30;
/// How sure the goals are where a sentence names their tier, and where none does.
const NAMED: f32 = 0.9;
const UNNAMED: f32 = 0.75;

/// The titles in brackets that a document has as a tier.
#[derive(Debug, Clone, Default)]
pub(super) struct Bracketed {
    /// The titles as titles are compared.
    titles: BTreeSet<String>,
    /// The word of their tier, "" where no sentence names it.
    level: String,
}

/// The bracketed titles of a document; none where they are no custom of it.
pub(super) fn titles(sectioned: &Sectioned<'_>, rules: &Rules) -> Bracketed {
    let blocks = sectioned.blocks;
    let mut levels: BTreeSet<String> = BTreeSet::new();
    let mut tiers: BTreeSet<String> = BTreeSet::new();
    let mut titles: BTreeSet<String> = BTreeSet::new();
    let mut tier = None;
    for (at, block) in blocks.iter().enumerate() {
        let text = normalise(block.text());
        if let Some(found) = rules.tier(&text).filter(|found| found.code.is_some() && !found.word.is_empty()) {
            levels.insert(found.word);
            tier = found.code;
            continue;
        }
        let Some(title) = in_brackets(&text).filter(|title| is_title(title, rules)) else { continue };
        let Some(tier) = tier.as_ref().filter(|_| over_measures(sectioned, at)) else { continue };
        tiers.insert(tier.clone());
        titles.insert(squash(title));
    }
    if titles.len() < TITLES || tiers.len() < TIERS {
        return Bracketed::default();
    }
    let level = counted(blocks, titles.len(), rules).filter(|word| !levels.contains(word)).unwrap_or_default();
    Bracketed { titles, level }
}

impl Walker<'_> {
    /// A title in brackets that this document has as a tier.
    pub(super) fn bracketed_title(&mut self, line: &Line) -> bool {
        let known = &self.around.bracketed;
        let Some(title) = in_brackets(&line.text).filter(|title| known.titles.contains(&squash(title))) else { return false };
        let confidence = if known.level.is_empty() { UNNAMED } else { NAMED };
        let mut goal = Node::new(NodeKind::Goal, title, line.evidence(), confidence, "bracketed_title");
        goal.level.clone_from(&known.level);
        goal.priority = line.priority;
        self.open(goal, None, &line.text);
        true
    }
}

/// The words of a line that is one bracket.
fn in_brackets(text: &str) -> Option<&str> {
    const BRACKETS: [(char, char); 6] = [('【', '】'), ('[', ']'), ('<', '>'), ('〈', '〉'), ('《', '》'), ('〔', '〕')];
    let inner = |(open, close): (char, char)| text.strip_prefix(open)?.strip_suffix(close).filter(|inner| !inner.contains(open));
    BRACKETS.into_iter().find_map(inner).map(str::trim)
}

/// Words that may be a title: nothing that heads a column or a part of every plan.
fn is_title(title: &str, rules: &Rules) -> bool {
    LETTERS.contains(&title.chars().count())
        && !title.contains(['。', ':', '・', '~', '※'])
        && !title.contains(|c: char| c.is_ascii_digit())
        && !rules.column_roles(title).first().is_some_and(|(_, score)| *score >= 0.9)
        && rules.section(title).is_none()
}

/// Whether a table of measures stands right below a block.
fn over_measures(sectioned: &Sectioned<'_>, at: usize) -> bool {
    let between = |block: &Block| !matches!(block.kind, BlockKind::PageBreak | BlockKind::Furniture { .. } | BlockKind::Caption { .. });
    let next = (at + 1..sectioned.blocks.len()).find(|&next| between(&sectioned.blocks[next]));
    next.and_then(|next| sectioned.table(next)).is_some_and(|table| table.sections.iter().any(|s| measure_column(s).is_some()))
}

/// The word of a tier that a sentence counts with a number: 7つの取組の柱.
fn counted(blocks: &[Block], number: usize, rules: &Rules) -> Option<String> {
    let sign = ["つの", "個の", "本の", "の"].map(|sign| format!("{number}{sign}"));
    let word = |rest: &str| {
        let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(*LETTERS.end());
        let tier = |word: &&str| rules.tiers.prior(word).is_some_and(|prior| prior != TierPrior::Measure);
        ends.map(|end| &rest[..end]).filter(tier).last().map(str::to_owned)
    };
    blocks.iter().filter(|block| matches!(block.kind, BlockKind::Paragraph { .. } | BlockKind::ListItem { .. })).find_map(|block| {
        let text = squash(block.text());
        sign.iter().find_map(|sign| {
            let whole = |at: &usize| !text[..*at].ends_with(|c: char| c.is_ascii_digit());
            text.match_indices(sign.as_str()).filter(|(at, _)| whole(at)).find_map(|(at, _)| word(&text[at + sign.len()..]))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::text::blocks;

    fn found(text: &str) -> Bracketed {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let blocks = blocks(&lines);
        titles(&Sectioned::new(&blocks, Rules::embedded()), Rules::embedded())
    }

    fn plan(brackets: [&str; 3]) -> String {
        let table = "取組\t担当課\t実施時期\n管路の更新\t工務課\t令和7年度\n漏水の調査\t給水課\t令和8年度\n";
        format!(
            "計画には、２つの重点方針と３つの施策の柱があります。\n\n重点方針1　安全な水\n\n【{}】\n{table}\n【{}】\n{table}\n重点方針2　強い水道\n\n【{}】\n{table}",
            brackets[0], brackets[1], brackets[2]
        )
    }

    #[test]
    fn brackets_over_tables_of_measures_are_a_tier_that_a_sentence_names() {
        let found = found(&plan(["水源の保全", "検査の充実", "管路の強化"]));
        assert_eq!(found.titles.len(), 3);
        assert_eq!(found.level, "施策の柱");
    }

    #[test]
    fn labels_and_parts_of_plans_in_brackets_are_none() {
        assert!(found(&plan(["主な取組", "主な取組", "主な取組"])).titles.is_empty());
        assert!(found(&plan(["令和7年度", "令和8年度", "令和9年度"])).titles.is_empty());
        assert!(found("【水源の保全】\n文です。\n\n【検査の充実】\n文です。\n\n【管路の強化】\n").titles.is_empty());
    }
}
