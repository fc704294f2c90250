//! The fields of records that people look at, and their values as people write them.

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use super::FormError;
use super::due::full_year;
use super::words::{find_text, text};
use crate::language::{YearContext, parse_year_header};

/// What kind of value a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Words,
    /// Several words, printed with 、 between them.
    List,
    Year,
    Count,
    Number,
    /// One of a few codes that have words.
    Code,
}

/// The fields of a type of record, in the order in which people look at them.
pub(super) fn fields_of(record_type: &str) -> &'static [&'static str] {
    match record_type {
        "document" => &["title", "utility", "period_from", "period_to"],
        "goal" => &["level", "code", "title"],
        "measure" => &["code", "title", "owners", "category"],
        "schedule" => &["label", "from", "to"],
        "value" => &["indicator", "year", "role", "value", "unit"],
        "indicator" => &["indicator", "unit", "direction"],
        "amount" => &["item", "year", "role", "value", "unit"],
        "result" => &["mark", "year", "text"],
        "deliverable" => &["title", "due_from", "due_to"],
        "review" => &["interval_years", "text"],
        "term" => &["term", "definition"],
        _ => &[],
    }
}

fn kind_of(field: &str) -> Kind {
    match field {
        "owners" => Kind::List,
        "year" | "from" | "to" | "period_from" | "period_to" | "due_from" | "due_to" => Kind::Year,
        "interval_years" => Kind::Count,
        "value" => Kind::Number,
        "role" | "direction" => Kind::Code,
        _ => Kind::Words,
    }
}

/// A value as people read it; 「なし」 where there is none.
///
/// # Errors
/// A fault in the program, see [`FormError::Words`].
pub(super) fn shown(field: &str, value: &Value) -> Result<String, FormError> {
    Ok(match (kind_of(field), value) {
        (_, Value::Null) => text("review.nothing", &[])?,
        (Kind::Year, Value::Number(year)) => {
            let year = year.as_i64().and_then(|y| i32::try_from(y).ok()).unwrap_or_default();
            format!("{}（{year}）", full_year(year))
        }
        (Kind::List, Value::Array(all)) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(&text("review.comma", &[])?),
        (Kind::Code, Value::String(code)) => find_text(&format!("review.words.{code}")).unwrap_or_else(|| code.clone()),
        (_, Value::String(words)) => words.clone(),
        (_, other) => other.to_string(),
    })
}

/// A value as people write it; `None` where it is nothing that the field can hold.
pub(super) fn read(field: &str, words: &str) -> Option<Value> {
    let words = words.trim();
    if find_text("review.nothing").is_some_and(|nothing| nothing == words) {
        return Some(if kind_of(field) == Kind::List { json!([]) } else { Value::Null });
    }
    let plain: String = words.nfkc().filter(|c| !c.is_whitespace() && *c != ',').collect();
    match kind_of(field) {
        Kind::Words => Some(json!(words)),
        Kind::List => {
            let parts = words.split(['、', ',', '，', '\n']).map(str::trim).filter(|part| !part.is_empty());
            Some(json!(parts.collect::<Vec<_>>()))
        }
        Kind::Year => {
            // What is shown has the western year in brackets behind it.
            let bare = plain.split('(').next().unwrap_or_default();
            let year = parse_year_header(bare, Some(YearContext::default())).and_then(|span| span.single()).or_else(|| bare.parse().ok());
            year.filter(|y| (1868..=2200).contains(y)).map(|y| json!(y))
        }
        Kind::Count => plain.parse::<u32>().ok().map(|n| json!(n)),
        Kind::Number => {
            let minus = plain.strip_prefix(['△', '▲', '-']);
            let number: f64 = minus.unwrap_or(&plain).parse().ok().filter(|n: &f64| n.is_finite())?;
            let digits = minus.unwrap_or(&plain).bytes().all(|b| b.is_ascii_digit() || b == b'.');
            digits.then(|| json!(if minus.is_some() { -number } else { number }))
        }
        Kind::Code => {
            let codes: &[&str] = match field {
                "role" => &["actual", "target", "forecast", "baseline", "average", "plan"],
                _ => &["up", "down", "none"],
            };
            let code = codes.iter().find(|code| **code == words || find_text(&format!("review.words.{code}")).as_deref() == Some(words));
            code.map(|code| json!(code))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_are_shown() {
        for (field, value) in [
            ("title", json!("配水管の更新")),
            ("owners", json!(["浄水課", "配水課"])),
            ("year", json!(2024)),
            ("value", json!(-12.5)),
            ("role", json!("target")),
            ("direction", json!("none")),
            ("interval_years", json!(5)),
            ("unit", Value::Null),
        ] {
            assert_eq!(read(field, &shown(field, &value).unwrap()), Some(value), "{field}");
        }
    }

    #[test]
    fn as_people_write_them() {
        assert_eq!(read("year", "R6"), Some(json!(2024)));
        assert_eq!(read("year", "２０２４"), Some(json!(2024)));
        assert_eq!(read("value", "△1,200.5"), Some(json!(-1200.5)));
        assert_eq!(read("owners", "浄水課，配水課"), Some(json!(["浄水課", "配水課"])));
        for (field, words) in
            [("year", "いつか"), ("year", "12"), ("value", "約10"), ("value", "1e9"), ("role", "予想"), ("interval_years", "五")]
        {
            assert_eq!(read(field, words), None, "{field} {words}");
        }
    }
}
