//! The instance types.

pub const FILTER: &str = "Filter";
pub const FILTER_HINT: &str = "m6i vcpu>=8 nvme>0 price<2";
pub const FILTER_HELP: &str =
    "Words of the name and comparisons (= != < <= > >=), all of which must hold.";
pub const FILTER_COLUMNS: &str = "Columns to compare";

pub const CHOOSE_NONE: &str = "Choose none";
pub const CHOSEN_HELP: &str = "Fills the field Exact types; nothing else changes.";

pub const LEFT_OUT: &str = "Left out";
pub const LEFT_OUT_HELP: &str =
    "By the first requirement that excludes each, in the order in which the manifests say them.";
pub const NO_FIELD: &str = "No field of the form lifts this.";

pub const WHY_NOT: &str = "Why not …?";
pub const WHY_NOT_HINT: &str = "g6.xlarge";
pub const WHY_NOT_HELP: &str =
    "An instance type: every reason why it is left out, and what brings it in.";
