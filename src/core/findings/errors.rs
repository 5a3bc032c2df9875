//! What is wrong with a Config that nobody evaluates: whoever offers a change looks here first.

use super::{Severity, Subject, noticed};
use crate::core::catalogue::Catalogue;
use crate::core::config::Config;
use crate::core::disk::StorageAdvice;
use crate::core::launch::Launch;
use crate::core::plan::NodePlan;
use crate::core::selection::Selection;

/// The errors of a Config: of which rule, at which field.
pub(in crate::core) fn errors(
    config: &Config,
    catalogue: &Catalogue,
) -> Vec<(&'static str, &'static str)> {
    let plan = NodePlan::new(config);
    let selection = Selection::new(&plan, catalogue);
    let storage = StorageAdvice::of(config, catalogue, &selection.admitted);
    let launch = Launch::new(&plan, catalogue, &selection);
    let found = noticed(&Subject {
        config,
        plan: &plan,
        catalogue,
        selection: &selection,
        storage: storage.as_ref(),
        launch: &launch,
    });
    found
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| (finding.rule.id, finding.field.path))
        .collect()
}
