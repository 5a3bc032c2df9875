//! What is wrong or unwise about documents as they stand.

pub(super) mod across;
pub(super) mod coverage;
pub(super) mod found_amis;
pub(super) mod nearest;
pub(super) mod not_judged;
pub(super) mod patched;
pub(super) mod pitfalls;
pub(super) mod pods_kept_off;
pub(super) mod refused_by_karpenter;
pub(super) mod schema;
mod volumes;
