//! How long one page may take.

use std::time::{Duration, Instant};

/// A limit on time, counted from its start. The other limits count work and come first on any page that was ever printed; this one is for
/// what they do not foresee.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    limit: Option<(Instant, Duration)>,
}

impl Clock {
    /// Starts now; `None` is never over.
    #[must_use]
    pub fn start(limit: Option<Duration>) -> Self {
        Self { limit: limit.map(|limit| (Instant::now(), limit)) }
    }

    /// Whether the time is used up.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.limit.is_some_and(|(start, limit)| start.elapsed() >= limit)
    }

    /// What is left of the time, for a later stage of the same page.
    #[must_use]
    pub fn left(&self) -> Option<Duration> {
        self.limit.map(|(start, limit)| limit.saturating_sub(start.elapsed()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_time_is_over_at_once_and_no_limit_never() {
        assert!(Clock::start(Some(Duration::ZERO)).is_over());
        assert_eq!(Clock::start(Some(Duration::ZERO)).left(), Some(Duration::ZERO));
        assert!(!Clock::start(None).is_over() && !Clock::default().is_over());
        assert!(!Clock::start(Some(Duration::from_secs(3_600))).is_over());
    }
}
