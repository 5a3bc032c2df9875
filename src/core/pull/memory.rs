//! What was simulated, kept for the next Config: most edits change a few pulls of hundreds, or none.

use std::collections::BTreeMap;

use super::conditions::{Key, SimulatedImage};

/// With more pulls than this it starts anew, so that a long visit does not fill the memory.
const MOST: usize = 20_000;

/// A pull whose disk is never waited for: as many nodes have it, whatever their disks.
#[derive(Debug)]
pub(super) struct FreePull {
    pub(super) seconds: f64,
    /// What was written between two events: seconds and MB/s.
    pub(super) writes: Vec<(f64, f64)>,
}

/// Pulls of one image that were simulated for comparing types. Another image empties it; whatever
/// else a pull depends on is in its key, so that it never answers for another one.
#[derive(Debug, Default)]
pub struct PullMemory {
    image: Option<SimulatedImage>,
    pub(super) free: BTreeMap<Key, FreePull>,
    pub(super) held: BTreeMap<Key, f64>,
}

impl PullMemory {
    /// Makes it one of this image's pulls.
    pub(super) fn turn_to(&mut self, image: &SimulatedImage) {
        let is_full = self.free.len() + self.held.len() > MOST;
        if is_full || self.image.as_ref() != Some(image) {
            self.free.clear();
            self.held.clear();
            self.image = Some(image.clone());
        }
    }
}
