//! A pull needs room for the compressed and the unpacked image at once.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::IMAGE_RATIOS;
use crate::core::findings::predicates::{
    UNPACKED_HIGH, UNPACKED_LOW, keeps_layers, known_unpacked, needed_gib, roomy_gib,
};

pub(in crate::core) static RULE: Rule = Rule {
    id: "volume-too-small-for-image",
    severities: &[Severity::Error, Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The volume is too small to pull the image.",
    why: "During a pull, an image is on disk both compressed and unpacked, with a second compressed copy if layers are kept, and at 10 % free space the kubelet starts to evict pods. Unpacked images are 1.89 to 2.36 times their compressed size in published pulls: too small for the low number is an error, for the high one a warning.",
    how: "Enlarge the volume, or discard unpacked layers.",
    source: IMAGE_RATIOS,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let config = context.config;
    let keeps = keeps_layers(config);
    let (Some(least), Some(safe), Some(image)) = (
        needed_gib(config, keeps, UNPACKED_LOW),
        needed_gib(config, keeps, UNPACKED_HIGH),
        config.image.size(),
    ) else {
        return;
    };
    let gib = u64::from(config.storage.volume.volume_size.to_gib());
    if gib >= safe || !context.images_on_volume() {
        return;
    }
    let image = image.rounded();
    let layers = if keeps {
        ", unpacked and kept layers"
    } else {
        " and unpacked layers"
    };
    let assumed = match known_unpacked(config) {
        Some(_) => "",
        None => ", assuming it unpacks to 1.89 times its size",
    };
    let (severity, message) = if gib < least {
        (
            Severity::Error,
            format!(
                "{gib} GiB is too little to pull {image}: its compressed{layers} need at least {least} GiB{assumed}."
            ),
        )
    } else {
        (
            Severity::Warning,
            format!(
                "{gib} GiB may be too little to pull {image}: it needs {safe} GiB if it unpacks to \
                 2.36 times its size, as a vLLM image does."
            ),
        )
    };
    reporter.report(severity, "storage.volume.volumeSize", message);
    if let Some(size) = roomy_gib(config, keeps) {
        let size = format!("{size}Gi");
        reporter.offer(
            format!("Set the size to {size}"),
            "storage.volume.volumeSize",
            &size,
        );
    }
}
