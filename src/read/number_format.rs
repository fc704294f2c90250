//! Numbers and dates of a workbook as its number formats show them (ECMA-376 part 1, 18.8.31).

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::language::Era;

/// Longest format code that is interpreted; beyond it the number is shown plainly. Excel stores at most 255 characters.
const MAX_CODE: usize = 512;
/// Most decimals shown. Excel's own limit.
const MAX_DECIMALS: usize = 30;

/// The number as a cell with this format code shows it.
pub(super) fn displayed(value: f64, code: &str, is_1904: bool) -> String {
    if !value.is_finite() || code.len() > MAX_CODE || is_general(code) {
        return general(value);
    }
    let sections = sections(code);
    // Positive; negative; zero; text. A negative number shows its sign only where no section is its own.
    let (section, shown) = match (sections.len(), value) {
        (2.., v) if v < 0.0 => (&sections[1], -v),
        (3.., 0.0) => (&sections[2], 0.0),
        (_, v) => (&sections[0], v),
    };
    if section.iter().any(|part| matches!(part, Part::Date(_))) {
        return date_text(value, section, is_1904).unwrap_or_else(|| general(value));
    }
    if section.iter().any(|part| matches!(part, Part::General)) {
        return literals_around(section, &general(shown));
    }
    number_text(shown, section)
}

fn is_general(code: &str) -> bool {
    code.is_empty() || code == "@" || code.eq_ignore_ascii_case("general")
}

/// A piece of one section of a format code.
#[derive(Debug, Clone, PartialEq)]
enum Part {
    /// `0`, `#`, `?`: a digit; only `0` shows where the number has none.
    Digit(char),
    Point,
    Comma,
    Percent,
    Literal(String),
    /// Letters of a date or time: `yyyy`, `m`, `ggg`, `e` ...
    Date(String),
    General,
}

fn sections(code: &str) -> Vec<Vec<Part>> {
    let chars: Vec<char> = code.chars().collect();
    let mut all = vec![Vec::new()];
    let mut at = 0;
    while at < chars.len() {
        if chars[at] == ';' {
            all.push(Vec::new());
            at += 1;
            continue;
        }
        let (part, next) = part(&chars, at);
        if let (Some(part), Some(section)) = (part, all.last_mut()) {
            section.push(part);
        }
        at = next;
    }
    all
}

/// The part that begins at `at`, if it shows anything, and where the next begins.
fn part(chars: &[char], at: usize) -> (Option<Part>, usize) {
    let until = |end: char| chars[at + 1..].iter().position(|&c| c == end).map_or(chars.len(), |n| at + 1 + n);
    let literal = |from: usize, to: usize| Part::Literal(chars[from.min(chars.len())..to.min(chars.len())].iter().collect());
    match chars[at] {
        '"' => (Some(literal(at + 1, until('"'))), until('"') + 1),
        '\\' | '!' => (Some(literal(at + 1, at + 2)), at + 2),
        // The width of a character, and filling: a blank at most.
        '_' => (Some(Part::Literal(" ".to_owned())), at + 2),
        '*' => (None, at + 2),
        '[' => (bracket(&chars[at + 1..until(']').min(chars.len())]), until(']') + 1),
        c @ ('0' | '#' | '?') => (Some(Part::Digit(c)), at + 1),
        '.' => (Some(Part::Point), at + 1),
        ',' => (Some(Part::Comma), at + 1),
        '%' => (Some(Part::Percent), at + 1),
        'A' | 'a' if starts(chars, at, "AM/PM") => (Some(Part::Date("am/pm".to_owned())), at + 5),
        'G' if starts(chars, at, "General") => (Some(Part::General), at + 7),
        'E' if matches!(chars.get(at + 1), Some('+' | '-')) => {
            (Some(Part::General), chars[at..].iter().position(|&c| c == ';').map_or(chars.len(), |n| at + n))
        }
        c if "ymdhsgeaYMDHSGEA".contains(c) => {
            let run = chars[at..].iter().take_while(|d| d.eq_ignore_ascii_case(&c)).count();
            (Some(Part::Date(c.to_ascii_lowercase().to_string().repeat(run.min(5)))), at + run)
        }
        '@' => (Some(Part::General), at + 1),
        c => (Some(Part::Literal(c.to_string())), at + 1),
    }
}

