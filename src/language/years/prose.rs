//! Years inside running text.

use std::ops::Range;

use super::YearSpan;
use super::point::Reading;
use super::span::span;
use crate::language::cursor::Cursor;

/// All years of a normalised text with their byte ranges, from left to right.
///
/// Codes (R4-1-1), counts (10年間) and numbers without 年 are not years; two-digit years without an era are not either.
#[must_use]
pub fn find_years(text: &str) -> Vec<(Range<usize>, YearSpan)> {
    let mut found = Vec::new();
    let mut cursor = Cursor::new(text, 0);
    while let Some(c) = cursor.peek() {
        let start = cursor.at;
        match span(&mut cursor, Reading::Prose, None) {
            Some(year) => found.push((start..cursor.at, year)),
            None => cursor.at = start + c.len_utf8(),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Edge, YearKind};
    use crate::model::Role;

    /// (printed, from, to) of every year in the text.
    fn years(text: &str) -> Vec<(&str, Option<i32>, Option<i32>)> {
        find_years(text).into_iter().map(|(r, y)| (&text[r], y.from, y.to)).collect()
    }

    #[test]
    fn deadlines_windows_and_open_ends() {
        assert_eq!(
            years("【令和9年度中:整備 令和10年度以降:運用】"),
            [("令和9年度中", Some(2027), Some(2027)), ("令和10年度以降", Some(2028), None)]
        );
        assert_eq!(years("令和11年度までに60.9%とする"), [("令和11年度までに", None, Some(2029))]);
        assert_eq!(years("令和3年度から「水道サポーター制度」を創設"), [("令和3年度から", Some(2021), None)]);
        assert_eq!(years("令和5年度から令和7年度までの3年間"), [("令和5年度から令和7年度まで", Some(2023), Some(2025))]);
        assert_eq!(years("令和2年度以降"), [("令和2年度以降", Some(2020), None)]);
        assert_eq!(years("100%/R18 等"), [("R18", Some(2036), Some(2036))]);
        assert_eq!(years("令和7年度末に"), [("令和7年度末", Some(2025), Some(2025))]);
        assert_eq!(years("令和5年度中期経営計画"), [("令和5年度", Some(2023), Some(2023))]);
    }

    #[test]
    fn numbers_in_kanji() {
        assert_eq!(years("平成二十九年度から令和九年度まで"), [("平成二十九年度から令和九年度まで", Some(2017), Some(2027))]);
        assert_eq!(years("令和元年度、令和十年度"), [("令和元年度", Some(2019), Some(2019)), ("令和十年度", Some(2028), Some(2028))]);
        assert_eq!(years("昭和三十年代に"), [("昭和三十年代", Some(1955), Some(1964))]);
        assert_eq!(years("平成の終わり、令和の十年"), []);
    }

    #[test]
    fn slashes_join_values_and_years() {
        assert_eq!(years("25%/R11等"), [("R11", Some(2029), Some(2029))]);
        assert_eq!(years("4%/年、10件減/年"), []);
        assert_eq!(years("導入検討(R8構築・R9運用を想定)"), [("R8", Some(2026), Some(2026)), ("R9", Some(2027), Some(2027))]);
    }

    #[test]
    fn both_counts() {
        assert_eq!(years("2028(平成40)年度に竣工予定"), [("2028(平成40)年度", Some(2028), Some(2028))]);
        assert_eq!(years("2019(平成 31)年度~2028(平成40)年度"), [("2019(平成 31)年度~2028(平成40)年度", Some(2019), Some(2028))]);
        assert_eq!(years("令和3年度(2021年度)"), [("令和3年度(2021年度)", Some(2021), Some(2021))]);
        assert_eq!(years("令和8(2026)年度 ― 令和12(2030)年度"), [("令和8(2026)年度 ― 令和12(2030)年度", Some(2026), Some(2030))]);
        let wrong = &find_years("2028(平成39)年度")[0].1;
        assert_eq!((wrong.from, wrong.mismatch), (Some(2028), true));
    }

    #[test]
    fn months_and_dates_lie_in_fiscal_years() {
        let one = |text: &str| find_years(text).remove(0).1;
        for (text, fiscal, calendar, month) in [
            ("平成31年3月", 2018, 2019, 3),
            ("令和元年5月", 2019, 2019, 5),
            ("平成20年3月実施", 2007, 2008, 3),
            ("2018(平成30)年1月請求分", 2017, 2018, 1),
            ("H31.3.31", 2018, 2019, 3),
            ("R3.4.1", 2021, 2021, 4),
            ("2026年2月", 2025, 2026, 2),
        ] {
            let year = one(text);
            assert_eq!((year.from, year.calendar, year.month), (Some(fiscal), Some(calendar), Some(month)), "{text}");
        }
        assert_eq!(one("2018(平成30)年現在").kind, YearKind::Calendar);
        assert_eq!(one("2018(平成30)年現在").edge, Edge::Now);
    }

    #[test]
    fn codes_and_counts_are_no_years() {
        for text in [
            "R4-1-1",
            "R5-2-3 会議録",
            "2210 管路の耐震化率",
            "10年以内に",
            "5年ごとに見直し",
            "1,950件",
            "H2O",
            "A2016号",
            "方向性9-1",
            "301・302会議室",
            "2,000m3",
            "延長2000 m",
        ] {
            assert_eq!(years(text), [], "{text}");
        }
    }

    #[test]
    fn roles_beside_years() {
        let role = |text: &str| find_years(text).remove(0).1.role;
        assert_eq!(role("(令和4年度実績:3,954件)"), Some(Role::Actual));
        assert_eq!(role("H20(予定)"), Some(Role::Forecast));
        assert_eq!(role("令和7年度計画的な更新"), None);
    }

    #[test]
    fn vague_times() {
        assert_eq!(years("昭和30年代に"), [("昭和30年代", Some(1955), Some(1964))]);
        assert_eq!(years("昭和30年代から40年代"), [("昭和30年代から40年代", Some(1955), Some(1974))]);
        assert_eq!(find_years("昭和40年頃")[0].1.edge, Edge::Around);
    }
}
