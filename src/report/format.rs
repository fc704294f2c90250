//! Numbers and years as Japanese administration prints them: thousands separators, △ for minus, era and western year together.

use super::Lang;

/// First fiscal years of the eras, from the newest. Fiscal 2019 began as 平成31 and is 令和元 by custom.
const ERAS: [(i32, &str, char); 3] = [(2019, "令和", 'R'), (1989, "平成", 'H'), (1926, "昭和", 'S')];

/// The era of a fiscal year with its initial and the year in it; `None` before 昭和.
fn era(year: i32) -> Option<(&'static str, char, i32)> {
    ERAS.iter().find(|(first, _, _)| year >= *first).map(|(first, name, initial)| (*name, *initial, year - first + 1))
}

/// 令和5(2023)年度, or FY2023 in English.
#[must_use]
pub fn fiscal_year(year: i32, lang: Lang) -> String {
    match (lang, era(year)) {
        (Lang::Ja, Some((name, _, 1))) => format!("{name}元({year})年度"),
        (Lang::Ja, Some((name, _, n))) => format!("{name}{n}({year})年度"),
        (Lang::Ja, None) => format!("{year}年度"),
        (Lang::En, _) => format!("FY{year}"),
    }
}

/// The era year alone for narrow headings (令和5, R5 in English), "" before 昭和.
#[must_use]
pub fn era_year(year: i32, lang: Lang) -> String {
    match (lang, era(year)) {
        (Lang::Ja, Some((name, _, 1))) => format!("{name}元"),
        (Lang::Ja, Some((name, _, n))) => format!("{name}{n}"),
        (Lang::En, Some((_, initial, n))) => format!("{initial}{n}"),
        (_, None) => String::new(),
    }
}

/// A calendar year with its era, for dates on covers (the year alone cannot tell 平成31 from 令和元; the western year is added).
#[must_use]
pub fn calendar_year(year: i32, lang: Lang) -> String {
    match lang {
        Lang::Ja if year == 2019 => "2019年".to_owned(),
        Lang::Ja => era_year(year, lang) + &format!("({year})年"),
        Lang::En => year.to_string(),
    }
}

/// A figure without the rest that sums of binary figures leave behind: 1.7 for 1.7000000000000028.
#[must_use]
pub fn tidy(value: f64) -> f64 {
    if value.is_finite() { format!("{value:.11e}").parse().unwrap_or(value) } else { value }
}

/// A number with separators and △ for minus; `decimals` fixes the digits after the point (四捨五入), `None` prints what the number needs.
#[must_use]
pub fn number(value: f64, decimals: Option<usize>) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let plain = decimals.map_or_else(|| format!("{}", value.abs()), |d| format!("{:.d$}", half_up(value.abs(), d)));
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let mut out = String::new();
    if value < 0.0 && plain.chars().any(|c| c.is_ascii_digit() && c != '0') {
        out.push('△');
    }
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// Halves go up, as staff round and Excel does: 86.25 is 86.3 (Rust prints the even neighbour, 86.2). A half that binary figures miss by a
/// hair (1.005) is one.
fn half_up(value: f64, decimals: usize) -> f64 {
    let factor = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    let scaled = value * factor;
    if scaled.is_finite() && scaled < 1e15 { (scaled + scaled * f64::EPSILON * 2.0).round() / factor } else { value }
}

/// The number of decimals with which `value` is printed in `text` (30.0% has one), `None` if it does not stand there.
#[must_use]
pub fn printed_decimals(text: &str, value: f64) -> Option<usize> {
    let digits = text.replace(',', "");
    digits
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .filter(|run| run.contains(|c: char| c.is_ascii_digit()))
        .find(|run| run.parse::<f64>().is_ok_and(|n| (n - value.abs()).abs() < f64::EPSILON * n.abs().max(1.0)))
        .map(|run| run.split_once('.').map_or(0, |(_, f)| f.len()))
        .filter(|&d| d <= 8)
}

