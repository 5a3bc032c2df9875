//! The tables of `data/`, for this package's program and for the project's own tests.

pub mod catalogue;
