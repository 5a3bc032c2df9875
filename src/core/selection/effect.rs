//! Types on which the chosen engine silently does nothing.

use crate::core::catalogue::{Catalogue, Instance};
use crate::core::config::Config;
use crate::core::engines::WorksOn;
use crate::core::plan::{NodePlan, fast_image_pull_floor};

/// Categories on which Auto Mode pulls with SOCI, given local NVMe.
pub(crate) const AUTO_MODE_CATEGORIES: [&str; 3] = ["g", "p", "trn"];

/// Whether the chosen engine pulls images on this type, and not stock containerd in its place.
pub(crate) fn has_effect(config: &Config, instance: &Instance) -> bool {
    match config.engine.spec().works_on {
        WorksOn::AllTypes => true,
        WorksOn::GateFloor => reaches_floor(config, instance),
        WorksOn::AutoModeSociTypes => has_soci_on_auto_mode(instance),
    }
}

/// Those of `positions` on which images are pulled as if the engine were not there.
pub(super) fn without(
    plan: &NodePlan<'_>,
    catalogue: &Catalogue,
    positions: &[usize],
) -> Vec<usize> {
    positions
        .iter()
        .copied()
        .filter(|position| {
            catalogue
                .instances()
                .get(*position)
                .is_some_and(|instance| !has_effect(plan.config, instance))
        })
        .collect()
}

/// nodeadm ignores the gate below its floor.
fn reaches_floor(config: &Config, instance: &Instance) -> bool {
    let (vcpu, mebibytes) = fast_image_pull_floor(config.cluster.al2023_version);
    instance.vcpu >= vcpu && instance.memory.to_mebibytes() >= mebibytes
}

fn has_soci_on_auto_mode(instance: &Instance) -> bool {
    AUTO_MODE_CATEGORIES.contains(&instance.category) && instance.local_store.is_some()
}