fn starts(chars: &[char], at: usize, word: &str) -> bool {
    word.chars().enumerate().all(|(n, c)| chars.get(at + n).is_some_and(|d| d.eq_ignore_ascii_case(&c)))
}

/// Inside brackets: a currency sign (`$¥-411`), hours beyond a day (`h`), else a colour, a condition or a language.
fn bracket(inside: &[char]) -> Option<Part> {
    let text: String = inside.iter().collect();
    if let Some(sign) = text.strip_prefix('$') {
        let sign = sign.split('-').next().unwrap_or_default();
        return (!sign.is_empty()).then(|| Part::Literal(sign.to_owned()));
    }
    matches!(text.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss")
        .then(|| Part::Date(format!("[{}", text.to_ascii_lowercase())))
}

/// A number without a format: as many decimals as eleven characters hold.
fn general(value: f64) -> String {
    let whole = value.abs().trunc();
    if value != 0.0 && !(1e-9..1e15).contains(&value.abs()) {
        return format!("{value:E}");
    }
    let digits = format!("{whole:.0}").len();
    let text = rounded(value.abs(), 10_usize.saturating_sub(digits).min(9));
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    let sign = if value < 0.0 && text != "0" { "-" } else { "" };
    format!("{sign}{text}")
}

/// A number that is not negative with this many decimals, halves up. Fifteen digits count, as in Excel.
fn rounded(value: f64, decimals: usize) -> String {
    let exact: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    let scale = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    let scaled = exact * scale;
    if !scaled.is_finite() || scaled >= 1e15 {
        return format!("{exact:.decimals$}");
    }
    // The nudge undoes what the multiplication lost (1.005 * 100 is 100.49999999999999).
    format!("{:.decimals$}", (scaled * (1.0 + f64::EPSILON)).round() / scale)
}

fn literals_around(section: &[Part], middle: &str) -> String {
    let text = section.iter().map(|part| match part {
        Part::Literal(text) => text.as_str(),
        Part::General => middle,
        _ => "",
    });
    text.collect::<String>().trim().to_owned()
}

fn number_text(value: f64, section: &[Part]) -> String {
    let digit = |part: &Part| matches!(part, Part::Digit(_));
    let Some(last) = section.iter().rposition(digit) else {
        // Only words: they are shown instead of the number.
        return literals_around(section, "");
    };
    let first = section.iter().position(digit).unwrap_or(last);
    let point = section.iter().position(|part| *part == Part::Point).unwrap_or(section.len());
    let decimals: Vec<char> = section.iter().skip(point).filter_map(|p| if let Part::Digit(c) = p { Some(*c) } else { None }).collect();
    let grouped = section[first..last].iter().enumerate().any(|(n, p)| *p == Part::Comma && first + n < point);
    let thousands = section[last..].iter().skip(1).take_while(|p| **p == Part::Comma).count();
    let percents = section.iter().filter(|p| **p == Part::Percent).count();
    let scaled = value.abs() / 1000_f64.powi(i32::try_from(thousands).unwrap_or(0)) * 100_f64.powi(i32::try_from(percents).unwrap_or(0));
    let least = section[..point.min(section.len())].iter().filter(|p| **p == Part::Digit('0')).count();
    let number = shaped(scaled, &decimals, least, grouped);
    let before: String = section[..first.min(point)].iter().map(shown).collect();
    let after: String = section[last + 1..].iter().map(shown).collect();
    let sign = if value < 0.0 && number.contains(|c: char| ('1'..='9').contains(&c)) { "-" } else { "" };
    format!("{sign}{before}{number}{after}").trim().to_owned()
}

/// What stands around the digits.
fn shown(part: &Part) -> &str {
    match part {
        Part::Literal(text) => text,
        Part::Percent => "%",
        _ => "",
    }
}

fn shaped(value: f64, decimals: &[char], least: usize, grouped: bool) -> String {
    let text = rounded(value, decimals.len().min(MAX_DECIMALS));
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = if least == 0 && whole == "0" { "" } else { whole };
    let whole = format!("{}{whole}", "0".repeat(least.saturating_sub(whole.len())));
    // Decimals of `#` vanish from the end where they are zero.
    let mut kept = fraction.len();
    while kept > 0 && decimals.get(kept - 1).is_some_and(|c| *c != '0') && fraction.as_bytes()[kept - 1] == b'0' {
        kept -= 1;
    }
    let whole = if grouped { with_separators(&whole) } else { whole };
    if decimals.is_empty() { whole } else { format!("{whole}.{}", &fraction[..kept]) }
}

fn with_separators(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A serial number as date and time; `None` outside the years that Excel knows.
fn date_text(serial: f64, section: &[Part], is_1904: bool) -> Option<String> {
    let seconds_in_all = (serial * 86_400.0).round();
    if !(0.0..=3_000_000.0 * 86_400.0).contains(&seconds_in_all) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation)] // bounded above
    let seconds_in_all = seconds_in_all as i64;
    let (days, second) = (seconds_in_all / 86_400, seconds_in_all % 86_400);
    let day = day_of(days, is_1904)?;
    let twelve = section.iter().any(|part| matches!(part, Part::Date(word) if word == "am/pm"));
    let mut text = String::new();
    for (n, part) in section.iter().enumerate() {
        match part {
            Part::Date(word) => text.push_str(&date_part(word, day, second, seconds_in_all, twelve, is_minute(section, n))),
            Part::Literal(literal) => text.push_str(literal),
            Part::Point => text.push('.'),
            Part::Comma => text.push(','),
            _ => {}
        }
    }
    Some(text.trim().to_owned())
}

