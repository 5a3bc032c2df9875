//! An image from far away.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::ECR_PULLS;
use crate::core::findings::predicates::ecr_region;

pub(super) static RULE: Rule = Rule {
    id: "image-in-other-region",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The image is in an ECR registry in another Region.",
    why: "Every pull crosses Regions: slower, billed per GB, and bypassing your VPC's S3 endpoint.",
    how: "Replicate the repository to the cluster's Region and use that image.",
    source: ECR_PULLS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let here = config.cluster.region.as_str();
    let Some(there) = ecr_region(config).filter(|there| *there != here) else {
        return;
    };
    reporter.report(
        Severity::Warning,
        "image.reference",
        format!("The image is in {there}, the nodes in {here}: each pull crosses Regions. Copy it to {here}."),
    );
}
