//! What was simulated, kept for the next Config: most edits change a few pulls of hundreds, or none.
//!
//! Everything that a pull depends on is part of what it is looked up by, so that what is kept never
//! answers for another pull.

use std::collections::BTreeMap;

use super::conditions::{Key, SimulatedImage};
use super::constants::Constants;
use super::estimate::PullEstimate;
use super::image_profile::ImageProfile;
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
    pub(super) writes: Vec<(f64, f64)>,
}

/// Where a node's pull was found last: most edits leave it there.
#[derive(Debug, Clone)]
struct Found {
    key: Key,
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
            self.estimates.clear();
        }
    }

    /// The pull that these conditions lead to, simulated if it was not yet. `node` is any number
    /// that stays with a node from one Config to the next.
    pub(super) fn free(
        &mut self,
        node: Option<usize>,
        key: Key,
        simulate: impl FnOnce() -> FreePull,
    ) -> Option<&FreePull> {
        let last = node.and_then(|node| self.by_node.get(node)?.as_ref());
        if let Some(found) = last.filter(|found| found.key == key) {
            return self.free.get(found.pull);
        }
        let pull = *self.by_key.entry(key).or_insert(self.free.len());
        if pull == self.free.len() {
            self.free.push(simulate());
        }
        if let Some(node) = node {
            if self.by_node.len() <= node {
                self.by_node.resize(node + 1, None);
            }
            if let Some(found) = self.by_node.get_mut(node) {
                *found = Some(Found { key, pull });
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
