//! From simulated pulls to ranges: how much each uncertain figure moves the time.

pub(in crate::core) mod cache;

use self::cache::{CachedRuns, ConditionsKey, ImageAt, SimulationCache};
use super::bottleneck::{Bottleneck, bounds};
use super::conditions::Conditions;
use super::image::{SimulatedImage, layers};
use super::node::NodeSetup;
use super::numbers::{duration, longest_first};
use super::parameter::{Constants, Parameter, ParameterValues};
use super::simulation::Simulator;
use super::simulation::outcome::Span;
use crate::core::image_profile::ImageProfile;
use crate::core::order;
use crate::core::units::{LikelyRange, TimeSpan};

/// How much one uncertain figure moves an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sensitivity {
    /// The figure.
    pub parameter: Parameter,
    /// Its range, in thousandths of its unit.
    pub value: LikelyRange<u32>,
    /// How much shorter the pull is at the better end of it.
    pub shorter: TimeSpan,
    /// How much longer at the worse end.
    pub longer: TimeSpan,
}

/// The time of a pull as a range, with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullEstimate {
    /// From the first request to the last layer unpacked.
    pub time: LikelyRange<TimeSpan>,
    /// What holds it up, longest first, and how long; together it is the likely time.
    pub bounds: Vec<(Bottleneck, TimeSpan)>,
    /// The figures that it depends on, the one that widens it most first.
    pub influences: Vec<Sensitivity>,
}

impl PullEstimate {
    /// What holds it up longest.
    pub fn bound(&self) -> Bottleneck {
        let first = self.bounds.first();
        first.map_or(Bottleneck::Start, |(bound, _)| *bound)
    }

    /// Half the width of the range, in percent of the likely time: the “± 35 %”.
    pub fn uncertainty(&self) -> u32 {
        self.uncertainty_without(|_| false)
    }

    /// The same if some of the figures were known.
    pub fn uncertainty_without(&self, is_known: impl Fn(Parameter) -> bool) -> u32 {
        let (mut below, mut above) = (0.0, 0.0);
        for influence in &self.influences {
            if !is_known(influence.parameter) {
                below += square(influence.shorter);
                above += square(influence.longer);
            }
        }
        let likely = f64::from(self.time.likely().as_millis()).max(1.0);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates"
        )]
        let percent = ((below.sqrt() + above.sqrt()) * 50.0 / likely + 0.5) as u32;
        percent
    }

    /// What the uncertainty becomes once the image's manifest is known: from and to, in percent;
    /// none if it is.
    pub fn with_manifest(&self) -> Option<(u32, u32)> {
        let is_of_manifest = |parameter| parameter == Parameter::LargestShare;
        let depends = self.influences.iter();
        depends
            .map(|influence| influence.parameter)
            .any(is_of_manifest)
            .then(|| (self.uncertainty(), self.uncertainty_without(is_of_manifest)))
    }
}

fn square(span: TimeSpan) -> f64 {
    let milliseconds = f64::from(span.as_millis());
    milliseconds * milliseconds
}

/// The conditions, with all memory where there is more of it than enough.
fn with_room(conditions: Conditions, enough: f64) -> Conditions {
    let cache = if conditions.cache > enough {
        f64::INFINITY
    } else {
        conditions.cache
    };
    Conditions {
        cache,
        ..conditions
    }
}

/// With more layers than this, the smallest are put together where many pulls are compared.
const FINE_LAYERS: usize = 24;

/// The likely pull, which figures are moved from.
struct Basis<'a> {
    seconds: f64,
    /// What leads to the same pull.
    key: &'a ConditionsKey,
    /// MB in the page cache from which on more makes no difference.
    enough: f64,
    waits_for_disk: bool,
}

/// Simulates pulls of one image with one set of figures.
#[derive(Debug)]
pub(in crate::core) struct Estimator<'a> {
    profile: &'a ImageProfile,
    constants: Constants,
    likely: ParameterValues,
    image: SimulatedImage,
    /// Whether the image has more layers than are looked at where many pulls are compared.
    is_coarse: bool,
    simulator: Simulator,
    /// What the node did in the likely pull that was estimated last.
    spans: Vec<Span>,
    /// Of the image, with fewer layers where it has many.
    runs: CachedRuns,
}

impl<'a> Estimator<'a> {
    pub(in crate::core) fn new(profile: &'a ImageProfile, constants: &Constants) -> Self {
        let constants = layers::constants_of(profile.name(), constants);
        let likely = constants.likely();
        let layers = layers::layers(profile, &likely);
        let is_coarse = layers.len() > FINE_LAYERS;
        let image = SimulatedImage::new(layers);
        let compared = if is_coarse {
            SimulatedImage::new(layers::merged(image.layers()))
        } else {
            image.clone()
        };
        Self {
            profile,
            is_coarse,
            image,
            constants,
            likely,
            simulator: Simulator::default(),
            spans: Vec::new(),
            runs: CachedRuns::new(compared),
        }
    }

    pub(in crate::core) fn image(&self) -> &SimulatedImage {
        &self.image
    }

