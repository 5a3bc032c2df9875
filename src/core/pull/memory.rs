//! What was simulated, kept for the next Config: most edits change a few pulls of hundreds, or none.
//!
//! Everything that a pull depends on is part of what it is looked up by, so that what is kept never
//! answers for another pull.

use std::collections::BTreeMap;

use super::conditions::{Key, SimulatedImage};
use super::constants::Constants;
use super::estimate::PullEstimate;
use super::image_profile::ImageProfile;
use super::outcome::most_dirty;
use super::setup::Setup;

/// With more pulls than this it starts anew, so that a long visit does not fill the memory.
const MOST: usize = 20_000;

/// Ranges are wanted of a few nodes at a time: this many serve several edits back.
const MOST_ESTIMATES: usize = 48;

/// A pull whose disk is never waited for: as many nodes have it, whatever their disks.
#[derive(Debug)]
pub(super) struct FreePull {
    pub(super) seconds: f64,
    /// What was written between two events: seconds and MB/s.
    writes: Vec<(f64, f64)>,
    /// The most of it: MB/s.
    peak: f64,
    /// All of it: seconds and MB.
    sum: (f64, f64),
}

impl FreePull {
    pub(super) fn new(seconds: f64, writes: &[(f64, f64)]) -> Self {
        Self {
            seconds,
            writes: writes.to_vec(),
            peak: writes.iter().fold(0.0, |peak, (_, rate)| peak.max(*rate)),
            sum: writes
                .iter()
                .fold((0.0, 0.0), |(time, written), (seconds, rate)| {
                    (time + seconds, written + seconds * rate)
                }),
        }
    }

    /// Whether it never waits for a disk of so many MB/s, with so many MB of page cache.
    pub(super) fn is_free(&self, disk: f64, cache: f64) -> bool {
        let (seconds, written) = self.sum;
        // Most disks take all that ever comes, or too little of it; then nothing need be followed.
        self.peak <= disk
            || written - seconds * disk <= cache && most_dirty(&self.writes, disk) <= cache
    }
}

/// Where a node's pull was found last: most edits leave it there.
#[derive(Debug, Clone)]
struct Found {
    setup: Setup,
    pull: usize,
}

/// Pulls of one image that were simulated for comparing types, and ranges of some of them. Another
/// image empties it.
#[derive(Debug, Default)]
pub struct PullMemory {
    image: Option<SimulatedImage>,
    basis: Option<(ImageProfile, Constants)>,
    free: Vec<FreePull>,
    by_key: BTreeMap<Key, usize>,
    by_node: Vec<Option<Found>>,
    pub(super) held: BTreeMap<Key, f64>,
    estimates: Vec<(Setup, PullEstimate)>,
}

impl PullMemory {
    /// Makes it one of this image's pulls, with ranges by these constants.
    pub(super) fn turn_to(
        &mut self,
        image: &SimulatedImage,
        profile: &ImageProfile,
        constants: &Constants,
    ) {
        let is_full = self.free.len() + self.held.len() > MOST;
        if is_full || self.image.as_ref() != Some(image) {
            *self = Self {
                image: Some(image.clone()),
                ..Self::default()
            };
        }
        let is_same = matches!(&self.basis, Some((own, by)) if own == profile && by == constants);
        if !is_same {
            self.basis = Some((profile.clone(), constants.clone()));
            self.by_node.clear();
            self.estimates.clear();
        }
    }

    /// The pull that a node had last, if only its disk has become another since. `node` is any
    /// number that stays with a node from one Config to the next.
    pub(super) fn found(&self, node: usize, setup: &Setup) -> Option<&FreePull> {
        let found = self.by_node.get(node)?.as_ref()?;
        let is_same = found.setup.but_for_disk(setup);
        is_same.then(|| self.free.get(found.pull)).flatten()
    }

    /// The pull that these conditions lead to, simulated if it was not yet; kept for the node, if
    /// there is one.
    pub(super) fn free(
        &mut self,
        key: Key,
        node: Option<(usize, &Setup)>,
        simulate: impl FnOnce() -> FreePull,
    ) -> Option<&FreePull> {
        let pull = *self.by_key.entry(key).or_insert(self.free.len());
        if pull == self.free.len() {
            self.free.push(simulate());
        }
        if let Some((node, setup)) = node {
            if self.by_node.len() <= node {
                self.by_node.resize(node + 1, None);
            }
            if let Some(found) = self.by_node.get_mut(node) {
                *found = Some(Found {
                    setup: *setup,
                    pull,
                });
            }
        }
        self.free.get(pull)
    }

    /// The range on a node like this, if it was made before.
    pub(super) fn known(&self, setup: &Setup) -> Option<&PullEstimate> {
        let known = self.estimates.iter();
        known.rev().find(|(own, _)| own == setup).map(|(_, it)| it)
    }

    /// Keeps a range.
    pub(super) fn learn(&mut self, setup: &Setup, estimate: &PullEstimate) {
        if self.estimates.len() >= MOST_ESTIMATES {
            self.estimates.drain(..MOST_ESTIMATES / 2);
        }
        self.estimates.push((*setup, estimate.clone()));
    }
}
