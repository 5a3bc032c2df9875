//! AMI releases with a known fault.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::Override;
use crate::core::config::sources::KNOWN_BAD;
use crate::core::findings::releases::{faults, offer, pinned_release, with_instead};

pub(in crate::core) static RULE: Rule = Rule {
    id: "broken-ami-release",
    severities: &[Severity::Error, Severity::Warning, Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The AMI release has a known defect.",
    why: "AL2023: v20260505 leaves nodes with SOCI NotReady; v20260318 to v20260423 do not start some images (containerd 2.2.1); v20260409 may stall kubelets. Bottlerocket: 1.58.0 cannot unpack images with fifos; 1.47 to 1.51 fetch layers in chunks that some registries refuse; before 1.64.0, registry mirrors do not work with containerd 2.",
    how: "Pin a fixed release that exists for your Kubernetes version.",
    source: KNOWN_BAD,
};

fn check(
    RuleContext {
        config, catalogue, ..
    }: &RuleContext<'_>,
    reporter: &mut Reporter<'_>,
) {
    let Some((family, release)) = pinned_release(config) else {
        return;
    };
    // The files are read for whether it does; here it is enough not to stop them.
    let may_be_repaired = config.kept.iter().any(Override::imports_pause_image);
    for (bad, severity) in faults(release, config, catalogue.releases()) {
        let mut message = bad.message(&format!("{} {release}", family.describe()));
        let mut severity = severity;
        if severity == Severity::Error && may_be_repaired && bad.is_of_pause_image() {
            severity = Severity::Note;
            message.push_str(
                " A preserved script imports a pause image, a workaround published by users.",
            );
        }
        reporter.report(
            severity,
            family.path(),
            with_instead(message, config, catalogue),
        );
        offer(reporter, config, catalogue);
    }
}
