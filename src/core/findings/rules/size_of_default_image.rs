//! The default image's size for another image.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::Image;
use crate::core::config::sources::BLUEPRINT;

pub(super) static RULE: Rule = Rule {
    id: "size-of-default-image",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The image is not the default one, but has exactly its size.",
    why: "Version 1 links and Config files kept that size for any image, so estimates and costs are those of another image unless this is a copy of it.",
    how: "Paste the image's manifest, set its size, or clear the size.",
    source: BLUEPRINT,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let default = Image::default();
    let image = &config.image;
    let Some(size) = image.compressed_size else {
        return;
    };
    let is_its_own = image.size_of_layers() == Some(size);
    if is_its_own
        || image.reference == default.reference
        || image.compressed_size != default.compressed_size
    {
        return;
    }
    reporter.report(
        Severity::Note,
        "image.compressedSize",
        format!(
            "{} is the size of the default image; the estimate needs the size of {}.",
            size.rounded(),
            image.reference
        ),
    );
    reporter.offer("Leave the size unknown", "image.compressedSize", "");
}
