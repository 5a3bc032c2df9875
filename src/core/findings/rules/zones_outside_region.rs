//! Zones belong to the Region.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::regions::{REGIONS, ZoneKind};
use crate::core::config::sources::EKS_API;
use crate::core::launch::NoLaunch;

pub(super) static RULE: Rule = Rule {
    id: "zones-outside-region",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A zone does not belong to the cluster's Region.",
    why: "The cluster has no subnet there, so the NodePool matches no instance in that zone, and \
          none at all if it is the only one.",
    how: "Use zones of the Region, or correct the Region.",
    source: EKS_API,
};

fn check(RuleContext { config, launch, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let region = config.cluster.region.as_str();
    let (inside, outside): (Vec<&str>, Vec<&str>) = config
        .nodes
        .zones
        .iter()
        .map(|zone| zone.as_str())
        .partition(|zone| is_inside(zone, region));
    if outside.is_empty() {
        if let Some(nothing @ NoLaunch::Zones(..)) = &launch.nothing {
            reporter.report(Severity::Error, "nodes.zones", nothing.describe());
        }
        return;
    }
    reporter.report(
        Severity::Error,
        "nodes.zones",
        format!(
            "Not in {region}: {}. Its zones are called {region}a, {region}b and so on.",
            outside.join(", ")
        ),
    );
    let other = outside
        .first()
        .map(|zone| zone.trim_end_matches(|c: char| c.is_ascii_lowercase()));
    match other {
        Some(other)
            if REGIONS.contains(&other)
                && inside.is_empty()
                && outside.iter().all(|zone| is_inside(zone, other)) =>
        {
            reporter.offer(
                format!("Set the Region to {other}"),
                "cluster.region",
                other,
            );
        }
        _ => {
            let kept = inside.join(", ");
            let label = if inside.is_empty() {
                "Allow all zones"
            } else {
                "Remove these zones"
            };
            reporter.offer(label, "nodes.zones", &kept);
        }
    }
}

fn is_inside(zone: &str, region: &str) -> bool {
    ZoneKind::classify(zone, region) != ZoneKind::Elsewhere
}
