//! A year or a range of years with the words that bound it: 平成26~30年度, 令和9年度中, H20(予定).

use super::point::{Point, Reading, Suffix, bare_point, point};
use super::{Edge, ROLE_WORDS, YearKind, YearSpan};
use crate::language::cursor::Cursor;
use crate::language::eras::Era;
use crate::model::Role;

const RANGE_SIGNS: [&str; 7] = ["~", "～", "〜", "から", "→", "–", "—"];
/// Dashes that also part other things than years: each is read like a hyphen.
const DASHES: [&str; 4] = ["-", "―", "−", "－"];

/// Reads a span at the cursor; `bare` is the era of numbers without one.
pub(super) fn span(cursor: &mut Cursor<'_>, reading: Reading, bare: Option<Era>) -> Option<YearSpan> {
    let first = point(cursor, reading).or_else(|| bare.and_then(|era| bare_point(cursor, era, reading)))?;
    let second = range_end(cursor, &first, reading);
    let mut span = resolved(&first, second.as_ref());
    range_twin(cursor, &mut span, second.is_some());
    bound(cursor, &mut span, second.is_some());
    role_beside(cursor, &mut span);
    Some(span)
}

/// The second bound of a range, in its own era or in that of the first; the cursor moves only if there is one.
fn range_end(cursor: &mut Cursor<'_>, first: &Point, reading: Reading) -> Option<Point> {
    let start = *cursor;
    // 平成30年~令和4年 runs forward; anything else is two separate years.
    let second = after_range_sign(cursor, first, reading).filter(|s| s.fiscal_year() >= first.fiscal_year());
    if second.is_none() {
        *cursor = start;
    }
    second
}

fn after_range_sign(cursor: &mut Cursor<'_>, first: &Point, reading: Reading) -> Option<Point> {
    cursor.spaces();
    if let Some(neighbour) = next_year(cursor, first) {
        return Some(neighbour);
    }
    let sign = cursor.eat_any(&RANGE_SIGNS).or_else(|| cursor.eat_any(&DASHES).map(|_| "-"))?;
    cursor.spaces();
    let start = *cursor;
    let whole = point(cursor, reading).filter(|p| sign != "-" || (p.year > first.year && !code_follows(cursor)));
    whole.or_else(|| {
        *cursor = start;
        inherited_end(cursor, first, sign, reading)
    })
}

/// 令和9・10年度: the number behind the dot is the year after, and the word stands behind both.
fn next_year(cursor: &mut Cursor<'_>, first: &Point) -> Option<Point> {
    let start = *cursor;
    let era = first.era.filter(|_| first.suffix == Suffix::Missing && first.month.is_none());
    let found = era.filter(|_| cursor.eat_any(&["・", "、", ","]).is_some()).and_then(|era| bare_point(cursor, era, Reading::Header));
    let next = found.filter(|p| p.suffix != Suffix::Missing && p.month.is_none() && p.year == first.year + 1);
    if next.is_none() {
        *cursor = start;
    }
    next
}

/// The bare second number of H30~39, 平成21~30年度, 2018~27.
fn inherited_end(cursor: &mut Cursor<'_>, first: &Point, sign: &str, reading: Reading) -> Option<Point> {
    let start = *cursor;
    let era = first.era.filter(|_| first.month.is_none());
    let mut end = match era {
        Some(era) => bare_point(cursor, era, reading)?,
        None => short_western(cursor, first)?,
    };
    if end.year < first.year
        && let Some(next) = era.and_then(Era::next)
    {
        *cursor = start;
        end = bare_point(cursor, next, reading)?;
    }
    // から needs the word again, a hyphen needs it in running text and never stands before a further part of a code.
    let plain = end.suffix == Suffix::Missing;
    let refused = match sign {
        "から" => plain,
        "-" => code_follows(cursor) || (plain && reading == Reading::Prose) || end.year <= first.year,
        _ => false,
    };
    if refused {
        *cursor = start;
        return None;
    }
    Some(end)
}

fn short_western(cursor: &mut Cursor<'_>, first: &Point) -> Option<Point> {
    let n = cursor.digits(2)?;
    let mut end = *first;
    end.year = first.year - first.year.rem_euclid(100) + n;
    end.suffix = if cursor.eat("年度") {
        Suffix::Fiscal
    } else if cursor.eat("年") {
        Suffix::Year
    } else {
        Suffix::Missing
    };
    Some(end)
}

fn code_follows(cursor: &Cursor<'_>) -> bool {
    let mut after = cursor.rest().chars();
    after.next() == Some('-') && after.next().is_some_and(|c| c.is_ascii_alphanumeric())
}

