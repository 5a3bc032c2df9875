//! How far off predictions are where no figure knows the pull: each published pull is predicted with
//! figures that are fitted anew to the others.
//!
//! The fit starts in the middle of each figure's range and not at its likely value, which the pull
//! that is left out may have told: what only that pull tells stays in the middle.

use super::calibrate::{CalibrationParameter, calibrate};
use super::published::{MeasuredEngine, MeasuredPull, PredictedPull, read_measured_pulls};
use crate::core::catalogue::{Catalogue, TableError};
use crate::core::image_profile::ImageProfile;
use crate::core::parameter::Basis;
use crate::core::pull::estimate::Estimator;
use crate::core::pull::node::NodeSetup;
use crate::core::pull::numbers::duration;
use crate::core::pull::parameter::{Constants, Parameter};
use crate::core::units::{LikelyRange, TimeSpan};

/// What the fit does not see of the pull that it predicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftUnseen {
    /// It sees everything: how well the figures can fit.
    Nothing,
    /// The pull.
    Pull,
    /// Everything that was published with it: runs of one image by the same people have more in
    /// common than yours has with them.
    Publication,
}

/// How far predictions are off, over some pulls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorSummary {
    /// How many pulls.
    pub pulls: usize,
    /// Mean of the errors without their signs, in tenths of a percent of what was measured.
    pub mean: u32,
    /// Mean of the errors with their signs; above zero where more was predicted than was measured.
    pub bias: i32,
    /// The largest, without its sign.
    pub largest: u32,
    /// Pulls within their predicted range.
    pub in_range: usize,
}

/// The published pulls on known types, each predicted without what is left unseen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaveOneOut {
    /// In the order of the table.
    pub pulls: Vec<PredictedPull>,
    /// The figures that are fitted, with how many of the fitted pulls depend on each.
    pub fitted: Vec<(Parameter, usize)>,
}

/// A pull whose type was published, as it is simulated.
struct Known {
    measured: MeasuredPull,
    setup: NodeSetup,
    profile: ImageProfile,
}

impl Known {
    fn depends_on(&self, parameter: Parameter) -> bool {
        let mut depends = false;
        self.setup
            .parameters(&mut |one| depends |= one == parameter);
        depends
    }

    fn is_seen_by(&self, other: &Self, unseen: LeftUnseen) -> bool {
        let (own, other) = (&self.measured, &other.measured);
        match unseen {
            LeftUnseen::Nothing => true,
            LeftUnseen::Pull => own.id != other.id,
            LeftUnseen::Publication => own.source != other.source,
        }
    }
}

impl LeaveOneOut {
    /// Fits and predicts every pull of `measurements.csv` whose type is known.
    ///
    /// # Errors
    /// The first row that cannot be read.
    pub fn new(
        catalogue: &Catalogue,
        table: &str,
        constants: &Constants,
        unseen: LeftUnseen,
    ) -> Result<Self, TableError> {
        let known = |measured: MeasuredPull| {
            let instance = catalogue.instance(measured.instance_type.as_ref()?)?;
            Some(Known {
                setup: measured.setup(instance)?,
                profile: measured.profile(),
                measured,
            })
        };
        let known: Vec<Known> = read_measured_pulls(table)?
            .into_iter()
            .filter_map(known)
            .collect();
        let parameters: Vec<Parameter> = Parameter::ALL
            .iter()
            .copied()
            .filter(|parameter| matches!(parameter.basis(), Basis::Fitted { .. }))
            .collect();
        let predict = |one: &Known| {
            let seen: Vec<&Known> = known
                .iter()
                .filter(|other| other.measured.tells_figures() && other.is_seen_by(one, unseen))
                .collect();
            let constants = fit(&parameters, constants, &seen);
            let mut estimator = Estimator::new(&one.profile, &constants);
            PredictedPull {
                measured: one.measured.clone(),
                predicted: estimator.estimate(&one.setup).time,
                types: 1,
            }
        };
        let pulls = known.iter().map(predict).collect();
        let depending = |parameter: Parameter| {
            let fitted = known.iter().filter(|one| one.measured.tells_figures());
            fitted.filter(|one| one.depends_on(parameter)).count()
        };
        let fitted = parameters.iter().map(|one| (*one, depending(*one)));
        Ok(Self {
            pulls,
            fitted: fitted.collect(),
        })
    }

