//! Words that a page sets wide to fill their column (合　　計, 職 員 給 与 費, 平成 29 年 3 月), which converters that keep the look leave apart.

use std::sync::LazyLock;

use regex::Regex;

use super::aligned::Segment;
use super::pattern;

/// The letters of one word, or the parts of a date, stand at most so many columns apart.
const WORD_GAP: usize = 16;
const DATE_GAP: usize = 4;
/// The longest name that is set wide.
const LETTERS: usize = 8;

/// Segments of a line with those that are one word put together.
pub(super) fn together(segments: Vec<Segment>) -> Vec<Segment> {
    let letters = segments.iter().take_while(|segment| is_letter(&segment.text)).count();
    // A line of letters alone may be marks or a head of its own kind.
    let named = (2..=LETTERS).contains(&letters) && evenly(&segments[..letters]) && letters < segments.len();
    let mut found: Vec<Segment> = Vec::with_capacity(segments.len());
    let mut segments = segments.into_iter().enumerate().peekable();
    while let Some((n, segment)) = segments.next() {
        let after = segments.peek().map_or("", |(_, after)| after.text.as_str());
        match found.last_mut() {
            Some(last) if (named && n < letters) || goes_on(last, &segment, after) => {
                last.text.push_str(&segment.text);
                last.to = segment.to;
            }
            _ => found.push(segment),
        }
    }
    found
}

/// A kanji or kana alone.
pub(super) fn is_letter(text: &str) -> bool {
    let mut letters = text.chars();
    matches!((letters.next(), letters.next()), (Some('ぁ'..='ゖ' | 'ァ'..='ヺ' | '\u{4E00}'..='\u{9FFF}'), None))
}

/// Whether letters stand apart by about the same, as those of one word do.
fn evenly(letters: &[Segment]) -> bool {
    let gaps = || letters.windows(2).map(|pair| pair[1].from.saturating_sub(pair[0].to));
    let (least, most) = (gaps().min().unwrap_or(0), gaps().max().unwrap_or(0));
    most <= WORD_GAP && most <= least + 2
}

/// Whether a segment can only go on with the one before: within a bracket, a date or a span of years, or a colon behind its label. `after`:
/// the words behind it.
fn goes_on(last: &Segment, next: &Segment, after: &str) -> bool {
    static ERA: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:明治|大正|昭和|平成|令和|西暦)$"));
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:明治|大正|昭和|平成|令和|西暦)[0-9０-９元]{1,4}(?:年(?:[0-9０-９]{1,2}(?:月[0-9０-９]{1,2})?)?)?$"));
    static DATE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:明治|大正|昭和|平成|令和|西暦)[0-9０-９元]{1,4}年(?:度|[0-9０-９]{1,2}月)?$"));
    let gap = next.from.saturating_sub(last.to);
    let text = next.text.as_str();
    if matches!(text, "：" | ":") {
        return gap <= WORD_GAP;
    }
    if gap > DATE_GAP {
        return false;
    }
    let digits = text.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || c == '元');
    let of_era = digits && ERA.is_match(&last.text);
    let of_date = digits && after.starts_with(['月', '日']) && last.text.ends_with(['年', '月']) && DATE.is_match(&last.text);
    let counted = text.starts_with(['年', '月', '日']) && NUMBER.is_match(&last.text);
    let to = matches!(text, "～" | "〜" | "~") && DATE.is_match(&last.text);
    let from = ERA.is_match(text) && last.text.ends_with(['～', '〜', '~']);
    of_era || of_date || counted || to || from || (opens(&last.text) && is_closing(text))
}

/// Whether a bracket is open at the end.
pub(super) fn opens(text: &str) -> bool {
    let count = |signs: [char; 4]| text.chars().filter(|c| signs.contains(c)).count();
    count(['(', '（', '〔', '［']) > count([')', '）', '〕', '］'])
}

/// A few letters with which a bracket closes: 算) behind (決.
fn is_closing(text: &str) -> bool {
    text.chars().count() <= LETTERS && text.ends_with([')', '）', '〕', '］'])
}

#[cfg(test)]
mod tests {
    use crate::layout::text::aligned::{Measure, segments};

    fn words(line: &str) -> Vec<String> {
        segments(line, Measure::Widths).into_iter().map(|segment| segment.text).collect()
    }

    #[test]
    fn wide_names_at_the_beginning_of_a_line() {
        assert_eq!(words("  合          計      1,200   1,300"), ["合計", "1,200", "1,300"]);
        assert_eq!(words("職  員  給  与  費      再任用の職員を活用します。"), ["職員給与費", "再任用の職員を活用します。"]);
        assert_eq!(words("団     体     名      ：  ある町"), ["団体名：", "ある町"]);
        assert_eq!(words("計        120   130"), ["計", "120", "130"]);
    }

    #[test]
    fn letters_that_are_cells_stay_apart() {
        assert_eq!(words("有   無"), ["有", "無"]);
        assert_eq!(words("更新    有   無   済"), ["更新", "有", "無", "済"]);
        assert_eq!(words("水   質           量    12"), ["水", "質", "量", "12"]);
    }

    #[test]
    fn dates_and_brackets_that_are_set_wide() {
        assert_eq!(words("令和   7  年度  ～  令和   16  年度"), ["令和7年度～令和16年度"]);
        assert_eq!(words("策定日：  平成  29  年   3  月"), ["策定日：", "平成29年3月"]);
        assert_eq!(words("区        分      (決  算)  〔決算見込〕"), ["区分", "(決算)", "〔決算見込〕"]);
        assert_eq!(words("令和5年度  12  月"), ["令和5年度", "12", "月"]);
        assert_eq!(words("令和5年  120  130"), ["令和5年", "120", "130"]);
    }
}