/// Day 60 of the 1900 system is 29 February 1900, which never was; before it the count is one off.
fn day_of(days: i64, is_1904: bool) -> Option<Date> {
    let start = match (is_1904, days) {
        (true, _) => date(1904, 1, 1),
        (false, ..60) => date(1899, 12, 31),
        (false, _) => date(1899, 12, 30),
    };
    start.checked_add(days.days()).ok()
}

/// `m` counts minutes after hours and before seconds.
fn is_minute(section: &[Part], at: usize) -> bool {
    let letter = |part: &Part| if let Part::Date(word) = part { word.trim_start_matches('[').chars().next() } else { None };
    let before = section[..at].iter().rev().find_map(letter);
    let after = section[at + 1..].iter().find_map(letter);
    before == Some('h') || after == Some('s')
}

fn date_part(word: &str, day: Date, second: i64, in_all: i64, twelve: bool, minute: bool) -> String {
    let hour = second / 3600;
    let hour = if twelve { (hour + 11) % 12 + 1 } else { hour };
    let (era, year) = era_of(day);
    match word {
        "yyyy" | "yyy" | "yyyyy" => day.year().to_string(),
        "y" | "yy" => format!("{:02}", day.year() % 100),
        "m" if minute => (second / 60 % 60).to_string(),
        "mm" if minute => format!("{:02}", second / 60 % 60),
        "m" => day.month().to_string(),
        "mm" => format!("{:02}", day.month()),
        "mmm" | "mmmm" | "mmmmm" => MONTHS[usize::try_from(day.month() - 1).unwrap_or(0) % 12].to_owned(),
        "d" => day.day().to_string(),
        "dd" => format!("{:02}", day.day()),
        "aaa" | "ddd" => weekday(day).to_owned(),
        "aaaa" | "dddd" | "aaaaa" | "ddddd" => format!("{}曜日", weekday(day)),
        "g" => era.map_or_else(String::new, |e| e.letter().to_string()),
        "gg" => era.map_or_else(String::new, |e| e.short().to_string()),
        "ggg" | "gggg" | "ggggg" => era.map_or_else(String::new, |e| e.name().to_owned()),
        "e" => year.to_string(),
        "ee" | "eee" | "eeee" | "eeeee" => format!("{year:02}"),
        "h" => hour.to_string(),
        "hh" => format!("{hour:02}"),
        "s" => (second % 60).to_string(),
        "ss" => format!("{:02}", second % 60),
        "[h" | "[hh" => (in_all / 3600).to_string(),
        "[m" | "[mm" => (in_all / 60).to_string(),
        "[s" | "[ss" => in_all.to_string(),
        "am/pm" => if second < 43_200 { "AM" } else { "PM" }.to_owned(),
        _ => String::new(),
    }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn weekday(day: Date) -> &'static str {
    const DAYS: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];
    DAYS[usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0) % 7]
}

