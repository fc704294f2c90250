//! Header cells that say a time and nothing else.

use std::sync::LazyLock;

use regex::Regex;

use super::point::Reading;
use super::span::span;
use super::{ROLE_WORDS, YearContext, YearKind, YearSpan};
use crate::language::cursor::Cursor;
use crate::language::memo::Memo;
use crate::language::normalise;
use crate::language::normalise::simply;

static RELATIVE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^([0-9]{1,2})(?:か|ヶ|ヵ|カ)?年(後|目)(?:目標値?|の目標値?|値)?$"));
static PHASE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:第[0-9一二三四五]期|前期|中期|後期|前半|後半|短期|中長期|長期|短中期|当面|中期目標|長期目標|短期目標|最終目標|準備期間?|移行期間?|導入期|展開期|定着期|発展期|充実期)(?:計画|目標|目標値)?$",
    )
});
/// A part of one year: 第1四半期, 上期, 10月, 4~6月.
static PART_OF_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:第?[1-4一二三四](?:四半期|/四半期|Q)|[1-4]Q|Q[1-4]|[上下](?:期|半期|半年)|(?:1[0-2]|[1-9])(?:月?[~-](?:1[0-2]|[1-9]))?月)$",
    )
});
/// A stretch that the plan names itself, beside its years: 始動期(R6~R7), 第2段階(令和9年度).
static NAMED_STRETCH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[\p{Han}ァ-ヶー]{1,5}(?:期|段階)|(?:準備|移行)期間|第?[0-9一二三四五IVXⅠ-Ⅴ]+(?:段階|フェーズ|ステップ)|(?:フェーズ|ステップ|STEP|Phase)[ ]?[0-9IVXⅠ-Ⅴ]+)$",
    )
});
static UNDATED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:将来|将来値|将来像|将来目標値?|将来的な目標)$"));
/// What may stand beside a year without making the cell something else than a year.
static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:年度|年|値|額|数値|時点|時|末|度|現在|見直し後|見直し前|本ビジョン|本計画|計画期間|初年度|最終年度|中間年度|目標年度|基準年度|最終|中間|年次|税込み?|税抜き?|当年度|前年度|翌年度",
        r"|[※＊*](?:[0-9]{1,2})?|注[0-9]*|参考|単位|千円|百万円|億円|円|%|件|人|[\s()\[\]【】〔〕:/・、,~-])+$"
    ))
});

#[allow(clippy::expect_used)] // no input gets here
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("constant pattern, compiled by the tests")
}

/// Whether the words name a part of one year and no year: 第1四半期, 下期, 10月.
#[must_use]
pub fn is_part_of_year(text: &str) -> bool {
    PART_OF_YEAR.is_match(normalise(text).trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | '【' | '】' | ' ')))
}

/// Reads a header cell that names a time (R2年度, 平成26~30年 度, 2018~2027 (H30~39), H20 (予定), 5年後 (H25), 前期, 将来値);
/// `None` where the cell says something else. `text` may be raw.
///
/// `base` is what the surroundings say: without it a bare number is no year, and 25年度 stays unresolved (`ambiguous`).
#[must_use]
pub fn parse_year_header(text: &str, base: Option<YearContext>) -> Option<YearSpan> {
    if text.chars().all(|c| simply(c).is_some_and(|c| !may_tell_time(c))) {
        return None;
    }
    let base = base.unwrap_or_default();
    let (of, found) = PARSED.get_or(text, |text| (base, parsed(text, base)));
    if of == base { found } else { parsed(text, base) }
}

/// What cells say, with the surroundings that it was read in.
static PARSED: Memo<(YearContext, Option<YearSpan>)> = Memo::new();

fn parsed(text: &str, base: YearContext) -> Option<YearSpan> {
    let text = normalise(text);
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 60 {
        return None;
    }
    // Most cells are words or figures: without a digit, a number in kanji or a word for a phase there is no time in them.
    if !text.contains(may_tell_time) {
        return None;
    }
    label_only(text, base).or_else(|| labelled_years(text, base))
}

/// Whether a character stands in every cell that names a time: a digit, 元年, a number in kanji before 年, or the words of a phase.
fn may_tell_time(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '元' | '年' | '期' | '前' | '後' | '当' | '終' | '将')
}

