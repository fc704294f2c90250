//! Tier words that a document teaches: numbered headings that begin with the same word (旗印1 …, 旗印2 …).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::language::nfkc;
use crate::model::{Block, BlockKind};
use crate::rules::{Rules, TierMatch, TierPrior};

#[allow(clippy::expect_used)] // constant pattern
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[■◆◇●○□▶・\s]*([\p{Han}\p{Hiragana}\p{Katakana}ー]{2,10}?)\s*(?:N[oO]\.?\s*)?",
        r"([0-9]{1,2}(?:[-.][0-9]{1,2}){0,3}|[A-Z](?:-[0-9]{1,2})*|[IVX]{1,4}|[一二三四五六七八九十]{1,2})[\s:.]+(\S.{2,60})$"
    ))
    .expect("a constant pattern")
});

/// The words of numbered headings and title rows that no rule knows, where at least two numbers stand behind the same word.
pub(super) fn learnt(blocks: &[Block], rules: &Rules) -> Vec<String> {
    numbered(blocks, rules).into_iter().filter(|(_, numbers)| numbers.len() >= 2).map(|(word, _)| word).collect()
}

/// Words that no rule knows before numbers, with these.
fn numbered(blocks: &[Block], rules: &Rules) -> BTreeMap<String, BTreeSet<String>> {
    let mut numbers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut see = |text: &str| {
        if let Some((word, number, _)) = parts(text).filter(|(word, ..)| !rules.tiers.counts_other(word) && rules.tier(text).is_none()) {
            numbers.entry(word).or_default().insert(number);
        }
    };
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph { text } | BlockKind::ListItem { text, .. } => see(text),
            BlockKind::Table(table) => table.cells.iter().filter(|c| c.col_span == table.cols && table.cols > 1).for_each(|c| see(&c.text)),
            _ => {}
        }
    }
    numbers
}

/// Whether a tier of its own, whose word the document teaches, is counted from 1 on over tables (かなえる姿1, かなえる姿2).
fn counts_tiers(blocks: &[Block], rules: &Rules) -> bool {
    let tables: Vec<Block> = blocks.iter().filter(|b| matches!(b.kind, BlockKind::Table(_))).cloned().collect();
    numbered(&tables, rules).values().any(|numbers| ["1", "2"].iter().all(|number| numbers.contains(*number)))
}

/// Whether Roman numbers before headings count chapters: they stand above everything else that is numbered, the first of them names a part
/// of a document (I はじめに), or two or more do and no fewer than half.
pub(super) fn roman_chapters(blocks: &[Block], rules: &Rules) -> bool {
    let headings = blocks.iter().filter(|b| matches!(b.kind, BlockKind::Heading { .. }));
    let roman: Vec<TierMatch> = headings.filter_map(|b| rules.tier(b.text())).filter(|t| t.word.is_empty()).collect();
    let parts = roman.iter().filter(|t| rules.tiers.is_part(&t.title)).count();
    let first = roman.len() >= 3 && roman[0].code.as_deref() == Some("I") && rules.tiers.is_part(&roman[0].title);
    first || parts >= 2 && parts * 2 >= roman.len() || number_all(blocks, rules)
}

/// Whether Roman numbers are the outermost ones: I, II, III … once and in order, no chapter with another number before or between them, and
/// either one of them names what plans have a chapter for (数値目標, 財政計画), or numbered tiers that words name stand below them or over tables. Goals with
/// Roman numbers stand inside of a chapter.
fn number_all(blocks: &[Block], rules: &Rules) -> bool {
    let mut next = 1;
    let mut tiers = 0;
    let mut named = false;
    for block in blocks {
        let BlockKind::Heading { level, text } = &block.kind else { continue };
        match rules.tier(text) {
            Some(tier) if tier.word.is_empty() => {
                if tier.code.as_deref().and_then(roman) != Some(next) {
                    return false;
                }
                next += 1;
                named |= rules.section(&tier.title).is_some() || rules.tiers.is_part(&tier.title);
            }
            Some(tier) => tiers += usize::from(next > 1 && tier.code.is_some()),
            None if *level > 0 && text.trim_start().starts_with(|c: char| c == '第' || c.is_numeric()) && tiers == 0 => return false,
            None => {}
        }
    }
    next > 3 && (named || tiers >= 2 || counts_tiers(blocks, rules))
}

