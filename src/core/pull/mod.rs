//! How long an image pull takes.

#![allow(
    clippy::float_arithmetic,
    reason = "rates are fractions; only exactly rounded operations are used (see core/mod.rs)"
)]

mod calibrate;
mod image_profile;

pub use calibrate::{CalibratedFigure, Calibration, Figure, Residual, Told, calibrate};
pub use image_profile::{ImageProfile, MOST_LAYERS};