    pub(in crate::core) fn draw(&self) -> &ParameterValues {
        &self.likely
    }

    /// What the node did in the likely pull that was estimated last.
    pub(in crate::core) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Seconds of the pull with likely figures.
    pub(in crate::core) fn likely(&mut self, setup: &NodeSetup) -> f64 {
        let conditions = setup.conditions(&self.likely);
        self.seconds(&conditions)
    }

    /// Seconds of the pull under these conditions.
    pub(in crate::core) fn seconds(&mut self, conditions: &Conditions) -> f64 {
        self.simulator.run(&self.image, conditions).seconds
    }

    /// Seconds of the pull with likely figures, for comparing many nodes of one pool: images of
    /// many layers are simplified, and what was simulated before is looked up.
    pub(in crate::core) fn compared(&mut self, setup: &NodeSetup) -> f64 {
        self.runs.seconds(&setup.conditions(&self.likely))
    }

    /// Goes on from what was simulated before, and hands it back with [`Self::into_cache`].
    pub(in crate::core) fn with_cache(self, cache: SimulationCache) -> Self {
        Self {
            runs: self.runs.with_cache(cache, self.profile, &self.constants),
            ..self
        }
    }

    /// What was simulated, for the next one.
    pub(in crate::core) fn into_cache(self) -> SimulationCache {
        self.runs.into_cache()
    }

    /// The pull as a range: each uncertain figure is moved to both its ends, one at a time, and
    /// what they do adds up by squares, as independent errors do.
    pub(in crate::core) fn estimate(&mut self, setup: &NodeSetup) -> PullEstimate {
        let conditions = setup.conditions(&self.likely);
        let outcome = self
            .simulator
            .run_with_spans(&self.image, &conditions, &mut self.spans);
        let likely = outcome.seconds;
        let mut parameters: Vec<Parameter> = Vec::with_capacity(20);
        let mut add = |parameter| {
            if !parameters.contains(&parameter) {
                parameters.push(parameter);
            }
        };
        setup.parameters(&mut add);
        layers::parameters(self.profile, &mut add);
        order::stable_sort_by_u64(&mut parameters, |parameter| *parameter as u64);
        // Of many layers, fewer tell how much a figure matters.
        let basis = if self.is_coarse {
            self.runs.run(&conditions)
        } else {
            outcome
        };
        let scale = likely / basis.seconds;
        // Without a wait for the disk, more memory changes nothing.
        let enough = basis.peak_dirty;
        let key = self.runs.key(&with_room(conditions, enough));
        let mut influences: Vec<Sensitivity> = Vec::with_capacity(parameters.len());
        let (mut below, mut above) = (0.0, 0.0);
        for parameter in parameters {
            let value = self.constants.get(parameter);
            let start = Basis {
                seconds: basis.seconds,
                key: &key,
                enough,
                waits_for_disk: enough > conditions.cache,
            };
            let mut moved = |to| self.moved(setup, &start, parameter, to) * scale - likely;
            let (one, other) = (moved(value.low()), moved(value.high()));
            let shorter = -one.min(other).min(0.0);
            let longer = one.max(other).max(0.0);
            below += shorter * shorter;
            above += longer * longer;
            influences.push(Sensitivity {
                parameter,
                value,
                shorter: duration(shorter),
                longer: duration(longer),
            });
        }
        let width = |influence: &Sensitivity| influence.shorter + influence.longer;
        influences.retain(|influence| width(influence) > TimeSpan::ZERO);
        // Stable: equal ones stay in the order of the table.
        order::stable_sort_by_u64(&mut influences, |influence| longest_first(width(influence)));
        // Errors of half the pull and more are not symmetric; a pull takes some time.
        let low = (likely - below.sqrt()).max(likely * 0.3);
        let high = likely + above.sqrt();
        PullEstimate {
            time: LikelyRange::new(duration(low), duration(likely), duration(high)),
            bounds: bounds(&outcome, &conditions, self.image.layers()),
            influences,
        }
    }

    /// Seconds with one figure at another value.
    fn moved(
        &mut self,
        setup: &NodeSetup,
        basis: &Basis<'_>,
        parameter: Parameter,
        thousandths: u32,
    ) -> f64 {
        let draw = self.likely.with(parameter, thousandths);
        let conditions = setup.conditions(&draw);
        let image = match parameter {
            Parameter::SociNoise | Parameter::ContainerdNoise => {
                return basis.seconds * draw.get(parameter);
            }
            Parameter::UnpackedRatio | Parameter::LargestShare => {
                let (profile, is_coarse) = (self.profile, self.is_coarse);
                self.runs.moved_image(parameter, thousandths, || {
                    let layers = layers::layers(profile, &draw);
                    SimulatedImage::new(if is_coarse {
                        layers::merged(&layers)
                    } else {
                        layers
                    })
                })
            }
            _ => ImageAt::Own,
        };
        let is_same = || self.runs.key(&with_room(conditions, basis.enough)) == *basis.key;
        if image == ImageAt::Own && is_same() {
            return basis.seconds;
        }
        self.runs
            .moved_seconds(image, &conditions, basis.waits_for_disk)
    }
}
