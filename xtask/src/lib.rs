//! The parts of the tasks that the project's own tests use as well.

pub mod catalogue;
