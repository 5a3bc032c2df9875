//! Capacity types have three names.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::KARPENTER_CAPACITY_TYPES;
use crate::core::config::{CapacityType, current_name};
use crate::core::error::quoted;
use crate::core::launch::NoLaunch;
use crate::core::placeholder::holds_placeholder;
use crate::core::requirements::Operator;
use crate::core::selection::demand_of;

pub(in crate::core) static RULE: Rule = Rule {
    id: "capacity-type-unknown",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A requirement on karpenter.sh/capacity-type has a value that is no capacity type.",
    why: "Karpenter takes such a list if another value is right, and ignores the wrong one with a line in its log; \
          a list of wrong values alone makes the NodePool not ready.",
    how: "Write on-demand, spot or reserved.",
    source: KARPENTER_CAPACITY_TYPES,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    // Where no right one is left, no-capacity-type says so.
    let is_said = matches!(context.launch.nothing, Some(NoLaunch::CapacityType(_)));
    if context.config.kept.is_empty() || is_said {
        return;
    }
    let is_known = |value: &str| {
        [
            CapacityType::OnDemand,
            CapacityType::Spot,
            CapacityType::Reserved,
        ]
        .into_iter()
        .any(|kind| kind.as_str() == value)
    };
    let demand = demand_of(context.plan);
    let pool = demand.node_pool.iter().map(|asked| &asked.requirement);
    let unknown: Vec<String> = pool
        .filter(|asked| {
            current_name(&asked.key) == "karpenter.sh/capacity-type"
                && matches!(asked.operator, Operator::In | Operator::NotIn)
        })
        .flat_map(|asked| &asked.values)
        .filter(|value| !is_known(value) && !holds_placeholder(value))
        .map(|value| quoted(value))
        .collect();
    if unknown.is_empty() {
        return;
    }
    let (is, other) = match unknown.len() {
        1 => ("is no capacity type", "it"),
        _ => ("are no capacity types", "them"),
    };
    let message = format!(
        "{} {is}, and Karpenter ignores {other}: there are on-demand, spot and reserved.",
        unknown.join(", ")
    );
    reporter.report(Severity::Warning, "nodes.capacityTypes", message);
}
