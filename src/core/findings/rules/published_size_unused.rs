//! An image without a size, of which one was published.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::KNOWN_IMAGES;
use crate::core::config::{Fix, Image};

pub(super) static RULE: Rule = Rule {
    id: "published-size-unused",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The image size is not set, but a published one is known.",
    why: "Pull times, the disk's size and costs need it. The table is dated, and the tag may have moved since: your image's own manifest is better.",
    how: "Use the published size, or paste the image's manifest.",
    source: KNOWN_IMAGES,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let config = context.config;
    // A size that is set is somebody's own figure of their own copy: it counts more than a table. And
    // the default image has its size unless somebody empties it.
    let is_default = config.image.reference == Image::default().reference;
    if is_default || config.image.size().is_some() {
        return;
    }
    let reference = config.image.reference.as_str();
    let architecture = config.nodes.architecture;
    let Some(known) = context.catalogue.known_image(reference, architecture) else {
        return;
    };
    reporter.report(
        Severity::Note,
        "image.compressedSize",
        if reference == known.reference.as_str() {
            format!(
                "The size of this image is published: {} ({}).",
                known.label(),
                known.source
            )
        } else {
            // A copy in another registry of the same kind, or the same image named in another way.
            format!(
                "The size of {} is published: {} ({}).",
                known.reference,
                known.label(),
                known.source
            )
        },
    );
    if let Ok(edit) = known.edit(config) {
        reporter.offer_fix(Fix {
            label: format!("Use {}", known.compressed.rounded()),
            edit,
        });
    }
}
