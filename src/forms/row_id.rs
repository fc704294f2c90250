//! The id in a row of a form: `M-000123-2024-9F3C`, the measure's lasting id, the fiscal year, and four signs by which a mistyped id and a
//! form of another store or section are known.

use crate::store::{RowKey, sha256};

/// An id as it stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowId {
    /// Lasting id of the measure.
    pub measure: String,
    /// Fiscal year.
    pub year: i32,
    check: String,
}

impl RowId {
    /// The id of a row.
    #[must_use]
    pub fn of(key: &RowKey) -> Self {
        Self { measure: key.measure.clone(), year: key.year, check: check(key) }
    }

    /// Reads an id; `None` where it does not have the form of one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let (rest, check) = text.rsplit_once('-')?;
        let (measure, year) = rest.rsplit_once('-')?;
        let digits = measure.strip_prefix("M-")?;
        let sound = digits.len() >= 6 && digits.bytes().all(|b| b.is_ascii_digit()) && year.len() == 4 && check.len() == 4;
        sound.then(|| Some(Self { measure: measure.to_owned(), year: year.parse().ok()?, check: check.to_owned() }))?
    }

    /// Whether the id is that of the row.
    #[must_use]
    pub fn fits(&self, key: &RowKey) -> bool {
        *self == Self::of(key)
    }
}

impl std::fmt::Display for RowId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}-{}", self.measure, self.year, self.check)
    }
}

fn check(key: &RowKey) -> String {
    let mut digits = sha256(format!("{}\n{}\n{}\n{}", key.plan, key.measure, key.year, key.section).as_bytes());
    digits.truncate(4);
    digits.make_ascii_uppercase();
    digits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key() -> RowKey {
        RowKey { plan: "ab".into(), measure: "M-000123".into(), year: 2024, section: "浄水課".into() }
    }

    #[test]
    fn ids_are_read_back_and_fit_one_row_only() {
        let id = RowId::of(&key());
        assert_eq!(RowId::parse(&format!(" {id}\n")), Some(id.clone()));
        assert!(id.fits(&key()));
        for other in [
            RowKey { plan: "cd".into(), ..key() },
            RowKey { measure: "M-000124".into(), ..key() },
            RowKey { year: 2023, ..key() },
            RowKey { section: "配水課".into(), ..key() },
        ] {
            assert!(!id.fits(&other), "{other:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_else_is_an_id(text in "\\PC{0,24}") {
            if let Some(id) = RowId::parse(&text) {
                prop_assert!(id.measure.starts_with("M-"));
            }
        }
    }
}
