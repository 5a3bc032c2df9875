//! What users paste: the manifest of their image, and the events of their pods. Whatever the text,
//! the answer is what was understood or a message; time and memory are bounded by its length.

mod image;
mod json;
mod paste;
mod pull_events;
mod user_data;

pub use image::{ImageFound, ImageImport, Platform, PlatformChoice, read_image};
pub use pull_events::{
    AlreadyPresent, Comparison, PullEvent, PullEvents, Side, compare_pulls, read_pull_events,
};