/// 5年後, 前期, 将来値 alone.
fn label_only(text: &str, base: YearContext) -> Option<YearSpan> {
    let bare = text.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | '【' | '】' | '〔' | '〕' | '※' | ':' | '・' | ' '));
    let mut found = if let Some(groups) = RELATIVE.captures(bare) {
        let n: i32 = groups[1].parse().ok()?;
        let offset = if &groups[2] == "目" { n - 1 } else { n };
        let year = base.base.map(|b| b + offset);
        let mut span = YearSpan::new(YearKind::Relative, year, year);
        span.offset = Some(offset);
        span.inherited = year.is_some();
        span
    } else if PHASE.is_match(bare) || PART_OF_YEAR.is_match(bare) {
        YearSpan::new(YearKind::Phase, None, None)
    } else if UNDATED.is_match(bare) {
        YearSpan::new(YearKind::Undated, None, None)
    } else {
        return None;
    };
    found.label = bare.to_owned();
    found.role = role_in(bare);
    Some(found)
}

/// Years with nothing beside them but words that go with years.
fn labelled_years(text: &str, base: YearContext) -> Option<YearSpan> {
    let (mut found, rest) = years_and_rest(text, base)?;
    let mut label = rest.clone();
    for (word, _) in ROLE_WORDS {
        if label.contains(word) {
            label = label.replace(word, "");
        }
    }
    let label = label.trim();
    if !label.is_empty() && !BESIDE.is_match(label) {
        let bare = label.trim_matches(|c: char| matches!(c, '年' | '度' | ':' | '(' | ')' | '[' | ']' | '【' | '】' | '〔' | '〕' | ' '));
        let counted = ["時期", "任期", "工期", "納期", "定期", "周期", "会期", "初期"].iter().any(|word| bare.ends_with(word));
        if NAMED_STRETCH.is_match(bare) && !counted {
            bare.clone_into(&mut found.label);
        } else {
            let name =
                label_only(label.trim_matches(|c: char| matches!(c, '年' | '度' | ':')), base).or_else(|| named_phase(bare, base))?;
            found.label = name.label;
            found.offset = name.offset;
            found.kind = if found.kind == YearKind::Fiscal { name.kind } else { found.kind };
        }
    }
    found.role = found.role.or_else(|| role_in(&rest));
    found.noted = rest.contains(['※', '*']) || rest.contains("参考");
    if base.fiscal && found.kind == YearKind::Calendar {
        found.kind = YearKind::Fiscal;
        found.inherited = true;
    }
    Some(found)
}

/// 第1期 準備・着手: the number of a stretch that has a name as well.
fn named_phase(label: &str, base: YearContext) -> Option<YearSpan> {
    let end = label.find('期')? + '期'.len_utf8();
    let (phase, name) = label.split_at(end);
    let short = name.chars().count() <= 12 && !name.contains(|c: char| c.is_ascii_digit() || c == '。');
    label_only(phase, base).filter(|_| short && phase.starts_with('第'))
}

/// The one span that the years of the cell make together, and the words around them.
fn years_and_rest(text: &str, base: YearContext) -> Option<(YearSpan, String)> {
    let mut cursor = Cursor::new(text, 0);
    let mut rest = String::new();
    let mut all: Option<YearSpan> = None;
    while let Some(c) = cursor.peek() {
        let start = cursor.at;
        let digit_before = cursor.before().is_some_and(|b| b.is_ascii_alphanumeric() || b == '-');
        let era = base.era.filter(|_| !digit_before);
        if let Some(next) = span(&mut cursor, Reading::Header, None).or_else(|| era.and_then(|_| bare(&mut cursor, base))) {
            all = Some(match all {
                None => next,
                Some(first) => together(first, &next)?,
            });
        } else {
            cursor.at = start + c.len_utf8();
            rest.push(c);
        }
    }
    match all {
        Some(span) => Some((span, rest)),
        None => unresolved(text).map(|span| (span, String::new())),
    }
}

/// 25, 21年度 in the era of the surroundings.
fn bare(cursor: &mut Cursor<'_>, base: YearContext) -> Option<YearSpan> {
    let start = *cursor;
    let mut found = span(cursor, Reading::Header, base.era)?;
    let near = |year: i32| base.period.is_none_or(|(from, to)| (from - 10..=to + 10).contains(&year));
    if !found.from.or(found.to).is_some_and(near) {
        *cursor = start;
        return None;
    }
    found.inherited = true;
    Some(found)
}

