//! What was simulated, kept for the next Config: most edits change a few pulls of hundreds, or none.
//!
//! Everything that a pull depends on is part of what it is looked up by, so that what is kept never
//! answers for another pull.

use std::collections::BTreeMap;

use super::input::{SimulatedImage, SimulationKey};
use super::outcome::peak_dirty;
use super::parameter::{Constants, Parameter};
use crate::core::image_profile::ImageProfile;

/// With more pulls than this it starts anew, so that a long visit does not fill the memory.
const MAX_RUNS: usize = 20_000;

/// A pull whose disk is never waited for: as many nodes have it, whatever their disks.
#[derive(Debug)]
pub(in crate::core) struct UnthrottledRun {
    pub(in crate::core) seconds: f64,
    /// What was written between two events: seconds and MB/s.
    writes: Vec<(f64, f64)>,
    /// The most of it: MB/s.
    peak: f64,
    /// All of it: seconds and MB.
    sum: (f64, f64),
}

impl UnthrottledRun {
    pub(in crate::core) fn new(seconds: f64, writes: &[(f64, f64)]) -> Self {
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
    pub(in crate::core) fn is_free(&self, disk: f64, cache: f64) -> bool {
        let (seconds, written) = self.sum;
        // Most disks take all that ever comes, or too little of it; then nothing need be followed.
        self.peak <= disk
            || written - seconds * disk <= cache && peak_dirty(&self.writes, disk) <= cache
    }
}

/// Which image is pulled: the one that all is about, or a place among those with a figure moved.
pub(in crate::core) type ImageAt = Option<usize>;

/// The image with one figure at one of its ends.
#[derive(Debug)]
struct MovedImage {
    parameter: Parameter,
    thousandths: u32,
    image: SimulatedImage,
}

/// Pulls of one image that were simulated. Another image empties it.
#[derive(Debug, Default)]
pub struct SimulationCache {
    image: Option<SimulatedImage>,
    basis: Option<(ImageProfile, Constants)>,
    free: Vec<UnthrottledRun>,
    /// By what leads to them, and which image it is.
    by_key: BTreeMap<(ImageAt, SimulationKey), usize>,
    moved: Vec<MovedImage>,
    pub(in crate::core) held: BTreeMap<SimulationKey, f64>,
}

impl SimulationCache {
    /// Makes it one of this image's pulls, with ranges by these constants.
    pub(in crate::core) fn invalidate_unless(
        &mut self,
        image: &SimulatedImage,
        profile: &ImageProfile,
        constants: &Constants,
    ) {
        let is_full = self.free.len() + self.held.len() > MAX_RUNS;
        if is_full || self.image.as_ref() != Some(image) {
            *self = Self {
                image: Some(image.clone()),
                ..Self::default()
            };
        }
        let is_same = matches!(&self.basis, Some((own, by)) if own == profile && by == constants);
        if !is_same {
            self.basis = Some((profile.clone(), constants.clone()));
            self.moved.clear();
            self.by_key.clear();
            self.free.clear();
        }
    }

    /// Where the pull of an image stands that these conditions lead to; it is simulated if it was
    /// not yet.
    pub(in crate::core) fn get_or_simulate(
        &mut self,
        image: ImageAt,
        key: SimulationKey,
        simulate: impl FnOnce(Option<&SimulatedImage>) -> UnthrottledRun,
    ) -> usize {
        let place = *self.by_key.entry((image, key)).or_insert(self.free.len());
        if place == self.free.len() {
            let moved = image.and_then(|at| self.moved.get(at));
            self.free.push(simulate(moved.map(|moved| &moved.image)));
        }
        place
    }

    /// The image with a figure at another value; `make` makes it if it was not there yet.
    pub(in crate::core) fn place_of_image(
        &mut self,
        parameter: Parameter,
        thousandths: u32,
        make: impl FnOnce() -> SimulatedImage,
    ) -> usize {
        let is_it =
            |moved: &MovedImage| moved.parameter == parameter && moved.thousandths == thousandths;
        if let Some(at) = self.moved.iter().position(is_it) {
            return at;
        }
        self.moved.push(MovedImage {
            parameter,
            thousandths,
            image: make(),
        });
        self.moved.len() - 1
    }

    /// The image that stands there, if it is one with a figure moved.
    pub(in crate::core) fn moved_image(&self, at: ImageAt) -> Option<&SimulatedImage> {
        Some(&self.moved.get(at?)?.image)
    }

    /// The pull that stands there.
    pub(in crate::core) fn free(&self, place: usize) -> Option<&UnthrottledRun> {
        self.free.get(place)
    }
}
