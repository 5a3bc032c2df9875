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
    what: "Spot capacity is asked for with fewer than five instance types.",
    why: "Spot of a single type runs out and is taken back more often; below five types Karpenter \
          logs a warning about flexibility.",
    how: "Allow more families or sizes, or lower a bound; the tab Instances shows what each one leaves out.",
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
        format!("{types} eligible; Karpenter advises {ENOUGH} or more for spot."),
    );
}
