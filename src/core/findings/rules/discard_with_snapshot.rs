//! Discarding layers trips over images that are already there.

use super::{Config, Rule, Severity, Sink, Subject};
use crate::core::config::EngineKind;
use crate::core::config::sources::SOCI_DISCARD;
use crate::core::findings::facts::{UNPACKED_LOW, has_limits, needed_gib, roomy_gib};

pub(super) static RULE: Rule = Rule {
    id: "discard-with-snapshot",
    what: "Layers are discarded on a volume that is made from a snapshot.",
    why: "If the snapshot holds images, SOCI 0.12.0 to 0.15.0 finds their layers in containerd's \
          store, reports that compressed digests did not match, and every pull of such an image \
          fails.",
    how: "Keep unpacked layers, or use a snapshot without images.",
    source: SOCI_DISCARD,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let config = subject.config;
    let Some(snapshot) = &config.storage.volume.snapshot_id else {
        return;
    };
    if !has_limits(config)
        || !config.engine.limits.discard_unpacked_layers
        || is_before_the_bug(config)
    {
        return;
    }
    sink.report(
        Severity::Warning,
        "engine.discardUnpackedLayers",
        format!("Pulls fail for images whose layers are in {snapshot}, as long as unpacked layers are discarded."),
    );
    let gib = u64::from(config.storage.volume.volume_size.to_gib());
    let cramped = subject.images_on_volume()
        && needed_gib(config, true, UNPACKED_LOW).is_some_and(|needed| gib < needed);
    match roomy_gib(config, true).filter(|_| cramped) {
        Some(size) => sink.offer_all(
            format!("Keep layers and set the size to {size}Gi"),
            &[
                ("engine.discardUnpackedLayers", "false"),
                ("storage.volume.volumeSize", &format!("{size}Gi")),
            ],
        ),
        None if cramped => {}
        None => sink.offer(
            "Keep unpacked layers",
            "engine.discardUnpackedLayers",
            "false",
        ),
    }
}

/// The install script's own 0.11.1 checks digests another way.
pub(super) fn is_before_the_bug(config: &Config) -> bool {
    config.engine.kind == EngineKind::InstallScript && super::soci_minor(config) < 12
}
