//! Cells that are one number.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::Quantity;
use super::scan::quantity_at;
use crate::language::memo::Memo;
use crate::language::normalise;
use crate::language::normalise::simply;

#[allow(clippy::expect_used)] // no input gets here
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("constant pattern, compiled by the tests")
}

/// Notes and uncertainty marks around a figure: * 4.3, 85.2※1, 12.0(注).
static LEADING_MARK: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:[*※]\s?|≒\s?)"));
static TRAILING_NOTE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s?(?:[※*][0-9]{0,2}|\(?注[0-9]*\)?|等)$"));
static LOOSE_THOUSANDS: LazyLock<Regex> = LazyLock::new(|| pattern(r"([0-9]),\s([0-9]{3})"));
/// Bytes of the longest cell that can be one number with its unit and note; longer ones are sentences.
const LONGEST_CELL: usize = 200;
/// What may follow the number in a cell without making it a sentence.
static REST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:(?:を|の)?(?:維持|確保|継続|達成)(?:する|します)?|とする|\((?:[^()0-9]{1,15})\))?[。、]?$"));
/// A unit that the list does not know: a short word without kana endings or digits.
static OTHER_UNIT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s?([\p{Han}ァ-ヶー/・A-Za-z]{1,6})$"));

/// Whether a cell says that there is no figure: empty, or nothing but dashes, dots or a slash.
#[must_use]
pub fn is_no_value(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '-' | '‐'
                    | '‑'
                    | '–'
                    | '—'
                    | '―'
                    | '−'
                    | '－'
                    | 'ー'
                    | '…'
                    | '‥'
                    | '.'
                    | '・'
                    | '･'
                    | '*'
                    | '／'
                    | '/'
                    | '─'
                    | '━'
                    | '~'
            )
    })
}

/// Reads a cell that is a number with optional sign, unit, bound and note; `None` for words, several numbers and empty cells.
/// `text` may be raw. `( 5 )` with nothing else is a negative number, as in accounts. The range is that of the normalised text.
#[must_use]
pub fn parse_cell(text: &str) -> Option<Quantity> {
    if text.len() > LONGEST_CELL || is_no_value(text) {
        return None;
    }
    // Most cells are words: without a digit there is no figure in them.
    if text.chars().all(|c| simply(c).is_some_and(|c| !c.is_ascii_digit())) {
        return None;
    }
    PARSED.get_or(text, parsed)
}

static PARSED: Memo<Option<Quantity>> = Memo::new();

fn parsed(text: &str) -> Option<Quantity> {
    let text = normalise(text);
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let text = without_notes(text.trim());
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        let mut found = quantity_at(inner.trim(), 0).filter(|q| q.range.end == inner.trim().len() && q.unit.is_none())?;
        found.value = -found.value.abs();
        return Some(found);
    }
    let mut found = quantity_at(&text, 0)?;
    let rest = &text[found.range.end..];
    if rest.is_empty() || REST.is_match(rest.trim_start()) {
        return Some(found);
    }
    let other = OTHER_UNIT.captures(rest)?;
    if found.unit.is_some() {
        return None;
    }
    found.unit = Some(other[1].to_owned());
    found.range.end = text.len();
    Some(found)
}

/// The cell without the notes around its figure, and with its thousands together.
fn without_notes(text: &str) -> Cow<'_, str> {
    // Few cells have what the patterns look for.
    if !text.contains(['*', '※', '≒', '注', '等']) && !text.contains(", ") {
        return Cow::Borrowed(text);
    }
    let text = LEADING_MARK.replace(text, "");
    let text = TRAILING_NOTE.replace(&text, "");
    Cow::Owned(LOOSE_THOUSANDS.replace_all(&text, "$1,$2").into_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::language::{Change, Comparator};

    fn value(text: &str) -> Option<f64> {
        parse_cell(text).map(|q| q.value)
    }

    #[test]
    fn shapes_of_numbers() {
        for (text, expected) in [
            ("1,055,823", 1_055_823.0),
            ("１，０００", 1000.0),
            ("△ 57,201", -57_201.0),
            ("▲1.2", -1.2),
            ("-1,750,407", -1_750_407.0),
            ("−5", -5.0),
            ("( 5 )", -5.0),
            ("0.0", 0.0),
            ("* 4.3", 4.3),
            ("212.94", 212.94),
            ("85.2※1", 85.2),
            ("57, 201", 57_201.0),
            ("12 億円余", 12.0),
        ] {
            assert_eq!(value(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn units_and_bounds() {
        let read = |text: &str| {
            let q = parse_cell(text).unwrap_or_else(|| panic!("{text}"));
            (q.value, q.unit.clone().unwrap_or_default(), q.comparator)
        };
        assert_eq!(read("0.42mg/L"), (0.42, "mg/L".to_owned(), Comparator::Equal));
        assert_eq!(read("3.6件/100km"), (3.6, "件/100km".to_owned(), Comparator::Equal));
        assert_eq!(read("85.0%以上"), (85.0, "%".to_owned(), Comparator::AtLeast));
        assert_eq!(read("100%の維持"), (100.0, "%".to_owned(), Comparator::Equal));
        assert_eq!(read("約448km"), (448.0, "km".to_owned(), Comparator::About));
        assert_eq!(read("259,000m ³ /人"), (259_000.0, "m3/人".to_owned(), Comparator::Equal));
        assert_eq!(read("3 拠点"), (3.0, "拠点".to_owned(), Comparator::Equal));
        assert_eq!(parse_cell("30.0% 増").and_then(|q| q.change), Some(Change::Increase));
    }

    #[test]
    fn no_figures() {
        for text in [
            "",
            "-",
            "–",
            "—",
            "―",
            "…",
            "・",
            " − ",
            "持続",
            "検討",
            "R4-1-1",
            "第1位",
            "39,880人、99.56%",
            "H18",
            "令和5年度",
            "1973 (昭和48)",
        ] {
            assert_eq!(parse_cell(text), None, "{text}");
        }
        assert!(is_no_value("―"));
        assert!(!is_no_value("0"));
    }

    proptest! {
        #[test]
        fn any_printed_number_comes_back(n in -9_999_999i64..9_999_999, decimals in 0usize..3, unit in "(|%|件|千円)") {
            let plain = format!("{:.*}", decimals, n as f64 / 100.0);
            let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |d| ("△ ", d));
            let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
            let mut grouped = String::new();
            for (i, c) in whole.chars().enumerate() {
                if i > 0 && (whole.len() - i) % 3 == 0 {
                    grouped.push(',');
                }
                grouped.push(c);
            }
            let printed = format!("{sign}{grouped}{}{unit}", fraction.map(|f| format!(".{f}")).unwrap_or_default());
            let read = parse_cell(&printed);
            prop_assert_eq!(read.map(|q| q.value), plain.parse().ok(), "{}", printed);
        }

        #[test]
        fn never_panics(text in ".{0,60}") {
            let _ = parse_cell(&text);
        }
    }
}
