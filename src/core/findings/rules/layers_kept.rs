//! Kept layers take disk.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::SOCI;
use crate::core::findings::predicates::keeps_layers;

pub(super) static RULE: Rule = Rule {
    id: "layers-kept",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Compressed layers are kept in addition to the unpacked ones.",
    why: "Every layer is also written to containerd's store while others are unpacked. Only tools on the node that read images there need that, such as those that push or export them.",
    how: "Discard unpacked layers unless something on the node needs them.",
    source: SOCI,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if !keeps_layers(config) {
        return;
    }
    let size = config.image.size().map_or_else(
        || "the image's compressed size".to_owned(),
        |size| size.rounded(),
    );
    reporter.report(
        Severity::Note,
        "engine.discardUnpackedLayers",
        format!("Kept layers take {size} more on disk per image."),
    );
    // With them, pulls of images in a snapshot work; without, they fail.
    if config.storage.volume.snapshot_id.is_some()
        && !super::discard_with_snapshot::is_before_the_bug(config)
    {
        return;
    }
    reporter.offer(
        "Discard unpacked layers",
        "engine.discardUnpackedLayers",
        "true",
    );
}