    /// Over the pulls of stock containerd.
    pub fn stock(&self) -> ErrorSummary {
        ErrorSummary::new(&self.pulls, |engine| engine == MeasuredEngine::Containerd)
    }

    /// Over SOCI's, Auto Mode's among them.
    pub fn soci(&self) -> ErrorSummary {
        ErrorSummary::new(&self.pulls, MeasuredEngine::is_soci)
    }

    /// Over those of containerd's own parallel pull, and of its download in chunks.
    pub fn parallel(&self) -> ErrorSummary {
        ErrorSummary::new(&self.pulls, |engine| {
            engine == MeasuredEngine::ContainerdParallel
        })
    }

    /// Over all of them.
    pub fn all(&self) -> ErrorSummary {
        ErrorSummary::new(&self.pulls, |_| true)
    }
}

impl ErrorSummary {
    /// Over the pulls of some engines whose types are known.
    pub fn new(pulls: &[PredictedPull], counts: impl Fn(MeasuredEngine) -> bool) -> Self {
        let (mut errors, mut in_range) = (Vec::new(), 0);
        for pull in pulls.iter().filter(|pull| counts(pull.measured.engine)) {
            let Some(error) = pull.error() else { continue };
            errors.push(i64::from(error));
            in_range += usize::from(pull.is_in_range());
        }
        let count = i64::try_from(errors.len()).unwrap_or(i64::MAX).max(1);
        // To the nearest, halves away from zero.
        let mean = |sum: i64| (2 * sum + sum.signum() * count) / (2 * count);
        let sizes = || errors.iter().map(|error| error.abs());
        let unsigned = |value: i64| u32::try_from(value).unwrap_or(u32::MAX);
        Self {
            pulls: errors.len(),
            mean: unsigned(mean(sizes().sum())),
            bias: i32::try_from(mean(errors.iter().sum())).unwrap_or(i32::MAX),
            largest: unsigned(sizes().max().unwrap_or(0)),
            in_range,
        }
    }
}

/// The constants with those figures fitted to these pulls. Each keeps its range: what a figure may be
/// is known from elsewhere.
fn fit(parameters: &[Parameter], constants: &Constants, pulls: &[&Known]) -> Constants {
    let figure = |parameter: &Parameter| {
        let range = constants.get(*parameter);
        CalibrationParameter {
            label: parameter.label(),
            range: LikelyRange::new(range.low(), middle(range), range.high()),
        }
    };
    let figures: Vec<CalibrationParameter> = parameters.iter().map(figure).collect();
    let with = |values: &[u32]| {
        let pairs = parameters.iter().zip(values);
        pairs.fold(constants.clone(), |constants, (parameter, value)| {
            let range = constants.get(*parameter);
            let range = LikelyRange::new(range.low(), *value, range.high());
            constants.with(*parameter, range)
        })
    };
    let predict = |values: &[u32]| {
        let constants = with(values);
        let time = |pull: &&Known| {
            let mut estimator = Estimator::new(&pull.profile, &constants);
            duration(estimator.likely(&pull.setup))
        };
        pulls.iter().map(time).collect()
    };
    let measured: Vec<TimeSpan> = pulls.iter().map(|pull| pull.measured.time).collect();
    let values: Vec<u32> = match calibrate(&figures, &measured, &predict) {
        Some(fit) => fit.figures.iter().map(|figure| figure.value).collect(),
        None => figures.iter().map(|figure| figure.range.likely()).collect(),
    };
    with(&values)
}

/// As many times the low end as the high end is times it: figures are factors and rates.
fn middle(range: LikelyRange<u32>) -> u32 {
    let square = u64::from(range.low()) * u64::from(range.high());
    u32::try_from(square.isqrt()).unwrap_or(u32::MAX)
}
