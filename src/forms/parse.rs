//! Days and amounts as people write them in cells.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use super::workbook::Cell;
use crate::language::Era;

/// Serial numbers of 2000-01-01 and 2100-01-01 (days from 1899-12-30): a date whose cell lost its format.
const SERIALS: std::ops::Range<f64> = 36_526.0..73_051.0;

/// The day in a cell: a date, its serial number, or `令和7年1月20日`, `R7.1.20`, `2025/1/20`, `2025-01-20` as text.
pub(super) fn day(cell: &Cell) -> Option<Date> {
    match cell {
        Cell::Day(year, month, day) => date(*year, i32::from(*month), i32::from(*day)),
        Cell::Number(serial) if SERIALS.contains(serial) => {
            #[allow(clippy::cast_possible_truncation)] // within the range
            let days = serial.trunc() as i32;
            date(1899, 12, 30)?.checked_add(jiff::Span::new().days(days)).ok()
        }
        Cell::Text(text) => day_in_words(text),
        Cell::Number(_) | Cell::Error(_) => None,
    }
}

fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn day_in_words(text: &str) -> Option<Date> {
    let text: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let era = Era::ALL.into_iter().find_map(|era| {
        let rest = text.strip_prefix(era.name()).or_else(|| text.strip_prefix(era.letter()))?;
        Some((era, rest))
    });
    let rest = era.map_or(text.as_str(), |(_, rest)| rest);
    let rest = rest.strip_suffix('日').unwrap_or(rest);
    let parts: Vec<&str> = rest.split(['年', '月', '/', '.', '-']).collect();
    let [year, month, day] = parts[..] else { return None };
    let number = |part: &str| part.parse::<i32>().ok().filter(|n| (1..=9999).contains(n));
    let year = match era {
        Some((era, _)) => era.western(if year == "元" { 1 } else { number(year)? }),
        // Two digits without an era are no year.
        None => number(year).filter(|y| *y >= 1900)?,
    };
    date(year, number(month)?, number(day)?)
}

/// The number in a cell; text counts where it is nothing but digits with separators (`1,200`).
pub(super) fn amount(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(number) if number.is_finite() => Some(*number),
        Cell::Text(text) => {
            let digits: String = text.nfkc().filter(|c| !c.is_whitespace() && *c != ',').collect();
            let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            digits.parse().ok().filter(|_| plain)
        }
        Cell::Number(_) | Cell::Day(..) | Cell::Error(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_people_write_them() {
        let wanted = date(2025, 1, 20);
        for text in ["令和7年1月20日", "R7.1.20", "２０２５／１／２０", "2025-01-20", "令和 7年 1月 20日"] {
            assert_eq!(day(&Cell::Text(text.into())), wanted, "{text}");
        }
        assert_eq!(day(&Cell::Number(45_677.0)), wanted);
        assert_eq!(day(&Cell::Day(2025, 1, 20)), wanted);
        for text in ["令和7年1月", "1月20日", "7/1/20", "令和7年13月1日", "2025/2/30", "済", ""] {
            assert_eq!(day(&Cell::Text(text.into())), None, "{text}");
        }
        assert_eq!(day(&Cell::Number(20_250_120.0)), None);
        assert_eq!(day(&Cell::Text("令和元年5月1日".into())), date(2019, 5, 1));
    }

    #[test]
    fn amounts() {
        assert_eq!(amount(&Cell::Text("１，２００".into())), Some(1200.0));
        assert_eq!(amount(&Cell::Number(12.5)), Some(12.5));
        for text in ["約1,200", "1,200千円", "なし", "-5", "1e3", "."] {
            assert_eq!(amount(&Cell::Text(text.into())), None, "{text}");
        }
    }
}
