//! Local Zones offer a few of their Region's types.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::LOCAL_ZONES;
use crate::core::launch::NoLaunch;

pub(super) static RULE: Rule = Rule {
    id: "local-zone-types-unknown",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The pool admits Local Zones or Wavelength Zones alone.",
    why: "Such a zone offers a few of its Region's instance types, often dearer, and mostly gp2 volumes only. Which ones is not known \
          here, so neither is the type that Karpenter launches.",
    how: "List what the zone offers with aws ec2 describe-instance-type-offerings --location-type availability-zone, and name the types.",
    source: LOCAL_ZONES,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if let Some(nothing @ NoLaunch::LocalZones(_)) = &context.launch.nothing {
        reporter.report(Severity::Note, "nodes.zones", nothing.describe());
    }
}
