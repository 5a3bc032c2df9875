//! Cases of rules about the image and its workload.

use super::*;

// One row a trigger, however long.
#[rustfmt::skip]
pub const CASES: &[Case] = &[

];
