//! Numbers of a sentence with their units and bounds.

use super::unit::{find_divisor, find_unit};
use super::{Change, Comparator, Flow, Quantity};
use crate::language::cursor::Cursor;
use crate::language::years::find_years;

const ABOUT: [&str; 6] = ["おおむね", "およそ", "概ね", "ほぼ", "約", "凡そ"];

/// Words after a number that bound it, longer ones first.
const BOUNDS: [(&str, Comparator); 19] = [
    ("を下回らない", Comparator::AtLeast),
    ("を下回る", Comparator::Below),
    ("を下回り", Comparator::Below),
    ("を上回る", Comparator::Above),
    ("を上回り", Comparator::Above),
    ("を超える", Comparator::Above),
    ("を超え", Comparator::Above),
    ("以上", Comparator::AtLeast),
    ("以下", Comparator::AtMost),
    ("以内", Comparator::AtMost),
    ("まで", Comparator::Equal),
    ("未満", Comparator::Below),
    ("超", Comparator::Above),
    ("程度", Comparator::About),
    ("前後", Comparator::About),
    ("近く", Comparator::About),
    ("余り", Comparator::About),
    ("弱", Comparator::About),
    ("余", Comparator::About),
];

/// Signs before a number.
const SIGNS: [(&str, Comparator); 6] = [
    ("≧", Comparator::AtLeast),
    ("≥", Comparator::AtLeast),
    ("≦", Comparator::AtMost),
    ("≤", Comparator::AtMost),
    (">", Comparator::Above),
    ("<", Comparator::Below),
];

/// Words of change after a number, longer ones first.
const CHANGES: [(&str, Change); 15] = [
    ("減少", Change::Decrease),
    ("削減", Change::Decrease),
    ("短縮", Change::Decrease),
    ("縮減", Change::Decrease),
    ("低減", Change::Decrease),
    ("縮小", Change::Decrease),
    ("ダウン", Change::Decrease),
    ("減", Change::Decrease),
    ("アップ", Change::Increase),
    ("向上", Change::Increase),
    ("増加", Change::Increase),
    ("上昇", Change::Increase),
    ("改善", Change::Increase),
    ("拡大", Change::Increase),
    ("増", Change::Increase),
];

/// All quantities of a normalised sentence, from left to right. Years and codes (R4-1-1, A101, 9-1, 第3期) are left out; numbers
/// without a unit are kept.
#[must_use]
pub fn find_quantities(text: &str) -> Vec<Quantity> {
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let mut years = find_years(text).into_iter().map(|(range, _)| range).peekable();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        while years.next_if(|range| range.end <= at).is_some() {}
        if let Some(range) = years.peek().filter(|range| range.contains(&at)) {
            at = range.end;
            continue;
        }
        match quantity_at(text, at) {
            Some(quantity) => {
                at = quantity.range.end;
                found.push(quantity);
            }
            None => at += c.len_utf8(),
        }
    }
    found
}

/// The quantity whose first character stands at `at`.
pub(super) fn quantity_at(text: &str, at: usize) -> Option<Quantity> {
    let mut cursor = Cursor::new(text, at);
    if !cursor.peek().is_some_and(begins) {
        return None;
    }
    let mut comparator = Comparator::Equal;
    if cursor.eat_any(&ABOUT).is_some() {
        comparator = Comparator::About;
    }
    cursor.spaces();
    for (sign, meaning) in SIGNS {
        if cursor.eat(sign) {
            comparator = meaning;
            cursor.spaces();
        }
    }
    let negative = minus(&mut cursor);
    if part_of_a_word(&cursor, negative) {
        return None;
    }
    let glued = !negative && cursor.before().is_some_and(|c| c.is_ascii_alphabetic());
    let (mut value, decimals) = number(&mut cursor)?;
    if glued && find_unit(cursor.rest()).is_none() {
        return None;
    }
    if negative {
        value = -value;
    }
    let mut found = Quantity {
        value,
        high: None,
        decimals,
        unit: None,
        comparator,
        change: None,
        change_word: String::new(),
        flow: flow_before(&text[..at]),
        range: at..cursor.at,
    };
    after_number(&mut cursor, &mut found)?;
    found.range.end = cursor.at;
    Some(found)
}

