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
    why: "Nodes that start on different days may run different images, the kubelet queries the registry at every start, and measured pulls are not comparable.",
    how: "Use a release tag or a digest.",
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
        format!("{name} may be a different image at each start; comparing pulls needs a release tag or a digest."),
    );
}
