//! Headings whose tiers only the section above them names: 4 基本目標と施策.
//!
//! ```text
//! 4 基本目標と施策
//!   安全 / いつでも安心して飲める水道     the first word's: headings right over other headings, a short label before them
//!     水質管理の充実                     the second word's: headings over text
//!       ● 検査の充実                     what is to be done, where a table lists it too
//! ```
//!
//! Where headings of both tiers have text of their own, their sizes tell them apart.

use std::collections::BTreeSet;

use crate::language::{normalise, squash};
use crate::model::{Block, BlockKind, Place};
use crate::rules::{Rules, TierPrior};

use super::items::{bare, number_and_title, unnumbered};
use super::line::Line;
use super::outline::{Node, NodeKind};
use super::walk::Walker;

/// A heading of more letters is no title of a goal, one of no more than so many a mere label.
const TITLE: usize = 40;
const LABEL: usize = 4;
/// Least number of goals of each of the two tiers.
const GOALS: usize = 2;
/// What joins the two words.
const JOINTS: [&str; 7] = ["及び", "および", "と", "・", "、", "/", "&"];
/// What may stand behind them.
const TAILS: [&str; 6] = ["の体系", "の内容", "の展開", "の概要", "の一覧", "の構成"];

/// What a line is by the section that it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    /// The section itself, with the level of its heading.
    Opens(usize),
    /// A label over the title of a goal.
    Label,
    /// A goal: its tier and its label.
    Goal(String, String),
    /// A title of what is done.
    Done,
}

/// The lines whose meaning their section tells, by their places.
pub(super) fn told(blocks: &[Block], rules: &Rules) -> Vec<(Place, Told)> {
    let mut found = Vec::new();
    let mut listed: Option<BTreeSet<String>> = None;
    for (at, block) in blocks.iter().enumerate() {
        let BlockKind::Heading { level, text } = &block.kind else { continue };
        let Some(words) = two_tiers(text, rules).filter(|_| *level > 0) else { continue };
        let end = (at + 1..blocks.len()).find(|&n| ends(&blocks[n], *level, text)).unwrap_or(blocks.len());
        let inside = &blocks[at + 1..end];
        let Some(goals) = goals(inside, &words, rules) else { continue };
        found.push((block.place, Told::Opens(*level)));
        let first = inside.iter().position(|b| goals.first().is_some_and(|(place, _)| b.place == *place)).unwrap_or(0);
        found.extend(goals);
        let listed = listed.get_or_insert_with(|| cells(blocks));
        let done = |b: &&Block| matches!(&b.kind, BlockKind::ListItem { text, .. } if listed.contains(&squash(&bare(&normalise(text)))));
        found.extend(inside[first..].iter().filter(done).map(|b| (b.place, Told::Done)));
    }
    found
}

/// 基本目標 and 施策 of 4 基本目標と施策.
fn two_tiers(text: &str, rules: &Rules) -> Option<[String; 2]> {
    let words = unnumbered(&normalise(text));
    let words = TAILS.iter().find_map(|tail| words.strip_suffix(tail)).unwrap_or(&words);
    JOINTS.iter().find_map(|joint| {
        let (first, second) = words.split_once(joint)?;
        let goal = |word: &str| rules.tiers.prior(word.trim()).is_some_and(|prior| prior != TierPrior::Measure);
        (goal(first) && goal(second) && first != second).then(|| [first.trim().to_owned(), second.trim().to_owned()])
    })
}

/// Whether a section ends here: a heading as high as its own, or one that is numbered in the same way.
fn ends(block: &Block, level: usize, opening: &str) -> bool {
    let BlockKind::Heading { level: own, text } = &block.kind else { return false };
    let shape = |text: &str| {
        let (number, _) = number_and_title(&normalise(text))?;
        Some(number.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect::<String>())
    };
    (1..=level).contains(own) || shape(opening).is_some() && shape(opening) == shape(text)
}

/// The goals of both tiers; `None` where the headings are not of two kinds, come again, or have tiers of their own.
fn goals(inside: &[Block], words: &[String; 2], rules: &Rules) -> Option<Vec<(Place, Told)>> {
    let printed = |b: &&Block| !matches!(b.kind, BlockKind::PageBreak | BlockKind::Furniture { .. } | BlockKind::Caption { .. });
    let inside: Vec<&Block> = inside.iter().filter(printed).collect();
    let head = |n: usize| match inside.get(n).map(|b| &b.kind) {
        Some(BlockKind::Heading { level, text }) => Some((*level, bare(&normalise(text)))),
        _ => None,
    };
    let heads: Vec<(usize, usize, String)> = (0..inside.len()).filter_map(|n| head(n).map(|(level, text)| (n, level, text))).collect();
    let titles: BTreeSet<&String> = heads.iter().map(|(_, _, text)| text).collect();
    let own =
        |text: &String| rules.tier(text).is_some_and(|tier| tier.code.is_some()) || text.chars().count() > TITLE || text.ends_with('。');
    if titles.len() < heads.len() || titles.into_iter().any(own) {
        return None;
    }
    let over = |n: usize| head(n + 1).is_some();
    let levels: BTreeSet<usize> = heads.iter().map(|(_, level, _)| *level).collect();
    let by_place = heads.iter().any(|(n, ..)| over(*n));
    let mut told: Vec<(Place, Told)> = Vec::new();
    let mut label = String::new();
    for (n, level, text) in &heads {
        let upper = if by_place { over(*n) } else { levels.len() == 2 && levels.first() == Some(level) };
        // 安全 over いつでも安心して飲める水道 over 水質管理の充実: two headings over the third.
        let labels = by_place && upper && over(n + 1) && text.chars().count() <= LABEL;
        let place = inside[*n].place;
        if labels {
            label.clone_from(text);
            told.push((place, Told::Label));
        } else {
            let level = &words[usize::from(!upper)];
            told.push((place, Told::Goal(level.clone(), std::mem::take(&mut label))));
        }
    }
    let count = |word: &String| told.iter().filter(|(_, told)| matches!(told, Told::Goal(level, _) if level == word)).count();
    let begins = told.iter().find_map(|(_, told)| if let Told::Goal(level, _) = told { Some(*level == words[0]) } else { None });
    let [upper, lower] = [count(&words[0]), count(&words[1])];
    (begins == Some(true) && upper >= GOALS && lower >= GOALS.max(upper)).then_some(told)
}