/// Whether a quantity may begin with the character: a digit, a sign, or a word for about. Every character of every text comes here.
fn begins(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(c, '△' | '▲' | '-')
        || SIGNS.iter().any(|(sign, _)| sign.starts_with(c))
        || ABOUT.iter().any(|word| word.starts_with(c))
}

/// Range, unit, bound and change after the number; `None` where the number turns out to be part of a code.
fn after_number(cursor: &mut Cursor<'_>, found: &mut Quantity) -> Option<()> {
    let mut after = cursor.rest().chars();
    if let (Some(next), second) = (after.next(), after.next()) {
        let code = matches!(next, '-' | '.' | '/' | ',') && second.is_some_and(|c| c.is_ascii_digit());
        if code || (next.is_ascii_alphabetic() && find_unit(cursor.rest()).is_none()) {
            return None;
        }
    }
    unit(cursor, found);
    range(cursor, found);
    minutes(cursor, found);
    money(cursor, found);
    bracket(cursor);
    divisor(cursor, found);
    // 5 以下, set large beside its unit.
    if ["以上", "以下", "以内", "未満"].iter().any(|bound| cursor.rest().trim_start().starts_with(bound)) {
        cursor.spaces();
    }
    if let Some(bound) = eat_first(cursor, &BOUNDS, &["超過", "余裕", "余剰", "弱体"]) {
        if bound != Comparator::Equal {
            found.comparator = bound;
        }
        unit_behind(cursor, found);
        cursor.eat("の");
    }
    let before_change = *cursor;
    cursor.eat("の");
    cursor.spaces();
    let start = cursor.at;
    match eat_first(
        cursor,
        &CHANGES,
        &["減価", "減圧", "減量", "減免", "減債", "増設", "増強", "増員", "増改築", "増圧", "改善す", "拡大図"],
    ) {
        Some(change) => {
            found.change = Some(change);
            cursor.text[start..cursor.at].clone_into(&mut found.change_word);
            divisor(cursor, found);
        }
        None => *cursor = before_change,
    }
    if found.comparator != Comparator::Equal || found.unit.is_some() {
        return Some(());
    }
    // A bare number is one only where no word claims it.
    cursor.rest().chars().next().is_none_or(|c| !c.is_ascii_alphanumeric()).then_some(())
}

fn unit(cursor: &mut Cursor<'_>, found: &mut Quantity) {
    let mut ahead = *cursor;
    ahead.spaces();
    if let Some(unit) = find_unit(ahead.rest()) {
        found.unit = Some(unit.replace(' ', ""));
        cursor.at = ahead.at + unit.len();
        if unit.ends_with("/年") {
            found.flow = Some(Flow::PerYear);
        }
    }
}

/// 105以上%: a unit behind the bound, where nothing goes on behind it.
fn unit_behind(cursor: &mut Cursor<'_>, found: &mut Quantity) {
    let mut ahead = *cursor;
    ahead.spaces();
    let ends = |unit: &&str| !ahead.rest()[unit.len()..].starts_with(char::is_alphanumeric);
    if found.unit.is_none() && find_unit(ahead.rest()).filter(ends).is_some() {
        unit(cursor, found);
    }
}

/// 1.0~1.5倍, 4m~5m.
fn range(cursor: &mut Cursor<'_>, found: &mut Quantity) {
    let mut ahead = *cursor;
    ahead.spaces();
    if !ahead.eat("~") {
        return;
    }
    ahead.spaces();
    let Some((high, decimals)) = number(&mut ahead) else { return };
    found.high = Some(high);
    found.decimals = found.decimals.max(decimals);
    *cursor = ahead;
    unit(cursor, found);
}

