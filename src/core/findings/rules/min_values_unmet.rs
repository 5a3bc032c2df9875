//! `minValues` have to be met by the types that are left.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::KARPENTER_SCHEDULING;
use crate::core::launch::NoLaunch;

pub(in crate::core) static RULE: Rule = Rule {
    id: "min-values-unmet",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "minValues asks for more values of a label than the types that are left have.",
    why: "Karpenter launches nothing, and the pods stay Pending; only --min-values-policy=BestEffort (1.6 and later) lets \
          it launch fewer.",
    how: "Lower minValues, or admit types with more values of the label.",
    source: KARPENTER_SCHEDULING,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if let Some(NoLaunch::MinValues { key, least, found }) = &context.launch.nothing {
        let message = format!(
            "minValues of {key} is {least}, and the types that are left have {found}: nothing is launched, unless Karpenter runs with --min-values-policy=BestEffort."
        );
        reporter.report(Severity::Error, "kept", message);
    }
}
