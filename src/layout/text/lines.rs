//! Which lines between blank lines belong together: converters break lines where the page did, and leave headings and labels without blank lines.

use std::sync::LazyLock;

use regex::Regex;
use unicode_width::UnicodeWidthStr;

use super::{UNIT, is_blank, pattern};

/// Narrowest and widest page in columns (a kanji has two) at which lines may have been broken.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=120;
/// So many lines end at the page's width where lines were broken by it.
const FULL_LINES: usize = 4;
/// A line this near to the width was broken there: words that must not begin a line go over.
const SLACK: usize = 5;
/// More than one in so many lines is longer: the lines were not broken by the page.
const LONGER: usize = 20;

/// 施策1-1　送水管の二重化, 柱2 むだのない経営: a word with a number, then a name.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[【\[〔<＜]?[\p{Han}\p{Katakana}][\p{Han}\p{Katakana}ー]{0,7}\s?(?:№\s?|N[oO]\.?\s?)?(?:[A-ZＡ-Ｚ]|[A-ZＡ-Ｚ]?[-－]?[0-9０-９Ⅰ-Ⅻ①-⑳]{1,3})(?:[-－‐―−.．][0-9０-９①-⑳]{1,2}){0,3}[】\]〕>＞]?[\s　：:「．.]\s*\S",
    )
});
/// 施策 10-1: the same, its name on the next line.
static BARE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[【\[〔]?[\p{Han}\p{Katakana}][\p{Han}\p{Katakana}ー]{1,7}\s?[A-ZＡ-Ｚ]?[-－]?[0-9０-９Ⅰ-Ⅻ①-⑳]{1,2}(?:[-－‐―−.．][0-9０-９①-⑳]{1,2}){0,3}[】\]〕]?$",
    )
});
/// Words with numbers that name no part of a plan but a time or an amount.
static DATED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:明治|大正|昭和|平成|令和|西暦|約|計|延|全|同|年|第\s?[0-9０-９]+\s+[回次期条項])"));
/// 担当課：施設課.
static LABELLED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[^\s：:。、（()）]{2,10}[ 　]?[：:][ 　]*\S"));
/// 評価　順調: a short label and a short value.
static SPACED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\p{Han}[ 　]?[\p{Han}\p{Hiragana}\p{Katakana}ー]{1,7}　+[^\s。、]{1,16}$"));

/// Columns that a line takes.
fn width(line: &str) -> usize {
    line.trim_end().width_cjk()
}

/// The width at which the page broke the lines of the text, in columns; `None` where lines go on as far as their paragraph does.
pub(super) fn page_width(lines: &[String]) -> Option<usize> {
    let mut widths: Vec<usize> =
        lines.iter().filter(|l| !is_blank(l) && !l.contains('\t') && !l.starts_with('<')).map(|l| width(l)).collect();
    widths.sort_unstable();
    let full = |w: usize| widths.iter().filter(|x| (w.saturating_sub(SLACK)..=w).contains(x)).count();
    let longer = |w: usize| widths.iter().filter(|x| **x > w).count();
    let mut candidates: Vec<usize> = widths.iter().copied().filter(|w| WIDTHS.contains(w)).collect();
    candidates.dedup();
    candidates.into_iter().rev().find(|w| longer(*w) * LONGER <= widths.len() && full(*w) >= FULL_LINES)
}

/// Whether a line fills the page's width, so that the next one may go on with it.
pub(super) fn is_full(line: &str, page: Option<usize>) -> bool {
    page.is_some_and(|page| width(line) + SLACK >= page)
}

/// Whether something new begins with `next` below `line`; neither is blank.
pub(super) fn parts(line: &str, next: &str, page: Option<usize>) -> bool {
    let ended = line.trim_end().ends_with(['。', '」', '】']) || (opens(line.trim()) && !is_full(line, page));
    let alone = |line: &str| UNIT.is_match(line) || (BARE_NUMBER.is_match(line) && !DATED.is_match(line));
    let indented = next.starts_with('\u{3000}') && !line.starts_with('\u{3000}');
    ended || indented || opens(next.trim()) || alone(line.trim()) || alone(next.trim()) || next.trim().starts_with('【')
}

/// Whether a line opens with a numbered name or a label.
pub(super) fn opens(line: &str) -> bool {
    (NUMBERED.is_match(line) && !DATED.is_match(line)) || LABELLED.is_match(line) || SPACED.is_match(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_names_and_labels_stand_for_themselves() {
        for line in [
            "施策1-1　送水管の二重化",
            "柱2 むだのない経営",
            "プロジェクト3　台帳の公開",
            "基本方針Ⅰ：安全",
            "柱A　維持管理",
            "提案 A-1　センターの開設",
            "担当課：施設課",
            "評価　順調",
            "評 価　遅れあり",
        ] {
            assert!(opens(line), "{line}");
        }
        for line in
            ["令和 6 年度の決算", "平成30 年度", "施策1の推進により", "水道は、生活に欠かせません", "約 30 億円の費用", "業務効率化"]
        {
            assert!(!opens(line), "{line}");
        }
    }

    #[test]
    fn the_page_that_broke_the_lines_is_known_by_them() {
        let broken: Vec<String> = ["水".repeat(20), "道".repeat(20), "の".repeat(19), "事".repeat(20), "業。".to_owned()].to_vec();
        assert_eq!(page_width(&broken), Some(40));
        assert!(is_full(&broken[2], Some(40)) && !is_full(&broken[4], Some(40)));
        let whole: Vec<String> = (0..9).map(|n| "水".repeat(30 + 10 * n)).collect();
        assert_eq!(page_width(&whole), None);
    }

    #[test]
    fn sentences_end_and_indents_begin() {
        assert!(parts("施設を更新します。", "予定", None));
        assert!(parts("遅れの理由", "　資材価格の上昇により", None));
        assert!(!parts("上下水道の一体運営による", "業務効率化", None));
        assert!(parts("工事の計画", "（単位：千円）", None) && parts("（単位：千円）", "工事の計画", None));
        assert!(parts("施策 2-1", "漏水の調査", None) && !parts("令和 7", "年度の決算", None));
    }
}
