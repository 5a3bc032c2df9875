//! Names of what the result side shows.

pub const UNDERSTAND: &str = "Understand";
pub const FILES: &str = "Files";
pub const APPLY: &str = "Apply";

pub const PULL: &str = "Pull";
pub const INSTANCES: &str = "Instances";
pub const COST: &str = "Cost";
pub const STORAGE: &str = "Disk and cost";
pub const ENGINES: &str = "Engines";
pub const BEST: &str = "Optimize";
pub const STEPS: &str = "Next steps";
pub const FINDINGS: &str = "Findings";
