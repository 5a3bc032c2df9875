//! A Region that nobody knows.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::choice::nearest;
use crate::core::config::regions::REGIONS;
use crate::core::config::sources::AWS_REGIONS;

const DEFAULT: &str = "us-east-1";

pub(super) static RULE: Rule = Rule {
    id: "unknown-region",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The cluster's Region is unknown.",
    why: "Prices, zones and the next steps' commands depend on the Region: with a typo in its code, costs are unknown and the commands find no cluster.",
    how: "Correct the code. A Region newer than November 2026 needs a newer release of this tool, which also has its prices.",
    source: AWS_REGIONS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let region = config.cluster.region.as_str();
    if REGIONS.contains(&region) {
        return;
    }
    reporter.report(
        Severity::Error,
        "cluster.region",
        format!(
            "{region} is not one of the {} Regions known in November 2026.",
            REGIONS.len()
        ),
    );
    // Where none is near, the one that stands there for who has none of their own.
    let near = nearest(region, REGIONS.into_iter()).unwrap_or(DEFAULT);
    reporter.offer(format!("Set the Region to {near}"), "cluster.region", near);
}
