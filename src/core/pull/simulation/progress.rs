//! How far a layer is, and when it came to what.
//!
//! Megabytes (decimal), seconds.

use crate::core::pull::conditions::Conditions;

/// A hundredth of a byte: amounts below it are rounding.
pub(super) const NOTHING: f64 = 1e-8;

/// Time so far by what holds back: snapshots of it tell what held a layer up between two events.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Clock {
    pub(super) now: f64,
    pub(super) disk: f64,
    pub(super) network: f64,
    pub(super) cpu: f64,
    /// MB that went through the page cache, written and read.
    pub(super) passed: f64,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Progress {
    /// MB left of the current phase.
    pub(super) left: f64,
    /// Most requests that the layer can use; later the MB that the disk writes and reads for each MB
    /// unpacked.
    pub(super) factor: f64,
    /// Of those, what it reads.
    pub(super) reads: f64,
    pub(super) rate: f64,
    pub(super) is_downloaded: bool,
    pub(super) download_starts: Clock,
    pub(super) download_ends: Clock,
    /// MB that had passed through the page cache when the last of the layer arrived.
    pub(super) arrived_at: f64,
    pub(super) unpack_starts: Clock,
    pub(super) unpack_ends: f64,
}

impl Progress {
    /// All of the layer has come; whether it is there, or waits for the disk.
    pub(super) fn arrives(&mut self, conditions: &Conditions, compressed: f64, now: Clock) -> bool {
        let seconds = now.now - self.download_starts.now;
        self.left = conditions.left_to_sync(compressed, seconds);
        self.is_downloaded = self.left <= NOTHING;
        self.download_ends = now;
        self.arrived_at = now.passed;
        self.is_downloaded
    }
}
