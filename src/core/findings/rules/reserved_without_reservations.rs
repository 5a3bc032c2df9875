//! Reserved capacity has to be named.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::EC2NODECLASS;
use crate::core::config::{CapacityType, Config, OverrideTarget, Step};
use crate::core::findings::predicates::karpenter_before;
use crate::core::launch::NoLaunch;

pub(in crate::core) static RULE: Rule = Rule {
    id: "reserved-without-reservations",
    severities: &[Severity::Error, Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Reserved capacity is allowed, but the node class selects no reservation.",
    why: "Karpenter and Auto Mode launch reserved nodes only into reservations selected by capacityReservationSelectorTerms; without terms they find none. Auto Mode nodes in open reservations count as on-demand.",
    how: "Set your reservation IDs, or drop reserved capacity.",
    source: EC2NODECLASS,
};

/// Whether kept terms choose reservations by tags, owner or instanceMatchCriteria.
fn selects_otherwise(config: &Config) -> bool {
    let terms = Step::Key("capacityReservationSelectorTerms".to_owned());
    config.kept.iter().any(|kept| {
        matches!(
            kept.document,
            OverrideTarget::Ec2NodeClass | OverrideTarget::NodeClass
        ) && kept.path.get(1) == Some(&terms)
            && kept.value.is_some()
    })
}

fn check(RuleContext { config, launch, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let is_only = launch.nothing == Some(NoLaunch::Reservations);
    let types = &config.nodes.capacity_types;
    if !(is_only || types.contains(&CapacityType::Reserved))
        || karpenter_before(config, 3)
        || !config.nodes.capacity_reservation_ids.is_empty()
        || selects_otherwise(config)
    {
        return;
    }
    if !types.contains(&CapacityType::Reserved) {
        // The field of the reservations has no meaning without it.
        let message = launch.nothing.as_ref().map(NoLaunch::describe);
        reporter.report(
            Severity::Error,
            "nodes.capacityTypes",
            message.unwrap_or_default(),
        );
        return;
    }
    let (severity, launched) = if is_only {
        (Severity::Error, " Nothing is launched.")
    } else {
        (Severity::Warning, "")
    };
    reporter.report(
        severity,
        "nodes.capacityReservationIds",
        format!(
            "Reserved capacity is chosen but 0 reservations are selected: select them by at least 1 ID, or by their tags.{launched}"
        ),
    );
    let others: Vec<&str> = types
        .iter()
        .filter(|kind| **kind != CapacityType::Reserved)
        .map(|kind| kind.as_str())
        .collect();
    let instead = if others.is_empty() {
        "on-demand".to_owned()
    } else {
        others.join(", ")
    };
    reporter.offer(
        format!("Use {instead} only"),
        "nodes.capacityTypes",
        &instead,
    );
}
