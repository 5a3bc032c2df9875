//! A tag that names another image tomorrow.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::KUBERNETES_IMAGES;

pub(super) static RULE: Rule = Rule {
    id: "moving-image-tag",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The image has no tag, or the tag latest.",
    why: "Nodes that start on different days may run different images, the kubelet asks the registry at every start, and measured pulls cannot be compared.",
    how: "Name a release or a digest.",
    source: KUBERNETES_IMAGES,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let reference = config.image.reference.as_str();
    let name = reference
        .rsplit_once('/')
        .map_or(reference, |(_, name)| name);
    let tag = name.split_once(':').map(|(_, tag)| tag);
    if name.contains('@') || tag.is_some_and(|tag| tag != "latest") {
        return;
    }
    reporter.report(
        Severity::Note,
        "image.reference",
        format!("{name} may be another image at each start; a release's tag or a digest is needed to compare pulls."),
    );
}
