//! Headings: what looks like one, and its level from size, weight, numbering and the outline.

use std::collections::BTreeMap;

use super::piece::Text;
use crate::model::{BlockKind, OutlineItem};

/// A heading is set in at most this many characters.
const LONGEST: usize = 70;

/// Whether the size is clearly above that of running text.
pub(super) fn is_large(size: f32, body: f32) -> bool {
    size >= 1.1 * body + 0.2
}

/// Whether a piece of text looks like a heading.
pub(super) fn looks(text: &str, size: f32, bold: bool, lines: usize, body: f32) -> bool {
    let short = text.chars().count() <= LONGEST && lines <= 3;
    let sentence = text.ends_with(['。', '、', '，', ',', ';']) || (text.ends_with('.') && text.chars().count() > 40);
    // A full stop with more behind it: the beginning of a paragraph.
    let sentence = sentence || text.split_once('。').is_some_and(|(_, rest)| !rest.trim_start().starts_with(['」', '』', '）', ')']));
    let words = text.chars().any(char::is_alphabetic);
    let numbered = lines == 1 && is_chapter(text) && text.chars().count() <= 40;
    short && !sentence && words && (is_large(size, body) || (bold && size >= 0.85 * body) || numbered)
}

/// 第１章 ..., 第2節 ..., Chapter 3.
fn is_chapter(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('第') else { return false };
    let digits = rest.chars().take_while(|c| c.is_numeric() || "一二三四五六七八九十".contains(*c)).count();
    let mut after = rest.chars().skip(digits);
    (1..=3).contains(&digits) && matches!(after.next(), Some('章' | '節' | '編' | '部')) && after.next().is_none_or(char::is_whitespace)
}

/// A kind of type: size in half points and weight.
type Style = (i32, bool);

#[allow(clippy::cast_possible_truncation)]
fn style(text: &Text) -> Style {
    ((text.size * 2.0).round() as i32, text.bold)
}

/// Sets the levels of all headings: larger type is higher; where the outline names headings, its levels count.
pub(super) fn set_levels(pages: &mut [Vec<Text>], outline: &[OutlineItem]) {
    let named: BTreeMap<String, usize> = outline.iter().rev().map(|item| (bare(&item.title), item.level.max(1))).collect();
    let mut styles: BTreeMap<Style, BTreeMap<usize, usize>> = BTreeMap::new();
    for text in pages.iter().flatten() {
        if let BlockKind::Heading { text: words, .. } = &text.kind {
            let votes = styles.entry(style(text)).or_default();
            if let Some(&level) = named.get(&bare(words)) {
                *votes.entry(level).or_default() += 1;
            }
        }
    }
    let mut levels: BTreeMap<Style, usize> = BTreeMap::new();
    let mut deepest = 0;
    for (style, votes) in styles.iter().rev() {
        let voted = votes.iter().max_by_key(|(level, n)| (**n, std::cmp::Reverse(**level))).map(|(level, _)| *level);
        let level = voted.unwrap_or(deepest + 1).max(1);
        deepest = deepest.max(level);
        levels.insert(*style, level);
    }
    for text in pages.iter_mut().flatten() {
        let own = style(text);
        if let BlockKind::Heading { level, text: words } = &mut text.kind {
            *level = named.get(&bare(words)).copied().or_else(|| levels.get(&own).copied()).unwrap_or(0);
        }
    }
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rect;

    fn heading(text: &str, size: f32, bold: bool) -> Text {
        Text { rect: Rect::default(), kind: BlockKind::Heading { level: 0, text: text.to_owned() }, size, bold }
    }

    fn levels(pages: &[Vec<Text>]) -> Vec<usize> {
        let level = |t: &Text| if let BlockKind::Heading { level, .. } = t.kind { level } else { 0 };
        pages.iter().flatten().map(level).collect()
    }

    #[test]
    fn larger_type_is_a_higher_level() {
        let mut pages = vec![vec![heading("第１章", 16.0, true), heading("１　目的", 12.0, true)], vec![heading("(1) 水質", 12.0, false)]];
        set_levels(&mut pages, &[]);
        assert_eq!(levels(&pages), [1, 2, 3]);
    }

    #[test]
    fn the_outline_settles_the_levels() {
        let mut pages = vec![vec![
            heading("水道ビジョン", 24.0, true),
            heading("第１章 趣旨", 16.0, true),
            heading("目的", 12.0, true),
            heading("期間", 12.0, true),
        ]];
        let item = |title: &str, level| OutlineItem { title: title.to_owned(), level, page: None };
        set_levels(&mut pages, &[item("第１章　趣旨", 1), item("目的", 2)]);
        assert_eq!(levels(&pages), [1, 1, 2, 2]);
    }

    #[test]
    fn sentences_are_no_headings() {
        assert!(!looks("給水収益は減少しました。", 14.0, true, 1, 10.0));
        assert!(looks("第２章　現状", 10.0, false, 1, 10.0));
        assert!(!looks("第２章の目標に", 10.0, false, 1, 10.0));
        assert!(!looks("1,412", 14.0, false, 1, 10.0));
    }
}
