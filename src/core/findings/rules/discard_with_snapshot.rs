//! Discarding layers trips over images that are already there.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::Config;
use crate::core::config::sources::SOCI_DISCARD;
use crate::core::findings::Fix;
use crate::core::findings::predicates::{
    Change, UNPACKED_LOW, edit_of, has_soci_limits, needed_gib, roomy_gib,
};

pub(super) static RULE: Rule = Rule {
    id: "discard-with-snapshot",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Layers are discarded on a volume created from a snapshot.",
    why: "If the snapshot holds images, SOCI 0.12.0 to 0.15.0 finds their layers in containerd's \
          store, reports that compressed digests did not match, and every pull of such an image \
          fails.",
    how: "Keep unpacked layers, or use a snapshot without images.",
    source: SOCI_DISCARD,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let config = context.config;
    let Some(snapshot) = &config.storage.volume.snapshot_id else {
        return;
    };
    if !has_soci_limits(config)
        || !config.engine.limits.discard_unpacked_layers
        || is_before_the_bug(config)
    {
        return;
    }
    reporter.report(
        Severity::Warning,
        "engine.discardUnpackedLayers",
        format!("Pulls fail for images whose layers are in {snapshot}, as long as unpacked layers are discarded."),
    );
    let Some(changes) = keep_layers(context) else {
        return;
    };
    let label = match changes.get(1) {
        Some((_, size)) => format!("Keep layers and set the size to {size}"),
        None => "Keep unpacked layers".to_owned(),
    };
    if let Some(edit) = edit_of(&changes, config) {
        reporter.offer_fix(Fix { label, edit });
    }
}

/// What keeps unpacked layers, with room for them; none if no volume has so much.
pub(super) fn keep_layers(context: &RuleContext<'_>) -> Option<Vec<Change>> {
    let config = context.config;
    let gib = u64::from(config.storage.volume.volume_size.to_gib());
    let cramped = context.images_on_volume()
        && needed_gib(config, true, UNPACKED_LOW).is_some_and(|needed| gib < needed);
    let mut changes = vec![("engine.discardUnpackedLayers", "false".to_owned())];
    if cramped {
        let size = roomy_gib(config, true)?;
        changes.push(("storage.volume.volumeSize", format!("{size}Gi")));
    }
    Some(changes)
}

/// The install script's own 0.11.1 checks digests another way.
pub(super) fn is_before_the_bug(config: &Config) -> bool {
    config.engine.spec().has_install_script() && super::soci_minor(config) < 12
}
