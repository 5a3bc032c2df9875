//! Names of the tabs beside the files.

pub const PULL: &str = "Pull";
pub const INSTANCES: &str = "Instances";
pub const COST: &str = "Cost";
pub const STORAGE: &str = "Storage";
pub const ENGINES: &str = "Engines";
pub const BEST: &str = "Best setting";
pub const STEPS: &str = "Next steps";
pub const FINDINGS: &str = "Findings";
