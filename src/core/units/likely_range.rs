//! Estimates.

/// An estimate: low ≤ likely ≤ high.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LikelyRange<T> {
    low: T,
    likely: T,
    high: T,
}

impl<T: Copy + Ord> LikelyRange<T> {
    /// A range around a likely value; bounds on its wrong side give way to it.
    pub fn new(low: T, likely: T, high: T) -> Self {
        Self {
            low: low.min(likely),
            likely,
            high: high.max(likely),
        }
    }

    /// A figure that is known.
    pub fn exactly(value: T) -> Self {
        Self::new(value, value, value)
    }

    /// The least it may be.
    pub fn low(self) -> T {
        self.low
    }

    /// What it most likely is.
    pub fn likely(self) -> T {
        self.likely
    }

    /// The most it may be.
    pub fn high(self) -> T {
        self.high
    }

    /// Whether a value lies between the ends, or is one of them.
    pub fn contains(self, value: T) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Each of the three, by an order-keeping function.
    pub fn map<U: Copy + Ord>(self, by: impl Fn(T) -> U) -> LikelyRange<U> {
        LikelyRange::new(by(self.low), by(self.likely), by(self.high))
    }
}
