//! Headings that come again on every sheet of one measure: 現状と課題, 年次計画, 数値目標. They name parts of the sheet.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::{normalise, squash};
use crate::model::{Block, BlockKind};
use crate::rules::Rules;

use super::line::Line;

/// So often at least a heading comes again.
const AGAIN: usize = 3;
/// So many of such headings make a sheet.
const PARTS: usize = 2;
/// They are at most this long.
const CHARS: usize = 16;

/// The headings that come again, in squashed form; none where they are not those of sheets: tiers and lists have headings of their own.
pub(super) fn labels(blocks: &[Block], rules: &Rules) -> BTreeSet<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for block in blocks {
        let BlockKind::Heading { level, text } = &block.kind else { continue };
        let line = Line::new(block.place, text, "", Some(*level), rules);
        let words = normalise(&line.text);
        if words.chars().count() <= CHARS && rules.tier(text).is_none() && rules.tiers.prior(&words).is_none() {
            *seen.entry(squash(&words)).or_default() += 1;
        }
    }
    let most = seen.values().copied().max().unwrap_or(0);
    // Parts of the same sheets come as often as each other, or nearly so.
    let labels: BTreeSet<String> = seen.into_iter().filter(|(_, n)| *n >= AGAIN && *n * 2 >= most).map(|(words, _)| words).collect();
    if labels.len() >= PARTS { labels } else { BTreeSet::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;

    fn found(headings: &[&str]) -> Vec<String> {
        let block = |text: &&str| Block { place: Place::default(), kind: BlockKind::Heading { level: 2, text: (*text).to_owned() } };
        labels(&headings.iter().map(block).collect::<Vec<_>>(), Rules::embedded()).into_iter().collect()
    }

    #[test]
    fn headings_of_every_sheet_are_its_parts() {
        let sheet = |title: &'static str| [title, "現状と課題", "年次計画"];
        let all: Vec<&str> = [sheet("A-1 取水"), sheet("A-2 送水"), sheet("B-1 管路")].concat();
        assert_eq!(found(&all), ["年次計画", "現状と課題"]);
        assert!(found(&["はじめに", "年次計画", "おわりに"]).is_empty());
        assert!(found(&["取組", "取組", "取組"]).is_empty(), "one heading makes no sheet");
    }
}