fn resolved(first: &Point, second: Option<&Point>) -> YearSpan {
    let last = second.unwrap_or(first);
    let fiscal_word = first.suffix == Suffix::Fiscal || last.suffix == Suffix::Fiscal;
    let kind = if first.day.is_some() {
        YearKind::Date
    } else if first.month.is_some() {
        YearKind::Month
    } else if !fiscal_word && (first.suffix == Suffix::Year || last.suffix == Suffix::Year) {
        YearKind::Calendar
    } else {
        YearKind::Fiscal
    };
    let mut span = YearSpan::new(kind, Some(first.fiscal_year()), Some(last.fiscal_year()));
    if kind != YearKind::Fiscal {
        span.calendar = Some(first.year);
        span.month = first.month;
    }
    if last.decade {
        span.to = Some(last.year + 9);
        span.edge = Edge::Around;
    }
    span.overrun = first.overrun || last.overrun;
    span.mismatch = first.mismatch || last.mismatch;
    span
}

/// The whole range again in the other count: 2018~2027 (H30~39).
fn range_twin(cursor: &mut Cursor<'_>, span: &mut YearSpan, range: bool) {
    if !range {
        return;
    }
    let start = *cursor;
    cursor.spaces();
    let opened = cursor.eat_any(&["(", "（"]).is_some();
    let inner = opened.then(|| point(cursor, Reading::Header)).flatten();
    let other = inner.and_then(|first| range_end(cursor, &first, Reading::Header).map(|second| (first, second)));
    cursor.spaces();
    match other {
        Some((first, second)) if cursor.eat_any(&[")", "）"]).is_some() => {
            span.mismatch |= span.from != Some(first.fiscal_year()) || span.to != Some(second.fiscal_year());
            span.overrun |= first.overrun || second.overrun;
            if cursor.eat("年度") {
                span.kind = YearKind::Fiscal;
            } else {
                cursor.eat("年");
            }
        }
        _ => *cursor = start,
    }
}

/// まで, 以降, 中 ... after the year.
fn bound(cursor: &mut Cursor<'_>, span: &mut YearSpan, range: bool) {
    let start = *cursor;
    cursor.spaces();
    let mut edge = Edge::None;
    if cursor.eat_any(&["度末", "末"]).is_some() {
        edge = Edge::End;
    } else if cursor.eat_any(&["当初", "初め", "初頭"]).is_some() {
        edge = Edge::Start;
    } else if cursor.eat("中") {
        // 年度中期計画 and the like are other words.
        if cursor.peek().is_some_and(|c| matches!(c, '期' | '間' | '心' | '小' | '核' | '央' | '長' | '継')) {
            *cursor = start;
            return;
        }
        edge = Edge::Within;
    }
    if cursor.eat_any(&["までに", "まで", "迄", "以前"]).is_some() {
        edge = Edge::Until;
    } else if cursor.eat_any(&["以降", "以後", "から", "より", "~", "〜"]).is_some() {
        edge = Edge::From;
    } else if cursor.eat_any(&["頃", "ごろ", "目途", "目処", "めど"]).is_some() {
        edge = Edge::Around;
    } else if cursor.eat_any(&["現在", "時点"]).is_some() {
        edge = if edge == Edge::End { Edge::End } else { Edge::Now };
    }
    if edge == Edge::None {
        *cursor = start;
        return;
    }
    span.edge = edge;
    match edge {
        Edge::Until if !range => span.from = None,
        Edge::From if !range => span.to = None,
        _ => {}
    }
}

/// 予定, (実績) ... directly after the year.
fn role_beside(cursor: &mut Cursor<'_>, span: &mut YearSpan) {
    let mut ahead = *cursor;
    ahead.spaces();
    let opened = ahead.eat_any(&["(", "（", "[", "【"]).is_some();
    let Some(&(word, role)) = ROLE_WORDS.iter().find(|(word, _)| ahead.rest().starts_with(word)) else { return };
    ahead.at += word.len();
    ahead.eat_any(&["値", "額"]);
    if opened && ahead.eat_any(&[")", "）", "]", "】"]).is_none() {
        return;
    }
    // 令和5年度計画的な ..., 令和5年度目標管理: the word goes on.
    if !opened
        && ahead.peek().is_some_and(|c| {
            !matches!(c, '値' | '額' | ':' | '(' | '（' | ')' | '）' | '、' | '。' | ' ' | 'を' | 'は' | 'の' | 'が' | 'に')
        })
        && role != Role::Actual
    {
        return;
    }
    span.role = Some(role);
    *cursor = ahead;
}
