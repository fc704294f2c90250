//! The era of years that are printed without one: 4年度 below 年次計画(令和), 4年度 in a table that names no era at all.

use crate::language::{Era, YearKind, YearSpan, parse_year_header};

/// A bare year may lie so many years outside the period that the document covers.
const AROUND_PERIOD: i32 = 10;

/// The era that a header cell names with nothing but 年度 beside it.
pub(super) fn era_alone(word: &str) -> Option<Era> {
    let bare = word.chars().filter(|c| !matches!(c, '年' | '度' | '(' | ')' | '（' | '）' | ' '));
    Era::ALL.into_iter().find(|era| bare.clone().eq(era.name().chars()) || bare.clone().eq([era.letter()]))
}

/// The era that a header cell gives to the years below it: 令和, 年次計画(令和), 実施年度【令和】.
pub(super) fn era_over(word: &str) -> Option<Era> {
    let closed = word.trim_end().strip_suffix([')', '）', ']', '】', '〕']);
    let inside = || closed.and_then(|open| open.rsplit_once(['(', '（', '[', '【', '〔'])).and_then(|(_, inside)| era_alone(inside));
    era_alone(word).or_else(inside)
}

/// 4年度, 8～12年度 where no era is printed: the one of an era that lies near the period of the document.
pub(super) fn of_the_period(label: &str, period: Option<(i32, i32)>) -> Option<YearSpan> {
    let (first, last) = period?;
    let near = |year: i32| (first - AROUND_PERIOD..=last + AROUND_PERIOD).contains(&year);
    let read = |era: Era| {
        let span = parse_year_header(&format!("{}{label}", era.name()), None)?;
        let named = span.kind == YearKind::Fiscal && span.is_year() && !span.overrun && !span.ambiguous;
        (named && span.from.is_some_and(near) && span.to.is_some_and(near)).then_some(span)
    };
    let mut fitting = Era::ALL.into_iter().filter_map(read);
    fitting.next().filter(|_| fitting.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::super::headers::sections;
    use super::super::testing::drawn;
    use super::*;
    use crate::extract::Grid;
    use crate::rules::Rules;

    fn of_period(label: &str, period: (i32, i32)) -> Option<(i32, i32)> {
        of_the_period(label, Some(period)).and_then(|span| span.from.zip(span.to))
    }

    #[test]
    fn an_era_in_brackets_dates_the_years_below() {
        let rows = [
            "取組|担当|工程(令和)|<|<",
            "^|^|9年度|10年度|11年度",
            "台帳の電子化|総務課|調査|設計|移行",
            "井戸の更新|工務課|設計|工事|工事",
        ];
        let table = drawn(&rows);
        let found = sections(&Grid::new(&table), Rules::embedded(), None);
        let years: Vec<Option<i32>> = found[0].columns.iter().map(|c| c.year.as_ref().and_then(YearSpan::single)).collect();
        assert_eq!(years, [None, None, Some(2027), Some(2028), Some(2029)]);
        assert_eq!(era_over("年度【平成】"), Some(Era::Heisei));
        assert_eq!(era_over("年次計画(案)"), None);
        assert_eq!(era_over("令和時代の水道"), None);
    }

    #[test]
    fn bare_years_are_those_near_the_period() {
        assert_eq!(of_period("4年度", (2024, 2024)), Some((2022, 2022)));
        assert_eq!(of_period("30年度", (2014, 2023)), Some((2018, 2018)));
        assert_eq!(of_period("8~12年度", (2026, 2035)), Some((2026, 2030)));
        assert_eq!(of_period("4年度", (2045, 2054)), None);
        assert_eq!(of_period("設計", (2024, 2024)), None);
        assert_eq!(of_the_period("4年度", None), None);
    }
}
