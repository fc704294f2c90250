//! What the tests that kill a process share: moments that are the same in each run, and how many rounds to go.

/// Rounds that work on one store before a new one is begun.
pub const ROUNDS_A_STORE: u64 = 5;

/// xorshift64*: random enough for moments, the same in each run.
pub struct Random(pub u64);

impl Random {
    /// A number below the limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
    }

    /// Waits for a moment of random length, up to so many microseconds.
    pub fn wait(&mut self, most_micros: u64) {
        let moment = std::time::Instant::now() + std::time::Duration::from_micros(self.below(most_micros));
        while std::time::Instant::now() < moment {
            std::hint::spin_loop();
        }
    }
}

/// Three rounds, or as many as `SHIRUBE_KILL_ROUNDS` says.
pub fn rounds() -> u64 {
    std::env::var("SHIRUBE_KILL_ROUNDS").ok().and_then(|r| r.parse().ok()).unwrap_or(3)
}
