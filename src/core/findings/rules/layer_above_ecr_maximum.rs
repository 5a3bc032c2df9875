//! A layer that ECR does not take.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::ECR_QUOTAS;
use crate::core::findings::predicates::is_private_ecr;
use crate::core::pull::ImageProfile;
use crate::core::units::grouped;

/// Largest layer of a private repository, in MiB; the quota cannot be raised (Amazon ECR service
/// quotas, 2026).
const MAX_LAYER_MIB: u64 = 52_000;

const MIB: u64 = 1 << 20;

pub(super) static RULE: Rule = Rule {
    id: "layer-above-ecr-maximum",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A compressed layer exceeds Amazon ECR's limit of 52,000 MiB.",
    why: "A private ECR repository rejects such a layer on push, so there is no image to pull. The quota is fixed.",
    how: "Split the layer at image build, or keep model weights out of the image and load them from S3.",
    source: ECR_QUOTAS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if !is_private_ecr(config) {
        return;
    }
    let Some(image) = ImageProfile::of_image(&config.image) else {
        return;
    };
    let above = |bytes: u64| bytes > MAX_LAYER_MIB * MIB;
    let Some(largest) = image.largest().filter(|layer| above(layer.to_bytes())) else {
        return;
    };
    // Rounded up: 52,000 MiB and a byte are not 52,000 MiB.
    let mebibytes = grouped(largest.to_bytes().div_ceil(MIB));
    let (path, which) = match image.known_layers() {
        Some(layers) => {
            let number = (1..)
                .zip(layers)
                .find(|(_, layer)| layer.compressed == largest)
                .map_or(1, |(number, _)| number);
            let several = layers
                .iter()
                .filter(|layer| above(layer.compressed.to_bytes()))
                .count();
            let which = match several {
                0 | 1 => format!("Layer {number} has"),
                many => format!("{many} layers are too large, the largest, layer {number}, has"),
            };
            ("image.layers", which)
        }
        None => ("image.largestLayer", "The largest layer has".to_owned()),
    };
    reporter.report(
        Severity::Error,
        path,
        format!(
            "{which} {mebibytes} MiB compressed; Amazon ECR allows at most {} MiB, so it cannot be pushed there. Split the layer.",
            grouped(MAX_LAYER_MIB)
        ),
    );
}
