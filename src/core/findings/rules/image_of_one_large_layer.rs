//! A layer cannot be shared out among cores.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::LAYERS;
use crate::core::findings::predicates::pulls_in_parallel;
use crate::core::pull::ImageProfile;

pub(super) static RULE: Rule = Rule {
    id: "image-of-one-large-layer",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "One layer holds more than 30 % of the image.",
    why: "A layer is one compressed stream and is unpacked on one core. In a published run with 4.74 of 11.6 GB in one layer, SOCI gained next to nothing: 121 s against 124.",
    how: "Split the layer at image build: several RUN or COPY steps instead of one with everything.",
    source: LAYERS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(image) = ImageProfile::of_image(&config.image) else {
        return;
    };
    let Some(largest) = image.largest().filter(|_| pulls_in_parallel(config)) else {
        return;
    };
    let (part, whole) = (
        u128::from(largest.to_bytes()),
        u128::from(image.compressed().to_bytes()),
    );
    if part * 100 <= whole * 30 {
        return;
    }
    let path = if image.known_layers().is_some() {
        "image.layers"
    } else {
        "image.largestLayer"
    };
    reporter.report(
        Severity::Note,
        path,
        format!(
            "The largest layer is {} of {}, {} %; it unpacks on one core, and 30 % or less let {} gain more.",
            largest.rounded(),
            image.compressed().rounded(),
            part * 100 / whole.max(1),
            config.engine.spec().puller,
        ),
    );
}
