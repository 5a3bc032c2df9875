//! How long an image pull takes.

mod image_profile;

pub use image_profile::{ImageProfile, MOST_LAYERS};
