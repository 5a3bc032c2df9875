//! Pulls that were measured beside the model: those that were published, and a user's own with the
//! figures that they tell.

mod calibrate;
mod leave_one_out;
mod own_figures;
mod own_pulls;
mod pairs;
mod published;

pub use calibrate::{
    CalibratedParameter, Calibration, CalibrationParameter, FitStatus, Residual, calibrate,
};
pub use leave_one_out::{ErrorSummary, LeaveOneOut, LeftUnseen};
pub use own_figures::{MeasuredRun, OwnFigures};
pub use own_pulls::{FittedPulls, OwnPulls};
pub use pairs::{MeasuredPair, PredictedPair, read_measured_pairs};
pub use published::{
    MeasuredEngine, MeasuredPull, PredictedAgainstMeasured, PredictedPull, read_measured_pulls,
};
