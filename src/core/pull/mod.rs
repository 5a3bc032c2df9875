//! How long an image pull takes.

#![allow(
    clippy::float_arithmetic,
    reason = "rates are fractions; only exactly rounded operations are used (see core/mod.rs)"
)]

mod bound;
mod calibrate;
mod conditions;
mod constants;
mod disk;
mod estimate;
mod image_profile;
mod layers;
mod levers;
mod measured;
mod network;
mod node_start;
mod outcome;
mod own_figures;
#[cfg(test)]
mod reference;
mod search;
mod setup;
mod simulation;
mod spread;
#[cfg(test)]
mod tests;
mod timeline;
mod unpack;

pub use bound::PullBound;
pub use calibrate::{CalibratedFigure, Calibration, Figure, Residual, Told, calibrate};
pub use constants::{Constants, Parameter};
pub use estimate::{Influence, PullEstimate};
pub use image_profile::{ImageProfile, MOST_LAYERS};
pub use levers::{Lever, LeverKind};
pub use measured::{
    MeasuredEngine, MeasuredPull, PredictedAgainstMeasured, PredictedPull, read_measured_pulls,
};
pub use node_start::{StartPhase, node_start};
pub use own_figures::{MeasuredRun, OwnFigures};
pub(in crate::core) use search::{NodePull, PullSearch};
pub use spread::{
    KindSpread, NoEstimate, PullEstimates, PullKind, PullModel, PullSpread, PulledBy, TypeEstimate,
};
pub use timeline::{LayerBar, PullTimeline, Segment};