/// 1時間10分 is 70 分.
fn minutes(cursor: &mut Cursor<'_>, found: &mut Quantity) {
    let mut ahead = *cursor;
    if found.unit.as_deref() == Some("時間")
        && let Some((minutes, 0)) = number(&mut ahead)
        && ahead.eat("分")
    {
        found.value = found.value * 60.0 + minutes;
        found.unit = Some("分".to_owned());
        *cursor = ahead;
    }
}

/// 12億3,000万円 is 123,000 万円.
fn money(cursor: &mut Cursor<'_>, found: &mut Quantity) {
    let mut ahead = *cursor;
    if found.unit.is_none()
        && ahead.eat("億")
        && let Some((rest, _)) = number(&mut ahead)
        && ahead.eat("万円")
    {
        found.value = found.value * 10_000.0 + rest;
        found.unit = Some("万円".to_owned());
        *cursor = ahead;
    }
}

/// Words in brackets between unit and divisor: 2回(春・秋)/年.
fn bracket(cursor: &mut Cursor<'_>) {
    let mut ahead = *cursor;
    if !ahead.eat("(") {
        return;
    }
    let Some(close) = ahead.rest().find(')') else { return };
    ahead.at += close + 1;
    if close <= 40 && find_divisor(ahead.rest()).is_some() {
        *cursor = ahead;
    }
}

fn divisor(cursor: &mut Cursor<'_>, found: &mut Quantity) {
    if let (Some(unit), Some(per)) = (found.unit.as_mut(), find_divisor(cursor.rest())) {
        unit.push_str(&per.replace(' ', ""));
        cursor.at += per.len();
        if per.ends_with('年') {
            found.flow = Some(Flow::PerYear);
        }
    }
}

/// Eats the first of the words that stands here, unless one of `but` does.
fn eat_first<T: Copy>(cursor: &mut Cursor<'_>, words: &[(&str, T)], but: &[&str]) -> Option<T> {
    if but.iter().any(|word| cursor.rest().starts_with(word)) {
        return None;
    }
    words.iter().find(|(word, _)| cursor.eat(word)).map(|&(_, meaning)| meaning)
}

/// △ 57,201 and -5; a hyphen inside a code is none.
fn minus(cursor: &mut Cursor<'_>) -> bool {
    let before = cursor.before();
    if cursor.eat_any(&["△", "▲"]).is_some() {
        cursor.spaces();
        return true;
    }
    !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == ')') && cursor.eat("-")
}

/// A digit inside a code. Two Latin letters before it may be a word that the number counts (タブレット型PC152台).
fn part_of_a_word(cursor: &Cursor<'_>, negative: bool) -> bool {
    let mut before = cursor.text[..cursor.at].chars().rev();
    let (last, second) = (before.next(), before.next());
    let word = last.is_some_and(|c| c.is_ascii_alphabetic()) && second.is_some_and(|c| c.is_ascii_alphabetic());
    !negative && !word && last.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ',' | '第' | '_' | '#'))
}