/// Two years of one cell: the same year under two names, or neighbours (R5・R6).
fn together(first: YearSpan, next: &YearSpan) -> Option<YearSpan> {
    if (first.from, first.to) == (next.from, next.to) {
        return Some(first);
    }
    let follows = first.to.zip(next.from).is_some_and(|(a, b)| b == a + 1);
    follows.then_some(YearSpan { to: next.to, ..first })
}

/// 25年度 without any era: a year, but nobody can say which.
fn unresolved(text: &str) -> Option<YearSpan> {
    let mut cursor = Cursor::new(text, 0);
    let _ = cursor.digits(2)?;
    if !cursor.eat("年度") || !cursor.rest().is_empty() {
        return None;
    }
    let mut span = YearSpan::new(YearKind::Fiscal, None, None);
    span.ambiguous = true;
    text.clone_into(&mut span.label);
    Some(span)
}

fn role_in(text: &str) -> Option<crate::model::Role> {
    ROLE_WORDS.iter().find(|(word, _)| text.contains(word)).map(|&(_, role)| role)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::language::{Edge, Era};
    use crate::model::Role;

    #[test]
    fn a_stretch_may_have_number_name_and_years() {
        assert_eq!(span_of("第1期　準備・着手\n令和8～10年度"), (Some(2026), Some(2028)));
        assert_eq!(span_of("第1期\nR8～\nR10"), (Some(2026), Some(2028)));
        assert_eq!(span_of("第1期R8~R10"), (Some(2026), Some(2028)));
    }

    fn span_of(text: &str) -> (Option<i32>, Option<i32>) {
        let year = parse_year_header(text, None).unwrap_or_else(|| panic!("{text} is a year"));
        (year.from, year.to)
    }

    #[test]
    fn single_years_in_all_forms() {
        for (text, year) in [
            ("R2年度", 2020),
            ("令和5年度", 2023),
            ("2013 (H25)", 2013),
            ("年度 2013 (H25)", 2013),
            ("2010(H22)", 2010),
            ("平成21", 2009),
            ("平成31年度", 2019),
            ("令和元年度", 2019),
            ("R1", 2019),
            ("H31", 2019),
            ("平成31年度\n(令和元年度)", 2019),
            ("昭和55", 1980),
            ("1989 (平成元)", 1989),
            ("昭和63年度", 1988),
            ("2014(H26)年度", 2014),
            ("2028（平成40）年度", 2028),
            ("令和8年度※", 2026),
            ("令和7年度末目標値", 2025),
            ("2030", 2030),
            ("令和\n６年度", 2024),
            ("Ｒ７", 2025),
            ("令和4年度\n実績値", 2022),
            ("目標値\n(令和10年度)", 2028),
            ("R5(2023)年度", 2023),
            ("令和5年度(2023年度)", 2023),
            ("㍻25年度", 2013),
        ] {
            assert_eq!(span_of(text), (Some(year), Some(year)), "{text}");
        }
    }

    #[test]
    fn ranges_and_buckets() {
        for (text, from, to) in [
            ("平成26~30年 度", 2014, 2018),
            ("2018～2027 (H30～39)", 2018, 2027),
            ("H30～39", 2018, 2027),
            ("平成21～30年度", 2009, 2018),
            ("H29~33(前期)", 2017, 2021),
            ("前期：2019(H31)～2021(H33)", 2019, 2021),
            ("H30～R4", 2018, 2022),
            ("H30~4", 2018, 2022),
            ("令和5年度から令和7年度まで", 2023, 2025),
            ("2019（平成31）年度～2028（平成40）年度", 2019, 2028),
            ("R5・R6", 2023, 2024),
            ("H29-33", 2017, 2021),
        ] {
            assert_eq!(span_of(text), (Some(from), Some(to)), "{text}");
        }
    }

    #[test]
    fn labels_and_roles() {
        let read = |text| parse_year_header(text, None).unwrap();
        assert_eq!(read("H20 (予定)").role, Some(Role::Forecast));
        assert_eq!(read("令和4年度実績").role, Some(Role::Actual));
        assert_eq!(read("令和7年度末目標値").role, Some(Role::Target));
        assert_eq!(read("令和7年度末目標値").edge, Edge::End);
        let five = read("5年後 (H25)");
        assert_eq!((five.from, five.label.as_str(), five.offset), (Some(2013), "5年後", Some(5)));
        assert_eq!(read("前期").kind, YearKind::Phase);
        assert_eq!(read("導入期").kind, YearKind::Phase);
        assert_eq!((read("準備期間\n（令和8年度）").label.as_str(), read("準備期間（令和8年度）").from), ("準備期間", Some(2026)));
        assert_eq!(read("前期:2019(H31)~2021(H33)").label, "前期");
        assert_eq!((read("将来値").kind, read("将来値").label.as_str()), (YearKind::Undated, "将来値"));
        assert!(read("令和8年度※").noted);
        assert!(read("2028（平成40）年度").overrun);
    }

    #[test]
    fn parts_of_a_year_and_named_stretches() {
        for text in ["第１四半期", "上期", "下半期", "4Q", "10月", "4～6月"] {
            assert!(is_part_of_year(text), "{text}");
            assert_eq!(parse_year_header(text, None).map(|y| y.kind), Some(YearKind::Phase), "{text}");
        }
        assert!(!is_part_of_year("13月") && !is_part_of_year("4月実施"));
        let named = parse_year_header("始動期（R6～R7）", None).unwrap();
        assert_eq!((named.from, named.to, named.label.as_str()), (Some(2024), Some(2025), "始動期"));
        assert_eq!(span_of("R6以前"), (None, Some(2024)));
        assert_eq!(span_of("令和９・10年度"), (Some(2027), Some(2028)));
        assert_eq!(parse_year_header("令和4年度検査時期", None), None);
    }

    #[test]
    fn the_surroundings_help() {
        let heisei = Some(YearContext { era: Some(Era::Heisei), base: Some(2008), ..YearContext::default() });
        let year = |text| parse_year_header(text, heisei).and_then(|y| y.from);
        assert_eq!(year("25年度"), Some(2013));
        assert_eq!(year("25"), Some(2013));
        assert_eq!(year("5年後"), Some(2013));
        assert_eq!(year("10年後"), Some(2018));
        let near = Some(YearContext { era: Some(Era::Reiwa), period: Some((2020, 2024)), ..YearContext::default() });
        assert_eq!(parse_year_header("50", near), None);
        assert!(parse_year_header("25年度", None).unwrap().ambiguous);
        let fiscal = Some(YearContext { fiscal: true, ..YearContext::default() });
        assert_eq!(parse_year_header("平成25年", fiscal).unwrap().kind, YearKind::Fiscal);
    }

    #[test]
    fn other_cells_are_no_years() {
        for text in [
            "",
            "No.",
            "R4-1-1",
            "R5-2-3",
            "25",
            "5",
            "2210",
            "令和4年度検討施策",
            "担当課",
            "1,950",
            "2210 管路の耐震化率",
            "中期経営計画の見直し",
            "令和5年度の取組内容と実績",
            "12.5",
        ] {
            assert_eq!(parse_year_header(text, None), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_fiscal_year_in_any_form(year in 1990i32..2080, form in 0usize..9) {
            let heisei = year - 1988;
            let (era, n) = if year > 2018 { ("令和", year - 2018) } else { ("平成", heisei) };
            let letter = if year > 2018 { 'R' } else { 'H' };
            prop_assume!(heisei < 100);
            let printed = match form {
                0 => format!("{era}{n}年度"),
                1 => format!("{letter}{n}"),
                2 => format!("{letter}{n}年度"),
                3 => format!("{year}年度"),
                4 => format!("{year}（{era}{n}）年度"),
                5 => format!("{year} ({letter}{n})"),
                6 => format!("平成 {heisei} 年 度"),
                7 => format!("{era}{n}({year})年度末目標値"),
                _ => format!("{year}"),
            };
            prop_assert_eq!(span_of(&printed), (Some(year), Some(year)), "{}", printed);
        }

        #[test]
        fn never_panics(text in ".{0,80}", words in "[RHS元年度平成令和0-9~()（）末中まで・-]{0,30}") {
            for t in [text.as_str(), words.as_str()] {
                let base = YearContext { era: Some(Era::Heisei), base: Some(2000), fiscal: true, period: None };
                let _ = (parse_year_header(t, None), parse_year_header(t, Some(base)));
                let found = super::super::find_years(t);
                for (range, _) in found {
                    prop_assert!(t.get(range).is_some());
                }
            }
        }
    }
}
