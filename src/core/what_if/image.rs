//! What the image's owner could do when it is built.

use super::lever::{Lever, LeverCost, LeverKind};
use super::tries::Tries;
use crate::core::config::Compression;
use crate::core::pull::image::{SimulatedImage, SimulatedLayer, layers};
use crate::core::pull::node::NodeSetup;
use crate::core::pull::numbers::duration;
use crate::core::pull::parameter::Constants;
use crate::core::pull::simulation::Simulator;
use crate::core::units::MoneyChange;

pub(super) fn levers(tries: &Tries<'_>) -> Vec<Lever> {
    let profile = &tries.model.profile;
    let constants = layers::constants_of(profile.name(), &tries.model.constants);
    let image = layers::layers(profile, &constants.likely());
    let mut levers = Vec::new();
    let mut push = |kind, label: String, image| {
        let after = duration(seconds(&tries.setup, &constants, image));
        let cost = tries.cost(tries.config, tries.position, after);
        levers.push(Lever {
            kind,
            label,
            with: None,
            before: duration(tries.seconds),
            after,
            position: tries.position,
            launched: tries.launch.likely(),
            // The node is the same, whatever it costs.
            cost: LeverCost {
                hour: Some(MoneyChange::NONE),
                month: Some(MoneyChange::NONE),
                ..cost
            },
            edit: None,
        });
    };
    for parts in [2, 4] {
        push(
            LeverKind::SplitLargest,
            format!("Largest layer split in {parts}"),
            layers::split_largest(&image, parts),
        );
    }
    let is_gzip = |layer: &SimulatedLayer| layer.compression == Compression::Gzip;
    if image.iter().any(is_gzip) {
        let mut zstd = image;
        for layer in zstd.iter_mut().filter(|layer| is_gzip(layer)) {
            layer.compression = Compression::Zstd;
        }
        push(LeverKind::Zstd, "Layers packed with zstd".to_owned(), zstd);
    }
    levers
}

fn seconds(setup: &NodeSetup, constants: &Constants, image: Vec<SimulatedLayer>) -> f64 {
    let conditions = setup.conditions(&constants.likely());
    Simulator::default()
        .run(&SimulatedImage::new(image), &conditions)
        .seconds
}
