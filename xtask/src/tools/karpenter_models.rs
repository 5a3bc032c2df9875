//! Models of Karpenter's API, from npm, by which the tests judge the manifests.

use super::{folder, npm};
use crate::shell::{Failure, Outcome, step};

const PACKAGE: &str = include_str!("../../../tests/it/karpenter_models/package.json");
/// Versions and checksums of the package and all that it needs.
const LOCK: &str = include_str!("../../../tests/it/karpenter_models/package-lock.json");

/// Makes sure of the models; `tests/it/karpenter_models.rs` knows the folder.
pub fn ensure() -> Outcome {
    let package = folder().join("karpenter-models");
    let kept = std::fs::read_to_string(package.join("package-lock.json")).unwrap_or_default();
    // npm writes this file last.
    let is_whole = package.join("node_modules/.package-lock.json").is_file();
    if kept == LOCK && is_whole {
        return Ok(());
    }
    step("models of Karpenter's API from npm (about 10 s, once)");
    npm::install_locked(&package, PACKAGE, LOCK).map_err(|failure| {
        Failure::new(format!(
            "the models of Karpenter's API could not be installed with npm. {failure}"
        ))
        .by_hand("copy package.json and package-lock.json of tests/it/karpenter_models to target/tools/karpenter-models, and `npm ci --ignore-scripts` there.")
    })
}