/// The era on this day and its year; the western year before there were eras that Excel knows.
fn era_of(day: Date) -> (Option<Era>, i32) {
    let first_days = [
        (Era::Reiwa, date(2019, 5, 1)),
        (Era::Heisei, date(1989, 1, 8)),
        (Era::Showa, date(1926, 12, 25)),
        (Era::Taisho, date(1912, 7, 30)),
    ];
    let era = first_days.into_iter().find(|(_, first)| day >= *first).map_or(Era::Meiji, |(era, _)| era);
    (Some(era), i32::from(day.year()) - era.western(0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(value: f64, code: &str, expected: &str) {
        assert_eq!(displayed(value, code, false), expected, "{value} {code}");
    }

    #[test]
    fn numbers_as_they_are_shown() {
        check(1_234_567.0, "General", "1234567");
        check(0.1 + 0.2, "General", "0.3");
        check(-12.5, "General", "-12.5");
        check(1_234_567.0, "#,##0", "1,234,567");
        check(1_234_567.0, "0", "1234567");
        check(999.5, "#,##0", "1,000");
        check(1.005, "0.00", "1.01");
        check(0.0, "#,##0.0", "0.0");
        check(0.5, "#.##", ".5");
        check(12_345.0, "#,##0,", "12");
        check(0.875, "0.0%", "87.5%");
        check(7.0, "000", "007");
        check(12.0, "0\"千円\"", "12千円");
        check(1500.0, "[$¥-411]#,##0", "¥1,500");
    }

    #[test]
    fn negative_numbers_and_zeros_have_sections_of_their_own() {
        let code = "#,##0;\"△ \"#,##0;\"－\"";
        check(-1234.0, code, "△ 1,234");
        check(1234.0, code, "1,234");
        check(0.0, code, "－");
        check(-1234.0, "#,##0_ ;[Red]\\-#,##0\\ ", "-1,234");
        check(-1234.0, "#,##0", "-1,234");
        check(-0.2, "0", "0");
        check(-5.0, "0;▲0", "▲5");
    }

    #[test]
    fn dates_in_western_and_japanese_years() {
        check(45383.0, "yyyy/m/d", "2024/4/1");
        check(45383.0, "[$-411]ggge\"年\"m\"月\"d\"日\"", "令和6年4月1日");
        check(45383.0, "gee.mm.dd", "R06.04.01");
        check(43_585.0, "ggge\"年\"", "平成31年");
        check(43_586.0, "ggge\"年\"", "令和1年");
        check(45383.75, "yyyy-mm-dd h:mm", "2024-04-01 18:00");
        check(45383.75, "h:mm AM/PM", "6:00 PM");
        check(1.5, "[h]:mm", "36:00");
        check(1.0, "yyyy/m/d", "1900/1/1");
        assert_eq!(displayed(0.0, "yyyy/m/d", true), "1904/1/1");
        check(45383.0, "aaa", "月");
    }

    proptest! {
        #[test]
        fn any_number_in_any_format_is_some_text(value in proptest::num::f64::ANY, code in "\\PC{0,40}") {
            let _ = displayed(value, &code, false);
        }

        #[test]
        fn codes_of_their_own_letters_too(value in -1e7..1e7_f64, code in "[0#?,.%;\"\\\\\\[\\]ymdhsge年_*@E+$-]{0,30}") {
            let _ = displayed(value, &code, true);
        }
    }
}
