//! One year, month or day: 令和5年度, 2028(平成40)年度, R3.4.1, 平成20年3月.

use crate::language::cursor::Cursor;
use crate::language::eras::{Era, fiscal_year_of};

/// How freely a year may be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// A header cell: bare western years count.
    Header,
    /// Running text: a western year needs 年, 年度 or its era beside it.
    Prose,
}

/// The word after the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Suffix {
    Missing,
    Year,
    Fiscal,
}

/// A year with what was printed beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    /// Year as printed: fiscal for 年度 and no suffix, calendar for 年 and dates.
    pub(super) year: i32,
    pub(super) era: Option<Era>,
    pub(super) suffix: Suffix,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
    pub(super) overrun: bool,
    pub(super) mismatch: bool,
    /// 昭和30年代.
    pub(super) decade: bool,
}

impl Point {
    pub(super) fn fiscal_year(&self) -> i32 {
        self.month.map_or(self.year, |m| fiscal_year_of(self.year, m))
    }
}

/// A number with its way of counting.
#[derive(Clone, Copy)]
struct Base {
    year: i32,
    era: Option<Era>,
    overrun: bool,
    /// Letter (R5) or short (令5) form: needs a clean right edge.
    brief: Brief,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Brief {
    No,
    Letter,
    Short,
}

impl Base {
    fn of_era(era: Era, n: i32, brief: Brief) -> Self {
        Self { year: era.western(n), era: Some(era), overrun: era.overrun(n), brief }
    }
}

/// Reads a point at the cursor and moves it; leaves the cursor where it was otherwise.
pub(super) fn point(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Point> {
    // Every character of every text comes here, and hardly any begins a year.
    if !cursor.peek().is_some_and(begins) {
        return None;
    }
    let start = *cursor;
    let found = western(cursor).or_else(|| of_era(cursor)).and_then(|base| complete(cursor, base, reading));
    if found.is_none() {
        *cursor = start;
    }
    found
}

/// Whether a year may begin with the character: a digit, 西暦, or the name, short form or letter of an era.
fn begins(c: char) -> bool {
    c.is_ascii_digit() || c == '西' || Era::ALL.iter().any(|era| c == era.short() || c == era.letter() || era.name().starts_with(c))
}

/// A bare number of an era already known: the second bound of a range, or a header with a context.
pub(super) fn bare_point(cursor: &mut Cursor<'_>, era: Era, reading: Reading) -> Option<Point> {
    let start = *cursor;
    let found = number(cursor).and_then(|n| complete(cursor, Base::of_era(era, n, Brief::No), reading));
    if found.is_none() {
        *cursor = start;
    }
    found
}

fn complete(cursor: &mut Cursor<'_>, base: Base, reading: Reading) -> Option<Point> {
    let mut point = Point {
        year: base.year,
        era: base.era,
        suffix: Suffix::Missing,
        month: None,
        day: None,
        overrun: base.overrun,
        mismatch: false,
        decade: false,
    };
    if dotted_date(cursor, &mut point) {
        return Some(point);
    }
    point.suffix = suffix(cursor);
    let twin = twin(cursor, base);
    if let Some(other) = twin {
        let (western, in_era) = if base.era.is_none() { (base.year, other) } else { (other.year, base) };
        point.mismatch = western != in_era.year;
        point.year = western;
        point.era = in_era.era;
        point.overrun = in_era.overrun;
        if point.suffix == Suffix::Missing {
            point.suffix = suffix(cursor);
        }
    }
    match point.suffix {
        Suffix::Missing if twin.is_none() && !stands_alone(cursor, base, reading) => return None,
        Suffix::Year => {
            point.decade = cursor.eat("代");
            month_and_day(cursor, &mut point);
        }
        _ => {}
    }
    Some(point)
}

/// Four digits that are not part of a longer number or code.
fn western(cursor: &mut Cursor<'_>) -> Option<Base> {
    if cursor.before().is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, ',' | '.' | '-' | '+')) {
        return None;
    }
    let mut ahead = *cursor;
    ahead.eat("西暦");
    let year = ahead.digits(4).filter(|y| (1800..2200).contains(y))?;
    let mut decimals = ahead;
    if decimals.eat(",") && decimals.digits(9).is_some() {
        return None;
    }
    *cursor = ahead;
    Some(Base { year, era: None, overrun: false, brief: Brief::No })
}

fn of_era(cursor: &mut Cursor<'_>) -> Option<Base> {
    for era in Era::ALL {
        let mut ahead = *cursor;
        if ahead.eat(era.name()) {
            ahead.spaces();
            let n = number(&mut ahead)?;
            *cursor = ahead;
            return Some(Base::of_era(era, n, Brief::No));
        }
    }
    if cursor.before().is_some_and(|c| c.is_ascii_alphanumeric() || c == '-') {
        return None;
    }
    for era in Era::ALL {
        let mut ahead = *cursor;
        let brief = match ahead.peek() {
            Some(c) if c == era.letter() => Brief::Letter,
            Some(c) if c == era.short() => Brief::Short,
            _ => continue,
        };
        ahead.at += ahead.peek().map_or(0, char::len_utf8);
        let mut dotted = ahead;
        dotted.eat(".");
        let n = number(&mut ahead).or_else(|| {
            ahead = dotted;
            number(&mut ahead)
        })?;
        *cursor = ahead;
        return Some(Base::of_era(era, n, brief));
    }
    None
}

