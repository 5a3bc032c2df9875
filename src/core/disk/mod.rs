//! The disk that a pull writes to: limits, rates, room, and what each choice costs.

mod advice;
pub(crate) mod ami;
pub(crate) mod keep;
pub(crate) mod place;
pub(crate) mod rate;
pub(crate) mod space;
mod store;

pub use advice::{
    LimitNote, RateSpread, Reach, StorageAdvice, StoreComparison, TypeStorage, TypeStore,
};
pub use place::ImagePlace;
pub use rate::{Bound, VolumeRate, WriteRate};
pub use space::{Fit, Space};
pub use store::{StoreBasis, StoreRate};
