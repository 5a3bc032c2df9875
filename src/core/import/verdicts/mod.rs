//! What is wrong or unwise about documents as they stand.

pub(super) mod pitfalls;
mod rules;
pub(super) mod schema;