/// A value with its comparator: `95以上`, `約80`, `50未満`; in English `≥ 95`.
#[must_use]
pub fn compared(value: f64, comparator: Option<&str>, text: &str, lang: Lang) -> String {
    let n = number(value, printed_decimals(text, value));
    match (lang, comparator) {
        (Lang::Ja, Some(">=")) => format!("{n}以上"),
        (Lang::Ja, Some("<=")) => format!("{n}以下"),
        (Lang::Ja, Some(">")) => format!("{n}超"),
        (Lang::Ja, Some("<")) => format!("{n}未満"),
        (Lang::Ja, Some("~")) => format!("約{n}"),
        (Lang::En, Some(">=")) => format!("≥ {n}"),
        (Lang::En, Some("<=")) => format!("≤ {n}"),
        (Lang::En, Some(sign @ (">" | "<"))) => format!("{sign} {n}"),
        (Lang::En, Some("~")) => format!("about {n}"),
        _ => n,
    }
}

/// A figure with its unit, which stands before 以上 and the like: 40%以上.
#[must_use]
pub fn with_unit(shown: &str, unit: &str) -> String {
    let suffix = ["以上", "以下", "超", "未満"].into_iter().find(|s| shown.ends_with(s)).unwrap_or_default();
    format!("{}{unit}{suffix}", shown.strip_suffix(suffix).unwrap_or(shown))
}

/// At most `limit` characters, with … where something was cut.
#[must_use]
pub fn shorten(text: &str, limit: usize) -> String {
    let mut short: String = text.chars().take(limit).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_eras() {
        assert_eq!(fiscal_year(2023, Lang::Ja), "令和5(2023)年度");
        assert_eq!(fiscal_year(2019, Lang::Ja), "令和元(2019)年度");
        assert_eq!(fiscal_year(2018, Lang::Ja), "平成30(2018)年度");
        assert_eq!(fiscal_year(1988, Lang::Ja), "昭和63(1988)年度");
        assert_eq!(fiscal_year(1900, Lang::Ja), "1900年度");
        assert_eq!(era_year(2025, Lang::En), "R7");
    }

    #[test]
    fn numbers_as_printed() {
        assert_eq!(number(-1_234_567.0, None), "△1,234,567");
        assert_eq!(number(0.5, Some(2)), "0.50");
        assert_eq!((number(86.25, Some(1)), number(1.005, Some(2)), number(-0.5, Some(0))), ("86.3".into(), "1.01".into(), "△1".into()));
        assert_eq!(number(-0.0, None), "0");
        assert_eq!(number(999.0, None), "999");
        assert_eq!(number(f64::NAN, None), "");
        assert_eq!((tidy(1.7 + 2.0 - 2.000_000_000_000_003), tidy(0.1 + 0.2), tidy(-1_234_567_890.0)), (1.7, 0.3, -1_234_567_890.0));
    }

    #[test]
    fn decimals_follow_the_cell() {
        assert_eq!(printed_decimals("30.0%", 30.0), Some(1));
        assert_eq!(printed_decimals("1,800件", 1800.0), Some(0));
        assert_eq!(printed_decimals("△3.50", -3.5), Some(2));
        assert_eq!(printed_decimals("R5に10.5%", 10.5), Some(1));
        assert_eq!(printed_decimals("持続", 3.0), None);
    }

    #[test]
    fn units_stand_before_limits() {
        assert_eq!(
            (with_unit("40以上", "%"), with_unit("40", "%"), with_unit("以上", "")),
            ("40%以上".into(), "40%".into(), "以上".into())
        );
    }

    #[test]
    fn comparators_are_words() {
        assert_eq!(compared(95.0, Some(">="), "95.0%以上", Lang::Ja), "95.0以上");
        assert_eq!(compared(80.0, Some("~"), "約80%", Lang::Ja), "約80");
        assert_eq!(compared(80.0, Some("<="), "80", Lang::En), "≤ 80");
    }
}