/// 元, one or two digits, or a number in kanji before 年 (令和十五年度).
fn number(cursor: &mut Cursor<'_>) -> Option<i32> {
    if cursor.eat("元") {
        return Some(1);
    }
    let start = *cursor;
    let n = cursor.digits(2).filter(|n| *n > 0).or_else(|| kanji_before(cursor, '年'));
    if n.is_none() {
        *cursor = start;
    }
    n
}

/// 六, 十五, 二十九, 三〇: up to 99, directly before the word that counts.
fn kanji_before(cursor: &mut Cursor<'_>, counted: char) -> Option<i32> {
    const DIGITS: &str = "〇一二三四五六七八九";
    let digit = |c: char| DIGITS.chars().position(|d| d == c).and_then(|n| i32::try_from(n).ok());
    let rest = cursor.rest();
    let printed: Vec<char> = rest.chars().take(4).take_while(|c| *c != counted).collect();
    let length = printed.iter().map(|c| c.len_utf8()).sum::<usize>();
    if !rest[length..].starts_with(counted) {
        return None;
    }
    let value = match printed[..] {
        ['十'] => 10,
        ['十', ones] => 10 + digit(ones)?,
        [tens, '十'] => 10 * digit(tens)?,
        [tens, '十', ones] => 10 * digit(tens)? + digit(ones)?,
        [ones] => digit(ones)?,
        [tens, ones] => 10 * digit(tens)? + digit(ones)?,
        _ => return None,
    };
    cursor.at += length;
    (value > 0).then_some(value)
}

/// 年度 or 年, unless the 年 belongs to a length of time (年間, 年目).
fn suffix(cursor: &mut Cursor<'_>) -> Suffix {
    let start = *cursor;
    cursor.spaces();
    if cursor.eat("年度") || cursor.eat("年 度") {
        return Suffix::Fiscal;
    }
    if cursor.eat("年") && !["間", "目", "後", "以内", "分", "毎", "ごと"].iter().any(|w| cursor.rest().starts_with(w)) {
        return Suffix::Year;
    }
    *cursor = start;
    Suffix::Missing
}

/// The same year in the other count, in brackets: 2028(平成40), 令和3年度(2021年度).
fn twin(cursor: &mut Cursor<'_>, base: Base) -> Option<Base> {
    let start = *cursor;
    let mut inner = || {
        cursor.spaces();
        cursor.eat_any(&["(", "（", "[", "〔", "【"])?;
        cursor.spaces();
        let other = if base.era.is_some() { western(cursor) } else { of_era(cursor) }?;
        suffix(cursor);
        cursor.spaces();
        cursor.eat_any(&[")", "）", "]", "〕", "】"])?;
        Some(other)
    };
    let found = inner();
    if found.is_none() {
        *cursor = start;
    }
    found
}

/// R3.4.1, 2021/4/1: all three parts, or nothing.
fn dotted_date(cursor: &mut Cursor<'_>, point: &mut Point) -> bool {
    for dot in [".", "/"] {
        let mut ahead = *cursor;
        let mut part = || ahead.eat(dot).then(|| ahead.digits(2)).flatten();
        if let (Some(month @ 1..=12), Some(day @ 1..=31)) = (part(), part()) {
            point.month = u8::try_from(month).ok();
            point.day = u8::try_from(day).ok();
            point.suffix = Suffix::Year;
            *cursor = ahead;
            return true;
        }
    }
    false
}

fn month_and_day(cursor: &mut Cursor<'_>, point: &mut Point) {
    let mut ahead = *cursor;
    ahead.spaces();
    let Some(month @ 1..=12) = ahead.digits(2).or_else(|| kanji_before(&mut ahead, '月')) else { return };
    if !ahead.eat("月") {
        return;
    }
    point.month = u8::try_from(month).ok();
    *cursor = ahead;
    if let Some(day @ 1..=31) = ahead.digits(2)
        && ahead.eat("日")
    {
        point.day = u8::try_from(day).ok();
        *cursor = ahead;
    }
}

/// Whether a year without 年 is one: not the head of a code (R4-1-1), a formula (H2O) or a count.
fn stands_alone(cursor: &Cursor<'_>, base: Base, reading: Reading) -> bool {
    let mut after = cursor.rest().chars();
    let (next, second) = (after.next(), after.next());
    let runs_on = next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '%');
    let code = matches!(next, Some('-' | '.')) && second.is_some_and(|c| c.is_ascii_alphanumeric());
    let era = base.era;
    if runs_on || (code && reading == Reading::Prose) {
        return false;
    }
    match base.brief {
        Brief::Short => reading == Reading::Header,
        Brief::Letter => reading == Reading::Header || matches!(era, Some(Era::Showa | Era::Heisei | Era::Reiwa)),
        Brief::No => era.is_some() || reading == Reading::Header,
    }
}
