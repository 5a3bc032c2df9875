//! A layer unpacks on one core.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::SociLimits;
use crate::core::config::sources::SOCI;
use crate::core::findings::predicates::has_limits;

pub(super) static RULE: Rule = Rule {
    id: "unpacks-above-vcpu",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "More layers may unpack at once than any selected type has vCPUs.",
    why: "One gzip layer keeps one core busy. More than that only take turns, and leave no core for running workloads.",
    how: "Set the limit to the number of vCPUs, or to the AMI's default, 12.",
    source: SOCI,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let config = context.config;
    let own = SociLimits::AL2023_AMI
        .max_concurrent_unpacks_per_image
        .count()
        .unwrap_or_default();
    let most = context.admitted().map(|instance| instance.vcpu).max();
    let asked = config
        .engine
        .limits
        .max_concurrent_unpacks_per_image
        .count();
    let (Some(most), Some(asked)) = (most, asked) else {
        return;
    };
    let right = most.max(own);
    if !has_limits(config) || asked <= right {
        return;
    }
    reporter.report(
        Severity::Note,
        "engine.maxConcurrentUnpacksPerImage",
        format!("{asked} layers may unpack at once, but the largest selected type has {most} vCPUs; {right} is enough."),
    );
    reporter.offer(
        format!("Set unpacks per image to {right}"),
        "engine.maxConcurrentUnpacksPerImage",
        &right.to_string(),
    );
}
