//! The model's constants from pulls of one's own cluster.

use super::calibrate::{Calibration, CalibrationParameter, FitStatus, calibrate};
use crate::core::pull::estimate::Estimator;
use crate::core::pull::model::{PullModel, PullVariant};
use crate::core::pull::node::NodeSetup;
use crate::core::pull::numbers::duration;
use crate::core::pull::parameter::{Constants, Parameter};
use crate::core::pull::simulation::Simulator;
use crate::core::units::{LikelyRange, TimeSpan};

/// Constants that are fitted: those that the pulls depend on most.
const FITTED: usize = 3;

/// Least width of a fitted constant on each side, in thousandths of it: two pulls of the same image
/// on the same node differ by about as much.
const LEAST_WIDTH: u32 = 50;

/// What is not the cluster's: noise differs from run to run, and these two from image to image.
const NOT_FITTED: [Parameter; 4] = [
    Parameter::SociNoise,
    Parameter::ContainerdNoise,
    Parameter::UnpackedRatio,
    Parameter::LargestShare,
];

/// A pull of the model's image that was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeasuredRun {
    /// Who pulled.
    pub by: PullVariant,
    /// Where the node's type stands in `Catalogue::instances`.
    pub position: usize,
    /// How long it took.
    pub time: TimeSpan,
}

/// Constants from measured runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFigures {
    /// All constants, the fitted ones among them.
    pub constants: Constants,
    /// Which were fitted, in the order of `calibration.figures`.
    pub parameters: Vec<Parameter>,
    /// How well, and which of them the runs cannot tell.
    pub calibration: Calibration,
}

impl PullModel<'_> {
    /// Fits the constants that these runs depend on most, within their documented ranges. None
    /// without runs, or where a run names no type.
    pub fn own_figures(&self, runs: &[MeasuredRun]) -> Option<OwnFigures> {
        let parameters = self.most_influential(runs)?;
        let (nodes, node_of) = distinct(runs);
        let setups = nodes
            .iter()
            .map(|(by, position, _)| self.setup(*by, *position))
            .collect::<Option<Vec<_>>>()?;
        let figures: Vec<CalibrationParameter> = parameters
            .iter()
            .map(|parameter| CalibrationParameter {
                label: parameter.label(),
                range: self.constants().get(*parameter),
            })
            .collect();
        let with = |values: &[u32]| {
            let pairs = parameters.iter().zip(values);
            pairs.fold(self.constants().clone(), |constants, (parameter, value)| {
                constants.with(*parameter, LikelyRange::exactly(*value))
            })
        };
        let predict = |values: &[u32]| {
            let constants = with(values);
            let estimator = Estimator::new(self.profile(), &constants);
            let mut simulator = Simulator::default();
            let time = |setup: &NodeSetup| {
                let conditions = setup.conditions(estimator.draw());
                duration(simulator.run(estimator.image(), &conditions).seconds)
            };
            let times: Vec<TimeSpan> = setups.iter().map(time).collect();
            let times = node_of.iter().filter_map(|at| times.get(*at));
            times.copied().collect()
        };
        let measured: Vec<TimeSpan> = runs.iter().map(|run| run.time).collect();
        let calibration = calibrate(&figures, &measured, &predict)?;
        Some(OwnFigures {
            constants: self.narrowed(&parameters, &calibration),
            parameters,
            calibration,
        })
    }

    /// The constants that move these runs most within their ranges.
    fn most_influential(&self, runs: &[MeasuredRun]) -> Option<Vec<Parameter>> {
        let mut moved: Vec<(u64, Parameter)> = Vec::new();
        for (by, position, count) in distinct(runs).0 {
            for influence in self.estimate_on(by, position)?.estimate.influences {
                let by = count
                    * (u64::from(influence.shorter.as_millis())
                        + u64::from(influence.longer.as_millis()));
                match moved
                    .iter_mut()
                    .find(|(_, known)| *known == influence.parameter)
                {
                    Some((sum, _)) => *sum += by,
                    None => moved.push((by, influence.parameter)),
                }
            }
        }
        moved.retain(|(_, parameter)| !NOT_FITTED.contains(parameter));
        moved.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
        moved.truncate(FITTED);
        Some(moved.into_iter().map(|(_, parameter)| parameter).collect())
    }

    /// What is told gets the width of what the fit leaves over; what is not told stays.
    fn narrowed(&self, parameters: &[Parameter], calibration: &Calibration) -> Constants {
        let (_, left) = calibration.errors();
        let width = u64::from(left.max(LEAST_WIDTH));
        let told = parameters.iter().zip(&calibration.figures);
        told.fold(
            self.constants().clone(),
            |constants, (parameter, figure)| {
                if !matches!(figure.told, FitStatus::Alone | FitStatus::Instead(_)) {
                    return constants;
                }
                let value = figure.value;
                let half = u32::try_from(u64::from(value) * width / 1000).unwrap_or(value);
                let range = LikelyRange::new(
                    value.saturating_sub(half),
                    value,
                    value.saturating_add(half),
                );
                constants.with(*parameter, range)
            },
        )
    }
}

/// The kinds of runs, with how many there are of each, and each run's place among them: runs of a
/// kind are simulated once.
fn distinct(runs: &[MeasuredRun]) -> (Vec<(PullVariant, usize, u64)>, Vec<usize>) {
    let mut kinds: Vec<(PullVariant, usize, u64)> = Vec::new();
    let mut place = |run: &MeasuredRun| {
        let known = kinds
            .iter()
            .position(|(by, position, _)| (*by, *position) == (run.by, run.position));
        let at = known.unwrap_or(kinds.len());
        match kinds.get_mut(at) {
            Some((_, _, count)) => *count += 1,
            None => kinds.push((run.by, run.position, 1)),
        }
        at
    };
    let places = runs.iter().map(&mut place).collect();
    (kinds, places)
}
