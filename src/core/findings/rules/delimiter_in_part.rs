//! A kept part of userData that Karpenter would cut in two.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::EC2NODECLASS;

pub(super) static RULE: Rule = Rule {
    id: "delimiter-in-part",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A line in a preserved userData part starts with Karpenter's MIME delimiter.",
    why: "Karpenter repacks the parts with the boundary //, so that line splits the part in two: the rest becomes a separate part, or is lost (karpenter-provider-aws 1d927085, amifamily/bootstrap/mime).",
    how: "Indent or rewrite the line.",
    source: EC2NODECLASS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let found = config.kept.iter().filter(|kept| kept.holds_delimiter());
    let places: Vec<String> = found.map(|kept| kept.place_text()).collect();
    if places.is_empty() {
        return;
    }
    let names = places.join(", ");
    reporter.report(Severity::Error, "kept", format!("A line of {names} starts with --//, Karpenter's MIME delimiter: the part is split there."));
    let left: Vec<String> = config
        .kept
        .iter()
        .filter(|kept| !kept.holds_delimiter())
        .map(ToString::to_string)
        .collect();
    reporter.offer("Remove it", "kept", &left.join("\n"));
}
