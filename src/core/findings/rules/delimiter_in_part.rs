//! A kept part of userData that Karpenter would cut in two.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::EC2NODECLASS;

pub(super) static RULE: Rule = Rule {
    id: "delimiter-in-part",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A line of a kept part of userData begins with the delimiter of Karpenter's MIME archive.",
    why: "Karpenter packs the parts again with the boundary //, so the part is cut in two at that line: what follows becomes a part of its own, or nothing (karpenter-provider-aws 1d927085, amifamily/bootstrap/mime).",
    how: "Indent the line, or write it in another way.",
    source: EC2NODECLASS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let found = config.kept.iter().filter(|kept| kept.holds_delimiter());
    let places: Vec<String> = found.map(|kept| kept.place_text()).collect();
    if places.is_empty() {
        return;
    }
    let names = places.join(", ");
    reporter.report(Severity::Error, "kept", format!("A line of {names} begins with --//, the delimiter of Karpenter's MIME archive: the part is cut in two there."));
    let left: Vec<String> = config
        .kept
        .iter()
        .filter(|kept| !kept.holds_delimiter())
        .map(ToString::to_string)
        .collect();
    reporter.offer("Let it go", "kept", &left.join("\n"));
}