/// The value of a Roman number up to XII.
fn roman(number: &str) -> Option<usize> {
    ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"].iter().position(|n| *n == number).map(|n| n + 1)
}

/// The tier that a heading names with one of the learnt words.
pub(super) fn tier(text: &str, learnt: &[String]) -> Option<TierMatch> {
    let (word, code, title) = parts(text).filter(|(word, ..)| learnt.contains(word))?;
    Some(TierMatch { word, code: Some(code), title, prior: TierPrior::Goal })
}

/// 1 行動の柱1 …: the number of the section stands before the tier word.
fn without_section_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'));
    if rest.len() < text.len() && rest.starts_with(char::is_whitespace) { rest.trim_start() } else { text }
}

/// Word, number and title of a numbered heading.
pub(super) fn parts(text: &str) -> Option<(String, String, String)> {
    let text = nfkc(text);
    let text = without_section_number(text.trim());
    let found = NUMBERED.captures(text)?;
    (!text.ends_with('。')).then(|| (found[1].to_owned(), found[2].to_owned(), found[3].trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;

    fn heading(text: &str) -> Block {
        Block { place: Place::default(), kind: BlockKind::Heading { level: 1, text: text.to_owned() } }
    }

    #[test]
    fn roman_numbers_above_all_others_count_chapters() {
        let rules = Rules::embedded();
        let chapters = |titles: &[&str]| roman_chapters(&titles.iter().map(|t| heading(t)).collect::<Vec<_>>(), rules);
        assert!(chapters(&["Ⅰ　水をめぐる話", "Ⅱ　実行すること", "基本方針1　安全な水", "基本方針2　強い水道", "Ⅲ　お金"]));
        assert!(chapters(&["Ⅰ　水をめぐる話", "Ⅱ　実行すること", "Ⅲ　数値目標"]));
        assert!(!chapters(&["Ⅰ　安全な水", "Ⅱ　強い水道", "Ⅲ　続く経営"]));
        assert!(!chapters(&["第1章　施策", "Ⅰ　安全な水", "基本方針1　検査", "基本方針2　監視", "Ⅱ　強い水道", "Ⅲ　続く経営"]));
        assert!(
            !chapters(&["Ⅰ　安全な水", "Ⅱ　強い水道", "Ⅲ　続く経営", "Ⅰ　安全な水", "基本方針1　検査", "基本方針2　監視"]),
            "listed, then told"
        );
    }

    #[test]
    fn roman_numbers_count_chapters_where_tables_hold_a_tier_of_their_own() {
        let over_rows = |titles: &[&str]| Block { place: Place::default(), kind: BlockKind::Table(titles_over_rows(titles)) };
        let chapters = |titles: &[&str]| {
            let plan = [heading("Ⅰ　水をめぐる話"), heading("Ⅱ　実行すること"), over_rows(titles), heading("Ⅲ　お金")];
            roman_chapters(&plan, Rules::embedded())
        };
        assert!(chapters(&["旗印1　安全な水", "旗印2　強い水道"]));
        assert!(!chapters(&["旗印1-1　安全な水", "旗印1-2　強い水道"]), "parts of what the Roman numbers count");
    }

    /// A table whose rows are titles over all of its two columns.
    fn titles_over_rows(titles: &[&str]) -> crate::model::Table {
        let cell = |(row, text): (usize, &&str)| crate::model::Cell {
            row,
            col: 0,
            row_span: 1,
            col_span: 2,
            text: (*text).to_owned(),
            place: Place::default(),
            fill: None,
        };
        let cells = titles.iter().enumerate().map(cell).collect();
        crate::model::Table { rows: titles.len(), cols: 2, cells, ..Default::default() }
    }

    #[test]
    fn a_word_with_two_numbers_is_a_tier() {
        let rules = Rules::embedded();
        let blocks = [
            heading("旗印1　安全な水"),
            heading("旗印2　強い水道"),
            heading("資料1　用語集"),
            heading("資料2　審議会"),
            heading("こよみ1　春"),
        ];
        assert_eq!(learnt(&blocks, rules), ["旗印"]);
        let tier = tier("旗印1　安全な水", &learnt(&blocks, rules)).unwrap();
        assert_eq!((tier.word.as_str(), tier.code.as_deref(), tier.title.as_str()), ("旗印", Some("1"), "安全な水"));
    }
}