/// The words of all cells of tables, as titles are compared.
fn cells(blocks: &[Block]) -> BTreeSet<String> {
    let tables = blocks.iter().filter_map(|b| if let BlockKind::Table(table) = &b.kind { Some(table) } else { None });
    tables.flat_map(|table| &table.cells).map(|cell| squash(&normalise(&cell.text))).filter(|text| text.chars().count() > LABEL).collect()
}

impl Walker<'_> {
    /// A line whose meaning its section tells.
    pub(super) fn told_by_section(&mut self, line: &Line) -> bool {
        let Some((_, told)) = self.around.told.iter().find(|(place, _)| *place == line.place) else { return false };
        match told.clone() {
            Told::Opens(level) => {
                self.outline.close();
                self.goal_level = Some(level);
                return false;
            }
            Told::Label => {}
            Told::Goal(level, label) => {
                let (code, title) = number_and_title(&line.text).map_or((None, bare(&line.text)), |(code, title)| (Some(code), title));
                let mut goal = Node::new(NodeKind::Goal, &title, line.evidence(), 0.85, "tier_of_section");
                (goal.level, goal.code, goal.label, goal.priority) = (level, code, label, line.priority);
                self.open(goal, None, &line.text);
            }
            Told::Done => {
                let mut node = Node::new(NodeKind::Measure, &bare(&line.text), line.evidence(), 0.85, "described_title");
                node.priority = line.priority;
                node.parent = self.outline.current();
                self.open_measure(node);
                self.titles_only = false;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(lines: &[(usize, &str)]) -> Vec<Block> {
        let kind = |(level, text): &(usize, &str)| match level {
            0 => BlockKind::Paragraph { text: (*text).to_owned() },
            level => BlockKind::Heading { level: *level, text: (*text).to_owned() },
        };
        lines.iter().enumerate().map(|(n, line)| Block { place: Place::on_line(n + 1), kind: kind(line) }).collect()
    }

    /// Tier, label and line of every goal.
    fn found(lines: &[(usize, &str)]) -> Vec<String> {
        let goal = |(place, told): &(Place, Told)| match told {
            Told::Goal(level, label) => Some(format!("{} {level} {label}", place.number())),
            _ => None,
        };
        told(&blocks(lines), Rules::embedded()).iter().filter_map(goal).collect()
    }

    #[test]
    fn labels_and_titles_over_the_headings_of_the_second_tier() {
        let plan = [
            (2, "４　基本方針と施策"),
            (4, "安心"),
            (5, "清らかな水を届けます"),
            (4, "水源の保全"),
            (0, "井戸を見回ります。"),
            (4, "検査の充実"),
            (0, "項目を見直します。"),
            (4, "強靭"),
            (5, "絶えない水を届けます"),
            (4, "管路の更新"),
            (0, "順に更新します。"),
            (2, "５　数値目標"),
            (4, "水源の見通し"),
        ];
        assert_eq!(found(&plan), ["3 基本方針 安心", "4 施策 ", "6 施策 ", "9 基本方針 強靭", "10 施策 "]);
    }

    #[test]
    fn sizes_tell_tiers_apart_that_have_text_each() {
        let text = (0, "次のとおりです。");
        let plan = [
            (1, "基本目標及び実現方策"),
            (2, "清らかな水"),
            text,
            (3, "水源の保全"),
            text,
            (2, "絶えない水"),
            text,
            (3, "管路の更新"),
            text,
        ];
        assert_eq!(found(&plan), ["2 基本目標 ", "4 実現方策 ", "6 基本目標 ", "8 実現方策 "]);
    }

    #[test]
    fn parts_that_come_again_and_tiers_of_their_own_are_told_by_no_section() {
        let text = (0, "次のとおりです。");
        let again = [(1, "基本目標と施策"), (2, "清らかな水"), (3, "現状"), text, (2, "絶えない水"), (3, "現状"), text, (3, "課題"), text];
        assert!(found(&again).is_empty());
        let own = [(1, "基本目標と施策"), (2, "基本目標1 清らかな水"), (3, "水源"), text, (2, "基本目標2 絶えない水"), (3, "管路"), text];
        assert!(found(&own).is_empty());
        let others = [(1, "現状と課題"), (2, "水需要"), (3, "人口"), text, (2, "施設"), (3, "管路"), text];
        assert!(found(&others).is_empty());
    }
}
