//! Spot capacity wants a choice.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::CapacityType;
use crate::core::config::sources::KARPENTER_SPOT;

pub(super) static RULE: Rule = Rule {
    id: "few-instance-types-for-spot",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Spot capacity is allowed with fewer than five instance types.",
    why: "Spot capacity of a single type runs out and is reclaimed more often; below five types Karpenter logs a flexibility warning.",
    how: "Allow more families or sizes, or lower a minimum; the Instances tab shows what each one excludes.",
    source: KARPENTER_SPOT,
};

/// Types below which Karpenter warns.
const ENOUGH: usize = 5;

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let types = context.selection.admitted.len();
    let is_spot = context.plan.capacity_types.contains(&CapacityType::Spot);
    if !is_spot || types == 0 || types >= ENOUGH {
        return;
    }
    let types = match types {
        1 => "Only one instance type is".to_owned(),
        count => format!("Only {count} instance types are"),
    };
    reporter.report(
        Severity::Note,
        "nodes.capacityTypes",
        format!("{types} eligible; Karpenter recommends {ENOUGH} or more for Spot."),
    );
}
