//! Simulated pulls, kept: most edits of a Config change a few of hundreds, or none.
//!
//! [`CachedRuns`] is the door: who asks it for the time of a pull cannot tell whether it was
//! simulated just now. Everything that a pull depends on is part of what it is looked up by, so that
//! what is kept never answers for another pull.

use std::collections::BTreeMap;

use crate::core::image_profile::ImageProfile;
use crate::core::pull::conditions::Conditions;
use crate::core::pull::image::SimulatedImage;
use crate::core::pull::node::puller::Order;
use crate::core::pull::parameter::{Constants, Parameter};
use crate::core::pull::simulation::Simulator;
use crate::core::pull::simulation::outcome::{Outcome, peak_dirty};

/// With more pulls than this it starts anew, so that a long visit does not fill the memory.
const MAX_RUNS: usize = 20_000;

/// Conditions that lead to the same pull are equal here: what never binds is cut to the most that
/// could be used.
pub(in crate::core) type ConditionsKey = [u64; 18];

fn key(conditions: &Conditions, image: &SimulatedImage) -> ConditionsKey {
    let count = image.layers().len() as f64;
    let permits = (conditions.order.permits().max(1) as f64).min(count);
    let order = match conditions.order {
        Order::AsTheyArrive { .. } => 0.0,
        Order::LowestFirst => 1.0,
        Order::InTurn { .. } => 2.0,
    };
    let network = if conditions.requests < f64::INFINITY {
        let most = conditions.connection * conditions.requests;
        conditions.network.min(most)
    } else {
        conditions.network
    };
    let [gzip, zstd, plain] = conditions.stream;
    // Where no permits are left for more streams than the cores run, it does not matter how many they run.
    let are_crowded = image
        .compressions()
        .iter()
        .any(|one| conditions.streams_of(*one) < permits);
    let [of_gzip, of_zstd, of_plain] = if are_crowded {
        conditions.streams
    } else {
        [permits; 3]
    };
    // Where everything stays in memory, it does not matter how much more would.
    let kept = if conditions.kept >= image.most_passed() {
        f64::INFINITY
    } else {
        conditions.kept
    };
    // What types of one pool differ by comes first, so that keys are told apart soon.
    [
        gzip,
        of_gzip,
        network,
        conditions.disk,
        conditions.cache,
        kept,
        conditions.start,
        conditions.requests,
        conditions.chunk,
        conditions.connection,
        order,
        permits,
        zstd,
        plain,
        of_zstd,
        of_plain,
        f64::from(u8::from(conditions.keeps_layers)),
        conditions.sync_window,
    ]
    .map(f64::to_bits)
}

/// A pull whose disk is never waited for: as many nodes have it, whatever their disks.
#[derive(Debug)]
struct UnthrottledRun {
    seconds: f64,
    /// What was written, and read again, between two events: seconds and MB/s.
    writes: Vec<(f64, f64)>,
    /// The most of it: MB/s.
    peak: f64,
    /// All of it: seconds and MB.
    sum: (f64, f64),
    /// The most that was read again: MB/s.
    peak_read: f64,
}

impl UnthrottledRun {
    fn new(seconds: f64, writes: &[(f64, f64)], peak_read: f64) -> Self {
        Self {
            seconds,
            peak_read,
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
    fn is_free(&self, disk: f64, cache: f64) -> bool {
        let (seconds, written) = self.sum;
        // Most disks take all that ever comes, or too little of it; then nothing need be followed.
        self.peak <= disk
            || self.peak_read <= disk
                && written - seconds * disk <= cache
                && peak_dirty(&self.writes, disk) <= cache
    }
}

/// Which image is pulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::core) enum ImageAt {
    /// The one that all is about.
    Own,
    /// One with a figure at another value, by its place among those.
    Moved(usize),
}

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
    by_key: BTreeMap<(ImageAt, ConditionsKey), usize>,
    moved: Vec<MovedImage>,
    held: BTreeMap<ConditionsKey, f64>,
}

impl SimulationCache {
    /// Makes it one of this image's pulls, with ranges by these constants.
    fn invalidate_unless(
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
}

/// Runs of one image, and of it with a figure moved. Keeps its memory, and what it has simulated,
/// from one run to the next.
#[derive(Debug)]
pub(in crate::core) struct CachedRuns {
    image: SimulatedImage,
    simulator: Simulator,
    cache: SimulationCache,
}

impl CachedRuns {
    pub(in crate::core) fn new(image: SimulatedImage) -> Self {
        Self {
            image,
            simulator: Simulator::default(),
            cache: SimulationCache::default(),
        }
    }