/// Digits with thousands separators and decimals.
pub(super) fn number(cursor: &mut Cursor<'_>) -> Option<(f64, usize)> {
    let rest = cursor.rest().as_bytes();
    let digits = |from: usize| rest[from.min(rest.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = digits(0);
    if end == 0 || end > 15 {
        return None;
    }
    while end <= 20 && rest.get(end) == Some(&b',') && digits(end + 1) == 3 {
        end += 4;
    }
    let mut decimals = 0;
    if rest.get(end) == Some(&b'.') {
        decimals = digits(end + 1).min(9);
        end += if decimals > 0 { decimals + 1 } else { 0 };
    }
    let value = cursor.rest()[..end].replace(',', "").parse().ok()?;
    cursor.at += end;
    Some((value, decimals))
}

fn flow_before(text: &str) -> Option<Flow> {
    let text = text.trim_end();
    let ends = |words: &[&str]| words.iter().any(|word| text.ends_with(word));
    if ends(&["年間", "毎年", "毎年度", "年間約", "単年度", "各年度"]) {
        Some(Flow::PerYear)
    } else if ends(&["累計", "累計で", "延べ", "のべ", "通算", "累積"]) {
        Some(Flow::Cumulative)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// value, unit, sign of every quantity.
    fn read(text: &str) -> Vec<(f64, String, &'static str)> {
        find_quantities(text).into_iter().map(|q| (q.value, q.printed_unit().unwrap_or_default(), q.comparator.sign())).collect()
    }

    fn one(text: &str) -> (f64, String, &'static str) {
        let all = read(text);
        assert_eq!(all.len(), 1, "{text}: {all:?}");
        all[0].clone()
    }

    #[test]
    fn target_phrases() {
        for (text, value, unit, sign) in [
            ("口座振替申請者を年間2,300件とする。", 2300.0, "件", "="),
            ("業務時間を80時間/年とする。", 80.0, "時間/年", "="),
            ("2回(春・秋)/年", 2.0, "回/年", "="),
            ("10件減/年", 10.0, "件減/年", "="),
            ("中期目標で100%", 100.0, "%", "="),
            ("25%/R11等", 25.0, "%", "="),
            ("4%/年", 4.0, "%/年", "="),
            ("申請件数を30%減とする。", 30.0, "%減", "="),
            ("設営時間を30分短縮させる。", 30.0, "分短縮", "="),
            ("設営時間:1時間10分", 70.0, "分", "="),
            ("6割以上", 6.0, "割", ">="),
            ("現状約4割", 4.0, "割", "~"),
            ("取水割合を50%前後", 50.0, "%", "~"),
            ("40分以内とする", 40.0, "分", "<="),
            ("9,000以下", 9000.0, "", "<="),
            ("5 以下", 5.0, "", "<="),
            ("105以上 %", 105.0, "%", ">="),
            ("0.37以下kWh/m3", 0.37, "kWh/m3", "<="),
            ("2以上人口", 2.0, "", ">="),
            ("95%を超える", 95.0, "%", ">"),
            ("3.0%未満", 3.0, "%", "<"),
            ("約21.7億円", 21.7, "億円", "~"),
            ("12億3,000万円", 123_000.0, "万円", "="),
        ] {
            assert_eq!(one(text), (value, unit.to_owned(), sign), "{text}");
        }
    }

    #[test]
    fn several_in_one_sentence() {
        assert_eq!(read("有収率を令和4年度末78.9%から85%以上とする。"), [(78.9, "%".to_owned(), "="), (85.0, "%".to_owned(), ">=")]);
        let units: Vec<_> = read("タブレット型PC152台(水道113台、下水道39台)").into_iter().map(|q| q.0).collect();
        assert_eq!(units, [152.0, 113.0, 39.0]);
        assert_eq!(find_quantities("120~150m")[0].high, Some(150.0));
    }

    #[test]
    fn years_and_codes_are_no_quantities() {
        for text in ["令和10年度までに", "R4-1-1", "方向性9-1", "A101", "第3期", "2028(平成40)年度", "R11", "AI-OCR2号"] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn flows() {
        assert_eq!(find_quantities("年間20件")[0].flow, Some(Flow::PerYear));
        assert_eq!(find_quantities("累計100時間")[0].flow, Some(Flow::Cumulative));
        assert_eq!(find_quantities("4%/年")[0].flow, Some(Flow::PerYear));
    }

    #[test]
    fn ranges_cover_what_was_read() {
        let text = "有収率を約85%以上とする";
        assert_eq!(&text[find_quantities(text)[0].range.clone()], "約85%以上");
    }

    #[test]
    fn long_texts_take_one_pass() {
        assert_eq!(find_quantities(&"R5 ".repeat(10_000)).len(), 0);
        assert_eq!(find_quantities(&"令和5年度5件、".repeat(10_000)).len(), 10_000);
        assert_eq!(find_quantities(&"(".repeat(20_000)).len(), 0);
        assert_eq!(find_quantities(&"9".repeat(20_000)).len(), 0);
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,80}", words in "[0-9,.%件人円千万億約以上減増年/()~△-]{0,30}") {
            for t in [text.as_str(), words.as_str()] {
                for q in find_quantities(t) {
                    prop_assert!(t.get(q.range).is_some());
                }
            }
        }
    }
}
