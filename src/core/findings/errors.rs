//! What is wrong with a Config that nobody evaluates: whoever offers a change looks here first.

use super::{RuleContext, Severity, noticed};
use crate::core::catalogue::Catalogue;
use crate::core::config::Config;
use crate::core::disk::StorageAdvice;
use crate::core::launch::Launch;
use crate::core::plan::NodePlan;
use crate::core::selection::Selection;

/// An error: of which rule, at which field.
pub(in crate::core) type ErrorAt = (&'static str, &'static str);

/// The errors of a Config.
pub(in crate::core) fn errors(config: &Config, catalogue: &Catalogue) -> Vec<ErrorAt> {
    let plan = NodePlan::new(config);
    let selection = Selection::new(&plan, catalogue);
    let launch = Launch::new(&plan, catalogue, &selection);
    errors_with(&plan, catalogue, &selection, &launch)
}

/// The same, where types and launch are known.
pub(in crate::core) fn errors_with(
    plan: &NodePlan<'_>,
    catalogue: &Catalogue,
    selection: &Selection,
    launch: &Launch,
) -> Vec<ErrorAt> {
    let config = plan.config;
    let storage = StorageAdvice::new(config, catalogue, &selection.admitted);
    let found = noticed(&RuleContext {
        config,
        plan,
        catalogue,
        selection,
        storage: storage.as_ref(),
        launch,
    });
    found
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| (finding.rule.id, finding.field.path))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::errors;
    use crate::core::config::{Config, Edit, Field};
    use crate::data::catalogue;

    #[test]
    fn errors_are_said_and_nothing_less() {
        let of = |settings: &[(&str, &str)]| {
            let config = settings
                .iter()
                .fold(Config::default(), |config, (path, text)| {
                    let field = Field::find(path).unwrap();
                    config.apply(&Edit::typed(field, text, &config).unwrap())
                });
            errors(&config, catalogue())
        };
        assert_eq!(of(&[]), []);
        // A warning is none.
        assert_eq!(of(&[("storage.volume.throughput", "125")]), []);
        assert_eq!(
            of(&[("storage.volume.iops", "2999")]),
            [("iops-out-of-range", "storage.volume.iops")]
        );
    }
}
