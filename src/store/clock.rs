//! Who and when, for the ledger.

use jiff::Timestamp;

/// Now in UTC with whole seconds (`2026-04-01T00:00:00Z`), or the moment that `SOURCE_DATE_EPOCH` fixes (seconds since 1970;
/// <https://reproducible-builds.org/specs/source-date-epoch/>).
pub(super) fn now() -> String {
    at(std::env::var("SOURCE_DATE_EPOCH").ok().as_deref())
}

fn at(fixed: Option<&str>) -> String {
    let fixed = fixed.and_then(|s| s.trim().parse().ok()).and_then(|s| Timestamp::from_second(s).ok());
    let now = fixed.unwrap_or_else(Timestamp::now);
    // Fractions say nothing to an auditor; the sequence number gives the order.
    Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}

/// Today in Japan (`2026-04-01`), or the day there that `SOURCE_DATE_EPOCH` fixes.
#[must_use]
pub fn today() -> String {
    let there = now().parse::<Timestamp>().map_or(Timestamp::UNIX_EPOCH, |utc| utc + jiff::SignedDuration::from_hours(9));
    let mut day = there.to_string();
    day.truncate("2026-04-01".len());
    day
}

/// The user's name as the system's environment has it, `unknown` where it has none.
pub(super) fn user() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()))
        .unwrap_or_else(|| "unknown".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moment_can_be_fixed() {
        assert_eq!(at(Some("1712000000")), "2024-04-01T19:33:20Z");
        assert_eq!(at(Some("0")), "1970-01-01T00:00:00Z");
    }

    #[test]
    fn nonsense_is_the_present() {
        let now = at(None);
        assert!(at(Some("tomorrow"))[..4] >= now[..4]);
        assert!(now.ends_with('Z') && !now.contains('.'));
    }
}