    /// Goes on from what was simulated before, and hands it back with [`Self::into_cache`].
    pub(in crate::core) fn with_cache(
        mut self,
        mut cache: SimulationCache,
        profile: &ImageProfile,
        constants: &Constants,
    ) -> Self {
        cache.invalidate_unless(&self.image, profile, constants);
        self.cache = cache;
        self
    }

    /// What was simulated, for the next one.
    pub(in crate::core) fn into_cache(self) -> SimulationCache {
        self.cache
    }

    /// What leads to the same pull of the image.
    pub(in crate::core) fn key(&self, conditions: &Conditions) -> ConditionsKey {
        key(conditions, &self.image)
    }

    /// The image with a figure at another value; `make` makes it if it was not there yet.
    pub(in crate::core) fn moved_image(
        &mut self,
        parameter: Parameter,
        thousandths: u32,
        make: impl FnOnce() -> SimulatedImage,
    ) -> ImageAt {
        let moved = &mut self.cache.moved;
        let is_it = |one: &MovedImage| one.parameter == parameter && one.thousandths == thousandths;
        let place = moved.iter().position(is_it).unwrap_or(moved.len());
        if place == moved.len() {
            moved.push(MovedImage {
                parameter,
                thousandths,
                image: make(),
            });
        }
        ImageAt::Moved(place)
    }

    /// How the pull of the image goes: simulated each time.
    pub(in crate::core) fn run(&mut self, conditions: &Conditions) -> Outcome {
        self.simulator.run(&self.image, conditions)
    }

    /// Seconds of the pull of the image, for comparing many nodes.
    pub(in crate::core) fn seconds(&mut self, conditions: &Conditions) -> f64 {
        // Most nodes never wait for their disk: then it does not matter which one they have.
        let free = self.free_of_disk(ImageAt::Own, conditions);
        free.unwrap_or_else(|| {
            let (image, simulator) = (&self.image, &mut self.simulator);
            *self
                .cache
                .held
                .entry(key(conditions, image))
                .or_insert_with(|| simulator.run(image, conditions).seconds)
        })
    }

    /// Seconds of the pull of an image, for moving a figure; `waits_for_disk` is whether it is likely
    /// to, which is not kept.
    pub(in crate::core) fn moved_seconds(
        &mut self,
        at: ImageAt,
        conditions: &Conditions,
        waits_for_disk: bool,
    ) -> f64 {
        // Only where the disk is seldom waited for, it pays to look whether this one is.
        let free = if waits_for_disk {
            None
        } else {
            self.free_of_disk(at, conditions)
        };
        free.unwrap_or_else(|| {
            let image = image(&self.image, &self.cache.moved, at);
            self.simulator.run(image, conditions).seconds
        })
    }

    /// Seconds of the pull of an image, if it never waits for the disk.
    fn free_of_disk(&mut self, at: ImageAt, conditions: &Conditions) -> Option<f64> {
        if conditions.sync_window > 0.0 {
            return None;
        }
        let free = Conditions {
            cache: f64::INFINITY,
            disk: f64::INFINITY,
            ..*conditions
        };
        let image = image(&self.image, &self.cache.moved, at);
        let next = self.cache.free.len();
        let by_key = &mut self.cache.by_key;
        let place = *by_key.entry((at, key(&free, image))).or_insert(next);
        if place == next {
            let seconds = self.simulator.run(image, &free).seconds;
            let run =
                UnthrottledRun::new(seconds, self.simulator.writes(), self.simulator.peak_read());
            self.cache.free.push(run);
        }
        let run = self.cache.free.get(place)?;
        run.is_free(conditions.disk, conditions.cache)
            .then_some(run.seconds)
    }
}

/// The image that stands there.
fn image<'a>(own: &'a SimulatedImage, moved: &'a [MovedImage], at: ImageAt) -> &'a SimulatedImage {
    match at {
        ImageAt::Own => own,
        ImageAt::Moved(place) => moved.get(place).map_or(own, |moved| &moved.image),
    }
}
