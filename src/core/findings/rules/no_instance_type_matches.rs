//! Some instance type has to be left.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::KARPENTER_SCHEDULING;
use crate::core::selection::Emptied;
use crate::core::units::grouped;

pub(in crate::core) static RULE: Rule = Rule {
    id: "no-instance-type-matches",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "No instance type meets the NodePool's requirements, the workload's affinity and the pod's requests together.",
    why: "Karpenter launches nothing, and the pod stays Pending.",
    how: "Relax the requirement that leaves no type; the Instances tab shows what each one excludes.",
    source: KARPENTER_SCHEDULING,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let selection = context.selection;
    let Some(Emptied { by, left }) = selection.emptied else {
        return;
    };
    let Some(condition) = selection.conditions.get(by) else {
        return;
    };
    let field = condition
        .field
        .map_or("nodes.categories", |field| field.path);
    let (before, them) = match left {
        1 => ("one type meets".to_owned(), "it does not meet that"),
        count => (
            format!("{} types meet", grouped(count as u64)),
            "none of them meets that",
        ),
    };
    reporter.report(
        Severity::Error,
        field,
        format!(
            "No instance type is left: {before} everything before {} in the {}, and {them}.",
            condition.short_text(),
            condition.place.as_str()
        ),
    );
    if let Some(relaxation) = selection.smallest_relaxation(context.config, context.catalogue) {
        reporter.offer_fix(relaxation.fix);
    }
}
