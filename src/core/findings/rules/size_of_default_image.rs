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
    what: "The image is not the default one and has its size to the byte.",
    why: "Links and Config files of version 1 kept that size for whatever image they name, so \
          estimates and costs are those of another image unless this is a copy of it.",
    how: "Paste the image's manifest, set its own size, or empty the size.",
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
            "{} is the size of the default image; the size of {} is needed for its estimate.",
            size.rounded(),
            image.reference
        ),
    );
    reporter.offer("Leave the size unknown", "image.compressedSize", "");
}
