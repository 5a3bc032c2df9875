//! A measurement on the user's own cluster: what is run, what it costs, and what came of it beside what
//! was predicted before.
//!
//! | what | where |
//! |---|---|
//! | a Config for nodes of one type that nobody else uses | `pinned` |
//! | variants and their predictions | `plan` |
//! | their objects, the script that runs them, what is said of both | `manifests`, `script`, `files` |
//! | the plan as JSON, in the script and in the file that it writes | `document` |
//! | that file, and what it says of the predictions | `read`, `verdict` |
//! | rows to give away, without names | `submitted` |

mod document;
mod files;
mod manifests;
mod pinned;
mod plan;
mod read;
mod script;
mod submitted;
mod verdict;

pub use plan::{MeasurePlan, MeasureRequest, MeasureVariant};
pub use read::{MeasuredPlan, Measurements, NodeFacts, PlannedVariant, Run, read_measurements};
pub use submitted::{SubmittedRun, read_submitted, submission};
pub use verdict::{Contradiction, MeasuredVariant, PhaseError};
