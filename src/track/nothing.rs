//! Four ways to print nothing, which are four different things: a plan is silent, prints zero, prints 該当なし, or prints a dash.

use serde::Serialize;

/// What stands where one looks for a figure. A plan that prints nothing at all is silent and has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Nothing {
    /// 0.
    Zero,
    /// 該当なし: said in words that there is none.
    NotApplicable,
    /// －: a sign of which only the plan's own legend says what it means.
    Dash,
}

/// Signs that are printed for nothing.
const DASHES: &str = "－−―—–‐-ー─";

impl Nothing {
    /// Which nothing a printed value is; `None` for a figure and for other words.
    #[must_use]
    pub fn of(value: Option<f64>, text: &str) -> Option<Self> {
        let mut letters = text.chars().filter(|c| !c.is_whitespace()).peekable();
        match value {
            Some(n) => (n.abs() < f64::EPSILON).then_some(Self::Zero),
            None if letters.peek().is_some() && letters.all(|c| DASHES.contains(c)) => Some(Self::Dash),
            None => {
                (text.contains("該当なし") || text.contains("該当無し") || text.contains("該当ありません")).then_some(Self::NotApplicable)
            }
        }
    }

    /// The code in reports: `zero`, `not_applicable`, `dash`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::NotApplicable => "not_applicable",
            Self::Dash => "dash",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_words_and_dashes_are_told_apart() {
        assert_eq!(Nothing::of(Some(0.0), "0件"), Some(Nothing::Zero));
        assert_eq!(Nothing::of(Some(-0.0), "0"), Some(Nothing::Zero));
        assert_eq!(Nothing::of(None, " － "), Some(Nothing::Dash));
        assert_eq!(Nothing::of(None, "該当なし"), Some(Nothing::NotApplicable));
        assert_eq!(Nothing::of(None, "実施"), None);
        assert_eq!(Nothing::of(None, " "), None);
        assert_eq!(Nothing::of(Some(3.0), "3件"), None);
    }
}
