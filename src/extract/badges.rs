//! Badges: a word that stands before the names of several things (安全 有収率, 安全 水質基準適合率) and alone elsewhere says to which group
//! each belongs. It is no part of the name.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::normalise;
use crate::model::{Block, BlockKind};

/// Badges are at most this long.
const CHARS: usize = 6;
/// So many names at least have a badge of the same words.
const AGAIN: usize = 2;
/// Longer lines are no names.
const NAME_CHARS: usize = 40;

/// The words on badges of a document: alone as a heading, a line or a cell, and before at least two names.
pub(super) fn words(blocks: &[Block]) -> BTreeSet<String> {
    let mut alone = BTreeSet::new();
    let mut before: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for block in blocks {
        match &block.kind {
            BlockKind::Table(table) => alone.extend(table.cells.iter().map(|cell| normalise(&cell.text)).filter(|text| is_short(text))),
            BlockKind::Heading { text, .. } | BlockKind::Paragraph { text } => {
                if let Some((word, name)) = parted(text) {
                    before.entry(word).or_default().insert(name.to_owned());
                }
                alone.extend(Some(normalise(text)).filter(|text| is_short(text)));
            }
            _ => {}
        }
    }
    before.into_iter().filter(|(word, names)| names.len() >= AGAIN && alone.contains(word)).map(|(word, _)| word).collect()
}

/// A line as printed, without the badge before it.
pub(super) fn without<'t>(line: &'t str, badges: &BTreeSet<String>) -> &'t str {
    parted(line).filter(|(word, _)| badges.contains(word)).map_or(line, |(_, name)| name)
}

/// Word and name at the gap that is printed between them.
fn parted(text: &str) -> Option<(String, &str)> {
    let (word, name) = text.trim().split_once(char::is_whitespace).map(|(word, name)| (normalise(word), name.trim()))?;
    let plain = !name.is_empty() && name.chars().count() <= NAME_CHARS && !name.ends_with('。');
    (is_short(&word) && plain).then_some((word, name))
}

fn is_short(text: &str) -> bool {
    let length = text.chars().count();
    (2..=CHARS).contains(&length) && text.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;

    #[test]
    fn a_word_alone_and_before_several_names_is_a_badge() {
        let line = |text: &str| Block { place: Place::default(), kind: BlockKind::Paragraph { text: text.to_owned() } };
        let blocks = ["信頼", "信頼 給水栓の残塩", "信頼　苦情の件数", "経営 料金回収率", "経営 職員数", "強さ", "強さ 耐震化率"].map(line);
        let badges = words(&blocks);
        assert_eq!(badges.iter().collect::<Vec<_>>(), ["信頼"], "経営 stands nowhere alone, 強さ before one name");
        assert_eq!(without("信頼 苦情の件数", &badges), "苦情の件数");
        assert_eq!(without("経営 料金回収率", &badges), "経営 料金回収率");
    }
}
